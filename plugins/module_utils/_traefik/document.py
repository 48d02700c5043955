# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads and writes the text of one Traefik file. Pure.

Traefik reads YAML with yaml.v3 for Go (YAML 1.2 with parts of 1.1); the reader gives each scalar the value that yaml.v3 gives it. Problems
are returned as findings.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Optional

from .._common.errors import BadInput
from .finding import Finding, LIMIT, STOPS

MAX_BYTES = 1024 * 1024
MAX_NODES = 100000
MAX_LEVELS = 100
_SEVERAL = "the file has several YAML documents, and Traefik reads only the first"
_TOO_DEEP = "the file is nested more than %d levels deep, which is a limit of this collection" % MAX_LEVELS
EXTENSIONS = (".yml", ".yaml")


@dataclass(frozen=True, eq=False, repr=False)
class UnsupportedScalar:
    """A scalar that Traefik's decoder rejects, such as a timestamp."""

    said: str

    def __str__(self):
        return self.said


@dataclass(frozen=True, eq=False, repr=False)
class Document:
    """One file."""

    text: str
    data: Optional[dict] = None                     # as Traefik reads it; None if unreadable
    lines: dict = field(default_factory=dict)       # path -> line
    findings: tuple = ()                            # of reading it

    @property
    def readable(self):
        return not any(one.severity in (STOPS, LIMIT) for one in self.findings)

    def find_line(self, path):
        """Return the line of a path, or of the nearest enclosing path."""
        path = tuple(path)
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


class _UnreadableText(Exception):
    """A text that is not valid, with its Finding."""

    def __init__(self, finding):
        super().__init__()
        self.finding = finding


def read_document(text, go_templates=True):
    """Read a text into a Document. Raises ImportError without PyYAML. C(go_templates): {{ starts a template in it, which is not evaluated."""
    import yaml
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Document(text, findings=(Finding("too_large", LIMIT, "the file is larger than 1 MiB, which is a limit of this collection"),))
    if go_templates and "{{" in text:
        line = text.count("\n", 0, text.index("{{")) + 1
        return Document(text, findings=(Finding(
            "template", LIMIT, "{{ starts a Go template in Traefik, and this collection does not evaluate templates", line=line),))
    nodes = []
    try:
        for node in _compose_nodes(yaml, text):
            nodes.append(node)
    except yaml.YAMLError as exc:
        finding = _describe_syntax_error(exc)
        return Document(text, findings=(Finding("several_documents", LIMIT, _SEVERAL, line=finding.line) if nodes else finding,))
    except RecursionError:
        return Document(text, findings=(Finding("too_deep", LIMIT, _TOO_DEEP),))
    reader = _DataReader(yaml)
    try:
        data = reader.read_value(nodes[0], (), ()) if nodes else None
        if len(nodes) > 1:
            raise _UnreadableText(Finding(
                "several_documents", LIMIT, _SEVERAL, line=nodes[1].start_mark.line + 1))
        if data is not None and not isinstance(data, dict):
            raise _UnreadableText(Finding("no_mapping", STOPS, "the file is not a mapping of keys to values", line=1))
        return Document(text, data if data is not None else {}, reader.lines)
    except _UnreadableText as exc:
        finding = exc.finding
    except RecursionError:
        finding = Finding("too_deep", LIMIT, _TOO_DEEP)
    return Document(text, lines=reader.lines, findings=(finding,))


_PLAIN, _QUOTED = "plain", "quoted"


def _compose_nodes(yaml, text):
    """Compose the root node of each YAML document. Uses libyaml if available: Go's library is derived from it, and it is ten times faster."""
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):
        """Marks scalars as plain or quoted instead of resolving their type."""

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


def _describe_syntax_error(exc):
    mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
    problem = str(getattr(exc, "problem", "") or "")
    where = " at line %d, column %d" % (mark.line + 1, mark.column + 1) if mark else ""
    if "undefined alias" in problem:
        problem = "an alias without an anchor"
    elif "undefined tag" in problem:
        problem = "an undefined tag"
    # Only messages without a quotation are shown: the others can contain a part of the text.
    said = problem if re.match(r"[a-z ,]+\Z", problem) else "a syntax error"
    # Go's library reads {a:, b: 1}, which libyaml does not.
    severity = LIMIT if "\\t" in problem or "unexpected ':'" in problem or "anchor" in problem and "duplicate" in problem else STOPS
    return Finding("yaml", severity, "it is not YAML: %s%s" % (said, where), line=mark.line + 1 if mark else None)


# How yaml.v3 converts plain scalars. Of YAML 1.1 it keeps 0777 and 0b1, not yes, on and 12:30.
_INT = re.compile(r"[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)?\Z")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True,
          "false": False, "False": False, "FALSE": False}


