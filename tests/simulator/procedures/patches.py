# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patches of files of a Git source."""

from __future__ import annotations

from ..errors import CallError, not_found
from . import Handlers

HANDLERS = Handlers()

COLUMNS = ("patchId", "type", "filePath", "enabled", "content", "createdAt", "updatedAt", "applicationId", "composeId")


def patch_or_404(sim, values):
    row = sim.store.patches.get(values["patchId"])
    if row is None:
        raise not_found("Patch")
    return row


@HANDLERS.named("patch.create")
def patch_create(sim, key, values):
    """Whatever was asked, it is enabled; the same path twice, and an unknown application, end in the database."""
    if not values.get("applicationId") and not values.get("composeId"):
        raise CallError("BAD_REQUEST", "Either applicationId or composeId must be provided")
    given = {"patchId": sim.ids.nanoid(), "type": values.get("type"), "filePath": values["filePath"], "enabled": True, "content": values["content"],
             "createdAt": sim.now(), "updatedAt": sim.now(), "applicationId": values.get("applicationId"), "composeId": values.get("composeId")}
    owner = "applicationId" if given["applicationId"] else "composeId"
    twice = any(row[owner] == given[owner] and row["filePath"] == given["filePath"] for row in sim.store.patches.values())
    if twice or sim.find_service(given[owner]) is None:
        params, places = [], []
        for name in COLUMNS:
            if given[name] is None:
                places.append("default")
            else:
                params.append("true" if given[name] is True else str(given[name]))
                places.append("$%d" % len(params))
        listed = ", ".join('"%s"' % name for name in COLUMNS)
        raise CallError("INTERNAL_SERVER_ERROR", 'Failed query: insert into "patch" (%s) values (%s) returning %s\nparams: %s' % (
            listed, ", ".join(places), listed, ",".join(params)))
    given["type"] = given["type"] or "update"
    sim.store.patches[given["patchId"]] = given
    return given


@HANDLERS.named("patch.one")
def patch_one(sim, key, values):
    return patch_or_404(sim, values)


@HANDLERS.named("patch.byEntityId")
def patches_of(sim, key, values):
    return sorted((dict(row) for row in sim.store.of("patches", values["type"] + "Id", values["id"])), key=lambda row: row["filePath"])


@HANDLERS.named("patch.update")
def patch_update(sim, key, values):
    """A content gets an end of line at its end, which a creation does not give it."""
    row = patch_or_404(sim, values)
    row.update({name: value for name, value in values.items() if name in row})
    if values.get("content") and not values["content"].endswith("\n"):
        row["content"] += "\n"
    row["updatedAt"] = sim.now()
    return row


@HANDLERS.named("patch.toggleEnabled")
def patch_toggle(sim, key, values):
    row = patch_or_404(sim, values)
    row.update(enabled=values["enabled"], updatedAt=sim.now())
    return row


@HANDLERS.named("patch.delete")
def patch_delete(sim, key, values):
    row = patch_or_404(sim, values)
    del sim.store.patches[values["patchId"]]
    return row
