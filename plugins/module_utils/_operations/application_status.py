# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Corrects Dokploy's status of an application: C(dokploy_application_status)."""

from __future__ import annotations

from .._api.permissions import check_permissions
from .._common.errors import Refused
from .._planning.health import FAILED, HEALTHY, judge
from .._module.operation import Operation


class SetStatus(Operation):
    """Set the stored status, which Dokploy's pages show and which may differ from the actual state."""

    own_options = {
        "status": {"type": "str", "choices": ["actual", "running", "idle", "done", "error"], "default": "actual"},
        "stable_for": {"type": "int", "default": 5},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result.update(actual=None, reason="", phase="", unverified=[])

    def show(self, observed):
        super().show(observed)
        self.result["phase"] = "" if "service" in observed.unreadable else observed.phase
        self.result["unverified"] = sorted(observed.unreadable)

    def act(self, place, observed):
        """Store the status that was chosen, or the one that matches what runs."""
        wanted, stored = self.options["status"], observed.record.get("applicationStatus")
        actual, self.result["reason"] = find_actual_status(observed, self.options["stable_for"])
        self.result["actual"] = actual
        if wanted == "actual":
            if "service" in observed.unreadable:
                raise Refused("%s: what runs could not be read (%s), so its status is unknown; nothing was changed" % (
                    self.name, observed.unreadable["service"]), next_step="Use a key that can read Docker (docker.read), or set the status explicitly.")
            if actual is None:
                return
            wanted = actual
        if wanted == stored:
            return
        self.note_change("status", stored, wanted, "set status %s" % wanted)
        self.result["previous"] = {"status": stored}
        procedure = "application.markRunning" if wanted == "running" else "application.update"
        check_permissions(self.backend, self.resource, [procedure], self.name)
        if self.check_mode:
            self.result["application"]["status"] = wanted
            return
        self.write(place, procedure, {} if wanted == "running" else {"applicationStatus": wanted}, lambda record: record.get("applicationStatus") == wanted)


def find_actual_status(observed, stable_for):
    """Determine (the status that fits the running service, the reason); the status is None if it is not known (yet)."""
    if "service" in observed.unreadable:
        return None, "the running service could not be read"
    busy = observed.busy()
    if busy:
        return None, "a deployment is running (%s)" % busy[0]
    if observed.phase in ("never_deployed", "stopped"):
        rows = observed.deployments
        if observed.record.get("applicationStatus") == "error" and rows and rows[0].get("status") == "error":
            return "error", "its last deployment failed"
        return "idle", "it was never deployed, or its service was removed" if observed.phase == "never_deployed" else "it is stopped"
    # The version that Swarm restored runs, regardless of the later version.
    verdict = judge(observed, stable_for=stable_for, same=True, tolerate_rolled_back=True)
    if verdict.state == HEALTHY:
        return "done", "all desired replicas run"
    if verdict.state == FAILED:
        return "error", verdict.reason
    return None, verdict.reason
