# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments: the queue, a job's steps, its row, its log, and what ends it."""

from __future__ import annotations

import re
import copy

from . import dotenv, specification
from .clock import iso
from .compose_deployments import CODE as COMPOSE_CODE, ComposeSteps
from .errors import CallError, DockerError
from .procedures.providers import authorised, base_of, behind

KEPT_ROWS = 10
ROW = ("deploymentId", "title", "description", "status", "logPath", "pid", "applicationId", "composeId", "serverId", "isPreviewDeployment",
       "previewDeploymentId", "createdAt", "startedAt", "finishedAt", "errorMessage", "scheduleId", "backupId", "rollbackId", "volumeBackupId",
       "buildServerId")
END_OF_LOG = "\nError occurred ❌, check the logs for details.\n"
CODE = "/etc/dokploy/applications/%s/code"
LEGACY = ("DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
          "            Install the buildx component to build images with BuildKit:\n"
          "            https://docs.docker.com/go/buildx/\n\n")


class Job:
    """One job of the queue."""

    def __init__(self, number, identifier, data, created, lane):
        self.number, self.id, self.data, self.created, self.lane = number, identifier, data, created, lane
        self.began = None
        self.row = None
        self.phase = "waiting"
        self.timer = None
        self.commit = None
        self.remote = None
        self.application = None
        self.parts = None


