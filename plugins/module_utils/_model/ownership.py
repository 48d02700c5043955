# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes to what a record belongs, and how it is run at once."""

from __future__ import annotations

from dataclasses import dataclass, field as dataclass_field
from typing import Callable, Optional


@dataclass(frozen=True)
class Ownership:
    """What a record belongs to: one resource of several kinds, each named by the option of its kind."""

    kinds: tuple                      # ("application", "compose")
    list_call: Callable               # (kind, id) -> (procedure, its parameters, key of the rows in its answer or "")
    keys: Callable                    # (kind, id) -> the keys of a creation that store it
    otherwise: str = ""               # the kind where no option names one: Dokploy itself
    itself: str = ""                  # the kind that is Dokploy itself, where an option names it
    find_own_id: Optional[Callable] = None    # (backend) -> its id there
    needs: dict = dataclass_field(default_factory=dict)       # kind -> options without which nothing is created that belongs to it
    alone: dict = dataclass_field(default_factory=dict)       # kind -> options that belong to its records alone
    find: Optional[Callable] = None   # (read, options) -> (its id, what is missing or ""), of a kind that is found in its own way

    def find_misfit(self, options, record):
        """Return what a creation lacks for its owner, or which options do not fit the owner, as a message, or ""."""
        named = next((kind for kind in self.kinds if options.get(kind)), "")
        missing = [one for one in self.needs.get(named, ()) if not options.get(one)] if record is None else []
        if missing:
            return "%s is needed: the record belongs to a %s" % (", ".join(missing), named)
        given = [one for kind, names in self.alone.items() for one in names if named and named != kind and options.get(one)]
        return "%s does not fit a record that belongs to a %s" % (", ".join(given), named) if given else ""


@dataclass(frozen=True)
class Run:
    """How to run a record immediately, in addition to its schedule: a backup, a command. Each run has a row among the deployments of C(type)."""

    type: str
    find_procedure: Callable          # (record) -> the procedure
    find_files: Optional[Callable] = None     # (record) -> the parameters of backup.listBackupFiles for what its runs store
