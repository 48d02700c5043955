# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a Docker network with a record in Dokploy. It cannot be changed after its creation."""

from __future__ import annotations

import re

from .._common.errors import Refused
from .._model.kinds import BOOL, NOTHING, TEXT, Between
from .._model.row_kinds import Rows
from .._model.plan import Step
from .._model.ownership import Ownership
from .._model.resource import Field, Resource
from .uses import SERVICES, Uses


class Subnets(Rows):
    """Address ranges, stored in C(ipam.config) of the record."""

    def canonical(self, wire):
        return super().canonical(wire.get("config") if isinstance(wire, dict) else wire)

    def show(self, wire):
        return super().show(wire.get("config") if isinstance(wire, dict) else wire)


def creation_field(option, key, kind=TEXT, default=None, **spec):
    return Field(option, key, kind, effect=NOTHING, default=default, at_creation=True, more=spec)


def find_wrong_network(options, record):
    # Docker accepts a name with a blank, but Dokploy never answers the removal of such a network.
    named = record is not None or re.match(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*\Z", options.get("name") or "x")
    return "" if named else "name must consist of letters, digits, and the characters _ . -"


def refers_to(row, record):
    """Return whether a service is attached to the network, or one service of a compose file."""
    return any(record["networkId"] in (one.get("networkIds") or ()) for one in (row, *(row.get("serviceNetworks") or ())))


def plan_sync(read, options, record):
    """Plan the recreation of a network that Docker lost. Raises Refused if Docker has a network of this name without a record in Dokploy."""
    where = {"serverId": record["serverId"]} if record and record.get("serverId") else {}
    found = read("network.networksToSync", **where) or {} if record or not options.get("server") else {}
    if record is None and options.get("name") in [row["name"] for row in found.get("importable") or []]:
        raise Refused("Docker has a network %s, which Dokploy does not know: nothing was changed" % options["name"], next_step=(
            "Import it: community.dokploy.dokploy_api with procedure network.import and body {names: [%s]}." % options["name"]))
    lost = [row["networkId"] for row in found.get("missing") or [] if record]
    return (Step("network.recreate", {"networkId": record["networkId"]}, "recreate network"),) if record and record["networkId"] in lost else ()


NETWORK = Resource(
    kind="network",
    id="networkId",
    since="0.29.14",
    addressing={"name": {"type": "str"}, "network_id": {"type": "str"}, "server": {"type": "str"}},
    owner=Ownership(
        kinds=("server",), otherwise="dokploy", list_call=lambda kind, own_id: ("network.all", {"serverId": own_id} if own_id else {}, ""),
        keys=lambda kind, own_id: {"serverId": own_id} if own_id else {}),
    fields=(
        creation_field("driver", "driver", default="bridge", choices=["bridge", "overlay"]),
        creation_field("internal", "internal", BOOL, False), creation_field("attachable", "attachable", BOOL, False),
        creation_field("ipv4", "enableIPv4", BOOL, True),
        creation_field("ipv6", "enableIPv6", BOOL, False), Field("mtu", "mtu", Between(68, 65535), effect=NOTHING, at_creation=True, since="0.30.0"),
        creation_field("subnets", "ipam", Subnets(
            Field("subnet", "subnet", more={"required": True}), Field("gateway", "gateway"), Field("ip_range", "ipRange"))),
    ),
    renames=False,
    read="network.one",
    create="network.create",
    create_keys=("driver", "internal", "attachable", "enableIPv4", "enableIPv6", "mtu", "ipam"),
    pack=lambda resource, body: dict(body, ipam={"config": body["ipam"]}) if "ipam" in body else body,
    remove="network.remove",
    refuse=find_wrong_network,
    used_by=Uses(refers_to, "Their next deployment would fail.", services=SERVICES),
    more_steps=plan_sync,
)
