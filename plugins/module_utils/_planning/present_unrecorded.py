# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Presents a service that only the engine shows, without Dokploy's record. Pure."""

from __future__ import annotations


def learn_env(observed, masker):
    """Add the values of a container's environment to the masker, so that no log shows them."""
    for line in (observed.service.container.get("Env") or ()) if observed.service else ():
        key, dummy, value = line.partition("=")
        masker.add_secret(value, key)


def present_unrecorded(observed):
    """Present a service as the engine shows it; Dokploy's names and ids are None."""
    names = ("id", "name", "project", "environment", "project_id", "environment_id", "status", "server_id", "stored_image")
    service = observed.service
    return dict(
        {name: None for name in names}, app_name=service.spec.get("Name") if service else None, running_image=service.image if service else None,
        replicas_running=len(observed.running), replicas_wanted=service.wanted if service else 0)
