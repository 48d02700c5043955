# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schedules."""

from __future__ import annotations

from cases.model import NEWEST, OLDER
from cases.record_steps import again, call, case, refused, services, steps_of, task, twins

KIND = {'kind': 'schedule', 'id': 'schedule_id', 'renamed': 'Renamed'}
WEB = {'project': '@project', 'application': 'web', 'name': 'Nightly'}
HOST = {'cron': '0 3 * * *', 'script': 'true', 'timezone': 'Europe/Berlin'}
VALUES = {'cron': '0 3 * * *', 'command': 'true', 'timezone': 'Europe/Berlin'}
PROCEDURES = ('schedule.create', 'schedule.update', 'schedule.delete')


def _no(name, options, message, base=None):
    return refused(name, dict(WEB if base is None else base, **options), message, module='dokploy_schedule')


def _steps(base, values):
    return steps_of(KIND, base, values, ['schedule.create'], {'cron': '*/5 * * * 1-5'}, {'cron': '0 3 * * *'}, clear={'timezone': ''}, procedures=PROCEDURES)


def _rows():
    yield case('schedule from beginning to end', *services(), *_steps(WEB, VALUES))
    yield case('schedule of a compose service', *services(), *_steps(
        {'project': '@project', 'compose': 'stack', 'name': 'Nightly'}, dict(VALUES, service_name='db', shell='sh')))
    yield case('schedule of the host', *_steps({'name': 'Nightly'}, dict(HOST, enabled=False)), _no(
        'a command on the host', dict(VALUES, enabled=False), 'command runs only in containers', {'name': 'Nightly'}), _no(
            'no script', {'cron': '0 3 * * *'}, 'cron and script are needed', {'name': 'Nightly'}), versions=(NEWEST, OLDER))
    yield case('schedule with a name', *services(), task(
        'made', dict(WEB, **dict(VALUES, cron='0 3 L * fri#1')), module='dokploy_schedule', writes=['schedule.create']))
    yield case(
        'schedule with something wrong', *services(),
        _no('words', dict(VALUES, cron='every night'), "cron: 'every night' is no schedule: it has 2 fields"),
        _no('no such day', dict(VALUES, cron='0 0 31 2 *'), 'the month has no day 31'), _no('no such name', dict(VALUES, cron='@midnight'), '@daily'),
        _no('too large', dict(VALUES, cron='0 25 * * *'), "the hour '25' is not within 0 to 23"),
        _no('no step', dict(VALUES, cron='*/0 3 * * *'), "the minute '*/0'"), _no('backwards', dict(VALUES, cron='0 3 * * 5-1'), 'the day of week'),
        _no('zone', dict(VALUES, timezone='Mars/Base'), 'no known time zone'), _no('no zone', dict(VALUES, timezone='; id'), 'no time zone'),
        _no('no command', {'cron': '0 3 * * *'}, 'cron, and command or script, are needed'),
        _no('no service', VALUES, 'service_name is needed', {'project': '@project', 'compose': 'stack', 'name': 'Nightly'}),
        _no('two owners', dict(VALUES, compose='stack'), 'has exactly one owner'),
        task('no such application', dict(WEB, **dict(VALUES, application='nothing')), module='dokploy_schedule', changed=False, writes=[], checked=False,
             failed='the application nothing does not exist'),
        _no('no project', VALUES, 'no application has the id web', {'application': 'web', 'name': 'Nightly'}))
    yield case('schedule of what does not exist yet', task('check', dict(WEB, **VALUES), module='dokploy_schedule', check=True, changed=True, warns=(
        'the real run needs it')), task('remove', dict(WEB, state='absent'), module='dokploy_schedule', changed=False, writes=[]))
    body = {'name': 'Nightly', 'cronExpression': '0 3 * * *', 'command': 'true', 'applicationId': '@id', 'scheduleType': 'application'}
    yield case('schedules of one name', *services(), *twins(KIND, WEB, VALUES, 'schedule.create', [body, body]))
    yield case('schedule with seconds and names', *services(), *[one for step in (
        task('create', dict(WEB, **dict(VALUES, cron='0 30 4 1,15 Jan-Jun sun')), module='dokploy_schedule', changed=True),) for one in (step, again(step))])
    yield case('schedules as information', *services(), call('schedule.create', **body), task(
        'list', {'project': '@project', 'application': 'web'}, module='dokploy_schedule_info', changed=False, writes=[], shows={
            'schedules.0.name': 'Nightly', 'schedules.0.cron': '0 3 * * *'}))
    host = {'name': '@project', 'cron': '0 3 * * *', 'enabled': False}
    run = task('run', dict(host, script='true', run=True), module='dokploy_schedule', changed=True, actions=['create schedule', 'run schedule'],
               writes=['schedule.create', 'schedule.runManually'], shows={'run.status': 'done'})
    yield case('schedule run at once', run, task('again', dict(host, run=True), module='dokploy_schedule', changed=True, actions=['run schedule']), task(
        'fails', dict(host, script='exit 3', run=True), module='dokploy_schedule', changed=True, checked=False, shows={'run.status': 'error'},
        failed='the run has the status error'))


CASES = tuple(_rows())
