# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""dokploy_batch: tasks run at the same time in processes of their own, and its result says what became of each."""

from __future__ import annotations

import os
from unittest import mock

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.community.dokploy.plugins.module_utils._module.options import CONNECTION
from ansible_collections.community.dokploy.plugins.plugin_utils import _batch, _tasks
from ansible_collections.community.dokploy.plugins.plugin_utils._processes import run_in_processes
from support import generate
from support.tools import read_documentation


def run(calls, at_once=10, keep_going=lambda position, result: True):
    """run_in_processes -> {position: result}, in the order in which the calls ended."""
    ended = {}

    def finished(position, result):
        ended[position] = result
        return keep_going(position, result)
    run_in_processes(calls, at_once, finished)
    return ended


def meeting(count):
    """Calls that end only where all of them run at the same time: each writes a byte, and waits for the other's."""
    pipes = [os.pipe() for dummy in range(count)]

    def call(number):
        os.write(pipes[(number + 1) % count][1], b'x')
        return {'met': os.read(pipes[number][0], 1).decode(), 'pid': os.getpid()}
    return [lambda number=number: call(number) for number in range(count)]


def test_calls_run_at_the_same_time_in_processes_of_their_own():
    ended = run(meeting(2), at_once=2)
    assert [ended[position]['met'] for position in (0, 1)] == ['x', 'x']
    assert len({os.getpid(), ended[0]['pid'], ended[1]['pid']}) == 3


def test_one_at_once_keeps_the_order():
    assert list(run([lambda: {}] * 5, at_once=1)) == [0, 1, 2, 3, 4]


def test_nothing_is_started_after_a_failure():
    ended = run([lambda: {}, lambda: {'failed': True}, lambda: {}], at_once=1, keep_going=lambda position, result: not result.get('failed'))
    assert list(ended) == [0, 1]


def test_a_large_result_arrives_whole():
    assert run([lambda: {'text': 'x' * 3000000}])[0] == {'text': 'x' * 3000000}


def test_an_exception_is_a_failure():
    def fails():
        raise ValueError('no such place')
    assert run([fails])[0] == {'failed': True, 'msg': 'no such place'}


def test_a_process_that_dies_is_a_failure():
    ended = run([lambda: os._exit(3), lambda: {'changed': True}])
    assert ended[0]['failed'] and 'returned no result' in ended[0]['msg']
    assert ended[1] == {'changed': True}


def test_an_interruption_ends_what_still_runs():
    """As Ctrl-C or a task's timeout would: the process that waits for ever is gone before the exception is out."""
    reader, writer = os.pipe()
    pids, pid_writer = os.pipe()

    def waits():
        os.write(pid_writer, b'%d' % os.getpid())
        os.close(writer)
        os.read(reader, 1)

    def interrupts():
        return {'pid': int(os.read(pids, 20))}

    def finished(position, result):
        raise KeyboardInterrupt(result['pid'])
    with pytest.raises(KeyboardInterrupt) as raised:
        run_in_processes([waits, interrupts], 2, finished)
    with pytest.raises(ProcessLookupError):
        os.kill(raised.value.args[0], 0)


# The action plugin

class FakeAction:
    """An action plugin of a module that writes its name to a pipe when it runs."""

    def __init__(self, task, pipe):
        self.task, self.pipe = task, pipe

    def run(self, task_vars=None):
        os.write(self.pipe, (self.task.args['name'] + ' ').encode())
        return {'changed': self.task.args.get('changes', False), 'failed': self.task.args.get('fails', False), 'msg': 'because'}


class FakeTask:
    """As much of a task as a batch needs."""

    def __init__(self, args, check_mode=False, module_defaults=()):
        self.args, self.check_mode, self.module_defaults, self.action, self.async_val, self.no_log = args, check_mode, module_defaults, '', 0, False

    def copy(self):
        return FakeTask(dict(self.args), self.check_mode)


def batch(tasks, check_mode=False, module_defaults=(), **options):
    """Run a batch of FakeAction -> (its result, the names in the order in which they ran, the arguments of each)."""
    reader, writer = os.pipe()
    made = []

    class Loader:
        @staticmethod
        def get(name, task=None, **more):
            made.append(task.args)
            return FakeAction(task, writer) if name == 'community.dokploy.dokploy_application' else None

    class Templar:
        @staticmethod
        def template(value):
            return value

    class Connection:
        class _shell:  # pylint: disable=invalid-name
            tmpdir = None
        transport = 'local'
    plugin = _batch.BatchAction.__new__(_batch.BatchAction)
    inner = [dict({'module': 'community.dokploy.dokploy_application'}, **one) for one in tasks]
    plugin._task = FakeTask(dict(options, tasks=inner), check_mode, module_defaults)
    plugin._connection, plugin._templar, plugin._loader, plugin._play_context = Connection, Templar, None, None
    plugin._shared_loader_obj = mock.Mock(action_loader=Loader)
    plugin._display = mock.Mock()
    with mock.patch.object(_tasks.ActionBase, 'run', lambda self, tmp, task_vars: {}):
        result = plugin.run(task_vars={'inventory_hostname': 'here'})
    os.close(writer)
    shown = [call.args[0] for call in plugin._display.display.call_args_list]
    return result, os.read(reader, 1000).decode().split(), made, shown


def one(name, stage=1, **options):
    return {'name': name, 'stage': stage, 'options': dict(options, name=name)}


def test_stages_run_one_after_the_other():
    """As databases are stopped after the applications that use them, in whatever order they are listed."""
    result, order = batch([one('database', stage=2), one('web'), one('cache', stage=3), one('api')])[:2]
    assert set(order[:2]) == {'web', 'api'} and order[2:] == ['database', 'cache']
    assert not result.get('failed') and result['unchanged'] == ['database', 'web', 'cache', 'api']


