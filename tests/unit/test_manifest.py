# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""dokploy_manifest: one document, many resources; plan, apply, interruption, and what is wrong with a document."""

from __future__ import annotations

import contextlib
import copy
import importlib

import jsonschema
import pytest
from ansible_collections.community.dokploy.plugins.module_utils._bulk.catalog import KINDS
from ansible_collections.community.dokploy.plugins.module_utils._bulk.entry_validator import EntryValidator
from ansible_collections.community.dokploy.plugins.module_utils._bulk.export import fill_secrets
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import Masker
from ansible_collections.community.dokploy.plugins.module_utils._module.background import CallerGone
from ansible_collections.community.dokploy.plugins.module_utils._module.definition import ModuleTask, perform
from ansible_collections.community.dokploy.plugins.module_utils._operations.manifest import manifest_module
from support import manifest_schema
from support.generate import list_modules
from support.inprocess import PLUGINS, dokploy

NGINX = {'type': 'docker', 'image': 'nginx:1.27'}


def make_shop(*applications, **more):
    """A manifest of one project with applications, which are names or entries."""
    rows = [one if isinstance(one, dict) else {'name': one, 'source': dict(NGINX)} for one in applications]
    return dict({'projects': [dict({'name': 'shop', 'environments': [{'name': 'production', 'applications': rows}]}, **more.pop('project', {}))]}, **more)


REGISTRY = {'name': 'Company', 'url': 'registry.example.com', 'username': 'deploy', 'password': 'S3CRET-1'}
DATABASE = {'name': 'db', 'kind': 'redis', 'image': 'nginx:1.27'}
COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n'
WHOLE = {
    'defaults': {'application': {'memory_limit': '256M', 'labels': {'team': 'shop'}, 'wait_timeout': 6000}},
    'registries': [REGISTRY],
    'schedules': [{'name': 'nightly', 'cron': '0 3 * * *', 'script': 'true'}],
    'projects': [{
        'name': 'shop', 'env': {'COMPANY': 'Shop'}, 'environments': [{
            'name': 'production', 'env': {'LOG': 'info'},
            'databases': [DATABASE],
            'compose_services': [{'name': 'tools', 'source': {'type': 'raw', 'content': COMPOSE}, 'env': {'TAG': '1.27'}}],
            'applications': [
                {'name': 'backend', 'env': {'TOKEN': 'S3CRET-2'}, 'needs': ['db'], 'source': dict(NGINX, registry='Company')},
                {'name': 'web', 'source': dict(NGINX), 'memory_limit': '512M', 'labels': {'tier': 'front'}, 'needs': ['backend'],
                 'domains': [{'host': 'shop.example.com', 'port': 80}], 'mounts': [{'type': 'volume', 'volume_name': 'data', 'mount_path': '/data'}]},
            ],
            'schedules': [{'name': 'tidy', 'application': 'backend', 'cron': '0 4 * * *', 'command': 'true'}],
        }],
    }],
}
NAMES = [
    'registry Company', 'project shop', 'environment shop/production', 'database shop/production/db',
    'compose shop/production/tools', 'application shop/production/backend',
    'application shop/production/web', 'schedule shop/production/backend/tidy', 'schedule nightly']


@contextlib.contextmanager
def server(version='v0.30.2'):
    """A server without any project, and with a registry that it can log in to."""
    with dokploy(version=version, project=None) as here:
        here.simulator.world.registries['registry.example.com'] = ('deploy', 'S3CRET-1')
        yield here


def apply(here, manifest, check_mode=False, **options):
    return here.run('dokploy_manifest', check_mode=check_mode, manifest=copy.deepcopy(manifest), **options)


def export(here, **options):
    """(the manifest with its secrets filled in, the result)."""
    result = here.run('dokploy_manifest_info', include_secrets=True, **options)
    assert not result.failed and not here.writes, result.get('msg')
    return fill_secrets(result['manifest'], result['secrets']), result


