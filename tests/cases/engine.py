# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of states where a Docker Engine is asked itself, with backend docker in words and with auto while the API is away.

Each row is a service in some phase, and one task on it. It is run in check mode first, then twice; tests/engine runs it on a real engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# What the service is before: settings of support.engine.Engine.service, and how many replicas it is scaled to after it ran.
_QUICK = {'update_config': {'Monitor': 10 ** 9}}
PHASES = {
    'running': (dict(_QUICK, replicas=2), None),
    'stopped': (dict(_QUICK, replicas=2), 0),
    'never ran': (dict(_QUICK, replicas=0), None),
    'global': (dict(_QUICK, mode={'Global': {}}), None),
}
SCALE, STOP, RESTART = 'scale application to %d', 'stop application', 'restart application'
CONFIGURED = {'env': {'LEVEL': 'S3CRET-debug'}, 'memory_limit': '512M', 'domains': [{'host': 'shop.example.com', 'port': 80}]}
NAMES = ['domains', 'env', 'memory_limit']


@dataclass(frozen=True)
class Row:
    """C(wanted) is the list of actions, or a part of the refusal; C(again) the actions of a second run, where it is not none."""

    backend: str
    phase: str
    options: dict
    wanted: object
    again: object = ()
    unverified: list = field(default_factory=list)

    @property
    def name(self):
        said = ' '.join('%s=%s' % (key, value if not isinstance(value, (dict, list)) else '…') for key, value in sorted(self.options.items()))
        return '%s, %s: %s' % (self.backend, self.phase, said)

    @property
    def acts(self):
        return isinstance(self.wanted, list) and bool(self.wanted)


def _rows():
    """(phase, options, with docker in words, with auto): a list of actions, or the words of a refusal; then what a second run does, and unverified."""
    restarted = {'state': 'restarted'}
    yield 'running', {}, [], []
    yield 'running', {'replicas': 2}, [], []
    yield 'running', {'replicas': 3}, [SCALE % 3], ([], (), ['replicas'])
    yield 'running', {'replicas': 1}, [SCALE % 1], ([], (), ['replicas'])
    yield 'running', {'state': 'stopped'}, [STOP], [STOP]
    yield 'running', restarted, ([RESTART], [RESTART]), ([RESTART], [RESTART])
    yield 'running', dict(restarted, replicas=3), 'mutually exclusive', ([RESTART], [RESTART], ['replicas'])
    yield 'running', CONFIGURED, 'cannot save domains, env, memory_limit', ([], (), NAMES)
    yield 'running', dict(CONFIGURED, replicas=3), 'cannot save', ([], (), NAMES + ['replicas'])
    yield 'running', {'unset': ['healthcheck']}, 'cannot save healthcheck', ([], (), ['healthcheck'])
    yield 'stopped', {}, [SCALE % 2], [SCALE % 2]
    yield 'stopped', {'replicas': 1}, [SCALE % 1], [SCALE % 1]
    yield 'stopped', restarted, ([SCALE % 2], [RESTART]), ([SCALE % 2], [RESTART])
    yield 'stopped', {'state': 'stopped'}, [], []
    yield 'stopped', dict(CONFIGURED, state='stopped'), 'cannot save', ([], (), NAMES)
    yield 'stopped', CONFIGURED, 'cannot save', ([SCALE % 2], (), NAMES)
    yield 'never ran', {}, 'Give replicas', 'Give replicas'
    yield 'never ran', {'replicas': 1}, [SCALE % 1], [SCALE % 1]
    yield 'global', {}, [], []
    yield 'global', {'replicas': 2}, 'has no replicas', ([], (), ['replicas'])
    yield 'global', {'state': 'stopped'}, 'global mode', 'global mode'
    yield 'global', restarted, ([RESTART], [RESTART]), ([RESTART], [RESTART])
    for state in ('present', 'deployed', 'reloaded', 'absent'):
        yield 'running', {'state': state}, 'needs Dokploy\'s API', 'needs Dokploy\'s API'
    for options in ({'deploy': 'always'}, {'rename_to': 'other'}, {'move_to': {'project': 'shop', 'environment': 'staging'}}):
        yield 'running', options, 'needs Dokploy\'s API', 'needs Dokploy\'s API'
    yield 'running', {'app_name': None, 'project': 'shop', 'environment': 'production', 'name': 'web'}, 'app_name only', 'app_name only'


def _row(backend, phase, options, wanted):
    return Row(backend, phase, options, *(wanted if isinstance(wanted, tuple) else (wanted,)))


ROWS = [_row(backend, phase, options, wanted) for phase, options, *both in _rows() for backend, wanted in zip(('docker', 'auto'), both)]
