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
DOCKER = r"""#!/bin/sh
echo "$*" >> "$LOG"
case "$1 $2" in
  "info --format") if [ -n "$SILENT" ]; then exit 1; elif [ -n "$IMAGE" ]; then echo "active true"; else echo "${SWARM:-inactive false}"; fi ;;
  "version ") echo "Cannot connect to the Docker daemon" >&2; exit 1 ;;
  "volume ls") if [ -n "$VOLUME" ]; then echo "volume $VOLUME"; fi ;;
  "network ls") echo "has dokploy-network" ;;
  "service ls") printf 'has dokploy\nhas dokploy-postgres\nhas dokploy-redis\n' ;;
  "ps --all") if [ -n "$IMAGE" ]; then echo "has dokploy-traefik"; fi ;;
  "service inspect") echo "image $IMAGE" ;;
  "service ps") echo "${TASK:-dokploy/dokploy:v0.30.2 Running 2 seconds ago}" ;;
  "pull --quiet") if [ -n "$REFUSED" ]; then echo "manifest unknown" >&2; exit 1; fi ;;
esac
"""
# The ports of this machine and its first process, which the role asks for.
AWK = '#!/bin/sh\nfor port in $PORTS; do printf "%04X\\n" "$port"; done\n'
TR = '#!/bin/sh\nif [ "$1" = -d ]; then exec /usr/bin/tr "$@"; else echo "container=$CONTAINER"; fi\n'
READS = ('info ', 'version', 'network ls', 'secret ls', 'service ls', 'service inspect', 'service ps', 'ps --all', 'volume ls')
MISSING = ['swarm', 'dokploy-network', 'dokploy_postgres_password', 'dokploy-auth-secret', 'dokploy-postgres', 'dokploy', 'dokploy-traefik']


def play(name, environment=None, **options):
    """A play of the role; it goes on where the role fails."""
    options = {'dokploy_install_' + key: value for key, value in dict({'version': 'v0.30.2', 'advertise_address': '10.0.0.5'}, **options).items()}
    return {'hosts': 'localhost', 'gather_facts': False, 'environment': environment or {}, 'tasks': [{
        'block': [{'ansible.builtin.include_role': {'name': 'community.dokploy.dokploy_install'}, 'vars': options}],
        'rescue': [{'name': 'failed ' + name, 'ansible.builtin.debug': {'msg': '{{ ansible_failed_result.msg }}'}}]}]}


def failures_of(run):
    return {one['task'].partition('failed ')[2]: one['result'].get('msg') for one in run.results if one['task'].startswith('failed ')}


def install_commands(tmp_path, **texts):
    """Commands that stand before those of the host, and the environment of a play that uses them."""
    fake = tmp_path / 'bin'
    fake.mkdir()
    for name, text in dict(texts, docker=DOCKER, awk=AWK, tr=TR).items():
        (fake / name).write_text(text, encoding='utf-8')
        (fake / name).chmod(0o755)
    return {'PATH': '%s:%s:%s' % (fake, paths.VENV_BIN, os.environ['PATH']), 'LOG': str(tmp_path / 'docker.log')}


def test_a_first_run_installs_everything_in_few_lines(tmp_path):
    written = '#!/bin/sh\necho "$(basename "$0") $*" >> "$LOG"\n'
    env = install_commands(tmp_path, install=written, timeout='#!/bin/bash\ncase "$*" in *ask_health) shift; exec "$@" ;; esac\n' + written)
    with contextlib.closing(JsonServer(lambda *dummy: (200, {}))) as server:
        run = playbook([play('first', port=server.port, version='0.30.2'), play('lxc', {'CONTAINER': 'lxc', 'PORTS': '8080'}, port=server.port)],
                       tmp_path, env=env)
    assert run.returncode == 0 and not failures_of(run), run.output
    first = run.by_play()[0].output_of('dokploy_install')
    assert len(first.splitlines()) <= 40 and 'skipping' not in first and 'RETRYING' not in first, first
    assert [one['result'].get('msg') for one in run.results if one['task'].endswith('Report the version')] == [
        'Dokploy v0.30.2 answers at port %d' % server.port] * 2
    commands = [one for one in (tmp_path / 'docker.log').read_text(encoding='utf-8').splitlines() if not one.startswith(READS)]
    commands, lxc = commands[:10], commands[10:]
    assert [' '.join(one.split()[:2]) for one in commands] == [
        'pull --quiet', 'swarm init', 'network create', 'secret create', 'secret create', 'service create', 'install -d', 'service create', 'timeout 600',
        'run --detach']
    assert '/etc/dokploy/traefik/traefik.yml' in commands[-2] and '--name=dokploy-traefik' in commands[-1]
    assert commands[0] == 'pull --quiet dokploy/dokploy:v0.30.2' and commands[7].endswith(' dokploy/dokploy:v0.30.2')
    assert len(lxc) == 10 and [number for number, one in enumerate(lxc) if '--endpoint-mode=dnsrr' in one] == [5, 7]
    assert not any('dnsrr' in one for one in commands)


