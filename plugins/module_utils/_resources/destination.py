# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an S3 bucket for backups. Dokploy stores it without a test, so the module tests the connection first."""

from __future__ import annotations

from .._model.kinds import NOTHING, WORDS
from .._model.resource import FULL, Field, Resource, Write
from .uses import SERVICES, Uses, refers_by

QUOTED = "0.29.13"
KEYS = ("provider", "accessKey", "secretAccessKey", "bucket", "region", "endpoint", "additionalFlags")

DESTINATION = Resource(
    kind="destination",
    id="destinationId",
    addressing={"name": {"type": "str"}, "destination_id": {"type": "str"}},
    fields=(
        Field("provider", "provider", effect=NOTHING, quoted_since=QUOTED, default=""),
        Field("access_key", "accessKey", effect=NOTHING, quoted_since=QUOTED, secret=True, clearable=False),
        Field("secret_access_key", "secretAccessKey", effect=NOTHING, quoted_since=QUOTED, secret=True, clearable=False),
        Field("bucket", "bucket", effect=NOTHING, quoted_since=QUOTED, clearable=False),
        Field("region", "region", effect=NOTHING, quoted_since=QUOTED, default=""),
        Field("endpoint", "endpoint", effect=NOTHING, quoted_since=QUOTED, clearable=False),
        Field("additional_flags", "additionalFlags", WORDS, effect=NOTHING, default=[], since="0.29.14"),
    ),
    options={"test": {"type": "bool", "default": True}},
    listing="destination.all",
    create="destination.create",
    create_keys=KEYS,
    create_always=KEYS,
    update=Write("destination.update", FULL, always=("name",)),
    remove="destination.remove",
    test=Write("destination.testConnection", always=("name",) + KEYS),
    needed=("access_key", "secret_access_key", "bucket", "endpoint"),
    used_by=Uses(
        refers_by("destinationId"), "Dokploy would remove these backups with it.", services=SERVICES, volume_backups=True,
        others=lambda record: (("backup", "user.getBackups", {}),)),
    permissions={"destination.create": ("destination", "create"), "destination.update": ("destination", "create"),
                 "destination.remove": ("destination", "delete")},
)
