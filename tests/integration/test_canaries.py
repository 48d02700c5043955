# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canaries: a playbook fills every secret option, and not one secret is in its output, in syslog, in files or in results.

As users run it, on every ansible-core that this machine can have: at -vvvv, with --check --diff and for real, async, with wrong types,
with a crash of a module, and against a server whose failures hold secrets.
"""

from __future__ import annotations

import contextlib
import json
import os

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._model.argument_spec import secret_options
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
from simulator import Fault, ScaledClock, Simulator, World
from support import cores, tools
from support.play import playbook
from support.processes import wait_until

WORD = 'c4nary'
SECRETS = {
    'key': WORD + '-api-key-0123456789abcdef',
    'text': WORD + '-S3cret/with"quotes\' and $pace',
    'other': WORD + '-0ther-value',
    'lines': '-----BEGIN KEY-----\n%s+first+line0123\n%s/second/line456==\n-----END KEY-----\n' % (WORD, WORD),
    'number_like': '%s-77' % WORD,
    'url': 'https://oauth2:%s-t0ken@git.example.com/shop.git' % WORD,
    'front_user': 'user:%s-pw' % WORD,
}
HARMLESS = {'WORKERS': '3', 'DEBUG': 'True', 'FLAG': 'a', 'STAGE': 'production', 'KIND': 'postgres'}

# Loaded by every Python of the run: what goes to syslog is written to a file instead, and a module can be made to crash.
SITE = '''
import importlib.util
import json
import os
import sys
import syslog

sys.path.append(%r)
compiled_once = importlib.util.spec_from_file_location('compiled_once', %r)
compiled_once.loader.exec_module(importlib.util.module_from_spec(compiled_once))


def record(*arguments):
    with open(os.environ['DOKPLOY_TEST_SYSLOG'], 'a', encoding='utf-8', errors='replace') as handle:
        handle.write(' '.join(str(one) for one in arguments) + chr(10))


syslog.syslog = record
if os.environ.get('DOKPLOY_TEST_CRASH'):
    original = json.dumps

    def dumps(value, *arguments, **more):
        if isinstance(value, dict) and 'env' in value and 'applicationId' in value:
            raise RuntimeError('cannot be written: ' + repr(value))
        return original(value, *arguments, **more)

    json.dumps = dumps
''' % (tools.COMPILED_ONCE, os.path.join(tools.COMPILED_ONCE, 'sitecustomize.py'))

MODULE = 'community.dokploy.dokploy_'
EVERY = {'TEXT': '{{ secret_text }}', 'LINES': '{{ secret_lines }}', 'URL': '{{ secret_url }}', 'NUMBER': '{{ secret_number_like }}',
         'OTHER': '{{ secret_other }}'}
LAYOUT = '# It was {{ secret_other }}\nTEXT'
PLACE = {'project': 'production', 'environment': 'staging'}
DOCKER = {'type': 'docker', 'image': 'postgres:16'}
PRIVATE = dict(DOCKER, username='shop', password='{{ secret_text }}', registry_url='registry.example.com')


def application(name, **options):
    return dict(dict(PLACE, name=name, stable_for=0, wait_timeout=60), **options)


def good(front):
    """(name of the task, module, options): these succeed."""
    return [
        ('project', 'project', {'project': 'production', 'description': 'postgres', 'env': dict(EVERY, **HARMLESS)}),
        ('environment', 'environment', dict(PLACE, env=dict(EVERY, **HARMLESS))),
        ('application', 'application', application('web', source=DOCKER, env=dict(EVERY, **HARMLESS), build_args=EVERY, build_secrets=EVERY, **{
            option + '_layout': LAYOUT for option in ('env', 'build_args', 'build_secrets')}, domains=[
                {'host': 'web.example.com', 'port': 5432}], verify={
                'url': front.replace('://', '://{{ secret_front_user }}@') + '/_front/web.example.com/',
                'headers': {'Authorization': 'Bearer {{ secret_other }}'}})),
        ('changed', 'application', application(
            'web', env={'TEXT': '{{ secret_other }}', 'MORE': '{{ secret_other }}'}, build_secrets={'LINES': '{{ secret_other }}'})),
        ('unchanged', 'application', application('web', env={'TEXT': '{{ secret_other }}', 'MORE': '{{ secret_other }}'})),
        ('private', 'application', application('private', state='present', source=PRIVATE)),
        ('git', 'application', application('git', state='present', source={'type': 'git', 'url': '{{ secret_url }}', 'branch': 'main'}, build={
            'type': 'dockerfile'}, build_args=EVERY, build_secrets=EVERY)),
        ('children', 'application', application('private', state='present', basic_auth=[{'username': 'shop', 'password': '{{ secret_text }}'}], mounts=[
            {'type': 'file', 'mount_path': '/etc/shop.conf', 'file_path': 'shop.conf', 'content': '{{ secret_lines }}'}])),
        ('previews', 'application', application(
            'git', state='present', previews={'enabled': True, 'limit': 3}, preview_env=EVERY, preview_build_args=EVERY, preview_build_secrets=EVERY,
            **{'preview_%s_layout' % option: LAYOUT for option in ('env', 'build_args', 'build_secrets')})),
        ('information', 'application_info', {'project': 'production', 'log_lines': 20, 'build_log_lines': 20}),
        ('deployments', 'deployment_info', {'project': 'production', 'log_lines': 20, 'container_log_lines': 20}),
        ('use', 'monitoring_info', {'project': 'production'}),
        ('audit', 'audit_info', {'project': 'production'}),
        ('diagnosis', 'diagnosis_info', {'project': 'production'}),
        ('traefik', 'traefik', dict(PLACE, name='web', config={'http': {'middlewares': {'staff': {'basicAuth': {'users': ['{{ secret_text }}']}}}}})),
        ('traefik files', 'traefik_info', {}),
        ('projects', 'project_info', {}),
        ('environments', 'environment_info', {'project': 'production'}),
    ]


def test_every_secret_option_is_filled():
    """A new option that holds a secret has to appear in the play."""
    filled = set()
    for dummy, module, options in good('http://x'):
        if module == 'application':
            filled |= set(options) | {'source.' + one for one in options.get('source') or ()} | {
                '%s.%s' % (option, one) for option in options for row in (options[option] if isinstance(options[option], list) else ()) for one in row}
    assert set(secret_options(APPLICATION)) <= filled


def bad(failing):
    """These fail, each in a way of its own."""
    crash = {'DOKPLOY_TEST_CRASH': '1'}
    return [
        ('env is a list', 'application', application('bad', source=DOCKER, env=['{{ secret_text }}', {'A': '{{ secret_other }}'}]), {}),
        ('env is a text', 'project', {'project': 'production', 'env': '{{ secret_text }}'}, {}),
        ('env is a number', 'environment', dict(PLACE, env=7), {}),
        ('env is deep', 'application', application('bad', source=DOCKER, env={'A': {'password': '{{ secret_text }}'}, 'B': ['{{ secret_other }}']}), {}),
        ('env is deep text', 'application', application('bad', source=DOCKER, env={'A': '{{ {"password": secret_text} }}'}, replicas='many'), {}),
        ('source is k=v', 'application', application('bad', source='type=docker image=x pasword={{ secret_other }} password={{ secret_number_like }}'), {}),
        ('source is a list', 'application', application('bad', source=[PRIVATE]), {}),
        ('password is a dictionary', 'application', application('bad', source=dict(DOCKER, password={'value': '{{ secret_text }}'})), {}),
        ('misspelt', 'application', application('bad', source=DOCKER, enw=EVERY, pasword='{{ secret_text }}'), {}),
        ('misspelt inside', 'application', application('bad', source=dict(DOCKER, pasword='{{ secret_text }}'), domains=[
            {'host': 'x.example.com', 'port': 80, 'auth': '{{ secret_other }}'}]), {}),
        ('wrong choice', 'application', application('bad', state='gone', source=PRIVATE, env=EVERY, build_args=EVERY, build_secrets=EVERY), {}),
        ('wrong key', 'project_info', {'api_key': '{{ secret_text | replace(" ", "") }}'}, {}),
        ('key with a space', 'project_info', {'api_key': '{{ secret_text }}'}, {}),
        ('user in the address', 'project_info', {'api_url': 'https://{{ secret_front_user }}@dokploy.example.com'}, {}),
        ('nobody there', 'application', application('bad', api_url='http://127.0.0.1:9', retries=0, source=PRIVATE, env=EVERY), {}),
        ('crash', 'application', application('web', env={'TEXT': '{{ secret_text }}', 'CRASHED': '{{ secret_lines }}'}), {'environment': crash}),
        ('sql', 'application', application('sql', api_url=failing, source=PRIVATE, env=EVERY), {}),
        ('sql in reads', 'application_info', {'api_url': failing, 'application_id': 'x'}, {}),
        ('build fails', 'application', application(
            'broken', source={'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'broken'}, env=EVERY), {}),
        ('crashes at start', 'application', application('crash', source={'type': 'docker', 'image': 'crash:1'}, env=EVERY, wait_timeout=20), {}),
    ]


TYPES = ('env is a list', 'env is a text', 'env is a number', 'source is k=v', 'source is a list', 'password is a dictionary', 'misspelt inside',
         'wrong choice', 'key with a space')


# What each ansible-core handles in its own way: types, refusals, a module that crashes, diffs. The rest is our own doing, and is played under one.
EVERYWHERE = TYPES + (
    'project', 'environment', 'application', 'changed', 'unchanged', 'env is deep', 'env is deep text', 'misspelt', 'wrong key', 'crash', 'build fails')

# What is refused is refused in check mode alike: of those that fail, these are played there, too.
CHECKED = ('misspelt', 'wrong key', 'crash', 'sql')


def rows(front, failing, whole):
    """The rows that succeed, and those that fail: all, or those that every ansible-core plays."""
    return tuple([row for row in table if whole or row[0] in EVERYWHERE] for table in (good(front), bad(failing)))


def plays(url, succeed, fail, folder):
    tasks = [{'name': name, MODULE + module: options, 'ignore_errors': '{{ ansible_check_mode }}'} for name, module, options in succeed]
    tasks.append({
        'name': 'async', MODULE + 'application': application('web', env={'TEXT': '{{ secret_text }}'}), 'async': 60, 'poll': 0, 'register': 'job',
        'when': 'not ansible_check_mode'})
    tasks.append({
        'name': 'async result', 'ansible.builtin.async_status': {'jid': '{{ job.ansible_job_id }}'}, 'register': 'ended', 'until': 'ended is finished',
        'retries': 200, 'delay': 0.2, 'when': 'not ansible_check_mode'})
    # What is refused by its type is refused before check mode matters.
    tasks += [dict({'name': name, MODULE + module: options, 'ignore_errors': True, 'when': 'not ansible_check_mode' if name in TYPES else True}, **more)
              for name, module, options, more in fail]
    return [{
        'hosts': 'localhost', 'gather_facts': False, 'vars_files': [str(folder / 'secrets.yml')],
        'module_defaults': {'group/community.dokploy.dokploy': {'api_url': url, 'api_key': '{{ secret_key }}'}}, 'tasks': tasks,
    }]


def hostile(sim):
    """Failures whose texts hold other people's secrets, and ours."""
    sql = 'Failed query: update "application" set "env" = $1 where id = $2\nparams: A=%s-0f-others,%s' % (WORD, SECRETS['text'])
    for procedure in ('application.create', 'application.one', 'application.update'):
        sim.faults.add(Fault(procedure, times=None, action='answer', status=500, body={
            'message': sql, 'code': 'INTERNAL_SERVER_ERROR', 'data': {'code': 'INTERNAL_SERVER_ERROR', 'httpStatus': 500, 'path': procedure}}))


