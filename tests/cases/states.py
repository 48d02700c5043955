# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every state, in every phase, with nothing, a runtime setting or the source changed; and what deploy makes of it."""

from __future__ import annotations

from cases.model import DELETE, DEPLOY, GIT, NEWER, NGINX, RELOAD, STOP, UPDATE, W_CREATE, again, call, case, created, event, refused, task

PHASES = {
    'never deployed': (task('store', {'source': NGINX, 'state': 'present'}, changed=True, phase='never_deployed', writes=W_CREATE),),
    'stopped': (created(), task('stop', {'state': 'stopped'}, changed=True, actions=[STOP], phase='stopped')),
    'running': (created(),),
}
CHANGES = {'nothing': {}, 'env': {'env': {'LEVEL': 'debug'}}, 'image': {'source': NEWER}}
CALLS = {UPDATE: 'application.update', RELOAD: 'application.reload', DEPLOY: 'application.deploy', STOP: 'application.stop', DELETE: 'application.delete'}
NAMES = {'nothing': [], 'env': ['env'], 'image': ['source.image']}

# (phase, state) -> for nothing, env and image: what is done, or the reason of a refusal.
TABLE = {
    ('never deployed', 'started'): ([DEPLOY], [UPDATE, DEPLOY], [UPDATE, DEPLOY]),
    ('never deployed', 'present'): ([], [UPDATE], [UPDATE]),
    ('never deployed', 'stopped'): ([], [UPDATE], [UPDATE]),
    ('never deployed', 'restarted'): ('never deployed',) * 3,
    ('never deployed', 'reloaded'): ('never deployed',) * 3,
    ('never deployed', 'deployed'): ([DEPLOY], [UPDATE, DEPLOY], [UPDATE, DEPLOY]),
    ('never deployed', 'absent'): ([DELETE],) * 3,
    ('stopped', 'started'): ([RELOAD], [UPDATE, RELOAD], [UPDATE, DEPLOY]),
    ('stopped', 'present'): ([], [UPDATE], [UPDATE]),
    ('stopped', 'stopped'): ([], [UPDATE], [UPDATE]),
    ('stopped', 'restarted'): ([RELOAD], [UPDATE, RELOAD], [UPDATE, DEPLOY]),
    ('stopped', 'reloaded'): ([RELOAD], [UPDATE, RELOAD], [UPDATE, RELOAD]),
    ('stopped', 'deployed'): ([DEPLOY], [UPDATE, DEPLOY], [UPDATE, DEPLOY]),
    ('stopped', 'absent'): ([DELETE],) * 3,
    ('running', 'started'): ([], [UPDATE, RELOAD], [UPDATE, DEPLOY]),
    ('running', 'present'): ([], [UPDATE, RELOAD], [UPDATE, DEPLOY]),
    ('running', 'stopped'): ([STOP], [UPDATE, STOP], [UPDATE, STOP]),
    ('running', 'restarted'): ([RELOAD], 'would also apply pending changes', 'would also apply pending changes'),
    ('running', 'reloaded'): ([RELOAD], [UPDATE, RELOAD], [UPDATE, RELOAD]),
    ('running', 'deployed'): ([DEPLOY], [UPDATE, DEPLOY], [UPDATE, DEPLOY]),
    ('running', 'absent'): ([DELETE],) * 3,
}
# The phase after it; what stays as it was is not here.
AFTER = {'started': 'running', 'restarted': 'running', 'reloaded': 'running', 'deployed': 'running', 'absent': 'absent'}
LEFT = {('running', 'present'): 'running', ('running', 'stopped'): 'stopped'}


def _row(phase, state, change, wanted):
    options = dict(CHANGES[change], state=state)
    steps = PHASES[phase]
    if isinstance(wanted, str):
        return case('%s %s, %s changed' % (state, phase, change), *steps, refused(state, options, wanted, phase=phase.replace(' ', '_')))
    after = AFTER.get(state) or LEFT.get((phase, state), phase)
    stored_alone = bool(wanted) and wanted[-1] in (UPDATE, STOP)
    acts = task(
        state,
        options,
        changed=bool(wanted),
        actions=wanted,
        phase=after.replace(' ', '_'),
        writes=[CALLS[one] for one in wanted],
        pending=NAMES[change] if stored_alone and UPDATE in wanted else [],
    )
    if state in ('started', 'present', 'stopped', 'absent'):
        repeated = again(acts, pending=NAMES[change] if state != 'absent' and UPDATE in wanted and stored_alone and phase != 'never deployed' else [])
        return case('%s %s, %s changed' % (state, phase, change), *steps, acts, repeated)
    return case('%s %s, %s changed' % (state, phase, change), *steps, acts)


