# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the C(_info) module of one part of a service. Read-only."""

from __future__ import annotations

import copy

from .._api.backend import Api
from .._common.errors import BadInput, NotFound
from .._model.address import address_of
from .._planning.present import present_child
from .definition import ModuleDefinition
from .options import CONNECTION
from .connection import NEEDS_API, open_backend


def part_info_spec(part):
    """Make the argument specification of the C(_info) module of a part."""
    child = part.child
    identity = {item.option: {"type": item.kind.ansible.get("type", "str")} for item in child.fields if item.key in child.identity}
    return dict(copy.deepcopy(CONNECTION), **part.addressing, **identity)


def part_info_module(part):
    """Define the C(_info) module of a part."""
    def body(task):
        if task.options["backend"] == "docker":
            raise BadInput(NEEDS_API)
        resource, address = part.find_service(task.options)
        backend = open_backend(task, Api, resource)
        return {"changed": False, part.option: [
            present_child(resource.child_of(part.option), row) for row in _list_rows(backend, resource, part, address_of(address, resource))
            if _fits(part.child, row, task.options)]}
    return ModuleDefinition(part_info_spec(part), body)


def _list_rows(backend, resource, part, address):
    """List a service's rows; none if it does not exist."""
    place = backend.locate(address)
    if place.missing:
        return []
    try:
        record = backend.client.read(resource.read, **{resource.id: place.service["id"]})
    except NotFound:
        return []
    key = next(key for option, key, dummy in resource.children if option == part.option)
    return sorted(record.get(key) or [], key=part.child.identify)


def _fits(child, row, options):
    named = [item for item in child.fields if item.key in child.identity and options.get(item.option) not in (None, "")]
    return all(item.canonical({item.key: options[item.option]}) == item.canonical(row) for item in named)