def test_check_mode_tells_what_is_missing_and_what_is_refused(tmp_path):
    env, log = install_commands(tmp_path), tmp_path / 'docker.log'
    old, new = {'IMAGE': 'dokploy/dokploy:v0.28.8@sha256:00'}, {'IMAGE': 'dokploy/dokploy:v0.30.2'}
    run = playbook([
        play('fresh'), play('kept', old), play('upgraded', old, upgrade=True), play('newer', new, version='v0.28.8'),
        play('downgrade', new, version='v0.28.8', upgrade=True), play('worker', {'SWARM': 'active false'}), play('no version', version='latest'),
        play('port', {'PORTS': '22 3000'}), play('ports of Traefik', {'PORTS': '443 80 22'}), play('own ports', dict(new, PORTS='80 443 3000')),
        play('silent', {'SILENT': '1'}), play('left', {'VOLUME': 'dokploy-postgres'}),
    ], tmp_path, arguments=['--check'], env=env)
    assert run.returncode == 0, run.output
    # What the role prints, in a play of its own.
    assert all(len(one.splitlines()) <= 40 for one in run.output.split('TASK [ansible.builtin.include_role')), run.output
    said = [one['result'].get('msg') for one in run.results if one['task'].endswith('Report the version')]
    assert said == [
        'A real run would ' + ', '.join('create ' + one for one in MISSING),
        'Dokploy 0.28.8 is kept. Set dokploy_install_upgrade: true to upgrade it to v0.30.2', 'A real run would upgrade dokploy to v0.30.2',
        'Dokploy 0.30.2 is kept, which is newer than dokploy_install_version', 'Dokploy v0.30.2 would answer at port 3000'], said
    failures = failures_of(run)
    expected = {
        'downgrade': 'Dokploy cannot downgrade its database', 'worker': 'is a worker of a Swarm', 'no version': 'such as v0.30.2, and is latest',
        'port': 'listens at port 3000, which Dokploy requires: stop it, or set dokploy_install_port.', 'ports of Traefik': 'listens at port 80 and 443, which',
        'silent': 'does not answer: Cannot connect to the Docker daemon', 'left': 'The volume dokploy-postgres of an earlier installation exists'}
    assert set(failures) == set(expected) and all(words in failures[name] for name, words in expected.items()), failures
    commands = log.read_text(encoding='utf-8').splitlines()
    assert commands and all(one.startswith(READS) for one in commands), commands


def test_what_cannot_be_pulled_stops_nothing_and_what_does_not_answer_is_said_once(tmp_path):
    env, log = install_commands(tmp_path), tmp_path / 'docker.log'
    old, new = {'IMAGE': 'dokploy/dokploy:v0.28.8'}, {'IMAGE': 'dokploy/dokploy:v0.30.2'}
    run = playbook([
        play('no image', dict(old, REFUSED='1'), upgrade=True), play('no image at first', {'REFUSED': '1'}),
        play('no answer', dict(new, TASK='dokploy: Rejected 1 second ago no space left on device'), wait_timeout=1, port=9),
    ], tmp_path, env=env)
    assert run.returncode == 0, run.output
    failures = failures_of(run)
    assert failures['no image'] == (
        'Dokploy was not upgraded: Docker cannot pull dokploy/dokploy:v0.30.2: manifest unknown. Check '
        'dokploy_install_version and dokploy_install_image.'), failures
    assert failures['no image at first'].startswith('Dokploy was not installed: Docker cannot pull'), failures
    assert 'does not answer at port 9 after 1 s. Port 9 answers nothing.' in failures['no answer'], failures
    assert 'no space left on device' in failures['no answer'] and 'RETRYING' not in run.output, run.output
    assert not any(one.startswith(('service update', 'service create', 'swarm', 'exec')) for one in log.read_text(encoding='utf-8').splitlines())
