# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A notification of one of twelve kinds, each with calls and keys of its own.

Dokploy's updates write the base and the kind apart, by an id that it does not compare: the kind's id and all of its keys are always sent.
"""

from __future__ import annotations

from dataclasses import replace

from .._common.errors import BadInput
from .._model.host_kinds import ADDRESS
from .._model.kinds import BOOL, INT, NOTHING, WORDS
from .._model.resource import Field, Group, Resource, Write
from .._model.record_kinds import SECRET_VALUES
from .._model.variants import choose_type, more, needed

EVENTS = tuple(Field(option, key, BOOL, effect=NOTHING, default=False, since=since) for option, key, since in (
    ("app_deploy", "appDeploy", ""), ("app_build_error", "appBuildError", ""), ("database_backup", "databaseBackup", ""),
    ("volume_backup", "volumeBackup", "0.28.8"), ("dokploy_restart", "dokployRestart", ""), ("dokploy_backup", "dokployBackup", "0.29.14"),
    ("docker_cleanup", "dockerCleanup", ""), ("server_threshold", "serverThreshold", "")))
UNKNOWN_EVENTS = {"gotify": "server_threshold", "ntfy": "server_threshold"}


WEBHOOK = needed("webhook_url", "webhookUrl", ADDRESS, secret=True)
MAIL = (needed("from_address", "fromAddress"), needed("to_addresses", "toAddresses", WORDS))
KINDS = {
    "slack": (WEBHOOK, more("channel", "channel")),
    "telegram": (needed("bot_token", "botToken", secret=True), needed("chat_id", "chatId"), more("message_thread_id", "messageThreadId")),
    "discord": (WEBHOOK, more("decoration", "decoration", BOOL, False)),
    "email": (needed("smtp_server", "smtpServer"), needed("smtp_port", "smtpPort", INT), needed("username", "username"),
              needed("password", "password", secret=True)) + MAIL,
    "resend": (needed("api_key", "apiKey", secret=True),) + MAIL,
    "gotify": (needed("server_url", "serverUrl", ADDRESS), needed("app_token", "appToken", secret=True), more("priority", "priority", INT, 5),
               more("decoration", "decoration", BOOL, False)),
    "ntfy": (needed("server_url", "serverUrl", ADDRESS), needed("topic", "topic"), more("access_token", "accessToken", secret=True),
             more("priority", "priority", INT, 3)),
    "mattermost": (WEBHOOK, more("channel", "channel"), more("username", "username")),
    "custom": (needed("endpoint", "endpoint", ADDRESS, secret=True), more("headers", "headers", SECRET_VALUES, {}, secret="values")),
    "lark": (WEBHOOK,),
    "pushover": (needed("user_key", "userKey", secret=True), needed("api_token", "apiToken", secret=True), more("priority", "priority", INT, 0),
                 more("retry", "retry", INT, None), more("expire", "expire", INT, None)),
    "teams": (WEBHOOK,),
}


def of_kind(resource, options, record):
    """The description of the kind that is stored, or that the task names. Raises BadInput, and Refused where the two differ."""
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
    variant=of_kind,
    unpack=lambda row: dict(row, **(row.get(row.get("notificationType")) or {})),
)
