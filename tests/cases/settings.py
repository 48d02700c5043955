# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Dokploy itself."""

from __future__ import annotations

from cases.model import NEWEST, OLDER
from cases.record_steps import again, call, case, refused, task


def _settings(name, options=None, **more):
    return task(name, options or {}, module='dokploy_settings', **more)


def _rows():
    on = _settings('set', {'docker_cleanup': True, 'log_cleanup_cron': '0 4 * * *'}, changed=True)
    off = _settings('clear', {'docker_cleanup': False, 'log_cleanup_cron': ''}, changed=True,
                    writes=['settings.updateDockerCleanup', 'settings.updateLogCleanup'])
    yield case(
        'settings from beginning to end', call('settings.updateDockerCleanup', enableDockerCleanup=False),
        task('bad option', {'colour': 'red'}, module='dokploy_settings', failed='Unsupported parameters', writes=[]),
        _settings('nothing', changed=False, writes=[], requests=1), on, again(on),
        _settings('one of them', {'log_cleanup_cron': '0 5 * * *'}, changed=True, writes=['settings.updateLogCleanup'],
                  previous={'log_cleanup_cron': '0 4 * * *'}),
        off, again(off), call('settings.updateLogCleanup', cronExpression='0 6 * * *'), _settings('drift', {'log_cleanup_cron': ''}, changed=True),
        task('look', {}, module='dokploy_settings_info', changed=False, writes=[], shows={'settings.0.docker_cleanup': False}))
    yield case('settings with something wrong', _settings('remove', {'state': 'absent'}, failed='value of state must be one of', writes=[]), refused(
        'words', {'log_cleanup_cron': 'every night'}, "log_cleanup_cron: 'every night' is no schedule", module='dokploy_settings'), refused(
        'none', {'builds_concurrency': 0}, 'between 1 and 100', module='dokploy_settings'))
    two = _settings('two', {'builds_concurrency': 2}, changed=True, writes=['settings.updateBuildsConcurrency'], previous={'builds_concurrency': 1})
    yield case('settings of builds', two, again(two), versions=(NEWEST,))
    yield case('settings of builds on an older server', refused('two', {'builds_concurrency': 2}, 'requires Dokploy v0.29.9', module='dokploy_settings'),
               versions=(OLDER,))


CASES = tuple(_rows())