class Deployments(ComposeSteps):
    """The queue and what it does. In memory since v0.29.9 (lost by a restart), in Redis before (kept)."""

    def __init__(self, sim):
        self.sim = sim
        self.jobs = []
        self.concurrency = {}
        self.count = 0
        self.logs = {}

    @property
    def in_memory(self):
        return self.sim.version_tuple >= (0, 29, 9)

    # -- the queue --------------------------------------------------------------------------------------------------------------

    def add(self, row, title, description, kind, preview=None):
        self.count += 1
        server = row["serverId"]
        owner = ("composeId", "compose") if "composeId" in row else ("applicationId", "application")
        data = {owner[0]: row[owner[0]], "titleLog": title, "descriptionLog": description, "type": kind, "applicationType": owner[1],
                "server": bool(server)}
        if preview:
            data.update({"applicationType": "application-preview", "previewDeploymentId": preview})
        if server:
            data["serverId"] = server
        identifier = "job-%d" % self.count if self.in_memory else str(self.count)
        lane = (server or "local") if self.in_memory else "all"
        job = Job(self.count, identifier, data, self.sim.agenda.now, lane)
        self.jobs.append(job)
        job.timer = self.sim.agenda.after(self.sim.queue_delay, self._fill, lane)
        return job

    def _fill(self, lane):
        if self.sim.server_down:
            return
        limit = self.concurrency.get(lane, 1) if self.in_memory else 1
        for job in list(self.jobs):
            active = len([one for one in self.jobs if one.lane == lane and one.phase != "waiting"])
            if job.lane == lane and job.phase == "waiting" and active < limit:
                self._begin(job)

    def set_concurrency(self, lane, number):
        self.concurrency[lane] = number
        self._fill(lane)

    def list(self):
        """``deployment.queueList``: the newest first."""
        rows = []
        for job in sorted(self.jobs, key=lambda one: (-one.created, -one.number)):
            row = {"id": job.id, "name": "deployments", "data": dict(job.data), "timestamp": int(job.created * 1000)}
            if job.began is not None:
                row["processedOn"] = int(job.began * 1000)
            row["state"] = "waiting" if job.phase == "waiting" else "active"
            service, kind, identifier = self.service_of(job.data)
            label = kind.capitalize()
            if service is None:
                row["servicePath"] = {"href": None, "label": label}
            else:
                environment = self.sim.store.environments[service["environmentId"]]
                row["servicePath"] = {"href": "/dashboard/project/%s/environment/%s/services/%s/%s" % (
                    environment["projectId"], environment["environmentId"], kind, identifier), "label": label}
            rows.append(row)
        return rows

    def service_of(self, data):
        """(row or None, kind, id) of what a job or a deployment is about."""
        if data.get("composeId"):
            return self.sim.store.compose.get(data["composeId"]), "compose", data["composeId"]
        return self.sim.store.applications.get(data.get("applicationId")), "application", data.get("applicationId")

    def clean(self, service_id):
        """Drop the waiting jobs of an application, or of a compose."""
        for job in list(self.jobs):
            if job.phase == "waiting" and self.service_of(job.data)[2] == service_id:
                self.sim.agenda.cancel(job.timer)
                self.jobs.remove(job)

    def kill_builds(self, lane_server):
        """End every ``docker build`` of a host."""
        for job in list(self.jobs):
            if job.phase == "build" and (job.data.get("serverId") or None) == (lane_server or None):
                self.sim.agenda.cancel(job.timer)
                self._fail(job, "❌ Docker build failed\n")

    def end_hung(self, application_id=None):
        """The connection to a silent Git server ends."""
        for job in list(self.jobs):
            if job.phase == "hung" and application_id in (None, self.service_of(job.data)[2]):
                if job.commit is not None or job.application["sourceType"] == "docker":
                    self._fail(job, "")
                    continue
                url = job.application["customGitUrl"]
                self._log(job, "fatal: unable to access '%s/': Empty reply from server\n" % url)
                self._fail(job, "" if job.remote else "❌ [ERROR] Fail to clone the repository %s\n" % url)

    def lose(self, application_id):
        """The job of an application vanishes from the queue while it works, and leaves its row as it is."""
        for job in list(self.jobs):
            if self.service_of(job.data)[2] == application_id and job.phase != "waiting":
                self.sim.agenda.cancel(job.timer)
                self.jobs.remove(job)
                self._fill(job.lane)

    # -- one job ------------------------------------------------------------------------------------------------------------------

    def _begin(self, job):
        sim = self.sim
        job.began = sim.agenda.now
        if "composeId" in job.data:
            self._begin_compose(job)
            return
        row = sim.store.applications.get(job.data["applicationId"])
        if row is None:
            self.jobs.remove(job)
            return
        job.application, job.parts = copy.deepcopy(row), sim.parts(row)
        preview = sim.store.previews.get(job.data.get("previewDeploymentId"))
        if job.data["applicationType"] == "application-preview":
            if preview is None:
                self._leave(job)
                return
            self._begin_preview(job, preview)
            return
        row["applicationStatus"] = "running"
        engine = sim.engine_of(row)
        dead = row["serverId"] and engine.dead
        job.row = self._new_row(row, job, error=(
            "An error have occurred: SSH connection error: connect ECONNREFUSED %s:%d" % (
                sim.store.servers[row["serverId"]]["ipAddress"], sim.store.servers[row["serverId"]]["port"]) if dead else None))
        if dead:
            job.phase = "ending"
            job.row["status"] = "error"
            job.row["finishedAt"] = iso(sim.agenda.now)
            row["applicationStatus"] = "error"
            self._leave(job)
            return
        self._log(job, "Initializing deployment\n")
        if row["serverId"]:
            self._log(job, "Building on Build Server\n")
        job.phase = "work"
        if job.data["type"] == "redeploy":
            self._rebuild(job)
        elif row["sourceType"] == "docker":
            self._pull(job)
        else:
            self._clone(job)

    def _begin_preview(self, job, preview):
        """The application, but by another name, with another env, and pushed nowhere."""
        row, host = job.application, self.sim.store.domains[preview["domainId"]]["host"]
        row["appName"] = preview["appName"]
        for key, theirs in (("env", "previewEnv"), ("buildArgs", "previewBuildArgs"), ("buildSecrets", "previewBuildSecrets")):
            row[key] = "%s\nDOKPLOY_DEPLOY_URL=%s" % ("null" if row[theirs] is None else row[theirs], host)
        row.update(rollbackActive=False, registryId=None, buildRegistryId=None, rollbackRegistryId=None)
        job.parts["registry"] = None
        preview["previewStatus"] = "running"
        job.row = self._new_row(row, job, preview=preview["previewDeploymentId"])
        self._log(job, "Initializing deployment")
        if not self.sim.world.github:
            # Dokploy throws while it handles that it threw: the job goes, and both rows stay as they are
            self._leave(job)
            return
        job.phase = "work"
        self._rebuild(job)

    def _new_row(self, row, job, error=None, preview=None, owner=None):
        sim = self.sim
        owner = owner or (("previewDeploymentId", preview) if preview else ("applicationId", row["applicationId"]))
        mine = sorted(sim.store.of("deployments", *owner), key=lambda one: one["createdAt"], reverse=True)
        for old in mine[KEPT_ROWS - 1:]:
            self.remove(old["deploymentId"])
        now = iso(sim.agenda.now)
        values = dict.fromkeys(ROW)
        values.update({
            "deploymentId": sim.ids.nanoid(), "title": job.data["titleLog"] or "Deployment", "description": job.data["descriptionLog"] or "",
            "status": "running", "logPath": "" if error else "/etc/dokploy/logs/%s/%s-%s.log" % (row["appName"], row["appName"], now[:19]),
            owner[0]: owner[1], "isPreviewDeployment": False, "createdAt": now, "startedAt": now, "errorMessage": error,
            "buildServerId": row.get("buildServerId")})
        sim.store.deployments[values["deploymentId"]] = values
        values["#order"] = sim.ids.serial()
        return values

    def note_run(self, key, identifier, app_name, title, status, lines=()):
        """The row of something that was run by hand: a schedule, a backup -> the row."""
        now = iso(self.sim.agenda.now)
        values = dict.fromkeys(ROW)
        values.update({
            "deploymentId": self.sim.ids.nanoid(), "title": title, "description": title, "status": status,
            "logPath": "/etc/dokploy/logs/%s/%s-%s.log" % (app_name, app_name, now[:19]), key: identifier, "isPreviewDeployment": False,
            "createdAt": now, "startedAt": now, "finishedAt": now})
        self.sim.store.deployments[values["deploymentId"]] = values
        values["#order"] = self.sim.ids.serial()
        self.logs[values["deploymentId"]] = "".join(line + "\n" for line in lines)
        return values

    def remove(self, deployment_id):
        self.logs.pop(deployment_id, None)
        return self.sim.store.deployments.pop(deployment_id)

    def clear_logs(self, service_id, key="applicationId"):
        for row in self.sim.store.of("deployments", key, service_id):
            self.logs.pop(row["deploymentId"], None)

    def _log(self, job, text):
        if job.row is not None:
            self.logs[job.row["deploymentId"]] = self.logs.get(job.row["deploymentId"], "") + text

    def _later(self, job, seconds, action, *arguments):
        job.timer = self.sim.agenda.after(seconds, action, job, *arguments)

    def _vault_trouble(self, row):
        """What a reference to a vault is refused with before anything else; None where there is none of that kind."""
        if self.sim.version_tuple < (0, 30):
            return None
        for name, reference in re.findall(r"\$\{\{vault\.([^.}]+)\.([^}]*)\}\}", row["env"] or ""):
            provider = next((one for one in self.sim.store.vaultProviders.values() if one["name"] == name), None)
            if provider is not None and provider["providerType"] == "hashicorp" and ":" not in reference:
                return 'Invalid HashiCorp Vault reference "%s": expected format <path>:<field> (e.g. myapp/prod:DB_PASSWORD)' % reference
        return None

    def _pull(self, job):
        row = job.application
        trouble = self._vault_trouble(row)
        if trouble:
            self._raise(job, trouble)
            return
        if not row["dockerImage"]:
            self._raise(job, "Docker image not found")
            return
        self._log(job, "Pulling %s\n" % row["dockerImage"])
        image = self.sim.world.image(row["dockerImage"])
        if image is not None and image.pull == "hang":
            job.phase = "hung"
            return
        self._later(job, image.pull_seconds if image is not None else 0.3, self._pulled)

    def _pulled(self, job):
        row = job.application
        engine = self.sim.engine_of(row)
        credentials = (row["username"], row["password"]) if row["username"] and row["password"] else None
        image = self.sim.world.image(row["dockerImage"])
        wanted = tuple(image.credentials) if image is not None and image.credentials else None
        known = self.sim.world.registries.get(row["registryUrl"] or "")
        if known and wanted is None:
            wanted = tuple(known)
        if credentials:
            if wanted and credentials != wanted:
                self._log(job, "Error response from daemon: login attempt to http://%s/v2/ failed with status: 401 Unauthorized\n" % row["registryUrl"])
                self._fail(job, "❌ Login failed\n")
                return
            self._log(job, "\nWARNING! Your credentials are stored unencrypted in '/etc/dokploy/config.json'.\nConfigure a credential helper to remove "
                           "this warning. See\nhttps://docs.docker.com/go/credential-store/\n\nLogin Succeeded\n")
        try:
            lines = engine.pull(row["dockerImage"], credentials)
        except DockerError as error:
            self._log(job, "%s\n" % error)
            self._fail(job, "❌ Pulling image failed\n")
            return
        self._log(job, "\n".join(lines) + "\n✅ Pulling image completed.\n")
        self._roll_out(job)

    def _clone(self, job):
        row = job.application
        kind = row["sourceType"]
        if kind == "drop":
            job.commit = self.sim.checkouts.get(row["appName"])
            self._build(job)
            return
        if kind != "git":
            self._clone_from_provider(job, kind)
            return
        url, branch = row["customGitUrl"], row["customGitBranch"]
        if not url or not branch:
            self._log(job, "Error: ❌ Repository not found\n")
            self._later(job, 0.1, self._fail, "")
            return
        if not url.startswith(("http://", "https://")) and not row["customGitSSHKeyId"]:
            self._log(job, "Error: ❌ You are trying to clone a ssh repository without a ssh key, please set a ssh key\n")
            self._later(job, 0.1, self._fail, "")
            return
        try:
            if "composeId" not in job.data:
                self._references(job)
        except DockerError as error:
            self._raise(job, str(error))
            return
        path = self._code(job)
        self._log(job, "Cloning Repo Custom %s to %s: ✅\nCloning into '%s'...\n" % (url, path, path))
        repository = self.sim.world.repository(url)
        if repository is not None and repository.hangs:
            job.phase = "hung"
            return
        self._later(job, repository.clone_seconds if repository is not None else 0.2, self._cloned)

    @staticmethod
    def _code(job):
        return (COMPOSE_CODE if "composeId" in job.data else CODE) % job.application["appName"]

    def _clone_from_provider(self, job, kind):
        """A provider of the organisation: gone, never authorised, not to be reached, or as good as a plain address."""
        row = job.application
        provider = self.sim.store.tables[kind].get(row[kind + "Id"])
        if provider is None:
            self._log(job, "Error: ❌ %s Provider not found\n" % kind.capitalize())
            self._later(job, 0.1, self._fail, "")
            return
        known = behind(self.sim, kind, provider)
        if kind in ("gitlab", "github") and not authorised(kind, provider):
            self._raise(job, "fetch failed" if not known else "Failed to refresh token: Bad Request" if kind == "gitlab" else (
                "Github Account not configured correctly"))
            return
        name = "%s/%s.git" % (row["owner" if kind == "github" else kind + "Owner"], row["repository" if kind == "github" else kind + "Repository"])
        if kind == "gitlab":
            name = "%s.git" % row["gitlabPathNamespace"]
        elif kind == "bitbucket" and row["bitbucketRepositorySlug"]:
            name = "%s/%s.git" % (row["bitbucketOwner"], row["bitbucketRepositorySlug"])
        address, path = base_of(kind, provider), self._code(job)
        self._log(job, "Cloning Repo %s to %s: ✅\nCloning into '%s'...\n" % (name, path, path))
        if not known:
            self._log(job, "fatal: unable to access '%s/%s/': Could not connect to server\n" % (address, name))
            self._later(job, 0.2, self._fail, "")
        elif not authorised(kind, provider):
            self._log(job, "fatal: Authentication failed for '%s/%s/'\n" % (address, name))
            self._later(job, 0.2, self._fail, "")
        else:
            job.remote = "%s/%s" % (address, name), row["branch" if kind == "github" else kind + "Branch"]
            self._later(job, 0.3, self._cloned)

    def _references(self, job):
        """A Dockerfile's build resolves env, build arguments and secrets before anything runs."""
        for text in (job.application["env"], job.application["buildArgs"], job.application["buildSecrets"]):
            dotenv.resolve(text, job.parts["project_env"], job.parts["environment_env"])

    def _cloned(self, job):
        row = job.application
        url, branch = job.remote or (row["customGitUrl"], row["customGitBranch"])
        repository = self.sim.world.repository(url)
        if repository is None or repository.failure or branch not in repository.branches:
            if repository is not None and repository.failure:
                self._log(job, "fatal: %s\n" % repository.failure)
            elif repository is None:
                self._log(job, "fatal: repository '%s/' not found\n" % url)
            else:
                if not repository.empty_clone:
                    self._log(job, "warning: Could not find remote branch %s to clone.\n" % branch)
                self._log(job, "fatal: Remote branch %s not found in upstream origin\n" % branch)
            self._fail(job, "" if job.remote else "❌ [ERROR] Fail to clone the repository %s\n" % url)
            return
        job.commit = repository.branches[branch]
        counted, compressed = job.commit.objects
        text = "remote: Enumerating objects: %d, done.        \n" % counted
        for words, number in (("Counting", counted), ("Compressing", compressed)):
            if not number:
                continue
            for done in range(1, number + 1):
                text += "remote: %s objects: %3d%% (%d/%d)        \r" % (words, 100 * done // number, done, number)
            text += "remote: %s objects: 100%% (%d/%d), done.        \n" % (words, number, number)
        self._log(job, text + "remote: Total %d (delta 0), reused 0 (delta 0), pack-reused 0        \n" % counted)
        self.sim.checkouts[row["appName"]] = job.commit
        self._build(job)

    def _rebuild(self, job):
        """A redeployment: neither clone nor pull."""
        row = job.application
        if row["sourceType"] == "docker":
            self._later(job, 0.2, self._roll_out)
            return
        try:
            self._references(job)
        except DockerError as error:
            self._raise(job, str(error))
            return
        job.commit = self.sim.checkouts.get(row["appName"])
        self._build(job)

    def _build(self, job):
        row, commit = job.application, job.commit
        if "composeId" in job.data:
            self._checked_out(job)
            return
        folder = row[{"git": "customGitBuildPath", "github": "buildPath", "drop": "dropBuildPath"}.get(row["sourceType"], row["sourceType"] + "BuildPath")]
        folder = "/" + (folder or "/").strip("/")
        path = CODE % row["appName"]
        if commit is not None and folder not in commit.folders and folder != "/":
            if row["createEnvFile"] and not row["publishDirectory"]:
                self._log(job, "/bin/sh: 5: cannot create %s%s/.env: Directory nonexistent\n" % (path, folder))
            self._fail(job, "")
            return
        self._log(job, "Building %s\n" % row["appName"])
        if row["buildType"] == "dockerfile":
            self._log(job, LEGACY)
            if commit is None or not commit.dockerfile:
                self._log(job, "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat %s%s/%s: no such file or directory\n" % (
                    path, folder if folder != "/" else "", row["dockerfile"] or "Dockerfile"))
                self._later(job, 0.1, self._fail, "❌ Docker build failed\n")
                return
            self._log(job, "Sending build context to Docker daemon  61.44kB\r\r\n")
        if commit is None:
            self._later(job, 0.1, self._fail, "❌ Docker build failed\n")
            return
        job.phase = "build"
        self._later(job, commit.build_seconds, self._built)

    def _built(self, job):
        row, commit = job.application, job.commit
        for line in commit.steps:
            self._log(job, line + "\n")
        if commit.outcome != "ok":
            self._fail(job, "❌ Docker build failed\n")
            return
        engine = self.sim.engine(row["buildServerId"]) or self.sim.engine_of(row)
        image = copy.deepcopy(commit.image)
        image.name = image.name or "%s@%s" % (row["appName"], commit.identifier()[:12])
        name = "%s:latest" % row["appName"]
        self._log(job, "Successfully tagged %s\n✅ Docker build completed.\n" % name)
        engine.built(name, image)
        job.phase = "work"
        for key, words in (("registryId", "📦 [Enabled Registry Swarm]"), ("buildRegistryId", "🔑 [Enabled Build Registry]")):
            registry = self.sim.store.registries.get(row[key])
            if registry is not None and not self._push(job, registry, image, words):
                return
        registry = self.sim.store.registries.get(row["rollbackRegistryId"]) if row["rollbackActive"] else None
        if registry is not None:
            self._push_rollback(job, registry, image)
        if commit.hangs:
            job.phase = "hung"
            return
        self._later(job, 0.3, self._roll_out)

    def _push(self, job, registry, image, words):
        """A built image goes to a registry -> whether it took it."""
        name = "%s:latest" % job.application["appName"]
        tag = specification.registry_tag(registry, name)
        self._log(job, "%s\n📦 [Enabled Registry] Uploading image to '%s' | '%s'\n" % (words, registry["registryType"], tag))
        if self.sim.world.registries.get(registry["registryUrl"]) != (registry["username"], registry["password"]):
            self._log(job, "Error response from daemon: login attempt to http://%s/v2/ failed with status: 401 Unauthorized\n" % registry["registryUrl"])
            self._fail(job, "❌ DockerHub Failed\n")
            return False
        self.sim.world.images[tag] = copy.deepcopy(image)
        (self.sim.engine(job.application["buildServerId"]) or self.sim.engine_of(job.application)).built(tag, image)
        self._log(job, "✅ Registry Login Success\n✅ Image Tagged\nThe push refers to repository [%s]\n✅ Image Pushed\n" % tag.rpartition(":")[0])
        return True

    def _push_rollback(self, job, registry, image):
        """Keep the image for Dokploy's own rollback."""
        row, sim = job.application, self.sim
        number = len([one for one in sim.store.rollbacks.values() if one["applicationId"] == row["applicationId"]]) + 1
        tag = specification.registry_tag(registry, "%s:v%d" % (row["appName"], number))
        rollback = {"rollbackId": sim.ids.nanoid(), "deploymentId": job.row["deploymentId"], "version": number, "image": tag, "createdAt": iso(sim.agenda.now),
                    "applicationId": row["applicationId"],
                    "env": dotenv.resolve(row["env"], job.parts["project_env"], job.parts["environment_env"])}
        sim.store.rollbacks[rollback["rollbackId"]] = rollback
        job.row["rollbackId"] = rollback["rollbackId"]
        pushed = copy.deepcopy(image)
        sim.world.images[tag] = pushed
        engine = sim.engine_of(row)
        engine.built(tag, pushed)
        self._log(job, "⏳ Pushing image to rollback registry\nThe push refers to repository [%s]\nce5726328875: Preparing\naf3e8a107ee3: Preparing\n"
                       "ce5726328875: Pushed\naf3e8a107ee3: Pushed\nv%d: digest: %s size: 735\n✅ Image Pushed\n" % (
                           tag.rpartition(":")[0], number, image.digest_text()))

    def _roll_out(self, job):
        """Have Docker run it. What is stored when the job began is what is rolled out."""
        try:
            self.sim.roll_out(job.application, job.parts)
        except DockerError as error:
            self._raise(job, str(error))
            return
        self._end(job, "done")

    def _raise(self, job, message):
        """An error of Dokploy's own: its words go to the log."""
        self._log(job, message)
        self._later(job, 0.05, self._fail, "")

    def _fail(self, job, text):
        self._log(job, text + END_OF_LOG)
        self._end(job, "error")

    def _end(self, job, status):
        sim = self.sim
        job.phase = "ending"
        job.row["status"] = status
        job.row["finishedAt"] = iso(sim.agenda.now)
        row, kind, _identifier = self.service_of(job.data)
        if "previewDeploymentId" in job.data:
            sim.store.previews[job.data["previewDeploymentId"]]["previewStatus"] = status
        elif row is not None:
            row[kind + "Status"] = status
        if job.commit is not None and job.data["type"] != "redeploy" and job.application["sourceType"] not in ("docker", "drop"):
            self._later(job, sim.title_delay, self._retitle)
        else:
            self._leave(job)

    def _retitle(self, job):
        """After a deployment from Git its title and description become the commit's."""
        job.row["title"] = job.commit.message
        job.row["description"] = "Commit: %s" % job.commit.identifier()
        self._leave(job)

    def _leave(self, job):
        if job in self.jobs:
            self.jobs.remove(job)
        self._fill(job.lane)

    # -- the server's life ----------------------------------------------------------------------------------------------------------

    def restart(self):
        """The server dies and comes back: what ran is cancelled, what waited is forgotten (or, kept in Redis, runs)."""
        sim = self.sim
        for job in list(self.jobs):
            if job.phase == "waiting":
                if self.in_memory:
                    sim.agenda.cancel(job.timer)
                    self.jobs.remove(job)
                continue
            self.jobs.remove(job)
            if job.phase == "build" and not self.in_memory:
                # its docker build goes on as an orphan
                sim.agenda.after(job.commit.build_seconds, self._orphan, job)
            sim.agenda.cancel(job.timer)
        for row in sim.store.deployments.values():
            if row["status"] == "running":
                row["status"] = "cancelled"
                service, kind, _identifier = self.service_of(row)
                if service is not None and self.in_memory:
                    service[kind + "Status"] = "idle"
        for lane in {job.lane for job in self.jobs}:
            self._fill(lane)

    def _orphan(self, job):
        if job.commit.outcome == "ok":
            image = copy.deepcopy(job.commit.image)
            image.name = image.name or job.commit.identifier()[:12]
            self.sim.engine_of(job.application).built("%s:latest" % job.application["appName"], image)

    # -- reading ----------------------------------------------------------------------------------------------------------------------

    def rows(self, service_id, key="applicationId"):
        """The rows of an application (or of a compose), the newest first."""
        rows = self.sim.store.of("deployments", key, service_id)
        return [shown(row) for row in sorted(rows, key=lambda row: row["#order"], reverse=True)]

    def read_log(self, deployment_id, tail):
        text = self.logs.get(deployment_id)
        if text is None:
            return "\n"
        lines = text.split("\n")
        ended = lines[-1] == ""
        if ended:
            lines = lines[:-1]
        return "\n".join(lines[-tail:]) + ("\n" if ended else "")


def shown(row):
    return {key: value for key, value in row.items() if not key.startswith("#")}


def deployment_or_404(sim, deployment_id):
    row = sim.store.deployments.get(deployment_id)
    if row is None:
        raise CallError("NOT_FOUND", "Deployment not found")
    return row
