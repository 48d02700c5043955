# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Docker networks that Dokploy keeps a row of."""

from __future__ import annotations

import re

from ..errors import UNDEFINED, CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()


@HANDLERS.named("network.all")
def every(sim, key, values):
    rows = [row for row in sim.store.networks.values() if row["serverId"] == (values.get("serverId") or None)]
    return sorted((dict(row) for row in rows), key=lambda row: row["createdAt"], reverse=True)


@HANDLERS.named("network.create")
def create(sim, key, values):
    engine = sim.engine(values.get("serverId"))
    if values["name"] in engine.networks:
        raise CallError("BAD_REQUEST", "(HTTP code 409) unexpected - network with name %s already exists " % values["name"])
    if values.get("driver") == "overlay" and not re.match(r"^[a-zA-Z0-9]+([-_]*[a-zA-Z0-9]+)*\Z", values["name"]):
        raise CallError("BAD_REQUEST", "(HTTP code 400) unexpected - rpc error: code = InvalidArgument desc = name must be valid as a DNS name component ")
    row = {
        "networkId": sim.ids.nanoid(), "name": values["name"], "driver": values.get("driver", "bridge"), "internal": values.get("internal", False),
        "attachable": values.get("attachable", False), "enableIPv4": values.get("enableIPv4", True), "enableIPv6": values.get("enableIPv6", False),
        "mtu": values.get("mtu"), "ipam": values.get("ipam") or {}, "createdAt": sim.now(), "organizationId": sim.organization_id,
        "serverId": values.get("serverId")}
    engine.networks[values["name"]] = sim.ids.base36(25)
    sim.store.networks[row["networkId"]] = row
    return row


def network_or_404(sim, values):
    row = sim.store.networks.get(values["networkId"])
    if row is None:
        raise not_found("Network")
    return row


@HANDLERS.named("network.one")
def one(sim, key, values):
    return dict(network_or_404(sim, values))


@HANDLERS.named("network.remove")
def remove(sim, key, values):
    """One that a service is on is Docker's to refuse."""
    row = network_or_404(sim, values)
    engine = sim.engine(row["serverId"])
    identifier = engine.networks.get(row["name"])
    for service in engine.services.values():
        if identifier in [each["Target"] for each in service.spec["TaskTemplate"].get("Networks") or []]:
            raise CallError("BAD_REQUEST", "(HTTP code 400) unexpected - rpc error: code = FailedPrecondition desc = network %s is in use by service %s " % (
                identifier, service.id))
    engine.networks.pop(row["name"], None)
    return sim.store.networks.pop(row["networkId"])


@HANDLERS.named("dockerVolume.removeVolume")
def remove_volume(sim, key, values):
    """A volume that a container uses is Docker's to refuse; one that is not there as well."""
    engine, name = sim.engine(values.get("serverId")), values["volumeName"]
    if not re.match(r"^[a-zA-Z0-9.\-_]+\Z", name):
        raise failure([({"origin": "string", "code": "invalid_format", "format": "regex", "pattern": "/^[a-zA-Z0-9.\\-_]+$/"}, ["volumeName"],
                        "Invalid volume name.")])
    command = "Command execution failed: Command failed: docker volume rm %s\n" % name
    users = [one for one in engine.containers for mount in one.task.spec["ContainerSpec"].get("Mounts") or []
             if mount["Type"] == "volume" and mount["Source"] == name]
    if users:
        raise CallError("INTERNAL_SERVER_ERROR", command + "Error response from daemon: remove %s: volume is in use - [%s]\n" % (name, users[0].id))
    if name not in engine.volumes:
        raise CallError("INTERNAL_SERVER_ERROR", command + "Error response from daemon: get %s: no such volume\n" % name)
    engine.volumes.remove(name)
    return UNDEFINED
