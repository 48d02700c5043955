# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator's table of procedures against the schemas that four servers gave (where those are)."""

from __future__ import annotations

import json
import os

import pytest

from simulator import validation

SHARED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "..", "shared")
VERSIONS = ["0.26.0", "0.28.8", "0.29.14", "0.30.2"]
# Procedures of which a schema file says nothing, or something else than the server does: why.
KNOWN = {
    ("application.dropDeployment", "0.26.0"): "a form upload", ("application.dropDeployment", "0.28.8"): "a form upload",
}
# Keys that the published schema of a version lacks, though its source has them: the file was made before the release.
LAGGING = {("application.update", "0.26.0"): {"args", "rollbackRegistryId"}}
NAMES = {"number": "number", "integer": "integer", "string": "string", "boolean": "boolean", "array": "list", "object": ("object", "record")}


def schemas(version):
    path = os.path.join(SHARED, "openapi-v%s.json" % version)
    if not os.path.exists(path):
        pytest.skip("no %s" % os.path.basename(path))
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)["paths"]


def keys_of(operation, method):
    """(required, schema) of each key that a schema lists."""
    if method == "get":
        return {one["name"]: (bool(one.get("required")), one["schema"]) for one in operation.get("parameters") or []}
    body = operation.get("requestBody")
    if not body:
        return {}
    schema = next(iter(body["content"].values()))["schema"]
    return {name: (name in schema.get("required", []), one) for name, one in schema.get("properties", {}).items()}


def kind_of(schema):
    """(kind, nullable) of a schema."""
    if "anyOf" in schema:
        parts = [kind_of(one) for one in schema["anyOf"]]
        return next((kind for kind, _null in parts if kind != "null"), "any"), any(kind == "null" or null for kind, null in parts)
    if "enum" in schema:
        return "enum", False
    return schema.get("type", "any"), False


@pytest.mark.parametrize("version", VERSIONS)
def test_table(version):
    paths = schemas(version)
    number = validation.version_tuple(version)
    wrong = []
    for name, procedure in validation.PROCEDURES.items():
        if (name, version) in KNOWN:
            continue
        operation = paths.get("/" + name)
        if not procedure.known(number):
            if operation:
                wrong.append("%s is there, and the table says from %s on" % (name, procedure.first))
            continue
        if not operation:
            wrong.append("%s is not there" % name)
            continue
        method, described = next(iter(operation.items()))
        if (method == "get") != procedure.query:
            wrong.append("%s is a %s" % (name, method))
        wanted = keys_of(described, method)
        known = {key.name: key for key in procedure.keys.values() if key.known(number)}
        for key in (set(wanted) ^ set(known)) - LAGGING.get((name, version), set()):
            wrong.append("%s: the key %s is in one of the two only" % (name, key))
        for key in set(wanted) & set(known):
            required, schema = wanted[key]
            if required != known[key].required(number):
                wrong.append("%s: %s is %srequired" % (name, key, "" if required else "not "))
            kind, nullable = kind_of(schema)
            mine = known[key].type(number)
            if mine.kind == "any" or version == "0.26.0":
                # the oldest file does not say what may be null
                continue
            if mine.kind not in NAMES.get(kind, kind) or mine.nullable != nullable:
                wrong.append("%s: %s is %s%s, the table says %s%s" % (
                    name, key, kind, " or null" if nullable else "", mine.kind, " or null" if mine.nullable else ""))
            if ("a-zA-Z0-9@#" in json.dumps(schema)) != mine.password:
                wrong.append("%s: %s is %sa password that a database is told" % (name, key, "not " if mine.password else ""))
            if kind == "enum" and sorted(mine.options) != sorted(_options(schema)):
                wrong.append("%s: %s is one of %s" % (name, key, _options(schema)))
    assert not wrong, "\n".join(wrong)


def _options(schema):
    return schema["enum"] if "enum" in schema else next(one["enum"] for one in schema["anyOf"] if "enum" in one)


def test_every_procedure_of_the_table_is_served():
    from simulator.model import load_handlers
    handlers = load_handlers()
    assert set(handlers) == set(validation.PROCEDURES)
