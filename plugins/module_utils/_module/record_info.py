# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the C(_info) module of a plain record. Read-only."""

from __future__ import annotations

import copy

from .._api.server import ApiServer
from .._common.errors import BadInput, Refused
from .._lifecycle.listing import find_described_owner, list_rows
from .._model.address import same_name
from .._planning.present_record import present_record
from .definition import ModuleDefinition
from .options import CONNECTION
from .connection import NEEDS_API, open_backend


def record_info_spec(resource):
    """Make the argument specification of a record's C(_info) module."""
    return dict(copy.deepcopy(CONNECTION), **copy.deepcopy({**resource.addressing, **resource.info_options}))


def list_records(backend, resource, options, find_owner=find_described_owner):
    """Make the result of the module. Without a match it is an empty list, also for a kind that the server is too old for."""
    owner = None
    if resource.owner is not None:
        owner = find_owner(backend, resource, options)
        if owner.missing:
            return {"changed": False, resource.many: []}
    try:
        rows = list_rows(backend, resource, owner)
    except Refused:
        rows = []
    name, own_id = options.get(resource.name_option), options.get(resource.id_option)
    name = name.lower() if name and resource.lowers_name else name
    found = [row for row in rows if (not name or same_name(row.get(resource.name), name)) and (not own_id or row[resource.id] == own_id)]
    found = [dict(row, **_read_more(backend, resource, row)) for row in found]
    facts = resource.info_facts(backend.client.read, options) if resource.info_facts else {}
    return dict(facts, changed=False, **{resource.many: [
        present_record(resource.variant(resource, {}, row) if resource.variant else resource, row) for row in found]})


def _read_more(backend, resource, row):
    more = resource.read_more(row) if resource.read_more else None
    return backend.client.read(more[0], **more[1]) or {} if more else {}


def record_info_module(resource, find_owner=find_described_owner):
    """Define the C(_info) module of a plain record. C(find_owner) finds its owner, if it has one."""
    def body(module_task):
        if module_task.options["backend"] == "docker":
            raise BadInput(NEEDS_API)
        return list_records(open_backend(module_task, ApiServer, resource), resource, module_task.options, find_owner)
    return ModuleDefinition(record_info_spec(resource), body)
