# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds classes to two kinds: values, which are frozen dataclasses, and the few that have effects, each named here with what it does."""

from __future__ import annotations

import ast

import pytest
from quality.test_layers import plugin_files, read_plugin

# Nothing compares or shows whole values, which may hold secrets, and to make the methods for that takes a tenth of what a module's imports take.
VALUE = 'dataclass(frozen=True, eq=False, repr=False)'
# A class of these bases is no value: what all classes of that base are.
FAMILIES = {
    'Kind': 'converts values; has no state', 'Rows': 'a Kind', 'CheckedText': 'a Kind', 'Hooks': 'functions of one resource; has no state',
    'Operation': 'one task, which has effects', 'AnsibleModule': 'of Ansible', 'ActionBase': 'of Ansible', 'TaskRunner': 'an action plugin',
    'Exception': 'an exception', 'ValueError': 'an exception', 'DokployError': 'an exception', 'ApiError': 'an exception', 'Refused': 'an exception',
    'ResourceNotFound': 'an exception', 'BadInput': 'an exception', 'NotGo': 'an exception', 'str': 'a text of its own type', 'NamedTuple': 'a value',
    'base': 'of PyYAML', 'yaml.SafeDumper': 'of PyYAML', 'docker.APIClient': "of Docker's SDK",
}
# What has effects, or keeps what it read.
STATEFUL = {
    'Operation': 'one task', 'Kind': 'the base of values without state', 'Hooks': 'the base of functions without state', 'Clock': 'time',
    # Connections, and what reads through them.
    'Client': 'HTTP', 'BatchingClient': 'HTTP', 'Batch': 'reads when it is asked', 'SharingClient': 'HTTP', 'SharedReads': 'reads of many threads',
    'PlannedReads': 'reads of many threads', 'SharedValues': 'what threads share', 'WaitingThread': 'a thread', 'PendingRead': 'a read of several threads',
    'Answer': 'notes which of its fields was read last', 'Journal': 'notes which fields were read', 'ReadsOfThreads': 'a Journal of each thread',
    'ApiServer': 'a backend', 'Api': 'a backend', 'ComposeApi': 'a backend', 'DockerBackend': 'a backend', 'PreviewBackend': 'a backend',
    'EndsOfTasks': 'reads', 'ApiEvidence': 'reads', 'ComposeEvidence': 'reads', 'EngineEvidence': 'reads', 'ServerReads': 'reads', 'CaseReads': 'reads',
    'DockerHost': 'a connection', 'SshRelay': 'a connection', 'Exporter': 'reads', 'Gate': 'a lock', 'ClientsToCome': 'stands for Clients',
    # Files and processes.
    '_Listing': 'reads a directory', 'UploadArchive': 'reads files', 'FormBody': 'a stream', 'LockedDirectory': 'a lock',
    'ServerDirectory': 'files of a server', 'ApplicationFile': 'a file of a server', 'HostDirectory': 'files',
    'TaskProcess': 'a process', 'Caller': 'a process', 'PayloadImporter': 'imports modules',
    # One task.
    'Context': 'the effects of a task', 'Deployment': 'starts and follows a deployment', 'UploadDeployment': 'starts and follows a deployment',
    'Orphan': 'looks again', 'LogTail': 'a live log', 'Watch': 'a live log', 'Masker': 'learns secrets', '_Index': 'of the Masker',
    'HeldSecrets': 'the secrets of a task', 'Secrets': 'collects the secrets of an export', 'Problems': 'collects the errors of a manifest',
    # Computed once, within one function's work.
    'EntryValidator': 'keeps validators', 'Index': 'an index', 'DirectoryIndex': 'an index', 'DockerIgnore': 'keeps what it matched',
    'NamePositions': 'an index', 'DirectoryCheck': 'a check', 'ReferenceCheck': 'a check', '_KeyCheck': 'a check', '_DataReader': 'a parser',
    '_ExpressionParser': 'a parser', '_RegexpCheck': 'a parser',
}
OURS = ('module_utils/', 'plugin_utils/')


def list_classes(text):
    """[(name, its bases, whether it is a dataclass, whether that is frozen)] of a file."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            decorators = [ast.unparse(one) for one in node.decorator_list if 'dataclass' in ast.unparse(one)]
            found.append((node.name, tuple(map(ast.unparse, node.bases)), bool(decorators), VALUE in decorators))
    return found


def find_unnamed(classes):
    """The classes that are neither frozen, nor of a family, nor named above."""
    return [name for name, bases, is_data, is_frozen in classes if not is_frozen and (is_data or not set(bases) & set(FAMILIES) and name not in STATEFUL)]


def all_classes():
    return [one for path in sorted(plugin_files()) if path.startswith(OURS) for one in list_classes(read_plugin(path))]


def test_a_class_is_a_frozen_value_or_named_for_its_effects():
    assert not find_unnamed(all_classes()), 'make it a frozen dataclass, or name it in STATEFUL with what it does'


def test_each_name_is_still_needed():
    classes = all_classes()
    assert not set(STATEFUL) - {name for name, dummy, dummy2, is_frozen in classes if not is_frozen}
    assert not set(FAMILIES) - {base for dummy, bases, dummy2, dummy3 in classes for base in bases}


@pytest.mark.parametrize('text, wrong', [
    ('@dataclass\nclass One:\n    a: int', True), ('@dataclass(frozen=True)\nclass One:\n    a: int', True), ('@%s\nclass One:\n    a: int' % VALUE, False),
    ('class One:\n    pass', True),
    ('@dataclass\nclass Two(Kind):\n    a: int', True), ('class Two(Kind):\n    pass', False), ('class Client:\n    pass', False)])
def test_a_class_that_changes_is_seen(text, wrong):
    assert bool(find_unnamed(list_classes(text))) is wrong


def list_changed_arguments(text):
    """(function, what it does) of each function of a file that assigns an attribute of one of its arguments, or into it."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef):
            continue
        arguments = {one.arg for one in node.args.args + node.args.kwonlyargs} - {'self', 'cls'}
        found += [(node.name, ast.unparse(one)) for one in ast.walk(node) if isinstance(one, ast.Attribute) and isinstance(one.ctx, (ast.Store, ast.Del))
                  and isinstance(one.value, ast.Name) and one.value.id in arguments]
    return found


# What is assigned is a connection, a task of Ansible, or an exception on its way up: not a value.
ASSIGNED = {
    ('__init__', 'client.shapes'), ('fork_task', 'client.before_request'), ('read_concurrently', 'client.server_date'), ('_find', 'caller.left'),
    ('_explain_no_fallback', 'failure.message'),
}


def test_no_function_assigns_an_attribute_of_its_argument():
    found = {one for path in plugin_files() if path.startswith(OURS) for one in list_changed_arguments(read_plugin(path))}
    assert found == ASSIGNED


def test_an_assigned_attribute_is_seen():
    assert list_changed_arguments('def f(a):\n    a.b = 1\n') == [('f', 'a.b')] and not list_changed_arguments('def f(a):\n    b = a.c\n')
