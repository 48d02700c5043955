# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of a plain record, which has no service."""

from __future__ import annotations

from .._api.server import ApiServer
from .._common.errors import BadInput
from .._lifecycle.records import RecordKind, perform_record
from .._model.argument_spec import secret_options
from .definition import ModuleDefinition
from .options import record_spec
from .connection import NEEDS_API, connect, make_context


def resource_module(resource, kind=RecordKind(), api=ApiServer):
    """Define a plain record's module. C(kind): the RecordKind with its own functions; C(api): its backend's class."""
    def body(module_task):
        if module_task.options["backend"] == "docker":
            raise BadInput(NEEDS_API)
        client = connect(module_task, (resource.used_by or api).client_class)
        return perform_record(make_context(module_task, api(client, resource)), resource, module_task.options, kind)
    return ModuleDefinition(record_spec(resource), body, secret_options(resource))
