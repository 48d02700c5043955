# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of a resource, and carries its tasks out. Private to this collection."""

from __future__ import annotations

from ansible.module_utils.basic import missing_required_lib

from .._api.backend import Api
from .._client.http import Client
from .._common.errors import BadInput
from .._model.argument_spec import secret_options
from .definition import ModuleDefinition
from .options import module_spec

# Options of service modules that hold secrets, beside the fields of their description.
SERVICE_SECRETS = {"verify.headers": "values", "verify.url": "url"}


def connect(task):
    """The Client that a task's connection options describe."""
    options = task.options
    try:
        import requests  # noqa: F401, pylint: disable=unused-import
    except ImportError:
        raise BadInput(missing_required_lib("requests")) from None
    client = Client(
        options["api_url"], options["api_key"], validate_certs=options["validate_certs"], ca_path=options["ca_path"], client_cert=options["client_cert"],
        client_key=options["client_key"], timeout=options["timeout"], retries=options["retries"])
    for warning in client.warnings:
        task.warn(warning)
    return client


def resource_module(resource):
    """The definition of a resource's module."""
    secrets = dict(secret_options(resource), **(SERVICE_SECRETS if resource.service else {}))
    return ModuleDefinition(module_spec(resource), lambda task: carry_out(task, resource), secrets)


def carry_out(module, resource, operation=None):
    """The result of one task of a resource's module, or of C(operation)."""
    options = module.options
    if operation:
        Operation = operation
    elif resource.service:
        from .._lifecycle.converge import Converge as Operation
    else:
        from .._lifecycle.records import Converge as Operation

    def begin(backend=None):
        operation = Operation(resource, options, check_mode=module.check_mode, warn=module.warn, masker=module.masker)
        operation.backend, operation.follow = backend, module if module.open_live_log and options.get("follow") else None
        return operation

    def body(backend):
        operation = begin(backend)
        try:
            return operation.run()
        except Exception as exc:
            operation.result["diff"] = {"before": operation.before, "after": operation.after}
            operation.result["changed"] = operation.wrote()
            exc.result = operation.result
            raise
    if options["backend"] == "api":
        return body(Api(connect(module)))
    from .fallback import through
    return through(module, options, lambda: Api(connect(module)), body, begin if Operation.may_use_engine else None)
