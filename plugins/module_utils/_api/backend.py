# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dokploy's API as a backend: finds things by name, looks at a service, and does what is asked. Private to this collection.

A whole look costs two requests (C(locate), then C(observe)); three before v0.30 and for applications on remote servers.
"""

from __future__ import annotations

from .._common.errors import ApiError, NotFound, PermissionMissing
from .._common.versions import parse_version
from .._model.address import Place, same_name
from .._model.observation import Observed, Service, Task
from .._common.units import parse_age

# Procedure -> the type of its answer, a key of its rows, and whether no answer at all is one: what has another form decides nothing.
SHAPES = {
    "project.all": (list, "projectId", False), "project.one": (dict, "projectId", False), "environment.one": (dict, "environmentId", False),
    "application.one": (dict, "applicationId", False), "overview.services": (list, "type", False), "overview.domains": (list, "host", True),
    "swarm.getNodeApps": (list, "Name", True), "swarm.getNodes": (list, "Hostname", True), "docker.getConfig": (dict, None, True),
    "docker.getServiceContainersByAppName": (list, "containerId", True), "deployment.queueList": (list, "id", True),
    "deployment.all": (list, "deploymentId", True), "settings.getDokployVersion": (str, None, False),
}


class Api:
    """The verbs that a lifecycle needs, over HTTP."""

    name = "api"
    stores = True               # it has a record of each application, and can change it

    def __init__(self, client):
        self.client = client
        client.shapes = SHAPES
        self._version = None
        self._overview = None
        self.listings = {}          # of things that are named, by the procedure that lists them
        self.whole_tree = None
        self.names = {}             # of networks by their ids

    # Version

    @property
    def known_version(self):
        """What is known without asking: exact once it was read, else (0, 30, 0) where overview.services answered, else None."""
        if self._version:
            return self._version
        return (0, 30, 0) if self._overview else None

    def version(self):
        """The server's version as three numbers; asked for once."""
        if self._version is None:
            self._version = parse_version(self.client.read("settings.getDokployVersion"))
        return self._version

    def at_least(self, since):
        wanted = parse_version(since)
        known = self.known_version
        if known and (known >= wanted or self._version):
            return known >= wanted
        return self.version() >= wanted

    # Finding

    def locate(self, address, need_environment=False):
        """An Address -> Place. Raises Ambiguous, NotThere for an id that nothing has, and Refused for a contradiction."""
        if address.application_id:
            return Place(application={"id": address.application_id, "name": None, "appName": None, "serverId": None})
        batch = self.client.batch(
            ("overview.services", {}), ("project.all", {}), ("swarm.getNodeApps", {}), ("swarm.getNodes", {}), ("settings.getDokployVersion", {}))
        overview = batch.get(0, NotFound)
        self._overview = overview is not None
        if self.client.batches:
            self._note_version(batch, 4)
            self.whole_tree = batch.get(1, ApiError)
        if address.app_name or address.domain_host:
            from . import lookup as _search
            return _search.locate_otherwise(self, address, overview, batch)
        place = None
        if overview is not None:
            place = self._locate_in_overview(address, overview)
            if place and not address.environment and not address.environment_id:
                place = None      # where a project has several environments, only project.all knows
        if place is None:
            if self.whole_tree is None:
                self.whole_tree = batch[1]
            from . import lookup as _search
            place = _search.locate_in_tree(self, address, overview, need_environment)
        place.reads = {"batch": batch}
        return place

    def _note_version(self, batch, index):
        said = batch.get(index)
        if isinstance(said, str) and parse_version(said) > (0, 0, 0):
            self._version = parse_version(said)

    @staticmethod
    def _locate_in_overview(address, overview):
        found = [
            row for row in overview
            if row.get("type") == "application" and same_name(row.get("name"), address.name)
            and (not address.project or same_name(row.get("projectName"), address.project))
            and (not address.environment or same_name(row.get("environmentName"), address.environment))
            and (not address.environment_id or row.get("environmentId") == address.environment_id)
        ]
        if len(found) > 1:
            from .lookup import ambiguous
            raise ambiguous("application", str(address), [
                "%s (%s/%s)" % (row["id"], row.get("projectName"), row.get("environmentName")) for row in found], "application_id")
        if not found:
            return None
        row = found[0]
        return Place(
            project={"id": row.get("projectId"), "name": row.get("projectName")},
            environment={"id": row.get("environmentId"), "name": row.get("environmentName")},
            application={"id": row["id"], "name": row["name"], "appName": row.get("appName"), "serverId": row.get("serverId")})

    # Looking

    def observe(self, place, again=False):
        """One look at an application -> Observed. C(again) asks for everything anew, in one request where the service is known."""
        known = place.application
        first = None if again else place.reads.pop("batch", None)
        seen = Observed(backend=self.name, names=self.names)
        row = [("application.one", {"applicationId": known["id"]}), ("deployment.queueList", {})]
        if again and known.get("serviceId"):
            batch = self.client.batch(*row, *self.service_calls(known, known["serviceId"]))
            self._fill_row(seen, known, batch, 0)
            if self.fill_service(seen, batch, 2):
                return seen
            seen.unreadable.pop("service", None)
        if first is None or not known["appName"]:
            calls = list(row)
            if first is None:
                calls += self.listing_calls(known) + ([("settings.getDokployVersion", {})] if self.known_version is None else [])
            batch = self.client.batch(*calls)
            self._fill_row(seen, known, batch, 0)
            if self.known_version is None and self.client.batches and len(calls) == 5:
                self._note_version(batch, 4)
            asked_there = first is None and calls[2][1].get("serverId") == known["serverId"]
            listing, offset = (batch, 2) if first is None else (first, 2)
            if known["serverId"] and not asked_there:
                listing, offset = self.client.batch(*self.listing_calls(known)), 0
        elif known["serverId"]:
            batch = self.client.batch(*row, *self.listing_calls(known))
            self._fill_row(seen, known, batch, 0)
            listing, offset = batch, 2
        else:
            listing, offset = first, 2
        line = self.service_line(seen, listing, offset, known)
        known["serviceId"] = line["ID"] if line else None
        calls = ([] if seen.record else row) + (self.service_calls(known, line["ID"]) if line else [])
        batch = self.client.batch(*calls) if calls else None
        if not seen.record:
            self._fill_row(seen, known, batch, 0)
        if line:
            self.fill_service(seen, batch, len(calls) - 2)
        elif "service" not in seen.unreadable and not listing[offset + 1]:
            seen.proven = False
            seen.unreadable["service"] = "Docker on the application's server did not answer"
        return seen

    @staticmethod
    def listing_calls(known):
        return [("swarm.getNodeApps", {"serverId": known["serverId"]}), ("swarm.getNodes", {"serverId": known["serverId"]})]

    @staticmethod
    def service_calls(known, service_id):
        return [
            ("docker.getConfig", {"containerId": service_id, "serverId": known["serverId"]}),
            ("docker.getServiceContainersByAppName", {"appName": known["appName"], "serverId": known["serverId"]})]

    def _fill_row(self, seen, known, batch, offset):
        seen.record = self._record(batch[offset])
        known.update(appName=seen.record["appName"], serverId=seen.record.get("serverId"), name=seen.record["name"])
        try:
            seen.jobs = [self.job(row, known["id"]) for row in batch[offset + 1] or []]
        except (NotFound, PermissionMissing) as exc:
            if not getattr(exc, "unknown_procedure", False):
                seen.unreadable["queue"] = exc.message

    def _record(self, row):
        if not isinstance(row, dict) or "applicationId" not in row:
            raise ApiError("application.one answered with something that is no application", procedure="application.one")
        return row

    def service_line(self, seen, listing, offset, known):
        try:
            rows = listing[offset] or []
        except PermissionMissing as exc:
            seen.unreadable["service"] = exc.message
            seen.withheld, seen.proven = True, False
            return None
        line = next((row for row in rows if row.get("Name") == known["appName"]), None)
        return self.hidden_line(known, seen) if line is None and known["appName"].startswith("dokploy-") else line

    def fill_service(self, seen, batch, offset):
        try:
            config, tasks = batch[offset], batch[offset + 1]
        except PermissionMissing as exc:
            seen.unreadable["service"] = exc.message
            seen.withheld = True
            config, tasks = None, []
        if not isinstance(config, dict) or "Spec" not in config:
            seen.proven = False
            seen.unreadable.setdefault("service", "Docker did not show the service that it lists")
            return False
        update = config.get("UpdateStatus") or {}
        seen.service = Service(
            id=config["ID"], spec=config["Spec"], update_state=update.get("State") or "", update_message=update.get("Message") or "",
            version=(config.get("Version") or {}).get("Index"), previous=config.get("PreviousSpec"),
            names=self.names, updated_at=config.get("UpdatedAt") or "")
        seen.tasks = [_task(row) for row in tasks or []]
        seen.proven = True
        return True

    @property
    def evidence(self):
        """Logs and exit codes, for what went wrong."""
        from .logs import Evidence
        return Evidence(self.client)

    def __getattr__(self, verb):
        """What acts, and what is rarely asked, is imported where it is used."""
        from . import actions as _acts
        return getattr(_acts, verb).__get__(self)


def _task(row):
    current = row.get("currentState") or ""
    error = (row.get("error") or "").strip().strip('"')
    return Task(
        id=row.get("containerId") or "", slot=row.get("name") or "", desired=(row.get("state") or "").lower(),
        state=(current.split(" ", 1)[0] or "unknown").lower(), age=parse_age(current), node=row.get("node") or "",
        error="" if error in ("Error:", "Error") else error)
