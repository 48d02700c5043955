# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes messages."""

from __future__ import annotations

# The title of a deployment that a repair started: if it hangs again, the repair does not cancel it a second time.
REPAIR_TITLE = "Repair by dokploy_troubleshoot"


def pluralize(noun):
    """Return the plural of a noun: registry -> registries, patch -> patches, ssh_key -> ssh_keys. One that ends in s stays as it is."""
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    if noun.endswith(("ch", "sh", "x")):
        return noun + "es"
    return noun if noun.endswith("s") else noun + "s"
