# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks a call against the OpenAPI document of a Dokploy server. Pure.

Dokploy silently drops unknown keys, so an unknown key is a problem here. Problems name keys and types, never values.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

_TYPES = {
    "string": str, "boolean": bool, "array": list, "object": dict, "null": type(None), "number": (int, float), "integer": int,
}


@dataclass(frozen=True, eq=False, repr=False)
class Procedure:
    """One procedure of the API, as the document describes it."""

    name: str
    method: str             # "GET" or "POST"
    schema: dict            # of the query or of the body
    form: bool = False      # takes multipart/form-data


def find_procedure(document, name):
    """Get a procedure of the document by its name, or None."""
    operations = (document.get("paths") or {}).get("/" + name)
    if not isinstance(operations, dict):
        return None
    if "get" in operations:
        parameters = [one for one in operations["get"].get("parameters") or [] if one.get("in") == "query"]
        return Procedure(name, "GET", {
            "type": "object", "properties": {one["name"]: one.get("schema") or {} for one in parameters},
            "required": [one["name"] for one in parameters if one.get("required")], "additionalProperties": False})
    if "post" not in operations:
        return None
    content = (operations["post"].get("requestBody") or {}).get("content") or {}
    kind = "application/json" if "application/json" in content or not content else sorted(content)[0]
    return Procedure(name, "POST", (content.get(kind) or {}).get("schema") or {"type": "object"}, form=kind != "application/json")


def suggest_procedures(document, name):
    """List procedures with names like a name."""
    known = sorted(path.lstrip("/") for path in document.get("paths") or {})
    return get_close_matches(name, known, 3, 0.6) or [one for one in known if one.startswith(name.split(".")[0] + ".")][:10]


def list_keys(procedure):
    """List the top-level keys of a procedure, of all its alternative forms."""
    found = set(procedure.schema.get("properties") or {})
    for word in ("anyOf", "oneOf", "allOf"):
        for one in procedure.schema.get(word) or []:
            found |= set(one.get("properties") or {})
    return found


def find_problems(schema, value, path=""):
    """List the problems of a value, one readable text for each; an empty list without a problem."""
    for word in ("anyOf", "oneOf"):
        if schema.get(word):
            tried = [find_problems(one, value, path) for one in schema[word]]
            return [] if any(not one for one in tried) else min(tried, key=len)
    found = [problem for one in schema.get("allOf") or [] for problem in find_problems(one, value, path)]
    here = path or "the request"
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds or [])
    if kinds and not any(_is_of(value, kind) for kind in kinds):
        return found + ["%s must be %s" % (here, " or ".join(kinds))]
    if "const" in schema and value != schema["const"]:
        found.append("%s must be %s" % (here, schema["const"]))
    if "enum" in schema and value not in schema["enum"]:
        found.append("%s must be one of: %s" % (here, ", ".join(str(one) for one in schema["enum"])))
    if isinstance(value, str):
        found += _length_problems(schema, value, here)
    elif isinstance(value, dict):
        found += _object_problems(schema, value, path)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, one in enumerate(value):
            found += find_problems(schema["items"], one, "%s[%d]" % (path, number))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if "minimum" in schema and value < schema["minimum"]:
            found.append("%s must be at least %s" % (here, schema["minimum"]))
        if "maximum" in schema and value > schema["maximum"]:
            found.append("%s must be at most %s" % (here, schema["maximum"]))
    return found


def _is_of(value, kind):
    expected = _TYPES.get(kind)
    if expected is None:
        return True
    if kind in ("number", "integer") and isinstance(value, bool):
        return False
    return isinstance(value, expected)


def _length_problems(schema, value, here):
    if len(value) < schema.get("minLength", 0):
        yield "%s must not be %s" % (here, "empty" if schema["minLength"] == 1 else "shorter than %d characters" % schema["minLength"])
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        yield "%s must not be longer than %d characters" % (here, schema["maxLength"])


def _object_problems(schema, value, path):
    properties, more = schema.get("properties") or {}, schema.get("additionalProperties")
    prefix = path + "." if path else ""
    for name in schema.get("required") or []:
        if name not in value:
            yield "%s%s is missing" % (prefix, name)
    for name, one in value.items():
        if name in properties:
            yield from find_problems(properties[name], one, prefix + str(name))
        elif isinstance(more, dict):
            yield from find_problems(more, one, prefix + str(name))
        elif properties or more is False:
            alike = get_close_matches(str(name), list(properties), 1, 0.6)
            yield "%s%s is unknown%s" % (prefix, name, ": is it %s?" % alike[0] if alike else "")
