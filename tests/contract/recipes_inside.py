# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scenarios of one running application that we recorded ourselves: commands in its container, and the requests to its domain.

C(TRAEFIK) is a command that restarts Traefik, C(TRAEFIK_API) and C(TRAEFIK_FRONT) are its addresses, and C(TRAEFIK_FOLDER) is the folder with its files.
"""

from __future__ import annotations

import json
import re

from ansible_collections.community.dokploy.plugins.module_utils._planning.container_command import encode_script, make_script

from .recipe_steps import NEWEST, OLDER, PROJECT, REMOVE, TOKENS, end, get, post

APP = {"applicationId": "{{app.id}}"}
HOST = "contract-log.example.com"


def running(name, *more):
    """The steps that make a project and an application that runs."""
    return [
        post("project.create", "create a project; it comes with a default environment named production", {"name": name, "description": "contract"},
             bind=PROJECT),
        post("application.create", "create an application; the server appends a random suffix to appName",
             {"name": "web", "environmentId": "{{env.id}}", "appName": "contract-web"},
             bind={"app.id": "applicationId", "app.appName": "appName"}, keep=["applicationId|name|appName|environmentId"]),
        post("application.update", "an image", dict(APP, sourceType="docker", dockerImage="{{registry}}/web:1.27")), *more,
        post("application.deploy", "deploy it", dict(APP, title="v1")),
        get("deployment.all", "wait for it", APP, until=lambda rows: len(rows) == 1 and rows[0]["status"] in ("done", "error"),
            bind={"deployment.1": "0.deploymentId"}),
        get("docker.getServiceContainersByAppName", "its task runs", {"appName": "{{app.appName}}"},
            until=lambda rows: [row["currentState"].split(" ")[0] for row in rows] == ["Running"])]


# Commands

# What dokploy_exec sends, with a token that is not random.
COMMAND = encode_script(make_script("0011223344556677", "echo one $WORD; echo two >&2; exit 3", chdir="/", environment={"WORD": "three"}))


def schedule(note, command, label):
    return post("schedule.create", note, {
        "name": "dokploy_exec " + label, "cronExpression": "0 0 29 2 *", "scheduleType": "application", "applicationId": "{{app.id}}", "command": command,
        "shellType": "sh", "enabled": False}, bind={label + ".id": "scheduleId"}, keep=["scheduleId|name|cronExpression|enabled|shellType|command"])


def ran(note, label, expected):
    """The list of schedules, of which the newest has ended: its row of a deployment."""
    return get("schedule.list", note, {"id": "{{app.id}}", "scheduleType": "application"},
               until=lambda rows: [row["status"] for row in rows[0]["deployments"]] == [expected],
               bind={label + ".deployment": "0.deployments.0.deploymentId"},
               keep=["scheduleId|name|enabled|deployments", "deployments.deploymentId|title|status|scheduleId"])


LOG = {"deploymentId": "{{whole.deployment}}", "tail": 10000}
COMMANDS = running("contract-commands") + [
    schedule("a schedule that is not enabled, with the script of dokploy_exec", COMMAND, "whole"),
    post("schedule.runManually", "it runs once, and the answer comes after it", {"scheduleId": "{{whole.id}}"}),
    ran("its deployment: the script itself ends well", "whole", "done"),
    get("deployment.readLogs", "its log: each line with the token, and the exit code", LOG, versions=(NEWEST,)),
    post("schedule.delete", "it is deleted, and its log with it", {"scheduleId": "{{whole.id}}"}),
    get("schedule.list", "none is left", {"id": "{{app.id}}", "scheduleType": "application"}),
    get("deployment.readLogs", "the log is gone", LOG, versions=(NEWEST,)),
    schedule("a command of a person that fails", "exit 3", "failing"),
    post("schedule.runManually", "it fails", {"scheduleId": "{{failing.id}}"}),
    ran("its deployment failed", "failing", "error"),
    post("schedule.delete", "it is deleted", {"scheduleId": "{{failing.id}}"}),
    post("schedule.delete", "it is deleted again", {"scheduleId": "{{failing.id}}"}),
] + end()


# Requests

ALWAYS = {"start": "1970-01-01T00:00:00.000Z", "end": "2999-01-01T00:00:00.000Z"}
LONG_AGO = {"start": "1970-01-01T00:00:00.000Z", "end": "1971-01-01T00:00:00.000Z"}
FIELDS = "RequestHost|RequestPath|RequestMethod|RequestScheme|RouterName|DownstreamStatus|DownstreamContentSize|StartUTC|time|Duration|ClientHost"
VISITS = (
    "timeout 60 sh -c 'until curl -s $TRAEFIK_API | grep -q %s; do sleep 0.3; done'; for word in one two; do "
    "timeout 60 sh -c \"until curl -sf -o /dev/null -H 'Host: %s' '$TRAEFIK_FRONT/?contract='$word; do sleep 0.3; done\"; sleep 1.1; done; "
    # Traefik keeps what it writes until its buffer is full.
    "for word in $(seq 120); do curl -s -o /dev/null -H 'Host: other.example.com' $TRAEFIK_FRONT/other; done" % (HOST, HOST))


def without_measures(body, dummy):
    """Durations, sizes, and addresses of clients are those of that machine, and the number in a router's name is the server's own counter."""
    for row in body[0]["result"]["data"]["json"]["data"]:
        row.update(Duration="<number>", DownstreamContentSize="<number>", ClientHost="<token>")
        row.update(RouterName=re.sub(r"-router-\d+", "-router-1", row["RouterName"]))
    return body


def requests(note, version, **values):
    search = {"search": HOST if version == NEWEST else "contract="} if "search" not in values else {}
    return get("trpc/settings.readStatsLogs", note, {"batch": "1", "input": json.dumps({"0": {"json": {**search, **values}}})}, versions=(version,),
               only=without_measures, keep=["result.data.json.data." + FIELDS])


def in_both(note, **values):
    return [requests(note, version, **values) for version in (NEWEST, OLDER)]


def both_are_there(body):
    return len(body[0]["result"]["data"]["json"]["data"]) == 2


ACCESS_LOG = [
    post("settings.toggleRequests", "the access log is on", {"enable": True}),
    get("settings.haveActivateRequests", "it is on"),
] + running("contract-requests", post(
    "domain.create", "a domain", dict(APP, host=HOST, port=80, domainType="application"), by_hand="$TRAEFIK", bind={"domain.id": "domainId"},
    keep=["domainId|host|port"])) + [
    dict(one, by_hand=VISITS, until=both_are_there)
    for one in in_both("two requests, the newest first", dateRange=ALWAYS, page={"pageIndex": 0, "pageSize": 10})
] + in_both("the second page of one", dateRange=ALWAYS, page={"pageIndex": 1, "pageSize": 1}) + in_both(
    "without pages", dateRange=ALWAYS) + in_both("of a time long ago", dateRange=LONG_AGO) + in_both(
    "what nobody asked for", dateRange=ALWAYS, search="never-asked") + in_both(
    "those that succeeded", dateRange=ALWAYS, status=["success"]) + in_both(
    "those that the client caused", dateRange=ALWAYS, status=["client"]) + [
    post("settings.toggleRequests", "the access log is off", {"enable": False}),
    get("settings.haveActivateRequests", "it is off"),
] + end()


RECIPES = {
    "commands": {"about": "Commands in the container of an application, by schedules that never run by themselves.", "versions": (NEWEST, OLDER),
                 "tokens": TOKENS, "steps": COMMANDS, "undo": [("application.delete", APP), REMOVE]},
    "access_log": {"about": "Requests to the domain of an application, in the access log of Traefik.", "versions": (NEWEST, OLDER), "tokens": TOKENS,
                   "steps": ACCESS_LOG, "undo": [("settings.toggleRequests", {"enable": False}), ("application.delete", APP), REMOVE],
                   "undo_by_hand": ["rm -f $TRAEFIK_FOLDER/access.log; $TRAEFIK"]},
}
