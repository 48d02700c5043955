# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds services whose containers Dokploy or Swarm does not reach.

Dokploy runs commands on its own node of the Swarm alone, or on that of a remote server. Swarm hears nothing of a node that is down.
"""

from __future__ import annotations

from .._common.errors import ApiError, Unreachable


def find_other_node(client, tasks, server_id):
    """Return (a node that runs a task, Dokploy's own node) if no task runs on the latter; None otherwise, and where the nodes cannot be read."""
    nodes = sorted({task.node for task in tasks if task.runs})
    if not nodes or not all(nodes):
        return None         # containers of docker compose have no node
    own = [row.get("Hostname") for row in _list_nodes(client, server_id) if row.get("Self")]
    return (nodes[0], own[0]) if own and own[0] not in nodes else None


def list_down_nodes(client, tasks, server_id):
    """List the nodes of the tasks, if all of them are down; [] otherwise."""
    nodes = {task.node for task in tasks}
    down = {row.get("Hostname") for row in _list_nodes(client, server_id) if row.get("Status") == "Down"} if nodes else set()
    return sorted(nodes) if nodes <= down else []


def _list_nodes(client, server_id):
    """Read the nodes of a server's Swarm; [] if they cannot be read."""
    try:
        return client.read("swarm.getNodes", serverId=server_id) or []
    except (ApiError, Unreachable):
        return []
