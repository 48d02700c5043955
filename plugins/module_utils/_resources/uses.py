# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what uses a record. Dokploy removes or breaks its users without a warning, so that a removal looks for them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from .._client.batches import BatchingClient
from .._common.errors import NotFound, PermissionMissing

SERVICES = ("application", "compose", "postgres", "mysql", "mariadb", "mongo", "redis", "libsql")


@dataclass(frozen=True, eq=False, repr=False)
class Uses:
    """Describes which records may use a kind of record, or belong to it, and the effect of its removal on them."""

    refers: Callable                              # (row of another record, record) -> whether the row refers to the record
    harm: str                                     # the harm to the users, as a sentence
    services: tuple = ("application", "compose")  # the kinds that refer to it, or whose backups do
    volume_backups: bool = False
    others: Callable = lambda record: ()          # (record) -> (kind, procedure, parameters) of the listings of other kinds
    relation: str = "is used by"                  # what a refusal says between the record and the others

    client_class = BatchingClient                 # the Client class of tasks on such a record

    def find_users(self, client, record):
        """Find the users of a record -> (their names, the procedures that this key may not call). One batch for every fifty services."""
        services = self._list_sources(client.read("project.all") or []) if self.services else ()
        sources = list(services) + [one + ("",) for one in self.others(record)]
        batch = client.batch(*[(procedure, params) for dummy, procedure, params, dummy2 in sources])
        found, unread, names = [], [], {}
        for index, (kind, procedure, params, place) in enumerate(sources):
            try:
                answer = batch[index] or {}
            except NotFound:
                continue            # removed meanwhile, or unknown to an older server
            except PermissionMissing:
                unread.append(procedure)
                continue
            if procedure == kind + ".one":
                names[place] = "%s %s/%s" % (kind, place[0], answer.get("name"))
                found += [names[place]] if self.refers(answer, record) else []
                kind = "backup"
            rows = answer if isinstance(answer, list) else answer.get("backups") or []
            found += ["%s %s%s" % (kind, row.get("name") or row.get("prefix"), " of " + names.get(place, place[0]) if place else "") for row in rows
                      if self.refers(row, record) and not client.is_removed(row.get(name_id_key(kind)) or row.get("id"))]
        return found, tuple(dict.fromkeys(unread))

    def _list_sources(self, tree):
        """List (kind, procedure, parameters, its service) of the reads about all services."""
        for project in tree:
            for environment in project.get("environments") or []:
                for kind in self.services:
                    for row in environment.get("applications" if kind == "application" else kind) or []:
                        own_id = row[kind + "Id"]
                        place = ("%s/%s" % (project["name"], environment["name"]), own_id)
                        yield kind, kind + ".one", {kind + "Id": own_id}, place
                        if self.volume_backups:
                            yield "volume backup", "volumeBackups.list", {"id": own_id, "volumeBackupType": kind}, place


def name_id_key(kind):
    """Return the key of a kind's id: volume backup -> volumeBackupId."""
    first, *more = kind.split()
    return first.lower() + "".join(word.title() for word in more) + "Id"


def refers_by(own_key, *keys):
    """Make a C(Uses.refers) that compares the values of C(keys), by default of C(own_key), with the record's id."""
    return lambda row, record: record[own_key] in [row.get(key) for key in keys or (own_key,)]
