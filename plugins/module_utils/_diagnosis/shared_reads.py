# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the data that several services of one server share only once."""

from __future__ import annotations

from dataclasses import replace

from .._api.lookup import SERVICE_KINDS
from .._client.shared_reads import SharedValues
from .._api.service_lookup import read_all_domains
from .._api.queue import list_open_jobs
from .._common.errors import ApiError, Unreachable
from .._common.timestamps import get_server_time
from .._model.address import normalize_host
from .._traefik.directory_check import DirectoryCheck
from .._traefik.directory_index import DirectoryIndex
from .._traefik.store import ServerDirectory


class ServerReads:
    """One Dokploy server, and the data that its services share. Several threads may use those of one server."""

    def __init__(self, backend, beside=None):
        self.backend = backend
        self.client = backend.client
        self.keep = beside.keep if beside else SharedValues().keep      # C(beside): those of another service, which share what they read

    @property
    def now(self):
        """Return the seconds since 1970, by the server's clock if known."""
        return get_server_time(self.client.server_date)

    def explain_lack(self, exc, procedure):
        """Describe why something was not read."""
        if getattr(exc, "unknown_procedure", False):
            return "this version of Dokploy has no %s" % procedure
        return exc.message

    def read_once(self, key, procedure, **params):
        """Read data that is the same for every service once -> (the answer or None, why it was not read)."""
        def read_answer():
            try:
                return self.client.read(procedure, **params), None
            except (ApiError, Unreachable) as exc:
                return None, self.explain_lack(exc, procedure)
        return self.keep(key, read_answer)

    def name_service(self, service_id):
        """Return project/environment/name of a service by its id, or "" if this key cannot see it."""
        return self.keep("names", self._read_names).get(service_id, "")

    def _read_names(self):
        try:
            projects = self.backend.tree()
        except (ApiError, Unreachable):
            projects = []
        return {
            row.get(id_key): "%s/%s/%s" % (project["name"], environment["name"], row.get("name"))
            for project in projects for environment in project.get("environments") or []
            for kind, (dummy, id_key, dummy, dummy) in SERVICE_KINDS.items() for row in environment.get(kind) or []}

    def name_jobs(self, rows):
        """List the unfinished Jobs of C(deployment.queueList), with their names, oldest first."""
        return [replace(job, name=self.name_service(job.service_id) or "a service that this key cannot read") for job in list_open_jobs(rows)]

    def read_traefik_directory(self, server_id):
        """Read (DirectoryCheck of Traefik's files, names of those not read) of one host, once for all services."""
        def read_directory():
            try:
                files, static, others = ServerDirectory(self.backend, server_id).read_all()
            except (ApiError, Unreachable) as exc:
                return None, exc
            return (DirectoryCheck(DirectoryIndex(files), static), others), None
        found, error = self.keep(("traefik files", server_id), read_directory)
        if error is not None:
            raise error
        return found

    def read_domains(self):
        """Read the domains that the key sees, once -> (a list of host, path, application's name, its id and enabled, why it was not read)."""
        return self.keep("domains", self._read_domains)

    def _read_domains(self):
        try:
            return [{
                "host": normalize_host(row.get("host")), "path": row.get("path") or "/", "id": row.get("domainId"),
                "application_id": row.get("serviceOwnerId"), "application": self.name_service(row.get("serviceOwnerId")),
                "enabled": row.get("enabled") is not False, "https": bool(row.get("https"))}
                for row in read_all_domains(self.client, self.backend.tree)], None
        except (ApiError, Unreachable) as exc:
            return None, exc.message
