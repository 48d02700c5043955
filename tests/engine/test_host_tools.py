# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A build on a real engine is ended by its client's process, while another application's goes on."""

from __future__ import annotations

import os
import signal
import subprocess

from ansible_collections.community.dokploy.plugins.module_utils._host import processes as _host

SHORT, LONG = 6, 600


def build(engine, base, app, seconds):
    """A deployment's shell as Dokploy starts it -> its process."""
    code, log = '%s/applications/%s/code' % (base, app), '%s/logs/%s/%s-2026-11-24:12:00:00.log' % (base, app, app)
    for folder in (code, os.path.dirname(log)):
        os.makedirs(folder)
    with open(code + '/Dockerfile', 'w', encoding='utf-8') as handle:
        handle.write('FROM %s\nRUN sleep %d # %s\n' % (engine.image('web:1.0'), seconds, app))
    script = ('(set -e;cd %s/ && docker build -t %s -f %s/Dockerfile . --no-cache --build-arg TOKEN=canary || {\n  echo "Docker build failed" ;\n'
              '  exit 1;\n}\necho "Docker build completed." ;\n) >> %s 2>&1' % (code, app, code, log))
    return subprocess.Popen(  # pylint: disable=consider-using-with
        ['/bin/sh', '-c', script], env=dict(os.environ, DOCKER_HOST=engine.host, DOCKER_BUILDKIT='0'), stdin=subprocess.DEVNULL, start_new_session=True), log


def steps(engine, app):
    """The containers of the step that runs in that application's build."""
    return [one['Id'] for one in engine.api.containers() if '# %s' % app in one['Command']]


def test_a_build_ends_and_anothers_goes_on(engine, tmp_path):
    base = str(tmp_path)
    ours, neighbour = engine.name('stuck'), engine.name('other')
    made = {}
    try:
        made[ours], log = build(engine, base, ours, LONG)
        made[neighbour], others_log = build(engine, base, neighbour, SHORT)
        engine.wait(lambda: steps(engine, ours) and steps(engine, neighbour), said='the builds do not run')
        found = _host.find_build_processes(ours, base=base)
        assert [(one.kind, one.application) for one in found.ours] == [('build', ours)]
        assert ('build', neighbour) in [(one.kind, one.application) for one in found.others]
        ended = _host.end_build_processes(ours, base=base)
        assert [one.pid for one in ended.ended] == [one.pid for one in found.ours] and not ended.left
        # The daemon notices that its client is gone, and ends the step.
        engine.wait(lambda: not steps(engine, ours), said='the step goes on')
        assert made[ours].wait(10) == 1 and open(log, encoding='utf-8').read().endswith('Docker build failed\n')  # pylint: disable=consider-using-with
        assert made[neighbour].wait(60) == 0
        assert open(others_log, encoding='utf-8').read().endswith('Docker build completed.\n')  # pylint: disable=consider-using-with
        tags = [tag for one in engine.api.images() for tag in one['RepoTags'] or ()]
        assert neighbour + ':latest' in tags and ours + ':latest' not in tags
    finally:
        for process in made.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if neighbour + ':latest' in [tag for one in engine.api.images() for tag in one['RepoTags'] or ()]:
            engine.api.remove_image(neighbour + ':latest', force=True)
