# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patches of files."""

from __future__ import annotations

from cases.record_steps import again, case, refused, services, steps_of, task

KIND = {'kind': 'patch', 'id': 'patch_id', 'renamed': 'config/other.yml'}
WEB = {'project': '@project', 'application': 'web', 'path': 'config/app.yml'}


def _no(name, options, message):
    return refused(name, dict(WEB, **options), message, module='dokploy_patch')


def _rows():
    yield case('patch from beginning to end', *services(), *steps_of(
        KIND, WEB, {'content': 'a: 1', 'type': 'create', 'enabled': True}, ['patch.create'], {'content': 'a: 2'}, {'content': 'a: 1'}, clear={'content': ''},
        procedures=('patch.create', 'patch.update', 'patch.delete'), option='path'))
    off = task('create', dict(WEB, content='a: 1', enabled=False), module='dokploy_patch', changed=True, writes=['patch.create', 'patch.update'], shows={
        'patch.enabled': False})
    yield case('patch that is not applied', *services(), off, again(off))
    yield case(
        'patch with something wrong', *services(), _no('out', {'path': '../../outside.txt', 'content': 'x'}, 'a path within the repository'),
        _no('root', {'path': '/etc/passwd', 'content': 'x'}, 'a path within the repository'), _no('nothing', {}, 'content is needed'),
        task('create', dict(WEB, content='x'), module='dokploy_patch', changed=True),
        _no('renamed out', {'rename_to': 'a/../../b'}, 'rename_to: '))
    yield case('patches as information', *services(), task('create', dict(WEB, content='x'), module='dokploy_patch', changed=True), task(
        'list', {'project': '@project', 'application': 'web'}, module='dokploy_patch_info', changed=False, writes=[], shows={
            'patches.0.name': 'config/app.yml', 'patches.0.content': 'x'}))


CASES = tuple(_rows())
