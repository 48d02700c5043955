# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kind of env texts: a dict of variables in tasks, one dotenv text on the server."""

from __future__ import annotations

from .kinds import Kind
from .._common.errors import BadInput
from .._dotenv import parser as _dotenv
from .._dotenv.editor import check_variable, merge_env, refuse_unknown_keys, render_env


class Dotenv(Kind):
    """Variables: a dict in options, a dotenv text on the server. An update keeps the text's comments, order and unknown lines.

    C(swarm): whether Docker Swarm gets the values, and evaluates C({{...}}) in them as a template.
    """

    ansible = {"type": "dict"}
    modes = ("merge", "replace", "existing")
    merges_text = True

    def __init__(self, swarm=True):
        self.swarm = swarm

    def apply(self, change, current, default):
        if change.clear:
            return default
        wanted = self._wanted(change)
        present = _dotenv.parse_env(current)
        if change.mode == "existing" and set(wanted) - set(present):
            refuse_unknown_keys(change.path, sorted(set(wanted) - set(present)))
        if all(present.get(key) == value for key, value in wanted.items()) and not set(change.remove) & set(present):
            if change.mode != "replace" or present == wanted:
                return current
        try:
            if not current:
                return render_env({key: value for key, value in wanted.items() if key not in change.remove or change.mode == "replace"}, change.layout)
            return merge_env(current, wanted, change.remove, replace=change.mode == "replace", layout=change.layout)
        except _dotenv.BadValue as exc:
            raise BadInput("%s: %s" % (change.path, exc)) from None

    def validate(self, change, default):
        self._wanted(change)

    def _wanted(self, change):
        """Return the variables to store. Raises BadInput for one that no text can contain."""
        wanted, problems = {}, []
        for key, value in (change.value or {}).items():
            try:
                check_variable(change.path, key, value)
            except BadInput as exc:
                problems.append(exc.message)
                continue
            wanted[key] = value if change.templates or not self.swarm else _dotenv.escape_templates(value)
        if problems:
            raise BadInput("; ".join(problems))
        return wanted

    def canonical(self, wire):
        return _dotenv.parse_env(wire) or None

    def reveal(self, wire):
        return {key: _dotenv.unescape_templates(value) if self.swarm else value for key, value in _dotenv.parse_env(wire).items()}

    def show(self, wire):
        return sorted(_dotenv.parse_env(wire))


DOTENV, BUILD_DOTENV = Dotenv(), Dotenv(swarm=False)
