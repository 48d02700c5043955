# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Providers of secrets and of DNS, whose credentials are masked."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, REFUSED
from cases.record_steps import again, case, refused, steps_of, task

VAULT, DNS = {'name': 'company-vault'}, {'name': 'company-dns'}
URL, TEST, DNS_TEST = 'https://vault.example.com', 'vaultProvider.testConnection', 'dnsProvider.testConnection'
WORLD = {'listeners': [URL]}
NOWHERE = {'hashicorp': {'url': 'https://x.example.com', 'token': 'S3CRET-1'}}
HASHICORP = {'hashicorp': {'url': URL, 'token': 'S3CRET-1'}}
KINDS = {
    'infisical': {'client_id': 'c', 'client_secret': 'S3CRET-1', 'project_id': 'p', 'environment_slug': 'prod'},
    'aws': {'region': 'eu-central-1', 'access_key_id': 'a', 'secret_access_key': 'S3CRET-1'},
    'doppler': {'service_token': 'S3CRET-1'},
    'azure': {'vault_uri': URL, 'tenant_id': 't', 'client_id': 'c', 'client_secret': 'S3CRET-1'},
    'scaleway': {'project_id': 'p', 'secret_key': 'S3CRET-1'},
}


def _vault(name, options=None, **more):
    return task(name, dict(VAULT, **(options or {})), module='dokploy_vault_provider', **more)


def _dns(name, options=None, **more):
    return task(name, dict(DNS, **(options or {})), module='dokploy_dns_provider', **more)


def _rows():
    assigned = {'assignments': [{'project': '@project', 'environments': ['production']}]}
    made = _vault('create', dict(HASHICORP, **assigned), changed=True, actions=['create vault_provider'], writes=[TEST, 'vaultProvider.create'])
    where = _vault('another mount', {'hashicorp': {'mount': 'kv'}}, changed=True, writes=[TEST, 'vaultProvider.update'], previous={'hashicorp.mount': 'secret'})
    yield case(
        'vault provider from beginning to end', _vault('check', HASHICORP, check=True, changed=True), made,
        again(made, unverified=['hashicorp.token']), where, again(where),
        _vault('another token', {'hashicorp': {'token': 'S3CRET-2'}, 'update_secrets': 'always'}, changed=True, writes=[TEST, 'vaultProvider.update']),
        _vault('for the whole project', {'assignments': [{'project': '@project'}]}, changed=True),
        _vault('for nobody', {'assignments': []}, changed=True, writes=['vaultProvider.update']), again(_vault('for nobody', {'assignments': []})),
        _vault('rename', {'rename_to': 'renamed'}, changed=True), task('remove', {'name': 'renamed', 'state': 'absent'}, module='dokploy_vault_provider',
                                                                       changed=True, writes=['vaultProvider.remove']),
        _vault('absent', {'state': 'absent'}, changed=False), versions=(NEWEST,), world=WORLD)
    yield case(
        'vault provider that does not answer',
        _vault('create', NOWHERE, changed=False, failed='fetch failed', writes=REFUSED, checked=False),
        _vault('untested', dict(NOWHERE, test=False), changed=True, writes=['vaultProvider.create']),
        versions=(NEWEST,))
    for kind, values in KINDS.items():
        one = _vault('create', {kind: values, 'test': False}, changed=True, writes=['vaultProvider.create'])
        yield case('vault provider of the type %s' % kind, one, again(one), versions=(NEWEST,))
    yield case(
        'vault provider with something wrong', refused('no type', VAULT, 'name one of hashicorp', module='dokploy_vault_provider'),
        refused('too little', dict(VAULT, aws={'region': 'x'}), 'aws: access_key_id, secret_access_key is needed', module='dokploy_vault_provider'),
        refused('no project', dict(VAULT, assignments=[{'project': 'nothing'}], **HASHICORP), '0 projects are named nothing', module='dokploy_vault_provider'),
        made, refused('another type', dict(VAULT, doppler={'service_token': 'S3CRET-1'}), 'is of the type hashicorp', module='dokploy_vault_provider'),
        versions=(NEWEST,), world=WORLD)
    yield case('providers on an older server', refused('vault', dict(VAULT, **HASHICORP), 'requires Dokploy v0.30.0', module='dokploy_vault_provider'),
               refused('DNS', dict(DNS, cloudflare={'api_token': 'S3CRET-1'}), 'requires Dokploy v0.30.0', module='dokploy_dns_provider'), versions=(OLDER,))
    dns = _dns('create', {'cloudflare': {'api_token': 'S3CRET-1'}}, changed=True, writes=[DNS_TEST, 'dnsProvider.create'])
    other = {'cloudflare': {'api_token': 'S3CRET-3'}, 'update_secrets': 'always'}
    yield case(
        'DNS provider from beginning to end', _dns('check', {'cloudflare': {'api_token': 'S3CRET-1'}}, check=True, changed=True), dns,
        again(dns, unverified=['cloudflare.api_token']),
        _dns('another token', {'cloudflare': {'api_token': 'S3CRET-2'}, 'update_secrets': 'always'}, changed=True, writes=[DNS_TEST, 'dnsProvider.update']),
        _dns('a token that is refused', other, changed=False, failed='Invalid access token', writes=REFUSED, checked=False),
        _dns('rename', {'rename_to': 'renamed'}, changed=True, writes=['dnsProvider.update']),
        task('and back', {'name': 'renamed', 'rename_to': 'company-dns'}, module='dokploy_dns_provider', changed=True, writes=['dnsProvider.update']),
        refused('another type', dict(DNS, route53={'access_key_id': 'a', 'secret_access_key': 'S3CRET-1'}), 'is of the type cloudflare',
                module='dokploy_dns_provider'),
        task('list', {}, module='dokploy_dns_provider_info', changed=False, shows={'dns_providers.0.type': 'cloudflare'}),
        _dns('remove', {'state': 'absent'}, changed=True, writes=['dnsProvider.remove']),
        _dns('absent', {'state': 'absent'}, changed=False),
        _dns('refused', {'cloudflare': {'api_token': 'S3CRET-3'}}, changed=False, failed='Invalid access token', writes=REFUSED, checked=False),
        _dns('untested', {'cloudflare': {'api_token': 'S3CRET-3'}, 'test': False}, changed=True, writes=['dnsProvider.create']),
        versions=(NEWEST,), world={'zones': {one: {'id': 'z' * 32, 'name': 'example.com', 'records': []} for one in ('S3CRET-1', 'S3CRET-2')}})
    steps = list(steps_of({'kind': 'dns_provider', 'id': 'dns_provider_id', 'renamed': 'renamed'}, dict(DNS, test=False), {
        'route53': {'access_key_id': 'a', 'secret_access_key': 'S3CRET-1'}}, ['dnsProvider.create'], {'route53': {'access_key_id': 'b'}},
        {'route53.access_key_id': 'a'}, procedures=('dnsProvider.create', 'dnsProvider.update', 'dnsProvider.remove')))
    yield case('DNS provider of the type route53', *steps, versions=(NEWEST,))


CASES = tuple(_rows())