def _deploys():
    """deploy: never and always."""
    running, stopped, fresh = PHASES['running'], PHASES['stopped'], PHASES['never deployed']
    never, always = {'deploy': 'never'}, {'deploy': 'always'}
    yield case(
        'deploy never, running, env',
        *running,
        task('store', dict(never, env={'A': '1'}), changed=True, actions=[UPDATE], pending=['env'], phase='running'),
        again(task('store', dict(never, env={'A': '1'})), pending=['env']),
    )
    yield case(
        'deploy never, running, image',
        *running,
        task(
            'store',
            dict(never, source=NEWER),
            changed=True,
            actions=[UPDATE],
            pending=['source.image'],
            shows={'application.running_image': 'nginx:1.27', 'application.stored_image': 'nginx:1.28'},
        ),
    )
    yield case('deploy never, stopped', *stopped, task('start', never, changed=True, actions=[RELOAD], phase='running'))
    yield case('deploy never, stopped, env', *stopped, task('start', dict(never, env={'A': '1'}), changed=True, actions=[UPDATE, RELOAD], phase='running'))
    yield case('deploy never, stopped, image', *stopped, refused('start', dict(never, source=NEWER), 'deploy never prevents', pending=['source.image']))
    yield case(
        'deploy never, never deployed',
        *fresh,
        refused('start', never, 'deploy never prevents the first deployment'),
        task('store', dict(never, state='present', env={'A': '1'}), changed=True, actions=[UPDATE], pending=['env']),
    )
    yield case(
        'deploy never, missing',
        refused('create', dict(never, source=NGINX), 'deploy never prevents'),
        task('store', dict(never, source=NGINX, state='present'), changed=True, phase='never_deployed', writes=W_CREATE),
    )
    yield case('deploy never, state deployed', *running, refused('deploy', dict(never, state='deployed'), 'are mutually exclusive'))
    yield case('deploy always, running', *running, *[task('deploy %d' % number, always, changed=True, actions=[DEPLOY], phase='running') for number in (1, 2)])
    yield case('deploy always, stopped', *stopped, task('start', always, changed=True, actions=[DEPLOY], phase='running'))
    yield case('deploy always, missing', task('create', dict(always, source=NGINX), changed=True, phase='running'))


