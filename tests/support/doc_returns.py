# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes what modules of services return, in RETURN, from the descriptions and from the one table of keys in this file.

    # generated: values of service application
    # generated: values of service application with secrets
    # generated: results of service application
    # generated: information on service application

C(values of) are the keys of the service itself, C(results of) those beside it, C(information on) those that an information module adds to its values. Samples
are kept as they stand in the module; those of C(with secrets) come from the module that manages the service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
from ansible_collections.community.dokploy.plugins.module_utils._resources.compose import COMPOSE
from ansible_collections.community.dokploy.plugins.module_utils._resources.database import DATABASE, DATABASES

SERVICES = {'application': APPLICATION, 'compose': COMPOSE, 'database': DATABASE}
# The keys that a result has only with a value.
SOMETIMES = ('build_log', 'container_log', 'undone', 'rolled_back', 'volumes_left', 'volumes_removed')
NOUNS = {'application': 'application', 'compose': 'compose service', 'database': 'database'}


@dataclass(frozen=True)
class Value:
    """One key of a result, as RETURN describes it."""

    name: str
    text: str
    type: str = 'str'                 # 'list of str' is a list with these elements
    sample: str = 'null'
    returned: str = 'always'
    contains: tuple = ()


IDENTITY = (
    Value('id', 'Its ID.', sample='hdoihUG0FmYC8GdoFEc-1'),
    Value('name', 'Its name.', sample='backend'),
    Value('app_name', 'The full name of its Docker service, stack, or project of Docker Compose, with the suffix that Dokploy added.',
          sample='shop-backend-x1y2z3'),
    Value('project', 'The name of its project.', sample='shop'),
    Value('environment', 'The name of its environment.', sample='production'),
    Value('project_id', 'The ID of its project.', sample='mTcY8QxZ1LkP0nVwR5sJd'),
    Value('environment_id', 'The ID of its environment.', sample='bH3vNf6UyE9aKqW2oXzGt'),
    Value('status', 'Status that Dokploy last wrote, which is not always accurate.', sample='done'),
    Value('server_id', "ID of its remote server. V(null) on Dokploy's own host."),
    Value('replicas_running', 'Number of running replicas.', 'int', '2'),
    Value('replicas_wanted', 'Number of desired replicas. V(0) where it is stopped or was never deployed, V(null) in global mode.', 'int', '2'),
)
IMAGES = (
    Value('stored_image', 'Saved image, or the name of the built image.', sample='registry.example.com/shop/backend:1.4.2'),
    Value('running_image', 'Image of the service. V(null) without a service.', sample='registry.example.com/shop/backend:1.4.2'),
)
PORT = (
    Value('published_port', 'Port of the host.', 'int', '8080'), Value('target_port', 'Port of the container.', 'int', '80'),
    Value('protocol', 'The protocol.', sample='tcp'))