def rows_of(result):
    return {row['name']: row for row in result['resources']}


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_a_whole_shop_is_planned_applied_and_left_alone(version):
    with server(version) as here:
        plan = apply(here, WHOLE, check_mode=True)
        assert not plan.failed and plan['changed'] and not here.writes, plan.get('msg')
        assert [row['name'] for row in plan['resources']] == NAMES and plan['counts']['changed'] == len(NAMES)
        assert not plan.warnings, plan.warnings
        done = apply(here, WHOLE)
        assert not done.failed and done['counts']['changed'] == len(NAMES), done.get('msg')
        assert {name: row['actions'] for name, row in rows_of(done).items()} == {
            name: row['actions'] for name, row in rows_of(plan).items() if name != 'environment shop/production'} | {
                # The project brought it.
                'environment shop/production': ['update environment']}
        again = apply(here, WHOLE)
        assert not again['changed'] and not here.writes and again['counts']['unchanged'] == len(NAMES), again['summary']
        web = here.run('dokploy_application_info', project='shop', environment='production', name='web')['applications'][0]
        assert web['memory_limit'] == '512M' and web['labels'] == {'team': 'shop', 'tier': 'front'} and web['phase'] == 'running'
        assert 'S3CRET' not in str([plan, done, again])


def test_a_plan_has_what_refers_to_what_it_creates():
    """An application that exists gets a registry, a network and a provider of the same manifest; what no entry creates is a warning."""
    more = {'registries': [REGISTRY], 'networks': [{'name': 'inner', 'driver': 'overlay'}],
            'git_providers': [{'name': 'ours', 'bitbucket': {'username': 'ada', 'email': 'ada@example.com', 'api_token': 'S3CRET-3'}}]}
    source = {'type': 'bitbucket', 'provider': 'ours', 'owner': 'a', 'repository': 'b', 'branch': 'main'}
    with server() as here:
        assert not apply(here, make_shop('web')).failed
        plan = apply(here, make_shop({'name': 'web', 'source': dict(NGINX, registry='Company'), 'managed_networks': ['inner']}, {
            'name': 'built', 'source': source}, **more), check_mode=True)
        rows = rows_of(plan)
        assert not plan.failed and not plan.warnings, (plan.get('msg'), plan.warnings)
        assert {'source.registry_url', 'managed_networks'} <= set(rows['application shop/production/web']['previous']) and rows[
            'application shop/production/built']['changed'], rows
        lost = make_shop({'name': 'web', 'source': dict(NGINX, registry='Compny')})
        lost['projects'][0]['environments'][0]['schedules'] = [{'name': 'tidy', 'application': 'nothing', 'cron': '0 4 * * *', 'command': 'true'}]
        plan = apply(here, lost, check_mode=True)
        assert not plan.failed and plan.warnings == [
            'application shop/production/web: source.registry: there is no registry named Compny. The real run needs an earlier task that creates it. '
            'Known: none.',
            'schedule shop/production/nothing/tidy: the application nothing does not exist yet: the real run needs it'], plan.warnings


def test_a_plan_of_changed_parents_is_that_of_the_run():
    """A project, an environment and a registry that exist change, and with them what refers to them."""
    def make(value, **more):
        manifest = make_shop({'name': 'web', 'env': {'X': '${{project.A}}', 'Y': '${{environment.E}}', **more}, 'source': dict(NGINX, registry='Company')},
                             project={'env': {'A': value, 'B': '1'}}, registries=[REGISTRY])
        manifest['projects'][0]['environments'][0]['env'] = {'E': value}
        return manifest
    with server() as here:
        assert not apply(here, make('1')).failed
        changed = make('2', Z='${{project.C}}')
        changed['projects'][0]['env']['C'] = changed['projects'][0]['description'] = 'new'
        changed['registries'] = [dict(REGISTRY, image_prefix='shop')]
        plan, done = apply(here, changed, check_mode=True), apply(here, changed)
        assert not plan.failed and not plan.warnings and not done.failed, (plan.get('msg'), plan.warnings)
        assert [(row['name'], row['actions']) for row in plan['resources']] == [(row['name'], row['actions']) for row in done['resources']]
        assert plan['counts']['changed'] == 4, plan['summary']
        # The value of a variable alone: the application is unchanged, and runs with the old one.
        plan, done = apply(here, make('3'), check_mode=True), apply(here, make('3'))
        assert plan['summary'][:-1] == ['would change ' + one for one in done['summary'][:-1]] and len(done['summary']) == 4, (plan['summary'], done['summary'])


def test_entries_come_after_those_that_they_need():
    with server() as here:
        apply(here, WHOLE)
        order = [one for one in here.writes if one.endswith('.create') or one in ('redis.deploy', 'application.deploy')]
        assert order.index('project.create') < order.index('redis.create') < order.index('redis.deploy') < order.index('application.create')
        assert order.count('application.deploy') == 2
        assert order.index('registry.create') < order.index('application.create') < len(order) - order[::-1].index('schedule.create') - 1


