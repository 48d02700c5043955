# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin and the look-ups, on the simulator, as ansible-inventory and ansible-playbook use them."""

from __future__ import annotations

import hashlib
import importlib
import json

import pytest

from support import cores, paths
from support.inprocess import PLUGINS
from support.play import run_command
from support.simulated import environment_at, simulator

# Whoever may create an application chooses its name.
HOSTILE = '{{ lookup("ansible.builtin.pipe", "echo IT; echo RAN") }}'
MANIFEST = {'projects': [{'name': 'shop', 'environments': [{
    'name': 'production',
    'databases': [{'name': 'db', 'kind': 'redis', 'image': 'nginx:1.27', 'password': 'S3CRETpassword'}],
    'applications': [{'name': 'web', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'TOKEN': 'S3CRET-token'},
                      'domains': [{'host': 'shop.example.com', 'port': 80}]}],
}, {'name': 'staging', 'applications': [{'name': HOSTILE, 'source': {'type': 'docker', 'image': 'nginx:1.28'}, 'state': 'stopped'}]}]},
    {'name': 'eu/shop', 'environments': [{'name': 'blue/green', 'applications': [
        {'name': 'a/b', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'TOKEN': 'S3CRET-token'}, 'state': 'stopped'}]}]}]}
PLAY = '''\
- hosts: environment_production:&phase_running
  gather_facts: false
  tasks:
    - ansible.builtin.debug: {msg: "host {{ dokploy_name }} {{ dokploy_kind }} {{ outdated }}"}
- hosts: localhost
  gather_facts: false
  vars: {token: %s}
  tasks:
    - ansible.builtin.debug:
        msg: "answers at {{ lookup('community.dokploy.dokploy_application', 'shop/production/web').urls | first }}"
    - ansible.builtin.assert:
        quiet: true
        that:
          - lookup('community.dokploy.dokploy_env', 'shop/production/web/TOKEN') | hash('sha256') == token
          - "(':' ~ 'S3' ~ 'CRETpassword@') in lookup('community.dokploy.dokploy_database_url', 'shop/production/db')"
          - lookup('community.dokploy.dokploy_application', 'a/b', project='eu/shop', environment='blue/green').environment == 'blue/green'
          - lookup('community.dokploy.dokploy_env', 'TOKEN', project='eu/shop', environment='blue/green', name='a/b') | hash('sha256') == token
          - "(':' ~ 'S3' ~ 'CRETpassword@') in lookup('community.dokploy.dokploy_database_url', 'db', project='shop', environment='production')"
    - ansible.builtin.debug:
        msg: "{{ lookup('community.dokploy.' ~ item[0], item[1]) }}"
      loop:
        - [dokploy_env, shop/production/web/TOKN]
        - [dokploy_application, shop/production/wbe]
        - [dokploy_database_url, db]
      ignore_errors: true
''' % hashlib.sha256(b'S3CRET-token').hexdigest()


@pytest.fixture(scope='module')
def server():
    """The environment of commands on a simulator with what MANIFEST says, and with a remote server."""
    definition = importlib.import_module(PLUGINS + 'modules.dokploy_manifest').DEFINITION
    in_process = importlib.import_module(PLUGINS + 'plugin_utils._in_process')
    with simulator('--speed', '20') as said:
        made = in_process.run_definition(definition, 'dokploy_manifest', {'api_url': said['url'], 'api_key': said['api_key'], 'manifest': MANIFEST})
        assert not made.get('failed'), made.get('msg')
        yield environment_at(said)


def as_texts(value):
    """What ansible-inventory printed, without its marks of texts that are no templates."""
    if isinstance(value, dict):
        return value['__ansible_unsafe'] if set(value) == {'__ansible_unsafe'} else {key: as_texts(one) for key, one in value.items()}
    return [as_texts(one) for one in value] if isinstance(value, list) else value


def test_services_are_hosts_in_groups_and_come_from_the_cache(server, tmp_path):
    (tmp_path / 'dokploy.yml').write_text(
        'plugin: community.dokploy.dokploy\nhosts: [services]\ncompose: {outdated: dokploy_pending | length > 0}\n'
        'cache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: %s\n' % (tmp_path / 'cache'))
    code, output = run_command(server, tmp_path, 'ansible-inventory', '-i', 'dokploy.yml', '--list')
    found = as_texts(json.loads(output))
    hosts = found['_meta']['hostvars']
    assert code == 0 and 'S3CRET' not in output
    assert {(one['dokploy_kind'], one['dokploy_environment'], one['dokploy_name']) for one in hosts.values()} == {
        ('application', 'production', 'web'), ('redis', 'production', 'db'), ('application', 'staging', HOSTILE), ('application', 'blue/green', 'a/b')}
    assert len(found['project_shop']['hosts']) == 3 and len(found['environment_production']['hosts']) == 2
    # Who may create a project chooses its name: that of another inventory's group must not bring its services there.
    assert not {'shop', 'production', 'staging'} & set(found)
    assert len((found.get('phase_stopped') or found['phase_never_deployed'])['hosts']) == 2
    assert [hosts[one]['dokploy_name'] for one in found['domain_shop_example_com']['hosts']] == ['web']
    # What is cached is no longer asked for.
    code, output = run_command(dict(server, DOKPLOY_URL='http://127.0.0.1:9'), tmp_path, 'ansible-inventory', '-i', 'dokploy.yml', '--list')
    assert code == 0 and as_texts(json.loads(output))['_meta']['hostvars'] == hosts


def test_groups_limit_a_play_and_look_ups_answer(server, tmp_path):
    (tmp_path / 'dokploy.yml').write_text('plugin: community.dokploy.dokploy\nhosts: [services]\ncompose: {outdated: dokploy_pending | length > 0}\n')
    (tmp_path / 'play.yml').write_text(PLAY)
    code, output = run_command(server, tmp_path, 'ansible-playbook', '-i', 'dokploy.yml', 'play.yml')
    assert code == 0, output
    for words in ('host web application False', 'host db redis False', 'answers at http://shop.example.com/', 'has no variable TOKN',
                  'no application is named shop/production/wbe', "'db' names no service: write project/environment/name"):
        assert words in output, (words, output)
    assert output.count('host web') == 1 and 'S3CRET' not in output


def test_no_text_of_the_server_is_a_template(server, tmp_path):
    """ansible-core 2.18 takes each text of an inventory for one that is not marked."""
    (tmp_path / 'dokploy.yml').write_text('plugin: community.dokploy.dokploy\nhosts: [services]\ncompose: {named: dokploy_name}\n')
    oldest = paths.path_with(cores.bin_dir('2.18'), server)
    code, output = run_command(
        oldest, tmp_path, 'ansible', '-i', 'dokploy.yml', 'environment_staging', '-m', 'debug', '-a', 'msg="{{ dokploy_name }}{{ named }}"')
    assert code == 0 and output.count('echo IT; echo RAN') == 2, output


def test_the_name_of_a_service_may_contain_slashes():
    read = importlib.import_module(PLUGINS + 'plugin_utils._information').read_place
    assert read({}.get, 'shop/production/web/api') == {'project': 'shop', 'environment': 'production', 'name': 'web/api'}


def test_an_inventory_that_cannot_be_read_says_why(server, tmp_path):
    (tmp_path / 'dokploy.yml').write_text('plugin: community.dokploy.dokploy\napi_key: wrong-key-0123456789\n')
    code, output = run_command(server, tmp_path, 'ansible-inventory', '-i', 'dokploy.yml', '--list')
    assert 'API key' in output or 'api_key' in output, output
    assert 'wrong-key' not in output and code == 0
