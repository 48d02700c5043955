# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit: each check finds what is broken, and nothing where all is well; waivers, the last report, JUnit, secrets."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansible_collections.community.dokploy.plugins.module_utils._audit import junit
from ansible_collections.community.dokploy.plugins.module_utils._audit.waivers import check_waivers, waive
from ansible_collections.community.dokploy.plugins.module_utils._audit.catalog import CHECKS
from ansible_collections.community.dokploy.plugins.module_utils._audit.names import registry_of
from ansible_collections.community.dokploy.plugins.module_utils._audit.checks.secrets import is_secret
from ansible_collections.community.dokploy.plugins.module_utils._client import shared_reads
from ansible_collections.community.dokploy.plugins.module_utils._common.certificates import read_certificate_end
from ansible_collections.community.dokploy.plugins.module_utils._common.timestamps import to_iso8601
from ansible_collections.community.dokploy.plugins.module_utils._operations.audit_info import CODES
from cases.model import GIT, NEWEST, OLDER, VERSIONS
from simulator.clock import DEFAULT_START
from support.inprocess import dokploy

ELSEWHERE = ('database', 'compose')        # their checks: test_diagnosis_databases.py, test_audit_compose.py
NOW = datetime.fromtimestamp(DEFAULT_START, timezone.utc)
GOOD = {
    'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'memory_limit': '64M', 'cpu_limit': '0.5', 'replicas': 2, 'auto_deploy': False,
    'healthcheck': {'test': ['CMD', 'true'], 'interval': '5s'}, 'update_config': {'failure_action': 'rollback'}, 'deployment_title': 'Release 1.0',
    'env': {'DATABASE_PASSWORD': 'S3CRET-plain', 'LOG_LEVEL': 'info'},
}
BUILT = dict(GOOD, source=GIT, build={'type': 'dockerfile', 'create_env_file': False}, build_args={'VERSION': '1.0', 'PUBLIC_KEY': 'k', 'TOKEN_URL': 'u'})


