# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backend of services on Dokploy's API: finds, observes, deploys, reloads and stops them.

A complete observation takes two requests (C(locate), C(observe)); three before v0.30 and for remote servers.
"""

from __future__ import annotations

from .server import SHAPES, ApiServer
from .service_lookup import locate_by_app_name_or_host, locate_in_tree
from .._client.batches import BatchingClient
from .._common.errors import ApiError, NotFound, PermissionMissing, make_ambiguous_error
from .._common.versions import parse_version
from .._model.address import Place, make_identity, normalize_name, place_of_id, same_name
from .._model.observation import Observation, Service, Task
from .._common.units import parse_age

SERVICE_SHAPES = dict(SHAPES, **{
    "application.one": (dict, "applicationId", False), "overview.services": (list, "type", False), "overview.domains": (list, "host", True),
    "swarm.getNodeApps": (list, "Name", True), "swarm.getNodes": (list, "Hostname", True), "docker.getConfig": (dict, None, True),
    "docker.getServiceContainersByAppName": (list, "containerId", True), "deployment.queueList": (list, "id", True),
    "deployment.all": (list, "deploymentId", True),
})


class Api(ApiServer):
    """The methods that the lifecycle of a service needs, over HTTP."""

    client_class, known_shapes = BatchingClient, SERVICE_SHAPES

    def __init__(self, client, resource=None):
        super().__init__(client, resource)
        self._overview = None
        self.names = {}             # id of a network -> name
        self._identities, self._first = {}, {}      # id of a service -> its ids and names as last seen; the answers for its first observation

    @property
    def known_version(self):
        """Return the known version without a request: the exact one if it was read, (0, 30, 0) if overview.services answered, else None."""
        return super().known_version or ((0, 30, 0) if self._overview else None)

    # Finding

    def identify(self, place):
        """Return the ids and names of a service, as last seen."""
        return self._identities.setdefault(place.service["id"], dict(place.service))

    def locate(self, address, need_environment=False, resource=None):
        """Find the Place of an Address. Raises Ambiguous, ResourceNotFound for an unknown id, and Refused if names contradict an id."""
        if address.id:
            return place_of_id(address.id)
        resource = resource or self.resource
        batch = self.client.batch(
            ("overview.services", {}), ("project.all", {}), ("swarm.getNodeApps", {}), ("swarm.getNodes", {}), ("settings.getDokployVersion", {}))
        overview = batch.get(0, NotFound)
        self._overview = overview is not None
        if self.client.batches:
            self._note_version(batch, 4)
            self.whole_tree = batch.get(1, ApiError)
        place = None
        if address.app_name or address.domain_host:
            place = locate_by_app_name_or_host(self.client, self.tree, resource, address, overview)
        elif overview is not None:
            place = self._locate_in_overview(resource, address, overview)
            if place and not address.environment and not address.environment_id:
                place = None      # for a project with several environments, only project.all has the answer
        if place is None:
            if self.whole_tree is None:
                self.whole_tree = batch[1]
            place = locate_in_tree(self.tree(), self.client.read, resource, address, overview, need_environment)
        if place.service:
            self._first[place.service["id"]] = batch
        return place

    def _note_version(self, batch, index):
        said = batch.get(index)
        if isinstance(said, str) and parse_version(said) > (0, 0, 0):
            self._version = parse_version(said)

    def _locate_in_overview(self, resource, address, overview):
        """Find the Place among the rows of overview.services; None if project.all is needed."""
        found = [
            row for row in self.client.derive(_index_overview, overview).get((resource.calls.type, normalize_name(address.name)), ())
            if (not address.project or same_name(row.get("projectName"), address.project))
            and (not address.environment or same_name(row.get("environmentName"), address.environment))
            and (not address.environment_id or row.get("environmentId") == address.environment_id)
        ]
        if len(found) > 1:
            raise make_ambiguous_error(resource.kind, str(address), [
                "%s (%s/%s)" % (row["id"], row.get("projectName"), row.get("environmentName")) for row in found], "%s_id" % resource.kind)
        if not found:
            return None
        row = found[0]
        return Place(
            project={"id": row.get("projectId"), "name": row.get("projectName")},
            environment={"id": row.get("environmentId"), "name": row.get("environmentName")},
            service=make_identity(row["id"], row["name"], row))

    # Observing

    def observe(self, place, again=False):
        """Observe a service -> Observation. C(again) reads everything again, in one request if the Swarm service is known."""
        known, first = self.identify(place), self._first.pop(place.service["id"], None)
        if again:
            first = None
            self.client.forget_answers()
        row = [(self.resource.read, {self.resource.id: known["id"]}), ("deployment.queueList", {})]
        seen = {}
        if again and known.get("serviceId"):
            batch = self.client.batch(*row, *self.service_calls(known, known["serviceId"]))
            seen = self._read_row(known, batch, 0)
            service = self._read_service(batch, 2)
            if "service" in service:
                return self._observation(seen, service)
        if first is None or not known["appName"]:
            calls = list(row)
            if first is None:
                calls += self.listing_calls(known) + ([("settings.getDokployVersion", {})] if self.known_version is None else [])
            batch = self.client.batch(*calls)
            seen = self._read_row(known, batch, 0)
            if self.known_version is None and self.client.batches and len(calls) == 5:
                self._note_version(batch, 4)
            asked_there = first is None and calls[2][1].get("serverId") == known["serverId"]
            listing, offset = (batch, 2) if first is None else (first, 2)
            if known["serverId"] and not asked_there:
                listing, offset = self.client.batch(*self.listing_calls(known)), 0
        elif known["serverId"]:
            batch = self.client.batch(*row, *self.listing_calls(known))
            seen = self._read_row(known, batch, 0)
            listing, offset = batch, 2
        else:
            listing, offset = first, 2
        line, service = self._find_line(listing, offset, known)
        known["serviceId"] = line["ID"] if line else None
        calls = ([] if seen.get("record") else row) + (self.service_calls(known, line["ID"]) if line else [])
        batch = self.client.batch(*calls) if calls else None
        if not seen.get("record"):
            seen = self._read_row(known, batch, 0)
        if line is None and not again and Observation(record=seen["record"]).was_deployed and self.client.forget_answers():
            # The list may be older than the service.
            return self.observe(place, again=True)
        if line:
            service = self._read_service(batch, len(calls) - 2)
        elif not service and not listing[offset + 1]:
            service = {"proven": False, "why": "Docker on the %s's server did not answer" % self.resource.kind}
        return self._observation(seen, service)

    def observe_service(self, known):
        """Observe the service of a name, without a record -> Observation."""
        listing = self.client.batch(*self.listing_calls(known))
        line, service = self._find_line(listing, 0, known)
        if line:
            service = self._read_service(self.client.batch(*self.service_calls(known, line["ID"])), 0)
        elif not service and not listing[1]:
            service = {"proven": False, "why": "Docker on the %s's server did not answer" % self.resource.kind}
        return self._observation({}, service)

    def find_service(self, known):
        """Return (the line of a service in Docker's list or None, whether this key may see it)."""
        line, service = self._find_line(self.client.batch(self.listing_calls(known)[0]), 0, known)
        return line, not service

    def _observation(self, seen, service):
        """Combine the record and the service into an Observation."""
        unreadable = dict(seen.get("unreadable") or {}, **({"service": service["why"]} if service.get("why") else {}))
        return Observation(
            backend=self.name, record=seen.get("record"), service=service.get("service"), tasks=service.get("tasks") or [], jobs=seen.get("jobs") or [],
            proven=service.get("proven", True), unreadable=unreadable, names=dict(self.names), withheld=service.get("withheld", False))

    @staticmethod
    def listing_calls(known):
        return [("swarm.getNodeApps", {"serverId": known["serverId"]}), ("swarm.getNodes", {"serverId": known["serverId"]})]

    @staticmethod
    def service_calls(known, service_id):
        return [
            ("docker.getConfig", {"containerId": service_id, "serverId": known["serverId"]}),
            ("docker.getServiceContainersByAppName", {"appName": known["appName"], "serverId": known["serverId"]})]

    def _read_row(self, known, batch, offset):
        """Read the record and the jobs of the queue; update C(known) from the record."""
        record = self._check_record(batch[offset])
        known.update(appName=record["appName"], serverId=record.get("serverId"), name=record["name"])
        try:
            return {"record": record, "jobs": [self.read_job(row, known["id"]) for row in batch[offset + 1] or []]}
        except (NotFound, PermissionMissing) as exc:
            return {"record": record, "unreadable": {} if getattr(exc, "unknown_procedure", False) else {"queue": exc.message}}

    def _check_record(self, row):
        if not isinstance(row, dict) or self.resource.id not in row:
            raise ApiError("%s answered with something other than a %s" % (self.resource.read, self.resource.kind), procedure=self.resource.read)
        return row

    def _find_line(self, listing, offset, known):
        """Return (the line of the service or None, the reason if it was not readable, or {})."""
        try:
            rows = listing[offset]
        except PermissionMissing as exc:
            return None, {"why": exc.message, "withheld": True, "proven": False}
        line = self.client.derive(_index_lines, rows).get(known["appName"]) if rows else None
        return self._find_hidden_line(known) if line is None and known["appName"].startswith("dokploy-") else (line, {})

    def _find_hidden_line(self, known):
        """Find a service that swarm.getNodeApps leaves out, by its name, or by a task if a built image has that name; as C(_find_line)."""
        batch = self.client.batch(*self.service_calls(known, known["appName"]))
        try:
            config, tasks = batch[0], batch[1]
            if isinstance(config, dict) and (config.get("Spec") or {}).get("Name") == known["appName"]:
                return {"ID": config["ID"]}, {}
            for task in tasks or []:
                config = self.client.read("docker.getConfig", containerId=task["containerId"], serverId=known["serverId"])
                if isinstance(config, dict) and config.get("ServiceID"):
                    return {"ID": config["ServiceID"]}, {}
        except PermissionMissing as exc:
            return None, {"why": exc.message, "withheld": True, "proven": False}
        return None, {}

    def _read_service(self, batch, offset):
        """Read the service and its tasks, or why they are unreadable."""
        try:
            config, tasks = batch[offset], batch[offset + 1]
        except PermissionMissing as exc:
            return {"why": exc.message, "withheld": True, "proven": False}
        if not isinstance(config, dict) or "Spec" not in config:
            return {"why": "Docker did not show the service that it lists", "proven": False}
        update = config.get("UpdateStatus") or {}
        return {"tasks": [_task(row) for row in tasks or []], "service": Service(
            id=config["ID"], spec=config["Spec"], update_state=update.get("State") or "", update_message=update.get("Message") or "",
            version=(config.get("Version") or {}).get("Index"), previous=config.get("PreviousSpec"), names=dict(self.names),
            updated_at=config.get("UpdatedAt") or "")}

    # Reading more

    def deployments(self, service_id):
        """Read (rows, newest first; jobs of the queue, or None on older servers and for keys that cannot read it)."""
        batch = self.client.batch((self.resource.calls.deployments, {self.resource.id: service_id}), ("deployment.queueList", {}))
        try:
            jobs = [self.read_job(row, service_id) for row in batch[1] or []]
        except (NotFound, PermissionMissing):
            jobs = None
        return batch[0] or [], jobs

    def read_job(self, row, service_id):
        """Convert a job of the queue; C(mine): of this service, and not over."""
        data = row.get("data") or {}
        own_id = data.get(self.resource.id)
        mine = own_id == service_id and row.get("state") not in ("completed", "failed")
        return {
            "state": row.get("state"), "service_id": data.get("composeId") or data.get("applicationId"), "title": data.get("titleLog"),
            "description": data.get("descriptionLog"), "mine": mine}

    @property
    def evidence(self):
        """Return what reads logs and exit codes."""
        from .logs import ApiEvidence
        return ApiEvidence(self.client, self.resource, self.identify)

    # Acting

    def deploy_at_once(self, place, timeout):
        """Deploy a service without a queue; Dokploy answers once Docker accepted it."""
        self.call(self.resource.calls.deploy, {self.resource.id: place.service["id"]}, timeout=timeout)

    def deploy(self, service_id, title, description, again=False):
        calls = self.resource.calls
        self.call(calls.redeploy if again else calls.deploy, {self.resource.id: service_id, "title": title, "description": description})

    def reload(self, place, timeout):
        self.call(self.resource.calls.reload, {self.resource.id: place.service["id"], "appName": self.identify(place)["appName"]}, timeout=timeout)

    def stop(self, place, timeout):
        self.call(self.resource.calls.stop, {self.resource.id: place.service["id"]}, timeout=timeout)


def _index_overview(rows):
    """Index rows of overview.services by type and name."""
    found = {}
    for row in rows:
        found.setdefault((row.get("type"), normalize_name(row.get("name"))), []).append(row)
    return found


def _index_lines(rows):
    """Index lines of swarm.getNodeApps by name, the first of each."""
    return {row.get("Name"): row for row in reversed(rows)}


def _task(row):
    current = row.get("currentState") or ""
    error = (row.get("error") or "").strip().strip('"')
    return Task(
        id=row.get("containerId") or "", slot=row.get("name") or "", desired=(row.get("state") or "").lower(),
        state=(current.split(" ", 1)[0] or "unknown").lower(), age=parse_age(current), node=row.get("node") or "",
        error="" if error in ("Error:", "Error") else error)
