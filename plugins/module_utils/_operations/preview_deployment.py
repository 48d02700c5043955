# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deploys or removes a preview: C(dokploy_preview_deployment)."""

from __future__ import annotations

import contextlib

from .._api.permissions import check_permissions
from .._lifecycle.deployments import Deployment
from .._common.waiting import intervals
from .._common.errors import NotFound, ResourceNotFound, Refused, TaskFailed
from .._planning.health import FAILED, HEALTHY, judge
from .._client.http import CLOCK
from .._lifecycle.find import accept_lost_answer
from .._module.operation import Operation
from .._module.service_options import DEPLOYMENT_WORDS, WAITING
from .._planning.present_deployment import present_deployment
from .._planning.present import present_containers
from .._lifecycle.previews import PreviewBackend, find_preview, list_deployments, list_previews, observe_preview, present_preview

GONE_TIMEOUT = 60


class PreviewDeployment(Operation):
    """Deploy the preview of a pull request again, or remove it."""

    own_options = {
        "state": {"type": "str", "choices": ["redeployed", "absent"], "default": "redeployed"},
        "pull_request": {"type": "str"},
        "preview_id": {"type": "str"},
        **DEPLOYMENT_WORDS, **WAITING,
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result.update(preview=None, deployment=None, containers=[], phase="", unverified=[])

    def act(self, place, observed):
        rows = list_previews(self.backend, place.service["id"])
        row = find_preview(rows, self.options["pull_request"], self.options["preview_id"])
        if row is None:
            if self.state == "absent":
                self.result["phase"] = "absent"
                return
            wanted = "of pull request %s" % self.options["pull_request"] if self.options["pull_request"] else "with the id %s" % self.options["preview_id"]
            raise ResourceNotFound("%s has no preview %s" % (self.name, wanted), next_step=(
                "It has previews of: %s. Dokploy creates one when GitHub reports a pull request." % (
                    ", ".join(sorted(str(one.get("pullRequestNumber")) for one in rows)) or "none")))
        self.name = "the preview of pull request %s of %s" % (row.get("pullRequestNumber"), self.name)
        self._report_preview(row)
        if self.state == "absent":
            self._remove_preview(place, row)
        else:
            self._redeploy_preview(place, row)

    def _report_preview(self, row):
        # Others write the title of a pull request.
        self.result["preview"] = self.masker.mask_values(present_preview(row))

    def _remove_preview(self, place, row):
        """Remove the preview, and wait until its row and its service no longer exist. Raises TaskFailed on a timeout."""
        self.note_change("state", "present", "absent", "remove preview deployment")
        self.result["previous"] = {"preview": row["previewDeploymentId"]}
        check_permissions(self.backend, self.resource, ["previewDeployment.delete"], self.name)
        self.result["phase"] = "absent"
        if self.check_mode:
            return
        self.acted = True
        with contextlib.suppress(NotFound), accept_lost_answer():
            self.backend.call("previewDeployment.delete", {"previewDeploymentId": row["previewDeploymentId"]})
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            left = find_preview(list_previews(self.backend, place.service["id"]), None, row["previewDeploymentId"])
            seen = observe_preview(self.backend, place, row["appName"])
            if left is None and seen.service is None:
                if seen.unreadable:
                    self.result["unverified"] = ["service"]
                return
            if CLOCK.monotonic() - start >= GONE_TIMEOUT:
                raise TaskFailed("%s was removed, and %s after %d seconds" % (
                    self.name, "Dokploy still lists it" if left else "its service %s still runs" % row["appName"], GONE_TIMEOUT), phase="removing",
                    next_step="docker service rm %s on its server removes the rest." % row["appName"])
            CLOCK.sleep(next(pauses))

    def _redeploy_preview(self, place, row):
        """Deploy the preview again, and wait for the deployment and for health."""
        if not self.backend.at_least("0.26.4"):
            raise Refused("deploying a preview again requires Dokploy v0.26.4 or later: nothing was changed")
        self.note_change("deployment", None, "new", "redeploy preview deployment")
        check_permissions(self.backend, self.resource, ["previewDeployment.redeploy"], self.name)
        if self.check_mode:
            return
        backend = PreviewBackend(self.backend, place.service["id"], row["previewDeploymentId"])
        before = observe_preview(self.backend, place, row["appName"])
        deployment = Deployment(
            backend, place, self.options["deployment_title"] or "Deployed by Ansible", self.options["deployment_description"], again=True)
        deployment.begin(list_deployments(row))
        self.acted = True
        if not self.options["wait"]:
            return
        try:
            ended = deployment.follow(self.options["queue_timeout"], self.options["wait_timeout"])
        except TaskFailed as exc:
            exc.facts["next_step"] = "Check that the GitHub provider works: without write access to the pull request, its deployment never ends."
            raise
        self.result["deployment"] = present_deployment(ended)
        self._report_preview(find_preview(list_previews(self.backend, place.service["id"]), None, row["previewDeploymentId"]) or row)
        if ended.get("status") != "done":
            self.result["build_log"] = self.backend.evidence.build_log(ended["deploymentId"])
            raise TaskFailed(
                "the deployment of %s ended with %s" % (self.name, ended.get("status")), phase="building",
                next_step="Read build_log. Dokploy also writes to the pull request, and fails where GitHub cannot be reached.")
        if self.options["wait_for"] == "healthy":
            self._await_health(place, row, before)

    def _await_health(self, place, row, before):
        """Wait until the preview is healthy. Raises TaskFailed. C(before): its Observation before the deployment."""
        old, version = {task.id for task in before.tasks}, before.service.version if before.service else None
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            seen = observe_preview(self.backend, place, row["appName"])
            self.result["containers"], self.result["phase"] = self.masker.mask_values(present_containers(seen)), "running" if seen.service else "never_deployed"
            if "service" in seen.unreadable and seen.withheld:
                self.result["unverified"] = ["service"]
                return
            verdict = judge(seen, before=old, stable_for=self.options["stable_for"], version_before=version)
            if verdict.state == HEALTHY:
                return
            if verdict.state == FAILED or CLOCK.monotonic() - start >= self.options["wait_timeout"]:
                raise TaskFailed("%s is not healthy: %s" % (self.name, verdict.reason), phase=verdict.phase or "unhealthy", next_step=verdict.next_step)
            CLOCK.sleep(next(pauses))
