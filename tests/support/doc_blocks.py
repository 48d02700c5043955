# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the parts of a module's documentation that a fragment cannot hold, from the descriptions.

In DOCUMENTATION or RETURN such a part stands between C(# generated: WORDS) and C(# end of generated), both at the indent of its keys:

    # generated: merge options of build_args
    # generated: identity of an application
    # generated: candidates
    # generated: values of tag
    # generated: values of settings except access_log
    # generated: fields of dokploy_tag
    # generated: results of a record: create tag
    # generated: results of dokploy_domain: applied, pending
    # generated: options of dokploy_application: source.url, source.branch
    # generated: state of a record: tag
    # generated: force of a record: registry
    # generated: users of a record: registry

C(values of) are the keys of a record that its module returns for the fields of its description; their samples are kept, and written by hand. The fields of
a record that an information module returns are those of the module that manages it, whose RETURN is the source. doc_returns.py has the parts about services.
"""

from __future__ import annotations

import functools
import importlib
import os
import re
import sys

from support import paths

sys.path.insert(0, paths.link_tree())

from ansible_collections.community.dokploy.plugins.module_utils._model.argument_spec import argument_spec  # noqa: E402
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION  # noqa: E402
from support import doc_entries, doc_returns  # noqa: E402

# The sample of an entry, with the lines below it.
SAMPLE = re.compile(r'(?m)^  sample:.*\n(?:   .*\n)*')
RESOURCES = 'ansible_collections.community.dokploy.plugins.module_utils._resources.'
# How the entries of an option are called in its text.
ENTRIES = {'env': 'variables', 'args': 'arguments', 'secrets': 'secrets'}
# Of an application, where a result shows no more than which one it is.
IDENTITY = (
    ('id', 'Its ID.', 'hdoihUG0FmYC8GdoFEc-1'), ('name', 'Its name.', 'backend'), ('app_name', 'Full name of its Docker service.', 'shop-backend-x1y2z3'),
    ('project', 'The name of its project.', 'shop'), ('environment', 'The name of its environment.', 'production'),
    ('status', 'Status that Dokploy shows for it.', 'done'),
)
# Of a service of any kind (module_utils/_planning/present_names.py).
SERVICE = (
    ('kind', 'Its kind, such as V(application), V(postgres), or V(compose).', 'application'), ('id', 'Its ID.', 'hdoihUG0FmYC8GdoFEc-1'),
    ('app_name', 'Name of its Docker service.', 'shop-backend-x1y2z3'), ('name', 'Its name.', 'backend'),
    ('environment', 'Name of its environment.', 'production'), ('project', 'Name of its project.', 'shop'),
)
CANDIDATES = '''\
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
'''
SERVICES = '''\
services:
  description: Its services.
  type: list
  elements: dict
  returned: always
  contains:
    kind:
      description: Kind of the service, for example V(application), V(compose), or V(postgres).
      type: str
      returned: always
      sample: application
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Name of the service. V(null) for databases on versions of Dokploy that return only their IDs.
      type: str
      returned: always
      sample: backend
    status:
      description: Status of the service in Dokploy.
      type: str
      returned: always
      sample: done
  sample: [{kind: application, id: hdoihUG0FmYC8GdoFEc-1, name: backend, status: done}]
'''
RESULTS = '''\
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [%s]
previous:
  description: Previous values of the options that the task changed. Of secret dictionaries, only the names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {}
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where nothing is known.
  type: str
  returned: always
  sample: ""
candidates:
  description: IDs of the records that have the name.
  type: list
  elements: str
  returned: on failure, when several have the name
  sample: [mTcY8QxZ1LkP0nVwR5sJd]
'''
STATE = '''\
state:
  description:
    - V(present) creates the %s where it does not exist, and changes the options that the task sets.
    - V(absent) removes it. The task changes nothing where it does not exist.
  type: str
  choices: [present, absent]
  default: present
'''
FORCE = '''\
force:
  description:
    - Whether O(state=absent) also removes the %s if it is used.
    - Without it, the task fails while something uses it, and lists the users in RV(used_by).
  type: bool
  default: false
'''
USERS = '''\
used_by:
  description: What uses the %s that the task removes, or does not remove for that reason.
  type: list
  elements: str
  returned: when O(state=absent) and it exists
  sample: [application shop/production/backend]
'''
CONSTANTS = {'candidates': CANDIDATES, 'services of an environment': SERVICES}
BY_WORDS = {'results of a record': RESULTS, 'state of a record': STATE, 'force of a record': FORCE, 'users of a record': USERS}


@functools.lru_cache(maxsize=None)
def read_part(module, part):
    """The DOCUMENTATION or RETURN of a module, with its marked parts as they have to be. A module copies from no module that copies from it."""
    with open(os.path.join(paths.ROOT, 'plugins', 'modules', module + '.py'), encoding='utf-8') as handle:
        return fill_blocks(re.search(r'(?s)\n%s = r"""\n(.*?)"""' % part, handle.read()).group(1))


def read_return(module):
    """The RETURN of a module."""
    return read_part(module, 'RETURN')


def make_copy(module, part, keys, old):
    """Entries of another module, which mean the same in this one. Their samples are those that stand here."""
    found = []
    for key in keys.split(', '):
        text = doc_entries.find_entry(read_part(module, part), key)
        here = {entry.path: entry.text for entry in doc_entries.list_entries(old)}.get(key.rpartition('.')[2], '')
        kept = SAMPLE.search(here)
        found.append(SAMPLE.sub(lambda _found, kept=kept: kept.group(0), text) if kept else text)
    return ''.join(found)


def make_fields(module):
    """What C(contains) the record that a module returns first, with its options named as another module names them."""
    record = doc_entries.find_entry(read_return(module), module[len('dokploy_'):])
    fields = re.search(r'(?m)^  contains:\n((?:    .*\n|\n)+)', record).group(1)
    return re.sub(r'(?m)^    ', '', re.sub(r'O\((?=\w+(?:\.\w+)*[)=])', 'O(community.dokploy.%s#module:' % module, fields))


def describe_record(kind):
    """The description of a plain record."""
    module = {'server': 'remote_server'}.get(kind, kind)
    return getattr(importlib.import_module(RESOURCES + module), module.upper())


def make_values(kind, old='', without=()):
    """What a record's module returns for each field of its description. Samples come from the text that stands there."""
    groups, lines = {}, []
    for path, item in describe_record(kind).flat():
        if path.partition('.')[0] not in without and item.key and (not item.secret or item.secret == 'values'):
            groups.setdefault(path.partition('.')[0], []).append((path, item))
    for name, fields in groups.items():
        if fields[0][0] == name:
            lines += make_value(name + ('_keys' if fields[0][1].secret else ''), name, fields[0][1], 'always', old, '')
            continue
        lines += ['%s:' % name, '  description: Options of O(%s).' % name, '  type: dict',
                  '  returned: %s' % ('when the %s is of this type' % describe_kind(kind) if describe_record(kind).variant else 'always'), '  contains:']
        for path, item in fields:
            inner = path.partition('.')[2]
            lines += ['    ' + line for line in make_value(inner + ('_keys' if item.secret else ''), path, item, 'when it is set', old, name)]
        lines += ['  sample: %s' % find_sample(old, name, '', '{}')]
    return ''.join(line + '\n' for line in lines)


def describe_kind(kind):
    """A kind of record in words: an abbreviation is in capitals."""
    return ' '.join({'dns': 'DNS', 'ai': 'AI', 'git': 'Git', 'api': 'API', 'ssh': 'SSH'}.get(one, one) for one in kind.split('_'))


def make_value(key, path, item, returned, old, group):
    """The lines of one key of a record."""
    ansible = item.kind.ansible if not item.secret else {'type': 'list', 'elements': 'str'}
    text = 'Names of the keys of O(%s). Their values are secret.' % path if item.secret else 'Value of O(%s).' % path
    lines = ['%s:' % key, '  description: %s' % text, '  type: %s' % ansible.get('type', 'str')]
    lines += ['  elements: %s' % ansible['elements']] if 'elements' in ansible else []
    default = {'bool': 'true', 'int': '1', 'list': '[]', 'dict': '{}'}.get(ansible.get('type'), 'text')
    return lines + ['  returned: %s' % returned, '  sample: %s' % find_sample(old, key, group, default)]


def find_sample(old, key, group, default):
    """The sample of a key in a part as it stands, or another one of its type."""
    if group:
        found = re.search(r'(?ms)^%s:\n(.*?)(?=^\w|\Z)' % re.escape(group), old)
        old = re.sub(r'(?m)^    ', '', found.group(1)) if found else ''
    found = re.search(r'(?ms)^%s:\n((?:  [^\n]*\n)+)' % re.escape(key), old)
    found = re.search(r'(?m)^  sample: (.+)$', found.group(1)) if found else None
    return found.group(1) if found else default


def make_merge_options(option):
    """How a dictionary option is merged with what is stored: its _mode and _remove."""
    entries = ENTRIES[option.rpartition('_')[2]]
    spec = argument_spec(APPLICATION)[option + '_mode']
    return '''\
%(option)s_mode:
  description:
    - V(merge) sets the %(entries)s of O(%(option)s), and keeps the other names, comments, and order.
    - V(replace) also removes the %(entries)s that O(%(option)s) does not list.
    - V(existing) is V(merge) for existing names only. With another name the task fails before the first write.
  type: str
  choices: [%(choices)s]
  default: %(default)s
%(option)s_remove:
  description:
    - Names to remove from the saved %(entries)s. Missing names are ignored.
  type: list
  elements: str
%(option)s_layout:
  description:
    - Comments, blank lines, and order of the %(entries)s, where none are saved yet, or with O(%(option)s_mode=replace). See O(env_layout).
  type: str
''' % {'option': option, 'entries': entries, 'choices': ', '.join(spec['choices']), 'default': spec['default']}


def make_identity(rows, returned):
    """The keys that say which service it is, with their sample."""
    lines = ['contains:']
    for key, text, sample in rows:
        lines += ['  %s:' % key, '    description: %s' % text, '    type: str', '    returned: %s' % returned, '    sample: %s' % sample]
    return '\n'.join(lines + ['sample:'] + ['  %s: %s' % (key, sample) for key, _text, sample in rows]) + '\n'


def make_block(words, old=''):
    """The text of a part by its words; C(old) is what stands there. Raises ValueError for words that no part has."""
    part = doc_returns.make_service_part(words, old, read_return)
    if part is not None:
        return part
    if words.startswith('values of '):
        kind, _joint, without = words[len('values of '):].partition(' except ')
        return make_values(kind, old, tuple(without.split(', ')))
    if words.startswith('merge options of '):
        return make_merge_options(words[len('merge options of '):])
    if words == 'identity of an application':
        return make_identity(IDENTITY, 'always')
    if words == 'identity of a service':
        return make_identity(SERVICE, 'success')
    if words in CONSTANTS:
        return CONSTANTS[words]
    if words.startswith('fields of '):
        return make_fields(words[len('fields of '):])
    head, _colon, tail = words.partition(': ')
    copied = re.match('(results|options) of (dokploy_.*)', head)
    if copied and tail:
        return make_copy(copied.group(2), {'results': 'RETURN', 'options': 'DOCUMENTATION'}[copied.group(1)], tail, old)
    if head in BY_WORDS and tail:
        return BY_WORDS[head] % tail
    raise ValueError('nothing is generated for %r' % words)


def fill_blocks(text):
    """A module's text with each marked part as it has to be."""
    def fill(found):
        indent = found.group('indent')
        old = re.sub('(?m)^' + indent, '', found.group('old'))
        block = ''.join(indent + line + '\n' if line else '\n' for line in make_block(found.group('words'), old).splitlines())
        return '%s# generated: %s\n%s%s# end of generated\n' % (indent, found.group('words'), block, indent)
    return doc_entries.MARKED.sub(fill, text)
