# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a DNS record in a zone of a DNS provider. A creation overwrites a record of the same name and type, so the module looks for it first."""

from __future__ import annotations

from .._common.errors import BadInput, MissingResource, ResourceNotFound
from .._common.wording import pluralize
from .._model.address import same_name
from .._model.kinds import INT, NOTHING
from .._model.ownership import Ownership
from .._model.resource import FULL, Field, Resource, Write

TYPES = ("A", "CNAME")


def find_zone(read, options):
    """Find ((the id of the DNS provider, the id of the zone), ""). Raises BadInput, and MissingResource for a missing one."""
    if not options.get("provider") or not options.get("zone"):
        raise BadInput("name the provider and the zone of the DNS record")

    def find_row(rows, key, named, what):
        found = [row for row in rows if row[key] == named] or [row for row in rows if same_name(row["name"], named.rstrip("."))]
        if len(found) != 1:
            known = ", ".join(sorted(row["name"] for row in rows)) or "none"
            raise (ResourceNotFound if found else MissingResource)("%d %s are named %s" % (len(found), pluralize(what), named), next_step="Known: %s." % known)
        return found[0][key]
    provider = find_row(read("dnsProvider.all") or [], "dnsProviderId", options["provider"], "DNS provider")
    return (provider, find_row(read("dnsProvider.listZones", dnsProviderId=provider) or [], "id", options["zone"], "zone")), ""


def find_wrong_record(options, record):
    name, zone = (options.get("name") or "").lower().rstrip("."), options["zone"].lower().rstrip(".")
    if (options.get("name") or "").endswith("."):
        return "name must not end with a dot"
    if name and "." in zone and name != zone and not name.endswith("." + zone):
        return "name must be a full name within the zone, such as www.%s" % zone
    return ""


DNS_RECORD = Resource(
    kind="dns_record",
    id="recordId",
    row_id="id",
    since="0.30.2",
    addressing={"provider": {"type": "str"}, "zone": {"type": "str"}, "name": {"type": "str"}, "record_id": {"type": "str"}},
    owner=Ownership(
        kinds=("zone",), find=find_zone, list_call=lambda kind, own_id: ("dnsProvider.listRecords", {"dnsProviderId": own_id[0], "zoneId": own_id[-1]}, ""),
        keys=lambda kind, own_id: {"dnsProviderId": own_id[0], "zoneId": own_id[-1]}),
    fields=(
        Field("type", "type", effect=NOTHING, clearable=False, more={"choices": list(TYPES)}),
        Field("content", "content", effect=NOTHING, clearable=False),
        Field("ttl", "ttl", INT, effect=NOTHING, clearable=False),
    ),
    renames=False,
    create="dnsProvider.createRecord",
    create_keys=("type", "content", "ttl"),
    update=Write("dnsProvider.updateRecord", FULL, always=("dnsProviderId", "zoneId", "name")),
    remove="dnsProvider.deleteRecord",
    removals=lambda record: (("dnsProvider.deleteRecord", {key: record[key] for key in ("recordId", "dnsProviderId", "zoneId")}, "delete dns_record"),),
    only=lambda row: row["type"] in TYPES,
    needed=("type", "content"),
    refuse=find_wrong_record,
    permissions={"dnsProvider.createRecord": ("dnsProvider", "update"), "dnsProvider.updateRecord": ("dnsProvider", "update"),
                 "dnsProvider.deleteRecord": ("dnsProvider", "delete")},
)
