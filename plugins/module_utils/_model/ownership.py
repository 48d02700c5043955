# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes the owner of a record, and how to run a record immediately."""

from __future__ import annotations

from dataclasses import dataclass, field as dataclass_field
from typing import Callable, Optional


@dataclass(frozen=True, eq=False, repr=False)
class Ownership:
    """The owner of a record: one resource of several kinds. Each kind has an option that names the owner."""

    kinds: tuple                      # ("application", "compose")
    list_call: Callable               # (kind, id) -> (procedure, its parameters, key of the rows in its answer or "")
    keys: Callable                    # (kind, id) -> the keys of the create call that store the owner
    otherwise: str = ""               # the kind that means Dokploy itself, if no option names an owner
    itself: str = ""                  # the kind that means Dokploy itself, if it has a boolean option
    find_own_id: Optional[Callable] = None    # (backend) -> the owner's id for Dokploy itself
    needs: dict = dataclass_field(default_factory=dict)       # kind -> options that a creation requires
    alone: dict = dataclass_field(default_factory=dict)       # kind -> options that only records of such owners have
    find: Optional[Callable] = None   # (read, options) -> (the owner's id, the missing part or ""), for kinds with a lookup of their own

    def find_misfit(self, options, record):
        """Return what a creation lacks for its owner, or which options do not fit the owner, as a message, or ""."""
        named = next((kind for kind in self.kinds if options.get(kind)), "")
        missing = [one for one in self.needs.get(named, ()) if not options.get(one)] if record is None else []
        if missing:
            return "%s is needed: the record belongs to a %s" % (", ".join(missing), named)
        given = [one for kind, names in self.alone.items() for one in names if named and named != kind and options.get(one)]
        return "%s does not fit a record that belongs to a %s" % (", ".join(given), named) if given else ""


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """How to run a backup or a schedule immediately. Each run has a row among the deployments of C(type)."""

    type: str
    find_procedure: Callable          # (record) -> the procedure
    find_files: Optional[Callable] = None     # (record) -> the parameters of backup.listBackupFiles that list the files of its runs
