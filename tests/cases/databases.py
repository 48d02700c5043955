# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases of all kinds."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, ON_WORKER, REFUSED, TWO_NODES, again, call, case, environment, project, task

CREATE = ['create database', 'deploy database']
BASE = {
    'postgres': {'image': 'postgres:18', 'database': 'shop', 'user': 'shop', 'password': 'S3CRET-one'},
    'mysql': {'image': 'mysql:8', 'database': 'shop', 'user': 'shop', 'password': 'S3CRET-one', 'root_password': 'S3CRET-root'},
    'mariadb': {'image': 'mariadb:11', 'database': 'shop', 'user': 'shop', 'password': 'S3CRET-one', 'root_password': 'S3CRET-root'},
    'mongo': {'image': 'mongo:8', 'user': 'shop', 'password': 'S3CRET-one'},
    'redis': {'image': 'redis:8', 'password': 'S3CRET-one'},
    'libsql': {'user': 'shop', 'password': 'S3CRET-one'},
}
LIBSQL = 'ghcr.io/tursodatabase/libsql-server:v0.24.32'
WORLD = {'world': {'images': {name: {} for name in (LIBSQL, *(one['image'] for one in BASE.values() if 'image' in one))}}}

# Where the image of BASE keeps its data: Dokploy mounts a volume of its own there.
DATA = '/var/lib/postgresql/18/docker'


def database(name, options=None, kind='postgres', **more):
    base = {'kind': kind, 'project': '@project', 'environment': 'production', 'name': 'db'}
    return task(name, {**base, **(options or {})}, module='dokploy_database', **more)


def information(name, options=None, **more):
    return task(name, {'project': '@project', **(options or {})}, module='dokploy_database_info', **{'changed': False, 'writes': [], **more})


def made(kind='postgres', options=None, **more):
    """The database is made and runs."""
    expect = {'changed': True, 'phase': 'running', 'writes': ['%s.create' % kind, '%s.deploy' % kind], 'actions': CREATE}
    return database('create', {**BASE[kind], **(options or {})}, kind, **{**expect, **more})


def _rows():
    for kind in BASE:
        versions = {'versions': (NEWEST,)} if kind == 'libsql' else {}
        yield case(
            '%s from beginning to end' % kind,
            made(kind),
            again(made(kind), phase='running', pending=[]),
            database('limit', {'memory_limit': '256M', 'env': {'TZ': 'UTC'}}, kind, changed=True, phase='running', applied=[], pending=[],
                     writes=['%s.update' % kind, '%s.deploy' % kind], actions=['update database', 'deploy database']),
            again(database('limit', {'memory_limit': '256M', 'env': {'TZ': 'UTC'}}, kind)),
            database('stop', {'state': 'stopped'}, kind, changed=True, phase='stopped', writes=['%s.stop' % kind], actions=['stop database']),
            again(database('stop', {'state': 'stopped'}, kind)),
            database('start', None, kind, changed=True, phase='running', writes=['%s.reload' % kind], actions=['reload database']),
            again(database('start', None, kind)),
            database('restart', {'state': 'restarted'}, kind, changed=True, phase='running', writes=['%s.reload' % kind]),
            database('deploy', {'state': 'deployed'}, kind, changed=True, phase='running', writes=['%s.deploy' % kind]),
            database('remove', {'state': 'absent'}, kind, changed=True, phase='absent', writes=['%s.remove' % kind], actions=['delete database']),
            again(database('remove', {'state': 'absent'}, kind)),
            **versions,
            **WORLD,
        )
    yield from _passwords()
    yield from _kept()
    yield from _ports()
    yield from _refusals()
    yield from _lives()


