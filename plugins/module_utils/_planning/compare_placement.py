# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares placement, mounts, ports, ulimits and networks of the running service with the saved ones. Pure.

Each function returns (options that differ, options that the running service does not show).
"""

from __future__ import annotations

from .._model.kinds import compact


def compare_placement(resource, record, service):
    stored = record.get("placementSwarm")
    if stored is None:
        stored = {"Constraints": ["node.role==manager"]} if record.get("mounts") else {}
    running = (service.spec.get("TaskTemplate") or {}).get("Placement") or {}
    keys = ("Constraints", "Preferences", "MaxReplicas")
    same = {key: stored[key] for key in keys if stored.get(key)} == {key: running[key] for key in keys if running.get(key)}
    return [] if same else ["placement"], []


def compare_mounts(resource, record, service):
    mounts = record.get("mounts") or []
    wanted = sorted(compact(_to_docker_mount(resource, one, record.get("appName"))) for one in mounts)
    there = sorted(
        compact({"type": one.get("Type"), "source": one.get("Source"), "target": one.get("Target")}) for one in service.container.get("Mounts") or [])
    return [] if wanted == there else ["mounts"], ["mounts.content"] if any(one.get("type") == "file" for one in mounts) else []


def compare_endpoint(resource, record, service):
    spec = service.spec.get("EndpointSpec") or {}
    own = record.get("endpointSpecSwarm") or (resource.form.endpoint(record) if resource.form.endpoint else None)
    ports = [
        {"Protocol": port.get("protocol"), "TargetPort": port.get("targetPort"), "PublishedPort": port.get("publishedPort"),
         "PublishMode": port.get("publishMode")} for port in record.get("ports") or []
    ] if not own else [dict(port, PublishMode=port.get("PublishMode") or "host") for port in own.get("Ports") or []]
    same = ((own or {}).get("Mode") or "vip", sorted(_as_text(one) for one in ports)) == (
        spec.get("Mode") or "vip", sorted(_as_text(one) for one in spec.get("Ports") or []))
    return [] if same else [resource.form.endpoint_option if not record.get("endpointSpecSwarm") else "endpoint_spec"], []


def compare_ulimits(resource, record, service):
    limits = [sorted((one.get("Name"), one.get("Soft"), one.get("Hard")) for one in side or []) for side in (
        record.get("ulimitsSwarm"), service.container.get("Ulimits"))]
    return [] if limits[0] == limits[1] else ["ulimits"], []


def compare_networks(resource, record, service):
    running = [(service.names.get(one.get("Target")), one) for one in (service.spec.get("TaskTemplate") or {}).get("Networks") or []]
    if not needs_network_names(record, service) and not service.names:
        return [], []
    if all(name for name, dummy in running) and set(record.get("networkIds") or ()) <= set(service.names):
        return [] if _as_texts(running) == _as_texts(list_stored_networks(record, service.names)) else ["networks"], []
    stored = record.get("networkSwarm") or record.get("networkIds") or record.get("detachDokployNetwork")
    return [], ["networks"] if stored else []


def needs_network_names(record, service):
    """Return whether comparing the networks needs their names: if there is any besides Dokploy's own."""
    running = (service.spec.get("TaskTemplate") or {}).get("Networks") or () if service is not None else ()
    return bool(record.get("networkSwarm") or record.get("networkIds") or record.get("detachDokployNetwork") or len(running) > 1
                or any(one.get("Aliases") or one.get("DriverOpts") for one in running))


def list_stored_networks(record, names):
    """List [(name, row)] of the networks that Dokploy would attach a service to; C(names) maps ids to names, None for a removed network."""
    if record.get("networkSwarm"):
        return [(names.get(one.get("Target")) or one.get("Target"), one) for one in record["networkSwarm"]]
    own = [] if record.get("detachDokployNetwork") else ["dokploy-network"]
    return [(name, {}) for name in own + [names.get(one) for one in record.get("networkIds") or []] if name]


def _to_docker_mount(resource, mount, app_name):
    source = {
        "volume": mount.get("volumeName"), "bind": mount.get("hostPath"),
        "file": resource.form.file_mount_path % (app_name, (mount.get("filePath") or "").lstrip("/")),
    }.get(mount.get("type"))
    return {"type": "volume" if mount.get("type") == "volume" else "bind", "source": source, "target": mount.get("mountPath")}


def _as_text(port):
    return compact([port.get("Protocol") or "tcp", port.get("TargetPort") or 0, port.get("PublishedPort") or 0, port.get("PublishMode") or "ingress"])


def _as_texts(networks):
    return sorted(compact([name, sorted(row.get("Aliases") or []), row.get("DriverOpts") or {}]) for name, row in networks)
