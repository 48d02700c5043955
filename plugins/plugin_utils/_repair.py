# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin of dokploy_repair: diagnoses, takes one step, diagnoses again, and composes a report. Prints one line for each step."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.community.dokploy.plugins.module_utils._common.masking import make_inert
from ansible_collections.community.dokploy.plugins.plugin_utils import _repair_steps as steps
from ansible_collections.community.dokploy.plugins.plugin_utils._report import render_html, render_markdown, render_text, make_headline, complete_report
from ansible_collections.community.dokploy.plugins.plugin_utils._tasks import COLLECTION, TaskRunner

ADDRESS = ("project", "environment", "name", "environment_id", "application_id", "app_name", "domain_host", "kind", "database_id", "compose_id")
NAMES = ("project", "environment", "name", "environment_id", "app_name")
DIAGNOSIS = {
    "stall_after": {"type": "int", "default": 20},
    "stuck_after": {"type": "str", "default": "10m"},
    "blocked_after": {"type": "str", "default": "30m"},
    "probe": {"type": "bool", "default": False},
    "probe_registry": {"type": "bool", "default": False},
    "probe_address": {"type": "str"},
    "pushed": {"type": "dict", "options": {"branch": {"type": "str", "required": True}, "paths": {"type": "list", "elements": "str", "default": []}}},
}
OWN_OPTIONS = dict(DIAGNOSIS, **{
    **{name: {"type": "str"} for name in ADDRESS},
    "kind": {"type": "str", "choices": ["application", "postgres", "mysql", "mariadb", "mongo", "redis", "libsql", "compose"]},
    "repair": {"type": "bool", "default": False},
    "parts": {"type": "list", "elements": "str", "choices": list(steps.PARTS), "default": list(steps.PARTS)},
    "blocker": {"type": "str", "choices": ["report", "remediate"], "default": "report"},
    "build_host": {"type": "str"},
    "server_restart": {"type": "bool", "default": False},
    "rewrite_traefik": {"type": "bool", "default": False},
    "traefik_backup": {"type": "str"},
    "domain_port": {"type": "int"},
    "memory_limit": {"type": "str"},
    "branch": {"type": "str"},
    "wait_timeout": {"type": "int", "default": 600},
    "usage": {"type": "bool", "default": True},
    "html": {"type": "str"},
    "continue_from": {"type": "dict"},
})
MOST_LINES = 13             # the maximum number of lines in a terminal: steps and report
MOST_BROKEN = 5             # the same for a broken service: the task fails afterwards, and Ansible prints ten more lines
WAIT = 2                    # seconds between two requests while waiting
STARTING = 60               # maximum seconds to wait for starting replicas after a step


