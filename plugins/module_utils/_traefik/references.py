# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks services and middlewares together with their references. Pure."""

from __future__ import annotations

from .addresses import find_url_fault
from .directory_index import split_name
from .middlewares import MIDDLEWARE_FAULTS, find_address_list_fault, find_status_fault
from .schema import load_kinds
from .values import get_int, get_text, get_value, split_list


class ReferenceCheck:
    """Finds the fault of a service or middleware that disables the routers that use it. Each item is checked once."""

    def __init__(self, index):
        self.index = index
        self.used = set()
        self._faults = {}
        self._open = {}             # {where: iterator of its children} of the items that are being checked

    def find_fault(self, section, part, name):
        """Return why Traefik disables a router that uses this service or middleware; None if it does not, or if another provider defines it."""
        base, provider = split_name(name)
        where = (section, part, base)
        if provider != "file":
            return None
        if self.index.is_missing(section, part, name):
            return "the %s %s does not exist in the directory" % (part[:-1], base)
        if base not in self.index.items[section][part]:
            return None         # in an unknown file
        if where in self._open:
            return "the %s %s contains itself" % (part[:-1], base)
        self.used.add(where)
        if where not in self._faults:
            self._check_with_children(where)
        fault = self._faults[where]
        if not fault or fault.startswith(("service ", "middleware ", "the ")):
            return fault
        return type(fault)("%s %s: %s" % (part[:-1], base, fault))

    def _check_with_children(self, where):
        """Check an item after its references; iteratively, because references can be thousands deep."""
        self._open[where] = iter(self._list_children(where))
        waiting = [where]
        while waiting:
            section, part, name = top = waiting[-1]
            child = next((one for one in self._open[top] if one not in self._faults and one not in self._open), None)
            if child:
                self._open[child] = iter(self._list_children(child))
                waiting.append(child)
                continue
            check = self._find_service_fault if part == "services" else self._find_middleware_fault
            self._faults[top] = check(section, self.index.items[section][part][name][1])
            del self._open[waiting.pop()]

    def _list_children(self, where):
        """List (section, part, name) of the items of the directory that an item refers to."""
        section, part, name = where
        value = self.index.items[section][part][name][1]
        names = [("middlewares", one) for one in split_list(get_value(value, "middlewares"))] if part == "services" else []
        for kind, inner in value.items():
            if isinstance(inner, dict) and part == "services":
                names += [("services", one) for one in self.list_child_services(kind, inner)]
            elif isinstance(inner, dict) and kind.lower() == "chain":
                names += [("middlewares", one) for one in split_list(get_value(inner, "middlewares"))]
            elif isinstance(inner, dict) and kind.lower() == "errors":
                names.append(("services", get_text(inner, "service")))
        for child_part, one in names:
            base, provider = split_name(one)
            if provider == "file" and base in self.index.items[section].get(child_part, ()):
                yield section, child_part, base

    @staticmethod
    def list_child_services(kind, inner):
        """List the names of the services that a service of a kind refers to."""
        kind = kind.lower()
        if kind in ("weighted", "highestrandomweight"):
            return [get_text(one, "name") for one in get_value(inner, "services") or [] if isinstance(one, dict)]
        if kind == "mirroring":
            return [get_text(inner, "service")] + [get_text(one, "name") for one in get_value(inner, "mirrors") or [] if isinstance(one, dict)]
        if kind == "failover":
            return [get_text(inner, "service"), get_text(inner, "fallback")]
        return []

    def _find_middleware_fault(self, section, value):
        """Return why Traefik cannot use a middleware, or None; also that of a middleware of its chain."""
        given = [one for one in value if not isinstance(value[one], bool) or value[one]]
        if section == "tcp":
            return self._find_tcp_middleware_fault(value)
        if not given:
            return "no kind of middleware is set"
        if len(given) > 1:
            return "several kinds are set (%s): define one middleware for each" % ", ".join(sorted(given))
        key = load_kinds()["Middleware"].get(given[0].lower())
        inner = value[given[0]]
        if key is None or not isinstance(inner, (dict, bool, str)):
            return None
        if key.name == "chain":
            names = split_list(get_value(inner, "middlewares"))
            return next((fault for fault in (self.find_fault(section, "middlewares", one) for one in names) if fault), None)
        if key.name == "errors":
            fault = MIDDLEWARE_FAULTS["errors"](inner)
            return fault or (self.find_fault(section, "services", get_text(inner, "service")) if get_text(inner, "service") else "service is missing")
        check = MIDDLEWARE_FAULTS.get(key.name)
        return check(inner) if check and isinstance(inner, dict) else None

    @staticmethod
    def _find_tcp_middleware_fault(value):
        if not value:
            return "no kind of middleware is set"
        for name in ("ipAllowList", "ipWhiteList", "inFlightConn"):
            inner = get_value(value, name)
            if isinstance(inner, dict):
                if name == "inFlightConn":
                    continue
                return find_address_list_fault(inner)
        return None

    def _find_service_fault(self, section, value):
        """Return why Traefik cannot use a service, or None; also that of a service to which it refers."""
        given = [one for one in value if one.lower() != "middlewares"]
        if not given:
            return "no kind of service is set"
        if len(given) > 1:
            return "several kinds are set (%s): define one service for each" % ", ".join(sorted(given))
        kind, inner = given[0].lower(), value[given[0]]
        if not isinstance(inner, dict):
            return None
        if kind == "loadbalancer":
            return self._find_balancer_fault(section, inner) or self._find_own_middlewares_fault(section, value)
        children = self.list_child_services(kind, inner)
        if kind == "mirroring":
            if any(not 0 <= (get_int(one, "percent") or 0) <= 100 for one in get_value(inner, "mirrors") or [] if isinstance(one, dict)):
                return "percent must be from 0 to 100"
        for child in children:
            fault = self.find_fault(section, "services", child) if child else "a service within it has no name"
            if fault:
                return fault
        return self._find_health_fault(section, kind, inner, children) or self._find_own_middlewares_fault(section, value)

    def _find_own_middlewares_fault(self, section, value):
        names = split_list(get_value(value, "middlewares"))
        return next((fault for fault in (self.find_fault(section, "middlewares", one) for one in names) if fault), None)

    def _find_health_fault(self, section, kind, inner, children):
        """Return why a service cannot report the health of its children, each of which needs a health check."""
        asked = []
        if kind == "failover":
            errors = get_value(inner, "errors")
            if not split_list(get_value(errors, "status")):
                asked = children[:1]
            elif find_status_fault(split_list(get_value(errors, "status"))):
                return find_status_fault(split_list(get_value(errors, "status")))
        if get_value(inner, "healthCheck") is not None and kind != "mirroring":
            asked = children[1:] + asked if kind == "failover" else children
        for child in asked:
            base, provider = split_name(child)
            if provider == "file" and not self._knows_health(section, base):
                return "the service %s within it needs a healthCheck of its own" % base
        return None

    def _knows_health(self, section, name, depth=0):
        value = self.index.items[section]["services"].get(name, ("", {}))[1]
        for kind, inner in value.items():
            if kind.lower() == "middlewares" or not isinstance(inner, dict):
                continue
            if get_value(inner, "healthCheck") is None:
                return False
            if kind.lower() == "mirroring" and depth < 50:
                base, provider = split_name(get_text(inner, "service"))
                return provider != "file" or self._knows_health(section, base, depth + 1)
            return True
        return True

    def _find_balancer_fault(self, section, inner):
        """Return why Traefik disables a load balancer, or None."""
        servers = [one for one in get_value(inner, "servers") or [] if isinstance(one, dict)]
        transport = get_text(inner, "serversTransport")
        if section == "udp":
            return None
        if section == "http":
            if get_text(inner, "strategy") not in ("", "wrr", "p2c", "hrw", "leasttime"):
                return "strategy must be wrr, p2c, hrw or leasttime"
            for server in servers:
                fault = find_url_fault(get_text(server, "url"))
                if fault:
                    return "the url of a server: %s" % fault
        if transport and self.index.is_missing(section, "serversTransports", transport) and (servers or get_value(inner, "healthCheck") is not None):
            return "the serversTransport %s does not exist in the directory" % split_name(transport)[0]
        return None
