# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every role: its Molecule scenarios on the bundled simulator, and what belongs to a role."""

from __future__ import annotations

import glob
import os
import subprocess

import pytest
import yaml

from support import paths, tools
from support.venvs import locked

pytestmark = pytest.mark.xdist_group('roles')

MOLECULE = os.path.join(paths.ROOT, 'extensions', 'molecule')
ROLES = sorted(os.path.basename(one) for one in glob.glob(os.path.join(paths.ROOT, 'roles', '*')))
SCENARIOS = sorted(os.path.basename(os.path.dirname(one)) for one in glob.glob(os.path.join(MOLECULE, '*', 'molecule.yml')))


def _load(*parts):
    with open(os.path.join(paths.ROOT, *parts), encoding='utf-8') as handle:
        return yaml.safe_load(handle)


@pytest.fixture(scope='module')
def collection():
    """A copy of the checkout where Ansible and Molecule look for a collection."""
    with locked('molecule'):
        yield tools.export('molecule')


@pytest.mark.parametrize('scenario', SCENARIOS)
def test_scenario(scenario, collection):
    environ = tools.environment(collections=os.path.join(paths.CACHE, 'molecule'))
    del environ['ANSIBLE_CONFIG']             # Molecule writes its own
    environ['MOLECULE_NO_COLOR'] = '1'
    answer = subprocess.run(
        ['molecule', 'test', '--scenario-name', scenario], cwd=collection, env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace', check=False, timeout=1500)
    if answer.returncode:
        pytest.fail('molecule ended with %d\n%s' % (answer.returncode, answer.stdout[-20000:]), pytrace=False)
    # What a module warns of an application is of the scenario's world.
    warned = [line for line in answer.stdout.splitlines() if '[WARNING]' in line and '[WARNING]: shop/' not in line]
    assert not warned and '[DEPRECATION' not in answer.stdout, answer.stdout


@pytest.mark.parametrize('role', ROLES)
def test_a_role_is_whole(role):
    short = role[len('dokploy_'):]
    assert short in SCENARIOS, 'no extensions/molecule/%s' % short
    for path in ('roles/%s/README.md' % role, 'playbooks/%s.yml' % short):
        assert os.path.exists(os.path.join(paths.ROOT, path)), path
    with open(os.path.join(paths.ROOT, 'README.md'), encoding='utf-8') as handle:
        assert '`%s`' % role in handle.read(), 'the README does not name the role'


@pytest.mark.parametrize('role', ROLES)
def test_an_empty_string_counts_as_not_given(role):
    """Surveys of AWX send "" for what was left out: no option's type or choice may refuse it, unless it has to be given."""
    options = _load('roles', role, 'meta', 'argument_specs.yml')['argument_specs']['main']['options']
    defaults = _load('roles', role, 'defaults', 'main.yml') or {}
    assert all(name.startswith(role + '_') for name in options)
    for name, option in options.items():
        if option.get('required'):
            assert name not in defaults
            continue
        assert option['type'] in ('str', 'raw', 'list'), '%s: "" is no %s; take raw, and say in words what it is' % (name, option['type'])
        assert 'choices' not in option or '' in option['choices'], name
        assert name in defaults and (defaults[name] == option['default'] if 'default' in option else not defaults[name]), name
    assert not set(defaults) - set(options)
