# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Traefik's access log, as Dokploy's pages read it: a call that the published API does not have.

Without both ends of a time Dokploy reads the first 500 lines of the file; v0.28 searches paths, v0.30 names of hosts.
"""

from __future__ import annotations

from .clock import docker_time, iso

FIRST = 500
RANGES = {"info": 1, "success": 2, "redirect": 3, "client": 4, "server": 5}


def note_request(sim, host, path, router, status, size):
    """One visit of the front, where the access log is on."""
    if sim.access_log:
        now = sim.agenda.now
        sim.access.append({
            "ClientHost": "172.18.0.1", "ClientUsername": "-", "DownstreamContentSize": size, "DownstreamStatus": status, "Duration": 8185833,
            "RequestHost": host, "RequestMethod": "GET", "RequestPath": path, "RequestProtocol": "HTTP/1.1", "RequestScheme": "http", "RouterName": router,
            "StartUTC": docker_time(now), "entryPointName": "web", "level": "info", "msg": "", "time": iso(now)[:19] + "Z"})


def read_requests(sim, key, values):
    """settings.readStatsLogs"""
    span = values.get("dateRange") or {}
    rows = list(sim.access)
    if span.get("start") and span.get("end"):
        rows = [row for row in rows if span["start"][:19] <= row["StartUTC"][:19] <= span["end"][:19]]
    else:
        rows = rows[:FIRST]
    searched = "RequestHost" if sim.version_tuple >= (0, 30) else "RequestPath"
    rows = [row for row in rows if (values.get("search") or "").lower() in row[searched].lower()]
    if values.get("status"):
        rows = [row for row in rows if row["DownstreamStatus"] // 100 in [RANGES.get(one) for one in values["status"]]]
    rows.sort(key=lambda row: row["time"], reverse=True)
    page = values.get("page")
    shown = rows[page["pageIndex"] * page["pageSize"]:(page["pageIndex"] + 1) * page["pageSize"]] if page else rows
    return {"data": shown, "totalCount": len(rows)}


PAGE_READS = {"settings.readStatsLogs": read_requests}
