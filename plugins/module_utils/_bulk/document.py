# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads a manifest into entries: each is one task of one module, with the entries that it depends on. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, Mapping

from .catalog import BY_KIND, ENVIRONMENT_LEVEL, PROJECT_LEVEL, TOP, list_kinds, name_entry
from .._common.errors import BadInput
from .._common.places import IGNORED, list_ancestors
from .._resources.references import GIT_PROVIDERS

NEEDS, DEFAULTS = "needs", "defaults"
# Keys of an environment that copies another one.
COPY_OF, COPY_ENV, COPY_DOMAINS = COPY_KEYS = ("copy_of", "copy_env", "copy_domains")
PROJECTS, ENVIRONMENTS = "projects", "environments"
MOST_PROBLEMS = 20


@dataclass(frozen=True, eq=False, repr=False)
class Entry:
    """One resource of a manifest."""

    kind: Any                     # EntryKind
    name: str                     # "application shop/production/web": unique within the manifest
    options: Mapping[str, Any]    # the options of its module
    where: str                    # its place in the manifest: "projects[0].environments[0].applications[2]"
    needs: tuple = ()             # the names of the entries that must be applied first
    parts: tuple = ()             # project, environment, owner, name, as far as it has them


@dataclass(frozen=True, eq=False, repr=False)
class Position:
    """The position of an entry in a manifest: its level and place, the names that contain it, and the defaults in effect."""

    level: str = TOP
    where: str = ""
    names: Mapping[str, str] = field(default_factory=dict)        # "project", "environment"
    defaults: Mapping[str, Any] = field(default_factory=dict)     # kind -> options
    needs: tuple = ()


class Problems:
    """Collects all errors of a manifest, each with its place in a file, if known."""

    def __init__(self, origins=None):
        self._origins, self._found = origins or {}, []

    def add(self, where, words):
        self._found.append("%s: %s" % (self.locate(where), words))

    def locate(self, where):
        """Describe a place of the manifest with the file and line of the nearest part whose origin is known."""
        origin = next((self._origins[one] for one in list_ancestors(where) if one in self._origins), None)
        return "%s (%s)" % (origin, where) if origin and where else origin or where or "the manifest"

    def raise_any(self):
        if self._found:
            more = len(self._found) - MOST_PROBLEMS
            raise BadInput("the manifest cannot be applied, and nothing was changed: %s%s" % (
                "; ".join(self._found[:MOST_PROBLEMS]), "; and %d more" % more if more > 0 else ""))


def read_manifest(manifest, origins=None):
    """Read the entries of a manifest, in its order. Raises BadInput with all errors.

    C(origins) gives the file and line of places: {"projects[0]": "shop.yml:3"}.
    """
    if not isinstance(manifest, dict):
        raise BadInput("manifest must be a dictionary, with keys such as projects")
    problems = Problems(origins)
    entries = list(_read_level(manifest, Position(), problems))
    names = {}
    for one in entries:
        if one.name in names:
            problems.add(one.where, "%s is in the manifest twice, also at %s" % (one.name, problems.locate(names[one.name])))
        names.setdefault(one.name, one.where)
    index = Index(entries)
    entries = [replace(one, needs=_find_needs(one, index, problems)) for one in entries]
    problems.raise_any()
    _refuse_circles(entries, problems)
    problems.raise_any()
    return tuple(entries)


def _read_level(level, scope, problems):
    """Yield the entries of a level and of the levels below it. C(scope): its Position."""
    kinds = {one.key: one for one in list_kinds(scope.level)}
    scope = replace(scope, defaults=_merge_defaults(level, scope, problems))
    known = set(kinds) | {DEFAULTS} | ({NEEDS} if scope.level != TOP else set())
    if scope.level == TOP:
        _refuse_unknown([one for one in level if not str(one).startswith(IGNORED)], known, "", problems)
    for key, kind in kinds.items():
        rows = level.get(key)
        where = "%s.%s" % (scope.where, key) if scope.where else key
        if rows is None:
            continue
        if not isinstance(rows, list):
            problems.add(where, "must be a list")
            continue
        for index, row in enumerate(rows):
            place = "%s[%d]" % (where, index)
            if not isinstance(row, dict):
                problems.add(place, "must be a dictionary")
                continue
            yield from _read_entry(kind, row, replace(scope, where=place), problems)


