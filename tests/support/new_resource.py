# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Begins a resource (make new-resource NAME=build_policy): description, modules, case, and what the simulator serves; the rest is generated from them.

Nothing that exists is overwritten. The files are complete enough to run, and to pass every test; what is particular to the resource is marked TODO.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import generate, paths  # noqa: E402

from ansible_collections.community.dokploy.plugins.module_utils._common.wording import pluralize  # noqa: E402

END = '''\
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.@name@ import @NAME@

DEFINITION = %s(@NAME@)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
'''
TOP = '#!/usr/bin/python\n' + generate.HEADER + '''
from __future__ import annotations

DOCUMENTATION = r"""
---
'''
MODULE = TOP + '''\
module: dokploy_@name@
short_description: Manage @plural@ of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  # TODO: what they are for in Dokploy.
  - Creates, changes, renames, and removes @plural@ of a Dokploy server.
  - Only the options that the task sets are changed. One that exists already is adopted.
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
      - Name of the @words@. Required, unless O(@name@_id) is given.
      - The task fails where several have this name, and lists their IDs.
    type: str
  @name@_id:
    description:
      - ID of the @words@, instead of its name. With O(name), the task fails where the @words@ has another name.
    type: str
  # generated: state of a record: @words@
  # end of generated
  description:
    description:
      - A description of the @words@. An empty text clears it.
    type: str
  rename_to:
    description:
      - New name of the @words@. The task fails where neither the old nor the new name exists.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_@name@_info
"""

EXAMPLES = r"""
---
- name: Ensure the @words@ exists
  community.dokploy.dokploy_@name@:
    name: Company @words@

- name: Remove the @words@
  community.dokploy.dokploy_@name@:
    name: Company @words@
    state: absent
"""

RETURN = r"""
---
@name@:
  description: The @words@ after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the @words@.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Its name.
      type: str
      returned: always
      sample: Company @words@
    # generated: values of @name@
    # end of generated
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: Company @words@}
# generated: results of a record: create @words@
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.resource import resource_module
''' + END % 'resource_module'

INFO = TOP + '''\
module: dokploy_@name@_info
short_description: Get information about @plural@ of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Lists @plural@, without their secrets.
  - The list is empty where nothing matches.
options:
  name:
    description:
      - Name of the @words@. Without it, the module lists all of them.
    type: str
  @name@_id:
    description:
      - ID of one @words@.
    type: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_@name@
"""

EXAMPLES = r"""
---
- name: List all @plural@
  community.dokploy.dokploy_@name@_info:
  register: found
"""

RETURN = r"""
---
@many@:
  description: The @plural@, without their secrets.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: fields of dokploy_@name@
    # end of generated
  sample: [{id: mTcY8QxZ1LkP0nVwR5sJd, name: Company @words@}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.record_info import record_info_module
''' + END % 'record_info_module'

DESCRIPTION = generate.HEADER + '''
"""Describes @plural@ of Dokploy."""

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
    listing="@camel@.all",
    create="@camel@.create",
    create_keys=("description",),
    update=Write("@camel@.update"),
    remove="@camel@.remove",
)
'''

CASE = generate.HEADER + '''
"""@Plural@."""

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
# Its row in tests/integration/test_live_resources.py and tests/unit/test_every_record_field.py: names, values of its creation, one change, the least version.
LIVE = ({'name': '@name'}, {'description': 'One'}, {'description': 'Two'}, '')
'''

SERVED = generate.HEADER + '''
"""The procedures of @plural@."""

from __future__ import annotations

from . import serve_record

# TODO: what they take, and what they answer, as a server was recorded (tests/contract/README.md). Then remove this line.
NOT_RECORDED = 'it is new'
TABLE = """
@camel@.all G 0.26.0
@camel@.one G 0.26.0
    @camel@Id!:s1
@camel@.create P 0.26.0
    name!:s1 description:s?
@camel@.update P 0.26.0
    @camel@Id!:s1 name:s1 description:s?
@camel@.remove P 0.26.0
    @camel@Id!:s1
"""
HANDLERS = serve_record("@camel@", ("name", "description"))
'''

CATALOG = 'plugins/module_utils/_bulk/catalog.py'
FILES = {
    'plugins/module_utils/_resources/@name@.py': DESCRIPTION,
    'plugins/modules/dokploy_@name@.py': MODULE,
    'plugins/modules/dokploy_@name@_info.py': INFO,
    'tests/cases/@name@.py': CASE,
    'tests/simulator/procedures/@name@.py': SERVED,
}


def make_files(name):
    """-> {path: text} of a new resource."""
    words = name.replace('_', ' ')
    camel = re.sub('_(.)', lambda one: one.group(1).upper(), name)
    plural = pluralize(words)
    values = {'@NAME@': name.upper(), '@name@': name, '@words@': words, '@plural@': plural, '@Plural@': plural.capitalize(), '@many@': pluralize(name),
              '@camel@': camel}
    filled = {}
    for path, text in FILES.items():
        for mark, value in values.items():
            path, text = path.replace(mark, value), text.replace(mark, value)
        filled[path] = text
    return filled


def add_to_catalog(text, name):
    """-> the text of the catalog with the new kind at the top level of a manifest, so that it is in manifests and exports."""
    lines = text.splitlines(keepends=True)
    new = 'from .._resources.%s import %s\n' % (name, name.upper())
    imports = [index for index, line in enumerate(lines) if line.startswith('from .._resources.')]
    lines.insert(next((index for index in imports if lines[index] > new), imports[-1] + 1), new)
    end = next(index for index, line in enumerate(lines) if line.rstrip().endswith(')),'))
    lines[end] = lines[end].replace(')),', ', %s)),' % name.upper())
    return ''.join(lines)


def main(arguments):
    if len(arguments) != 1 or not re.fullmatch('[a-z][a-z0-9_]*', arguments[0]):
        print('usage: make new-resource NAME=build_policy (lower case, singular)', file=sys.stderr)
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
    catalog = os.path.join(paths.ROOT, CATALOG)
    with open(catalog, encoding='utf-8') as handle:
        text = add_to_catalog(handle.read(), arguments[0])
    with open(catalog, 'w', encoding='utf-8') as handle:
        handle.write(text)
    print('added it to %s' % CATALOG)
    # In a process of its own, which imports the new description and the new catalog.
    subprocess.run([sys.executable, generate.__file__], check=True)
    print('Next: fill in what is marked TODO. These run its case, and what holds descriptions to their modules:')
    print('  .venv/bin/python -m pytest tests/unit/test_cases.py -k "%s"' % arguments[0].replace('_', ' and '))
    print('  make check')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
