# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a service: observed, planned, stored, deployed or reloaded or stopped, and awaited. Private to this collection.

One C(Converge) is one task. It keeps its result as it goes, so that a failure shows what was done before it.
"""

from __future__ import annotations

import re

from .._planning import compare as _compare, plan as _engine
from .._common.errors import BadInput, NotFound, NotThere, Refused
from .._model.kinds import RELOAD
from .._model.address import Place, address_of, same_name
from .._model.observation import CRASH_LOOP, wanted_tasks
from .._planning.present import containers, learn_secrets, present, urls

# Dokploy's status, and what is so: somebody acted without it, such as this collection while it was away.
CONTRADICTIONS = (("done", "stopped"), ("done", "never_deployed"), ("idle", "running"))


class Converge:
    """One task on one application."""

    may_use_engine = True       # in place of the API, where a task lets it

    def __init__(self, resource, options, check_mode=False, warn=None, masker=None):
        self.resource, self.options, self.check_mode = resource, options, check_mode
        self.backend = None         # given before it runs
        self.warn, self.masker = warn or (lambda text: None), masker
        self.state = options.get("state")
        self.address = address_of(options)
        self.name = str(self.address)
        self.result = {
            "changed": False, "application": None, "previous": {}, "actions": [], "applied": [], "pending": [], "unverified": [], "phase": "",
            "deployment": None, "containers": [], "backend": "api", "urls": [], "next_step": "",
        }
        self.seen = None            # the last look
        self.before, self.after = {}, {}
        self._applier = None
        self.acted = False          # something that runs was touched: a failure is then a change, too
        self.changes = {}
        self.follow = self.watch = None     # the module, if what comes shall be shown while the task waits; and who shows it
        self.unseen = []            # options of children whose change matters, and cannot be seen in what runs
        self.children = ({}, {})    # before and after, for the diff
        self.drop = None            # what source.src holds
        self.target = None          # the Place of the environment that it shall be moved to

    @property
    def applier(self):
        from .apply import Applier
        self._applier = self._applier or Applier(self.backend)
        return self._applier

    def wrote(self):
        """Whether anything was written or touched, for the result of a failure."""
        return self.acted or self._applier is not None and bool(self._applier.written)

    # The task

    def run(self):
        """-> the result. Raises DokployError; C(self.result) then holds what is known."""
        self.result["backend"] = self.backend.name
        self.check_input()
        if not self.backend.stores:
            from .docker_only import check
            check(self)
        place = self._locate()
        if self.state == "absent":
            from .existence import remove
            return remove(self, place)
        if place.missing:
            from .existence import create
            return create(self, place)
        return self.go_on(place)

    def go_on(self, place):
        """What is there is compared, once nobody else deploys it."""
        observed = self.look(place)
        if observed.record is None:
            from .docker_only import converge
            return converge(self, place, observed)
        if self.state not in ("stopped",) and not self.check_mode and observed.busy():
            from .store import await_deployment
            observed = await_deployment(self, place, observed)
        return self._converge(place, observed)

    def check_address(self):
        if not (self.address.application_id or self.address.app_name or self.address.domain_host or self.address.name):
            raise BadInput("name the application: project, environment and name, or application_id, app_name or domain_host")
        if self.address.name and not any((
                self.address.project, self.address.environment_id, self.address.application_id, self.address.app_name, self.address.domain_host)):
            raise BadInput("name %s needs project (and environment, where the project has several)" % self.address.name)

    def check_input(self):
        options = self.options
        self.check_address()
        if self.state == "started" and options.get("replicas") == 0:
            raise BadInput("replicas 0 and state started exclude each other: use state stopped")
        if (options.get("replicas") or 0) < 0:
            raise BadInput("replicas must not be negative")
        if options.get("remove_volumes") and self.state != "absent":
            raise BadInput("remove_volumes belongs to state absent")
        if options.get("deploy") == "never" and self.state == "deployed":
            raise BadInput("state deployed and deploy never exclude each other")
        verify = options.get("verify") or {}
        if verify.get("url") and not re.match(r"^https?://[^/\s]+", verify["url"]):
            raise BadInput("verify.url must be an address that begins with http:// or https://")
        source = options.get("source") or {}
        if source.get("registry") and any(source.get(key) for key in ("registry_url", "username", "password")):
            raise BadInput("source.registry copies address, user and password of a registry: leave out source.registry_url, username and password")
        if any(not isinstance(value, str) for value in (verify.get("headers") or {}).values()):
            raise BadInput("verify.headers: every value must be a text: quote it")
        self.changes = _engine.changes_of(self.resource, options, options.get("unset") or ())
        _engine.validate(self.resource, self.changes)
        for option, dummy, child in self.resource.children:
            if options.get("exclusive_" + option) and options.get(option) is None:
                raise BadInput("exclusive_%s needs %s: an empty list removes every %s" % (option, option, child.kind))
            _engine.match_children(option, child, None, options.get(option) or [])

    def _locate(self):
        if self.options.get("move_to") is not None:
            from .move import locate_moved
            return locate_moved(self)
        in_words = self.state in ("absent", "stopped")
        try:
            place = self.backend.locate(self.address, need_environment=in_words)
        except NotThere:
            if self.state != "absent":
                raise
            return Place(missing="application")
        if self.options.get("rename_to"):
            from .store import locate_renamed
            place = locate_renamed(self, place)
        return place

    def look(self, place, again=False):
        try:
            observed = self.backend.observe(place, again=again)
        except NotFound as exc:
            raise NotThere("no application has the id %s, or this key may not see it" % place.application["id"]) from exc
        record = observed.record
        if record is None:
            from .docker_only import note
            return note(self, place, observed)
        if self.masker:
            learn_secrets(self.resource, record, self.masker)
        environment = record.get("environment") or {}
        project = environment.get("project") or {}
        moved = self.target is not None and record.get("environmentId") == (self.target.environment or {}).get("id")
        for what, wanted, found in (
                ("name", self.address.name, record.get("name")), ("environment", self.address.environment, environment.get("name")),
                ("project", self.address.project, project.get("name")), ("app_name", self.address.app_name, record.get("appName")),
                ("environment_id", self.address.environment_id, record.get("environmentId"))):
            if moved and what in ("project", "environment", "environment_id") or what == "name" and same_name(found, self.options.get("rename_to")):
                continue
            if wanted and not same_name(wanted, found):
                raise Refused("%s says %s, and that of the application %s is %s: nothing was changed" % (what, wanted, record["applicationId"], found))
        host = (self.address.domain_host or "").lower()
        if host and host not in [(row.get("host") or "").lower() for row in record.get("domains") or []]:
            raise Refused("domain_host says %s, and the application %s has no such domain: nothing was changed" % (host, record["applicationId"]))
        if not self.name or self.name == self.address.application_id:
            self.name = "%s/%s/%s" % (project.get("name"), environment.get("name"), record.get("name"))
        self.show(observed)
        return observed

    # Storing

    def plan_children(self, plan, record, owner_id):
        """-> the steps of the children that were listed; the record gets them as they will be, and the plan those that matter to what runs."""
        steps = []
        for option, key, child in self.resource.children:
            wanted = self.options.get(option)
            if wanted is None:
                continue
            exclusive = self.options.get("exclusive_" + option)
            pairs, left = _engine.match_children(option, child, record.get(key) or [], wanted)
            if not (exclusive and left) and not any(row is None or inner.keys for dummy, row, inner in pairs):
                continue
            from .change import change_children
            steps += change_children(self, plan, record, owner_id, (option, key, child), pairs, left)
        if record.get("endpointSpecSwarm") and record.get("ports") and (self.options.get("ports") or self.options.get("endpoint_spec")):
            from .change import refuse_replaced_ports
            refuse_replaced_ports(self)
        return steps

    # Converging

    def _converge(self, place, observed):
        record = observed.record
        if record.get("stopGracePeriodSwarm") is not None:
            from .store import refuse_unreadable
            refuse_unreadable(self, record)
        named = [(path, item) for path, item in self.resource.flat() if path in self.changes]
        if record.get("modeSwarm") or any(item.ref or item.since or path in ("update_config", "rollback_config", "networks") for path, item in named):
            from .store import prepare
            prepare(self, record)
        _engine.check_types(self.resource, self.changes, record)
        plan = _engine.plan(self.resource, record, self.changes)
        renamed = self.options.get("rename_to")
        if renamed and not same_name(record.get("name"), renamed):
            from .change import rename
            rename(self, plan, record, renamed)
        merged = dict(record, **plan.keys)
        moves = []
        if self.target is not None:
            from .move import plan_move
            moves = plan_move(self, record, plan, merged)
        if plan.unseen:
            from .store import label_build
            label_build(self, plan, merged)
        children = self.plan_children(plan, merged, record["applicationId"])
        if children:
            from .store import check_children
            check_children(self, children, record["applicationId"])
        if _compare.wants_networks(merged, observed.service) or any("network" in path for path in plan.changed):
            from .store import learn_networks
            learn_networks(self, merged, observed)
        comparison = self.compare(merged, observed)
        if "source.src" in self.changes:
            from .upload import note
            note(self, plan, merged, observed, comparison)
        comparison.differences += [_compare.Difference(one, RELOAD) for one in self.unseen if observed.service is not None]
        decision = self._decide(observed, comparison, plan, merged)
        self.result["unverified"] = comparison.unverified + (["service"] if "service" in observed.unreadable else [])
        if plan.keys or moves or children or decision.action != "none" or decision.always or comparison.rolled_back:
            from .change import change
            return change(self, place, observed, plan, moves + children, merged, comparison, decision)
        self.result["pending"] = decision.pending
        return self.finish() if self.check_mode else self.carry_out(place, observed, decision)

    def compare(self, record, observed):
        if observed.service is None or record is None:
            return _compare.Comparison()
        return _compare.differences(record, observed.service, self.backend.known_version)

    def _decide(self, observed, comparison, plan, merged):
        if "service" in observed.unreadable:
            from .store import decide_unseen
            return decide_unseen(self, observed, plan, merged)
        if self._nothing_to_do(observed, comparison, plan):
            return _compare.Decision(judge=True)
        from .store import decide
        return decide(self, observed, comparison, plan, merged)

    def _nothing_to_do(self, observed, comparison, plan):
        """The usual case, told without the table of states: it runs, as it is stored, and nobody asked for anything."""
        return (
            self.state in ("started", "present") and observed.phase == "running" and self.options["deploy"] != "always"
            and not comparison.differences and not plan.keys and self._steady(observed))

    def carry_out(self, place, observed, decision):
        """Do what was decided, wait for it, and judge; without any action, too, what should run has to run."""
        idle = decision.action == "none"
        look = self.options["wait"] and self.options["wait_for"] == "healthy" and "service" not in observed.unreadable
        verify = (self.options.get("verify") or {}).get("url") and self.options["wait"] and observed.phase != "stopped"
        if idle and (not decision.judge or not (look and not self._steady(observed)) and not verify):
            return self.finish()
        from .rollout import Rollout
        Rollout(self).carry_out(place, observed, decision, look, verify)
        return self.finish()

    def _steady(self, observed):
        """Whether a service needs no wait and no words: it is stopped, or every wanted task has run long enough, and no update went wrong."""
        if observed.service is None or observed.service.stopped:
            return True
        stable = [task for task in observed.running if task.age is None or task.age >= self.options["stable_for"]]
        ends = sum(task.state in ("failed", "rejected") for task in observed.tasks)
        return observed.service.update_state in ("", "completed") and len(stable) >= wanted_tasks(observed) and ends < CRASH_LOOP

    def watcher(self):
        """Who shows what comes while the task waits, or None; asked for where it is about to."""
        if self.follow is not None:
            from .live_log import begin
            begin(self)
        return self.watch

    # Results

    def warn_of_orphan(self, row):
        """Of a deployment that says running for ever; nothing is waited for."""
        from .deployments import ORPHANED
        self.warn("the deployment %r of %s was not awaited: %s" % (row.get("title") or "", self.name, ORPHANED))

    def show(self, observed):
        self.seen = observed
        self.result["application"] = present(self.resource, observed)
        self.result["containers"] = containers(observed)
        self.result["phase"] = observed.phase
        self.result["urls"] = urls(observed.record or {})

    def finish(self):
        if self.seen is not None and self.seen.record and (self.seen.record.get("applicationStatus"), self.seen.phase) in CONTRADICTIONS:
            from .._planning.health import warn_of_status
            warn_of_status(self)
        self.result["diff"] = {"before": self.before, "after": self.after}
        return self.result
