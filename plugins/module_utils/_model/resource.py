# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a resource of Dokploy as data: fields, identity, calls.

A C(Field) joins one option of a task to one key of the server's record; its C(Kind) converts between the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field as dataclass_field
from typing import Any, Callable, Optional

from .kinds import Kind, RELOAD, TEXT
from .._common.wording import pluralize

# Write dialects: the keys and the null that a call takes.
PATCH, PATCH_NO_NULL, FULL = "patch", "patch_no_null", "full"


@dataclass(frozen=True)
class Field:
    """One option of a task, one key of the server's record."""

    option: str  # "memory_limit"; within a group, its own name
    key: str = ""  # "memoryLimit"
    kind: Kind = TEXT
    secret: Any = False  # True: a credential; "values": a dict whose values are hidden and keys shown; "text", "file": a text with secrets in it
    effect: Any = RELOAD  # NOTHING, RELOAD, DEPLOY, or a function of the record
    verifiable: bool = True  # whether it can be compared with the running service
    default: Any = None  # the wire that clearing stores
    same_as_null: Any = None  # a wire that null equals, such as "/" for a path
    only_for: tuple = ()  # ("sourceType", ("git", "github")): belongs to those types alone
    shared: bool = False  # other types have another key for the same option, in a field of their own
    ref: str = ""  # names a resource of this kind (REFERENCES); its id, or parts of it, are stored
    copies: tuple = ()  # with ref: (own key, its key) pairs that are copied
    switch: str = ""  # a boolean key beside it, true where this has a value; where it is false, this counts as empty
    since: str = ""  # "0.29.14": left out before, and refused if it was named
    at_creation: bool = False  # given when the thing is made, and refused later
    clearable: bool = True
    write_only: bool = False  # Dokploy never shows it: compared with nothing, and written as update_secrets says
    more: dict = dataclass_field(default_factory=dict)  # more of the argument's specification: choices, required …

    def canonical(self, record):
        """The field's value in a record, ready to be compared."""
        record = record or {}
        wire = record.get(self.key) if not self.switch or record.get(self.switch) else None
        return self.kind.canonical(self.same_as_null if wire in (None, "", []) and self.same_as_null is not None else wire)

    def belongs(self, row):
        """Return whether the field applies to this row, whose type may be another."""
        return not self.only_for or row.get(self.only_for[0]) in self.only_for[1]

    def effect_in(self, record):
        return self.effect(record) if callable(self.effect) else self.effect


@dataclass(frozen=True)
class Group:
    """An option that holds several fields: C(source), C(build)."""

    option: str
    fields: tuple


@dataclass(frozen=True)
class Write:
    """A call that writes a record's keys."""

    procedure: str
    dialect: str = PATCH
    always: tuple = ()  # keys in every update, with their stored value
    keeps: tuple = ()  # the same, of those that are set
    since: str = ""  # "0.29.14": older servers have no such call


