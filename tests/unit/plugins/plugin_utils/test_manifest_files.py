# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A manifest's files: put together, with the file and line of each part."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible_collections.community.dokploy.plugins.module_utils._bulk.document import read_manifest
from ansible_collections.community.dokploy.plugins.plugin_utils import _manifest_files
from ansible_collections.community.dokploy.plugins.plugin_utils._in_process import copy_arguments
from ansible_collections.community.dokploy.plugins.plugin_utils._manifest_files import (
    load_plain, merge_part, move_place, read_files, read_lines)

ONE = '''\
projects:
  - name: shop
    environments:
      - name: production
        applications:
          - name: web
'''
OTHER = '''\
registries:
  - name: Company
projects:
  - name: blog
  - name: shop
    environments:
      - name: production
        applications:
          - name: worker
            replicas: 2
'''


def read(text):
    import yaml
    return yaml.safe_load(text)


def test_lists_are_joined_and_projects_of_one_name_are_one():
    whole, offsets = {}, {}
    merge_part(whole, read(ONE), '', '', offsets)
    offsets = {}
    merge_part(whole, read(OTHER), '', '', offsets)
    assert [one['name'] for one in whole['projects']] == ['shop', 'blog'] and whole['registries'] == [{'name': 'Company'}]
    assert [one['name'] for one in whole['projects'][0]['environments'][0]['applications']] == ['web', 'worker']
    assert move_place('projects[1].environments[0].applications[0].replicas', offsets) == 'projects[0].environments[0].applications[1].replicas'
    assert move_place('projects[0]', offsets) == 'projects[1]' and move_place('registries[0]', offsets) == 'registries[0]'


def test_each_part_has_its_line():
    lines = read_lines(OTHER)
    assert lines['projects[1].environments[0].applications[0]'] == 9 and lines['projects[1].environments[0].applications[0].replicas'] == 10
    assert read_lines('') == {}


def test_what_a_template_was_rendered_to_holds_no_templates():
    """A value that came from elsewhere would otherwise be evaluated on the controller."""
    text = "projects: [{name: '{{ 1 + 1 }}'}]"
    files = SimpleNamespace(
        render=lambda path: text, read=lambda path: text, loader=DataLoader(), templar=SimpleNamespace(template=lambda found: {'name': '2'}))
    assert read_files(files, ['/a.yml.j2'])[0] == {'projects': [{'name': '{{ 1 + 1 }}'}]}
    assert read_files(files, ['/a.yml'])[0] == {'projects': [{'name': '2'}]}


class Templar:
    """Renders no expression."""

    def template(self, value):
        if isinstance(value, (dict, list)):
            for one in value.values() if isinstance(value, dict) else value:
                self.template(one)
        elif '{{' in str(value):
            raise AnsibleError("'version' is undefined")
        return value


@pytest.mark.parametrize('texts, words', [
    ({'a.yml': 'projects:\n\t- name: shop\n'}, 'a.yml:2 cannot be read: '),
    ({'a.yml': 'projects:\n  - name: shop\n  - name: "{{ version }}"\n'}, "a.yml:3: 'version' is undefined"),
    ({'a.yml': '- name: shop\n'}, 'a.yml must be a dictionary'),
    ({'a.yml.j2': '{{ version }}'}, "a.yml.j2 cannot be read: 'version' is undefined"),
    ({'a.yml': 'projects: [{name: shop, description: one}]', 'b.yml': 'projects: [{name: shop, description: two}]'},
     'b.yml sets projects[0].description to another value'),
])
def test_an_error_names_the_file_and_the_line(texts, words):
    templar = Templar()
    files = SimpleNamespace(
        render=lambda path: templar.template(texts[path[1:]]), read=lambda path: texts[path[1:]], loader=DataLoader(), templar=templar)
    with pytest.raises(AnsibleActionFail) as caught:
        read_files(files, ['/' + one for one in texts])
    assert words in str(caught.value), str(caught.value)


@pytest.mark.parametrize('text', [
    'projects: &a [*a]', 'projects:\n- &a {name: shop, env: *a}', '[' * 5000, '\n'.join(['x0: &x0 [1, 2]'] + ['x%d: &x%d [*x%d, *x%d]' % (
        number, number, number - 1, number - 1) for number in range(1, 40)])])
@pytest.mark.parametrize('templates', ['', '# {{\n'])
def test_aliases_cannot_blow_up_a_file(text, templates, monkeypatch):
    """Nobody waits for 2 to the power of 40 values, nor for one that contains itself."""
    monkeypatch.setattr(_manifest_files, 'MOST_VALUES', 10000)
    files = SimpleNamespace(read=lambda path: templates + text, loader=DataLoader(), templar=Templar())
    with pytest.raises(AnsibleActionFail, match='/a.yml.* cannot be read: '):
        read_files(files, ['/a.yml'])


def test_parts_for_anchors_are_left_out():
    text = 'x-common: &common {replicas: 2}\nprojects:\n  - name: shop\n    <<: *common\n'
    files = SimpleNamespace(read=lambda path: text, loader=DataLoader(), templar=Templar())
    assert read_files(files, ['/a.yml', '/b.yml'])[0] == {'projects': [{'name': 'shop', 'replicas': 2}]}
    assert [one.name for one in read_manifest({'x-common': {}, 'projects': [{'name': 'shop'}]})] == ['project shop']


@pytest.mark.parametrize('text', [
    ONE, OTHER, '', '# nothing\n', "a: [1, 0x1f, 1.5, yes, null, 2026-01-01, '1', ~]\nb: &b {c: x}\ne: |\n  text\nd: {<<: *b, e: 1}\n"])
def test_a_plain_text_is_loaded_as_ansible_loads_it(text):
    found, lines = load_plain(text)
    assert copy_arguments({'found': found}) == copy_arguments({'found': DataLoader().load(text)}) and lines == read_lines(text)


@pytest.mark.parametrize('text', [
    'a: !vault x', 'a: !unsafe x', 'a: 1\na: 2', 'a: [', '{"a": "\\ud83d\\ude00"}', 'a: 1\n---\nb: 2\n', 'a: 2026-13-45', 'a: "\x07"'])
def test_what_only_ansible_can_load_or_explain_is_left_to_it(text):
    assert load_plain(text) is None


def test_templates_are_rendered_where_they_are():
    """Ansible gets the smallest container that holds one, which it may also leave out (omit)."""
    asked = []
    files = SimpleNamespace(loader=DataLoader(), templar=SimpleNamespace(template=lambda found: asked.append(found) or 'rendered'), read=lambda path: (
        "projects:\n- name: shop\n  env: {A: '{{ a }}', B: plain}\n  environments:\n  - name: '{% if b %}b{% endif %}'\n    tags: [plain]\n"))
    found, origins = read_files(files, ['/a.yml'])
    assert found == {'projects': [{'name': 'shop', 'env': 'rendered', 'environments': ['rendered']}]} and origins['projects[0].env.B'] == 'a.yml:3'
    assert asked == [{'A': '{{ a }}', 'B': 'plain'}, {'name': '{% if b %}b{% endif %}', 'tags': ['plain']}]
