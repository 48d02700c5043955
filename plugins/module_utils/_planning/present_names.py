# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the part of a result that names a service of any kind. Pure."""

from __future__ import annotations


def present_names(kind, own_id, record):
    """Return the kind, ID and names of a service."""
    environment = record.get("environment") or {}
    return {"kind": kind, "id": own_id, "app_name": record.get("appName"), "name": record.get("name"), "environment": environment.get("name"),
            "project": (environment.get("project") or {}).get("name")}
