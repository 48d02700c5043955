# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a service: observed, planned, stored, deployed or reloaded or stopped, and awaited. Private to this collection.

One C(Converge) is one task. It keeps its result as it goes, so that a failure shows what was done before it.
"""

from __future__ import annotations

import re

from . import _engine, _policy
from ._api import Address, Place, same_name
from ._deployments import Deployment, await_other, intervals, summary
from ._errors import ApiError, BadInput, NotFound, NotThere, PermissionMissing, Refused, TaskFailed, Unreachable
from ._health import FAILED, HEALTHY, judge
from ._http import CLOCK, probe
from ._mask import hide_userinfo
from ._model import DEPLOY, NOTHING, Change
from ._resources.references import REFERENCES

CREATING = ("started", "present", "deployed")
ACTION_TIMEOUT = 60
STOP_TIMEOUT = 90
VERIFY_UNCHANGED = 30


class Converge:
    """One task on one application."""

    def __init__(self, resource, backend, options, check_mode=False, warn=None, masker=None, lock_key=""):
        self.resource, self.backend, self.options, self.check_mode = resource, backend, options, check_mode
        self.warn, self.masker, self.lock_key = warn or (lambda text: None), masker, lock_key
        self.state = options["state"]
        self.address = address_of(options)
        self.name = str(self.address)
        self.result = {
            "changed": False, "application": None, "previous": {}, "actions": [], "applied": [], "pending": [], "unverified": [], "phase": "",
            "deployment": None, "containers": [], "backend": backend.name, "urls": [], "next_step": "",
        }
        self.before, self.after = {}, {}
        self.applier = _engine.Applier(backend)
        self.acted = False          # something that runs was touched: a failure is then a change, too
        self.changes = {}

    # The task

    def run(self):
        """-> the result. Raises DokployError; C(self.result) then holds what is known."""
        self._check_input()
        place = self._locate()
        if self.state == "absent":
            return self._absent(place)
        if place.missing:
            return self._missing(place)
        observed = self._look(place)
        if self.state not in ("stopped",) and not self.check_mode and observed.busy():
            observed = self._await_other(place, observed)
        return self._converge(place, observed)

    def _check_input(self):
        options = self.options
        if not (self.address.application_id or self.address.app_name or self.address.domain_host or self.address.name):
            raise BadInput("name the application: project, environment and name, or application_id, app_name or domain_host")
        if self.address.name and not (self.address.project or self.address.environment_id or self.address.application_id):
            raise BadInput("name %s needs project (and environment, where the project has several)" % self.address.name)
        if self.state == "started" and options.get("replicas") == 0:
            raise BadInput("replicas 0 and state started exclude each other: use state stopped")
        if options.get("replicas") is not None and options["replicas"] < 0:
            raise BadInput("replicas must not be negative")
        if options.get("deploy") == "never" and self.state == "deployed":
            raise BadInput("state deployed and deploy never exclude each other")
        if options.get("verify_url") and not re.match(r"^https?://[^/\s]+", options["verify_url"]):
            raise BadInput("verify_url must be an address that begins with http:// or https://")
        source = options.get("source") or {}
        if source.get("registry") and any(source.get(key) for key in ("registry_url", "username", "password")):
            raise BadInput("source.registry copies address, user and password of a registry: leave out source.registry_url, username and password")
        self.changes = _engine.changes_of(self.resource, options, options.get("unset") or ())
        _engine.validate(self.resource, self.changes)
        for option, dummy, child in self.resource.children:
            _engine.plan_children(option, child, [], options.get(option) or [], False, "")

    def _locate(self):
        in_words = self.state in ("absent", "stopped")
        place = self.backend.locate(self.address, need_environment=in_words)
        renamed = self.options.get("rename_to")
        if renamed and place.missing == "application" and not self.address.application_id:
            other = self.backend.locate(Address(project=self.address.project, environment=self.address.environment,
                                                environment_id=self.address.environment_id, name=renamed))
            if other.missing:
                raise NotThere("neither %s nor %s exists: rename_to never creates" % (self.address.name, renamed))
            return other
        if renamed and not place.missing and self.address.name and not same_name(renamed, self.address.name):
            other = self.backend.locate(Address(project=self.address.project, environment=self.address.environment,
                                                environment_id=self.address.environment_id, name=renamed))
            if not other.missing and other.application["id"] != place.application["id"]:
                raise Refused("both %s and %s exist: rename_to cannot make them one" % (self.address.name, renamed))
        return place

    def _look(self, place, again=False):
        try:
            observed = self.backend.observe(place, again=again)
        except NotFound as exc:
            raise NotThere("no application has the id %s, or this key may not see it" % place.application["id"]) from exc
        record = observed.record
        if self.masker:
            learn_secrets(self.resource, record, self.masker)
        environment = record.get("environment") or {}
        project = environment.get("project") or {}
        for what, wanted, found in (
                ("name", self.address.name, record.get("name")), ("environment", self.address.environment, environment.get("name")),
                ("project", self.address.project, project.get("name")), ("app_name", self.address.app_name, record.get("appName"))):
            if wanted and not same_name(wanted, found) and not (what == "name" and same_name(found, self.options.get("rename_to"))):
                raise Refused("%s says %s, and that of the application %s is %s: nothing was changed" % (what, wanted, record["applicationId"], found))
        if not self.name or self.name == self.address.application_id:
            self.name = "%s/%s/%s" % (project.get("name"), environment.get("name"), record.get("name"))
        self._show(observed)
        return observed

    def _await_other(self, place, observed):
        state, title = observed.busy()
        if not await_other(self.backend, place, self.options["queue_timeout"]):
            raise TaskFailed(
                "a deployment of %s that somebody else began (%s, %s) did not end within %d seconds: nothing was changed" % (
                    self.name, title or "without title", state, self.options["queue_timeout"]), phase="queued",
                next_step="Wait for it, raise queue_timeout, or end it in Dokploy.")
        return self._look(place, again=True)

    # Missing

    def _missing(self, place):
        if self.state not in CREATING:
            raise NotThere("%s does not exist, and state %s does not create it" % (self.name, self.state))
        if not self.address.name:
            raise NotThere("no application has the %s %s" % (
                ("domain_host", self.address.domain_host) if self.address.domain_host else ("app_name", self.address.app_name)))
        if self.options.get("create") is False:
            raise NotThere("%s does not exist, and create is false" % self.name)
        if not self.options.get("source"):
            raise NotThere("%s does not exist, and without source it is not created: is the name right?" % self.name)
        if place.missing in ("project", "environment"):
            module = "dokploy_project" if place.missing == "project" else "dokploy_environment"
            named = self.address.project if place.missing == "project" else "%s/%s" % (self.address.project, self.address.environment)
            if not self.check_mode:
                raise NotThere("the %s %s does not exist" % (place.missing, named), next_step="Create it with community.dokploy.%s first." % module)
            self.warn("the %s %s does not exist yet: the real run needs it" % (place.missing, named))
        self._resolve_references(None)
        self._check_versions()
        source_type = (self.options["source"] or {}).get("type")
        if not source_type:
            raise BadInput("source.type is needed to create %s: docker or git" % self.name)
        draft = {"sourceType": source_type, "appName": "", "replicas": 1}
        changes = dict(self.changes)
        if source_type == "git" and "build.type" not in changes:
            changes["build.type"] = Change("dockerfile", path="build.type")
        stored = _engine.plan(self.resource, None, changes)
        self.changes = changes
        problem = _policy.source_problem(dict(draft, **stored.keys))
        if problem:
            raise BadInput("%s: %s" % (self.name, problem))
        plan = self._with_label(stored, dict(draft, **stored.keys), None)
        _engine.own_steps(self.resource, None, plan, {"name": self.options.get("rename_to") or self.address.name},
                          parent_id=(place.environment or {}).get("id", "@environment"), create_more={"appName": self._app_name()})
        decision = _policy.decide(self.state, Nothing(), _policy.Comparison(), deploy=self.options["deploy"], changed=plan.changed, name=self.name)
        children, before, after = self._plan_children({}, _engine.NEW_ID)
        self._refuse_taken_domains(children, None)
        self._record_diff(plan, before, after)
        self.result["changed"] = True
        self._plan_actions(plan.steps + children, decision)
        if self.check_mode:
            self.result["pending"] = decision.pending
            self.result["phase"] = "running" if decision.action == "deploy" else "never deployed"
            return self._finish()
        with _engine.Lock(self.lock_key, place.environment["id"], self.address.name):
            self.applier.run(plan.steps, find_new=lambda: self._same_named(place.environment["id"]))
        created = Place(application={"id": self.applier.new_id, "name": self.address.name, "appName": None, "serverId": None})
        self._run_children(children, created)
        observed = self._look(created)
        if decision.action == "none":
            self.result["pending"] = decision.pending
            return self._finish()
        return self._carry_out(created, observed, decision, fresh=True)

    def _same_named(self, environment_id):
        rows = (self.backend.client.read("environment.one", environmentId=environment_id) or {}).get("applications") or []
        rows = [row for row in rows if same_name(row.get("name"), self.address.name)]
        return [row["applicationId"] for row in sorted(rows, key=lambda row: (row.get("createdAt") or "", row["applicationId"]))]

    def _app_name(self):
        """What Dokploy makes the service's name of, by adding a random suffix: readable in docker service ls."""
        words = "-".join(part for part in (self.address.project, self.address.name) if part).lower()
        return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:40].strip("-") or "app"

    # Storing

    def _resolve_references(self, record):
        """Names of registries, SSH keys and servers become what is stored of them; one request for each kind."""
        for path, item in self.resource.flat():
            change = self.changes.get(path)
            if not item.ref or change is None:
                continue
            if item.at_creation and record is not None and not record.get(item.key) and change.value in ("", None):
                del self.changes[path]
                continue
            if change.clear or change.value == "":
                if item.copies:
                    del self.changes[path]
                    for own, dummy in item.copies:
                        self._set_key(own, Change(None, clear=True))
                continue
            row = self.backend.reference(REFERENCES[item.ref], change.value)
            if not item.copies:
                self.changes[path] = Change(row[REFERENCES[item.ref].id], path=path)
                if item.at_creation and record is not None and record.get(item.key) != row[REFERENCES[item.ref].id]:
                    raise Refused("%s was made on another %s, and Dokploy cannot move it to %s: nothing was changed" % (self.name, item.ref, change.value),
                                  next_step="Remove it and create it there, or leave %s out." % path)
                continue
            del self.changes[path]
            for own, theirs in item.copies:
                if self.masker and own == "password":
                    self.masker.add(row.get(theirs))
                self._set_key(own, Change(row.get(theirs) or ""))
        if record is not None and "server" in self.changes and not self.changes["server"].value and record.get("serverId"):
            raise Refused("%s is on a remote server, and cannot be moved to Dokploy's own host: nothing was changed" % self.name)

    def _set_key(self, key, change):
        for path, item in self.resource.flat():
            if item.key == key:
                self.changes[path] = Change(change.value, clear=change.clear, path=path)

    def _check_versions(self):
        def name_version():
            return "v%d.%d.%d" % self.backend.version()
        _engine.check_versions(self.resource, self.changes, self.backend.at_least, name_version)
        if any(name in self.changes for name in ("update_config", "rollback_config")):
            version = self.backend.version()
            for name in ("update_config", "rollback_config"):
                if name in self.changes:
                    change = self.changes[name]
                    self.changes[name] = Change(change.value, mode=change.mode, clear=change.clear, path=change.path, version=version)
        for option, dummy, child in self.resource.children:
            for wanted in self.options.get(option) or []:
                _engine.check_versions(child, {
                    path: change for path, change in _engine.changes_of(child, wanted).items() if change.value not in ([], True) or path != "enabled"
                }, self.backend.at_least, name_version)

    def _with_label(self, plan, merged, record):
        """A change of what cannot be seen in what runs also writes the build label, in the same update."""
        if not plan.unseen:
            return plan
        labels = dict(merged.get("labelsSwarm") or {})
        labels[_policy.BUILD_LABEL] = _policy.build_label(merged)
        plan.keys["labelsSwarm"] = labels
        return plan

    def _plan_children(self, record, owner_id):
        steps, before, after = [], {}, {}
        for option, key, child in self.resource.children:
            wanted = self.options.get(option)
            if wanted is None:
                continue
            exclusive = self.options.get("exclusive_" + option) or False
            own, old, new = _engine.plan_children(option, child, record.get(key) or [], wanted, exclusive, owner_id)
            steps += own
            if old:
                before[option], after[option] = old, new
        return steps, before, after

    def _refuse_taken_domains(self, steps, application_id):
        """A host and path that another application has would be answered by either of the two: refused, naming it."""
        new = [step for step in steps if step.child and step.child.kind == "domain" and step.creates]
        if not new:
            return
        try:
            rows = self.backend.client.read("overview.domains") or []
            taken = {(row.get("host") or "", row.get("path") or "/"): (row.get("serviceOwnerId"), "%s/%s/%s" % (
                row.get("projectName"), row.get("environmentName"), row.get("serviceName"))) for row in rows if row.get("serviceOwnerId") != application_id}
        except NotFound:
            taken = {}
            for row in self.backend.every_application():
                for domain in row.get("domains") or []:
                    if row["applicationId"] != application_id:
                        taken[(domain.get("host") or "", domain.get("path") or "/")] = (row["applicationId"], "%s/%s/%s" % (
                            ((row.get("environment") or {}).get("project") or {}).get("name"), (row.get("environment") or {}).get("name"), row["name"]))
        for step in new:
            other = taken.get((step.body["host"], step.body.get("path") or "/"))
            if other:
                raise Refused("domains: %s belongs to %s (%s) already: nothing was changed" % (step.label, other[1], other[0]),
                              next_step="Remove it there first, or use another path.")

    def _run_children(self, steps, place):
        for step in steps:
            for key, value in step.body.items():
                if value == _engine.NEW_ID and key == step.child.parent_id:
                    step.body[key] = place.application["id"]
        self.applier.run(steps)

    def _record_diff(self, plan, before, after):
        self.before.update(plan.before)
        self.before.update(before)
        self.after.update(plan.after)
        self.after.update(after)
        self.result["previous"] = dict(plan.previous, **before)

    def _plan_actions(self, steps, decision):
        self.result["actions"] = [step.what for step in steps]
        if decision.action != "none":
            self.result["actions"].append("%s %s" % (decision.action, self.resource.kind))

    # Converging

    def _converge(self, place, observed):
        record = observed.record
        version = self.backend.known_version
        if version is not None and version < (0, 29, 0) and record.get("stopGracePeriodSwarm") is not None and not (
                "stop_grace_period" in self.changes and self.changes["stop_grace_period"].clear):
            raise Refused(
                "%s has a stop grace period stored, and this version of Dokploy cannot stop, start or delete it until it is cleared" % self.name,
                next_step="Use unset: [stop_grace_period].")
        self._resolve_references(record)
        self._check_versions()
        _engine.check_types(self.resource, self.changes, record)
        plan = _engine.plan(self.resource, record, self.changes)
        renamed = self.options.get("rename_to")
        if renamed and not same_name(record.get("name"), renamed):
            plan.keys["name"] = renamed
            plan.before["name"], plan.after["name"] = record.get("name"), renamed
            plan.previous["name"] = record.get("name")
        merged = dict(record, **plan.keys)
        plan = self._with_label(plan, merged, record)
        merged.update(plan.keys)
        children, before, after = self._plan_children(record, record["applicationId"])
        self._refuse_taken_domains(children, record["applicationId"])
        comparison = self._compare(merged, observed)
        decision = self._decide(observed, comparison, plan, merged)
        if plan.keys:
            _engine.own_steps(self.resource, record, plan, {})
        self._record_diff(plan, before, after)
        steps = plan.steps + children
        self.result["changed"] = bool(steps) or decision.action != "none" or decision.always
        self._plan_actions(steps, decision)
        self.result["unverified"] = comparison.unverified + (["service"] if "service" in observed.unreadable else [])
        self.result["pending"] = decision.pending if decision.action in ("none", "stop") else []
        if decision.action in ("deploy", "reload") and observed.service is not None:
            ours = set(plan.changed)
            self.result["applied"] = [one for one in self._compare(record, observed).names if one not in ours]
        if comparison.rolled_back and decision.why == "rolled back":
            self.result["rolled_back"] = True
            self.warn("%s runs an image that somebody put back by a rollback; what is stored differs (%s) and is left pending" % (
                self.name, ", ".join(comparison.names)))
        if self.check_mode:
            return self._finish()
        self.applier.run(plan.steps, merge=self._writer(plan))
        self._run_children(children, place)
        if steps:
            observed.record = merged
        return self._carry_out(place, observed, decision)

    def _compare(self, record, observed):
        if observed.service is None:
            return _policy.Comparison()
        return _policy.differences(record, observed.service, self.backend.known_version)

    def _decide(self, observed, comparison, plan, merged):
        if "service" in observed.unreadable:
            return self._decide_unseen(observed, plan)
        matters = [path for path, item in self.resource.flat() if path in plan.changed and item.effect_in(merged) != NOTHING]
        mode = _policy.stored_mode(merged)[0]
        decision = _policy.decide(
            self.state, observed, comparison, deploy=self.options["deploy"], changed=matters, unseen=plan.unseen,
            apply_pending=self.options.get("apply_pending") or False, name=self.name)
        if decision.action in ("deploy", "reload"):
            if mode.endswith("-job"):
                raise Refused("%s has the mode %s, which Dokploy cannot deploy: it always sends an update configuration, and Docker refuses one for jobs" % (
                    self.name, mode))
            problem = _policy.source_problem(merged) if decision.action == "deploy" else ""
            if problem:
                raise Refused("%s cannot be deployed: %s; nothing was changed" % (self.name, problem))
            broken = comparison.broken or self._broken_env(merged)
            if broken:
                raise Refused("%s cannot be deployed: %s; nothing was changed" % (self.name, broken),
                              next_step="Define the variable, or mend the reference.")
        return decision

    @staticmethod
    def _broken_env(record):
        from ._dotenv import BadValue, resolve
        environment = record.get("environment") or {}
        for key in ("env", "buildArgs", "buildSecrets"):
            try:
                resolve(record.get(key), (environment.get("project") or {}).get("env"), environment.get("env"))
            except BadValue as exc:
                return "%s: %s" % (key, exc)
        return ""

    def _decide_unseen(self, observed, plan):
        """Docker cannot be read: by this key, or because it is away. What needs no look is done; the rest is refused or unverified."""
        reason = observed.unreadable["service"]
        if not observed.proven and "swarm." not in reason and "docker." not in reason:
            raise TaskFailed("%s: what runs could not be read: %s; nothing was changed" % (self.name, reason), phase="unavailable",
                             next_step="Look at the server that the application is on.")
        if self.state in ("restarted", "reloaded"):
            return _policy.Decision("reload", why="asked for", always=True)
        if self.state == "deployed" or self.options["deploy"] == "always":
            return _policy.Decision("deploy", why="asked for", always=True)
        if self.state == "stopped":
            return _policy.Decision("stop" if observed.record.get("applicationStatus") != "idle" else "none", pending=list(plan.changed))
        if not plan.changed or self.options["deploy"] == "never" or self.state == "present" and not observed.deployments:
            idle = observed.record.get("applicationStatus") == "idle" and self.state == "started" and self.options["deploy"] != "never"
            if idle:
                return _policy.Decision("reload" if observed.deployments else "deploy", why="it is idle")
            return _policy.Decision("none", pending=list(plan.changed))
        return _policy.Decision("deploy" if plan.effect == DEPLOY or not observed.deployments else "reload" if plan.effect else "none")

    def _writer(self, plan):
        """How the record's update is sent: with env texts merged anew, and through saveEnvironment for keys that may do no more."""
        read = (lambda record_id: self.backend.client.read("application.one", applicationId=record_id))
        write = _engine.merged_write(self.resource, self.changes, read)

        def send(applier, step, body):
            try:
                write(applier, step, body)
            except PermissionMissing as exc:
                if not _policy.env_differs_only(plan):
                    raise PermissionMissing(
                        "%s; needed to change %s" % (exc.message, ", ".join(plan.changed)), status=exc.status, procedure=exc.procedure,
                        server_message=exc.server_message, code=exc.code, **exc.facts) from exc
                record = read(body[self.resource.id])
                every = {key: body.get(key, record.get(key)) for key in ("env", "buildArgs", "buildSecrets", "createEnvFile")}
                write(applier, _engine.Step("application.saveEnvironment", {}, step.what, undo=step.undo), dict(
                    every, **{self.resource.id: body[self.resource.id]}))
        return send

    # Acting and waiting

    def _carry_out(self, place, observed, decision, fresh=False):
        try:
            self.acted = decision.action != "none"
            if decision.action == "stop":
                self._stop(place, observed)
            elif decision.action == "none":
                if decision.judge and "service" not in observed.unreadable:
                    self._judge(place, observed)
                    self._verify(acted=False)
            else:
                self._roll(place, observed, decision)
                self._verify(acted=True)
        except TaskFailed as exc:
            if self.options.get("on_failure") == "restore" and self.result["changed"]:
                self._restore(place, observed, exc, fresh)
            raise
        return self._finish()

    def _stop(self, place, observed):
        if observed.busy():
            self._stop_once(place)
            if not await_other(self.backend, place, self.options["queue_timeout"]):
                raise TaskFailed("%s was stopped, and a deployment that somebody else began still runs and will start it again" % self.name,
                                 phase="building", next_step="Wait for it or end it, then run the task again.")
        self._stop_once(place)

    def _stop_once(self, place):
        """Stop, and see it stopped: Dokploy says idle whatever happens."""
        try:
            self.backend.stop(place, ACTION_TIMEOUT)
        except Unreachable as exc:
            if exc.arrived is False:
                raise
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            try:
                observed = self._look(place, again=True)
                if observed.service is not None and observed.service.stopped and not any(task.state == "running" for task in observed.tasks):
                    return
                if observed.service is None and observed.proven:
                    return
            except Unreachable as exc:
                if not exc.fallback:
                    raise
            if CLOCK.monotonic() - start >= STOP_TIMEOUT:
                raise TaskFailed("%s was told to stop and has not stopped after %d seconds" % (self.name, STOP_TIMEOUT), phase="stopping",
                                 next_step="Look whether Docker on its server answers.")
            CLOCK.sleep(next(pauses))

    def _roll(self, place, observed, decision):
        before = {task.id for task in observed.tasks}
        version = observed.service.version if observed.service else None
        wait = self.options["wait_for"]
        if decision.action == "deploy":
            deployment = Deployment(self.backend, place, self.options.get("deployment_title") or "Ansible", self.options.get("deployment_description") or "")
            deployment.begin(observed.deployments)
            if wait == "none":
                self.result["phase"] = "queued"
                return
            try:
                row = deployment.follow(self.options["queue_timeout"], self.options["wait_timeout"])
            finally:
                self.result["deployment"] = summary(deployment.row)
            if deployment.perhaps_ours:
                self.warn("the answer to the deployment was lost; the row %s is newer and was taken for ours" % row["deploymentId"])
            self._check_deployment(row)
            # A cancelled or finished row says nothing about the service: its version may have changed before our first look.
            version = version if version is not None else None
        else:
            self._reload(place)
            if wait == "none":
                self.result["phase"] = "rolling"
                return
        if wait == "deployed" or "service" in observed.unreadable:
            self.result["phase"] = "deployed"
            self._look(place, again=True)
            return
        self._await_health(place, before, version, self.options["wait_timeout"])

    def _reload(self, place):
        try:
            self.backend.reload(place, ACTION_TIMEOUT)
        except Unreachable as exc:
            if exc.arrived is False:
                raise
        except ApiError as exc:
            if isinstance(exc, (PermissionMissing, NotFound)):
                raise
            raise TaskFailed(
                "%s could not be reloaded: %s" % (self.name, exc.server_message or exc.message), phase="rolling",
                next_step="Dokploy hides the reason here: state deployed runs the same, and its log has it. Limits that Docker refuses are the usual cause.",
            ) from exc

    def _check_deployment(self, row):
        if row.get("status") == "done":
            return
        log = self.backend.build_log(row["deploymentId"])
        if log is not None:
            self.result["build_log"] = log
        if row.get("status") == "cancelled":
            raise TaskFailed("the deployment %r of %s was cancelled, as happens when Dokploy restarts or somebody ends it" % (row.get("title"), self.name),
                             phase="building", next_step="Run the task again: what was to be deployed is stored.")
        reason = row.get("errorMessage") or _last_words(log)
        raise TaskFailed("the deployment of %s failed%s" % (self.name, ": %s" % reason if reason else ""), phase="building",
                         next_step=_build_advice(log or reason or ""))

    def _await_health(self, place, before, version, timeout, acted=True, first=None):
        """Look until the service is healthy, or fails, or time runs out."""
        start, pauses = CLOCK.monotonic(), intervals()
        verdict, observed = None, first
        while True:
            try:
                observed = observed or self._look(place, again=True)
                comparison = self._compare(observed.record, observed)
                self.result["unverified"] = comparison.unverified
                same = not comparison.differences or comparison.rolled_back
                verdict = judge(observed, before if acted else frozenset(), self.options["stable_for"], version if acted else None, same, not acted)
                if verdict.state == HEALTHY:
                    if acted and not same and observed.busy() is None:
                        raise TaskFailed("%s runs, and differs from what is stored in %s: somebody changed one of the two meanwhile" % (
                            self.name, ", ".join(comparison.names)), phase="rolling", next_step="Run the task again.")
                    if same or not acted:
                        self.result["phase"] = "running"
                        return
                if verdict.state == FAILED:
                    self._fail_health(place, observed, verdict)
            except Unreachable as exc:
                if not exc.fallback:
                    raise
            if CLOCK.monotonic() - start >= timeout:
                if verdict is None:
                    raise TaskFailed("%s: Dokploy could not be asked whether it runs" % self.name, phase="unavailable")
                verdict.reason = "after %d seconds %s" % (timeout, verdict.reason)
                self._fail_health(place, observed or self._look(place, again=True), verdict)
            CLOCK.sleep(next(pauses))
            observed = None

    def _judge(self, place, observed):
        """Without any action, too: what should run has to run."""
        if observed.service is None or observed.service.stopped:
            return
        self._await_health(place, frozenset(), None, self.options["wait_timeout"], acted=False, first=observed)

    def _fail_health(self, place, observed, verdict):
        self._show(observed)
        for line in [line for line in self.result["containers"] if line["state"] in ("failed", "rejected", "complete")][:3]:
            line.update(self.backend.exit_evidence(place, line["task"]))
        if any(line.get("out_of_memory") for line in self.result["containers"]):
            verdict.next_step = "The kernel killed it for memory: raise memory_limit, or find what it needs."
        log = self.backend.container_log(place.application["id"])
        if log:
            self.result["container_log"] = log
        deployment = self.result.get("deployment")
        if deployment and "build_log" not in self.result:
            text = self.backend.build_log(deployment["id"])
            if text:
                self.result["build_log"] = text
        raise TaskFailed("%s is not healthy: %s" % (self.name, verdict.reason), phase=verdict.phase, next_step=verdict.next_step)

    def _verify(self, acted):
        url = self.options.get("verify_url")
        if not url:
            return
        codes = self.options.get("verify_status") or [200]
        limit = self.options["wait_timeout"] if acted else min(self.options["wait_timeout"], VERIFY_UNCHANGED)
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            status, why = probe(url, verify=self.options.get("verify_certs", True), headers=self.options.get("verify_headers"))
            if status in codes:
                return
            if CLOCK.monotonic() - start >= limit:
                raise TaskFailed("%s runs, and %s %s" % (self.name, url, "answers %d" % status if status else "does not answer: %s" % why),
                                 phase="unreachable", next_step="Look at its domains, the port it listens on, and Traefik.")
            CLOCK.sleep(next(pauses))

    # Going back

    def _restore(self, place, observed, failure, fresh):
        """Write back what this task wrote, and bring the state before back."""
        try:
            undone = [] if fresh else self.applier.restore()
            if fresh or observed.service is None or observed.service.stopped:
                self.backend.stop(place, ACTION_TIMEOUT)
                undone.append("stop application")
            else:
                again = self._look(place, again=True)
                comparison = self._compare(again.record, again)
                if comparison.differences or again.service is None:
                    built = again.record.get("sourceType") != "docker" and self.result.get("deployment")
                    if built:
                        deployment = Deployment(self.backend, place, "Ansible: restore", "")
                        deployment.begin(again.deployments)
                        self._check_deployment(deployment.follow(self.options["queue_timeout"], self.options["wait_timeout"]))
                        undone.append("deploy application")
                    else:
                        self._reload(place)
                        undone.append("reload application")
                    version = again.service.version if again.service else None
                    keep = {key: self.result[key] for key in ("containers",)}
                    self._await_health(place, {task.id for task in again.tasks}, version, self.options["wait_timeout"])
                    self.result.update(keep)
            self.result["restored"] = undone
            failure.facts["next_step"] = "What this task wrote was written back. %s" % failure.facts.get("next_step", "")
        except (ApiError, TaskFailed, Unreachable) as exc:
            self.result["restored"] = False
            failure.message += "; and writing back what was before failed too: %s" % exc.message

    # Removal

    def _absent(self, place):
        if place.missing:
            self.result["phase"] = "absent"
            return self._finish()
        observed = self._look(place)
        self.result["changed"] = True
        self.before["state"], self.after["state"] = observed.phase, "absent"
        self.result["actions"] = ["delete application"]
        if self.check_mode:
            return self._finish()
        if observed.busy():
            self.backend.call("application.cleanQueues", {"applicationId": place.application["id"]})
            if not await_other(self.backend, place, self.options["queue_timeout"]):
                if not self.options.get("force"):
                    raise TaskFailed(
                        "%s has a deployment under way that did not end within %d seconds, and was not removed" % (self.name, self.options["queue_timeout"]),
                        phase="building", next_step="Raise queue_timeout, or use force: true, which ends every docker build of that host.")
                self.backend.call("application.killBuild", {"applicationId": place.application["id"]})
                self.result["actions"].insert(0, "kill build")
                if not await_other(self.backend, place, 60):
                    raise TaskFailed("%s has a deployment under way that could not be ended, and was not removed" % self.name, phase="building")
        self.acted = True
        volumes = sorted(mount["volumeName"] for mount in observed.record.get("mounts") or [] if mount.get("type") == "volume" and mount.get("volumeName"))
        try:
            self.backend.call("application.delete", {"applicationId": place.application["id"]}, timeout=ACTION_TIMEOUT * 2)
        except NotFound:
            pass
        except Unreachable as exc:
            if exc.arrived is False:
                raise
        self._see_gone(place)
        self.result["volumes_left"] = volumes
        self.result["phase"] = "absent"
        return self._finish()

    def _see_gone(self, place):
        """The row and the service are gone; a service that a late job made again is stopped by nobody but us."""
        known = place.application
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            try:
                self.backend.client.read("application.one", applicationId=known["id"])
                gone = False
            except NotFound:
                gone = True
            except Unreachable as exc:
                if not exc.fallback:
                    raise
                gone = False
            if gone:
                try:
                    rows = self.backend.client.read("swarm.getNodeApps", serverId=known["serverId"]) or []
                    if not any(row.get("Name") == known["appName"] for row in rows):
                        return
                except (ApiError, Unreachable):
                    self.result["unverified"] = ["service"]
                    return
            if CLOCK.monotonic() - start >= STOP_TIMEOUT:
                raise TaskFailed("%s was deleted, and %s after %d seconds" % (
                    self.name, "its service %s still runs" % known["appName"] if gone else "Dokploy still shows it", STOP_TIMEOUT), phase="removing",
                    next_step="docker service rm %s on its server removes what is left." % known["appName"])
            CLOCK.sleep(next(pauses))

    # Results

    def _show(self, observed):
        record = observed.record
        self.result["application"] = present(self.resource, observed)
        self.result["containers"] = containers(observed)
        self.result["phase"] = observed.phase
        self.result["urls"] = urls(record)

    def _finish(self):
        self.result["diff"] = {"before": self.before, "after": self.after}
        return self.result


