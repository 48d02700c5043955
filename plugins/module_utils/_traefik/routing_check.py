# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the routing to one application, for the diagnosis. Pure."""

from __future__ import annotations

from .addresses import split_server_url
from .finding import APPLICATION, DISABLES, Finding, OTHER, STOPS, WARNING
from .directory_check import DirectoryCheck
from .directory_index import DirectoryIndex, split_name
from .references import ReferenceCheck
from .values import get_text, get_value, split_list
from .._model.address import normalize_host


def check_routing(files, app_name, hosts=(), ports=(), static=None):
    """Check the routing to one application -> Findings, the most severe first, each with the owner of its file.

    C(files): {name: text or Document}, or a DirectoryCheck, which serves any number of applications. C(hosts) and C(ports): those of its domains.
    Of the files of others, only findings that stop the directory are returned.
    """
    check = files if isinstance(files, DirectoryCheck) else DirectoryCheck(DirectoryIndex(files), static)
    index, own = check.index, app_name + ".yml"
    found = [one for one in check.list_findings() if one.severity == STOPS or one.file == own]
    for host in hosts:
        mine = index.list_routers(host)
        if not mine:
            found.append(Finding("no_router", DISABLES, "no router of the directory serves the host %s" % host, (), own))
        for file, name, router in mine:
            found += _find_wrong_targets(index, app_name, ports, file, name, router)
            if "websecure" in split_list(get_value(router, "entryPoints")) and get_value(router, "tls") is None and "websecure" not in check.static.with_tls:
                path = ("http", "routers", name)
                message = "the router %s is for HTTPS, and has no tls: Traefik requests no certificate for %s" % (name, host)
                found.append(Finding("no_certificate", WARNING, message, path, file, index.find_line(file, path)))
    wanted = {normalize_host(host) for host in hosts}
    for group in index.list_conflicts():
        if any(file == own or wanted.intersection(index.read_rule(router).hosts) for file, name, router in group):
            file, name, dummy = group[-1]
            found.append(Finding(
                "same_rule", WARNING, "the routers %s have the same rule: Traefik can use either" % " and ".join(
                    "%s (%s)" % (one, where) for where, one, dummy2 in group), ("http", "routers", name), file))
    return [one.with_owner(APPLICATION if one.file == own else OTHER) for one in found]


def list_targets(index, service):
    """List the distinct URLs of the servers of a service of the directory, including those of its child services."""
    found, seen, waiting = [], set(), [split_name(service)[0]]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        children = []
        for kind, inner in index.items["http"]["services"].get(name, ("", {}))[1].items():
            if not isinstance(inner, dict):
                continue
            if kind.lower() == "loadbalancer":
                found += [get_text(one, "url") for one in get_value(inner, "servers") or [] if isinstance(one, dict)]
            children += [split_name(one)[0] for one in ReferenceCheck.list_child_services(kind, inner)]
        waiting += reversed(children)
    return list(dict.fromkeys(found))


def _find_wrong_targets(index, app_name, ports, file, name, router):
    """List a Finding for each server of a router that is not the application's, or has a port that no domain names."""
    service, provider = split_name(get_text(router, "service"))
    if provider != "file":
        return []
    path, wrong = ("http", "routers", name, "service"), []
    for url in list_targets(index, service):
        host, port = split_server_url(url)
        if host and host != app_name.lower() and not host.endswith("." + app_name.lower()):
            wrong.append(Finding("other_target", WARNING, "the router %s leads to %s, and not to %s" % (name, host, app_name), path, file))
        elif host and ports and (port or 80) not in ports:
            wrong.append(Finding("other_port", WARNING, "the router %s leads to port %s, and its domains say %s" % (
                name, port or 80, ", ".join(str(one) for one in sorted(ports))), path, file))
    return wrong
