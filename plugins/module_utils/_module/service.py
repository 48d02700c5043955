# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of a resource that has a service, and runs its operations on the API or a Docker Engine. Private to this collection."""

from __future__ import annotations

from .._api.backend import Api
from .._model.argument_spec import secret_options
from .definition import ModuleDefinition
from .options import module_spec
from .pipeline import begin_operation, connect, run_operation

# Options of service modules that hold secrets, beside the fields of their description.
SERVICE_SECRETS = {"verify.headers": "values", "verify.url": "url"}


def service_module(resource):
    """The definition of a service's module."""
    def body(task):
        from .._lifecycle.converge import Converge
        return carry_out(task, resource, Converge)
    return ModuleDefinition(module_spec(resource), body, dict(secret_options(resource), **SERVICE_SECRETS))


def carry_out(task, resource, operation):
    """The result of one task of the class C(operation)."""
    if task.options["backend"] == "api":
        return run_operation(task, resource, operation, Api(connect(task)))
    from .fallback import through
    return through(
        task, task.options, lambda: Api(connect(task)), lambda backend: run_operation(task, resource, operation, backend),
        (lambda: begin_operation(task, resource, operation)) if operation.may_use_engine else None)
