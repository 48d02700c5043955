# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of a repair: which a finding asks for, which are permitted, and the command that a report names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._module.options import CONNECTION
from ansible_collections.community.dokploy.plugins.module_utils._operations.diagnosis_info import Diagnose
from ansible_collections.community.dokploy.plugins.plugin_utils import _repair, _repair_steps as steps
from support.tools import read_documentation


def finding(code, repairs, part='deployment', **about):
    return {'code': code, 'part': part, 'repairs': list(repairs), 'repairable': bool(repairs), 'about': about}


def progress(*findings):
    diagnosis = {'findings': list(findings), 'verdict': {'application': 'shop/production/web', 'application_id': 'w1'}, 'next_step': ''}
    return steps.Progress(diagnosis, diagnosis)


def permission(**more):
    return steps.Permission(repair=True, **more)


def test_steps_have_an_order_and_are_taken_once():
    stuck = progress(finding('build_silent', ['redeploy', 'kill_build']))
    assert steps.list_wanted(stuck, permission()) == ['kill_build', 'redeploy']
    # Nothing is deployed again while the deployment before it is still stuck.
    assert steps.list_possible(stuck, permission()) == ['kill_build']
    ended = replace(stuck.begin('kill_build', permission()), now=progress().now)
    assert steps.list_possible(ended, permission()) == ['redeploy']
    assert steps.list_possible(ended.begin('redeploy', permission()), permission()) == []


def test_only_the_parts_that_were_chosen_are_repaired():
    both = progress(finding('build_silent', ['kill_build']), finding('removed', ['start'], part='runtime'))
    assert steps.list_possible(both, permission(parts=('runtime',))) == ['start']


@pytest.mark.parametrize('step, given, about', [
    ('end_processes', {'build_host': 'builder'}, {}),
    ('restart_server', {'server_restart': True}, {}),
    ('memory_limit', {'memory_limit': '1G'}, {'memory_limit': '64M'}),
    ('branch', {'branch': 'main'}, {}),
    ('rewrite_traefik', {'rewrite_traefik': True}, {}),
    ('domain_port', {'domain_port': 80}, {'port': 80}),
    ('blocker', {'blocker': True}, {'blocker': 'shop/production/slow', 'blocker_id': 's1'}),
])
def test_what_can_lose_something_needs_its_option(step, given, about):
    code = {'memory_limit': 'memory_kill', 'domain_port': 'nothing_listens', 'blocker': 'queue_blocked'}.get(step, 'x')
    one = progress(finding(code, [step], **about))
    assert steps.list_possible(one, permission()) == []
    why, = [row['why'] for row in steps.list_open(one, permission())]
    assert 'dokploy_troubleshoot_' in why, why
    assert steps.list_possible(one, permission(**given)) == [step]


def test_a_report_names_a_command_that_works_as_it_stands():
    one = progress(finding('memory_kill', ['memory_limit'], memory_limit='64M'), finding('traefik_stopped', ['rewrite_traefik']))
    assert steps.make_command(one, steps.Permission()) == (
        'ansible-playbook community.dokploy.troubleshoot -e dokploy_troubleshoot_application_id=w1 -e dokploy_troubleshoot_remediate=true '
        '-e dokploy_troubleshoot_memory_limit=128M -e dokploy_troubleshoot_rewrite_traefik=true '
        '-e dokploy_troubleshoot_traefik_backup=dokploy-traefik-backup')
    assert steps.make_command(one, permission()) == ''
    assert steps.make_command(progress(finding('x', ['branch'])), steps.Permission()) == ''


def test_a_deployment_of_a_repair_is_recognised_by_its_title():
    one = progress(finding('pending', ['apply']))
    titles = {step: options.get('deployment_title') for step in ('start', 'apply', 'deploy', 'redeploy', 'memory_limit', 'branch')
              for dummy, options in steps.make_tasks(step, one, permission())}
    assert set(titles.values()) == {steps.REPAIR_TITLE}, titles


def test_a_database_is_repaired_by_its_own_module():
    diagnosis = {'findings': [finding('removed', ['start'])], 'next_step': '', 'verdict': {
        'application': 'shop/production/db', 'application_id': '', 'kind': 'redis', 'id': 'r1', 'app_name': 'shop-db'}}
    one = steps.Progress(diagnosis, diagnosis)
    assert steps.make_tasks('start', one, permission()) == [('database', {'wait_timeout': 600, 'state': 'started'})]
    assert steps.make_command(one, steps.Permission()) == (
        'ansible-playbook community.dokploy.troubleshoot -e dokploy_troubleshoot_kind=redis -e dokploy_troubleshoot_database_id=r1 '
        '-e dokploy_troubleshoot_remediate=true')


