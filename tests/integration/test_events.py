# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook dokploy_events in a real ansible-rulebook: recorded notifications in, reports in a chat out."""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import time

import pytest
import yaml

from contract.replay import HERE
from support import paths, rulebook
from support.play import playbook
from support.simulated import call, simulator, steer

from ansible_collections.community.dokploy.plugins.module_utils._common.wording import REPAIR_TITLE

pytestmark = pytest.mark.xdist_group('events')

SHOP = 'https://git.example.com/shop.git'
FAILED_STEP = ["cannot compile", "The command '/bin/sh -c make' returned a non-zero code: 2"]
PLAY = 'PLAY [Report an event of Dokploy]'
BOOK = os.path.join(paths.ROOT, 'playbooks', 'report_event.yml')
normalize = runpy.run_path(os.path.join(paths.ROOT, 'extensions', 'eda', 'plugins', 'event_filter', 'dokploy_event.py'))['main']
with open(os.path.join(HERE, 'notifications', 'v0.30.2.json'), encoding='utf-8') as _handle:
    RECORDED = {one['note']: one['payload'] for one in json.load(_handle)['requests']}


class Server:
    """The simulator with a project, and applications that fail in their own ways."""

    def __init__(self, said):
        self.said, self.ids = said, {}
        made = self.call('project.create', {'name': 'shop'})
        self.project, self.environment = made['project']['projectId'], made['environment']['environmentId']

    def call(self, procedure, values=None):
        return call(self.said, procedure, values)

    def steer(self, command, values=None):
        return steer(self.said, command, values)

    def deploy(self, name, **source):
        one = self.call('application.create', {'name': name, 'environmentId': self.environment})['applicationId']
        self.call('application.update', dict(source, applicationId=one))
        self.call('application.deploy', {'applicationId': one})
        self.ids[name] = one
        return one

    def payload(self, note, name=''):
        """A recorded payload about one of the applications."""
        text = json.dumps(RECORDED[note])
        for word, value in (('{{application.id}}', self.ids.get(name, '')), ('{{environment.id}}', self.environment), ('{{project.id}}', self.project)):
            text = text.replace(word, value)
        return json.loads(text)


@pytest.fixture(name='chat')
def _chat():
    with contextlib.closing(rulebook.Chat()) as chat:
        yield chat


def test_failures_explain_themselves_in_the_chat(chat, tmp_path, report_line):
    began = time.monotonic()
    with simulator('--speed', '20') as said, rulebook.running(said, chat, str(tmp_path)) as book:
        server = Server(said)
        server.steer('world', {'repositories': {SHOP: {'branches': {'broken': {'outcome': 'step', 'steps': FAILED_STEP}}}}})
        server.deploy('backend', sourceType='git', customGitUrl=SHOP, customGitBranch='broken', buildType='dockerfile')
        server.deploy('worker', sourceType='docker', dockerImage='crash:1')
        server.deploy('neighbour', sourceType='docker', dockerImage='nginx:1.27')
        server.steer('advance', {'seconds': 60})
        server.steer('reset_requests', {})

        failed = server.payload('a build of an application that failed', 'backend')
        assert [book.send(failed, token=one) for one in ('', 'wrong', rulebook.TOKEN + 'x')] == [401] * 3
        # A burst, of which one starts a report.
        assert [book.send(failed) for dummy in range(5)] == [200] * 5
        for note, name in (('a build of an application that succeeded', 'worker'), ('a build of an application that succeeded', 'neighbour'),
                           ('a backup of a database that failed', ''), ('a backup of a database that succeeded', '')):
            assert book.send(server.payload(note, name)) == 200
        posts = {one['text'].partition('\n')[0].strip('*'): one['text'] for one in chat.wait(3)}
        # The fourth finds a healthy application, and says nothing.
        book.wait_for('PLAY RECAP', 4)
        written = server.steer('requests?writes=1')

    assert set(posts) == {'Build Error: shop/backend', 'Broken after the deployment: shop/backend', 'Database Backup Failed: shop/orders'}, posts
    report = posts['Build Error: shop/backend']
    assert 'BROKEN: shop/production/backend' in report and '| cannot compile' in report and '| Error occurred' in report
    # Dokploy does not know its own address, which was never set: the page of the application is at the one that the key is for.
    assert report.splitlines()[-1] == '%s/dashboard/project/%s/environment/%s/services/application/%s?tab=deployments' % (
        said['url'], server.project, server.environment, server.ids['backend']), report
    # What the link names counts: Dokploy's names are not unique, and the recorded event has that of another one.
    assert 'BROKEN: shop/production/worker' in posts['Broken after the deployment: shop/backend']
    assert 'could not be diagnosed' in posts['Database Backup Failed: shop/orders']

    assert len(chat.posts) == 3 and book.output().count(PLAY) == 4, book.output()
    assert written == []
    for canary in ('canary-secret-key', 'canary-access-key', 'canary-of-the-chat', rulebook.TOKEN, said['api_key']):
        assert canary not in book.output() and canary not in json.dumps(chat.posts), canary
    report_line('events: a rulebook and 4 playbooks in %.0f s' % (time.monotonic() - began))


