# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: dokploy
short_description: Read servers and services of Dokploy as hosts
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reads the remote servers of Dokploy as hosts with their address, port, and user.
  - Reads applications, databases, and compose services as hosts, if O(hosts) contains V(services).
  - The file name must end with C(dokploy.yml) or C(dokploy.yaml).
  - A server is in the group C(dokploy_servers).
  - A service is in the groups C(dokploy_services), and C(project_), C(environment_), C(kind_), C(phase_), C(status_), and C(domain_) with
    its values. The prefixes keep services out of groups of other inventories, whose tasks would run on the controller.
  - C(--limit environment_production) selects the services of the environments named production. For C(--limit production), add the
    C(keyed_groups) of the second example, which make groups without a prefix.
extends_documentation_fragment:
  - constructed
  - inventory_cache
  - community.dokploy.plugin_connection
options:
  plugin:
    description:
      - The name of the plugin.
    type: str
    required: true
    choices: [community.dokploy.dokploy]
  hosts:
    description:
      - Objects of Dokploy to add as hosts.
    type: list
    elements: str
    choices: [servers, services]
    default: [servers]
  projects:
    description:
      - Names of the projects whose services to read. The default is all projects.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
# dokploy.yml: all remote servers, for example to install updates on them
plugin: community.dokploy.dokploy
---
# shop.dokploy.yml: services as hosts, in groups such as environment_production
plugin: community.dokploy.dokploy
hosts: [services]
projects: [shop]
keyed_groups:
  - key: dokploy_image
    prefix: image
  # For --limit production: only where no group of another inventory has the name of an environment
  - key: dokploy_environment
    prefix: ""
    separator: ""
compose:
  outdated: dokploy_pending | length > 0
"""

import sys

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.community.dokploy.plugins.modules import dokploy_api, dokploy_application_info, dokploy_compose_info, dokploy_database_info
from ansible_collections.community.dokploy.plugins.plugin_utils._information import read_information

SERVICES = (
    (dokploy_application_info.DEFINITION, "dokploy_application_info", "applications", "application"),
    (dokploy_database_info.DEFINITION, "dokploy_database_info", "databases", "database"),
    (dokploy_compose_info.DEFINITION, "dokploy_compose_info", "compose_services", "compose"),
)
# Of a service: the variable, and the key of its information.
SHOWN = {
    "dokploy_id": "id", "dokploy_name": "name", "dokploy_app_name": "app_name", "dokploy_project": "project", "dokploy_environment": "environment",
    "dokploy_status": "status", "dokploy_status_drift": "status_drift", "dokploy_phase": "phase", "dokploy_image": "running_image",
    "dokploy_stored_image": "stored_image", "dokploy_pending": "pending", "dokploy_urls": "urls", "dokploy_server_id": "server_id",
    "dokploy_replicas_running": "replicas_running", "dokploy_replicas_wanted": "replicas_wanted",
}


def describe_server(row):
    """Return (the name of a remote server's host, its variables)."""
    address = "%s@%s:%d" % (row.get("username") or "root", row.get("ipAddress"), row.get("port") or 22)
    return row["name"], {
        "ansible_host": row.get("ipAddress"), "ansible_port": row.get("port") or 22, "ansible_user": row.get("username") or "root",
        "dokploy_server_id": row["serverId"], "dokploy_server_status": row.get("serverStatus"), "dokploy_server_type": row.get("serverType"),
        "dokploy_docker_host": "ssh://%s" % address}


def describe_service(kind, row):
    """Return (the name of a service's host, its variables). Nobody can log in to a service: its tasks run on the controller."""
    variables = {name: row.get(key) for name, key in SHOWN.items()}
    return row["app_name"], dict(
        variables, dokploy_kind=row.get("kind") if kind == "database" else kind, ansible_connection="local",
        ansible_python_interpreter=sys.executable, dokploy_domains=[one["host"] for one in row.get("domains") or []])


def list_groups(variables):
    """The names of the groups of a service, before Ansible makes them valid."""
    yield "dokploy_services"
    for key in ("project", "environment", "kind", "phase", "status"):
        if variables["dokploy_" + key]:
            yield "%s_%s" % (key, variables["dokploy_" + key])
    for host in variables["dokploy_domains"]:
        yield "domain_%s" % host


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Servers and services of Dokploy."""

    NAME = "community.dokploy.dokploy"

    def verify_file(self, path):
        return super().verify_file(path) and path.endswith(("dokploy.yml", "dokploy.yaml"))

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        self.load_cache_plugin()
        key = self.get_cache_key(path)
        use = cache and self.get_option("cache")
        found = None
        if use:
            found = self._cache.get(key)
        if found is None:
            found = self._read()
            if self.get_option("cache"):
                self._cache[key] = found
        self._fill(found)

    def _read(self):
        found, wanted = {"servers": [], "services": []}, self.get_option("hosts")
        if "servers" in wanted:
            answer = read_information(dokploy_api.DEFINITION, "dokploy_api", self.get_option, procedure="server.all", validate=False)
            found["servers"] = [list(describe_server(row)) for row in answer["body"] or []]
        if "services" in wanted:
            projects = self.get_option("projects")
            for definition, module, key, kind in SERVICES:
                rows = read_information(definition, module, self.get_option)[key]
                found["services"] += [list(describe_service(kind, row)) for row in rows if not projects or row["project"] in projects]
        return found

    def _fill(self, found):
        strict = self.get_option("strict")
        for kind, rows in found.items():
            for name, variables in rows:
                if name in self.inventory.hosts:
                    raise AnsibleParserError("two hosts are named %s" % name)
                self.inventory.add_host(name)
                # Up to ansible-core 2.18 a text that is not marked is a template, and anybody who can name a service could run code on the controller.
                variables = wrap_var(variables)
                for key, value in variables.items():
                    self.inventory.set_variable(name, key, value)
                groups = ["dokploy_servers"] if kind == "servers" else list_groups(variables)
                for group in groups:
                    self.inventory.add_child(self.inventory.add_group(self._sanitize_group_name(group)), name)
                self._set_composite_vars(self.get_option("compose"), variables, name, strict=strict)
                self._add_host_to_composed_groups(self.get_option("groups"), variables, name, strict=strict)
                self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, name, strict=strict)
