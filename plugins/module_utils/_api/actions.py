# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verbs of the API backend that an unchanged task does not need: C(_api.Api) has each of these functions as its method. Private to this collection."""

from __future__ import annotations

from .._common.errors import NotFound, PermissionMissing


def tree(api):
    """Every project with its environments and services (project.all); read once."""
    if api.whole_tree is None:
        api.whole_tree = api.client.read("project.all") or []
    return api.whole_tree


def places(api, options):
    """The Places that an C(_info) module's options ask for."""
    from .lookup import places
    return places(api, options)


def hidden_line(api, known, seen=None):
    """The service of a name that begins with C(dokploy-), which swarm.getNodeApps leaves out -> {"ID": its id}, or None where none is seen.

    Its own name finds it, unless an image has that name, as a build gives it: then one of its tasks does. What was built and is scaled to
    none has no task, and is seen by nothing.
    """
    batch = api.client.batch(*api.service_calls(known, known["appName"]))
    try:
        config, tasks = batch[0], batch[1]
        if isinstance(config, dict) and (config.get("Spec") or {}).get("Name") == known["appName"]:
            return {"ID": config["ID"]}
        for task in tasks or []:
            config = api.client.read("docker.getConfig", containerId=task["containerId"], serverId=known["serverId"])
            if isinstance(config, dict) and config.get("ServiceID"):
                return {"ID": config["ServiceID"]}
    except PermissionMissing as exc:
        if seen is not None:
            seen.unreadable["service"] = exc.message
            seen.withheld, seen.proven = True, False
    return None


def call(api, procedure, body, timeout=None):
    """A write. What Dokploy answers is returned, and to be believed only about what is stored."""
    return api.client.write(procedure, body, timeout=timeout)


def deploy(api, application_id, title, description, again=False):
    api.call("application.redeploy" if again else "application.deploy", {"applicationId": application_id, "title": title, "description": description})


def reload(api, place, timeout):
    api.call("application.reload", {"applicationId": place.application["id"], "appName": place.application["appName"]}, timeout=timeout)


def stop(api, place, timeout):
    api.call("application.stop", {"applicationId": place.application["id"]}, timeout=timeout)


def deployments(api, application_id):
    """(rows, newest first; jobs of the queue, or None where it cannot be read: an older server, or this key)."""
    batch = api.client.batch(("deployment.all", {"applicationId": application_id}), ("deployment.queueList", {}))
    try:
        jobs = [api.job(row, application_id) for row in batch[1] or []]
    except (NotFound, PermissionMissing):
        jobs = None
    return batch[0] or [], jobs


def job(dummy, row, application_id):
    """A job of the queue; C(mine) is one of this application that is not over."""
    data = row.get("data") or {}
    mine = data.get("applicationId") == application_id and row.get("state") not in ("completed", "failed")
    return {
        "state": row.get("state"), "application_id": data.get("applicationId"), "title": data.get("titleLog"), "description": data.get("descriptionLog"),
        "mine": mine}
