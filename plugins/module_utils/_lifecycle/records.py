# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects and environments: what holds services, and variables that services refer to. Private to this collection."""

from __future__ import annotations

from .._api import permissions as _permissions
from .._dotenv import parser as _dotenv
from .._planning import plan as _engine
from .apply import Applier, merged_write, own_steps
from .._common.locks import hold_lock
from .._common.errors import ApiError, BadInput, NotFound, NotThere, Refused
from .existence import delete, end_deployments, see_gone
from .._model.address import Address, Place, same_name
from .._api.lookup import SERVICE_KINDS, every_application, locate_environment, locate_project

DELETE_TIMEOUT = 120
QUEUE_TIMEOUT = 300


class Converge:
    """One task on one project or environment."""

    may_use_engine = False

    def __init__(self, resource, options, check_mode=False, warn=None, masker=None):
        self.resource, self.options, self.check_mode = resource, options, check_mode
        self.backend = None         # given before it runs
        self.warn, self.masker = warn or (lambda text: None), masker
        self.result = {
            "changed": False, resource.kind: None, "previous": {}, "actions": [], "affected_applications": [], "unverified": [], "next_step": ""}
        self.before, self.after = {}, {}
        self.applier = None
        self.acted = False
        self.project = None

    def run(self):
        """-> the result. Raises DokployError; C(self.result) then holds what is known."""
        self.applier = Applier(self.backend)
        options, kind = self.options, self.resource.kind
        own_id = options.get(self.resource.id.replace("Id", "_id"))
        if not own_id and not options.get(kind):
            raise BadInput("name the %s: %s, or %s_id" % (kind, "project and environment" if kind == "environment" else "project", kind))
        if kind == "environment" and not own_id and not (options.get("project") or options.get("project_id")):
            raise BadInput("environment %s needs project, or project_id" % options["environment"])
        changes = _engine.changes_of(self.resource, options)
        _engine.validate(self.resource, changes)
        if options["state"] == "absent":
            try:
                return self._absent(self._find(options))
            except NotThere:
                return self._finish(None)
        row = self._find(options)
        return self._present(row, changes)

    def wrote(self):
        """Whether anything was written or touched, for the result of a failure."""
        return self.acted or self.applier is not None and bool(self.applier.written)

    # Finding

    def _find(self, options):
        """The row of what is named, or None. With rename_to, the one that has the new name already."""
        name, new = options.get(self.resource.kind), options.get("rename_to")
        if options.get(self.resource.id.replace("Id", "_id")):
            row = self._find_named(options, None)
            if name and not same_name(name, row["name"]) and not (new and same_name(new, row["name"])):
                raise Refused("%s says %s, and the %s of that id is %s: nothing was changed" % (self.resource.kind, name, self.resource.kind, row["name"]))
            taken = new and not same_name(new, row["name"]) and self._find_named(
                {"project_id": row["projectId"]} if self.resource.kind == "environment" else {}, new)
            if taken:
                raise Refused("%s exists already: rename_to cannot make the two one" % new)
            return row
        names = [name] + ([new] if new else [])
        found = [self._find_named(options, one) for one in names]
        if len(found) == 2 and all(found) and found[0][self.resource.id] != found[1][self.resource.id]:
            raise Refused("both %s and %s exist: rename_to cannot make them one" % tuple(names))
        row = next((one for one in found if one), None)
        if new and row is None:
            raise NotThere("neither %s nor %s exists: rename_to never creates" % tuple(names))
        return row

    def _find_named(self, options, name):
        if self.resource.kind == "project":
            place = locate_project(self.backend, Address(project=name, project_id=options.get("project_id") or None))
            return None if place.missing else place.project["row"]
        address = Address(
            project=options.get("project") or None, environment=name, project_id=options.get("project_id") or None,
            environment_id=options.get("environment_id") or None)
        place = locate_environment(self.backend, address)
        self.project = place.project
        return None if place.missing else dict(place.environment["row"], projectId=place.project["id"])

    def _record(self, row):
        """The row with its variables: project.all holds a project's, environment.one an environment's."""
        if self.resource.kind == "project":
            record = {key: value for key, value in row.items() if key != "environments"}
        else:
            whole = self.backend.client.read("environment.one", environmentId=row["environmentId"])
            record = {key: value for key, value in whole.items() if key not in SERVICE_KINDS and key != "project"}
        if self.masker:
            for key, value in _dotenv.parse_env(record.get("env")).items():
                self.masker.add_secret(value, key)
        return record

    # Present

    def _present(self, row, changes):
        kind, options = self.resource.kind, self.options
        name = options.get("rename_to") or options.get(kind)
        if row is None:
            return self._create(name, changes)
        record = self._record(row)
        plan = _engine.plan(self.resource, record, changes)
        if options.get("rename_to") and not same_name(record["name"], options["rename_to"]):
            plan.keys["name"] = options["rename_to"]
            plan.before["name"], plan.after["name"] = record["name"], options["rename_to"]
            plan.previous["name"] = record["name"]
        if plan.keys:
            own_steps(self.resource, record, plan, {})
        self._note(plan)
        if "env" in plan.changed:
            self.result["affected_applications"] = self._affected(row, plan.previous["env"])
        if plan.steps and not self.check_mode:
            self.applier.run(plan.steps, merge=merged_write(self.resource, changes, lambda dummy: self._fresh(row)))
            record = self._fresh(row)
        else:
            record = dict(record, **plan.keys)
        return self._finish(record)

    def _fresh(self, row):
        if self.resource.kind == "project":
            return self.backend.client.read("project.one", projectId=row["projectId"])
        return self.backend.client.read("environment.one", environmentId=row["environmentId"])

    def _create(self, name, changes):
        parent_id = None
        if self.resource.parent:
            if self.project is None:
                named = self.options.get("project")
                if not self.check_mode:
                    raise NotThere("the project %s does not exist" % named, next_step="Create it with community.dokploy.dokploy_project first.")
                self.warn("the project %s does not exist yet: the real run needs it" % named)
            parent_id = (self.project or {}).get("id", "@project")
        plan = _engine.plan(self.resource, None, changes)
        own_steps(self.resource, None, plan, {"name": name}, parent_id=parent_id)
        self._note(plan)
        self.before["state"], self.after["state"] = "absent", "present"
        _permissions.check(self.backend, [step.procedure for step in plan.steps], name)
        if self.check_mode:
            return self._finish(dict(plan.keys, name=name))
        with hold_lock(self.backend.client.api_url, self.resource.kind, parent_id, name, timeout=QUEUE_TIMEOUT):
            self.applier.run(plan.steps[:1], find_new=lambda: self._same_named(name, parent_id))
            row = {self.resource.id: self.applier.new_id}
            if not self.applier.adopted:
                self.applier.run(plan.steps[1:])
        if self.applier.adopted:
            return self._present(self._fresh(row), changes)     # another made it meanwhile: compared, as if it had been there
        return self._finish(self._fresh(row))

    def _same_named(self, name, parent_id):
        if self.resource.kind == "project":
            rows = self.backend.client.read("project.all") or []
        else:
            rows = (self.backend.client.read("project.one", projectId=parent_id) or {}).get("environments") or []
        rows = [row for row in rows if same_name(row.get("name"), name)]
        return [row[self.resource.id] for row in sorted(rows, key=lambda row: (row.get("createdAt") or "", row[self.resource.id]))]

    def _affected(self, row, changed):
        """The applications that refer to one of the variables that change: they have the old value until they are reloaded or deployed."""
        names = set(changed["added"]) | set(changed["removed"]) | set(changed["changed"])
        prefix = self.resource.kind + "."
        # The lists of services in project.one and environment.one are without env, on newer servers.
        try:
            rows = every_application(self.backend, [row if self.resource.kind == "project" else {"environments": [row]}])
        except ApiError as exc:
            self.result["unverified"] = ["affected_applications"]
            self.warn("which applications refer to the changed variables could not be read: %s" % exc.message)
            return []
        found = []
        for application in rows:
            used = {
                name[len(prefix):] for key in ("env", "buildArgs", "buildSecrets") for value in _dotenv.parse_env(application.get(key)).values()
                for name in _dotenv.list_references(value) if name.startswith(prefix)}
            if used & names:
                found.append({
                    "id": application["applicationId"], "name": application.get("name"), "app_name": application.get("appName"),
                    "environment": (application.get("environment") or {}).get("name"), "variables": sorted(used & names)})
        return found

    # Absent

    def _absent(self, row):
        if row is None:
            return self._finish(None)
        kind = self.resource.kind
        if kind == "environment" and row.get("isDefault"):
            raise Refused(
                "%s is the default environment of its project, and Dokploy never removes one: nothing was changed" % row["name"],
                next_step="Remove the project, or the services in it.")
        inside = list(self._inside(row))
        if inside and not self.options.get("force"):
            raise Refused(
                "the %s %s is not empty, and was not removed; in it: %s" % (
                    kind, row["name"], ", ".join("%s %s" % (what, name) for what, name, *rest in inside)),
                next_step="Remove these first, or use force: true, which removes them with it.")
        self.result["changed"] = True
        self.result["actions"] = ["delete %s %s" % (what, name) for what, name, *rest in inside] + ["delete %s" % kind]
        self.before["state"], self.after["state"] = "present", "absent"
        _permissions.check(self.backend, [procedure for what, name, procedure, body in inside] + [self.resource.remove], row["name"])
        if self.check_mode:
            return self._finish(None)
        self.acted = True
        for what, name, procedure, body in inside:
            if what == "application":
                self._delete_application(name, body["applicationId"])
                continue
            try:
                self.backend.call(procedure, body, timeout=DELETE_TIMEOUT)
            except NotFound:
                continue
        try:
            self.backend.call(self.resource.remove, {self.resource.id: row[self.resource.id]}, timeout=DELETE_TIMEOUT)
        except NotFound:
            pass
        return self._finish(None)

    def _delete_application(self, name, application_id):
        """As the application's own module removes one: its jobs first, for one that is built could make the service again.

        It is seen gone before its parent goes: after that, nothing would name a service that is left.
        """
        place = Place(application={"id": application_id, "name": name, "appName": None, "serverId": None})
        try:
            observed = self.backend.observe(place)
        except NotFound:
            return
        end_deployments(self.backend, place, observed, name, QUEUE_TIMEOUT)
        delete(self.backend, place)
        if not see_gone(self.backend, place, name):
            self.result["unverified"] = ["service"]

    def _inside(self, row):
        environments = row.get("environments") if self.resource.kind == "project" else [row]
        for environment in environments or []:
            for key, (what, id_key, procedure, more) in SERVICE_KINDS.items():
                for service in environment.get(key) or []:
                    name = service.get("name") or service[id_key]
                    if self.resource.kind == "project":
                        name = "%s/%s" % (environment.get("name"), name)
                    yield what, name, procedure, dict(more, **{id_key: service[id_key]})

    # Results

    def _note(self, plan):
        self.before.update(plan.before)
        self.after.update(plan.after)
        self.result["previous"] = plan.previous
        self.result["actions"] = [step.what for step in plan.steps]
        self.result["changed"] = bool(plan.steps)

    def _finish(self, record):
        if record is not None:
            self.result[self.resource.kind] = shown(self.resource, record)
        self.result["diff"] = {"before": self.before, "after": self.after}
        return self.result


def shown(resource, record, include_secrets=False):
    """A project or environment as results show it."""
    found = {
        "id": record.get(resource.id), "name": record.get("name"), "description": record.get("description") or "",
        "env_keys": sorted(_dotenv.parse_env(record.get("env")))}
    if include_secrets:
        found["env"] = _dotenv.parse_env(record.get("env"))
    if resource.kind == "environment":
        found.update(project_id=record.get("projectId"), is_default=bool(record.get("isDefault")))
    return found
