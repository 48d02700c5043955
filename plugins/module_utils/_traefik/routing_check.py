# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the routing to one application, for the diagnosis. Pure. Private to this collection."""

from __future__ import annotations

import re

from .finding import DISABLES, Finding, STOPS, WARNING
from .folder_check import FolderCheck
from .folder_index import FolderIndex, split_name
from .rules import list_hosts, normalise_rule
from .values import get_int, get_text, get_value, split_list


def list_routers(files, host):
    """[(file, name, router)] of the HTTP routers whose rule names a host plainly."""
    index = FolderIndex(files)
    return [(file, name, value) for name, (file, value) in sorted(index.items["http"]["routers"].items())
            if host.lower() in list_hosts(get_text(value, "rule"))]


def list_targets(files, router):
    """The addresses of the servers that a router of the folder leads to, through all its services."""
    index = FolderIndex(files)
    found = []
    _collect_targets(index, split_name(get_text(index.items["http"]["routers"].get(router, ("", {}))[1], "service"))[0], found, ())
    return found


def _collect_targets(index, name, found, around):
    value = index.items["http"]["services"].get(name, ("", {}))[1]
    if name in around:
        return
    for kind, inner in value.items():
        if not isinstance(inner, dict):
            continue
        if kind.lower() == "loadbalancer":
            found += [get_text(one, "url") for one in get_value(inner, "servers") or [] if isinstance(one, dict)]
        for key in ("service", "fallback"):
            if get_text(inner, key):
                _collect_targets(index, split_name(get_text(inner, key))[0], found, around + (name,))
        for key in ("services", "mirrors"):
            for one in get_value(inner, key) or []:
                _collect_targets(index, split_name(get_text(one, "name"))[0], found, around + (name,))


def check_routing(files, app_name, hosts=(), ports=(), static=None):
    """What is wrong with the way to one application: Findings, the worst first.

    C(hosts) are those of its domains; C(ports) those of its domains, too. Beyond what check() says of the folder and of its own file: a
    host without a router, a router that leads to another service, two routers with the same rule, a router for HTTPS without a certificate.
    """
    index = FolderIndex(files)
    check = FolderCheck(index, static)
    own = app_name + ".yml"
    found = [one for one in check.list_findings() if one.severity == STOPS or one.file == own]
    routers = index.items["http"]["routers"]
    rules = {}
    for name, (file, value) in sorted(routers.items()):
        rules.setdefault((normalise_rule(get_text(value, "rule")), frozenset(split_list(get_value(value, "entryPoints")))), []).append((file, name, value))
    for host in hosts:
        mine = [(file, name, value) for name, (file, value) in sorted(routers.items()) if host.lower() in list_hosts(get_text(value, "rule"))]
        if not mine:
            found.append(Finding("no_router", DISABLES, "no router of the folder is for the host %s" % host, (), own))
        for file, name, value in mine:
            found += _find_wrong_targets(index, app_name, ports, file, name, value)
            if "websecure" in split_list(get_value(value, "entryPoints")) and get_value(value, "tls") is None and "websecure" not in check.static.with_tls:
                found.append(Finding("no_certificate", WARNING, "the router %s is for HTTPS, and has no tls: no certificate is asked for %s" % (name, host),
                                     ("http", "routers", name), file, index.find_line(file, ("http", "routers", name))))
    for (rule, dummy), same in sorted(rules.items(), key=lambda one: str(one[0])):
        concerned = any(file == own or set(list_hosts(get_text(value, "rule"))) & {host.lower() for host in hosts} for file, name, value in same)
        if rule and len(same) > 1 and concerned and len({get_int(value, "priority") or 0 for dummy, dummy2, value in same}) == 1:
            file, name, value = same[-1]
            found.append(Finding(
                "same_rule", WARNING, "the routers %s have the same rule: which one answers is left to chance" % " and ".join(
                    "%s (%s)" % (one, where) for where, one, dummy in same), ("http", "routers", name), file))
    return found


def _find_wrong_targets(index, app_name, ports, file, name, value):
    service = split_name(get_text(value, "service"))[0]
    found = []
    _collect_targets(index, service, found, ())
    if not found or split_name(get_text(value, "service"))[1] != "file":
        return []
    wrong = []
    for url in found:
        match = re.match(r"[a-z0-9]+://([^/:]+)(?::([0-9]+))?", url)
        if match and match.group(1) != app_name and not match.group(1).endswith("." + app_name):
            wrong.append(Finding("other_target", WARNING, "the router %s leads to %s, and not to %s" % (name, match.group(1), app_name),
                                 ("http", "routers", name, "service"), file))
        elif match and ports and int(match.group(2) or 80) not in ports:
            wrong.append(Finding("other_port", WARNING, "the router %s leads to port %s, and its domains say %s" % (
                name, match.group(2) or 80, ", ".join(str(one) for one in sorted(ports))), ("http", "routers", name, "service"), file))
    return wrong
