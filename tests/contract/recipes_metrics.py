# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Metrics of the server: the settings are stored before the image is pulled, and whatever comes of it.

In place of dokploy/monitoring, which is not to be had without the internet, an image that serves files has its name, from the mirror of the engine.
"""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, get, post

SERVER = {"refreshRate": 30, "port": 4501, "token": "contract-token", "urlCallback": "http://127.0.0.1:1/callback", "retentionDays": 3, "cronJob": "0 1 * * *",
          "thresholds": {"cpu": 80, "memory": 90}}
CONTAINERS = {"refreshRate": 20, "services": {"include": ["contract-web"], "exclude": []}}
IMAGE = ("printf 'FROM 127.0.0.1:5000/web:1.27\\nENTRYPOINT [\"/run.sh\"]\\n' | docker build -q -t 127.0.0.1:5000/dokploy/monitoring:latest -; "
         "docker push -q 127.0.0.1:5000/dokploy/monitoring:latest")


def set_up(note, server=None, containers=None, **more):
    return post("admin.setupMonitoring", note, {"metricsConfig": {"server": dict(SERVER, **(server or {})), "containers": containers or CONTAINERS}}, **more)


def ours(rows, bound):
    return [row for row in rows if row["name"].startswith("dokploy-monitoring")]


LOOK = {"keep": ["metricsConfig"]}
RUNS = {"only": ours, "keep": ["image|state"]}
METRICS = [
    get("settings.getWebServerSettings", "nothing is set up", **LOOK),
    get("docker.getContainers", "nothing runs", **RUNS),
    set_up("the image is not there", only=lambda body, bound: body if "metricsConfig" in body else dict(body, message=body["message"].split("\n")[0]),
           keep=["metricsConfig"]),
    get("settings.getWebServerSettings", "stored all the same", **LOOK),
    get("docker.getContainers", "nothing runs", **RUNS),
    set_up("the image is there", by_hand=IMAGE, **LOOK),
    get("docker.getContainers", "it runs", until=lambda rows: any(row["state"] == "running" for row in rows if "dokploy-monitoring" in row["name"]), **RUNS),
    set_up("another port", {"port": 4502}, **LOOK),
    get("settings.getWebServerSettings", "stored", **LOOK),
    get("docker.getContainers", "it runs again", until=lambda rows: any(row["state"] == "running" for row in rows if "dokploy-monitoring" in row["name"]),
        only=lambda rows, bound: [row for row in ours(rows, bound) if row["state"] == "running"], keep=["image|state"]),
    set_up("without lists", containers={"refreshRate": 20, "services": {}}, **LOOK),
    set_up("too often", {"refreshRate": 1}),
    set_up("no address", {"urlCallback": "nonsense"}),
    set_up("no times", {"cronJob": ""}),
    set_up("any text as times", {"cronJob": "every night"}, **LOOK),
    set_up("less than nothing", {"thresholds": {"cpu": -1, "memory": 0}}),
    set_up("no token", {"token": ""}, **LOOK),
]
RECIPES = {"metrics": {"about": "Metrics of the server are set up: without the image, with one in its place, and changed.", "versions": (NEWEST, OLDER),
                       "steps": METRICS, "undo_by_hand": ["docker service rm dokploy-monitoring", "docker rm -f dokploy-monitoring"]}}