def certificate(ends, name='shop.example.com'):
    """A certificate of its own as PEM, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), ends - timedelta(days=365), ends).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode(), key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


NOTIFIED = {'name': 'Team', 'webhookUrl': 'https://hooks.example.com/x', 'channel': '', 'appDeploy': False, 'appBuildError': True, 'databaseBackup': True,
            'volumeBackup': True, 'dokployRestart': False, 'dokployBackup': False, 'dockerCleanup': False, 'serverThreshold': False}


class Place:
    """A simulator with one application, which audits are made of."""

    def __init__(self, here, options=None):
        self.here = here
        self.call('notification.createSlack', **NOTIFIED)
        if options is not None:
            made = here.application(**options)
            assert not made.failed, made['msg']
            self.app = made['application']
            here.simulator.advance(60)

    def call(self, procedure, method='POST', **values):
        return self.here.simulator.call(procedure, values, self.here.api_key, method)

    def update(self, **values):
        self.call('application.update', applicationId=self.app['id'], **values)

    def certificate(self, days, name='shop'):
        data, key = certificate(NOW + timedelta(days=days))
        self.call('certificates.create', name=name, certificateData=data, privateKey=key, organizationId='x')

    def registry(self):
        self.here.simulator.world.registries['registry.example.com'] = ('u', 'S3CRET-registry')
        return self.call('registry.create', registryName='Company', registryUrl='registry.example.com', username='u', password='S3CRET-registry',
                         imagePrefix=None, registryType='cloud')['registryId']

    def audit(self, **options):
        told = self.here.run('dokploy_audit_info', server_checks=options.pop('server_checks', True), **options)
        assert not self.here.writes
        return told

    def codes(self, **options):
        told = self.audit(**options)
        assert not told.failed, told['msg']
        return sorted({one['code'] for one in told['findings']})


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('options', [GOOD, BUILT], ids=['image', 'built'])
def test_nothing_is_found_where_all_is_well(version, options):
    with dokploy(version) as here:
        place = Place(here, options)
        if options is BUILT:
            place.update(rollbackActive=True, rollbackRegistryId=place.registry())
        place.certificate(60)
        told = place.audit()
        assert not told.failed and not told['findings'] and not told['unknown'], (told.get('msg'), told['findings'], told['unknown'])
        assert told['summary'] == dict(dict.fromkeys(
            ('high', 'medium', 'low', 'waived', 'unknown', 'databases', 'compose_services', 'new', 'fixed'), 0), applications=1)
        cases = ElementTree.fromstring(told['junit'].encode()).findall('.//testcase')
        assert len(cases) == len([one for one in CHECKS if one.of not in ELSEWHERE]) and not [child for case in cases for child in case]


def without(*names, **more):
    return dict({key: value for key, value in GOOD.items() if key not in names}, **more)


def updated(**values):
    return lambda place: place.update(**values)


def crashes(place):
    place.update(dockerImage='crash:1')
    place.here.application(state='reloaded', wait=False)
    place.here.simulator.advance(120)


def untitled(place):
    place.call('application.deploy', applicationId=place.app['id'])
    place.here.simulator.advance(30)


def gone(place):
    place.here.simulator.remove_service(place.app['app_name'])


def killed(place):
    place.update(dockerImage='hungry:1')
    place.here.application(state='reloaded', wait=False)
    place.here.simulator.advance(120)


def server(place):
    data, key = certificate(NOW + timedelta(days=60))
    place.call('certificates.create', name='other', certificateData=data, privateKey=key, organizationId='x')
    place.certificate(20)


def own_check_off(place):
    place.update(healthCheckSwarm={'Test': ['NONE']})


def with_volume(place):
    place.call('mounts.create', type='volume', volumeName='data', mountPath='/data', serviceId=place.app['id'], serviceType='application')
    place.here.application(state='reloaded')


def volume_backup(place, hours, status=''):
    """A backup of a volume that was created so many hours ago, and that ran at once if it has a status."""
    with_volume(place)
    to = place.call('destination.create', name='d', provider='', accessKey='a', secretAccessKey='S3CRET-s', bucket='b', region='', endpoint='https://s3')
    place.call('volumeBackups.create', name='v', volumeName='data', prefix='', serviceType='application', turnOff=False, cronExpression='0 3 * * *',
               enabled=True, applicationId=place.app['id'], destinationId=to['destinationId'])
    simulator = place.here.simulator
    row = next(iter(simulator.store.volumeBackups.values()))
    row['createdAt'] = to_iso8601(simulator.clock.now() - hours * 3600)
    if status:
        simulator.deployments.note_run('volumeBackupId', row['volumeBackupId'], row['appName'], 'Backup', status)


def one_factor(place):
    for name, role, enabled in (('jane', 'admin', False), ('owner', 'owner', True), ('mary', 'member', False)):
        place.here.simulator.store.users[name] = {
            'id': name, 'userId': name, 'role': role, 'user': {'id': name, 'email': name + '@example.com', 'twoFactorEnabled': enabled}}


def key_until(place, days):
    ends = (datetime.fromtimestamp(place.here.simulator.clock.now(), timezone.utc) + timedelta(days=days)).strftime('%Y-%m-%dT%H:%M:%S.000Z')
    place.here.simulator.store.apiKeys['x'] = {
        'id': 'x', 'name': 'ci', 'prefix': None, 'enabled': True, 'expiresAt': ends, 'createdAt': '2025-01-01T00:00:00.000Z'}


# code -> (options of the application, what breaks it, what is seen)
BROKEN = {
    'memory_limit': [(without('memory_limit'), None, 'no memory limit is saved')],
    'cpu_limit': [(without('cpu_limit'), None, 'no CPU limit is saved')],
    'healthcheck': [
        (without('healthcheck'), None, 'no health check is saved, and its image has none'), (GOOD, own_check_off, 'the health check is disabled (NONE)'),
        (without('healthcheck', state='present', deploy='never'), None, 'no health check is saved')],
    'not_healthy': [(without('healthcheck', 'update_config'), crashes, None), (without('healthcheck', 'update_config'), killed, None)],
    'single_replica': [(without(replicas=1), None, 'one replica is saved')],
    'deployment_title': [(GOOD, untitled, 'its last deployment has no title of its own')],
    'auto_deploy': [(without(auto_deploy=True), None, 'auto-deploy is on in the environment production')],
    'never_deployed': [
        (without(state='present', deploy='never'), None, 'it was never deployed'), (GOOD, gone, 'it was deployed, and its service was removed')],
    'stored_not_running': [(GOOD, updated(dockerImage='nginx:1.28', replicas=3), 'pending changes: replicas, source.image')],
    'status_drift': [(GOOD, updated(applicationStatus='idle'), 'Dokploy shows idle, and 2 replicas run')],
    'secret_in_build_args': [
        (dict(BUILT, build_args={'NPM_TOKEN': 'S3CRET-arg', 'VERSION': '1'}), None, 'the build argument NPM_TOKEN looks like a secret')],
    'secret_in_build_env': [
        (dict(BUILT, build={'type': 'dockerfile'}), None, 'the variable DATABASE_PASSWORD looks like a secret, and the build finds it in its .env file'),
        (BUILT, updated(buildType='nixpacks'), 'the variable DATABASE_PASSWORD looks like a secret, and the build reads it')],
    'registry_credentials': [
        (GOOD, updated(dockerImage='registry.example.com:5000/shop/web:1'), 'its image comes from registry.example.com:5000, and no user and password '
         'are saved for it')],
    'latest_tag': [(GOOD, updated(dockerImage='nginx'), 'its image is nginx, which means latest'),
                   (GOOD, updated(dockerImage='ghcr.io/shop/web:latest'), 'its image is ghcr.io/shop/web:latest')],
    'update_without_rollback': [(without(update_config={'failure_action': 'continue'}), None, 'an update that fails is followed by: continue')],
    'rollback_without_registry': [(GOOD, updated(rollbackActive=True), 'rollbacks are enabled without a registry')],
    'no_version_kept': [(BUILT, None, 'it is built in the environment production, and no earlier version is kept')],
    'certificate_ends': [(GOOD, server, 'the certificate shop expires in 19 days'),
                         (GOOD, lambda place: place.certificate(-1), 'the certificate shop has expired')],
    'docker_cleanup': [
        (GOOD, lambda place: place.call('settings.updateDockerCleanup', enableDockerCleanup=False), 'the daily clean-up of Docker is disabled')],
    'volume_backup': [(GOOD, with_volume, 'its volume data has no backup')],
    'backup_failed': [(GOOD, lambda place: volume_backup(place, 80, 'error'), None)],
    'backup_missed': [
        (GOOD, lambda place: volume_backup(place, 80), 'its backup of the volume data (0 3 * * *) was due on 2026-01-05T03:00:00Z, and never ran')],
    'failure_notification': [
        (GOOD, lambda place: place.here.simulator.store.notifications.clear(),
         'no notification is set up: nobody learns of a deployment or a backup that fails'),
        (GOOD, lambda place: place.here.simulator.store.notifications.popitem() and place.call('notification.createSlack', **dict(
            NOTIFIED, databaseBackup=False)), 'no notification is sent for a backup that fails')],
    'two_factor': [(GOOD, one_factor, 'admin jane@example.com signs in without a second factor')],
    'api_key_expired': [
        (GOOD, lambda place: key_until(place, -3), 'the API key ci has expired on 2026-01-02'),
        (GOOD, lambda place: key_until(place, 3), 'the API key ci expires in 3 days')],
    'log_cleanup': [(GOOD, lambda place: place.call('settings.updateLogCleanup', cronExpression=None), 'logs are never cleaned up')],
}


def test_each_check_has_a_broken_application():
    assert sorted(BROKEN) == sorted(one.code for one in CHECKS if one.of not in ELSEWHERE)


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize(('code', 'options', 'happens', 'seen'), [
    pytest.param(code, *row, id='%s-%d' % (code, number)) for code, rows in BROKEN.items() for number, row in enumerate(rows)])
def test_what_is_broken_is_found(version, code, options, happens, seen):
    with dokploy(version) as here:
        place = Place(here, options)
        if happens:
            happens(place)
        told = place.audit()
        assert not told.failed, told['msg']
        found = [one for one in told['findings'] if one['code'] == code]
        assert len(found) == 1, told['findings']
        assert seen is None or found[0]['seen'] == seen
        check = next(one for one in CHECKS if one.code == code)
        place_name = '' if check.of == 'server' else 'shop/production/web'
        assert found[0] == dict(found[0], severity=check.severity, reason=check.reason, remedy=check.remedy, application=place_name, waiver=None)
        # One thing found is one failure of JUnit's, and the check can be left out.
        failures = ElementTree.fromstring(told['junit'].encode()).findall('.//failure')
        assert len(failures) == len(told['findings'])
        assert code not in place.codes(skip_checks=[code])
        assert 'S3CRET' not in json.dumps(told)


@pytest.mark.parametrize('version', VERSIONS)
def test_what_only_looks_broken_is_not_found(version):
    with dokploy(version) as here:
        place = Place(here, without('healthcheck', 'update_config', source={'type': 'docker', 'image': 'nginx:1.27'}))
        assert place.codes(skip_checks=['healthcheck']) == ([] if version == NEWEST else ['update_without_rollback'])
        # Credentials for a private name, a digest instead of a tag, a volume with one replica.
        place.update(dockerImage='registry.example.com/web@sha256:' + 64 * 'a', username='u', password='S3CRET-password', replicas=1)
        place.call('mounts.create', type='volume', volumeName='data', mountPath='/data', serviceId=place.app['id'], serviceType='application')
        assert not set(place.codes()) & {'registry_credentials', 'latest_tag', 'single_replica'}
        place.update(dockerImage='127.0.0.1:5000/web:1', username=None, password=None)
        assert 'registry_credentials' not in place.codes()


def test_auto_deploy_is_of_production_alone():
    with dokploy() as here:
        place = Place(here, without(auto_deploy=True))
        assert place.codes() == ['auto_deploy']
        assert place.codes(production=['live']) == []
        assert place.codes(production=['PROD*']) == ['auto_deploy']


def test_a_health_check_of_the_image_counts(monkeypatch):
    from simulator import inspection
    with dokploy() as here:
        place = Place(here, without('healthcheck'))
        assert place.codes() == ['healthcheck']
        monkeypatch.setattr(inspection, 'status_words', lambda engine, container: 'Up 2 minutes (healthy)')
        assert place.codes() == []


def test_what_swarm_went_back_to_is_told():
    with dokploy() as here:
        place = Place(here, without('healthcheck'))
        place.update(dockerImage='crash:1')
        here.application(state='reloaded', wait=False)
        here.simulator.advance(120)
        told = {one['code']: one['seen'] for one in place.audit()['findings']}
        assert 'Swarm rolled back to the previous version' in told['not_healthy']
        assert 'source.image' in told['stored_not_running']


@pytest.mark.parametrize('name, secret', [
    ('DB_PASSWORD', True), ('NPM_TOKEN', True), ('API_KEY', True), ('apiKey', True), ('CLIENT_SECRET', True), ('AWS_SECRET_ACCESS_KEY', True),
    ('DATABASE_URL', True), ('REDIS_URI', True), ('PUBLIC_API_KEY', False), ('TOKEN_URL', False), ('PASSWORD_FILE', False), ('SECRET_NAME', False),
    ('KEYBOARD', False), ('VERSION', False), ('API_URL', False), ('TOKEN_TTL', False), ('NEXT_PUBLIC_TOKEN', False),
])
def test_names_of_secrets(name, secret):
    assert is_secret(name) is secret


@pytest.mark.parametrize('image, registry', [
    ('nginx', ''), ('library/nginx:1', ''), ('ghcr.io/a/b', 'ghcr.io'), ('localhost/a', 'localhost'), ('127.0.0.1:5000/a:1', '127.0.0.1:5000'),
    ('registry.example.com:5000/a/b@sha256:1', 'registry.example.com:5000'), ('', ''),
])
def test_the_registry_of_an_image(image, registry):
    assert registry_of(image) == registry


# What a key may not read

@pytest.mark.parametrize('version', VERSIONS)
def test_what_cannot_be_read_is_neither_good_nor_bad(version):
    with dokploy(version) as here:
        place = Place(here, without('memory_limit'))
        key = here.simulator.member_key(services=[place.app['id']])
        told = place.audit(api_key=key)
        assert not told.failed, told['msg']
        assert [one['code'] for one in told['findings']] == ['memory_limit']
        unknown = {one['code']: one['reason'] for one in told['unknown']}
        # v0.28.8 lets each member read certificates, servers and notifications.
        closed = {'certificate_ends', 'docker_cleanup', 'failure_notification'} if version == 'v0.30.2' else set()
        assert set(unknown) == {'not_healthy', 'never_deployed', 'stored_not_running', 'status_drift'} | closed
        assert all('unauthorized to access resource' in unknown[one] for one in closed & {'certificate_ends'})
        skipped = ElementTree.fromstring(told['junit'].encode()).findall('.//skipped')
        assert len(skipped) == len(unknown) and all(one.get('message').startswith('unknown: ') for one in skipped)


def test_a_certificate_that_cannot_be_read_hides_no_other():
    with dokploy() as here:
        place = Place(here, GOOD)
        place.call('certificates.create', name='odd', certificateData='nonsense', privateKey='S3CRET-key', organizationId='x')
        place.certificate(3)
        told = place.audit()
        assert [one['subject'] for one in told['findings']] == ['shop']
        assert told['unknown'][0]['reason'] == 'odd: it contains no certificate in PEM format'
        assert 'S3CRET' not in json.dumps(told) and 'PRIVATE' not in json.dumps(told)


# Waivers

def waiver(**more):
    return dict({'code': 'memory_limit', 'reason': 'It is small', 'expires': '2026-01-31'}, **more)


def test_a_waiver_counts_until_its_last_day():
    with dokploy() as here:
        place = Place(here, without('memory_limit', 'cpu_limit'))
        told = place.audit(waivers=[waiver()], fail_on='medium')
        assert not told.failed and not told.warnings
        assert [(one['code'], one['waiver']) for one in told['findings']] == [
            ('memory_limit', {'reason': 'It is small', 'expires': '2026-01-31'}), ('cpu_limit', None)]
        assert (told['summary']['medium'], told['summary']['waived'], told['summary']['low']) == (0, 1, 1)
        assert ElementTree.fromstring(told['junit'].encode()).find('.//skipped').get('message') == 'waived until 2026-01-31: It is small'
        # On its last day by the server's clock, and on the day after.
        here.simulator.advance(NOW.replace(day=31, hour=23).timestamp() - here.simulator.clock.now())
        assert not place.audit(waivers=[waiver()], fail_on='medium').failed
        here.simulator.advance(2 * 3600)
        told = place.audit(waivers=[waiver()], fail_on='medium')
        assert told.failed and 'no memory limit is saved' in told['msg']
        assert told.warnings == ['the waiver of memory_limit for * expired on 2026-01-31, and has no effect']
        assert told['expired_waivers'] == [dict(waiver(), application='*', subject='')]
        # Another that still stands covers it.
        assert not place.audit(waivers=[waiver(), waiver(expires='2026-02-28')], fail_on='medium').failed


@pytest.mark.parametrize('more, waived', [
    ({'application': 'shop/production/*'}, True), ({'application': 'shop/staging/*'}, False), ({'application': 'shop'}, False), ({'code': 'cpu_limit'}, False),
    ({'subject': ''}, True), ({'subject': 'X'}, False),
])
def test_whom_a_waiver_covers(more, waived):
    with dokploy() as here:
        told = Place(here, without('memory_limit')).audit(waivers=[waiver(**more)])
        assert [bool(one['waiver']) for one in told['findings']] == [waived]
        assert bool(told['unused_waivers']) is not waived


def test_a_waiver_of_one_name():
    with dokploy() as here:
        place = Place(here, dict(BUILT, build_args={'NPM_TOKEN': 'S3CRET-1', 'GIT_TOKEN': 'S3CRET-2'}))
        told = place.audit(checks=['secret_in_build_args'], waivers=[waiver(code='secret_in_build_args', subject='NPM_TOKEN')])
        assert {one['subject']: bool(one['waiver']) for one in told['findings']} == {'NPM_TOKEN': True, 'GIT_TOKEN': False}


@pytest.mark.parametrize('bad, said', [
    (waiver(code='nonsense'), 'the check nonsense is unknown'), (waiver(reason=' '), 'needs a reason'), (waiver(expires='soon'), 'must be a day such as'),
    (waiver(expires='2026-02-30'), 'must be a day such as'), ({'code': 'memory_limit'}, 'missing required arguments'),
])
def test_waivers_that_cannot_be_meant(bad, said):
    with dokploy() as here:
        told = here.run('dokploy_audit_info', waivers=[bad])
        assert told.failed and said in told['msg'] and not here.requests


# Against the last report

def test_new_and_fixed():
    with dokploy() as here:
        place = Place(here, without('memory_limit'))
        first = place.audit()
        assert not first['compared'] and not first['new']
        again = place.audit(last_report=first['findings'], fail_on='low', fail_on_new_only=True)
        assert not again.failed and again['compared'] and not again['new'] and not again['fixed']
        place.update(memoryLimit='67108864', cpuLimit=None)
        told = place.audit(last_report=first['findings'])
        assert {one['code'] for one in told['new']} == {'cpu_limit', 'stored_not_running'}
        assert [one['code'] for one in told['fixed']] == ['memory_limit']
        assert (told['summary']['new'], told['summary']['fixed']) == (2, 1)
        failed = place.audit(last_report=first['findings'], fail_on='low', fail_on_new_only=True)
        assert failed.failed and '2 findings' in failed['msg'] and failed['findings'] == told['findings']
        # What is not looked at is not fixed, and what is not known is not, either.
        assert not place.audit(last_report=first['findings'], skip_checks=['memory_limit'])['fixed']
        assert not place.audit(last_report=first['findings'], name='other')['fixed']
        assert not place.audit(last_report=[dict(first['findings'][0], code='status_drift')],
                               api_key=here.simulator.member_key(services=[place.app['id']]))['fixed']


def test_renamed_is_the_same_and_removed_is_fixed():
    with dokploy() as here:
        place = Place(here, without('memory_limit'))
        first = place.audit()
        assert not here.application(rename_to='shop-web').failed
        told = place.audit(last_report=first['findings'])
        assert told['findings'][0]['application'] == 'shop/production/shop-web' and not told['new'] and not told['fixed']
        assert not here.application(name='shop-web', state='absent').failed
        told = place.audit(last_report=first['findings'])
        assert [one['code'] for one in told['fixed']] == ['memory_limit']


def test_the_last_report_from_a_file(tmp_path):
    path = tmp_path / 'findings.json'
    with dokploy() as here:
        place = Place(here, without('memory_limit'))
        first = place.audit(last_report_path=str(path))
        assert not first['compared']
        path.write_text(json.dumps(first['findings']))
        assert place.audit(last_report_path=str(path))['compared']
        for text, said in (('{', 'is not a report of this module'), ('{"a": "S3CRET"}', 'must be the findings'), ('[1]', 'must be the findings')):
            path.write_text(text)
            told = place.audit(last_report_path=str(path))
            assert told.failed and said in told['msg'] and 'S3CRET' not in json.dumps(told)
        told = place.audit(last_report_path=str(path), last_report=[])
        assert told.failed and 'are mutually exclusive' in told['msg']


@pytest.mark.parametrize('least, fails', [('never', False), ('low', True), ('medium', True), ('high', False)])
def test_when_it_fails(least, fails):
    with dokploy() as here:
        told = Place(here, without('memory_limit')).audit(fail_on=least)
        assert told.failed is fails
        assert [one['code'] for one in told['findings']] == ['memory_limit'] and told['junit']


# What concerns the whole server

@pytest.mark.parametrize('options, made', [({}, True), ({'project': 'shop'}, False), ({'environment': 'production'}, False), ({'project': ''}, True)])
def test_the_server_is_looked_at_where_all_are(options, made):
    with dokploy() as here:
        place = Place(here, GOOD)
        place.call('settings.updateLogCleanup', cronExpression=None)
        assert place.codes(server_checks=None, **options) == (['log_cleanup'] if made else [])


def test_a_remote_server_without_clean_up():
    with dokploy() as here:
        place = Place(here)
        place.call('sshKey.create', name='k', privateKey='p', publicKey='q', organizationId='x')
        key, = here.simulator.store.sshKeys
        row = place.call('server.create', name='edge', description=None, ipAddress='192.0.2.1', port=22, username='root', sshKeyId=key, serverType='deploy')
        place.call('settings.updateDockerCleanup', enableDockerCleanup=False, serverId=row['serverId'])
        told = place.audit()
        assert [(one['subject'], one['seen']) for one in told['findings']] == [('edge', 'the daily clean-up of Docker is disabled on the server edge')]


# JUnit

EVIL = 'a\x1b[31m<script>alert(1)</script>]]>&"\u202e{{ 7*7 }}\x00\ud800\ufffe::error::x'


def test_junit_is_well_formed_and_inert():
    finding = {
        'code': 'latest_tag', 'severity': 'medium', 'application': EVIL, 'id': 'i', 'subject': EVIL, 'seen': EVIL, 'reason': EVIL, 'remedy': EVIL,
        'waiver': None}
    waived = dict(finding, code='cpu_limit', waiver={'reason': EVIL, 'expires': '2026-01-31'})
    unknown = {'code': 'healthcheck', 'application': EVIL, 'id': 'i', 'reason': EVIL}
    text = junit.render_junit([EVIL], [finding, waived], [unknown], lambda place: ['latest_tag', 'cpu_limit', 'healthcheck', 'memory_limit'])
    root = ElementTree.fromstring(text.encode('utf-8'))
    suite, = root
    assert (suite.get('tests'), suite.get('failures'), suite.get('skipped')) == ('4', '1', '2')
    assert not [element for element in root.iter() if element.tag not in ('testsuites', 'testsuite', 'testcase', 'failure', 'skipped')]
    assert not [character for character in text if ord(character) < 32 and character != '\n' or character in '\u202e\ufffe']
    assert suite[0][0].text.startswith('a<script>alert(1)</script>]]>&"{{ 7*7 }}')


def test_evil_names_come_through_the_module():
    with dokploy(project=None) as here:
        assert not here.run('dokploy_project', project=EVIL.replace('\x00', '').replace('\ud800', '')).failed
        made = here.application(project=EVIL.replace('\x00', '').replace('\ud800', ''), **without('memory_limit'))
        assert not made.failed, made
        told = here.run('dokploy_audit_info')
        assert ElementTree.fromstring(told['junit'].encode()).find('.//failure') is not None


# Certificates

@pytest.mark.parametrize('ends', [datetime(2026, 1, 15, 12, 0, 5, tzinfo=timezone.utc), datetime(2049, 12, 31, tzinfo=timezone.utc),
                                  datetime(2055, 6, 1, tzinfo=timezone.utc)])
def test_the_end_of_a_certificate(ends):
    chain = certificate(ends)[0] + certificate(ends + timedelta(days=900), 'ca')[0]
    assert read_certificate_end(chain) == ends.timestamp()
    assert read_certificate_end('comment\r\n' + chain.replace('\n', '\r\n')) == ends.timestamp()


@pytest.mark.parametrize('text', [
    '', None, 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', '-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----'])
def test_what_is_no_certificate(text):
    with pytest.raises(ValueError, match='contains no certificate|cannot be read'):
        read_certificate_end(text)


def test_a_certificate_without_the_library_that_reads_it(monkeypatch):
    text = certificate(NOW)[0]
    monkeypatch.setitem(sys.modules, 'cryptography.x509', None)
    with pytest.raises(ValueError, match='cryptography, which reads certificates, is not installed'):
        read_certificate_end(text)


def test_a_certificate_that_is_cut_off():
    pem = certificate(NOW)[0]
    body = pem.splitlines()
    with pytest.raises(ValueError, match='cannot be read'):
        read_certificate_end('\n'.join(body[:3] + body[-1:]))


def test_older_is_told_of_the_pause():
    with dokploy(OLDER) as here:
        told = Place(here, without('update_config')).audit()
        assert [one['seen'] for one in told['findings']] == ['no update configuration is saved, and this version of Dokploy pauses an update that fails']


def test_the_audit_is_linear():
    """JUnit searched all findings for each check of each application: 3,000 applications took minutes."""
    places = ['shop/production/a%d' % number for number in range(3000)]
    findings = [{'application': place, 'code': code, 'id': place, 'subject': '', 'severity': 'low', 'seen': 's', 'reason': 'r', 'remedy': 'm', 'waiver': None}
                for place in places for code in CODES[:5]]
    begun = time.process_time()
    junit.render_junit(places, findings, [], lambda place: CODES)
    waivers = check_waivers([{'code': code, 'application': 'shop/*', 'reason': 'r', 'expires': '2026-01-31'} for code in CODES[5:]] * 20, CODES)
    waive(findings, waivers, NOW.date())
    assert time.process_time() - begun < 6


def test_many_applications_are_read_in_batches(monkeypatch):
    # A processor that others use, too, makes reads too slow for a batch.
    monkeypatch.setattr(shared_reads, 'GATHER', 0.03)
    monkeypatch.setattr(shared_reads, 'PATIENCE', 1.0)
    with dokploy() as here:
        manifest = {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [
            {'name': 'web%02d' % number, 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'state': 'present',
             'mounts': [{'type': 'volume', 'volume_name': 'data%d' % number, 'mount_path': '/data'}]} for number in range(60)]}]}]}
        assert not here.run('dokploy_manifest', manifest=manifest).failed
        told = here.run('dokploy_audit_info')
        assert not told.failed and told['summary']['applications'] == 60 and not told['unknown']
        assert here.requests <= 22, here.requests
        told = here.run('dokploy_application_info')
        assert sorted(one['name'] for one in told['applications']) == ['web%02d' % number for number in range(60)]
        assert here.requests <= 10, here.requests
