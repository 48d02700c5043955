# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads preview deployments: an image and a service for each pull request of an application.

Dokploy creates one when GitHub's webhook reports a pull request; its API lists, redeploys and removes them.
"""

from __future__ import annotations

from .._common.errors import BadInput, make_ambiguous_error
from .._planning.present_deployment import present_deployment


def list_previews(backend, application_id):
    """List an application's previews, newest first."""
    rows = backend.client.read("previewDeployment.all", applicationId=application_id) or []
    return sorted(rows, key=lambda row: (row.get("createdAt") or "", row["previewDeploymentId"]), reverse=True)


def find_preview(rows, pull_request, preview_id):
    """Find the addressed row, or None. Raises Ambiguous."""
    if not pull_request and not preview_id:
        raise BadInput("identify the preview: pull_request, the number of its pull request, or preview_id")
    found = [row for row in rows if (not preview_id or row["previewDeploymentId"] == preview_id)
             and (not pull_request or str(row.get("pullRequestNumber")) == str(pull_request).lstrip("#"))]
    if len(found) > 1:
        raise make_ambiguous_error("preview", "pull request %s" % pull_request, [row["previewDeploymentId"] for row in found], "preview_id")
    return found[0] if found else None


def present_preview(row):
    """Convert a preview for results."""
    domain = row.get("domain") or {}
    rows = list_deployments(row)
    return {
        "id": row["previewDeploymentId"], "app_name": row.get("appName"), "status": row.get("previewStatus"),
        "pull_request": {"number": row.get("pullRequestNumber"), "title": row.get("pullRequestTitle"), "url": row.get("pullRequestURL"),
                         "branch": row.get("branch")},
        "url": "%s://%s%s" % ("https" if domain.get("https") else "http", domain["host"], domain.get("path") or "/") if domain.get("host") else None,
        "created_at": row.get("createdAt"), "expires_at": row.get("expiresAt") or None, "last_deployment": present_deployment(rows[0]) if rows else None}


def list_deployments(row):
    """List a preview's own deployments, newest first."""
    return sorted(row.get("deployments") or [], key=lambda one: one.get("createdAt") or "", reverse=True)


class PreviewBackend:
    """The part of a backend that a Deployment needs, for a preview instead of an application."""

    def __init__(self, backend, application_id, preview_id):
        self._backend, self._application_id, self._preview_id = backend, application_id, preview_id
        self.tree = backend.tree

    def deploy(self, dummy, title, description, again=True):
        self._backend.call("previewDeployment.redeploy", {"previewDeploymentId": self._preview_id, "title": title, "description": description})

    def deployments(self, dummy):
        rows = list_previews(self._backend, self._application_id)
        row = next((one for one in rows if one["previewDeploymentId"] == self._preview_id), {})
        jobs = self._backend.deployments(self._application_id)[1]
        return list_deployments(row), jobs


def observe_preview(backend, place, app_name):
    """Observe the service of a preview once -> Observation without a record."""
    return backend.observe_service({"appName": app_name, "serverId": backend.identify(place)["serverId"]})
