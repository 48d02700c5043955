# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each job template of extensions/awx, played by ansible-runner as AWX would, on the bundled simulator. A job's directory is removed after it."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from support import awx_job, paths
from support.inprocess import do
from support.simulated import simulator, steer

pytestmark = pytest.mark.xdist_group('awx')

# Relative to the root of the project, as the survey says.
MANIFEST = 'docs/examples/manifest'
IMAGE = 'registry.example.com/store/api:1.4'
SECRETS = ('S3CRET-registry', 'S3CRET-env', 'S3CRET-rotated', 'S3CRET-database', 'S3CRET-token')
MOST = 16384
DOCKER = '#!/bin/sh\ncase "$1 $2" in "info --format") echo "inactive false" ;; esac\n'


class Bench:
    """A simulator with an application, and what AWX keeps between jobs."""

    def __init__(self, here, folder):
        self.here, self.folder, self.facts, self.number = here, folder, {}, 0
        self.credential = {'url': here['url'], 'api_key': here['api_key']}
        self.repository = str(folder / 'manifests.git')

    def play(self, name, given=(), **more):
        template = next(one for one in awx_job.TEMPLATES if one['name'] == 'Dokploy, ' + name)
        self.number += 1
        credential = self.credential if 'dokploy' in template.get('credentials', ['dokploy']) else None
        job = awx_job.play(template, self.folder, self.number, given=dict(given), credential=credential, facts=self.facts, **more)
        if template.get('use_fact_cache'):
            self.facts.update(job.facts)
        kept = json.dumps([job.artifacts, self.facts])
        for secret in (*SECRETS, self.here['api_key']):
            assert secret not in job.output and secret not in kept, (secret, job.output)
        for artifact in job.artifacts.values():
            assert len(json.dumps(artifact)) < MOST
        return job


@pytest.fixture(scope='module')
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp('awx')
    subprocess.run('git init --quiet --bare --initial-branch=main manifests.git && git clone --quiet manifests.git first 2>/dev/null && cd first && '
                   'git -c user.name=a -c user.email=a@b commit --quiet --allow-empty -m first && git push --quiet origin HEAD:main',
                   shell=True, cwd=folder, check=True)
    with simulator('--speed', '50') as here:
        do(here, 'project', project='store')
        steer(here, 'world', {'registries': {'registry.example.com': ['deploy', 'S3CRET-registry']}, 'images': {IMAGE: {}}})
        do(here, 'registry', name='Company', url='registry.example.com', username='deploy', password='S3CRET-registry')
        do(here, 'application', project='store', environment='production', name='web', source={'type': 'docker', 'image': 'nginx:1.27'}, env={'WORD': 'old'},
           wait=False)
        steer(here, 'advance', {'seconds': 60})
        yield Bench(here, folder)


def survey(role, **answers):
    """Answers of a role's survey."""
    return {'survey_dokploy_%s_%s' % (role, name): value for name, value in answers.items()}


WEB = {'project': 'store', 'environment': 'production'}
DEAD = {'emergency_docker_host': 'tcp://127.0.0.1:1', 'emergency_trusted': 'true'}
# Name of the template -> (answers, more, role of the artifact, status, text of the output).
JOBS = {
    'plan': ({'survey_dokploy_manifest_src': MANIFEST}, {'variables': {'shop_version': '1.27', 'shop_token': 'S3CRET-token'}},
             'manifest', 'failed', 'would change application shop/production/backend'),
    'apply': ({'survey_dokploy_manifest_src': MANIFEST}, {'variables': {'shop_version': '1.27', 'shop_token': 'S3CRET-token'}},
              'manifest', 'successful', 'application shop/production/backend: create'),
    'export': ({'survey_dokploy_export_dest': 'dokploy/manifest.yml'}, {}, 'export', 'successful', 'manifest.yml'),
    'deploy': ({**survey('deploy', application='api', image=IMAGE, registry='Company', domain='api.example.com', https='false',
                         verify_domain='false', memory_limit='256M', **WEB),
                'survey_env_dokploy_deploy_env': 'LEVEL=info\nPASSWORD="S3CRET-env # no comment"\n',
                'survey_yaml_dokploy_deploy_healthcheck': 'test: [CMD, "true"]\ninterval: 10s\n'}, {},
               'deploy', 'successful', 'store/production/api is running: 1/1 replicas of ' + IMAGE),
    'rollout': (survey('rollout', project='store', environments='production', services='web, api', image='nginx:1.28'), {},
                'rollout', 'successful', 'Rolled out nginx:1.28: store/production/web'),
    'rotate': ({**survey('rotate', project='store', env_key='WORD'), 'dokploy_rotate_env_value': 'S3CRET-rotated'}, {},
               'rotate', 'successful', 'store/production/web'),
    'monitor': (survey('monitor', fail_on_alert='false', **WEB), {}, 'monitor', 'successful', 'not checked'),
    'audit': (survey('audit', fail_on='low', **WEB), {}, 'audit', 'failed', 'of severity low or above'),
    'troubleshoot': (survey('troubleshoot', name='web', remediate='true', **WEB), {}, 'troubleshoot', 'successful', 'HEALTHY: store/production/web'),
    'stuck deployment': (survey('troubleshoot', name='web', **WEB), {}, 'troubleshoot', 'successful', 'HEALTHY'),
    'application does not start': (survey('troubleshoot', name='web', **WEB), {}, 'troubleshoot', 'successful', 'HEALTHY'),
    'Git provider': (survey('troubleshoot', name='nothing', **WEB), {}, 'troubleshoot', 'failed', 'nothing'),
    'report an event': ({}, {'variables': {'ansible_eda': {'event': {'dokploy': {
        'event': 'threshold', 'kind': '', 'id': '', 'project': '', 'name': '', 'server': 'box', 'title': 'CPU', 'message': '95 %', 'link': '', 'page': ''}}}}},
        '', 'successful', 'Check that the chat took the report'),
    'maintenance': (survey('maintenance', state='started', project='store'), {}, 'maintenance', 'successful', 'Maintenance of store started'),
    'install': (survey('install', version='v0.30.2', advertise_address='10.0.0.5'), {
        'check': True, 'hosts': {'box': {'ansible_connection': 'local', 'ansible_python_interpreter': '{{ ansible_playbook_python }}',
                                         'ansible_become': False}}}, 'install', 'successful', 'create swarm'),
    'emergency, show services': (DEAD, {}, '', 'failed', 'Docker Engine'),
    'emergency, stop': ({**DEAD, 'emergency_app_name': 'store-web-abc123'}, {}, '', 'failed', 'Docker Engine'),
    'emergency, restart': ({**DEAD, 'emergency_app_name': 'store-web-abc123'}, {}, '', 'failed', 'Docker Engine'),
    # It upgrades packages of a host: here the group has none.
    'fail a workflow': ({'workflow_message': 'The patches failed.'}, {}, '', 'failed', 'The patches failed.'),
    'patch hosts': ({}, {}, '', 'successful', 'no hosts matched'),
    'stack': ({'stack_database_password': 'S3CRET-database', 'stack_cache_password': 'S3CRET-database'}, {'check': True}, '', 'successful', 'shop'),
    'quickstart': ({}, {'check': True}, '', 'successful', 'quickstart'),
}