def test_one_that_is_broken_does_not_keep_the_others_from_being_deployed():
    names = ['web%d' % number for number in range(50)]
    rows = [{'name': one, 'source': {'type': 'docker', 'image': 'crash:1' if one == 'web7' else 'nginx:1.27'}, 'wait_timeout': 60000} for one in names]
    with server() as here:
        done = apply(here, make_shop(*rows))
        assert done.failed and done['counts'] == {'resources': 52, 'changed': 51, 'failed': 1, 'not_reached': 0, 'unchanged': 1}
        assert '1 of 52 resources failed' in done['msg'] and 'shop/production/web7' in done['msg'] and 'exit' in done['msg'], done['msg']
        assert [row['name'] for row in done['resources'] if row['failed']] == ['application shop/production/web7']
        assert all(row['phase'] == 'running' for name, row in rows_of(done).items() if name.startswith('application') and not name.endswith('web7'))


def test_what_needs_a_failed_one_is_not_tried_and_says_why():
    rows = [{'name': 'db', 'source': {'type': 'docker', 'image': 'crash:1'}}, {'name': 'web', 'source': dict(NGINX), 'needs': ['db']}, 'other']
    with server() as here:
        done = rows_of(apply(here, make_shop(*rows)))
        web = done['application shop/production/web']
        assert not web['reached'] and web['msg'] == 'not tried, since it needs application shop/production/db, which failed' and not web['failed']
        assert done['application shop/production/other']['changed'] and not done['application shop/production/other']['failed']


def test_on_error_stop_begins_no_other():
    rows = [{'name': 'bad', 'source': {'type': 'docker', 'image': 'crash:1'}}, {'name': 'web', 'source': dict(NGINX), 'needs': []}]
    with server() as here:
        done = apply(here, make_shop(*rows, registries=[dict(REGISTRY, password='wrong')]), on_error='stop', concurrency=1)
        assert done.failed and done['counts']['not_reached'] >= 2, done['summary']


@pytest.mark.parametrize('manifest, words', [
    ([], 'manifest must be a dictionary'),
    ({'project': []}, "project: 'project' is not known: is it projects?"),
    ({'projects': {}}, 'projects: must be a list'),
    ({'projects': [{'environments': []}]}, 'projects[0]: project needs name'),
    (make_shop({'name': 'web', 'sourc': {}}), 'sourc is no option of dokploy_application: is it source?'),
    (make_shop('web', 'web'), 'application shop/production/web is in the manifest twice'),
    (make_shop({'name': 'web', 'needs': ['dd']}), "'dd' names nothing in the manifest"),
    (make_shop({'name': 'a', 'needs': ['b']}, {'name': 'b', 'needs': ['a']}), 'needs itself'),
    (make_shop({'name': 'web', 'memory_limit': '1X'}), 'memory_limit'),
    (make_shop({'name': 'web', 'state': 'absent'}), 'state absent belongs to the module dokploy_application'),
    (make_shop('web', defaults={'aplication': {}}), "'aplication' is not known: is it application?"),
])
def test_what_is_wrong_with_a_document_is_named_before_any_request(manifest, words):
    with server() as here:
        result = apply(here, manifest)
        assert result.failed and words in result['msg'] and not here.writes, result['msg']


def test_everything_that_is_wrong_is_named_at_once_with_its_place():
    with server() as here:
        result = apply(here, make_shop({'name': 'a', 'env': 'S3CRET'}, {'name': 'b', 'replicas': 'many'}), origins={
            'projects[0].environments[0].applications[1]': 'shop.yml:9'})
        assert result.failed and not here.requests and 'S3CRET' not in str(result)
        assert 'env must be a dictionary' in result['msg'] and 'shop.yml:9 (projects[0].environments[0].applications[1])' in result['msg'], result['msg']


