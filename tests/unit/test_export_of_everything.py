# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server with every kind of resource that a manifest can hold: exported, applied without a change, removed, and made again from its export."""

from __future__ import annotations

import copy
import json

from ansible_collections.community.dokploy.plugins.module_utils._api import observe_many
from ansible_collections.community.dokploy.plugins.module_utils._bulk.catalog import KINDS
from ansible_collections.community.dokploy.plugins.module_utils._bulk.export import fill_secrets
from cases import ai_provider, certificate, destination, dns_record, network, vault_provider
from integration.test_live_resources import filled
from simulator import World
from support.generate import list_modules
from support.inprocess import dokploy
from unit.test_every_record_field import NAMES, THINGS, WORLD


APPLICATION = {'source': {'type': 'docker', 'image': 'nginx:1.27'}}
# Beside the resources of test_every_record_field: label -> (module, options).
MORE = {
    'application': ('dokploy_application', {'project': 'shop', 'environment': 'production', 'name': 'web', 'state': 'present', **APPLICATION}),
    'database': ('dokploy_database', {'project': 'shop', 'environment': 'production', 'name': 'db', 'kind': 'postgres', 'image': 'postgres:18',
                                      'database': 'shop', 'user': 'shop', 'state': 'present'}),
    'tag': ('dokploy_tag', {'name': 'Shops', 'color': '#112233'}),
    'destination': ('dokploy_destination', dict(destination.VALUES, name='Backups')),
    'other destination': ('dokploy_destination', dict(destination.VALUES, name='Others')),
    'certificate': ('dokploy_certificate', dict(certificate.VALUES, name='own')),
    'network': ('dokploy_network', dict(network.VALUES, name='backend')),
    'vault_provider': ('dokploy_vault_provider', {'name': 'secrets', **vault_provider.HASHICORP}),
    'dns_provider': ('dokploy_dns_provider', {'name': 'dns', 'cloudflare': {'api_token': 'S3CRET-1'}}),
    'backup of Dokploy': ('dokploy_backup', {'web_server': True, 'prefix': 'own', 'cron': '0 2 * * *', 'destination': 'Backups'}),
    'dns_record': ('dokploy_dns_record', dict(dns_record.BASE, **dns_record.VALUES)),
}


def name_thing(label, module):
    """The name of one of THINGS: those of some providers have no spaces."""
    return label.replace(' ', '-') if module in ('dokploy_vault_provider', 'dokploy_dns_provider') else label


def make_everything(here):
    """One record of each kind and type, with a name of its own."""
    here.simulator.licence = True       # roles require it
    for module, options in MORE.values():
        made = here.run(module, **options)
        assert not made.failed, (module, made.get('msg'))
    # A compose service first: backups belong to it.
    for label, (module, base, values, dummy) in sorted(THINGS.items(), key=lambda one: one[0] != 'compose'):
        if label in ('tag', 'destination', 'organization', 'user'):
            continue
        name = name_thing(label, module)
        names = dict(NAMES, **{'@name': name, 'one-name': name, 'other': label.replace(' ', '-')})
        made = here.run(module, **dict(filled(base, names), **filled(values, NAMES)))
        assert not made.failed, (label, made.get('msg'))


def fill_what_is_not_shown(manifest, lost):
    """The manifest with the options that the server does not show, as they were given."""
    given = {options['name']: options for dummy, options in MORE.values() if 'name' in options}
    given.update({name_thing(label, module): values for label, (module, dummy, values, dummy2) in THINGS.items()})
    for line in lost:
        entry, colon, rest = line.partition(': ')
        for row in [one for rows in manifest.values() for one in rows if colon and entry.endswith(' %s' % one.get('name'))]:
            path = rest.partition(',')[0].split('.')
            row.setdefault(path[0], {})[path[1]] = given[row['name']][path[0]].get(path[1])
    for row in manifest['vault_providers'] + manifest['dns_providers']:
        row['test'] = False             # the world has not all of them
    return manifest


def fill_world():
    """The world in which everything can be made."""
    return World.from_dict(dict(WORLD, listeners=[vault_provider.URL, *WORLD['listeners']], zones=dns_record.WORLD['zones'], ai=ai_provider.WORLD['ai']))


def test_everything_that_a_manifest_can_hold_is_exported_applied_without_a_change_and_made_again():
    with dokploy(world=fill_world()) as here:
        make_everything(here)
        exported = here.run('dokploy_manifest_info', include_secrets=True)
        assert not exported.failed, exported['msg']
        manifest, lost = fill_secrets(exported['manifest'], exported['secrets']), exported['not_expressed']
        shop = next(one for one in manifest['projects'] if one['name'] == 'shop')
        place = shop['environments'][0]
        assert {one.key for one in KINDS} - {*manifest, *shop, *place} == {'dns_records'}
        assert manifest['backups'][0]['web_server'] and {one.get('postgres') for one in place['backups']} >= {'db'}
        assert 'dns_records: they are at the DNS provider, and not read' in lost
        for check_mode in (True, False):
            again = here.run('dokploy_manifest', manifest=copy.deepcopy(manifest), check_mode=check_mode)
            assert not again.failed and not again['changed'] and not here.writes, (again.get('msg'), here.writes)
        gone = here.run('dokploy_manifest', manifest=copy.deepcopy(manifest), state='absent')
        assert not gone.failed and here.run('dokploy_manifest_info')['manifest'] == {}, gone.get('msg')
        made = here.run('dokploy_manifest', manifest=fill_what_is_not_shown(copy.deepcopy(manifest), lost))
        assert not made.failed, made['msg']
        again = here.run('dokploy_manifest_info', include_secrets=True)
        assert fill_secrets(again['manifest'], again['secrets']) == manifest and again['not_expressed'] == lost


def test_information_is_the_same_in_batches_and_by_single_reads_one_after_the_other(monkeypatch, report_line):
    """Every information module that needs no name, over a server with every kind of resource; as a text, so that the order counts, too."""
    compared = 0
    with dokploy(world=fill_world()) as here:
        make_everything(here)
        for number in range(5):
            made = here.application(name='web%d' % number, source={'type': 'docker', 'image': 'nginx:1.27'}, domains=[
                {'host': 'web%d.example.com' % number, 'port': 80}])
            assert not made.failed, made.get('msg')
        here.simulator.advance(600)
        # The simulator gives the settings another id at each read.
        for module in [one for one in list_modules() if one.endswith('_info') and one != 'dokploy_settings_info']:
            batched = here.run(module)
            if batched.failed:
                continue
            with monkeypatch.context() as patch:
                patch.setattr(observe_many, 'FEW', 10 ** 6)
                here.simulator.faults.add(action='refuse_batch', times=None, status=404, body='{}')
                single = here.run(module)
                here.simulator.faults.clear()
            for one in (batched, single):
                one.pop('requests', None)
            assert json.dumps(single) == json.dumps(batched), module
            compared += 1
    report_line('batched and single reads: equal results of %d information modules' % compared)
    assert compared > 20
