# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parses Dokploy's env texts as Dokploy does, and writes values so that they arrive unchanged.

Dokploy parses the text with Node's dotenv, then replaces its references C(${{...}}); Docker Swarm then reads C({{...}}) as a Go template.
"""

from __future__ import annotations

import re

# The line rule of Node's dotenv. JavaScript's \s, \w and line ends are spelled out where Python's differ. Unlike Node's rule, it excludes blank
# lines before an assignment: otherwise it would scan from each blank line to the end of the blank lines.
SPACE = "[ \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_BLANK = SPACE.replace("\n", "")
_LINE = re.compile(
    r"^%(b)s*(?:export%(s)s+)?(?P<key>[A-Za-z0-9_.-]+)(?:%(s)s*=%(s)s*?|:%(s)s+?)"
    r"(?P<value>%(s)s*'(?:\\'|[^'])*'|%(s)s*\"(?:\\\"|[^\"])*\"|%(s)s*`(?:\\`|[^`])*`|[^#\r\n]+)?"
    r"%(s)s*(?:#.*)?$" % {"s": SPACE, "b": _BLANK},
    re.MULTILINE,
)
STRIP = " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_UNQUOTE = re.compile(r"^(['\"`])([\s\S]*)\1$", re.MULTILINE)
KEY = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]*$")
_VAULT = "${{vault."
_LINE_ENDS = re.compile("[\n\r\u2028\u2029]")      # what JavaScript's . does not match
_TEMPLATE_OPEN = re.compile(r"(\$?)\{\{")
# Every notation of such a value is parsed as the same value.


class BadValue(ValueError):
    """A value that no notation can represent, or an unresolvable reference. The message names the key, never the value."""


def iterate_assignments(text):
    for match in _LINE.finditer(text):
        raw = (match.group("value") or "").strip(STRIP)
        quote = raw[:1]
        value = _UNQUOTE.sub(lambda found: found.group(2), raw)
        if quote == '"':
            value = value.replace("\\n", "\n").replace("\\r", "\r")
        yield match, match.group("key"), value


def normalize_line_ends(text):
    return re.sub(r"\r\n?", "\n", text or "")


def parse_env(text):
    """Parse an env text -> {key: value}, as Dokploy does: without comments and lines that assign nothing; the last of two assignments wins."""
    return {key: value for dummy, key, value in iterate_assignments(normalize_line_ends(text))} if text else {}


def escape_templates(value):
    """Escape a value for Swarm's templates: C({{) becomes C({{"{{"}}), while C(${{...}}) stays Dokploy's reference."""
    parts, last = [], 0
    for start, end, dummy in _find_references(value):
        parts += [_escape_braces(value[last:start]), value[start:end]]
        last = end
    return "".join(parts) + _escape_braces(value[last:])


def _escape_braces(text):
    return _TEMPLATE_OPEN.sub(lambda found: ('{{"$"}}' if found.group(1) else "") + '{{"{{"}}', text)


def unescape_templates(value):
    """Undo C(escape_templates), unless Swarm evaluates a template."""
    plain = value.replace('{{"$"}}', "$").replace('{{"{{"}}', "{{")
    return plain if escape_templates(plain) == value else value


def list_references(value):
    """List the names in C(${{...}}), in order: C(project.X), C(environment.X), C(vault.P.R) or C(X)."""
    return [name for dummy, dummy, name in _find_references(value)]


def expand_references(text, project_text="", environment_text=""):
    """Replace references in an env text -> ({key: value as the service gets it}, [keys that refer to a vault, whose values are unknown]).

    One pass each for the project's, the environment's and the service's own variables, as in Dokploy. Raises BadValue for an unresolvable one.
    """
    own, project, environment = parse_env(text), parse_env(project_text), parse_env(environment_text)
    result, unseen = {}, []
    hidden = {key for key, value in own.items() if _VAULT in value}
    for key, value in own.items():
        if key not in hidden:
            for prefix, known in (("project.", project), ("environment.", environment)):
                value = _fill_references(key, value, prefix, known)
        if _VAULT in value or hidden & set(list_references(value)):
            unseen.append(key)
            continue
        result[key] = _fill_references(key, value, "", own)
    return result, unseen


def _fill_references(key, value, prefix, known):
    parts, last = [], 0
    for start, end, name in _find_references(value, prefix):
        if name not in known:
            raise BadValue("%s refers to %s%s, which does not exist" % (key, prefix, name))
        parts += [value[last:start], known[name]]
        last = end
    return "".join(parts) + value[last:]


def _find_references(value, prefix=""):
    """Yield (start, end, name) of each C(${{prefix…}}) on one line, as JavaScript's C(/\\$\\{\\{prefix(.*?)\\}\\}/g) does, in linear time."""
    opening = "${{" + prefix
    start, close = value.find(opening), -1
    while start >= 0:
        inner = start + len(opening)
        close = close if close >= inner else value.find("}}", inner)
        if close < 0:
            return
        line_end = _LINE_ENDS.search(value, inner, close)
        if not line_end:
            yield start, close + 2, value[inner:close]
        start = value.find(opening, line_end.start() if line_end else close + 2)