def _passwords():
    for kind in ('postgres', 'mysql', 'mariadb', 'mongo'):
        yield case(
            'a changed password of %s reaches the running database' % kind,
            made(kind),
            database('change', {'password': 'S3CRET-two'}, kind, changed=True, phase='running', previous={'password': '(hidden)'},
                     actions=['change password'], writes=['%s.changePassword' % kind], unverified=['password']),
            again(database('change', {'password': 'S3CRET-two'}, kind)),
            database('restart', {'state': 'restarted'}, kind, changed=True, pending=[], writes=['%s.reload' % kind]),
            versions=(NEWEST,),
            **WORLD,
        )
    yield case(
        'the password of root is changed in MariaDB',
        made('mariadb'),
        database('change', {'root_password': 'S3CRET-two'}, 'mariadb', changed=True, actions=['change root_password'],
                 writes=['mariadb.changePassword'], bodies=[{'mariadbId': '@mariadb:db', 'password': 'S3CRET-two', 'type': 'root'}]),
        database('change both', {'password': 'S3CRET-3', 'root_password': 'S3CRET-4'}, 'mariadb', changed=True,
                 actions=['change password', 'change root_password']),
        versions=(NEWEST,),
        **WORLD,
    )
    for kind in ('redis', 'libsql'):
        yield case(
            'a changed password of %s is deployed' % kind,
            made(kind),
            database('change', {'password': 'S3CRET-two'}, kind, changed=True, phase='running', pending=[], actions=['update database', 'deploy database'],
                     writes=['%s.update' % kind, '%s.deploy' % kind]),
            again(database('change', {'password': 'S3CRET-two'}, kind), pending=[]),
            database('never', {'password': 'S3CRET-3', 'deploy': 'never'}, kind, changed=False, failed='which deploy never prevents', writes=[]),
            database('stop', {'state': 'stopped'}, kind, changed=True),
            database('store', {'state': 'present', 'password': 'S3CRET-3'}, kind, changed=True, pending=['password'], writes=['%s.update' % kind]),
            database('start without it', {'deploy': 'never'}, kind, changed=False, failed='start it with the old one', writes=[]),
            database('start', None, kind, changed=True, phase='running', pending=[], writes=['%s.deploy' % kind]),
            **({'versions': (NEWEST,)} if kind == 'libsql' else {}),
            **WORLD,
        )
    yield case(
        'a password of Redis that was changed in the pages is deployed before a restart can lose it',
        made('redis'),
        call('redis.changePassword', redisId='@redis:db', password='S3CRET-two'),
        database('restart', {'state': 'restarted'}, 'redis', changed=False, failed=['new password saved', 'start it with the old one'], pending=['password'],
                 writes=[]),
        database('restart with it', {'state': 'restarted', 'apply_pending': True}, 'redis', changed=True, pending=[], writes=['redis.deploy']),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'a password that was saved alone, and that the database does not know',
        made('postgres'),
        call('postgres.update', postgresId='@postgres:db', databasePassword='S3CRET-two'),
        database('look', None, changed=False, unverified=['password'], writes=[]),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'a changed password that cannot reach the database',
        made(),
        database('too old', {'password': 'S3CRET-two'}, changed=False, failed='requires Dokploy v0.29.14 or later', writes=[]),
        versions=(OLDER,),
        **WORLD,
    )
    yield case(
        'a changed password of a database on another node',
        made(options={'placement': ON_WORKER}, writes=None, actions=None),
        database('change', {'password': 'S3CRET-two'}, changed=False, writes=[], failed=[
            'runs on the node worker-1', 'changes a password in containers of its own node manager-1 alone']),
        versions=(NEWEST,), world=dict(WORLD['world'], host=TWO_NODES),
    )
    yield case(
        'a changed password of a database that does not run',
        made(),
        database('stop', {'state': 'stopped'}, changed=True),
        database('change', {'password': 'S3CRET-two'}, changed=False, failed='does not run', writes=[]),
        database('store', {'password': 'S3CRET-two', 'state': 'present'}, changed=False, failed='does not run', writes=[]),
        **WORLD,
    )
    yield case(
        'a password of a database that was never deployed is stored',
        made(options={'state': 'present'}, phase='never_deployed', writes=['postgres.create'], actions=['create database']),
        database('change', {'password': 'S3CRET-two', 'state': 'present'}, changed=True, writes=['postgres.update']),
        **WORLD,
    )
    yield case(
        'a password of root that was changed in the database only',
        made('mysql'),
        call('mysql.update', mysqlId='@mysql:db', databaseRootPassword='S3CRET-other'),
        database('change', {'password': 'S3CRET-two'}, 'mysql', changed=False, checked=False,
                 failed=['could not be changed', 'does not accept the saved root password'], writes=REFUSED),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'a rollback changes the password of the running database back',
        made(),
        database('fail', {'password': 'S3CRET-two', 'image': 'nowhere:1', 'on_failure': 'rollback'}, changed=True, failed='manifest',
                 actions=['change password', 'update database', 'deploy database'], undone=['restore database', 'restore password']),
        database('as before', {'password': 'S3CRET-one'}, changed=False, pending=[], writes=[], warns='Dokploy shows error'),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'passwords that Dokploy cannot pass on',
        *(database('create', {**BASE[kind], 'password': word}, kind, changed=False, failed=said, writes=[]) for kind, word, said in (
            ('postgres', '', 'must not be empty'), ('postgres', 'S3CRET $x', 'may contain letters, digits'), ('mysql', "S3CRET'x", 'may contain'),
            ('redis', 'S3CRET;x', 'may contain'), ('redis', 'S3CRET|x', 'may contain'))),
        database('root', {**BASE['mysql'], 'user': 'root'}, 'mysql', changed=False, failed='must not be root', writes=[]),
        **WORLD,
    )
    yield case(
        'a database without a password gets one from Dokploy, and keeps it',
        database('create', {'image': 'redis:8'}, 'redis', changed=True, phase='running', writes=['redis.create', 'redis.deploy']),
        again(database('create', {'image': 'redis:8'}, 'redis')),
        **WORLD,
    )