PARTS = Value('services', 'The existing services of the file.', 'list of dict', '[]', contains=(
    Value('name', 'Its name in the file.', sample='web'),
    Value('image', 'Its image.', sample='wiki:2.5'),
    Value('replicas_running', 'Number of running containers.', 'int', '1'),
    Value('replicas_wanted', 'Number of desired containers.', 'int', '1'),
    Value('completed', 'Whether it ended with exit code 0, and is not started again.', 'bool', 'false'),
    Value('healthy', 'Whether it runs and is healthy, or has completed.', 'bool', 'true'),
    Value('ports', 'Its ports on the host.', 'list of dict', '[{published_port: 8080, target_port: 80, protocol: tcp}]', contains=PORT),
))
PART_LOG = Value('log', 'End of its log, with secrets masked. V(null) where the task did not request it.')
CONTAINERS = (
    Value('task', 'ID of the task of Swarm, or of the container.', sample='q2r6vd0d4x1bm5v0s8b1u7f3c'),
    Value('slot', 'Its name. That of a task ends with the number of its slot.', sample='shop-backend-x1y2z3.1'),
    Value('service', 'Name of its service in the file.', sample='web', returned='of a compose service'),
    Value('image', 'Image of a running task. V(null) for a finished task, whose image is unknown.', sample='registry.example.com/shop/backend:1.4.2'),
    Value('state', 'State, for example V(running), V(starting), V(pending), V(failed), V(rejected), or V(complete).', sample='failed'),
    Value('desired_state', 'State that Swarm wants. V(shutdown) for a task that has ended or is being stopped.', sample='shutdown'),
    Value('age', 'Minimum time in seconds that it has been in this state. It is a lower bound, because Docker reports a rounded text.', 'int', '34'),
    Value('node', 'The name of the node.', sample='manager-1'),
    Value('error', 'Reason why it ended or cannot be placed. Empty without an error.', sample='"task: non-zero exit (1)"'),
    Value('exit_code', 'The exit code.', 'int', '137', returned='when the module read why it ended, and the code is known'),
    Value('out_of_memory', 'Whether the kernel killed the container because it exceeded its memory limit.', 'bool', 'true',
          returned="when the module read why it ended, and the container is still kept on Dokploy's own host"),
)
DEPLOYMENT = (
    Value('id', 'Its ID.', sample='9sK2nVq7TzFhB3wYxLr0c'),
    Value('title', "Its title. For a Git source, Dokploy finally replaces it with the commit's message.", sample='Release 1.4.2'),
    Value('description', "Its description. For a Git source, Dokploy finally replaces it with the commit's hash.", sample='"Nightly run [5f0c1b9a7e]"'),
    Value('status', 'Status in Dokploy, which is V(running), V(done), V(error), or V(cancelled). V(done) means that Docker accepted the service, not '
          'that it runs.',
          sample='done'),
    Value('created_at', 'Time of its start.', sample='"2026-11-24T09:30:00.000Z"'),
    Value('finished_at', 'Time of its end. V(null) while it runs.', sample='"2026-11-24T09:30:41.000Z"'),
    Value('error', 'Reason of a failure according to Dokploy. It is usually empty, and the log contains the reason.', sample='""'),
)
# What is true of one option alone, after "Value of O(...).".
NOTES = {
    'source.provider': 'V(null) where the provider was removed.',
    'source.url': 'Credentials in it are masked.',
    'rollback_registry': "V(null) where Dokploy's rollbacks are disabled.",
    'service_mode': 'Others can also save a job mode.',
    'labels': 'The labels of this collection are left out.',
    'domains.path': 'V(null) is the same as V(/).',
}


