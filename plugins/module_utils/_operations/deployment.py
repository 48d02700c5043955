# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deploys, rolls back, and removes deployments: C(dokploy_deployment).

C(deployed) and C(redeployed) do the same as the state C(deployed) of C(dokploy_application), without storing options.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace

from .._api.permissions import check_permissions
from .._lifecycle.deployments import ORPHAN_SECONDS, await_other
from .._common.errors import (
    ApiError, BadInput, MissingResource, NotFound, ResourceNotFound, PermissionMissing, Refused, TaskFailed, make_ambiguous_error)
from .._lifecycle.find import accept_lost_answer
from .._module.operation import Operation
from .._module.service_options import DEPLOYMENT_WORDS, WAITING
from .._lifecycle.wait import await_health
from .._planning.present import learn_secrets, list_urls, present_containers
from .._planning.present_deployment import FINISHED, present_deployment
from .._planning.result import make_service_result
from .._lifecycle.converge import converge_found
from .._lifecycle.deployments import await_other_deployment, warn_of_orphan
from .._model.plan import Outcome
from .._api.service_lookup import suggest_names

DEFAULTS = {
    "deploy": "always", "verify": None, "on_failure": "leave", "apply_pending": False, "rename_to": None, "move_to": None, "unset": None,
    "env_templates": False,
}

# The number of removed and of kept deployments that a result shows, newest first. Some versions of Dokploy keep all deployments.
MOST_DEPLOYMENTS = 50


