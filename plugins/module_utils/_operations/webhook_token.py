# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rotates the webhook's token: C(dokploy_webhook_token)."""

from __future__ import annotations

from .._api.permissions import check_permissions
from .._module.operation import Operation


class RotateToken(Operation):
    """Set a new token in the URL of the application's webhook. The old URL stops working at once."""

    own_options = {"state": {"type": "str", "choices": ["rotated"], "default": "rotated"}, "return_url": {"type": "bool", "default": False}}

    def act(self, place, observed):
        old = observed.record.get("refreshToken")
        self.note_change("webhook_token", "(hidden)" if old else None, "(hidden, changed)", "rotate webhook token")
        check_permissions(self.backend, self.resource, ["application.refreshToken"], self.name)
        if self.check_mode:
            return
        observed = self.write(place, "application.refreshToken", {}, lambda record: record.get("refreshToken") not in (None, "", old))
        if self.options["return_url"]:
            self.result["webhook_url"] = "%s/api/deploy/%s" % (self.backend.client.api_url, observed.record["refreshToken"])