def parse_scalar(text):
    """Convert a plain scalar to its value."""
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
        return UnsupportedScalar("an infinite number")
    if _TIME.match(text):
        return UnsupportedScalar("a date")
    return text


class _DataReader:
    """Converts YAML nodes to data: counts values after alias expansion, refuses duplicate keys, and records lines."""

    def __init__(self, yaml):
        self.yaml, self.count, self.lines = yaml, 0, {}

    def refuse(self, code, severity, message, path, node):
        raise _UnreadableText(Finding(code, severity, message, path, line=node.start_mark.line + 1))

    def read_value(self, node, path, around):
        self.count += 1
        if self.count > MAX_NODES:
            self.refuse("too_many_nodes", LIMIT,
                        "the file has more than 100,000 values after its aliases are expanded, which is a limit of this collection", (), node)
        if any(node is one for one in around):
            self.refuse("recursive_alias", STOPS, "an alias contains itself", path, node)
        if len(around) > MAX_LEVELS:
            self.refuse("too_deep", LIMIT, _TOO_DEEP, (), node)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if not isinstance(node, self.yaml.ScalarNode):
            self.check_flow(node, path)
            around = around + (node,)
        if isinstance(node, self.yaml.SequenceNode):
            self.check_tag(node, path, ("tag:yaml.org,2002:seq",))
            return [self.read_value(item, path + (index,), around) for index, item in enumerate(node.value)]
        if isinstance(node, self.yaml.MappingNode):
            return self.read_mapping(node, path, around)
        return self.read_scalar(node, path)

    def check_flow(self, node, path):
        """Refuse an unquoted text with ? within {} or []: Go's library ends the text there, and other libraries do not."""
        if node.flow_style:
            items = node.value if isinstance(node, self.yaml.SequenceNode) else [one for pair in node.value for one in pair]
            for one in items:
                if isinstance(one, self.yaml.ScalarNode) and one.tag == _PLAIN and "?" in one.value:
                    self.refuse("yaml", LIMIT if one.value.startswith("?") else STOPS, "an unquoted text within {} or [] contains ?: quote it", path, one)

    def check_tag(self, node, path, known):
        if node.tag not in known:
            self.refuse("tag", LIMIT, "the value has a tag (!...), and this collection does not evaluate tags", path, node)

    def read_scalar(self, node, path):
        self.check_tag(node, path, (_PLAIN, _QUOTED, "tag:yaml.org,2002:str"))
        return parse_scalar(node.value) if node.tag == _PLAIN else node.value

    def read_mapping(self, node, path, around):
        """Convert a mapping. Refuses keys that are no texts, and duplicated ones."""
        self.check_tag(node, path, ("tag:yaml.org,2002:map",))
        result, merged, firsts = {}, [], {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, self.yaml.ScalarNode):
                self.refuse("key", LIMIT, "a key is a list or a mapping", path, key_node)
            if key_node.value == "<<" and key_node.tag == _PLAIN:
                merged.append(value_node)
                continue
            key = self.read_scalar(key_node, path)
            if not isinstance(key, str):
                if path:
                    self.refuse("key", LIMIT, "a key is not a text: quote it", path, key_node)
                key = key_node.value
            if key in firsts:
                self.refuse("duplicate_key", STOPS, "the key %s is given twice (line %d, and here)" % (key, firsts[key]), path + (key,), key_node)
            firsts[key] = key_node.start_mark.line + 1
            self.lines[path + (key,)] = firsts[key]
            result[key] = self.read_value(value_node, path + (key,), around)
        for value_node in merged:
            for one in value_node.value if isinstance(value_node, self.yaml.SequenceNode) else [value_node]:
                if not isinstance(one, self.yaml.MappingNode):
                    self.refuse("merge", STOPS, "<< takes a mapping, or a list of them", path, one)
                for key, value in self.read_value(one, path, around).items():
                    result.setdefault(key, value)
        return result


def write_yaml(data):
    """Format data as YAML that YAML 1.1 and 1.2 readers interpret the same way."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes texts that a reader would convert to another type."""

        def ignore_aliases(self, data):
            return True

        def increase_indent(self, flow=False, indentless=False):
            return super().increase_indent(flow, False)

    def text(dumper, value):
        odd = not isinstance(parse_scalar(value), str) or "\n" in value or value.strip() != value
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if odd else None)

    Dumper.add_representer(str, text)
    return yaml.dump(data, Dumper=Dumper, sort_keys=False, default_flow_style=False, allow_unicode=True, width=10 ** 6) if data else ""


def config_to_text(config):
    """Return the YAML text of the option config, which is a text or a dictionary."""
    if isinstance(config, str):
        return config
    try:
        return write_yaml(json.loads(json.dumps(config)))
    except RecursionError:
        raise BadInput("config is nested more than %d levels deep, which is a limit of this collection" % MAX_LEVELS) from None