def test_each_template_is_played():
    assert {'Dokploy, ' + name for name in JOBS} == {one['name'] for one in awx_job.TEMPLATES}


@pytest.mark.parametrize('name', JOBS)
def test_a_job_template_as_awx_plays_it(name, bench, tmp_path):
    """The job ends as expected, also without an answer to most questions, and leaves a small result without secrets."""
    given, more, role, status, text = JOBS[name]
    given, more = dict(given), dict(more)
    if name == 'export':
        given['survey_dokploy_export_repository'] = bench.repository
    if name == 'report an event':
        given['dokploy_event_chat_url'] = bench.here['url'] + '/_simulator/reset_requests'
    if name == 'install':
        # No port of this machine counts as used.
        for command, script in (('docker', DOCKER), ('awk', '#!/bin/sh\n')):
            (tmp_path / command).write_text(script, encoding='utf-8')
            (tmp_path / command).chmod(0o755)
        more['env'] = {'PATH': os.pathsep.join([str(tmp_path), paths.VENV_BIN, os.environ['PATH']])}
    if name.startswith('emergency'):
        # A template of AWX names the group; the engine is the survey's, so that it runs from here.
        more['hosts'] = {'box': {'ansible_connection': 'local', 'ansible_python_interpreter': '{{ ansible_playbook_python }}'}}
    job = bench.play(name, given, **more)
    assert job.status == status and text in job.output, job.output
    if role:
        artifact, = job.artifacts['dokploy_%s_artifact' % role].values()
        assert {'changed', 'failed', 'check_mode', 'summary', 'done', 'failures', 'truncated'} <= set(artifact), artifact
        assert artifact['summary'] and artifact['failed'] == (status == 'failed' and name != 'plan'), artifact
        assert artifact['check_mode'] == (name == 'plan' or more.get('check', False)) and artifact['truncated'] is False, artifact
    if name == 'export':
        shown = subprocess.run(['git', '-C', bench.repository, 'show', 'main:dokploy/manifest.yml'], stdout=subprocess.PIPE, text=True, check=True)
        assert 'backend' in shown.stdout and 'S3CRET' not in shown.stdout
        assert artifact['commit'] and artifact['done'] == ['manifest.yml'], artifact
    if name == 'maintenance':
        assert artifact['done'] == ['store/production/api', 'store/production/web'] and artifact['scope'] == 'store', artifact
        # Another process, on another disk, with the fact cache alone.
        finished = bench.play(name, survey('maintenance', state='finished', project='store'), env={'ANSIBLE_INJECT_FACT_VARS': 'false'})
        assert finished.status == 'successful' and 'Started: store/production/api, store/production/web.' in finished.output, finished.output
        again = bench.play(name, survey('maintenance', state='finished', project='store'))
        assert again.status == 'failed' and 'No maintenance of store is recorded' in again.output, again.output
    if name == 'audit':
        accepted = bench.play(name, survey('audit', fail_on='low', fail_on_new_only='true', **WEB))
        assert accepted.status == 'successful' and 'NEW' not in accepted.output, accepted.output


def test_a_workflow_passes_the_record_of_a_maintenance_on(bench):
    """The store stats: the artifacts of one job are extra variables of the next, as those of all roles are, and stand in no role's way."""
    store = {'dokploy_maintenance_store': 'stats'}
    started = bench.play('maintenance', survey('maintenance', state='started', project='store'), variables=store)
    assert started.status == 'successful' and 'dokploy_maintenance_records_artifact: {' in started.output, started.output
    finished = bench.play('maintenance', survey('maintenance', state='finished', project='store'), variables={**started.artifacts, **store})
    assert 'Started: store/production/api, store/production/web.' in finished.output, finished.output
    assert finished.artifacts['dokploy_maintenance_artifact']['localhost']['state'] == 'finished'
    again = bench.play('maintenance', survey('maintenance', state='finished', project='store'), variables={**finished.artifacts, **store})
    assert again.status == 'failed' and 'No maintenance of store is recorded in the artifact' in again.output, again.output
