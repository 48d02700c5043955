# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes what follows from modules and descriptions: action plugins, action group, README table, parts of documentation,
docs/procedures.md, the findings in the guide on troubleshooting.

    python tests/support/generate.py           # write
    python tests/support/generate.py --check   # list what differs, and fail
"""

from __future__ import annotations

import ast
import glob
import os
import re
import sys
import textwrap

import yaml

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import doc_blocks, manifest_schema, paths, procedures  # noqa: E402

from ansible_collections.community.dokploy.plugins.module_utils._diagnosis.judge import RULES  # noqa: E402

HEADER = '''\
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
'''
ACTION = HEADER + '''
from __future__ import annotations

from ansible_collections.community.dokploy.plugins.modules.%s import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._action import DokployAction


class ActionModule(DokployAction):
    """The action plugin of %s."""

    DEFINITION = DEFINITION
'''
GUIDE = 'docs/docsite/rst/trouble.rst'
# Modules that are action plugins only, which are written by hand.
ON_CONTROLLER = ('dokploy_batch', 'dokploy_repair')
# Modules whose action plugin does more than run them, and is written by hand.
WRITTEN = ON_CONTROLLER + ('dokploy_compose', 'dokploy_manifest', 'dokploy_manifest_info')


def list_modules():
    """Names of the modules, sorted."""
    return sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'modules', 'dokploy_*.py')))


def read_documentation(module):
    """The DOCUMENTATION of a module as a dictionary, without its fragments."""
    with open(os.path.join(paths.ROOT, 'plugins', 'modules', module + '.py'), encoding='utf-8') as handle:
        tree = ast.parse(handle.read())
    text, = [node.value.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == 'DOCUMENTATION']
    return yaml.safe_load(text)


def make_table(modules):
    """The README's rows: a module and its _info module share one where both say the same of one subject."""
    rows = []
    for module in modules:
        if module.endswith('_info') and module[:-len('_info')] in modules:
            continue
        names = '`%s`' % module + (', `%s_info`' % module if module + '_info' in modules else '')
        rows.append('| %s | %s |' % (names, plain(read_documentation(module)['short_description'])))
    return rows


def plain(text):
    """Semantic markup as Markdown."""
    return re.sub(r'[CVOME]\(([^()]*)\)', r'`\1`', text)


def between(text, name, lines):
    """A text with the lines between its markers replaced. Raises ValueError where the markers are missing."""
    begin, end = '<!-- generated: %s -->\n' % name, '<!-- end of generated: %s -->\n' % name
    if begin not in text or end not in text:
        raise ValueError('no markers for %s' % name)
    head, rest = text.split(begin, 1)
    return head + begin + '\n'.join(lines) + '\n' + end + rest.split(end, 1)[1]


def make_findings():
    """The guide's text about each finding, from the tables of rules."""
    parts = {}
    for rule in RULES:
        parts.setdefault(rule.part, []).append(rule)
    for part, rules in parts.items():
        yield '%s\n%s\n' % (part.capitalize(), '~' * len(part))
        for rule in rules:
            repairs = ' [%s]' % ', '.join('``%s``' % one for one in rule.repairs) if rule.repairs else ''
            yield '``%s`` (%s)\n%s\n' % (rule.code, rule.severity, textwrap.fill(
                '%s %s%s' % (rule.cause, rule.remedy, repairs), 120, initial_indent='    ', subsequent_indent='    ', break_on_hyphens=False))


def generate():
    """-> {path relative to the checkout: text as it has to be}."""
    modules = list_modules()
    found = {'plugins/action/%s.py' % module: ACTION % (module, module) for module in modules if module not in WRITTEN}
    for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'modules', 'dokploy_*.py')):
        with open(path, encoding='utf-8') as handle:
            found[os.path.relpath(path, paths.ROOT)] = doc_blocks.fill_blocks(handle.read())
    found['docs/manifest.schema.json'] = manifest_schema.render()
    with open(os.path.join(paths.ROOT, 'meta', 'runtime.yml'), encoding='utf-8') as handle:
        runtime = handle.read()
    group = ''.join('    - %s\n' % name for name in modules)
    found['meta/runtime.yml'] = re.sub(r'(?m)(^  dokploy:\n)(?:    - .*\n)+', lambda one: one.group(1) + group, runtime)
    with open(os.path.join(paths.ROOT, 'README.md'), encoding='utf-8') as handle:
        found['README.md'] = between(handle.read(), 'modules', ['', '| module | purpose |', '| --- | --- |', *make_table(modules), ''])
    found[procedures.PAGE] = procedures.make_page()
    with open(os.path.join(paths.ROOT, GUIDE), encoding='utf-8') as handle:
        found[GUIDE] = handle.read().partition('Deployment\n~~~~~~~~~~\n')[0] + '\n'.join(make_findings())
    return found


def list_differences():
    """Paths whose text is not what it has to be, and action plugins of no module."""
    wrong = []
    wanted = generate()
    for path, text in wanted.items():
        whole = os.path.join(paths.ROOT, path)
        if not os.path.exists(whole) or open(whole, encoding='utf-8').read() != text:  # pylint: disable=consider-using-with
            wrong.append(path)
    for path in glob.glob(os.path.join(paths.ROOT, 'plugins', 'action', 'dokploy_*.py')):
        if os.path.relpath(path, paths.ROOT) not in wanted and os.path.basename(path)[:-3] not in WRITTEN:
            wrong.append(os.path.relpath(path, paths.ROOT))
    return sorted(wrong)


def write():
    wanted = generate()
    for path in list_differences():
        whole = os.path.join(paths.ROOT, path)
        if path not in wanted:
            os.unlink(whole)
            continue
        with open(whole, 'w', encoding='utf-8') as handle:
            handle.write(wanted[path])
        print('wrote %s' % path)


if __name__ == '__main__':
    if '--check' in sys.argv[1:]:
        differ = list_differences()
        print('\n'.join(differ))
        sys.exit(bool(differ))
    write()
