# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications: how they are named, and every option but domains."""

from __future__ import annotations

from cases.model import (
    CREATED,
    DELETE,
    DEPLOY,
    GIT,
    NEWER,
    NEWEST,
    NGINX,
    OLDER,
    RELOAD,
    STOP,
    UNCHANGED,
    UPDATE,
    W_DELETE,
    W_RELOAD,
    W_UPDATE,
    again,
    call,
    case,
    created,
    environment,
    event,
    info,
    refused,
    task,
)


def _life():
    """From beginning to end."""
    made = created()
    changed = task(
        'another image',
        {'source': NEWER, 'deployment_title': 'Release 2'},
        changed=True,
        actions=[UPDATE, DEPLOY],
        phase='running',
        shows={'deployment.title': 'Release 2', 'application.running_image': 'nginx:1.28'},
    )
    yield case(
        'application from beginning to end',
        task('check', {'source': NGINX}, check=True, changed=True, actions=CREATED),
        made,
        again(made, requests=UNCHANGED),
        changed,
        again(changed, requests=UNCHANGED),
        task('stop', {'state': 'stopped'}, changed=True, actions=[STOP], phase='stopped'),
        again(task('stop', {'state': 'stopped'})),
        task('start', changed=True, actions=[RELOAD], phase='running'),
        task('remove', {'state': 'absent'}, changed=True, actions=[DELETE], writes=W_DELETE, phase='absent'),
        again(task('remove', {'state': 'absent'})),
        play=True,
    )
    yield case(
        'three replicas',
        created({'replicas': 3}, shows={'application.replicas_running': 3}),
        again(task('three', {'replicas': 3})),
        task('two', {'replicas': 2}, changed=True, actions=[UPDATE, RELOAD], shows={'application.replicas_running': 2}),
        task('default', {'unset': ['replicas']}, changed=True, actions=[UPDATE, RELOAD], shows={'application.replicas': 1}),
    )
    yield case(
        'built from Git',
        created({'source': GIT, 'build': {'type': 'dockerfile'}}, shows={'deployment.title': 'Release shop'}),
        again(task('again', {'source': GIT, 'build': {'type': 'dockerfile'}}), requests=UNCHANGED),
        task('a build arg', {'build_args': {'GREETING': 'good day'}}, changed=True, actions=[UPDATE, DEPLOY]),
        again(task('a build arg', {'build_args': {'GREETING': 'good day'}})),
        task('remove', {'state': 'absent'}, changed=True, actions=[DELETE]),
        play=True,
    )


def _drift():
    """What others did."""
    yield case(
        'scaled to nothing behind its back',
        created({'replicas': 2}),
        event('scale', service='@app_name', replicas=0),
        task('start', {'replicas': 2}, changed=True, actions=[RELOAD], phase='running', shows={'application.replicas_running': 2}),
        again(task('start', {'replicas': 2})),
    )
    yield case(
        'scaled behind its back',
        created({'replicas': 2}),
        event('scale', service='@app_name', replicas=1),
        task('start', {}, changed=True, actions=[RELOAD], applied=['replicas']),
    )
    yield case(
        'its service was removed',
        created(),
        event('remove_service', service='@app_name'),
        task('start', changed=True, actions=[RELOAD], writes=W_RELOAD, phase='running'),
    )
    yield case(
        'env changed in the page',
        created({'env': {'A': '1'}}),
        call('application.update', applicationId='@id', env='A=1\nB=2\n'),
        task('start', {'env': {'A': '1'}}, changed=True, actions=[RELOAD], applied=['env'], writes=W_RELOAD),
        again(task('start', {'env': {'A': '1'}})),
    )
    yield case(
        'a limit changed in the page, rolled out with ours',
        created(),
        call('application.update', applicationId='@id', memoryLimit='268435456'),
        task('env', {'env': {'A': '1'}}, changed=True, actions=[UPDATE, RELOAD], applied=['memory_limit']),
        again(task('env', {'env': {'A': '1'}})),
    )
    yield case(
        'a change in the page is left alone by stopped',
        created(),
        call('application.update', applicationId='@id', memoryLimit='268435456'),
        task('stop', {'state': 'stopped'}, changed=True, actions=[STOP], pending=['memory_limit']),
    )
    yield case(
        'deployed with another image in the page',
        created(),
        call('application.update', applicationId='@id', dockerImage='nginx:1.28'),
        call('application.deploy', applicationId='@id'),
        event('advance', seconds=30),
        task('start', {'source': NEWER}, changed=False, writes=[], shows={'application.running_image': 'nginx:1.28'}),
        task('back', {'source': NGINX}, changed=True, actions=[UPDATE, DEPLOY]),
    )
    yield case(
        'stopped in the page',
        created(),
        call('application.stop', applicationId='@id'),
        event('advance', seconds=30),
        task('present', {'state': 'present'}, changed=False, phase='stopped', writes=[]),
        task('start', changed=True, actions=[RELOAD], phase='running'),
    )
    yield case(
        'an image that was pruned while it was stopped',
        created({'source': GIT}),
        task('stop', {'state': 'stopped'}, changed=True),
        event('advance', seconds=60),
        event('prune'),
        task('start', changed=True, actions=[DEPLOY], phase='running'),
    )
    yield case(
        'a comment that somebody wrote is kept',
        created({'state': 'present'}, actions=None, phase=None, writes=None),
        call('application.update', applicationId='@id', env='# keep me\nA=1\n\nB=2\n'),
        task(
            'one value',
            {'env': {'B': '3'}, 'state': 'present'},
            changed=True,
            actions=[UPDATE],
            bodies=[{'applicationId': '@id', 'env': '# keep me\nA=1\n\nB=3'}],
        ),
    )


