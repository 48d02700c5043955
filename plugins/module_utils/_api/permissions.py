# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a key must be allowed for the calls that a task is about to make, asked before the first of them. Private to this collection."""

from __future__ import annotations

from .._common.errors import ApiError, PermissionMissing

# Procedure -> (resource, action) of user.getPermissions, as Dokploy's routers check them.
NEEDS = {
    "application.create": ("service", "create"), "application.update": ("service", "create"), "application.saveEnvironment": ("envVars", "write"),
    "application.deploy": ("deployment", "create"), "application.reload": ("deployment", "create"), "application.stop": ("deployment", "create"),
    "application.redeploy": ("deployment", "create"), "application.cleanQueues": ("deployment", "cancel"),
    "application.killBuild": ("deployment", "cancel"), "deployment.removeDeployment": ("deployment", "cancel"), "rollback.rollback": ("deployment", "create"),
    "application.delete": ("service", "delete"), "application.move": ("service", "create"), "application.refreshToken": ("service", "create"),
    "application.markRunning": ("deployment", "create"), "domain.create": ("domain", "create"), "domain.update": ("domain", "create"),
    "mounts.create": ("volume", "create"), "mounts.update": ("volume", "create"), "mounts.remove": ("volume", "delete"),
    **{"%s.%s" % (router, call): ("service", "create") for router in ("port", "redirects", "security") for call in ("create", "update", "delete")},
    "dockerVolume.removeVolume": ("docker", "read"),
    "previewDeployment.redeploy": ("deployment", "create"), "previewDeployment.delete": ("deployment", "cancel"),
    "domain.delete": ("domain", "delete"), "application.updateTraefikConfig": ("traefikFiles", "write"),
    "settings.updateTraefikFile": ("traefikFiles", "write"), "project.create": ("project", "create"),
    "project.remove": ("project", "delete"), "environment.create": ("environment", "create"), "environment.remove": ("environment", "delete"),
}


def check(backend, procedures, name):
    """Raise PermissionMissing, naming every permission that is missing, where the server tells what the key may do."""
    wanted = {NEEDS[one]: one for one in reversed(list(procedures)) if one in NEEDS}
    if not wanted:
        return
    try:
        allowed = backend.client.read("user.getPermissions")
    except ApiError:
        return          # an older server, whose first refusal tells
    if not isinstance(allowed, dict):
        return
    missing = [(need, procedure) for need, procedure in wanted.items() if (allowed.get(need[0]) or {}).get(need[1]) is False]
    if missing:
        raise PermissionMissing(
            "the API key lacks the permission%s %s, which this task needs on %s: nothing was changed" % (
                "s" if len(missing) > 1 else "", ", ".join("%s.%s (for %s)" % (need + (procedure,)) for need, procedure in sorted(missing)), name),
            status=401, code="UNAUTHORIZED", next_step="Grant it to the key's user in Dokploy, or use the key of an administrator.")
