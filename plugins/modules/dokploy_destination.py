#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_destination
short_description: Manage backup destinations of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes destinations of backups, which are buckets of S3 or of a compatible storage.
  - The module lets Dokploy test the connection before it stores new values, because Dokploy stores any value.
  - Only the options that the task sets are changed. A destination that exists already is adopted.
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
      - Name of the destination. Required, unless O(destination_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  destination_id:
    description:
      - ID of the destination, instead of its name. With O(name), the task fails where the destination has another name.
    type: str
  # generated: state of a record: destination
  state:
    description:
      - V(present) creates the destination where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  # generated: force of a record: destination
  force:
    description:
      - Whether O(state=absent) also removes the destination if it is used.
      - Without it, the task fails while something uses it, and lists the users in RV(used_by).
    type: bool
    default: false
  # end of generated
  provider:
    description:
      - Name of the provider, as rclone knows it, for example V(AWS), V(Minio) or V(Other). An empty text clears it.
    type: str
  access_key:
    description:
      - ID of the access key. Required to create the destination. It is never returned.
    type: str
  secret_access_key:
    description:
      - The secret of the access key. Required to create the destination. It is compared with the saved one, and never returned.
    type: str
  bucket:
    description:
      - Name of the bucket. Required to create the destination.
    type: str
  region:
    description:
      - Region of the bucket. An empty text clears it.
    type: str
  endpoint:
    description:
      - Address of the storage, for example V(https://s3.eu-central-1.amazonaws.com). Required to create the destination.
    type: str
  additional_flags:
    description:
      - More arguments of rclone, in the form V(--flag=value). An empty list clears them.
      - Requires Dokploy v0.29.14 or later.
    type: list
    elements: str
  rename_to:
    description:
      - New name of the destination. The task fails where neither the old nor the new name exists.
    type: str
  test:
    description:
      - Let Dokploy test the connection before it stores new values. The task fails where the test fails, and stores nothing.
    type: bool
    default: true
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Dokploy removes a destination together with all backups and volume backups that use it. The module refuses this without O(force).
  - Dokploy before v0.29.13 passes the options to a shell on its server between double quotes. Values with C($), double quotes, backquotes, or
    backslashes are refused there.
seealso:
  - module: community.dokploy.dokploy_destination_info
"""

EXAMPLES = r"""
---
- name: Ensure that backups have a destination
  community.dokploy.dokploy_destination:
    name: Company backups
    provider: AWS
    bucket: company-backups
    region: eu-central-1
    endpoint: https://s3.eu-central-1.amazonaws.com
    access_key: "{{ vault_s3_access_key }}"
    secret_access_key: "{{ vault_s3_secret_access_key }}"

- name: Remove the destination, and the backups that use it
  community.dokploy.dokploy_destination:
    name: Company backups
    state: absent
    force: true
"""

RETURN = r"""
---
destination:
  description:
    - Destination after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the destination.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company backups
    # generated: values of destination
    provider:
      description: Value of O(provider).
      type: str
      returned: always
      sample: AWS
    bucket:
      description: Value of O(bucket).
      type: str
      returned: always
      sample: company-backups
    region:
      description: Value of O(region).
      type: str
      returned: always
      sample: eu-central-1
    endpoint:
      description: Value of O(endpoint).
      type: str
      returned: always
      sample: "https://s3.eu-central-1.amazonaws.com"
    additional_flags:
      description: Value of O(additional_flags).
      type: list
      elements: str
      returned: always
      sample: []
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company backups}
# generated: users of a record: destination
used_by:
  description: What uses the destination that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
# end of generated
# generated: results of a record: create destination
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create destination]
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
from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.destination import DESTINATION

DEFINITION = resource_module(DESTINATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
