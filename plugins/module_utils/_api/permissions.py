# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks a key's permissions before a task's first call."""

from __future__ import annotations

from .._common.errors import ApiError, PermissionMissing


def check_permissions(backend, resource, procedures, name):
    """Raise PermissionMissing with every missing permission, if the server reports the key's."""
    needs = resource.list_permissions()
    wanted = {needs[one]: one for one in reversed(list(procedures)) if one in needs}
    if not wanted:
        return
    try:
        allowed = backend.client.read("user.getPermissions")
    except ApiError:
        return          # an older server
    if not isinstance(allowed, dict):
        return
    missing = [(need, procedure) for need, procedure in wanted.items() if (allowed.get(need[0]) or {}).get(need[1]) is False]
    if missing:
        raise PermissionMissing(
            "the API key lacks the permission%s %s, which this task needs on %s: nothing was changed" % (
                "s" if len(missing) > 1 else "", ", ".join("%s.%s (for %s)" % (need + (procedure,)) for need, procedure in sorted(missing)), name),
            status=401, code="UNAUTHORIZED", next_step="Grant it to the key's user in Dokploy, or use an administrator's key.")


def is_permitted(backend, resource, procedure):
    """Return whether check_permissions passes."""
    try:
        check_permissions(backend, resource, [procedure], "")
    except PermissionMissing:
        return False
    return True
