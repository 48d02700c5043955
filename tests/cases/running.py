# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a case in this process, and compares what came with what was expected."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from unittest import mock

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._client.http import CLOCK

from cases.model import REFUSED, ByVersion
from simulator import Fault, ManualClock, Simulator, World
from simulator.database_service import KINDS
from simulator.errors import CallError
from simulator.procedures.providers import by_hand
from support.direct import direct
from support.inprocess import Here, Result

_NAME = re.compile(
    r'@(ssh_key|server|database_service|postgres|mysql|mariadb|mongo|redis|libsql|compose_service|compose|provider|folder|project|front|url|key|id|orphan|'
    r'app_name|environment_id|project_id)\b'
    r'(?::([\w-]+))?')

# The same on success and failure.
KEYS = {
    **{'dokploy_' + one: {
        one, 'previous', 'actions', 'applied', 'pending', 'unverified', 'phase', 'deployment', 'containers', 'backend', 'urls', 'next_step',
    } for one in ('application', 'compose')},
    'dokploy_database': {'database', 'previous', 'actions', 'applied', 'pending', 'unverified', 'phase', 'containers', 'backend', 'next_step'},
    'dokploy_project': {'project', 'previous', 'actions', 'affected_applications', 'unverified', 'next_step'},
    'dokploy_environment': {'environment', 'previous', 'actions', 'affected_applications', 'unverified', 'next_step'},
    'dokploy_traefik': {'application', 'file', 'config', 'findings', 'backup_file', 'previous', 'actions', 'next_step'},
    'dokploy_build': {'application', 'dropped', 'ended', 'hit', 'neighbours', 'processes', 'previous', 'actions', 'next_step'},
    'dokploy_deployment': {
        'application',
        'deployment',
        'removed',
        'kept',
        'dropped_settings',
        'applied',
        'pending',
        'unverified',
        'phase',
        'containers',
        'urls',
        'previous',
        'actions',
        'next_step',
    },
    'dokploy_deployment_info': {'deployments', 'queue', 'container_logs', 'unverified', 'next_step'},
    'dokploy_server_restart': {
        'version', 'previous_version', 'cancelled', 'dropped', 'kept', 'image', 'previous_image', 'seconds', 'actions', 'unverified', 'phase',
        'next_step'},
    'dokploy_webhook_token': {'application', 'compose', 'previous', 'actions', 'next_step'},
    'dokploy_api': {'procedure', 'method', 'request', 'body', 'actions', 'unverified', 'next_step'},
    'dokploy_audit_info': {
        'findings',
        'unknown',
        'new',
        'fixed',
        'compared',
        'expired_waivers',
        'unused_waivers',
        'check_mode',
        'summary',
        'junit',
        'next_step',
    },
    'dokploy_logs': {'service', 'logs', 'unread', 'next_step'},
    'dokploy_exec': {'service', 'backend', 'actions', 'ran', 'rc', 'stdout', 'stderr', 'stdout_lines', 'stderr_lines', 'truncated', 'next_step'},
    'dokploy_monitoring_info': {'check_mode', 'backend', 'applications', 'alerts', 'unchecked', 'checked', 'next_step'},
    **{'dokploy_' + one: {one, 'service', 'previous', 'actions', 'unverified', 'next_step'} for one in ('redirect', 'basic_auth')},
    **{'dokploy_' + one: {one, 'service', 'previous', 'actions', 'applied', 'pending', 'unverified', 'phase', 'containers', 'next_step'}
       for one in ('domain', 'mount', 'port')},
    'dokploy_application_status': {'application', 'actual', 'reason', 'phase', 'unverified', 'previous', 'actions', 'next_step'},
}


@dataclass
class Done:
    """A step, and what came of it; C(told) and C(told_writes) are of the run in check mode before it."""

    step: object
    result: Result
    writes: list
    requests: int
    bodies: list
    told: object = None
    told_writes: tuple = ()
    runner: object = None


def project_of(case):
    """A project's name that no other case has."""
    return re.sub(r'[^a-z0-9]+', '-', case.name.lower()).strip('-')


def write_files(folder, files):
    """Files by their paths in a folder; null removes one. A text that begins with -> is a link."""
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if text is None or os.path.islink(path):
            os.remove(path)
        if text is not None and text.startswith('->'):
            os.symlink(text[2:], path)
        elif text is not None:
            with open(path, 'w', encoding='utf-8') as handle:
                handle.write(text)


