#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_server
short_description: Manage remote servers of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, sets up, validates, and removes the servers on which Dokploy deploys or builds over SSH.
  - Dokploy reports a set-up as done even where it failed. Therefore the module validates the server after a set-up, and fails where parts are
    missing.
  - Only the options that the task sets are changed. A server that exists already is adopted.
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
  name:
    description:
      - Name of the server. Required, unless O(server_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  server_id:
    description:
      - ID of the server, instead of its name. With O(name), the task fails where the server has another name.
    type: str
  # generated: state of a record: server
  state:
    description:
      - V(present) creates the server where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  # generated: force of a record: server
  force:
    description:
      - Whether O(state=absent) also removes the server if it is used.
      - Without it, the task fails while something uses it, and lists the users in RV(used_by).
    type: bool
    default: false
  # end of generated
  description:
    description:
      - Description. An empty text clears it.
    type: str
  ip_address:
    description:
      - Address of the server. Required to create it.
    type: str
  port:
    description:
      - Port of SSH. The default of a new server is V(22).
    type: int
  username:
    description:
      - User name for SSH. The default of a new server is V(root).
    type: str
  ssh_key:
    description:
      - SSH key, by its name or ID. An empty text clears it.
    type: str
  type:
    description:
      - V(deploy) runs services, V(build) builds images. The default of a new server is V(deploy).
    type: str
    choices: [deploy, build]
  command:
    description:
      - Script that sets up the server instead of that of Dokploy. An empty text clears it.
    type: str
  docker_cleanup:
    description:
      - Remove unused Docker data every day. Requires Dokploy v0.29.14 or later.
    type: bool
  builds_concurrency:
    description:
      - Number of builds at the same time, from 1 to 100. Requires Dokploy v0.29.14 or later.
    type: int
  setup:
    description:
      - V(missing) sets up the server where Docker or other parts are missing, V(always) in each task. The module waits for the end.
      - V(always) always reports a change.
    type: str
    choices: [never, missing, always]
    default: never
  setup_timeout:
    description:
      - Maximum time in seconds to wait for a set-up.
    type: int
    default: 1800
  validate:
    description:
      - Report what is installed on the server in RV(validation). Fails where SSH does not reach the server.
    type: bool
    default: false
  rename_to:
    description:
      - New name of the server. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - A server with services is not removed, also with O(force). Dokploy removes its certificates, networks and schedules with it.
  - A set-up needs the internet on the server.
  - A server whose SSH key was removed has none, and Dokploy does not list it for builds and deployments.
seealso:
  - module: community.dokploy.dokploy_server_info
  - module: community.dokploy.dokploy_ssh_key
"""

EXAMPLES = r"""
---
- name: Ensure the second server exists and is set up
  community.dokploy.dokploy_server:
    name: edge-1
    ip_address: 192.0.2.20
    ssh_key: Deploy key
    setup: missing
  register: edge

- name: Build two applications at the same time
  community.dokploy.dokploy_server:
    name: edge-1
    builds_concurrency: 2

- name: Remove the server
  community.dokploy.dokploy_server:
    name: edge-1
    state: absent
"""

RETURN = r"""
---
server:
  description:
    - Server after the task, or as it would be in check mode. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the server.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: edge-1
    # generated: values of server
    description:
      description: Value of O(description).
      type: str
      returned: always
      sample: Second server
    ip_address:
      description: Value of O(ip_address).
      type: str
      returned: always
      sample: 192.0.2.20
    port:
      description: Value of O(port).
      type: int
      returned: always
      sample: 22
    username:
      description: Value of O(username).
      type: str
      returned: always
      sample: root
    ssh_key:
      description: Value of O(ssh_key).
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    type:
      description: Value of O(type).
      type: str
      returned: always
      sample: deploy
    command:
      description: Value of O(command).
      type: str
      returned: always
      sample: ""
    docker_cleanup:
      description: Value of O(docker_cleanup).
      type: bool
      returned: always
      sample: true
    builds_concurrency:
      description: Value of O(builds_concurrency).
      type: int
      returned: always
      sample: 1
    # end of generated
    status:
      description: V(active) or V(inactive).
      type: str
      returned: always
      sample: active
    app_name:
      description: Name that Dokploy assigned to it.
      type: str
      returned: always
      sample: server-edge-x1y2z3
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: edge-1, ip_address: 192.0.2.20}
validation:
  description: Report of Dokploy on what is installed.
  type: dict
  returned: after a set-up, or with validate
  sample: {docker: {enabled: true, version: 28.5.0}}
setup_log:
  description: End of the log of the set-up. Empty before Dokploy v0.29.5.
  type: str
  returned: after a set-up, also one that failed
  sample: ""
# generated: users of a record: server
used_by:
  description: What uses the server that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
# end of generated
# generated: results of a record: create server
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create server]
previous:
  description: Previous values of the options that the task changed. Of secret dictionaries, only the names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {}
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where nothing is known.
  type: str
  returned: always
  sample: ""
candidates:
  description: IDs of the records that have the name.
  type: list
  elements: str
  returned: on failure, when several have the name
  sample: [mTcY8QxZ1LkP0nVwR5sJd]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.referring import referring_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.remote_server import REMOTE_SERVER

DEFINITION = referring_module(REMOTE_SERVER)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
