# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done about a difference: the cheapest action that makes what runs what is stored. Pure. Private to this collection.

C(decide) is the table of states in docs/docsite/rst/how_it_decides.rst.
"""

from __future__ import annotations

import secrets

from .compare import Decision, build_digest
from .._common.errors import BadInput, Refused
from .._model.kinds import DEPLOY, NOTHING, RELOAD
from .._resources.application import SOURCE


def build_label(record):
    """A new value for the build label: a random part, so that a lost deployment shows, and the digest."""
    return "%s-%s" % (secrets.token_hex(4), build_digest(record))


def source_problem(record):
    """Why nothing can be deployed from this record's source, or ""."""
    kind = record.get("sourceType")
    needs = {"docker": ("image",), "git": ("url", "branch"), "drop": ()}.get(kind, ("provider", "owner", "repository", "branch"))
    given = {item.option: record.get(item.key) for item in SOURCE.fields if item.belongs(record) and item.key}
    if all(given.get(name) for name in needs):
        if kind == "git" and not given["url"].startswith(("http://", "https://")) and not given["ssh_key"]:
            return "a git source that is no http(s) address needs source.ssh_key"
        return ""
    if "provider" in needs and given.get("repository") and not given.get("provider"):
        return "its %s provider is gone from Dokploy, or was never chosen: set source.provider" % kind
    return "no source is set: a %s source needs %s" % (kind, " and ".join("source.%s" % name for name in needs))


def image_gone(observed):
    """Whether tasks are rejected, or would be, because their image is not on the node any more."""
    return observed.image_pruned or any("no such image" in task.error.lower() for task in observed.tasks) and not observed.running


def decide(state, observed, comparison, deploy="on_change", changed=(), unseen=(), apply_pending=False, name="the application"):
    """The table of states -> Decision. Raises Refused, before anything is written.

    C(comparison) is of the record as it will be stored with what runs. C(changed) names what the task itself changes and
    what has to run to have an effect, C(unseen) those among it that what runs does not show.
    """
    phase = observed.phase
    service = observed.service
    if deploy == "never" and state == "deployed":
        raise BadInput("state deployed and deploy never exclude each other")
    if service is not None and service.mode == "global" and state == "stopped":
        raise Refused(
            "%s runs in global mode, one task on each node, and cannot be stopped: Dokploy would say idle and everything would run on" % name,
            next_step="Remove it with state absent, or give it replicated mode first.")
    if phase == "never_deployed":
        if state == "stopped" and observed.busy():
            return Decision("stop", pending=list(changed))      # what is under way would start it
        return _decide_new(state, deploy, comparison, changed, name)
    build = unseen or any(one.option == "build" or one.effect == DEPLOY and one.option in ("source", "source.src", "env") for one in comparison.differences)
    names = _unique([one for one in comparison.names if one != "build" or not unseen] + list(unseen))
    if state == "stopped":
        return Decision("none" if phase == "stopped" and not observed.busy() else "stop", pending=names)
    if state == "present" and phase == "stopped":
        return Decision("none", pending=names)
    if state == "reloaded" or state == "restarted" and phase == "running":
        if build:
            raise Refused(
                "%s has build settings that are stored and not deployed (%s): a reload would not build them" % (name, ", ".join(names)),
                next_step="Use state deployed.", pending=names)
        if state == "restarted" and comparison.differences and not apply_pending:
            raise Refused(
                "restarting %s would also roll out what is stored and does not run: %s" % (name, ", ".join(names)),
                next_step="Use state started to apply it, or apply_pending: true to restart with it.", pending=names)
        if state == "reloaded" and image_gone(observed):
            raise Refused("%s cannot be reloaded: its image is not on the server any more" % name, next_step="Use state started or deployed.")
        return Decision("reload", why="asked for", judge=True, always=True)
    if state == "deployed" or deploy == "always":
        return Decision("deploy", why="asked for", judge=True, always=True)
    gone = image_gone(observed)
    effect = max(comparison.effect, DEPLOY if gone or unseen else NOTHING)
    why = "its image is not on the server any more" if gone else ", ".join(names)
    if phase == "stopped":
        if effect == DEPLOY and deploy == "never":
            raise Refused(
                "%s is stopped, and starting it needs a deployment (%s), which deploy never bars" % (name, why),
                next_step="Use deploy on_change.", pending=names)
        return Decision("deploy" if effect == DEPLOY else "reload", why=why or "it is stopped", judge=True)
    if comparison.rolled_back and not changed:
        return Decision("none", pending=names, why="rolled back", judge=True)
    if deploy == "never":
        return Decision("none", pending=names, judge=True)
    action = {NOTHING: "none", RELOAD: "reload", DEPLOY: "deploy"}[effect]
    return Decision(action, why=why, judge=True)


def _decide_new(state, deploy, comparison, changed, name):
    if state in ("restarted", "reloaded"):
        raise Refused("%s was never deployed: there is nothing to be %s" % (name, state), next_step="Use state started.")
    if state in ("present", "stopped"):
        return Decision("none", pending=list(changed))
    if deploy == "never":
        raise Refused("%s was never deployed, and deploy never bars the first deployment" % name, next_step="Use deploy on_change, or state present.")
    return Decision("deploy", why="it was never deployed", judge=True, always=state == "deployed")


def decide_unseen(state, observed, plan, deploy="on_change", apply_pending=False, name="the application"):
    """The same table without a look at the engine: no deployment means never deployed, and Dokploy's idle means perhaps stopped."""
    idle = observed.record.get("applicationStatus") == "idle"
    names = list(plan.changed)
    if not observed.deployments:
        return _decide_new(state, deploy, None, names, name)
    if state == "stopped":
        return Decision("none" if idle else "stop", pending=names)
    if state == "present" and idle:
        return Decision("none", pending=names)
    if state in ("reloaded", "restarted"):
        if plan.unseen:
            raise Refused("%s would get build settings that a reload does not build (%s)" % (name, ", ".join(plan.unseen)), next_step="Use state deployed.")
        if state == "restarted" and not apply_pending and not idle:
            raise Refused(
                "%s cannot be restarted with this key: it may not see whether something else would be rolled out" % name,
                next_step="Use apply_pending: true to restart with whatever is stored, or a key with docker.read.")
        return Decision("reload", why="asked for", judge=True, always=True)
    if state == "deployed" or deploy == "always":
        return Decision("deploy", why="asked for", judge=True, always=True)
    if deploy == "never" and not idle:
        return Decision("none", pending=names, judge=True)
    if plan.effect == DEPLOY and deploy == "never":
        raise Refused("%s needs a deployment (%s), which deploy never bars" % (name, ", ".join(names)), next_step="Use deploy on_change.")
    action = {NOTHING: "reload" if idle else "none", RELOAD: "reload", DEPLOY: "deploy"}[plan.effect]
    return Decision(action, why=", ".join(names) or "it is idle", judge=True)


def _unique(names):
    return list(dict.fromkeys(names))


def env_differs_only(plan):
    """Whether a plan stores nothing but env and its kin, which a key that may only saveEnvironment can do."""
    ours = {"labelsSwarm"} if "labels" not in plan.changed else set()
    return bool(plan.changed) and "source.src" not in plan.changed and set(plan.keys) - ours <= {"env", "buildArgs", "buildSecrets", "createEnvFile"}
