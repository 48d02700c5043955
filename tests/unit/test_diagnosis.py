# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every finding is produced by an application that is broken in that way, and by none that is well."""

from __future__ import annotations

import base64
import http.server
import importlib
import os
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from cases.model import CRASH, GIT, NEWEST, NGINX, VERSIONS
from simulator import Behaviour, Commit, Fault, Image, Repository
from simulator.procedures.providers import by_hand
from support import paths
from support.inprocess import PLUGINS, dokploy

judge = importlib.import_module(PLUGINS + 'module_utils._diagnosis.judge')
git_rules = importlib.import_module(PLUGINS + 'module_utils._diagnosis.rules.git')
case_of = importlib.import_module(PLUGINS + 'module_utils._diagnosis.case')
registry_probe = importlib.import_module(PLUGINS + 'module_utils._diagnosis.registry_probe')
listening = importlib.import_module(PLUGINS + 'module_utils._diagnosis.listening')
moments = importlib.import_module(PLUGINS + 'module_utils._common.timestamps')

DOMAIN = {'host': 'shop.example.com', 'port': 80}
WEB = {'project': 'shop', 'environment': 'production', 'name': 'web'}
NEW_ONLY = (NEWEST,)
SHOP = 'https://git.example.com/shop.git'


@dataclass(frozen=True)
class Row:
    """A finding, and how an application gets it."""

    code: str
    arrange: Any
    seen: str = ''                # must be in what was seen
    versions: tuple = VERSIONS
    also: tuple = ()              # other findings that may stand beside it
    name: str = ''
    repairs: Any = None           # the steps that may repair it
    options: dict = field(default_factory=dict)


def image(here, reference, **values):
    here.simulator.world.images[reference] = Image(name=reference, **values)
    return {'type': 'docker', 'image': reference}


def commit(here, branch='main', **values):
    here.simulator.world.repositories[SHOP].branches[branch] = Commit(message='One', **values)
    return dict(GIT, branch=branch)


def begin(here, seconds=60, **options):
    """The application, deployed and left to itself for a while."""
    made = here.application(**dict({'wait': False}, **options))
    assert not made.failed, made
    here.simulator.advance(seconds)
    return made


def record(here, name='web'):
    return next(row for row in here.simulator.store.applications.values() if row['name'] == name)


def failing(source=None, seconds=60, **options):
    """A row's arrangement: this source (a dictionary, or a function that makes one) is deployed."""
    def arrange(here):
        begin(here, seconds, source=source(here) if callable(source) else source, **options)
    return arrange


def unread_logs(arrange):
    """A row's arrangement: a proxy forwards no WebSockets, and the API of this version shows no logs."""
    def arrange_unread(here):
        here.simulator.streams = False
        return arrange(here)
    return arrange_unread


def log_of(text, **values):
    """A row's arrangement: a build that ends with these lines."""
    def arrange(here):
        begin(here, source=commit(here, outcome='step', steps=text.splitlines(), **values))
    return arrange


def lost_job(here):
    begin(here, 10, source=commit(here, build_seconds=500.0))
    here.simulator.deployments.lose(record(here)['applicationId'])


def marked(here):
    begin(here, source=NGINX)
    here.call('application.markRunning', applicationId=record(here)['applicationId'])


def blocked(here):
    begin(here, 5, name='slow', source=commit(here, build_seconds=500.0))
    begin(here, 5, source=NGINX)


def configured(name='web', port=None, **values):
    """A row's arrangement: this is stored in Dokploy's pages, and deployed there."""
    def arrange(here):
        begin(here, 0, name=name, source=NGINX, state='present')
        row = record(here, name)
        if values:
            here.call('application.update', applicationId=row['applicationId'], **values)
        if port:
            here.call('port.create', applicationId=row['applicationId'], **port)
        here.call('application.deploy', applicationId=row['applicationId'])
        here.simulator.advance(30)
    return arrange


def same_port(mode):
    def arrange(here):
        for name in ('first', 'web'):
            configured(name, port={'publishedPort': 8080, 'targetPort': 80, 'protocol': 'tcp', 'publishMode': mode})(here)
    return arrange


def swapped(source, before=None, **options):
    """It runs well, and then gets another source or other options."""
    def arrange(here):
        begin(here, source=before(here) if callable(before) else before or NGINX, **options.get('first', {}))
        begin(here, source=source(here) if callable(source) else source, **options.get('then', {}))
    return arrange


def crash_before(here):
    """A version that does not run either."""
    return image(here, 'early:1', exit_code=4)


def removed_image(here):
    begin(here, source=dict(GIT))
    here.simulator.scale(record(here)['appName'], 0)
    here.simulator.advance(30)
    here.simulator.prune_images()
    here.simulator.scale(record(here)['appName'], 1)
    here.simulator.advance(30)


def removed_image_stopped(here):
    begin(here, source=dict(GIT))
    here.application(state='stopped')
    here.simulator.advance(30)
    here.simulator.prune_images()


def stored(here):
    begin(here, source=NGINX)
    here.call('application.update', applicationId=record(here)['applicationId'], env='A=1')


def orphaned(here):
    """Its tasks are lost with their node, again and again, which no other finding knows of."""
    begin(here, source=NGINX)
    service, = here.simulator.local.services.values()
    for number in range(4):
        service.tasks.append(service.tasks[0].__class__(here.simulator.local, service, 1, desired='shutdown'))
        service.tasks[-1].state, service.tasks[-1].order = 'orphaned', number
    service.tasks = service.tasks[1:]


def refused_task(error):
    """A row's arrangement: the engine refuses each task with these words."""
    def arrange(here):
        begin(here, source=NGINX)
        service, = here.simulator.local.services.values()
        for number in range(4):
            service.tasks.append(service.tasks[0].__class__(here.simulator.local, service, 1, desired='shutdown'))
            service.tasks[-1].state, service.tasks[-1].order, service.tasks[-1].error = 'rejected', number, error
        service.tasks = service.tasks[1:]
    return arrange


