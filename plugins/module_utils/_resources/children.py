# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes the children of a service except domains: mounts, ports, redirects and basic authentication."""

from __future__ import annotations

from .._model.option_checks import check_filled, check_mount, check_port
from .._model.kinds import BOOL, INT, Kind, NOTHING
from .._model.resource import FULL, Field, Resource, Write


class Directory(Kind):
    """A path, compared without a slash at its end."""

    def canonical(self, wire):
        return (wire.rstrip("/") or "/") if wire else None


def make_fills(check, *more):
    """Make the C(fills) of a child from a function of option_checks.py, which checks and completes the child's options."""
    def complete_child(child, *path):
        return check(child, *more, *path)
    return complete_child


def describe_child(kind, id_key, router, fields, **more):
    """Describe a child with the calls C(router).create, C(router).update and, usually, C(router).delete. An update requires every key."""
    keys = tuple(item.key for item in fields if item.key)
    return Resource(kind=kind, id=id_key, fields=fields, parent="application", create=router + ".create", create_keys=keys, **dict({
        "parent_id": "applicationId", "update": Write(router + ".update", FULL), "remove": router + ".delete",
        "permissions": {"%s.%s" % (router, call): ("service", "create") for call in ("create", "update", "delete")}}, **more))


# A changed mount or port takes effect in new Swarm tasks. The running service does not show the content of a file mount.
MOUNT = describe_child("mount", "mountId", "mounts", (
    Field("type", "type", more={"required": True, "choices": ["volume", "bind", "file"]}),
    Field("mount_path", "mountPath", kind=Directory(), more={"required": True, "aliases": ["target"]}),
    Field("source", "", only_for=("type", ("volume", "bind"))),
    Field("volume_name", "volumeName", only_for=("type", ("volume",))),
    Field("host_path", "hostPath", only_for=("type", ("bind",))),
    Field("file_path", "filePath", only_for=("type", ("file",))),
    Field("content", "content", only_for=("type", ("file",)), secret="text", verifiable=False, default=""),
), identity=("mountPath",), parent_id="serviceId", create_extra={"serviceType": "application"}, update=Write("mounts.update"), remove="mounts.remove",
    permissions={"mounts.create": ("volume", "create"), "mounts.update": ("volume", "create"), "mounts.remove": ("volume", "delete")},
    fills=make_fills(check_mount))
PORT = describe_child("port", "portId", "port", (
    Field("published_port", "publishedPort", kind=INT, more={"required": True}),
    Field("target_port", "targetPort", kind=INT, more={"required": True}),
    Field("protocol", "protocol", same_as_null="tcp", default="tcp", more={"choices": ["tcp", "udp"], "default": "tcp"}),
    Field("publish_mode", "publishMode", same_as_null="ingress", default="ingress", more={"choices": ["ingress", "host"]}),
), identity=("publishedPort", "protocol"), joint="/", fills=make_fills(check_port))
# Dokploy writes redirects and basic authentication to Traefik's file immediately.
REDIRECT = describe_child("redirect", "redirectId", "redirects", (
    Field("regex", "regex", effect=NOTHING, more={"required": True}),
    Field("replacement", "replacement", effect=NOTHING, more={"required": True}),
    Field("permanent", "permanent", kind=BOOL, effect=NOTHING, default=False),
), identity=("regex",), fills=make_fills(check_filled, "redirects", "regex", "replacement"))
BASIC_AUTH = describe_child("basic auth", "securityId", "security", (
    Field("username", "username", effect=NOTHING, more={"required": True}),
    Field("password", "password", effect=NOTHING, secret=True, more={"required": True}),
), identity=("username",), fills=make_fills(check_filled, "basic_auth", "username", "password"))
