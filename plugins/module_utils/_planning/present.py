# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the part of a result that shows a service: whitelisted fields, by the names of their options. Pure."""

from __future__ import annotations

from urllib.parse import quote

from .present_record import learn_record_secrets
from .present_unrecorded import present_unrecorded
from .._dotenv.parser import parse_env
from .._common.masking import hide_userinfo
from .._model.observation import count_wanted_tasks


def learn_secrets(resource, record, masker):
    """Add the secrets of a service, its children, environment and project to the masker."""
    learn_record_secrets(resource, record, masker)
    for dummy, key, child in resource.children:
        for row in record.get(key) or []:
            learn_record_secrets(child, row, masker)
    masker.add_secret(record.get("refreshToken"))
    environment = record.get("environment") or {}
    for text in (environment.get("env"), (environment.get("project") or {}).get("env")):
        for key, one in parse_env(text).items():
            masker.add_secret(one, key)


def present_service(resource, observed, include_secrets=False):
    """Convert a service for results: options by their names, secrets only with C(include_secrets)."""
    record = observed.record
    if record is None:
        return present_unrecorded(observed)
    environment = record.get("environment") or {}
    project = environment.get("project") or {}
    form = resource.form
    built = form.is_built(record)
    shown = {
        "id": record[resource.id], "name": record.get("name"), "app_name": record.get("appName"), "project": project.get("name"),
        "environment": environment.get("name"), "project_id": project.get("projectId"), "environment_id": record.get("environmentId"),
        "status": record.get(resource.calls.status), "server_id": record.get("serverId"),
        "replicas_running": None if observed.phase == "unknown" else len(observed.running),
        "replicas_wanted": observed.service.wanted if observed.service else None if observed.phase == "unknown" else count_wanted_tasks(observed),
    }
    if form.has_parts:
        shown["services"] = resource.hooks.present(observed)
    else:
        shown.update(stored_image="%s:latest" % record.get("appName") if built else record.get("dockerImage"),
                     running_image=observed.service.image if observed.service else None)
    for path, item in resource.flat():
        if not item.key or item.key in ("serverId",):
            continue
        if not item.belongs(record) or path.startswith("build") and not built:
            continue
        value = record.get(item.key) if not item.switch or record.get(item.switch) else None
        row = record.get(item.key[:-2]) if item.ref else None
        if row and row.get("registryId") == value:
            value = row["registryName"]
        if item.ref and isinstance(value, list):
            value = [observed.names.get(one) or one for one in value]
        if item.secret == "values":
            shown["%s_keys" % path] = item.kind.show(value)
            if include_secrets:
                shown[path] = item.kind.reveal(value)
            continue
        if item.secret and not include_secrets:
            continue
        group, dot, name = path.rpartition(".")
        if dot:
            value = item.kind.show(value)
            shown.setdefault(group, {})[name] = hide_userinfo(value) if isinstance(value, str) else value
        else:
            shown[path] = item.kind.show(value)
    for option, key, child in resource.children:
        shown[option] = [present_child(child, row, include_secrets) for row in record.get(key) or []]
    return shown


def present_child(child, row, include_secrets=False):
    return dict({item.option: item.kind.show(row.get(item.key)) for item in child.fields
                 if item.key in row and item.belongs(row) and (include_secrets or not item.secret)}, id=row[child.id])


def present_connection_url(resource, record, include_secrets=False):
    """Return the URLs for clients; without C(include_secrets), stars replace the password."""
    form, password = resource.form, quote(record.get("databasePassword") or "", safe="") if include_secrets else "********"
    found = {"internal": form.connection_url(record, record.get("appName"), None, password), "external": None}
    host = (record.get("server") or {}).get("ipAddress")
    if host and record.get("externalPort"):
        found["external"] = form.connection_url(record, host, record["externalPort"], password)
    return found


def present_brief(resource, observed):
    """Return the names, ids and status of a service."""
    record = observed.record
    environment = record.get("environment") or {}
    return {
        "id": record[resource.id], "name": record.get("name"), "app_name": record.get("appName"),
        "project": (environment.get("project") or {}).get("name"), "environment": environment.get("name"), "status": record.get(resource.calls.status)}


MOST_CONTAINERS = 100


def present_containers(observed, ends=None):
    """Convert tasks for results, those to run first: a whitelist, without Env, Cmd and Args. C(ends): id of a task -> details of its end."""
    image = observed.service.image if observed.service else None
    rows = [
        {"task": task.id, "slot": task.slot, **({"service": task.part} if task.part else {}), "image": (task.image or image) if task.runs else None,
         "state": task.state, "desired_state": task.desired, "age": task.age, "node": task.node, "error": task.error, **task.end,
         **(ends or {}).get(task.id, {})} for task in observed.tasks]
    return sorted(rows, key=lambda row: (row["desired_state"] != "running", row["slot"], row["age"] or 0))[:MOST_CONTAINERS]


def list_urls(record):
    """List the URLs of a service's enabled domains."""
    return [
        "%s://%s%s" % ("https" if row.get("https") else "http", row.get("host"), row.get("path") or "/")
        for row in record.get("domains") or [] if row.get("enabled") is not False]
