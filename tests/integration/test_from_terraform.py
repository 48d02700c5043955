# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands of the guide from_terraform.rst take over services that a state of Terraform lists, with a stand-in for the program itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import textwrap

from simulator import ScaledClock, Simulator, World
from support import paths
from support.inprocess import Here
from support.machine import require_programs
from support.simulated import environment_at

TERRAFORM = '''\
#!/bin/sh
case "$1 $2" in
    "state pull") cat state.json ;;
    "state list") jq -r '.resources[] | (if .mode == "data" then "data." else "" end) + .type + "." + .name' state.json ;;
    "state rm") shift 2; printf '%s\\n' "$@" >> removed ;;
    *) exit 9 ;;
esac
'''


def blocks():
    """The commands of the guide, in their order, without the lines that set the address."""
    with open(os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', 'from_terraform.rst'), encoding='utf-8') as handle:
        found = re.findall(r'(?m)^( *)\.\. code-block:: shell\n\n((?:\1    .*\n|\n)+)', handle.read())
    return [re.sub(r'(?m)^export .*\n', '', textwrap.dedent(text)) for dummy, text in found]


def state_of(here):
    """A state as the provider vanillauys/dokploy writes it for the project shop: attributes of its documentation, with the IDs of the server."""
    store = here.simulator.store
    project, environment, application, database, domain = [next(iter(getattr(store, kind).values())) for kind in (
        'projects', 'environments', 'applications', 'postgres', 'domains')]
    rows = {
        'project': {'id': project['projectId'], 'name': 'shop'},
        'postgres': {'id': database['postgresId'], 'name': 'db', 'environment_id': environment['environmentId'], 'database_password': 'S3CRET-db'},
        'application': {'id': application['applicationId'], 'name': 'web', 'environment_id': environment['environmentId']},
        'domain': {'id': domain['domainId'], 'application_id': application['applicationId'], 'host': 'shop.example.com'},
    }
    managed = [{'mode': 'managed', 'type': 'dokploy_' + kind, 'name': kind, 'instances': [{'attributes': row}]} for kind, row in rows.items()]
    foreign = {'mode': 'managed', 'type': 'random_pet', 'name': 'pet', 'instances': [{'attributes': {'id': 'x', 'name': 'pet'}}]}
    data = {'mode': 'data', 'type': 'dokploy_registry', 'name': 'company', 'instances': [{'attributes': {'id': 'r', 'name': 'Company'}}]}
    return {'version': 4, 'terraform_version': '1.9.0', 'serial': 7, 'lineage': 'a', 'resources': [*managed, foreign, data]}


def test_the_commands_of_the_guide(tmp_path):
    require_programs('jq')
    simulator = Simulator(world=World.from_dict({'any_image': True}), clock=ScaledClock(speed=20))
    with simulator.serve() as server:
        here = Here(simulator, server)
        place = {'project': 'shop', 'environment': 'production'}
        for module, options in (
                ('dokploy_project', {'project': 'shop'}),
                ('dokploy_database', dict(place, kind='postgres', name='db', image='postgres:17', database='shop', user='shop', password='S3CRET-db')),
                ('dokploy_application', dict(place, name='web', source={'type': 'docker', 'image': 'nginx:1.27-alpine'}, stable_for=0,
                                             env={'DB_PASSWORD': 'S3CRET-db'}, domains=[{'host': 'shop.example.com', 'port': 80}]))):
            assert not here.run(module, **options).failed
        (tmp_path / 'state.json').write_text(json.dumps(state_of(here)))
        (tmp_path / '.vault').write_text('a-vault-password\n')
        (tmp_path / 'terraform').write_text(TERRAFORM)
        (tmp_path / 'terraform').chmod(0o755)
        environ = environment_at({'url': server.url, 'api_key': here.api_key}, HOME=str(tmp_path), PWD=str(tmp_path))
        environ['PATH'] = str(tmp_path) + os.pathsep + environ['PATH']

        def sh(text):
            done = subprocess.run(['bash', '-e', '-o', 'pipefail', '-c', text], cwd=tmp_path, env=environ, text=True, check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            assert done.returncode == 0 and 'S3CRET' not in done.stdout, done.stdout
            return done.stdout

        duplicates, export, compare, plan, release = blocks()
        here.simulator.reset_requests()
        assert sh(duplicates) == ''
        sh(export)
        assert sh(compare) == ''
        assert 'would stay unchanged' in sh(plan)
        sh(plan.replace('community.dokploy.plan', 'community.dokploy.apply'))
        assert here.writes == []
        sh(release)
        assert (tmp_path / 'removed').read_text().split() == ['dokploy_project.project', 'dokploy_postgres.postgres', 'dokploy_application.application',
                                                              'dokploy_domain.domain']
        # What the commands are for: two of one name in one place, and a name that the document has not.
        state = state_of(here)
        state['resources'] += [dict(state['resources'][2], name='again')]
        state['resources'][3]['instances'][0]['attributes']['host'] = 'lost.example.com'
        (tmp_path / 'state.json').write_text(json.dumps(state))
        assert sh(duplicates).split()[0] == 'dokploy_application' and sh(compare) == 'missing: lost.example.com\n'
