# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks all files of Traefik's directory together, as Traefik loads them. Pure.

Three steps: the keys and types of each file (a fault stops the whole directory), the rule and settings of each router, service and middleware
(a fault disables the routers that use it), and the references between all files. Files that Traefik reads from elsewhere, plugins and other
providers are not visible here, and are not checked; a warning reports it if it is relevant.
"""

from __future__ import annotations

import re

from .addresses import find_host_port_fault
from .decode import check_keys
from .finding import DISABLES, Finding, LIMIT, LimitFault, STOPS, WARNING
from .directory_index import DirectoryIndex, split_name
from .references import ReferenceCheck
from .static_config import StaticConfig
from .tls_options import find_tls_options_fault
from .values import get_int, get_text, get_value, is_true, split_list

MAX_PRIORITY = 2 ** 63 - 1 - 1000
_ORDER = {STOPS: 0, LIMIT: 1, DISABLES: 2, WARNING: 3}


def check_directory(files, static=None, whole=True):
    """Check the directory ({name: text or Document}) -> every Finding, the most severe first."""
    return DirectoryCheck(DirectoryIndex(files, whole), static).list_findings()


class DirectoryCheck:
    """The check of one directory. C(static) is the StaticConfig of its Traefik, if known."""

    def __init__(self, index, static=None):
        self.index, self.static = index, static or StaticConfig()
        self.references = ReferenceCheck(index)
        self._parents = {split_name(one)[0] for dummy, router in index.items["http"]["routers"].values()
                         for one in split_list(get_value(router, "parentRefs"))}
        self._found = None

    def list_findings(self):
        """List every Finding, the most severe first; computed once. Names defined twice are reported only if no file stops the directory."""
        if self._found is None:
            self._found = []
            self._check_all()
            self._found.sort(key=lambda one: (_ORDER[one.severity], one.file, one.line or 0))
        return list(self._found)

    def _check_all(self):
        for file in sorted(self.index.documents):
            self._found += check_keys(self.index.documents[file], file)
        for section in ("http", "tcp", "udp"):
            for name in sorted(self.index.items[section]["routers"]):
                self._check_router(section, name)
        self._check_unused()
        if not any(one.severity in (STOPS, LIMIT) for one in self._found):
            self._check_duplicates()

    def _add(self, code, severity, message, file, path):
        self._found.append(Finding(code, severity, message, path, file, self.index.find_line(file, path)))

    def _check_duplicates(self):
        for section, part, name, file, first in self.index.duplicates:
            self._add("defined_twice", WARNING, "%s defines the same name: Traefik uses that one, and ignores this one" % first, file, (section, part, name))

    def _check_router(self, section, name):
        """Add the findings on one router: service, parents, entry points, rule, middlewares, TLS."""
        file, value = self.index.items[section]["routers"][name]
        path = (section, "routers", name)

        def disables(code, message, *more):
            if isinstance(message, LimitFault):
                self._add("too_deep", LIMIT, message, file, path + more)
            else:
                self._add(code, DISABLES, message, file, path + more)

        if "@" in name:
            self._add("name", LIMIT, "the name of a router must not contain @", file, path)
        self._check_entry_points(section, value, file, path)
        parents = split_list(get_value(value, "parentRefs")) if section == "http" else []
        service = get_text(value, "service")
        children = section == "http" and name in self._parents
        if not service and not children:
            disables("no_service", "the router has no service")
        elif service and children:
            disables("service_and_children", "the router has a service, and other routers name it as their parent")
        elif service:
            fault = self.references.find_fault(section, "services", service)
            if fault:
                disables("missing_service" if self.index.is_missing(section, "services", service) else "service", fault, "service")
        for parent in parents:
            if self.index.is_missing("http", "routers", parent):
                disables("missing_router", "its parent %s does not exist in the directory" % split_name(parent)[0], "parentRefs")
        if parents and (get_value(value, "tls") is not None or get_value(value, "observability") is not None or split_list(get_value(value, "entryPoints"))):
            disables("child", "a router with a parent cannot have tls, observability or entryPoints")
        if section == "udp":
            return
        self._check_rule(section, value, disables)
        for index, one in enumerate(split_list(get_value(value, "middlewares"))):
            fault = self.references.find_fault(section, "middlewares", one)
            if fault:
                disables("missing_middleware" if self.index.is_missing(section, "middlewares", one) else "middleware", fault, "middlewares", index)
        self._check_router_tls(section, value, file, path, disables)

    def _check_entry_points(self, section, value, file, path):
        names = split_list(get_value(value, "entryPoints"))
        if self.static.entry_points is None:
            return
        unknown = [one for one in names if one not in self.static.entry_points]
        for one in unknown:
            self._add("missing_entry_point", DISABLES if len(unknown) == len(names) else WARNING,
                      "the entry point %s does not exist" % one, file, path + ("entryPoints",))

    def _check_rule(self, section, value, disables):
        """Add the findings on a router's rule and priority. C(disables(code, message, *path)) adds one that disables the router."""
        rule = get_text(value, "rule")
        if (get_int(value, "priority") or 0) > MAX_PRIORITY:
            disables("priority", "the priority is higher than Traefik accepts", "priority")
        if get_text(value, "ruleSyntax").lower() == "v2":
            return
        if not rule:
            disables("rule", "the router has no rule")
            return
        parsed = self.index.read_rule(value, section)
        if parsed.fault:
            disables("rule", type(parsed.fault)("the rule does not parse: %s" % parsed.fault), "rule")
        elif section == "tcp" and get_value(value, "tls") is None:
            if parsed.hosts and parsed.hosts[0] != "*":
                disables("rule", "HostSNI of a name needs tls: without tls, only HostSNI(`*`) works", "rule")

    def _check_router_tls(self, section, value, file, path, disables):
        """Check the TLS options and the certificate resolver of a router."""
        tls = get_value(value, "tls")
        if tls is None or tls is False or (isinstance(tls, str) and tls.lower() != "true"):
            return
        options = get_text(tls, "options")
        if not (section == "tcp" and is_true(tls, "passthrough")):
            base, provider = split_name(options) if options else ("default", "file")
            known = self.index.items["tls"]["options"]
            if provider == "file" and base in known:
                fault = find_tls_options_fault(known[base][1])
                if fault:
                    disables("tls_options", "its TLS options (%s): %s" % (base, fault), "tls")
            elif provider == "file" and base != "default" and self.index.whole:
                disables("missing_tls_options", "the TLS options %s do not exist in the directory" % base, "tls")
        resolver = get_text(tls, "certResolver")
        if resolver and self.static.resolvers is not None and resolver not in self.static.resolvers:
            self._add("missing_resolver", WARNING, "the certificate resolver %s does not exist: Traefik requests no certificate" % resolver,
                      file, path + ("tls",))

    def _check_unused(self):
        """Add warnings about the faults of services and middlewares that no router uses."""
        for section in ("http", "tcp", "udp"):
            for part in ("services", "middlewares"):
                for name in sorted(self.index.items[section].get(part, ())):
                    where = (section, part, name)
                    if where in self.references.used:
                        continue
                    fault = self.references.find_fault(section, part, name)
                    if fault:
                        code, message = ("too_deep", fault) if isinstance(fault, LimitFault) else (
                            "unused_" + part[:-1], "every router that uses it is disabled: %s" % fault)
                        self._add(code, WARNING, message, self.index.items[section][part][name][0], where)
                    self.references.used.discard(where)
                for name in sorted(self.index.items[section].get(part, ())):
                    self._add_hints(section, part, name)

    def _add_hints(self, section, part, name):
        """Add warnings about settings that Traefik loads, but that do not have the expected effect."""
        file, value = self.index.items[section][part][name]
        path = (section, part, name)
        if part == "middlewares":
            if get_value(value, "plugin") is not None:
                self._add("plugin", WARNING, "a plugin must be installed in Traefik's own configuration, which cannot be checked here; without it, "
                          "Traefik disables the routers that use it", file, path)
            for one in ("basicAuth", "digestAuth"):
                if get_text(get_value(value, one), "usersFile"):
                    self._add("file", WARNING, "usersFile must exist on Traefik's host, which cannot be checked here", file, path + (one,))
            return
        balancer = get_value(value, "loadBalancer")
        if not isinstance(balancer, dict):
            return
        servers = [one for one in get_value(balancer, "servers") or [] if isinstance(one, dict)]
        if not servers:
            self._add("no_servers", WARNING, "the service has no servers: Traefik answers requests with 503", file, path + ("loadBalancer",))
        for index, server in enumerate(servers):
            where = path + ("loadBalancer", "servers", index)
            if section == "http":
                url = get_text(server, "url")
                if not re.match(r"(?:https?|h2c)://[^/]", url):
                    self._add("server_url", WARNING, "the url of a server should begin with http://, https:// or h2c:// and a host", file, where)
            else:
                fault = find_host_port_fault(get_text(server, "address"))
                if fault:
                    self._add("server_address", WARNING, "Traefik leaves out this server: %s" % fault, file, where)
