# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a scheduled command. Dokploy stores any schedule and time zone, and never runs a schedule that it cannot parse.

In a container it runs C(command). On its own host and on servers it runs only C(script), and reports C(done) for a command that it did not run.
"""

from __future__ import annotations

from .._model.kinds import BOOL, NOTHING, TEXT
from .._model.ownership import Ownership, Run
from .._model.resource import Field, Resource, Write
from .._model.schedule_kinds import CRON, TIME_ZONE

HOST = "dokploy-server"


def find_incomplete_schedule(options, record):
    on_host = record["scheduleType"] in (HOST, "server") if record else not options.get("application") and not options.get("compose")
    if on_host and options.get("command"):
        return "command runs only in containers: on its own host and on servers, Dokploy runs script and never command"
    if record is None and not (options.get("cron") and (options.get("command") or options.get("script"))):
        return "cron and script are needed to create it" if on_host else "cron, and command or script, are needed to create it"
    return "service_name is needed: the service of the compose file that the command runs in" if options.get(
        "compose") and not (options.get("service_name") or (record or {}).get("serviceName")) else ""


SCHEDULE = Resource(
    kind="schedule",
    id="scheduleId",
    addressing={"name": {"type": "str"}, "schedule_id": {"type": "str"}, "application": {"type": "str"}, "compose": {"type": "str"},
                "server": {"type": "str"}, "project": {"type": "str"}, "environment": {"type": "str"}},
    owner=Ownership(
        kinds=("application", "compose", "server"), otherwise=HOST,
        # Older servers list the schedules of the host by their user.
        find_own_id=lambda backend: HOST if backend.at_least("0.29.14") else (backend.client.read("user.get") or {}).get("userId"),
        list_call=lambda kind, own_id: ("schedule.list", {"id": own_id, "scheduleType": kind}, ""),
        keys=lambda kind, own_id: dict({"scheduleType": kind}, **(
            {kind + "Id": own_id} if kind != HOST else {} if own_id == HOST else {"userId": own_id}))),
    fields=(
        Field("cron", "cronExpression", CRON, effect=NOTHING, clearable=False),
        Field("timezone", "timezone", TIME_ZONE, effect=NOTHING, since="0.28.8"),
        Field("command", "command", effect=NOTHING, default=""),
        Field("script", "script", effect=NOTHING),
        Field("shell", "shellType", TEXT, effect=NOTHING, clearable=False, more={"choices": ["bash", "sh"]}),
        Field("service_name", "serviceName", effect=NOTHING),
        Field("enabled", "enabled", BOOL, effect=NOTHING, default=True),
        Field("description", "description", effect=NOTHING, since="0.29.14"),
    ),
    read="schedule.one",
    create="schedule.create",
    create_keys=("cronExpression", "timezone", "command", "script", "shellType", "serviceName", "enabled", "description"),
    create_always=("command",),
    update=Write("schedule.update", always=("name", "cronExpression", "command")),
    remove="schedule.delete",
    refuse=find_incomplete_schedule,
    run=Run("schedule", lambda record: "schedule.runManually"),
    permissions={"schedule.create": ("schedule", "create"), "schedule.update": ("schedule", "update"), "schedule.delete": ("schedule", "delete"),
                 "schedule.runManually": ("schedule", "create")},
)