def test_absent_removes_what_the_document_has_and_nothing_else():
    with server() as here:
        assert not apply(here, WHOLE).failed
        assert not here.run('dokploy_project', project='other').failed
        assert not here.application(name='web', project='other', source=NGINX).failed
        plan = apply(here, WHOLE, check_mode=True, state='absent')
        assert not plan.failed and not here.writes and plan['counts']['changed'] == len(NAMES) - 1, plan.get('msg')
        done = apply(here, WHOLE, state='absent')
        assert not done.failed and done['counts']['changed'] == len(NAMES) - 1, done.get('msg')
        assert not apply(here, WHOLE, state='absent')['changed']
        assert [one['name'] for one in here.run('dokploy_project_info')['projects']] == ['other']


def test_prune_removes_what_is_left_over_in_named_places_after_all_others():
    with server() as here:
        assert not apply(here, make_shop('web', 'old')).failed
        assert not here.run('dokploy_environment', project='shop', environment='staging').failed
        assert not here.application(name='kept', environment='staging', source=NGINX).failed
        assert not apply(here, make_shop('web'))['changed']
        plan = apply(here, make_shop('web'), prune=['application'], check_mode=True)
        assert [row['name'] for row in plan['resources'] if row['changed']] == ['application shop/production/old'] and not here.writes
        broken = apply(here, make_shop('web', {'name': 'new', 'source': {'type': 'docker', 'image': 'crash:1'}}), prune=['application'])
        assert broken.failed and 'application.delete' not in here.writes
        done = apply(here, make_shop('web', {'name': 'new', 'source': dict(NGINX)}), prune=['application'])
        assert not done.failed and here.writes.count('application.delete') == 1, done.get('msg')
        done = apply(here, make_shop('web'), prune=['application', 'environment'])
        assert not done.failed and [one for one in here.writes if 'delete' in one or 'remove' in one] == [
            'application.delete', 'application.delete', 'environment.remove'], here.writes


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_databases_are_pruned_with_a_second_word_alone(version):
    with server(version) as here:
        manifest = make_shop('web')
        manifest['projects'][0]['environments'][0]['databases'] = [DATABASE]
        assert not apply(here, manifest).failed
        refused = apply(here, make_shop('web'), prune=['database'])
        assert refused.failed and 'prune_data' in refused['msg'] and not here.requests
        done = apply(here, make_shop('web'), prune=['database'], prune_data=True)
        assert not done.failed and 'redis.remove' in here.writes, done.get('msg')


def test_interrupted_at_any_request_it_converges_the_next_time():
    manifest = make_shop({'name': 'web', 'source': dict(NGINX), 'domains': [{'host': 'shop.example.com', 'port': 80}], 'stable_for': 1}, registries=[REGISTRY])
    manifest['projects'][0]['environments'][0]['schedules'] = [{'name': 'tidy', 'application': 'web', 'cron': '0 4 * * *', 'command': 'true'}]
    with server() as here:
        apply(here, manifest, concurrency=2)
        most = here.requests
    assert most > 20
    for number in range(1, most + 1):
        with server() as here:
            here.simulator.faults.add(action='cut_after' if number % 2 else 'cut_before', nth=number, times=None)
            cut = apply(here, manifest, concurrency=2, retries=0, timeout=5)
            here.simulator.faults.clear()
            done = apply(here, manifest)
            assert not done.failed, (number, cut.get('msg'), done.get('msg'))
            again = apply(here, manifest)
            assert not again['changed'] and not here.writes, (number, again['summary'])
            assert len(here.run('dokploy_application_info', project='shop')['applications']) == 1, number


def test_an_update_with_a_prune_that_is_interrupted_at_any_write_converges_the_next_time():
    before = make_shop({'name': 'web', 'source': dict(NGINX), 'stable_for': 1}, {'name': 'old', 'source': dict(NGINX), 'state': 'present'})
    after = make_shop({'name': 'web', 'source': {'type': 'docker', 'image': 'nginx:1.28'}, 'env': {'A': '1'}, 'stable_for': 1,
                       'domains': [{'host': 'shop.example.com', 'port': 80}]})
    with server() as here:
        assert not apply(here, before).failed
        assert not apply(here, after, prune=['application'], concurrency=2).failed and 'application.delete' in here.writes
        written = [number for number, request in enumerate(here.simulator.requests, 1) if request.write]
    assert len(written) > 3
    # What is cut before the first of them changes nothing, and what is cut between two of them is cut before the second.
    for place, number in enumerate([*written, written[-1] + 1]):
        with server() as here:
            assert not apply(here, before).failed
            here.simulator.faults.add(action='cut_after' if place % 2 else 'cut_before', nth=number, times=None)
            cut = apply(here, after, prune=['application'], concurrency=2, retries=0, timeout=5)
            here.simulator.faults.clear()
            done = apply(here, after, prune=['application'])
            assert not done.failed, (number, cut.get('msg'), done.get('msg'))
            again = apply(here, after, prune=['application'])
            assert not again['changed'] and not here.writes, (number, again['summary'])
            left, = here.run('dokploy_application_info', project='shop')['applications']
            assert left['name'] == 'web' and left['running_image'].startswith('nginx:1.28'), number


