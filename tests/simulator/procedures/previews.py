# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preview deployments: made by a webhook of GitHub alone (here by C(sim.pull_request)), listed, deployed again and removed."""

from __future__ import annotations

from ..data import copy_data
from ..deployments import shown
from ..errors import not_found
from . import Handlers

HANDLERS = Handlers()


def preview_or_404(sim, preview_id):
    row = sim.store.previews.get(preview_id)
    if row is None:
        raise not_found("Preview Deployment")
    return row


def make(sim, application_id, number=1, title="A change", branch="change", commit=None, deploy=True):
    """What the webhook of a pull request does: a row, a domain, and a first deployment in the queue."""
    application = sim.store.applications[application_id]
    name = "preview-%s-%s" % (application["appName"], sim.ids.suffix())
    row = {
        "previewDeploymentId": sim.ids.nanoid(), "branch": branch, "pullRequestId": str(900000 + number), "pullRequestNumber": str(number),
        "pullRequestURL": "https://github.com/shop/web/pull/%d" % number, "pullRequestTitle": title, "pullRequestCommentId": str(800000 + number),
        "previewStatus": "idle", "appName": name, "applicationId": application_id, "domainId": None, "createdAt": sim.now(), "expiresAt": None}
    host = (application["previewWildcard"] or ("*.sslip.io" if sim.version_tuple >= (0, 29) else "*.traefik.me")).replace("*", name)
    domain = {
        "domainId": sim.ids.nanoid(), "host": host, "https": application["previewHttps"], "port": application["previewPort"],
        "path": application["previewPath"], "serviceName": None, "domainType": "preview", "uniqueConfigKey": sim.store.serial("domain"),
        "createdAt": sim.now(), "composeId": None, "customCertResolver": application["previewCustomCertResolver"], "applicationId": None,
        "previewDeploymentId": row["previewDeploymentId"], "certificateType": application["previewCertificateType"], "internalPath": "/", "stripPath": False}
    if sim.version_tuple >= (0, 29, 14):
        domain.update({"customEntrypoint": None, "middlewares": [], "forwardAuthEnabled": False, "enabled": True})
    row["domainId"] = domain["domainId"]
    sim.store.domains[domain["domainId"]] = domain
    sim.store.previews[row["previewDeploymentId"]] = row
    sim.checkouts[name] = commit or sim.checkouts.get(application["appName"])
    if deploy:
        sim.deployments.add(application, "Preview Deployment", "", "redeploy", preview=row["previewDeploymentId"])
    return row["previewDeploymentId"]


@HANDLERS.named("previewDeployment.all")
def every(sim, key, values):
    rows = [copy_data(row) for row in sim.store.of("previews", "applicationId", values["applicationId"])]
    for row in rows:
        row["deployments"] = [shown(one) for one in reversed(sim.store.of("deployments", "previewDeploymentId", row["previewDeploymentId"]))]
        row["domain"] = copy_data(sim.store.domains.get(row["domainId"]))
    return sorted(rows, key=lambda row: row["createdAt"], reverse=True)


@HANDLERS.named("previewDeployment.one")
def one(sim, key, values):
    row = dict(preview_or_404(sim, values["previewDeploymentId"]))
    application = sim.store.applications[row["applicationId"]]
    row["domain"] = copy_data(sim.store.domains.get(row["domainId"]))
    row["application"] = {name: application[name] for name in ("applicationId", "serverId")}
    return row


@HANDLERS.named("previewDeployment.delete")
def delete(sim, key, values):
    row = preview_or_404(sim, values["previewDeploymentId"])
    engine = sim.engine_of(sim.store.applications[row["applicationId"]])
    if not engine.dead and row["appName"] in engine.services:
        engine.remove(engine.services[row["appName"]])
    for deployment in sim.store.of("deployments", "previewDeploymentId", row["previewDeploymentId"]):
        sim.deployments.remove(deployment["deploymentId"])
    sim.checkouts.pop(row["appName"], None)
    sim.store.domains.pop(row["domainId"], None)
    del sim.store.previews[row["previewDeploymentId"]]
    return True


@HANDLERS.named("previewDeployment.redeploy")
def redeploy(sim, key, values):
    row = preview_or_404(sim, values["previewDeploymentId"])
    application = sim.store.applications[row["applicationId"]]
    sim.deployments.add(application, values.get("title") or "Rebuild Preview Deployment", values.get("description") or "", "redeploy",
                        preview=row["previewDeploymentId"])
    return True
