# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words of messages."""

from __future__ import annotations


def pluralize(noun):
    """The plural of an English noun: registry -> registries, patch -> patches, ssh_key -> ssh_keys. A noun that ends in s is its own plural."""
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    if noun.endswith(("ch", "sh", "x")):
        return noun + "es"
    return noun if noun.endswith("s") else noun + "s"
