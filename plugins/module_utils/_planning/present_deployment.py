# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the part of a result that shows a deployment. Pure."""

from __future__ import annotations


# The final states of a deployment.
FINISHED = ("done", "error", "cancelled")


def present_deployment(row):
    """Convert a deployment for results."""
    if not row:
        return None
    return {
        "id": row.get("deploymentId"), "title": row.get("title") or "", "description": row.get("description") or "", "status": row.get("status"),
        "created_at": row.get("createdAt"), "finished_at": row.get("finishedAt"), "error": row.get("errorMessage") or "",
    }
