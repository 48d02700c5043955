# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the packages of module_utils to their order: a package imports from packages below its own, and its files make no circle.

The order is here, and docs/architecture.md has to name each package and each file.
"""

from __future__ import annotations

import ast
import functools
import os
import re

import pytest

from support import paths

PREFIX = 'ansible_collections.community.dokploy.plugins.'
UTILS = 'module_utils/'

# From the lowest to the highest.
PACKAGES = (
    '_common', '_dotenv', '_client', '_model', '_resources', '_host', '_traefik', '_api', '_docker', '_planning',
    '_lifecycle', '_monitoring', '_audit', '_diagnosis', '_module', '_bulk', '_operations',
)

# Plugins of the controller see these packages only, and what they share among themselves.
PURE = ('_common', '_dotenv', '_monitoring')
# Plugins that run information modules in the controller's process.
READERS = ('inventory/', 'lookup/')
CONTROLLER = ('action/', 'filter/', 'plugin_utils/')
# What modules import: the entry points, their own description and operation.
FOR_MODULES = ('_module', '_resources', '_operations')
# Imported lazily, in module_utils, and reported with missing_required_lib; never by a module.
LAZY = ('requests', 'docker', 'urllib3', 'yaml', 'cryptography')
MOST_LINES = 450
DATA = ('_traefik/schema.py',)


def plugin_files(root=None):
    """Paths below plugins/ of all Python files."""
    root = root or os.path.join(paths.ROOT, 'plugins')
    for folder, dirs, names in os.walk(root):
        dirs[:] = [one for one in dirs if one != '__pycache__']
        for name in names:
            if name.endswith('.py'):
                yield os.path.relpath(os.path.join(folder, name), root)


@functools.lru_cache(maxsize=None)
def read_plugin(path):
    with open(os.path.join(paths.ROOT, 'plugins', path), encoding='utf-8') as handle:
        return handle.read()


def package_of(path):
    """The package of a file of module_utils; '' for a file of none, None for other plugins."""
    if not path.startswith(UTILS):
        return None
    parts = path[len(UTILS):].split('/')
    return parts[0] if len(parts) > 1 else ''


def absolute_names(path, node):
    """The absolute dotted names that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ''
    if node.level:
        package = (PREFIX + path.replace('/', '.')[:-len('.py')]).split('.')[:-node.level]
        base = '.'.join(package + ([base] if base else []))
    return ['%s.%s' % (base, alias.name) for alias in node.names]