def log_of_everything():
    said = '\x1b[31m%s\n::error::%s\nLINES=%s\nFLAG=a\nhttps://x:%s@h/\nthe end' % (SECRETS['text'], SECRETS['other'], SECRETS['lines'], WORD)
    return json.dumps(said).encode()


@contextlib.contextmanager
def servers():
    """Two simulators: one that works, but whose logs hold our secrets; one that fails."""
    from simulator import Image
    world = World()
    world.images['postgres:16'] = Image(name='postgres:16', http=True, ports=[5432])
    works = Simulator(world=world, clock=ScaledClock(20), api_key=SECRETS['key'])
    fails = Simulator(clock=ScaledClock(20), api_key=SECRETS['key'])
    project = fails.call('project.create', {'name': 'production'}, SECRETS['key'], 'POST')
    fails.call('environment.create', {'name': 'staging', 'projectId': project['project']['projectId']}, SECRETS['key'], 'POST')
    for procedure in ('deployment.readLogs', 'application.readLogs'):
        works.faults.add(Fault(procedure, times=None, action='answer', status=200, body=log_of_everything()))
    hostile(fails)
    with works.serve() as one, fails.serve() as other:
        yield works, one, other


def places_with(folder):
    """The files below a folder that hold a canary, and all of them."""
    found, every = [], []
    for parent, dummy, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            every.append(path)
            with open(path, 'rb') as handle:
                if WORD.encode() in handle.read():
                    found.append(path)
    return found, every


