# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of cases: rows that run in this process against every version, and the happy ones again as real playbooks."""

from __future__ import annotations

import importlib
import os
import pkgutil


def modules():
    """The files of the table, in their order."""
    return [importlib.import_module('cases.' + name) for name in sorted(one.name for one in pkgutil.iter_modules([os.path.dirname(__file__)]))]


def every_case():
    """All rows, in the order of their files."""
    found = [case for module in modules() for case in getattr(module, 'CASES', ())]
    assert len({one.name for one in found}) == len(found), 'two cases have the same name'
    return found


def every_live_row():
    """Kind -> the row of a real server, of each file of a resource that has one."""
    return {module.__name__.rpartition('.')[2]: module.LIVE for module in modules() if hasattr(module, 'LIVE')}