@functools.lru_cache(maxsize=None)
def list_imports(path, text):
    """[(line, dotted name, at top level)] of every import in a file, also in functions and under `if`."""
    tree, found = ast.parse(text, path), []
    inside = {id(child) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for dotted in absolute_names(path, node):
                found.append((node.lineno, dotted, id(node) not in inside))
    return found


def file_of(dotted, known):
    """The file of plugins/ that a dotted name leads to, or None where it is not of this collection."""
    if not (dotted + '.').startswith(PREFIX):
        return None
    parts = dotted[len(PREFIX):].split('.')
    for length in range(len(parts), 0, -1):
        candidate = '/'.join(parts[:length])
        for path in (candidate + '.py', candidate + '/__init__.py'):
            if path in known:
                return path
    return '/'.join(parts)


def wrong_imports(path, text, known):
    """What is wrong with the imports of one file, as readable lines."""
    mine = package_of(path)
    if path.startswith(UTILS) and mine not in PACKAGES:
        if text.strip():
            yield '%s is in no package of the order in tests/quality/test_layers.py' % path
        return
    for line, dotted, top_level in list_imports(path, text):
        where = 'plugins/%s:%d' % (path, line)
        if dotted.split('.')[0] in LAZY and (top_level or path.startswith('modules/')):
            yield '%s imports %s%s' % (where, dotted, '' if path.startswith('modules/') else ' at top level: import it where it is used')
        target = file_of(dotted, known)
        if target is None:
            continue
        theirs = package_of(target)
        if path.startswith('doc_fragments/'):
            yield '%s imports %s, and may import nothing of the collection' % (where, target)
        elif path.startswith(READERS):
            if theirs is not None or not target.startswith(('plugin_utils/', 'modules/')):
                yield '%s imports %s, and may import modules and plugin_utils only' % (where, target)
        elif path.startswith(CONTROLLER):
            own_module = path.startswith('action/') and target == path.replace('action/', 'modules/')    # its definition runs in the controller's process
            if theirs is None and not target.startswith('plugin_utils/') and not own_module or theirs is not None and not may_controller_import(path, theirs):
                yield '%s imports %s, and may import %s only' % (where, target, ', '.join(PURE))
        elif path.startswith('modules/'):
            if theirs not in FOR_MODULES:
                yield '%s imports %s: a module imports from %s only' % (where, target, ', '.join(FOR_MODULES))
        elif theirs not in PACKAGES:
            yield '%s imports %s, which is in no package' % (where, target)
        elif theirs != mine and PACKAGES.index(theirs) > PACKAGES.index(mine):
            yield '%s imports %s: %s is above %s' % (where, target, theirs, mine)


def may_controller_import(path, package):
    """Whether a plugin that runs in the controller's process may import a package; one file alone runs whole tasks there."""
    return package in PURE or path == 'plugin_utils/_in_process.py' and package == '_module'


@pytest.mark.parametrize('path', sorted(plugin_files()))
def test_imports_point_downward(path):
    found = list(wrong_imports(path, read_plugin(path), set(plugin_files())))
    assert not found, '\n'.join(found)


@pytest.mark.parametrize('path, text, wrong', [
    ('module_utils/_client/http.py', 'from .._api import backend', True),
    ('module_utils/_client/http.py', 'from .._api.backend import Api', True),
    ('module_utils/_client/http.py', 'from ansible_collections.community.dokploy.plugins.module_utils._common.errors import X', False),
    ('module_utils/_client/http.py', 'from .._common.errors import X', False),
    ('module_utils/_client/http.py', 'from .error_mapping import X', False),
    ('module_utils/_client/http.py', 'def f():\n    from .._planning.plan import X', True),
    ('module_utils/_resources/application.py', 'from .._model.resource import Field', False),
    ('module_utils/_model/kinds.py', 'from .._resources.application import X', True),
    ('module_utils/_new.py', 'import os', True),
    ('module_utils/_new/file.py', 'import os', True),
    ('module_utils/_client/http.py', 'import requests', True),
    ('module_utils/_client/http.py', 'def f():\n    import requests', False),
    ('modules/dokploy_project.py', 'def f():\n    import requests', True),
    ('modules/dokploy_project.py', 'from ..module_utils._module.runner import run', False),
    ('modules/dokploy_project.py', 'from ..module_utils._client.http import get', True),
    ('action/dokploy.py', 'from ..module_utils._client.http import get', True),
    ('action/dokploy.py', 'from ..module_utils._common.masking import make_inert', False),
    ('action/dokploy.py', 'from ..plugin_utils._action import ActionModule', False),
    ('action/dokploy_project.py', 'from ..modules.dokploy_project import DEFINITION', False),
    ('action/dokploy_project.py', 'from ..modules.dokploy_environment import DEFINITION', True),
    ('plugin_utils/_action.py', 'from ..modules.dokploy_project import DEFINITION', True),
    ('plugin_utils/_action.py', 'from ..module_utils._client.http import get', True),
    ('plugin_utils/_action.py', 'from ..module_utils._module.definition import perform', True),
    ('plugin_utils/_in_process.py', 'from ..module_utils._module.definition import perform', False),
    ('modules/dokploy_project.py', 'from ..plugin_utils._action import ActionModule', True),
    ('doc_fragments/connection.py', 'from ..module_utils._common.masking import make_inert', True),
])
def test_the_rule_itself_can_fail(path, text, wrong):
    assert bool(list(wrong_imports(path, text, set(plugin_files())))) is wrong


@pytest.mark.parametrize('package', PACKAGES)
def test_the_files_of_a_package_make_no_circle(package):
    folder = UTILS + package + '/'
    known = set(plugin_files())
    edges = {path: {file_of(dotted, known) for _line, dotted, _top in list_imports(path, read_plugin(path))} for path in known if path.startswith(folder)}
    while True:
        leaves = {path for path, targets in edges.items() if not targets & set(edges) - {path}}
        if not leaves:
            break
        edges = {path: targets for path, targets in edges.items() if path not in leaves}
    assert not edges, 'these files import each other in a circle: %s' % ', '.join(sorted(edges))


def read_architecture():
    with open(os.path.join(paths.ROOT, 'docs', 'architecture.md'), encoding='utf-8') as handle:
        return handle.read()


def test_architecture_names_each_file_with_its_package():
    described = read_architecture().split('```text')[1].split('```')[0]
    # A package's lines, and those of its packages inside, which are indented further.
    blocks = {found.group(1): found.group(2) for found in re.finditer(r'(?ms)^  (_\w+)/(.*?)(?=^  _\w+/|^\w)', described)}
    assert set(blocks) == set(PACKAGES)
    missing = [path for path in sorted(plugin_files()) if package_of(path) and not path.endswith('__init__.py')
               and package_of(path) not in ('_resources', '_operations')
               and not re.search(r'\b%s\b' % os.path.basename(path)[:-len('.py')], blocks[package_of(path)])]
    assert not missing, 'docs/architecture.md does not name %s in the line of its package' % ', '.join(missing)


def test_each_file_that_architecture_names_exists():
    named = set(re.findall(r'`((?:module_utils|plugin_utils|_\w+)/[\w/]+\.py)`', read_architecture()))
    assert len(named) > 20
    assert not [one for one in named if not any(path == one or path == UTILS + one for path in plugin_files())]


def test_architecture_names_the_stages_in_their_order():
    told = read_architecture()
    for path, first, pattern in (('_lifecycle/converge.py', ['validate', 'find_service'], r'(?m)^SETTLING = \((.*?)\)'),
                                 ('_lifecycle/records.py', [], r'for stage in \(\s*(validate, .*?)\)\)')):
        stages = first + re.search(pattern, read_plugin(UTILS + path)).group(1).split(', ')
        assert ' → '.join(stages) in told, path


def test_no_two_classes_have_one_name():
    places = {}
    for path in plugin_files():
        if package_of(path):
            for name in re.findall(r'(?m)^class (\w+)', read_plugin(path)):
                places.setdefault(name, []).append(path)
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_functions_say_of_what():
    """A name such as find says nothing at the place where it is imported or called; that of a method stands beside its object."""
    vague = re.compile(r'(?m)^(?: {4,}def (?!\w+\(self)|def )(_?(?:check|note|find|shown|chosen|get|read|ask|fill|decide))\(')
    assert not {path: vague.findall(read_plugin(path)) for path in plugin_files() if package_of(path) and vague.search(read_plugin(path))}


def list_passed_selves(text):
    """Calls that pass self to a function of another file of the collection; a dictionary is a value, also where it is self."""
    tree = ast.parse(text)
    imported = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.level or node.module.startswith(PREFIX))
                for alias in node.names}
    objects = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and 'dict' not in map(ast.unparse, node.bases)]
    return [ast.unparse(node) for one in objects for node in ast.walk(one) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            and node.func.id in imported and any(ast.unparse(given) == 'self' for given in [*node.args, *(keyword.value for keyword in node.keywords)])]


