# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a domain of an application: a host and a path that Traefik routes to one of its ports."""

from __future__ import annotations

from .._common.errors import BadInput
from .._model.address import normalize_host
from .._model.kinds import BOOL, INT, Kind, NOTHING, WORDS
from .._model.resource import Field, Resource, Write


class Host(Kind):
    """A host name. Dokploy keeps it as written."""

    def canonical(self, wire):
        return normalize_host(wire) or None

    def show(self, wire):
        return wire


def fill_domain(child):
    """Complete a domain of the task: lower-case host, path, certificate, https. Raises BadInput."""
    host = (child.get("host") or "").strip().rstrip(".").lower()
    if not host or "/" in host or " " in host:
        raise BadInput("domains: %r is not a host name: write it without scheme and path, as in shop.example.com" % (child.get("host"),))
    path = child.get("path") or "/"
    if not path.startswith("/"):
        raise BadInput("domains: the path %r of %s must begin with a slash" % (path, host))
    if not 1 <= child["port"] <= 65535:
        raise BadInput("domains: the port of %s must be between 1 and 65535, the port that the container listens on; it is %d" % (host, child["port"]))
    filled = dict(child, host=host, path=path)
    if child.get("certificate") is None and child.get("certificate_resolver"):
        filled["certificate"] = "custom"
    if filled.get("certificate") not in (None, "none") and child.get("https") is None:
        filled["https"] = True
    if filled.get("certificate") == "custom" and not child.get("certificate_resolver"):
        raise BadInput("domains: certificate custom of %s needs certificate_resolver, the name of a resolver in Traefik's configuration" % host)
    return filled


# Dokploy writes the routes of a domain to Traefik's file immediately, so a changed domain needs no new Swarm tasks.
DOMAIN = Resource(
    kind="domain",
    id="domainId",
    parent="application",
    parent_id="applicationId",
    identity=("host", "path"),
    fields=(
        Field("host", "host", kind=Host(), effect=NOTHING, more={"required": True}),
        Field("path", "path", effect=NOTHING, same_as_null="/", default="/", more={"default": "/"}),
        Field("port", "port", kind=INT, effect=NOTHING, more={"required": True}),
        Field("https", "https", kind=BOOL, effect=NOTHING),
        Field(
            "certificate", "certificateType", effect=NOTHING, same_as_null="none", default="none",
            more={"choices": ["none", "letsencrypt", "custom"]},
        ),
        Field("certificate_resolver", "customCertResolver", effect=NOTHING),
        Field("entrypoint", "customEntrypoint", effect=NOTHING, since="0.29.14"),
        Field("middlewares", "middlewares", kind=WORDS, effect=NOTHING, default=[], since="0.29.14"),
        Field("strip_path", "stripPath", kind=BOOL, effect=NOTHING),
        Field("internal_path", "internalPath", effect=NOTHING, same_as_null="/", default="/"),
        Field("enabled", "enabled", kind=BOOL, effect=NOTHING, same_as_null=True, default=True, since="0.30.0"),
    ),
    create="domain.create",
    create_keys=(
        "host", "path", "port", "https", "certificateType", "customCertResolver", "customEntrypoint", "middlewares", "stripPath", "internalPath",
    ),
    create_extra={"domainType": "application"},
    update=Write("domain.update", always=("host",)),
    remove="domain.delete",
    permissions={"domain.create": ("domain", "create"), "domain.update": ("domain", "create"), "domain.delete": ("domain", "delete")},
    shapes={"overview.domains": (list, "host", True)},
    fills=fill_domain,
)
