# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backend of plain records on Dokploy's API: the server's version, its tree of projects, and writes."""

from __future__ import annotations

from .._client.http import Client
from .._common.versions import parse_version

# Procedure -> (type of its answer, key that each of its rows has, whether null is valid).
SHAPES = {
    "project.all": (list, "projectId", False), "project.one": (dict, "projectId", False), "environment.one": (dict, "environmentId", False),
    "settings.getDokployVersion": (str, None, False),
}


class ApiServer:
    """The data of a server that every task needs."""

    name = "api"
    client_class = Client
    known_shapes = SHAPES
    stores = True               # whether the backend has records of services, and can change them

    def __init__(self, client, resource=None):
        self.client, self.resource = client, resource
        client.shapes = dict(self.known_shapes, **(resource.shapes if resource is not None else {}))
        self._version = None
        self.listings = {}          # {procedure: rows of referenced resources}
        self.whole_tree = None

    @property
    def known_version(self):
        """Return the server's version if it was read, else None."""
        return self._version

    def version(self):
        """Return the server's version as three numbers; read once."""
        if self._version is None:
            self._version = parse_version(self.client.read("settings.getDokployVersion"))
        return self._version

    def at_least(self, since):
        """Return whether the server's version is C(since) ("0.29.14") or later."""
        wanted = parse_version(since)
        known = self.known_version
        if known and (known >= wanted or self._version):
            return known >= wanted
        return self.version() >= wanted

    def tree(self):
        """Return every project with its environments and services (project.all); read once."""
        if self.whole_tree is None:
            self.whole_tree = self.client.read("project.all") or []
        return self.whole_tree

    def call(self, procedure, body, timeout=None):
        """Send one write -> its answer, which is reliable only about the saved configuration. C(timeout): in seconds."""
        return self.client.write(procedure, body, timeout=timeout)
