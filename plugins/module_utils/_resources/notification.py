# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a notification. Each of the twelve kinds has its own calls and keys.

Dokploy's update writes two rows, and does not check that the row of the kind belongs to the notification: it always contains the id and all keys of the kind.
"""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import BadInput
from .._model.host_kinds import ADDRESS
from .._model.kinds import BOOL, INT, NOTHING, WORDS
from .._model.resource import Field, Group, Resource, Write
from .._model.record_kinds import SECRET_VALUES
from .._model.variants import choose_type, optional_field, required_field

EVENTS = tuple(Field(option, key, BOOL, effect=NOTHING, default=False, since=since) for option, key, since in (
    ("app_deploy", "appDeploy", ""), ("app_build_error", "appBuildError", ""), ("database_backup", "databaseBackup", ""),
    ("volume_backup", "volumeBackup", "0.28.8"), ("dokploy_restart", "dokployRestart", ""), ("dokploy_backup", "dokployBackup", "0.29.14"),
    ("docker_cleanup", "dockerCleanup", ""), ("server_threshold", "serverThreshold", "")))
UNKNOWN_EVENTS = {"gotify": "server_threshold", "ntfy": "server_threshold"}


WEBHOOK = required_field("webhook_url", "webhookUrl", ADDRESS, secret=True)
MAIL = (required_field("from_address", "fromAddress"), required_field("to_addresses", "toAddresses", WORDS))
KINDS = {
    "slack": (WEBHOOK, optional_field("channel", "channel")),
    "telegram": (required_field("bot_token", "botToken", secret=True), required_field("chat_id", "chatId"),
                 optional_field("message_thread_id", "messageThreadId")),
    "discord": (WEBHOOK, optional_field("decoration", "decoration", BOOL, False)),
    "email": (required_field("smtp_server", "smtpServer"), required_field("smtp_port", "smtpPort", INT), required_field("username", "username"),
              required_field("password", "password", secret=True)) + MAIL,
    "resend": (required_field("api_key", "apiKey", secret=True),) + MAIL,
    "gotify": (required_field("server_url", "serverUrl", ADDRESS), required_field("app_token", "appToken", secret=True),
               optional_field("priority", "priority", INT, 5),
               optional_field("decoration", "decoration", BOOL, False)),
    "ntfy": (required_field("server_url", "serverUrl", ADDRESS), required_field("topic", "topic"), optional_field("access_token", "accessToken", secret=True),
             optional_field("priority", "priority", INT, 3)),
    "mattermost": (WEBHOOK, optional_field("channel", "channel"), optional_field("username", "username")),
    "custom": (required_field("endpoint", "endpoint", ADDRESS, secret=True), optional_field("headers", "headers", SECRET_VALUES, {}, secret="values")),
    "lark": (WEBHOOK,),
    "pushover": (required_field("user_key", "userKey", secret=True), required_field("api_token", "apiToken", secret=True),
                 optional_field("priority", "priority", INT, 0),
                 optional_field("retry", "retry", INT, None), optional_field("expire", "expire", INT, None)),
    "teams": (WEBHOOK,),
}


def describe_type(resource, options, record):
    """Return the description of the stored or requested kind. Raises BadInput, and Refused if the two differ."""
    kind = choose_type(resource, options, record, KINDS, "notificationType")
    if options.get(UNKNOWN_EVENTS.get(kind)) is not None:
        raise BadInput("%s: Dokploy has no such event for the kind %s" % (UNKNOWN_EVENTS[kind], kind))
    events = tuple(one for one in EVENTS if one.option != UNKNOWN_EVENTS.get(kind))
    own, word = tuple(one.key for one in KINDS[kind]), kind.capitalize()
    keys = own + tuple(one.key for one in events)
    return replace(
        resource, fields=events + (Group(kind, KINDS[kind]),), create="notification.create" + word, create_keys=keys, create_always=keys,
        update=Write("notification.update" + word, always=(kind + "Id",) + own), test=Write("notification.test%sConnection" % word, always=own))


NOTIFICATION = Resource(
    kind="notification",
    id="notificationId",
    addressing={"name": {"type": "str"}, "notification_id": {"type": "str"}},
    fields=EVENTS + tuple(Group(kind, fields) for kind, fields in KINDS.items()),
    shows=(("type", "notificationType", str),),
    options={"test": {"type": "bool", "default": False}},
    listing="notification.all",
    remove="notification.remove",
    variant=describe_type,
    unpack=lambda row: dict(row, **(row.get(row.get("notificationType")) or {})),
)
