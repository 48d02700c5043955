# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exports a server as a manifest; applying it to the same server changes nothing. Read-only."""

from __future__ import annotations

import concurrent.futures
from dataclasses import dataclass, field

from .catalog import BY_KIND, ENVIRONMENT_LEVEL, TOP, list_kinds, name_entry
from .run import READERS
from .._api.backend import Api
from .._api.lookup import SERVICE_KINDS, sort_environments
from .._common.errors import ApiError, NotFound, PermissionMissing, Refused
from .._common.expressions import encode_key, find_imitation, make_expression, read_expression
from .._lifecycle.listing import Owner, list_rows
from .._model.address import same_name
from .._planning.options_of import to_options
from .._planning.unexpressed import list_unexpressed
from .._resources.references import REFERENCES


def fill_secrets(value, secrets):
    """Replace the secret expressions in an exported value, such as {{ dokploy_secrets["entry"]["option"] }}, with their secrets."""
    if isinstance(value, dict):
        return {key: fill_secrets(one, secrets) for key, one in value.items()}
    if isinstance(value, list):
        return [fill_secrets(one, secrets) for one in value]
    keys = read_expression(value)
    for key in keys or ():
        secrets = secrets[key]
    return value if keys is None else secrets


@dataclass(frozen=True, eq=False, repr=False)
class Exported:
    """The export of a server."""

    manifest: dict = field(default_factory=dict)
    secrets: dict = field(default_factory=dict)       # {name of an entry: {option: … value}}
    lost: tuple = ()                                  # descriptions of settings that a manifest cannot express


class Secrets:
    """Collects secrets, and makes the expressions that replace them in the manifest."""

    def __init__(self):
        self.values = {}

    def keep_of(self, entry):
        """Make the function for one entry that keeps the secret at a path (a list of keys) and returns its expression."""
        def keep(path, value):
            keys, place = [encode_key(one) for one in (entry, *path)], self.values
            for key in keys[:-1]:
                place = place.setdefault(key, {})
            place[keys[-1]] = value
            return make_expression(keys)
        return keep


