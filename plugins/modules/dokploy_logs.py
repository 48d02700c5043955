#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_logs
short_description: Read logs of containers and deployments of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reads the last lines of the logs of an application, a database, or a compose service, from its containers, its deployments, and the access log of
    Traefik.
  - Of each service the module reads all running containers. Where none runs, it reads the container that ended last.
  - The module changes nothing. RV(unread) lists the logs that it could not read, with the reason.
options:
  # generated: options of dokploy_exec: project
  project:
    description:
      - Name of the project. Required with O(name), unless O(environment_id) is given.
    type: str
  # end of generated
  name:
    description:
      - Name of the application, or of another service where O(kind) says so. The task fails where it does not exist.
    type: str
  kind:
    description:
      - Kind of the service. Without it, the module reads the logs of an application, or of a compose service where O(compose_id) is given.
  service:
    description:
      - Name of one service in the compose file. Without it, the module reads the containers of all of them.
    type: str
  sources:
    description:
      - Logs to read.
      - Databases have no deployments with a log, and no domains.
      - V(access) are the requests to its domains in the access log of Traefik, which O(community.dokploy.dokploy_settings#module:access_log) turns on.
    type: list
    elements: str
    choices: [container, deployment, access]
    default: [container]
  deployments:
    description:
      - Number of the newest deployments whose logs to read, from 1 to 10.
    type: int
    default: 1
  deployment_id:
    description:
      - ID of the deployment whose log to read. Adds V(deployment) to O(sources).
    type: str
  lines:
    description:
      - Maximum number of lines of each log, from 1 to 10000. The module returns the last ones.
    type: int
    default: 100
  since:
    description:
      - Age of the oldest line of containers' logs and of the access log, for example V(30s), V(10m), V(2h), or V(1d). The default V(all) has no limit.
      - The lines of deployments have no time. The module leaves out deployments that ended before.
    type: str
  search:
    description:
      - Text that lines must contain, regardless of case. The module searches the last 10000 lines of each log, after it has masked secrets.
    type: str
  max_bytes:
    description:
      - Maximum size in bytes of the lines of all logs together, from 1024 to 1048576. Each log gets an equal share, of at least 1024 bytes, and the
        module returns its last lines.
    type: int
    default: 262144
extends_documentation_fragment:
  - community.dokploy.service_kind.every
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
  - community.dokploy.attributes.info_module
notes:
  - A line of the access log has the time, the status, the method, the URL, the duration, the size, and the address of the client. The module masks the
    values in the query of the URL.
  - Traefik writes the access log in portions of 100 requests, so that the newest ones can be missing. Dokploy shows that of its own host alone, over the
    batch interface of its pages.
  - The module masks the secrets of the service, and control characters. A secret that the service does not get from Dokploy is not known and not masked.
  - The module reads at most 20 containers.
  - Where the API cannot show a log, the module reads it over the WebSocket that Dokploy's pages use, which not every proxy forwards. This applies to
    replicas, to containers that ended, and to Dokploy before v0.29.14.
seealso:
  - module: community.dokploy.dokploy_deployment_info
  - module: community.dokploy.dokploy_diagnosis_info
"""

EXAMPLES = r"""
---
- name: Read the last lines of an application
  community.dokploy.dokploy_logs:
    project: shop
    environment: production
    name: backend
    lines: 50
  register: backend

- name: Search the last two hours of a database
  community.dokploy.dokploy_logs:
    project: shop
    environment: production
    name: db
    kind: postgres
    since: 2h
    search: error

- name: Read the logs of the last deployment and of one service of a compose file
  community.dokploy.dokploy_logs:
    project: shop
    name: tools
    kind: compose
    service: worker
    sources: [container, deployment]

- name: Read the requests of the last hour that ended with an error of the server
  community.dokploy.dokploy_logs:
    project: shop
    environment: production
    name: backend
    sources: [access]
    since: 1h
    search: "Z 50"
"""

RETURN = r"""
---
service:
  description: Service of the logs. V(null) where it was not found.
  type: dict
  returned: always
  # generated: identity of a service
  contains:
    kind:
      description: Its kind, such as V(application), V(postgres), or V(compose).
      type: str
      returned: success
      sample: application
    id:
      description: Its ID.
      type: str
      returned: success
      sample: hdoihUG0FmYC8GdoFEc-1
    app_name:
      description: Name of its Docker service.
      type: str
      returned: success
      sample: shop-backend-x1y2z3
    name:
      description: Its name.
      type: str
      returned: success
      sample: backend
    environment:
      description: Name of its environment.
      type: str
      returned: success
      sample: production
    project:
      description: Name of its project.
      type: str
      returned: success
      sample: shop
  sample:
    kind: application
    id: hdoihUG0FmYC8GdoFEc-1
    app_name: shop-backend-x1y2z3
    name: backend
    environment: production
    project: shop
  # end of generated
logs:
  description: Logs, those of containers first.
  type: list
  elements: dict
  returned: always
  contains:
    source:
      description: V(container), V(deployment), or V(access).
      type: str
      returned: success
      sample: container
    container:
      description: Name of the replica or of the container. V(null) for the other logs.
      type: str
      returned: success
      sample: shop-backend-x1y2z3.1
    service:
      description: Name of the service in the compose file. Empty for other kinds, and for deployments.
      type: str
      returned: success
      sample: ""
    state:
      description: State of the container, such as V(running) or V(failed), or status of the deployment, such as V(done) or V(error).
        V(null) for the access log.
      type: str
      returned: success
      sample: running
    deployment:
      description: The deployment, with its C(id), C(title), C(description), C(status), C(created_at), C(finished_at), and C(error). V(null) for the
        other logs.
      type: dict
      returned: success
      sample: null
    lines:
      description: Lines, oldest first. Those of containers begin with their time.
      type: list
      elements: str
      returned: success
      sample: ["2026-11-24T10:00:00.000000000Z listening on :8080"]
    truncated:
      description: Whether the log may have further lines, which O(lines), O(max_bytes), or the number of lines that are searched left out.
      type: bool
      returned: success
      sample: false
  sample:
    - source: container
      container: shop-backend-x1y2z3.1
      service: ""
      state: running
      deployment: null
      lines: ["2026-11-24T10:00:00.000000000Z listening on :8080"]
      truncated: false
unread:
  description: Logs that the module could not read.
  type: list
  elements: dict
  returned: always
  contains:
    what:
      description: The log.
      type: str
      returned: success
      sample: the log of the container shop-backend-x1y2z3.1
    why:
      description: The reason.
      type: str
      returned: success
      sample: Dokploy returned no log, neither through its API nor over the WebSocket that its pages use
  sample: []
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "See the reasons in unread."
# end of generated
# generated: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.logs import ReadLogs
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, ReadLogs)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
