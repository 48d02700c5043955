# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a removal takes from what used the record, without a word of Dokploy's: it is refused, and what force leaves is said by the next task of its users."""

from __future__ import annotations

from cases import destination, network, registry, sources, ssh_key, vault_provider
from cases.model import GIT, NEWEST, NGINX
from cases.record_steps import again, call, case, refused, task

WEB = {'project': '@project', 'environment': 'production', 'name': 'web', 'state': 'present'}
BACKUP = {'project': '@project', 'environment': 'production', 'postgres': 'db', 'prefix': 'nightly'}
DB = call('postgres.create', name='db', environmentId='@environment_id', appName='shop-db', databaseName='shop', databaseUser='u',
          databasePassword='S3CRET-9', dockerImage='postgres:17')
STACK = call('compose.create', name='stack', environmentId='@environment_id', composeType='docker-compose', appName='shop-stack')
KEY = {'name': 'deploy-key'}
USED_BY_WEB = 'application @project/production/web'


def _web(name, options=None, **more):
    return task(name, dict(WEB, **(options or {})), module='dokploy_application', **more)


def _record(kind, name, options, **more):
    return task(name, options, module='dokploy_' + kind, changed=True, **more)


def _removal(kind, base, users, remove):
    """The steps of the removal of a record in use: refused, also in check mode, and removed with force."""
    gone, words = dict(base, state='absent'), ['is used by'] + users[:5]
    yield refused('refused in check mode', gone, words, module='dokploy_' + kind, check=True, shows={'used_by': users})
    yield refused('refused', gone, words, module='dokploy_' + kind, shows={'used_by': users}, requests=3)
    yield _record(kind, 'remove it', dict(gone, force=True), writes=[remove], actions=['delete ' + kind], shows={'used_by': users})
    yield task('removed again', gone, module='dokploy_' + kind, changed=False, writes=[], requests=1)


