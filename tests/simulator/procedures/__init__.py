# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The procedures, by router. Each module has ``HANDLERS``: name to ``handler(simulator, key, values)``."""

from __future__ import annotations


class Handlers(dict):
    """Collects handlers by decoration."""

    def named(self, name):
        def keep(handler):
            self[name] = handler
            return handler
        return keep
