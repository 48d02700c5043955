# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The removal of a record that something uses: in a manifest, for many users, for a key that reads less. tests/cases/removed_records.py has the other rows."""

from __future__ import annotations

import copy

from ansible_collections.community.dokploy.plugins.module_utils._bulk.document import make_removals, read_manifest
from support.inprocess import dokploy

S3 = {'access_key': 'S3CRET-1', 'secret_access_key': 'S3CRET-2', 'bucket': 'b', 'endpoint': 'https://s3.example.com', 'test': False}
VAULT = {'name': 'company', 'hashicorp': {'url': 'https://vault.example.com', 'token': 'S3CRET-3'}, 'test': False}
BITBUCKET = {'name': 'Ours', 'bitbucket': {'username': 'u', 'email': 'u@example.com', 'api_token': 'S3CRET-4'}}
REFERS = {'name': 'web', 'state': 'present', 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'A': '${{vault.company.a}}'}}
MANIFEST = {
    'destinations': [dict(S3, name='Backups')], 'vault_providers': [VAULT],
    'backups': [{'web_server': True, 'prefix': 'own', 'cron': '0 3 * * *', 'destination': 'Backups'}],
    'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [REFERS]}]}]}


def test_a_manifest_removes_users_first_also_in_check_mode():
    with dokploy(project=None) as here:
        assert not here.run('dokploy_manifest', manifest=copy.deepcopy(MANIFEST)).failed
        plan = here.run('dokploy_manifest', check_mode=True, manifest=copy.deepcopy(MANIFEST), state='absent')
        assert not plan.failed and not here.writes and plan['counts']['changed'] == 5, plan.get('msg')
        done = here.run('dokploy_manifest', manifest=copy.deepcopy(MANIFEST), state='absent')
        assert not done.failed and done['counts']['changed'] == 5, done.get('msg')


def test_a_manifest_keeps_what_others_use():
    with dokploy(project='other') as here:
        assert not here.run('dokploy_manifest', manifest=copy.deepcopy(MANIFEST)).failed
        assert not here.application(project='other', **REFERS).failed
        for check_mode in (True, False):
            done = here.run('dokploy_manifest', check_mode=check_mode, manifest=copy.deepcopy(MANIFEST), state='absent')
            assert done.failed and done['counts']['failed'] == 1 and done['counts']['changed'] == 4, done
            assert 'company: the vault provider is used by application other/production/web' in done['msg'], done['msg']
        forced = here.run('dokploy_manifest', manifest=copy.deepcopy(MANIFEST), state='absent', force=True)
        assert not forced.failed and forced['counts']['changed'] == 1 and here.writes == ['vaultProvider.remove'], forced


def test_an_entry_of_a_manifest_can_be_forced():
    with dokploy(project='other') as here:
        manifest = {'vault_providers': [dict(VAULT, force=True)], 'destinations': [dict(S3, name='Backups')]}
        assert not here.run('dokploy_manifest', manifest=copy.deepcopy(manifest)).failed
        assert not here.application(project='other', **REFERS).failed
        done = here.run('dokploy_manifest', manifest=manifest, state='absent')
        assert not done.failed and sorted(here.writes) == ['destination.remove', 'vaultProvider.remove'], done


def test_removals_wait_for_all_that_may_use_a_record():
    needed = dict(VAULT, name='later', needs=['shop'])
    entries = read_manifest({'vault_providers': [VAULT, needed], 'git_providers': [BITBUCKET], 'projects': [{'name': 'shop', 'environments': [{
        'name': 'production', 'applications': [dict(REFERS, source={'type': 'bitbucket', 'provider': 'Ours', 'repository': 'a/b', 'branch': 'main'})]}]}]})
    application = next(one for one in entries if one.kind.kind == 'application')
    assert 'git provider Ours' in application.needs, application.needs
    needs = {one.name: one.needs for one in make_removals(entries)}
    for name in ('vault provider company', 'vault provider later', 'git provider Ours'):
        assert 'application shop/production/web' in needs[name], needs
    assert 'vault provider later' in needs['project shop'] and 'project shop' not in needs['vault provider later'], needs


def test_a_message_names_some_of_many_users_and_the_result_all():
    with dokploy() as here:
        here.simulator.world.registries['registry.example.com'] = ('deploy', 'S3CRET-1')
        assert not here.run('dokploy_registry', name='Company', url='registry.example.com', username='deploy', password='S3CRET-1').failed
        own_id = next(iter(here.simulator.store.registries))
        environment = here.run('dokploy_environment_info', project='shop')['environments'][0]['id']
        for number in range(60):
            row = here.call('application.create', name='web-%02d' % number, environmentId=environment)
            here.call('application.update', applicationId=row['applicationId'], buildRegistryId=own_id)
        told = here.run('dokploy_registry', name='Company', state='absent')
        assert told.failed and ' and 55 more' in told['msg'] and len(told['used_by']) == 60 and not here.writes, told
        assert here.requests <= 4, here.requests        # the listing, the projects, and two batches
        here.simulator.faults.add(action='refuse_batch', times=None, status=404, body='{}')
        assert here.run('dokploy_registry', name='Company', state='absent')['used_by'] == told['used_by']


def test_what_a_key_may_not_read_is_unverified():
    with dokploy() as here:
        here.call('sshKey.create', name='Deploy', privateKey='S3CRET-1', publicKey='x', organizationId='')
        row = here.call('application.create', name='web', environmentId=here.run('dokploy_environment_info', project='shop')['environments'][0]['id'])
        key = here.simulator.member_key(services=[row['applicationId']], grants={'sshKeys': {'read': True, 'delete': True}, 'service': {'read': False}})
        done = here.run('dokploy_ssh_key', name='Deploy', state='absent', api_key=key)
        assert not done.failed and done['unverified'] == ['application.one', 'server.all'], done


def test_a_user_with_a_git_provider_or_an_organization_is_kept():
    with dokploy() as here:
        invited = {'email': 'dev@example.com', 'password': 'S3CRET-99', 'role': 'member'}
        user = here.call('user.createUserWithCredentials', **invited)['userId']
        here.call('bitbucket.create', name='Ours', authId='a', bitbucketUsername='u', bitbucketEmail='u@example.com', apiToken='S3CRET-1')
        next(iter(here.simulator.store.gitProviders.values()))['userId'] = user
        here.call('organization.create', name='Second')
        next(iter(here.simulator.store.organizations.values()))['ownerId'] = user
        for check_mode in (True, False):
            told = here.run('dokploy_user', check_mode=check_mode, email='dev@example.com', state='absent')
            assert told.failed and 'the user owns Git provider Ours, organization Second; nothing was changed' in told['msg'] and not here.writes, told
            assert told['used_by'] == ['Git provider Ours', 'organization Second'] and told['next_step'].startswith('Dokploy would remove these'), told
        assert here.run('dokploy_user', email='dev@example.com', state='absent', force=True)['changed'] and here.writes == ['user.remove']
