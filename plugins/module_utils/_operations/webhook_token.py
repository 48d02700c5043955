# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rotates the webhook's token: C(dokploy_webhook_token)."""

from __future__ import annotations

from .._api.compose import make_backend
from .._api.permissions import check_permissions
from .._module.operation import Operation
from .._resources.services import choose_services

# Kind -> the procedure, the path of the webhooks.
KINDS = {"application": ("application.refreshToken", "deploy"), "compose": ("compose.refreshToken", "deploy/compose")}


class RotateToken(Operation):
    """Set a new token in the URL of a service's webhook. The old URL stops working at once."""

    own_options = {
        "kind": {"type": "str", "choices": list(KINDS)}, "compose_id": {"type": "str"},
        "state": {"type": "str", "choices": ["rotated"], "default": "rotated"}, "return_url": {"type": "bool", "default": False}}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result.update(dict.fromkeys(KINDS))

    def run(self):
        resource, = choose_services(self.options)[:1]
        if resource is self.resource:
            return super().run()
        rotation = self.copy_for(make_backend(self.backend.client, resource))
        try:
            return rotation.run()
        finally:
            self.acted = rotation.acted

    def act(self, place, observed):
        old = observed.record.get("refreshToken")
        self.note_change("webhook_token", "(hidden)" if old else None, "(hidden, changed)", "rotate webhook token")
        procedure, path = KINDS[self.resource.kind]
        check_permissions(self.backend, self.resource, [procedure], self.name)
        if self.check_mode:
            return
        observed = self.write(place, procedure, {}, lambda record: record.get("refreshToken") not in (None, "", old))
        if self.options["return_url"]:
            self.result["webhook_url"] = "%s/api/%s/%s" % (
                self.backend.client.api_url, path, observed.record["refreshToken"])
