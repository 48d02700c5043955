# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DNS records at a provider, where a creation writes over what has the name."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED
from cases.record_steps import again, call, case, refused, task

ZONE = {'id': 'z' * 32, 'name': 'example.com', 'records': [{'id': '0' * 32, 'type': 'MX', 'name': 'www.example.com', 'content': 'mail.example.com', 'ttl': 1}]}
WORLD, WHERE = {'zones': {'S3CRET-1': ZONE}}, {'provider': 'dns', 'zone': 'example.com'}
PROVIDER = call('dnsProvider.create', name='dns', config={'providerType': 'cloudflare', 'apiToken': 'S3CRET-1'})
BASE, VALUES = dict(WHERE, name='www.example.com'), {'type': 'A', 'content': '192.0.2.1', 'ttl': 300}


def _record(name, options=None, **more):
    return task(name, dict(BASE, **(options or {})), module='dokploy_dns_record', **more)


def _rows():
    made = _record('create', VALUES, changed=True, actions=['create dns_record'], writes=['dnsProvider.createRecord'])
    moved = _record('another address', {'content': '192.0.2.2'}, changed=True, actions=['update dns_record'], writes=['dnsProvider.updateRecord'],
                    previous={'content': '192.0.2.1'})
    gone = _record('remove', {'state': 'absent'}, changed=True, actions=['delete dns_record'], writes=['dnsProvider.deleteRecord'])
    yield case(
        'DNS record from beginning to end', PROVIDER, _record('check', VALUES, check=True, changed=True, writes=[]), made, again(made), moved, again(moved),
        task('list', WHERE, module='dokploy_dns_record_info', changed=False, shows={
            'dns_records.0.name': 'www.example.com', 'dns_records.0.content': '192.0.2.2', 'dns_records.0.ttl': 300}),
        _record('another type', {'type': 'CNAME', 'content': 'shop.example.com'}, changed=True, writes=['dnsProvider.updateRecord']),
        gone, again(gone), _record('without a time to live', {'type': 'A', 'content': '192.0.2.1'}, changed=True, shows={'dns_record.content': '192.0.2.1'}),
        again(_record('without a time to live', {'type': 'A', 'content': '192.0.2.1'})), versions=(NEWEST,), world=WORLD)
    yield case(
        'DNS record that cannot be meant', PROVIDER,
        refused('no zone', {'provider': 'dns', 'name': 'x'}, 'name the provider and the zone', module='dokploy_dns_record'),
        refused('no name', WHERE, 'name the dns record: name, or record_id', module='dokploy_dns_record'),
        refused('another provider', dict(BASE, provider='other'), '0 DNS providers are named other', module='dokploy_dns_record'),
        refused('another zone', dict(BASE, zone='example.org'), '0 zones are named example.org', module='dokploy_dns_record'),
        refused('half a name', dict(WHERE, name='www', **VALUES), 'must be a full name within the zone', module='dokploy_dns_record'),
        refused('too little', dict(BASE, type='A'), 'type and content are needed', module='dokploy_dns_record'),
        _record('an address that is none', {'type': 'A', 'content': 'nonsense'}, changed=False, failed='must be a valid IPv4 address',
                writes=REFUSED, checked=False),
        versions=(NEWEST,), world=WORLD)
    yield case('DNS record on an older server', refused('create', dict(BASE, **VALUES), 'requires Dokploy v0.30.2', module='dokploy_dns_record'),
               versions=(OLDER,))


CASES = tuple(_rows())
