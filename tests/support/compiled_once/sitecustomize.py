# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compile each source text once in a process, as files with bytecode would be; what the tests of ansible-test import is read by every Python that they start.

`ansible-test sanity --test import` and `validate-modules` import each of several hundred files with all that it imports, forget it all, and go on with
the next. Ansible's collection loader compiles without bytecode, and dataclasses compile the methods that they write: most of the time of these tests.
"""

import builtins
import dataclasses

_compile = builtins.compile
_kept = {}


def compile_once(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, **more):
    """As `compile`; code objects cannot be changed, so that they can be used again. Trees of syntax (flags) can, and are made anew."""
    if flags or more or not dont_inherit or not isinstance(source, (str, bytes)) or not isinstance(filename, str):
        return _compile(source, filename, mode, flags, dont_inherit, optimize, **more)
    key = (source, filename, mode, optimize)
    if key not in _kept:
        _kept[key] = _compile(source, filename, mode, 0, True, optimize)
    return _kept[key]


def exec_once(source, *scopes):
    """As `exec` with its scopes given, for the methods that dataclasses write."""
    exec(compile_once(source, '<string>', 'exec', dont_inherit=True), *scopes)  # pylint: disable=exec-used


builtins.compile = compile_once
# What a module has by that name comes before what is built in.
dataclasses.exec = exec_once
