# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cancels builds: C(dokploy_build)."""

from __future__ import annotations

from .._api.permissions import check_permissions
from .._lifecycle.deployments import Deployment, read_nonce
from .._common.waiting import intervals
from .._common.errors import ApiError, BadInput, DokployError, NotFound, Refused, TaskFailed, Unreachable
from .._client.http import CLOCK
from .._common.timestamps import parse_iso8601, get_server_time
from .._host.processes import describe_processes, end_build_processes, find_build_processes
from .._lifecycle.find import accept_lost_answer
from .._module.operation import Operation
from .._planning.present_deployment import FINISHED, present_deployment
from .._api.queue import find_builder, list_builds_on, map_service_names, read_queue, format_service, make_service_entry

DROP, KILL, END, AGAIN = "drop waiting deployments", "kill build", "kill host processes", "requeue deployments"


class CancelBuild(Operation):
    """Cancel the queued or running builds of one application, and those of others only with force."""

    own_options = {
        "state": {"type": "str", "choices": ["killed", "queue_cleaned", "cancelled"], "required": True},
        "requeue": {"type": "bool", "default": False},
        "host_processes": {"type": "bool", "default": False},
        "force": {"type": "bool", "default": False},
        "end_timeout": {"type": "int", "default": 60},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result.update(dropped=[], ended=[], hit=[], neighbours=[], processes=[])
        self.names = {}

    def act(self, place, observed):
        """Cancel what the state names: first the waiting deployments, then the build, or its processes on the host."""
        options = self.options
        if options["requeue"] and options["state"] == "killed":
            raise BadInput("requeue requires state queue_cleaned or cancelled: state killed removes nothing from the queue")
        if options["host_processes"] and options["state"] == "queue_cleaned":
            raise BadInput("host_processes requires state killed or cancelled: state queue_cleaned cancels no running build")
        queue = read_queue(self.backend)
        jobs = queue.list_jobs_of(place.service["id"]) if queue else []
        waiting = [job for job in jobs if not job.active]
        running = self._list_running(observed, queue)
        processes = self._find_processes(place, running) if options["host_processes"] else []
        clean = options["state"] != "killed" and (waiting or queue is None)
        kill = options["state"] != "queue_cleaned" and (running or processes)
        actions = ([DROP] if clean else []) + ([END if options["host_processes"] else KILL] if kill else []) + ([AGAIN] if clean and options["requeue"] else [])
        if queue is None and clean and not options["force"]:
            raise Refused("the server's queue cannot be read, so the waiting deployments of %s are unknown: nothing was changed" % self.name,
                          next_step="Use a key that can read deployments, or force.")
        if kill:
            self._check_kill(place, observed, queue)
        if not actions:
            return
        self.result.update(changed=True, actions=actions)
        self.before.update(waiting=[job.title for job in waiting] if clean else [], running=[row["title"] for row in running] if kill else [])
        self.after.update(waiting=[job.title for job in waiting] if clean and options["requeue"] else [], running=[])
        check_permissions(self.backend, self.resource, (["application.cleanQueues"] if clean else []) + (
            ["application.killBuild"] if kill and not options["host_processes"] else []) + (["application.deploy"] if AGAIN in actions else []), self.name)
        if self.check_mode:
            self.result["dropped"] = [self._present_dropped(job) for job in waiting] if clean else []
            self.result["ended"] = running if kill else []
            return
        if clean:
            self._clean_queue(place, waiting)
        try:
            if kill:
                self._end_builds(place, observed, running, queue)
        finally:
            if AGAIN in actions:
                self._requeue_dropped(place, observed)
        self.observe_service(place, again=True)

    def _list_running(self, observed, queue):
        """List the running deployments of this application, as results show them."""
        rows = [row for row in observed.deployments if row.get("status") == "running" and not row.get("finishedAt")]
        if queue is None:
            return [present_deployment(row) for row in rows]
        if any(job.active for job in queue.list_jobs_of(observed.record["applicationId"])):
            return [present_deployment(row) for row in rows] or [
                present_deployment({"title": job.title, "description": job.description, "status": "running"})
                for job in queue.list_jobs_of(observed.record["applicationId"]) if job.active]
        if rows and self.options["state"] != "queue_cleaned":
            self.warn("the deployment %r of %s has the status running without a job in the server's queue: a restart of the server interrupted it, or it "
                      "was lost, and nothing can be cancelled; remove it with dokploy_deployment, state absent" % (rows[0].get("title"), self.name))
        return []

    def _find_processes(self, place, running):
        """Find the processes that clone or build this application on this task's host, including orphans without a job."""
        found = find_build_processes(self.backend.identify(place)["appName"])
        self.result["processes"] = describe_processes(found.ours)
        if found.ours or not running:
            return found.ours
        if not found.complete:
            raise Refused("no process of %s's clone or build was found on this host, and this user cannot see all processes: nothing was changed" % self.name,
                          next_step="Use become.")
        raise Refused("no process of %s's clone or build runs on this host: nothing was changed" % self.name, next_step=(
            "Delegate the task to the host that builds. If this is the host, the deployment waits for something else, and a restart of Dokploy cancels it."))

    # Other builds that would be affected

    def _check_kill(self, place, observed, queue):
        """Raise Refused if killBuild could not cancel our build, or could cancel another one."""
        if self.options["host_processes"]:
            return
        record = observed.record
        server, reached = find_builder(record)
        if not reached:
            raise Refused(
                "%s is %s, and Dokploy can only cancel docker build: nothing was changed" % (
                    self.name, "pulled as an image" if record.get("sourceType") == "docker" else "built by %s" % record.get("buildType")),
                next_step="Use host_processes on the host that builds, or wait for it.")
        if server != (record.get("serverId") or ""):
            raise Refused("%s is built on a build server, and Dokploy can only cancel builds on the application's server: nothing was changed" % self.name,
                          next_step="Use host_processes on the build server.")
        if queue is None:
            if not self.options["force"]:
                raise Refused("the server's queue cannot be read, so the other builds that would be cancelled with that of %s are unknown: "
                              "nothing was changed" % self.name, next_step="Use a key that can read deployments, or host_processes, or force.")
            return
        self.result["neighbours"] = found = self._list_other_builds(place, queue)
        if found and not self.options["force"]:
            raise Refused(
                "Dokploy cancels all Docker builds of a host, and %s there as well: nothing was changed" % "; ".join(
                    "%s (%s) %s" % (one["said"], one["title"], "may build (%s)" % one["why"] if one["why"] else "builds") for one in found),
                next_step="Wait for it, or use host_processes, which cancels no other build, or force, which cancels them all.")

    def _list_other_builds(self, place, queue):
        """List other deployments that build, or may build, on this application's host."""
        others = [job for job in queue.jobs if job not in queue.list_jobs_of(place.service["id"])]
        found = []
        for job, why in list_builds_on(self.backend, others, self.backend.identify(place)["serverId"]):
            self.names = map_service_names(self.backend, again=True)
            found.append({"service": make_service_entry(self.names, job.kind, job.service_id), "title": job.title, "why": why,
                          "said": format_service(self.names, job.kind, job.service_id)})
        return found

    # Cancelling

    @staticmethod
    def _present_dropped(job):
        return {"id": job.id, "type": job.type, "title": job.title, "description": job.description, "requeued": False}

    def _call_procedure(self, place, procedure):
        """Call a procedure that may be repeated: a lost answer is not an error, because the effect is checked afterwards."""
        self.acted = True
        with accept_lost_answer():
            self.backend.call(procedure, {"applicationId": place.service["id"]})

    def _clean_queue(self, place, waiting):
        """Remove the waiting deployments from the queue. Raises TaskFailed if one remains."""
        self._call_procedure(place, "application.cleanQueues")
        after = read_queue(self.backend)
        left = {job.id: job for job in after.list_jobs_of(place.service["id"])} if after else {}
        self.result["dropped"] = [self._present_dropped(job) for job in waiting if job.id not in left]
        began = [job for job in waiting if job.id in left and left[job.id].active]
        if began:
            self.warn("%s started before it could be removed from the queue" % ", ".join(repr(job.title) for job in began))
        stayed = [job for job in waiting if job.id in left and not left[job.id].active]
        if stayed:
            raise TaskFailed("%s: %s stayed in the queue" % (self.name, ", ".join(repr(job.title) for job in stayed)), phase="queued",
                             next_step="Check the queue with dokploy_deployment_info.")

    def _end_builds(self, place, observed, running, queue):
        """Cancel the running builds, and wait for their end. Raises TaskFailed if one continues."""
        since = get_server_time(self.backend.client.server_date)
        if self.options["host_processes"]:
            self._end_processes(place)
        else:
            self._refuse_new_builds(place)
            self._call_procedure(place, "application.killBuild")
        until = get_server_time(self.backend.client.server_date)
        just_after = read_queue(self.backend)
        left = self._await_end(place, {row["id"] for row in running if row["id"]})
        if not self.options["host_processes"]:
            self._warn_of_affected(place, since, until, queue, just_after)
        if left:
            raise TaskFailed(
                "%s of %s still runs %d seconds after it was %s" % (
                    left, self.name, self.options["end_timeout"], "cancelled on the host" if self.options["host_processes"] else "killed"), phase="building",
                next_step="Dokploy cannot cancel its clone, pull or push: use host_processes on the host that builds."
                if not self.options["host_processes"] else "Only a restart of Dokploy cancels such a stuck job.")

    def _refuse_new_builds(self, place):
        """Check once more before the kill, because another build may have started."""
        queue = read_queue(self.backend)
        if queue is None or self.options["force"]:
            return
        self.result["neighbours"] = found = self._list_other_builds(place, queue)
        if found:
            raise Refused("%s just started to build on that host: no build was cancelled" % "; ".join(one["said"] for one in found),
                          next_step="Wait for it, or use host_processes, or force.")

    def _end_processes(self, place):
        """Terminate the processes of this application's clone or build on this task's host."""
        self.acted = True
        ended = end_build_processes(self.backend.identify(place)["appName"])
        self.result["processes"] = describe_processes(ended.ended)
        if ended.refused:
            raise Refused("this user is not allowed to kill %d processes of %s" % (len(ended.refused), self.name), next_step="Use become.")
        if ended.left:
            raise TaskFailed("%d processes of %s still exist after they were killed" % (len(ended.left), self.name), phase="building",
                             next_step="Check whether they wait for a disk or a network file system.")

    def _await_end(self, place, ids):
        """Wait until the build has ended -> a description of the builds that still run, or ""."""
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            try:
                rows, jobs = self.backend.deployments(place.service["id"])
                known = [row for row in rows if row["deploymentId"] in ids]
                self.result["ended"] = [present_deployment(row) for row in known if row.get("status") in FINISHED]
                runs = [row for row in known if row.get("status") not in FINISHED]
                active = [job for job in jobs or [] if job["mine"] and job.get("state") == "active" and not any(
                    row.get("status") == "running" and row["deploymentId"] not in ids for row in rows)]
                if not runs and not active:
                    return ""
                left = "the deployment %r" % ((runs[0].get("title") if runs else active[0].get("title")) or "")
            except Unreachable as exc:
                if not exc.fallback:
                    raise
                left = "probably its deployment"
            if CLOCK.monotonic() - start >= self.options["end_timeout"]:
                return left
            CLOCK.sleep(next(pauses))

    def _warn_of_affected(self, place, since, until, before, after):
        """Warn of other deployments of that host that failed while ours was cancelled."""
        ours = place.service["id"]
        try:
            rows = self.backend.client.read("deployment.allCentralized") or []
        except ApiError as exc:
            suspects = {job.service_id for queue in (before, after) if queue for job in queue.jobs if job.kind == "application"} - {ours}
            rows = []
            for one in sorted(suspects):
                try:
                    rows += self.backend.deployments(one)[0]
                except ApiError:
                    self.warn("whether a build of %s was affected could not be read (%s)" % (one, exc.message))
        server = self.backend.identify(place)["serverId"] or ""
        for row in rows:
            began, ended = parse_iso8601(row.get("startedAt") or row.get("createdAt")), parse_iso8601(row.get("finishedAt"))
            if row.get("applicationId") in (None, ours) or row.get("status") != "error" or began is None or ended is None:
                continue
            where = row.get("buildServerId") or row.get("serverId") or (row.get("application") or {}).get("serverId") or ""
            if where == server and began <= until + 1 and ended >= since - 1:
                self.names = map_service_names(self.backend, again=True)
                self.result["hit"].append(dict(present_deployment(row), service=make_service_entry(self.names, "application", row["applicationId"])))
        if self.result["hit"]:
            self.warn("this also cancelled %s" % ", ".join(
                "%r of %s" % (one["title"], format_service(self.names, "application", one["service"]["id"])) for one in self.result["hit"]))

    # Queueing again

    def _requeue_dropped(self, place, observed):
        """Requeue the removed deployments in their order, with their titles and descriptions, by which waiting tasks find them."""
        failed = None
        for one in self.result["dropped"]:
            try:
                deployment = Deployment(
                    self.backend, place, one["title"], one["description"], again=one["type"] == "redeploy", nonce=read_nonce(one["description"]))
                deployment.begin(observed.deployments)
                one["requeued"] = True
            except (DokployError, NotFound) as exc:
                failed = failed or exc
        if failed:
            raise TaskFailed("%s: not all removed deployments could be requeued (%s): %s" % (
                self.name, ", ".join(repr(one["title"]) for one in self.result["dropped"] if not one["requeued"]), failed.message), phase="queued",
                next_step="Start them with dokploy_deployment.")