def _addressing():
    made = created()
    yield case(
        'named otherwise',
        made,
        task('id', {'application_id': '@id'}, changed=False),
        task('app_name', {'app_name': '@app_name'}, changed=False),
        task('names and app_name', {'app_name': '@app_name', 'name': 'web', 'project': '@project'}, changed=False),
        task('id and names', {'application_id': '@id', 'name': 'web', 'project': '@project', 'environment': 'production'}, changed=False),
        task('environment_id', {'environment_id': '@environment_id', 'name': 'web'}, changed=False),
    )
    yield case(
        'named by a host',
        created({'domains': [{'host': 'shop.example.com', 'port': 80}]}, actions=None, writes=None),
        task('host', {'domain_host': 'SHOP.example.com'}, changed=False, shows={'application.name': 'web'}),
        refused('no such host', {'domain_host': 'other.example.com'}, 'no application has the domain_host'),
        refused('a contradiction', {'domain_host': 'shop.example.com', 'name': 'other', 'project': '@project'}, 'nothing was changed'),
    )
    yield case(
        'a host that two have',
        created({'domains': [{'host': 'shop.example.com', 'port': 80}]}, actions=None, writes=None),
        task(
            'other', {'name': 'other', 'source': NGINX, 'state': 'present', 'domains': [{'host': 'shop.example.com', 'path': '/x', 'port': 80}]}, changed=True
        ),
        refused('host', {'domain_host': 'shop.example.com', 'description': 'x'}, ['matches 2 applications', '@id', '@id:other']),
    )
    yield case(
        'contradictions',
        made,
        refused('name', {'application_id': '@id', 'name': 'other', 'project': '@project'}, 'name says other'),
        refused('project', {'application_id': '@id', 'project': 'other'}, 'project says other'),
        refused('environment', {'application_id': '@id', 'environment': 'staging'}, 'environment says staging'),
        refused('app_name', {'application_id': '@id', 'app_name': 'other-x'}, 'app_name says other-x'),
        refused('names and another app_name', {'app_name': 'other-x', 'name': 'web', 'project': '@project'}, 'no application has the app_name other-x'),
        refused('a default for all modules', {'application_id': '@id', 'project': 'other', 'state': 'absent'}, 'project says other'),
        refused('environment_id of nothing', {'environment_id': 'nothing', 'name': 'web'}, 'no environment has the id nothing'),
    )
    yield case(
        'named by nothing',
        refused('nothing', {'name': '', 'project': '@project'}, 'name the application'),
        refused('no project', {'name': 'web', 'project': ''}, 'requires project'),
        refused('no such id', {'application_id': 'nothing'}, 'no application has the id nothing'),
        refused('no such app_name', {'app_name': 'nothing-x'}, 'no application has the app_name nothing-x'),
        refused('no name beside an id', {'application_id': '', 'app_name': '', 'domain_host': '', 'project': '@project'}, 'name the application'),
    )
    yield case(
        'two of one name',
        created({'state': 'present'}, actions=None, phase=None, writes=None),
        call('application.create', name='web', appName='web', environmentId='@environment_id'),
        refused('touch', {'description': 'x'}, ['matches 2 applications', 'ambiguous', 'application_id']),
        refused('remove', {'state': 'absent'}, 'matches 2 applications'),
    )
    yield case(
        'empty texts count as left out',
        made,
        task(
            'again',
            {
                'source': NGINX,
                'application_id': '',
                'app_name': '',
                'domain_host': '',
                'environment_id': '',
                'project': '@project',
                'environment': 'production',
                'name': 'web',
                'rename_to': '',
                'verify': {'url': ''},
            },
            changed=False,
            writes=[],
        ),
        task('environment', {'environment': ''}, changed=False, writes=[]),
    )
    yield case(
        'environment left out',
        created({'environment': None}),
        task('again', {'environment': None}, changed=False, writes=[]),
        refused('stop', {'environment': None, 'state': 'stopped'}, 'this state needs environment'),
        refused('remove', {'environment': None, 'state': 'absent'}, 'this state needs environment'),
        environment('another', changed=True),
        refused('several', {'environment': None}, ['production', 'staging']),
    )
    yield case(
        'a parent that is missing',
        task('check', {'project': 'nowhere', 'source': NGINX}, check=True, changed=True, actions=CREATED, warns='the project nowhere does not exist yet'),
        task('check environment', {'environment': 'nowhere', 'source': NGINX}, check=True, changed=True, actions=CREATED, warns='nowhere does not exist yet'),
        task(
            'create',
            {'project': 'nowhere', 'source': NGINX},
            checked=False,
            changed=False,
            failed=['the project nowhere does not exist', 'dokploy_project'],
            writes=[],
        ),
        task(
            'in no environment',
            {'environment': 'nowhere', 'source': NGINX},
            checked=False,
            changed=False,
            failed=['does not exist', 'dokploy_environment'],
            writes=[],
        ),
    )
    yield case(
        'renamed',
        made,
        task('rename', {'rename_to': 'shop'}, changed=True, actions=[UPDATE], writes=W_UPDATE, previous={'name': 'web'}),
        again(task('rename', {'rename_to': 'shop'})),
        task('by the new name', {'name': 'shop'}, changed=False),
        refused('nothing to rename', {'name': 'gone', 'rename_to': 'gone-2'}, 'rename_to never creates'),
        task('another', {'name': 'other', 'source': NGINX, 'state': 'present'}, changed=True),
        refused('onto another', {'name': 'other', 'rename_to': 'shop'}, 'rename_to cannot merge them'),
    )
    yield case(
        'a name of its own',
        created({'name': 'Caf\u00e9 \U0001f680'}, shows={'application.name': 'Caf\u00e9 \U0001f680'}),
        task('composed otherwise', {'name': 'Cafe\u0301 \U0001f680'}, changed=False, writes=[]),
        task('remove', {'name': 'Cafe\u0301 \U0001f680', 'state': 'absent'}, changed=True),
    )


