# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records each request that the table of cases sends, so that a move of code can be shown to send the same.

    python tests/support/snapshot.py BEFORE.json     # before the move
    python tests/support/snapshot.py AFTER.json && diff BEFORE.json AFTER.json
"""

from __future__ import annotations

import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402

sys.path.insert(0, paths.link_tree())
os.environ.clear()
os.environ.update(paths.clean_environment())

# Random parts: ids of the simulator, nonces, build labels, ports of this run.
_VOLATILE = re.compile(
    r'(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[A-Z0-9_-])[A-Za-z0-9_-]{21}(?![A-Za-z0-9_-])|\b[0-9a-f]{8}-[0-9a-f]{16}\b|\[[0-9a-f]{10}\]|127\.0\.0\.1:\d+|'
    r'/tmp/tmp\w+|\b[0-9a-z]{25}\b|\b[0-9a-f]{12}\b|\b[0-9a-f]{64}\b')


class Names:
    """Gives each random part a number, in the order in which they come."""

    def __init__(self):
        self._known = {}

    def __call__(self, found):
        return self._known.setdefault(found.group(), '<%d>' % (len(self._known) + 1))


def record_requests():
    """-> {case and version: [[step, [method, path, query, body], ...], ...]}, without what is random."""
    from cases import every_case
    from cases.running import Stage
    found = {}
    for case in every_case():
        for version in case.versions:
            stage = Stage()
            try:
                steps = []
                for done in stage.run(case, version):
                    simulator = done.runner.here.simulator
                    steps.append([done.step.name, [[one.method, one.path, one.query, one.body] for one in simulator.requests]])
            finally:
                stage.close()
            text = json.dumps(steps, ensure_ascii=False, default=str)
            found['%s %s' % (case.name, version)] = json.loads(_VOLATILE.sub(Names(), text))
    return found


if __name__ == '__main__':
    with open(sys.argv[1], 'w', encoding='utf-8') as handle:
        json.dump(record_requests(), handle, indent=1, ensure_ascii=False, sort_keys=True)
        handle.write('\n')
