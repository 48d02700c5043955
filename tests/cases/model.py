# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a case is: steps in one project, what happens to the server between them, and what is expected of each.

Texts may hold C(@project) (the case's own project), C(@front) and C(@url) (addresses of the simulator), C(@key:LABEL) (a
member's key that an event made), C(@provider) (the id of the last Git provider that an event made), C(@folder) (a folder of
the case's own), and C(@id), C(@app_name), C(@environment_id) of an application of the project, by default C(web):
C(@id:other). C(@database_service:NAME) is a database's name in Docker. Whoever runs a case fills them in. Secret values hold the
word S3CRET, which no result may show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NEWEST, OLDER = 'v0.30.2', 'v0.28.8'
VERSIONS = (NEWEST, OLDER)

UPDATE, RELOAD, DEPLOY, STOP, DELETE = 'update application', 'reload application', 'deploy application', 'stop application', 'delete application'
CREATE = ['create application', 'configure application']
CREATED = CREATE + [DEPLOY]
W_CREATE = ['application.create', 'application.update']
W_CREATED = W_CREATE + ['application.deploy']
W_UPDATE, W_RELOAD, W_DEPLOY, W_STOP, W_DELETE = (
    ['application.update'],
    ['application.reload'],
    ['application.deploy'],
    ['application.stop'],
    ['application.delete'],
)

NGINX = {'type': 'docker', 'image': 'nginx:1.27'}
NEWER = {'type': 'docker', 'image': 'nginx:1.28'}
CRASH = {'type': 'docker', 'image': 'crash:1'}
GIT = {'type': 'git', 'url': 'https://git.example.com/shop.git', 'branch': 'main'}

# A host with a second node, on which Dokploy runs no command.
TWO_NODES = {'nodes': [{'hostname': 'manager-1'}, {'hostname': 'worker-1', 'role': 'worker'}]}
ON_WORKER = {'constraints': ['node.role==worker']}


class ByVersion:
    """An expectation that differs between versions of Dokploy."""

    def __init__(self, newest, older):
        self.values = {NEWEST: newest, OLDER: older}

    @classmethod
    def of(cls, value, version):
        return value.values[version] if isinstance(value, cls) else value


# Instead of writes: what was sent was refused by the server.
REFUSED = 'refused'
# Requests of an unchanged application, addressed by its names.
UNCHANGED = ByVersion(2, 3)


@dataclass(frozen=True, eq=False)
class Event:
    """Something that others do: C(call) a procedure, C(scale), C(remove_service), C(prune), C(member), C(fault), C(advance), C(restart) …"""

    what: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Step:
    """One task, or one event."""

    name: str
    module: str = 'dokploy_application'
    options: dict = field(default_factory=dict)
    expect: dict = field(default_factory=dict)
    event: Any = None
    check: bool = False  # the step itself is in check mode
    checked: bool = True  # check mode tells the same before: not where it cannot, such as after a fault or beside another's deployment


@dataclass(frozen=True, eq=False)
class Case:
    """A row of the table."""

    name: str
    steps: tuple
    versions: tuple = VERSIONS
    play: bool = False  # runs again as a real playbook, and on a live server
    live: bool = False  # runs on a live server in this process
    world: dict = field(default_factory=dict)


def case(name, *steps, **more):
    return Case(name, steps, **more)


def event(what, **values):
    return Step(what, event=Event(what, values))


def call(procedure, **values):
    """Somebody else's write, in Dokploy's pages; with C(fails=True) one that the server refuses."""
    return Step('somebody calls %s' % procedure, event=Event('call', dict(values, procedure=procedure)))


EXPECTATIONS = (
    'changed',
    'actions',
    'failed',
    'phase',
    'pending',
    'applied',
    'undone',
    'unverified',
    'writes',
    'requests',
    'warns',
    'shows',
    'secrets',
    'previous',
    'affected',
    'bodies',
    'logs',
)


def task(name, options=None, module='dokploy_application', check=False, checked=True, **expect):
    """A task on the case's application web, unless its options say otherwise."""
    unknown = set(expect) - set(EXPECTATIONS)
    assert not unknown, unknown
    options = dict(options or {})
    if module == 'dokploy_application' and not {'application_id', 'app_name', 'domain_host', 'name'} & set(options):
        options = dict({'project': '@project', 'environment': 'production', 'name': 'web'}, **options)
    elif module == 'dokploy_application' and set(options) & {'name'} and 'project' not in options and not {'application_id', 'environment_id'} & set(options):
        options = dict({'project': '@project', 'environment': 'production'}, **options)
    return Step(name, module, options, expect, check=check, checked=checked)


def created(options=None, **more):
    """The application web is made and runs."""
    options = dict({'source': NGINX}, **(options or {}))
    return task('create', options, **dict({'changed': True, 'actions': CREATED, 'phase': 'running', 'writes': W_CREATED}, **more))


def again(step, requests=None, **more):
    """The same task once more: no change, no write."""
    expect = dict({'changed': False, 'actions': [], 'writes': []}, **more)
    if requests is not None:
        expect['requests'] = requests
    return Step(step.name + ', again', step.module, step.options, expect)


def refused(name, options, message, **more):
    """Nothing is written, and the reason is told."""
    return task(name, options, **dict({'changed': False, 'failed': message, 'writes': []}, **more))


def project(name, options=None, **more):
    return task(name, dict({'project': '@project'}, **(options or {})), module='dokploy_project', **more)


def environment(name, options=None, **more):
    return task(name, dict({'project': '@project', 'environment': 'staging'}, **(options or {})), module='dokploy_environment', **more)


def info(name, options=None, module='dokploy_application_info', **more):
    return task(name, dict({'project': '@project'}, **(options or {})), module=module, **dict({'changed': False, 'writes': []}, **more))
