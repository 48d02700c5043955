# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backend of a Docker Engine: finds, observes, starts, stops, restarts and scales services without Dokploy.

It has the methods of C(_api)'s backend. It has no records, which only Dokploy's database contains.
"""

from __future__ import annotations

import fnmatch
import os

from .engine import DockerHost
from .._common.errors import ApiError, BadInput, NotFound, ResourceNotFound, Refused, TaskFailed, Unreachable
from .._api.logs import EndsOfTasks
from .._common.timestamps import count_elapsed, parse_iso8601
from .._model.address import Place
from .._model.observation import Observation, Service, Task
from .identity import check_configuration, verify_identity

UPDATING = ("updating", "rollback_started")
# Dokploy's own services.
DOKPLOY_SERVICES = ("dokploy", "dokploy-postgres", "dokploy-redis", "dokploy-traefik", "dokploy-monitoring")
KILLED = 137
_ATTEMPTS = 5


class DockerBackend:
    """Observes and changes services on the engine of one host. It verifies the engine's identity before it reads or changes anything."""

    name = "docker"
    stores = False
    known_version = None

    def __init__(self, host, api_url=None, trusted=False):
        self.host = host
        self._api_url, self._trusted = api_url, trusted
        self.verified = False
        self.force = False          # whether to replace a running update of others
        self._nodes = None
        self._ends = {}             # task id -> how a killed task ended; read once
        self._identities, self._first = {}, {}      # app_name -> ids and names as last seen; the answers for its first observation

    def check_configuration(self):
        """Raise Refused or BadInput if the options, or a missing library, show that this engine cannot be used. Sends no request."""
        self.host.require_library()
        check_configuration(self.host, self._api_url, self._trusted)

    def verify(self):
        if not self.verified:
            verify_identity(self.host, self._api_url, self._trusted)
            self.verified = True

    # Finding

    def locate(self, address, need_environment=False):
        """Find the Place of an Address by its full app_name alone. Raises BadInput without one, and ResourceNotFound."""
        require_app_name(address)
        if address.app_name in DOKPLOY_SERVICES:
            raise Refused("%s is a service of Dokploy itself: nothing was changed" % address.app_name,
                          next_step="To change it anyway, use docker service on the host.")
        self.verify()
        row = self._find_service(address.app_name)
        if row is None:
            raise ResourceNotFound("the Docker Engine at %s has no service named %s: nothing was changed" % (self.host, address.app_name), next_step=(
                "Give the full app_name, with the random suffix; docker service ls lists them."))
        return self._make_place(row)

    def identify(self, place):
        """Return the ids and names of a service, as last seen."""
        return self._identities.setdefault(place.service["appName"], dict(place.service))

    def _make_place(self, row):
        name = row["Spec"]["Name"]
        self._first[name] = {"service": row}
        return Place(service={"id": None, "name": None, "appName": name, "serverId": None, "serviceId": row["ID"]})

    def _find_service(self, app_name):
        """Find the service of exactly that name; the engine's filter also matches longer names."""
        rows = self.host.get("/services", filters={"name": [app_name]}) or []
        return next((row for row in rows if row["Spec"]["Name"] == app_name), None)

    def places(self, options):
        """List the Places that an C(_info) module's options select: one by app_name, else every service except Dokploy's own."""
        if options.get("app_name"):
            self.verify()
            row = self._find_service(options["app_name"])
            return [self._make_place(row)] if row else []
        named = [name for name in ("project", "environment", "name", "environment_id", "application_id", "domain_host") if options.get(name)]
        if named:
            raise BadInput("a Docker Engine knows services by their app_name only, and not by %s" % ", ".join(named),
                           next_step="Give app_name, or pattern, which is compared with app_name here, or neither to see all that run.")
        self.verify()
        rows = [row for row in self.host.get("/services") or [] if row["Spec"]["Name"] not in DOKPLOY_SERVICES]
        places = [
            self._make_place(row) for row in sorted(rows, key=lambda row: row["Spec"]["Name"])
            if not options.get("pattern") or fnmatch.fnmatchcase(row["Spec"]["Name"], options["pattern"])]
        if len(places) > 1:
            self._add_tasks(places)
        return places

    def _add_tasks(self, places):
        """Read the tasks of all services in one request. If that is not possible, each observation reads those of its service."""
        try:
            rows = self.host.get("/tasks") or []
        except ApiError:            # an answer larger than MOST_BYTES
            return
        found = {}
        for row in rows:
            found.setdefault(row.get("ServiceID"), []).append(row)
        for place in places:
            self._first[place.service["appName"]]["tasks"] = found.get(place.service["serviceId"], [])

    # Observing

    def observe(self, place, again=False):
        """Observe a service -> Observation, without a record."""
        known, first = self.identify(place), self._first.pop(place.service["appName"], {})
        row, rows = (None, None) if again else (first.get("service"), first.get("tasks"))
        if row is None:
            row = self._inspect(place)
        update = row.get("UpdateStatus") or {}
        service = Service(
            id=row["ID"], spec=row["Spec"], update_state=update.get("State") or "", update_message=update.get("Message") or "",
            version=row["Version"]["Index"], previous=row.get("PreviousSpec"))
        if rows is None:
            rows = self._list_tasks(place)
        now = self.host.now()
        return Observation(backend=self.name, service=service, tasks=[self._task(row, known["appName"], now) for row in rows])

    def _inspect(self, place):
        """Read the service; if it was removed and created again, the new one of that name. Raises TaskFailed if there is none."""
        known = self.identify(place)
        try:
            return self.host.get("/services/%s" % known["serviceId"])
        except NotFound:
            row = self._find_service(known["appName"])
        if row is None:
            raise TaskFailed("the service %s was removed while the task ran" % known["appName"], phase="absent",
                             next_step="See who removed it. When Dokploy is back, deploy the service.")
        known["serviceId"] = row["ID"]
        return row

    def _list_tasks(self, place):
        try:
            return self.host.get("/tasks", filters={"service": [self.identify(place)["serviceId"]]}) or []
        except NotFound:            # removed since: the next observation reports it
            return []

    def _task(self, row, app_name, now):
        status = row.get("Status") or {}
        then = parse_iso8601(status.get("Timestamp"))
        container = status.get("ContainerStatus") or {}
        end = {}
        if status.get("State") in ("complete", "failed", "shutdown") and isinstance(container.get("ExitCode"), int):
            end["exit_code"] = container["ExitCode"]
            if end["exit_code"] == KILLED and row["ID"] not in self._ends:
                self._ends[row["ID"]] = self.evidence.how_it_ended(None, row["ID"])
            end.update(self._ends.get(row["ID"], {}))
        return Task(
            id=row["ID"], slot="%s.%s" % (app_name, row.get("Slot") or row.get("NodeID") or "?"), desired=(row.get("DesiredState") or "").lower(),
            state=(status.get("State") or "unknown").lower(), age=count_elapsed(int(then), now) if then and then > 0 else None,
            node=self._name_node(row.get("NodeID")), error=status.get("Err") or "",
            end=end)

    def _name_node(self, node_id):
        if self._nodes is None:
            self._nodes = {row["ID"]: (row.get("Description") or {}).get("Hostname") or row["ID"] for row in self.host.get("/nodes") or []}
        return self._nodes.get(node_id, node_id or "")

    @property
    def evidence(self):
        return EngineEvidence(self.host, self.identify)

    # Acting

    def scale(self, place, replicas):
        """Set the number of replicas. Sends nothing if the number is already set."""
        def change(spec):
            mode = (spec.get("Mode") or {}).get("Replicated")
            if mode is None:
                raise Refused("%s is not in replicated mode, and has no replicas: nothing was changed" % place.service["appName"])
            if mode.get("Replicas") == replicas:
                return False
            mode["Replicas"] = replicas
            return True
        self._update_service(place, change)

    def stop(self, place, timeout=None):
        self.scale(place, 0)

    def restart(self, place):
        """Replace the replicas with the same specification, in the order of its update configuration."""
        wanted = []

        def change(spec):
            template = spec["TaskTemplate"]
            count = template.get("ForceUpdate") or 0
            if wanted and count == wanted[0]:
                return False        # the answer was lost, and the update was not
            wanted[:] = [count + 1]
            template["ForceUpdate"] = count + 1
            return True
        self._update_service(place, change)

    def _update_service(self, place, change):
        """Update the specification just read, with its version. C(change(spec)) alters it and returns whether there is anything to send."""
        for attempt in range(_ATTEMPTS):
            row = self._inspect(place)
            if not change(row["Spec"]):
                return
            state = (row.get("UpdateStatus") or {}).get("State")
            if state in UPDATING and not self.force:
                raise Refused("an update of %s is running (%s): nothing was changed" % (place.service["appName"], state), phase="rolling",
                              next_step="Wait for it, or set force: true to replace it.")
            try:
                self.host.post("/services/%s/update" % self.identify(place)["serviceId"], row["Spec"], version=row["Version"]["Index"])
                return
            except NotFound:
                continue            # removed since: the next observation finds the new one of that name, or reports it
            except ApiError as exc:
                if "out of sequence" not in exc.server_message:
                    raise
            except Unreachable:
                if attempt + 1 == _ATTEMPTS:
                    raise
        raise TaskFailed("%s was changed by others before each update arrived: nothing was changed" % place.service["appName"],
                         next_step="Check what else updates it, and run the task again.")


