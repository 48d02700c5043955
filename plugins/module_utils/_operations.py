# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small operations on one application that exists: what is one call, and no field of its description. Private to this collection."""

from __future__ import annotations

import copy

from . import _permissions
from ._errors import NotThere, Refused, TaskFailed, Unreachable
from ._health import FAILED, HEALTHY, judge
from ._lifecycle import Converge
from ._module import ADDRESSING, CONNECTION, DokployModule, carry_out, guarded


class Operation(Converge):
    """One such task: the application is found and looked at as any other, and C(act) does the rest."""

    own_options = {}            # beside connection and addressing

    def __init__(self, resource, options, **more):
        super().__init__(resource, options, **more)
        self.result = {"changed": False, "application": None, "previous": {}, "actions": [], "next_step": ""}

    def run(self):
        """-> the result. Raises DokployError; C(self.result) then holds what is known."""
        self.check_address()
        place = self.backend.locate(self.address)
        if place.missing:
            raise NotThere("%s does not exist" % self.name)
        self.act(place, self.look(place))
        return self.finish()

    def act(self, place, observed):
        """Do it, unless in check mode."""
        raise NotImplementedError

    def show(self, observed):
        record = observed.record
        environment = record.get("environment") or {}
        self.result["application"] = {
            "id": record["applicationId"], "name": record.get("name"), "app_name": record.get("appName"),
            "project": (environment.get("project") or {}).get("name"), "environment": environment.get("name"), "status": record.get("applicationStatus")}

    def note(self, option, before, after, action):
        """What this task changes, for the result and the diff."""
        self.result["changed"] = True
        self.result["actions"] = [action]
        self.before[option], self.after[option] = before, after

    def write(self, place, procedure, more, arrived):
        """One write, and a look after it -> Observed. C(arrived(record)) tells whether it is stored, also after a lost answer."""
        lost = None
        try:
            self.backend.call(procedure, dict(more, applicationId=place.application["id"]))
        except Unreachable as exc:
            if exc.arrived is False:
                raise
            lost = exc
        self.acted = True
        observed = self.look(place, again=True)
        if not arrived(observed.record):
            raise lost or TaskFailed("%s: Dokploy took %s, and shows nothing of it" % (self.name, procedure), next_step="Look at it in Dokploy.")
        return observed


class RotateToken(Operation):
    """A new secret word in the address of the application's webhook. The old address ends at once."""

    own_options = {"state": {"type": "str", "choices": ["rotated"], "default": "rotated"}, "return_url": {"type": "bool", "default": False}}

    def act(self, place, observed):
        old = observed.record.get("refreshToken")
        self.note("webhook_token", "(hidden)" if old else None, "(hidden, changed)", "rotate webhook token")
        _permissions.check(self.backend, ["application.refreshToken"], self.name)
        if self.check_mode:
            return
        observed = self.write(place, "application.refreshToken", {}, lambda record: record.get("refreshToken") not in (None, "", old))
        if self.options["return_url"]:
            self.result["webhook_url"] = "%s/api/deploy/%s" % (self.backend.client.api_url, observed.record["refreshToken"])


class SetStatus(Operation):
    """The status that Dokploy's pages show, which is what was last written, and not what runs."""

    own_options = {
        "status": {"type": "str", "choices": ["actual", "running", "idle", "done", "error"], "default": "actual"},
        "stable_for": {"type": "int", "default": 5},
    }

    def __init__(self, resource, options, **more):
        super().__init__(resource, options, **more)
        self.result.update(actual=None, reason="", phase="", unverified=[])

    def show(self, observed):
        super().show(observed)
        self.result["phase"] = "" if "service" in observed.unreadable else observed.phase
        self.result["unverified"] = sorted(observed.unreadable)

    def act(self, place, observed):
        wanted, stored = self.options["status"], observed.record.get("applicationStatus")
        actual, self.result["reason"] = actual_status(observed, self.options["stable_for"])
        self.result["actual"] = actual
        if wanted == "actual":
            if "service" in observed.unreadable:
                raise Refused("%s: what runs could not be read (%s), so its status is not known; nothing was changed" % (
                    self.name, observed.unreadable["service"]), next_step="Use a key that may read Docker (docker.read), or name the status.")
            if actual is None:
                return
            wanted = actual
        if wanted == stored:
            return
        self.note("status", stored, wanted, "set status %s" % wanted)
        self.result["previous"] = {"status": stored}
        procedure = "application.markRunning" if wanted == "running" else "application.update"
        _permissions.check(self.backend, [procedure], self.name)
        if self.check_mode:
            self.result["application"]["status"] = wanted
            return
        self.write(place, procedure, {} if wanted == "running" else {"applicationStatus": wanted}, lambda record: record.get("applicationStatus") == wanted)


def actual_status(observed, stable_for):
    """(the status that fits what runs, why); None where that cannot be said, or not yet."""
    if "service" in observed.unreadable:
        return None, "what runs could not be read"
    busy = observed.busy()
    if busy:
        return None, "a deployment is under way (%s)" % busy[0]
    if observed.phase in ("never_deployed", "stopped"):
        rows = observed.deployments
        if observed.record.get("applicationStatus") == "error" and rows and rows[0].get("status") == "error":
            return "error", "its last deployment failed"
        return "idle", "it was never deployed, or its service is gone" if observed.phase == "never_deployed" else "it is stopped"
    # What Swarm went back to runs, whatever became of the version after it.
    verdict = judge(observed, stable_for=stable_for, same=True, tolerate_rolled_back=True)
    if verdict.state == HEALTHY:
        return "done", "as many tasks run as are wanted"
    if verdict.state == FAILED:
        return "error", verdict.reason
    return None, verdict.reason


OPERATIONS = {"webhook_token": RotateToken, "application_status": SetStatus}


def operation_spec(resource, name):
    """The whole argument specification of an operation's module."""
    return copy.deepcopy(dict(CONNECTION, **ADDRESSING[resource.kind], **OPERATIONS[name].own_options))


def run_operation(resource, name):
    """The C(main) of an operation's module."""
    module = DokployModule(operation_spec(resource, name), supports_check_mode=True)
    guarded(module, lambda: carry_out(module, resource, OPERATIONS[name]))