EVERYTHING = {
    'description': 'The shop',
    'auto_deploy': False,
    'memory_limit': '512M',
    'memory_reservation': '256M',
    'cpu_limit': '0.5',
    'cpu_reservation': '0.25',
    'command': '/bin/sh',
    'args': ['-c', 'exec nginx'],
    'healthcheck': {'test': ['CMD', 'true'], 'interval': '10s', 'timeout': '2s', 'retries': 2},
    'restart_config': {'condition': 'on-failure', 'max_attempts': 3},
    'update_config': {'parallelism': 2, 'delay': '5s'},
    'rollback_config': {'order': 'stop-first'},
    'labels': {'team': 'shop'},
}
OTHERWISE = {
    'memory_limit': '512MB',
    'memory_reservation': '262144K',
    'cpu_limit': '500m',
    'cpu_reservation': 0.25,
    'healthcheck': {'interval': 10},
    'update_config': {'delay': 5},
    'labels': {'team': 'shop'},
}


def _options():
    yield case(
        'every runtime option',
        created(EVERYTHING),
        again(created(EVERYTHING), requests=UNCHANGED),
        task('in other words', OTHERWISE, changed=False, writes=[]),
        task('one nested value', {'healthcheck': {'retries': 5}}, changed=True, actions=[UPDATE, RELOAD], shows={'application.healthcheck.interval': '10s'}),
        task(
            'clear',
            {'unset': ['healthcheck', 'memory_limit', 'cpu_limit', 'labels', 'update_config', 'restart_config', 'command', 'args']},
            changed=True,
            actions=[UPDATE, RELOAD],
            shows={'application.healthcheck': None, 'application.memory_limit': None, 'application.labels': None},
        ),
        again(task('clear', {'unset': ['healthcheck', 'memory_limit', 'cpu_limit', 'labels', 'update_config', 'restart_config', 'command', 'args']})),
        play=True,
    )
    yield case(
        'cleared by an empty value',
        created({'description': 'x', 'memory_limit': '64M', 'args': ['a'], 'command': '/bin/sh'}),
        task('clear', {'description': '', 'memory_limit': '', 'args': [], 'command': ''}, changed=True, actions=[UPDATE, RELOAD]),
        again(task('clear', {'description': '', 'memory_limit': '', 'args': [], 'command': ''})),
        task('null leaves alone', {'description': None, 'memory_limit': None, 'args': None}, changed=False, writes=[]),
    )
    yield case(
        'what runs is not touched by a description',
        created(),
        task(
            'describe',
            {'description': 'The shop', 'auto_deploy': False},
            changed=True,
            actions=[UPDATE],
            pending=[],
            shows={'application.description': 'The shop'},
        ),
        again(task('describe', {'description': 'The shop', 'auto_deploy': False})),
    )
    yield case(
        'labels',
        created({'labels': {'a': '1', 'b': '2'}}),
        task('merge', {'labels': {'b': '3'}}, changed=True, shows={'application.labels': {'a': '1', 'b': '3'}}),
        task('replace', {'labels': {'c': '4'}, 'labels_mode': 'replace'}, changed=True, shows={'application.labels': {'c': '4'}}),
        refused('ours', {'labels': {'community.dokploy.build': 'x'}}, 'reserved for this collection'),
        refused('no text', {'labels': {'a': True}}, 'must be a text'),
    )
    bad = (
        ('replicas 0', {'replicas': 0}, 'use state stopped'),
        ('replicas -1', {'replicas': -1}, 'negative'),
        ('memory', {'memory_limit': '1M'}, 'memory_limit'),
        ('memory words', {'memory_limit': 'much'}, 'memory_limit'),
        ('cpu', {'cpu_limit': '4096'}, 'cpu_limit'),
        ('unknown', {'colour': 'red'}, 'Unsupported parameters'),
        ('choice', {'state': 'running'}, 'value of state must be one of'),
        ('health test', {'healthcheck': {'test': ['curl', 'x']}}, 'must begin with CMD'),
        ('duration', {'healthcheck': {'interval': 'soon'}}, 'healthcheck.interval'),
        ('unset unknown', {'unset': ['colour']}, 'unset: colour cannot be unset'),
        ('unset and set', {'unset': ['command'], 'command': 'x'}, 'set and unset'),
        ('unset source type', {'unset': ['source.type']}, 'source.type cannot be unset'),
        ('env number', {'env': {'PORT': 8080}}, 'the value of PORT must be a text'),
        ('env name', {'env': {'1A': 'x'}}, 'is not a variable name'),
        ('env nul', {'env': {'A': 'S3CRET\0'}}, 'NUL'),
        ('verify', {'verify': {'url': 'shop.example.com'}}, 'verify.url must be an address'),
        ('registry twice', {'source': {'type': 'docker', 'image': 'x', 'registry': 'r', 'username': 'u'}}, 'source.registry copies'),
        ('order', {'update_config': {'order': 'first'}}, 'order'),
        ('password type', {'source': dict(NGINX, password=['S3CRET'])}, 'source.password must be a text'),
    )
    yield case('bad options', created(), *[task(name, options, failed=message, writes=[], requests=0) for name, options, message in bad])
    yield case(
        'options of another type',
        created(),
        refused('url', {'source': {'url': 'https://x'}}, 'belongs to source.type git'),
        refused('both', {'source': {'type': 'git', 'image': 'x'}}, 'belongs to source.type docker', requests=0),
        created({'name': 'git', 'source': GIT}),
        refused('image', {'name': 'git', 'source': {'image': 'x'}}, 'belongs to source.type docker'),
    )
    yield case(
        'another type of source',
        created(),
        task('git', {'source': GIT, 'build': {'type': 'dockerfile'}}, changed=True, actions=[UPDATE, DEPLOY]),
        again(task('git', {'source': GIT, 'build': {'type': 'dockerfile'}})),
        task('docker', {'source': NGINX}, changed=True, actions=[UPDATE, DEPLOY]),
        again(task('docker', {'source': NGINX})),
    )
    yield case(
        'waiting for less',
        task('none', {'source': NGINX, 'wait': False}, changed=True, phase='queued'),
        event('advance', seconds=30),
        task('deployed', {'source': NEWER, 'wait_for': 'deployed'}, changed=True, actions=[UPDATE, DEPLOY], shows={'deployment.status': 'done'}),
        event('advance', seconds=30),
        task('env', {'env': {'A': '1'}, 'wait': False}, changed=True, actions=[UPDATE, RELOAD], phase='rolling'),
        event('advance', seconds=30),
        task('settled', {'env': {'A': '1'}}, changed=False),
    )
    yield case(
        'a saved stop grace period',
        created({'stop_grace_period': '30s'}, shows={'application.stop_grace_period': '30s'}),
        again(task('again', {'stop_grace_period': 30})),
        task('clear', {'unset': ['stop_grace_period']}, changed=True, actions=[UPDATE, RELOAD]),
        versions=(NEWEST,),
        live=True,
    )
    yield case(
        'a stop grace period that the server is too old for',
        refused('create', {'source': NGINX, 'stop_grace_period': '30s'}, ['stop_grace_period requires Dokploy v0.29.0', 'v0.28.8']),
        created(),
        refused('set', {'stop_grace_period': '30s'}, 'stop_grace_period requires Dokploy v0.29.0'),
        versions=(OLDER,),
        live=True,
    )


