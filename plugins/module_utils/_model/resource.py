# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a resource of Dokploy as data: fields, identity, calls.

A C(Field) connects one option of a task with one key of the server's record. Its C(Kind) converts between the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field as dataclass_field
from typing import Any, Callable, Optional

from .kinds import Kind, RELOAD, TEXT
from .._common.wording import pluralize

# Write dialects: changed keys, changed keys with "" for null, all keys.
PATCH, PATCH_NO_NULL, FULL = "patch", "patch_no_null", "full"


@dataclass(frozen=True, eq=False, repr=False)
class Field:
    """One option of a task, one key of the server's record."""

    option: str  # "memory_limit"; within a Group, the name of the suboption
    key: str = ""  # "memoryLimit"
    kind: Kind = TEXT
    secret: Any = False  # True: a credential; "values": a dict with secret values; "text", "file": a text that contains secrets
    effect: Any = RELOAD  # NOTHING, RELOAD, DEPLOY, or a function of the record
    verifiable: bool = True  # whether the running service shows it
    default: Any = None  # the wire that is stored if the option is cleared
    same_as_null: Any = None  # the wire that is equal to null, such as "/" for a path
    only_for: tuple = ()  # ("sourceType", ("git", "github")): only records of these types have it
    shared: bool = False  # whether other types have another Field for the same option, with another key
    ref: str = ""  # the option names a resource of this kind (REFERENCES); its id, or parts of it, are stored
    copies: tuple = ()  # with ref: (our key, the resource's key) of values that are copied
    switch: str = ""  # a boolean key that is true if this has a value; if it is false, this counts as empty
    since: str = ""  # "0.29.14": the first version; refused on older servers
    quoted_since: str = ""  # "0.29.13": older servers pass it to a shell of theirs between double quotes
    at_creation: bool = False  # can only be set by a creation
    clearable: bool = True
    write_only: bool = False  # Dokploy never shows it: not compared, and written as update_secrets says
    more: dict = dataclass_field(default_factory=dict)  # additions to the argument's specification: choices, required …

    def canonical(self, record):
        """Return the field's value in a record in the form of comparisons."""
        record = record or {}
        wire = record.get(self.key) if not self.switch or record.get(self.switch) else None
        return self.kind.canonical(self.same_as_null if wire in (None, "", []) and self.same_as_null is not None else wire)

    def belongs(self, row):
        """Return whether the field applies to this row, whose type may be another."""
        return not self.only_for or row.get(self.only_for[0]) in self.only_for[1]

    def effect_in(self, record):
        return self.effect(record) if callable(self.effect) else self.effect


@dataclass(frozen=True, eq=False, repr=False)
class Group:
    """An option with suboptions: C(source), C(build)."""

    option: str
    fields: tuple


@dataclass(frozen=True, eq=False, repr=False)
class Write:
    """A call that writes a record's keys."""

    procedure: str
    dialect: str = PATCH
    always: tuple = ()  # keys of every update, with their stored values
    keeps: tuple = ()  # the same, if the stored value is not null
    since: str = ""  # "0.29.14": the first version


