# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads a manifest from files on the controller: one file, or a directory of them. Private to this collection.

Values may contain templates, as in C(vars_files). A file whose name ends with C(.j2) is rendered as a whole before it is parsed as YAML, and contains
no templates after that.
"""

from __future__ import annotations

import itertools
import os

from ansible.errors import AnsibleActionFail, AnsibleError

from ansible_collections.community.dokploy.plugins.module_utils._common.places import IGNORED, list_ancestors
from ansible_collections.community.dokploy.plugins.plugin_utils._controller_files import FILES, TEMPLATES, fill_source, trust

MOST_VALUES = 1000000       # aliases of aliases make more of a short text
NAMES = (".yml", ".yaml", ".json", ".yml.j2", ".yaml.j2")
TEMPLATE_MARKS = ("{{", "{%", "{#", "#jinja2:")
COMPOSE, COMPOSE_LIST, DEFAULTS = "compose", "compose_services", "defaults"


class Conflict(Exception):
    """Two files set one option to two values."""


class TooManyValues(Exception):
    """A file has more than MOST_VALUES values."""


def find_files(files, source):
    """List the files that C(src) refers to, in the order of reading."""
    try:
        found = files.find((FILES, TEMPLATES), source)
    except AnsibleError:
        # The root of the project in AWX and CI, whose playbooks may be in a directory of it, or in the collection.
        found = os.path.abspath(source)
        if not os.path.exists(found):
            raise AnsibleActionFail("src: %s was found neither beside the playbook, also in its directories %s and %s, nor in the working directory %s" % (
                source, FILES, TEMPLATES, os.getcwd())) from None
    if not os.path.isdir(found):
        return [found]
    paths = []
    for directory, inner, names in os.walk(found):
        inner[:] = [one for one in inner if not one.startswith(".") and one not in (FILES, TEMPLATES)]
        paths += [os.path.join(directory, name) for name in names if name.endswith(NAMES) and not name.startswith(".")]
    paths.sort()
    if not paths:
        raise AnsibleActionFail("src: %s holds no file whose name ends with %s" % (found, ", ".join(NAMES)))
    return paths


def read_files(files, paths):
    """Read (the manifest, {place: "file:line"}) of the files at these paths, whose lists are concatenated."""
    manifest, origins = {}, {}
    for path in paths:
        found, lines = read_file(files, path)
        if found is None:
            continue
        offsets = {}
        found = {key: value for key, value in fill_sources(files, found, beside=(os.path.dirname(path),)).items() if not str(key).startswith(IGNORED)}
        try:
            merge_part(manifest, found, "", "", offsets)
        except Conflict as exc:
            raise AnsibleActionFail("src: %s sets %s to another value than a file before it" % (path, exc)) from None
        for where, line in lines.items():
            origins[move_place(where, offsets)] = "%s:%d" % (os.path.basename(path), line)
    return manifest, origins


def read_file(files, path):
    """Read one file -> (its content with rendered values, or None for an empty file; {place: line}). Raises AnsibleActionFail with the file and line."""
    # The output of a template is data, which may come from anywhere, so it is not rendered again.
    is_template = path.endswith(".j2")
    try:
        text = files.render(path) if is_template else files.read(path)
    except (AnsibleError, UnicodeDecodeError) as exc:
        raise AnsibleActionFail("src: %s cannot be read: %s" % (path, getattr(exc, "message", exc))) from exc
    try:
        return load_file(files, path, text, is_template)
    except (RecursionError, TooManyValues):
        raise AnsibleActionFail("src: %s cannot be read: an alias in it refers to what contains it, or it has more than %d values with those of its aliases" % (
            path, MOST_VALUES)) from None


def load_file(files, path, text, is_template):
    """Load the text of one file -> as read_file."""
    plain = load_plain(text) if is_template or not may_be_template(text) else None
    found, lines = plain or load_marked(files, path, text if is_template else trust(text))
    if found is not None and not isinstance(found, dict):
        raise AnsibleActionFail("src: %s must be a dictionary, with keys such as projects" % path)
    if plain or is_template:
        return found, lines
    try:
        return render_values(files.templar, found), lines
    except AnsibleError as exc:
        raise AnsibleActionFail("src: %s%s: %s" % (path, find_template_error(files, found, lines), getattr(exc, "message", exc))) from exc


def load_marked(files, path, text):
    """Load a YAML text with Ansible's loader, which marks each value with its place and its trust -> (its document, {place: line})."""
    try:
        return files.loader.load(text, file_name=path), read_lines(text)
    except AnsibleError as exc:
        raise AnsibleActionFail("src: %s%s cannot be read: %s" % (path, find_syntax_error(text), getattr(exc, "message", exc))) from exc


def load_plain(text):
    """Load a YAML text -> (its document, {place: line}), or None if it needs Ansible's loader, which marks each value and takes three times as long.

    That also loads JSON, knows tags such as C(!vault), warns of a key that is given twice, and explains faults.
    """
    import yaml
    if text.lstrip()[:1] in ("{", "["):
        return None
    try:
        loader = make_loader(text)
        node = loader.get_single_node()
        lines = find_lines(node)
        places = dict(lines)
        return (loader.construct_document(node) if node else None, places) if len(places) == len(lines) else None
    except (yaml.YAMLError, ValueError):
        return None


