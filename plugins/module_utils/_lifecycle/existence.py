# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An application that does not exist yet, or shall not any longer. Private to this collection."""

from __future__ import annotations

import re

from .._api import permissions as _permissions
from .._planning import decide as _policy, plan as _engine
from .apply import own_steps
from .change import plan_actions, record_diff
from .._planning.compare import Comparison, wants_networks
from .deployments import await_other, intervals
from .._common.locks import hold_lock
from .._common.errors import ApiError, BadInput, DokployError, NotFound, NotThere, PermissionMissing, Refused, TaskFailed, Unreachable
from .._client.http import CLOCK
from .._model.kinds import Change
from .._model.address import Place, same_name
from .._model.observation import Observed
from .._planning.present import urls
from .._api.lookup import near
from .._model.step import NEW_ID
from .store import (
    check_children, check_permissions, check_provider, go_back, label_build, learn_networks, prepare, refuse_unreadable, run_children, settle_drop)

CREATING = ("started", "present", "deployed")
DELETE_TIMEOUT = 120
GONE_TIMEOUT = 90
VOLUME_TIMEOUT = 20


class Nothing:
    """What is seen of an application that does not exist yet."""

    phase, service, tasks, running, record, proven = "never_deployed", None, (), (), {}, False


def create(task, place):
    """Create what is missing, configure it, and go on as its state says -> the result. Refused for states that never create."""
    if task.check_mode and place.missing in ("project", "environment") and (task.state not in CREATING or not task.options.get("source")):
        task.warn("%s does not exist yet: the real run needs an earlier task to create it" % task.name)
        task.result["phase"] = "absent"
        return task.finish()
    if task.state not in CREATING:
        raise NotThere("%s does not exist, and state %s does not create it" % (task.name, task.state), next_step=near(task.backend, place, task.address))
    if not task.address.name or task.address.app_name or task.address.domain_host:
        raise NotThere("no application has the %s %s" % (
            ("domain_host", task.address.domain_host) if task.address.domain_host else ("app_name", task.address.app_name)))
    if task.options.get("create") is False:
        raise NotThere("%s does not exist, and create is false" % task.name, next_step=near(task.backend, place, task.address))
    if not task.options.get("source"):
        raise NotThere("%s does not exist, and without source it is not created" % task.name,
                       next_step=near(task.backend, place, task.address))
    if place.missing in ("project", "environment"):
        module = "dokploy_project" if place.missing == "project" else "dokploy_environment"
        named = task.address.project if place.missing == "project" else "%s/%s" % (task.address.project, task.address.environment)
        if not task.check_mode:
            raise NotThere("the %s %s does not exist" % (place.missing, named), next_step="Create it with community.dokploy.%s first." % module)
        task.warn("the %s %s does not exist yet: the real run needs it" % (place.missing, named))
    prepare(task, None)
    source_type = (task.options["source"] or {}).get("type")
    if not source_type:
        raise BadInput("source.type is needed to create %s" % task.name)
    draft = {"sourceType": source_type, "appName": "", "replicas": 1}
    changes = dict(task.changes)
    if source_type != "docker" and "build.type" not in changes:
        changes["build.type"] = Change("dockerfile", path="build.type")
    plan = _engine.plan(task.resource, None, changes)
    task.changes = changes
    problem = _policy.source_problem(dict(draft, **plan.keys))
    if problem:
        raise BadInput("%s: %s" % (task.name, problem))
    merged = dict(draft, **plan.keys)
    children = task.plan_children(plan, dict(plan.keys), NEW_ID)
    comparison = Comparison()
    if source_type == "drop":
        if "source.src" not in changes:
            raise BadInput("source.src is needed to create %s: the folder or zip that is uploaded" % task.name)
        from .upload import note
        note(task, plan, merged, Nothing(), comparison)
    decision = _policy.decide(task.state, Nothing(), comparison, deploy=task.options["deploy"], changed=plan.changed + comparison.names, name=task.name)
    if decision.action == "deploy":
        check_provider(task, merged)
        settle_drop(task, plan, merged, Nothing())
    label_build(task, plan, merged)
    if wants_networks(merged, None):
        learn_networks(task, merged, Nothing())
    own_steps(
        task.resource, None, plan, {"name": task.options.get("rename_to") or task.address.name},
        parent_id=(place.environment or {}).get("id", "@environment"), create_more={"appName": _app_name(task)})
    check_children(task, children, None)
    record_diff(task, plan)
    task.result["changed"] = True
    plan_actions(task, plan.steps + children, decision)
    check_permissions(task, plan, plan.steps + children, decision)
    if task.check_mode:
        task.result["pending"] = decision.pending
        task.result["phase"] = "running" if decision.action == "deploy" else "never_deployed"
        task.result["urls"] = urls({"domains": [step.body for step in children if step.creates]})
        return task.finish()
    with hold_lock(task.backend.client.api_url, place.environment["id"], task.address.name, timeout=task.options["queue_timeout"]):
        task.applier.run(plan.steps[:1], find_new=lambda: _same_named(task, place.environment["id"]))
        created = Place(application={"id": task.applier.new_id, "name": task.address.name, "appName": None, "serverId": None})
        adopted = task.applier.adopted
        if not adopted:
            task.applier.run(plan.steps[1:])
    if adopted:
        return task.go_on(created)      # another made it meanwhile, and may be deploying it: compared, as if it had been there
    observed = None
    try:
        run_children(task, children, created)
        observed = task.look(created)
        if decision.action == "none":
            task.result["pending"] = decision.pending
            return task.finish()
        return task.carry_out(created, observed, decision)
    except DokployError as exc:
        go_back(task, created, observed, exc, fresh=True)
        raise


