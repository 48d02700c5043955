#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_notification
short_description: Manage notifications of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, renames, and removes notifications, which report events of Dokploy to a chat, by e-mail, or to an address.
  - A notification is of one kind, which is the option with its address. Dokploy cannot change the kind later.
  - Only the options that the task sets are changed. A notification that exists already is adopted.
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
      - Name of the notification. Required, unless O(notification_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  notification_id:
    description:
      - ID of the notification, instead of its name. With O(name), the task fails where the notification has another name.
    type: str
  # generated: state of a record: notification
  state:
    description:
      - V(present) creates the notification where it does not exist, and changes the options that the task sets.
      - V(absent) removes it. The task changes nothing where it does not exist.
    type: str
    choices: [present, absent]
    default: present
  # end of generated
  app_deploy:
    description:
      - Report each deployment of an application.
    type: bool
  app_build_error:
    description:
      - Report each failed build.
    type: bool
  database_backup:
    description:
      - Report backups of databases.
    type: bool
  volume_backup:
    description:
      - Report backups of volumes.
      - Requires Dokploy v0.28.8 or later.
    type: bool
  dokploy_restart:
    description:
      - Report each restart of Dokploy.
    type: bool
  dokploy_backup:
    description:
      - Report backups of Dokploy itself.
      - Requires Dokploy v0.29.14 or later.
    type: bool
  docker_cleanup:
    description:
      - Report each clean-up of Docker.
    type: bool
  server_threshold:
    description:
      - Report a server that exceeds its thresholds. Not available for Gotify and ntfy.
    type: bool
  slack:
    description:
      - A notification to Slack.
    type: dict
    suboptions:
      webhook_url:
        description:
          - Address of the webhook. Required at creation. It is secret, and never returned.
        type: str
      channel:
        description:
          - Name of the channel. An empty text clears it.
        type: str
  telegram:
    description:
      - A notification to Telegram.
    type: dict
    suboptions:
      bot_token:
        description:
          - Token of the bot. Required at creation.
        type: str
      chat_id:
        description:
          - ID of the chat. Required at creation.
        type: str
      message_thread_id:
        description:
          - ID of the topic in the chat. An empty text clears it.
        type: str
  discord:
    description:
      - A notification to Discord.
    type: dict
    suboptions:
      webhook_url:
        description:
          - Address of the webhook. Required at creation. It is secret, and never returned.
        type: str
      decoration:
        description:
          - Use symbols in the messages.
        type: bool
  email:
    description:
      - A notification by e-mail over SMTP.
    type: dict
    suboptions:
      smtp_server:
        description:
          - Host name of the mail server. Required at creation.
        type: str
      smtp_port:
        description:
          - Port of the mail server. Required at creation.
        type: int
      username:
        description:
          - User name. Required at creation.
        type: str
      password:
        description:
          - Password. Required at creation. It is never returned.
        type: str
      from_address:
        description:
          - Address of the sender. Required at creation.
        type: str
      to_addresses:
        description:
          - Addresses of the receivers. Required at creation.
        type: list
        elements: str
  resend:
    description:
      - A notification by e-mail over Resend.
    type: dict
    suboptions:
      api_key:
        description:
          - API key of the service. Required at creation.
        type: str
      from_address:
        description:
          - Address of the sender. Required at creation.
        type: str
      to_addresses:
        description:
          - Addresses of the receivers. Required at creation.
        type: list
        elements: str
  gotify:
    description:
      - A notification to Gotify.
    type: dict
    suboptions:
      server_url:
        description:
          - Address of the server. Required at creation.
        type: str
      app_token:
        description:
          - Token of the application. Required at creation.
        type: str
      priority:
        description:
          - Priority of the messages.
        type: int
      decoration:
        description:
          - Use symbols in the messages.
        type: bool
  ntfy:
    description:
      - A notification to ntfy.
    type: dict
    suboptions:
      server_url:
        description:
          - Address of the server. Required at creation.
        type: str
      topic:
        description:
          - Name of the topic. Required at creation.
        type: str
      access_token:
        description:
          - Access token. An empty text clears it.
        type: str
      priority:
        description:
          - Priority of the messages.
        type: int
  mattermost:
    description:
      - A notification to Mattermost. Servers before v0.29.14 do not know this kind.
    type: dict
    suboptions:
      webhook_url:
        description:
          - Address of the webhook. Required at creation. It is secret, and never returned.
        type: str
      channel:
        description:
          - Name of the channel. An empty text clears it.
        type: str
      username:
        description:
          - Name that the messages show as their sender. An empty text clears it.
        type: str
  custom:
    description:
      - A notification to an address of your own, as JSON.
    type: dict
    suboptions:
      endpoint:
        description:
          - Address that receives the messages. Required at creation. It is secret, and never returned.
        type: str
      headers:
        description:
          - Headers of the request. Their values are secret. The headers that are given replace all headers.
        type: dict
  lark:
    description:
      - A notification to Lark.
    type: dict
    suboptions:
      webhook_url:
        description:
          - Address of the webhook. Required at creation. It is secret, and never returned.
        type: str
  pushover:
    description:
      - A notification to Pushover.
    type: dict
    suboptions:
      user_key:
        description:
          - Key of the user. Required at creation.
        type: str
      api_token:
        description:
          - Token of the application. Required at creation.
        type: str
      priority:
        description:
          - Priority of the messages.
        type: int
      retry:
        description:
          - Seconds between two attempts, with priority V(2).
        type: int
      expire:
        description:
          - Seconds after which attempts end, with priority V(2).
        type: int
  teams:
    description:
      - A notification to Microsoft Teams.
    type: dict
    suboptions:
      webhook_url:
        description:
          - Address of the webhook. Required at creation. It is secret, and never returned.
        type: str
  rename_to:
    description:
      - New name of the notification. The task fails where neither the old nor the new name exists.
    type: str
  test:
    description:
      - Let Dokploy send a test notification before it stores a new address. The task fails where the test fails, and stores nothing.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Names are not unique in Dokploy. The task fails where several notifications have the name.
seealso:
  - module: community.dokploy.dokploy_notification_info
"""

EXAMPLES = r"""
---
- name: Report failed builds and backups to Slack
  community.dokploy.dokploy_notification:
    name: Operators
    app_build_error: true
    database_backup: true
    slack:
      webhook_url: "{{ vault_slack_webhook }}"
      channel: operations
    test: true

- name: Report deployments, too
  community.dokploy.dokploy_notification:
    name: Operators
    app_deploy: true

- name: Report failures to the rulebook dokploy_events, which explains them in a chat
  community.dokploy.dokploy_notification:
    name: Ansible events
    app_build_error: true
    app_deploy: true
    database_backup: true
    custom:
      endpoint: "{{ vault_event_address }}"
      headers:
        Authorization: "Bearer {{ vault_event_token }}"
    test: true

- name: Remove the notification
  community.dokploy.dokploy_notification:
    name: Operators
    state: absent
"""

RETURN = r"""
---
notification:
  description:
    - Notification after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
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
    # generated: values of notification
    app_deploy:
      description: Value of O(app_deploy).
      type: bool
      returned: always
      sample: true
    app_build_error:
      description: Value of O(app_build_error).
      type: bool
      returned: always
      sample: true
    database_backup:
      description: Value of O(database_backup).
      type: bool
      returned: always
      sample: true
    volume_backup:
      description: Value of O(volume_backup).
      type: bool
      returned: always
      sample: true
    dokploy_restart:
      description: Value of O(dokploy_restart).
      type: bool
      returned: always
      sample: true
    dokploy_backup:
      description: Value of O(dokploy_backup).
      type: bool
      returned: always
      sample: true
    docker_cleanup:
      description: Value of O(docker_cleanup).
      type: bool
      returned: always
      sample: true
    server_threshold:
      description: Value of O(server_threshold).
      type: bool
      returned: always
      sample: true
    slack:
      description: Options of O(slack).
      type: dict
      returned: when the notification is of this type
      contains:
        channel:
          description: Value of O(slack.channel).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    telegram:
      description: Options of O(telegram).
      type: dict
      returned: when the notification is of this type
      contains:
        chat_id:
          description: Value of O(telegram.chat_id).
          type: str
          returned: when it is set
          sample: text
        message_thread_id:
          description: Value of O(telegram.message_thread_id).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    discord:
      description: Options of O(discord).
      type: dict
      returned: when the notification is of this type
      contains:
        decoration:
          description: Value of O(discord.decoration).
          type: bool
          returned: when it is set
          sample: true
      sample: {}
    email:
      description: Options of O(email).
      type: dict
      returned: when the notification is of this type
      contains:
        smtp_server:
          description: Value of O(email.smtp_server).
          type: str
          returned: when it is set
          sample: text
        smtp_port:
          description: Value of O(email.smtp_port).
          type: int
          returned: when it is set
          sample: 1
        username:
          description: Value of O(email.username).
          type: str
          returned: when it is set
          sample: text
        from_address:
          description: Value of O(email.from_address).
          type: str
          returned: when it is set
          sample: text
        to_addresses:
          description: Value of O(email.to_addresses).
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {}
    resend:
      description: Options of O(resend).
      type: dict
      returned: when the notification is of this type
      contains:
        from_address:
          description: Value of O(resend.from_address).
          type: str
          returned: when it is set
          sample: text
        to_addresses:
          description: Value of O(resend.to_addresses).
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {}
    gotify:
      description: Options of O(gotify).
      type: dict
      returned: when the notification is of this type
      contains:
        server_url:
          description: Value of O(gotify.server_url).
          type: str
          returned: when it is set
          sample: text
        priority:
          description: Value of O(gotify.priority).
          type: int
          returned: when it is set
          sample: 1
        decoration:
          description: Value of O(gotify.decoration).
          type: bool
          returned: when it is set
          sample: true
      sample: {}
    ntfy:
      description: Options of O(ntfy).
      type: dict
      returned: when the notification is of this type
      contains:
        server_url:
          description: Value of O(ntfy.server_url).
          type: str
          returned: when it is set
          sample: text
        topic:
          description: Value of O(ntfy.topic).
          type: str
          returned: when it is set
          sample: text
        priority:
          description: Value of O(ntfy.priority).
          type: int
          returned: when it is set
          sample: 1
      sample: {}
    mattermost:
      description: Options of O(mattermost).
      type: dict
      returned: when the notification is of this type
      contains:
        channel:
          description: Value of O(mattermost.channel).
          type: str
          returned: when it is set
          sample: text
        username:
          description: Value of O(mattermost.username).
          type: str
          returned: when it is set
          sample: text
      sample: {}
    custom:
      description: Options of O(custom).
      type: dict
      returned: when the notification is of this type
      contains:
        headers_keys:
          description: Names of the keys of O(custom.headers). Their values are secret.
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {}
    pushover:
      description: Options of O(pushover).
      type: dict
      returned: when the notification is of this type
      contains:
        priority:
          description: Value of O(pushover.priority).
          type: int
          returned: when it is set
          sample: 1
        retry:
          description: Value of O(pushover.retry).
          type: int
          returned: when it is set
          sample: 1
        expire:
          description: Value of O(pushover.expire).
          type: int
          returned: when it is set
          sample: 1
      sample: {}
    # end of generated
    type:
      description: Its kind.
      type: str
      returned: always
      sample: slack
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Operators}
# generated: results of a record: create notification
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create notification]
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
from ansible_collections.community.dokploy.plugins.module_utils._resources.notification import NOTIFICATION

DEFINITION = resource_module(NOTIFICATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
