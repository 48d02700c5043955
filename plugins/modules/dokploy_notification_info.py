#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_notification_info
short_description: Get information about notifications of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists notifications, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the notification. Without it, the module lists all of them.
    type: str
  notification_id:
    description:
      - ID of one notification.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_notification
"""

EXAMPLES = r"""
---
- name: List all notifications
  community.dokploy.dokploy_notification_info:
  register: found

- name: Get information about one notification
  community.dokploy.dokploy_notification_info:
    name: Operators
  register: found
"""

RETURN = r"""
---
notifications:
  description: The notifications, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_notification
    id:
      description: ID of the notification.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Operators
    app_deploy:
      description: Value of O(community.dokploy.dokploy_notification#module:app_deploy).
      type: bool
      returned: always
      sample: true
    app_build_error:
      description: Value of O(community.dokploy.dokploy_notification#module:app_build_error).
      type: bool
      returned: always
      sample: true
    database_backup:
      description: Value of O(community.dokploy.dokploy_notification#module:database_backup).
      type: bool
      returned: always
      sample: true
    volume_backup:
      description: Value of O(community.dokploy.dokploy_notification#module:volume_backup).
      type: bool
      returned: always
      sample: true
    dokploy_restart:
      description: Value of O(community.dokploy.dokploy_notification#module:dokploy_restart).
      type: bool
      returned: always
      sample: true
    dokploy_backup:
      description: Value of O(community.dokploy.dokploy_notification#module:dokploy_backup).
      type: bool
      returned: always
      sample: true
    docker_cleanup:
      description: Value of O(community.dokploy.dokploy_notification#module:docker_cleanup).
      type: bool
      returned: always
      sample: true
    server_threshold:
      description: Value of O(community.dokploy.dokploy_notification#module:server_threshold).
      type: bool
      returned: always
      sample: true
    slack:
      description: Options of O(community.dokploy.dokploy_notification#module:slack).
      type: dict
      returned: when the notification is of this type
      contains:
        channel:
          description: Value of O(community.dokploy.dokploy_notification#module:slack.channel).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    telegram:
      description: Options of O(community.dokploy.dokploy_notification#module:telegram).
      type: dict
      returned: when the notification is of this type
      contains:
        chat_id:
          description: Value of O(community.dokploy.dokploy_notification#module:telegram.chat_id).
          type: str
          returned: when it is set
          sample: text
        message_thread_id:
          description: Value of O(community.dokploy.dokploy_notification#module:telegram.message_thread_id).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    discord:
      description: Options of O(community.dokploy.dokploy_notification#module:discord).
      type: dict
      returned: when the notification is of this type
      contains:
        decoration:
          description: Value of O(community.dokploy.dokploy_notification#module:discord.decoration).
          type: bool
          returned: when it is set
          sample: true
      sample: {}
    email:
      description: Options of O(community.dokploy.dokploy_notification#module:email).
      type: dict
      returned: when the notification is of this type
      contains:
        smtp_server:
          description: Value of O(community.dokploy.dokploy_notification#module:email.smtp_server).
          type: str
          returned: when it is set
          sample: text
        smtp_port:
          description: Value of O(community.dokploy.dokploy_notification#module:email.smtp_port).
          type: int
          returned: when it is set
          sample: 1
        username:
          description: Value of O(community.dokploy.dokploy_notification#module:email.username).
          type: str
          returned: when it is set
          sample: text
        from_address:
          description: Value of O(community.dokploy.dokploy_notification#module:email.from_address).
          type: str
          returned: when it is set
          sample: text
        to_addresses:
          description: Value of O(community.dokploy.dokploy_notification#module:email.to_addresses).
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {}
    resend:
      description: Options of O(community.dokploy.dokploy_notification#module:resend).
      type: dict
      returned: when the notification is of this type
      contains:
        from_address:
          description: Value of O(community.dokploy.dokploy_notification#module:resend.from_address).
          type: str
          returned: when it is set
          sample: text
        to_addresses:
          description: Value of O(community.dokploy.dokploy_notification#module:resend.to_addresses).
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {}
    gotify:
      description: Options of O(community.dokploy.dokploy_notification#module:gotify).
      type: dict
      returned: when the notification is of this type
      contains:
        server_url:
          description: Value of O(community.dokploy.dokploy_notification#module:gotify.server_url).
          type: str
          returned: when it is set
          sample: text
        priority:
          description: Value of O(community.dokploy.dokploy_notification#module:gotify.priority).
          type: int
          returned: when it is set
          sample: 1
        decoration:
          description: Value of O(community.dokploy.dokploy_notification#module:gotify.decoration).
          type: bool
          returned: when it is set
          sample: true
      sample: {}
    ntfy:
      description: Options of O(community.dokploy.dokploy_notification#module:ntfy).
      type: dict
      returned: when the notification is of this type
      contains:
        server_url:
          description: Value of O(community.dokploy.dokploy_notification#module:ntfy.server_url).
          type: str
          returned: when it is set
          sample: text
        topic:
          description: Value of O(community.dokploy.dokploy_notification#module:ntfy.topic).
          type: str
          returned: when it is set
          sample: text
        priority:
          description: Value of O(community.dokploy.dokploy_notification#module:ntfy.priority).
          type: int
          returned: when it is set
          sample: 1
      sample: {}
    mattermost:
      description: Options of O(community.dokploy.dokploy_notification#module:mattermost).
      type: dict
      returned: when the notification is of this type
      contains:
        channel:
          description: Value of O(community.dokploy.dokploy_notification#module:mattermost.channel).
          type: str
          returned: when it is set
          sample: text
        username:
          description: Value of O(community.dokploy.dokploy_notification#module:mattermost.username).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    custom:
      description: Options of O(community.dokploy.dokploy_notification#module:custom).
      type: dict
      returned: when the notification is of this type
      contains:
        headers_keys:
          description: Names of the keys of O(community.dokploy.dokploy_notification#module:custom.headers). Their values are secret.
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {}
    pushover:
      description: Options of O(community.dokploy.dokploy_notification#module:pushover).
      type: dict
      returned: when the notification is of this type
      contains:
        priority:
          description: Value of O(community.dokploy.dokploy_notification#module:pushover.priority).
          type: int
          returned: when it is set
          sample: 1
        retry:
          description: Value of O(community.dokploy.dokploy_notification#module:pushover.retry).
          type: int
          returned: when it is set
          sample: 1
        expire:
          description: Value of O(community.dokploy.dokploy_notification#module:pushover.expire).
          type: int
          returned: when it is set
          sample: 1
      sample: {}
    type:
      description: Its kind.
      type: str
      returned: always
      sample: slack
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Operators}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.notification import NOTIFICATION

DEFINITION = record_info_module(NOTIFICATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