class Nothing:
    """What is seen of an application that does not exist yet."""

    phase, service, tasks, running = "never deployed", None, (), ()


def address_of(options):
    names = ("project", "environment", "name", "environment_id", "application_id", "app_name", "domain_host")
    return Address(**{name: options.get(name) or None for name in names})


def learn_secrets(resource, record, masker):
    """The secrets of a record, so that no text of the server can show them."""
    for dummy, item in resource.flat():
        value = record.get(item.key) if item.key else None
        if not item.secret or not value:
            continue
        if item.secret == "values":
            for key, one in (item.kind.canonical(value) or {}).items():
                masker.add(one, key)
        else:
            masker.add(value)
    masker.add(record.get("refreshToken"))
    environment = record.get("environment") or {}
    from ._dotenv import parse
    for text in (environment.get("env"), (environment.get("project") or {}).get("env")):
        for key, one in parse(text).items():
            masker.add(one, key)


def present(resource, observed, include_secrets=False):
    """An application as results show it: options by their names, no secrets unless asked for."""
    record = observed.record
    environment = record.get("environment") or {}
    project = environment.get("project") or {}
    shown = {
        "id": record["applicationId"], "name": record.get("name"), "app_name": record.get("appName"), "project": project.get("name"),
        "environment": environment.get("name"), "project_id": project.get("projectId"), "environment_id": record.get("environmentId"),
        "status": record.get("applicationStatus"), "server_id": record.get("serverId"),
        "stored_image": record.get("dockerImage") if record.get("sourceType") == "docker" else "%s:latest" % record.get("appName"),
        "running_image": observed.service.image if observed.service else None,
        "replicas_running": len(observed.running),
        "replicas_wanted": 0 if observed.service is None else observed.service.wanted,
    }
    for path, item in resource.flat():
        if not item.key or item.key in ("serverId",):
            continue
        if item.when and record.get(item.when[0]) != item.when[1]:
            continue
        value = record.get(item.key)
        if item.secret == "values":
            shown["%s_keys" % path] = item.kind.show(value)
            if include_secrets:
                shown[path] = item.kind.canonical(value) or {}
            continue
        if item.secret and not include_secrets:
            continue
        group, dot, name = path.rpartition(".")
        if dot:
            value = item.kind.show(value)
            shown.setdefault(group, {})[name] = hide_userinfo(value) if isinstance(value, str) else value
        else:
            shown[path] = item.kind.show(value)
    shown["domains"] = [
        dict({item.option: item.kind.show(row.get(item.key)) for item in child.fields if item.key in row}, id=row[child.id])
        for dummy, key, child in resource.children for row in record.get(key) or []]
    return shown


