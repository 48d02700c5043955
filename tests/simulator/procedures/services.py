# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every kind of service does in the same way."""

from __future__ import annotations


def scale_command(sim, row, replicas):
    """What ``docker service scale`` complains of before it does anything, else None."""
    service = sim.engine_of(row).services.get(row["appName"])
    if service is None:
        newer = sim.version_tuple >= (0, 29) if sim.world.host.newer_docker is None else sim.world.host.newer_docker
        words = "Error response from daemon: service %s not found" if newer else "Error: No such service: %s"
        return words % row["appName"]
    if service.is_global():
        return "scale can only be used with replicated or replicated-job mode"
    return None


def complain_of_age(since):
    """What ``docker container logs`` says of an age in days, which Dokploy accepts, else ""."""
    return 'invalid value for "since": failed to parse value as time or duration: "%s"\n' % since if (since or "").endswith("d") else ""


def log_of(sim, row, values):
    """The log of one running container of a service: the newest by the name's beginning."""
    engine = sim.engine_of(row)
    if engine.dead or complain_of_age(values.get("since")):
        return complain_of_age(values.get("since"))
    for container in engine.containers:
        if container.name.startswith(row["appName"]) and container.status == "running":
            lines = container.task.image.log
            if values.get("search"):
                lines = [line for line in lines if values["search"].lower() in line.lower()]
            lines = lines[-values.get("tail", 100):]
            return "\n".join(lines) + ("\n" if lines else "")
    return ""
