# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that every plain record takes: refused, checked, created, changed, cleared, changed by others, renamed, and removed."""

from __future__ import annotations

from cases.model import again, call, case, refused, task


def steps_of(kind, base, values, writes, change, was, clear=None, drift=None, procedures=(), option='name', tested=()):
    """The steps of a record of a kind. C(base): what names it. C(procedures): of create, update and remove.

    C(writes): of its creation. C(change): options of one change, C(was): their values before; C(clear): options that clear something.
    C(drift): somebody else's write. C(tested): the procedure that tries a change first. C(kind["removal"]): more options of its removal.
    """
    module = 'dokploy_' + kind.get('module', kind['kind'])
    create, update, remove = procedures
    updated = list(tested) + [update]

    def one(name, options=None, **more):
        return task(name, dict(base, **(options or {})), module=module, **more)

    made = one('create', values, changed=True, actions=['create %s' % kind['kind']], writes=list(writes))
    yield task('bad option', dict(base, colour_of_all='red'), module=module, failed='Unsupported parameters', writes=[])
    yield one('check', values, check=True, changed=True, actions=['create %s' % kind['kind']], writes=[])
    yield made
    yield again(made)
    changed = one('change', change, changed=True, actions=['update %s' % kind['kind']], writes=updated, previous=was)
    yield changed
    yield again(changed)
    if clear:
        cleared = one('clear', clear, changed=True, actions=['update %s' % kind['kind']])
        yield cleared
        yield again(cleared)
    if drift:
        yield drift
        yield one('drift', values, changed=True)
        yield again(made)
    renamed = kind.get('renamed')
    if renamed:
        yield one('rename', {'rename_to': renamed}, changed=True, previous={'name': base[option]})
        yield again(one('rename', {'rename_to': renamed}))
        base = dict(base, **{option: renamed})
    gone = dict({'state': 'absent'}, **kind.get('removal', {}))
    yield one('remove', gone, changed=True, actions=['delete %s' % kind['kind']], writes=[remove])
    yield again(one('remove', gone))
    yield task('remove by an unknown id', {kind['id']: 'nothing', 'state': 'absent'}, module=module, changed=False, writes=[])
    yield refused('without a name', {}, 'name the', module=module)


def twins(kind, base, values, create, bodies):
    """Two of one name are an error that lists both."""
    module = 'dokploy_' + kind.get('module', kind['kind'])
    return [call(create, **one) for one in bodies] + [
        refused('two of one name', dict(base, **values), 'matches 2', module=module),
        refused('remove one of two', dict(base, state='absent'), 'matches 2', module=module)]


def services():
    """An application web, a compose service and a database of the case's project, and a destination."""
    return [
        call('application.create', name='web', environmentId='@environment_id', appName='shop-web'),
        call('compose.create', name='stack', environmentId='@environment_id', composeType='docker-compose', appName='shop-stack'),
        call('postgres.create', name='db', environmentId='@environment_id', appName='shop-db', databaseName='shop', databaseUser='u',
             databasePassword='S3CRET-9', dockerImage='postgres:17'),
        call('destination.create', name='Backups', provider='', accessKey='S3CRET-ID', secretAccessKey='S3CRET-8', bucket='b', region='', endpoint='e'),
        call('destination.create', name='Others', provider='', accessKey='S3CRET-ID', secretAccessKey='S3CRET-8', bucket='b', region='', endpoint='e')]


__all__ = ['again', 'call', 'case', 'refused', 'services', 'steps_of', 'task', 'twins']
