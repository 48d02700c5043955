# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every key that Dokploy's API takes of a plain record has an option, or a reason here; and a description is short."""

from __future__ import annotations

import glob
import importlib
import os

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._resources import notification as _notification
from simulator import validation
from simulator.validation import version_tuple
from support import paths

PACKAGE = 'ansible_collections.community.dokploy.plugins.module_utils._resources.'
NAMES = ('registry', 'ssh_key', 'certificate', 'destination', 'tag', 'schedule', 'backup', 'volume_backup', 'patch', 'api_key', 'organization', 'user',
         'settings', 'network', 'ai_provider', 'role', 'dns_record',
         'remote_server', 'invitation')
VERSIONS = ('v0.28.8', 'v0.30.2')
# Of any record.
ALWAYS = {
    'organizationId': 'is that of the API key', 'createdAt': 'is when it was made', 'updatedAt': 'is when it was changed', 'appName': "is made by Dokploy",
    'userId': 'is that of the API key, or says which one is meant', 'id': 'says which one is meant', 'serverId': 'says where a call runs, and is not stored',
    **{one + 'Id': 'says whose it is' for one in ('application', 'compose', 'postgres', 'mysql', 'mariadb', 'mongo', 'redis', 'libsql')}}
LEFT_OUT = {
    'registry': {'registryType': 'has one value'},
    'ssh_key': {'lastUsedAt': 'is written by Dokploy'},
    'certificate': {'certificateId': 'is made by Dokploy', 'certificatePath': 'is made by Dokploy'},
    'schedule': {'scheduleType': 'follows from what it belongs to'},
    'backup': {'backupType': 'follows from what it belongs to', 'metadata': 'is made of user and password'},
    'volume_backup': {'serviceType': 'follows from what it belongs to'},
    'api_key': {'metadata': 'holds the organization, which is that of the API key'},
    'organization': {},
    'user': {'memberId': 'says which one is meant', **dict.fromkeys(
        ('accessedGitProviders', 'accessedServers'), 'needs a licence, and is left as it is')},
    'network': {},
    'remote_server': {'serverId': 'says which one is meant'},
    'invitation': {},
    'role': {'roleName': 'is its name'},
    'dns_record': {'dnsProviderId': 'is provider', 'zoneId': 'is zone', 'name': 'says which one is meant'},
    'settings': {'cronExpression': 'is log_cleanup_cron', 'metricsConfig': 'is metrics'},
}
# Beside documentation, a description has fewer lines than this.
MOST = 60


def describe(name):
    return getattr(importlib.import_module(PACKAGE + name), name.upper())


def find_missing(resource, reasons, version):
    procedures = [one for one in (resource.create, resource.update and resource.update.procedure, *(one.procedure for one in resource.updates)) if one]
    taken = {key.name for one in procedures for key in validation.PROCEDURES[one].keys.values() if key.known(version_tuple(version))}
    return taken - {item.key for dummy, item in resource.flat()} - {resource.name, resource.id} - set(ALWAYS) - set(reasons)


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('name', NAMES)
def test_each_key_has_an_option_or_a_reason(name, version):
    assert not find_missing(describe(name), LEFT_OUT.get(name, {}), version)


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', list(_notification.KINDS))
def test_each_key_of_a_notification_has_an_option(kind, version):
    resource = describe('notification')
    resource = resource.variant(resource, {}, {'notificationType': kind})
    assert not find_missing(resource, {kind + 'Id': 'says which one is meant'}, version)


def test_a_missing_option_is_found():
    assert find_missing(describe('organization'), {}, 'v0.30.2') == set()
    assert find_missing(describe('registry'), {}, 'v0.30.2') == {'registryType'}


@pytest.mark.parametrize('name', NAMES + ('notification', 'vault_provider', 'dns_provider', 'git_provider', 'swarm_node', 'forward_auth'))
def test_a_description_is_short(name):
    path, = glob.glob(os.path.join(paths.ROOT, 'plugins', 'module_utils', '_resources', name + '.py'))
    with open(path, encoding='utf-8') as handle:
        lines = [line for line in handle if line.strip() and not line.lstrip().startswith(('#', '"""'))]
    assert len(lines) < MOST, len(lines)
