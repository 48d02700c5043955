# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Selects the steps of a repair: those that the findings require and the task permits, with the tasks of each step. Pure.

Private to this collection.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import Mapping

from ansible_collections.community.dokploy.plugins.module_utils._common.units import parse_memory
from ansible_collections.community.dokploy.plugins.module_utils._common.wording import REPAIR_TITLE

PARTS = ("deployment", "runtime", "routing", "git")
OPTION = "dokploy_troubleshoot_"
# In their documented order. A step is taken at most once, only while a finding requires it, and is followed by another diagnosis.
STEPS = {
    "blocker": "Cancel the blocking deployment",
    "kill_build": "Cancel its build",
    "clean_queue": "Clean its queue",
    "end_processes": "Kill its processes on the host",
    "restart_server": "Restart Dokploy",
    "remove_row": "Remove the deployment without a job",
    "memory_limit": "Raise its memory limit",
    "branch": "Set another branch",
    "start": "Start it",
    "apply": "Apply the saved settings",
    "deploy": "Deploy it",
    "redeploy": "Deploy it again",
    "rewrite_traefik": "Let Dokploy write its Traefik file again",
    "domain_port": "Set the port of its domain",
    "set_status": "Correct its status",
}
ENDING = ("kill_build", "end_processes", "restart_server", "remove_row", "blocker")


@dataclass(frozen=True, eq=False, repr=False)
class Permission:
    """The permitted steps of a repair, with their values."""

    repair: bool = False
    parts: tuple = PARTS
    blocker: bool = False
    build_host: str = ""
    server_restart: bool = False
    rewrite_traefik: bool = False
    traefik_backup: str = ""
    domain_port: int | None = None
    memory_limit: str = ""
    branch: str = ""
    wait_timeout: int = 600


@dataclass(frozen=True, eq=False, repr=False)
class Progress:
    """The state of a repair: the first and the latest diagnosis, completed steps, skipped steps with the reason, and attempted steps."""

    first: Mapping
    now: Mapping
    done: tuple = ()
    left: tuple = ()
    due: tuple = ()
    tried: tuple = ()

    @property
    def application(self):
        return self.now["verdict"]["application"]

    def add_done(self, step, what, result):
        return replace(self, done=self.done + ({"step": step, "what": what, "application": self.application, "result": result},))

    def add_left(self, step, what, why, application=None):
        return replace(self, left=self.left + ({"step": step, "what": what, "application": application or self.application, "why": why},))

    def begin(self, step, permission):
        """Note an attempt of a step -> Progress. A redeployment that a finding requires now stays due after the step."""
        again = ("redeploy",) if "redeploy" in list_repairs(list_findings(self.now, permission)) and "redeploy" not in self.due else ()
        return replace(self, tried=self.tried + (step,), due=self.due + again)


def list_findings(diagnosis, permission):
    """List the findings of the parts that the task may repair."""
    return [one for one in diagnosis["findings"] if one["part"] in permission.parts]


def list_repairs(findings):
    return [step for one in findings for step in one["repairs"]]


def find_about(findings, code):
    """Return the ids in the first finding of a code, or nothing."""
    return next((one["about"] for one in findings if one["code"] == code), {})


def list_wanted(progress, permission):
    """List the required steps that were not attempted, in order."""
    asked = set(list_repairs(list_findings(progress.now, permission))) | set(progress.due)
    return [step for step in STEPS if step in asked and step not in progress.tried]


