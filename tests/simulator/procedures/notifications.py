# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notifications of twelve kinds: a base row, and one of its kind beside it."""

from __future__ import annotations

from ..errors import UNDEFINED, CallError, not_found
from . import Handlers

HANDLERS = Handlers()

# kind -> the columns of its own row, in order
KINDS = {
    "slack": ("webhookUrl", "channel"), "telegram": ("botToken", "chatId", "messageThreadId"), "discord": ("webhookUrl", "decoration"),
    "email": ("smtpServer", "smtpPort", "username", "password", "fromAddress", "toAddresses"), "resend": ("apiKey", "fromAddress", "toAddresses"),
    "gotify": ("serverUrl", "appToken", "priority", "decoration"), "ntfy": ("serverUrl", "topic", "accessToken", "priority"),
    "mattermost": ("webhookUrl", "channel", "username"), "custom": ("endpoint", "headers"), "lark": ("webhookUrl",),
    "pushover": ("userKey", "apiToken", "priority", "retry", "expire"), "teams": ("webhookUrl",),
}
EVENTS = ("appDeploy", "appBuildError", "databaseBackup", "volumeBackup", "dokployRestart", "dokployBackup", "dockerCleanup", "serverThreshold")


def kinds(sim):
    return [one for one in KINDS if one != "mattermost" or sim.version_tuple >= (0, 29)]


def events(sim):
    """Those that a version has: a backup of Dokploy itself came later."""
    return [one for one in EVENTS if one != "dokployBackup" or sim.version_tuple >= (0, 29, 14)]


def whole(sim, row):
    result = dict(row)
    for kind in kinds(sim):
        result[kind] = dict(sim.store.tables["notification" + kind][row[kind + "Id"]]) if row[kind + "Id"] else None
    return result


def row_or_404(sim, values, code="NOT_FOUND"):
    row = sim.store.notifications.get(values["notificationId"])
    if row is None:
        raise not_found("Notification") if code == "NOT_FOUND" else CallError(code, "Notification not found")
    return row


@HANDLERS.named("notification.all")
def notification_all(sim, key, values):
    """The newest first."""
    return [whole(sim, row) for row in reversed(sim.store.notifications.values())]


@HANDLERS.named("notification.one")
def notification_one(sim, key, values):
    return whole(sim, row_or_404(sim, values))


@HANDLERS.named("notification.remove")
def notification_remove(sim, key, values):
    row = row_or_404(sim, values, "BAD_REQUEST")
    del sim.store.notifications[row["notificationId"]]
    return row


def creates(kind):
    def create(sim, key, values):
        """No answer: the id has to be found by listing again."""
        own = {kind + "Id": sim.ids.nanoid()}
        own.update({name: values.get(name) for name in KINDS[kind]})
        sim.store.tables["notification" + kind][own[kind + "Id"]] = own
        row = {"notificationId": sim.ids.nanoid(), "name": values["name"]}
        row.update({name: bool(values.get(name)) for name in events(sim)})
        row.update({"notificationType": kind, "createdAt": sim.now()})
        row.update({one + "Id": own[kind + "Id"] if one == kind else None for one in kinds(sim)})
        row["organizationId"] = sim.organization_id
        sim.store.notifications[row["notificationId"]] = row
        return UNDEFINED
    return create


def updates(kind):
    def update(sim, key, values):
        """Base and kind are written apart: an id of another one's kind changes that other one, and nothing for the kind is an error first."""
        row = row_or_404(sim, values)
        own = {name: values[name] for name in KINDS[kind] if name in values}
        if not own:
            raise CallError("INTERNAL_SERVER_ERROR", "No values to set")
        row.update({name: value for name, value in values.items() if name in ("name",) + EVENTS})
        found = sim.store.tables["notification" + kind].get(values.get(kind + "Id"))
        if found is not None:
            found.update(own)
        return UNDEFINED
    return update


def tests(kind):
    def test(sim, key, values):
        """Nothing listens where the world has no address for it."""
        address = values.get("webhookUrl") or values.get("endpoint") or values.get("serverUrl") or values.get("smtpServer")
        if address in sim.world.listeners:
            return True
        if kind == "email":
            words = "Failed to send email notification connect ECONNREFUSED %s:%s" % (values["smtpServer"], values["smtpPort"])
        elif kind == "custom":
            words = "fetch failed"
        else:
            words = "Failed to send %s notification fetch failed" % kind
        raise CallError("BAD_REQUEST", words)
    return test


for _kind in KINDS:
    HANDLERS["notification.create" + _kind.capitalize()] = creates(_kind)
    HANDLERS["notification.update" + _kind.capitalize()] = updates(_kind)
    HANDLERS["notification.test%sConnection" % _kind.capitalize()] = tests(_kind)
