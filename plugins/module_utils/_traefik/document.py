# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of Traefik's file provider: read as Traefik reads them, written, compared, merged, masked. Pure. Private to this collection.

Traefik reads YAML as yaml.v3 for Go does (1.2, with a little of 1.1), and turns what is found into texts before it is decoded; the same
is done here. What is found wrong is data (Finding). No message holds anything of a value: it can be a secret.
"""

from __future__ import annotations

import json
import re

from .go_expressions import BOOLS, duration, integer
from .schema import kinds

STOPS, DISABLES, LIMIT, WARNING = "stops_folder", "disables", "limit", "warning"
SEVERITIES = (STOPS, DISABLES, LIMIT, WARNING)      # the first three refuse a text
MAX_BYTES = 1024 * 1024
MAX_NODES = 100000
HIDDEN, HIDDEN_CHANGED = "(hidden)", "(hidden, changed)"
EXTENSIONS = (".yml", ".yaml")


class Finding:
    """One thing that is wrong. C(path) is a tuple of keys and list positions."""

    __slots__ = ("code", "severity", "message", "path", "file", "line")

    def __init__(self, code, severity, message, path=(), file="", line=None):
        self.code, self.severity, self.message, self.path, self.file, self.line = code, severity, message, tuple(path), file, line

    @property
    def refuses(self):
        return self.severity != WARNING

    def as_dict(self):
        return {"code": self.code, "severity": self.severity, "message": self.message, "path": path_text(self.path), "file": self.file, "line": self.line}

    def text(self):
        where = path_text(self.path)
        place = ", ".join(part for part in (self.file, "line %d" % self.line if self.line else "", where) if part)
        return "%s: %s" % (place, self.message) if place else self.message


def path_text(path):
    """A path for people: http.routers.shop.middlewares[0]."""
    return "".join("[%d]" % part if isinstance(part, int) else ".%s" % part for part in path).lstrip(".")


class Special:
    """A scalar that Traefik's decoder does not take (a timestamp, for example)."""

    def __init__(self, said):
        self.said = said


class Document:
    """One text: C(data) as Traefik sees it (nothing where it cannot be read), C(lines) of its paths, and what was found on the way."""

    def __init__(self, text, data=None, lines=None, findings=()):
        self.text, self.data, self.lines, self.findings = text, data, {} if lines is None else lines, list(findings)

    @property
    def readable(self):
        return not any(one.severity in (STOPS, LIMIT) for one in self.findings)

    def line(self, path):
        """The line of a path, or of the nearest thing around it."""
        path = tuple(path)
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


# -- Reading

class _Refused(Exception):
    def __init__(self, finding):
        super().__init__()
        self.finding = finding


def load(text):
    """The Document of a text. Raises ImportError where there is no yaml."""
    import yaml
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Document(text, findings=[Finding("too_large", LIMIT, "it is larger than 1 MiB, which is a limit of this collection")])
    if "{{" in text:
        line = text.count("\n", 0, text.index("{{")) + 1
        return Document(text, findings=[Finding(
            "template", LIMIT, "Traefik takes {{ for the begin of a template of Go, which this collection does not work out", line=line)])
    try:
        nodes = list(_compose(yaml, text))
    except yaml.YAMLError as exc:
        return Document(text, findings=[_syntax(exc)])
    except RecursionError:
        return Document(text, findings=[Finding("too_deep", LIMIT, "it is nested too deeply for this collection")])
    reader = _Reader(yaml)
    document = Document(text, lines=reader.lines, findings=reader.findings)
    try:
        data = reader.value(nodes[0], (), ()) if nodes else None
        if len(nodes) > 1:
            raise _Refused(Finding(
                "several_documents", LIMIT, "it holds several documents, and Traefik reads the first alone", line=nodes[1].start_mark.line + 1))
        if data is not None and not isinstance(data, dict):
            raise _Refused(Finding("no_mapping", STOPS, "it is no mapping of keys to values", line=1))
        document.data = data if data is not None else {}
    except _Refused as exc:
        document.findings.append(exc.finding)
    except RecursionError:
        document.findings.append(Finding("too_deep", LIMIT, "it is nested too deeply for this collection"))
    return document


_PLAIN, _QUOTED = "plain", "quoted"


def _compose(yaml, text):
    """The node of each document. libyaml where there is one: it is what Go's library was made from, and ten times faster."""
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):
        """Leaves it to us what a scalar without a tag is."""

        def resolve(self, kind, value, implicit):
            if kind is yaml.ScalarNode:
                return _PLAIN if implicit[0] else _QUOTED
            return self.DEFAULT_SEQUENCE_TAG if kind is yaml.SequenceNode else self.DEFAULT_MAPPING_TAG

    loader = Loader(text)
    try:
        while loader.check_node():
            yield loader.get_node()
    finally:
        loader.dispose()


