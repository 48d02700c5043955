# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a role, small enough for AWX to keep and to give to the next node of a workflow."""

from __future__ import annotations

from collections.abc import Mapping

from ansible.errors import AnsibleFilterError
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import strip_control_characters

MOST_ENTRIES = 20
MOST_CHARACTERS = 500
DEEPEST = 5


def to_artifact(value):
    """A dictionary -> the same with bounded lists and texts, and C(truncated): whether something was cut."""
    if not isinstance(value, Mapping):
        raise AnsibleFilterError("community.dokploy.to_artifact takes a dictionary, and was given %s" % type(value).__name__)
    cut = []
    bounded = _bound(value, cut, 1)
    return dict(bounded, truncated=bool(cut))


def _bound(value, cut, depth):
    """The value with lists, dictionaries, and texts of at most a number of entries. C(cut) gets a mark for each that was longer."""
    if isinstance(value, str):
        text = strip_control_characters("".join(value))
        if len(text) > MOST_CHARACTERS:
            cut.append("text")
            text = text[:MOST_CHARACTERS - 1] + "…"
        return text
    if isinstance(value, (Mapping, list, tuple)) and depth > DEEPEST:
        cut.append("depth")
        return "…"
    if isinstance(value, Mapping):
        if len(value) > MOST_ENTRIES:
            cut.append("dictionary")
        return {_bound(key, cut, depth): _bound(one, cut, depth + 1) for key, one in list(value.items())[:MOST_ENTRIES]}
    if isinstance(value, (list, tuple)):
        if len(value) > MOST_ENTRIES:
            cut.append("list")
        return [_bound(one, cut, depth + 1) for one in value[:MOST_ENTRIES]]
    return value


class FilterModule:
    """The filters of this file."""

    def filters(self):
        return {"to_artifact": to_artifact}
