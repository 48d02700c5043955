# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The floors of DESIGN.md, "The house": a file imports from floors below its own, and from none above.

The table is here, and docs/architecture.md has to mention each file in it. A
file of plugins/ that is in no row fails: give it its floor on purpose.
"""

from __future__ import annotations

import ast
import os

import pytest

from support import paths

PREFIX = 'ansible_collections.community.dokploy.plugins.'
UTILS = 'module_utils/'

# (floor, place within the floor): on one floor only an import of a lower place is allowed, so that there are no circles.
FLOORS = {
    '_dotenv.py': (0, 0), '_units.py': (0, 0), '_mask.py': (0, 0), '_errors.py': (0, 0), '_certificates.py': (0, 0), '_moments.py': (0, 0),
    '_merging.py': (0, 1), '_checks.py': (0, 1), '_figures.py': (0, 1), '_findings.py': (0, 1),
    '_gosyntax.py': (0, 0), '_traefik_keys.py': (0, 0), '_traefik.py': (0, 1), '_traefik_check.py': (0, 2),

    '_model.py': (1, 0), '_observed.py': (1, 0), '_answers.py': (1, 0), '_difference.py': (1, 0), '_steps.py': (1, 0), '_runs.py': (1, 0),
    '_host.py': (1, 0), '_traefik_files.py': (1, 0),
    '_resources/': (1, 1),
    '_present.py': (1, 2),

    '_http.py': (2, 0), '_dockerhost.py': (2, 0), '_way_in.py': (2, 0),

    '_search.py': (3, 0), '_evidence.py': (3, 0), '_proof.py': (3, 0), '_stats.py': (3, 0),
    '_acts.py': (3, 1),
    '_api.py': (3, 2), '_docker.py': (3, 2),

    '_engine.py': (4, 0), '_compare_rest.py': (4, 0), '_deployments.py': (4, 0), '_permissions.py': (4, 0), '_health.py': (4, 0),
    '_queue.py': (4, 0), '_providers.py': (4, 0),
    '_compare.py': (4, 1), '_apply.py': (4, 1), '_children.py': (4, 1), '_moving.py': (4, 1), '_previews.py': (4, 1), '_traefik_folder.py': (4, 1),
    '_policy.py': (4, 2), '_drop.py': (4, 2),

    '_rollout.py': (5, 0), '_follow.py': (5, 0), '_diagnosis.py': (5, 0), '_audit.py': (5, 0),
    '_rules.py': (5, 1), '_storing.py': (5, 1), '_unrecorded.py': (5, 1),
    '_change.py': (5, 2),
    '_existence.py': (5, 3),
    '_tree.py': (5, 4),
    '_lifecycle.py': (5, 5),

    '_bulk.py': (6, 0), '_fallback.py': (6, 0),

    '_failure.py': (7, 0),
    '_module.py': (7, 1),
    '_info.py': (7, 2), '_operation.py': (7, 2),
    '_operations/': (7, 3),
}
MODULES = (8, 0)

# Plugins of the controller see the pure floor only, and what they share among themselves.
PURE_ONLY = ('action/', 'filter/', 'plugin_utils/')
NOTHING = ('doc_fragments/',)

# Imported lazily, in module_utils, and reported with missing_required_lib; never by a module.
LAZY = ('requests', 'docker', 'urllib3', 'yaml')


def plugin_files(root=None):
    """Paths below plugins/ of all Python files."""
    root = root or os.path.join(paths.ROOT, 'plugins')
    for folder, dirs, names in os.walk(root):
        dirs[:] = [one for one in dirs if one != '__pycache__']
        for name in names:
            if name.endswith('.py'):
                yield os.path.relpath(os.path.join(folder, name), root)


def floor_of(path):
    """The (floor, place) of a file of module_utils or modules; None where it has none."""
    if path.startswith('modules/'):
        return MODULES
    if not path.startswith(UTILS):
        return None
    name = path[len(UTILS):]
    return FLOORS.get(name.split('/')[0] + '/' if '/' in name else name)


def _dotted(path, node):
    """The absolute dotted names that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ''
    if node.level:
        package = (PREFIX + path.replace('/', '.')[:-len('.py')]).split('.')[:-node.level]
        base = '.'.join(package + ([base] if base else []))
    return ['%s.%s' % (base, alias.name) for alias in node.names]


