# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DNS records at Cloudflare, which a token of the world opens."""

from __future__ import annotations

from ..errors import CallError
from . import Handlers
from .secret_providers import MASK, row_or_404

HANDLERS = Handlers()


def refuse(path, words):
    return CallError("BAD_REQUEST", "Cloudflare: request to %s failed: %s" % (path, words))


def zone_of(sim, values, path):
    """The zone behind a provider's token; C(path) is what Cloudflare is asked, for its refusal."""
    config = dict(row_or_404(sim, "dnsProviders", "dnsProviderId", values, "DNS provider")["config"]) if values.get("dnsProviderId") else {}
    config.update({name: value for name, value in (values.get("config") or {}).items() if value != MASK})
    zone = sim.world.zones.get(config.get("apiToken"))
    if zone is None:
        raise refuse(path, "Invalid access token")
    if values.get("zoneId", zone["id"]) != zone["id"]:
        raise refuse(path, "Could not route to the zone, perhaps your object identifier is invalid?")
    return zone


@HANDLERS.named("dnsProvider.testConnection")
def test(sim, key, values):
    zone_of(sim, values, "/zones?per_page=1")
    return True


@HANDLERS.named("dnsProvider.listZones")
def zones(sim, key, values):
    zone = zone_of(sim, values, "/zones?per_page=50&page=1")
    return [{"id": zone["id"], "name": zone["name"]}]


@HANDLERS.named("dnsProvider.listRecords")
def records(sim, key, values):
    return [dict(row) for row in zone_of(sim, values, "/zones/%s/dns_records?per_page=50&page=1" % values["zoneId"])["records"]]


def write(sim, values, record_id):
    path = "/zones/%s/dns_records%s" % (values["zoneId"], "/" + record_id if record_id else "")
    zone = zone_of(sim, values, path)
    rows = zone["records"]
    if record_id is None:
        # what has the name and type already is written over
        record_id = next((row["id"] for row in rows if (row["name"], row["type"]) == (values["name"], values["type"])), None)
        path += "/" + record_id if record_id else ""
    elif not any(row["id"] == record_id for row in rows):
        raise refuse(path, "Record does not exist.")
    if values["type"] == "A" and not all(one.isdigit() for one in values["content"].split(".")):
        raise refuse(path, "Content for A record must be a valid IPv4 address.")
    new = {"type": values["type"], "name": values["name"], "content": values["content"], "ttl": values.get("ttl", 1), "id": record_id or sim.ids.hex(32)}
    zone["records"] = [new if row["id"] == record_id else row for row in rows] + ([] if record_id else [new])
    return {"id": new["id"]}


@HANDLERS.named("dnsProvider.createRecord")
def create(sim, key, values):
    return write(sim, values, None)


@HANDLERS.named("dnsProvider.updateRecord")
def update(sim, key, values):
    return write(sim, values, values["recordId"])


@HANDLERS.named("dnsProvider.deleteRecord")
def delete(sim, key, values):
    path = "/zones/%s/dns_records/%s" % (values["zoneId"], values["recordId"])
    zone = zone_of(sim, values, path)
    if not any(row["id"] == values["recordId"] for row in zone["records"]):
        raise refuse(path, "Record does not exist.")
    zone["records"] = [row for row in zone["records"] if row["id"] != values["recordId"]]
    return True
