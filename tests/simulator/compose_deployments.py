# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of a deployment of compose: the file, the domains in it, the command."""

from __future__ import annotations

import copy
import re
import textwrap

from . import compose_file, compose_project, dotenv, stack
from .compose_file import ComposeError
from .errors import DockerError

CODE = "/etc/dokploy/compose/%s/code"


def path_of(row):
    """Where the file is in the code's folder."""
    return "docker-compose.yml" if row["sourceType"] == "raw" else re.sub(r"^\./", "", row["composePath"])


def command_of(row, version):
    """What is run after the word docker; :raises ComposeError: where somebody's own is refused."""
    if row["command"]:
        command = row["command"].strip()
        if version >= (0, 29):
            refuse_unsafe(command)
        return " ".join(re.sub(r'^"(.*)"$', r"\1", word) for word in command.split())
    path = "docker-compose.yml" if row["sourceType"] == "raw" else row["composePath"]
    if row["composeType"] == "stack":
        return "stack deploy -c %s %s --prune --with-registry-auth" % (path, row["appName"])
    return "compose -p %s -f %s up -d --build --remove-orphans" % (row["appName"], path)


def refuse_unsafe(command):
    if re.search(r"[;|`$(){}<>\n\\]", command):
        raise ComposeError("Invalid characters in compose command: shell control characters are not allowed")
    if re.search(r"(?<!&)&(?!&)", command) or "&&&" in command:
        raise ComposeError("Single '&' is not allowed. Use '&&' for chaining.")
    if any(not part.strip().startswith(("docker compose ", "docker-compose ")) for part in command.split("&&")[1:]):
        raise ComposeError("Chained commands must strictly start with 'docker compose '")


def file_data(sim, row):
    """The data of the file that counts: of a raw source what is stored (before v0.29 what was written last), else what was checked out.

    None where there is none. :raises ComposeError: where it is no YAML.
    """
    if row["sourceType"] == "raw" and sim.version_tuple >= (0, 29):
        return compose_file.load(row["composeFile"]) or None
    text = sim.compose_files.get(row["appName"], {}).get(path_of(row))
    return None if text is None else compose_file.load(text) or None


def converted(sim, row):
    """The data as they are deployed, or None. :raises ComposeError: where they cannot be."""
    data = file_data(sim, row)
    if data is None:
        return None
    domains = sim.store.of("domains", "composeId", row["composeId"])
    return compose_file.converted(row, data, domains, {one["networkId"]: one["name"] for one in sim.store.networks.values()}, sim.version_tuple)


def write_raw(sim, row):
    sim.compose_files[row["appName"]] = {path_of(row): row["composeFile"]}


def env_file(row, project_env, environment_env, version):
    """The text of .env beside the file."""
    lines = ["APP_NAME=" + row["appName"]] + (["COMPOSE_PROJECT_NAME=" + row["appName"]] if version >= (0, 29) else []) + [row["env"] or ""]
    if "DOCKER_CONFIG" not in (row["env"] or ""):
        lines.append("DOCKER_CONFIG=/root/.docker")
    if row["randomize"]:
        lines.append("COMPOSE_PREFIX=" + row["suffix"])
    return "\n".join(dotenv.resolve("\n".join(lines), project_env, environment_env))


def box(row, mounts, command):
    """The frame around what is about to be done."""
    told = ["App Name: " + row["appName"], "Build Compose 🐳", "Detected: %d mounts 📂" % mounts, "Command: docker " + command,
            "Source Type: docker %s ✅" % row["sourceType"], "Compose Type: %s ✅" % row["composeType"]]
    lines = [line for text in told for line in textwrap.wrap(text, 76)]
    return "\n".join(["╔%s╗" % ("═" * 78), "║%s║" % (" " * 78)] + ["║ %-76s ║" % line for line in lines] + ["║%s║" % (" " * 78), "╚%s╝" % ("═" * 78)]) + "\n"


class ComposeSteps:
    """The part of ``Deployments`` that is about compose."""

    def _begin_compose(self, job):
        sim = self.sim
        row = sim.store.compose.get(job.data["composeId"])
        if row is None:
            self.jobs.remove(job)
            return
        environment = sim.store.environments[row["environmentId"]]
        job.application = copy.deepcopy(row)
        job.parts = {"project_env": sim.store.projects[environment["projectId"]]["env"], "environment_env": environment["env"]}
        row["composeStatus"] = "running"
        job.row = self._new_row(row, job, owner=("composeId", row["composeId"]))
        if sim.engine_of(row).dead:
            job.row["errorMessage"] = "An error have occurred: SSH connection error: connect ECONNREFUSED"
            self._end(job, "error")
            return
        self._log(job, "Initializing deployment\n")
        job.phase = "work"
        if row["sourceType"] == "raw":
            write_raw(sim, job.application)
            self._log(job, "File 'docker-compose.yml' created: ✅\n")
            self._later(job, 0.2, self._compose_up)
        elif job.data["type"] == "redeploy":
            self._later(job, 0.2, self._compose_up)
        else:
            self._clone(job)

    def _checked_out(self, job):
        """The repository is there: its files are what is deployed."""
        self.sim.compose_files[job.application["appName"]] = dict(job.commit.files)
        self._compose_up(job)

    def _compose_up(self, job):
        sim, row = self.sim, job.application
        files = sim.compose_files.setdefault(row["appName"], {})
        try:
            command = command_of(row, sim.version_tuple)
            variables = dict(entry.split("=", 1) for entry in dotenv.resolve(row["env"], **self._shared(job)))
            if row.get("createEnvFile", True):
                files[".env"] = env_file(row, version=sim.version_tuple, **job.parts)
        except (ComposeError, DockerError) as error:
            self._raise(job, str(error))
            return
        self._log(job, box(row, len(sim.store.of("mounts", "composeId", row["composeId"])), command))
        try:
            data = converted(sim, row)
        except ComposeError as error:
            self._log(job, "❌ Has occurred an error: %s\n" % error)
            self._later(job, 0.1, self._fail, "")
            return
        if data is None:
            self._log(job, "❌ Error: Compose file not found\n")
            self._later(job, 0.1, self._fail, "")
            return
        files[path_of(row)] = compose_file.stringify(data)
        self._run_compose(job, command, data, variables, files)

    @staticmethod
    def _shared(job):
        return {"project": job.parts["project_env"], "environment": job.parts["environment_env"]}

    def _run_compose(self, job, command, data, variables, files):
        row, engine = job.application, self.sim.engine_of(job.application)
        folder = CODE % row["appName"]
        if row["isolatedDeployment"] and row["appName"] not in engine.networks:
            engine.networks[row["appName"]] = self.sim.ids.base36(25)
        try:
            if row["composeType"] == "stack":
                lines = stack.deploy(engine, row["appName"], data, variables, files, folder, "--prune" in command)
            else:
                if ".env" in files:
                    variables = dotenv.parse(files[".env"])
                lines = compose_project.up(engine, row["appName"], data, variables, files, folder)
        except ComposeError as error:
            self._log(job, "%s\nError: ❌ Docker command failed\n" % error)
            self._later(job, 0.1, self._fail, "")
            return
        self._log(job, "".join(line + "\n" for line in lines))
        self._later(job, 0.3, self._composed)

    def _composed(self, job):
        self._log(job, "Docker Compose Deployed: ✅\n")
        self._end(job, "done")
