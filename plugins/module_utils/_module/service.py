# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of a resource that has a service, and runs its tasks on the API or a Docker Engine."""

from __future__ import annotations

from .._api.backend import Api
from .._common.errors import BadInput
from .._lifecycle.converge import make_request, perform_service
from .._model.argument_spec import secret_options
from .._model.plan import Outcome
from .._planning.result import make_service_result
from .definition import ModuleDefinition
from .service_options import service_spec
from .connection import make_context, open_backend

# Options of service modules that hold secrets, beside the fields of their description.
SERVICE_SECRETS = {"verify.headers": "values", "verify.url": "url"}


def service_module(resource, choose=None, api=Api):
    """Define a service's module. C(choose(options)) returns the resource of a task, if the module has several; C(api): its backend's class."""
    def body(module_task):
        if choose is not None:
            try:
                chosen = choose(module_task.options)
            except BadInput as exc:
                exc.result = make_service_result(Outcome(make_request(resource, module_task.options)))
                raise
            return carry_out(module_task, chosen, perform_service, api=api)
        return carry_out(module_task, resource, perform_service, lambda request: make_service_result(Outcome(request)))
    return ModuleDefinition(service_spec(resource), body, dict(secret_options(resource), **SERVICE_SECRETS), load_live_log)


def load_live_log():
    """Import C(background), which shows the log of a task on another host."""
    from . import background
    return background


def carry_out(module_task, resource, perform, make_result=None, api=Api):
    """Return C(perform(Context, resource, options)) on the task's backend.

    C(make_result(Request)) returns the result of a task that did nothing; without it, only the API can perform the task.
    """
    def run(backend):
        show_log = module_task.open_live_log if module_task.options.get("follow") else None

        def open_live_log():
            from .._lifecycle.live_log import open_watch
            return open_watch(show_log, backend, module_task.masker)
        return perform(make_context(module_task, backend, open_live_log if show_log else None), resource, module_task.options)

    def check_engine():
        """Raise Refused if an engine cannot do it."""
        if module_task.options.get("state") is not None:
            from .._lifecycle.engine_only import check_engine_can
            check_engine_can(make_request(resource, module_task.options))

    if module_task.options["backend"] == "api":
        return run(open_backend(module_task, api, resource))
    from .fallback import perform_with_fallback
    return perform_with_fallback(
        module_task.options, module_task.warn, lambda: open_backend(module_task, api, resource), run, check_engine if make_result else None,
        (lambda: make_result(make_request(resource, module_task.options))) if make_result else None)
