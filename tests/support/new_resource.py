# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Begins a resource (make new-resource NAME=registry): description, modules, and case; the rest is generated from them.

Nothing that exists is overwritten. The files are complete enough to run; what is particular to the resource is marked TODO.
"""

from __future__ import annotations

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import generate, paths  # noqa: E402

MODULE = '#!/usr/bin/python\n' + generate.HEADER + '''
from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_@name@
short_description: Manage @words@ records of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Creates, changes, and removes @words@ records of a Dokploy server.
  - Only what the task names is changed. A record that exists already is adopted.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  name:
    description:
      - The name of the @words@. Needed, unless O(@name@_id) is given.
    type: str
  @name@_id:
    description:
      - The ID of the @words@, instead of its name. Needed where two have the same name.
    type: str
  state:
    description:
      - V(present) creates the @words@ if it is missing, and changes what the task names.
      - V(absent) removes it. One that is missing is no change.
    type: str
    choices: [present, absent]
    default: present
  description:
    description:
      - A description. An empty text clears it.
    type: str
  unset:
    description:
      - Options to clear, by their names.
    type: list
    elements: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_@name@_info
"""

EXAMPLES = r"""
- name: Ensure the @words@ exists
  community.dokploy.dokploy_@name@:
    name: Company @words@

- name: Remove the @words@
  community.dokploy.dokploy_@name@:
    name: Company @words@
    state: absent
"""

RETURN = r"""
@name@:
  description: The @words@ as it is after the task, without its secrets.
  type: dict
  returned: when it exists
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company @words@}
actions:
  description: What the task did, or in check mode would do.
  type: list
  elements: str
  returned: always
  sample: [create @words@]
previous:
  description: The values before, of the options that the task changed. Secrets are left out.
  type: dict
  returned: always
  sample: {}
unverified:
  description: What could not be found out.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where there was none.
  type: str
  returned: always
  sample: ""
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.@name@ import @NAME@

DEFINITION = resource_module(@NAME@)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
'''

DESCRIPTION = generate.HEADER + '''
"""Describes @words@ records of Dokploy. Private to this collection."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.resource import Field, Resource, Write

@NAME@ = Resource(
    kind="@name@",
    id="@camel@Id",
    addressing={"name": {"type": "str"}, "@name@_id": {"type": "str"}},
    fields=(
        # TODO: one Field for each option.
        Field("description", "description", effect=NOTHING),
    ),
    create="@camel@.create",
    create_keys=("name", "description"),
    update=Write("@camel@.update"),
    remove="@camel@.remove",
)
'''

CASE = generate.HEADER + '''
"""@Words@ records."""

from __future__ import annotations

from cases.model import again, case, task


def _@name@(name, options=None, **more):
    return task(name, dict({'name': 'Company'}, **(options or {})), module='dokploy_@name@', **more)


def _rows():
    made = _@name@('create', {'description': 'One'}, changed=True)
    yield case(
        '@words@ from beginning to end',
        made,
        again(made),
        _@name@('describe', {'description': 'Two'}, changed=True, previous={'description': 'One'}),
        _@name@('remove', {'state': 'absent'}, changed=True),
        again(_@name@('remove', {'state': 'absent'})),
    )


CASES = tuple(_rows())
'''

FILES = {
    'plugins/module_utils/_resources/@name@.py': DESCRIPTION,
    'plugins/modules/dokploy_@name@.py': MODULE,
    'tests/cases/@name@.py': CASE,
}


def make_files(name):
    """-> {path: text} of a new resource."""
    words = name.replace('_', ' ')
    camel = re.sub('_(.)', lambda one: one.group(1).upper(), name)
    values = {'@NAME@': name.upper(), '@name@': name, '@words@': words, '@Words@': words.capitalize(), '@camel@': camel}
    filled = {}
    for path, text in FILES.items():
        for mark, value in values.items():
            path, text = path.replace(mark, value), text.replace(mark, value)
        filled[path] = text
    return filled


def main(arguments):
    if len(arguments) != 1 or not re.fullmatch('[a-z][a-z0-9_]*', arguments[0]):
        print('usage: make new-resource NAME=registry (lower case, singular)', file=sys.stderr)
        return 2
    files = make_files(arguments[0])
    there = [path for path in files if os.path.exists(os.path.join(paths.ROOT, path))]
    if there:
        print('these exist already, and nothing was written: %s' % ', '.join(there), file=sys.stderr)
        return 1
    for path, text in files.items():
        with open(os.path.join(paths.ROOT, path), 'w', encoding='utf-8') as handle:
            handle.write(text)
        print('wrote %s' % path)
    generate.write()
    print('Next: fill in the description, its documentation and its case; then make check.')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
