# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make benchmark-manifest`: how long a manifest takes, beside a bare client, single tasks, ansible.builtin.uri and dokli; rewrites docs/benchmarks.md.

Everything runs against the simulator with a latency for each request, as whole processes; what starting ansible-playbook with one empty task takes is
subtracted from what uses it. Kinds that are slow are measured with fewer resources, and scaled: they grow linearly.
BENCHMARK_COUNTS (10,100,1000) and BENCHMARK_LATENCIES (5,50) say how many applications, and how many milliseconds.
"""

from __future__ import annotations

import contextlib
import math
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import requests
import yaml

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths, venvs  # noqa: E402
from support.simulated import environment_at, simulator  # noqa: E402

COUNTS = [int(one) for one in os.environ.get('BENCHMARK_COUNTS', '10,100,1000').split(',')]
LATENCIES = [float(one) for one in os.environ.get('BENCHMARK_LATENCIES', '5,50').split(',')]
PAGE = os.path.join(paths.ROOT, 'docs', 'benchmarks.md')
DOKLI = '0.7.0'
KEY = 'k' * 64                    # dokli wants 64 characters
SAMPLE = 60                       # of what is slow, scaled
BARE = '''
import json, sys, threading
from concurrent.futures import ThreadPoolExecutor
import requests
url, key, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
local = threading.local()
def get(procedure, **params):
    if not hasattr(local, 'session'):
        local.session = requests.Session()
    answer = local.session.get(url + '/api/' + procedure, params=params, headers={'x-api-key': key})
    answer.raise_for_status()
    return answer.json()
tree = get('project.all')
lines = {one['Name']: one['ID'] for one in get('swarm.getNodeApps')}
get('deployment.queueList')
rows = [row for project in tree for environment in project['environments'] for row in environment['applications']]
def read(row):
    record = get('application.one', applicationId=row['applicationId'])
    get('docker.getConfig', containerId=lines[record['appName']])
    get('docker.getServiceContainersByAppName', appName=record['appName'])
with ThreadPoolExecutor(threads) as pool:
    list(pool.map(read, rows))
'''


def make_application(number):
    return {'name': 'app%04d' % number, 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'LEVEL': 'info', 'NUMBER': 'n%d' % number},
            'memory_limit': '256M', 'domains': [{'host': 'app%d.example.com' % number, 'port': 80}],
            'mounts': [{'type': 'volume', 'volume_name': 'data%d' % number, 'mount_path': '/data'}]}


def make_manifest(count, **more):
    return {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [
        dict(make_application(number), **more) for number in range(count)]}]}]}


class Bench:
    """Runs commands in one directory against one simulator."""

    def __init__(self, folder, said):
        self.folder, self.said = folder, said
        self.environ = environment_at(said, ANSIBLE_STDOUT_CALLBACK='ansible.builtin.minimal')

    def time(self, *command, **more):
        """(seconds, output) of a command, which has to succeed."""
        began = time.monotonic()
        answer = subprocess.run(command, cwd=self.folder, env=dict(self.environ, **more), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        took = time.monotonic() - began
        if answer.returncode:
            raise RuntimeError('%s ended with %d: %s' % (command[0], answer.returncode, answer.stdout[-1500:]))
        return took, answer.stdout

    def play(self, tasks, **more):
        path = os.path.join(self.folder, 'play.yml')
        with open(path, 'w', encoding='utf-8') as handle:
            yaml.safe_dump([{'hosts': 'localhost', 'gather_facts': False, 'tasks': tasks}], handle)
        return self.time('ansible-playbook', path, **more)


def measure(count, latency):
    """{what: seconds} of one count and latency."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, simulator('--speed', '50', '--latency', str(latency), '--api-key', KEY) as said:
        bench = Bench(folder, said)
        for name, more in (('first', {'wait': False}), ('unchanged', {})):
            with open(os.path.join(folder, name + '.yml'), 'w', encoding='utf-8') as handle:
                yaml.safe_dump(make_manifest(count, **more), handle)
        empty = min(bench.play([{'ansible.builtin.meta': 'noop'}, {'ansible.builtin.set_fact': {'a': 1}}])[0] for dummy in range(3))

        def task(source):
            return [{'community.dokploy.dokploy_manifest': {'src': source + '.yml'}, 'register': 'done'},
                    {'ansible.builtin.debug': {'msg': 'requests={{ done.requests }} changed={{ done.changed }}'}}]
        found['first run'] = bench.play(task('first'))[0] - empty
        await_idle(bench, count)
        runs = [bench.play(task('unchanged')) for dummy in range(3)]
        assert 'changed=False' in runs[-1][1], runs[-1][1][-800:]
        found['unchanged'] = min(took for took, dummy in runs) - empty
        found['requests'] = int(runs[-1][1].rpartition('requests=')[2].split()[0])
        found['bare client, 8 threads'] = bench.time(sys.executable, '-c', BARE, said['url'], KEY, '8')[0]
        found['bare client, 48 threads'] = bench.time(sys.executable, '-c', BARE, said['url'], KEY, '48')[0]
        few = min(count, SAMPLE)
        loop = {'loop': '{{ range(%d) | list }}' % few}
        uri = dict({'ansible.builtin.uri': {'url': said['url'] + '/api/settings.health', 'headers': {'x-api-key': KEY}}}, **loop)
        found['uri, one GET each'] = (bench.play([uri])[0] - empty) * count / few
        applications = [make_application(number) for number in range(few)]
        single = {'community.dokploy.dokploy_application': '{{ defaults | combine(item) }}', 'loop': applications, 'loop_control': {'label': '{{ item.name }}'},
                  'vars': {'defaults': {'project': 'shop', 'environment': 'production'}}}
        found['single tasks, in process'] = (bench.play([single])[0] - empty) * count / few
        found['single tasks, as modules'] = (bench.play([single], DOKPLOY_IN_PROCESS='false')[0] - empty) * count / few
        dokli = find_dokli()
        if dokli:
            with open(os.path.join(folder, 'dokploy.yaml'), 'w', encoding='utf-8') as handle:
                yaml.safe_dump(make_dokli_manifest(count), handle)
            with open(os.path.join(folder, 'config.yaml'), 'w', encoding='utf-8') as handle:
                yaml.safe_dump({'connections': [{'name': 'bench', 'url': said['url'], 'api_key': KEY}], 'default_connection': 'bench'}, handle)
            with contextlib.suppress(RuntimeError):
                found['dokli plan'] = bench.time(dokli, 'plan', '-f', 'dokploy.yaml', DOKLI_CONFIG=os.path.join(folder, 'config.yaml'), HOME=folder)[0]
        found['memory'] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return found