class RepairAction(TaskRunner):
    """Runs the modules that diagnose and repair."""

    def run(self, tmp=None, task_vars=None):
        """Diagnose the service, take the permitted steps, and make the report -> the result."""
        result = super().run(tmp, task_vars)
        del tmp
        own = {name: value for name, value in self._task.args.items() if name in OWN_OPTIONS and value != ""}
        checked = ArgumentSpecValidator(OWN_OPTIONS).validate(own)
        if checked.error_messages:
            raise AnsibleActionFail("; ".join(checked.error_messages))
        self.options, self.task_vars = checked.validated_parameters, task_vars or {}
        self.shared = {name: value for name, value in self._task.args.items() if name not in OWN_OPTIONS}
        self.permission = make_permission(self.options)
        if not any(self.options[name] for name in ("name", "application_id", "app_name", "domain_host", "database_id", "compose_id")):
            raise AnsibleActionFail("Name the application: project, environment and name, or application_id, app_name or domain_host. "
                                    "For a database or a compose service, add kind.")
        self.changed = False
        try:
            progress, host_step = self._repair(self._begin_repair())
            report = {} if host_step else self._compose_report(progress)
        except AnsibleActionFail as exc:
            raise AnsibleActionFail(str(exc), result={"changed": self.changed}) from exc
        result.update({
            "check_mode": bool(self._task.check_mode),
            "changed": self.changed, "verdict": progress.now["verdict"], "report": report, "host_step": host_step,
            "lines": shorten(report, self.options["html"] or "dokploy_troubleshoot_result.markdown") if report else [],
            "markdown": render_markdown(report) if report else "",
            "next_step": progress.now["next_step"],
            "progress": dict(vars(progress)) if host_step else {}})
        return result

    # Diagnosis and steps

    def _begin_repair(self):
        """Start the repair, or continue it after its step on a host."""
        given = self.options["continue_from"]
        if not given:
            diagnosis = self._call_module("dokploy_diagnosis_info", self._list_diagnosis_options(), reads=True)
            return steps.Progress(first=diagnosis, now=diagnosis)
        made = {name: given[name] for name in ("first", "now", "done", "left", "due", "tried")}
        progress = steps.Progress(**{name: tuple(value) if isinstance(value, list) else value for name, value in made.items()})
        return self._add_host_step(progress, given["host_step"], given.get("answer") or {})

    def _list_diagnosis_options(self):
        return {name: self.options[name] for name in (*ADDRESS, *DIAGNOSIS) if self.options[name] not in (None, "")}

    def _repair(self, progress):
        """Take steps while a finding requires one -> (Progress, the step that the build host must take first, or {})."""
        while self.permission.repair:
            possible = steps.list_possible(progress, self.permission)
            if not possible:
                break
            step = possible[0]
            progress = progress.begin(step, self.permission)
            try:
                progress, host_step = self._take_step(step, progress)
            except AnsibleError as exc:
                progress, host_step = self._add_failure(progress, step, str(exc)), {}
            if host_step:
                return progress, host_step
            progress = self._diagnose_again(progress)
        return progress, {}

    def _diagnose_again(self, progress):
        """Diagnose again after starting replicas have started -> Progress."""
        if self._task.check_mode:
            return progress
        options = dict(self._list_diagnosis_options(), **self._make_address(progress.now["verdict"]))
        deadline = time.monotonic() + min(self.permission.wait_timeout, STARTING)
        now = self._call_module("dokploy_diagnosis_info", options, reads=True)
        while now["verdict"]["state"] == "starting" and time.monotonic() < deadline:
            time.sleep(WAIT)
            now = self._call_module("dokploy_diagnosis_info", options, reads=True)
        return replace(progress, now=now)

    def _take_step(self, step, progress):
        """Take one step -> (Progress, the step that the build host must take first, or {})."""
        what = steps.STEPS[step]
        if step == "blocker":
            return self._end_blocker(progress)
        if step == "end_processes":
            return progress, self._make_host_step(step, progress, progress.now["verdict"]["application_id"], what)
        if step == "restart_server":
            would = self._call_module("dokploy_server_restart", {"force": True}, check_mode=True)
            self._display_line(self.task_vars, progress.application, "the restart of Dokploy cancels %s, and drops %s" % (
                steps.list_names(would.get("cancelled")), steps.list_names(would.get("dropped"))))
            answer = self._call_module("dokploy_server_restart", {"force": True})
            progress = progress if self._task.check_mode else steps.add_ended(progress, answer)
        else:
            if step == "rewrite_traefik" and self.permission.traefik_backup and not self._task.check_mode:
                self._execute_module_on_host("ansible.builtin.file", {"path": self.permission.traefik_backup, "state": "directory", "mode": "0700"})
            for module, options in steps.make_tasks(step, progress, self.permission):
                address = {} if module == "api" else self._make_address(progress.now["verdict"], of_module=module)
                answer = self._call_module("dokploy_" + module, dict(address, **options))
        return self._add_done(progress, step, what, answer), {}

    def _end_blocker(self, progress):
        """Cancel the deployment of the other application that blocks this one, if it is stuck."""
        blocked = steps.find_about(steps.list_findings(progress.now, self.permission), "queue_blocked")
        limits = {name: self.options[name] for name in ("stall_after", "stuck_after")}
        other = self._call_module("dokploy_diagnosis_info", dict(self._make_address({"application_id": blocked["blocker_id"]}), **limits), reads=True)
        name = other["verdict"]["application"]
        possible = [step for one in other["findings"] if one["part"] == "deployment" for step in one["repairs"]]
        if "end_processes" not in possible:
            return self._add_failure(progress, "blocker", "%s blocks it, and its deployment is not stuck: wait for it" % name), {}
        what = "Cancel the deployment of %s, which blocked it" % name
        if "kill_build" in possible:
            answer = self._call_module("dokploy_build", dict(self._make_address(other["verdict"]), state="killed"))
            return self._finish_blocker(progress, name, what, answer), {}
        if not self.permission.build_host:
            return self._add_failure(progress, "blocker", "%s blocks it, and Dokploy cannot cancel its deployment: set %sbuild_host to kill its processes on "
                                     "that host" % (name, steps.OPTION)), {}
        return progress, self._make_host_step("blocker", progress, other["verdict"]["application_id"], what, name)

    def _finish_blocker(self, progress, name, what, answer):
        """Note that the blocking deployment was cancelled, and wait until this service is not deployed any more -> Progress."""
        progress = progress.add_left(
            "redeploy", "Deploy the blocking application again", "it is another application; deploy it once its cause is corrected", name)
        progress = self._add_done(progress, "blocker", what, answer)
        deadline = time.monotonic() + self.permission.wait_timeout
        while not self._task.check_mode and time.monotonic() < deadline:
            found = self._call_module("dokploy_application_info", self._make_address(progress.now["verdict"]), reads=True)["applications"]
            if not found or (found[0]["last_deployment"] or {}).get("status") != "running":
                break
            time.sleep(WAIT)
        return progress

    def _make_host_step(self, step, progress, application_id, what, application=""):
        """Make the step of the build host: the caller runs dokploy_build there, and calls this module again with its result."""
        return {"step": step, "what": what, "application": application or progress.application, "application_id": application_id}

    def _add_host_step(self, progress, host_step, answer):
        """Add the build host's step to the progress -> Progress. C(answer) is the result of its task; only a failure has a msg."""
        self.changed = bool(answer.get("changed"))
        if answer.get("failed") or answer.get("msg"):
            progress = self._add_failure(progress, host_step["step"], answer.get("msg") or "it failed")
        elif host_step["step"] == "blocker":
            progress = self._finish_blocker(progress, host_step["application"], host_step["what"], answer)
        else:
            progress = self._add_done(progress, host_step["step"], host_step["what"], answer)
        return self._diagnose_again(progress)

    def _add_done(self, progress, step, what, answer):
        said = "" if self._task.check_mode else steps.describe_answer(step, answer, self.permission)
        self._display_line(self.task_vars, progress.application, "%s%s" % (what, ": %s" % said if said else ""))
        return progress.add_done(step, what, said)

    def _add_failure(self, progress, step, why):
        self._display_line(self.task_vars, progress.application, "%s: failed" % steps.STEPS[step])
        return progress.add_left(step, steps.STEPS[step], why)

    # Calls of modules

    @staticmethod
    def _make_address(verdict, of_module=""):
        """Make the options that address one service by its id, and clear those from module_defaults. C(of_module): dokploy_compose has no option kind."""
        if verdict.get("kind") == "compose":
            kind = {} if of_module == "compose" else {"kind": "compose"}
            return dict({name: "" for name in NAMES}, compose_id=verdict["id"], **kind)
        if verdict.get("kind", "application") != "application":
            return dict({name: "" for name in NAMES}, kind=verdict["kind"], database_id=verdict["id"])
        return dict({name: "" for name in (*NAMES, "domain_host")}, application_id=verdict["application_id"])

    def _call_module(self, module, options, check_mode=None, reads=False):
        """Run a module of this collection -> its result. C(reads): also in check mode. Raises AnsibleActionFail if it fails."""
        call = self._prepare_call({"name": module, "module": COLLECTION + module, "options": options}, self.shared, self.task_vars,
                                  False if reads else check_mode)
        answer = call()
        self.changed = self.changed or not reads and check_mode is None and bool(answer.get("changed"))
        if answer.get("failed"):
            raise AnsibleActionFail(str(answer.get("msg") or "it failed"))
        return answer

    def _execute_module_on_host(self, module, options):
        """Run one of Ansible's modules on the task's host. Raises AnsibleActionFail if it fails."""
        answer = self._execute_module(module_name=module, module_args=options, task_vars=self.task_vars)
        if answer.get("failed"):
            raise AnsibleActionFail(str(answer.get("msg") or "it failed"))

    # The report

    def _compose_report(self, progress):
        """Make the report; also write it as HTML if C(html) is set."""
        findings = steps.list_findings(progress.now, self.permission)
        # If the application is healthy now, its failed steps are not reported as open.
        left = [one for one in progress.left if findings or one["application"] != progress.application]
        report = {
            "verdict": progress.now["verdict"], "before": progress.first["verdict"], "done": list(progress.done),
            "left": left + steps.list_open(progress, self.permission),
            "next_command": (steps.make_command(progress, self.permission) or progress.now["next_step"]) if findings else "",
            "timeline": progress.now["timeline"], "findings": progress.now["findings"], "found": progress.first["findings"],
            "unread": progress.now["unread"], "usage": self._read_usage(progress), "server": progress.now["server"],
            "operator": str(self.task_vars.get("awx_user_name") or self.task_vars.get("tower_user_name") or os.environ.get("USER") or ""),
            "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "check_mode": bool(self._task.check_mode)}
        if self.options["html"] and not self._task.check_mode:
            self._write_page(render_html(report))
        return report

    def _read_usage(self, progress):
        """Read CPU and memory of the containers; an empty list if this key or this version of Dokploy does not allow it."""
        if not self.options["usage"] or not progress.now["verdict"]["app_name"]:
            return []
        try:
            return self._call_module("dokploy_monitoring_info", dict(
                self._make_address(progress.now["verdict"]), series=bool(self.options["html"])), reads=True)["applications"]
        except AnsibleActionFail:
            return []

    def _write_page(self, page):
        """Write the HTML page on the task's host, with mode 0600."""
        task = self._task.copy()
        task.action = "ansible.legacy.copy"
        task.args = {"content": page, "dest": self.options["html"], "mode": "0600"}
        copy = self._shared_loader_obj.action_loader.get(
            "ansible.legacy.copy", task=task, connection=self._connection, play_context=self._play_context, loader=self._loader, templar=self._templar,
            shared_loader_obj=self._shared_loader_obj)
        answer = copy.run(task_vars=self.task_vars)
        if answer.get("failed"):
            raise AnsibleActionFail("The report cannot be written to %s: %s" % (self.options["html"], answer.get("msg")))


def make_permission(options):
    """Make the Permission from the task's options."""
    return steps.Permission(
        repair=options["repair"], parts=tuple(options["parts"] or steps.PARTS), blocker=options["blocker"] == "remediate",
        build_host=options["build_host"] or "", server_restart=options["server_restart"], rewrite_traefik=options["rewrite_traefik"],
        traefik_backup=options["traefik_backup"] or "", domain_port=options["domain_port"], memory_limit=options["memory_limit"] or "",
        branch=options["branch"] or "", wait_timeout=options["wait_timeout"])


def shorten(report, rest):
    """Return the first, most important lines of a report. C(rest): the place of the whole report, for the last line."""
    steps_taken = len(report["done"])
    if report["verdict"]["state"] == "broken":
        first = next((one for one in report["findings"] if one["code"] == report["verdict"]["code"]), None)
        lines = [make_headline(complete_report(report))]
        lines += ["Next: %s" % report["next_command"]] if report["next_command"] else []
        lines += ["Likely: %s" % first["cause"]] if first else []
        lines += ["Do: %s" % first["remedy"]] if first and first["remedy"] != report["next_command"] else []
        return [make_inert(line) for line in lines][:max(3, MOST_BROKEN - 1 - steps_taken)] + ["The report: %s" % rest]
    lines = [line for line in render_text(report).splitlines() if line.strip()]
    most = max(3, MOST_LINES - steps_taken)
    if len(lines) <= most:
        return lines
    return lines[:most - 1] + ["… %d more lines in %s" % (len(lines) - most + 1, rest)]