def _kept():
    """What Dokploy's update sets to a default where it is left out: of mongo in v0.28, of libsql in every version."""
    kept = {'database.replica_set': True, 'database.image': 'mongo:8'}
    yield case(
        'an update of mongo keeps its replica set',
        made('mongo', {'replica_set': True}, shows=kept),
        database('a variable', {'env': {'A': '1'}}, 'mongo', changed=True, phase='running', shows=kept, actions=['update database', 'deploy database']),
        again(database('a variable', {'env': {'A': '1'}}, 'mongo')),
        database('roll back', {'env': {'A': '2'}, 'image': 'nowhere:1', 'on_failure': 'rollback'}, 'mongo', changed=True, failed='manifest', checked=False,
                 undone=['restore database']),
        database('as before', {'replica_set': True, 'env': {'A': '1'}}, 'mongo', changed=False, shows=kept, warns='Dokploy shows error'),
        **WORLD,
    )
    yield case(
        'an update of libsql keeps its namespaces',
        made('libsql'),
        call('libsql.update', libsqlId='@libsql:db', enableNamespaces=True),
        database('a variable', {'env': {'A': '1'}}, 'libsql', changed=True, phase='running', pending=[],
                 bodies=[{'libsqlId': '@libsql:db', 'env': 'A=1', 'enableNamespaces': True, 'dockerImage': LIBSQL}, {'libsqlId': '@libsql:db'}]),
        again(database('a variable', {'env': {'A': '1'}}, 'libsql'), pending=[]),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'an update without a change',
        made(),
        call('postgres.update', fails=True, postgresId='@postgres:db'),
        call('postgres.update', fails=True, postgresId='@postgres:db', appName='other'),
        database('same values', {'memory_limit': '', 'env': {}, 'description': ''}, changed=False, writes=[], pending=[]),
        database('its name', {'rename_to': 'db', 'state': 'present'}, changed=False, writes=[]),
        **WORLD,
    )
    yield case(
        'a stop grace period that an older server cannot show',
        made(),
        database('too old', {'stop_grace_period': '5s'}, changed=False, failed='requires Dokploy v0.29', writes=[]),
        call('postgres.update', postgresId='@postgres:db', stopGracePeriodSwarm=5000000000),
        database('a limit', {'memory_limit': '256M'}, changed=False, failed=['saved stop grace period', 'unset: [stop_grace_period]'], writes=[]),
        database('clear it', {'unset': ['stop_grace_period'], 'state': 'present'}, changed=True, phase='running'),
        database('a limit', {'memory_limit': '256M'}, changed=True, phase='running'),
        versions=(OLDER,),
        **WORLD,
    )