def list_results(kind):
    """The keys of a task's result beside the service itself."""
    resource, noun = SERVICES[kind], NOUNS[kind]
    deploys, several = resource.calls.deployments, resource.form.has_parts
    gone = 'when O(state=absent) deleted the %s' % noun
    found = [
        Value('previous', 'Previous values of the options that the task changed, by option name. Of secret dictionaries such as O(env), it contains '
              'the names that '
              'were added, removed, and changed.', 'dict', '{}'),
        Value('actions', 'Actions of the task in order, or in check mode the actions of a real run.', 'list of str', '[update %s, deploy %s]' % (kind, kind)),
        Value('applied', 'Names of options with pending changes of others that an action of this task also applied.', 'list of str', '[]'),
        Value('pending', 'Names of options with saved changes that are pending.', 'list of str', '[]'),
        Value('unverified', 'Names of options that the module could not compare with what runs. They do not count as differences. V(service) means that the '
              'module could not see the service at all, for example because the API key cannot read Docker.', 'list of str', '[]'),
        Value('phase', ('Phase that the task reached. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where '
              'the API key '
                        'cannot read Docker, and with O(wait=false) also V(queued) or V(rolling).\n'
                        'Where the task was refused, it is the phase in which the module found the %s, and empty where the module sent no request.\n'
                        'After a failure it is V(queued), V(building), V(rolling), V(unhealthy), V(swarm_rolled_back), V(stopping), V(removing), '
                        'V(unreachable) '
                        'where C(verify.url) does not answer, or V(unavailable) where Dokploy or Docker does not answer.') % noun, sample='running'),
        Value('deployment', 'Deployment of this task. V(null) without a deployment.', 'dict', contains=DEPLOYMENT) if deploys else None,
        list_containers(several),
        Value('backend', 'Interface that the module used, V(api) or V(docker).', sample='api'),
        Value('urls', 'URLs of the enabled domains.', 'list of str', '[]') if deploys else None,
        connection_url('with O(return_url=true), when the %s exists' % noun) if resource.form.connection_url else None,
        Value('next_step', 'Suggestion for solving a failure. Empty without a failure, or where the module knows none.', sample='""'),
        Value('rolled_back', 'Whether the %s runs an image from a rollback in Dokploy that this task did not undo, because the task changed nothing '
              'itself.' % noun,
              'bool', 'true', 'when it is true') if deploys and not several else None,
        Value('undone', 'Changes that the module rolled back after the failure. V(false) where the rollback failed too.', 'raw',
              '[restore %s, deploy %s]' % (kind, kind), 'on failure, when O(on_failure=rollback) had changes to roll back'),
        Value('volumes_left', 'Names of volumes that Dokploy leaves on the host, with their data.', 'list of str', '[]', gone),
        Value('volumes_removed', 'Names of removed volumes, with O(remove_volumes=true).', 'list of str', '[]', gone),
        Value('build_log', "End of the deployment's log, with secrets masked.", returned='on failure, when there is one') if deploys else None,
        Value('container_log', 'End of the log of the container that failed last, with secrets masked. Where that log cannot be read, it is the log of '
              'a running '
              'container, which Dokploy selects. During an update it may be a container of the previous version.', returned='on failure, when there is one'),
        Value('candidates', 'The matches with their IDs, where a name has several.', 'list of str', '[mTcY8QxZ1LkP0nVwR5sJd (shop/production)]',
              'on failure, when a name has several matches'),
    ]
    return [one for one in found if one]


def list_containers(several):
    """The key of tasks and containers, whose rows name their service where there are several."""
    return Value('containers', 'Tasks of the Docker service, or containers, desired ones first, without variables and commands. At most 100 of them.',
                 'list of dict', '[]', contains=tuple(one for one in CONTAINERS if several or one.name != 'service'))


def connection_url(returned):
    """The key of a database's URLs, returned under this condition."""
    contains = (
        Value('internal', 'For services on the same network.'),
        Value('external', "For clients outside of the server. V(null) without C(external_port), and where Dokploy does not know the server's address."))
    return Value('connection_url', 'URLs for clients. Without C(include_secrets=true) of the information module, stars replace the password.',
                 'dict', '{}', returned, contains)


def list_information(kind):
    """The keys that an information module adds to the values of a service."""
    resource, noun = SERVICES[kind], NOUNS[kind]
    deploys, several = resource.calls.deployments, resource.form.has_parts
    found = [
        Value('kind', 'Its kind.', sample=resource.calls.type) if kind != 'application' else None,
        Value('phase', 'Phase according to Docker, which is V(running), V(stopped), V(never_deployed), or V(unknown) where Docker cannot be read.',
              sample='running'),
        Value('unhealthy', 'Whether the %s should run and %s.' % (
            noun, 'one of its services does not run, or is not healthy' if several else
            'has fewer running than desired replicas, or Swarm paused or rolled back its last update'), 'bool', 'false'),
        Value('status_drift', "Contradiction between Dokploy's own status and what runs, as a text. Empty without a contradiction.", sample='""'),
        Value('pending', 'Names of options with saved changes that are pending.', 'list of str', '[]'),
        Value('unverified', 'Names of options that the module could not compare with what runs.', 'list of str', '[]'),
        Value('env_references', 'Variables of its project and its environment that its variables refer to, for example V(project.REGION).',
              'list of str', '[]'),
        list_containers(several),
        Value('containers_total', 'Number of all of them, also of those beyond the first 100.', 'int', '1'),
        Value('log', "End of a running container's log, with secrets masked. V(null) where the task did not request it, or no log exists."),
        connection_url('with O(return_url=true)') if resource.form.connection_url else None,
    ]
    found += [] if not deploys else [
        None if several else Value('rolled_back', 'Whether the %s runs an image from a rollback in Dokploy.' % noun, 'bool', 'false'),
        None if several else Value(
            'update_state', 'State of the last update according to Swarm, for example V(completed), V(paused), or V(rollback_completed). Empty without '
            'an update.',
            sample='completed'),
        Value('urls', 'URLs of the enabled domains.', 'list of str', '[]'),
        Value('deployments', 'Deployments that Dokploy keeps, newest first, and at most 50 of them.', 'list of dict', '[]', contains=DEPLOYMENT),
        Value('deployments_total', 'Number of all deployments that Dokploy keeps.', 'int', '10'),
        Value('last_deployment', 'Newest deployment. V(null) without deployments.', 'dict', contains=DEPLOYMENT),
        Value('build_log', "End of the newest deployment's log, with secrets masked. V(null) where the task did not request it, or no log exists."),
    ]
    return [one for one in found if one]


