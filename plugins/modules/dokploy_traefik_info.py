#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_traefik_info
short_description: Read and check Traefik's configuration files of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reports the files in the directory that Dokploy's Traefik watches, and the problems that Traefik would report for them.
  - With an application, the module reads the application's file, with O(file) another file, and without both all files of the directory.
  - For an application, the module also checks its routing. It reports a domain without a router, a router to another service or port, two
    routers with the same rule, and a router for HTTPS without a certificate.
options:
  file:
    description:
      - Name of one file of the directory, instead of an application.
    type: str
  server_id:
    description:
      - ID of the remote server with the directory, without an application. The default is Dokploy's own server.
    type: str
  include_secrets:
    description:
      - Return users, values of headers, settings of plugins, keys, and queries of URLs. Set C(no_log=true) on such a task.
      - With V(true), RV(files[].text) is the saved text. Otherwise it is generated, without comments.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
requirements:
  - PyYAML, on the host that the task runs on
notes:
  - Reading more than one application's file requires an API key that can read Traefik's files.
seealso:
  - module: community.dokploy.dokploy_traefik
  - module: community.dokploy.dokploy_diagnosis_info
  - ref: ansible_collections.community.dokploy.docsite.traefik
    description: Manage Traefik's files step by step.
"""

EXAMPLES = r"""
---
- name: Check all files for problems that prevent Traefik from loading changes
  community.dokploy.dokploy_traefik_info:
  register: traefik
  failed_when: traefik.stops_directory

- name: Check the routing of the backend
  community.dokploy.dokploy_traefik_info:
    project: shop
    environment: production
    name: backend

- name: List the middlewares that all applications can use
  community.dokploy.dokploy_traefik_info:
    file: middlewares.yml
"""

RETURN = r"""
---
application:
  description: Application of the file. V(null) without an application.
  type: dict
  returned: always
  # generated: identity of an application
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: always
      sample: backend
    app_name:
      description: Full name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    project:
      description: The name of its project.
      type: str
      returned: always
      sample: shop
    environment:
      description: The name of its environment.
      type: str
      returned: always
      sample: production
    status:
      description: Status that Dokploy shows for it.
      type: str
      returned: always
      sample: done
  sample:
    id: hdoihUG0FmYC8GdoFEc-1
    name: backend
    app_name: shop-backend-x1y2z3
    project: shop
    environment: production
    status: done
  # end of generated
files:
  description: Files. Empty for an application without a file.
  type: list
  elements: dict
  returned: always
  contains:
    file:
      description: Name of the file below Traefik's directory.
      type: str
      returned: always
      sample: middlewares.yml
    text:
      description: Text of the file. Without O(include_secrets), secrets are C((hidden)), and an unreadable text is empty.
      type: str
      returned: always
      sample: "http:\n  middlewares:\n    redirect-to-https:\n      redirectScheme:\n        scheme: https\n"
    config:
      description: Content of the file. V(null) where it cannot be parsed.
      type: dict
      returned: always
      sample:
        http:
          middlewares:
            redirect-to-https:
              redirectScheme: {scheme: https}
    findings:
      description: Problems that Traefik would report for the file, as in RV(findings).
      type: list
      elements: dict
      returned: always
      sample: []
  sample:
    - file: middlewares.yml
      text: "http:\n  middlewares:\n    redirect-to-https:\n      redirectScheme:\n        scheme: https\n"
      config:
        http:
          middlewares:
            redirect-to-https:
              redirectScheme: {scheme: https}
      findings: []
findings:
  description: All problems, most severe first. For an application, also the problems of its routing.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: Stable code of the finding.
      type: str
      returned: always
      sample: empty_map
    # generated: results of dokploy_traefik: findings.severity
    severity:
      description:
        - V(stops_directory) prevents Traefik from loading changes of any file, V(disables) disables a router, V(limit) is a limit of this
          collection, and V(warning) is a problem that Traefik accepts.
      type: str
      returned: always
      sample: stops_directory
    # end of generated
    message:
      description: Description of the problem.
      type: str
      returned: always
      sample: 'routers is empty: leave it out, or Traefik stops at it ("cannot be a standalone element")'
    path:
      description: Position in the file.
      type: str
      returned: always
      sample: http.routers
    file:
      description: The name of the file.
      type: str
      returned: always
      sample: legacy.yml
    line:
      description: Line in the file, or V(null).
      type: int
      returned: always
      sample: 2
  sample:
    - code: empty_map
      severity: stops_directory
      message: 'routers is empty: leave it out, or Traefik stops at it ("cannot be a standalone element")'
      path: http.routers
      file: legacy.yml
      line: 2
stops_directory:
  description: Whether a file prevents Traefik from loading changes, as far as the module could read the files.
  type: bool
  returned: always
  sample: true
unread:
  description: Data that the module could not read, each with the reason.
  type: list
  elements: str
  returned: always
  sample: []
entry_points:
  description: Names of Traefik's entry points. V(null) where the module could not read Traefik's own configuration.
  type: list
  elements: str
  returned: always
  sample: [web, websecure]
certificate_resolvers:
  description: Names of Traefik's certificate resolvers. V(null) where the module could not read Traefik's own configuration.
  type: list
  elements: str
  returned: always
  sample: [letsencrypt]
next_step:
  description: Problem to fix first. Empty without problems.
  type: str
  returned: always
  sample: 'Mend legacy.yml: routers is empty: leave it out, or Traefik stops at it ("cannot be a standalone element")'
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.traefik_info import ReadTraefik
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, ReadTraefik)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
