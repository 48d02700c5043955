# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds, reads and renders files on the controller for action plugins. Private to this collection.

Relative paths are searched as by C(ansible.builtin.copy) and C(ansible.builtin.template). Files may be encrypted with ansible-vault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping

from ansible.errors import AnsibleActionFail, AnsibleError

try:
    from ansible.template import trust_as_template
    RENDERING = {}
except ImportError:                     # ansible-core 2.18
    trust_as_template = None
    RENDERING = {"convert_data": False}

FILES, TEMPLATES = "files", "templates"


@dataclass(frozen=True, eq=False, repr=False)
class ControllerFiles:
    """The files on the controller that a task can name. C(search_path) has the directories of its role, playbook and included files."""

    loader: Any
    templar: Any
    template_lookup: Any
    search_path: tuple
    variables: Mapping[str, Any]

    def find(self, directories, name, beside=()):
        """Find a file or directory in the first of C(directories) that has it. C(beside): more places to search, before those of the task."""
        stack = [*beside, *self.search_path]
        for directory in directories[:-1]:
            try:
                return self.loader.path_dwim_relative_stack(stack, directory, name)
            except AnsibleError:
                pass
        return self.loader.path_dwim_relative_stack(stack, directories[-1], name)

    def read(self, path):
        """Read the text of a file, decrypted if ansible-vault encrypted it."""
        if trust_as_template:
            return self.loader.get_text_file_contents(path)
        return self.loader._get_file_contents(path)[0].decode("utf-8")

    def render(self, path):
        """Render a template as the lookup ansible.builtin.template does, with its includes and C(ansible_managed)."""
        found = self.template_lookup.run([path], variables=self.variables, **RENDERING)[0]
        return found if isinstance(found, str) else json.dumps(found)


def trust(text):
    """Mark a text as a trusted template, if this ansible-core has such a mark."""
    return trust_as_template(text) if trust_as_template else text


def fill_source(files, source, name="source", beside=()):
    """Return C(source) of a compose service with the text of its C(src) or C(template) as C(content). C(name): of the option, for messages."""
    if not isinstance(source, dict):
        return source
    given = [key for key in ("content", "src", "template") if source.get(key) not in (None, "")]
    if len(given) > 1:
        raise AnsibleActionFail("%s: %s are mutually exclusive" % (name, " and ".join(given)))
    if given in ([], ["content"]):
        return source
    key = given[0]
    if source.get("type") not in (None, "raw"):
        raise AnsibleActionFail("%s.%s belongs to type raw, and type is %s" % (name, key, source["type"]))
    try:
        path = files.find((FILES, TEMPLATES) if key == "src" else (TEMPLATES, FILES), str(source[key]), beside)
        text = files.read(path) if key == "src" else files.render(path)
    except (AnsibleError, UnicodeDecodeError) as exc:
        said = str(getattr(exc, "message", exc)).partition("\nIf you are using a module")[0]
        raise AnsibleActionFail("%s.%s: %s: %s" % (name, key, source[key], said)) from exc
    if not text.strip():
        raise AnsibleActionFail("%s.%s: %s is empty" % (name, key, path))
    return dict(source, content=text)