def registry(status=200, digest=64 * 'f', wants='', **stored):
    """A row's arrangement: a registry on loopback, which is asked by HTTP, holds the image that runs; C(wants): the password that it takes."""
    wanted = 'Basic ' + base64.b64encode(('puller:' + wants).encode()).decode()

    class Registry(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            assert self.path == '/v2/shop/web/manifests/1'
            given = self.headers.get('Authorization')
            assert given is None or wants
            refused = wants and given != wanted
            self.send_response(401 if refused else status)
            self.send_header('WWW-Authenticate', 'Basic realm="x"') if refused else self.send_header('Docker-Content-Digest', 'sha256:' + digest)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    def arrange(here):
        server = http.server.HTTPServer(('127.0.0.1', 0), Registry)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = '127.0.0.1:%d' % server.server_port
        here.simulator.world.registries.update({address: ('puller', 'S3CRET-old')} if stored else {})
        begin(here, source=dict(image(here, address + '/shop/web:1'), **{key: value % {'address': address} for key, value in stored.items()}))
        return {'probe_registry': True}
    return arrange


SAVED = {'registry_url': 'http://%(address)s/', 'username': 'puller', 'password': 'S3CRET-old'}


@pytest.mark.parametrize(('text', 'parts'), [
    ('nginx', ('registry-1.docker.io', 'library/nginx', 'latest')), ('bitnami/nginx:1', ('registry-1.docker.io', 'bitnami/nginx', '1')),
    ('ghcr.io/a/b:2', ('ghcr.io', 'a/b', '2')), ('localhost:5000/web:1', ('localhost:5000', 'web', '1')),
    ('web:1@sha256:' + 64 * 'a', ('registry-1.docker.io', 'library/web', ''))])
def test_parts_of_an_image(text, parts):
    assert registry_probe.split_image(text) == parts


def test_credentials_go_to_their_registry_alone():
    for address, saved in (
            ('registry.example.com/a/b:1', 'https://registry.example.com/v2/'), ('a/b:1', ''), ('a/b:1', 'https://index.docker.io/v1/'),
            ('registry.example.com:5000/a:1', 'registry.example.com:5000')):
        assert registry_probe.credentials_for(address, saved, 'u', 'p') == ('u', 'p'), address
    for address, saved in (('registry.example.com/a/b:1', ''), ('a/b:1', 'registry.example.com'), ('registry.example.com:5000/a:1', 'registry.example.com')):
        assert registry_probe.credentials_for(address, saved, 'u', 'p') is None, address


def drained(here):
    here.simulator.world.host.nodes[0].availability = 'Drain'
    begin(here, source=NGINX)


def scaled(here):
    begin(here, source=NGINX)
    here.simulator.scale(record(here)['appName'], 0)
    here.simulator.advance(30)


def service_removed(here):
    begin(here, source=NGINX)
    here.simulator.remove_service(record(here)['appName'])


def stopped(here):
    begin(here, source=NGINX)
    here.application(state='stopped')
    here.simulator.advance(30)


def stopped_and_removed(here):
    stopped(here)
    here.simulator.remove_service(record(here)['appName'])


def idle_and_running(here):
    begin(here, source=NGINX)
    here.call('application.update', applicationId=record(here)['applicationId'], applicationStatus='idle')


def registry_rollback(here):
    here.simulator.world.registries['registry.example.com'] = ('u', 'p')
    here.call('registry.create', registryName='Company', username='u', password='p', registryUrl='registry.example.com', registryType='cloud',
              imagePrefix='')
    registry = next(iter(here.simulator.store.registries))
    begin(here, source=dict(GIT))
    here.call('application.update', applicationId=record(here)['applicationId'], rollbackActive=True, rollbackRegistryId=registry)
    begin(here, source=dict(GIT), state='deployed')
    begin(here, source=dict(GIT), state='deployed')
    rollback = next(iter(here.simulator.store.rollbacks))
    here.call('rollback.rollback', rollbackId=rollback)
    here.simulator.advance(60)


def host(source=NGINX, seconds=60, options=None, **values):
    """The machine is as told, once the application runs on it."""
    def arrange(here):
        begin(here, seconds, source=source, **(options or {}))
        for name, value in values.items():
            setattr(here.simulator.world.host, name, value)
    return arrange


def twice(here):
    begin(here, source=NGINX, domains=[DOMAIN])
    begin(here, name='other', source=NGINX)
    here.call('domain.create', applicationId=record(here, 'other')['applicationId'], host='shop.example.com', port=80, path='/', https=False,
              certificateType='none', domainType='application')


def bare_https(here):
    begin(here, source=NGINX, domains=[dict(DOMAIN, https=True, certificate='none')])


def dead_server(here):
    key = here.call('sshKey.create', name='far', privateKey='private', publicKey='public', organizationId=here.simulator.organization_id, description='')
    del key
    server = here.call('server.create', name='far', description='', ipAddress='192.0.2.9', port=22, username='root',
                       sshKeyId=next(iter(here.simulator.store.sshKeys)), serverType='deploy')
    begin(here, source=NGINX, server=server['name'])
    here.simulator.world.server('far').dead = True


def at_provider(here, deploy=False, **values):
    """Its source is a repository of a Gitea provider."""
    provider = here.call('gitea.create', **dict({
        'name': 'Company Gitea', 'giteaUrl': 'https://gitea.example.com', 'clientId': 'c', 'clientSecret': 's',
        'accessToken': 'S3CRET-token', 'refreshToken': 'S3CRET-refresh'}, **values))
    begin(here, source=NGINX)
    row = record(here)
    # As its deployment stands, the image of before runs on; the provider is what is looked at.
    row.update(sourceType='gitea', giteaId=provider['giteaId'], giteaOwner='company', giteaRepository='shop', giteaBranch='main')
    here.simulator.world.repositories['https://gitea.example.com/company/other.git'] = Repository()
    if deploy:
        begin(here, source=None, state='deployed')
    return row


def provider_and(*, repository=True, branches=('main',), **values):
    def arrange(here):
        at_provider(here, **values)
        if repository:
            here.simulator.world.repositories['https://gitea.example.com/company/shop.git'] = Repository(branches={one: Commit() for one in branches})
    return arrange


def provider_elsewhere(here):
    at_provider(here, giteaUrl='https://gone.example.com')


def provider_removed(here):
    row = at_provider(here)
    here.call('gitProvider.remove', gitProviderId=next(iter(here.simulator.store.gitProviders)))
    assert row['giteaId'] is None


def provider_replaced(here):
    """Its provider was gone when it was deployed, and it has another one by now."""
    provider_removed(here)
    here.call('application.deploy', applicationId=record(here)['applicationId'])
    here.simulator.advance(30)
    made = here.call('gitea.create', name='Other', giteaUrl='https://gitea.example.com', clientId='c', clientSecret='s', accessToken='a', refreshToken='r')
    record(here)['giteaId'] = made['giteaId']


def token_expired(here):
    """Its source is a repository of a GitLab, which was authorised and takes its refresh token no more."""
    begin(here, source=NGINX)
    provider = by_hand(here.simulator, 'gitlab', 'Company GitLab', gitlabUrl='https://gitlab.example.com', applicationId='a', secret='S3CRET-secret',
                       accessToken='S3CRET-token', refreshToken='S3CRET-refresh', expiresAt=1)
    record(here).update(sourceType='gitlab', gitlabId=provider['gitlabId'], gitlabOwner='company', gitlabRepository='shop', gitlabBranch='main',
                        gitlabProjectId=7, gitlabPathNamespace='company/shop')
    here.simulator.world.repositories['https://gitlab.example.com/company/shop.git'] = Repository(branches={'main': Commit()})
    here.simulator.world.renews = False


def pushed(branch='main', paths=(), **stored_values):
    def arrange(here):
        begin(here, source=dict(GIT))
        if stored_values:
            record(here).update(stored_values)
        return {'pushed': {'branch': branch, 'paths': list(paths)}}
    return arrange


def probe_to(source=NGINX, port=80, address=None, **options):
    """The way in is walked to the simulator's front, or to another address."""
    def arrange(here):
        begin(here, source=source, domains=[dict(DOMAIN, port=port, **options)])
        return {'probe': True, 'probe_address': address or here.server.front_url.split('//')[1]}
    return arrange


def probe_by_name(here):
    begin(here, source=NGINX, domains=[dict(DOMAIN, host='no-such-host.invalid')])
    return {'probe': True, 'probe_timeout': 5}


def files(own=None, **others):
    """A row's arrangement: it runs with a domain, and then somebody writes Traefik's files by hand."""
    def arrange(here):
        begin(here, source=NGINX, domains=[DOMAIN])
        name = record(here)['appName']
        if own:
            here.simulator.traefik_files[name] = own(here.simulator.traefik_files[name], name)
        here.simulator.traefik_files.update(others)
    return arrange


CHECK = {'interval': '5s', 'retries': 2, 'start_period': '0s'}
OOM = ('memory_kill',)
HUNGRY = {'type': 'docker', 'image': 'hungry:1'}

ROWS = (
    Row('clone_hangs', failing({'type': 'git', 'url': 'https://silent.example.com/shop.git', 'branch': 'main'}), 'the clone makes no progress',
        options={'stuck_after': '30s'}),
    Row('pull_hangs', failing(lambda here: image(here, 'slow:1', pull='hang')), 'the pull makes no progress', options={'stuck_after': '30s'}),
    Row('build_done_job_active', failing(lambda here: commit(here, hangs=True)), 'the build ended', options={'stuck_after': '30s'}),
    Row('build_silent', failing(lambda here: commit(here, build_seconds=900.0)), 'its log does not change', options={'stuck_after': '30s'}),
    Row('deployment_long', unread_logs(failing(lambda here: commit(here, build_seconds=900.0))), 'its log cannot be read', ('v0.28.8',),
        options={'stuck_after': '30s'}),
    Row('deployment_without_job', lost_job, 'the queue has no job for it'),
    Row('marked_running', marked, 'Dokploy shows running, and no deployment is running'),
    Row('queue_blocked', blocked, 'of shop/production/slow, which has been active for 9 seconds and is not stuck', options={'blocked_after': '3s'}, repairs=[]),
    Row('queue_blocked', blocked, 'and is stuck', options={'stuck_after': '5s'}, repairs=['blocker'], name='stuck'),
    Row('image_not_found', failing({'type': 'docker', 'image': 'missing:1'}), 'the registry has no missing:1'),
    Row('registry_refused', failing({'type': 'docker', 'image': 'private.example.com/shop:1'}), 'none are saved'),
    Row('registry_refused', failing({
        'type': 'docker', 'image': 'private.example.com/shop:1', 'registry_url': 'private.example.com', 'username': 'puller', 'password': 'wr0ng'}),
        'refuses the user or the password', name='wrong password'),
    Row('registry_refused', failing(lambda here: image(here, 'closed:1', pull='denied')), 'denies access to closed', name='denied'),
    Row('registry_rate_limit', failing(lambda here: image(here, 'popular:1', pull='limited')), 'rate limit'),
    Row('registry_unreachable', failing(lambda here: image(here, 'far.example.com/shop:1', pull='unreachable')), 'no such host'),
    Row('dockerfile_missing', failing(lambda here: commit(here, dockerfile=False), build={'type': 'dockerfile'}), 'code/Dockerfile'),
    Row('build_path_missing', configured(sourceType='git', customGitUrl=SHOP, customGitBranch='main', customGitBuildPath='/app', buildType='dockerfile'),
        'code/app'),
    Row('build_failed', log_of(
        'Step 1/3 : FROM alpine\nStep 2/3 : RUN echo ok\nStep 3/3 : RUN exit 3\nThe command \'/bin/sh -c exit 3\' returned a non-zero code: 3'),
        'in step 3/3, RUN exit 3 (exit code 3)'),
    Row('build_failed', log_of(
        '#5 [1/3] FROM alpine\n#6 [2/3] RUN npm ci\n#6 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1'),
        'in step 2/3, RUN npm ci (exit code 1)', name='BuildKit'),
    Row('build_out_of_memory', log_of('Step 2/2 : RUN make\nThe command \'/bin/sh -c make\' returned a non-zero code: 137'), 'killed for memory'),
    Row('clone_auth', failing({'type': 'git', 'url': 'https://git.example.com/nothing.git', 'branch': 'main'}), 'the repository does not exist'),
    Row('clone_branch_missing', failing(dict(GIT, branch='gone')), 'the repository has no branch gone'),
    Row('clone_unreachable', lambda here: (
        here.simulator.world.repositories.update({SHOP: Repository(failure="unable to access '%s/': Could not resolve host: git.example.com" % SHOP)}),
        begin(here, source=dict(GIT)))[0], 'git.example.com'),
    Row('provider_not_found', provider_replaced, 'Gitea provider does not exist', also=('provider_no_repository', 'pending')),
    Row('reference_missing', configured(env='A=${{project.NOPE}}'), 'the reference to project.NOPE'),
    Row('service_refused', configured(memoryLimit='512'), 'Must be at least 4MiB'),
    Row('deployment_failed', unread_logs(failing({'type': 'docker', 'image': 'missing:1'})), 'failed', ('v0.28.8',)),
    Row('deployment_cancelled', lambda here: (begin(here, 5, source=commit(here, build_seconds=900.0)), here.simulator.restart())[1],
        'was cancelled', also=('marked_running',)),

    Row('server_unreachable', dead_server, 'remote server does not answer'),
    Row('rolled_back', swapped(CRASH), 'Swarm rolled back', NEW_ONLY),
    Row('rolled_back', swapped(CRASH), 'the last line of its log: fatal: configuration is missing', NEW_ONLY, name='its log'),
    Row('rolled_back', swapped(CRASH, crash_before), 'of the restored version, 0/1 replicas healthy', NEW_ONLY, name='to one that does not run',
        also=('crash_loop',)),
    Row('update_paused', swapped(CRASH), 'paused the update', ('v0.28.8',)),
    Row('update_paused', swapped(CRASH), 'the last line of its log: fatal: configuration is missing', ('v0.28.8',), name='its log'),
    Row('crash_loop', failing(CRASH, 120), 'again and again with exit code 3'),
    Row('crash_loop', failing(lambda here: image(here, 'noexec:1', exit_code=126), 120), '126: the command was found, but cannot be executed', name='126'),
    Row('crash_loop', failing(lambda here: image(here, 'nocommand:1', exit_code=127), 120), '127: the command was not found', name='127'),
    Row('crash_loop', failing(lambda here: image(here, 'chatty:1', exit_code=3, log=['starting', 'fatal: CONFIG is missing']), 120),
        'the last line of its log: fatal: CONFIG is missing', name='last line'),
    Row('wrong_architecture', failing(lambda here: image(here, 'arm:1', exit_code=255, log=['exec /run.sh: exec format error']), 120),
        'another architecture than the server: exec /run.sh: exec format error'),
    Row('data_incompatible', failing(lambda here: image(here, 'postgres:17', exit_code=1, log=[
        'FATAL:  database files are incompatible with server', 'DETAIL:  The data directory was initialized by PostgreSQL version 15.']), 120),
        'belong to another version than its image postgres:17'),
    Row('file_permission', failing(lambda here: image(
        here, 'rights:1', exit_code=1, log=["/bin/sh: can't create /data/app.db: Permission denied"]), 120), 'may not access /data/app.db:', name='a shell'),
    Row('file_permission', failing(lambda here: image(
        here, 'rights:1', exit_code=1, log=["Error: EACCES: permission denied, open '/data/app.db'"]), 120), 'may not access /data/app.db'),
    Row('file_permission', failing(lambda here: image(here, 'rights:1', log=["cannot write /data/app.log: Permission denied"]), 120),
        'may not access /data/app.log', name='goes on'),
    Row('host_unresolved', failing(lambda here: image(here, 'lost:1', exit_code=1, log=['Error: getaddrinfo ENOTFOUND db-main']), 120),
        'cannot resolve the host db-main'),
    Row('host_unresolved', failing(lambda here: image(here, 'lost:1', log=['could not translate host name "db" to address: Name or service not known']), 120),
        'cannot resolve the host db', name='goes on'),
    Row('command_missing', failing(lambda here: image(here, 'bare:1', commands={'/nope': Behaviour(missing=True)}), 120, command='/nope'), '"/nope"'),
    Row('ends_at_once', failing({'type': 'docker', 'image': 'once:1'}, 120), 'exit code 0'),
    Row('memory_kill', failing(HUNGRY, 120, memory_limit='64M'), 'its limit is 64M'),
    Row('memory_kill', lambda here: (begin(here, 60, source=HUNGRY, memory_limit='64M'), here.simulator.local.prune_containers())[1],
        'its limit is 64M', NEW_ONLY, name='the container is gone, the event is not'),
    Row('killed', lambda here: (begin(here, 60, source=HUNGRY, memory_limit='64M'), here.simulator.local.prune_containers())[1],
        'Docker no longer has the reason', ('v0.28.8',)),
    Row('healthcheck_fails', failing({'type': 'docker', 'image': 'sick:1'}, 30, healthcheck=dict(CHECK, test=['CMD', 'true-if-well'])), 'the process runs'),
    Row('healthcheck_command_missing', failing(
        lambda here: image(here, 'nocurl:1', healthchecks={'http://localhost/': 'missing'}), 30,
        healthcheck=dict(CHECK, test=['CMD', 'curl', '-f', 'http://localhost/'])), 'not in the image'),
    Row('image_gone', removed_image, 'is not on the server'),
    Row('image_gone', removed_image_stopped, 'cannot be started', name='stopped', also=('stopped',)),
    Row('pending', stored, 'saved and not applied: env'),
    Row('node_unavailable', drained, 'the node manager-1 is set to drain'),
    Row('image_outdated', registry(), 'and the registry has sha256:' + 12 * 'f'),
    Row('image_outdated', registry(wants='S3CRET-old', **SAVED), 'and the registry has sha256:' + 12 * 'f', name='with a login'),
    Row('credentials_revoked', registry(wants='S3CRET-new', **SAVED), 'refuses the saved user and password: the next pull of 127.0.0.1'),
    Row('tag_removed', registry(404), '/shop/web:1 any more: the next pull will fail'),
    Row('network_missing', refused_task('network shop-net not found'), 'the network shop-net to which it is attached does not exist'),
    Row('network_missing', log_of('(HTTP code 500) server error - network e-net not found'), 'the network e-net to which it is attached does not exist,',
        name='at deployment'),
    Row('network_blocked', refused_task('network sandbox join failed: error creating vxlan interface: file exists'),
        'cannot attach its replicas to a network: network sandbox join failed'),
    Row('mount_source_missing', refused_task('invalid mount config for type "bind": bind source path does not exist: /srv/shop'),
        'the directory /srv/shop of its bind mount does not exist'),
    Row('no_node_fits', configured(placementSwarm={'Constraints': ['node.labels.zone==west']}), 'its placement requires node.labels.zone==west'),
    Row('no_resources', failing(NGINX, 30, memory_reservation='900G'), 'it reserves memory_reservation 900G'),
    Row('port_taken', same_port('host'), 'it publishes 8080/tcp'),
    Row('service_refused', same_port('ingress'), 'already publishes port 8080', name='port'),
    Row('task_rejected', failing(NGINX, 60, memory_limit='4M'), 'Minimum memory limit allowed is 6MB'),
    Row('not_running', orphaned, '0/1 replicas'),
    Row('disk_full', host(disk=(98 * 10 ** 9, 10 ** 11)), '98 % of', NEW_ONLY),
    Row('disk_full', log_of('Step 2/2 : RUN make\nwrite /x: no space left on device\nThe command make returned a non-zero code: 1'), 'disk',
        also=('build_failed',), name='in a build'),
    Row('addresses_exhausted', host(addresses=(254, 254)), '254 of 254', NEW_ONLY),
    Row('registry_rollback', registry_rollback, 'restored with a rollback'),
    Row('scaled_to_zero', scaled, 'it is down: its service was scaled to 0', repairs=['start']),
    Row('service_removed', service_removed, 'it is down: its service was removed', repairs=['start']),
    Row('service_removed', stopped_and_removed, 'removed outside Dokploy after it was stopped', repairs=[], name='stopped before'),
    Row('stopped', stopped, 'it is stopped', repairs=[]),
    Row('status_drift', idle_and_running, 'Dokploy shows idle'),

    Row('traefik_down', host(options={'domains': [DOMAIN]}, traefik='exited'), 'Traefik is exited'),
    Row('traefik_down', host(options={'domains': [DOMAIN]}, traefik=None), 'no container', name='gone'),
    Row('traefik_detached', host(options={'domains': [DOMAIN]}, traefik_networks=['bridge']), 'not in the network dokploy-network'),
    Row('traefik_other_file', files(other='http:\n  routers: {}\n'), 'other.yml, line 2, http.routers: routers is empty', repairs=[]),
    Row('traefik_stopped', files(lambda text, name: 'http: [S3CRET'), 'it is not YAML', name='its own', repairs=['rewrite_traefik']),
    Row('traefik_disabled', files(lambda text, name: text.replace('middlewares: []', 'middlewares: [gone]')), 'the middleware gone does not exist',
        repairs=['rewrite_traefik']),
    Row('traefik_no_router', files(lambda text, name: text.replace('shop.example.com', 'other.example.com')), 'no router of the directory serves the host',
        repairs=['rewrite_traefik']),
    Row('traefik_wrong_target', files(lambda text, name: text.replace('http://%s:80' % name, 'http://other:80')), 'leads to other, and not to'),
    Row('traefik_wrong_target', files(lambda text, name: text.replace('http://%s:80' % name, 'http://%s:81' % name)), 'leads to port 81',
        name='port', repairs=['rewrite_traefik']),
    Row('same_rule', files(hand='http:\n  routers:\n    hand:\n      rule: Host("shop.example.com")\n      entryPoints: [web]\n      service: noop@internal\n'),
        'have the same rule', name='by hand'),
    Row('nothing_listens', failing(NGINX, domains=[dict(DOMAIN, port=3000)]), 'nothing listens on port 3000', NEW_ONLY, repairs=['domain_port']),
    Row('nothing_listens', failing(lambda here: image(here, 'two:1', ports=[80, 81]), domains=[dict(DOMAIN, port=3000)]), 'it listens on 80, 81', NEW_ONLY,
        name='several', repairs=[]),
    Row('loopback_only', failing(lambda here: image(here, 'shy:1', ports=[3000], loopback=True), domains=[dict(DOMAIN, port=3000)]),
        'open on 127.0.0.1 alone', NEW_ONLY),
    Row('same_rule', twice, 'shop.example.com is a domain of shop/production/other'),
    Row('no_certificate', bare_https, 'no certificate is asked for'),
    Row('probe_name', probe_by_name, 'does not resolve'),
    Row('probe_connection', probe_to(address='127.0.0.1:1'), 'does not accept a connection'),
    Row('probe_certificate', probe_to(https=True, certificate='letsencrypt'), 'certificate'),
    Row('probe_answer', probe_to(port=81), 'HTTP 502', also=('nothing_listens',), versions=('v0.28.8',)),

    Row('provider_gone', provider_removed, 'Gitea provider was removed', also=('pending',)),
    Row('provider_unauthorized', provider_and(accessToken='', refreshToken=''), 'Unauthorized', also=('pending',)),
    Row('provider_token_expired', token_expired, 'Failed to refresh token', also=('pending',)),
    Row('provider_no_repository', provider_and(repository=False), 'Not Found', also=('pending',)),
    Row('provider_unreachable', provider_elsewhere, 'fetch failed', also=('pending',)),
    Row('branch_gone', provider_and(branches=('master', 'next')), 'no branch main; it has master, next', also=('pending',)),
    Row('push_skipped', pushed('next'), 'it deploys the branch main'),
    Row('push_skipped', pushed(autoDeploy=False), 'auto-deploy is off', name='auto-deploy'),
    Row('push_skipped', pushed(paths=['docs/index.md'], watchPaths=['src/**', 'package.json']), 'none of its paths', name='paths'),
)


@pytest.mark.parametrize(('row', 'version'), [
    pytest.param(row, version, id='-'.join(part for part in (row.code, row.name, version) if part)) for row in ROWS for version in row.versions])
def test_found(row, version):
    with dokploy(version=version) as here:
        options = row.arrange(here)
        options = options if isinstance(options, dict) and not hasattr(options, "failed") else {}
        told = here.run('dokploy_diagnosis_info', **dict(WEB, **row.options, **options))
        assert not told.failed, told
        codes = [one['code'] for one in told['findings']]
        assert row.code in codes, (codes, told['unread'])
        assert set(codes) <= {row.code, *row.also}, codes
        found = told['findings'][codes.index(row.code)]
        assert row.seen in found['seen'], found
        if row.repairs is not None:
            assert (found['repairs'], found['repairable']) == (row.repairs, bool(row.repairs)), found
        assert found['cause'] and found['remedy'] and found['application'] == 'shop/production/web'
        assert here.writes == []
        assert not here.simulator.crashes, here.simulator.crashes
        assert 'S3CRET' not in str(told) and 'wr0ng' not in str(told)
        expected = {'error': 'broken', 'warning': 'warning'}.get(min((one['severity'] for one in told['findings'])), None)
        if row.code == 'service_removed' and not row.repairs:
            expected = 'stopped'
        if expected and told['verdict']['state'] != 'unknown':
            assert told['verdict']['state'] == expected, told['verdict']


def codes_of(here, **options):
    return {one['code'] for one in here.run('dokploy_diagnosis_info', **dict(WEB, **options))['findings']}


def test_no_second_false_finding():
    """Beside the right one stood: ends_at_once beside a failing health check, no_router beside a broken rule, a 502 beside the crash behind it."""
    with dokploy() as here:
        begin(here, 30, source=image(here, 'polite:1', healthchecks={'true-if-well': False}),
              healthcheck=dict(CHECK, test=['CMD', 'true-if-well']))
        for service in here.simulator.local.services.values():
            for task in service.tasks:
                if task.state == 'failed':
                    task.state = 'complete'     # it was told to end, and did
        assert 'ends_at_once' not in codes_of(here) and codes_of(here) <= {'healthcheck_fails'}
    with dokploy() as here:
        files(lambda text, name: text.replace('Host(`shop.example.com`)', 'Host(`shop.example.com`) &&'))(here)
        assert codes_of(here) == {'traefik_disabled'}
    with dokploy() as here:
        begin(here, 120, source=CRASH, domains=[DOMAIN])
        front = here.server.front_url.split('//')[1]
        assert codes_of(here, probe=True, probe_address=front) == {'crash_loop'}


def test_a_wrong_target_explains_a_bad_answer():
    """A 502 stood beside the router that leads elsewhere, which was a warning alone."""
    with dokploy() as here:
        files(lambda text, name: text.replace('http://%s:80' % name, 'http://other:80'))(here)
        found, = here.run('dokploy_diagnosis_info', probe=True, probe_address=here.server.front_url.split('//')[1], **WEB)['findings']
        assert (found['code'], found['severity']) == ('traefik_wrong_target', 'error'), found


def test_a_followed_log_ends_at_a_pause():
    """A real server keeps the log of an ended container open."""
    with dokploy() as here:
        here.simulator.follows_logs = True
        swapped(CRASH)(here)
        found, = here.run('dokploy_diagnosis_info', **WEB)['findings']
        assert 'fatal: configuration is missing' in str(found['evidence']), found


def test_since_is_the_deployment_or_at_least_since():
    """The oldest task that Swarm still lists is not when it began."""
    with dokploy() as here:
        begin(here, 15, source=CRASH)
        found, = here.run('dokploy_diagnosis_info', **WEB)['findings']
        row = next(iter(here.simulator.store.deployments.values()))
        assert (found['since'], found['since_at_least']) == (row['createdAt'][:19] + 'Z', False)
        here.simulator.advance(3600)
        told = here.run('dokploy_diagnosis_info', **WEB)
        found, = told['findings']
        assert found['since_at_least'] and found['since'] > row['createdAt'] and ', at least since ' in told['verdict']['text']


def test_ten_healthy_applications_and_a_working_queue():
    """One was just deployed, one waits in a queue that works, one is redeployed beside another's build: no finding, nothing broken."""
    with dokploy() as here:
        for number in range(8):
            begin(here, 0, name='a%d' % number, source=NGINX)
        here.simulator.advance(120)
        begin(here, 3, name='fresh', source=NGINX)
        begin(here, 60, name='waits', source=NGINX)
        begin(here, 10, name='builds', source=commit(here, build_seconds=120.0))
        here.call('application.deploy', applicationId=record(here, 'waits')['applicationId'])
        here.call('application.redeploy', applicationId=record(here, 'a0')['applicationId'])
        here.simulator.advance(5)
        told = here.run('dokploy_diagnosis_info', project='shop')
        assert told['findings'] == [], told['findings']
        assert {one['state'] for one in told['verdicts']} == {'healthy', 'starting'}, told['verdicts']
        assert [one['application'] for one in told['verdicts'] if one['state'] == 'starting'] == ['shop/production/builds']


def test_slow_is_not_stuck():
    """20 seconds without output made a build stuck, which was killed and deployed again, for ever."""
    with dokploy() as here:
        begin(here, 0, source=commit(here, build_seconds=400.0))
        here.simulator.advance(600)
        here.call('application.deploy', applicationId=record(here)['applicationId'])
        here.simulator.advance(300)
        # Its builds take 400 seconds: a floor of one minute does not make one of 300 stuck, nor does one of 700.
        assert codes_of(here, stuck_after='1m') == set()
        here.simulator.advance(10)
        here.simulator.world.repositories[SHOP].branches['main'].build_seconds = 10.0 ** 6
        here.call('application.killBuild', applicationId=record(here)['applicationId'])
        here.simulator.advance(5)
        assert codes_of(here, stuck_after='1m') == {'deployment_cancelled'}


def test_a_killed_build_was_cancelled():
    """Its log stops in the middle: that is no failure with the reason "---> Running in"."""
    with dokploy() as here:
        begin(here, 30, source=commit(here, build_seconds=10.0 ** 6))
        here.call('application.killBuild', applicationId=record(here)['applicationId'])
        here.simulator.advance(5)
        told = here.run('dokploy_diagnosis_info', **WEB)
        assert [one['code'] for one in told['findings']] == ['deployment_cancelled'], told['findings']
        assert 'was cancelled' in told['verdict']['text'] and 'failed' not in told['verdict']['text']


def test_a_repair_that_hangs_again_is_not_repeated():
    with dokploy() as here:
        begin(here, 0, source=commit(here, build_seconds=10.0 ** 6), deployment_title='Repair by dokploy_troubleshoot')
        here.simulator.advance(1200)
        found, = here.run('dokploy_diagnosis_info', **WEB)['findings']
        assert (found['code'], found['repairs'], found['repairable']) == ('build_silent', [], False)
        assert 'A repair began this deployment' in found['remedy']


def test_a_cancelled_build_is_repeated_once():
    """Dokploy replaces the title of a deployment from Git at its end, so the repair is recognized by its commit."""
    with dokploy() as here:
        begin(here, 30, source=commit(here, build_seconds=10.0 ** 6))
        for title, repairs in (('', ['redeploy']), ('Repair by dokploy_troubleshoot', [])):
            if title:
                here.call('application.deploy', applicationId=record(here)['applicationId'], title=title)
                here.simulator.advance(30)
            here.call('application.killBuild', applicationId=record(here)['applicationId'])
            here.simulator.advance(5)
            found, = here.run('dokploy_diagnosis_info', **WEB)['findings']
            assert (found['code'], found['repairs']) == ('deployment_cancelled', repairs), found
            assert title not in found['seen'] or not title, found


def test_a_failed_deployment_over_a_running_version():
    """It was called pending, and a repair deployed it again."""
    with dokploy() as here:
        begin(here, 60, source=NGINX)
        begin(here, 60, source={'type': 'docker', 'image': 'missing:1'})
        told = here.run('dokploy_diagnosis_info', **WEB)
        assert [one['code'] for one in told['findings']] == ['image_not_found'], told['findings']
        assert 'the version before it still runs' in told['verdict']['text'] and not told['findings'][0]['repairable']


def test_an_image_is_gone_while_a_replica_runs():
    with dokploy() as here:
        begin(here, 60, source=NGINX, replicas=2)
        service, = here.simulator.local.services.values()
        for task in service.tasks[1:]:
            task.state, task.error = 'rejected', 'No such image: nginx:1.27'
        found, = here.run('dokploy_diagnosis_info', **WEB)['findings']
        assert found['code'] == 'image_gone' and '1 replica still runs' in found['seen'], found
        assert 'source.username' in found['remedy'] and 'nightly' not in found['cause']


def test_queued_comes_before_began():
    with dokploy() as here:
        begin(here, 3, source=commit(here, build_seconds=100.0))
        lines = [one['what'] for one in here.run('dokploy_diagnosis_info', **WEB)['timeline']]
        assert lines == ['deployment "Ansible" was queued', 'deployment "Ansible" began'], lines


def test_one_that_is_deleted_meanwhile():
    """It was said that this key may not see it."""
    with dokploy() as here:
        begin(here, 10, source=NGINX)
        begin(here, 60, name='gone', source=NGINX)
        identifier = record(here, 'gone')['applicationId']
        here.simulator.faults.add(Fault('application.one', before=lambda sim: sim.store.applications.pop(identifier, None)))
        told = here.run('dokploy_diagnosis_info', project='shop')
        assert [one['application'] for one in told['verdicts']] == ['shop/production/web']
        assert told['unread'] == [{'application': 'shop/production/gone', 'what': 'the application', 'why': 'it was deleted while this task ran'}]


def test_every_finding_has_a_row():
    assert {rule.code for rule in judge.RULES} == {row.code for row in ROWS}
    codes = [rule.code for rule in judge.RULES]
    assert len(codes) == len(set(codes))
    assert {code for rule in judge.RULES for code in rule.hides} <= set(codes)


def test_every_finding_is_documented():
    with open(os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', 'trouble.rst'), encoding='utf-8') as handle:
        text = handle.read()
    assert [rule.code for rule in judge.RULES] == re.findall(r'^``(\w+)`` \(', text, re.MULTILINE)


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('source', [NGINX, GIT], ids=['image', 'git'])
def test_nothing_is_found_with_a_healthy_one(version, source):
    with dokploy(version=version) as here:
        begin(here, source=dict(source), domains=[DOMAIN], memory_limit='128M', replicas=2, healthcheck=dict(CHECK, test=['CMD', 'true']), wait_for='healthy')
        front = here.server.front_url.split('//')[1]
        told = here.run('dokploy_diagnosis_info', probe=True, probe_address=front, pushed={'branch': 'main', 'paths': ['src/a.py']},
                        **WEB) if source is GIT else here.run('dokploy_diagnosis_info', probe=True, probe_address=front, **WEB)
        assert told['findings'] == [], told['findings']
        assert told['verdict']['state'] == 'healthy'
        assert here.writes == [] and not told['changed']
        lacking = [one['what'] for one in told['unread']]
        assert lacking == ([] if version == NEWEST else [
            'what listens in the container', 'disk and networks of the server']), told['unread']


@pytest.mark.parametrize('version', VERSIONS)
def test_one_that_goes_on_is_not_stuck(version):
    """A build whose log moves, or that ends while we look, is no finding."""
    with dokploy(version=version) as here:
        begin(here, 5, source=commit(here, build_seconds=15.0))
        told = here.run('dokploy_diagnosis_info', **WEB)
        assert told['findings'] == [], told['findings']


def test_a_version_that_swarm_took_back_is_history_once_the_stored_one_runs():
    with dokploy() as here:
        begin(here, source=NGINX)
        assert here.application(source=CRASH).failed
        assert here.run('dokploy_application_info', project='shop')['applications'][0]['unhealthy']
        assert 'rolled_back' in [one['code'] for one in here.run('dokploy_diagnosis_info', **WEB)['findings']]
        mended = here.application(source=NGINX)
        assert mended['actions'] == ['update application'] and not mended.failed, mended.get('msg')
        told = here.run('dokploy_diagnosis_info', **WEB)
        assert (told['verdict']['state'], 'rolled_back' in [one['code'] for one in told['findings']]) == ('healthy', False), told['findings']
        assert not here.run('dokploy_application_info', project='shop')['applications'][0]['unhealthy']


def test_a_project_and_a_server():
    with dokploy() as here:
        begin(here, source=NGINX)
        begin(here, name='crashing', source=CRASH)
        here.run('dokploy_project', project='blog')
        here.run('dokploy_application', project='blog', environment='production', name='site', source=NGINX)
        here.simulator.advance(60)
        told = here.run('dokploy_diagnosis_info', project='shop')
        assert {one['application']: one['state'] for one in told['verdicts']} == {'shop/production/web': 'healthy', 'shop/production/crashing': 'broken'}
        assert told['verdict']['code'] == 'crash_loop' and told['verdict']['text'].startswith('1 of 2 applications need attention')
        everything = here.run('dokploy_diagnosis_info')
        assert len(everything['verdicts']) == 3 and here.writes == []
        missing = here.run('dokploy_diagnosis_info', project='nope')
        assert missing.failed and 'nope does not exist' in missing['msg']


def test_requests_of_many():
    """Four for each healthy application, and at most eight for all of them together."""
    with dokploy() as here:
        for number in range(6):
            here.run('dokploy_application', project='shop', environment='production', name='a%d' % number, source=NGINX, wait=False,
                     domains=[{'host': 'a%d.example.com' % number, 'port': 80}])
        here.simulator.advance(120)
        told = here.run('dokploy_diagnosis_info', project='shop')
        assert told['findings'] == [] and told['unread'] == [] and len(told['verdicts']) == 6
        assert here.requests <= 6 * 4 + 8


def test_a_key_that_may_only_deploy():
    """What it may not read is told, and is no finding."""
    with dokploy() as here:
        begin(here, source=NGINX, domains=[DOMAIN])
        key = here.simulator.member_key(services=[record(here)['applicationId']])
        told = here.run('dokploy_diagnosis_info', api_key=key, **WEB)
        assert told['findings'] == [], told['findings']
        assert told['verdict']['state'] == 'unknown'
        assert 'the service' in [one['what'] for one in told['unread']]


def test_refusals():
    with dokploy() as here:
        for options, words in (
                (dict(WEB, name='nope'), 'does not exist'), ({'name': 'web'}, 'requires project'), (dict(WEB, stall_after=-1), 'must not be negative'),
                (dict(WEB, pushed={'paths': []}), 'branch')):
            told = here.run('dokploy_diagnosis_info', **options)
            assert told.failed and words in told['msg'], told


def test_secrets_in_logs_are_masked():
    with dokploy() as here:
        begin(here, env={'TOKEN': 'S3CRET-value-1'}, source=commit(
            here, outcome='step', steps=['using S3CRET-value-1', 'https://me:S3CRET-url@git.example.com/x', 'error: no such file']))
        told = here.run('dokploy_diagnosis_info', **WEB)
        assert told['findings'][0]['code'] == 'build_failed'
        assert 'S3CRET' not in str(told), told
        assert '********' in str(told['findings'][0]['evidence'])


def test_sockets():
    text = (
        '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
        '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n'
        '   1: 0B00007F:9C41 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n'
        '   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n'
        '   3: 0500000A:0050 0600000A:C001 01 00000000:00000000 00:00000000 00000000     0        0 1 1\n'
        '   4: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1\n'
        '   5: 00000000000000000000000001000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1\n'
        '   6: 0000000000000000FFFF00000100007F:1F93 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1\n')
    assert list(listening.parse_sockets(text)) == [('127.0.0.1', 8080), ('0.0.0.0', 80), ('::', 8081), ('::1', 8082), ('127.0.0.1', 8083)]


@pytest.mark.parametrize(('pattern', 'path', 'fits'), [
    ('src/**', 'src/a/b.py', True), ('src/**', 'docs/a', False), ('src/*', 'src/a/b.py', False), ('src/*', 'src/a', True), ('**/*.py', 'a/b/c.py', True),
    ('**/*.py', 'c.py', True), ('*.{js,ts}', 'a.ts', True), ('*.{js,ts}', 'a.py', False), ('!docs/**', 'docs/a', False), ('!docs/**', 'src/a', True),
    ('package.json', 'package.json', True), ('package.json', 'web/package.json', False), ('a.b', 'axb', False), ('!!docs/*', 'docs/a', True),
    ('{src,{docs,web}/*}/a', 'web/x/a', True), ('{src,{docs,web}/*}/a', 'web/a', False), ('a}', 'a}', True), ('{a,b', 'b', True), ('a,b', 'a,b', True),
    ('src/?', '/src/a', True), ('**', 'a/b', True)])
def test_watch_paths(pattern, path, fits):
    assert git_rules.matches_watch_path(pattern, path) is fits


@pytest.mark.parametrize('pattern', ['*a' * 30 + 'b', '**/' * 300 + 'b', '{a,*a}' * 300 + 'b', '{' * 5000 + 'b', '!' * 5001 + '*a' * 30 + 'b', '*' * 70000])
def test_no_watch_path_takes_long(pattern):
    """A regular expression took minutes for six stars in a path of 120 characters."""
    begun = time.process_time()
    assert git_rules.matches_watch_path(pattern, 'a' * 3000) is pattern.startswith('!')
    assert time.process_time() - begun < 5


def test_what_the_provider_says():
    """Words of providers that the simulator does not speak."""
    for words, code in (
            ('Failed to refresh token: Bad Request', 'provider_token_expired'), ('Bad credentials - https://docs.github.com/rest', 'provider_unauthorized'),
            ('No access token available. Please authorize with Gitea.', 'provider_unauthorized'), ('fetch failed', 'provider_unreachable'),
            ('Failed to fetch branches: Not Found', 'provider_no_repository')):
        case = case_of.Case(name='a/b/c', provider_error=words, observed=case_of.Observation(record={'sourceType': 'gitea', 'giteaId': 'x'}))
        found = [rule.code for rule in judge.RULES if rule.part == 'git' and rule.detect(case)]
        assert found == [code], words


def test_times():
    assert moments.to_iso8601(moments.parse_iso8601('2026-11-24T12:41:58.260Z')) == '2026-11-24T12:41:58Z'
    assert moments.parse_iso8601('2026-11-24T12:41:58.260123456Z') == moments.parse_iso8601('2026-11-24T12:41:58.260123Z')
    assert moments.parse_iso8601(None) is None and moments.to_iso8601(None) is None
    assert [moments.format_duration(one) for one in (1, 40, 119, 120, 7199, 7200, 200000)] == [
        '1 second', '40 seconds', '119 seconds', '2 minutes', '119 minutes', '2 hours', '2 days']


def test_a_healthy_application_of_many_costs_few_requests():
    """The reads of all applications are sent in batches; nothing is read twice, such as Traefik's files."""
    with dokploy() as here:
        names = ['web%03d' % number for number in range(150)]
        manifest = {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [
            {'name': name, 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'domains': [{'host': name + '.example.com', 'port': 80}], 'wait': False}
            for name in names]}]}]}
        assert not here.run('dokploy_manifest', manifest=manifest).failed
        here.simulator.clock.advance(600)
        told = here.run('dokploy_diagnosis_info')
        assert not told.failed and sorted(one['application'].rsplit('/')[-1] for one in told['verdicts']) == names
        assert {one['state'] for one in told['verdicts']} == {'healthy'} and not told['unread']
        assert here.requests <= 0.2 * len(names) + 30, here.requests
