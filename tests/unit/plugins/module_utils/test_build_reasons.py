# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of a failed deployment, from the logs that live servers wrote."""

from __future__ import annotations

import json
import os

import pytest
from support import paths

from ansible_collections.community.dokploy.plugins.module_utils._lifecycle import rollout as _rollout


def logs(name):
    with open(os.path.join(paths.TESTS, 'contract', name), encoding='utf-8') as handle:
        steps = json.load(handle)['steps']
    return [step['response']['body'] for step in steps if step['request']['path'].endswith('deployment.readLogs')]


@pytest.mark.parametrize('name, number, reason, advice', [
    ('build_failures.json', 0, 'returned a non-zero code: 3', 'step of the Dockerfile'),
    ('build_failures.json', 1, 'code/Dockerfile: no such file', 'build.dockerfile'),
    ('build_failures.json', 2, 'Remote branch release not found', 'source.branch'),
    ('build_failures.json', 4, 'Directory nonexistent', 'source.path'),
    ('build_failures.json', 5, "Couldn't connect to server", 'source.url'),
    ('build_failures.json', 6, 'without a ssh key', 'source.ssh_key'),
    ('build_failures.json', 8, 'project.MISSING', 'references'),
    ('failed_deployment.json', 0, 'manifest unknown', "image's name and tag"),
    ('limits.json', 0, 'at least 4MiB', 'memory_limit'),
    ('private_registry.json', 0, 'no basic auth credentials', 'credentials'),
    ('private_registry.json', 1, '401 Unauthorized', 'credentials'),
])
def test_the_reason_and_what_to_do(name, number, reason, advice):
    found = _rollout._last_words(logs(name)[number])
    assert reason in found
    assert advice in _rollout._build_advice(found)


def test_a_repository_that_is_not_there():
    """Recorded on a live v0.30.2, 2026-11-24."""
    log = ("Cloning into '/etc/dokploy/applications/shop-web-l0yqpd/code'...\nfatal: repository 'http://git.example.com/dmeo.git/' not found\n"
           "\u274c [ERROR] Fail to clone the repository http://git.example.com/dmeo.git\nError occurred \u274c, check the logs for details.\n")
    assert 'source.url' in _rollout._build_advice(_rollout._last_words(log))


def test_no_log_gives_no_reason():
    assert _rollout._last_words(None) == ''