def _read_entry(kind, row, scope, problems):
    """Yield the entry of one row, and those below it. C(scope): the Position of the row."""
    inner_level = {PROJECTS: PROJECT_LEVEL, ENVIRONMENTS: ENVIRONMENT_LEVEL}.get(kind.key)
    inner = {one.key for one in list_kinds(inner_level)} | {DEFAULTS} if inner_level else set()
    options = {name: value for name, value in row.items() if name not in inner | {NEEDS} and not (kind.key == ENVIRONMENTS and name in COPY_KEYS)}
    name_option = kind.kind if inner_level else kind.resource.name_option
    if inner_level and "name" in options:
        options[name_option] = options.pop("name")
    name = options.get(name_option)
    if kind.resource.single:
        name = kind.kind
    if not isinstance(name, str) or not name.strip():
        problems.add(scope.where, "%s needs %s" % (kind.kind.replace("_", " "), "name" if inner_level else name_option))
        return
    for key in ("state", "rename_to", "move_to", "api_url", "api_key"):
        if key in options and (key != "state" or options[key] == "absent"):
            problems.add("%s.%s" % (scope.where, key), "%s belongs to the module %s, not to a manifest" % (
                "state absent" if key == "state" else key, kind.module))
    options = merge_options(scope.defaults.get(kind.kind) or {}, options)
    if not inner_level or kind.key == ENVIRONMENTS:
        options.update({one: value for one, value in scope.names.items() if one in kind.resource.addressing})
    owner = next((options[one] for one in (kind.resource.owner.kinds if kind.resource.owner else ()) if options.get(one)), None)
    parts = tuple(part for part in (scope.names.get("project"), scope.names.get("environment"), owner if isinstance(owner, str) else None, name) if part)
    wanted = row.get(NEEDS)
    if wanted is not None and not (isinstance(wanted, list) and all(isinstance(one, str) for one in wanted)):
        problems.add("%s.%s" % (scope.where, NEEDS), "must be a list of names")
        wanted = None
    entry = Entry(kind, name_entry(kind.kind, parts), options, scope.where, scope.needs + tuple(wanted or ()), parts)
    yield entry
    if inner_level:
        yield from _read_level(row, Position(inner_level, scope.where, {**scope.names, kind.kind: name}, scope.defaults, (entry.name,)), problems)


def _merge_defaults(level, scope, problems):
    """Merge the defaults of a level into those of the levels that contain it."""
    where = "%s.%s" % (scope.where, DEFAULTS) if scope.where else DEFAULTS
    own = level.get(DEFAULTS)
    if own is None:
        return scope.defaults
    if not isinstance(own, dict) or not all(isinstance(one, dict) for one in own.values()):
        problems.add(where, "must be a dictionary of kinds, each with options")
        return scope.defaults
    _refuse_unknown(own, set(BY_KIND), where, problems)
    merged = dict(scope.defaults)
    for kind, options in own.items():
        merged[kind] = merge_options(merged.get(kind) or {}, options)
    return merged


def merge_options(defaults, options):
    """Merge options into their defaults: dictionaries are merged, other values are replaced. Neither argument changes."""
    merged = dict(defaults)
    for name, value in options.items():
        merged[name] = merge_options(merged[name], value) if isinstance(value, dict) and isinstance(merged.get(name), dict) else value
    return merged