def test_a_controller_runs_the_job_template(tmp_path):
    with contextlib.closing(rulebook.Controller()) as controller, rulebook.running(
            {'url': controller.origin, 'api_key': 'none'}, controller, str(tmp_path), 'dokploy_events_controller',
            ('--controller-url', controller.origin, '--controller-token', 'canary')) as book:
        failed = json.loads(json.dumps(RECORDED['a build of a compose service that failed']).replace('{{compose.id}}', 'c-1').replace(
            '{{environment.id}}', 'e-1').replace('{{project.id}}', 'p-1'))
        assert [book.send(failed) for dummy in range(3)] == [200] * 3
        launched, = controller.wait(1)
        variables = launched['extra_vars']
        event = (json.loads(variables) if isinstance(variables, str) else variables)['ansible_eda']['event']['dokploy']
        assert (event['event'], event['kind'], event['id']) == ('build_failed', 'compose', 'c-1')
        assert 'errorMessage' not in json.dumps(launched)
        # Another service is another burst, and what follows the burst of the first comes before it.
        assert book.send(RECORDED['a backup of Dokploy that failed']) == 200
        assert len(controller.wait(2)) == 2


def test_repairs_where_they_are_permitted(chat, tmp_path):
    with simulator('--speed', '20') as said:
        server = Server(said)
        server.deploy('worker', sourceType='docker', dockerImage='worker:1')
        server.steer('advance', {'seconds': 60})
        names = {one: name for name, one in server.steer('state')['applications'].items()}
        server.steer('remove_service', {'service': names[server.ids['worker']]})
        server.steer('reset_requests', {})
        env = {'DOKPLOY_URL': said['url'], 'DOKPLOY_API_KEY': said['api_key'], 'DOKPLOY_EVENT_REPAIR': 'true',
               'DOKPLOY_EVENT_CHAT_URL': chat.url, 'DOKPLOY_EVENT_CHAT_FORMAT': 'json', 'DOKPLOY_EVENT_CHAT_TOKEN': 'canary-of-the-chat-token'}

        def report(writes):
            payload = server.payload('a build of an application that failed', 'worker')
            run = playbook(BOOK, tmp_path, env=env, extra_vars={'ansible_eda': {'event': normalize({'payload': payload, 'meta': {}})}})
            assert run.returncode == 0, run.output
            done = [(one['procedures'][0], one['body']['applicationId']) for one in server.steer('requests?writes=1')]
            assert done == [(one, server.ids['worker']) for one in writes], (done, chat.posts[-1]['text'])
            return chat.posts[-1]

        said_of = report(['application.reload'])
        assert said_of['verdict']['state'] == 'healthy' and said_of['text'].startswith('RESOLVED'), said_of
        assert said_of['event']['name'] == 'backend' and said_of['link'].startswith(said['url'])

        # The deployment of a repair failed, too: it is reported, and no more.
        server.call('application.deploy', {'applicationId': server.ids['worker'], 'title': REPAIR_TITLE})
        server.steer('advance', {'seconds': 60})
        server.steer('remove_service', {'service': names[server.ids['worker']]})
        server.steer('reset_requests', {})
        said_of = report([])
        assert said_of['verdict']['state'] == 'broken' and 'dokploy_troubleshoot_remediate=true' in said_of['text'], said_of


