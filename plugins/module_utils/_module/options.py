# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the options that all modules share, and makes the argument specification of a plain record's module."""

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
    # All modules have these, so that the group's module_defaults can contain them.
    "backend": {"type": "str", "choices": ["api", "auto", "docker"], "default": "api"},
    "docker_host": {"type": "str"}, "docker_cert_path": {"type": "path"}, "docker_trusted": {"type": "bool", "default": False},
    "fallback_after": {"type": "int", "default": 60},
}
ENVIRONMENT = {
    "api_url": "DOKPLOY_URL", "api_key": "DOKPLOY_API_KEY", "validate_certs": "DOKPLOY_VALIDATE_CERTS", "ca_path": "DOKPLOY_CA_PATH",
    "client_cert": "DOKPLOY_CLIENT_CERT", "client_key": "DOKPLOY_CLIENT_KEY", "timeout": "DOKPLOY_TIMEOUT", "retries": "DOKPLOY_RETRIES",
    "backend": "DOKPLOY_BACKEND", "fallback_after": "DOKPLOY_FALLBACK_AFTER", "docker_host": "DOCKER_HOST", "docker_cert_path": "DOCKER_CERT_PATH",
}


def record_spec(resource):
    """Make the argument specification of a plain record's module."""
    spec = dict(copy.deepcopy(CONNECTION), **copy.deepcopy(resource.addressing))
    spec["state"] = {"type": "str", "choices": list(resource.states), "default": "present"}
    spec.update(argument_spec(resource))
    fields = [item for dummy, item in resource.flat()]
    if any(item.kind.modes for item in fields):
        spec["env_templates"] = {"type": "bool", "default": False}
    if resource.renames:
        spec["rename_to"] = {"type": "str"}
    if any(item.write_only and not item.at_creation for item in fields):
        spec["update_secrets"] = {"type": "str", "choices": ["on_create", "always"], "default": "on_create"}
    if resource.used_by:
        spec["force"] = {"type": "bool", "default": False}
    if resource.run:
        spec.update({"run": {"type": "bool", "default": False}, "wait_timeout": {"type": "int", "default": 3600}})
    spec.update(copy.deepcopy(resource.options))
    return spec