def _syntax(exc):
    mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
    problem = str(getattr(exc, "problem", "") or "")
    where = " at line %d, column %d" % (mark.line + 1, mark.column + 1) if mark else ""
    if "undefined alias" in problem:
        problem = "an alias without an anchor"
    elif "undefined tag" in problem:
        problem = "an undefined tag"
    # Of these messages only those without a quotation are passed on: the others can hold a piece of the text.
    said = problem if re.match(r"[a-z ,]+\Z", problem) else "a fault of syntax"
    severity = LIMIT if "\\t" in problem or "anchor" in problem and "duplicate" in problem else STOPS
    return Finding("yaml", severity, "it is not YAML: %s%s" % (said, where), line=mark.line + 1 if mark else None)


# What yaml.v3 makes of plain scalars. Of YAML 1.1 it keeps 0777 and 0b1, not yes, on and 12:30.
_INT = re.compile(r"[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)?\Z")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True,
          "false": False, "False": False, "FALSE": False}


def plain(text):
    """The value of a plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        digits = text.replace("_", "")
        sign, digits = (-1, digits[1:]) if digits[0] == "-" else (1, digits.lstrip("+"))
        try:
            if digits[:2].lower() in ("0x", "0o", "0b"):
                return sign * int(digits, 0)
            if len(digits) > 1 and digits[0] == "0" and not digits.strip("01234567"):
                return sign * int(digits, 8)
            if digits[0] != "0" or digits == "0":
                return sign * int(digits)
        except ValueError:
            return text
    if _FLOAT.match(text.replace("_", "")) and re.match(r"[-+.0-9]", text):
        return float(text.replace("_", ""))
    if re.match(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z", text):
        return Special("an infinite number")
    if _TIME.match(text):
        return Special("a date")
    return text


class _Reader:
    """Makes data of nodes: counts them after aliases, refuses keys given twice, and remembers lines."""

    def __init__(self, yaml):
        self.yaml, self.count, self.lines, self.findings = yaml, 0, {}, []

    def refuse(self, code, severity, message, path, node):
        raise _Refused(Finding(code, severity, message, path, line=node.start_mark.line + 1))

    def value(self, node, path, around):
        self.count += 1
        if self.count > MAX_NODES:
            self.refuse("too_many_nodes", LIMIT,
                        "it holds more than 100,000 values once its aliases are filled in, which is a limit of this collection", (), node)
        if any(node is one for one in around):
            self.refuse("recursive_alias", STOPS, "an alias contains itself", path, node)
        self.lines.setdefault(path, node.start_mark.line + 1)
        around = around + (node,) if not isinstance(node, self.yaml.ScalarNode) else around
        if isinstance(node, self.yaml.SequenceNode):
            self.tagged(node, path, ("tag:yaml.org,2002:seq",))
            return [self.value(item, path + (index,), around) for index, item in enumerate(node.value)]
        if isinstance(node, self.yaml.MappingNode):
            return self.mapping(node, path, around)
        return self.scalar(node, path)

    def tagged(self, node, path, known):
        if node.tag not in known:
            self.refuse("tag", LIMIT, "it has a tag (!...), which this collection does not work out", path, node)

    def scalar(self, node, path):
        self.tagged(node, path, (_PLAIN, _QUOTED, "tag:yaml.org,2002:str"))
        return plain(node.value) if node.tag == _PLAIN else node.value

    def mapping(self, node, path, around):
        self.tagged(node, path, ("tag:yaml.org,2002:map",))
        result, merged, firsts = {}, [], {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, self.yaml.ScalarNode):
                self.refuse("key", LIMIT, "a key is a list or a mapping", path, key_node)
            if key_node.value == "<<" and key_node.tag == _PLAIN:
                merged.append(value_node)
                continue
            key = self.scalar(key_node, path)
            if not isinstance(key, str):
                if path:
                    self.refuse("key", LIMIT, "a key is no text: quote it", path, key_node)
                key = key_node.value
            if key in firsts:
                self.refuse("duplicate_key", STOPS, "the key %s is given twice (line %d, and here)" % (key, firsts[key]), path + (key,), key_node)
            firsts[key] = key_node.start_mark.line + 1
            self.lines[path + (key,)] = firsts[key]
            result[key] = self.value(value_node, path + (key,), around)
        for value_node in merged:
            for one in value_node.value if isinstance(value_node, self.yaml.SequenceNode) else [value_node]:
                if not isinstance(one, self.yaml.MappingNode):
                    self.refuse("merge", STOPS, "<< takes a mapping, or a list of them", path, one)
                for key, value in self.value(one, path, around).items():
                    result.setdefault(key, value)
        return result


# -- What it means

def effective(value):
    """A value as Traefik's decoder takes it: what is null is not there."""
    if isinstance(value, dict):
        return {key: effective(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [effective(item) for item in value]
    return value


def scalar_text(value):
    """The text that Traefik makes of a scalar before it is decoded."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = "%.6f" % value
        return text[:-7] if text.endswith(".000000") else text
    return str(value)


def texts(value):
    """The list that a list of texts is for Traefik: a text alone is split at its commas."""
    if isinstance(value, list):
        return [scalar_text(one).strip() for one in value]
    return [one.strip() for one in scalar_text(value).split(",")] if value not in (None, "") else []


def key_of(kind, name):
    """The Key of a name in a kind of object, or None."""
    key = kinds()[kind].get(str(name).lower())
    return key if key and not key.hidden else None


def get(value, name, default=None):
    """A key of an object, however its letters are written."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str) and key.lower() == name.lower() and item is not None:
                return item
    return default


def meaning(data, kind="Configuration"):
    """Data in one form for all that mean the same: what is null or an empty list left out, keys as documented, values by their type."""
    if not isinstance(data, dict):
        return data
    result = {}
    for name, value in data.items():
        key = key_of(kind, name)
        if value is None or value == []:
            continue
        result[key.name if key else name] = _key_meaning(key, value) if key else effective(value)
    return result


def _key_meaning(key, value):
    if key.is_object:
        if key.shape == "value":
            if key.may_be_empty and isinstance(value, (bool, str)):
                return {} if scalar_text(value).lower() == "true" else value
            return meaning(value, key.kind)
        if key.shape == "list" and isinstance(value, list):
            return [meaning(one, key.kind) for one in value]
        if key.shape == "map" and isinstance(value, dict):
            return {name: meaning(one, key.kind) for name, one in value.items() if one is not None}
        return effective(value)
    if key.kind == "any":
        return effective(value)
    if key.shape == "list":
        return texts(value) if not isinstance(value, dict) else effective(value)
    if key.shape == "map" and isinstance(value, dict):
        return {name: _scalar_meaning(key.kind, one) for name, one in value.items() if one is not None}
    return _scalar_meaning(key.kind, value)


def _scalar_meaning(kind, value):
    if isinstance(value, (dict, list, Special)):
        return effective(value)
    text = scalar_text(value)
    made = {"bool": BOOLS.get, "int": integer, "duration": duration}.get(kind, lambda one: one)(text)
    return text if made is None else made


def same(left, right):
    """Whether two texts' data mean the same."""
    return meaning(left) == meaning(right)


# -- Writing

def dump(data):
    """A YAML text that every reader of YAML, of 1.1 and of 1.2, takes in the same way."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes what any of the readers would not take for a text."""

        def ignore_aliases(self, data):
            return True

        def increase_indent(self, flow=False, indentless=False):
            return super().increase_indent(flow, False)

    def text(dumper, value):
        odd = not isinstance(plain(value), str) or "\n" in value or value.strip() != value
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if odd else None)

    Dumper.add_representer(str, text)
    return yaml.dump(data, Dumper=Dumper, sort_keys=False, default_flow_style=False, allow_unicode=True, width=10 ** 6) if data else ""


def merge(current, wanted, kind="Configuration"):
    """C(current) with what C(wanted) names: a router, service or middleware that both have is C(wanted)'s, whole; maps keep the rest."""
    result = dict(current or {})
    for name, value in (wanted or {}).items():
        there = next((one for one in result if one.lower() == name.lower()), name) if key_of(kind, name) else name
        key = key_of(kind, name)
        if key and key.is_object and key.shape == "value" and kind == "Configuration" and isinstance(value, dict) and isinstance(result.get(there), dict):
            result[there] = merge(result[there], value, key.kind)
        elif key and key.is_object and key.shape == "map" and isinstance(value, dict) and isinstance(result.get(there), dict):
            result[there] = dict(result[there], **value)
        elif key and kind == "Tls" and key.shape == "list" and isinstance(value, list) and isinstance(result.get(there), list):
            known = [meaning(one, key.kind) for one in result[there]]
            result[there] = result[there] + [one for one in value if meaning(one, key.kind) not in known]
        else:
            result[there] = value
    return result


def remove(data, section, part, names):
    """(C(data) without the C(names) of C(part) (routers …) of C(section) (http …), those that were there); empty maps go, too."""
    result, gone = dict(data or {}), []
    for section_key in [one for one in result if one.lower() == section and isinstance(result[one], dict)]:
        inner = dict(result[section_key])
        for part_key in [one for one in inner if one.lower() == part.lower() and isinstance(inner[one], dict)]:
            kept = {name: value for name, value in inner[part_key].items() if name not in names}
            gone += [name for name in inner[part_key] if name in names]
            inner[part_key] = kept
        result[section_key] = inner
    return (prune(result), gone) if gone else (result, gone)


def prune(data):
    """C(data) without maps of names, and without sections, that are empty: an empty one stops the whole folder."""
    result = {}
    for name, value in data.items():
        key = key_of("Configuration", name)
        if key and isinstance(value, dict):
            value = {one: inner for one, inner in value.items() if inner is not None and not (inner == {} and (key_of(key.kind, one) or key).shape == "map")}
            if not value:
                continue
        if value is not None:
            result[name] = value
    return result


# -- Masking

_HEADER_VALUE = re.compile(r"(\b(?:header|headerregexp)\s*\(\s*(?:`[^`]*`|\"(?:[^\"\\]|\\.)*\")\s*,\s*)(`[^`]*`|\"(?:[^\"\\]|\\.)*\")", re.IGNORECASE)
HIDDEN_RULE = "`%s`" % HIDDEN


def secrets(data):
    """Every secret in C(data), for the masker: (None, text), or (name of a header, its value), which is often a harmless word."""
    found = []
    _walk_secrets(data, "Configuration", found)
    return found


def _walk_secrets(data, kind, found):
    for name, value in data.items() if isinstance(data, dict) else ():
        key = kinds()[kind].get(str(name).lower())
        if key is not None and key.secret and key.shape == "map" and isinstance(value, dict):
            found += [(str(one), text) for one, other in value.items() for text in _leaves(other)]
        elif key is None or key.hidden or key.secret:
            found += [(None, text) for text in _leaves(value)]
            if key is not None and key.name == "users":
                # Both halves: a hash may be shown without its name.
                found += [(None, part) for one in texts(value) for part in one.split(":")[1:]]
        elif key.is_object:
            inner = value if key.shape == "list" and isinstance(value, list) else value.values() if key.shape == "map" and isinstance(value, dict) else [value]
            for one in inner:
                _walk_secrets(one, key.kind, found)
        elif key.name == "rule":
            found += [(None, match.group(2)[1:-1]) for match in _HEADER_VALUE.finditer(scalar_text(value))]


def _leaves(value):
    """Every text within C(value)."""
    if isinstance(value, (dict, list)):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in _leaves(one)]
    return [value] if isinstance(value, str) and value else []