def test_without_a_caller_on_another_host_no_request_is_sent():
    """As the process that goes on there is told before each request."""
    def gone(writing):
        raise CallerGone('gone')

    with server() as here:
        definition = manifest_module()
        options = ArgumentSpecValidator(definition.argument_spec).validate(
            {'api_url': here.url, 'api_key': here.api_key, 'retries': 0, 'manifest': make_shop('web')}).validated_parameters
        here.simulator.reset_requests()
        result = perform(ModuleTask(
            options=options, masker=Masker(), check_mode=False, warn=print,
            open_live_log=lambda connection: setattr(connection, 'before_request', gone) or print), definition.body)
        assert result['failed'] and 'gone' in result['msg'] and here.simulator.requests == [], result


@pytest.mark.parametrize('arguments', [
    {}, {'name': 'web'}, {'name': 'web', 'project': 'shop', 'mounts': [{'type': 'volume', 'volume_name': 'data', 'target': '/data'}]},
    {'name': 'web', 'source': {'type': 'docker', 'image': 1}, 'domains': [{'host': 'a', 'port': '80'}, {'host': 'b', 'path': '/'}], 'mounts': []},
    {'name': 'web', 'source': {'typ': 'docker'}, 'domains': [{'port': 'x'}]}, {'name': 'web', 'source': None, 'domains': None, 'verify': {'url': 'http://a'}},
    {'name': 'web', 'replicas': 'many'}, {'name': 'web', 'memory_limitt': '1G'}, {'name': 'web', 'image': 'nginx', 'kind': 'redis'}])
def test_options_are_validated_as_by_the_module_of_their_own(arguments):
    """What is left out is validated apart: with the same values, and the same errors."""
    for kind in KINDS:
        spec = kind.define().argument_spec
        validator, whole = EntryValidator(spec), ArgumentSpecValidator(spec).validate(arguments)
        for _time in range(2):
            found = validator.validate(arguments)
            assert found.error_messages == whole.error_messages, kind.module
            assert whole.error_messages or found.validated_parameters == whole.validated_parameters, kind.module


def test_reads_are_few_and_batched():
    with server() as here:
        manifest = make_shop(*['web%d' % number for number in range(30)], defaults={'application': {'wait': False}})
        assert not apply(here, manifest).failed
        here.simulator.clock.advance(600)
        assert not apply(here, manifest)['changed']
        assert here.requests <= 15 and not here.writes, here.requests


def test_applications_that_were_never_deployed_are_looked_at_once():
    """A service that Docker does not list is looked for again only where the application was deployed."""
    with server() as here:
        manifest = make_shop(*['web%d' % number for number in range(30)], defaults={'application': {'state': 'present'}})
        assert not apply(here, manifest).failed
        assert not apply(here, manifest)['changed']
        reads = [name for request in here.simulator.requests for name in request.procedures]
        assert reads.count('application.one') == 30 and not here.writes
        # How many batches they are depends on the moment.
        assert reads.count('swarm.getNodeApps') < 5 and not set(reads) & {'docker.getConfig', 'docker.getServiceContainersByAppName'}, reads


def test_after_a_failure_nothing_else_starts_where_on_error_says_so():
    """More applications than are read at a time: those that were not begun when the first failed are not tried."""
    with server() as here:
        names = ['web%03d' % number for number in range(100)]
        here.simulator.faults.add(action='answer', procedure='application.create', status=400, times=None)
        done = apply(here, make_shop(*names), on_error='stop', concurrency=1)
        counts = done['counts']
        assert done.failed and counts['not_reached'] >= 100 - 96 - 1 and counts['failed'] + counts['not_reached'] == 100, counts


