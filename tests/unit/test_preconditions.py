# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every precondition is tried on a creation and on an update: both refuse, neither writes."""

from __future__ import annotations

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._planning.service_preconditions import PRECONDITIONS
from support.inprocess import dokploy

DOCKER = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}
GIT = {'source': {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}}
# The options by which a task runs into each row: on its creation, and, where that takes others, on an update. Without: why one of the two cannot be.
EXAMPLES = {
    'mode_beside_replicas': {'service_mode': 'global', 'replicas': 2},
    'half_a_build_server': dict(GIT, build_registry='Company registry'),
    'two_kinds_of_networks': {'networks': [{'name': 'dokploy-network'}], 'dokploy_network': False},
    'replaced_ports': {'ports': [{'published_port': 8080, 'target_port': 80}], 'endpoint_spec': {'mode': 'vip'}},
    'preview_without_resolver': {'previews': {'certificate': 'custom'}},
    'vault': {'env': {'A': '${{vault.company.TOKEN}}'}},
    'no_replicas': {'state': 'deployed', 'replicas': 0},
    'incomplete_source': {'source': {'type': 'git', 'url': 'git@git.example.com:shop.git', 'branch': 'main'}},
    'reference_to_nothing': {'env': {'A': '${{project.MISSING}}'}},
}
CREATION_ALONE = {'incomplete_creation': {'source': {'type': 'docker'}, 'state': 'present'}}
# No option of a task makes one: Dokploy's pages do, of what exists.
UPDATE_ALONE = {'job_mode': {'modeSwarm': {'ReplicatedJob': {}}}}
VERSIONS = {'vault': 'v0.28.8'}
WORDS = {
    'mode_beside_replicas': 'replicas has no effect', 'half_a_build_server': 'without a build_server', 'two_kinds_of_networks': 'networks together with',
    'replaced_ports': 'silently ignore the ports', 'preview_without_resolver': 'no certificate_resolver', 'vault': 'requires Dokploy v0.30.0',
    'no_replicas': 'would run nothing', 'incomplete_source': 'requires source.ssh_key', 'reference_to_nothing': 'MISSING',
}


def test_every_precondition_has_an_example():
    named = [row.name for row in PRECONDITIONS]
    assert sorted(named) == sorted([*EXAMPLES, *CREATION_ALONE, *UPDATE_ALONE]) and set(WORDS) == set(EXAMPLES)


def settle(here):
    """What the examples name."""
    here.simulator.world.registries['registry.example.com'] = ('u', 'p')
    here.simulator.call('registry.create', {
        'registryName': 'Company registry', 'username': 'u', 'password': 'p', 'registryUrl': 'registry.example.com', 'registryType': 'cloud',
        'imagePrefix': ''}, here.api_key, 'POST')


def refuse(here, name, **options):
    for check_mode in (True, False):
        result = here.application(check_mode=check_mode, **options)
        if check_mode and name == 'reference_to_nothing':
            # An earlier task of the playbook may define the variable.
            assert not result.failed and result['changed'] and WORDS[name] in result.warnings[0] and here.writes == [], result
            continue
        assert result.failed and not result['changed'] and WORDS.get(name, '') in result['msg'], result
        assert here.writes == []


@pytest.mark.parametrize('name', sorted(EXAMPLES))
def test_a_creation_and_an_update_are_refused_alike(name):
    with dokploy(VERSIONS.get(name, 'v0.30.2')) as here:
        settle(here)
        refuse(here, name, **dict(DOCKER, **EXAMPLES[name]))
        listed = here.run('dokploy_application_info', project='shop')
        assert listed['applications'] == []
        assert not here.application(**DOCKER).failed
        refuse(here, name, **EXAMPLES[name])


@pytest.mark.parametrize('name', sorted(CREATION_ALONE))
def test_a_creation_is_refused(name):
    with dokploy() as here:
        refuse(here, name, **CREATION_ALONE[name])


@pytest.mark.parametrize('name', sorted(UPDATE_ALONE))
def test_what_only_the_pages_can_store_is_refused(name):
    with dokploy() as here:
        made = here.application(state='present', **DOCKER)
        here.simulator.call('application.update', dict(UPDATE_ALONE[name], applicationId=made['application']['id']), here.api_key, 'POST')
        refuse(here, name, state='started')


@pytest.mark.parametrize('options', [
    dict(DOCKER, previews={'certificate': 'custom'}), dict(DOCKER, env={'A': '${{project.MISSING}}'}), dict(DOCKER, env={'A': '${{environment.MISSING}}'}),
], ids=('previews', 'project', 'environment'))
def test_what_an_update_refuses_costs_a_creation_no_write(options):
    """On creation these were stored and deployed: three writes, and a deployment that failed."""
    with dokploy() as here:
        assert here.application(**options).failed and here.writes == []


def test_a_reference_that_leads_somewhere_is_no_hindrance_to_a_creation():
    with dokploy() as here:
        assert not here.run('dokploy_project', project='shop', env={'HERE': 'x'}).failed
        result = here.application(env={'A': '${{project.HERE}}'}, **DOCKER)
        assert not result.failed and result['changed'], result


@pytest.mark.parametrize('status', ('error', 'running'))
def test_a_status_that_contradicts_what_runs_is_told_by_both_modules(status):
    """The information module alone told it of a stored error or running."""
    with dokploy() as here:
        made = here.application(**DOCKER)
        here.simulator.store.applications[made['application']['id']]['applicationStatus'] = status
        said = 'Dokploy shows %s' % status
        assert any(said in one for one in here.application(**DOCKER).warnings)
        assert said in here.run('dokploy_application_info', project='shop')['applications'][0]['status_drift']