def _rows():
    uses = {'rollback_registry': 'Company'}
    made = _record('registry', 'registry', dict(registry.BASE, **registry.VALUES))
    used = _web('use it', uses, changed=True, shows={'application.rollback_registry': 'Company'})
    yield case(
        'registry that an application loses', made, _web('application', {'source': NGINX}, changed=True), used, again(used),
        *_removal('registry', registry.BASE, [USED_BY_WEB], 'registry.remove'),
        _web('nothing is left of it', {}, changed=False, writes=[], shows={'application.rollback_registry': None}),
        refused('it is missed', dict(WEB, **uses), 'there is no registry named Company', module='dokploy_application'),
        made, used, again(used), _web('used no more', {'unset': ['rollback_registry']}, changed=True),
        _record('registry', 'what nothing uses is removed', dict(registry.BASE, state='absent'), shows={'used_by': []}), world=registry.WORLD)
    source = {'source': dict(GIT, url='git@git.example.com:shop.git', ssh_key='deploy-key')}
    key = _record('ssh_key', 'key', dict(KEY, **ssh_key.VALUES))
    yield case(
        'SSH key that an application loses', key, _web('application', source, changed=True), STACK,
        call('compose.update', composeId='@compose:stack', sourceType='git', customGitSSHKeyId='@ssh_key:deploy-key'),
        call('server.create', name='far', description='', ipAddress='192.0.2.1', port=22, username='root', sshKeyId='@ssh_key:deploy-key', serverType='deploy'),
        *_removal('ssh_key', KEY, [USED_BY_WEB, 'compose @project/production/stack', 'server far'], 'sshKey.remove'),
        refused('it is missed', dict(WEB, **source), 'there is no SSH key named deploy-key', module='dokploy_application'),
        refused('nothing is built without it', dict(WEB, state='started'), 'requires source.ssh_key', module='dokploy_application'),
        key, _web('again', source, changed=True), again(_web('again', source)))
    values = {'cron': '0 3 * * *', 'destination': 'Backups', 'database': 'shop'}
    volume = {'project': '@project', 'environment': 'production', 'postgres': 'db', 'name': 'volume', 'cron': '0 2 * * *', 'destination': 'Backups',
              'volume_name': 'data'}
    to = _record('destination', 'destination', dict(destination.BASE, test=False, **destination.VALUES))
    yield case(
        'destination that takes its backups along', to, DB, _record('backup', 'backup', dict(BACKUP, **values), writes=['backup.create']),
        _record('volume_backup', 'volume backup', volume, writes=['volumeBackups.create']),
        _record('backup', 'backup of Dokploy', {'web_server': True, 'prefix': 'own', 'cron': '0 3 * * *', 'destination': 'Backups'}),
        *_removal('destination', destination.BASE, [
            'backup nightly of postgres @project/production/db', 'volume backup volume of postgres @project/production/db', 'backup own'],
            'destination.remove'),
        task('its backup is gone', dict(BACKUP, state='absent'), module='dokploy_backup', changed=False, writes=[]),
        refused('it is missed', dict(BACKUP, **values), 'there is no destination named Backups', module='dokploy_backup'),
        to, _record('backup', 'made again', dict(BACKUP, **values), writes=['backup.create']))
    for kind in ('gitea', 'bitbucket'):
        yield case(
            'Git provider that an application loses: %s' % kind, sources.provider(kind), _web('application', sources.source(kind), changed=True),
            *_removal('git_provider', {'name': 'Company Git'}, [USED_BY_WEB], 'gitProvider.remove'),
            world={'repositories': {sources.SERVERS[kind] + '/shop/pages.git': sources.MAIN}})
    vault = dict(vault_provider.VAULT, test=False, **vault_provider.HASHICORP)
    refers = {'source': NGINX, 'env': {'PASSWORD': '${{vault.%s.shop/password}}' % vault_provider.VAULT['name']}}
    yield case(
        'vault provider that variables refer to', _record('vault_provider', 'provider', vault), _web('application', refers, changed=True), DB,
        *_removal('vault_provider', vault_provider.VAULT, [USED_BY_WEB], 'vaultProvider.remove'),
        _record('vault_provider', 'again', vault), _web('no more', {'env_remove': ['PASSWORD']}, changed=True),
        task('environment', {'project': '@project', 'environment': 'production', 'env': refers['env']}, module='dokploy_environment', changed=True),
        refused('what all services of an environment need', dict(vault_provider.VAULT, state='absent'), [USED_BY_WEB, 'postgres @project/production/db'],
                module='dokploy_vault_provider'), versions=(NEWEST,))
    yield case(
        'network that services lose', _record('network', 'network', dict(network.BASE, **network.VALUES)),
        _web('application', {'source': NGINX, 'managed_networks': [network.BASE['name']]}, changed=True),
        *_removal('network', network.BASE, [USED_BY_WEB], 'network.remove'), versions=(NEWEST,))
    server = {'name': 'far', 'state': 'absent'}
    yield case(
        'server that something is on',
        call('sshKey.create', name='key', privateKey='S3CRET-1', publicKey='x', organizationId=''),
        call('server.create', name='far', description='', ipAddress='192.0.2.1', port=22, username='root', sshKeyId='@ssh_key:key', serverType='deploy'),
        call('application.create', name='web', environmentId='@environment_id', appName='shop-web', serverId='@server:far'),
        _record('schedule', 'schedule', {'server': 'far', 'name': 'tidy', 'cron': '0 1 * * *', 'script': 'true'}),
        refused('refused', server, [USED_BY_WEB, 'schedule tidy', 'Dokploy would remove its certificates'], module='dokploy_server'),
        task('refused by Dokploy, too', dict(server, force=True), module='dokploy_server', failed='Server has active services', checked=False),
        call('application.delete', applicationId='@id'),
        refused('refused for its schedule', server, 'is used by schedule tidy', module='dokploy_server'),
        _record('server', 'removed with it', dict(server, force=True), shows={'used_by': ['schedule tidy']}))


CASES = tuple(_rows())
