# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs information modules for the inventory and lookup plugins. Private to this collection."""

from __future__ import annotations

from ansible.errors import AnsibleError

from ansible_collections.community.dokploy.plugins.plugin_utils._in_process import run_definition

# Connection options of the plugins.
CONNECTION = ("api_url", "api_key", "validate_certs", "ca_path", "client_cert", "client_key", "timeout", "retries")


def read_information(definition, module, get_option, **options):
    """Run an information module -> its result. C(get_option(name)) returns a connection option. Raises AnsibleError with the module's message."""
    arguments = {name: get_option(name) for name in CONNECTION}
    arguments.update(options)
    result = run_definition(definition, module, {name: value for name, value in arguments.items() if value is not None})
    if result.get("failed"):
        raise AnsibleError("%s: %s" % (module, result.get("msg")))
    return result


def find_service(definition, module, key, get_option, term, **options):
    """Find the service of a lookup's term -> its row in the result's list C(key). Raises AnsibleError for a missing one."""
    rows = read_information(definition, module, get_option, **read_place(get_option, term), **options)[key]
    if not rows:
        raise AnsibleError("no %s is named %s" % (module[len("dokploy_"):-len("_info")], term))
    return rows[0]


def read_place(get_option, term):
    """Return the options that address a service: those of a term such as "shop/production/web", or the lookup's own beside a name. Raises AnsibleError."""
    place = {name: get_option(name) for name in ("project", "environment")}
    if any(place.values()):
        if not all(place.values()) or not term:
            raise AnsibleError("project and environment of a lookup belong together, beside the name of the service")
        return dict(place, name=str(term))
    parts = str(term).split("/", 2)         # a name may contain slashes
    if len(parts) != 3 or not all(parts):
        raise AnsibleError("%r names no service: write project/environment/name" % str(term))
    return dict(zip(("project", "environment", "name"), parts))