def test_where_batches_are_refused_reads_are_single_and_the_result_is_the_same():
    with server() as here:
        manifest = make_shop('web', 'backend')
        here.simulator.faults.add(action='refuse_batch', times=None, status=404, body='{}')
        assert not apply(here, manifest).failed
        again = apply(here, manifest)
        assert not again.failed and not again['changed'], again['summary']


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_what_is_exported_is_applied_without_a_change_and_makes_the_same_again(version):
    with server(version) as here:
        assert not apply(here, WHOLE).failed
        assert not here.application(name='web', state='stopped').failed
        assert not here.application(name='never', source=NGINX, state='present', env={'A': '${{project.COMPANY}}', 'N': '{{.Node.Hostname}}'},
                                    env_templates=True, healthcheck={'test': ['CMD', 'true'], 'interval': '10s'}, replicas=3).failed
        manifest, told = export(here)
        again = apply(here, manifest)
        assert not again.failed and not again['changed'] and not here.writes, again.get('msg') or again['summary']
        assert not apply(here, manifest, state='absent').failed
        assert here.run('dokploy_project_info')['projects'] == []
        made = apply(here, manifest)
        assert not made.failed, made.get('msg')
        assert export(here)[0] == manifest and told['not_expressed'] == []


def test_what_other_clients_made_and_a_manifest_cannot_express_is_listed():
    """An application without a source, one whose files were uploaded, a setting without an option; as the pages of Dokploy make them."""
    with server() as here:
        assert not apply(here, make_shop('web')).failed
        assert not here.run('dokploy_environment', project='shop', environment='a-staging').failed
        environment = here.run('dokploy_environment_info', project='shop', environment='production')['environments'][0]['id']
        made = [here.call('application.create', name=name, environmentId=environment)['applicationId'] for name in ('bare', 'drop', 'placed')]
        here.call('application.update', applicationId=made[1], sourceType='drop', dropBuildPath='/x')
        here.call('application.update', applicationId=made[2], sourceType='docker', dockerImage='nginx:1.27', placementSwarm={
            'Constraints': ['node.role==manager'], 'Platforms': [{'Architecture': 'amd64', 'OS': 'linux'}]})
        here.call('patch.create', applicationId=made[2], filePath='a.yml', content='a: 1\n', type='create')
        manifest, told = export(here)
        assert told['not_expressed'] == [
            'application shop/production/bare: no source is set: a github source requires source.provider and source.owner and source.repository and '
            'source.branch', 'application shop/production/drop: its uploaded files, which Dokploy does not show',
            'application shop/production/placed: placement.Platforms, for which there is no option']
        again = apply(here, manifest)
        assert not again.failed and not again['changed'] and not here.writes, again.get('msg')
        first, second = manifest['projects'][0]['environments']
        assert (first['name'], second['name']) == ('production', 'a-staging') and first['patches'][0]['content'] == 'a: 1\n'


def test_what_an_older_server_shows_and_cannot_write_is_not_exported():
    with server('v0.28.8') as here:
        here.call('server.create', name='build', description=None, ipAddress='192.0.2.7', port=22, username='root', sshKeyId=None, serverType='build')
        manifest, dummy = export(here)
        assert manifest['servers'] == [{'name': 'build', 'ip_address': '192.0.2.7', 'type': 'build'}]
        again = apply(here, manifest)
        assert not again.failed and not again['changed'] and not here.writes, again.get('msg')


def test_comments_and_the_order_of_variables_survive_an_export():
    text = '# Payment: the old key was S3CRET-old\nZ_KEY=S3CRET-1 # rotated\n\n# Rest\nA=1\n'
    with server() as here:
        assert not apply(here, WHOLE).failed
        backend = here.read('dokploy_application_info', project='shop', name='backend')['applications'][0]
        here.call('application.update', applicationId=backend['id'], env=text)
        assert 'S3CRET' not in str(here.run('dokploy_manifest_info'))
        manifest, dummy = export(here)
        assert not apply(here, manifest).failed and not apply(here, manifest)['changed']
        assert not apply(here, manifest, state='absent').failed and not apply(here, manifest).failed
        entry = manifest['projects'][0]['environments'][0]['applications'][0]
        assert entry['env_layout'] == '# Payment: the old key was S3CRET-old\nZ_KEY # rotated\n\n# Rest\nA' and list(entry['env']) == ['Z_KEY', 'A']
        assert export(here)[0] == manifest