def filled(value, look_up):
    """A value with its C(@names) replaced by what C(look_up(name, argument)) knows."""
    if isinstance(value, str):
        return _NAME.sub(lambda found: look_up(found.group(1), found.group(2)), value)
    if isinstance(value, dict):
        return {filled(key, look_up): filled(one, look_up) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [filled(one, look_up) for one in value]
    return value


class Inprocess:
    """One case against a simulator in this process."""

    def __init__(self, case, version, here):
        self.case, self.version, self.here = case, version, here
        self.keys = {}
        self.folder = tempfile.TemporaryDirectory()
        self.orphaned = None
        self.project = project_of(case)

    def look_up(self, what, argument):
        if what == 'project':
            return self.project
        if what in ('front', 'url'):
            return self.here.server.front_url if what == 'front' else self.here.url
        if what == 'orphan':
            return self.orphaned
        if what == 'folder':
            return self.folder.name
        if what in ('key', 'provider'):
            return self.keys[argument or what]
        store = self.here.simulator.store
        if what == 'ssh_key':
            return next(row['sshKeyId'] for row in store.sshKeys.values() if row['name'] == argument)
        if what == 'server':
            return next(row['serverId'] for row in store.servers.values() if row['name'] == argument)
        if what == 'compose_service':
            return '%s_%s' % (next(row['appName'] for row in store.tables['compose'].values()), argument)
        if what == 'database_service':
            return next(row['appName'] for kind in KINDS for row in store.tables[kind].values() if row['name'] == argument)
        if what in KINDS or what == 'compose':
            return next(row[what + 'Id'] for row in store.tables[what].values() if row['name'] == argument)
        if what == 'project_id':
            return next(row['projectId'] for row in store.projects.values() if row['name'] == self.project)
        if what == 'environment_id':
            names = (argument or 'production',)
            return next(
                row['environmentId'] for row in store.environments.values() if row['name'] in names and store.projects[row['projectId']]['name'] == self.project
            )
        row = next(
            row
            for row in store.applications.values()
            if row['name'] == (argument or 'web') and store.projects[store.environments[row['environmentId']]['projectId']]['name'] == self.project
        )
        return row['applicationId' if what == 'id' else 'appName']

    def happen(self, one):
        """Do what an event says."""
        values, simulator = filled(one.values, self.look_up), self.here.simulator
        if one.what == 'call' and values.pop('fails', False):
            with pytest.raises(CallError):
                simulator.call(values.pop('procedure'), values, simulator.api_key, 'POST')
            return None
        if one.what == 'call':
            return simulator.call(values.pop('procedure'), values, simulator.api_key, 'POST')
        if one.what == 'scale':
            return simulator.scale(values['service'], values['replicas'])
        if one.what == 'visit':
            return simulator.front(values['host'], values['path'])
        if one.what == 'watch':
            return simulator.watch(**values)
        if one.what == 'remove_service':
            return simulator.remove_service(values['service'])
        if one.what == 'member':
            self.keys[values['label']] = simulator.member_key(services=values.get('services') or (), grants=values.get('grants'))
            return None
        if one.what == 'pull_request':
            return simulator.pull_request(values['application_id'], values['number'], title=values['title'])
        if one.what == 'fault':
            return simulator.faults.append(Fault(**values))
        if one.what == 'advance':
            return simulator.advance(values['seconds'])
        if one.what == 'world':
            return simulator.world.change(values)
        if one.what == 'files':
            return write_files(self.folder.name, values)
        if one.what == 'provider':
            self.keys['provider'] = by_hand(simulator, **values)['gitProviderId']
            return None
        if one.what == 'lose_network':
            return simulator.local.networks.pop(values['name'])
        if one.what == 'orphan':
            return self.orphan(values['application'])
        if one.what == 'set':
            return setattr(simulator, values['name'], values['value'])
        return {'prune': simulator.prune_images, 'restart': simulator.restart, 'nodes': simulator.nodes_changed}[one.what](**values)

    def orphan(self, application_id):
        """A row that says running, and has no job: as a restart can leave it."""
        simulator = self.here.simulator
        job = simulator.deployments.add(simulator.store.applications[application_id], 'lost', '', 'deploy')
        simulator.advance(simulator.queue_delay)
        self.orphaned = job.row['deploymentId']
        simulator.agenda.cancel(job.timer)
        simulator.deployments.jobs.remove(job)
        simulator.store.applications[application_id]['applicationStatus'] = 'done'

    def run(self, step, check_mode):
        options = filled(step.options, self.look_up)
        return self.here.run(step.module, check_mode=check_mode, **options)

    def steps(self, told=False):
        """Each step done -> Done; with C(told), in check mode first."""
        for step in self.case.steps:
            if step.event:
                self.happen(step.event)
                continue
            before, before_writes = None, ()
            if told and step.checked and not step.check:
                before = self.run(step, True)
                before_writes = self.here.writes
            result = self.run(step, step.check)
            yield Done(step, result, self.here.writes, self.here.requests, self.here.bodies, before, before_writes, self)


class Stage:
    """A server for each version, kept from case to case: each begins with an empty Dokploy on it."""

    def __init__(self, here=Here):
        self._kept = contextlib.ExitStack()
        self._make, self._here = here, {}

    def close(self):
        self._kept.close()

    def begin(self, case, version):
        """The server of a version, empty."""
        if version not in self._here:
            made = Simulator(version=version, clock=ManualClock())
            self._here[version] = self._make(made, self._kept.enter_context(made.serve()))
        here = self._here[version]
        here.simulator.reset(World.from_dict(case.world))
        here.simulator.hold_seconds = 0
        return here

    def run(self, case, version, told=False):
        """A generator of Done."""
        here = self.begin(case, version)
        clock = here.simulator.clock
        with mock.patch.object(CLOCK, 'sleep', clock.advance), mock.patch.object(CLOCK, 'monotonic', clock.now), direct(here.server):
            made = here.run('dokploy_project', project=project_of(case))
            assert not made.failed, made
            yield from Inprocess(case, version, here).steps(told)


def get(result, path):
    """A value of a result by its dotted path; numbers are places of a list."""
    for part in path.split('.'):
        if isinstance(result, list):
            result = result[int(part)]
        else:
            result = (result or {}).get(part)
    return result


def compare(step, result, version, look_up, writes=None, requests=None, bodies=None):
    """What differs from what was expected, as texts."""
    wrong = []
    expect = {name: filled(ByVersion.of(value, version), look_up) for name, value in step.expect.items() if value is not None}

    def equal(what, found, wanted):
        if found != wanted:
            wrong.append('%s is %r, not %r' % (what, found, wanted))

    failed = expect.get('failed')
    if failed:
        fragments = [failed] if isinstance(failed, str) else failed
        equal('failed', result.failed, True)
        wrong.extend('msg lacks %r: %s' % (one, result.get('msg')) for one in fragments if one not in (result.get('msg') or ''))
    elif result.failed:
        wrong.append('it failed: %s' % result.get('msg'))
    for name in ('changed', 'actions', 'phase', 'pending', 'applied', 'undone', 'unverified', 'previous'):
        if name in expect:
            equal(name, result.get(name), expect[name])
    for path, wanted in (expect.get('shows') or {}).items():
        equal(path, get(result, path), wanted)
    if 'affected' in expect:
        equal('affected_applications', [row['name'] for row in result.get('affected_applications') or []], expect['affected'])
    if 'logs' in expect:
        equal('whether logs are told', [bool(result['applications'][0][name]) for name in ('log', 'build_log')], [expect['logs']] * 2)
    for one in [expect['warns']] if isinstance(expect.get('warns'), str) else expect.get('warns') or []:
        if not any(one in said for said in result.warnings):
            wrong.append('no warning has %r: %s' % (one, result.warnings))
    if 'warns' not in expect and result.warnings:
        wrong.append('it warned: %s' % result.warnings)
    if writes is not None and expect.get('writes') != REFUSED:
        if 'writes' in expect:
            equal('writes', writes, expect['writes'])
        # dokploy_exec evaluates its guards within the container.
        if step.check or not result.get('changed') and step.module != 'dokploy_exec':
            equal('writes of what changes nothing', writes, [])
        elif not result.failed and not writes:
            wrong.append('it says changed, and wrote nothing')
    if requests is not None and 'requests' in expect:
        equal('requests', requests, expect['requests'])
    if bodies is not None and 'bodies' in expect:
        equal('bodies', bodies, expect['bodies'])
    if not expect.get('secrets') and 'S3CRET' in json.dumps(result):
        wrong.append('a secret is shown: %s' % re.findall(r'.{60}S3CRET.{20}', json.dumps(result))[:2])
    lacks = KEYS.get(step.module, set()) - set(result)
    # What AnsibleModule itself refuses has nothing of ours.
    if lacks and 'actions' in result:
        wrong.append('the result lacks %s' % ', '.join(sorted(lacks)))
    return ['%s (%s): %s' % (step.name, version, one) for one in wrong]


def compare_told(done):
    """What check mode told wrongly of the run after it, as texts."""
    told, result = done.told, done.result
    wrong = ['check mode wrote %s' % ', '.join(done.told_writes)] if done.told_writes else []
    if result.failed and any('the real run needs' in one.lower() for one in told.warnings):
        # Check mode cannot know that no earlier task creates it.
        return wrong if told.failed or told.get('changed') else wrong + ['check mode warns, and reports no change']
    wrong += [
        'check mode tells %s %r, and it was %r' % (name, told.get(name), result.get(name))
        for name in ('actions', 'diff', 'previous')
        if told.get(name) != result.get(name)
    ]
    # That a new version crashes, only the real run can find out.
    if (told.failed or not result.failed) and (told.failed, told.get('changed')) != (result.failed, result.get('changed')):
        wrong.append('check mode tells failed %s, changed %s: %s' % (told.failed, told.get('changed'), told.get('msg')))
    return ['%s: %s' % (done.step.name, one) for one in wrong]
