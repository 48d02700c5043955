# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task on a service of which only the engine is seen: started, stopped, restarted, scaled, and judged. Private to this collection.

What Dokploy would have to store is neither compared nor written here: configuration is named, and everything else is refused.
"""

from __future__ import annotations

from .._planning.compare import Decision
from .._common.errors import BadInput, Refused, TaskFailed
from .._client.http import CLOCK
from .._planning.present_service import learn_env

STATES = ("started", "stopped", "restarted")
# Options that ask for something that only Dokploy can do.
_NEEDS_STORE = ("rename_to", "move_to")
UPDATING = ("updating", "rollback_started")


def check(task):
    """Raise Refused, before any engine is asked, for what only Dokploy itself can do. Configuration is refused only where the backend is named in words."""
    from .._docker.backend import require_app_name
    options = task.options
    if task.state is None:
        return          # it reads alone; the backend says by which names it can
    require_app_name(task.address)
    if not task.changes:
        task.check_input()
    if task.state not in STATES:
        raise Refused("state %s needs Dokploy's API: on the Docker Engine itself an application can be started, stopped, restarted and scaled" % task.state)
    wanted = [name for name in _NEEDS_STORE if options.get(name)] + (["deploy: always"] if options.get("deploy") == "always" else [])
    if wanted:
        raise Refused("%s needs Dokploy's API: its own store would not learn of it" % " and ".join(wanted))
    named = configuration(task)
    if in_words(task) and named:
        raise BadInput("backend docker cannot store %s: nothing was changed" % ", ".join(named),
                       next_step="Leave it out, or use backend auto, which leaves configuration alone while Dokploy cannot be reached.")


def note(task, place, observed):
    """What a look without a record leaves in the task -> the look."""
    if task.masker:
        learn_env(observed, task.masker)
    task.name = place.application["appName"]
    task.show(observed)
    return observed


def in_words(task):
    """Whether the task asks for the engine itself, and not only in place of the API."""
    return task.options.get("backend") == "docker"


def configuration(task):
    """The options of the task that Dokploy would have to store, by their paths; replicas apart."""
    children = [option for option, dummy, dummy2 in task.resource.children if task.options.get(option) is not None]
    return sorted({path for path in task.changes if path != "replicas"} | set(children))


def converge(task, place, observed):
    """Decide, act and wait -> the result."""
    if observed.service is None:
        raise TaskFailed("the service %s was removed while it was looked at" % place.application["appName"], phase="absent")
    if observed.service.update_state in UPDATING and not task.check_mode and not task.options.get("force"):
        observed = _await_update(task, place, observed)
    action, replicas = _decide(task, observed)
    unverified = configuration(task)
    wanted = task.options.get("replicas")
    if wanted is not None and action != "scale" and task.state != "stopped" and wanted != observed.service.wanted:
        unverified.append("replicas")
    task.result["unverified"] = sorted(unverified)
    if action != "none":
        _note_action(task, observed, action, replicas)
    if task.check_mode:
        return task.finish()
    _carry_out(task, place, observed, action, replicas)
    return task.finish()


def _await_update(task, place, observed):
    """An update that is under way is left alone, and awaited as somebody else's deployment is -> the look after it."""
    from .deployments import intervals
    start, pauses = CLOCK.monotonic(), intervals()
    while observed.service is not None and observed.service.update_state in UPDATING:
        if CLOCK.monotonic() - start >= task.options["queue_timeout"]:
            raise TaskFailed(
                "an update of %s that somebody else began (%s) did not end within %d seconds: nothing was changed" % (
                    task.name, observed.service.update_state, task.options["queue_timeout"]), phase="rolling",
                next_step="Wait for it, raise queue_timeout, or set force: true to replace it.")
        CLOCK.sleep(next(pauses))
        observed = task.look(place, again=True)
    if observed.service is None:
        raise TaskFailed("the service %s was removed while an update of it was awaited" % task.name, phase="absent")
    return observed


def _decide(task, observed):
    """(action, replicas): none, stop, scale or restart."""
    service, wanted = observed.service, task.options.get("replicas")
    if service.mode.endswith("-job"):
        raise Refused("%s is a job of Swarm, which is neither started nor stopped: nothing was changed" % task.name)
    if task.state == "stopped":
        if service.mode == "global":
            raise Refused("%s runs in global mode, one task on each node, and cannot be stopped by its replicas: nothing was changed" % task.name,
                          next_step="When Dokploy is back, remove it or give it replicated mode.")
        return ("none" if service.stopped else "stop"), 0
    if service.stopped:
        return "scale", wanted or _replicas_before(task, service)
    if wanted is not None and service.mode != "replicated" and in_words(task):
        raise Refused("%s runs in %s mode, and has no replicas: nothing was changed" % (task.name, service.mode))
    if wanted is not None and wanted != service.wanted and in_words(task):
        if task.state == "restarted":
            raise BadInput("replicas and state restarted are two things: scale with state started, then restart")
        return "scale", wanted
    return ("restart" if task.state == "restarted" else "none"), service.wanted


def _replicas_before(task, service):
    """How many there were before it was stopped, as Swarm remembers it."""
    before = (((service.previous or {}).get("Mode") or {}).get("Replicated") or {}).get("Replicas") or 0
    if before < 1:
        raise Refused("%s is stopped, and Swarm does not remember how many replicas it had: nothing was changed" % task.name,
                      next_step="Give replicas.")
    return before


def _note_action(task, observed, action, replicas):
    """What will be done, for the result and the diff: the same in check mode."""
    task.result["changed"] = True
    task.result["actions"] = [{
        "stop": "stop application", "restart": "restart application", "scale": "scale application to %s" % replicas}[action]]
    if action != "restart":
        task.result["previous"] = {"replicas": observed.service.wanted}
        task.before["replicas"], task.after["replicas"] = observed.service.wanted, replicas


def _carry_out(task, place, observed, action, replicas):
    options = task.options
    look = options["wait"] and options["wait_for"] == "healthy" and not (action == "none" and task.state == "stopped")
    verify = (options.get("verify") or {}).get("url") and options["wait"] and task.state != "stopped"
    if action == "none" and not look and not verify:
        return
    from .rollout import Rollout
    rollout = Rollout(task)
    task.backend.force = bool(options.get("force"))
    if action in ("none", "stop"):
        rollout.carry_out(place, observed, Decision(action), look, verify)
        return
    # Of a service that grows, what runs already counts; what ended before does not.
    before = {one.id for one in observed.tasks if action == "restart" or not one.runs}
    task.acted = True
    try:
        if action == "scale":
            task.backend.scale(place, replicas)
        else:
            task.backend.restart(place)
    except Refused:
        task.acted = False
        raise
    if not options["wait"]:
        task.result["phase"] = "rolling"
        return
    if look:
        rollout.await_health(place, before, observed.service.version)
    else:
        task.look(place, again=True)
    if verify:
        rollout.verify(acted=True)
