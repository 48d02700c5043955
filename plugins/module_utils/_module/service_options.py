# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the argument specification of a service's module."""

from __future__ import annotations

import copy

from .options import CONNECTION
from .._model.argument_spec import argument_spec

# The options of every module that deploys and waits.
WAITING = {
    "wait": {"type": "bool", "default": True}, "wait_for": {"type": "str", "choices": ["healthy", "deployed"], "default": "healthy"},
    "wait_timeout": {"type": "int", "default": 600}, "queue_timeout": {"type": "int", "default": 300}, "stable_for": {"type": "int", "default": 5},
}
DEPLOYMENT_WORDS = {"deployment_title": {"type": "str"}, "deployment_description": {"type": "str"}}

SERVICE_OPTIONS = {
    "env_templates": {"type": "bool", "default": False},
    "unset": {"type": "list", "elements": "str"},
    "deploy": {"type": "str", "choices": ["on_change", "always", "never"], "default": "on_change"},
    **DEPLOYMENT_WORDS, **WAITING,
    "follow": {"type": "bool", "default": True},
    "verify": {"type": "dict", "options": {
        "url": {"type": "str", "required": True}, "status_code": {"type": "list", "elements": "int", "default": [200]}, "headers": {"type": "dict"},
        "validate_certs": {"type": "bool", "default": True}, "follow_redirects": {"type": "bool", "default": False},
        "timeout": {"type": "int", "default": 10}}},
    "on_failure": {"type": "str", "choices": ["leave", "rollback"], "default": "leave"},
    "create": {"type": "bool", "default": True},
    "apply_pending": {"type": "bool", "default": False},
    "rename_to": {"type": "str"},
    "move_to": {"type": "dict", "options": {"project": {"type": "str"}, "environment": {"type": "str"}, "environment_id": {"type": "str"}}},
    "force": {"type": "bool", "default": False},
    "remove_volumes": {"type": "bool", "default": False},
}

# Options that only services with deployments have.
OF_DEPLOYMENTS = (*DEPLOYMENT_WORDS, "follow", "force", "verify")


def service_spec(resource):
    """Make the argument specification of a service's module."""
    spec = dict(copy.deepcopy(CONNECTION), **copy.deepcopy(resource.addressing))
    spec["state"] = {"type": "str", "choices": list(resource.states), "default": "started"}
    spec.update(argument_spec(resource))
    spec.update({name: copy.deepcopy(one) for name, one in SERVICE_OPTIONS.items() if resource.calls.deployments or name not in OF_DEPLOYMENTS})
    if resource.form.connection_url:
        spec["return_url"] = {"type": "bool", "default": False}
    return spec
