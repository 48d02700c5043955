# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications that are moved to another environment, and what their references then mean."""

from __future__ import annotations

from cases.model import (
    CRASH,
    CREATED,
    DEPLOY,
    GIT,
    NEWER,
    NEWEST,
    NGINX,
    RELOAD,
    STOP,
    UPDATE,
    again,
    call,
    case,
    created,
    environment,
    event,
    project,
    refused,
    task,
)

MOVE = 'move application'
W_MOVE = ['application.move']
TO_STAGING = {'move_to': {'project': '@project', 'environment': 'staging'}}
THERE = {'environment': 'staging'}
REFERS = {'env': {'LEVEL': '${{environment.LEVEL}}'}}


def levels(production='info', staging='debug'):
    """Both environments have the variable that applications refer to."""
    return (
        environment('production has it', {'environment': 'production', 'env': {'LEVEL': production}}, changed=True),
        environment('staging has it', {'env': {'LEVEL': staging}} if staging else {}, changed=True),
    )


def moved(name='move', options=None, **more):
    expect = {'changed': True, 'actions': [MOVE], 'writes': W_MOVE, 'shows': {'application.environment': 'staging'}}
    return task(name, dict(TO_STAGING, **(options or {})), **dict(expect, **more))


def _happy():
    yield case(
        'an application is moved',
        environment('staging', changed=True),
        created({'env': {'A': '1'}, 'domains': [{'host': 'moved.example.com', 'port': 80}]}, actions=None, writes=None),
        task('check', TO_STAGING, check=True, changed=True, actions=[MOVE], shows={'application.environment': 'production'}),
        moved(previous={'project': '@project', 'environment': 'production'}, phase='running', pending=[], applied=[]),
        again(moved()),
        task('under its new address', dict(THERE, env={'A': '1'}), changed=False, phase='running'),
        task('under its old address', {'env': {'A': '1'}}, changed=False, failed='without source it is not created'),
        moved('with another setting, back', {
            'environment': 'staging', 'move_to': {'project': '@project', 'environment': 'production'}, 'replicas': 2},
            actions=[UPDATE, MOVE, RELOAD], writes=['application.update', 'application.move', 'application.reload'],
            shows={'application.environment': 'production', 'application.replicas_running': 2}),
        play=True,
    )
    yield case(
        'to another project',
        project('other', {'project': '@project-two'}, changed=True),
        created(),
        task('move', {'move_to': {'project': '@project-two', 'environment': 'production'}}, changed=True, actions=[MOVE], shows={
            'application.project': '@project-two', 'application.environment': 'production'}),
        again(task('move', {'move_to': {'project': '@project-two', 'environment': 'production'}})),
        task('once more', {'project': '@project-two'}, changed=False),
    )
    yield case(
        'moved by what else names it',
        environment('staging', changed=True),
        created({'domains': [{'host': 'named.example.com', 'port': 80}]}, actions=None, writes=None),
        moved('by id', {'application_id': '@id', 'project': '@project', 'environment': 'production', 'name': 'web'}),
        again(moved('by id', {'application_id': '@id', 'project': '@project', 'environment': 'production', 'name': 'web'})),
        refused('another project', dict(TO_STAGING, application_id='@id', name='other'), 'name says other'),
        moved('back by app_name', {'app_name': '@app_name', 'move_to': {'environment_id': '@environment_id:production'}}, shows={
            'application.environment': 'production'}),
        moved('by domain_host', {'domain_host': 'named.example.com'}),
        again(moved('by domain_host', {'domain_host': 'named.example.com'})),
        moved('back by names and app_name', dict(THERE, app_name='@app_name', name='web', project='@project', move_to={
            'project': '@project', 'environment': 'production'}), shows={'application.environment': 'production'}),
    )
    yield case(
        'moved and renamed',
        environment('staging', changed=True),
        created(),
        task('another web', dict(THERE, source=NGINX), changed=True, actions=CREATED),
        refused('the name is taken there', TO_STAGING, 'move_to cannot merge'),
        moved('move', {'rename_to': 'web2'}, actions=[UPDATE, MOVE], writes=['application.update', 'application.move'], shows={
            'application.environment': 'staging', 'application.name': 'web2'},
            previous={'project': '@project', 'environment': 'production', 'name': 'web'}),
        again(moved('move', {'rename_to': 'web2'})),
        task('both are there', dict(THERE, name='web2'), changed=False),
    )
    yield case(
        'moved before it was renamed',
        environment('staging', changed=True),
        created(),
        moved(),
        moved('rename', {'rename_to': 'web2'}, actions=[UPDATE], writes=['application.update'], shows={'application.name': 'web2'}),
    )
    yield case(
        'renamed before it was moved',
        environment('staging', changed=True),
        created(),
        task('rename', {'rename_to': 'web2'}, changed=True),
        moved('move', {'rename_to': 'web2'}),
        again(moved('move', {'rename_to': 'web2'})),
    )


