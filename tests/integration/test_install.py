# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role dokploy_install in check mode, with a stand-in for the command docker: the role itself installs services on the whole host."""

from __future__ import annotations

import os

import pytest

from support import paths
from support.play import playbook

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


def test_check_mode_tells_what_is_missing_and_what_is_refused(tmp_path):
    fake, log = tmp_path / 'bin', tmp_path / 'docker.log'
    fake.mkdir()
    (fake / 'docker').write_text(DOCKER, encoding='utf-8')
    (fake / 'docker').chmod(0o755)
    run = playbook([
        play('fresh'), play('kept', image='dokploy/dokploy:v0.28.8@sha256:00'), play('upgraded', image='dokploy/dokploy:v0.28.8@sha256:00', upgrade=True),
        play('downgrade', image='dokploy/dokploy:v0.30.2', version='v0.28.8', upgrade=True), play('worker', swarm='active false'),
    ], tmp_path, arguments=['--check'], env={'PATH': '%s:%s:%s' % (fake, paths.VENV_BIN, os.environ['PATH']), 'LOG': str(log)})
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
