# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the part of a result that shows the services behind one record. Pure."""

from __future__ import annotations

from .compare_parts import list_ports
from .health import HEALTHY
from .health_of_parts import judge_part
from .._model.observation import count_part_tasks


def present_parts(observed):
    """Convert the existing services, in the order of the observation."""
    return [_present_part(part) for part in observed.parts or ()]


def _present_part(part):
    """Convert one of several services for results."""
    images = sorted({task.image for task in part.tasks if task.image} or ({part.service.image} if part.service is not None else set()))
    return {
        "name": part.name, "image": images[0] if images else None, "replicas_running": sum(task.runs for task in part.tasks),
        "replicas_wanted": count_part_tasks(part), "completed": part.completed,
        "healthy": judge_part(part, stable_for=0).state == HEALTHY, "ports": _list_ports(part)}


def _list_ports(part):
    """List the ports of the host that lead to a service, by number."""
    return [{"published_port": published, "target_port": target, "protocol": protocol}
            for published, target, protocol in sorted(
                list_ports(part.service, part.containers), key=lambda port: (port[0] or 0, port[1] or 0, port[2] or ""))]