def test_a_compose_service_is_repaired_by_its_own_module_and_by_calls():
    verdict = {'application': 'shop/production/wiki', 'application_id': '', 'kind': 'compose', 'id': 'c1', 'app_name': 'shop-wiki'}
    diagnosis = {'findings': [finding('removed', ['start']), finding('deployment_without_job', ['remove_row'], deployment_id='d1')], 'next_step': '',
                 'verdict': verdict}
    one = steps.Progress(diagnosis, diagnosis)
    waiting = {'wait_timeout': 600, 'follow': False, 'deployment_title': steps.REPAIR_TITLE}
    assert {step: steps.make_tasks(step, one, permission()) for step in ('start', 'redeploy', 'clean_queue', 'kill_build', 'remove_row')} == {
        'start': [('compose', dict(waiting, state='started'))],
        'redeploy': [('compose', dict(waiting, state='deployed'))],
        'clean_queue': [('api', {'procedure': 'compose.cleanQueues', 'body': {'composeId': 'c1'}})],
        'kill_build': [('api', {'procedure': 'compose.killBuild', 'body': {'composeId': 'c1'}})],
        'remove_row': [('api', {'procedure': 'deployment.removeDeployment', 'body': {'deploymentId': 'd1'}})]}
    assert steps.make_command(one, steps.Permission()) == (
        'ansible-playbook community.dokploy.troubleshoot -e dokploy_troubleshoot_compose_id=c1 -e dokploy_troubleshoot_remediate=true')
    address = _repair.RepairAction._make_address(verdict)
    assert {name: value for name, value in address.items() if value} == {'compose_id': 'c1', 'kind': 'compose'}
    assert 'kind' not in _repair.RepairAction._make_address(verdict, of_module='compose')


def test_a_restart_names_each_other_application_once():
    answer = {'cancelled': [{'name': 'shop/production/web'}, {'name': 'shop/production/api'}], 'dropped': [{'name': 'shop/production/api'}]}
    assert [one['application'] for one in steps.add_ended(progress(), answer).left] == ['shop/production/api']


def report(state, findings=(), done=()):
    verdict = {'state': state, 'text': 'it is down', 'application': 'shop/production/web', 'code': 'x'}
    return {'verdict': verdict, 'findings': list(findings), 'done': list(done), 'left': [{'what': 'Step %d' % one, 'why': 'no'} for one in range(40)],
            'next_command': 'ansible-playbook x'}


def test_a_long_report_is_cut_and_says_so():
    lines = _repair.shorten(report('warning', done=[{'step': 'start'}]), '/tmp/r.html')
    assert len(lines) == _repair.MOST_LINES - 1 and lines[-1].endswith('more lines in /tmp/r.html'), lines
    assert len(_repair.shorten(dict(report('healthy'), left=[], next_command=''), '/tmp/r.html')) == 1


def test_a_broken_application_says_what_to_do_first():
    """Ansible prints ten more lines of the failure that follows."""
    found = {'code': 'x', 'cause': 'a\x1b[2J cause', 'remedy': 'a remedy'}
    lines = _repair.shorten(report('broken', [found]), 'the page')
    assert lines == ['BROKEN: shop/production/web: it is down', 'Next: ansible-playbook x', 'Likely: a cause', 'Do: a remedy', 'The report: the page'], lines


def test_the_options_of_the_diagnosis_are_those_of_its_module():
    """An action plugin may not import the operation, so they stand in both."""
    assert _repair.DIAGNOSIS == {name: Diagnose.own_options[name] for name in _repair.DIAGNOSIS}


def test_the_documentation_agrees():
    found = read_documentation(['dokploy_repair'])['dokploy_repair']
    assert set(found['doc']['options']) == set(_repair.OWN_OPTIONS) | set(CONNECTION)
    for option, spec in _repair.OWN_OPTIONS.items():
        one = found['doc']['options'][option]
        assert {key: one.get(key) for key in ('type', 'elements', 'default', 'choices')} == {
            key: spec.get(key) for key in ('type', 'elements', 'default', 'choices')}, option
    assert set(found['return']) == {'verdict', 'report', 'lines', 'markdown', 'next_step', 'host_step', 'progress', 'check_mode'}