@dataclass(frozen=True)
class Resource:
    """One kind of thing that Dokploy keeps."""

    kind: str  # "application", as results and errors say it
    id: str  # "applicationId"
    fields: tuple  # Field and Group
    name: str = "name"  # the key of its name
    identity: tuple = ("name",)  # the keys that are unique together within the same parent
    parent: str = ""  # kind of the parent
    parent_id: str = ""  # "environmentId"
    read: str = ""  # the procedure that gives one record, by its id
    listing: str = ""  # the procedure that lists all of them
    create: str = ""
    create_keys: tuple = ()  # what create takes; the rest is written in the same run
    create_extra: dict = dataclass_field(default_factory=dict)
    update: Optional[Write] = None
    updates: tuple = ()  # of Write, instead of one update: each stores the keys in its always
    single: bool = False  # there is one, without a name
    remove: str = ""
    remove_keys: Callable = lambda options: {}  # more keys of its removal
    addressing: dict = dataclass_field(default_factory=dict)  # the options that identify one
    states: tuple = ("present", "absent")
    children: tuple = ()  # (option, key in the record, Resource)
    calls: Any = None  # ServiceCalls, of a service: its lifecycle is more than a record
    form: Any = None  # ServiceForm, of a service
    permissions: dict = dataclass_field(default_factory=dict)  # procedure -> (resource, action) of user.getPermissions
    shapes: dict = dataclass_field(default_factory=dict)  # procedure -> (type of its answer, key of its rows, whether null is one)
    rules: tuple = ()  # (record as it will be) -> why it is invalid, or "": at creation and update
    shows: tuple = ()  # (key of a result, key of the record, function): what results show and no option sets
    hooks: Any = None  # Hooks, of a service: what is particular to its lifecycle, in a file of _lifecycle
    fills: Optional[Callable] = None  # completes a new child: host lower-cased, path "/" …
    name_option: str = "name"  # the option of a plain record's name
    plural: str = ""  # of kind, where pluralize() is wrong; a key of the _info module's result
    list_key: str = ""  # where the rows are in the listing's answer: "user.apiKeys"
    row_id: str = ""  # the key of the id in answers, where calls have another
    since: str = ""  # "0.29.14": older servers have none
    options: dict = dataclass_field(default_factory=dict)  # more options of the module
    renames: bool = True
    owner: Any = None  # Ownership
    test: Optional[Write] = None  # a call that tries the keys in always, before any of them is stored; FULL: before a new name, too
    create_always: tuple = ()  # keys that a creation has to have, with their default
    starts: dict = dataclass_field(default_factory=dict)  # the values of a new record, regardless of its creation call
    unpack: Optional[Callable] = None  # (answer's row) -> the record with the keys of the fields
    pack: Optional[Callable] = None  # (Resource, body) -> the body as the calls want it
    variant: Optional[Callable] = None  # (Resource, options, record or None) -> the Resource of its type
    complete: Optional[Callable] = None  # (call, read, options) -> keys of a creation that Dokploy gives
    needed: tuple = ()  # options without which it cannot be created
    refuse: Optional[Callable] = None  # (options, record or None) -> why the task is invalid, or ""
    prepare: Optional[Callable] = None  # (tree, options) -> the options with ids for names; tree() gives all projects
    keep: Optional[Callable] = None  # (read, options, record) -> why it cannot be removed, or ""
    reveals: tuple = ()  # keys of a creation's answer that are shown once, in the result
    run: Any = None  # Run: it can be run at once
    lowers_name: bool = False  # Dokploy stores its name in lower case
    joint: str = ""  # between the parts of the identity, where it is shown
    only: Optional[Callable] = None  # (row of the listing) -> whether it is one of these
    removals: Optional[Callable] = None  # (record) -> (procedure, body, action) of each call of its removal
    rereads: bool = False  # its writes change what results show beside them
    read_more: Optional[Callable] = None  # (record as listed) -> (procedure, parameters) of a read by another id, or None
    info_options: dict = dataclass_field(default_factory=dict)  # more options of the _info module
    info_facts: Optional[Callable] = None  # (read, options) -> more keys of its result
    licensed: bool = False  # writes want an enterprise license
    more_steps: Optional[Callable] = None  # (read, options, record or None) -> Steps that go after those of the record
    look: Optional[Callable] = None  # (call, read, options, record, actions) -> more keys of the result, once everything is stored

    @property
    def id_option(self):
        """The option that names one by its id: "ssh_key_id"."""
        return re.sub("([A-Z])", lambda one: "_" + one.group(1).lower(), self.id)

    @property
    def many(self):
        return self.plural or pluralize(self.kind)

    @property
    def service(self):
        """Return whether the resource is a service that runs."""
        return self.calls is not None

    def flat(self, row=None):
        """Every field with its path: ("source.image", Field). With C(row), of those that share a path the one of the row's type."""
        if row is None:
            return self._paths
        # One after the other: a plan changes the row's type meanwhile.
        return (one for one in self._paths if not one[1].shared or one[1].belongs(row))

    def __post_init__(self):
        # Computed once: a manifest walks them thousands of times.
        object.__setattr__(self, "_paths", tuple(
            (inner.option if inner is item else "%s.%s" % (item.option, inner.option), inner)
            for item in self.fields for inner in (item.fields if isinstance(item, Group) else (item,))))

    def field_of(self, path):
        """Return the Field of a path."""
        return next(item for one, item in self.flat() if one == path)

    def identify(self, row):
        """Return the texts that identify a child within its list."""
        return tuple(str(item.canonical(row) or "") for item in self.fields if item.key in self.identity)

    def child_of(self, option):
        """Return the Resource of the children in a list option."""
        return next(child for name, dummy, child in self.children if name == option)

    def list_permissions(self):
        """Map procedures of it and of its children to the permission needed: (resource, action)."""
        found = dict(self.permissions)
        for dummy, dummy2, child in self.children:
            found.update(child.permissions)
        return found
