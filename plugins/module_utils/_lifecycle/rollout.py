# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done to a service that runs or shall run: deployed, reloaded, stopped, awaited, verified, put back. Private to this collection.

Imported only where there is something to do, or something to wait for.
"""

from __future__ import annotations

from .._client.probe import probe
from .deployments import Deployment, await_other, intervals, summary
from .._common.errors import ApiError, DokployError, NotFound, PermissionMissing, TaskFailed, Unreachable
from .._planning.build_log_patterns import advise_on_build_log, get_last_words
from .._planning.health import FAILED, HEALTHY, RECENT, judge, of_wanted
from .._client.http import CLOCK
from .._model.kinds import compact
from .._model.observation import CRASH_LOOP, wanted_tasks

ACTION_TIMEOUT = 60
STOP_TIMEOUT = 90
VERIFY_UNCHANGED = 30


class Rollout:
    """Acts for one task; C(task) is the lifecycle's Converge, whose result it fills."""

    def __init__(self, task):
        self.task = task
        self._begun = CLOCK.monotonic()     # wait_timeout runs from here: the start of the job, or of the reload

    def carry_out(self, place, observed, decision, look, verify):
        """Do what was decided and wait for it. C(look) and C(verify) say whether health and verify.url are awaited where nothing is done."""
        self.task.acted = decision.action != "none"
        if decision.action == "stop":
            self.stop(place, observed)
        elif decision.action == "none":
            if look:
                self.await_health(place, frozenset(), None, acted=False, first=observed)
            if verify:
                self.verify(acted=False)
        elif self.roll(place, observed, decision):
            self.verify(acted=True)

    def stop(self, place, observed):
        task = self.task
        if observed.busy():
            self.stop_once(place)
            if not await_other(task.backend, place, task.options["queue_timeout"]):
                raise TaskFailed("%s was stopped, and a deployment that somebody else began still runs and will start it again" % task.name,
                                 phase="building", next_step="Wait for it or end it, then run the task again.")
        self.stop_once(place)

    def stop_once(self, place):
        """Stop, and see it stopped: Dokploy says idle whatever happens."""
        task = self.task
        try:
            task.backend.stop(place, ACTION_TIMEOUT)
        except Unreachable as exc:
            if exc.arrived is False:
                raise
        start, pauses, limit = CLOCK.monotonic(), intervals(), STOP_TIMEOUT
        while True:
            try:
                observed = task.look(place, again=True)
                if observed.service is not None:
                    limit = STOP_TIMEOUT + (observed.service.container.get("StopGracePeriod") or 0) / 1e9
                if observed.service is not None and observed.service.stopped and not any(one.state == "running" for one in observed.tasks):
                    return
                if observed.service is None and observed.proven:
                    return
            except Unreachable as exc:
                if not exc.fallback:
                    raise
            if CLOCK.monotonic() - start >= limit:
                raise TaskFailed("%s was told to stop and has not stopped after %d seconds" % (task.name, limit), phase="stopping",
                                 next_step="Look whether Docker on its server answers.")
            CLOCK.sleep(next(pauses))

    def roll(self, place, observed, decision):
        """Deploy or reload, and wait as long as the task says -> whether it runs now as far as was awaited."""
        task = self.task
        before = {one.id for one in observed.tasks}
        version = observed.service.version if observed.service else None
        wait = task.options["wait_for"] if task.options["wait"] else "none"
        if decision.action in ("deploy", "redeploy"):
            deployment = Deployment(task.backend, place, task.options.get("deployment_title") or "Ansible", task.options.get("deployment_description") or "",
                                    again=decision.action == "redeploy")
            if task.drop is not None:
                from .upload import Upload
                deployment = Upload(task.backend, place, task.drop, observed.record.get("dropBuildPath") or "/")
            deployment.begin(observed.deployments)
            if wait == "none":
                task.result["phase"] = "queued"
                return False
            try:
                row = deployment.follow(task.options["queue_timeout"], task.options["wait_timeout"], task.watcher())
            finally:
                task.result["deployment"] = summary(deployment.row)
            if deployment.perhaps_ours:
                task.warn("the answer to the deployment was lost; the row %s is newer and was taken for ours" % row["deploymentId"])
            self._check_deployment(row)
            self._begun = deployment.begun
        else:
            self._reload(place)
            if wait == "none":
                task.result["phase"] = "rolling"
                return False
        if wait == "deployed" or "service" in observed.unreadable:
            task.look(place, again=True)
            return True
        self.await_health(place, before, version)
        return True

    def _reload(self, place):
        task = self.task
        try:
            task.backend.reload(place, ACTION_TIMEOUT)
        except Unreachable as exc:
            if exc.arrived is False:
                raise
        except ApiError as exc:
            if isinstance(exc, (PermissionMissing, NotFound)):
                raise
            raise TaskFailed(
                "%s could not be reloaded: %s" % (task.name, exc.server_message or exc.message), phase="rolling",
                next_step="Dokploy hides the reason here: state deployed runs the same, and its log has it. Often Docker refuses a limit%s." % (
                    ", or a vault reference leads nowhere (%s)" % ", ".join(task.result["unverified"]) if task.result["unverified"] else ""),
            ) from exc

    def _check_deployment(self, row):
        task = self.task
        if row.get("status") == "done":
            return
        log = task.backend.evidence.build_log(row["deploymentId"])
        if log is not None:
            task.result["build_log"] = log
        if row.get("status") == "cancelled":
            raise TaskFailed("the deployment %r of %s was cancelled, as happens when Dokploy restarts or somebody ends it" % (row.get("title"), task.name),
                             phase="building", next_step="Run the task again: what was to be deployed is stored.")
        reason = row.get("errorMessage") or get_last_words(log)
        raise TaskFailed("the deployment of %s failed%s" % (task.name, ": %s" % reason if reason else ""), phase="building",
                         next_step=advise_on_build_log(reason) if reason else "Read the deployment's log in Dokploy: this version cannot show it.")

    def await_health(self, place, before, version, acted=True, first=None):
        """Look until the service is healthy, or fails, or time runs out."""
        task = self.task
        timeout, pauses = task.options["wait_timeout"], intervals()
        verdict, observed = None, first
        while True:
            try:
                observed = observed or task.look(place, again=True)
                comparison, known = task.compare(observed.record, observed), observed.record is not None
                if known:
                    task.result["unverified"] = comparison.unverified
                same = not comparison.differences or comparison.rolled_back
                verdict = judge(observed, before if acted else frozenset(), task.options["stable_for"], version if acted else None, same, not acted and known)
                if verdict.state == HEALTHY:
                    if acted and not same and observed.busy() is None:
                        raise TaskFailed("%s runs, and differs from what is stored in %s: somebody changed one of the two meanwhile" % (
                            task.name, ", ".join(comparison.names)), phase="rolling", next_step="Run the task again.")
                    if same or not acted:
                        task.result["phase"] = "running"
                        if task.watch:
                            task.watch.say("%s steadily" % of_wanted(len(observed.running), wanted_tasks(observed)))
                        self._warn_of_ends(observed)
                        return
                if task.watch:
                    task.watch.say(verdict.reason)
                if verdict.state == FAILED:
                    self._fail_health(place, observed, verdict)
            except Unreachable as exc:
                if not exc.fallback:
                    raise
            if CLOCK.monotonic() - self._begun >= timeout:
                if verdict is None:
                    raise TaskFailed("%s: Dokploy could not be asked whether it runs" % task.name, phase="unavailable")
                verdict.reason = "after %d seconds %s" % (timeout, verdict.reason)
                self._fail_health(place, observed or task.look(place, again=True), verdict)
            CLOCK.sleep(next(pauses))
            observed = None

    def _warn_of_ends(self, observed):
        ends = [one for one in observed.tasks if one.state in ("failed", "rejected") and (one.age or 0) < RECENT]
        if len(ends) >= CRASH_LOOP:
            self.task.warn("%s runs, and %d of its tasks failed within the last minutes (%s): a stable_for that is longer than they live tells a crash loop" % (
                self.task.name, len(ends), ends[0].error or ends[0].state))

    def _fail_health(self, place, observed, verdict):
        task = self.task
        task.show(observed)
        for line in [line for line in task.result["containers"] if line["state"] in ("failed", "rejected", "complete")][:3]:
            line.update(task.backend.evidence.how_it_ended(place, line["task"]))
        if any(line.get("out_of_memory") for line in task.result["containers"]):
            verdict.next_step = "The kernel killed it for memory: raise memory_limit, or find what it needs."
        log = task.backend.evidence.failure_log(place, verdict.failed, verdict.phase == "swarm_rolled_back")
        if log:
            task.result["container_log"] = log
        deployment = task.result.get("deployment")
        if deployment and "build_log" not in task.result:
            text = task.backend.evidence.build_log(deployment["id"])
            if text:
                task.result["build_log"] = text
        raise TaskFailed("%s is not healthy: %s" % (task.name, verdict.reason), phase=verdict.phase, next_step=verdict.next_step)

    def verify(self, acted):
        task = self.task
        asked = task.options.get("verify") or {}
        url = asked.get("url")
        if not url:
            return
        codes = asked.get("status_code") or [200]
        limit = task.options["wait_timeout"] if acted else min(task.options["wait_timeout"], VERIFY_UNCHANGED)
        pauses = intervals()
        while True:
            status, why = probe(url, verify=asked.get("validate_certs", True), headers=asked.get("headers"), timeout=asked.get("timeout") or 10,
                                follow_redirects=bool(asked.get("follow_redirects")))
            if status in codes:
                return
            if CLOCK.monotonic() - self._begun >= limit:
                raise TaskFailed("%s runs, and %s %s" % (task.name, url, "answers %d" % status if status else "does not answer: %s" % why),
                                 phase="unreachable", next_step="Look at its domains, the port it listens on, and Traefik.")
            CLOCK.sleep(next(pauses))

    # Going back

    def restore(self, place, observed, failure, fresh, unseen=()):
        """Write back what this task wrote, and bring the state before back. C(unseen) names the build settings among it."""
        task = self.task
        if task.drop is not None and task.drop.sent:
            from .upload import forget
            forget(task)
        try:
            undone = [] if fresh else task.applier.restore(task.resource, lambda: task.backend.client.read(
                "application.one", applicationId=place.application["id"]))
            if fresh or observed.service is None or observed.service.stopped:
                task.backend.stop(place, ACTION_TIMEOUT)
                undone.append("stop application")
                said = "It was left stopped."
            else:
                undone += self._bring_back(place, observed, unseen)
                said = "What this task wrote was written back." if undone else "What ran before runs on."
            task.result["undone"] = undone
            failure.facts["next_step"] = "%s %s" % (said, failure.facts.get("next_step", ""))
        except DokployError as exc:
            task.result["undone"] = False
            failure.message += "; and bringing back what was before failed too: %s" % exc.message

    def _bring_back(self, place, observed, unseen):
        """Make what ran before run again, unless it does: Swarm may have gone back to it already -> what was done."""
        task = self.task
        again = task.look(place, again=True)
        built = again.record.get("sourceType") != "docker" and (task.result.get("deployment") or {}).get("status") == "done"
        runs = again.service is not None and again.service.update_state not in ("paused", "rollback_paused") and len(again.running) >= wanted_tasks(again)
        if runs and not built and not task.unseen and _same_spec(again.service, observed.service):
            return []
        if built and task.drop is not None and task.drop.sent:
            raise TaskFailed("its image holds the new files, and those before are not there any more")
        if built and not unseen:
            raise TaskFailed("its image holds the new build, and building what is stored would give the same again")
        evidence = {key: task.result[key] for key in ("containers", "phase")}
        self._begun = CLOCK.monotonic()
        if built:
            deployment = Deployment(task.backend, place, "Ansible: restore", "")
            deployment.begin(again.deployments)
            self._check_deployment(deployment.follow(task.options["queue_timeout"], task.options["wait_timeout"], task.watch))
        else:
            self._reload(place)
        self.await_health(place, {one.id for one in again.tasks}, again.service.version if again.service else None)
        task.result.update(evidence)
        return ["%s application" % ("deploy" if built else "reload")]


def _same_spec(one, other):
    """Whether two looks at a service show the same specification, apart from the counter that forces new tasks."""
    def plain(service):
        template = dict(service.spec.get("TaskTemplate") or {}, ForceUpdate=0)
        return compact(dict(service.spec, TaskTemplate=template))
    return plain(one) == plain(other)
