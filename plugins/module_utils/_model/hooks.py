# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the hooks of a kind of service in its lifecycle."""

from __future__ import annotations


class Hooks:
    """The default hooks."""

    def prepare(self, ctx, request, plan, observed):
        """Complete a plan -> Plan. Raises Refused if it cannot be."""
        return plan

    def list_creation_steps(self, request, environment_id):
        """List the steps of a creation without the create call, or None; the other options are then stored by an update."""
        return None

    def check_rollout(self, ctx, request, plan, observed):
        """Raise Refused if the plan cannot be deployed."""

    def send(self, ctx, request, step):
        """Send one of C(Plan.tells)."""
        raise NotImplementedError

    # For several services behind one record (C(ServiceForm.has_parts))

    def compare(self, resource, record, observed, changed=()):
        """Compare -> Comparison. C(changed): the options that the task changes."""
        raise NotImplementedError

    def judge(self, observed, stable_for=5, same=True, tolerate_rolled_back=False, earlier=()):
        """Judge all services -> Verdict. C(earlier): the services before the action."""
        raise NotImplementedError

    def present(self, observed):
        """Return the result's row of each service."""
        raise NotImplementedError
