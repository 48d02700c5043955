# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The second half of a task that changes something: what it stores, and how that is shown. Private to this collection."""

from __future__ import annotations

from .apply import own_steps
from .._planning.children import plan_children
from .._common.errors import Refused
from .store import check_permissions, refuse_taken_name, store_and_act


def rename(task, plan, record, renamed):
    """The new name goes along with the record's update."""
    refuse_taken_name(task, record)
    plan.keys["name"] = renamed
    plan.before["name"], plan.after["name"] = record.get("name"), renamed
    plan.previous["name"] = record.get("name")


def change_children(task, plan, record, owner_id, kind, pairs, left):
    """The steps of one kind of children; the record gets them as they will be, and the plan those that matter to what runs."""
    option, key, child = kind
    found = plan_children(option, child, pairs, left, task.options.get("exclusive_" + option), owner_id)
    record[key] = found.rows
    task.children[0][option], task.children[1][option] = found.before, found.after
    if found.effect:
        plan.changed.append(option)
        plan.effect = max(plan.effect, found.effect)
        task.unseen += found.unseen
    return found.steps


def refuse_replaced_ports(task):
    raise Refused(
        "%s has an endpoint_spec and ports, and Dokploy would silently leave out the ports; nothing was changed" % task.name,
        next_step="Put them into endpoint_spec.ports, or clear one of the two: unset: [endpoint_spec], or ports: [] with exclusive_ports: true.")


def record_diff(task, plan):
    before, after = task.children
    task.before.update(plan.before, **before)
    task.after.update(plan.after, **after)
    task.result["previous"] = dict(plan.previous, **before)


def plan_actions(task, steps, decision):
    task.result["actions"] = [step.what for step in steps]
    if decision.action != "none":
        task.result["actions"].append("%s %s" % (decision.action, task.resource.kind))


def _check_previews(task, plan, merged):
    """What Dokploy would store, and make no working preview of."""
    if merged.get("previewCertificateType") == "custom" and not merged.get("previewCustomCertResolver"):
        raise Refused("%s would have previews with the certificate custom and no certificate_resolver; nothing was changed" % task.name,
                      next_step="Set previews.certificate_resolver, the name of a resolver in Traefik's configuration.")
    if "previews.enabled" in plan.changed and merged.get("isPreviewDeploymentsActive") and merged.get("sourceType") != "github":
        task.warn("Dokploy makes previews of GitHub's pull requests alone, and the source of %s is %s" % (task.name, merged.get("sourceType")))


def change(task, place, observed, plan, children, merged, comparison, decision):
    """Tell what is done, and do it unless in check mode -> the result."""
    if any(path.startswith("preview") for path in plan.changed):
        _check_previews(task, plan, merged)
    if plan.keys:
        own_steps(task.resource, observed.record, plan, {})
    for shown in (plan.before, plan.after, plan.previous):
        if shown.get("managed_networks"):
            shown["managed_networks"] = sorted(task.backend.names.get(one) or one for one in shown["managed_networks"])
    record_diff(task, plan)
    steps = plan.steps + children
    task.result["changed"] = bool(steps) or decision.action != "none" or decision.always
    plan_actions(task, steps, decision)
    task.result["pending"] = decision.pending if decision.action in ("none", "stop") else []
    if decision.action in ("deploy", "redeploy", "reload") and observed.service is not None:
        ours = set(plan.changed)
        task.result["applied"] = [one for one in task.compare(observed.record, observed).names if one not in ours]
    if comparison.rolled_back and decision.why == "rolled back":
        task.result["rolled_back"] = True
        task.warn("%s runs an image that somebody put back by a rollback; what is stored differs (%s) and is left pending" % (
            task.name, ", ".join(comparison.names)))
    if steps or decision.action != "none":
        check_permissions(task, plan, steps, decision)
    if task.check_mode:
        return task.finish()
    return store_and_act(task, place, observed, plan, children, merged, decision)
