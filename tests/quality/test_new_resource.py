# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make new-resource` makes what a resource needs, and nothing by hand is left but the resource itself."""

from __future__ import annotations

import ast
import os
import types

import pytest
import yaml
from ansible_collections.community.dokploy.plugins.module_utils._module import options, record_info

from support import doc_blocks, generate, new_resource, paths


def test_the_files_are_valid():
    files = new_resource.make_files('dns_provider')
    assert sorted(files) == [
        'plugins/module_utils/_resources/dns_provider.py', 'plugins/modules/dokploy_dns_provider.py',
        'plugins/modules/dokploy_dns_provider_info.py', 'tests/cases/dns_provider.py', 'tests/simulator/procedures/dns_provider.py']
    for path, text in files.items():
        ast.parse(text, path)
        assert '@' not in text.replace("'@name'", ''), path
    module = ast.parse(files['plugins/modules/dokploy_dns_provider.py'])
    texts = {node.targets[0].id: node.value.value for node in module.body
             if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)}
    assert yaml.safe_load(texts['DOCUMENTATION'])['options']['dns_provider_id']
    assert yaml.safe_load(texts['EXAMPLES']) and yaml.safe_load(texts['RETURN'])['dns_provider']


def documentation_of(text, part='DOCUMENTATION'):
    text, = [node.value.value for node in ast.parse(text).body if isinstance(node, ast.Assign) and node.targets[0].id == part]
    return yaml.safe_load(text)


def describe_new(name, files):
    """The Resource of a description that was made."""
    package = doc_blocks.APPLICATION.__class__.__module__.replace('_model.resource', '_resources')
    described = types.ModuleType('%s.%s' % (package, name))
    described.__package__ = package
    exec(files['plugins/module_utils/_resources/%s.py' % name], vars(described))  # pylint: disable=exec-used
    return getattr(described, name.upper())


@pytest.mark.parametrize('name', ['gadget', 'build_policy', 'branch', 'mailbox', 'wish', 'alias', 'gateway'])
def test_the_information_module_returns_the_plural_of_the_description(name):
    files = new_resource.make_files(name)
    assert describe_new(name, files).many in documentation_of(files['plugins/modules/dokploy_%s_info.py' % name], 'RETURN')


def test_what_is_made_is_in_manifests():
    with open(os.path.join(paths.ROOT, new_resource.CATALOG), encoding='utf-8') as handle:
        before = handle.read()
    after = new_resource.add_to_catalog(before, 'gadget')
    assert 'from .._resources.gadget import GADGET\n' in after and len(after.splitlines()) == len(before.splitlines()) + 1
    kinds, = [node.value for node in ast.parse(after).body if isinstance(node, ast.Assign) and getattr(node.targets[0], 'id', '') == 'KINDS']
    assert 'GADGET' in [one.id for one in kinds.elts[0].value.args[1].elts]


def test_what_is_made_fits_together():
    """The options of both modules are those of the description: a record needs no file but those that are made, and those that are generated."""
    files = new_resource.make_files('gadget')
    resource = describe_new('gadget', files)
    for name, spec in (('gadget', options.record_spec(resource)), ('gadget_info', record_info.record_info_spec(resource))):
        text = files['plugins/modules/dokploy_%s.py' % name]
        # The values come from the description, and the fields of the information module from the other module: neither exists here.
        text = doc_blocks.fill_blocks(text.replace('fields of dokploy_gadget', 'fields of dokploy_tag').replace('values of gadget', 'values of tag'))
        assert set(documentation_of(text)['options']) == set(spec) - set(options.CONNECTION), name


@pytest.mark.parametrize('arguments', [[], ['Registry'], ['a', 'b'], ['../x']])
def test_a_bad_name_is_refused(arguments, capsys):
    assert new_resource.main(arguments) == 2
    assert 'usage' in capsys.readouterr().err


def test_nothing_is_overwritten(capsys):
    assert new_resource.main(['application']) == 1
    assert 'nothing was written' in capsys.readouterr().err


def test_the_text_between_markers_is_replaced():
    begin, end = '<!-- generated: x -->\n', '<!-- end of generated: x -->\n'
    assert generate.between('a\n%sold\n%sb' % (begin, end), 'x', ['new']) == 'a\n%snew\n%sb' % (begin, end)
    with pytest.raises(ValueError):
        generate.between('a', 'x', [])
