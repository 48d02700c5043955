# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shares the reads of a manifest's entries, and in check mode adds to them the changes that the real run makes first."""

from __future__ import annotations

from .._api.lookup import SERVICE_KINDS
from .._client.shared_reads import SharedReads


class PlannedReads(SharedReads):
    """The SharedReads of a manifest, which can add planned changes to answers."""

    def __init__(self, open_client, check_caller=None):
        super().__init__(open_client, check_caller=check_caller)
        self._planned = {}          # procedure of a listing -> rows that check mode treats as created
        self._variables = {}        # id of a project or an environment -> its variables after the changes that check mode plans

    def plan_row(self, procedure, row):
        """In check mode, add a record that the real run creates, for the entries that refer to it."""
        with self._changed:
            self._planned[procedure] = self._planned.get(procedure, ()) + (row,)

    def plan_removal(self, own_id):
        """In check mode, note what the real run removes, for the removal of its environment or project, or of a record that it uses."""
        with self._changed:
            self.removed.add(own_id)

    def plan_variables(self, own_id, text):
        """In check mode, note the variables that the real run saves in a project or an environment, for the services that refer to them."""
        with self._changed:
            self._variables[own_id] = text

    def adapt_answer(self, procedure, answer):
        """Apply the changes planned in check mode to an answer."""
        if self._variables:
            answer = fill_variables(procedure, answer, self._variables)
        rows = self._planned.get(procedure)
        if rows and isinstance(answer, list):
            return answer + list(rows)
        return drop_services(answer, self.removed) if self.removed and procedure in ("project.all", "environment.one") else answer


def drop_services(answer, removed):
    """Return projects or an environment without the services of these ids."""
    if isinstance(answer, list):
        return [dict(project, environments=[drop_services(one, removed) for one in project.get("environments") or []]) for project in answer]
    kept = {key: [row for row in answer.get(key) or [] if row[one[1]] not in removed] for key, one in SERVICE_KINDS.items() if key in answer}
    return dict(answer, **kept)


def fill_variables(procedure, answer, variables):
    """Return an answer with the planned variables of the projects and environments in it. C(variables): id -> text."""
    if procedure == "project.all":
        return [dict(one, env=variables.get(one["projectId"], one.get("env"))) for one in answer or ()]
    if procedure == "environment.one":
        return _fill_environment(answer, variables)
    if isinstance(answer, dict) and isinstance(answer.get("environment"), dict):
        return dict(answer, environment=_fill_environment(answer["environment"], variables))
    return answer


def _fill_environment(row, variables):
    row, project = dict(row or {}), (row or {}).get("project") or {}
    if row.get("environmentId") in variables:
        row["env"] = variables[row["environmentId"]]
    if project.get("projectId") in variables:
        row["project"] = dict(project, env=variables[project["projectId"]])
    return row
