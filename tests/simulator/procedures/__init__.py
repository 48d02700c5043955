# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The procedures, by router. Each module has ``HANDLERS``: name to ``handler(simulator, key, values)``."""

from __future__ import annotations

from ..errors import not_found


class Handlers(dict):
    """Collects handlers by decoration."""

    def named(self, name):
        def keep(handler):
            self[name] = handler
            return handler
        return keep


def serve_record(router, columns):
    """The handlers of a record without anything particular: all, one, create, update, remove. A creation gives the columns that it does not name null."""
    handlers, own_id, table = Handlers(), router + "Id", router + "s"

    def rows_of(sim):
        return sim.store.tables.setdefault(table, {})

    def find_row(sim, values):
        if values[own_id] not in rows_of(sim):
            raise not_found(router.capitalize())
        return rows_of(sim)[values[own_id]]

    def list_rows(sim, key, values):
        return [dict(row) for row in rows_of(sim).values()]

    def create(sim, key, values):
        row = dict(dict.fromkeys(columns), **values, **{own_id: sim.ids.nanoid(), "createdAt": sim.now(), "organizationId": sim.organization_id})
        rows_of(sim)[row[own_id]] = row
        return row

    def update(sim, key, values):
        find_row(sim, values).update(values)
        return find_row(sim, values)

    def remove(sim, key, values):
        return rows_of(sim).pop(find_row(sim, values)[own_id])
    handlers.update({router + ".all": list_rows, router + ".one": lambda sim, key, values: find_row(sim, values), router + ".create": create,
                     router + ".update": update, router + ".remove": remove})
    return handlers
