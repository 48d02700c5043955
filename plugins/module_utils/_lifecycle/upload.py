# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deploys a directory or a zip file of the task's host by uploading it.

Imported only where source.src is named, or the source is an upload.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any

from .deployments import Deployment
from .._common.errors import Refused
from .._host.upload_archive import ACCEPTED_NAMES_SINCE, SourceMissing, UploadArchive
from .._model.kinds import DEPLOY
from .._model.service_kinds import OUR_LABELS
from .._model.plan import Difference, Step
from .._planning.plan import store_also

UPLOAD_LABEL = OUR_LABELS + "drop"
PATH = "source.src"
UPLOAD_TIMEOUT = 600
# The label after a rollback: the files on the server are not those of the running version.
REPLACED = "replaced"


@dataclass(frozen=True, eq=False, repr=False)
class Upload:
    """The archive that a task uploads. C(archive) and C(digest) are None in check mode if source.src does not exist yet."""

    path: str
    archive: Any = None
    digest: Any = None


def read_upload(ctx, path, dockerfile):
    """Read the files at a path of the task's host -> Upload."""
    try:
        archive = UploadArchive(path, dockerfile, server_checks_names=lambda: ctx.backend.at_least(ACCEPTED_NAMES_SINCE))
    except SourceMissing:
        if not ctx.check_mode:
            raise
        ctx.warn("source.src: %s does not exist yet: the real run needs it" % path)
        return Upload(path)
    return Upload(archive.path, archive, archive.digest)


def compare_upload(ctx, request, plan, observed, comparison):
    """Add the upload to (plan, comparison), and a difference, which requires a deployment, unless the same files are verified to run."""
    record = plan.record_after
    dockerfile = os.path.join((record.get("dropBuildPath") or "").strip("/"), record.get("dockerfile") or "Dockerfile")
    upload = read_upload(ctx, request.options["source"]["src"], dockerfile)
    plan = replace(plan, upload=upload)
    seen = {(record.get("labelsSwarm") or {}).get(UPLOAD_LABEL)} | (
        {observed.service.labels.get(UPLOAD_LABEL)} if observed.service is not None else set())
    if seen == {upload.digest}:
        return plan, comparison
    difference = Difference(PATH, DEPLOY, "the last upload has other files than %s" % upload.path)
    if "service" in observed.unreadable:
        plan = replace(plan, effect=DEPLOY)        # without reading the running service, the saved configuration decides
    return plan, replace(comparison, differences=comparison.differences + (difference,))


def settle_upload(request, plan, observed):
    """Complete the plan of a deployment: upload source.src, or build the files on the server. Refuses if it is unknown which files these are."""
    if plan.upload is not None:
        return _add_upload_label(plan)
    stored = (plan.record_after.get("labelsSwarm") or {}).get(UPLOAD_LABEL)
    running = observed.service.labels.get(UPLOAD_LABEL) if observed.service is not None else None
    if stored and "service" not in observed.unreadable and (stored != running or stored == REPLACED):
        raise Refused("%s cannot be deployed: its last upload was never verified to run, and this task has no source.src; nothing was changed" % request.name,
                      next_step="Set source.src to the directory or zip file to run.")
    return plan


def _add_upload_label(plan):
    """Add the step that stores the digest of the upload as a label, with a new build label, before the deployment."""
    before, digest = (plan.record_after.get("labelsSwarm") or {}).get(UPLOAD_LABEL), plan.upload.digest
    if before != digest:
        plan = store_also(plan, labelsSwarm=dict(plan.record_after.get("labelsSwarm") or {}, **{UPLOAD_LABEL: digest}))
        plan = replace(
            plan, changed=plan.changed + (PATH,), before={**plan.before, PATH: before}, after={**plan.after, PATH: digest},
            previous={**plan.previous, PATH: before})
    return plan if PATH in plan.unverifiable else replace(plan, unverifiable=plan.unverifiable + (PATH,))


def was_uploaded(ctx, resource):
    """Return whether Dokploy may have received the files of this task."""
    return any(line.step is not None and line.step.procedure == resource.calls.upload for line in ctx.journal)


def mark_replaced(undo):
    """Replace the label in a rollback after an upload: the new files stay on the server, so the old label would misidentify them."""
    if "labelsSwarm" not in undo:
        return undo
    return dict(undo, labelsSwarm=dict(undo["labelsSwarm"] or {}, **{UPLOAD_LABEL: REPLACED}))


class UploadDeployment(Deployment):
    """A deployment that starts with an upload. Dokploy does not store our title, so the new row is taken for ours."""

    def __init__(self, ctx, resource, place, upload, build_path):
        super().__init__(ctx.backend, place, "Manual deployment", "")
        self._ctx, self._resource, self._upload, self._build_path = ctx, resource, upload, build_path

    def _send(self):
        """Upload the archive, which starts the deployment. The documented path fails for uploads; the path that Dokploy's web pages use works."""
        client, procedure = self.backend.client, self._resource.calls.upload
        with self._upload.archive.open_form({self._resource.id: self.service_id, "dropBuildPath": self._build_path}) as form:
            self._ctx.log_written(Step(procedure, {}, "upload"))
            client.request("POST", "/api/trpc/" + procedure, procedure, body=form, timeout=max(UPLOAD_TIMEOUT, client.timeout))

    def _arrived(self, lost):
        self.perhaps_ours = super()._arrived(lost)
        return self.perhaps_ours

    def _find(self, rows, jobs):
        if self.row is None:
            newer = [row for row in rows if row["deploymentId"] not in self._known]
            self.row = newer[-1] if newer else None
        return super()._find(rows, jobs) or any(job["mine"] for job in jobs)