def list_values(kind, secrets=False):
    """The keys of a service itself: its identity, its state, and the values of its options."""
    resource, module = SERVICES[kind], 'community.dokploy.dokploy_%s#module:' % kind if secrets else ''
    several = resource.form.has_parts
    found = [*IDENTITY, *([] if several else IMAGES)]
    if several:
        found.append(replace(PARTS, contains=PARTS.contains + ((PART_LOG,) if secrets else ())))
    groups = {}
    for path, item in resource.flat():
        if item.key and item.key != 'serverId':
            groups.setdefault(path.partition('.')[0], {}).setdefault(path, []).append(item)
    for group, paths_of in groups.items():
        inner = [value for path, items in paths_of.items() for value in make_values_of(resource, path, items, module, secrets)]
        inside = any('.' in path for path in paths_of)
        found += [Value(group, 'Values of the suboptions of O(%s%s).' % (module, group), 'dict', '{}', find_condition(resource, group, []),
                        tuple(inner))] if inside else inner
    for option, _key, child in resource.children:
        rows = [Value('id', 'Its ID.', sample='Yk5wRt2MzQvE8bLxNc0Pd')]
        for path, item in child.flat():
            if item.key:
                rows += make_values_of(child, path, [item], module + option + '[].', secrets, option + '.')
        found.append(Value(option, 'Values of O(%s%s), of all that exist.' % (module, option), 'list of dict', '[]', contains=tuple(rows)))
    return found


def make_values_of(resource, path, items, module, secrets, notes=''):
    """The keys that show one option: names for a secret dictionary, nothing for another secret, unless secrets are asked for."""
    item, name = items[0], path.rpartition('.')[2]
    condition = find_condition(resource, path, items)
    asked = 'when O(include_secrets=true)' if condition == 'always' else condition + ', and O(include_secrets=true)'
    if item.secret == 'values':
        found = [Value(name + '_keys', 'Names of the keys of O(%s%s). Their values are secret.' % (module, path), 'list of str', '[]', condition)]
        return found + ([Value(name, 'Value of O(%s%s).' % (module, path), 'dict', '{}', asked)] if secrets else [])
    if item.secret and not secrets:
        return []
    ansible = item.kind.ansible
    kind = 'list of %s' % ansible['elements'] if ansible.get('type') == 'list' else ansible.get('type', 'str')
    form = '' if not item.ref else ', as names, or as IDs where the module did not read the names' if kind.startswith('list') else (
        ', as a name' if item.ref == 'registry' else ', as an ID')
    note = NOTES.get(notes + path, '')
    sample = {'bool': 'true', 'int': '1', 'dict': '{}'}.get(kind, '[]' if kind.startswith('list') else 'null')
    return [Value(name, 'Value of O(%s%s)%s.%s' % (module, path, form, ' ' + note if note else ''), kind, sample, asked if item.secret else condition)]


