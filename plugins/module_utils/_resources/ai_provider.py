# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an AI provider. Its update inserts a record if none has the id, and fails if a key is missing, so every key is sent."""

from __future__ import annotations

from .._model.kinds import BOOL, NOTHING
from .._model.resource import FULL, Field, Resource, Write

KEYS = ("apiUrl", "apiKey", "model", "isEnabled")

AI_PROVIDER = Resource(
    kind="ai_provider",
    id="aiId",
    addressing={"name": {"type": "str"}, "ai_id": {"type": "str"}},
    fields=(
        Field("url", "apiUrl", effect=NOTHING, clearable=False),
        Field("provider_key", "apiKey", effect=NOTHING, secret=True, default=""),
        Field("model", "model", effect=NOTHING, clearable=False),
        Field("enabled", "isEnabled", BOOL, effect=NOTHING, default=True),
    ),
    options={"test": {"type": "bool", "default": True}},
    listing="ai.getAll",
    create="ai.create",
    create_keys=KEYS,
    create_always=KEYS,
    update=Write("ai.update", FULL, always=("name",)),
    remove="ai.delete",
    test=Write("ai.testConnection", always=("apiUrl", "apiKey", "model"), since="0.29.14"),
    needed=("url", "model"),
)
