# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is no field of a description: one operation on an application that exists. Private to this collection.

Each operation is a class of its own, in C(_operations/).
"""

from __future__ import annotations

import copy

from .._common.errors import NotThere, TaskFailed, Unreachable
from .._lifecycle.converge import Converge
from .definition import ModuleDefinition
from .options import CONNECTION
from .service import carry_out


class Operation(Converge):
    """One such task: the application is found and looked at as any other, and C(act) does the rest."""

    may_use_engine = False
    own_options = {}            # beside connection and addressing
    secrets = {}                # those of them that hold secrets: path -> "text", "values" (of a dictionary) or "any"

    def __init__(self, resource, options, **more):
        super().__init__(resource, options, **more)
        self.result = {"changed": False, "application": None, "previous": {}, "actions": [], "next_step": ""}

    def run(self):
        """-> the result. Raises DokployError; C(self.result) then holds what is known."""
        self.check_address()
        place = self.backend.locate(self.address)
        if place.missing:
            from .._api.lookup import near
            raise NotThere("%s does not exist" % self.name, next_step=near(self.backend, place, self.address))
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


def operation_spec(resource, operation):
    """The whole argument specification of an operation's module."""
    return copy.deepcopy(dict(CONNECTION, **resource.addressing, **operation.own_options))


def operation_module(resource, operation):
    """The definition of the module of an Operation's class."""
    return ModuleDefinition(operation_spec(resource, operation), lambda task: carry_out(task, resource, operation), operation.secrets)
