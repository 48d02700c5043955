# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Removing a project: project.remove leaves everything of it running, where no call of Dokploy reaches it any more. The module leaves nothing."""

from __future__ import annotations

import pytest

from simulator import World, compose_project, stack
from simulator.procedures import docker
from support.inprocess import dokploy

FILE = 'services:\n  web:\n    image: nginx:1.27\n'
WORLD = {'images': {'postgres:17': {}, 'redis:8': {}}}
TYPES = ('docker-compose', 'stack')


def fill(here):
    """An application, two databases and two compose services that run -> the names that begin those of what runs."""
    environment = here.run('dokploy_environment_info', project='shop')['environments'][0]['id']
    names = [here.application(source={'type': 'docker', 'image': 'nginx:1.27'})['application']['app_name']]
    for kind, more in (('postgres', {'database': 'shop', 'user': 'shop', 'image': 'postgres:17'}), ('redis', {'image': 'redis:8'})):
        made = here.run('dokploy_database', project='shop', environment='production', name=kind, kind=kind, **more)
        assert not made.failed, made['msg']
        names.append(made['database']['app_name'])
    for kind in TYPES:
        row = here.call('compose.create', name=kind, environmentId=environment, composeType=kind, appName='shop-' + kind)
        here.call('compose.update', composeId=row['composeId'], sourceType='raw', composeFile=FILE)
        here.call('compose.deploy', composeId=row['composeId'])
        names.append(row['appName'])
    here.simulator.advance(120)
    return names


def running(here):
    """The names of all that runs."""
    return sorted({one for engine in here.simulator.engines() for one in (
        *engine.services, *(container.name for container in engine.containers if container.status == 'running'))})


@pytest.mark.parametrize('version', ['v0.30.2', 'v0.28.8'])
def test_nothing_runs_of_a_removed_project(version):
    with dokploy(version, World.from_dict(WORLD)) as here:
        names = fill(here)
        assert [[one for one in running(here) if one.startswith(name)] != [] for name in names] == [True] * 5, running(here)
        refused = here.run('dokploy_project', project='shop', state='absent')
        assert refused.failed and here.writes == [] and all(one in refused['msg'] for one in (
            'application production/web', 'postgres production/postgres', 'redis production/redis', 'compose production/stack')), refused['msg']
        told = here.run('dokploy_project', check_mode=True, project='shop', state='absent', force=True)
        assert here.writes == [] and told['changed'] and len(told['actions']) == 6, told
        done = here.run('dokploy_project', project='shop', state='absent', force=True)
        assert not done.failed and done['actions'] == told['actions'] and done['unverified'] == [], done
        here.simulator.advance(60)      # containers have their time to stop
        assert running(here) == [] and not here.run('dokploy_project', project='shop', state='absent')['changed']


@pytest.mark.parametrize('kind', TYPES)
def test_a_compose_service_that_stays_keeps_its_project(kind, monkeypatch):
    """Dokploy answers 200 where its own clean-up failed; the project stays, so that somebody can look."""
    with dokploy('v0.30.2', World.from_dict(WORLD)) as here:
        fill(here)
        module, name = (stack, 'remove') if kind == 'stack' else (compose_project, 'down')
        monkeypatch.setattr(module, name, lambda *one: None)
        done = here.run('dokploy_project', project='shop', state='absent', force=True)
        assert done.failed and 'still runs' in done['msg'] and 'shop-%s' % kind in done['msg'] and done['changed'], done
        assert 'project.remove' not in here.writes and ('stack rm' if kind == 'stack' else 'compose -p') in done['next_step']


@pytest.mark.parametrize('kind', TYPES)
def test_a_removal_is_unverified_where_docker_does_not_answer(kind, monkeypatch):
    """An empty list is no proof that nothing runs."""
    with dokploy('v0.30.2', World.from_dict(WORLD)) as here:
        fill(here)
        module, name = (stack, 'remove') if kind == 'stack' else (compose_project, 'down')
        remove = getattr(module, name)

        def remove_and_fall_silent(*one):
            remove(*one)
            monkeypatch.setattr(docker, 'engine_for', lambda *dummy: None)
        monkeypatch.setattr(module, name, remove_and_fall_silent)
        done = here.run('dokploy_compose', project='shop', environment='production', name=kind, state='absent')
        assert not done.failed and done['changed'] and done['phase'] == 'absent' and done['unverified'] == ['service'], done


def test_project_remove_alone_leaves_all_of_it_running():
    """What this is about: the server's own call."""
    with dokploy('v0.30.2', World.from_dict(WORLD)) as here:
        names = fill(here)
        before = running(here)
        project = here.run('dokploy_project_info', project='shop')['projects'][0]['id']
        here.call('project.remove', projectId=project)
        here.simulator.advance(60)
        assert running(here) == before and len(names) == 5


@pytest.mark.parametrize('procedure', ['compose.delete', 'redis.remove'])
def test_a_lost_answer_to_a_removal_ends_no_task(procedure):
    """What still runs is read afterwards, so that nothing has to be sent again."""
    with dokploy('v0.30.2', World.from_dict(WORLD)) as here:
        fill(here)
        here.simulator.faults.add(procedure=procedure, action='cut_after')
        done = here.run('dokploy_project', project='shop', state='absent', force=True)
        assert not done.failed and 'project.remove' in here.writes, done
