# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re

import pytest
from quality.test_layers import plugin_files, read_plugin

from ansible_collections.community.dokploy.plugins.module_utils._common.errors import make_ambiguous_error
from ansible_collections.community.dokploy.plugins.module_utils._common.wording import pluralize


@pytest.mark.parametrize('noun, many', [
    ('registry', 'registries'), ('patch', 'patches'), ('ssh_key', 'ssh_keys'), ('SSH key', 'SSH keys'), ('settings', 'settings'), ('mailbox', 'mailboxes'),
    ('database', 'databases'), ('DNS provider', 'DNS providers'), ('day', 'days'), ('GitLab provider', 'GitLab providers'),
])
def test_plurals(noun, many):
    assert pluralize(noun) == many


def test_an_ambiguous_name_is_reported_with_a_plural():
    error = make_ambiguous_error('registry', 'main', ['a', 'b'], 'registry_id')
    assert error.message == 'main matches 2 registries, and is ambiguous: a, b'
    assert make_ambiguous_error('ssh_key', 'main', ['a', 'b'], 'ssh_key_id').message == 'main matches 2 ssh keys, and is ambiguous: a, b'


@pytest.mark.parametrize('path', sorted(path for path in plugin_files() if os.path.basename(path) not in ('wording.py', 'timestamps.py')))
def test_no_plural_is_made_by_adding_an_s(path):
    """A noun that comes from elsewhere may end in y: C(pluralize) knows."""
    found = [line for line in read_plugin(path).splitlines() if re.search(r'''%ss\b|%s\(s\)|(kind|what|noun|name) ?\+ ?["']s["']''', line)]
    assert not found, '%s: use _common.wording.pluralize: %s' % (path, found)
