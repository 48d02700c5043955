# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Event filter of Event-Driven Ansible for the notifications of Dokploy."""

from __future__ import annotations

import re
from typing import Any

DOCUMENTATION = r"""
---
short_description: Normalize a notification of Dokploy.
description:
  - An event filter for events that the webhook source received from a
    notification of Dokploy of the kind "custom".
  - Replaces the payload and the headers of the request by the key dokploy, a
    dictionary whose keys are the same for every kind of notification. All
    values are text.
  - Error messages of Dokploy contain the failed command with its credentials,
    such as the secret key of a backup's destination. The filter drops them.
  - Ansible evaluates templates in extra variables. The filter removes braces
    and control characters from every text, so that the name of a project
    cannot run code. It removes emoji, too, which ansible-rulebook cannot pass
    to a playbook.
options: {}
notes:
  - The key event is one of build_failed, build_succeeded,
    database_backup_failed, database_backup_succeeded, volume_backup_failed,
    volume_backup_succeeded, dokploy_backup_failed, dokploy_backup_succeeded,
    docker_cleaned, dokploy_restarted, server_threshold, test, unknown.
  - The key subject names the service or server that the event is about. All
    events of one burst have the same subject.
  - The key kind is application, compose, or the kind of a database. The keys
    id, environment_id, link and page come from the link of a build. They are
    empty for events without a link. The key link is also empty where Dokploy
    does not know its own address; page is the path without the address.
"""

EXAMPLES = r"""
- eda.builtin.webhook:
    port: 5010
    token: "{{ DOKPLOY_EVENT_TOKEN }}"
  filters:
    - community.dokploy.dokploy_event: {}
"""

MOST_CHARACTERS = 200
MOST_CHARACTERS_OF_A_LINK = 500

# The beginning of the title, the event, and whether the status is appended to it.
TITLES = (
    ("Build Error", "build_failed", False),
    ("Build Success", "build_succeeded", False),
    ("Database Backup", "database_backup", True),
    ("Volume Backup", "volume_backup", True),
    ("Dokploy Backup", "dokploy_backup", True),
    ("Docker Cleanup", "docker_cleaned", False),
    ("Dokploy Server Restarted", "dokploy_restarted", False),
    ("Test Notification", "test", False),
)
KINDS = {"mongodb": "mongo", "postgresql": "postgres"}
LINK = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.:\[\]-]+)"
    r"(?P<page>/dashboard/project/[\w-]+"
    r"/environment/(?P<environment_id>[\w-]+)"
    r"/services/(?P<kind>[a-z]+)/(?P<id>[\w-]+)(?:\?tab=[a-z]+)?)",
    re.ASCII,
)


def clean_text(value: object, most: int = MOST_CHARACTERS) -> str:
    """Return a value as short, printable text without braces."""
    if not isinstance(value, (str, int, float)):
        return ""
    text = "".join(
        one
        for one in str(value)[: 4 * most]
        # ansible-rulebook cannot pass a symbol such as an emoji to a playbook.
        if one.isprintable() and one not in "{}" and one <= "\uffff"
    )
    return text[:most].strip()


def name_event(payload: dict[str, Any]) -> str:
    """Return the name of the event that a payload reports."""
    if payload.get("alertType") == "server-threshold":
        return "server_threshold"
    title = str(payload.get("title", ""))
    failed = payload.get("status") == "error"
    for beginning, event, has_status in TITLES:
        if title.startswith(beginning):
            return event + ("_failed" if failed else "_succeeded") * has_status
    return "unknown"


def read_link(payload: dict[str, Any]) -> dict[str, str]:
    """Return the service that the link of a build leads to."""
    text = str(payload.get("buildLink", ""))[:MOST_CHARACTERS_OF_A_LINK]
    found = LINK.fullmatch(text)
    if not found:
        keys = ("kind", "id", "environment_id", "page", "link")
        return dict.fromkeys(keys, "")
    # A server whose address was never set calls itself null.
    usable = not found["host"].startswith("null")
    return {
        "kind": found["kind"],
        "id": found["id"],
        "environment_id": found["environment_id"],
        "page": found["page"],
        "link": text if usable else "",
    }


def normalize(payload: dict[str, Any]) -> dict[str, str]:
    """Return the facts of a notification, with the same keys for each."""
    event = name_event(payload)
    made = {
        "event": event,
        "title": clean_text(payload.get("title")),
        "message": clean_text(payload.get("message")),
        "project": clean_text(payload.get("projectName")),
        "name": clean_text(payload.get("applicationName")),
        "database": clean_text(payload.get("databaseName")),
        "volume": clean_text(payload.get("volumeName")),
        "server": clean_text(payload.get("serverName")),
        "at": clean_text(payload.get("timestamp")),
        **read_link(payload),
    }
    if not made["kind"]:
        said = (
            payload.get("applicationType")
            or payload.get("databaseType")
            or payload.get("serviceType")
        )
        made["kind"] = KINDS.get(str(said), clean_text(said))
    names = ("kind", "project", "name", "server")
    about = made["id"] or "/".join(made[one] for one in names if made[one])
    made["subject"] = about or event
    return made


def main(event: dict[str, Any]) -> dict[str, Any]:
    """Replace the payload of an event by the facts of the notification."""
    payload = event.get("payload")
    meta = dict(event.get("meta") or {})
    # Headers may hold credentials of proxies on the way.
    meta.pop("headers", None)
    if "endpoint" in meta:
        meta["endpoint"] = clean_text(meta["endpoint"])
    return {
        "meta": meta,
        "dokploy": normalize(payload if isinstance(payload, dict) else {}),
    }
