# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs one command in a running container of a service: C(dokploy_exec).

In Dokploy's API only a schedule runs C(docker exec) in a container of an application or a compose service. So the task creates a disabled schedule, runs
it once, reads its log, and deletes it, which also deletes the log.
"""

from __future__ import annotations

import re
import secrets
import shlex

from .._api.compose import make_backend
from .._api.logs import ApiEvidence
from .._api.nodes import find_other_node
from .._api.permissions import check_permissions
from .._common.errors import ApiError, BadInput, Refused, ResourceNotFound, TaskFailed, Unreachable
from .._common.timestamps import get_server_time, parse_iso8601
from .._docker.backend import require_app_name
from .._docker.execution import execute, list_containers, read_environment
from .._dotenv.editor import check_variable
from .._lifecycle.find import accept_lost_answer, locate_existing
from .._lifecycle.run_now import await_end, find_reason
from .._module.operation import Operation
from .._planning.container_command import MOST_COMMAND, SHELLS, TIMED_OUT, encode_script, make_script, parse_output
from .._planning.present_names import present_names
from .._resources.schedule import SCHEDULE
from .._resources.services import KIND_OPTIONS, SERVICES, choose_services

NAME = "dokploy_exec"
NEVER = "0 0 29 2 *"            # the cron expression of the disabled schedule
MOST_LINES = 10000
MOST_BYTES = 262144
_FORGOTTEN = 3600               # seconds after which the schedule of a killed task is deleted
_MARGIN = 30                    # seconds in addition to the command's own timeout
_VARIABLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
PROCEDURES = ("schedule.create", "schedule.runManually", "schedule.delete")


class RunCommand(Operation):
    """Run one command in a running container, and return its exit code and the ends of its streams."""

    may_use_engine = True
    own_options = {
        **KIND_OPTIONS,
        "service": {"type": "str"},
        "command": {"type": "str"},
        "argv": {"type": "list", "elements": "str"},
        "shell": {"type": "str", "choices": list(SHELLS), "default": "sh"},
        "chdir": {"type": "str"},
        "creates": {"type": "str"},
        "removes": {"type": "str"},
        "env": {"type": "dict"},
        "command_timeout": {"type": "int", "default": 300},
        "max_bytes": {"type": "int", "default": 65536},
    }
    secrets = {"env": "values"}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.kind = next(kind for kind, known in SERVICES.items() if known is request.resource)
        self.result = {"changed": False, "service": None, "backend": None, "actions": [], "ran": False, "rc": None,
                       "stdout": "", "stderr": "", "stdout_lines": [], "stderr_lines": [], "truncated": [], "next_step": ""}

    def show(self, observed):
        """Show no record; the result has the streams only."""

    def finish(self):
        if self.check_mode:
            self.result["rc"] = 0       # Ansible takes null for a failure
        return super().finish()

    def run(self):
        resource, = choose_services(self.options)[:1]
        runner, self.result["backend"] = self, self.backend.name
        if resource is not self.resource and self.backend.stores:
            runner = self.copy_for(make_backend(self.backend.client, resource))
        runner.check_options()
        if self.backend.stores:
            return runner.run_by_schedule()
        return runner.run_on_engine(resource)

    def check_options(self):
        """Raise BadInput for invalid options; make the script of the command, with its random token."""
        options = self.options
        if bool(options.get("command")) == bool(options.get("argv")):
            raise BadInput("command or argv is required, and not both")
        for name, least, most in (("command_timeout", 1, 86400), ("max_bytes", 1024, MOST_BYTES)):
            if not least <= options[name] <= most:
                raise BadInput("%s must be between %d and %d" % (name, least, most))
        self.command = options.get("command") or " ".join(shlex.quote(word) for word in options["argv"])
        given = options.get("env") or {}
        for key, value in given.items():
            check_variable("env", key, value)
            if not _VARIABLE.match(key):
                raise BadInput("env: %s is no name of a variable in a shell" % key)
        self.token = secrets.token_hex(8)
        self.script = make_script(
            self.token, self.command, options["shell"], options.get("chdir"), options.get("creates"), options.get("removes"), given,
            options["command_timeout"], options["max_bytes"])
        if "\0" in self.script or len(self.script.encode("utf-8")) > MOST_COMMAND:
            raise BadInput("command and env must have at most %d bytes together, and no NUL" % MOST_COMMAND, next_step=(
                "Put the command into a script in the image, or in a file mount."))

    # -- through the API

    def run_by_schedule(self):
        """Run the command by a schedule of the service, and delete the schedule."""
        if self.kind not in ("application", "compose"):
            raise BadInput("Dokploy's API runs commands in applications and compose services alone, and not in a service of the kind %s" % self.kind,
                           next_step="Set backend: docker, and run the task on Dokploy's host.")
        self.check_address()
        place = locate_existing(self.ctx, self.request)
        observed = self.observe_service(place)
        own_id = place.service["id"]
        self.result["service"] = present_names(self.kind, own_id, observed.record)
        service = self._choose_part(observed)
        self._announce_command()
        check_permissions(self.backend, SCHEDULE, PROCEDURES, self.name)
        if self.check_mode:
            return self.finish()
        self._delete_forgotten(own_id)
        body = {"name": "%s %s" % (NAME, self.token), "cronExpression": NEVER, "scheduleType": self.kind, self.kind + "Id": own_id,
                "command": encode_script(self.script), "shellType": self.options["shell"], "enabled": False}
        if service:
            body["serviceName"] = service
        schedule_id = self._create_schedule(own_id, body)
        try:
            log, reason = self._run_schedule(schedule_id, observed.record.get("serverId"))
        finally:
            self._delete_schedule(schedule_id)
        return self._fill_result(log, reason)

    def _choose_part(self, observed):
        """Choose the service of the compose file; None for an application. Raises BadInput, ResourceNotFound, and Refused without a running container."""
        name = self.options.get("service")
        if self.kind != "compose":
            if name:
                raise BadInput("service requires a compose service")
            running = observed.running
        else:
            parts = {part.name for part in observed.parts or ()}
            if not name and len(parts) != 1:
                said = "%s has several services: set service to one of them" if parts else "%s has no service that was deployed"
                raise BadInput(said % self.name, next_step="It has: %s." % ", ".join(sorted(parts)) if parts else "Deploy it first.")
            name = name or next(iter(parts))
            if name not in parts:
                raise ResourceNotFound("%s has no service %s" % (self.name, name), next_step="It has: %s." % (", ".join(sorted(parts)) or "none"))
            running = [task for task in observed.tasks if task.part == name and task.runs]
        if "service" not in observed.unreadable and not running:
            raise Refused("%s%s has no running container, so the command was not run" % (self.name, " (%s)" % name if name else ""), phase=observed.phase,
                          next_step="Start it first, with state: started.")
        self._check_nodes(running, observed.record.get("serverId"))
        return name

    def _check_nodes(self, running, server_id):
        """Raise Refused if all containers run on other nodes of the Swarm."""
        other = find_other_node(self.backend.client, running, server_id)
        if other:
            raise Refused("%s runs on the node %s, and Dokploy runs commands on its own node %s alone, so the command was not run" % (
                self.name, *other), next_step="Run docker exec on %s, or let placement put a replica on %s." % other)

    def _announce_command(self):
        self.result["changed"] = True
        self.result["actions"] = ["run command"]

    def _list_schedules(self, own_id):
        return self.backend.client.read("schedule.list", id=own_id, scheduleType=self.kind) or []

    def _delete_forgotten(self, own_id):
        """Delete old schedules of killed tasks."""
        try:
            rows = [row for row in self._list_schedules(own_id) if str(row.get("name")).startswith(NAME + " ")]
            limit = get_server_time(self.backend.client.server_date) - _FORGOTTEN
            for row in rows:
                if (parse_iso8601(row.get("createdAt")) or limit) < limit and not any(run.get("status") == "running" for run in row.get("deployments") or []):
                    self.backend.call("schedule.delete", {"scheduleId": row["scheduleId"]})
        except (ApiError, Unreachable):
            pass            # it never runs by itself, and the next task finds it again

    def _create_schedule(self, own_id, body):
        """Create the schedule -> its id. After a lost answer, look it up by its name."""
        made = None
        with accept_lost_answer():
            made = self.backend.call("schedule.create", body)
        if not isinstance(made, dict) or not made.get("scheduleId"):
            made = next((row for row in self._list_schedules(own_id) if row.get("name") == body["name"]), None)
            if made is None:
                raise TaskFailed("%s: Dokploy stored no schedule for the command, which was not run" % self.name)
        return made["scheduleId"]

    def _run_schedule(self, schedule_id, server_id):
        """Run the schedule -> (its log, the reason of a failure that is not in the log)."""
        limit, error = self.options["command_timeout"] + _MARGIN, None
        end = self.ctx.clock.monotonic() + limit
        try:
            self.backend.call("schedule.runManually", {"scheduleId": schedule_id}, timeout=limit)
        except (ApiError, Unreachable) as exc:
            if isinstance(exc, Unreachable) and exc.arrived is False:
                raise
            error = exc             # a failed command is an error of older servers; a proxy may end a long request
        self.acted = True
        row = await_end(self.ctx, SCHEDULE, schedule_id, (), end, error)
        evidence = ApiEvidence(self.backend.client)
        log = evidence.build_log(row["deploymentId"], MOST_LINES)
        if log is None:
            log = evidence.streamed_build_log(row, server_id, MOST_LINES)
        return log, find_reason(log, error, self.masker.mask_text)

    def _delete_schedule(self, schedule_id):
        try:
            self.backend.call("schedule.delete", {"scheduleId": schedule_id})
        except (ApiError, Unreachable) as exc:
            self.warn("The schedule %s of this task could not be deleted (%s). It is disabled. Delete it in Dokploy; it holds the command." % (
                schedule_id, exc.message))

    # -- on a Docker Engine

    def run_on_engine(self, resource):
        """Run the command with C(docker exec) on the engine's host. The engine knows only the names of services in Docker."""
        app_name, service, is_compose = self.address.app_name, self.options.get("service"), resource is SERVICES["compose"]
        if service and not is_compose:
            raise BadInput("service requires a compose service")
        if is_compose and not service:
            raise BadInput("a Docker Engine requires service, the service in the compose file")
        require_app_name(self.address)
        if is_compose:
            labels = (["com.docker.compose.project=%s" % app_name, "com.docker.compose.service=%s" % service],
                      ["com.docker.swarm.service.name=%s_%s" % (app_name, service)])
        else:
            self.backend.locate(self.address)
            labels = (["com.docker.swarm.service.name=%s" % app_name],)
        found = next((ids for ids in (list_containers(self.backend, one) for one in labels) if ids), [])
        self.result["service"] = {"kind": next(kind for kind, known in SERVICES.items() if known is resource), "id": None, "app_name": app_name,
                                  "name": None, "environment": None, "project": None}
        if not found:
            raise Refused("%s has no running container on the host of the Docker Engine, so the command was not run" % app_name, next_step=(
                "Its containers may run on another node: docker service ps %s lists them." % app_name))
        self._announce_command()
        if self.check_mode:
            self.result["rc"] = 0       # Ansible takes null for a failure
            return self.finish()
        for name, value in read_environment(self.backend.host, found[0]).items():
            self.masker.add_secret(value, name)
        self.acted = True
        try:
            text = execute(self.backend.host, found[0], [self.options["shell"], "-c", self.script], self.options["command_timeout"] + _MARGIN)
        except Unreachable as exc:
            raise TaskFailed("%s: the Docker Engine gave no answer within %d seconds" % (app_name, self.options["command_timeout"] + _MARGIN), phase="timeout",
                             next_step="The command may still run in the container %s." % found[0][:12]) from exc
        return self._fill_result(text, self.masker.mask_text(text.strip()[-500:]))

    # -- the result

    def _fill_result(self, log, reason):
        """Fill in the result from the script's log. Raises TaskFailed unless the command ended with 0."""
        if log is None:
            raise TaskFailed("%s: the command was run, and its output could not be read" % self.name, next_step=(
                "Its exit code is unknown. Dokploy before v0.29.5 sends logs over a WebSocket only, which a proxy may block."))
        found, result, options = parse_output(self.token, log), self.result, self.options
        self.acted = result["changed"] = not found.skipped and not found.no_directory
        if found.skipped:
            result.update(actions=[], rc=0, msg="The command was not run, because %s" % (
                "%s exists" % options["creates"] if options.get("creates") else "%s does not exist" % options.get("removes")))
            return self.finish()
        if found.no_directory:
            result["actions"] = []
            raise TaskFailed("%s: the container has no directory %s, so the command was not run" % (self.name, options["chdir"]))
        for stream, lines in (("stdout", found.out), ("stderr", found.err)):
            text = self.masker.mask_text("\n".join(lines))[-options["max_bytes"]:]
            result[stream], result[stream + "_lines"] = text, text.splitlines()
        result.update(ran=found.code is not None or found.timed_out, truncated=sorted(found.cut), rc=TIMED_OUT if found.timed_out else found.code)
        if found.timed_out:
            raise TaskFailed("%s: the command did not end within %d seconds, and was sent SIGTERM" % (self.name, options["command_timeout"]), phase="timeout",
                             next_step="Increase command_timeout, or see stdout and stderr in this result.")
        if found.code is None:
            raise TaskFailed("%s: the command could not be run: %s" % (self.name, reason or "no reason was given"), next_step=(
                "The container must have the shell %s." % options["shell"]))
        if found.code:
            raise TaskFailed("%s: the command ended with exit code %d" % (self.name, found.code), next_step="See stdout and stderr in this result.")
        return self.finish()