def await_idle(bench, count):
    """Until every deployment of the first run has ended."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        rows = requests.get(bench.said['url'] + '/api/swarm.getNodeApps', headers={'x-api-key': KEY}, timeout=60).json()
        if sum(1 for row in rows if str(row.get('Replicas')).startswith('1/1')) >= count:
            return
        time.sleep(0.5)
    raise RuntimeError('not every application runs')


def find_dokli():
    """dokli in a virtual environment of its own, or None where it cannot be installed."""
    folder = os.path.join(paths.CACHE, 'dokli-' + DOKLI)
    program = os.path.join(folder, 'bin', 'dokli')
    if not os.path.exists(program):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            subprocess.run([sys.executable, '-m', 'venv', folder], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([os.path.join(folder, 'bin', 'pip'), 'install', '-q', 'dokli==' + DOKLI], check=True)
        except subprocess.CalledProcessError:
            return None
    return program


def make_dokli_manifest(count):
    """As much of the same as dokli describes: without limits, domains and mounts."""
    return {'apiVersion': 'v1', 'connection': 'bench', 'projects': [{'name': 'shop', 'services': [
        {'type': 'application', 'name': one['name'], 'image': one['source']['image'], 'env': '\n'.join('%s=%s' % pair for pair in one['env'].items())}
        for one in map(make_application, range(count))]}]}


def exponent(small, large):
    """How time grows between two counts: 1 is linear."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def render(results):
    """The page."""
    lines = ['<!--', 'Copyright (c) 2026, community.dokploy contributors',
             'GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)',
             'SPDX-%s-Identifier: GPL-3.0-or-later' % 'License', '-->', '', '# How long a manifest takes', '',
             '`make benchmark-manifest` measures this and writes this page. Whole processes against the simulator on the same machine',
             '(%s, %d processors, Python %s), in seconds; the start of `ansible-playbook` with an empty task is subtracted.' % (
                 platform.machine(), os.cpu_count(), platform.python_version()),
             'Each application has variables, a memory limit, a domain and a mount. `uri` and single tasks are measured with at most %d' % SAMPLE,
             'applications and scaled. dokli is version %s, and describes less of an application.' % DOKLI, '']
    for latency in LATENCIES:
        lines += ['## %g ms for each request' % latency, '']
        kinds = [one for one in results[latency, COUNTS[-1]] if one not in ('requests', 'memory')]
        lines += ['| | %s |' % ' | '.join('%d applications' % count for count in COUNTS), '| --- |%s' % (' ---: |' * len(COUNTS))]
        for kind in kinds:
            lines.append('| %s | %s |' % (kind, ' | '.join(
                '%.2f' % results[latency, count][kind] if kind in results[latency, count] else '-' for count in COUNTS)))
        lines.append('| requests of an unchanged run | %s |' % ' | '.join(str(results[latency, count]['requests']) for count in COUNTS))
        most = results[latency, COUNTS[-1]]
        ours = max(most['unchanged'], 0.01)
        lines += ['', 'With %d applications, an unchanged run takes:' % COUNTS[-1], '']
        for kind, aim in (('bare client, 8 threads', 1), ('bare client, 48 threads', 1), ('uri, one GET each', 100), ('single tasks, as modules', 20),
                          ('single tasks, in process', 0), ('dokli plan', 4 if latency < 20 else 10)):
            if kind in most:
                ratio = most[kind] / ours
                verdict = '' if not aim else ' (aim: at least %d: %s)' % (aim, 'reached' if ratio >= aim else 'missed')
                lines.append('- 1/%.1f of %s%s' % (ratio, kind, verdict))
        if len(COUNTS) > 1:
            lines += ['', 'Growth from %d to %d applications: exponent %.2f (aim: at most 1.1).' % (
                COUNTS[-2], COUNTS[-1], exponent((COUNTS[-2], max(results[latency, COUNTS[-2]]['unchanged'], 0.01)), (COUNTS[-1], ours)))]
        lines += ['The largest process had %d MiB (aim: under 200).' % most['memory'], '']
    return '\n'.join(lines).rstrip() + '\n'


def main():
    """Measure, print, and write the page."""
    results = {}
    with venvs.locked('benchmark-manifest'):
        for latency in LATENCIES:
            for count in COUNTS:
                results[latency, count] = measure(count, latency)
                print('%g ms, %d applications: %s' % (latency, count, ', '.join('%s %.2f' % one for one in results[latency, count].items())), flush=True)
        with open(PAGE, 'w', encoding='utf-8') as handle:
            handle.write(render(results))
    print('wrote %s' % os.path.relpath(PAGE, paths.ROOT))


if __name__ == '__main__':
    main()
