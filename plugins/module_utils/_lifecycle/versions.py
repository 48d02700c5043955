# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refuses options that the server is too old for. Read-only."""

from __future__ import annotations

from .._common.errors import Refused


def check_versions(ctx, resource, changes):
    """Raise Refused for options that the server is too old for, unless their value is what it does anyway."""
    for path, item in resource.flat():
        change = changes.get(path)
        if change is not None and item.quoted_since and set(str(change.value)) & set('$"`\\') and not ctx.backend.at_least(item.quoted_since):
            raise Refused("%s contains $, a double quote, a backquote or a backslash: Dokploy before v%s passes it to a shell. Nothing was changed" % (
                path, item.quoted_since))
        if change is None or not item.since or change.clear or ctx.backend.at_least(item.since):
            continue
        if item.canonical({item.key: item.kind.apply(change, None, item.default)}) != item.canonical({item.key: item.default}):
            raise Refused("%s requires Dokploy v%s or later, and this is v%d.%d.%d: nothing was changed" % ((path, item.since) + tuple(ctx.backend.version())))
