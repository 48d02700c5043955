# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is particular to the lifecycle of a kind of service; a kind overrides what it needs. Private to this collection."""

from __future__ import annotations


class Hooks:
    """Nothing particular."""

    # (resource, record, observed, changed options) -> Comparison, where several services are behind one record.
    compare = None

    def prepare(self, ctx, request, plan, observed):
        """The plan with more in it. Raises Refused where it cannot be."""
        return plan

    def check_rollout(self, ctx, request, plan, observed):
        """Raise Refused where a deployment of the plan cannot be."""

    def send(self, ctx, request, step):
        """Send one of C(Plan.tells), the calls that change what is stored and what runs at once."""
        raise NotImplementedError
