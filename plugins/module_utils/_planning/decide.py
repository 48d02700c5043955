# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chooses the cheapest action that applies the saved configuration. Pure.

C(decide_action) implements the table of states in docs/docsite/rst/how_it_decides.rst. Creation is its first column.
"""

from __future__ import annotations

from .._common.errors import Refused
from .._model.kinds import DEPLOY, NOTHING, RELOAD
from .._model.plan import Decision


# Actions that apply the saved configuration.
ROLLING = ("deploy", "redeploy", "reload")


def is_image_gone(observed):
    """Return whether Swarm rejects the tasks, or would reject them, because the node no longer has their image."""
    return observed.image_pruned or any("no such image" in task.error.lower() for task in observed.tasks) and not observed.running


def decide_action(request, observed, comparison, changed=(), unverifiable=()):
    """Choose the action: the table of states -> Decision. Raises Refused, before anything is written.

    C(comparison) compares the record as it will be stored with the running service. C(changed) names the options that the task changes
    and that must be applied to take effect; C(unverifiable) names those of them that the running service does not show.
    """
    state, name, deploy = request.state, request.name, request.option("deploy", "on_change")
    phase = observed.phase
    service = observed.service
    if service is not None and service.mode == "global" and state == "stopped":
        raise Refused(
            "%s runs in global mode, and cannot be stopped: Dokploy would show idle, and all replicas would keep running" % name,
            next_step="Remove it with state absent, or set service_mode: replicated first.")
    if phase == "never_deployed" and observed.was_deployed:
        phase = "stopped"       # removed outside of Dokploy: the saved configuration is deployed again
    if phase == "never_deployed":
        if state == "stopped" and observed.busy():
            return Decision("stop", pending=tuple(changed))      # the running deployment would start it
        return _decide_first(request, changed)
    can_reload = bool(request.resource.calls.reload)
    build = unverifiable or any(
        one.option == "build" or one.effect == DEPLOY and one.option in ("source", "source.src", "env") for one in comparison.differences)
    names = tuple(dict.fromkeys([one for one in comparison.names if one != "build" or not unverifiable] + list(unverifiable)))
    applies = request.resource.calls.reload_applies
    if state == "stopped":
        return Decision("none" if phase == "stopped" and not observed.busy() else "stop", pending=names)
    if state == "present" and phase == "stopped":
        return Decision("none", pending=names)
    if state == "reloaded" or state == "restarted" and phase == "running":
        if build:
            raise Refused(
                "%s has pending build settings (%s): a reload would not build them" % (name, ", ".join(names)),
                next_step="Use state deployed.", pending=list(names))
        if not applies:
            return _decide_restart(request, comparison, names, can_reload)
        if state == "restarted" and comparison.differences and not request.option("apply_pending"):
            _refuse_pending(request, names)
        if state == "reloaded" and is_image_gone(observed):
            raise Refused("%s cannot be reloaded: its image was removed from the server" % name, next_step="Use state started or deployed.")
        return Decision("reload", why="asked for", judge=True, always=True)
    if state == "deployed" or deploy == "always":
        return Decision("deploy", why="asked for", judge=True, always=True)
    gone = is_image_gone(observed)
    lost = phase == "stopped" and (not can_reload or observed.parts is not None and not observed.exists)      # no service is left to start
    effect = max(comparison.effect, DEPLOY if gone or unverifiable or lost else NOTHING)
    why = "its image was removed from the server" if gone else ", ".join(names) or ("it is stopped" if lost else "")
    if phase == "stopped" and not applies and not lost and deploy == "never" and effect != NOTHING:
        _refuse_old_secret(request, names)
        return Decision("reload", pending=names, why="it is stopped", judge=True)
    if phase == "stopped":
        effect = DEPLOY if effect != NOTHING and not applies else effect
        if effect == DEPLOY and deploy == "never":
            raise Refused(
                "%s is stopped, and starting it requires a deployment (%s), which deploy never prevents" % (name, why),
                next_step="Use deploy on_change.", pending=list(names))
        return Decision("deploy" if effect == DEPLOY else "reload", why=why or "it is stopped", judge=True)
    if comparison.rolled_back and not changed:
        return Decision("none", pending=names, why="rolled back", judge=True)
    if deploy == "never":
        return Decision("none", pending=names, judge=True)
    action = {NOTHING: "none", RELOAD: "reload" if applies else "deploy", DEPLOY: "deploy"}[effect]
    return Decision(action, why=why, judge=True)


def _decide_restart(request, comparison, names, can_reload):
    """Decide about restarting a service that has no reload, or whose reload does not apply the saved configuration."""
    if comparison.differences and request.option("apply_pending"):
        return Decision("deploy", why="asked for", judge=True, always=True, stops_first=not can_reload)
    if not can_reload:
        if comparison.differences:
            _refuse_pending(request, names)
        return Decision("deploy", why="asked for", judge=True, always=True, stops_first=True)
    _refuse_old_secret(request, names)
    return Decision("reload", pending=names, why="asked for", judge=True, always=True)


def _refuse_pending(request, names):
    """Refuse a restart that would also apply saved changes that the task does not name."""
    raise Refused(
        "restarting %s would also apply pending changes: %s" % (request.name, ", ".join(names)),
        next_step="Use state started to apply it, or apply_pending: true to restart with it.", pending=list(names))


def _refuse_old_secret(request, names):
    """Refuse a restart that would also restore the old password: the container would start with the service's old settings."""
    lost = {option for option, obeyed in request.resource.form.variables.values() if obeyed} & set(names)
    if lost:
        raise Refused(
            "%s has a new %s saved, and a restart without a deployment would start it with the old one" % (request.name, " and ".join(sorted(lost))),
            next_step="Use state started to apply it, or apply_pending: true to restart with it.", pending=list(names))


