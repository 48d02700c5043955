# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit as tasks; each check on its own is in tests/unit/test_audit.py."""

from __future__ import annotations

from cases.model import NGINX, call, case, created, info, task

WAIVER = {'code': 'memory_limit', 'application': '@project/*', 'reason': 'A small page', 'expires': '2099-12-31'}


def audit(name, options=None, **more):
    return info(name, options, module='dokploy_audit_info', **more)


def _rows():
    yield case(
        'an audit',
        created({'env': {'API_KEY': 'S3CRET-1'}}, actions=None, writes=None),
        audit(
            'what is missing',
            {'checks': ['memory_limit', 'cpu_limit']},
            shows={
                'findings.0.code': 'memory_limit',
                'findings.0.application': '@project/production/web',
                'findings.1.severity': 'low',
                'summary.medium': 1,
                'unknown': [],
                'compared': False,
            },
        ),
        audit(
            'waived',
            {'checks': ['memory_limit'], 'waivers': [WAIVER], 'fail_on': 'low'},
            shows={'findings.0.waiver.reason': 'A small page', 'summary.waived': 1, 'summary.medium': 0},
        ),
        audit(
            'failing',
            {'checks': ['memory_limit'], 'fail_on': 'medium'},
            failed=['1 finding of severity medium or above: @project/production/web: no memory limit is saved', 'with a waiver'],
            shows={'summary.medium': 1},
        ),
        task('mended', {'memory_limit': '64M'}, changed=True),
        audit('nothing is left', {'checks': ['memory_limit'], 'fail_on': 'low'}, shows={'findings': []}),
        audit('the same through check mode', {'checks': ['memory_limit']}, check=True, shows={'findings': []}),
    )
    yield case(
        'an audit of what was changed elsewhere',
        created(),
        task('other', {'name': 'worker', 'source': NGINX, 'state': 'present'}, changed=True),
        call('application.update', applicationId='@id', dockerImage='nginx:1.28'),
        audit(
            'both',
            {'checks': ['stored_not_running', 'never_deployed']},
            shows={
                'findings.0.seen': 'pending changes: source.image',
                'findings.1.application': '@project/production/worker',
                'findings.1.code': 'never_deployed',
            },
        ),
        audit('of one', {'checks': ['stored_not_running', 'never_deployed'], 'name': 'worker'}, shows={'findings.0.code': 'never_deployed', 'summary.low': 1}),
        audit('nothing there', {'name': 'none'}, shows={'findings': [], 'summary.applications': 0}),
        audit('no such check', {'checks': ['nonsense']}, changed=None, failed='must be one or more of'),
        audit('name and pattern', {'name': 'a', 'pattern': 'b'}, changed=None, failed='are mutually exclusive'),
    )


CASES = tuple(_rows())