def _same_named(task, environment_id):
    rows = (task.backend.client.read("environment.one", environmentId=environment_id) or {}).get("applications") or []
    rows = [row for row in rows if same_name(row.get("name"), task.address.name)]
    return [row["applicationId"] for row in sorted(rows, key=lambda row: (row.get("createdAt") or "", row["applicationId"]))]


def _app_name(task):
    """What Dokploy makes the service's name of, by adding a random suffix: readable in docker service ls.

    Dokploy's pages and its API list no service whose name begins with C(dokploy-).
    """
    words = "-".join(part for part in (task.address.project, task.address.name) if part).lower()
    words = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    if (words + "-").startswith("dokploy-"):
        words = "app-" + words
    return words[:40].strip("-") or "app"


def remove(task, place):
    """Remove it, and see it gone -> the result; nothing there is no change."""
    if place.missing:
        task.result["phase"] = "absent"
        return task.finish()
    try:
        observed = task.look(place)
    except NotThere:
        task.result["phase"] = "absent"
        return task.finish()
    refuse_unreadable(task, observed.record)
    task.result["changed"] = True
    volumes = sorted({mount["volumeName"] for mount in observed.record.get("mounts") or [] if mount.get("type") == "volume" and mount.get("volumeName")})
    removed = volumes if task.options.get("remove_volumes") else []
    if removed and not task.backend.at_least("0.30.0"):
        raise Refused("%s has volumes (%s), and removing them needs Dokploy v0.30.0 or newer; nothing was changed" % (task.name, ", ".join(volumes)),
                      next_step="Leave out remove_volumes, and remove them on the server: docker volume rm %s." % " ".join(volumes))
    task.before["state"], task.after["state"] = observed.phase, "absent"
    if removed:
        task.before["volumes"], task.after["volumes"] = volumes, []
    removals = ["remove volume %s" % name for name in removed]
    task.result["actions"] = ["delete application"] + removals
    _permissions.check(task.backend, ["application.delete"] + ["dockerVolume.removeVolume"] * bool(removed), task.name)
    if task.check_mode:
        return task.finish()
    task.acted = True
    task.result["actions"] = end_deployments(task.backend, place, observed, task.name, task.options["queue_timeout"], task.options.get("force")) + [
        "delete application"] + removals
    task.result["volumes_left"] = list(volumes)
    task.result["volumes_removed"] = []
    delete(task.backend, place)
    if not see_gone(task.backend, place, task.name):
        task.result["unverified"] = ["service"]
    _remove_volumes(task, place, removed)
    task.result["phase"] = "absent"
    return task.finish()


