# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags."""

from __future__ import annotations

from cases.model import NEWEST, OLDER
from cases.record_steps import call, case, refused, steps_of, task

KIND = {'kind': 'tag', 'id': 'tag_id', 'renamed': 'Renamed'}
BASE = {'name': 'production'}


def _rows():
    yield case('tag from beginning to end', *steps_of(
        KIND, BASE, {'color': '#112233'}, ['tag.create'], {'color': '#445566'}, {'color': '#112233'}, clear={'color': ''},
        procedures=('tag.create', 'tag.update', 'tag.remove')), versions=(NEWEST,))
    yield case(
        'tag with something wrong', refused('colour', dict(BASE, color='red'), "color: 'red' is not a color", module='dokploy_tag'),
        refused('blank name', {'name': ' '}, 'name the tag', module='dokploy_tag'),
        call('tag.create', name='production'), call('tag.create', name='staging'),
        refused('a name that is taken', dict(BASE, rename_to='staging'), 'both production and staging exist', module='dokploy_tag'), versions=(NEWEST,))
    yield case('tag on an older server', refused('create', BASE, 'requires Dokploy v0.29.14 or later', module='dokploy_tag'), task(
        'list', {}, module='dokploy_tag_info', changed=False, writes=[], shows={'tags': []}), versions=(OLDER,))
    yield case('tags as information', call('tag.create', name='production', color='#112233'), task(
        'list', {}, module='dokploy_tag_info', changed=False, writes=[], shows={'tags.0.name': 'production', 'tags.0.color': '#112233'}), versions=(NEWEST,))


CASES = tuple(_rows())
