# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An export has each setting of a service, or lists it: every key that the simulator stores is set to another value, each in a service of its own.

The simulator's keys are held to those of live servers by the replay of the recordings.
"""

from __future__ import annotations

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._bulk.export import fill_secrets
from ansible_collections.community.dokploy.plugins.module_utils._planning.unexpressed import CHILD_FACTS, FACTS
from ansible_collections.community.dokploy.plugins.module_utils._resources.services import SERVICES
from cases.sources import AUTHORISED, GIT_SOURCES, REPOSITORIES
from simulator import World
from simulator.procedures.providers import by_hand
from support.inprocess import dokploy
from unit.test_every_field import LEFT_OUT

RAW = {'type': 'raw', 'content': 'services:\n  web:\n    image: nginx:1.27\n'}
DATABASE = {'image': 'nginx:1.27', 'database': 'shop', 'user': 'shop'}
# name -> (module, kind in SERVICES, options): services of each kind, and of sources that use few of the keys.
BASES = {
    'docker': ('dokploy_application', 'application', {'source': {'type': 'docker', 'image': 'nginx:1.27'}}),
    **{kind: ('dokploy_application', 'application', {'source': source}) for kind, source in GIT_SOURCES.items() if kind in ('git', *AUTHORISED)},
    'raw': ('dokploy_compose', 'compose', {'source': RAW}),
    'stack': ('dokploy_compose', 'compose', {'source': RAW, 'type': 'stack'}),
    **{kind: ('dokploy_database', kind, dict({name: value for name, value in DATABASE.items() if name in {
        item.option for item in SERVICES[kind].fields}}, kind=kind)) for kind in SERVICES if kind not in ('application', 'compose')},
}
# Values of keys whose present one does not show what another may be.
JSON = {
    'healthCheckSwarm': {'Test': ['CMD', 'true']}, 'restartPolicySwarm': {'Condition': 'none'}, 'placementSwarm': {'Constraints': ['node.role==manager']},
    'updateConfigSwarm': {'Parallelism': 3}, 'rollbackConfigSwarm': {'Parallelism': 3}, 'modeSwarm': {'Global': {}}, 'labelsSwarm': {'team': 'shop'},
    'networkSwarm': [{'Target': 'other'}], 'endpointSpecSwarm': {'Mode': 'dnsrr'}, 'ulimitsSwarm': [{'Name': 'nofile', 'Soft': 1024}],
    'stopGracePeriodSwarm': 5000000000, 'serviceNetworks': [{'serviceName': 'web', 'networkIds': ['x'], 'detachDokployNetwork': True}],
    'networkIds': ['gone'], 'args': ['-x'], 'watchPaths': ['src/**'], 'previewLabels': ['preview'],
    'memoryLimit': '134217728', 'memoryReservation': '134217728', 'cpuLimit': '500000000', 'cpuReservation': '500000000',
    'externalPort': 15432, 'externalGRPCPort': 15001, 'externalAdminPort': 15000,
    **dict.fromkeys(('env', 'buildArgs', 'buildSecrets', 'previewEnv', 'previewBuildArgs', 'previewBuildSecrets'), 'A=1'), 'previewPort': 8080,
    'buildType': 'static', 'triggerType': 'tag', 'composeType': 'stack', 'sqldNode': 'replica', 'previewCertificateType': 'letsencrypt',
    'enabled': True, 'isStaticSpa': True,
}


def another(key, value):
    """A value of a key that is not the present one."""
    if isinstance(value, bool):
        return not value
    if key in JSON and JSON[key] != value:
        return JSON[key]
    return value + 1 if isinstance(value, int) else 'docker-compose' if key == 'composeType' else 'another'


@pytest.mark.parametrize('base, version', [(base, version) for base in BASES for version in ('v0.30.2', 'v0.28.8') if (base, version) != ('libsql', 'v0.28.8')])
def test_every_setting_of_a_service_is_exported_or_listed(base, version):
    module, kind, options = BASES[base]
    resource = SERVICES[kind]
    with dokploy(version=version, world=World.from_dict({'repositories': REPOSITORIES, 'any_image': True})) as here:
        if base in AUTHORISED:
            by_hand(here.simulator, base, 'First Git', **AUTHORISED[base])
        made = here.run(module, project='shop', environment='production', name='base', state='present', **options)
        assert not made.failed, made['msg']
        table = here.simulator.store.tables[{'application': 'applications'}.get(kind, kind)]
        own = next(row for row in table.values() if row['name'] == 'base')
        keys = [key for key in own if key not in FACTS | {resource.id}]
        for key in keys:
            changed = dict(own, name=key, appName=key, **{resource.id: key})
            changed[key] = another(key, own[key])
            table[key] = changed
        exported = here.run('dokploy_manifest_info', projects=['shop'], include_secrets=True)
        assert not exported.failed, exported.get('msg')
        place = fill_secrets(exported['manifest'], exported['secrets'])['projects'][0]['environments'][0]
        rows = {one.pop('name'): one for one in next(place[name] for name in ('applications', 'compose_services', 'databases') if name in place)}
        prefix = '%s shop/production/' % resource.kind
        lost = {}
        for line in exported['not_expressed']:
            name, colon, words = line[len(prefix):].partition(': ')
            lost.setdefault(name, []).append(words)
        same = [key for key in keys if rows[key] == rows['base'] and lost.get(key) == lost.get('base')]
        assert not same, same
        # What is as Dokploy makes it is not listed.
        assert not lost.get('base'), lost['base']


def test_what_no_option_of_a_child_expresses_is_listed():
    with dokploy() as here:
        for name, (module, options) in {'docker': ('dokploy_application', {'domains': [{'host': 'a.example.com', 'port': 80}]}), 'raw': (
                'dokploy_compose', {'mounts': [{'file_path': 'a.conf', 'content': 'x'}]})}.items():
            made = here.run(module, project='shop', environment='production', name=name, state='present', **BASES[name][2], **options)
            assert not made.failed, made['msg']
        assert here.run('dokploy_manifest_info')['not_expressed'] == []
        next(iter(here.simulator.store.domains.values()))['forwardAuthEnabled'] = True
        compose, = here.simulator.store.compose
        here.call('mounts.create', type='volume', volumeName='data', mountPath='/data', serviceId=compose, serviceType='compose')
        assert here.run('dokploy_manifest_info')['not_expressed'] == [
            'application shop/production/docker: domain a.example.com/: forwardAuthEnabled, for which there is no option',
            *['compose shop/production/raw: mount: %s, for which there is no option' % key for key in ('mountPath', 'type', 'volumeName')]]


def test_no_setting_is_taken_for_a_fact():
    """A key that Dokploy's update takes is a fact for the reason that it has in docs/fields.md."""
    written = {item.key for one in SERVICES.values() for dummy, item in one.flat()} - {'sourceType'}
    assert not FACTS & written and not CHILD_FACTS & {item.key for one in SERVICES.values() for dummy, dummy2, child in one.children for item in child.fields}
    shown_by_pages = {key for key, why in LEFT_OUT.items() if why.startswith('no page')}
    assert shown_by_pages == {'title', 'subtitle', 'enabled'} and not shown_by_pages & FACTS