def _builds():
    """A source that is built: what cannot be seen in what runs is known by the build label."""
    built = created({'source': GIT})
    stage = {'build': {'stage': 'release'}}
    yield case(
        'build setting changed',
        built,
        task('stage', stage, changed=True, actions=[UPDATE, DEPLOY], phase='running'),
        again(task('stage', stage), requests=None),
    )
    yield case(
        'build setting stored only',
        built,
        task('store', dict(stage, deploy='never'), changed=True, actions=[UPDATE], pending=['build.stage']),
        refused('reload', {'state': 'reloaded'}, 'a reload would not build them', pending=['build']),
        refused('restart', {'state': 'restarted'}, 'a reload would not build them'),
        task('start', {}, changed=True, actions=[DEPLOY], applied=['build']),
        again(task('start')),
    )
    yield case(
        'build setting stored, stopped',
        built,
        task('stop', {'state': 'stopped'}, changed=True, actions=[STOP]),
        task('store', dict(stage, state='stopped'), changed=True, actions=[UPDATE], pending=['build.stage']),
        task('start', {}, changed=True, actions=[DEPLOY]),
    )
    yield case('env of a build', built, task('env', {'env': {'A': '1'}}, changed=True, actions=[UPDATE, DEPLOY]), again(task('env', {'env': {'A': '1'}})))
    yield case(
        'env of a build without an env file',
        created({'source': GIT, 'build': {'create_env_file': False}}),
        task('env', {'env': {'A': '1'}}, changed=True, actions=[UPDATE, RELOAD]),
        again(task('env', {'env': {'A': '1'}})),
    )
    yield case(
        'build args, secrets',
        built,
        task(
            'args',
            {'build_args': {'K': '1'}, 'build_secrets': {'TOKEN': 'S3CRET-1'}},
            changed=True,
            actions=[UPDATE, DEPLOY],
            shows={'application.build_args_keys': ['K'], 'application.build_secrets_keys': ['TOKEN']},
        ),
        again(task('args', {'build_args': {'K': '1'}, 'build_secrets': {'TOKEN': 'S3CRET-1'}})),
        task(
            'remove',
            {'build_args_remove': ['K'], 'unset': ['build_secrets']},
            changed=True,
            actions=[UPDATE, DEPLOY],
            shows={'application.build_args_keys': [], 'application.build_secrets_keys': []},
        ),
    )
    yield case(
        'watch paths and clean cache change nothing that runs',
        built,
        task('watch', {'source': {'watch_paths': ['src/**']}, 'build': {'clean_cache': True}}, changed=True, actions=[UPDATE], pending=[]),
        again(task('watch', {'source': {'watch_paths': ['src/**']}, 'build': {'clean_cache': True}})),
    )
    yield case(
        'a build setting changed in the page',
        built,
        call('application.update', applicationId='@id', dockerBuildStage='release'),
        task('start', {}, changed=True, actions=[UPDATE, DEPLOY], applied=['build']),
        again(task('start')),
    )
    yield case(
        'the branch moved to another',
        built,
        call('application.update', applicationId='@id', customGitBranch='broken'),
        task('start', {}, changed=True, actions=[UPDATE, DEPLOY], failed='the deployment of', phase='building'),
    )


def _restarts():
    """restarted, with what is stored and does not run."""
    stored = call('application.update', applicationId='@id', env='A=1')
    yield case(
        'restarted with something pending',
        created(),
        stored,
        refused('restart', {'state': 'restarted'}, 'would also apply pending changes: env', pending=['env']),
        task('restart all the same', {'state': 'restarted', 'apply_pending': True}, changed=True, actions=[RELOAD], applied=['env'], phase='running'),
        task('restart', {'state': 'restarted'}, changed=True, actions=[RELOAD], applied=[]),
        live=True,
    )
    yield case(
        'restarted gives new tasks',
        created({'replicas': 2}),
        event('advance', seconds=60),
        task('restart', {'state': 'restarted'}, changed=True, actions=[RELOAD], shows={'application.replicas_running': 2}),
    )


def _missing():
    """Nothing is there."""
    for state in ('started', 'present', 'deployed'):
        yield case('missing, %s without source' % state, refused(state, {'state': state}, 'without source it is not created'))
        yield case('missing, %s, create false' % state, refused(state, {'state': state, 'source': NGINX, 'create': False}, 'create is false'))
    for state in ('stopped', 'restarted', 'reloaded'):
        yield case('missing, %s' % state, refused(state, {'state': state, 'source': NGINX}, 'does not create it'))
    yield case('missing, absent', task('absent', {'state': 'absent'}, changed=False, actions=[], phase='absent'))
    yield case('missing project, absent', task('absent', {'state': 'absent', 'project': 'nowhere'}, changed=False, actions=[], phase='absent'))
    yield case('missing environment, absent', task('absent', {'state': 'absent', 'environment': 'nowhere'}, changed=False, actions=[], phase='absent'))
    yield case(
        'created by deployed',
        task(
            'deploy',
            {'state': 'deployed', 'source': NGINX, 'deployment_title': 'Release 1'},
            changed=True,
            phase='running',
            shows={'deployment.title': 'Release 1', 'deployment.status': 'done'},
        ),
        refused('no source type', {'name': 'other', 'source': {'image': 'nginx:1.27'}}, 'source.type'),
    )
    yield case('no source is set', task('present', {'source': {'type': 'docker'}, 'state': 'present'}, changed=False, failed='no source is set'))
    yield case('the source is taken away', created(), refused('unset', {'unset': ['source.image']}, 'no source is set'))


CASES = tuple(
    [_row(phase, state, change, wanted) for (phase, state), row in TABLE.items() for change, wanted in zip(CHANGES, row)]
    + list(_deploys())
    + list(_builds())
    + list(_restarts())
    + list(_missing())
)
