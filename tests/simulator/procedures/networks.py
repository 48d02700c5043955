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
COLUMNS = ("networkId", "name", "driver", "internal", "attachable", "enableIPv4", "enableIPv6", "mtu", "ipam", "createdAt", "organizationId", "serverId")


def refused_insert(values):
    """The failed query of a network on a server that does not exist."""
    names, numbers = ", ".join('"%s"' % name for name in COLUMNS), iter(range(1, 99))
    given = dict(values, networkId="", createdAt="", organizationId="")
    return CallError("INTERNAL_SERVER_ERROR", 'Failed query: insert into "network" (%s) values (%s) returning %s' % (
        names, ", ".join("$%d" % next(numbers) if name in given else "default" for name in COLUMNS), names))


@HANDLERS.named("network.all")
def every(sim, key, values):
    rows = [row for row in sim.store.networks.values() if row["serverId"] == (values.get("serverId") or None)]
    return sorted((dict(row) for row in rows), key=lambda row: row["createdAt"], reverse=True)


@HANDLERS.named("network.create")
def create(sim, key, values):
    engine = sim.engine(values.get("serverId"))
    if engine is None:
        raise refused_insert(values)
    wrong = next((one["subnet"] for one in (values.get("ipam") or {}).get("config") or [] if "/" not in one.get("subnet", "/")), None)
    if wrong:
        raise CallError("BAD_REQUEST", "(HTTP code 500) server error - Invalid subnet %s : invalid CIDR address: %s " % (wrong, wrong))
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


RESERVED = ("bridge", "host", "none", "ingress", "docker_gwbridge", "dokploy-network")


@HANDLERS.named("network.networksToSync")
def to_sync(sim, key, values):
    """What Docker has and Dokploy does not know, and what Docker lost."""
    engine, rows = sim.engine(values.get("serverId")), every(sim, key, values)
    known = {row["name"] for row in rows}
    return {"importable": [{"name": name, "driver": "bridge", "internal": False, "attachable": False, "subnets": ["10.213.0.0/24"]}
                           for name in engine.networks if name not in known and name not in RESERVED],
            "missing": [{"networkId": row["networkId"], "name": row["name"]} for row in rows if row["name"] not in engine.networks]}


@HANDLERS.named("network.import")
def take_over(sim, key, values):
    engine, known = sim.engine(values.get("serverId")), {row["name"] for row in every(sim, key, values)}
    imported, errors = [], []
    for name in values["names"]:
        words = "Already imported" if name in known else "Network is reserved or not supported" if name in RESERVED else "" if name in engine.networks else (
            "(HTTP code 404) no such network - network %s not found " % name)
        if words:
            errors.append({"name": name, "error": words})
            continue
        row = {"networkId": sim.ids.nanoid(), "name": name, "driver": "bridge", "internal": False, "attachable": False, "enableIPv4": True,
               "enableIPv6": False, "mtu": None, "ipam": {"driver": "default", "config": [{"subnet": "10.213.0.0/24", "gateway": "10.213.0.1"}]},
               "createdAt": sim.now(), "organizationId": sim.organization_id, "serverId": values.get("serverId")}
        sim.store.networks[row["networkId"]] = row
        imported.append(name)
    return {"imported": imported, "errors": errors}


@HANDLERS.named("network.recreate")
def recreate(sim, key, values):
    row = network_or_404(sim, values)
    engine = sim.engine(row["serverId"])
    if row["name"] in engine.networks:
        raise CallError("BAD_REQUEST", "(HTTP code 409) unexpected - network with name %s already exists " % row["name"])
    engine.networks[row["name"]] = sim.ids.base36(25)
    return row


@HANDLERS.named("network.inspect")
def inspect(sim, key, values):
    row = network_or_404(sim, values)
    if row["name"] not in sim.engine(row["serverId"]).networks:
        raise CallError("BAD_REQUEST", "(HTTP code 404) no such network - network %s not found " % row["name"])
    config = [{key: one[name] for key, name in (("Subnet", "subnet"), ("IPRange", "ipRange"), ("Gateway", "gateway")) if one.get(name)}
              for one in row["ipam"].get("config") or []]
    return {"Name": row["name"], "Driver": row["driver"], "EnableIPv6": row["enableIPv6"], "Internal": row["internal"], "Attachable": row["attachable"],
            "IPAM": {"Driver": row["ipam"].get("driver") or "default", "Options": None, "Config": config},
            "Options": {"com.docker.network.driver.mtu": str(row["mtu"])} if row["mtu"] else {}, "Labels": {}}


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
