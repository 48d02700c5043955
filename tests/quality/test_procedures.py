# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/procedures.md has every procedure of Dokploy, with the modules that call it or a reason. That it is up to date: test_metadata.py."""

from __future__ import annotations

import json
import os

import pytest

from support import paths, procedures

from ansible_collections.community.dokploy.plugins.module_utils._resources.backup import find_procedure
from ansible_collections.community.dokploy.plugins.module_utils._resources.git_provider import GIT_PROVIDER


def test_each_procedure_has_a_module_or_a_reason():
    without = [name for name, (own, shared) in procedures.find_callers().items() if not own and not shared and not procedures.explain(name)]
    assert not without, 'give them a reason in tests/support/procedures.py: %s' % ', '.join(without)


def test_the_procedures_are_those_of_the_schema():
    path = os.path.join(paths.SHARED, 'openapi-v%s.json' % procedures.VERSION)
    if not os.path.exists(path):
        pytest.skip('%s is not at hand' % path)
    with open(path, encoding='utf-8') as handle:
        wanted = sorted(one.strip('/').replace('/', '.') for one in json.load(handle)['paths'])
    with open(os.path.join(paths.ROOT, procedures.PAGE), encoding='utf-8') as handle:
        assert sorted(procedures.ROW.findall(handle.read())) == wanted


def test_known_callers_are_found():
    """Of a description, of an operation, of a part, of each kind of a thing, of a table that modules share."""
    callers = procedures.find_callers()
    for name, module in (
            ('patch.create', 'dokploy_patch'), ('application.deploy', 'dokploy_application'), ('application.killBuild', 'dokploy_build'),
            ('cluster.addWorker', 'dokploy_swarm_node_info'), ('mounts.remove', 'dokploy_mount'),
            ('notification.createSlack', 'dokploy_notification'), ('mariadb.deploy', 'dokploy_database')):
        assert module in callers[name][0], (name, callers[name])
    assert 'dokploy_project' in callers['compose.delete'][1] and 'dokploy_tag' not in callers['compose.delete'][1]
    for kind in ('github', 'gitlab', 'gitea', 'bitbucket'):
        composed, dummy = GIT_PROVIDER.read_more({'providerType': kind, kind + 'Id': 'x'})
        assert callers[composed][0] == {'dokploy_git_provider', 'dokploy_git_provider_info'}, composed
    composed = {find_procedure(dict(zip(('backupType', 'databaseType'), one))) for one in [
        ('compose', 'mysql'), *(('database', kind) for kind in ('postgres', 'mysql', 'mariadb', 'mongo', 'libsql', 'web-server'))]}
    assert composed == {name for name, (own, dummy) in callers.items() if name.startswith('backup.manualBackup') and own == {'dokploy_backup'}}
    assert callers['stripe.getInvoices'] == (set(), set()) and procedures.explain('stripe.getInvoices') == procedures.BILLING
