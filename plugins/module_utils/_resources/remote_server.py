# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a remote server. Dokploy's set-up does not report failures, so the module validates the server afterwards."""

from __future__ import annotations

from .._common.errors import ApiError, TaskFailed
from .._model.kinds import BOOL, INT, NOTHING, Between
from .._model.plan import NEW_ID, Step
from .._model.resource import Field, Resource, Write
from .uses import SERVICES, Uses, refers_by

STORED = ("name", "description", "ipAddress", "port", "username", "sshKeyId", "serverType", "command", "enableDockerCleanup")
TOOLS = {"build": ("docker", "nixpacks", "buildpacks"), "deploy": ("docker", "isSwarmInstalled", "isDokployNetworkInstalled", "isMainDirectoryInstalled")}


def list_missing(found, kind):
    """List the software that a validation did not find on a server of this kind."""
    return [name for name in TOOLS.get(kind, ()) if not (found[name]["enabled"] if isinstance(found.get(name), dict) else found.get(name))]


def plan_setup(read, options, record):
    if options["setup"] == "never" or options["setup"] == "missing" and record is not None and not list_missing(
            read("server.validate", serverId=record["serverId"]), record.get("serverType")):
        return ()
    return (Step("server.setup", {"serverId": (record or {}).get("serverId", NEW_ID)}, "set up server", timeout=options["setup_timeout"]),)


def look_at_server(call, read, options, record, actions):
    """Read the software on the server, and the log of its set-up. Raises TaskFailed if the set-up is incomplete."""
    own, row, log = {"serverId": record["serverId"]}, {}, ""
    was_set_up = "set up server" in actions
    if not was_set_up and not options.get("validate"):
        return {}
    try:
        row = (read("deployment.allByServer", **own) or [{}])[0] if was_set_up else {}
        # Older servers show this log in their pages only.
        log = (read("deployment.readLogs", deploymentId=row["deploymentId"], tail=200) or "") if row and "buildsConcurrency" in record else ""
        found = read("server.validate", **own)
    except ApiError as exc:
        raise TaskFailed("%s: Dokploy could not validate the server: %s" % (record["name"], exc.server_message or exc.message), setup_log=log) from None
    missing = list_missing(found, record.get("serverType"))
    if was_set_up and (missing or row.get("status") == "error"):
        raise TaskFailed("%s: the set-up of the server failed%s" % (record["name"], "; missing: " + ", ".join(missing) if missing else ""), setup_log=log)
    return {"validation": found, "setup_log": log}


REMOTE_SERVER = Resource(
    kind="server", id="serverId", addressing={"name": {"type": "str"}, "server_id": {"type": "str"}},
    fields=(
        Field("description", "description", effect=NOTHING), Field("ip_address", "ipAddress", effect=NOTHING, clearable=False),
        Field("port", "port", INT, effect=NOTHING, default=22), Field("username", "username", effect=NOTHING, default="root"),
        Field("ssh_key", "sshKeyId", effect=NOTHING, ref="ssh_key", more={"no_log": False}),
        Field("type", "serverType", effect=NOTHING, default="deploy", clearable=False, more={"choices": ["deploy", "build"]}),
        Field("command", "command", effect=NOTHING, default=""),
        Field("docker_cleanup", "enableDockerCleanup", BOOL, effect=NOTHING, default=True, since="0.29.14"),
        Field("builds_concurrency", "buildsConcurrency", Between(1, 100), effect=NOTHING, clearable=False, since="0.29.14"),
    ),
    shows=(("status", "serverStatus", str), ("app_name", "appName", str)),
    options={"setup": {"type": "str", "choices": ["never", "missing", "always"], "default": "never"}, "setup_timeout": {"type": "int", "default": 1800},
             "validate": {"type": "bool", "default": False}},
    listing="server.all", create="server.create", remove="server.remove",
    create_keys=("description", "ipAddress", "port", "username", "sshKeyId", "serverType", "enableDockerCleanup"),
    create_always=("description", "port", "username", "sshKeyId", "serverType"),
    updates=(Write("server.update", always=STORED), Write("server.updateBuildsConcurrency", always=("buildsConcurrency",))),
    pack=lambda resource, body: {key: value for key, value in body.items() if value is not None or key not in ("command", "enableDockerCleanup")},
    needed=("ip_address",), more_steps=plan_setup, look=look_at_server,
    used_by=Uses(
        refers_by("serverId", "serverId", "buildServerId"),
        "Dokploy would remove its certificates, networks and schedules with it, and refuses while services run on it.", services=SERVICES,
        others=lambda record: (
            ("certificate", "certificates.all", {}), ("network", "network.all", {"serverId": record["serverId"]}),
            ("schedule", "schedule.list", {"id": record["serverId"], "scheduleType": "server"}))),
    permissions={"server." + name: ("server", "delete" if name == "remove" else "create") for name in (
        "create", "update", "updateBuildsConcurrency", "setup", "remove")},
)
