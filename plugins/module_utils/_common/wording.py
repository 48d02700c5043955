# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words of messages."""

from __future__ import annotations

# The title of a deployment that a repair started: if it hangs again, the repair does not cancel it a second time.
REPAIR_TITLE = "Repair by dokploy_troubleshoot"


def describe_outside(option, number, lowest, highest):
    """Why the number of an option is refused, or "". One that is left out is not."""
    return "" if number is None or lowest <= number <= highest else "%s must lie between %d and %d" % (option, lowest, highest)


def pluralize(noun):
    """The plural of an English noun: registry -> registries, patch -> patches, ssh_key -> ssh_keys. A noun that ends in s is its own plural."""
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    if noun.endswith(("ch", "sh", "x")):
        return noun + "es"
    return noun if noun.endswith("s") else noun + "s"
