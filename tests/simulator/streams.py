# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The logs that Dokploy's pages read over WebSockets."""

from __future__ import annotations

import base64
import hashlib

from .clock import docker_time
from .errors import CallError
from .procedures.services import complain_of_age


def frame(content):
    """A text of the server as one frame, which is not masked."""
    size = len(content)
    head = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big") if size < 65536 else b"\x7f" + size.to_bytes(8, "big")
    return b"\x81" + head + content


def accepted(key):
    return base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode("ascii")).digest()).decode("ascii")


def streamed_log(sim, key, query):
    """The lines that Docker gives for a task or a container, with their times; None where this key may not read them."""
    service = query.get("serviceId")
    if sim.version_tuple >= (0, 29) and not (key.sees(service) if service else key.may("docker", "read", sim.version_tuple)):
        return None
    wanted = query.get("containerId") or ""
    engine = sim.engine_of({"serverId": query.get("serverId")})
    swarm = query.get("runType") == "swarm"
    container = None if engine.dead else next((one for one in engine.containers if (
        one.task.id == wanted if swarm else one.name == wanted or one.id.startswith(wanted))), None)
    if container is None:
        return ["no such task or service: " + wanted if swarm else "Error response from daemon: No such container: " + wanted]
    if complain_of_age(query.get("since")):
        return [complain_of_age(query["since"]).strip()]
    lines = container.task.image.log[-int(query.get("tail") or 100):]
    return ["%s %s" % (docker_time(container.created), line) for line in lines]


def streamed_build_log(sim, key, query):
    """The lines of the log of a deployment, by its path; None where this key may not read them."""
    row = next((one for one in sim.store.deployments.values() if one.get("logPath") == query.get("logPath")), None)
    if row is None or not key.sees(row.get("applicationId") or row.get("composeId")):
        return None
    return (sim.deployments.read_log(row["deploymentId"], 10 ** 6) or "").splitlines()


STREAMS = {"/docker-container-logs": streamed_log, "/listen-deployment": streamed_build_log}


def read_stream(sim, path, token, query):
    """The lines of the log behind a path, or None where there is no such key, or it may not read them."""
    try:
        key = sim.authenticate(token)
    except CallError:
        return None
    return STREAMS[path](sim, key, query)
