# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compile each source text once, as files with bytecode would be: Python reads this at its start wherever this folder is in PYTHONPATH.

Ansible's collection loader and its modules (which Python imports from a zip file) are compiled anew by each process, and the tests `import` and
`validate-modules` of ansible-test import several hundred files, each anew with all that it imports. Here compiled code is kept in the process and in
.cache/compiled, and so are, in the process, the methods that dataclasses write. It has to run on each Python that tests have on a task's host.
"""

import _imp
import builtins
import dataclasses
import gc
import marshal
import os
import sys
from importlib.util import source_hash

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', '.cache', 'compiled', sys.implementation.cache_tag)
# Below this many bytes a text is compiled in less time than its code is read.
WORTH_A_FILE = 1000

_compile = builtins.compile
_kept = {}


def _read_code(path, filename):
    code = _read_data(path)
    if code is None:
        return None
    # As Python does with files of bytecode that were moved.
    _imp._fix_co_filename(code, filename)
    return code


def _write_code(path, code):
    temporary = '%s.%d' % (path, os.getpid())
    try:
        os.makedirs(FOLDER, exist_ok=True)
        with open(temporary, 'wb') as handle:
            handle.write(marshal.dumps(code))
        os.replace(temporary, path)
    except OSError:
        pass


def compile_once(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, **more):
    """As `compile`; code objects cannot be changed, so that they can be used again. Trees of syntax (flags) can, and are made anew."""
    if flags or more or mode != 'exec' or not dont_inherit or optimize != -1 or not isinstance(source, (str, bytes)) or not isinstance(filename, str):
        return _compile(source, filename, mode, flags, dont_inherit, optimize, **more)
    key = (source, filename)
    if key in _kept:
        return _kept[key]
    data = source if isinstance(source, bytes) else source.encode('utf-8', 'surrogatepass')
    path = os.path.join(FOLDER, '%s-%d-%d' % (source_hash(data).hex(), len(data), sys.flags.optimize)) if len(data) >= WORTH_A_FILE else None
    code = _read_code(path, filename) if path else None
    if code is None:
        code = _compile(source, filename, mode, 0, True)
        if path:
            _write_code(path, code)
    _kept[key] = code
    return code


def _read_data(path):
    try:
        with open(path, 'rb') as handle:
            return marshal.loads(handle.read())
    except (OSError, EOFError, ValueError, TypeError):
        return None


def exec_once(source, *scopes):
    """As `exec` with its scopes given, for the methods that dataclasses write."""
    exec(compile_once(source, '<string>', 'exec', dont_inherit=True), *scopes)  # pylint: disable=exec-used


builtins.compile = compile_once
# What a module has by that name comes before what is built in.
dataclasses.exec = exec_once
# Processes with many objects and a short life: to look for garbage costs them a tenth to a third of their time. Sphinx then needs 2 GB.
if os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') >= 8 * 2 ** 30:
    gc.disable()
if os.environ.get('SANITY_IMPORTER_TYPE') == 'plugin' and sys.orig_argv[-1].endswith(os.path.join('sanity', 'import', 'importer.py')):
    import imported_once
    imported_once.prepare()
import parsed_once  # noqa: E402
sys.meta_path.insert(0, parsed_once.Finder(_read_data, _write_code, FOLDER))
