#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_traefik
short_description: Write Traefik's configuration of an application of Dokploy, or any other of its files
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Writes one file of the folder that Dokploy's Traefik watches. That is the file of an application, or another one by its name.
  - A text that Traefik would not take is refused before anything is sent. That matters beyond the application, since Traefik reads
    the folder as one. A single file with a fault of YAML, an unknown key, or an empty mapping stops every later change of every file
    from being taken.
  - What the file means is compared, and not how it is written. Where both mean the same nothing is written, and comments and layout
    stay as they are.
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
      - The name of a file of Traefik's folder that belongs to no application, such as V(middlewares.yml) or V(dokploy.yml),
        instead of an application.
      - It needs an API key that may read and write Traefik's files.
    type: str
  server_id:
    description:
      - The ID of the remote server whose folder O(file) is in. Without it, the folder is that of Dokploy's own server.
    type: str
  state:
    description:
      - V(present) writes what O(config) says, and removes what O(routers_remove), O(services_remove), and O(middlewares_remove) name.
      - V(absent) leaves the file empty. Dokploy's API removes no file, and Traefik takes an empty one for none.
      - V(rewritten) has Dokploy write the application's own file anew of its stored domains, where Traefik does not take the file, or a
        router of it leads elsewhere, or a domain has none. It does so by saving each enabled domain as it is. Nothing happens where all is well.
      - What was made by hand in the file is kept where Traefik takes it. Otherwise it is dropped, with a warning that names it,
        and only where O(backup) keeps it.
      - V(rewritten) needs an API key that may read Traefik's files, and change them and domains.
    type: str
    choices: [present, absent, rewritten]
    default: present
  config:
    description:
      - What shall be in the file, as a text of YAML or as a dictionary.
      - C({{) begins a template both for Ansible and for Traefik. A text that holds it, once Ansible is done with it, is refused.
    type: raw
  config_mode:
    description:
      - V(merge) keeps what O(config) does not name. A router, service, middleware, or other thing with a name is taken from O(config)
        as a whole. The text is written anew, so comments are lost, but only where something differs.
      - V(replace) makes O(config) the whole file. A text is stored as it is, with its comments.
        Of an application with domains, it drops the routers that Dokploy made, unless O(config) has them, too.
    type: str
    choices: [merge, replace]
    default: merge
  routers_remove:
    description:
      - Names of routers that shall not be there. It comes after O(config).
    type: list
    elements: str
  services_remove:
    description:
      - Names of services that shall not be there. One that a router of any file still uses is refused.
    type: list
    elements: str
  middlewares_remove:
    description:
      - Names of middlewares that shall not be there. One that a router of any file still uses is refused.
    type: list
    elements: str
  section:
    description:
      - The section that O(routers_remove), O(services_remove), and O(middlewares_remove) are about.
    type: str
    choices: [http, tcp, udp]
    default: http
  backup:
    description:
      - A folder on the task's host. The old text is kept there before another is written, readable for the user alone, and under
        a name that Traefik does not read. See RV(backup_file). It holds the secrets of the file.
    type: path
  traefik_dir:
    description:
      - Traefik's folder on the task's host. Only for O(backend=docker), with which the file is written there itself and
        Dokploy's API is not asked.
      - Traefik then sees the old text or the new one, and nothing in between. The application is named by its O(app_name).
    type: path
    default: /etc/dokploy/traefik/dynamic
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
requirements:
  - PyYAML on the task's host
notes:
  - The check knows the keys of Traefik 3.7. For keys that Traefik 3.6 does not know, which Dokploy installs, it warns.
  - What names something of another file is checked where the API key may read the other files. Otherwise a warning says so.
    Names with the suffix of another provider, such as V(web@docker), are not checked.
  - A domain of the application writes its own routers and services anew whenever it is changed, and drops comments. The task warns
    where O(config) sets one of these. Give your own routers other names.
  - Dokploy has no locks. The file is read again just before it is written, and read back after. What another writes in between is lost.
  - Limits of this collection's own are a size of 1 MiB, 100,000 values once aliases are filled in, and C({{).
seealso:
  - module: community.dokploy.dokploy_traefik_info
  - module: community.dokploy.dokploy_application
    description: Sets domains, for which Dokploy writes routers itself.
  - ref: ansible_collections.community.dokploy.docsite.traefik
    description: Traefik's files, step by step.
"""

EXAMPLES = r"""
---
- name: The backend's API has a router of its own, with a rate limit
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

- name: A middleware for all applications
  community.dokploy.dokploy_traefik:
    file: middlewares.yml
    config:
      http:
        middlewares:
          office-only:
            ipAllowList:
              sourceRange: [192.0.2.0/24]

- name: The file of a template, whole, with the old one kept
  community.dokploy.dokploy_traefik:
    file: legacy.yml
    config: "{{ lookup('ansible.builtin.file', 'legacy.yml') }}"
    config_mode: replace
    backup: /var/backups/traefik

- name: Whatever somebody did to the file, it is as Dokploy writes it
  community.dokploy.dokploy_traefik:
    project: shop
    environment: production
    name: backend
    state: rewritten
    backup: /var/backups/traefik

- name: The router is gone
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
  description: The application whose file it is. V(null) with O(file).
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
file:
  description: The name of the file in Traefik's folder.
  type: str
  returned: always
  sample: shop-backend-x1y2z3.yml
config:
  description:
    - What the file holds after the task, or in check mode would hold. Users, values of headers, settings of plugins, and keys are C((hidden)),
      and so are the user and the query of a URL, and the values that a rule compares headers and queries with. Hosts and paths are shown.
    - V(null) where the task failed before it was worked out, and in check mode where Dokploy would write it.
  type: dict
  returned: always
  sample:
    http:
      middlewares:
        office-only:
          ipAllowList:
            sourceRange: [192.0.2.0/24]
findings:
  description: What Traefik would say to the file as it shall be, and whatever stops the folder.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: What it is, in a word that does not change.
      type: str
      returned: always
      sample: missing_middleware
    severity:
      description:
        - V(stops_folder) is a fault for which Traefik takes no change of any file, V(disables) one that disables a router,
          V(limit) a limit of this collection, and V(warning) what Traefik takes.
      type: str
      returned: always
      sample: disables
    message:
      description: What is wrong.
      type: str
      returned: always
      sample: the middleware office-only does not exist in the directory
    path:
      description: Where in the file it is.
      type: str
      returned: always
      sample: http.routers.shop-api.middlewares[0]
    file:
      description: The name of the file.
      type: str
      returned: always
      sample: shop-backend-x1y2z3.yml
    line:
      description: Its line, or V(null) where it has none.
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
  description: Where the old text was kept. V(null) without O(backup), or where nothing was written.
  type: str
  returned: always
  sample: /var/backups/traefik/legacy.yml.20260401T090000.backup
previous:
  description: What the file held before, with secrets hidden, where this task changed it.
  type: dict
  returned: always
  sample:
    config:
      http:
        middlewares:
          redirect-to-https:
            redirectScheme: {scheme: https}
actions:
  description: What was done, or in check mode would be.
  type: list
  elements: str
  returned: always
  sample: [write middlewares.yml]
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "Replace it as a whole, with config_mode: replace."
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.traefik import WriteTraefik
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, WriteTraefik)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