class EngineEvidence(EndsOfTasks):
    """Logs and exit codes; C(out_of_memory) is known only of this engine's own node."""

    def __init__(self, host, identify):
        self._host, self._identify = host, identify

    def _task(self, dummy, task_id):
        return self._host.get("/tasks/%s" % task_id)

    def _container(self, dummy, container_id):
        return self._host.get("/containers/%s/json" % container_id)

    def build_log(self, deployment_id, lines=40):
        return None

    def container_log(self, place, lines=40):
        """Read the newest lines of the service's containers, or None."""
        return self._read_log("/services/%s/logs" % self._identify(place)["serviceId"], lines)

    def failure_log(self, place, failed, after_rollback=False):
        """Read the end of the log of the container that failed last, else of the running one."""
        newest = min((task for task in failed if task.state != "rejected"), key=lambda task: task.age or 0, default=None)
        text = self._read_log("/tasks/%s/logs" % newest.id, 40) if newest else None
        return text or (None if after_rollback else self.container_log(place))

    def _read_log(self, path, lines):
        try:
            content = self._host.raw(path, stdout=1, stderr=1, timestamps=1, tail=lines)
        except (ApiError, Unreachable):
            return None
        stamped = sorted((line for line in _split_log(content) if line), key=lambda line: line.split(" ", 1)[0])
        text = "\n".join(line.partition(" ")[2] for line in stamped[-lines:])
        return text if text.strip() else None


