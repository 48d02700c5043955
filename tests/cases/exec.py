# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands in containers."""

from __future__ import annotations

from cases.compose import made as compose_made
from cases.databases import database
from cases.model import NEWEST, ON_WORKER, TWO_NODES, call, case, created, event, refused, task

RUN = ['schedule.create', 'schedule.runManually', 'schedule.delete']
WORLD = {'images': {
    'nginx:1.27': {'files': ['/', '/app', '/data/loaded'], 'programs': {
        './migrate': {'stdout': ['0041 applied', 'token S3CRET-of-the-service'], 'stderr': ['slow'], 'exit_code': 0}}},
    'postgres:17': {}, 'init:1': {'exit_code': 0, 'exit_after': 0.5},
}}


def run(name, options=None, **more):
    return task(name, {'project': '@project', 'environment': 'production', 'name': 'web', **(options or {})}, module='dokploy_exec',
                **{'changed': True, 'actions': ['run command'], 'writes': RUN, **more})


def no(name, options, message, **more):
    options = {'project': '@project', 'environment': 'production', 'name': 'web', 'command': 'true', **options}
    return refused(name, options, message, module='dokploy_exec', **more)


def _rows():
    yield case(
        'a command in a container',
        created({'env': {'TOKEN': 'S3CRET-of-the-service'}}),
        run('check', {'command': './migrate'}, check=True, writes=[], shows={'ran': False, 'rc': 0}),
        run('migrate', {'command': './migrate', 'chdir': '/app'}, shows={
            'rc': 0, 'ran': True, 'stdout_lines': ['0041 applied', 'token ********'], 'stderr': 'slow', 'truncated': [], 'service.name': 'web',
            'backend': 'api'}),
        run('with a secret of its own', {'command': 'echo key $KEY of web', 'env': {'KEY': "S3CRET-it's mine"}}, shows={'stdout': 'key ******** of web'}),
        run('as words', {'argv': ['echo', 'one', 'two words']}, shows={'stdout': "one 'two words'"}),
        run('exists', {'command': './migrate', 'creates': '/data/loaded'}, changed=False, actions=[], checked=False, shows={
            'ran': False, 'rc': 0, 'msg': 'The command was not run, because /data/loaded exists'}),
        run('does not exist', {'command': './migrate', 'removes': '/nope'}, changed=False, actions=[], checked=False, shows={'ran': False}),
        run('exists, as it must', {'command': 'echo a', 'removes': '/data/loaded', 'creates': '/nope'}, shows={'stdout': 'a'}),
        run('fails', {'command': 'echo a; echo broken >&2; exit 3'}, failed='ended with exit code 3', checked=False, shows={
            'rc': 3, 'stdout': 'a', 'stderr': 'broken'}),
        run('too long', {'command': 'echo begun; sleep 30', 'command_timeout': 5}, failed='did not end within 5 seconds', phase='timeout', checked=False,
            shows={'rc': 124, 'stdout': 'begun'}),
        run('no such directory', {'command': './migrate', 'chdir': '/nope'}, changed=False, actions=[], checked=False, failed='has no directory /nope'),
        task('no schedule is left', {'project': '@project', 'application': 'web'}, module='dokploy_schedule_info', changed=False, shows={'schedules': []}),
        world=WORLD,
    )
    yield case(
        'a command that cannot be run',
        created(),
        no('no command', {'command': ''}, 'command or argv is required'),
        no('both', {'argv': ['a']}, 'command or argv is required'),
        no('too long a time', {'command_timeout': 0}, 'command_timeout must be between 1 and 86400'),
        no('too many bytes', {'max_bytes': 1}, 'max_bytes must be between'),
        no('too long a command', {'command': 'echo ' + 'x' * 25000}, 'at most 24000 bytes'),
        no('no name of a shell', {'env': {'A-B': 'x'}}, 'A-B'),
        no('a service of an application', {'service': 'web'}, 'service requires a compose service'),
        no('missing', {'name': 'nope'}, 'does not exist'),
        database('create', {'image': 'postgres:17', 'database': 'db', 'user': 'db', 'password': 'S3CRET-one'}, changed=True),
        no('a database', {'name': 'db', 'kind': 'postgres'}, 'applications and compose services alone'),
        event('member', label='plain', services=['@id']),
        run('a deploy key may', {'project': '', 'environment': '', 'name': '', 'application_id': '@id', 'api_key': '@key:plain', 'command': 'echo a'}),
        task('stop', {'state': 'stopped'}, changed=True),
        no('a stopped one', {}, 'has no running container'),
        world=WORLD,
    )
    yield case(
        'a command in a compose service',
        compose_made('stack'),
        no('which one', {'name': 'shop', 'kind': 'compose'}, 'has several services'),
        no('no such one', {'name': 'shop', 'kind': 'compose', 'service': 'nope'}, 'has no service nope'),
        no('one that ended', {'name': 'shop', 'kind': 'compose', 'service': 'init'}, 'has no running container'),
        run('in one', {'name': 'shop', 'kind': 'compose', 'service': 'web', 'command': 'echo a'}, shows={'stdout': 'a', 'service.kind': 'compose'}),
        world=WORLD,
    )
    yield case(
        'a command in a project of docker compose',
        compose_made('docker-compose'),
        run('in one', {'name': 'shop', 'kind': 'compose', 'service': 'web', 'command': 'echo a'}, shows={'stdout': 'a'}),
        world=WORLD, versions=(NEWEST,),
    )
    yield case(
        'a command in a container on another node',
        created({'placement': ON_WORKER}),
        no('Dokploy does not reach it', {}, 'runs on the node worker-1, and Dokploy runs commands on its own node manager-1 alone'),
        task('move', {'placement': {'constraints': ['node.role==manager']}}, changed=True),
        run('it reaches this one', {'command': 'echo a'}),
        world=dict(WORLD, host=TWO_NODES),
    )
    left = {'name': 'dokploy_exec 0011', 'cronExpression': '0 0 29 2 *', 'scheduleType': 'application', 'applicationId': '@id', 'command': 'true',
            'shellType': 'sh', 'enabled': False}
    yield case(
        'the schedule of a command whose task was killed',
        created(),
        call('schedule.create', **left),
        run('it is younger than an hour', {'command': 'echo a'}),
        event('advance', seconds=3700),
        run('it is deleted', {'command': 'echo a'}, writes=['schedule.delete'] + RUN),
        run('once', {'command': 'echo a'}),
        world=WORLD,
    )


CASES = tuple(_rows())
