# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compose files on the controller: found as Ansible finds files and templates, in the controller's process, as a module, and in a manifest."""

from __future__ import annotations

import json

import pytest

from support.play import run_command
from support.simulated import environment_at, simulator

FILE = 'services:\n  web:\n    image: nginx:1.27\n    environment: {TOKEN: S3CRET-in-the-file}\n'
TEMPLATE = 'services:\n{%% for name in names %%}\n  {{ name }}:\n{%% include "%s" %%}\n\n{%% endfor %%}\n'
BODY = '    image: nginx:{{ tag }}\n    labels: {managed: "{{ ansible_managed }}", literal: "{{ \'{{\' }} .Task.Slot }}"}\n'
MANIFEST = {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'compose_services': [
    {'name': 'beside', 'source': {'type': 'raw', 'src': 'beside.yml'}},
    {'name': 'rendered', 'source': {'type': 'raw', 'template': 'rendered.yml.j2'}}]}]}]}


def task(name, source, **more):
    options = {'project': 'shop', 'environment': 'production', 'name': name, 'source': dict(source, type=source.get('type', 'raw'))}
    return dict({'name': name, 'community.dokploy.dokploy_compose': options, 'register': 'answer'}, **more)


def claim(*that):
    return {'ansible.builtin.assert': {'that': list(that), 'quiet': True}}


def refused(name, source, *said):
    return [task(name, source, ignore_errors=True), claim('answer is failed', 'not answer.changed', *["'%s' in answer.msg" % one for one in said])]


ROLE = [
    task('of-role', {'src': 'compose.yml'}),
    task('rendered-of-role', {'template': 'compose.yml.j2'}, vars={'names': ['one', 'two'], 'tag': '1.28'}),
    claim("answer.compose.services | map(attribute='name') | list == ['one', 'two']", "answer.compose.services[0].image == 'nginx:1.28'"),
]
TASKS = [
    {'community.dokploy.dokploy_project': {'project': 'shop'}},
    {'ansible.builtin.include_role': {'name': 'wiki'}},
    task('playbook', {'src': 'beside.yml'}, check_mode=True),
    claim("answer.actions == ['create compose', 'configure compose', 'deploy compose']"),
    task('playbook', {'src': 'beside.yml'}),
    task('playbook', {'src': 'beside.yml'}),
    claim('not answer.changed', "answer.compose.services[0].image == 'nginx:1.27'"),
    task('playbook', {'src': 'encrypted.yml'}, diff=True),
    claim('answer.changed', "answer.previous['source.content'] == '(hidden)'"),
    task('{{ item }}', {'template': 'rendered.yml.j2'}, vars={'names': ['{{ item }}'], 'tag': '1.27'}, loop=['a', 'b']),
    claim("answer.results | map(attribute='compose.services.0.name') | list == ['a', 'b']"),
    *refused('missing', {'src': 'nope.yml'}, 'source.src: nope.yml:', 'Could not find or access'),
    *refused('several', {'src': 'beside.yml', 'content': 'x'}, 'source: content and src are mutually exclusive'),
    *refused('other', {'src': 'beside.yml', 'type': 'git'}, 'source.src belongs to type raw, and type is git'),
    *refused('undefined', {'template': 'rendered.yml.j2'}, 'source.template: rendered.yml.j2:', 'undefined'),
    *refused('empty', {'src': 'empty.yml'}, 'empty.yml is empty'),
    *refused('broken', {'src': 'broken.yml'}, 'source.src (broken.yml) of shop/production/broken is not YAML'),
]


@pytest.fixture
def play(tmp_path):
    """A function that plays tasks on a simulator -> output; the files are there."""
    role = tmp_path / 'roles' / 'wiki'
    for folder, name, text in (
            (role / 'tasks', 'main.yml', json.dumps(ROLE)), (role / 'files', 'compose.yml', FILE), (role / 'templates', 'part.yml.j2', BODY),
            (role / 'templates', 'compose.yml.j2', TEMPLATE % 'part.yml.j2'), (tmp_path, 'beside.yml', FILE), (tmp_path / 'files', 'empty.yml', '\n'),
            (tmp_path / 'files', 'broken.yml', 'services: ['), (tmp_path / 'templates', 'rendered.yml.j2', TEMPLATE % 'part.yml.j2'),
            (tmp_path / 'templates', 'part.yml.j2', BODY), (tmp_path / 'manifest', 'shop.yml', json.dumps(MANIFEST)),
            (tmp_path / 'manifest' / 'files', 'beside.yml', FILE.replace('1.27', '1.28')), (tmp_path, 'password', 'a-vault-password\n'),
            (tmp_path / 'files', 'encrypted.yml', FILE.replace('1.27', '1.28'))):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with simulator('--speed', '20') as said:
        environ = environment_at(said)
        vault = ('--vault-password-file', str(tmp_path / 'password'))
        code, output = run_command(environ, tmp_path, 'ansible-vault', 'encrypt', str(tmp_path / 'files' / 'encrypted.yml'), *vault)
        assert code == 0, output

        def run(tasks, in_process=True):
            (tmp_path / 'play.yml').write_text(json.dumps([{'hosts': 'localhost', 'gather_facts': False, 'tasks': tasks}]))
            code, output = run_command(dict(environ, DOKPLOY_IN_PROCESS=str(in_process).lower()), tmp_path, 'ansible-playbook', '-vvv', 'play.yml', *vault)
            assert code == 0 and 'S3CRET' not in output, output
        yield run


def test_a_file_or_template_of_a_role_or_playbook_is_the_compose_file(play):
    play(TASKS)
    # As a module on its host: the files are those of the controller all the same.
    play([*ROLE[:0], task('playbook', {'src': 'encrypted.yml'}), claim('not answer.changed'), task('playbook', {'src': 'beside.yml'}), claim('answer.changed')],
         in_process=False)


def test_a_manifest_finds_files_beside_it_and_templates_of_the_playbook(play):
    manifest = 'community.dokploy.dokploy_manifest'
    inline = json.loads(json.dumps(MANIFEST).replace('beside.yml', 'nope.yml'))
    play([
        {'vars': {'names': ['web'], 'tag': '1.27'}, 'block': [
            {manifest: {'src': 'manifest'}, 'register': 'answer'}, claim('answer.changed'),
            {manifest: {'src': 'manifest'}, 'register': 'answer'}, claim('not answer.changed'),
            {manifest: {'manifest': inline}, 'register': 'answer', 'ignore_errors': True},
            claim('answer is failed', "'projects[0].environments[0].compose_services[0].source.src: nope.yml:' in answer.msg")]},
        {'community.dokploy.dokploy_compose_info': {'project': 'shop'}, 'register': 'found'},
        claim("found.compose_services | map(attribute='services.0.image') | sort == ['nginx:1.27', 'nginx:1.28']"),
    ])