def test_an_export_shows_no_secret_unless_it_is_asked_for():
    with server() as here:
        assert not apply(here, WHOLE).failed
        result = here.run('dokploy_manifest_info')
        assert not result.failed and 'S3CRET' not in str(result) and 'secrets' not in result
        web = result['manifest']['projects'][0]['environments'][0]['applications'][0]
        assert web['env'] == {'TOKEN': '{{ dokploy_secrets["application shop/production/backend"]["env"]["TOKEN"] }}'}


IMITATION = '{{ dokploy_secrets["application shop/production/backend"]["env"]["TOKEN"] }}'
CODE = '{{ dokploy_secrets["x"] | default(lookup("ansible.builtin.pipe", "id")) }}'


def test_no_text_of_the_server_becomes_a_template_of_an_exported_file():
    """Whoever may write a description or a variable could otherwise run code where the manifest is applied, or read a secret of others."""
    dump = importlib.import_module(PLUGINS + 'plugin_utils._manifest_export').dump_yaml
    is_expression = importlib.import_module(PLUGINS + 'module_utils._common.expressions').read_expression
    for text in (CODE, IMITATION + CODE, '{{ dokploy_secrets["a"] }}{{ 1 }}', '{{ dokploy_secrets["a\\q"] }}', '{% if 1 %}', IMITATION + '\n'):
        assert '!unsafe' in dump({'description': text}, is_expression), text
    assert dump({'env': IMITATION}, is_expression) == "env: '%s'\n" % IMITATION and '!unsafe' in dump({'env': IMITATION})
    with server() as here:
        assert not apply(here, WHOLE).failed
        web, = here.read('dokploy_application_info', project='shop', name='web')['applications']
        here.call('application.update', applicationId=web['id'], description=CODE)
        assert export(here)[0]['projects'][0]['environments'][0]['applications'][1]['description'] == CODE
        here.call('application.update', applicationId=web['id'], description=IMITATION)
        refused = here.run('dokploy_manifest_info')
        assert refused.failed and 'projects.0.environments.0.applications.1.description: the text on the server reads as an expression' in refused['msg']


def test_names_of_any_language_are_in_expressions_that_ansible_reads():
    with server() as here:
        name = 'bäckend 🚀 "1" ]["'
        assert not apply(here, make_shop({'name': name, 'source': dict(NGINX), 'env': {'A': 'S3CRET-1'}})).failed
        manifest = here.run('dokploy_manifest_info')['manifest']
        assert manifest['projects'][0]['environments'][0]['applications'][0]['env']['A'].startswith(
            '{{ dokploy_secrets["application shop/production/bäckend 🚀 %221%22 ][%22"]')
        assert not apply(here, export(here)[0])['changed']


def test_projects_are_chosen_by_their_names():
    with server() as here:
        assert not apply(here, WHOLE).failed and not here.run('dokploy_project', project='other').failed
        manifest, dummy = export(here, projects=['other'])
        assert manifest == {'projects': [{'name': 'other', 'environments': [{'name': 'production', 'description': 'Production environment'}]}]}
        missing = here.run('dokploy_manifest_info', projects=['shpo'])
        assert missing.failed and 'no project is named shpo' in missing['msg']


def test_the_schema_takes_what_the_module_takes():
    schema = manifest_schema.make_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(WHOLE, schema)
    for wrong in (make_shop({'name': 'web', 'sourc': {}}), make_shop({'source': {}}), {'project': []}, make_shop({'name': 'web', 'replicas': []})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)
    with server() as here:
        assert not apply(here, WHOLE).failed
        jsonschema.validate(here.run('dokploy_manifest_info')['manifest'], schema)


@pytest.mark.parametrize('kind', KINDS, ids=lambda one: one.kind)
def test_entries_and_modules_have_the_same_options(kind):
    module = importlib.import_module(PLUGINS + 'modules.' + kind.module).DEFINITION
    own = kind.define()
    assert own.argument_spec == module.argument_spec and own.secrets == module.secrets


# Modules whose records a manifest does not hold, and why.
LEFT_OUT = {
    'dokploy_api_key': 'a key is shown once, when it is made', 'dokploy_user': 'users are people, who accept an invitation',
    'dokploy_organization': 'the server has one for each key',
    'dokploy_invitation': 'an invitation is for a person, and ends', 'dokploy_swarm_node': 'nodes join by themselves',
    'dokploy_domain': 'in the list of its service', 'dokploy_mount': 'in the list of its service',
    'dokploy_settings': 'of the server, not of the organization', 'dokploy_forward_auth': 'of the server, not of the organization',
}


