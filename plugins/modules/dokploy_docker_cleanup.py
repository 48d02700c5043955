#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_docker_cleanup
short_description: Remove unused Docker data from a host of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Removes stopped containers, unused images, unused volumes, and the build cache from the host of Dokploy or from one of its servers, with
    the procedures behind the buttons in the web pages of Dokploy.
  - Returns the disk usage before and after, where Dokploy reports it.
  - With the disk usage, the module skips what Docker counts as used completely, and reports no change then.
  - The module acts on everything on the host, also on containers and images that do not belong to Dokploy.
attributes:
  check_mode:
    support: full
    details:
      - Without the disk usage, check mode always reports a change.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - Without the disk usage, which Dokploy reports for its own host from v0.29.14 and for a server from v0.30.2 on, each run reports a change.
  async:
    support: full
options:
  clean:
    description:
      - The data to remove. The module works in the order of the choices.
      - V(containers) removes all stopped containers.
      - V(images) removes all images without a container. A stopped application must be deployed again then, and a rollback needs a registry.
      - V(volumes) removes all volumes without a container. B(A stopped service has no container, so its data is lost.) Requires O(force=true).
      - V(builder) removes the build cache. The next builds take longer.
      - V(system) removes stopped containers, unused images, unused networks, and the build cache.
    type: list
    elements: str
    choices: [containers, images, volumes, builder, system]
    required: true
  server:
    description:
      - Name or ID of a server of Dokploy. Default is the host of Dokploy itself.
    type: str
  force:
    description:
      - Allow O(clean) to contain V(volumes). The module refuses it otherwise, and lists the stopped services in RV(at_risk).
    type: bool
    default: false
  wait_timeout:
    description:
      - Maximum time in seconds to wait for each procedure. Dokploy waits up to five minutes for running commands of Docker, such as builds.
    type: int
    default: 900
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - The module requires the key of an administrator or of the owner.
  - O(community.dokploy.dokploy_settings#module:docker_cleanup) has Dokploy clean its host each day, without the volumes.
seealso:
  - module: community.dokploy.dokploy_docker_cleanup_info
  - module: community.dokploy.dokploy_settings
  - module: community.dokploy.dokploy_audit_info
"""

EXAMPLES = r"""
---
- name: Remove stopped containers, unused images, and the build cache
  community.dokploy.dokploy_docker_cleanup:
    clean: [containers, images, builder]

- name: List the stopped services whose data a cleanup of volumes would remove
  community.dokploy.dokploy_docker_cleanup:
    clean: [volumes]
    force: true
  check_mode: true
"""

RETURN = r"""
---
freed:
  description: Freed disk space in bytes, as the difference of the sizes. V(null) in check mode, and where Dokploy does not report the disk usage.
  type: int
  returned: always
  sample: 1980000000
usage:
  description: Disk usage of Docker, by its type. V(null) where Dokploy does not report it.
  type: dict
  returned: always
  sample: {Images: {count: 12, active: 12, size: 2100000000, reclaimable: 0}}
previous_usage:
  description: Disk usage before the task. RV(usage) is the one after it.
  type: dict
  returned: always
  sample: {Images: {count: 31, active: 12, size: 4080000000, reclaimable: 1980000000}}
at_risk:
  description: With V(volumes) in O(clean), the services on this host that run no container, as project, environment, and name.
  type: list
  elements: str
  returned: always
  sample: [shop/production/database]
# generated: results of dokploy_application: actions
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [clean containers, clean images]
# end of generated
unverified:
  description:
    - V(usage) where Dokploy does not report the disk usage.
    - V(at_risk) where Dokploy could not list all that runs. RV(at_risk) then has every service of the host that may not run.
  type: list
  elements: str
  returned: always
  sample: []
# generated: results of dokploy_domain: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: ""
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.docker_cleanup import CleanDocker
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER

DEFINITION = operation_module(SERVER, CleanDocker)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