def _remove_volumes(task, place, names):
    """Volumes, once nothing of the application uses them; one that others use is Docker's to refuse, and stays."""
    where = {"serverId": place.application["serverId"]} if place.application["serverId"] else {}
    for name in names:
        start, pauses = CLOCK.monotonic(), intervals()
        while True:
            try:
                task.backend.call("dockerVolume.removeVolume", dict(where, volumeName=name))
            except (ApiError, Unreachable) as exc:
                if isinstance(exc, PermissionMissing) or isinstance(exc, Unreachable) and exc.arrived is False:
                    raise
                # The containers of a service that is gone take a moment to go.
                if not isinstance(exc, Unreachable) and "no such volume" not in exc.message.lower() and CLOCK.monotonic() - start < VOLUME_TIMEOUT:
                    CLOCK.sleep(next(pauses))
                    continue
                if isinstance(exc, Unreachable) or "no such volume" not in exc.message.lower():
                    task.warn("the volume %s of %s was not removed: %s" % (name, task.name, exc.message))
                    break
            task.result["volumes_left"].remove(name)
            task.result["volumes_removed"].append(name)
            break


def end_deployments(backend, place, observed, name, queue_timeout, force=False):
    """Take waiting jobs out of the queue and await what is built, for a job can make a service again -> the actions; killed only with C(force)."""
    if not observed.busy():
        return []
    backend.call("application.cleanQueues", {"applicationId": place.application["id"]})
    if await_other(backend, place, queue_timeout):
        return []
    if not force:
        raise TaskFailed(
            "%s has a deployment under way that did not end within %d seconds, and was not removed" % (name, queue_timeout),
            phase="building", next_step="Raise queue_timeout, or use force: true, which ends every docker build of that host.")
    backend.call("application.killBuild", {"applicationId": place.application["id"]})
    if not await_other(backend, place, 60):
        raise TaskFailed("%s has a deployment under way that could not be ended, and was not removed" % name, phase="building")
    return ["kill build"]


def delete(backend, place):
    """Delete an application; one that is gone already is as good, and a lost answer is for C(see_gone) to judge."""
    try:
        backend.call("application.delete", {"applicationId": place.application["id"]}, timeout=DELETE_TIMEOUT)
    except NotFound:
        pass
    except Unreachable as exc:
        if exc.arrived is False:
            raise


def see_gone(backend, place, name):
    """Wait until row and service are gone -> False where this key may not see the service. Raises TaskFailed where one stays."""
    known = place.application
    start, pauses = CLOCK.monotonic(), intervals()
    while True:
        try:
            backend.client.read("application.one", applicationId=known["id"])
            gone = False
        except NotFound:
            gone = True
        except Unreachable as exc:
            if not exc.fallback:
                raise
            gone = False
        if gone:
            seen = Observed(backend=backend.name)
            try:
                line = backend.service_line(seen, backend.client.batch(backend.listing_calls(known)[0]), 0, known)
            except (ApiError, Unreachable):
                return False
            if line is None:
                return "service" not in seen.unreadable
        if CLOCK.monotonic() - start >= GONE_TIMEOUT:
            raise TaskFailed("%s was deleted, and %s after %d seconds" % (
                name, "its service %s still runs" % known["appName"] if gone else "Dokploy still shows it", GONE_TIMEOUT), phase="removing",
                next_step="docker service rm %s on its server removes what is left." % known["appName"])
        CLOCK.sleep(next(pauses))