def _split_log(content):
    """Split a log into lines; each frame ends a line, and each line starts with its time."""
    return [line for frame in split_frames(content) for line in frame.decode("utf-8", "replace").splitlines()]


def split_frames(content):
    """Split what Docker sends into the contents of its frames, which have eight bytes in front; a terminal's output has none."""
    if content[:1] not in (b"\x00", b"\x01", b"\x02") or content[1:4] != b"\x00\x00\x00":
        return [content]
    frames, start = [], 0
    while start + 8 <= len(content):
        size = int.from_bytes(content[start + 4:start + 8], "big")
        frames.append(content[start + 8:start + 8 + size])
        start += 8 + size
    return frames


def require_app_name(address):
    """Raise BadInput for an address without the app_name, which an engine requires."""
    if not address.app_name:
        raise BadInput(
            "a Docker Engine knows %s by its app_name only, and the task has none" % address,
            next_step="Add app_name to the task: every result of this collection contains it, and Dokploy's pages show it.")


def make_docker_backend(options):
    """Make the Docker backend of a task's options. The environment variables of Docker's own client are the defaults."""
    host = DockerHost(
        options.get("docker_host"), cert_path=options.get("docker_cert_path"), tls_verify=os.environ.get("DOCKER_TLS_VERIFY") not in (None, "", "0"),
        timeout=options.get("timeout") or 30)
    return DockerBackend(host, api_url=options.get("api_url"), trusted=bool(options.get("docker_trusted")))