class Exporter:
    """Reads one server. C(client) shares reads among threads."""

    def __init__(self, client, projects=()):
        self._client, self._projects, self._backend = client, projects, Api(client, BY_KIND["project"].resource)
        self._secrets, self._lost, self._names = Secrets(), [], {}

    def run(self):
        """Export the server -> Exported. Raises NotFound for a missing project, and ApiError for a field of another form."""
        return self._client.explain_in(self._run)()

    def _run(self):
        """Read the projects concurrently -> Exported."""
        tree = sorted((one for one in self._client.read("project.all") or [] if not self._projects or any(
            same_name(one["name"], name) for name in self._projects)), key=lambda project: project["name"])
        manifest = {} if self._projects else self._export_organization()
        with concurrent.futures.ThreadPoolExecutor(max_workers=READERS) as pool:
            places = [(project, row) for project in tree for row in sort_environments(project)]
            environments = list(pool.map(lambda place: self._client.read("environment.one", environmentId=place[1]["environmentId"]), places))
            services = [(place, key, one) for place, whole in zip(places, environments) for key in SERVICE_KINDS
                        for one in sorted(whole.get(key) or [], key=lambda row: row.get("name") or "")]
            exported = list(pool.map(self._client.explain_in(self._export_service), services))
        projects = []
        for project in tree:
            rows = []
            for place, whole in zip(places, environments):
                if place[0] is project:
                    rows.append(self._export_environment(project, whole, [one for (at, dummy, dummy2), one in zip(services, exported) if at is place]))
            options, dummy = self._to_options("project", project, (project["name"],))
            projects.append({"name": project["name"], **options, "environments": rows})
        if projects:
            manifest["projects"] = projects
        imitation = find_imitation(manifest)
        if imitation is not None:
            raise Refused("%s: the text on the server reads as an expression, which Ansible would evaluate where the manifest is applied" % ".".join(
                map(str, imitation)), next_step="Change this text in Dokploy.")
        return Exported(manifest, self._secrets.values, tuple(sorted(set(self._lost))))

    def _to_options(self, kind, record, parts, resource=None):
        resource = resource or BY_KIND[kind].resource
        entry = name_entry(kind, parts)
        options, lost = to_options(resource, record, self._name_of, self._secrets.keep_of(entry), self._backend.at_least)
        self._lost += ["%s: %s" % (entry, words) for words in lost]
        return options, entry

    def _name_of(self, kind, own_id):
        """Return the name of the record that a field refers to; None if there is none with this id, or this key may not read it."""
        if not own_id:
            return None
        reference = REFERENCES[kind]
        if reference.listing not in self._names:
            try:
                self._names[reference.listing] = self._client.read(reference.listing) or []
            except (PermissionMissing, NotFound):
                self._names[reference.listing] = []
        row = next((one for one in self._names[reference.listing] if one.get(reference.id) == own_id), None)
        for part in reference.name.split("."):
            row = (row or {}).get(part)
        return row

    def _export_environment(self, project, whole, services):
        options, dummy = self._to_options("environment", whole, (project["name"], whole["name"]))
        found = {"name": whole["name"], **options}
        for lists in services:
            for key, rows in lists.items():
                found.setdefault(key, []).extend(rows)
        # Services and their records come last, in the order of KINDS.
        lists = {kind.key: found.pop(kind.key) for kind in list_kinds(ENVIRONMENT_LEVEL) if found.get(kind.key)}
        return {**{key: one for key, one in found.items() if one != []}, **lists}

    def _export_service(self, service):
        """Export one service and the records that belong to it -> {key of a list in the manifest: rows}."""
        (project, environment), listing, row = service
        kind, id_key = SERVICE_KINDS[listing][:2]
        entry_kind = BY_KIND.get(kind) or (BY_KIND["database"] if kind != "compose" else None)
        parts = (project["name"], environment["name"], row.get("name") or row[id_key])
        if entry_kind is None:
            self._lost.append("%s %s: a manifest has no such kind yet" % (kind, "/".join(parts)))
            return {}
        resource = entry_kind.resource_of({"kind": kind}) if entry_kind.choose else entry_kind.resource
        record = self._client.read(resource.read, **{resource.id: row[id_key]})
        # Dokploy creates this volume for each database.
        own_volume = "%s-data" % record.get("appName")
        record = record.copy()
        record["mounts"] = [one for one in record.get("mounts") or [] if one.get("volumeName") != own_volume]
        options, entry = self._to_options(entry_kind.kind, record, parts, resource)
        self._lost += ["%s: %s" % (entry, words) for words in list_unexpressed(resource, record, options)]
        self._note_source(entry, resource, record)
        state = self._find_state(resource, record)
        found = {entry_kind.key: [{
            "name": record["name"], **({"kind": kind} if entry_kind.choose else {}), **({"state": state} if state else {}), **options}]}
        for owned in list_kinds(ENVIRONMENT_LEVEL):
            if owned.resource.owner is not None and kind in owned.resource.owner.kinds:
                found[owned.key] = self._export_owned(owned, kind, record, parts, resource)
        return found

    def _note_source(self, entry, resource, record):
        """Note why the manifest alone cannot create the service again."""
        problem = resource.form.find_source_problem(record)
        if problem or record.get("sourceType") == "drop":
            self._lost.append("%s: %s" % (entry, problem or "its uploaded files, which Dokploy does not show"))

    def _find_state(self, resource, record):
        """Return the state that leaves a service unchanged, or "" if it runs, which the default state leaves unchanged."""
        if resource.calls.listing == "compose":
            return {"done": "", "idle": "stopped"}.get(record.get(resource.calls.status), "present")
        try:
            lines = self._client.read("swarm.getNodeApps", **({"serverId": record["serverId"]} if record.get("serverId") else {})) or []
        except ApiError:
            return "present"
        line = next((one for one in lines if one.get("Name") == record.get("appName")), None)
        if line is None:
            return "stopped" if record.get(resource.calls.status) == "idle" else "present"
        return "stopped" if str(line.get("Replicas") or "").partition(" ")[0].endswith("/0") else ""

    def _export_owned(self, owned, kind, record, parts, resource):
        owner = Owner(kind, record[resource.id])
        return [self._export_record(owned, row, owner, parts, {kind: parts[2]}) for row in self._list_records(
            owned, owner, "%s of %s" % (owned.resource.many, "/".join(parts)))]

    def _list_records(self, kind, owner, what):
        try:
            return list_rows(Api(self._client, kind.resource), kind.resource, owner)
        except (NotFound, Refused):         # an older server without this kind
            return []
        except PermissionMissing:
            self._lost.append("%s: this key may not read them" % what)
            return []

    def _list_owners(self, kind):
        """List (Owner, options that address it) of the records of a kind that do not belong to a service."""
        described = kind.resource.owner
        if described is None:
            return [(None, {})]
        own_id = described.find_own_id(Api(self._client, kind.resource)) if described.find_own_id else None
        owners = [(Owner(described.otherwise, own_id), {})] if described.otherwise else []
        owners += [(Owner(described.itself, own_id), {described.itself: True})] if described.itself else []
        servers = self._list_records(BY_KIND["server"], None, "servers") if "server" in described.kinds else []
        return owners + [(Owner("server", row["serverId"]), {"server": row["name"]}) for row in servers]

    def _export_record(self, kind, row, owner, before, more):
        """Export a record -> its row. C(before): the names that contain it; C(more): the options that address its owner."""
        resource = kind.resource
        options, dummy = self._to_options(kind.kind, row, (*before, str(row.get(resource.name))))
        foreign = [one for other, names in resource.owner.alone.items() if other != owner.kind for one in names] if owner else ()
        return {resource.name_option: row.get(resource.name), **more, **{name: one for name, one in options.items() if name not in foreign}}

    def _export_organization(self):
        """Export the records that belong to no service -> {key of a list: rows}."""
        found = {}
        for kind in list_kinds(TOP):
            resource = kind.resource
            if kind.kind == "project":
                continue
            rows = []
            for owner, more in self._list_owners(kind):
                before = [one for one in more.values() if isinstance(one, str)]
                records = self._list_records(kind, owner, resource.many.replace("_", " "))
                rows += [self._export_record(kind, row, owner, before, more) for row in sorted(records, key=lambda row: str(row.get(resource.name)))]
            if rows:
                found[kind.key] = rows
        if found.get("dns_providers"):
            self._lost.append("dns_records: they are at the DNS provider, and not read")
        return found
