# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The _info modules."""

from __future__ import annotations

from cases.model import CRASH, NGINX, ByVersion, call, case, created, environment, event, info, task

SECRET = {'env': {'TOKEN': 'S3CRET-1'}}


def _rows():
    yield case(
        'info of applications',
        created(SECRET),
        task('other', {'name': 'worker', 'source': NGINX, 'state': 'present'}, changed=True),
        info(
            'all',
            shows={'applications.0.name': 'web', 'applications.1.name': 'worker', 'applications.0.phase': 'running', 'applications.1.phase': 'never_deployed'},
        ),
        info(
            'one',
            {'name': 'web'},
            shows={
                'applications.0.env_keys': ['TOKEN'],
                'applications.0.env': None,
                'applications.0.replicas_running': 1,
                'applications.0.replicas_wanted': 1,
                'applications.0.stored_image': 'nginx:1.27',
                'applications.0.running_image': 'nginx:1.27',
                'applications.0.status': 'done',
                'applications.0.status_drift': '',
                'applications.0.last_deployment.status': 'done',
                'applications.0.pending': [],
            },
        ),
        info('with secrets', {'name': 'web', 'include_secrets': True}, shows={'applications.0.env': {'TOKEN': 'S3CRET-1'}}, secrets=True),
        info('by pattern', {'pattern': 'w*r'}, shows={'applications.0.name': 'worker'}),
        info('by status', {'status': 'never_deployed'}, shows={'applications.0.name': 'worker'}),
        info('by app_name', {'app_name': '@app_name'}, shows={'applications.0.name': 'web'}),
        info('of an environment', {'environment': 'production'}, shows={'applications.0.name': 'web'}),
        info('nothing', {'name': 'none'}, shows={'applications': []}),
        info('no such project', {'project': 'nowhere'}, shows={'applications': []}),
        info('name and pattern', {'name': 'a', 'pattern': 'b'}, changed=None, failed='are mutually exclusive'),
        info('with logs', {'name': 'web', 'log_lines': 5, 'build_log_lines': 5}, logs=ByVersion(True, False)),
        info('the same through check mode', {'name': 'web'}, check=True, shows={'applications.0.name': 'web'}),
        world={'images': {'nginx:1.27': {'log': ['ready']}}},
    )
    yield case(
        'info of what drifted',
        created({'replicas': 2}),
        event('scale', service='@app_name', replicas=0),
        event('advance', seconds=10),
        info(
            'scaled',
            shows={
                'applications.0.status': 'done',
                'applications.0.status_drift': 'Dokploy shows done, and the application is stopped',
                'applications.0.replicas_wanted': 0,
            },
        ),
        call('application.update', applicationId='@id', dockerImage='nginx:1.28'),
        info(
            'stored',
            shows={'applications.0.stored_image': 'nginx:1.28', 'applications.0.running_image': 'nginx:1.27', 'applications.0.pending': ['source.image']},
        ),
    )
    yield case(
        'info of what crashes',
        task('crash', {'source': CRASH}, changed=True, failed='is not healthy'),
        info(
            'crash',
            {'status': 'unhealthy'},
            shows={'applications.0.unhealthy': True, 'applications.0.replicas_running': 0, 'applications.0.replicas_wanted': 1},
        ),
        live=True,
    )
    yield case(
        'info of projects and environments',
        environment('create', {'env': {'TOKEN': 'S3CRET-1'}}, changed=True),
        created(),
        info('project', module='dokploy_project_info', shows={'projects.0.name': '@project', 'projects.0.environments.0.services.0.name': 'web'}),
        info('environments', module='dokploy_environment_info', shows={'environments.0.name': 'production', 'environments.1.env_keys': ['TOKEN']}),
        info(
            'one environment',
            {'environment': 'staging', 'include_secrets': True},
            module='dokploy_environment_info',
            shows={'environments.0.env': {'TOKEN': 'S3CRET-1'}},
            secrets=True,
        ),
        info('no project', {'project': 'nowhere'}, module='dokploy_project_info', shows={'projects': []}),
        live=True,
    )


CASES = tuple(_rows())
