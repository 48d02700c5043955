# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of one part of a service: a domain, a mount, a port, a redirect, a user of basic authentication."""

from __future__ import annotations

import copy
from dataclasses import replace

from .._api.compose import make_backend
from .._client.batches import BatchingClient
from .._common.errors import BadInput, DokployError
from .._lifecycle.compose import HOOKS as COMPOSE_HOOKS
from .._lifecycle.converge import make_request
from .._lifecycle.database import HOOKS as DATABASE_HOOKS
from .._lifecycle.part import perform_part
from .._model.argument_spec import part_options, secret_options
from .._model.plan import Outcome
from .._planning.part import make_part_result, touches_what_runs
from .connection import NEEDS_API, connect, make_context
from .definition import ModuleDefinition
from .options import CONNECTION
from .service_options import SERVICE_OPTIONS

HOOKS = {"compose": COMPOSE_HOOKS, "database": DATABASE_HOOKS}
# The options of services that a change of the running service needs.
ROLLOUT_OPTIONS = ("apply_pending", "wait", "wait_for", "wait_timeout", "queue_timeout", "stable_for", "on_failure")


def part_spec(part):
    """Make the argument specification of a part's module."""
    spec = dict(copy.deepcopy(CONNECTION), **part.addressing, **part_options(part.fields, part.child.identity))
    spec["state"] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
    if any(touches_what_runs(child) for child in part.children):
        spec["deploy"] = {"type": "str", "choices": ["on_change", "never"], "default": "on_change"}
        spec.update({name: copy.deepcopy(SERVICE_OPTIONS[name]) for name in ROLLOUT_OPTIONS})
    return spec


def part_module(part):
    """Define the module of a part."""
    def body(task):
        options = task.options
        wanted = dict({item.option: options.get(item.option) for item in part.fields}, state=options["state"])
        runs = any(touches_what_runs(child) for child in part.children)
        request = make_request(part.resource, {"state": "present", part.option: [wanted]})
        try:
            resource, address = part.find_service(options)
            _check_part_options(resource.child_of(part.option), part, options)
        except DokployError as exc:
            exc.result = make_part_result(Outcome(request), part.option, runs)
            raise
        more = {name: options[name] for name in (*ROLLOUT_OPTIONS, "deploy") if name in options}
        if resource.kind in HOOKS:
            resource = replace(resource, hooks=HOOKS[resource.kind])
        ctx = make_context(task, make_backend(connect(task, BatchingClient), resource))
        return perform_part(ctx, resource, part.option, dict(address, state="present", **more), wanted, runs)
    return ModuleDefinition(part_spec(part), body, secret_options(part.child))


def _check_part_options(child, part, options):
    """Raise BadInput for options that do not fit the part of this kind of service, and for missing ones."""
    if options["backend"] == "docker":
        raise BadInput(NEEDS_API)
    has = {item.option for item in child.fields}
    for item in part.fields:
        if options.get(item.option) is not None and item.option not in has:
            raise BadInput("%s does not belong to a %s of this kind of service" % (item.option, child.kind))
    missing = [item.option for item in child.fields if item.more.get("required") and options.get(item.option) is None]
    if missing and options["state"] == "present":
        raise BadInput("state present requires %s" % " and ".join(missing))
