# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action group's module_defaults may hold project, environment and name: they reach no module in which they mean something else."""

from __future__ import annotations

import glob
import importlib
import os
import types

import pytest
from ansible_collections.community.dokploy.plugins.plugin_utils import _action

from support import paths

GROUP = 'group/community.dokploy.dokploy'
DEFAULTS = [{GROUP: {'project': 'shop', 'environment': 'production', 'api_url': 'http://x'}}]


class Templar:
    """Stands in for Ansible's: C({{ place }}) is the project, C({{ defaults }}) all defaults."""

    @staticmethod
    def template(value):
        return {'{{ place }}': 'shop', '{{ defaults }}': DEFAULTS[0][GROUP]}.get(value, value) if isinstance(value, str) else value


def arguments_of(spec, given, defaults):
    plugin = _action.DokployAction.__new__(_action.DokployAction)
    plugin.DEFINITION = types.SimpleNamespace(argument_spec=spec)
    plugin._task, plugin._templar = types.SimpleNamespace(args=dict(given), module_defaults=defaults), Templar()
    return plugin._drop_group_defaults()


@pytest.mark.parametrize('options, defaults, kept', [
    (('api_url',), DEFAULTS, {'api_url'}),
    (('api_url', 'project'), DEFAULTS, {'api_url', 'project'}),
    (('api_url', 'project', 'environment'), DEFAULTS, {'api_url', 'project', 'environment'}),
    (('api_url',), [{GROUP: {'project': '{{ place }}', 'environment': 'production'}}], {'api_url'}),
    (('api_url',), [{GROUP: '{{ defaults }}'}], {'api_url'}),
    # A task that names them itself fails, as with any other option that the module does not have.
    (('api_url',), [], {'api_url', 'project', 'environment'}),
    (('api_url',), [{'community.dokploy.dokploy_tag': {'project': 'shop'}}], {'api_url', 'project', 'environment'}),
    (('api_url',), [{GROUP: {'environment': 'production'}}], {'api_url', 'project'}),
    (('api_url',), [{GROUP: {'project': 'other', 'environment': 'production'}}], {'api_url', 'project'}),
])
def test_a_module_is_given_the_place_that_it_knows(options, defaults, kept):
    given = {'api_url': 'http://x', 'project': 'shop', 'environment': 'production'}
    assert set(arguments_of(dict.fromkeys(options), given, defaults)) == kept


def test_a_place_without_a_value_is_left_out():
    """A task of playbooks/stack.yml clears the default of its environment by null."""
    assert arguments_of({'project': {}}, {'project': 'shop', 'environment': None}, DEFAULTS) == {'project': 'shop'}


def list_aliases():
    """(definition, option, alias) of each alias of an option of a module."""
    found = []
    for path in sorted(glob.glob(os.path.join(paths.ROOT, 'plugins', 'modules', '*.py'))):
        name = os.path.basename(path)[:-3]
        definition = getattr(importlib.import_module('ansible_collections.community.dokploy.plugins.modules.' + name), 'DEFINITION', None)
        for option, told in (definition.argument_spec if definition else {}).items():
            found += [pytest.param(definition, option, alias, id='%s-%s' % (name, alias)) for alias in told.get('aliases') or ()]
    return found


@pytest.mark.parametrize('definition, option, alias', list_aliases())
@pytest.mark.parametrize('task, kept', [
    ({'alias': 'mine'}, 'alias'), ({'option': 'mine'}, 'option'), ({}, 'option'),
    # Nobody asked for the same thing twice: Ansible warns, as for any other module.
    ({'alias': 'mine', 'option': 'mine'}, 'alias option'),
])
def test_a_task_names_a_thing_by_an_alias_or_by_its_option(definition, option, alias, task, kept):
    """Whatever module_defaults of the group say: as a merge of Ansible's, they are among the arguments."""
    names, defaults = {'alias': alias, 'option': option}, {alias: 'theirs', option: 'theirs too'}
    own = {names[key]: value for key, value in task.items()}
    found = arguments_of(definition.argument_spec, {**defaults, **own}, [{GROUP: defaults}])
    assert [key for key in sorted(names) if names[key] in found] == kept.split()
    assert {name: found[name] for name in own} == own