def containers(observed):
    """Tasks as results show them, the living first: a whitelist, without Env, Cmd and Args."""
    image = observed.service.image if observed.service else None
    rows = [
        {"task": task.id, "slot": task.slot, "image": image if task.runs else None, "state": task.state, "desired_state": task.desired, "age": task.age,
         "node": task.node, "error": task.error} for task in observed.tasks]
    return sorted(rows, key=lambda row: (row["desired_state"] != "running", row["slot"], row["age"] or 0))


def urls(record):
    """The addresses that an application's enabled domains lead to."""
    return [
        "%s://%s%s" % ("https" if row.get("https") else "http", row.get("host"), row.get("path") or "/")
        for row in record.get("domains") or [] if row.get("enabled") is not False]


def _last_words(log):
    """The line of a build log that says why, which is not Dokploy's own last line."""
    lines = [line.strip() for line in (log or "").splitlines() if line.strip() and "check the logs for details" not in line]
    telling = [line for line in lines if re.search(r"error|failed|denied|fatal|not found|unexpected|invalid", line, re.IGNORECASE)]
    return (telling or lines or [""])[-1 if not telling else 0][:300]


def _build_advice(text):
    for pattern, advice in (
            (r"manifest unknown|manifest for|not found: manifest", "Check the image's name and tag, and that it was pushed."),
            (r"no basic auth|401 Unauthorized|denied|Login failed", "Check the registry's credentials: source.registry, or source.username and password."),
            (r"expanding env failed|environment variable", "Check the references and templates in env."),
            (r"must be at least 4MiB|limit", "Check memory_limit and cpu_limit."),
            (r"Could not resolve|unable to access|Connection refused|timed out", "Check that the server reaches that host."),
            (r"Remote branch|couldn't find remote ref", "Check source.branch."),
            (r"Dockerfile", "Check build.dockerfile, build.context and source.path.")):
        if re.search(pattern, text, re.IGNORECASE):
            return advice
    return "Read build_log in this result, or the deployment's log in Dokploy."
