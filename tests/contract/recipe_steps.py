# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of a recipe: what a step is, and the steps that most begin and end with."""

from __future__ import annotations

NEWEST, OLDER = "v0.30.2", "v0.28.8"
TOKENS = {"registry": "127.0.0.1:5000", "git": "http://127.0.0.1:9080"}
PROJECT = {"project.id": "project.projectId", "env.id": "environment.environmentId", "organization.id": "project.organizationId"}
REMOVE = ("project.remove", {"projectId": "{{project.id}}"})


def get(procedure, note, values=None, **more):
    return dict({"method": "GET", "procedure": procedure, "note": note, "values": values}, **more)


def post(procedure, note, values=None, **more):
    return dict({"method": "POST", "procedure": procedure, "note": note, "values": values}, **more)


def events(procedure, note, values, **more):
    """A call of Dokploy's own interface that answers with server-sent events."""
    return dict({"method": "GET", "events": procedure, "note": note, "values": values}, **more)


def end():
    return [post("project.remove", "remove the project; its application goes with it", {"projectId": "{{project.id}}"}, keep=["projectId|name"])]
