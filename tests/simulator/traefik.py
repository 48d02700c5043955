# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Traefik's file of an application: read as far as Dokploy rewrites it, rewritten by domains, and asked by the front.

The reader knows the part of YAML that such files use: block and empty flow collections, plain and quoted scalars, comments.
"""

from __future__ import annotations

import re


class YamlError(ValueError):
    """The text is not YAML, or more of it than is known here."""


def load(text):
    """The data of a text; an empty one is None."""
    lines = []
    for number, line in enumerate((text or "").splitlines(), 1):
        stripped = _without_comment(line).rstrip()
        if stripped.strip() and stripped.strip() != "---":
            indent = len(stripped) - len(stripped.lstrip(" "))
            if "\t" in line[:indent + 1]:
                raise YamlError("line %d: a tab" % number)
            lines.append((indent, stripped.strip(), number))
    if not lines:
        return None
    value, rest = _block(lines, 0, lines[0][0])
    if rest != len(lines):
        raise YamlError("line %d: unexpected text" % lines[rest][2])
    return value


def _without_comment(line):
    quote = None
    for position, char in enumerate(line):
        if quote:
            if char == quote:
                quote = None
        elif char in "'\"" and (position == 0 or line[position - 1] in " [,:{"):
            quote = char
        elif char == "#" and (position == 0 or line[position - 1] in " \t"):
            return line[:position]
    return line


_KEY = re.compile(r"^(\"[^\"]*\"|'[^']*'|[^\s:\-\[\]{}\"'&*!|>%@`][^:]*?|-[^\s:][^:]*?|[^\s:{}\[\]\"'-](?:[^:]|:(?=\S))*?)\s*:(?:\s+(.*))?$")


def _block(lines, start, indent):
    if lines[start][1].startswith("- ") or lines[start][1] == "-":
        return _sequence(lines, start, indent)
    if _KEY.match(lines[start][1]):
        return _mapping(lines, start, indent)
    return _scalar(lines[start][1], lines[start][2]), start + 1


def _mapping(lines, start, indent):
    result, position = {}, start
    while position < len(lines) and lines[position][0] == indent:
        match = _KEY.match(lines[position][1])
        if not match:
            raise YamlError("line %d: no mapping" % lines[position][2])
        key = _scalar(match.group(1), lines[position][2])
        if key in result:
            raise YamlError("line %d: the key %r twice" % (lines[position][2], key))
        if match.group(2):
            result[key] = _scalar(match.group(2), lines[position][2])
            position += 1
        elif position + 1 < len(lines) and (lines[position + 1][0] > indent or (
                lines[position + 1][0] == indent and lines[position + 1][1].startswith("-"))):
            result[key], position = _block(lines, position + 1, lines[position + 1][0])
        else:
            result[key], position = None, position + 1
    if position < len(lines) and lines[position][0] > indent:
        raise YamlError("line %d: wrong indentation" % lines[position][2])
    return result, position


def _sequence(lines, start, indent):
    result, position = [], start
    while position < len(lines) and lines[position][0] == indent and (lines[position][1] == "-" or lines[position][1].startswith("- ")):
        text, number = lines[position][1][1:].strip(), lines[position][2]
        if not text:
            value, position = _block(lines, position + 1, lines[position + 1][0])
        elif _KEY.match(text) and not text.startswith(("'", '"')):
            inner = indent + (len(lines[position][1]) - len(text))
            lines[position] = (inner, text, number)
            value, position = _mapping(lines, position, inner)
        else:
            value, position = _scalar(text, number), position + 1
        result.append(value)
    return result, position


def _scalar(text, number):
    if text.startswith("["):
        if not text.endswith("]"):
            raise YamlError("line %d: an unfinished list" % number)
        inner = text[1:-1].strip()
        return [_scalar(part.strip(), number) for part in inner.split(",")] if inner else []
    if text.startswith("{"):
        if text != "{}":
            raise YamlError("line %d: a flow mapping" % number)
        return {}
    if text[:1] in "'\"":
        if len(text) < 2 or text[-1] != text[0]:
            raise YamlError("line %d: an unfinished string" % number)
        return text[1:-1].replace("''", "'") if text[0] == "'" else re.sub(r"\\(.)", r"\1", text[1:-1])
    if text[:1] in "&*!|>%@":
        raise YamlError("line %d: %r" % (number, text[:1]))
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~"):
        return None
    if re.match(r"^-?\d+$", text):
        return int(text)
    return text


def dump(value, indent=0):
    """The text, as the yaml package for Node writes it."""
    pad = "  " * indent
    if not isinstance(value, (dict, list)) or not value:
        return _word(value) + "\n"
    lines = []
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (dict, list)) and item:
                lines.append("%s%s:\n%s" % (pad, _word(key), dump(item, indent + 1)))
            else:
                lines.append("%s%s: %s\n" % (pad, _word(key), _word(item)))
    else:
        for item in value:
            if isinstance(item, (dict, list)) and item:
                lines.append("%s- %s" % (pad, dump(item, indent + 1).lstrip(" ")))
            else:
                lines.append("%s- %s\n" % (pad, _word(item)))
    return "".join(lines)


def _word(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    plain = (value and value == value.strip() and value[0] not in "-?:,[]{}#&*!|>'\"%@`" and ": " not in value and " #" not in value
             and "\n" not in value and not value.endswith(":") and value not in ("true", "false", "null", "~") and not re.match(r"^-?[\d.]+$", value))
    return value if plain else '"%s"' % value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def host_name(host):
    """A host as Traefik needs it: lower case, in ASCII."""
    try:
        return host.encode("idna").decode("ascii").lower() if any(ord(char) > 127 for char in host) else host.lower()
    except UnicodeError:
        return host


def router(row, domain, redirects, security, entrypoint, prefix_first=False):
    """One router of a domain; ``prefix_first`` is the order of before v0.29, which strips what it has just added."""
    name, number = row["appName"], domain["uniqueConfigKey"]
    path, internal = domain["path"], domain["internalPath"]
    middlewares = []
    custom = domain.get("customEntrypoint")
    if entrypoint == "web" and domain["https"] and not custom:
        middlewares.append("redirect-to-https")
    else:
        if domain["stripPath"] and path and path != "/":
            middlewares.append("stripprefix-%s-%d" % (name, number))
        if internal and internal != "/" and internal != path:
            middlewares.append("addprefix-%s-%d" % (name, number))
        if prefix_first:
            middlewares.reverse()
        middlewares += ["redirect-%s-%d" % (name, redirect["uniqueConfigKey"]) for redirect in redirects]
        if security:
            middlewares.append("auth-%s" % name)
        middlewares += domain.get("middlewares") or []
    result = {
        "rule": "Host(`%s`)" % host_name(domain["host"]) + (" && PathPrefix(`%s`)" % path if path is not None and path != "/" else ""),
        "service": "%s-service-%d" % (name, number), "middlewares": middlewares, "entryPoints": [entrypoint],
    }
    if entrypoint == "websecure" or (custom and domain["https"]):
        if domain["certificateType"] == "letsencrypt":
            result["tls"] = {"certResolver": "letsencrypt"}
        elif domain["certificateType"] == "custom" and domain["customCertResolver"]:
            result["tls"] = {"certResolver": domain["customCertResolver"]}
    return result


def write_domain(text, row, domain, redirects, security, prefix_first=False):
    """The text with a domain's routers and service in it, hand-made parts kept; None where no router is left."""
    if not domain.get("enabled", True):
        return remove_domain(text, row, domain)
    data = load(text)
    if not isinstance(data, dict):
        data = {}
    if not data.get("http"):
        data["http"] = {"routers": {}, "services": {}}
    http = data["http"]
    for part in ("routers", "services"):
        if not http.get(part):
            http[part] = {}
    name, number = row["appName"], domain["uniqueConfigKey"]
    http["routers"]["%s-router-%d" % (name, number)] = router(row, domain, redirects, security, domain.get("customEntrypoint") or "web", prefix_first)
    secure = "%s-router-websecure-%d" % (name, number)
    if not domain.get("customEntrypoint") and domain["https"]:
        http["routers"][secure] = router(row, domain, redirects, security, "websecure", prefix_first)
    else:
        http["routers"].pop(secure, None)
    http["services"]["%s-service-%d" % (name, number)] = {
        "loadBalancer": {"servers": [{"url": "http://%s:%d" % (name, domain["port"] or 80)}], "passHostHeader": True}}
    return dump(data)