def _env():
    values = {
        'PLAIN': 'info',
        'SPACE': 'two words',
        'HASH': 'a#b',
        'DOLLAR': '$HOME',
        'QUOTES': 'say "yes" it\'s',
        'LINES': 'one\ntwo',
        'EMPTY': '',
        'EQUALS': 'a=b',
        'BACK': 'C:\\new',
        'TICK': '`x`',
        'UNICODE': 'caf\u00e9 \U0001f680',
        'BRACES': '{{ not ours }}',
    }
    yield case('values as they were written', created({'env': values}), again(task('again', {'env': values}), requests=UNCHANGED), play=True)
    yield case(
        'env merged',
        created({'env': {'A': '1', 'B': 'S3CRET-b'}}),
        task(
            'merge',
            {'env': {'B': 'S3CRET-c', 'C': '3'}},
            changed=True,
            actions=[UPDATE, RELOAD],
            previous={'env': {'added': ['C'], 'removed': [], 'changed': ['B']}},
            shows={'application.env_keys': ['A', 'B', 'C']},
        ),
        again(task('merge', {'env': {'B': 'S3CRET-c', 'C': '3'}})),
        task('remove', {'env_remove': ['A', 'Z']}, changed=True, shows={'application.env_keys': ['B', 'C']}),
        again(task('remove', {'env_remove': ['A', 'Z']})),
        task('replace', {'env': {'D': '4'}, 'env_mode': 'replace'}, changed=True, shows={'application.env_keys': ['D']}),
        refused('existing', {'env': {'E': '5'}, 'env_mode': 'existing'}, 'E does not exist'),
        task('existing, known', {'env': {'D': '5'}, 'env_mode': 'existing'}, changed=True),
        task('clear', {'unset': ['env']}, changed=True, shows={'application.env_keys': []}),
        again(task('clear', {'unset': ['env']})),
    )
    yield case(
        'an empty dict',
        created({'env': {'A': '1'}}),
        task('merge', {'env': {}}, changed=False, writes=[]),
        task('replace', {'env': {}, 'env_mode': 'replace'}, changed=True, shows={'application.env_keys': []}),
    )
    yield case(
        'templates',
        created({'env': {'NAME': '{{.Service.Name}}'}}),
        again(task('literal', {'env': {'NAME': '{{.Service.Name}}'}})),
        task('template', {'env': {'NAME': '{{.Service.Name}}'}, 'env_templates': True}, changed=True, actions=[UPDATE, RELOAD]),
        again(task('template', {'env': {'NAME': '{{.Service.Name}}'}, 'env_templates': True})),
        # What a task can give again, without env_templates where Swarm evaluates nothing.
        info('template with secrets', {'name': 'web', 'include_secrets': True}, shows={'applications.0.env': {'NAME': '{{.Service.Name}}'}}),
        task('literal', {'env': {'NAME': '{{.Service.Name}} ${{ $'}}, changed=True),
        info('literal with secrets', {'name': 'web', 'include_secrets': True}, shows={'applications.0.env': {'NAME': '{{.Service.Name}} ${{ $'}}),
    )
    yield case(
        'references',
        environment('shared', {'environment': 'production', 'env': {'HOST': 'db'}}, changed=True),
        created({'env': {'URL': 'http://${{environment.HOST}}/'}}),
        again(task('again', {'env': {'URL': 'http://${{environment.HOST}}/'}})),
        environment('another value', {'environment': 'production', 'env': {'HOST': 'db2'}}, changed=True, affected=['web']),
        task('start', {}, changed=True, actions=[RELOAD], applied=['env']),
        refused('missing', {'env': {'X': '${{project.NOTHING}}'}}, 'env'),
        live=True,
    )


CASES = tuple([*_life(), *_drift(), *_addressing(), *_options(), *_env()])
