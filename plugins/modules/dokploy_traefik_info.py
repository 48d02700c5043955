#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_traefik_info
short_description: Read Traefik's files on a server of Dokploy, and what is wrong with them
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Tells what is in the folder that Dokploy's Traefik watches, and what Traefik would say to it.
  - With an application it is the application's file, with O(file) any other, and with neither it is every file of the folder.
  - For an application it also tells of the way to it. That is a host of its domains without a router, a router that leads to another
    service or port, two routers with the same rule, and a router for HTTPS without a certificate.
options:
  file:
    description:
      - The name of one file of the folder, instead of an application.
    type: str
  server_id:
    description:
      - The ID of the remote server whose folder it is, where no application is named. Without it, it is that of Dokploy's own server.
    type: str
  include_secrets:
    description:
      - Whether the result holds users, values of headers, settings of plugins, keys, and queries of URLs, too. Put C(no_log=true) on such a task.
      - Only then RV(files[].text) is the text as it is stored. Otherwise it is written anew, without comments.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
requirements:
  - PyYAML on the task's host
notes:
  - Reading more than one application's file needs an API key that may read Traefik's files.
seealso:
  - module: community.dokploy.dokploy_traefik
  - module: community.dokploy.dokploy_diagnosis_info
  - ref: ansible_collections.community.dokploy.docsite.traefik
    description: Traefik's files, step by step.
"""

EXAMPLES = r"""
---
- name: No file keeps Traefik from taking changes
  community.dokploy.dokploy_traefik_info:
  register: traefik
  failed_when: traefik.stops_folder

- name: The way to the backend
  community.dokploy.dokploy_traefik_info:
    project: shop
    environment: production
    name: backend

- name: The middlewares that all applications can use
  community.dokploy.dokploy_traefik_info:
    file: middlewares.yml
"""

RETURN = r"""
---
application:
  description: The application whose file it is. V(null) where none was named.
  type: dict
  returned: always
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
      description: The full name of its Docker service.
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
      description: The status that Dokploy shows for it.
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
files:
  description: The files. Empty for an application that has none.
  type: list
  elements: dict
  returned: always
  contains:
    file:
      description: Its name below Traefik's folder.
      type: str
      returned: always
      sample: middlewares.yml
    text:
      description: Its text. Without O(include_secrets), secrets are C((hidden)), and a text that cannot be read is empty.
      type: str
      returned: always
      sample: "http:\n  middlewares:\n    redirect-to-https:\n      redirectScheme:\n        scheme: https\n"
    config:
      description: What it holds. V(null) where it cannot be read.
      type: dict
      returned: always
      sample:
        http:
          middlewares:
            redirect-to-https:
              redirectScheme: {scheme: https}
    findings:
      description: What Traefik would say to it, as in RV(findings).
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
  description: Everything that was found, the worst first. For an application, also what is wrong with the way to it.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: What it is, in a word that does not change.
      type: str
      returned: always
      sample: empty_map
    severity:
      description:
        - V(stops_folder) is a fault for which Traefik takes no change of any file, V(disables) one that disables a router,
          V(limit) a limit of this collection, and V(warning) what Traefik takes.
      type: str
      returned: always
      sample: stops_folder
    message:
      description: What is wrong.
      type: str
      returned: always
      sample: 'routers is empty: leave it out, or Traefik stops at it ("cannot be a standalone element")'
    path:
      description: Where in the file it is.
      type: str
      returned: always
      sample: http.routers
    file:
      description: The name of the file.
      type: str
      returned: always
      sample: legacy.yml
    line:
      description: Its line, or V(null) where it has none.
      type: int
      returned: always
      sample: 2
  sample:
    - code: empty_map
      severity: stops_folder
      message: 'routers is empty: leave it out, or Traefik stops at it ("cannot be a standalone element")'
      path: http.routers
      file: legacy.yml
      line: 2
stops_folder:
  description: Whether a file keeps Traefik from taking any change, as far as the files could be read.
  type: bool
  returned: always
  sample: true
unread:
  description: What could not be read, with the reason.
  type: list
  elements: str
  returned: always
  sample: []
entry_points:
  description: The names of Traefik's entry points. V(null) where its own configuration could not be read.
  type: list
  elements: str
  returned: always
  sample: [web, websecure]
certificate_resolvers:
  description: The names of Traefik's certificate resolvers. V(null) where its own configuration could not be read.
  type: list
  elements: str
  returned: always
  sample: [letsencrypt]
next_step:
  description: What to mend first. Empty where nothing needs it.
  type: str
  returned: always
  sample: 'Mend legacy.yml: routers is empty: leave it out, or Traefik stops at it ("cannot be a standalone element")'
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.traefik_info import ReadTraefik
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, ReadTraefik)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
