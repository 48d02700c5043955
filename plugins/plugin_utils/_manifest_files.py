# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads a manifest from files on the controller: one file, or a directory of them. Private to this collection.

Values are templates, as those of C(vars_files) are. A file whose name ends with C(.j2) is a template as a whole, and YAML after that.
"""

from __future__ import annotations

import os

from ansible.errors import AnsibleActionFail, AnsibleError

from ansible_collections.community.dokploy.plugins.module_utils._common.places import list_ancestors

NAMES = (".yml", ".yaml", ".json", ".yml.j2", ".yaml.j2")


def find_files(action, source):
    """The files that C(src) names, in the order in which they are read."""
    try:
        found = action._find_needle("files", source)
    except AnsibleError:
        found = action._find_needle("templates", source)
    if not os.path.isdir(found):
        return [found]
    files = sorted(
        os.path.join(folder, name) for folder, dirs, names in os.walk(found) for name in names
        if name.endswith(NAMES) and not name.startswith(".") and not any(part.startswith(".") for part in os.path.relpath(folder, found).split(os.sep)
                                                                         if part != "."))
    if not files:
        raise AnsibleActionFail("src: %s holds no file whose name ends with %s" % (found, ", ".join(NAMES)))
    return files


def read_text(loader, path):
    """The text of a file, decrypted where ansible-vault encrypted it, marked as a template where this ansible-core has such a mark."""
    try:
        from ansible.template import trust_as_template
    except ImportError:                 # ansible-core 2.18
        return loader._get_file_contents(path)[0].decode("utf-8"), lambda text: text
    return trust_as_template(loader.get_text_file_contents(path)), trust_as_template


def read_files(loader, templar, files):
    """Read (the manifest, {place: "file:line"}) of files, whose lists are concatenated."""
    manifest, origins = {}, {}
    for path in files:
        text, trust = read_text(loader, path)
        if path.endswith(".j2"):
            text = trust(templar.template(text, **({} if trust(text) is not text else {"convert_data": False})))
        try:
            found = loader.load(text, file_name=path)
        except AnsibleError as exc:
            raise AnsibleActionFail("src: %s cannot be read: %s" % (path, getattr(exc, "message", exc))) from exc
        if found is None:
            continue
        if not isinstance(found, dict):
            raise AnsibleActionFail("src: %s must be a dictionary, with keys such as projects" % path)
        offsets = {}
        merge(manifest, templar.template(found), "", "", offsets)
        for where, line in read_lines(text).items():
            origins[move(where, offsets)] = "%s:%d" % (os.path.basename(path), line)
    return manifest, origins


def merge(whole, part, where, original, offsets):
    """Put a part into the whole: lists are joined, and projects and environments of one name are one."""
    for key, value in part.items():
        place, there = ("%s.%s" % (where, key) if where else key), ("%s.%s" % (original, key) if original else key)
        if key not in whole or not isinstance(value, list) or not isinstance(whole[key], list):
            if key in whole and isinstance(value, dict) and isinstance(whole[key], dict):
                merge(whole[key], value, place, there, offsets)
            else:
                whole[key] = value
            continue
        for index, row in enumerate(value):
            same = next((number for number, one in enumerate(whole[key]) if key in ("projects", "environments") and isinstance(one, dict)
                         and isinstance(row, dict) and one.get("name") == row.get("name")), None)
            if same is None:
                whole[key].append(row)
                offsets["%s[%d]" % (there, index)] = "%s[%d]" % (place, len(whole[key]) - 1)
            else:
                offsets["%s[%d]" % (there, index)] = "%s[%d]" % (place, same)
                merge(whole[key][same], row, "%s[%d]" % (place, same), "%s[%d]" % (there, index), offsets)


def move(where, offsets):
    """A place of a file as a place of the whole manifest."""
    moved = next((one for one in list_ancestors(where) if one in offsets), None)
    return offsets[moved] + where[len(moved):] if moved else where


def read_lines(text):
    """{place: line} of every key and list item of a YAML text."""
    import yaml
    found, left = {}, [("", yaml.compose(text, Loader=yaml.SafeLoader))]
    while left:
        where, node = left.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                place = "%s.%s" % (where, key.value) if where else str(key.value)
                found[place] = key.start_mark.line + 1
                left.append((place, value))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                place = "%s[%d]" % (where, index)
                found[place] = value.start_mark.line + 1
                left.append((place, value))
    return found
