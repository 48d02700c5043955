# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deployments that upload a directory or a zip of the task's host. Private to this collection.

Imported only where source.src is named.
"""

from __future__ import annotations

import os

from .._planning.compare import Difference
from .deployments import Deployment
from .._common.errors import Refused
from .._host.upload_archive import ACCEPTED_NAMES_SINCE, SourceMissing, UploadArchive
from .._model.kinds import DEPLOY, OUR_LABELS

DROP_LABEL = OUR_LABELS + "drop"
PATH = "source.src"
UPLOAD_TIMEOUT = 600
# The label after going back: what lies on the server is not what runs.
REPLACED = "replaced"


def note(task, plan, merged, observed, comparison):
    """Compare the content with what runs: where it is another one, or cannot be told, a deployment is due, and C(task.drop) has what it uploads."""
    dockerfile = os.path.join((merged.get("dropBuildPath") or "").strip("/"), merged.get("dockerfile") or "Dockerfile")
    task.drop = drop = Drop(task.options["source"]["src"], dockerfile, task)
    seen = {(merged.get("labelsSwarm") or {}).get(DROP_LABEL)} | ({observed.service.labels.get(DROP_LABEL)} if observed.service is not None else set())
    if seen != {drop.digest}:
        comparison.differences.append(Difference(PATH, DEPLOY, "other files were uploaded than those in %s" % drop.path))
        if "service" in getattr(observed, "unreadable", ()):
            plan.effect = DEPLOY        # for a key that may not look at what runs, what is stored decides


def record(task, plan, merged):
    """A deployment uploads: the label says what, and is stored before it, with a new build label beside it."""
    before = (merged.get("labelsSwarm") or {}).get(DROP_LABEL)
    if before != task.drop.digest:
        plan.keys["labelsSwarm"] = merged["labelsSwarm"] = dict(merged.get("labelsSwarm") or {}, **{DROP_LABEL: task.drop.digest})
        plan.previous[PATH] = plan.before[PATH] = before
        plan.after[PATH] = task.drop.digest
        plan.changed.append(PATH)
    if PATH not in plan.unseen:
        plan.unseen.append(PATH)


def settle(task, plan, merged, observed):
    """A deployment uploads what the task names. Without it, it builds what lies on the server; where that is not what the label says, it is refused."""
    if task.drop is not None:
        record(task, plan, merged)
        return
    stored = (merged.get("labelsSwarm") or {}).get(DROP_LABEL)
    running = observed.service.labels.get(DROP_LABEL) if observed.service is not None else None
    if stored and "service" not in getattr(observed, "unreadable", ()) and (stored != running or stored == REPLACED):
        raise Refused("%s cannot be deployed: its last upload was not seen to run, and this task names no source.src; nothing was changed" % task.name,
                      next_step="Give source.src, the folder or zip that shall run.")


def forget(task):
    """Before a task writes back what it wrote: the files that it uploaded stay on the server, and no label may call them those before."""
    for step, dummy in task.applier.written:
        if step.undo and "labelsSwarm" in step.undo and not step.child:
            step.undo["labelsSwarm"] = dict(step.undo["labelsSwarm"] or {}, **{DROP_LABEL: REPLACED})


class Drop:
    """The archive that a task uploads, and whether Dokploy may have it. C(archive) is None in check mode where source.src does not exist yet."""

    def __init__(self, path, dockerfile, task):
        self.sent = False
        self.archive = None
        try:
            self.archive = UploadArchive(path, dockerfile, server_checks_names=lambda: task.backend.at_least(ACCEPTED_NAMES_SINCE))
        except SourceMissing:
            if not task.check_mode:
                raise
            task.warn("source.src: %s is not there yet: the real run needs it" % path)
        self.path = self.archive.path if self.archive else path
        self.digest = self.archive.digest if self.archive else None

    def send(self, backend, application_id, build_path):
        """Upload it; that deploys. The published path fails for every upload, and the pages' own takes it."""
        with self.archive.open_form({"applicationId": application_id, "dropBuildPath": build_path}) as form:
            self.sent = True
            backend.client.request("POST", "/api/trpc/application.dropDeployment", "application.dropDeployment",
                                body=form, timeout=max(UPLOAD_TIMEOUT, backend.client.timeout))


class Upload(Deployment):
    """A deployment that begins with an upload. Dokploy gives it no title of ours: a row that was not there before is taken for it."""

    def __init__(self, backend, place, drop, build_path):
        super().__init__(backend, place, "Manual deployment", "")
        self._drop, self._build_path = drop, build_path

    def _send(self):
        self._drop.send(self.backend, self.application_id, self._build_path)

    def _arrived(self, lost):
        self.perhaps_ours = super()._arrived(lost)
        return self.perhaps_ours

    def _find(self, rows, jobs):
        if self.row is None:
            newer = [row for row in rows if row["deploymentId"] not in self._known]
            self.row = newer[-1] if newer else None
        return super()._find(rows, jobs) or any(job["mine"] for job in jobs)
