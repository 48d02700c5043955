# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Indexes the names defined in all files of Traefik's directory: routers, services, middlewares and others. Pure."""

from __future__ import annotations

from .document import Document, read_document
from .rules import read_rule
from .values import drop_nulls, get_int, get_text, get_value, split_list
from .._model.address import normalize_host

# Names that Traefik always defines.
INTERNAL = {"routers": (), "services": ("noop@internal",), "middlewares": (), "serversTransports": ("default@internal",), "options": ()}
SECTIONS = {
    "http": ("routers", "services", "middlewares", "serversTransports"), "tcp": ("routers", "services", "middlewares", "serversTransports"),
    "udp": ("routers", "services"), "tls": ("options", "stores"),
}


def split_name(name):
    """Split a reference into (name, provider): without a suffix, or with @file, the provider is the directory."""
    base, at, provider = name.partition("@")
    return base, provider if at else "file"


class DirectoryIndex:
    """All files of the directory, indexed by section, part and name.

    C(files) maps file names to Documents or texts. With C(whole) false, the directory may hold more files than these: then no name counts
    as missing.
    """

    def __init__(self, files, whole=True):
        self.documents = {name: one if isinstance(one, Document) else read_document(one) for name, one in files.items()}
        self.whole = whole
        self.items = {section: {part: {} for part in parts} for section, parts in SECTIONS.items()}  # {name: (file, value)}
        self.duplicates = []       # (section, part, name, file, first file)
        self._rules, self._routers_of_hosts, self._rule_groups = {}, None, None
        for file in sorted(self.documents):
            if self.documents[file].data is not None:
                self._add_file(file, self.documents[file].data)

    def _add_file(self, file, data):
        for section, parts in SECTIONS.items():
            inner = get_value(data, section)
            for part in parts:
                items = get_value(inner, part)
                for name, value in items.items() if isinstance(items, dict) else ():
                    if value is None:
                        continue
                    if name in self.items[section][part]:
                        self.duplicates.append((section, part, name, file, self.items[section][part][name][0]))
                    else:
                        self.items[section][part][name] = (file, drop_nulls(value) if isinstance(value, dict) else {})

    def is_missing(self, section, part, name):
        """Return whether a reference names an item of this directory that no file defines."""
        if name in INTERNAL.get(part, ()):
            return False
        base, provider = split_name(name)
        return self.whole and provider == "file" and base not in self.items[section][part]

    def read_rule(self, router, section="http"):
        """Parse the rule of a router's value; each text is parsed once."""
        key = section, get_text(router, "rule")
        if key not in self._rules:
            self._rules[key] = read_rule(key[1], section)
        return self._rules[key]

    def list_routers(self, host):
        """List [(file, name, router)] of the HTTP routers whose rule contains the host literally."""
        if self._routers_of_hosts is None:
            self._routers_of_hosts = {}
            for name, (file, router) in sorted(self.items["http"]["routers"].items()):
                for one in set(self.read_rule(router).hosts):
                    self._routers_of_hosts.setdefault(one, []).append((file, name, router))
        return self._routers_of_hosts.get(normalize_host(host), [])

    def list_conflicts(self):
        """List [[(file, name, router), …], …] of the HTTP routers that have the same rule, entry points and priority as others."""
        if self._rule_groups is None:
            groups = {}
            for name, (file, router) in sorted(self.items["http"]["routers"].items()):
                form = self.read_rule(router).normal_form
                if form:
                    groups.setdefault((form, tuple(sorted(set(split_list(get_value(router, "entryPoints")))))), []).append((file, name, router))
            self._rule_groups = [group for dummy, group in sorted(groups.items())
                                 if len(group) > 1 and len({get_int(router, "priority") or 0 for dummy2, dummy3, router in group}) == 1]
        return self._rule_groups

    def find_line(self, file, path):
        """Return the line of a path in one file, or None."""
        return self.documents[file].find_line(path)
