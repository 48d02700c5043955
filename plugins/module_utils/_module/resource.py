# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the module of a plain record, which has no service: a project, an environment. Private to this collection."""

from __future__ import annotations

from .._api.backend import Api
from .._common.errors import BadInput
from .._model.argument_spec import secret_options
from .definition import ModuleDefinition
from .options import module_spec
from .pipeline import NEEDS_API, connect, run_operation


def resource_module(resource):
    """The definition of a plain record's module."""
    def body(task):
        from .._lifecycle.records import Converge
        if task.options["backend"] == "docker":
            raise BadInput(NEEDS_API)
        return run_operation(task, resource, Converge, Api(connect(task)))
    return ModuleDefinition(module_spec(resource), body, secret_options(resource))
