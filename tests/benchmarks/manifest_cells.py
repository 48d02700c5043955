# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures the cells of the benchmark of manifests: whole processes against a simulator with a latency for each request."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass

import yaml

from benchmarks.manifest_data import make_application, make_dokli_manifest, make_manifest
from support import paths
from support.simulated import environment_at, simulator, steer

KEY = 'k' * 64              # dokli wants 64 characters
DOKLI = '0.7.0'
SAMPLE_READS = 40           # of uri tasks
SAMPLE = 20                 # applications of single tasks in process
SAMPLE_MODULES = 10         # of single tasks as modules
SAMPLE_APPLY = 100          # of dokli apply
THREADS = (8, 48)           # of the bare client
LONGEST = 1800              # seconds of one process
BENCHMARKS = os.path.dirname(os.path.abspath(__file__))
AS_MODULE = {'environment': {'DOKPLOY_BENCHMARK': '1'}}     # a task with an environment runs as a module
MANIFEST_MODULE = 'community.dokploy.dokploy_manifest'
EMPTY_TASK = {'ansible.builtin.debug': {'msg': ''}}


@dataclass(frozen=True)
class Cell:
    """One entry of the table: kind is unchanged, first, audit or diagnosis."""

    kind: str
    count: int
    latency: float

    @property
    def name(self):
        return '%s-%d-%g' % (self.kind, self.count, self.latency)

    @property
    def filled(self):
        """Whether the applications have to be there."""
        return self.kind != 'first'

    def __str__(self):
        what = {'first': 'first run', 'unchanged': 'unchanged run'}.get(self.kind, self.kind)
        return '%s of %d applications, %g ms' % (what, self.count, self.latency)


@dataclass(frozen=True)
class Run:
    """A process that ended: seconds of the clock and of processor time with its children, and the memory of its largest process."""

    seconds: float
    processor: float
    mebibytes: float
    output: str


class Failed(Exception):
    """A process ended with an error."""


def run(command, folder, environ):
    """Run a process alone -> Run. os.wait4 reports on this process and its children, and not on those that ran before."""
    with tempfile.TemporaryFile('w+', encoding='utf-8', errors='replace') as output:
        began = time.monotonic()
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        timer = threading.Timer(LONGEST, process.kill)
        timer.start()
        try:
            dummy, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            timer.cancel()
            if process.returncode is None:
                process.kill()
                process.wait()
        output.seek(0)
        text = output.read()
    if process.returncode:
        raise Failed('%s ended with %d: %s' % (os.path.basename(command[0]), process.returncode, text.strip()[-1500:]))
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024.0, text)


