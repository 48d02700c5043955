# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists previews: C(dokploy_preview_deployment_info)."""

from __future__ import annotations

from .._module.operation import Operation
from .._lifecycle.previews import list_previews, observe_preview, present_preview

# The number of previews that a result shows, newest first. What runs of each is one request more.
MOST_PREVIEWS = 50


class ListPreviews(Operation):
    """List the previews of an application, with the state of each."""

    informs = True
    own_options = {"pull_request": {"type": "str"}}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {"changed": False, "application": None, "previews": [], "previews_total": 0, "next_step": ""}

    def act(self, place, observed):
        number = (self.options["pull_request"] or "").lstrip("#")
        rows = [row for row in list_previews(self.backend, place.service["id"]) if not number or str(row.get("pullRequestNumber")) == number]
        self.result["previews_total"] = len(rows)
        for row in rows[:MOST_PREVIEWS]:
            seen = observe_preview(self.backend, place, row["appName"])
            phase = "stopped" if seen.service and seen.service.stopped else "running" if seen.service else "never_deployed"
            known = "service" not in seen.unreadable
            self.result["previews"].append(dict(
                self.masker.mask_values(present_preview(row)), phase=phase if known else "unknown", replicas_running=len(seen.running) if known else None))
