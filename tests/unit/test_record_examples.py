# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of each record's module and of its information module, run in their order on a server that has what they name.

What a template stands for is a value of this file. The first example of a module changes something; those of its _info follow it.
"""

from __future__ import annotations

import pytest

from cases import certificate
from simulator import World
from support import generate
from support.examples import read_examples
from support.inprocess import dokploy

SECRET, HOOK = 'S3CRET-12345', 'https://hooks.example.com/S3CRET-1'
TEMPLATES = {
    "lookup('ansible.builtin.file', 'wildcard.pem')": certificate.CERTIFICATE % 1, 'vault_wildcard_private_key': certificate.PRIVATE % 1,
    'vault_deploy_private_key': certificate.PRIVATE % 2, 'vault_slack_webhook': HOOK, 'vault_event_address': HOOK,
}
WORLD = {
    'any_image': True, 'images': {'dokploy/monitoring:latest': {}}, 'registries': {'registry.example.com': ['deploy', SECRET]},
    'buckets': {'https://s3.eu-central-1.amazonaws.com': []}, 'listeners': ['https://vault.example.com', HOOK],
    'zones': {SECRET: {'id': 'z' * 32, 'name': 'example.com', 'records': []}},
    'ai': {'https://ai.example.com/v1': {'keys': [SECRET], 'models': ['small-1', 'large-1']}}, 'servers': {'edge-1': {}},
    'host': {'nodes': [{'hostname': 'manager-1'}, {'hostname': 'worker-2', 'role': 'worker', 'status': 'Down'}]},
}
# Before a module's examples: those of others that it needs, each the first of its module.
NEEDS = {
    'dokploy_backup': ('dokploy_destination',), 'dokploy_volume_backup': ('dokploy_destination',), 'dokploy_dns_record': ('dokploy_dns_provider',),
    'dokploy_server': ('dokploy_ssh_key',),
}
# Their first example may change nothing: another's has done so.
UNCHANGED = {'dokploy_project', 'dokploy_settings', *(one for needed in NEEDS.values() for one in needed)}
SERVICES = {'application', 'compose', 'database'}
PARTS = {'domain', 'mount', 'port', 'redirect', 'basic_auth', 'preview_deployment', 'deployment', 'traefik', 'manifest'}
RECORDS = [one for one in generate.list_modules() if one + '_info' in generate.list_modules() and one[len('dokploy_'):] not in SERVICES | PARTS]


def list_tasks(module):
    """(name, options, whether in check mode) of each example that is a task of this module."""
    return [(name, options, check_mode) for name, other, options, check_mode in read_examples(module, lambda template: TEMPLATES.get(template, SECRET))
            if other == module]


@pytest.fixture(scope='module', name='here')
def here_fixture():
    with dokploy(world=World.from_dict(WORLD)) as here:
        here.simulator.licence, here.simulator.sso_providers = True, ['okta']
        here.simulator.settings['logCleanupCron'] = None
        for module, options in (
                ('application', {'name': 'backend', 'source': {'type': 'docker', 'image': 'nginx:1.27'}}),
                ('database', {'name': 'database', 'kind': 'postgres', 'image': 'postgres:17', 'database': 'shop', 'user': 'shop'}),
                ('compose', {'name': 'analytics', 'state': 'present', 'source': {'type': 'raw', 'content': 'services: {db: {image: mariadb}}'}})):
            made = here.run('dokploy_' + module, project='shop', environment='production', **options)
            assert not made.failed, made
        yield here


def run_example(here, module, example):
    name, options, check_mode = example
    done = here.run(module, check_mode=check_mode, **options)
    assert not done.failed, '%s: %s' % (name, done.get('msg'))
    assert 'S3CRET' not in str(done) or options.get('include_secrets') or options.get('join_commands'), name
    return done


@pytest.mark.parametrize('module', [one for one in RECORDS if one != 'dokploy_project'] + ['dokploy_project'])
def test_examples_run(here, module):
    for other in NEEDS.get(module, ()):
        run_example(here, other, list_tasks(other)[0])
    first, *others = list_tasks(module)
    done = run_example(here, module, first)
    assert done['changed'] or module in UNCHANGED, done
    shown = list_tasks(module + '_info')
    assert shown, module
    for one in shown:
        assert not run_example(here, module + '_info', one)['changed'] and here.writes == []
    for one in others:
        run_example(here, module, one)


def test_each_record_is_here(report_line):
    assert len(RECORDS) >= 27
    report_line('examples of records: those of %d modules and of their information modules are run' % len(RECORDS))
