# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of a failed deployment, from the logs that live servers wrote."""

from __future__ import annotations

import json
import os
import time

import pytest
from support import paths

from ansible_collections.community.dokploy.plugins.module_utils._planning.build_log_patterns import (
    advise_on_build_log, bound_text, find_build_log_cause, get_last_words)


def logs(name):
    with open(os.path.join(paths.TESTS, 'contract', name), encoding='utf-8') as handle:
        steps = json.load(handle)['steps']
    return [step['response']['body'] for step in steps if step['request']['path'].endswith('deployment.readLogs')]


@pytest.mark.parametrize('name, number, reason, advice', [
    ('build_failures.json', 0, 'returned a non-zero code: 3', 'correct the cause'),
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
    found = get_last_words(logs(name)[number])
    assert reason in found
    assert advice in advise_on_build_log(found)


def test_a_repository_that_is_not_there():
    """Recorded on a live v0.30.2, 2026-11-24."""
    log = ("Cloning into '/etc/dokploy/applications/shop-web-l0yqpd/code'...\nfatal: repository 'http://git.example.com/dmeo.git/' not found\n"
           "\u274c [ERROR] Fail to clone the repository http://git.example.com/dmeo.git\nError occurred \u274c, check the logs for details.\n")
    assert 'source.url' in advise_on_build_log(get_last_words(log))


@pytest.mark.parametrize('lines, reason, code', [
    ('Pulling web (registry.example.com/none:9)...\nmanifest for registry.example.com/none:9 not found: manifest unknown: manifest unknown\n',
     'manifest for registry.example.com/none:9 not found', 'image_not_found'),
    ('ERROR: for web  Cannot start service web: driver failed programming external connectivity on endpoint shop_web_1 (8a5b): Error starting userland proxy: '
     'listen tcp4 0.0.0.0:5000: bind: address already in use\nEncountered errors while bringing up the project.\n', '0.0.0.0:5000', 'service_refused'),
    ('ERROR: for web  Cannot start service web: Bind for 0.0.0.0:80 failed: port is already allocated\n', '0.0.0.0:80', 'service_refused'),
    ('build path /etc/dokploy/compose/shop-nhy52o/code/none either does not exist, is not accessible, or is not a valid URL.\n', 'code/none',
     'build_path_missing'),
    ('Named volume "data:/d:rw" is used in service "web" but no declaration was found in the volumes section.\n', 'Named volume "data', None),
    ('Creating network shop_default\nservice web: undefined volume "data"\n', 'service web: undefined volume "data"', None),
])
def test_the_reason_of_a_compose_file_that_cannot_be_deployed(lines, reason, code):
    """Recorded on a live v0.30.2, 2026-11-27: only the line before those of docker compose and Dokploy says why."""
    log = lines + 'Error: \u274c Docker command failed\n\nError occurred \u274c, check the logs for details.\n'
    assert reason in get_last_words(log)
    for text in (get_last_words(log), log):
        assert getattr(find_build_log_cause(text)[0], 'code', None) == code, text


def test_no_log_gives_no_reason():
    assert get_last_words(None) == ''


@pytest.mark.parametrize('name, number, code', [
    ('build_failures.json', 0, 'build_failed'), ('build_failures.json', 1, 'dockerfile_missing'), ('build_failures.json', 2, 'clone_branch_missing'),
    ('build_failures.json', 4, 'build_path_missing'), ('build_failures.json', 5, 'clone_unreachable'), ('build_failures.json', 6, 'clone_auth'),
    ('build_failures.json', 8, 'reference_missing'), ('failed_deployment.json', 0, 'image_not_found'), ('limits.json', 0, 'service_refused'),
    ('private_registry.json', 0, 'registry_refused'), ('private_registry.json', 1, 'registry_refused'),
])
def test_the_line_that_says_why_and_the_whole_log_have_one_cause(name, number, code):
    """The lifecycle sees the last line, the diagnosis the whole log: two tables gave two answers."""
    log = logs(name)[number]
    assert find_build_log_cause(log)[0].code == code
    assert find_build_log_cause(get_last_words(log))[0].code == code


@pytest.mark.parametrize('char', ['a', ' ', '"', "'", '/', ':', '1', '(', '[', '\r', '-', '.', 'cd: /', 'Get "https://'])
def test_a_long_log_is_matched_in_linear_time(char):
    begun = time.process_time()
    find_build_log_cause(char * (1000000 // len(char)))
    assert len(bound_text(char * 1000000)) <= 100000
    assert time.process_time() - begun < 2
