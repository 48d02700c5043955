# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Request validation by the table, with the words that Dokploy's own (zod's) answers have."""

from __future__ import annotations

import re

from .errors import CallError
from .table import TABLE, TYPES
from .table_organisation import ORGANISATION
from .table_records import RECORDS
from .table_services import services

# words of Dokploy's own for a few limits, by (key, kind)
WORDS = {
    ("host", "too_small"): "Add a hostname",
    ("port", "too_big"): "Port must be 65535 or below",
    ("port", "too_small"): "Port must be 1 or above",
    ("path", "too_small"): "Path must be at least 1 character",
}
# keys that a database would fill in by itself, so that zod misses them in other words
FILLED_IN = {"appName", "name", "triggerType", "publishMode", "protocol", "createEnvFile", "enableSubmodules", "buildType", "permanent"}
# what a key that is left out becomes, though the schema calls it required: nothing is refused, and an update that lacks it writes it
DEFAULTS = {(procedure, key): value for procedure in ("port.create", "port.update") for key, value in (("publishMode", "ingress"), ("protocol", "tcp"))}
DEFAULTS.update({("destination." + name, "additionalFlags"): [] for name in ("create", "update", "testConnection")})
DEFAULTS["settings.updateDockerCleanup", "enableDockerCleanup"] = None
# procedures in which a name is a plain text, and those in which a database would fill in booleans and lists
PLAIN_NAME = ("organization.update", "schedule.update", "volumeBackups.update", "gitlab.update", "gitea.update", "bitbucket.update", "server.update",
              "dnsProvider.updateRecord")
ALSO_FILLED_IN = {("ai.create", "isEnabled"), ("sshKey.update", "sshKeyId"),
                  *(("server." + one, key) for one in ("create", "update") for key in ("username", "serverType"))}
FILLED_IN_BY = ("notification.create", "user.assignPermissions")

# what a password may hold that is told to a database by a command
PASSWORD = re.compile(r"[a-zA-Z0-9@#%^&*()_+\-=\[\]{}|;:,.<>?~`]*\Z")


def version_tuple(text):
    """``v0.30.2`` as (0, 30, 2)."""
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


class Type:
    """One type of the table."""

    def __init__(self, kind, nullable=False, low=None, high=None, minimum=0, options=(), item=None, members=None, loose=False,
                 password=False):
        self.kind, self.nullable, self.low, self.high, self.minimum = kind, nullable, low, high, minimum
        self.options, self.item, self.members, self.loose, self.password = options, item, members or {}, loose, password


class Key:
    """One key of a procedure."""

    def __init__(self, name, required, types, first, last):
        self.name, self._required, self.types, self.first, self.last = name, required, types, first, last

    def known(self, version):
        return (self.first is None or version >= self.first) and (self.last is None or version < self.last)

    def required(self, version):
        if self._required is True or self._required is False:
            return self._required
        since, before = self._required
        return version >= since if since else version < before

    def type(self, version):
        for before, kind in self.types[1:]:
            if version < before:
                return kind
        return self.types[0][1]


class Procedure:
    """One procedure: its name, method, first version and keys."""

    def __init__(self, name, method, first):
        self.name, self.method, self.first, self.keys = name, method, first, {}

    def known(self, version):
        return version >= self.first

    @property
    def query(self):
        return self.method == "G"


