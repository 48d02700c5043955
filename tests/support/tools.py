# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Copies of what Git has, and the tools that are run on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

from support import paths

PREFIX = 'community.dokploy.'
HOME = os.path.join(paths.CACHE, 'home')
# What is in PYTHONPATH here is at the start of each Python: see its sitecustomize.py.
COMPILED_ONCE = os.path.join(paths.SUPPORT, 'compiled_once')


def committed():
    """Paths of the files that Git has or would take, relative to the checkout."""
    answer = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    return sorted({one for one in answer.stdout.split('\0') if one and os.path.lexists(os.path.join(paths.ROOT, one))})


def export(name, wanted=lambda path: True):
    """Copy the collection to .cache/NAME/ansible_collections/community/dokploy, as a Git repository of its own: what is C(wanted) of it.

    Tools that look for ansible_collections or for Git then see what a clone
    would have, and leave nothing in the checkout.
    """
    top = os.path.join(paths.CACHE, name)
    target = os.path.join(top, 'ansible_collections', 'community', 'dokploy')
    shutil.rmtree(target, ignore_errors=True)
    for path in committed():
        if not wanted(path):
            continue
        there = os.path.join(target, path)
        os.makedirs(os.path.dirname(there), exist_ok=True)
        shutil.copy2(os.path.join(paths.ROOT, path), there, follow_symlinks=False)
    subprocess.run(['git', 'init', '--quiet'], cwd=target, check=True)
    subprocess.run(['git', 'add', '--all'], cwd=target, check=True, capture_output=True)
    return target


def read_documentation(names, *arguments):
    """{name: documentation} of plugins of this collection, as ansible-doc reads it; it may warn of nothing."""
    command = [os.path.join(paths.VENV_BIN, 'ansible-doc'), '--json', *arguments, *[PREFIX + one for one in names]]
    answer = subprocess.run(command, env=environment(collections=paths.link_tree()), stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, check=False, timeout=120)
    assert answer.returncode == 0, answer.stderr
    assert 'WARNING' not in answer.stderr and 'ERROR' not in answer.stderr, answer.stderr
    return {name[len(PREFIX):]: one for name, one in json.loads(answer.stdout).items()}


def environment(bin_dir=paths.VENV_BIN, collections=None):
    """For tools that write to the home folder: theirs is .cache/home; pip keeps the user's cache."""
    environ = paths.path_with(bin_dir)
    os.makedirs(HOME, exist_ok=True)
    environ.setdefault('PIP_CACHE_DIR', os.path.join(os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'pip'))
    environ.setdefault('PYENV_ROOT', os.path.expanduser('~/.pyenv'))
    environ['HOME'] = HOME
    environ['PIP_DISABLE_PIP_VERSION_CHECK'] = '1'
    environ['NO_COLOR'] = '1'
    environ['PYTHONPATH'] = COMPILED_ONCE
    environ.pop('XDG_CACHE_HOME', None)
    if collections:
        environ['ANSIBLE_COLLECTIONS_PATH'] = collections
    return environ


ANTSIBULL_CHANGELOG, ANTSIBULL_DOCS, SPHINX_BUILD = (
    (os.path.join(paths.VENV_BIN, 'python'), os.path.join(paths.SUPPORT, 'documentation_tool.py'), name)
    for name in ('antsibull-changelog', 'antsibull-docs', 'sphinx-build'))


def run(command, cwd, env, timeout=900):
    """Run a tool; the test fails with what it printed."""
    answer = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, errors='replace', check=False, timeout=timeout)
    if answer.returncode:
        # Plain output instead of a traceback: this is what has to be read.
        import pytest
        pytest.fail('%s ended with %d\n%s' % (' '.join(command), answer.returncode, answer.stdout[-20000:]), pytrace=False)
    return answer.stdout


def python_version(bin_dir=paths.VENV_BIN):
    """As ansible-test wants it: 3.11."""
    if bin_dir == paths.VENV_BIN:
        return '%d.%d' % sys.version_info[:2]
    return subprocess.run([os.path.join(bin_dir, 'python'), '-c', 'import sys; print("%d.%d" % sys.version_info[:2])'],
                          capture_output=True, text=True, check=True).stdout.strip()


def build(folder):
    """Build the collection from the checkout into folder; returns the archive's path."""
    run(['ansible-galaxy', 'collection', 'build', paths.ROOT, '--output-path', str(folder), '--force'], str(folder), environment())
    archives = [one for one in os.listdir(folder) if one.endswith('.tar.gz')]
    assert len(archives) == 1, archives
    return os.path.join(str(folder), archives[0])


def install(archive, folder):
    """Install an archive into an empty folder of collections; nothing is asked of a Galaxy server."""
    run(['ansible-galaxy', 'collection', 'install', archive, '--collections-path', str(folder), '--offline', '--no-deps'],
        str(folder), environment(collections=str(folder)))
    return str(folder)