def test_a_failure_stops_later_stages():
    result, order, dummy, shown = batch(
        [one('web', changes=True), one('api', fails=True, changes=True), one('old'), one('new', stage=2)], at_once=1, stop_on_failure=True)
    assert order == ['web', 'api'] and result['not_reached'] == ['old', 'new'] and result['changed']
    assert shown == ['[here] web: changed', '[here] api: failed']


def test_the_pause_is_between_stages_that_changed_something():
    tasks = [one('staging', changes=True), one('production', stage=2, changes=True)]
    with mock.patch.object(_batch.time, 'sleep') as sleep:
        batch(tasks, stage_pause=60)
        assert [call.args for call in sleep.call_args_list] == [(60,)]
        batch(tasks, stage_pause=60, check_mode=True)
        batch([dict(each, options={'name': each['name']}) for each in tasks], stage_pause=60)
        assert sleep.call_count == 1


def test_options_of_the_batch_and_defaults_of_the_module_are_passed_on():
    defaults = [{'community.dokploy.dokploy_application': {'follow': False, 'name': 'no'}}, {'group/x': {'y': 1}}]
    made = batch([one('web')], module_defaults=defaults, api_url='http://x', api_key='k')[2]
    assert made == [{'api_url': 'http://x', 'api_key': 'k', 'follow': False, 'name': 'web'}]


@pytest.mark.parametrize('wrong, reason', [
    ({'module': 'ansible.builtin.command'}, 'no module of community.dokploy'),
    ({'module': 'community.dokploy.dokploy_batch'}, 'no module of community.dokploy'),
    ({'module': 'community.dokploy.dokploy_nothing'}, 'does not exist'),
    ({'stage': 'last'}, 'stage'),
])
def test_a_wrong_task_is_refused_before_any_runs(wrong, reason):
    with pytest.raises(AnsibleActionFail, match=reason):
        batch([one('web'), dict(one('api'), **wrong)])


def test_many_changes_are_counted_and_not_listed():
    """A maintenance of forty services printed forty lines, and its summary named them once more."""
    shown = batch([one(name, changes=True) for name in ('a', 'b', 'c', 'd')], most_lines=2, at_once=1)[3]
    assert shown == ['[here] a: changed', '[here] b: changed', '[here] 2 more: the result names them']


# The result

def outcome(name, **more):
    return dict(_batch.make_outcome({'name': name, 'module': 'community.dokploy.dokploy_application'}), **more)


def test_the_result_names_what_became_of_each():
    outcomes = [
        outcome('shop/web', **_batch.describe_result({'changed': True, 'actions': ['stop application'], 'phase': 'stopped'}, [])),
        outcome('shop/api', **_batch.describe_result({'changed': False}, [])),
        outcome('shop/old', **_batch.describe_result({'failed': True, 'changed': True, 'msg': 'it cannot be stopped'}, [])),
        outcome('shop/new')]
    result = _batch.summarize_outcomes(outcomes, {})
    assert (result['done'], result['unchanged'], result['not_reached']) == (['shop/web'], ['shop/api'], ['shop/new'])
    assert result['failures'] == [{'name': 'shop/old', 'reason': 'shop/old: it cannot be stopped'}]
    assert result['failed'] and result['msg'] == '1 of 4 tasks failed, 1 not reached. shop/old: it cannot be stopped'


def test_a_failure_that_changed_something_is_a_change():
    assert _batch.summarize_outcomes([outcome('a', reached=True, changed=True, failed=True, msg='a is not healthy')], {})['changed']


def test_a_reason_names_the_task_once():
    assert _batch.name_reason(outcome('shop/web', msg='shop/web is not healthy')) == 'shop/web is not healthy'


def test_warnings_and_differences_are_passed_on():
    diff = {'before': {'a': 1}, 'after': {'a': 2}}
    result = _batch.summarize_outcomes([outcome('a'), outcome('b')], {
        0: {'warnings': ['slow'], 'diff': diff}, 1: {'warnings': ['slow', 'old'], 'diff': [diff]}})
    assert result['warnings'] == ['slow', 'old']
    assert [(one['before_header'], one['after']) for one in result['diff']] == [('a', {'a': 2}), ('b', {'a': 2})]


def test_only_the_wanted_keys_are_kept():
    """No log of an application is in the result of a batch."""
    told = _batch.describe_result({'msg': 'crashed', 'failed': True, 'container_log': 'line\n' * 100, 'urls': ['http://x/']}, ['urls'])
    assert told == {'msg': 'crashed', 'failed': True, 'changed': False, 'reached': True, 'urls': ['http://x/']}


# The documentation of a module that is an action plugin only

def test_the_documentation_agrees():
    found = read_documentation(['dokploy_batch'])['dokploy_batch']
    assert 'dokploy_batch' in generate.ON_CONTROLLER
    assert set(found['doc']['options']) == set(_batch.OWN_OPTIONS) | set(CONNECTION)

    def compare(documented, specified):
        for option, spec in specified.items():
            one = documented[option]
            assert {key: one.get(key) for key in ('type', 'elements', 'default')} == {key: spec.get(key) for key in ('type', 'elements', 'default')}, option
            assert bool(one.get('required')) == bool(spec.get('required')), option
            compare(one.get('suboptions') or {}, spec.get('options') or {})
    compare(found['doc']['options'], _batch.OWN_OPTIONS)
    assert set(found['return']) == {'outcomes', 'done', 'unchanged', 'failures', 'not_reached', 'check_mode'}
    assert set(found['return']['outcomes']['contains']) == set(_batch.make_outcome({'name': 'a', 'module': 'b'})) | set(_batch.KEPT)