def _decide_first(request, changed):
    """Apply the table's first column: never deployed, or about to be created."""
    state, name, deploy = request.state, request.name, request.option("deploy", "on_change")
    if state in ("restarted", "reloaded"):
        raise Refused("%s was never deployed: there is nothing to be %s" % (name, state), next_step="Use state started.")
    if state in ("present", "stopped"):
        return Decision("none", pending=tuple(changed))
    if deploy == "never":
        raise Refused("%s was never deployed, and deploy never prevents the first deployment" % name, next_step="Use deploy on_change, or state present.")
    return Decision("deploy", why="it was never deployed", judge=True, always=state == "deployed")


def decide_without_observation(request, observed, plan):
    """Apply the same table without observing the engine: no deployment means never deployed; Dokploy's idle means possibly stopped."""
    state, name, deploy = request.state, request.name, request.option("deploy", "on_change")
    idle = observed.record.get(request.resource.calls.status) == "idle"
    names = tuple(plan.changed)
    if not observed.deployments and (idle or request.resource.calls.deployments):
        return _decide_first(request, names)
    if state == "stopped":
        return Decision("none" if idle else "stop", pending=names)
    if state == "present" and idle:
        return Decision("none", pending=names)
    if state in ("reloaded", "restarted"):
        if plan.unverifiable:
            raise Refused("%s would get build settings that a reload does not build (%s)" % (name, ", ".join(plan.unverifiable)),
                          next_step="Use state deployed.")
        if state == "restarted" and not request.option("apply_pending") and not idle:
            raise Refused(
                "%s cannot be restarted with this key: it cannot read whether changes are pending" % name,
                next_step="Use apply_pending: true to also apply pending changes, or a key with docker.read.")
        return Decision("reload", why="asked for", judge=True, always=True)
    if state == "deployed" or deploy == "always":
        return Decision("deploy", why="asked for", judge=True, always=True)
    if deploy == "never" and not idle:
        return Decision("none", pending=names, judge=True)
    if plan.effect == DEPLOY and deploy == "never":
        raise Refused("%s requires a deployment (%s), which deploy never prevents" % (name, ", ".join(names)), next_step="Use deploy on_change.")
    action = {NOTHING: "reload" if idle else "none", RELOAD: "reload" if request.resource.calls.reload_applies else "deploy", DEPLOY: "deploy"}[plan.effect]
    return Decision(action, why=", ".join(names) or "it is idle", judge=True)
