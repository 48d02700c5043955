# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks titles, automatic deployments, and whether the saved configuration runs. Pure."""

from __future__ import annotations

from ..._planning import health
from ..check import APPLICATION, Check, LOW, MEDIUM, SERVICE


# Dokploy's default titles of deployments.
_NO_TITLE = ("", "Manual deployment", "Rebuild deployment")


def find_untitled_deployment(app):
    if app.built:
        return                   # Dokploy sets the commit's message, or the fixed title of an upload
    rows = app.observed.deployments
    if rows and (rows[0].get("title") or "").strip() in _NO_TITLE:
        yield "", "its last deployment has no title of its own"


def find_auto_deploy(app):
    if app.production and app.record.get("autoDeploy"):
        yield "", "auto-deploy is on in the environment %s" % ((app.record.get("environment") or {}).get("name"))


def find_never_deployed(app):
    app.require_service()
    if app.observed.phase == "never_deployed":
        # A database has no deployments; its status says whether one succeeded.
        deployed = app.observed.deployments or app.record.get(app.resource.calls.status) == "done"
        yield "", "it was deployed, and its service was removed" if deployed else "it was never deployed"


def find_pending_settings(app):
    app.require_service()
    if app.comparison is None:
        return
    if app.comparison.rolled_back:
        yield "", "it runs an image from a rollback; pending: %s" % ", ".join(sorted(set(app.comparison.names)))
    elif app.comparison.differences:
        yield "", "pending changes: %s" % ", ".join(sorted(set(app.comparison.names)))


def find_status_drift(app):
    app.require_service()
    said = health.find_status_drift(app.resource, app.observed)
    if said:
        yield "", said


CHECKS = (
    Check("deployment_title", LOW, APPLICATION, find_untitled_deployment,
          "Without a title nobody can later tell which deployment applied which change.",
          "Give deployment_title, such as the release."),
    Check("auto_deploy", MEDIUM, APPLICATION, find_auto_deploy,
          "In production every push, or every call of the webhook, is then a deployment that nobody decided on.",
          "Set auto_deploy to false, and start deployments explicitly."),
    Check("never_deployed", LOW, SERVICE, find_never_deployed,
          "It is saved and was never deployed: somebody forgot it, or its deployment.",
          "Deploy it, or remove it.", examine_compose=find_never_deployed),
    Check("stored_not_running", MEDIUM, SERVICE, find_pending_settings,
          "The saved configuration differs from the running one: the next deployment or restart applies changes that nobody expects by then.",
          "Run dokploy_application, dokploy_database or dokploy_compose with state started, or undo the changes in Dokploy.",
          examine_compose=find_pending_settings),
    Check("status_drift", MEDIUM, SERVICE, find_status_drift,
          "Dokploy's pages, and tools that rely on the status, show a wrong state.",
          "Correct it: dokploy_application_status, or deploy the database or the compose service again.", examine_compose=find_status_drift),
)