def imports(path, text):
    """(line, dotted name, at top level) of every import in a file, also in functions and under `if`."""
    tree = ast.parse(text, path)
    inside = {id(child) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
              for child in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for dotted in _dotted(path, node):
                yield node.lineno, dotted, id(node) not in inside


def ours(dotted, known):
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


def faults(path, text, known):
    """What is wrong with the imports of one file, as readable lines."""
    mine = floor_of(path)
    if path.endswith('__init__.py') and not text.strip():
        return
    if path.startswith(UTILS) and mine is None:
        yield '%s has no floor: add it to FLOORS in tests/quality/test_layers.py and to docs/architecture.md' % path
        return
    for line, dotted, top_level in imports(path, text):
        where = 'plugins/%s:%d' % (path, line)
        package = dotted.split('.')[0]
        if package in LAZY and (top_level or path.startswith('modules/')):
            yield '%s imports %s%s' % (where, package, '' if path.startswith('modules/') else ' at top level: import it where it is used')
        target = ours(dotted, known)
        if target is None:
            continue
        theirs = floor_of(target)
        if path.startswith(('action/', 'filter/')) and target.startswith('plugin_utils/'):
            continue
        if theirs is None:
            yield '%s imports %s, which is on no floor' % (where, target)
        elif path.startswith(NOTHING):
            yield '%s imports %s, and may import nothing of the collection' % (where, target)
        elif path.startswith(PURE_ONLY):
            if theirs[0] > 0:
                yield '%s imports %s of floor %d, and may import floor 0 only' % (where, target, theirs[0])
        elif mine is None:
            yield '%s is in a folder that has no rule yet' % where
        elif target != path and theirs >= mine and not _siblings(path, target):
            yield '%s (floor %d) imports %s of floor %d' % (where, mine[0], target, theirs[0])
        elif path.startswith('modules/') and target.startswith(UTILS) and not target.startswith(ALLOWED_FOR_MODULES):
            yield '%s imports %s: a module imports _module, _info or _operation, and its own description and operation only' % (where, target)


ALLOWED_FOR_MODULES = tuple(UTILS + name for name in ('_module.py', '_info.py', '_operation.py', '_resources/', '_operations/'))


def _siblings(path, target):
    """One description may name another as its child (an application has domains); test_descriptions_make_no_circle bounds it."""
    folder = UTILS + '_resources/'
    return path.startswith(folder) and target.startswith(folder)


@pytest.mark.parametrize('path', sorted(plugin_files()))
def test_imports_point_downward(path):
    known = set(plugin_files())
    with open(os.path.join(paths.ROOT, 'plugins', path), encoding='utf-8') as handle:
        found = list(faults(path, handle.read(), known))
    assert not found, '\n'.join(found)


@pytest.mark.parametrize('path, text, wrong', [
    ('module_utils/_http.py', 'from ..module_utils import _api', True),
    ('module_utils/_http.py', 'from ansible_collections.community.dokploy.plugins.module_utils._errors import X', False),
    ('module_utils/_http.py', 'from ._errors import X', False),
    ('module_utils/_http.py', 'def f():\n    from ._engine import X', True),
    ('module_utils/_api.py', 'from . import _docker', True),
    ('module_utils/_resources/application.py', 'from .._model import Field', False),
    ('module_utils/_model.py', 'from ._resources.application import X', True),
    ('module_utils/_resources/application.py', 'from .project import X', False),
    ('module_utils/_new.py', '', True),
    ('module_utils/_http.py', 'import requests', True),
    ('module_utils/_http.py', 'def f():\n    import requests', False),
    ('modules/dokploy_project.py', 'def f():\n    import requests', True),
    ('modules/dokploy_project.py', 'from ..module_utils._module import run', False),
    ('modules/dokploy_project.py', 'from ..module_utils._http import get', True),
    ('action/dokploy.py', 'from ..module_utils._http import get', True),
    ('action/dokploy.py', 'from ..module_utils._mask import get', False),
    ('action/dokploy.py', 'from ..plugin_utils._action import ActionModule', False),
    ('plugin_utils/_action.py', 'from ..module_utils._http import get', True),
    ('modules/dokploy_project.py', 'from ..plugin_utils._action import ActionModule', True),
])
def test_the_rule_itself_can_fail(path, text, wrong):
    known = {UTILS + name for name in FLOORS if name.endswith('.py')} | {
        UTILS + '_resources/application.py', UTILS + '_resources/project.py'}
    assert bool(list(faults(path, text, known))) is wrong


def test_descriptions_make_no_circle():
    folder = UTILS + '_resources/'
    known = set(plugin_files())
    edges = {}
    for path in known:
        if path.startswith(folder) and not path.endswith('__init__.py'):
            with open(os.path.join(paths.ROOT, 'plugins', path), encoding='utf-8') as handle:
                targets = {ours(dotted, known) for _line, dotted, _top in imports(path, handle.read())}
            edges[path] = {one for one in targets if one in known and one.startswith(folder)}
    while True:
        leaves = {path for path, targets in edges.items() if not targets & set(edges)}
        if not leaves:
            break
        edges = {path: targets for path, targets in edges.items() if path not in leaves}
    assert not edges, 'these descriptions import each other in a circle: %s' % ', '.join(sorted(edges))


def test_architecture_names_each_file():
    page = os.path.join(paths.ROOT, 'docs', 'architecture.md')
    with open(page, encoding='utf-8') as handle:
        text = handle.read()
    missing = [path for path in sorted(plugin_files())
               if path.startswith(UTILS) and not path.endswith('__init__.py')
               and os.path.basename(path) not in text and not path.startswith((UTILS + '_resources/', UTILS + '_operations/'))]
    assert not missing, 'docs/architecture.md does not mention %s' % ', '.join(missing)
    assert '_resources/' in text
