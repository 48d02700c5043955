# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON Schema of a manifest, from the specifications of the modules: docs/manifest.schema.json."""

from __future__ import annotations

import json
import sys

from support import paths

sys.path.insert(0, paths.link_tree())

from ansible_collections.community.dokploy.plugins.module_utils._bulk.catalog import (  # noqa: E402
    BY_KIND, ENVIRONMENT_LEVEL, PROJECT_LEVEL, TOP, list_kinds)
from ansible_collections.community.dokploy.plugins.module_utils._common.places import IGNORED  # noqa: E402
from ansible_collections.community.dokploy.plugins.module_utils._module.options import CONNECTION  # noqa: E402

TYPES = {'str': 'string', 'path': 'string', 'int': 'integer', 'float': 'number', 'bool': 'boolean', 'list': 'array', 'dict': 'object'}
# An expression is a text, whatever its value will be.
EXPRESSION = {'type': 'string', 'pattern': r'\{\{.*\}\}'}
LEFT_OUT = {'rename_to', 'move_to', 'api_url', 'api_key'}


def describe_option(spec):
    """The schema of one option of an argument specification."""
    kind = TYPES.get(spec.get('type', 'str'))
    if kind is None:
        return {}
    found = {'type': kind}
    if kind == 'string':
        found = {'type': ['string', 'number', 'boolean']} if 'choices' not in spec else found
    if kind == 'array':
        inner = dict(spec, type=spec.get('elements', 'str'))
        found['items'] = describe_option({name: value for name, value in inner.items() if name != 'elements'})
    elif 'options' in spec:
        found.update(describe_options(spec['options']))
    elif 'choices' in spec:
        found['enum'] = list(spec['choices'])
    return found if kind == 'string' and 'choices' not in spec else {'anyOf': [found, EXPRESSION]}


def describe_options(options):
    properties = {}
    for name, spec in options.items():
        for one in [name, *spec.get('aliases', ())]:
            properties[one] = describe_option(spec)
    found = {'properties': properties, 'additionalProperties': False}
    required = [name for name, spec in options.items() if spec.get('required') and not spec.get('aliases')]
    return dict(found, required=required) if required else found


def describe_entry(kind, inner=None):
    """The schema of the entries of one kind."""
    spec = {name: one for name, one in kind.define().argument_spec.items() if name not in CONNECTION and name not in LEFT_OUT}
    found = describe_options(spec)
    found = {'type': 'object', **found, 'required': []}
    if kind.key in ('projects', 'environments'):
        found['properties'] = {name: one for name, one in found['properties'].items() if name not in ('project', 'environment', 'project_id', 'environment_id')}
        found['properties']['name'] = {'type': 'string'}
        found['required'] = ['name']
    elif kind.resource.name_option in found['properties']:
        found['required'] = [kind.resource.name_option]
    if kind.key == 'environments':
        text = {'type': 'string'}
        found['properties'].update(copy_of=text, copy_domains=text, copy_env={'anyOf': [{'const': 'all'}, {'type': 'array', 'items': text}]})
    found['properties']['needs'] = {'type': 'array', 'items': {'type': 'string'}}
    found['properties'].update(inner or {})
    return found


def describe_lists(level):
    found = {'defaults': {'$ref': '#/definitions/defaults'}}
    for kind in list_kinds(level):
        found[kind.key] = {'type': 'array', 'items': {'$ref': '#/definitions/%s' % kind.kind}}
    return found


def make_schema():
    """-> the schema as a dictionary."""
    definitions = {}
    for name, kind in BY_KIND.items():
        inner = {'projects': PROJECT_LEVEL, 'environments': ENVIRONMENT_LEVEL}.get(kind.key)
        definitions[name] = describe_entry(kind, describe_lists(inner) if inner else None)
    definitions['defaults'] = {'type': 'object', 'additionalProperties': False, 'properties': {
        name: {'type': 'object', 'additionalProperties': False, 'properties': {
            option: {'$ref': '#/definitions/%s/properties/%s' % (name, option)} for option in one['properties']}} for name, one in definitions.items()}}
    return {
        '$schema': 'http://json-schema.org/draft-07/schema#', 'title': 'Manifest of community.dokploy', 'type': 'object', 'additionalProperties': False,
        'patternProperties': {'^' + IGNORED: {}}, 'properties': describe_lists(TOP), 'definitions': definitions}


def render():
    return json.dumps(make_schema(), indent=1, sort_keys=True) + '\n'
