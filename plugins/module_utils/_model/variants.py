# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes fields and descriptions of records with several types. Pure."""

from __future__ import annotations

from dataclasses import replace

from .kinds import NOTHING, TEXT
from .resource import Field, Group
from .._common.errors import BadInput, Refused


def required_field(option, key, kind=TEXT, secret=False, hidden=False):
    """Make a field that a creation needs. C(hidden): Dokploy never shows it."""
    return Field(option, key, kind, effect=NOTHING, secret=secret or hidden, write_only=hidden, clearable=False)


def optional_field(option, key, kind=TEXT, default="", secret=False, **spec):
    """Make an optional field."""
    return Field(option, key, kind, effect=NOTHING, secret=secret, default=default, more=spec)


def choose_type(resource, options, record, types, key):
    """Return the stored type, or the one that the task names. Raises BadInput, and Refused if both differ."""
    named, what = [one for one in types if options.get(one) is not None], resource.kind.replace("_", " ")
    found = (record or {}).get(key) or (named[0] if named else "")
    if len(named) > 1 or not found:
        raise BadInput("a %s is of one type: name one of %s" % (what, ", ".join(types)))
    if named and named[0] != found:
        raise Refused("this %s is of the type %s, and not %s: nothing was changed" % (what, found, named[0]))
    missing = [one.option for one in types[found] if not one.clearable and not (options.get(found) or {}).get(one.option)]
    if record is None and missing:
        raise BadInput("%s: %s is needed to create it" % (found, ", ".join(missing)))
    return found


def choose_provider(resource, options, record, kinds, fixed=()):
    """Make the Resource of a provider's type. C(kinds): type -> fields, which are in the record's C(config); C(fixed): those of all types."""
    kind = choose_type(resource, options, record, kinds, "providerType")
    keys = tuple(one.key for one in kinds[kind])

    def pack(dummy, body):
        config = {key: body[key] for key in keys if body.get(key) not in (None, "")}
        return dict({key: value for key, value in body.items() if key not in keys}, config=dict(config, providerType=kind))
    own = keys + tuple(one.key for one in fixed)
    return replace(resource, fields=fixed + (Group(kind, kinds[kind]),), create_keys=own, create_always=own, pack=pack,
                   test=resource.test and replace(resource.test, always=resource.test.always + keys))


def unpack_config(row):
    """Copy the keys of C(config) to the top level of a provider's row."""
    return dict({key: value for key, value in row.items() if key != "config"}, **(row.get("config") or {}))
