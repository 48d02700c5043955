#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_manifest
short_description: Apply a whole organization from one document
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates and changes projects, environments, services, and records of a Dokploy server from one document.
  - Each entry has the options of the module of its kind, and behaves as a task of that module does.
  - Entries run in parallel. An entry runs after the entries that it refers to, and after those in its C(needs).
  - Only what an entry names is changed. Resources that exist already are adopted by their names.
  - An interrupted task continues where it stopped when it runs again.
attributes:
  check_mode:
    support: full
    details:
      - The result is a full plan. Nothing is written.
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  manifest:
    description:
      - The document as a dictionary of lists. Mutually exclusive with O(src), and one of them is required.
      - V(projects) is a list of projects. Each has C(name), the options of M(community.dokploy.dokploy_project), and C(environments).
      - C(environments) is a list of environments. Each has C(name), the options of M(community.dokploy.dokploy_environment), and lists of
        V(applications), V(databases), V(compose_services), V(schedules), V(backups), V(volume_backups), and V(patches).
      - V(registries), V(ssh_keys), V(servers), V(git_providers), V(certificates), V(destinations), V(notifications), V(tags),
        V(networks), V(ai_providers), V(roles), V(dns_providers), V(dns_records), V(vault_providers), and V(schedules) are lists of records of the organization.
      - C(copy_of) of an environment is the name of another environment of the project, whose services are copied. C(copy_domains) is a pattern
        for the hosts of its domains, such as V(staging.{host}). C(copy_env) is a list of variables whose values are copied, or V(all). All other
        variables need a value in the document.
      - C(needs) of an entry is a list of names of entries that must be applied first, such as the database of an application.
      - C(defaults) of the document, of a project, or of an environment is a dictionary of kinds, such as C(application), with options for all
        entries of the kind. Options of an entry replace its defaults. Dictionaries are merged.
      - Keys of the document that begin with V(x-) are ignored. They can hold parts that entries repeat with YAML anchors.
    type: raw
  src:
    description:
      - A YAML file with the document, or a directory with several files. Their lists are joined, and projects and environments that have the
        same name become one. Two files must not give one option two values. Directories with the names C(files) and C(templates) are left out.
      - Values may hold Jinja expressions, and C(ansible-vault) may encrypt files and values.
      - A file whose name ends with V(.j2) is a template as a whole.
      - Read on the controller. Relative paths are searched for in C(files) and C(templates), and then in the working directory of
        C(ansible-playbook), which is the root of the project in AWX.
      - Relative paths in C(source.src) and C(source.template) of compose services are first searched for beside the document.
    type: path
  origins:
    description:
      - File and line of parts of the document, for messages. The action plugin sets it for O(src).
    type: raw
  state:
    description:
      - V(present) applies the document.
      - V(absent) removes everything that the document names, services before the records that they use. Volumes are kept.
      - A record that something outside of the document uses is kept, and the task fails and names its users, unless O(force=true).
    type: str
    choices: [present, absent]
    default: present
  prune:
    description:
      - Kinds of services, and V(environment), to remove where the document does not contain them.
      - Only projects and environments in the document are pruned. Nothing is removed before all other entries of the project have succeeded.
    type: list
    elements: str
    choices: [environment, application, compose, database]
    default: []
  prune_data:
    description:
      - Allow O(prune) to remove databases and the volumes of services. Servers before v0.30.0 keep the volumes.
    type: bool
    default: false
  force:
    description:
      - Whether O(state=absent) also removes registries, destinations, and other records that something outside of the document uses.
      - C(force) of an entry allows it for one record.
    type: bool
    default: false
  concurrency:
    description:
      - Maximum number of entries to write and deploy at the same time.
    type: int
    default: 8
  on_error:
    description:
      - V(continue) applies all entries that do not need the failed one.
      - V(stop) starts no further entry. Entries that have started are finished.
    type: str
    choices: [continue, stop]
    default: continue
  follow:
    description:
      - Show the progress every few seconds, that is how many resources are done and which the task waits for.
    type: bool
    default: true
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_batch
"""

EXAMPLES = r"""
- name: Apply a shop
  community.dokploy.dokploy_manifest:
    manifest:
      projects:
        - name: shop
          defaults:
            application:
              memory_limit: 256M
          environments:
            - name: production
              env:
                LOG_LEVEL: info
              applications:
                - name: backend
                  source:
                    type: docker
                    image: nginx:1.27
                - name: web
                  source:
                    type: docker
                    image: nginx:1.27
                  domains:
                    - host: shop.example.com
                      port: 80
                  needs: [backend]

- name: Apply all files of a directory, and remove applications that are in none of them
  community.dokploy.dokploy_manifest:
    src: dokploy/
    prune: [application]

- name: Show what would change
  community.dokploy.dokploy_manifest:
    src: dokploy/
  check_mode: true
  register: plan
"""

RETURN = r"""
resources:
  description: One row for each resource, in the order of the document.
  type: list
  elements: dict
  returned: when the document is valid
  contains:
    name:
      description: Kind and names of the resource.
      type: str
      returned: always
      sample: application shop/production/web
    module:
      description: Module whose options the entry has.
      type: str
      returned: always
      sample: community.dokploy.dokploy_application
    where:
      description: Place of the entry in the document.
      type: str
      returned: always
      sample: projects[0].environments[0].applications[1]
    reached:
      description: Whether the entry was tried.
      type: bool
      returned: always
      sample: true
    changed:
      description: Whether something was changed.
      type: bool
      returned: always
      sample: true
    failed:
      description: Whether it failed.
      type: bool
      returned: always
      sample: false
    actions:
      description: Actions of the entry, or in check mode those of a real run.
      type: list
      elements: str
      returned: always
      sample: [update application, deploy application]
    msg:
      description: Reason why it failed, or was not tried.
      type: str
      returned: always
      sample: ""
    phase:
      description: Phase of a service after the task.
      type: str
      returned: for services
      sample: running
    pending:
      description: Saved options that do not run yet.
      type: list
      elements: str
      returned: if there are any
      sample: [env]
    unverified:
      description: Options that the module could not compare.
      type: list
      elements: str
      returned: if there is any
      sample: [service]
    next_step:
      description: Suggestion for solving a failure.
      type: str
      returned: if there is a recommendation
      sample: Correct source.image.
    previous:
      description: Changed options and their previous values, without secrets.
      type: dict
      returned: if options were changed
      sample:
        memory_limit: 128M
  sample:
    - name: application shop/production/web
      module: community.dokploy.dokploy_application
      where: projects[0].environments[0].applications[1]
      reached: true
      changed: true
      failed: false
      actions: [update application, reload application]
      msg: ""
      phase: running
      previous:
        memory_limit: 128M
counts:
  description: Number of resources, and how many of them changed, are unchanged, failed, or were not tried.
  type: dict
  returned: when the document is valid
  sample:
    resources: 12
    changed: 1
    unchanged: 11
    failed: 0
    not_reached: 0
requests:
  description: Number of HTTP requests.
  type: int
  returned: when the document is valid
  sample: 7
check_mode:
  description: Whether the result is a plan.
  type: bool
  returned: when the document is valid
  sample: false
summary:
  description: Changes and failures, one line each, and the number of unchanged resources.
  type: list
  elements: str
  returned: when the document is valid
  sample:
    - "application shop/production/web: update application, reload application"
    - 11 of 12 resources were unchanged
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.manifest import manifest_module

DEFINITION = manifest_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
