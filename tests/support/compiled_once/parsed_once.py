# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep what PyYAML makes of large texts in .cache/compiled: each process of Ansible reads its settings (base.yml) and its table of plugins, 400 KB of YAML.

Only what PyYAML's own safe and base loaders make is kept, and only plain values (marshal refuses all others). Each caller gets new objects.
"""

import importlib.util
import marshal
import os
import sys

# Below this many characters a text is parsed in little time.
WORTH_A_FILE = 20000
LOADERS = ('CSafeLoader', 'CBaseLoader')


def wrap(yaml, read, write, folder):
    """Give the module yaml a `load` that keeps what it made."""
    plain = yaml.load
    known = {getattr(yaml, one): one for one in LOADERS if hasattr(yaml, one)}

    def load(stream, Loader):
        name = known.get(Loader)
        # A stream has a name that errors show: only Ansible's own file is read here.
        if name is None or hasattr(stream, 'read') and os.fsencode(str(getattr(stream, 'name', ''))).rstrip(b"'").rpartition(b'/')[2] != b'base.yml':
            return plain(stream, Loader)
        text = stream.read() if hasattr(stream, 'read') else stream
        data = text if isinstance(text, bytes) else text.encode('utf-8', 'surrogatepass')
        if len(data) < WORTH_A_FILE:
            return plain(text, Loader)
        path = os.path.join(folder, '%s-%d-%s' % (importlib.util.source_hash(data).hex(), len(data), name))
        found = read(path)
        if found is None:
            found = plain(text, Loader)
            try:
                marshal.dumps(found)
            except ValueError:
                return found
            write(path, found)
        return found

    yaml.load = load


class Finder:
    """Wraps the module yaml when it is imported for the first time."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def find_spec(self, name, path=None, target=None):
        if name != 'yaml':
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                if hasattr(module, 'load'):
                    wrap(module, *self.arguments)

            spec.loader.exec_module = exec_module
        return spec
