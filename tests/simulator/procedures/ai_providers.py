# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Providers of AI. An update is an insert that changes what is there: of an id that is not there it makes one."""

from __future__ import annotations

import re

from ..errors import CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()
COLUMNS = ("aiId", "name", "apiUrl", "apiKey", "model", "isEnabled", "organizationId", "createdAt")


@HANDLERS.named("ai.getAll")
def every(sim, key, values):
    """The newest first; their keys are shown."""
    return [dict(row) for row in reversed(sim.store.aiProviders.values())]


@HANDLERS.named("ai.one")
def one(sim, key, values):
    row = sim.store.aiProviders.get(values["aiId"])
    if row is None:
        raise not_found("AI settings")
    return dict(row)


HANDLERS["ai.get"] = one


def refuse_url(sim, values):
    if "apiUrl" not in values:
        return
    if not re.match(r"^[a-z][a-z0-9+.-]*://\S+\Z", values["apiUrl"]):
        raise failure([({"code": "invalid_format", "format": "url"}, ["apiUrl"], "Please enter a valid URL")])
    allowed = [one["apiUrl"].strip().rstrip("/") for one in sim.ai_addresses]
    if allowed and values["apiUrl"].strip().rstrip("/") not in allowed:
        raise CallError("FORBIDDEN", "This API URL is not in your organization's allowed AI providers")


@HANDLERS.named("ai.create")
def create(sim, key, values):
    refuse_url(sim, values)
    row = dict(values, aiId=values.get("aiId") or sim.ids.nanoid(), organizationId=sim.organization_id, createdAt=sim.now())
    sim.store.aiProviders[row["aiId"]] = {name: row[name] for name in COLUMNS}
    return []


@HANDLERS.named("ai.update")
def update(sim, key, values):
    refuse_url(sim, values)
    missing = [name for name in ("name", "apiUrl", "apiKey", "model") if name not in values]
    if missing:
        # Postgres looks at the row to be inserted first, and only then whether there is one
        given, numbers = dict(values, organizationId="", createdAt=""), iter(range(1, 99))
        inserted = ", ".join("$%d" % next(numbers) if name in given else "default" for name in COLUMNS)
        changed = ", ".join('"%s" = $%d' % (name, next(numbers)) for name in COLUMNS if name in values)
        raise CallError("INTERNAL_SERVER_ERROR", 'Failed query: insert into "ai" (%s) values (%s) on conflict ("aiId") do update set %s' % (
            ", ".join('"%s"' % name for name in COLUMNS), inserted, changed))
    row = sim.store.aiProviders.get(values["aiId"])
    if row is None:
        return create(sim, key, dict({"isEnabled": True}, **values))
    row.update({name: value for name, value in values.items() if name in COLUMNS})
    return []


@HANDLERS.named("ai.delete")
def delete(sim, key, values):
    sim.store.aiProviders.pop(values["aiId"], None)
    return []


@HANDLERS.named("ai.testConnection")
def test(sim, key, values):
    """A provider of the world: its address, the keys that it takes, and its models."""
    found = sim.world.ai.get(values["apiUrl"].rstrip("/"))
    if found is None:
        raise CallError("BAD_REQUEST", "Failed after 3 attempts. Last error: Cannot connect to API: bad port")
    if values["apiKey"] not in found["keys"]:
        raise CallError("BAD_REQUEST", "Incorrect API key provided")
    if values["model"] not in found["models"]:
        raise CallError("BAD_REQUEST", "The model `%s` does not exist" % values["model"])
    return {"success": True, "message": "Connection successful"}


@HANDLERS.named("ai.getCustomProviders")
def addresses(sim, key, values):
    return sim.ai_addresses


@HANDLERS.named("ai.saveCustomProviders")
def save_addresses(sim, key, values):
    sim.ai_addresses = list(values["providers"])
    return sim.ai_addresses
