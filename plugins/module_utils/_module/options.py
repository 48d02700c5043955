# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that modules share, and the argument specification of a resource's module. Private to this collection."""

from __future__ import annotations

import copy

from .._model.argument_spec import argument_spec

CONNECTION = {
    "api_url": {"type": "str"},
    "api_key": {"type": "str", "no_log": True},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "client_cert": {"type": "path"}, "client_key": {"type": "path", "no_log": False},
    "timeout": {"type": "float", "default": 30.0}, "retries": {"type": "int", "default": 3},
    # For all modules, so that these may stand in the group's module_defaults.
    "backend": {"type": "str", "choices": ["api", "auto", "docker"], "default": "api"},
    "docker_host": {"type": "str"}, "docker_cert_path": {"type": "path"}, "docker_trusted": {"type": "bool", "default": False},
    "fallback_after": {"type": "int", "default": 60},
}
ENVIRONMENT = {
    "api_url": "DOKPLOY_URL", "api_key": "DOKPLOY_API_KEY", "validate_certs": "DOKPLOY_VALIDATE_CERTS", "ca_path": "DOKPLOY_CA_PATH",
    "client_cert": "DOKPLOY_CLIENT_CERT", "client_key": "DOKPLOY_CLIENT_KEY", "timeout": "DOKPLOY_TIMEOUT", "retries": "DOKPLOY_RETRIES",
    "backend": "DOKPLOY_BACKEND", "fallback_after": "DOKPLOY_FALLBACK_AFTER", "docker_host": "DOCKER_HOST", "docker_cert_path": "DOCKER_CERT_PATH",
}

SERVICE_OPTIONS = {
    "env_templates": {"type": "bool", "default": False},
    "unset": {"type": "list", "elements": "str"},
    "deploy": {"type": "str", "choices": ["on_change", "always", "never"], "default": "on_change"},
    "deployment_title": {"type": "str"}, "deployment_description": {"type": "str"},
    "wait": {"type": "bool", "default": True}, "wait_for": {"type": "str", "choices": ["healthy", "deployed"], "default": "healthy"},
    "wait_timeout": {"type": "int", "default": 600}, "queue_timeout": {"type": "int", "default": 300}, "stable_for": {"type": "int", "default": 5},
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

# Of these, what only services with rows of deployments have.
OF_DEPLOYMENTS = ("deployment_title", "deployment_description", "follow", "force", "verify")


def module_spec(resource):
    """The whole argument specification of a resource's module."""
    spec = dict(copy.deepcopy(CONNECTION), **copy.deepcopy(resource.addressing))
    spec["state"] = {"type": "str", "choices": list(resource.states), "default": "started" if resource.service else "present"}
    spec.update(argument_spec(resource))
    if resource.service:
        spec.update({name: copy.deepcopy(one) for name, one in SERVICE_OPTIONS.items() if resource.calls.deployments or name not in OF_DEPLOYMENTS})
        if resource.form.connection_url:
            spec["return_url"] = {"type": "bool", "default": False}
    else:
        fields = [item for dummy, item in resource.flat()]
        if any(item.kind.modes for item in fields):
            spec["env_templates"] = {"type": "bool", "default": False}
        if resource.renames:
            spec["rename_to"] = {"type": "str"}
        if any(item.write_only for item in fields):
            spec["update_secrets"] = {"type": "str", "choices": ["on_create", "always"], "default": "on_create"}
        if resource.run:
            spec.update({"run": {"type": "bool", "default": False}, "wait_timeout": {"type": "int", "default": 3600}})
        spec.update(copy.deepcopy(resource.options))
    return spec
