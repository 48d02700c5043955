# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action group's module_defaults may hold project and environment: a module without these options is not given them."""

from __future__ import annotations

import types

import pytest
from ansible_collections.community.dokploy.plugins.plugin_utils import _action

DEFAULTS = [{'group/community.dokploy.dokploy': {'project': 'shop', 'environment': 'production', 'api_url': 'http://x'}}]


def arguments_of(options, given, defaults):
    plugin = _action.DokployAction.__new__(_action.DokployAction)
    plugin.DEFINITION = types.SimpleNamespace(argument_spec=dict.fromkeys(options))
    plugin._task = types.SimpleNamespace(args=dict(given), module_defaults=defaults)
    return plugin._drop_place()


@pytest.mark.parametrize('options, defaults, kept', [
    (('api_url',), DEFAULTS, {'api_url'}),
    (('api_url', 'project'), DEFAULTS, {'api_url', 'project'}),
    (('api_url', 'project', 'environment'), DEFAULTS, {'api_url', 'project', 'environment'}),
    # A task that names them itself fails, as with any other option that the module does not have.
    (('api_url',), [], {'api_url', 'project', 'environment'}),
    (('api_url',), [{'community.dokploy.dokploy_tag': {'project': 'shop'}}], {'api_url', 'project', 'environment'}),
    (('api_url',), [{'group/community.dokploy.dokploy': {'environment': 'production'}}], {'api_url', 'project'}),
])
def test_a_module_is_given_the_place_that_it_knows(options, defaults, kept):
    given = {'api_url': 'http://x', 'project': 'shop', 'environment': 'production'}
    assert set(arguments_of(options, given, defaults)) == kept
