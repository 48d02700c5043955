# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A database is diagnosed, audited and monitored as an application is."""

from __future__ import annotations

import contextlib

import pytest
from cases.databases import BASE
from cases.model import NGINX, VERSIONS
from simulator import Image, World

from support.inprocess import dokploy

NAMED = {'project': 'shop', 'environment': 'production', 'name': 'db'}


@contextlib.contextmanager
def databases(version='v0.30.2', kind='postgres', advance=60, **options):
    """A simulator with one database, which nobody waited for -> (here, its record)."""
    world = World()
    world.images.update({one['image']: Image(name=one['image']) for one in BASE.values() if 'image' in one})
    world.images['postgres:17'] = Image(name='postgres:17', exit_code=1, log=['FATAL:  database files are incompatible with server'])
    with dokploy(version, world=world) as here:
        made = here.run('dokploy_database', kind=kind, wait=False, **dict(NAMED, **dict(BASE[kind], **options)))
        assert not made.failed, made
        here.simulator.advance(advance)
        yield here, next(iter(here.simulator.store.tables[kind].values()))


def call(here, procedure, **values):
    return here.simulator.call(procedure, values, here.api_key, 'POST')


def diagnose(here, **options):
    told = here.run('dokploy_diagnosis_info', **options)
    assert not told.failed, told.get('msg')
    assert here.writes == [] and not here.simulator.crashes and 'S3CRET' not in str(told)
    return told


@pytest.mark.parametrize('kind', [kind for kind in BASE if kind != 'libsql'])
@pytest.mark.parametrize('version', VERSIONS)
def test_a_healthy_database(version, kind):
    with databases(version, kind) as (here, row):
        told = diagnose(here, kind=kind, **NAMED)
        assert told['findings'] == [] and told['verdict']['state'] == 'healthy', told
        assert (told['verdict']['kind'], told['verdict']['id'], told['verdict']['application_id']) == (kind, row[kind + 'Id'], '')
        assert diagnose(here, kind=kind, database_id=row[kind + 'Id'])['verdict'] == told['verdict']


def removed(here, row):
    here.simulator.remove_service(row['appName'])


def scaled(here, row):
    here.simulator.scale(row['appName'], 0)
    here.simulator.advance(30)


def stopped(here, row):
    call(here, 'postgres.stop', postgresId=row['postgresId'])
    here.simulator.advance(30)


def changed(here, row):
    call(here, 'postgres.update', postgresId=row['postgresId'], env='A=1')


def upgraded(here, row):
    call(here, 'postgres.update', postgresId=row['postgresId'], dockerImage='postgres:17')
    call(here, 'postgres.deploy', postgresId=row['postgresId'])
    here.simulator.advance(120)


def renamed(here, row):
    call(here, 'postgres.update', postgresId=row['postgresId'], applicationStatus='idle')


@pytest.mark.parametrize(('arrange', 'code', 'words', 'remedy'), [
    (removed, 'service_removed', 'it is down: its service was removed', 'dokploy_database with state: started'),
    (scaled, 'scaled_to_zero', 'scaled to 0', 'dokploy_database with state: started'),
    (stopped, 'stopped', 'it is stopped', 'dokploy_database with state: started'),
    (changed, 'pending', 'saved and not applied: env', 'dokploy_database with state: started'),
    (upgraded, 'data_incompatible', 'belong to another version than its image postgres:17', 'Set the image back'),
    (renamed, 'status_drift', 'Dokploy shows it as idle', 'dokploy_database'),
], ids=lambda value: value if isinstance(value, str) and value.isidentifier() else '')
@pytest.mark.parametrize('version', VERSIONS)
def test_what_is_wrong_with_a_database(version, arrange, code, words, remedy):
    with databases(version, update_config={'failure_action': 'continue'}) as (here, row):
        arrange(here, row)
        told = diagnose(here, kind='postgres', **NAMED)
        assert [one['code'] for one in told['findings']] == [code], told['findings']
        found, = told['findings']
        assert words in found['seen'] and remedy in found['remedy'] and 'dokploy_application' not in found['remedy'], found
        assert (found['kind'], found['repairs'], found['application']) == ('postgres', [], 'shop/production/db')


def test_a_project_with_applications_and_databases():
    with databases() as (here, row):
        here.application(source=NGINX, wait=False)
        here.simulator.advance(60)
        scaled(here, row)
        told = diagnose(here, project='shop')
        assert [(one['application'], one['kind'], one['state']) for one in told['verdicts']] == [
            ('shop/production/web', 'application', 'healthy'), ('shop/production/db', 'postgres', 'broken')]
        assert told['verdict']['text'].startswith('1 of 2 applications and databases need attention')
        assert [one['kind'] for one in diagnose(here, project='shop', kind='application')['verdicts']] == ['application']


@pytest.mark.parametrize(('options', 'words'), [
    ({'database_id': 'x'}, 'database_id requires kind'), ({'kind': 'redis', 'application_id': 'x'}, 'mutually exclusive'),
    ({'kind': 'redis', 'project': 'shop', 'name': 'gone'}, 'does not exist'), ({'kind': 'redis', 'database_id': 'x'}, 'no database has the id x')])
def test_refusals(options, words):
    with dokploy() as here:
        told = here.run('dokploy_diagnosis_info', **options)
        assert told.failed and words in told['msg'], told
