# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists the kinds of services, for modules that read several kinds."""

from __future__ import annotations

from .._common.errors import BadInput
from .application import APPLICATION
from .compose import COMPOSE
from .database import DATABASES

SERVICES = {"application": APPLICATION, **DATABASES, "compose": COMPOSE}
# Options in addition to the addressing of an application.
KIND_OPTIONS = {"kind": {"type": "str", "choices": list(SERVICES)}, "database_id": {"type": "str"}, "compose_id": {"type": "str"}}
_NAMES_ONE = ("name", "application_id", "app_name", "domain_host")


def choose_services(options):
    """Return the Resources of the requested kind, of applications if the task addresses one without a kind, or of all kinds. Raises BadInput."""
    kind = options.get("kind") or ""
    if options.get("compose_id") and kind not in ("", "compose"):
        raise BadInput("compose_id and kind %s are mutually exclusive" % kind)
    kind = "compose" if options.get("compose_id") else kind
    if options.get("database_id") and kind not in DATABASES:
        raise BadInput("database_id requires kind: the kind of the database, such as postgres")
    if options.get("application_id") and kind not in ("", "application"):
        raise BadInput("application_id and kind %s are mutually exclusive" % kind)
    if not kind and any(options.get(name) for name in _NAMES_ONE):
        kind = "application"
    return [SERVICES[kind]] if kind else list(SERVICES.values())
