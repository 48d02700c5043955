# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes argument specifications and lists of secret options from descriptions. Pure."""

from __future__ import annotations

from .resource import Group


def argument_spec(resource):
    """Make the argument specification of a resource's fields and children."""
    spec = {}
    for item in resource.fields:
        if isinstance(item, Group):
            spec[item.option] = {"type": "dict", "options": {inner.option: _argument(inner) for inner in item.fields}}
            continue
        spec[item.option] = _argument(item)
        if item.kind.modes:
            spec[item.option + "_mode"] = {"type": "str", "choices": list(item.kind.modes), "default": "merge", "no_log": False}
            spec[item.option + "_remove"] = {"type": "list", "elements": "str", "no_log": False}
        if item.kind.merges_text:
            spec[item.option + "_layout"] = {"type": "str", "no_log": True}
    for option, dummy, child in resource.children:
        spec[option] = {"type": "list", "elements": "dict", "options": {item.option: _argument(item) for item in child.fields}}
        spec["exclusive_" + option] = {"type": "bool", "default": False}
    return spec


def part_options(fields, identity):
    """Make the argument specification of one child's own module: only its identity is always required."""
    spec = {item.option: _argument(item) for item in fields}
    for item in fields:
        if item.key not in identity:
            spec[item.option].pop("required", None)
    return spec


def _argument(item):
    spec = dict(item.kind.ansible, **item.more)
    if item.secret in (True, "text", "file"):
        spec["no_log"] = True
    elif item.secret == "values":
        spec["no_log"] = False
    return spec


def secret_options(resource):
    """Map the paths of options whose values must never enter AnsibleModule (C(env), C(basic_auth.password)) to their C(Field.secret)."""
    found = {path: item.secret for path, item in resource.flat() if item.secret}
    found.update({path + "_layout": "layout" for path, item in resource.flat() if item.kind.merges_text})
    for option, dummy, child in resource.children:
        found.update({"%s.%s" % (option, path): item.secret for path, item in child.flat() if item.secret})
    return found