class Deploy(Operation):
    """Start, repeat, roll back, or remove a deployment."""

    own_options = {
        "state": {"type": "str", "choices": ["deployed", "redeployed", "rolled_back", "cleared", "absent"], "default": "deployed"},
        **DEPLOYMENT_WORDS, **WAITING,
        "follow": {"type": "bool", "default": True},
        "other_deployment": {"type": "str", "choices": ["wait", "refuse"], "default": "wait"},
        "deployment_id": {"type": "str"},
        "keep": {"type": "int", "default": 5},
        "force": {"type": "bool", "default": False},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, replace(request, options=dict(DEFAULTS, **request.options)))
        self.result.update(applied=[], pending=[], unverified=[], phase="", deployment=None, containers=[], urls=[],
                           removed=[], removed_total=0, kept=[], kept_total=0, dropped_settings=[])

    def run(self):
        state, options = self.state, self.options
        self.check_address()
        if options["keep"] < 0:
            raise BadInput("keep must not be negative")
        if state in ("deployed", "redeployed", "cleared") and options.get("deployment_id"):
            raise BadInput("deployment_id is not supported with state %s" % state)
        if state == "absent" and not options.get("deployment_id"):
            raise BadInput("state absent requires deployment_id: titles of deployments are not unique")
        place = self.backend.locate(self.address)
        if place.missing:
            if state == "absent":
                return self.finish()
            raise MissingResource("%s does not exist" % self.name, next_step=suggest_names(self.backend, place, self.address))
        if state in ("deployed", "redeployed"):
            return self._deploy_saved(place)
        observed = self.observe_service(place)
        {"rolled_back": self._roll_back, "cleared": self._clear_deployments, "absent": self._remove_deployment}[state](place, observed)
        return self.finish()

    def show(self, observed):
        super().show(observed)
        self.result.update(containers=present_containers(observed), phase=observed.phase, urls=list_urls(observed.record))

    # Deployed, redeployed

    def _deploy_saved(self, place):
        """Deploy the saved configuration, with the pipeline of the resource's own module, which stores nothing here."""
        observed = self._await_others(place, self.observe_service(place))
        if self.state == "redeployed" and not observed.deployments and observed.service is None:
            raise Refused("%s was never deployed, and a redeployment neither clones nor pulls: nothing was changed" % self.name,
                          next_step="Use state deployed.")
        request = replace(self.request, state="deployed", again=self.state == "redeployed", stores_nothing=True)
        outcome = converge_found(self.ctx, Outcome(request, place=place, observed=observed))
        found = make_service_result(outcome)
        self.result.update({key: value for key, value in found.items() if key in self.result and key != self.resource.kind}, **outcome.facts)
        self.before, self.after = found["diff"]["before"], found["diff"]["after"]
        if outcome.observed is not None:
            super().show(outcome.observed)
        if outcome.error is not None:
            raise outcome.error
        return self.finish()

    def _await_others(self, place, observed):
        """Wait for deployments that others started, or raise Refused, according to C(other_deployment) -> the next Observation."""
        busy = observed.busy()
        if not busy:
            return observed
        if self.options["other_deployment"] == "refuse":
            queued = any(job["mine"] for job in observed.jobs)
            if queued or self.check_mode or not await_other(
                    self.backend, place, ORPHAN_SECONDS + 10, orphaned=lambda row: warn_of_orphan(self.ctx, self.name, row)):
                raise Refused("a deployment of %s that somebody else started is running (%s, %s): nothing was changed" % (
                    self.name, busy[1] or "without title", busy[0]), phase="queued", next_step="Wait for it, or set other_deployment: wait.")
            return self.observe_service(place, again=True)
        if self.check_mode:
            return observed
        await_other_deployment(self.ctx, self.request, place, observed)
        return self.observe_service(place, again=True)

    # Rolled back

    def _roll_back(self, place, observed):
        """Run Dokploy's rollback to the image of an earlier deployment, and wait for health. Refused without a running service."""
        observed = self._await_others(place, observed)
        holders = self._list_with_rollback(place, observed)
        target = self._choose_rollback(observed, holders)
        rollback = target["rollback"]
        image = rollback.get("image") or ""
        self.result["deployment"] = present_deployment(target)
        runs = observed.service.image if observed.service else None
        if image and runs and (runs == image or runs.endswith("/" + image)) and not observed.service.stopped:
            return
        if observed.service is None:
            raise Refused("%s has no service, and a rollback would create one that Dokploy does not know: nothing was changed" % self.name,
                          next_step="Use state deployed.")
        self.note_change("image", runs, image, "roll back application")
        self.result["previous"] = {"running_image": runs}
        self.result["dropped_settings"] = dropped = [name for name, there in (
            ("args", observed.record.get("args")), ("stop_grace_period", observed.record.get("stopGracePeriodSwarm") is not None),
            ("file mounts", any(row.get("type") == "file" for row in observed.record.get("mounts") or []))) if there]
        check_permissions(self.backend, self.resource, ["rollback.rollback"], self.name)
        if dropped:
            self.warn("Dokploy's rollback runs %s without its %s" % (self.name, ", ".join(dropped)))
        if self.check_mode:
            return
        self.acted = True
        begun = self.ctx.clock.monotonic()
        before, version = {one.id for one in observed.tasks}, observed.service.version
        try:
            with accept_lost_answer():
                self.backend.call("rollback.rollback", {"rollbackId": target["rollbackId"]})
        except ApiError as exc:
            if isinstance(exc, PermissionMissing):
                raise
            raise TaskFailed("%s could not be rolled back to %r: %s" % (self.name, target.get("title"), exc.server_message or exc.message), phase="rolling",
                             next_step="Dokploy hides the reason. Often the registry of the rollback cannot be reached, or its image was removed.") from exc
        if self.options["wait"] and self.options["wait_for"] == "healthy" and "service" not in observed.unreadable:
            self._show_look(*await_health(self.ctx, self.request, place, begun, before, version))
            self.result["phase"] = "running"
        else:
            self.observe_service(place, again=True)

    def _show_look(self, observed, comparison):
        self.show(observed)
        self.result["unverified"] = list(comparison.unverified)

    def _list_with_rollback(self, place, observed):
        """List the deployments that have a rollback, with it, newest first."""
        rows = self.backend.client.read("deployment.allByType", id=place.service["id"], type="application") or []
        for row in rows:
            context = (row.get("rollback") or {}).pop("fullContext", None)
            if self.masker and isinstance(context, dict):
                learn_secrets(self.resource, context, self.masker)
        rows = sorted((row for row in rows if row.get("rollbackId") and row.get("rollback")), key=lambda row: row.get("createdAt") or "", reverse=True)
        if not rows:
            raise Refused("no deployment of %s has a rollback: nothing was changed" % self.name, next_step=(
                "Dokploy keeps one for each deployment after rollbacks and a registry for them were set for the application."
                if not observed.record.get("rollbackActive") else "The following deployments will have one: rollbacks are enabled."))
        return rows

    def _choose_rollback(self, observed, holders):
        """Choose the deployment to roll back to: the requested one, the one in force, or the newest before the last success."""
        wanted, title = self.options.get("deployment_id"), self.options.get("deployment_title")
        known = "Available: %s." % ", ".join("%s (%s)" % (row["deploymentId"], row.get("title") or "") for row in holders)
        if wanted:
            found = [row for row in holders if row["deploymentId"] == wanted]
            if not found:
                raise ResourceNotFound("the deployment %s of %s has no rollback, or does not exist: nothing was changed" % (wanted, self.name), next_step=known)
            return found[0]
        if title:
            found = [row for row in holders if row.get("title") == title]
            if not found:
                raise ResourceNotFound("no deployment of %s with the title %r has a rollback: nothing was changed" % (self.name, title), next_step=known)
            if len(found) > 1:
                raise make_ambiguous_error("deployment", title, [row["deploymentId"] for row in found], "deployment_id")
            return found[0]
        runs = observed.service.image if observed.service else ""
        in_force = [row for row in holders if runs and (row["rollback"].get("image") or "?") in (runs, runs.rpartition("/")[2])]
        if in_force:
            return in_force[0]          # somebody rolled back already: the task must name another rollback
        done = [row for row in observed.deployments if row.get("status") == "done"]
        older = [row for row in holders if not done or row["deploymentId"] != done[0]["deploymentId"]]
        if not older:
            raise Refused("the only deployment of %s with a rollback is the running one: nothing was changed" % self.name)
        return older[0]

    # Cleared, absent

    def _clear_deployments(self, place, observed):
        rows = observed.deployments
        self._discard_rows(place, [row for row in rows[self.options["keep"]:] if row.get("status") in FINISHED and not row.get("rollbackId")])

    def _remove_deployment(self, place, observed):
        """Remove one deployment. Raises Refused for a running one, and for one with a rollback unless forced."""
        row = next((one for one in observed.deployments if one["deploymentId"] == self.options["deployment_id"]), None)
        if row is None:
            return
        if row.get("status") not in FINISHED and self._has_job(place):
            raise Refused("the deployment %r of %s is running: nothing was changed" % (row.get("title"), self.name),
                          next_step="Wait for it, or cancel it with dokploy_build.")
        if row.get("rollbackId") and not self.options["force"]:
            raise Refused("the deployment %r of %s has a rollback, which would be removed too: nothing was changed" % (row.get("title"), self.name),
                          next_step="Use force to remove it anyway.")
        self._discard_rows(place, [row])

    def _has_job(self, place):
        """Return whether the queue has a job of this application; also true for an unreadable queue."""
        jobs = self.backend.deployments(place.service["id"])[1]
        return jobs is None or any(job["mine"] for job in jobs)

    def _discard_rows(self, place, rows):
        """Remove rows with their logs."""
        ids = [row["deploymentId"] for row in rows]
        self.result.update(removed=[present_deployment(row) for row in rows[:MOST_DEPLOYMENTS]], removed_total=len(rows))
        if rows:
            self.note_change("deployments", [row.get("title") for row in rows[:MOST_DEPLOYMENTS]], [],
                             "remove %d deployment%s" % (len(rows), "s" if len(rows) > 1 else ""))
            self.result["previous"] = {"deployments": ids[:MOST_DEPLOYMENTS]}
            if not self.backend.at_least("0.27.1"):
                raise Refused("removing deployments requires Dokploy v0.27.1 or later: nothing was changed")
            check_permissions(self.backend, self.resource, ["deployment.removeDeployment"], self.name)
        left = [row for row in self.backend.deployments(place.service["id"])[0] if row["deploymentId"] not in ids]
        if rows and not self.check_mode:
            self._send_removals(place, ids)
            left = self.backend.deployments(place.service["id"])[0]
            stayed = [row for row in left if row["deploymentId"] in ids]
            if stayed:
                raise TaskFailed("%s: Dokploy took the removal of %d deployments, and still shows them" % (self.name, len(stayed)))
        self.result.update(kept=[present_deployment(row) for row in left[:MOST_DEPLOYMENTS]], kept_total=len(left))

    def _send_removals(self, place, ids):
        for one in ids:
            self.acted = True
            # Somebody else may remove it meanwhile, or Dokploy itself, which keeps ten.
            with contextlib.suppress(NotFound), accept_lost_answer():
                self.backend.call("deployment.removeDeployment", {"deploymentId": one})
