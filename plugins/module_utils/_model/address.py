# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the two ways to identify a service: C(Address) by a task's options, C(Place) by the server's ids."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True, eq=False, repr=False)
class Address:
    """The names and ids by which a task addresses a resource. Empty texts count as left out."""

    project: Optional[str] = None
    environment: Optional[str] = None
    name: Optional[str] = None
    project_id: Optional[str] = None
    environment_id: Optional[str] = None
    application_id: Optional[str] = None
    app_name: Optional[str] = None
    domain_host: Optional[str] = None
    service_id: Optional[str] = None            # the id of a service that is not an application

    @property
    def id(self):
        return self.application_id or self.service_id

    @property
    def is_by_name(self):
        """Return whether only its name and place address the service."""
        return bool(self.name) and not (self.id or self.app_name or self.domain_host)

    def __str__(self):
        names = [part for part in (self.project, self.environment, self.name) if part]
        return "/".join(names) or self.id or self.app_name or self.domain_host or self.environment_id or self.project_id or "?"


@dataclass(frozen=True, eq=False, repr=False)
class Place:
    """The place of a service, or where it would be created, as it was found."""

    project: Optional[dict] = None          # rows: {"id": …, "name": …}
    environment: Optional[dict] = None
    service: Optional[dict] = None          # {"id": …, "name": …, "appName": … or None, "serverId": … or None}
    missing: str = ""                       # the first part that does not exist: "project", "environment", the kind of the service, or ""


def place_of_id(service_id, name=None, row=None):
    """Make the Place of a service without its parents."""
    return Place(service=make_identity(service_id, name, row or {}))


def make_identity(service_id, name, row):
    return {"id": service_id, "name": name, "appName": row.get("appName"), "serverId": row.get("serverId")}


def normalize_name(name):
    """Normalize a name to Unicode's form NFC, because a letter with an accent has two encodings."""
    name = name or ""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def same_name(one, other):
    """Return whether two names are equal after normalization."""
    return normalize_name(one) == normalize_name(other)


def normalize_host(host):
    """Normalize a host name as Traefik sees it: in lower case, without a final dot, and letters beyond ASCII in the C(xn--) form."""
    host = normalize_name((host or "").strip().rstrip(".").lower())
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in host.split("."))


def address_of(options, resource=None):
    names = ("project", "environment", "name", "environment_id", "application_id", "app_name", "domain_host")
    own_id = options.get("%s_id" % resource.kind) if resource is not None and resource.kind != "application" else None
    return Address(service_id=own_id or None, **{name: options.get(name) or None for name in names})