def around(text):
    """Where a canary stands, for the message of a failed test."""
    at = text.find(WORD)
    return text[max(0, at - 600):at + 200]


def assert_none(run, folder):
    assert WORD not in run.output, around(run.output)
    assert WORD not in json.dumps(run.results)
    found, every = places_with(folder)
    assert found == []
    return every


# The two ways of running a task: the value of DOKPLOY_IN_PROCESS, and what -vv says.
WAYS = {'process': ('', "in the controller's process"), 'module': ('false', 'as a module, since DOKPLOY_IN_PROCESS is false')}


# What a module prints goes through our own masking, which both ways share; what each ansible-core does with it differs most between the oldest and the newest.
PLAYS = [(way, one) for way in sorted(WAYS) for one in cores.FEW if way == 'process' or one != cores.DEFAULT]


@pytest.mark.parametrize('way, core', [pytest.param(*one, marks=pytest.mark.xdist_group('canaries-' + one[1])) for one in PLAYS])
def test_no_secret_is_shown_or_left(way, core, tmp_path):
    bin_dir = cores.bin_dir(core)
    whole = core == cores.DEFAULT
    secret, folder = tmp_path / 'secret', tmp_path / 'seen'
    for one in (secret, secret / 'site', folder):
        one.mkdir()
    (secret / 'site' / 'sitecustomize.py').write_text(SITE)
    (secret / 'secrets.yml').write_text(json.dumps({'secret_' + name: value for name, value in SECRETS.items()}))
    environment = {
        'DOKPLOY_IN_PROCESS': WAYS[way][0], 'PYTHONPATH': str(secret / 'site'), 'DOKPLOY_TEST_SYSLOG': str(folder / 'syslog'),
        'ANSIBLE_LOG_PATH': str(folder / 'ansible.log'),
        'ANSIBLE_REMOTE_TMP': str(folder / 'remote-tmp'), 'ANSIBLE_ASYNC_DIR': str(folder / 'async'), 'ANSIBLE_HOME': str(folder / 'home'),
    }
    with servers() as (works, one, other):
        succeed, fail = rows(one.front_url, other.url, whole)
        play = plays(one.url, succeed, fail, secret)
        if whole:
            # In check mode both ways plan alike, which the table of cases shows.
            told = playbook(plays(one.url, succeed, [row for row in fail if row[0] in CHECKED], secret), folder,
                            bin_dir=bin_dir, env=environment, arguments=['-vvvv', '--check', '--diff'])
            assert told.returncode == 0, told.output[-3000:]
            assert works.writes == []
            assert_none(told, folder)
        done = playbook(play, folder, bin_dir=bin_dir, env=environment, arguments=['-vvvv', '--diff'])
        assert done.returncode == 0, done.output[-3000:]
        # Ansible's own process of a job with async looks every five seconds whether it can remove the module.
        wait_until(lambda: not any(names for _parent, _folders, names in os.walk(folder / 'remote-tmp')), 20, 'Ansible did not remove its temporary modules')
        every = assert_none(done, folder)
        assert WAYS[way][1] in done.output
        assert not works.crashes

    # What was meant to happen did.
    status = {each['task']: each['status'] for each in done.results}
    assert [name for name, *dummy in succeed if status[name] != 'ok'] == []
    assert [name for name, *dummy in fail if status[name] != 'ignored'] == []
    assert done.of('async result')['changed'] and done.of('changed')['changed'] and not done.of('unchanged')['changed']
    assert 'a fault of this collection' in done.of('crash')['msg'] and 'RuntimeError' in done.of('crash')['msg']
    assert all('a fault of this collection' not in str(done.of(name).get('msg')) for name, *dummy in fail if name != 'crash')
    assert 'the end' in done.of('build fails')['build_log']
    assert not any(line.lstrip().startswith('::') for line in done.of('build fails')['build_log'].splitlines())

    if whole:
        assert 'Failed query' in done.of('sql')['msg'] and '********' in done.of('sql')['msg']
        assert 'production/staging/crash is not healthy' in done.of('crashes at start')['msg']

    # It was looked at where something could have been left.
    with open(folder / 'syslog', encoding='utf-8') as handle:
        assert 'dokploy_application' in handle.read()
    assert os.path.getsize(folder / 'ansible.log') > 10000
    assert [path for path in every if os.sep + 'async' + os.sep in path], 'the job left its result'
    assert not [path for path in every if os.sep + 'remote-tmp' + os.sep in path or os.sep + 'local-tmp' + os.sep in path]

    # Harmless words stay readable.
    shown = done.of('application')['application']
    assert (shown['project'], shown['stored_image'], shown['replicas_running'], shown['replicas']) == ('production', 'postgres:16', 1, 1)
    assert set(HARMLESS) <= set(shown['env_keys'])
    assert done.of('project')['project']['description'] == 'postgres'
    for each in done.results:
        text = json.dumps(each['result'])
        assert '********:16' not in text and 'st********ging' not in text, each['task']
        assert 'VALUE_SPECIFIED' not in json.dumps(each['result'].get('application')), each['task']
    assert 'postgres:16' in done.output
    changed = done.of('changed')['diff']
    assert changed['after']['env']['TEXT'] == '(hidden, changed)' and changed['after']['env']['LINES'] == '(hidden)'


def test_the_canaries_would_be_found(tmp_path):
    """The test itself can fail: a canary in a file is seen."""
    (tmp_path / 'x').write_text('before %s after' % SECRETS['text'])
    assert places_with(tmp_path)[0] == [str(tmp_path / 'x')]