class Bench:
    """Runs commands in one directory against one simulator."""

    def __init__(self, folder, said, environ):
        self.folder, self.said, self.environ = folder, said, environ

    def control(self, command, **values):
        """Steer the simulator, or read what it counted."""
        return steer(self.said, command, values)

    def used(self):
        """The simulator's processor time so far, in seconds; None where there is no /proc."""
        with contextlib.suppress(OSError):
            with open('/proc/%d/stat' % self.said['pid'], encoding='utf-8') as handle:
                fields = handle.read().rpartition(')')[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
        return None

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as handle:
            handle.write(json.dumps(data) if name.endswith('.json') else yaml.safe_dump(data))
        return path

    def play(self, *tasks):
        path = self.write('play.yml', [{'hosts': 'localhost', 'gather_facts': False, 'tasks': list(tasks)}])
        return run(['ansible-playbook', path], self.folder, self.environ)

    def python(self, program, *arguments):
        return run([sys.executable, os.path.join(BENCHMARKS, program), *arguments], self.folder, self.environ)


@contextlib.contextmanager
def open_bench(count=None, latency=0.0):
    """A Bench on an empty simulator, or on one in which so many applications run."""
    if count is None:
        place = simulator('--speed', '50', '--api-key', KEY)
    else:
        place = simulator('--applications', str(count), '--api-key', KEY, program=os.path.join(BENCHMARKS, 'filled_simulator.py'), deadline=600)
    with tempfile.TemporaryDirectory(prefix='dokploy-benchmark-') as folder, place as said:
        bench = Bench(folder, said, environment_at(said))
        bench.control('latency', milliseconds=latency)
        yield bench


def measure(cell, rounds, shared=None):
    """Measure a cell -> {seconds: {what: whole seconds}, scaled: {what: number measured}, failed: {what: message}, and figures of the manifest}.

    C(shared) is a Bench with the applications, which cells of one count use one after the other.
    """
    found = {'seconds': {}, 'scaled': {}, 'failed': {}}
    if not cell.filled:
        with open_bench(latency=cell.latency) as bench:
            measure_manifest(bench, cell, 1, found, make_manifest(cell.count, wait=False))
        with open_bench(latency=cell.latency) as bench:
            measure_single_tasks(bench, cell, found, wait=False)
        with open_bench(latency=cell.latency) as bench:
            measure_dokli(bench, cell, found, 'apply', min(cell.count, SAMPLE_APPLY))
        return found
    shared.control('latency', milliseconds=cell.latency)
    if cell.kind in ('audit', 'diagnosis'):
        measure_information(shared, cell, rounds, found)
        return found
    calls = measure_manifest(shared, cell, rounds, found, make_manifest(cell.count))
    measure_fallback(shared, cell, found)
    measure_reads(shared, rounds, found, calls)
    measure_single_tasks(shared, cell, found)
    measure_dokli(shared, cell, found, 'plan', cell.count)
    return found


def measure_task(bench, task, rounds, found, what):
    """The fastest of several plays of one task, and the fastest of an empty one; notes requests, memory and processor time -> (Run, its requests)."""
    empty = min((bench.play(EMPTY_TASK) for dummy in range(max(rounds, 2))), key=lambda one: one.seconds)
    found['seconds']['empty task'], found['start'] = empty.seconds, empty.processor
    measured = []
    for dummy in range(rounds):
        bench.control('reset_requests')
        before = bench.used()
        done = bench.play(task)
        after = bench.used()
        measured.append((done, bench.control('requests'), None if before is None else after - before))
    done, sent, server = min(measured, key=lambda one: one[0].seconds)
    found['seconds'][what] = done.seconds
    found.update(requests=len(sent), calls=sum(len(one['procedures']) for one in sent), mebibytes=done.mebibytes, processor=done.processor, server=server)
    return done, sent


def measure_manifest(bench, cell, rounds, found, manifest):
    """The manifest as a task -> its requests."""
    bench.write('manifest.yml', manifest)
    done, sent = measure_task(bench, {MANIFEST_MODULE: {'src': 'manifest.yml'}}, rounds, found, 'manifest')
    changed, writes = int(re.search(r'changed=(\d+)', done.output).group(1)), sum(1 for one in sent if one['write'])
    if bool(changed) != bool(writes) or bool(changed) != (cell.kind == 'first'):
        raise Failed('%s: changed=%d, %d writes' % (cell, changed, writes))
    return sent


def measure_fallback(bench, cell, found):
    """The same manifest where the server refuses batches: plain concurrent reads."""
    bench.control('faults', action='refuse_batch', times=None, status=404, body='{}')
    try:
        done = bench.play({MANIFEST_MODULE: {'src': 'manifest.yml'}})
    finally:
        with urllib.request.urlopen(urllib.request.Request('%s/_simulator/faults' % bench.said['url'], method='DELETE'), timeout=60):
            pass
    if 'changed=0' not in done.output:
        raise Failed('%s without batches changed something: %s' % (cell, done.output[-800:]))
    found['seconds']['manifest, batches refused'] = done.seconds


def measure_information(bench, cell, rounds, found):
    """The audit or the diagnosis of the whole server."""
    task = {'community.dokploy.dokploy_%s_info' % cell.kind: {}}
    measure_task(bench, task, rounds, found, cell.kind)
    if cell.kind == 'diagnosis':
        shown = bench.play(dict(task, register='found'), {'ansible.builtin.debug': {
            'msg': "healthy={{ found.verdicts | selectattr('state', 'eq', 'healthy') | length }}."}})
        found['healthy'] = int(re.search(r'healthy=(\d+)', shown.output).group(1))


def measure_reads(bench, rounds, found, sent):
    """The reads that the manifest sent, by a bare client one by one and in its batches, and some of them by ansible.builtin.uri."""
    batches = [one['path'] + '?' + urllib.parse.urlencode(one['query']) for one in sent]
    plain = [path for one in sent for path in split_batch(one)]
    for threads in THREADS:
        done = [bench.python('bare_client.py', bench.said['url'], KEY, str(threads), bench.write('plain.json', plain)) for dummy in range(rounds)]
        found['seconds']['bare client, %d threads' % threads] = min(one.seconds for one in done)
    done = [bench.python('bare_client.py', bench.said['url'], KEY, '8', bench.write('batches.json', batches)) for dummy in range(rounds)]
    found['seconds']['bare client, batches'] = min(one.seconds for one in done)
    found['bytes'] = int(done[0].output)
    few = min(len(plain), SAMPLE_READS)
    paths_read = [plain[number * len(plain) // few] for number in range(few)]
    done = bench.play({'ansible.builtin.uri': {'url': bench.said['url'] + '{{ item }}', 'headers': {'x-api-key': KEY}}, 'loop': paths_read,
                       'loop_control': {'label': '{{ index }}', 'index_var': 'index'}})
    note_scaled(found, 'uri tasks', done, len(plain) / few, '%d reads' % few)


def split_batch(request):
    """The paths that read the same as a request, one procedure each."""
    if not request['batch']:
        return [request['path'] + '?' + urllib.parse.urlencode(request['query'])]
    inputs = json.loads(request['query']['input'])
    return ['/api/trpc/%s?%s' % (name, urllib.parse.urlencode({'input': json.dumps(inputs[str(number)])})) for number, name in enumerate(request['procedures'])]


def note_scaled(found, what, done, factor, sample):
    """Note the time of all, from the time of some: what starting takes is not multiplied."""
    start = found['seconds']['empty task']
    found['seconds'][what] = start + max(done.seconds - start, 0) * factor
    if factor > 1.001:
        found['scaled'][what] = sample


def measure_single_tasks(bench, cell, found, **more):
    """A task of this collection for each application, in the controller's process and as a module."""
    for what, sample, extra in (('single tasks, in process', SAMPLE, {}), ('single tasks, as modules', SAMPLE_MODULES, AS_MODULE)):
        few = min(cell.count, sample)
        # At the first run each way makes others, in a project of its own.
        first, project = (0, 'shop') if cell.filled else (cell.count, 'tasks-as-modules') if extra else (0, 'tasks-in-process')
        target = {'project': project, 'environment': 'production'}
        loop = {'community.dokploy.dokploy_application': '{{ target | combine(item) }}', 'loop': [
            dict(make_application(first + one), **more) for one in range(few)], 'loop_control': {'label': '{{ item.name }}'}, 'vars': {'target': target}}
        if not cell.filled:
            bench.play({'community.dokploy.dokploy_project': {'project': target['project']}})
        done = bench.play(dict(loop, **extra))
        if cell.filled and 'changed=0' not in done.output:
            raise Failed('single tasks changed something: %s' % done.output[-800:])
        note_scaled(found, what, done, cell.count / few, '%d tasks' % few)


def measure_dokli(bench, cell, found, command, count):
    """dokli plan or apply; where it fails, the message is kept for the page."""
    what = 'dokli ' + command
    try:
        program = find_dokli()
        bench.write('dokploy.yaml', make_dokli_manifest(count))
        config = bench.write('config.yaml', {'connections': [{'name': 'bench', 'url': bench.said['url'], 'api_key': KEY}], 'default_connection': 'bench'})
        environ = dict(bench.environ, DOKLI_CONFIG=config, HOME=bench.folder, XDG_CONFIG_HOME=bench.folder)
        bench.control('reset_requests')
        done = run([program, command, '-f', 'dokploy.yaml'], bench.folder, environ)
        sent = bench.control('requests')
        writes, found['dokli_requests'] = sum(1 for one in sent if one['write']), len(sent)
        if cell.filled and 'No changes' not in done.output or not cell.filled and writes < count:
            raise Failed('dokli %s did something else (%d writes): %s' % (command, writes, done.output.strip()[-800:]))
        found['seconds'][what] = done.seconds * cell.count / count
        if count < cell.count:
            found['scaled'][what] = '%d applications' % count
    except Failed as exc:
        found['failed'][what] = ' '.join(str(exc).split())[-300:]


def find_dokli():
    """dokli in a virtual environment of its own."""
    folder = os.path.join(paths.CACHE, 'dokli-' + DOKLI)
    program = os.path.join(folder, 'bin', 'dokli')
    if not os.path.exists(program):
        shutil.rmtree(folder, ignore_errors=True)
        for command in ([sys.executable, '-m', 'venv', folder], [os.path.join(folder, 'bin', 'pip'), 'install', '-q', 'dokli==' + DOKLI]):
            run(command, paths.ROOT, dict(os.environ))
    return program
