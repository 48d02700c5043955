# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""extensions/awx as data, and its job templates played by ansible-runner, as AWX lays a job out: private data directory, files and environment of the
credential, answers of the survey as extra variables, and the fact cache. No AWX is asked."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass

import ansible_runner
import jinja2.sandbox
import yaml

from support import paths

FOLDER = os.path.join(paths.ROOT, 'extensions', 'awx')
FILES = ('manifest', 'releases', 'operations', 'hosts', 'examples')


class Loader(yaml.SafeLoader):  # pylint: disable=too-many-ancestors
    """Knows the tag of what Ansible must not template."""


Loader.add_constructor('!unsafe', lambda loader, node: loader.construct_scalar(node))


class Unsafe(str):
    """A text that AWX marks as no template."""


class Dumper(yaml.SafeDumper):  # pylint: disable=too-many-ancestors
    """Writes that mark."""


Dumper.add_representer(Unsafe, lambda dumper, value: dumper.represent_scalar('!unsafe', str(value)))


def load(*parts):
    with open(os.path.join(*parts), encoding='utf-8') as handle:
        return yaml.load(handle, Loader)  # noqa: S506


TYPE = load(FOLDER, 'credential_type.yml')['awx_credential_type']
TEMPLATES = [one for name in FILES for one in load(FOLDER, 'job_templates', name + '.yml')['awx_templates_' + name]]
WORKFLOWS = load(FOLDER, 'workflows.yml')


def inject(private_data_dir, **fields):
    """The environment that the credential type makes of a credential; its files are written as AWX does."""
    values = {key: value for key, value in fields.items() if isinstance(value, bool) or value}
    for field in TYPE['inputs']['fields']:
        if field['type'] == 'boolean':
            values.setdefault(field['id'], False)
    sandbox = jinja2.sandbox.ImmutableSandboxedEnvironment()
    names = {}
    for label, template in TYPE['injectors']['file'].items():
        handle, path = tempfile.mkstemp(dir=os.path.join(str(private_data_dir), 'env'))
        with os.fdopen(handle, 'w', encoding='utf-8') as file:
            file.write(sandbox.from_string(template).render(**values))
        names[label.split('.')[1]] = path
    values['tower'] = {'filename': names}
    return {name: sandbox.from_string(template).render(**values) for name, template in TYPE['injectors']['env'].items()}


def answer(template, given):
    """What AWX sends for a survey: what a person answered, else the default, else an empty text."""
    names = [one['variable'] for one in template['survey']]
    assert set(given) <= set(names), sorted(set(given) - set(names))
    answers = {one['variable']: given.get(one['variable'], one.get('default', '')) for one in template['survey']}
    return {name: Unsafe(value) if isinstance(value, str) else value for name, value in answers.items()}


@dataclass
class Job:
    """A job that ended."""

    status: str
    output: str
    artifacts: dict
    facts: dict


def play(template, folder, number, *, given=(), credential=None, variables=None, hosts=None, facts=None, check=False, env=None):
    """Play a job template as AWX would, with the facts of earlier jobs."""
    private = os.path.join(str(folder), 'awx_%d' % number)
    for name in ('env', 'inventory', os.path.join('artifacts', str(number), 'fact_cache')):
        os.makedirs(os.path.join(private, name))
    os.symlink(paths.ROOT, os.path.join(private, 'project'))
    cache = os.path.join(private, 'artifacts', str(number), 'fact_cache')
    for host, found in (facts or {}).items():
        with open(os.path.join(cache, host), 'w', encoding='utf-8') as handle:
            json.dump(found, handle)
    inventory = {'all': {'hosts': {'localhost': {'ansible_connection': 'local', 'ansible_python_interpreter': '{{ ansible_playbook_python }}'}},
                         'children': {'dokploy': {'hosts': hosts or {}}}}}
    with open(os.path.join(private, 'inventory', 'hosts.yml'), 'w', encoding='utf-8') as handle:
        yaml.safe_dump(inventory, handle)
    with open(os.path.join(private, 'env', 'extravars'), 'w', encoding='utf-8') as handle:
        yaml.dump({'awx_job_id': number, **template.get('extra_vars', {}), **(variables or {}), **answer(template, dict(given))}, handle, Dumper)
    tags = ['--tags', template['job_tags']] if template.get('job_tags') else []
    with open(os.path.join(private, 'env', 'cmdline'), 'w', encoding='utf-8') as handle:
        handle.write(' '.join(tags + (['--check', '--diff'] if check else [])))
    environment = {
        'PATH': paths.VENV_BIN + os.pathsep + os.environ['PATH'], 'ANSIBLE_COLLECTIONS_PATH': paths.link_tree(), 'ANSIBLE_NOCOLOR': '1',
        'ANSIBLE_LOCAL_TEMP': os.path.join(private, 'tmp'), 'ANSIBLE_DISPLAY_SKIPPED_HOSTS': 'false', **(env or {}),
        **(inject(private, **credential) if credential else {})}
    runner = ansible_runner.run(
        private_data_dir=private, ident=number, playbook=template['playbook'], envvars=environment, suppress_env_files=True,
        inventory=os.path.join(private, 'inventory', 'hosts.yml'), fact_cache_type='jsonfile' if template.get('use_fact_cache') else '', quiet=True)
    with runner.stdout as handle:
        output = handle.read()
    stats = [one['event_data'] for one in runner.events if one['event'] == 'playbook_on_stats']
    # AWX stores what a file with the name of a host holds, and nothing for a host without one.
    found = {}
    for host in ('localhost', *(hosts or {})):
        if os.path.exists(os.path.join(cache, host)):
            with open(os.path.join(cache, host), encoding='utf-8') as handle:
                found[host] = json.load(handle)
    # The disk of the execution environment.
    shutil.rmtree(private, ignore_errors=True)
    return Job(runner.status, output, stats[0].get('artifact_data', {}) if stats else {}, found)