@dataclass(frozen=True, eq=False, repr=False)
class Resource:
    """One kind of resource in Dokploy."""

    kind: str  # "application", its name in results and errors
    id: str  # "applicationId"
    fields: tuple  # Field and Group
    name: str = "name"  # the key of the name
    identity: tuple = ("name",)  # the keys that identify one within its parent
    parent: str = ""  # the kind of the parent
    parent_id: str = ""  # "environmentId"
    read: str = ""  # the procedure that reads one record by its id
    listing: str = ""  # the procedure that lists all of them
    create: str = ""
    create_keys: tuple = ()  # the keys that create accepts; an update after it writes the others
    create_extra: dict = dataclass_field(default_factory=dict)
    update: Optional[Write] = None
    updates: tuple = ()  # several Writes instead of one update: each stores the keys in its always
    single: bool = False  # a server has only one, without a name
    remove: str = ""
    remove_keys: Callable = lambda options: {}  # more keys of the remove call
    addressing: dict = dataclass_field(default_factory=dict)  # the options that identify one
    states: tuple = ("present", "absent")
    children: tuple = ()  # (option, key in the record, Resource)
    calls: Any = None  # ServiceCalls of a service
    form: Any = None  # ServiceForm of a service
    permissions: dict = dataclass_field(default_factory=dict)  # procedure -> (resource, action) of user.getPermissions
    shapes: dict = dataclass_field(default_factory=dict)  # procedure -> (type of its answer, key that its rows have, whether null is valid)
    rules: tuple = ()  # (record as it will be) -> why it is invalid, or "": for creation and update
    shows: tuple = ()  # (key of the result, key of the record, function) of values without an option
    hooks: Any = None  # Hooks of a service: functions for its kind, in a file of _lifecycle
    fills: Optional[Callable] = None  # (child's options) -> checked and completed: host in lower case, path "/" …
    name_option: str = "name"  # the option of the name
    plural: str = ""  # the plural of kind in the _info module's result, if pluralize() is wrong
    list_key: str = ""  # the path of the rows in the listing's answer: "user.apiKeys"
    row_id: str = ""  # the key of the id in answers, if it differs from that in calls
    since: str = ""  # "0.29.14": the first version
    options: dict = dataclass_field(default_factory=dict)  # more options of the module
    renames: bool = True
    owner: Any = None  # Ownership
    test: Optional[Write] = None  # a call that tests the keys in always before they are stored; FULL: also before a new name
    create_always: tuple = ()  # keys that every creation sends, by default with their default value
    starts: dict = dataclass_field(default_factory=dict)  # the values of a new record, regardless of the create call
    unpack: Optional[Callable] = None  # (row of an answer) -> the record with the keys of the fields
    pack: Optional[Callable] = None  # (Resource, body with the keys of the fields) -> the body of the call
    variant: Optional[Callable] = None  # (Resource, options, record or None) -> the Resource of its type
    complete: Optional[Callable] = None  # (call, read, options) -> keys of a creation that come from Dokploy
    needed: tuple = ()  # options without which it cannot be created
    refuse: Optional[Callable] = None  # (options, record or None) -> why the task is invalid, or ""
    prepare: Optional[Callable] = None  # (tree, options) -> the options with ids instead of names; tree() returns all projects
    used_by: Any = None  # Uses: a removal is refused while something uses it, unless forced
    keep: Optional[Callable] = None  # (read, options, record) -> why it cannot be removed, or ""
    reveals: tuple = ()  # keys of a creation's answer that the result contains
    run: Any = None  # Run, if it can be run immediately
    lowers_name: bool = False  # Dokploy stores its name in lower case
    joint: str = ""  # separates the parts of the identity in messages
    only: Optional[Callable] = None  # (row of the listing) -> whether it is of this kind
    removals: Optional[Callable] = None  # (record) -> (procedure, body, action) of each call of its removal
    rereads: bool = False  # whether writes also change other values of the record
    read_more: Optional[Callable] = None  # (record as listed) -> (procedure, parameters) of a read by another id, or None
    info_options: dict = dataclass_field(default_factory=dict)  # more options of the _info module
    info_facts: Optional[Callable] = None  # (read, options) -> more keys of its result
    licensed: bool = False  # whether writes require an enterprise license
    more_steps: Optional[Callable] = None  # (read, options, record or None) -> Steps after those of the record
    look: Optional[Callable] = None  # (call, read, options, record, actions) -> more keys of the result, read after the writes

    @property
    def id_option(self):
        """Return the option of the id: "ssh_key_id"."""
        return re.sub("([A-Z])", lambda one: "_" + one.group(1).lower(), self.id)

    @property
    def many(self):
        return self.plural or pluralize(self.kind)

    @property
    def service(self):
        """Return whether the resource is a service that runs."""
        return self.calls is not None

    def flat(self, row=None, paths=None):
        """List (path, Field): ("source.image", …). With C(row), of fields with the same path only the one for the row's type; C(paths): only these."""
        if row is None:
            return self._paths
        # A generator, because a plan changes the row's type while it iterates.
        return (one for one in self._paths if (paths is None or one[0] in paths) and (not one[1].shared or one[1].belongs(row)))

    def __post_init__(self):
        # Computed once, because a manifest iterates them thousands of times.
        object.__setattr__(self, "_paths", tuple(
            (inner.option if inner is item else "%s.%s" % (item.option, inner.option), inner)
            for item in self.fields for inner in (item.fields if isinstance(item, Group) else (item,))))
        object.__setattr__(self, "secrets", tuple(one for one in self._paths if one[1].key and one[1].secret))
        object.__setattr__(self, "_options", tuple(path.partition(".")[::2] + (path, item) for path, item in dict(self._paths).items()))

    def walk_options(self):
        """Every option of a field once: (its name, its name within that group or "", path, Field)."""
        return self._options

    def field_of(self, path):
        return next(item for one, item in self.flat() if one == path)

    def identify(self, row):
        """Return the texts that identify a child within its list."""
        return tuple(str(item.canonical(row) or "") for item in self.fields if item.key in self.identity)

    def child_of(self, option):
        return next(child for name, dummy, child in self.children if name == option)

    def list_permissions(self):
        """Map procedures of it and of its children to the permission needed: (resource, action)."""
        found = dict(self.permissions)
        for dummy, dummy2, child in self.children:
            found.update(child.permissions)
        return found