def test_each_record_is_in_a_manifest_or_left_out_for_a_reason():
    held = {one.module for one in KINDS} | set(LEFT_OUT)
    pairs = {one for one in list_modules() if one + '_info' in list_modules()} - {
        'dokploy_deployment', 'dokploy_traefik', 'dokploy_preview_deployment', 'dokploy_manifest', 'dokploy_docker_cleanup'}
    assert not pairs - held, 'add them to _bulk/catalog.KINDS, or to LEFT_OUT with the reason'
    assert not set(LEFT_OUT) - pairs


STAGING = {'name': 'staging', 'copy_of': 'production', 'copy_domains': 'staging.{host}', 'copy_env': ['LOG', 'TAG']}


def copy_into(environment):
    return {'projects': [{'name': 'shop', 'environments': [environment]}]}


def test_an_environment_is_copied_with_names_of_its_own_and_secrets_are_asked_for():
    with server() as here:
        assert not apply(here, WHOLE).failed
        asked = apply(here, copy_into(STAGING))
        assert asked.failed and 'env of backend has no value in the copy for TOKEN: set it, or name it in copy_env' in asked['msg'] and not here.writes
        wanted = copy_into(dict(STAGING, applications=[{'name': 'backend', 'env': {'TOKEN': 'S3CRET-staging'}, 'replicas': 2}]))
        done = apply(here, wanted)
        assert not done.failed and 'S3CRET' not in str(done), done.get('msg')
        assert not apply(here, wanted)['changed']
        rows = {one['name']: one for one in here.run('dokploy_application_info', project='shop', environment='staging', include_secrets=True)['applications']}
        assert rows['backend']['env'] == {'TOKEN': 'S3CRET-staging'} and rows['backend']['replicas'] == 2
        assert [one['host'] for one in rows['web']['domains']] == ['staging.shop.example.com'] and rows['web']['memory_limit'] == '512M'
        assert [one['volume_name'] for one in rows['web']['mounts']] == ['staging-data']
        before, after = (here.run('dokploy_database_info', project='shop', environment=one, include_secrets=True)['databases'][0] for one in (
            'production', 'staging'))
        assert before['password'] != after['password'] and before['running_image'] == after['running_image']


def test_a_copy_is_created_with_its_source():
    """On an empty server, with the defaults of the source; the second run, which reads the server, changes nothing."""
    manifest = make_shop({'name': 'web', 'env': {'LOG': 'info', 'TOKEN': 'S3CRET-1'}, 'domains': [{'host': 'shop.example.com', 'port': 80}]})
    production = manifest['projects'][0]['environments'][0]
    production['defaults'] = {'application': {'source': dict(NGINX), 'memory_limit': '128M'}}
    manifest['projects'][0]['environments'].append(dict(STAGING, applications=[{'name': 'web', 'env': {'TOKEN': 'S3CRET-2'}}]))
    with server() as here:
        for again in (False, True):
            done = apply(here, manifest)
            assert not done.failed and done['changed'] is not again, (done.get('msg'), done['summary'])
        web = here.run('dokploy_application_info', project='shop', environment='staging', name='web')['applications'][0]
        assert web['memory_limit'] == '128M' and [one['host'] for one in web['domains']] == ['staging.shop.example.com'] and web['phase'] == 'running', web


@pytest.mark.parametrize('odd', [{'projects': 'shop'}, {'projects': ['shop']}, {'projects': [{'name': 'shop', 'environments': ['x', {'copy_of': 'y'}]}]}, {
    'projects': [{'name': 1, 'environments': [{'name': 'a', 'copy_of': 'b'}]}]}, {'projects': [{'name': 'shop', 'environments': {'copy_of': 'y'}}]}])
def test_a_manifest_of_odd_shapes_is_refused_in_words(odd):
    with server() as here:
        result = apply(here, odd)
        assert result.failed and 'fault of this collection' not in result['msg'] and not here.writes, result['msg']


def test_a_copy_of_nothing_is_named():
    with server() as here:
        assert not apply(here, WHOLE).failed
        result = apply(here, copy_into(dict(STAGING, copy_of='prod')))
        assert result.failed and 'the project shop has no environment prod, neither on the server nor in the manifest' in result['msg'] and not here.writes