def masked(data, other=None, kind="Configuration"):
    """C(data) as it may be shown: users, header values, plugin settings, keys and what Traefik does not know are hidden.

    With C(other), what is hidden and differs from it says so; keys that no file has are hidden, too, since nobody knows what they hold.
    """
    if not isinstance(data, dict):
        return _hidden(data, other) if not isinstance(data, (bool, type(None))) else data
    result = {}
    for name, value in data.items():
        key = kinds()[kind].get(str(name).lower())
        was = get(other, str(name)) if isinstance(other, dict) else None
        if value is None:
            result[name] = None
        elif key is None or key.hidden or key.secret:
            result[name] = _hidden_map(value, was, other is not None) if key and key.shape == "map" and isinstance(value, dict) else _hide(
                value, was, other is not None)
        elif key.is_object and key.shape == "map" and isinstance(value, dict):
            result[name] = {one: masked(inner, (was or {}).get(one) if isinstance(was, dict) else None if other is None else {}, key.kind)
                            for one, inner in value.items()}
        elif key.is_object and key.shape == "list" and isinstance(value, list):
            before = was if isinstance(was, list) else []
            result[name] = [masked(inner, None if other is None else before[index] if index < len(before) else {}, key.kind)
                            for index, inner in enumerate(value)]
        elif key.is_object:
            result[name] = masked(value, None if other is None else was if was is not None else {}, key.kind)
        elif key.name == "rule":
            result[name] = _rule(value, was, other is not None)
        else:
            result[name] = value.said if isinstance(value, Special) else value
    return result


def _hide(value, was, compared):
    return HIDDEN_CHANGED if compared and effective(value) != effective(was) else HIDDEN


def _hidden(value, was):
    return _hide(value, was, was is not None)


def _hidden_map(value, was, compared):
    was = was if isinstance(was, dict) else {}
    return {name: _hide(one, was.get(name), compared) for name, one in value.items()}


def _rule(value, was, compared):
    text = scalar_text(value)
    old = [match.group(2) for match in _HEADER_VALUE.finditer(scalar_text(was))] if isinstance(was, str) else []
    new = [match.group(2) for match in _HEADER_VALUE.finditer(text)]
    said = HIDDEN_CHANGED if compared and old != new else HIDDEN
    return _HEADER_VALUE.sub(lambda match: "%s`%s`" % (match.group(1), said), text)


def jsonable(value):
    """A value for a result: what JSON has no word for is said in words."""
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [jsonable(item) for item in value]
    return value.said if isinstance(value, Special) else value


def as_text(config):
    """The text of an option that is a text or a dictionary."""
    return config if isinstance(config, str) else dump(json.loads(json.dumps(config)))