def _references():
    yield case(
        'a reference that means something else there',
        *levels(staging='S3CRET-debug'),
        created(REFERS),
        moved(actions=[MOVE, RELOAD], writes=W_MOVE + ['application.reload'], applied=[], phase='running'),
        again(moved()),
        task('there', dict(THERE, **REFERS), changed=False),
    )
    yield case('a reference that means the same there', *levels(staging='info'), created(REFERS), moved(phase='running'), again(moved()))
    yield case(
        'references that lead nowhere there',
        *levels(staging=None),
        created({'env': {'LEVEL': '${{environment.LEVEL}}', 'OWN': 'own', 'SAME': '${{OWN}}', 'B': 'x-${{environment.LEVEL}}-y'}}),
        refused('move', TO_STAGING, ['env.LEVEL refers to environment.LEVEL', 'env.B refers to', 'cannot be moved']),
        task('it stayed', {}, changed=False, phase='running', shows={'application.environment': 'production'}),
        moved('with other values', {'env': {'LEVEL': 'plain', 'B': 'plain'}}, actions=[UPDATE, MOVE, RELOAD], writes=None),
    )
    yield case(
        'a reference that only the target can resolve',
        environment('staging has it', {'env': {'NEW': '1'}}, changed=True),
        created(),
        moved('move', {'env': {'A': '${{environment.NEW}}'}}, actions=[UPDATE, MOVE, RELOAD], writes=None, phase='running'),
        again(moved('move', {'env': {'A': '${{environment.NEW}}'}})),
    )
    yield case(
        'a builder that reads env',
        *levels(),
        created(dict(REFERS, source=GIT)),
        moved(actions=[MOVE, DEPLOY], writes=W_MOVE + ['application.deploy'], phase='running'),
        again(moved()),
    )
    yield case(
        'a build argument that means something else there',
        *levels(),
        created({'source': GIT, 'build_args': {'LEVEL': '${{environment.LEVEL}}'}}),
        moved(actions=[UPDATE, MOVE, DEPLOY], writes=['application.update', 'application.move', 'application.deploy'], phase='running'),
        again(moved()),
    )
    yield case(
        'moved while it is stopped',
        *levels(),
        created(REFERS),
        task('stop', {'state': 'stopped'}, changed=True, actions=[STOP]),
        moved('move', {'state': 'present'}, pending=['env'], phase='stopped'),
        again(moved('move', {'state': 'present'}), pending=['env']),
        task('start', THERE, changed=True, actions=[RELOAD], phase='running'),
    )
    yield case(
        'moved, and nothing may be deployed',
        *levels(),
        created(REFERS),
        moved('move', {'deploy': 'never'}, pending=['env'], phase='running'),
        again(moved('move', {'deploy': 'never'}), pending=['env']),
        task('later', THERE, changed=True, actions=[RELOAD], applied=['env']),
    )
    yield case(
        'moved before it was ever deployed',
        *levels(),
        task('store', dict(REFERS, source=NGINX, state='present'), changed=True, phase='never_deployed'),
        moved('move', {'state': 'present'}, phase='never_deployed'),
        again(moved('move', {'state': 'present'})),
    )
    yield case(
        'moved and put back after a failure',
        *levels(),
        created(REFERS),
        task(
            'move',
            dict(TO_STAGING, source=CRASH, on_failure='rollback'),
            changed=True,
            failed='Swarm rolled back',
            undone=['restore application', 'restore application'],
            shows={'application.environment': 'production'},
        ),
        task('it stayed', REFERS, changed=False, phase='running'),
        versions=(NEWEST,),
    )
    yield case(
        'moved with another image',
        environment('staging', changed=True),
        created(),
        moved('move', {'source': NEWER}, actions=[UPDATE, MOVE, DEPLOY], writes=None),
    )


def _refused():
    absent = {'move_to': {'project': '@project', 'environment': 'nowhere'}}
    yield case(
        'what cannot be moved',
        environment('staging', changed=True),
        refused('both are missing', dict(TO_STAGING, source=NGINX), ['neither', 'move_to never creates']),
        refused('an unknown id', dict(TO_STAGING, application_id='nope'), 'no application has the id nope'),
        refused('an unknown app_name', dict(TO_STAGING, app_name='nope'), 'move_to never creates'),
        created(),
        refused('no target', {'move_to': {}}, 'move_to requires project and environment'),
        refused('half a target', {'move_to': {'environment': 'staging'}}, 'move_to requires project and environment'),
        refused('a misspelt target', {'move_to': {'project': '@project', 'enviroment': 'staging'}}, 'enviroment', changed=None, writes=None),
        refused('absent', dict(TO_STAGING, state='absent'), 'are mutually exclusive'),
        refused('source without words', dict(TO_STAGING, environment=''), 'requires environment explicitly'),
        task(
            'a target that does not exist', absent, changed=False, failed=['@project/nowhere does not exist', 'dokploy_environment'], writes=[], checked=False
        ),
        task('the same in check mode', absent, check=True, changed=True, actions=[MOVE], warns='does not exist yet'),
        task('another web', dict(THERE, source=NGINX), changed=True, actions=CREATED),
        refused('both are there', TO_STAGING, ['move_to cannot merge', '@project/production/web', '@project/staging/web']),
        refused('both are there, by environment_id', {
            'name': 'web', 'environment_id': '@environment_id', 'move_to': {'environment_id': '@environment_id:staging'}}, 'cannot merge'),
    )
    yield case(
        'an answer to a move that is lost',
        environment('staging', changed=True),
        created(),
        event('fault', action='cut_after', procedure='application.move'),
        moved('move', checked=False, writes=None),
        again(moved()),
    )
    yield case(
        'moved in the page',
        environment('staging', changed=True),
        created(),
        call('application.move', applicationId='@id', targetEnvironmentId='@environment_id:staging'),
        task('it is there already', TO_STAGING, changed=False, writes=[], shows={'application.environment': 'staging'}),
    )


CASES = (*_happy(), *_references(), *_refused())