def find_condition(resource, path, items):
    """When a service has a value of this option."""
    if resource is APPLICATION and path.startswith('build') and '.' not in path:
        return 'when the type of the source is not V(docker)'
    if resource.kind == 'database':
        kinds = [name for name, one in DATABASES.items() if path in {option for option, _item in one.flat()}]
        return 'always' if len(kinds) == len(DATABASES) else 'when O(kind) is %s' % join_words(kinds)
    wires = [wire for item in items if item.only_for for wire in item.only_for[1]]
    if wires and all(item.only_for for item in items):
        _path, kind = next((one, item.kind) for one, item in resource.flat() if item.key == items[0].only_for[0])
        return 'when the type is %s' % join_words([kind.show(wire) for wire in wires])
    since = items[0].since if items else ''
    return 'with Dokploy v%s or later' % since if since and not resource.service else 'always'


def join_words(words):
    """V(a), V(b), or V(c)."""
    marked = ['V(%s)' % word for word in words]
    return ' or '.join(marked) if len(marked) < 3 else '%s, or %s' % (', '.join(marked[:-1]), marked[-1])


# Text

def read_samples(text):
    """The samples of a part of RETURN by their paths: (\"source\", \"image\") -> the text after C(sample:), with the lines below it."""
    found, stack, lines = {}, [], text.splitlines()
    for index, line in enumerate(lines):
        matched = re.match(r'^( *)([A-Za-z_]+):(.*)$', line)
        if not matched:
            continue
        indent, key = len(matched.group(1)), matched.group(2)
        while stack and stack[-1][0] >= indent:
            stack.pop()
        if key == 'sample' and indent % 4 == 2:
            more = []
            for below in lines[index + 1:]:
                if below.strip() and len(below) - len(below.lstrip()) <= indent:
                    break
                more.append(below[indent:])
            found[tuple(one for _indent, one in stack if one != 'contains')] = '\n'.join([matched.group(3).strip(), *more]).rstrip()
        stack.append((indent, key))
    return found


def render(values, samples, above=()):
    """The lines of RETURN for these keys."""
    lines = []
    for value in values:
        path = above + (value.name,)
        texts = value.text.split('\n')
        lines.append('%s:' % value.name)
        if len(texts) == 1:
            lines += fold('  description: ', value.text, 8 * len(above))
        else:
            lines += ['  description:'] + [line for text in texts for line in fold('    - ', text, 8 * len(above))]
        kind, _of, elements = value.type.partition(' of ')
        lines += ['  type: %s' % kind] + (['  elements: %s' % elements] if elements else [])
        lines += fold('  returned: ', value.returned, 8 * len(above))
        if value.contains:
            lines += ['  contains:'] + ['    ' + line for line in render(value.contains, samples, path)]
        head, *more = samples.get(path, value.sample).split('\n')
        lines += [('  sample: %s' % head).rstrip()] + ['  ' + line for line in more]
    return lines


def fold(head, text, used):
    """A text after its key, in lines that are short enough."""
    lines, words = [head.rstrip()], text.split(' ')
    for word in words:
        if len(lines[-1]) + 1 + len(word) > 140 - used and lines[-1].strip() != head.strip():
            lines.append(' ' * (len(head) - len(head.lstrip()) + 2) + word)
        else:
            lines[-1] += ' ' + word
    return lines


def make_service_part(words, old, read):
    """The text of a marked part about a service, or None for other words. C(old) is what stands there, C(read(module)) a module's whole RETURN."""
    found = re.match('(values of|results of|information on) service ([a-z]+)( with secrets)?$', words)
    if not found:
        return None
    what, kind, secrets = found.group(1), found.group(2), bool(found.group(3))
    samples, managed = read_samples(old), {}
    for one in {'application', kind} - ({kind} if not secrets else set()) if what == 'values of' else ():
        managed[one] = {path[1:]: text for path, text in read_samples(read('dokploy_' + one)).items() if path[0] == one and path[1:]}
    samples = {**managed.get('application', {}), **samples, **managed.get(kind, {})}
    values = {
        'values of': lambda: list_values(kind, secrets), 'results of': lambda: list_results(kind),
        'information on': lambda: list_information(kind)}[what]()
    return ''.join(line + '\n' for line in render(values, samples))
