# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role dokploy_install with stand-ins for docker and for the commands that change the host: the role itself installs services on the whole host."""

from __future__ import annotations

import contextlib
import os

import pytest

from support import paths
from support.play import playbook
from support.web import JsonServer

pytestmark = pytest.mark.xdist_group('roles')

# It answers what the role asks, and writes down each command. IMAGE is the installed image, empty where nothing is installed.
DOCKER = r'''#!/bin/sh
echo "$*" >> "$LOG"
case "$1 $2" in
  "info --format") if [ -n "$IMAGE" ]; then echo "active true"; else echo "${SWARM:-inactive false}"; fi ;;
  "network ls") echo "has dokploy-network" ;;
  "service ls") printf 'has dokploy\nhas dokploy-postgres\nhas dokploy-redis\n' ;;
  "ps --all") if [ -n "$IMAGE" ]; then echo "has dokploy-traefik"; fi ;;
  "service inspect") echo "image $IMAGE" ;;
esac
'''
MISSING = ['swarm', 'dokploy-network', 'dokploy_postgres_password', 'dokploy-auth-secret', 'dokploy-postgres', 'dokploy', 'dokploy-traefik']


def play(name, image='', swarm='', **options):
    """A play of the role; it goes on where the role fails."""
    options = {'dokploy_install_' + key: value for key, value in dict({'version': 'v0.30.2', 'advertise_address': '10.0.0.5'}, **options).items()}
    return {'hosts': 'localhost', 'gather_facts': False, 'environment': {'IMAGE': image, 'SWARM': swarm}, 'tasks': [{
        'block': [{'ansible.builtin.include_role': {'name': 'community.dokploy.dokploy_install'}, 'vars': options}],
        'rescue': [{'name': 'failed ' + name, 'ansible.builtin.debug': {'msg': '{{ ansible_failed_result.msg }}'}}]}]}


def install_commands(tmp_path, **texts):
    """Commands that stand before those of the host, and the environment of a play that uses them."""
    fake = tmp_path / 'bin'
    fake.mkdir()
    for name, text in texts.items():
        (fake / name).write_text(text, encoding='utf-8')
        (fake / name).chmod(0o755)
    return {'PATH': '%s:%s:%s' % (fake, paths.VENV_BIN, os.environ['PATH']), 'LOG': str(tmp_path / 'docker.log')}


def test_a_first_run_installs_everything_in_few_lines(tmp_path):
    written = '#!/bin/sh\necho "$(basename "$0") $*" >> "$LOG"\n'
    env = install_commands(tmp_path, docker=DOCKER, install=written, timeout=written)
    with contextlib.closing(JsonServer(lambda *dummy: (200, {}))) as server:
        run = playbook([play('first', port=server.port)], tmp_path, env=env)
    assert run.returncode == 0, run.output
    assert len(run.output_of('dokploy_install').splitlines()) <= 40 and 'skipping' not in run.output, run.output
    assert [one['result'].get('msg') for one in run.results if one['task'].endswith('Report the version')] == [
        'Dokploy v0.30.2 answers at port %d' % server.port]
    commands = [one for one in (tmp_path / 'docker.log').read_text(encoding='utf-8').splitlines() if not one.startswith(('info ', 'ps --all'))]
    assert [' '.join(one.split()[:2]) for one in commands] == [
        'swarm init', 'network create', 'secret create', 'secret create', 'service create', 'install -d', 'service create', 'timeout 600', 'run --detach']
    assert '/etc/dokploy/traefik/traefik.yml' in commands[-2] and '--name=dokploy-traefik' in commands[-1]


def test_check_mode_tells_what_is_missing_and_what_is_refused(tmp_path):
    env, log = install_commands(tmp_path, docker=DOCKER), tmp_path / 'docker.log'
    run = playbook([
        play('fresh'), play('kept', image='dokploy/dokploy:v0.28.8@sha256:00'), play('upgraded', image='dokploy/dokploy:v0.28.8@sha256:00', upgrade=True),
        play('downgrade', image='dokploy/dokploy:v0.30.2', version='v0.28.8', upgrade=True), play('worker', swarm='active false'),
    ], tmp_path, arguments=['--check'], env=env)
    assert run.returncode == 0, run.output
    # What the role prints, in a play of its own.
    assert all(len(one.splitlines()) <= 40 for one in run.output.split('TASK [ansible.builtin.include_role')), run.output
    said = [one['result'].get('msg') for one in run.results if one['task'].endswith('Report the version')]
    assert said == [
        'A real run would ' + ', '.join('create ' + one for one in MISSING),
        'Dokploy 0.28.8 is kept. Set dokploy_install_upgrade: true to upgrade it to v0.30.2', 'A real run would upgrade dokploy to v0.30.2'], said
    failures = {one['task']: one['result'].get('msg') for one in run.results if one['task'].startswith('failed ')}
    assert sorted(failures) == ['failed downgrade', 'failed worker'], failures
    assert 'Dokploy cannot downgrade its database' in failures['failed downgrade']
    assert 'is a worker of a Swarm' in failures['failed worker']
    commands = log.read_text(encoding='utf-8').splitlines()
    reads = ('info ', 'network ls', 'secret ls', 'service ls', 'service inspect', 'ps --all')
    assert commands and all(one.startswith(reads) for one in commands), commands
