# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The second half of what runs against what is stored: placement, mounts, ports, ulimits, networks. Pure. Private to this collection."""

from __future__ import annotations

from .._model.kinds import compact


def compare_rest(record, service):
    """-> (options that differ, options that what runs does not show)."""
    container, template = service.container, service.spec.get("TaskTemplate") or {}
    differing, unverified = [], []
    mounts = record.get("mounts") or []
    stored = record.get("placementSwarm")
    if stored is None:
        stored = {"Constraints": ["node.role==manager"]} if mounts else {}
    running = template.get("Placement") or {}
    keys = ("Constraints", "Preferences", "MaxReplicas")
    if {key: stored[key] for key in keys if stored.get(key)} != {key: running[key] for key in keys if running.get(key)}:
        differing.append("placement")
    wanted = sorted(compact(_mount(one, record.get("appName"))) for one in mounts)
    there = sorted(compact({"type": one.get("Type"), "source": one.get("Source"), "target": one.get("Target")}) for one in container.get("Mounts") or [])
    if wanted != there:
        differing.append("mounts")
    if any(one.get("type") == "file" for one in mounts):
        unverified.append("mounts.content")
    spec = service.spec.get("EndpointSpec") or {}
    own = record.get("endpointSpecSwarm")
    ports = [
        {"Protocol": port.get("protocol"), "TargetPort": port.get("targetPort"), "PublishedPort": port.get("publishedPort"),
         "PublishMode": port.get("publishMode")} for port in record.get("ports") or []
    ] if not own else [dict(port, PublishMode=port.get("PublishMode") or "host") for port in own.get("Ports") or []]
    if ((own or {}).get("Mode") or "vip", sorted(_port(one) for one in ports)) != (
            spec.get("Mode") or "vip", sorted(_port(one) for one in spec.get("Ports") or [])):
        differing.append("endpoint_spec" if own else "ports")
    limits = [sorted((one.get("Name"), one.get("Soft"), one.get("Hard")) for one in side or []) for side in (
        record.get("ulimitsSwarm"), container.get("Ulimits"))]
    if limits[0] != limits[1]:
        differing.append("ulimits")
    running = [(service.names.get(one.get("Target")), one) for one in template.get("Networks") or []]
    if all(name for name, dummy in running) and set(record.get("networkIds") or ()) <= set(service.names):
        if _networks(running) != _networks(stored_networks(record, service.names)):
            differing.append("networks")
    elif record.get("networkSwarm") or record.get("networkIds") or record.get("detachDokployNetwork"):
        unverified.append("networks")
    return differing, unverified


def _mount(mount, app_name):
    source = {
        "volume": mount.get("volumeName"), "bind": mount.get("hostPath"),
        "file": "/etc/dokploy/applications/%s/files/%s" % (app_name, (mount.get("filePath") or "").lstrip("/")),
    }.get(mount.get("type"))
    return {"type": "volume" if mount.get("type") == "volume" else "bind", "source": source, "target": mount.get("mountPath")}


def _port(port):
    return compact([port.get("Protocol") or "tcp", port.get("TargetPort") or 0, port.get("PublishedPort") or 0, port.get("PublishMode") or "ingress"])


def stored_networks(record, names):
    """[(name, row)] of the networks that Dokploy would attach a service to; C(names) has those of its own by their ids, None for one that is gone."""
    if record.get("networkSwarm"):
        return [(names.get(one.get("Target")) or one.get("Target"), one) for one in record["networkSwarm"]]
    own = [] if record.get("detachDokployNetwork") else ["dokploy-network"]
    return [(name, {}) for name in own + [names.get(one) for one in record.get("networkIds") or []] if name]


def _networks(rows):
    return sorted(compact([name, sorted(row.get("Aliases") or []), row.get("DriverOpts") or {}]) for name, row in rows)