def _ports():
    yield case(
        'an external port that something else than a database publishes',
        task('publish', {'project': '@project', 'environment': 'production', 'name': 'other', 'type': 'docker-compose', 'source': {
            'type': 'raw', 'content': 'services:\n  web:\n    image: postgres:18\n    ports: ["15499:80"]\n'}}, module='dokploy_compose', changed=True,
            phase='running'),
        database('used', {**BASE['postgres'], 'external_port': 15499}, changed=False, failed='is already used by', writes=[]),
        database('another', {**BASE['postgres'], 'external_port': 1549}, changed=True, phase='running'),
        **WORLD,
    )
    yield case(
        'the external port of a database',
        made(options={'external_port': 15491}, writes=['postgres.create', 'postgres.update', 'postgres.deploy'],
             actions=['create database', 'configure database', 'deploy database']),
        again(made(options={'external_port': 15491}), pending=[]),
        database('a prefix is another port', {**BASE['redis'], 'external_port': 1549, 'name': 'cache'}, 'redis', changed=True, phase='running'),
        database('used', {'external_port': 15491, 'name': 'cache'}, 'redis', changed=False, failed='already used by', writes=[]),
        database('stop', {'state': 'stopped'}, changed=True),
        database('still saved', {'external_port': 15491, 'name': 'cache'}, 'redis', changed=False, failed='the postgres database db', writes=[]),
        database('move away', {'external_port': 15492}, changed=True, phase='running', writes=['postgres.update', 'postgres.deploy']),
        database('free now', {'external_port': 15491, 'name': 'cache'}, 'redis', changed=True, phase='running'),
        database('close', {'unset': ['external_port']}, changed=True, phase='running', shows={'database.external_port': None}),
        again(database('close', {'unset': ['external_port']})),
        database('open', {'external_port': 15493}, changed=True, phase='running'),
        database('out of range', {'external_port': 70000}, changed=False, failed='between 1 and 65535', writes=[]),
        database('zero', {'external_port': 0}, changed=False, failed='between 1 and 65535', writes=[]),
        **WORLD,
    )
    yield case(
        'a database whose port another one took while it was stopped',
        made(options={'external_port': 15491}, writes=None, actions=None),
        database('stop', {'state': 'stopped'}, changed=True),
        database('another', {**BASE['redis'], 'name': 'cache'}, 'redis', changed=True, phase='running'),
        call('redis.saveExternalPort', redisId='@redis:cache', externalPort=15491),
        database('start', {'wait_timeout': 30}, changed=True, checked=False, phase='rolling', failed=['0/1 replicas healthy', 'port already in use'],
                 writes=['postgres.reload']),
        **WORLD,
    )
    yield case(
        'an update of a database that holds its port, before v0.29.0',
        made('redis', {'external_port': 15491}, writes=['redis.create', 'redis.update', 'redis.deploy'],
             actions=['create database', 'configure database', 'deploy database']),
        database('update', {'memory_limit': '256M'}, 'redis', changed=False, failed=['holds its external_port', 'stop-first'], writes=[]),
        database('in order', {'memory_limit': '256M', 'update_config': {'order': 'stop-first'}}, 'redis', changed=True, phase='running'),
        versions=(OLDER,),
        **WORLD,
    )


def _refusals():
    yield case(
        'a database with a bad option',
        database('colour', {'colour': 'red'}, failed='Unsupported parameters', writes=[]),
        database('kind', {**BASE['redis'], 'user': 'shop'}, 'redis', changed=False, failed='user belongs to the kinds', writes=[]),
        database('reloaded', {'state': 'reloaded'}, failed='value of state must be one of', writes=[]),
        database('rebuilt', {'state': 'rebuilt'}, failed='value of state must be one of', writes=[]),
        database('docker', {'backend': 'docker'}, failed='backend docker cannot do this', writes=[]),
    )
    yield case(
        'an incomplete database',
        database('create', changed=False, failed=['cannot be created', 'image and database and user are needed'], writes=[]),
        database('restart', {'state': 'restarted'}, changed=False, failed='does not create it', writes=[]),
        database('create none', {**BASE['postgres'], 'create': False}, changed=False, failed='create is false', writes=[]),
    )
    yield case(
        'what Dokploy accepts for a database, and fails on later',
        database('a reference to nothing', {**BASE['redis'], 'env': {'A': '${{project.NOPE}}'}}, 'redis', changed=False, failed='NOPE', writes=[]),
        database('a server that does not exist', {**BASE['redis'], 'server': 'nope'}, 'redis', changed=False, failed='nope', writes=[]),
        database('an ID that was removed', {'project': None, 'environment': None, 'name': None, 'database_id': 'gone', 'memory_limit': '64M'}, 'redis',
                 changed=False, failed='gone', writes=[]),
        versions=(NEWEST, OLDER),
        **WORLD,
    )
    yield case(
        'what a database was created with',
        made(),
        database('user', {'user': 'other'}, changed=False, failed='was created with another user', writes=[]),
        database('name', {'database': 'other'}, changed=False, failed='was created with another database', writes=[]),
        database('restart', {'state': 'restarted'}, changed=True),
        **WORLD,
    )
    yield case(
        'a database on a volume of its own name',
        database('create', {**BASE['postgres'], 'mounts': [{'type': 'volume', 'source': 'mine', 'target': DATA}]}, changed=True,
                 phase='running', shows={'database.mounts.0.volume_name': 'mine'}, checked=False),
        again(database('create', {'mounts': [{'type': 'volume', 'source': 'mine', 'target': DATA}]})),
        **WORLD,
    )
    yield case(
        'mounts of a database',
        made(),
        database('mount', {'mounts': [{'type': 'volume', 'source': 'dumps', 'target': '/dumps'}]}, changed=True, phase='running',
                 actions=['create mount /dumps', 'deploy database'], writes=['mounts.create', 'postgres.deploy']),
        again(database('mount', {'mounts': [{'type': 'volume', 'source': 'dumps', 'target': '/dumps'}]})),
        database('twice', {'mounts': [{'type': 'volume', 'source': one, 'target': '/dumps'} for one in ('a', 'b')]}, changed=False, failed='is duplicated',
                 writes=[]),
        database('a volume without a name', {'mounts': [{'type': 'volume', 'target': '/dumps2'}]}, changed=False, failed='needs volume_name', writes=[]),
        database('none', {'mounts': [], 'exclusive_mounts': True}, changed=False, failed='would detach the volume', writes=[]),
        **WORLD,
    )


