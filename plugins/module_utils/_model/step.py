# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call of a plan. Imported only where something changes. Private to this collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional


@dataclass
class Step:
    """One call. C(body) may hold C(NEW_ID), which is bound to the id that the create before it answered."""

    procedure: str
    body: dict
    what: str                                   # "update application", as results list it
    creates: Optional[str] = None               # the id's key, where the call makes something
    undo: Optional[dict] = None                 # key -> wire before, of an update
    child: Any = None                           # the child's Resource
    remove: str = ""                            # with creates: the call that takes back what was made
    label: str = ""


NEW_ID = "@id"