def find_syntax_error(text):
    """Describe the line of the first error in a YAML text, as ":3"; "" if the parser does not say it."""
    import yaml
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as exc:
        return ":%d" % (exc.problem_mark.line + 1) if exc.problem_mark else ""
    return ""


def find_template_error(files, found, lines):
    """Describe the line of the first value that cannot be rendered, as ":3"."""
    left = [("", found)]
    while left:
        where, value = left.pop(0)
        if isinstance(value, dict):
            left = [("%s.%s" % (where, key) if where else str(key), one) for key, one in value.items()] + left
        elif isinstance(value, list):
            left = [("%s[%d]" % (where, index), one) for index, one in enumerate(value)] + left
        else:
            try:
                files.templar.template(value)
            except AnsibleError:
                line = next((lines[one] for one in list_ancestors(where) if one in lines), None)
                return ":%d" % line if line else ""
    return ""


def render_values(templar, value):
    """Return a part of a manifest with its templates rendered, by containers: most of a manifest holds none, and each value takes Ansible its time."""
    if not isinstance(value, (dict, list)):
        return value
    if any(may_be_template(one) for one in (value.values() if isinstance(value, dict) else value)):
        return templar.template(value)
    if isinstance(value, dict):
        return {key: render_values(templar, one) for key, one in value.items()}
    return [render_values(templar, one) for one in value]


def may_be_template(value):
    """Return whether Ansible could change a value that is no container: a text with a mark of templates, or another value than a text, number or null."""
    if isinstance(value, str):
        return any(mark in value for mark in TEMPLATE_MARKS)
    return not isinstance(value, (dict, list, int, float, type(None)))


def fill_sources(files, level, where="", beside=()):
    """Return a manifest, or a part of it, with the text of the file in C(source) of each compose service."""
    if isinstance(level, list):
        return [fill_sources(files, one, "%s[%d]" % (where, index), beside) for index, one in enumerate(level)]
    if not isinstance(level, dict):
        return level
    filled = {}
    for key, value in level.items():
        place = "%s.%s" % (where, key) if where else str(key)
        if key == COMPOSE_LIST and isinstance(value, list):
            filled[key] = [_fill_entry(files, one, "%s[%d]" % (place, index), beside) for index, one in enumerate(value)]
        elif key == DEFAULTS and isinstance(value, dict) and COMPOSE in value:
            filled[key] = dict(value, **{COMPOSE: _fill_entry(files, value[COMPOSE], "%s.%s" % (place, COMPOSE), beside)})
        elif key in ("projects", "environments"):
            filled[key] = fill_sources(files, value, place, beside)
        else:
            filled[key] = value
    return filled


def _fill_entry(files, entry, where, beside):
    if not isinstance(entry, dict) or "source" not in entry:
        return entry
    return dict(entry, source=fill_source(files, entry["source"], "%s.source" % where, beside))


def merge_part(whole, part, where, original, offsets):
    """Merge a part into the whole: lists are concatenated, projects and environments of the same name are merged.

    C(offsets) gets the places that differ: {place in the part: place in the whole}. C(where) is the place in the whole, C(original) in the part.
    """
    for key, value in part.items():
        place, there = ("%s.%s" % (where, key) if where else key), ("%s.%s" % (original, key) if original else key)
        if key not in whole or not isinstance(value, list) or not isinstance(whole[key], list):
            if key in whole and isinstance(value, dict) and isinstance(whole[key], dict):
                merge_part(whole[key], value, place, there, offsets)
            elif key in whole and whole[key] != value and key != "name":
                raise Conflict(place)
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
                merge_part(whole[key][same], row, "%s[%d]" % (place, same), "%s[%d]" % (there, index), offsets)


def move_place(where, offsets):
    """Convert a place in a file to its place in the whole manifest."""
    if not offsets:
        return where
    moved = next((one for one in list_ancestors(where) if one in offsets), None)
    return offsets[moved] + where[len(moved):] if moved else where


def read_lines(text):
    """Read {place: line} of every key and list item in a YAML text."""
    return dict(find_lines(make_loader(text).get_single_node()))


def make_loader(text):
    """Make PyYAML's loader of a text."""
    import yaml
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text.encode("utf-8"))


def find_lines(node):
    """List (place, line) of every key and list item below a YAML node. Raises TooManyValues."""
    lines = list(itertools.islice(list_lines(node), MOST_VALUES + 1))
    if len(lines) > MOST_VALUES:
        raise TooManyValues
    return lines


def list_lines(node, where=""):
    """Yield (place, line) of every key and list item below a YAML node."""
    if node is None or node.id == "scalar":
        return
    inner = enumerate(node.value) if node.id == "sequence" else node.value
    for key, value in inner:
        if node.id == "sequence":
            place, start = "%s[%d]" % (where, key), value.start_mark
        else:
            place, start = "%s.%s" % (where, key.value) if where else str(key.value), key.start_mark
        yield place, start.line + 1
        yield from list_lines(value, place)