def split_top(text, separator):
    """Split outside of brackets."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(text):
        if char in "{[(":
            depth += 1
        elif char in "}])":
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return parts


def read_type(text):
    if text.startswith("%"):
        return read_type(TYPES[text[1:]].split("~", 1)[0])
    nullable = text.endswith("?")
    if nullable:
        text = text[:-1]
    if text.startswith("["):
        return Type("list", nullable, item=read_type(text[1:-1]))
    if text.startswith("{"):
        members, loose = {}, False
        for part in split_top(text[1:-1], ","):
            if part == "*":
                loose = True
            elif part:
                name, _colon, kind = part.partition(":")
                members[name.rstrip("!")] = (name.endswith("!"), read_type(kind))
        return Type("object", nullable, members=members, loose=loose)
    if text.startswith("e("):
        return Type("enum", nullable, options=text[2:-1].split("|"))
    match = re.match(r"^(s1|s|p1|p|n|i|b|o|x)(?:>(-?[\d.]+))?(?:<(-?[\d.]+))?$", text)
    if not match:
        raise ValueError("no such type: %r" % text)
    letter = match.group(1)
    kind = {"s": "string", "s1": "string", "p": "string", "p1": "string", "n": "number", "i": "integer", "b": "boolean", "o": "record", "x": "any"}[letter]
    low, high = match.group(2), match.group(3)
    return Type(kind, nullable, float(low) if low else None, float(high) if high else None, 1 if letter in ("s1", "p1") else 0,
                password=letter in ("p", "p1"))


def is_filled_in(procedure, name, kind):
    """Whether zod misses the key as one that something else would fill in."""
    if name == "name" and procedure in PLAIN_NAME:
        return False
    return name in FILLED_IN or (procedure, name) in ALSO_FILLED_IN or kind.kind in ("boolean", "list") and procedure.startswith(FILLED_IN_BY)


def read_key(text):
    match = re.match(r"^(\w+)(!(-?[\d.]+)?)?:(.*)$", text)
    name, mark, since, rest = match.groups()
    required = bool(mark)
    if since:
        required = (None, version_tuple(since)) if since.startswith("-") else (version_tuple(since), None)
    first = last = None
    found = re.search(r"-(\d+\.\d+(?:\.\d+)?)$", rest)
    if found:
        last, rest = version_tuple(found.group(1)), rest[:found.start()]
    found = re.search(r"@(\d+\.\d+(?:\.\d+)?)$", rest)
    if found:
        first, rest = version_tuple(found.group(1)), rest[:found.start()]
    if rest.startswith("%"):
        rest = TYPES[rest[1:]]
    pieces = rest.split("~")
    types = [(None, read_type(pieces[0]))]
    for index in range(1, len(pieces) - 1, 2):
        types.append((version_tuple(pieces[index]), read_type(pieces[index + 1])))
    return Key(name, required, types, first, last)


def read_table(text=TABLE + services() + RECORDS + ORGANISATION):
    """The procedures by name."""
    procedures, current = {}, None
    for line in text.splitlines():
        if not line.strip():
            continue
        if not line.startswith(" "):
            name, method, first = line.split()
            current = procedures[name] = Procedure(name, method, version_tuple(first))
        else:
            for word in line.split():
                key = read_key(word)
                current.keys[key.name] = key
    return procedures


PROCEDURES = read_table()


class Issue(Exception):
    """What zod says of one value."""

    def __init__(self, message, **details):
        Exception.__init__(self, message)
        self.message, self.details = message, details


def validate(procedure, values, version, coerce=True):
    """The values that a procedure takes, the others dropped.

    :arg coerce: as the published interface does, make numbers and booleans of what can be read as such, null among it.
    :raises CallError: 400 with every field that does not fit.
    """
    result, issues = {}, []
    if values is None and not coerce and procedure.keys and not procedure.name.startswith("settings."):
        raise failure([({"expected": "object", "code": "invalid_type"}, [], "Invalid input: expected object, received undefined")])
    if not isinstance(values, dict):
        values = {}
    for key in procedure.keys.values():
        if not key.known(version):
            continue
        kind = key.type(version)
        if key.name not in values or values[key.name] is None and kind.kind == "undefined":
            if (procedure.name, key.name) in DEFAULTS:
                result[key.name] = DEFAULTS[procedure.name, key.name]
            elif key.required(version):
                if kind.nullable or is_filled_in(procedure.name, key.name, kind):
                    issues.append(({"code": "invalid_type", "expected": "nonoptional"}, [key.name], "Invalid input: expected nonoptional, received undefined"))
                elif kind.kind == "enum":
                    issues.append(({"code": "invalid_value", "values": kind.options}, [key.name], _option(kind)))
                else:
                    words = _zod_name(kind)
                    issues.append(({"expected": words, "code": "invalid_type"}, [key.name], "Invalid input: expected %s, received undefined" % words))
            continue
        try:
            result[key.name] = check(kind, values[key.name], coerce, [key.name], issues)
        except Issue as issue:
            issues.append((issue.details, [key.name], issue.message))
    if issues:
        raise failure(issues)
    return result


def failure(issues):
    """The 400 that lists the issues."""
    fields, listed = {}, []
    for details, path, message in issues:
        if path:
            fields.setdefault(str(path[0]), []).append(message)
        listed.append(dict(details, path=path, message=message))
    return CallError("BAD_REQUEST", "Input validation failed", zod={
        "formErrors": [message for dummy, path, message in issues if not path], "fieldErrors": fields}, issues=listed)


def _zod_name(kind):
    return {"integer": "number", "list": "array", "record": "record"}.get(kind.kind, kind.kind)


def _option(kind):
    return "Invalid option: expected one of %s" % "|".join('"%s"' % option for option in kind.options)


def _type_of(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "string"


def _wrong(kind, value):
    words = _zod_name(kind)
    return Issue("Invalid input: expected %s, received %s" % (words, _type_of(value)), expected=words, code="invalid_type")


def check(kind, value, coerce, path, issues):
    """One value of a type, as it is taken."""
    if value is None and kind.nullable:
        return None
    if kind.kind in ("number", "integer"):
        if coerce and not (isinstance(value, (int, float)) and not isinstance(value, bool)):
            value = to_number(value)
            if value is None:
                raise Issue("Invalid input: expected number, received NaN", expected="number", code="invalid_type", received="NaN")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _wrong(kind, value)
        if kind.kind == "integer" and value != int(value):
            raise Issue("Invalid input: expected int, received number", expected="int", format="safeint", code="invalid_type")
        if kind.high is not None and value > kind.high:
            raise Issue(WORDS.get((path[-1], "too_big"), "Too big: expected number to be <=%d" % kind.high),
                        origin="number", code="too_big", maximum=int(kind.high), inclusive=True)
        if kind.low is not None and value < kind.low:
            raise Issue(WORDS.get((path[-1], "too_small"), "Too small: expected number to be >=%d" % kind.low),
                        origin="number", code="too_small", minimum=int(kind.low), inclusive=True)
        return int(value) if value == int(value) else value
    if kind.kind == "boolean":
        if coerce and not isinstance(value, bool):
            return bool(value) or isinstance(value, (list, dict))
        if not isinstance(value, bool):
            raise _wrong(kind, value)
        return value
    if kind.kind == "string":
        if not isinstance(value, str):
            raise _wrong(kind, value)
        if len(value) < kind.minimum:
            raise Issue(WORDS.get((path[-1], "too_small"), "Too small: expected string to have >=1 characters"),
                        origin="string", code="too_small", minimum=1, inclusive=True)
        if kind.password and not PASSWORD.match(value):
            raise Issue("Password contains invalid characters. Please avoid: $ ! ' \" \\ / and space characters for database compatibility",
                        origin="string", code="invalid_format", format="regex", pattern="/^[a-zA-Z0-9@#%^&*()_+\\-=[\\]{}|;:,.<>?~`]*$/")
        if path[-1] == "appName":
            if len(value) > 63:
                raise Issue("Too big: expected string to have <=63 characters", origin="string", code="too_big", maximum=63, inclusive=True)
            if not re.match(r"^[a-zA-Z0-9._-]+\Z", value):
                raise Issue("App name can only contain letters, numbers, dots, underscores and hyphens",
                            origin="string", code="invalid_format", format="regex", pattern="/^[a-zA-Z0-9._-]+$/")
        if path[-1] == "containerId" and not re.match(r"^[a-zA-Z0-9._-]+\Z", value):
            raise Issue("Invalid container id.", origin="string", code="invalid_format", format="regex", pattern="/^[a-zA-Z0-9.\\-_]+$/")
        return value
    if kind.kind == "enum":
        if value not in kind.options:
            raise Issue(_option(kind), code="invalid_value", values=list(kind.options))
        return value
    if kind.kind == "list":
        if not isinstance(value, list):
            raise _wrong(kind, value)
        return [_nested(kind.item, item, path + [index], issues) for index, item in enumerate(value)]
    if kind.kind == "record":
        if not isinstance(value, dict):
            raise _wrong(kind, value)
        return dict(value)
    if kind.kind == "object":
        if not isinstance(value, dict):
            raise _wrong(kind, value)
        result = {}
        unknown = [name for name in value if name not in kind.members]
        if unknown and not kind.loose:
            issues.append(({"code": "unrecognized_keys", "keys": unknown}, path, "Unrecognized key%s: %s" % (
                "s" if len(unknown) > 1 else "", ", ".join('"%s"' % name for name in unknown))))
        for name, (required, member) in kind.members.items():
            if name in value:
                result[name] = _nested(member, value[name], path + [name], issues)
            elif required:
                words = _zod_name(member)
                issues.append(({"expected": words, "code": "invalid_type"}, path + [name], "Invalid input: expected %s, received undefined" % words))
        return result
    return value


def _nested(kind, value, path, issues):
    try:
        return check(kind, value, False, path, issues)
    except Issue as issue:
        issues.append((issue.details, path, issue.message))
        return value


def to_number(value):
    """JavaScript's ``Number``: None for NaN."""
    if value is None or value is False or value == []:
        return 0
    if value is True:
        return 1
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return 0
        try:
            return int(text) if re.match(r"^[+-]?\d+$", text) else float(text)
        except ValueError:
            return None
    return None