def remove_domain(text, row, domain):
    """The text without a domain's parts; None where no router is left."""
    data = load(text)
    if not isinstance(data, dict):
        return text
    http = data.get("http") or {}
    name, number = row["appName"], domain["uniqueConfigKey"]
    for part, key in (("routers", "%s-router-%d"), ("routers", "%s-router-websecure-%d"), ("services", "%s-service-%d")):
        if http.get(part):
            http[part].pop(key % (name, number), None)
    if isinstance(http.get("routers"), dict) and not http["routers"]:
        return None
    return dump(data)


def middlewares(store, rows):
    """What middlewares.yml holds for these applications."""
    result = {"redirect-to-https": {"redirectScheme": {"scheme": "https", "permanent": True}}}
    children = {table: store.group(table, "applicationId") for table in ("domains", "redirects", "security")}
    for row in rows:
        name, own = row["appName"], row["applicationId"]
        for domain in children["domains"].get(own, ()):
            path, internal, number = domain["path"], domain["internalPath"], domain["uniqueConfigKey"]
            if internal and internal != "/" and internal != path:
                result["addprefix-%s-%d" % (name, number)] = {"addPrefix": {"prefix": internal}}
            if domain["stripPath"] and path and path != "/":
                result["stripprefix-%s-%d" % (name, number)] = {"stripPrefix": {"prefixes": [path]}}
        for one in children["redirects"].get(own, ()):
            result["redirect-%s-%d" % (name, one["uniqueConfigKey"])] = {
                "redirectRegex": {"regex": one["regex"], "replacement": one["replacement"], "permanent": one["permanent"]}}
        users = ["%s:{HASH}%s" % (one["username"], len(one["password"])) for one in children["security"].get(own, ())]
        if users:
            result["auth-%s" % name] = {"basicAuth": {"removeHeader": True, "users": users}}
    return result


_RULE = re.compile(r"^\s*Host\(`([^`]+)`\)(?:\s*&&\s*PathPrefix\(`([^`]+)`\))?\s*$")


def routes(text):
    """What a file routes: (host, path prefix, address of the service, middlewares); nothing where it does not parse."""
    try:
        http = (load(text) or {}).get("http") or {}
    except (YamlError, AttributeError, IndexError):
        return []
    result = []
    for one in (http.get("routers") or {}).values():
        match = _RULE.match(str((one or {}).get("rule", "")))
        service = (http.get("services") or {}).get((one or {}).get("service")) or {}
        servers = (service.get("loadBalancer") or {}).get("servers") or []
        if match and servers:
            result.append((match.group(1).lower(), match.group(2) or "/", servers[0].get("url", ""), list(one.get("middlewares") or [])))
    return result
