# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures a manifest on the real server in DOKPLOY_URL: created, planned, applied again, exported and removed. Nothing is deployed."""

from __future__ import annotations

import os
import random
import re
import tempfile

from benchmarks.manifest_cells import EMPTY_TASK, MANIFEST_MODULE, Bench, Failed
from benchmarks.manifest_data import make_manifest
from support import paths

SHOWN = "requests={{ found.requests }}. exported={{ found.manifest.projects[0].environments[0].applications | length if 'manifest' in found else 0 }}."


def make_project(name, count):
    """The manifest of a project with so many applications, whose domains have names of their own."""
    manifest = make_manifest(count, state='present')
    project, = manifest['projects']
    project['name'] = name
    for application in project['environments'][0]['applications']:
        application['domains'] = [dict(one, host='%s-%s' % (name, one['host'])) for one in application['domains']]
    return manifest


def measure_live(count):
    """Measure each run -> {seconds: {run: seconds}, requests: {run: number}, server: its version}."""
    name = 'benchmark-%06x' % random.getrandbits(24)
    with tempfile.TemporaryDirectory(prefix='dokploy-benchmark-') as folder:
        environ = dict(paths.path_with(paths.VENV_BIN, paths.clean_environment(live=True)), ANSIBLE_COLLECTIONS_PATH=paths.link_tree())
        bench, found = Bench(folder, {}, environ), {'seconds': {}, 'requests': {}}
        bench.write('manifest.yml', make_project(name, count))
        print('a project %s with %d applications on %s' % (name, count, os.environ['DOKPLOY_URL']), flush=True)
        apply, absent = {MANIFEST_MODULE: {'src': 'manifest.yml'}}, {MANIFEST_MODULE: {'src': 'manifest.yml', 'state': 'absent'}}
        found['seconds']['empty task'] = min(bench.play(EMPTY_TASK).seconds for dummy in range(2))
        try:
            for run, task, changed in (
                    ('plan of a first run', dict(apply, check_mode=True), True), ('first run', apply, True), ('unchanged run', apply, False),
                    ('plan of an unchanged run', dict(apply, check_mode=True), False),
                    ('export', {'community.dokploy.dokploy_manifest_info': {'projects': [name]}}, False)):
                measure_run(bench, run, task, changed, found)
            if found.pop('exported') != count:
                raise Failed('not every application was exported')
        finally:
            measure_run(bench, 'removal', absent, True, found)
        found['server'] = bench.play({'community.dokploy.dokploy_api': {'procedure': 'settings.getDokployVersion', 'validate': False}, 'register': 'found'}, {
            'ansible.builtin.debug': {'msg': 'version={{ found.body }}.'}}).output.partition('version=')[2].partition('.",')[0].partition('."')[0]
    return found


def measure_run(bench, run, task, changed, found):
    """Play one task, and note its seconds and requests; it has to change something, or nothing."""
    done = bench.play(dict(task, register='found'), {'ansible.builtin.debug': {'msg': SHOWN}})
    if ('changed=0' in done.output) == changed:
        raise Failed('%s: %s' % (run, done.output[-1500:]))
    found['seconds'][run] = done.seconds
    found['requests'][run], found['exported'] = (int(one) for one in re.search(r'requests=(\d+)\. exported=(\d+)', done.output).groups())
    print('    %s: %.2f seconds, %d requests' % (run, done.seconds, found['requests'][run]), flush=True)
