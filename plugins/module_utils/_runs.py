# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What results show of a service where Dokploy's record is missing, or contradicts what runs. Pure. Private to this collection."""

from __future__ import annotations


def learn_env(observed, masker):
    """What a container's environment holds is a secret as any: no log may show it."""
    for line in (observed.service.container.get("Env") or ()) if observed.service else ():
        key, dummy, value = line.partition("=")
        masker.add(value, key)


def present_unrecorded(observed):
    """What an engine can tell of an application; the names and ids that Dokploy has for it are None."""
    names = ("id", "name", "project", "environment", "project_id", "environment_id", "status", "server_id", "stored_image")
    service = observed.service
    return dict(
        {name: None for name in names}, app_name=service.spec.get("Name") if service else None, running_image=service.image if service else None,
        replicas_running=len(observed.running), replicas_wanted=service.wanted if service else 0)


def drift(observed):
    """Where Dokploy's status contradicts what runs, in words; "" where it does not."""
    if observed.record is None or "service" in observed.unreadable:
        return ""
    status, phase = observed.record.get("applicationStatus"), observed.phase
    running = len(observed.running)
    if status == "done" and phase != "running":
        return "Dokploy says done, and the application is %s" % phase.replace("_", " ")
    if status == "done" and not running:
        return "Dokploy says done, and no task runs"
    if status == "idle" and phase == "running" and running:
        return "Dokploy says idle, and %d tasks run" % running
    if status == "running" and observed.busy() is None:
        return "Dokploy says running, and no deployment is under way"
    if status == "error" and phase == "running" and running:
        return "Dokploy says error, and %d tasks run" % running
    return ""


def warn_of_status(task):
    """Say so where Dokploy's pages show something else than what runs, unless this task is about to change it."""
    said = drift(task.seen)
    if said and not (task.check_mode and task.result["changed"]):
        task.warn("%s: %s. dokploy_application_status mends what its pages show" % (task.name, said))