def _lives():
    yield case(
        'a database that was never deployed',
        made(options={'state': 'present'}, phase='never_deployed', writes=['postgres.create'], actions=['create database']),
        database('stop', {'state': 'stopped'}, changed=False, phase='never_deployed', writes=[]),
        database('restart', {'state': 'restarted'}, changed=False, failed='never deployed', writes=[]),
        database('remove', {'state': 'absent'}, changed=True),
        **WORLD,
    )
    yield case(
        'changes of others are seen, and applied by a deployment',
        made('redis'),
        call('redis.update', redisId='@redis:db', memoryLimit='134217728'),
        database('present', {'state': 'present', 'deploy': 'never'}, 'redis', changed=False, pending=['memory_limit'], writes=[]),
        database('restart', {'state': 'restarted'}, 'redis', changed=True, phase='running', pending=['memory_limit'], applied=[], writes=['redis.reload']),
        database('start', None, 'redis', changed=True, pending=[], applied=['memory_limit'], writes=['redis.deploy']),
        again(database('start', None, 'redis')),
        **WORLD,
    )
    yield case(
        'a database whose image is not there',
        made('redis'),
        database('change', {'image': 'nowhere:1'}, 'redis', changed=True, failed='manifest', pending=['image'], writes=['redis.update', 'redis.deploy']),
        database('roll back', {'image': 'nowhere:2', 'on_failure': 'rollback'}, 'redis', changed=True, failed='manifest', undone=['restore database']),
        database('back', {'image': 'redis:8'}, 'redis', changed=True, phase='running', writes=['redis.update'], warns='Dokploy shows error'),
        **WORLD,
    )
    yield case(
        'a database renamed and moved',
        made('redis'),
        environment('create', changed=True),
        database('rename', {'rename_to': 'cache'}, 'redis', changed=True, writes=['redis.update'], shows={'database.name': 'cache'}),
        again(database('rename', {'rename_to': 'cache'}, 'redis')),
        database('move to nothing', {'name': 'cache', 'move_to': {'project': '@project', 'environment': 'nowhere'}}, 'redis', changed=False, checked=False,
                 failed='@project/nowhere does not exist', writes=[]),
        database('move', {'name': 'cache', 'move_to': {'project': '@project', 'environment': 'staging'}}, 'redis', changed=True, writes=['redis.move'],
                 shows={'database.environment': 'staging'}, actions=['move database']),
        again(database('move', {'name': 'cache', 'move_to': {'project': '@project', 'environment': 'staging'}}, 'redis')),
        **WORLD,
    )
    yield case(
        'volumes of a database',
        made('redis'),
        database('remove', {'state': 'absent', 'remove_volumes': True}, 'redis', changed=True, shows={'volumes_left': []}),
        versions=(NEWEST,),
        **WORLD,
    )
    yield case(
        'volumes of a database that stay',
        made('redis'),
        database('remove', {'state': 'absent'}, 'redis', changed=True, shows={'volumes_removed': []}),
        **WORLD,
    )
    yield case(
        'the address of a database, without its password',
        made(options={'return_url': True}),
        database('ask', {'return_url': True}, changed=False, shows={'connection_url.external': None}),
        information('tell', {'return_url': True}, shows={'databases.0.kind': 'postgres', 'databases.0.phase': 'running'}),
        information('tell all', {'return_url': True, 'include_secrets': True, 'kind': 'postgres'}, secrets=True, shows={
            'databases.0.password': 'S3CRET-one'}),
        information('of another kind', {'kind': 'redis'}, shows={'databases': []}),
        **WORLD,
    )
    yield case(
        'a project with databases in it',
        made(),
        made('redis', {'name': 'cache'}),
        project('refused', {'state': 'absent'}, changed=False, failed=['is not empty', 'postgres production/db', 'redis production/cache'], writes=[]),
        project('forced', {'state': 'absent', 'force': True}, changed=True, writes=['postgres.remove', 'redis.remove', 'project.remove']),
        **WORLD,
    )


CASES = tuple(_rows())
