# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What our check lets pass a real Traefik loads, and what it refuses a real Traefik refuses or disables."""

from __future__ import annotations

import json
import os

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._traefik import schema as keys
from ansible_collections.community.dokploy.plugins.module_utils._traefik.finding import DISABLES, LIMIT, STOPS, WARNING
from ansible_collections.community.dokploy.plugins.module_utils._traefik.directory_check import check_directory
from ansible_collections.community.dokploy.plugins.module_utils._traefik.static_config import StaticConfig
from cases.traefik_texts import DIRECTORIES, TEXTS
from support import paths

pytestmark = pytest.mark.xdist_group('traefik')

STATIC = StaticConfig(('web', 'websecure', 'tcp', 'udp'), ('letsencrypt',))


def ours(files):
    return check_directory(files, STATIC)


def agrees(expected, findings):
    """Whether the findings are those that the row expects."""
    refusing = {one.code for one in findings if one.severity != WARNING}
    if expected.startswith('warn '):
        return not refusing and expected[5:] in {one.code for one in findings}
    return any(one.startswith(expected) for one in refusing) if expected else not findings


def said(findings):
    return '\n'.join('%s %s: %s' % (one.severity, one.code, one.text()) for one in findings) or 'nothing'


def judge(findings, verdict):
    """Whether a real Traefik's verdict and our findings fit one another; a text that says why not."""
    if any(one.severity == STOPS for one in findings):
        return '' if not verdict.loaded else 'we say that it stops the directory, and Traefik loads it'
    if any(one.severity == LIMIT for one in findings):
        return ''               # our own, and named so
    if not verdict.loaded:
        return 'we let it pass, and Traefik stops: %s' % verdict.error
    refused = {'.'.join(one.path[:3]) for one in findings if one.severity == DISABLES}
    disabled = {path: error for path, error in verdict.disabled.items() if '.routers.' in path}
    if refused - set(disabled):
        return 'we say that Traefik disables %s, and it does not' % sorted(refused - set(disabled))
    if set(disabled) - refused:
        return 'Traefik disables what we let pass: %s' % {path: disabled[path] for path in set(disabled) - refused}
    return ''


@pytest.mark.parametrize('name', sorted(TEXTS))
def test_a_real_traefik_agrees(name, real_traefik):
    expected, text = TEXTS[name]
    verdict = real_traefik.verdict(text)
    findings = ours({'case.yml': text})
    fault = judge(findings, verdict)
    assert not fault, '%s\n%s\nour check: %s' % (fault, text, said(findings))
    assert agrees(expected, findings), 'expected %r\n%s\nour check: %s\nTraefik: %s' % (expected, text, said(findings), verdict)


@pytest.mark.parametrize('name', sorted(DIRECTORIES))
def test_a_real_traefik_agrees_on_directories(name, real_traefik):
    expected, files = DIRECTORIES[name]
    first, *others = sorted(files)
    # The first is named case-N.yml, which sorts after these.
    real_traefik.clear()
    for one in sorted(files):
        real_traefik.write(one, files[one])
    verdict = real_traefik.settle()
    findings = ours(files)
    fault = judge(findings, verdict)
    assert not fault, '%s\nour check: %s' % (fault, said(findings))
    assert agrees(expected, findings), 'expected %r\nour check: %s\nTraefik: %s' % (expected, said(findings), verdict)
    assert first and others


@pytest.mark.parametrize('name', sorted(TEXTS))
def test_without_libyaml_the_check_is_the_same(name, monkeypatch):
    import yaml  # pylint: disable=import-outside-toplevel
    if not hasattr(yaml, 'CSafeLoader'):
        pytest.skip('This yaml has no libyaml to compare with.')
    findings = ours({'case.yml': TEXTS[name][1]})
    monkeypatch.delattr(yaml, 'CSafeLoader')
    assert [(one.code, one.severity, one.path, one.line) for one in ours({'case.yml': TEXTS[name][1]}) if one.code != 'yaml'] == [
        (one.code, one.severity, one.path, one.line) for one in findings if one.code != 'yaml']
    assert {one.code for one in ours({'case.yml': TEXTS[name][1]})} == {one.code for one in findings}


def test_how_many_there_are(report_line):
    good = sum(not expected or expected.startswith('warn') for expected, dummy in TEXTS.values())
    report_line('Traefik: %d texts judged by a real one, %d of them good' % (len(TEXTS) + len(DIRECTORIES), good))
    assert len(TEXTS) >= 80


# Our table of keys

def _sample(key):
    """A value of a key's type, in one line of YAML."""
    value = {'text': 'x', 'int': '1', 'bool': 'true', 'duration': '1s', 'any': '{a: 1}'}.get(key.kind) or _object(key.kind)
    return '[%s]' % value if key.shape == 'list' else '{n: %s}' % value if key.shape == 'map' else value


def _object(kind, around=()):
    if kind in around:
        return '{}'
    return '{%s}' % ', '.join('%s: %s' % (key.name, _sample(key)) for key in keys.load_kinds()[kind].values() if not key.hidden)


def test_a_real_traefik_knows_every_key_of_our_table(real_traefik):
    verdict = real_traefik.verdict('\n'.join('%s: %s' % (key.name, _sample(key)) for key in keys.load_kinds()['Configuration'].values()))
    assert verdict.loaded, verdict.error


def test_our_table_misses_no_key_of_the_published_schema():
    assert not _missing(_schema())


@pytest.mark.parametrize('kind, name', [('Router', 'rule'), ('Headers', 'stsPreload'), ('UdpServer', 'address'), ('ClientAuth', 'caFiles')])
def test_the_comparison_with_the_schema_can_fail(kind, name, monkeypatch):
    monkeypatch.delitem(keys.load_kinds()[kind], name.lower())
    assert _missing(_schema()) == {'%s.%s' % (kind, name)}


_SCHEMA = {}


def _schema():
    path = os.path.join(paths.SHARED, 'traefik-v3-file-provider.json')
    if not os.path.exists(path):
        pytest.skip('%s is not at hand' % path)
    if not _SCHEMA:
        with open(path, encoding='utf-8') as handle:
            _SCHEMA.update(json.load(handle))
    return _SCHEMA


def _missing(schema):
    """Kind.key of each key of the schema that our table does not have."""
    seen = set()

    def resolve(node):
        while '$ref' in node:
            node = schema['definitions'][node['$ref'].rsplit('/', 1)[-1]]
        return node

    def walk(node, kind):
        node = resolve(node)
        if (id(node), kind) in seen:
            return
        seen.add((id(node), kind))
        for part in [node] + node.get('oneOf', []) + node.get('anyOf', []) + node.get('allOf', []):
            part = resolve(part)
            if part is not node and part.get('properties') is None:
                walk(part, kind)
            for name, inner in part.get('properties', {}).items():
                key = keys.load_kinds()[kind].get(name.lower())
                if key is None or key.name != name:
                    missing.add('%s.%s' % (kind, name))
                    continue
                if not key.is_object:
                    continue
                inner = resolve(inner)
                if key.shape == 'list':
                    inner = inner.get('items', {})
                elif key.shape == 'map':
                    inner = next(iter(inner.get('patternProperties', {}).values()), inner.get('additionalProperties') or {})
                walk(inner if isinstance(inner, dict) else {}, key.kind)

    missing = set()
    walk(schema, 'Configuration')
    return missing
