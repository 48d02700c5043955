# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Env texts: Node's dotenv rules, Dokploy's ``${{…}}`` references, and the templates that Swarm fills in."""

from __future__ import annotations

import re

from .errors import DockerError

# The rules of the dotenv package for Node (version 16), as one expression.
_LINE = re.compile(
    r"(?:^|^)\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*\"(?:\\\"|[^\"])*\"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?(?:$|$)",
    re.MULTILINE | re.ASCII,
)
_QUOTED = re.compile(r"^(['\"`])([\s\S]*)\1$")


def parse(text):
    """The assignments of a text, as a dict; the last of two wins, at the place of the first."""
    values = {}
    text = re.sub(r"\r\n?", "\n", text or "")
    for match in _LINE.finditer(text):
        key, value = match.group(1), (match.group(2) or "").strip()
        quote = value[:1]
        value = _QUOTED.sub(r"\2", value)
        if quote == '"':
            value = value.replace("\\n", "\n").replace("\\r", "\r")
        values[key] = value
    return values


def resolve(service, project="", environment=""):
    """The list of ``KEY=value`` that Dokploy makes of an env text and the shared variables."""
    project_values, environment_values, service_values = parse(project), parse(environment), parse(service)

    def from_project(match):
        name = match.group(1)
        if name not in project_values:
            raise DockerError("Invalid project environment variable: project.%s" % name)
        return project_values[name]

    def from_environment(match):
        name = match.group(1)
        if name not in environment_values:
            raise DockerError("Invalid environment variable: environment.%s" % name)
        return environment_values[name]

    def from_service(match):
        name = match.group(1)
        if name not in service_values:
            raise DockerError("Invalid service environment variable: %s" % name)
        return service_values[name]

    result = []
    for key, value in service_values.items():
        value = re.sub(r"\$\{\{project\.(.*?)\}\}", from_project, value)
        value = re.sub(r"\$\{\{environment\.(.*?)\}\}", from_environment, value)
        value = re.sub(r"\$\{\{(.*?)\}\}", from_service, value)
        result.append("%s=%s" % (key, value))
    return result


_KNOWN = {".Service.ID", ".Service.Name", ".Service.Labels", ".Node.ID", ".Node.Hostname", ".Node.Platform.OS", ".Node.Platform.Architecture",
          ".Task.ID", ".Task.Name", ".Task.Slot"}


def expand(text, values):
    """Fill in the Go template of one env entry; ``values`` maps names such as ``.Service.Name``.

    :raises DockerError: with Docker's words, where the template does not hold.
    """
    result, position = [], 0
    while True:
        start = text.find("{{", position)
        if start < 0:
            result.append(text[position:])
            return "".join(result)
        result.append(text[position:start])
        end, inner = _action(text, start + 2)
        if end is None:
            raise _refused(text, "unclosed action")
        word = inner.strip(" \t")
        if word.startswith("- "):
            word = word[2:].strip()
            result[-1] = result[-1].rstrip()
        if re.match(r'^"(?:\\.|[^"\\])*"$', word):
            result.append(re.sub(r"\\(.)", r"\1", word[1:-1]))
        elif re.match(r"^`[^`]*`$", word):
            result.append(word[1:-1])
        elif word in _KNOWN:
            result.append(str(values.get(word, "")))
        elif re.match(r"^(\.[A-Za-z_][A-Za-z0-9_.]*)$", word):
            name = word.split(".")[1]
            raise _refused(text, 'executing "expansion" at <%s>: can\'t evaluate field %s in type template.Context' % (word, name), executing=True)
        elif re.match(r"^[A-Za-z_][A-Za-z0-9_]*", word):
            raise _refused(text, 'function "%s" not defined' % re.match(r"^[A-Za-z_][A-Za-z0-9_]*", word).group(0))
        elif not word:
            raise _refused(text, "missing value for command")
        else:
            raise _refused(text, 'unexpected "%s" in command' % word[0])
        position = end


def _action(text, start):
    """Where an action ends, quotes respected: the position after ``}}`` and what is inside, or (None, None)."""
    position, quote = start, None
    while position < len(text):
        char = text[position]
        if quote:
            if char == "\\" and quote == '"':
                position += 1
            elif char == quote:
                quote = None
        elif char in "\"`":
            quote = char
        elif text.startswith("}}", position):
            return position + 2, text[start:position]
        position += 1
    return None, None


def _refused(text, why, executing=False):
    return DockerError(
        '(HTTP code 400) unexpected - rpc error: code = InvalidArgument desc = expanding env failed: expanding env "%s": template: expansion:1%s %s '
        % (text.replace("\\", "\\\\").replace('"', '\\"'), ":" if not executing else ":0:", why)
    )