def _refuse_unknown(row, known, where, problems):
    for key in row:
        if key not in known:
            alike = difflib.get_close_matches(str(key), sorted(known), 1)
            problems.add("%s.%s" % (where, key) if where else str(key), "%r is not known%s" % (
                key, ": is it %s?" % alike[0] if alike else "; known are %s" % ", ".join(sorted(known))))


class Index:
    """Finds the entries of a manifest by their names, and by their parts."""

    def __init__(self, entries):
        self.names = {one.name for one in entries}
        self._by_parts = {}
        for one in entries:
            self._by_parts.setdefault(one.parts, []).append(one.name)

    def list_near(self, entry, wanted):
        """List the entries that an item of C(needs) can refer to: those with the same parents, or else those at that path from the top."""
        beside = [name for name in self._by_parts.get(entry.parts[:-1] + (wanted,), ()) if name != entry.name]
        return beside or self._by_parts.get(tuple(wanted.split("/")), [])


def _find_needs(entry, index, problems):
    """List the names of the entries that one depends on: those that contain it, those that its options refer to, and its explicit needs."""
    found = []
    for wanted in entry.needs:
        if wanted in index.names:
            found.append(wanted)
            continue
        near = index.list_near(entry, wanted)
        if len(near) != 1:
            alike = difflib.get_close_matches(wanted, sorted(index.names), 1)
            problems.add("%s.%s" % (entry.where, NEEDS), "%r names %s%s" % (
                wanted, "nothing in the manifest" if not near else "several: " + ", ".join(near), ": is it %r?" % alike[0] if alike and not near else ""))
        found += near[:1]
    resource = entry.kind.resource
    for path, item in resource.flat():
        if item.ref:
            group, dot, inner = path.rpartition(".")
            value = (entry.options.get(group) or {}).get(inner) if dot and isinstance(entry.options.get(group), dict) else entry.options.get(path)
            kind = {"build_server": "server", **dict.fromkeys(GIT_PROVIDERS, "git_provider")}.get(item.ref, item.ref)
            found += [name_entry(kind, (one,)) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    for owner in resource.owner.kinds if resource.owner else ():
        if isinstance(entry.options.get(owner), str):
            found.append(name_entry(owner if owner in BY_KIND else "database", entry.parts[:2] + (entry.options[owner],)))
    return tuple(dict.fromkeys(one for one in found if one in index.names and one != entry.name))


def _refuse_circles(entries, problems):
    try:
        TopologicalSorter({one.name: one.needs for one in entries}).prepare()
    except CycleError as exc:
        circle = exc.args[1]
        first = next(one for one in entries if one.name in circle)
        problems.add(first.where, "%s needs itself, through %s" % (first.name, ", ".join(sorted(set(circle)))))


def make_removals(entries, force=False):
    """Make the entries that remove a manifest's resources, in reverse order. Removing a project removes its environments.

    C(force), or an entry's own, removes a record also if something outside of the manifest uses it.
    A record that others may use comes after all of them: variables refer to a vault provider, and no option does.
    """
    kept = [one for one in entries if one.kind.key != ENVIRONMENTS]
    used = [one.name for one in kept if one.kind.resource.used_by]
    last, needs = set(used), {one.name: one.needs for one in entries}
    while used:
        # The entries that such a record needs are removed after it.
        more = [name for name in needs[used.pop()] if name not in last]
        last.update(more)
        used += more
    users = [one.name for one in kept if one.name not in last]
    removed = []
    for one in kept:
        options = {name: value for name, value in one.options.items() if name in one.kind.resource.addressing or name == "kind"}
        if one.kind.resource.used_by:
            options["force"] = force or one.options.get("force") or False
        removed.append(replace(one, options=dict(options, state="absent"), needs=tuple(
            other.name for other in kept if one.name in other.needs or one.kind.key == PROJECTS and other is not one and other.parts[:1] == one.parts[:1]
            and other.kind.key != PROJECTS and len(other.parts) > 1) + tuple(users if one.kind.resource.used_by else ())))
    return tuple(removed)
