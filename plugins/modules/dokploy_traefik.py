#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_traefik
short_description: Manage Traefik's configuration files of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Writes one file of the directory that Dokploy's Traefik watches, either the file of an application, or another file by its name.
  - The module refuses a text that Traefik would reject before it writes anything. This protects all applications, because Traefik reads the
    directory as a whole. One file with a YAML error, an unknown key, or an empty mapping prevents Traefik from loading later changes of all
    files.
  - The module compares the meaning of the file, not its formatting. Where the meaning is the same, it writes nothing, and comments and
    layout stay the same.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  file:
    description:
      - Name of a file in Traefik's directory that belongs to no application, for example V(middlewares.yml) or V(dokploy.yml), instead of
        an application.
      - Requires an API key that can read and write Traefik's files.
    type: str
  server_id:
    description:
      - ID of the remote server with the directory of O(file). The default is Dokploy's own server.
    type: str
  state:
    description:
      - V(present) writes O(config), and removes the names in O(routers_remove), O(services_remove), and O(middlewares_remove).
      - V(absent) empties the file. Dokploy's API cannot remove files, and Traefik ignores an empty file.
      - V(rewritten) lets Dokploy write the application's own file again from its saved domains, where Traefik rejects the file, where one
        of its routers leads to another target, or where a domain has no router. To do so, it saves each enabled domain unchanged. It
        changes nothing where the file is correct.
      - V(rewritten) keeps manual changes in the file where Traefik accepts them. Otherwise it drops them, with a warning that names them,
        and requires O(backup) to keep a copy.
      - V(rewritten) requires an API key that can read Traefik's files, and change them and domains.
    type: str
    choices: [present, absent, rewritten]
    default: present
  config:
    description:
      - Content of the file, as a YAML text or as a dictionary.
      - C({{) begins a template in both Ansible and Traefik. A text that still contains it after Ansible's templating is refused.
    type: raw
  config_mode:
    description:
      - V(merge) keeps everything that O(config) does not name. It replaces a router, service, middleware, or other named object as a whole
        with the one of O(config). The module writes a new text, so comments are lost, but only where something differs.
      - V(replace) makes O(config) the whole file. A text is saved unchanged, with its comments. For an application with domains, it drops
        Dokploy's routers, unless O(config) contains them.
    type: str
    choices: [merge, replace]
    default: merge
  routers_remove:
    description:
      - Names of routers to remove, after O(config) is applied.
    type: list
    elements: str
  services_remove:
    description:
      - Names of services to remove. A service that a router of any file still uses is refused.
    type: list
    elements: str
  middlewares_remove:
    description:
      - Names of middlewares to remove. A middleware that a router of any file still uses is refused.
    type: list
    elements: str
  section:
    description:
      - Section of O(routers_remove), O(services_remove), and O(middlewares_remove).
    type: str
    choices: [http, tcp, udp]
    default: http
  backup:
    description:
      - Directory on the host that the task runs on. The module saves the previous text there before it writes, readable for the user only,
        and with a file name that Traefik ignores. See RV(backup_file). The backup contains the secrets of the file.
    type: path
  traefik_dir:
    description:
      - Path of Traefik's directory on the host that the task runs on. Only for O(backend=docker), where the module writes the file
        directly, without Dokploy's API.
      - Traefik then reads either the old or the new text, never a part of it. Address the application by O(app_name).
    type: path
    default: /etc/dokploy/traefik/dynamic
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
requirements:
  - PyYAML, on the host that the task runs on
notes:
  - The check supports the keys of Traefik 3.7. It warns of keys that are unknown to Traefik 3.6, which Dokploy installs.
  - The module checks references to other files where the API key can read these files, and warns otherwise. It does not check names with
    the suffix of another provider, such as V(web@docker).
  - Each change of a domain rewrites the routers and services of that domain, and drops comments. The task warns where O(config) sets one of
    them. Use other names for your own routers.
  - Dokploy has no locks. The module reads the file again immediately before it writes it, and verifies it afterwards. A change by somebody
    else between that read and the write is lost.
  - This collection limits files to 1 MiB and to 100,000 values after aliases are expanded, and refuses C({{).
seealso:
  - module: community.dokploy.dokploy_traefik_info
  - module: community.dokploy.dokploy_application
    description: Manage domains, for which Dokploy writes routers itself.
  - ref: ansible_collections.community.dokploy.docsite.traefik
    description: Manage Traefik's files step by step.
"""

EXAMPLES = r"""
---
- name: Add a router with a rate limit for the backend's API
  community.dokploy.dokploy_traefik:
    project: shop
    environment: production
    name: backend
    config:
      http:
        routers:
          shop-api:
            rule: Host(`api.shop.example.com`) && PathPrefix(`/v2`)
            service: shop-api
            middlewares: [shop-api-limit]
            entryPoints: [websecure]
            tls: {certResolver: letsencrypt}
        services:
          shop-api:
            loadBalancer:
              servers:
                - url: http://shop-backend-x1y2z3:8080
        middlewares:
          shop-api-limit:
            rateLimit: {average: 100, burst: 50}

- name: Add a middleware for all applications
  community.dokploy.dokploy_traefik:
    file: middlewares.yml
    config:
      http:
        middlewares:
          office-only:
            ipAllowList:
              sourceRange: [192.0.2.0/24]

- name: Replace the whole file from a template and keep a backup
  community.dokploy.dokploy_traefik:
    file: legacy.yml
    config: "{{ lookup('ansible.builtin.file', 'legacy.yml') }}"
    config_mode: replace
    backup: /var/backups/traefik

- name: Let Dokploy write the file again, if Traefik rejects it
  community.dokploy.dokploy_traefik:
    project: shop
    environment: production
    name: backend
    state: rewritten
    backup: /var/backups/traefik

- name: Remove the router
  community.dokploy.dokploy_traefik:
    project: shop
    environment: production
    name: backend
    routers_remove: [shop-api]
    services_remove: [shop-api]
    middlewares_remove: [shop-api-limit]
"""

RETURN = r"""
---
application:
  description: Application of the file. V(null) with O(file).
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
file:
  description: Name of the file in Traefik's directory.
  type: str
  returned: always
  sample: shop-backend-x1y2z3.yml
config:
  description:
    - Content of the file after the task, or in check mode as it would be. Users, values of headers, settings of plugins, and keys are
      C((hidden)), and so are the user and the query of a URL, and the values that a rule compares headers and queries with. Hosts and paths
      are shown.
    - V(null) where the task failed before it was known, and in check mode where Dokploy would write it.
  type: dict
  returned: always
  sample:
    http:
      middlewares:
        office-only:
          ipAllowList:
            sourceRange: [192.0.2.0/24]
findings:
  description: Problems that Traefik would report for the new file, and problems that prevent Traefik from loading the directory.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: Stable code of the finding.
      type: str
      returned: always
      sample: missing_middleware
    severity:
      description:
        - V(stops_directory) prevents Traefik from loading changes of any file, V(disables) disables a router, V(limit) is a limit of this
          collection, and V(warning) is a problem that Traefik accepts.
      type: str
      returned: always
      sample: disables
    message:
      description: Description of the problem.
      type: str
      returned: always
      sample: the middleware office-only does not exist in the directory
    path:
      description: Position in the file.
      type: str
      returned: always
      sample: http.routers.shop-api.middlewares[0]
    file:
      description: The name of the file.
      type: str
      returned: always
      sample: shop-backend-x1y2z3.yml
    line:
      description: Line in the file, or V(null).
      type: int
      returned: always
      sample: 7
  sample:
    - code: missing_middleware
      severity: disables
      message: the middleware office-only does not exist in the directory
      path: http.routers.shop-api.middlewares[0]
      file: shop-backend-x1y2z3.yml
      line: 7
backup_file:
  description: Path of the backup. V(null) without O(backup), or where nothing was written.
  type: str
  returned: always
  sample: /var/backups/traefik/legacy.yml.20260401T090000.backup
previous:
  description: Previous content of the file, with secrets hidden, where this task changed it.
  type: dict
  returned: always
  sample:
    config:
      http:
        middlewares:
          redirect-to-https:
            redirectScheme: {scheme: https}
# generated: results of dokploy_application: actions, next_step
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [write middlewares.yml]
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Replace it as a whole, with config_mode: replace."
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.traefik import WriteTraefik
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, WriteTraefik)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
