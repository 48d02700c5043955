# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Import Ansible once for the action plugins that the sanity test `import` imports.

After each file that test unloads all of Ansible and of the collection that the file brought, so that each of a hundred action plugins of two lines loads
Ansible again. Here all other plugins and the first action plugin come first, as they did; then Ansible's own part is imported, as it is in each process that
loads an action plugin, and the other action plugins follow. Each is still imported anew, with all that it imports of the collection.
"""

import importlib
import sys

ACTIONS = 'plugins/action/'
ANSIBLE = ('ansible.plugins.action', 'ansible.module_utils.basic', 'ansible.module_utils.common.arg_spec')


class Paths(str):
    """The text that lists the files, one a line."""

    def splitlines(self, keepends=False):
        paths = super().splitlines(keepends)
        actions = [one for one in paths if one.startswith(ACTIONS)]
        yield from (one for one in paths if not one.startswith(ACTIONS))
        yield from actions[:1]
        if actions[1:]:
            for name in ANSIBLE:
                importlib.import_module(name)
        yield from actions[1:]


class Input:
    """The standard input of ansible-test's importer."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def read(self):
        return Paths(self.stream.read())


def prepare():
    """Let the importer read the list of files from Input."""
    sys.stdin = Input(sys.stdin)
