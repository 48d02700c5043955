# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts values that only services have: memory, CPUs, durations, health checks, labels."""

from __future__ import annotations

from .kinds import Kind, Unit
from .option_checks import refuse_healthcheck_test, check_labels
from .._common import units as _units

MEMORY = Unit(_units.parse_memory, _units.format_memory)
CPUS = Unit(_units.parse_cpus, _units.format_cpus)
DURATION = Unit(_units.parse_nanoseconds, _units.format_nanoseconds, stored=int)


class HealthTest(Kind):
    """The test of a health check: a list as in Docker, or a text for the container's shell."""

    ansible = {"type": "raw"}

    def parse(self, value, path):
        if isinstance(value, str):
            return ["CMD-SHELL", value] if value != "NONE" else ["NONE"]
        if not isinstance(value, list) or value[0] not in ("CMD", "CMD-SHELL", "NONE") or not all(isinstance(word, str) for word in value):
            refuse_healthcheck_test(value, path)
        return value


OUR_LABELS = "community.dokploy."


class Labels(Kind):
    """Container labels: a dict of texts. The collection's own labels are not shown, compared or cleared."""

    ansible = {"type": "dict"}
    modes = ("merge", "replace")

    def apply(self, change, current, default):
        wanted = check_labels(change.value or {}, change.path, OUR_LABELS)
        ours = {key: value for key, value in (current or {}).items() if key.startswith(OUR_LABELS)}
        kept = {} if change.clear or change.mode == "replace" else {key: value for key, value in (current or {}).items() if key not in change.remove}
        return dict(kept, **dict(wanted, **ours)) or default

    def canonical(self, wire):
        return {key: value for key, value in (wire or {}).items() if not key.startswith(OUR_LABELS)} or None


LABELS = Labels()