def explain_lack(step, findings, permission):
    """Return why a step cannot be taken: the missing option or the obstacle; "" if it can be taken."""
    if step == "redeploy":
        return "the deployment before it is still stuck" if permission.repair and set(ENDING) & set(list_repairs(findings)) else ""
    if step == "blocker":
        about = find_about(findings, "queue_blocked")
        name = about.get("blocker") or "the other one"
        if not permission.blocker:
            return "%s blocks it, and is another application: set %sblocker to remediate to cancel its deployment" % (name, OPTION)
        return "" if about.get("blocker_id") else "%s is not an application that this key can read" % name
    if step == "domain_port":
        if any(one["code"] == "traefik_stopped" and one["repairable"] for one in findings):
            return "Dokploy cannot write the port into its broken Traefik file"
        port = find_about(findings, "nothing_listens").get("port")
        return "" if port and permission.domain_port == port else "set %sdomain_port to %s, the only port on which its container listens" % (OPTION, port or "")
    needs = {
        "end_processes": (permission.build_host, "Dokploy cannot cancel it: set %sbuild_host to kill its processes on that host"),
        "restart_server": (permission.server_restart, "a restart of Dokploy cancels every deployment of the server: set %sallow_server_restart to true"),
        "memory_limit": (permission.memory_limit, "set %smemory_limit to the new limit"),
        "branch": (permission.branch, "set %sbranch to the branch to deploy"),
        "rewrite_traefik": (permission.rewrite_traefik, "manual changes in the file would be lost: set %srewrite_traefik to true, and "
                            "%straefik_backup to a directory that keeps the old text"),
    }
    permitted, text = needs.get(step, (True, ""))
    return "" if permitted else text.replace("%s", OPTION)


def list_possible(progress, permission):
    findings = list_findings(progress.now, permission)
    return [step for step in list_wanted(progress, permission) if not explain_lack(step, findings, permission)]


def list_open(progress, permission):
    """List the required steps that were not taken, each with the missing permission. Without C(repair) these are all steps."""
    findings = list_findings(progress.now, permission)
    lacks = [(step, explain_lack(step, findings, permission)) for step in list_wanted(progress, permission)]
    return [{"step": step, "what": STEPS[step], "application": progress.application, "why": why or "set %sremediate to true" % OPTION}
            for step, why in lacks if why or not permission.repair]


def make_command(progress, permission):
    """Make the ansible-playbook command that repairs the service, with values from the findings; "" if nothing can be repaired."""
    if permission.repair:
        return ""
    findings = list_findings(progress.now, permission)
    verdict = progress.now["verdict"]
    kind = verdict.get("kind", "application")
    values = {"application": [("application_id", verdict.get("application_id") or "")], "compose": [("compose_id", verdict.get("id") or "")]}.get(
        kind, [("kind", kind), ("database_id", verdict.get("id") or "")])
    values.append(("remediate", "true"))
    count = len(values)
    for step in list_wanted(progress, permission):
        if explain_lack(step, findings, permission):
            values += propose_values(step, findings)
    if not list_possible(progress, permission) and len(values) == count:
        return ""
    return " ".join(["ansible-playbook community.dokploy.troubleshoot"] + ["-e %s%s=%s" % (OPTION, name, shlex.quote(str(value))) for name, value in values])