def test_no_function_takes_the_self_of_another_file():
    """It gets the values that it needs; what has effects is named."""
    found = {path: list_passed_selves(read_plugin(path)) for path in plugin_files()}
    assert not {path: calls for path, calls in found.items() if calls}


@pytest.mark.parametrize('text, wrong', [
    ('from .a import f\nclass C:\n    def g(self):\n        f(self, 1)\n', True),
    ('from .a import f\nclass C:\n    def g(self):\n        f(one=self)\n', True),
    ('from dataclasses import replace\nclass C:\n    def g(self):\n        replace(self, a=1)\n', False),
    ('from .a import f\nclass C:\n    def g(self):\n        f(self.one)\n', False),
    ('from .a import f\nclass C(dict):\n    def g(self):\n        f(self)\n', False),
    ('from ansible_collections.community.dokploy.plugins.module_utils.a import f\nclass C:\n    def g(self):\n        f(self)\n', True)])
def test_a_passed_self_is_seen(text, wrong):
    assert bool(list_passed_selves(text)) is wrong


# What serves services of each kind. A message there that says "application" would say it of a database.
FOR_EACH_KIND = ('_common', '_client', '_model', '_api', '_docker', '_planning', '_lifecycle')
OF_APPLICATIONS = {
    'the applications that refer to the changed variables could not be read: %s',       # affected_applications
    "would have a build_%s without a build_%s: an image from a build server reaches the application's server only through that registry; nothing was changed",
}


def list_messages(text):
    """The texts of more than one word and one line of a file, without docstrings."""
    tree = ast.parse(text)
    told = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and node.body and isinstance(node.body[0], ast.Expr)}
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
            and ' ' in node.value and '\n' not in node.value]


def test_messages_for_each_kind_do_not_say_application():
    told = {words for path in plugin_files() if package_of(path) in FOR_EACH_KIND for words in list_messages(read_plugin(path))
            if re.search(r'(?<![\w./])applications?(?![\w./])', words)}
    assert told == OF_APPLICATIONS
