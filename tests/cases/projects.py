# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects."""

from __future__ import annotations

from cases.model import NEWEST, NGINX, OLDER, again, call, case, created, project, refused, task

CREATE, CHANGE, REMOVE = ['create project'], ['update project'], ['delete project']
SECOND = {'project': '@project-2'}


def second(name, options=None, **more):
    return project(name, dict(SECOND, **(options or {})), **more)


def _rows():
    made = second(
        'create',
        {'description': 'Shop', 'env': {'TOKEN': 'S3CRET-1'}},
        changed=True,
        actions=CREATE,
        writes=['project.create'],
        shows={'project.description': 'Shop', 'project.env_keys': ['TOKEN']},
    )
    yield case(
        'project from beginning to end',
        second('check', check=True, changed=True, actions=CREATE),
        made,
        again(made, requests=1),
        second('describe', {'description': 'The shop'}, changed=True, actions=CHANGE, writes=['project.update'], previous={'description': 'Shop'}),
        second('clear', {'description': ''}, changed=True, actions=CHANGE, shows={'project.description': ''}),
        again(second('clear', {'description': ''})),
        second('remove', {'state': 'absent'}, changed=True, actions=REMOVE, writes=['project.remove']),
        again(second('remove', {'state': 'absent'})),
    )
    yield case('project without a name', project('bad', {'project': ''}, changed=False, failed='name the project', writes=[]))
    yield case('project with a bad option', project('bad', {'colour': 'red'}, failed='Unsupported parameters', writes=[]))
    yield case('project with a bad variable', project('bad', {'env': {'A': 12}}, changed=False, failed='env: the value of A must be a text', writes=[]))
    yield case(
        'project variables',
        project('set', {'env': {'A': 'S3CRET-1', 'B': 'two words'}}, changed=True, actions=CHANGE, writes=['project.update']),
        again(project('set', {'env': {'A': 'S3CRET-1', 'B': 'two words'}})),
        project(
            'merge',
            {'env': {'C': '3'}},
            changed=True,
            previous={'env': {'added': ['C'], 'removed': [], 'changed': []}},
            shows={'project.env_keys': ['A', 'B', 'C']},
        ),
        project('existing', {'env': {'D': '1'}, 'env_mode': 'existing'}, changed=False, failed='D does not exist', writes=[]),
        project('existing, known', {'env': {'C': '4'}, 'env_mode': 'existing'}, changed=True, previous={'env': {'added': [], 'removed': [], 'changed': ['C']}}),
        project('remove', {'env_remove': ['B', 'Z']}, changed=True, shows={'project.env_keys': ['A', 'C']}),
        again(project('remove', {'env_remove': ['B', 'Z']})),
        project('replace', {'env': {'E': '5'}, 'env_mode': 'replace'}, changed=True, shows={'project.env_keys': ['E']}),
        project('clear', {'env': {}, 'env_mode': 'replace'}, changed=True, shows={'project.env_keys': []}),
        live=True,
    )
    yield case(
        'project variables that services refer to',
        created({'env': {'URL': 'http://${{project.HOST}}/'}, 'state': 'present'}, actions=None, phase=None, writes=None),
        project('set', {'env': {'HOST': 'db', 'OTHER': '1'}}, changed=True, affected=['web']),
        project('another', {'env': {'OTHER': '2'}}, changed=True, affected=[]),
        live=True,
    )
    yield case(
        'project renamed',
        second('create', changed=True),
        second('rename', {'rename_to': '@project-3'}, changed=True, actions=CHANGE, shows={'project.name': 'project-renamed-3'}),
        again(second('rename', {'rename_to': '@project-3'})),
        project('rename nothing', {'project': 'nowhere', 'rename_to': 'somewhere'}, changed=False, failed='rename_to never creates', writes=[]),
        project('rename onto another', {'rename_to': '@project-3'}, changed=False, failed='rename_to cannot merge them', writes=[]),
    )
    yield case(
        'project with a name of its own',
        project('create', {'project': 'Caf\u00e9 \U0001f680'}, changed=True),
        project('composed otherwise', {'project': 'Cafe\u0301 \U0001f680'}, changed=False, writes=[]),
    )
    yield case(
        'two projects of one name',
        call('project.create', name='@project', description=''),
        project('touch', {'description': 'x'}, changed=False, failed=['matches 2 projects', 'ambiguous'], writes=[]),
        task('application in it', {'source': NGINX}, changed=False, failed='matches 2 projects', writes=[]),
        live=True,
    )
    yield case(
        'project that is not empty',
        created(),
        project('remove', {'state': 'absent'}, changed=False, failed=['is not empty', 'application production/web'], writes=[]),
        project(
            'remove with force',
            {'state': 'absent', 'force': True},
            changed=True,
            actions=['delete application production/web'] + REMOVE,
            writes=['application.delete', 'project.remove'],
        ),
        again(project('remove with force', {'state': 'absent', 'force': True})),
        live=True,
    )
    yield case(
        'project by id',
        project('wrong', {'project_id': 'nothing'}, changed=False, failed='no project has the id nothing', writes=[]),
        project('empty id', {'project_id': '', 'description': 'x'}, changed=True),
    )
    tagged = project('two tags', {'tags': ['two', 'one', 'one']}, changed=True, actions=['assign tags'], writes=['tag.bulkAssign'], shows={
        'project.tags': ['one', 'two']})
    yield case(
        'project with tags', call('tag.create', name='one'), call('tag.create', name='two', color='#112233'), tagged, again(tagged),
        project('one tag', {'tags': ['one']}, changed=True, writes=['tag.bulkAssign'], shows={'project.tags': ['one']}),
        project('the rest', {'description': 'One'}, changed=True, writes=['project.update'], shows={'project.tags': ['one']}),
        refused('a tag that does not exist', {'project': '@project', 'tags': ['one', 'three']}, 'there is no tag named three', module='dokploy_project'),
        project('none', {'tags': []}, changed=True, writes=['tag.bulkAssign'], shows={'project.tags': []}), again(project('none', {'tags': []})),
        task('another', {'project': 'tagged at once', 'tags': ['two']}, module='dokploy_project', changed=True,
             actions=['create project', 'assign tags'], writes=['project.create', 'tag.bulkAssign']), versions=(NEWEST,))
    yield case('project with tags on an older server', refused('tags', {'project': '@project', 'tags': ['one']}, 'tags requires Dokploy v0.29.14',
                                                               module='dokploy_project'), versions=(OLDER,))


CASES = tuple(_rows())