def propose_values(step, findings):
    """List the (option, value) that permit a step, if the findings contain the values."""
    if step == "blocker":
        return [("blocker", "remediate")] if find_about(findings, "queue_blocked").get("blocker_id") else []
    if step == "memory_limit":
        limit = find_about(findings, "memory_kill").get("memory_limit")
        return [("memory_limit", "%dM" % (parse_memory(limit) * 2 // 1048576))] if limit else []
    if step == "domain_port":
        port = find_about(findings, "nothing_listens").get("port")
        return [("domain_port", port)] if port else []
    if step == "rewrite_traefik":
        return [("rewrite_traefik", "true"), ("traefik_backup", "dokploy-traefik-backup")]
    return []


def make_tasks(step, progress, permission):
    """Make the tasks of a step, as (module, options). _repair.py makes those of blocker, end_processes and restart_server."""
    findings = list_findings(progress.now, permission)
    waiting = {"wait_timeout": permission.wait_timeout, "follow": False}
    # A later diagnosis recognizes deployments of a repair by this title.
    started = dict(waiting, state="started", deployment_title=REPAIR_TITLE)
    port = find_about(findings, "nothing_listens")
    made = {
        "kill_build": ("build", {"state": "killed"}),
        "clean_queue": ("build", {"state": "queue_cleaned"}),
        "memory_limit": ("application", dict(started, memory_limit=permission.memory_limit)),
        "branch": ("application", dict(started, source={"branch": permission.branch})),
        "start": ("application", started),
        "apply": ("application", started),
        "deploy": ("application", started),
        "redeploy": ("deployment", dict(waiting, state="deployed", deployment_title=REPAIR_TITLE)),
        # The running containers are not changed.
        "domain_port": ("application", {"state": "present", "deploy": "never", "wait": False,
                                        "domains": [dict(one, port=port.get("port")) for one in port.get("domains") or []]}),
        "rewrite_traefik": ("traefik", dict({"state": "rewritten"}, **({"backup": permission.traefik_backup} if permission.traefik_backup else {}))),
        "set_status": ("application_status", {"status": "actual"}),
    }
    kind = progress.now["verdict"].get("kind", "application")
    if kind == "compose":
        return _make_compose_tasks(step, progress.now, findings, waiting)
    if kind != "application":
        own, options = made[step]
        return [("database" if own == "application" else own, {
            name: value for name, value in options.items() if name not in ("follow", "deployment_title")})]
    if step == "remove_row":
        return [("deployment", {"state": "absent", "deployment_id": one["about"]["deployment_id"]}) for one in findings
                if one["code"] == "deployment_without_job"]
    return [made[step]]


def _make_compose_tasks(step, diagnosis, findings, waiting):
    """Make the tasks of a step for a compose service. dokploy_build and dokploy_deployment do not support it, so dokploy_api calls the procedures."""
    body = {"composeId": diagnosis["verdict"]["id"]}
    calls = {"kill_build": [("compose.killBuild", body)], "clean_queue": [("compose.cleanQueues", body)], "remove_row": [
        ("deployment.removeDeployment", {"deploymentId": one["about"]["deployment_id"]}) for one in findings if one["code"] == "deployment_without_job"]}
    if step in calls:
        return [("api", {"procedure": procedure, "body": keys}) for procedure, keys in calls[step]]
    return [("compose", dict(waiting, state="deployed" if step == "redeploy" else "started", deployment_title=REPAIR_TITLE))]


def describe_answer(step, answer, permission):
    """Summarize the outcome of a step."""
    actions = ", ".join(answer.get("actions") or [])
    if step in ("kill_build", "end_processes"):
        where = " on %s" % permission.build_host if step == "end_processes" else ""
        return "cancelled" + where if answer.get("changed") else "nothing to cancel"
    if step == "rewrite_traefik":
        kept = ["the old text is in %s" % answer["backup_file"]] if answer.get("backup_file") else []
        return "; ".join([answer.get("file") or ""] + list(answer.get("warnings") or []) + kept)
    if step == "restart_server":
        return "cancelled: %s; dropped: %s" % tuple(list_names(answer.get(key)) for key in ("cancelled", "dropped"))
    return {
        "blocker": "the queue continues", "remove_row": "removed", "clean_queue": "%d waiting deployments dropped" % len(answer.get("dropped") or []),
        "set_status": answer.get("actual") or "", "memory_limit": "%s: %s" % (permission.memory_limit, actions),
        "branch": "%s: %s" % (permission.branch, actions), "domain_port": "%s: %s" % (permission.domain_port, actions),
        "redeploy": actions or "deploy again",
    }.get(step, actions)


def list_names(rows):
    return ", ".join(one["name"] for one in rows or []) or "nothing"


def add_ended(progress, answer):
    """Add the other services whose deployments a restart of Dokploy cancelled; a person must deploy them again."""
    seen = []
    for one in (answer.get("cancelled") or []) + (answer.get("dropped") or []):
        if one["name"] != progress.application and one["name"] not in seen:
            seen.append(one["name"])
            progress = progress.add_left(
                "redeploy", "Deploy it again, because the restart cancelled its deployment", "it is another application", one["name"])
    return progress
