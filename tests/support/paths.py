# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things are, and the environment that every test and every child process gets."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile


def without_space(path):
    """A path without white space to the same directory: itself, or a link, since Ansible does not quote an interpreter."""
    if not re.search(r'\s', path):
        return path
    link = os.path.join(tempfile.gettempdir(), 'dokploy-' + hashlib.sha256(path.encode('utf-8')).hexdigest()[:12])
    if not os.path.islink(link) or os.readlink(link) != path:
        temporary = '%s.%d' % (link, os.getpid())
        os.symlink(path, temporary)
        os.replace(temporary, link)
    return link


SUPPORT = os.path.join(without_space(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))), 'tests', 'support')
TESTS = os.path.dirname(SUPPORT)
ROOT = os.path.dirname(TESTS)
CACHE = os.path.join(ROOT, '.cache')
VENV_BIN = os.path.join(ROOT, '.venv', 'bin')

# Compiled files of all processes that tests start: without them each compiles Ansible, its libraries and the tests again, which costs half a second and more.
BYTECODE = os.path.join(CACHE, 'bytecode')

# Holds ansible_collections/community/dokploy, a link to the checkout: for
# imports without ansible's collection loader, and for real playbook runs.
TREE = os.path.join(CACHE, 'tree')

# The recorded contract lies in the project; schemas of other projects do not.
SHARED = os.path.join(os.path.dirname(os.path.realpath(ROOT)), 'shared')


def is_live():
    """Whether LIVE=1 asks for a real server; only then DOKPLOY_* variables count."""
    return os.environ.get('LIVE') == '1'


def link_tree():
    """Make the link tree; safe for two processes at once."""
    parent = os.path.join(TREE, 'ansible_collections', 'community')
    link = os.path.join(parent, 'dokploy')
    os.makedirs(parent, exist_ok=True)
    if os.path.islink(link) and os.path.realpath(link) == os.path.realpath(ROOT):
        return TREE
    temporary = '%s.%d' % (link, os.getpid())
    os.symlink(os.path.relpath(ROOT, parent), temporary)
    os.replace(temporary, link)
    return TREE


def clean_environment(base=None, live=None):
    """A copy of the environment without what a person has exported for Dokploy, Ansible, Python or pytest."""
    base = os.environ if base is None else base
    live = is_live() if live is None else live
    prefixes = ('ANSIBLE_', 'PYTEST_', 'GALAXY_IMPORTER_') + (() if live else ('DOKPLOY_',))
    dropped = ('PYTHONPATH', 'PYTHONHOME', 'PYTHONDONTWRITEBYTECODE', 'VIRTUAL_ENV', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NETRC')
    environ = {
        key: value for key, value in base.items() if key == 'DOKPLOY_TEST_DOCKER_HOST' or not key.startswith(prefixes) and key not in dropped}
    environ.update({
        'ANSIBLE_CONFIG': os.path.join(SUPPORT, 'ansible.cfg'),
        'ANSIBLE_HOME': os.path.join(CACHE, 'ansible'),
        'ANSIBLE_COLLECTIONS_PATH': TREE,
        'ANSIBLE_NOCOLOR': '1',
        'ANSIBLE_DEVEL_WARNING': 'False',
        'LC_ALL': 'C.UTF-8',
        'PYTHONPYCACHEPREFIX': BYTECODE,
    })
    return environ


def keep_bytecode():
    """Let this process read and write compiled files as its child processes do."""
    sys.dont_write_bytecode, sys.pycache_prefix = False, BYTECODE


def path_with(bin_dir, environ=None):
    """The environment, with bin_dir first in PATH."""
    environ = clean_environment() if environ is None else dict(environ)
    environ['PATH'] = bin_dir + os.pathsep + environ.get('PATH', '')
    return environ