def deployment(minutes, title='Ansible', description=''):
    """A deployment of some minutes ago."""
    return {'title': title, 'description': description, 'created_at': time.strftime('%Y-%m-%dT%H:%M:%S.000Z', time.gmtime(time.time() - 60 * minutes))}


# The name of a row -> (what the playbook has read, whether the last deployment is that of a repair, whether the application is broken).
JUDGED = {
    'nothing': ({}, False, False),
    'two by hand': ({'deployments': [deployment(1), deployment(5)]}, False, False),
    'a repair': ({'deployments': [deployment(1, REPAIR_TITLE), deployment(5)]}, True, False),
    # Dokploy replaced its title.
    'of the same commit': ({'deployments': [deployment(1, 'Fix', 'Commit: a1'), deployment(9), deployment(40, 'Fix', 'Commit: a1')]}, True, False),
    'of the commit of yesterday': ({'deployments': [deployment(1, 'Fix', 'Commit: a1'), deployment(1440, 'Fix', 'Commit: a1')]}, False, False),
    'of another commit': ({'deployments': [deployment(1, 'Fix', 'Commit: a1'), deployment(5, 'Break', 'Commit: b2')]}, False, False),
    'broken': ({'verdict': {'state': 'broken'}}, False, True),
    'a first end, and no second one': ({'verdict': {'state': 'warning'}, 'findings': [{'code': 'crash_loop'}]}, False, True),
    'another warning': ({'verdict': {'state': 'warning'}, 'findings': [{'code': 'domain_port'}]}, False, False),
}


def test_what_is_broken_what_a_repair_deployed_and_what_chats_get(tmp_path):
    with open(BOOK, encoding='utf-8') as handle:
        own = yaml.safe_load(handle)[0]['vars']
    play = {'hosts': 'localhost', 'gather_facts': False, 'vars': own, 'tasks': [
        {'ansible.builtin.debug': {'msg': ['{{ report_event_is_repair | bool }}', '{{ report_event_is_broken | bool }}']},
         'vars': {'report_event_deployments': '{{ item }}', 'report_event_diagnosis': '{{ item }}'},
         'loop': [row[0] for row in JUDGED.values()]}]}
    # Names and logs may hold what a chat would act on.
    facts = dict.fromkeys(('kind', 'id', 'server', 'link', 'page'), '')
    play['tasks'].append({'ansible.builtin.debug': {'msg': '{{ report_event_bodies }}'}, 'vars': {
        'report_event_failure': '@everyone ```<!channel>\n' + 'x' * 3000, 'report_event_facts': dict(
            facts, event='build_failed', title='Build Error', project='shop', name='web')}})
    run = playbook([play], tmp_path)
    bodies = run.results[1]['result']['msg']
    assert set(bodies) == {'slack', 'mattermost', 'discord', 'teams', 'json'}
    assert bodies['slack']['text'].startswith("*Build Error: shop/web*\n```\n@everyone '''&lt;!channel&gt;\n")
    assert bodies['slack']['text'].count('```') == bodies['discord']['content'].count('```') == 2
    assert 1500 < len(bodies['discord']['content']) < 2000
    card = bodies['teams']['attachments'][0]['content']['body']
    assert [one['text'].partition('\n')[0] for one in card] == ['Build Error: shop/web', "@everyone '''<!channel>", '']
    told = [one['msg'] for one in run.results[0]['result']['results']]
    assert dict(zip(JUDGED, told)) == {name: [repair, broken] for name, (dummy, repair, broken) in JUDGED.items()}
