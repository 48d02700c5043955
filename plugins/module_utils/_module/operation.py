# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines operations on an existing service, beyond the fields of its description.

Each operation is a class in C(_operations/). It gets a Context and a Request, and returns a result; the functions of the lifecycle
find, observe and deploy the service, and wait.
"""

from __future__ import annotations

import copy
from dataclasses import replace

from .._common.errors import MissingResource, TaskFailed, Unreachable
from .._lifecycle.context import Context
from .._lifecycle.converge import make_request
from .._lifecycle.find import locate_existing, observe_service, name_request
from .._lifecycle.pipeline import warn_of_missing
from .._planning.option_rules import check_service_address
from .._planning.present import present_brief
from .definition import ModuleDefinition
from .options import CONNECTION
from .connection import make_context
from .service import carry_out, load_live_log


class Operation:
    """One operation. C(act) performs it and fills C(result), which a failure also returns."""

    may_use_engine = False
    informs = False             # it changes nothing, so that a missing service is an error in check mode, too
    own_options = {}            # options in addition to connection and addressing
    secrets = {}                # paths of secret options -> "text", "values" (of a dictionary) or "any"

    def __init__(self, ctx, request):
        self.ctx, self.request = ctx, request
        self.resource, self.options, self.address, self.state = request.resource, request.options, request.address, request.options.get("state")
        self.backend, self.check_mode, self.warn, self.masker = ctx.backend, ctx.check_mode, ctx.warn, ctx.masker
        self.name = request.name
        self.result = {"changed": False, request.resource.kind: None, "previous": {}, "actions": [], "next_step": ""}
        self.before, self.after = {}, {}        # for the diff
        self.acted = False                      # whether something was written or done: a failure then counts as a change

    def copy_for(self, backend):
        """Return this operation for services of another kind, with the same result."""
        made = type(self)(Context(backend, self.check_mode, self.warn, self.masker), make_request(backend.resource, self.options))
        made.result, made.before, made.after = self.result, self.before, self.after
        return made

    def run(self):
        """Run the operation -> the result. Raises DokployError; C(self.result) then has the known part."""
        self.check_address()
        place = locate_existing(self.ctx, self.request)
        self.act(place, self.observe_service(place))
        return self.finish()

    def act(self, place, observed):
        """Perform it on a Place and its Observation, unless in check mode."""
        raise NotImplementedError

    def check_address(self):
        check_service_address(self.request)

    def observe_service(self, place, again=False):
        observed = observe_service(self.ctx, self.request, place, again=again)
        self.request = name_request(replace(self.request, name=self.name), place, observed)
        self.name = self.request.name
        self.show(observed)
        return observed

    def show(self, observed):
        self.result[self.resource.kind] = present_brief(self.resource, observed)

    def note_change(self, option, before, after, action):
        """Add a change to the result and the diff."""
        self.result["changed"] = True
        self.result["actions"] = [action]
        self.before[option], self.after[option] = before, after

    def write(self, place, procedure, more, arrived):
        """Write and observe -> Observation. C(arrived(record)): whether it is stored, also after a lost answer; if not, TaskFailed is raised."""
        lost = None
        try:
            self.backend.call(procedure, dict(more, **{self.resource.id: place.service["id"]}))
        except Unreachable as exc:
            if exc.arrived is False:
                raise
            lost = exc
        self.acted = True
        observed = self.observe_service(place, again=True)
        if not arrived(observed.record):
            raise lost or TaskFailed("%s: Dokploy accepted %s, and returns no result of it" % (self.name, procedure), next_step="Check it in Dokploy.")
        return observed

    def finish(self):
        self.result["diff"] = {"before": self.before, "after": self.after}
        return self.result


def perform_operation(operation):
    """Return a function (Context, resource, options) -> the result of one task of an Operation's class."""
    def perform(ctx, resource, options):
        performed = operation(ctx, make_request(resource, options))
        try:
            return performed.run()
        except Exception as exc:
            if ctx.check_mode and not operation.informs and isinstance(exc, MissingResource):
                warn_of_missing(ctx, exc)
                return dict(performed.finish(), changed=True)
            exc.result = dict(performed.result, changed=performed.acted or bool(ctx.journal))
            exc.result.setdefault("diff", {"before": performed.before, "after": performed.after})
            raise
    return perform


def operation_spec(resource, operation):
    """Make the argument specification of an operation's module."""
    return copy.deepcopy(dict(CONNECTION, **resource.addressing, **operation.own_options))


def operation_module(resource, operation):
    """Define the module of an Operation's class."""
    def body(module_task):
        def make_result(request):
            return operation(make_context(module_task, None), request).finish()
        return carry_out(module_task, resource, perform_operation(operation), make_result if operation.may_use_engine else None)
    return ModuleDefinition(operation_spec(resource, operation), body, operation.secrets, load_live_log if "follow" in operation.own_options else None)
