# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs programs in running containers of an engine's host."""

from __future__ import annotations

from .backend import split_frames


def list_containers(backend, labels):
    """List the IDs of the host's running containers that have all labels, C(name=value)."""
    backend.verify()
    rows = backend.host.get("/containers/json", filters={"label": list(labels), "status": ["running"]}) or []
    return [row["Id"] for row in sorted(rows, key=lambda row: row.get("Names") or [])]


def execute(host, container_id, argv, timeout):
    """Run a program in a container, for at most C(timeout) seconds -> its output, both streams in one text."""
    made = host.post("/containers/%s/exec" % container_id, {"AttachStdout": True, "AttachStderr": True, "Cmd": list(argv)})
    content = host.request("POST", "/exec/%s/start" % made["Id"], {}, {"Detach": False, "Tty": False}, timeout)
    # A frame may end within a line.
    return b"".join(split_frames(content)).decode("utf-8", "replace")


def read_environment(host, container_id):
    """Read the environment variables of a container -> {name: value}."""
    config = (host.get("/containers/%s/json" % container_id) or {}).get("Config") or {}
    return dict(one.split("=", 1) for one in config.get("Env") or [] if "=" in one)
