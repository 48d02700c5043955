# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What meta/, galaxy.yml and the licences say agrees with the files that are there."""

from __future__ import annotations

import glob
import os
import re

import yaml

from support import generate, paths, tools

MODULES = sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'modules', '*.py'))
                 if not path.endswith('__init__.py'))


def _load(*parts):
    with open(os.path.join(paths.ROOT, *parts), encoding='utf-8') as handle:
        return yaml.safe_load(handle)


def test_what_is_generated_is_up_to_date():
    """Action plugins, the action group, and the README's table follow from the modules."""
    assert not generate.list_differences(), 'run: make generate'


def test_the_python_and_ansible_versions_are_the_same_everywhere():
    assert _load('meta', 'runtime.yml')['requires_ansible'] == '>=2.18.0'
    assert _load('tests', 'config.yml')['modules']['python_requires'] == '>=3.9'


def test_the_readme_names_every_module_and_filter():
    with open(os.path.join(paths.ROOT, 'README.md'), encoding='utf-8') as handle:
        text = handle.read()
    filters = [os.path.basename(path)[:-4] for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'filter', '*.yml'))]
    missing = [one for one in MODULES + filters if '`%s`' % one not in text]
    assert not missing, 'the README does not mention %s' % ', '.join(missing)


def test_every_module_has_documentation_attributes():
    """Check mode, diff, idempotency and so on are said in each module's documentation."""
    for module in MODULES:
        with open(os.path.join(paths.ROOT, 'plugins', 'modules', module + '.py'), encoding='utf-8') as handle:
            assert 'community.dokploy.attributes' in handle.read(), module


def test_sanity_has_no_ignore_entries():
    for path in glob.glob(os.path.join(paths.ROOT, 'tests', 'sanity', 'ignore-*.txt')):
        with open(path, encoding='utf-8') as handle:
            assert not [line for line in handle if line.strip() and not line.startswith('#')], path


HEADER = ('# Copyright (c) ', '# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt', '# SPDX-License-Identifier: GPL-3.0-or-later')


def test_every_source_file_has_the_licence_header():
    missing = []
    for path in tools.committed():
        if not path.endswith(('.py', '.yml', '.yaml', '.toml', '.cfg', '.sh', '.ini')) or path.startswith(('changelogs/changelog', 'changelogs/fragments')):
            continue
        with open(os.path.join(paths.ROOT, path), encoding='utf-8') as handle:
            text = handle.read(1500)
        if text.strip() and not all(line in text for line in HEADER):
            missing.append(path)
    assert not missing, 'without the licence header: %s' % ', '.join(missing)


def test_no_file_names_a_package_registry():
    pattern = re.compile('|'.join(('py' + r'pi\.org', 'files.python' + 'hosted', 'registry.' + r'npmjs', 'deb.' + r'debian\.org')))
    found = []
    for path in tools.committed():
        with open(os.path.join(paths.ROOT, path), encoding='utf-8', errors='replace') as handle:
            if pattern.search(handle.read()):
                found.append(path)
    assert not found


# Addresses of documentation and examples lead nowhere by design (RFC 2606); those of others are listed, each known to exist.
RESERVED = re.compile(r'(^|\.)(example(\.(com|net|org))?|test|invalid|localhost)$')
KNOWN_HOSTS = {
    'www.gnu.org', 'semver.org', 'json-schema.org', 'www.w3.org', 'dokploy.com', 'docs.dokploy.com', 'forum.ansible.com', 'docs.ansible.com',
    'docker-py.readthedocs.io', 'hooks.slack.com', 'gitlab.com', 'api.openai.com', 'app.infisical.com', 'api.scaleway.com', 'adaptivecards.io',
    's3.eu-central-1.amazonaws.com'}
KNOWN_REPOSITORIES = {'Dokploy/cli', 'Dokploy/dokploy', 'dimeskigj/pulumi-dokploy', 'vanillauys/terraform-provider-dokploy', 'ansible/ansible',
                      'example/shop', 'firecow/gitlab-ci-local'}


def list_links(text):
    """(host, path) of each address with a host name of more than one label."""
    for host, path in re.findall(r'https?://([A-Za-z0-9.-]+\.[a-z]+)(?::\d+)?(/[A-Za-z0-9._/-]*)?', text):
        if not RESERVED.search(host):
            yield host, path


def is_known(host, path):
    return host in KNOWN_HOSTS or host == 'github.com' and '/'.join(path.strip('/').split('/')[:2]) in KNOWN_REPOSITORIES


def test_no_link_leads_to_a_place_that_does_not_exist():
    found = []
    for path in tools.committed():
        if path.startswith('tests/') and not path.endswith('support/docs.py') or not path.endswith(('.md', '.rst', '.yml', '.yaml', '.py', '.json', '.j2')):
            continue
        with open(os.path.join(paths.ROOT, path), encoding='utf-8', errors='replace') as handle:
            found += ['%s: %s%s' % (path, *one) for one in list_links(handle.read()) if not is_known(*one)]
    assert not found, '\n'.join(found)


def test_the_list_of_links_can_fail():
    assert list(list_links('see https://github.com/community-dokploy/community.dokploy.'))
    assert not is_known('github.com', '/community-dokploy/community.dokploy')
    assert not list(list_links('http://shop.example.com/x http://localhost:3000 https://127.0.0.1/'))
