# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restarts Dokploy's server: C(dokploy_server_restart)."""

from __future__ import annotations

from .._common.waiting import intervals
from .._common.errors import ApiError, NotFound, PermissionMissing, Refused, TaskFailed, Unreachable
from .._client.http import CLOCK
from .._module.operation import Operation
from .._api.queue import QUEUE_FOR_EACH_SERVER, map_service_names, read_queue, format_service

OWN = "dokploy"                     # the name of Dokploy's own service, which it updates to restart itself
PUBLISHED = "dokploy/dokploy"       # the image that the restart sets, regardless of the current one
KEPT_TAGS = ("canary", "feature")   # the version replaces other tags


class RestartServer(Operation):
    """Restart Dokploy's server: running deployments are cancelled, and waiting ones may be dropped."""

    own_options = {"force": {"type": "bool", "default": False}, "wait_timeout": {"type": "int", "default": 300}}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.name = "the Dokploy server"
        self.result = {
            "changed": False, "version": None, "previous_version": None, "cancelled": [], "dropped": [], "kept": [], "image": None, "previous_image": None,
            "seconds": None, "actions": [], "unverified": [], "phase": "", "next_step": ""}

    def run(self):
        """Restart Dokploy unless that would harm deployments, and wait until it answers -> the result."""
        backend = self.backend
        self.result["version"] = self.result["previous_version"] = version = backend.client.read("settings.getDokployVersion")
        names = map_service_names(backend)
        queue = read_queue(backend)
        if queue is None:
            self.result["unverified"].append("the queue: it cannot be read, so the deployments that would be cancelled are unknown")
        else:
            self._sort_jobs(queue, names)
        own, tasks = self._read_own_service()
        if own:
            self.result["previous_image"] = own.get("Image")
            self.result["image"] = predict_image(own.get("Image"), version)
        self._check_restart(queue)
        self.result["changed"] = True
        self.result["actions"] = ["restart server"] + (
            ["set image %s" % self.result["image"]] if self.result["image"] != self.result["previous_image"] else [])
        self.before, self.after = {"image": self.result["previous_image"]}, {"image": self.result["image"]}
        if self.check_mode:
            return self.finish()
        self._send_restart()
        self._await_server(tasks)
        if queue is not None:
            self._report_cancelled(names)
        return self.finish()

    # Before the restart

    def _sort_jobs(self, queue, names):
        """Sort the jobs into those that the restart cancels, those that it drops, and those that wait in Redis and start after it."""
        in_memory = not queue.jobs or self.backend.at_least("%d.%d.%d" % QUEUE_FOR_EACH_SERVER)
        for job, shown in zip(queue.jobs, queue.describe_jobs(names)):
            where = "cancelled" if job.active else "dropped" if in_memory else "kept"
            shown["name"] = format_service(names, job.kind, job.service_id)
            self.result[where].append(self._clean_text({key: shown[key] for key in ("name", "service", "type", "title", "description", "age")}))

    def _clean_text(self, value):
        """Remove control characters and known secrets from a text that others wrote."""
        return self.masker.mask_values(value) if self.masker else value

    def _read_own_service(self):
        """Read (the row of Dokploy's own service, the ids of its tasks); (None, None) if it is not visible."""
        client = self.backend.client
        try:
            rows = client.read("swarm.getNodeApps") or []
            own = next((row for row in rows if row.get("Name") == OWN), None)
            if own:
                return own, self._read_tasks()
            why = "no service named %s is visible: a container of that name restarts with its current image" % OWN
        except (NotFound, PermissionMissing) as exc:
            why = exc.message
        self.result["unverified"].append("the image: %s" % why)
        return None, None

    def _read_tasks(self):
        """Read {id of a task of Dokploy's own service: whether it runs}."""
        rows = self.backend.client.read("docker.getServiceContainersByAppName", appName=OWN) or []
        return {row.get("containerId"): (row.get("currentState") or "").startswith("Running") for row in rows}

    def _check_restart(self, queue):
        """Raise Refused with all reasons against the restart, unless force is set."""
        against = []
        for what, words in (("cancelled", "is running and would be cancelled"), ("dropped", "waits and would be dropped")):
            against += ["the deployment %r of %s %s" % (one["title"], one["name"], words) for one in self.result[what]]
        if queue is None:
            against.append("the queue cannot be read, so the deployments that would be cancelled are unknown")
        before, after = self.result["previous_image"], self.result["image"]
        if before and get_repository(before) != get_repository(after):
            against.append("it runs on the image %s, which Dokploy would replace by %s" % (before, after))
        if against and not self.options["force"]:
            raise Refused("%s was not restarted: %s" % (self.name, "; ".join(against)),
                          next_step="Wait for these deployments, or set force, which accepts all of this.")

    # The restart

    def _send_restart(self):
        """Request the restart. A lost answer is not an error, because the restarting server sends it."""
        self.acted = True
        try:
            self.backend.call("settings.reloadServer", {})
        except Unreachable as exc:
            # The server that would answer is the one that restarts.
            if exc.arrived is False:
                self.acted = False
                raise
        except ApiError as exc:
            self.acted = False
            self.result["actions"] = []
            if "Resource type not found" in exc.server_message:
                raise TaskFailed(
                    "%s was not restarted: Docker has neither a service nor a container named %s, which the restart requires" % (self.name, OWN),
                    next_step="Restart it the way it was started.") from None
            raise

    def _await_server(self, tasks):
        """Wait until the API answers again, from a new task if the tasks are visible."""
        start, pauses = CLOCK.monotonic(), intervals()
        state = "its API did not answer"
        while True:
            CLOCK.sleep(next(pauses))
            try:
                self.result["version"] = self.backend.client.read("settings.getDokployVersion")
                state = "no new replica of it runs"
                if tasks is None or self._is_new(tasks):
                    self.result["seconds"] = int(CLOCK.monotonic() - start)
                    return
            except (Unreachable, ApiError) as exc:
                if isinstance(exc, PermissionMissing):
                    raise
                state = exc.message
            if CLOCK.monotonic() - start >= self.options["wait_timeout"]:
                raise TaskFailed(
                    "%s was restarted, and %d seconds later %s" % (self.name, self.options["wait_timeout"], state), phase="restarting",
                    next_step="On its host, see docker service ps %s --no-trunc and docker service logs %s." % (OWN, OWN))

    def _is_new(self, before):
        now = self._read_tasks()
        return any(runs and task not in before for task, runs in now.items()) and not any(runs and before.get(task) for task, runs in now.items())

    def _report_cancelled(self, names):
        """After the restart, warn of cancelled and dropped deployments, and remove those that continued from the lists."""
        queue = read_queue(self.backend)
        there = {(job.service_id, self._clean_text(job.title), self._clean_text(job.description)) for job in queue.jobs} if queue else set()
        for what in ("cancelled", "dropped"):
            self.result[what] = [one for one in self.result[what] if (one["service"]["id"], one["title"], one["description"]) not in there]
            for one in self.result[what]:
                self.warn("the restart has %s the deployment %r of %s: deploy it again" % (what, one["title"], one["name"]))


def get_repository(image):
    """Return an image's name without tag and digest."""
    name = (image or "").split("@", 1)[0]
    head, slash, tail = name.rpartition("/")
    return head + slash + tail.split(":", 1)[0]


def predict_image(image, version):
    """Return the image that a restart sets: Dokploy's published one, with the tag of the release channel, or else of this version."""
    tag = (image or "").split("@", 1)[0].rpartition("/")[2].partition(":")[2]
    return "%s:%s" % (PUBLISHED, tag if tag in KEPT_TAGS else version)
