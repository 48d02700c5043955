# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an API key of the user whose key the task uses. Dokploy shows a key once. Its default limit is ten requests a day."""

from __future__ import annotations

from .._model.kinds import BOOL, INT, NOTHING, TEXT, Unit
from .._model.resource import Field, Resource

DAY = 86400


def creation_only_field(option, key, kind=TEXT, **more):
    return Field(option, key, kind, effect=NOTHING, at_creation=True, clearable=False, **more)


def find_wrong_limit(options, record):
    if len(options.get("name") or "") > 32:
        return "the name of a key has at most 32 characters"
    if (options.get("refill_amount") is None) != (options.get("refill_interval") is None):
        return "refill_amount and refill_interval are required together"
    limits = [one for one in ("rate_limit_max", "rate_limit_time_window") if options.get(one) is not None]
    return "%s needs rate_limit_enabled: true" % limits[0] if limits and not options.get("rate_limit_enabled") else (
        "expires_in_days must be at least 1" if options.get("expires_in_days") is not None and options["expires_in_days"] < 1 else "")


API_KEY = Resource(
    kind="api_key",
    id="apiKeyId",
    row_id="id",
    addressing={"name": {"type": "str"}, "api_key_id": {"type": "str"}},
    fields=(
        creation_only_field("prefix", "prefix"),
        creation_only_field("expires_in_days", "expiresIn", Unit(lambda days: int(days) * DAY, lambda seconds: seconds // DAY, int), write_only=True,
                            more={"type": "int"}),
        creation_only_field("rate_limit_enabled", "rateLimitEnabled", BOOL, default=False),
        creation_only_field("rate_limit_max", "rateLimitMax", INT),
        creation_only_field("rate_limit_time_window", "rateLimitTimeWindow", INT),
        creation_only_field("remaining", "remaining", INT, write_only=True),
        creation_only_field("refill_amount", "refillAmount", INT),
        creation_only_field("refill_interval", "refillInterval", INT),
    ),
    shows=(("expires_at", "expiresAt", str), ("start", "start", str)),
    renames=False,
    listing="user.get",
    list_key="user.apiKeys",
    create="user.createApiKey",
    create_keys=("prefix", "expiresIn", "rateLimitEnabled", "rateLimitMax", "rateLimitTimeWindow", "remaining", "refillAmount", "refillInterval"),
    create_always=("rateLimitEnabled",),
    remove="user.deleteApiKey",
    complete=lambda call, read, options: {"metadata": {"organizationId": (read("organization.active") or {}).get("id")}},
    refuse=find_wrong_limit,
    reveals=("key",),
)
