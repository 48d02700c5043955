# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads Traefik's access log on Dokploy's own host: the requests to one service.

The call of Dokploy's pages for it is no part of the published API, so only the batch interface has it.
"""

from __future__ import annotations

import datetime
import json
import re

from .._common.errors import ApiError, Unreachable
from .._model.address import normalize_host

READ = "settings.readStatsLogs"
_PAGE = 1000
_MOST_PAGES = 10            # for each host name
# Dokploy needs both ends of a time range, else it reads the first 500 lines only: one before any log, and a day ahead of any clock.
_BEGIN, _DAY = "1970-01-01T00:00:00.000Z", 86400
_QUERY_VALUE = re.compile(r"=[^&#]*")


def read_access_log(client, hosts, app_name, limit, now, since=None, search_hosts=True):
    """Read the newest requests to a service's domains -> (lines, oldest first; whether there may be more). None where the log cannot be read.

    C(search_hosts): the server finds hosts (v0.30), and not paths. C(since): the earliest time, in seconds since 1970.
    """
    entries, more = [], False
    wanted = {normalize_host(host) for host in hosts}
    for search in sorted(wanted) if search_hosts else [""]:
        for page in range(_MOST_PAGES):
            query = {"page": {"pageIndex": page, "pageSize": _PAGE},
                     "dateRange": {"start": _format_time(since) if since is not None else _BEGIN, "end": _format_time(now + _DAY)}}
            if search:
                query["search"] = search
            rows = _read_page(client, query)
            if rows is None:
                return None
            # Dokploy names routers after services; the search finds parts of names of hosts, too.
            entries += [row for row in rows if normalize_host(row.get("RequestHost")) in ({search} if search else wanted)
                        and str(row.get("RouterName")).startswith(app_name + "-")]
            if len(rows) < _PAGE:
                break
            if len(entries) >= limit or page + 1 == _MOST_PAGES:
                more = True
                break
    entries.sort(key=lambda row: str(row.get("StartUTC") or row.get("time")))
    return [format_request(row) for row in entries], more


def _read_page(client, query):
    try:
        items = client.request("GET", "/api/trpc/" + READ, READ, query={"batch": "1", "input": json.dumps({"0": {"json": query}})}, batch=True)
        return items[0]["result"]["data"]["json"]["data"]
    except (ApiError, Unreachable, KeyError, IndexError, TypeError):
        return None


def _format_time(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def format_request(row):
    """Format a request as a line. The values of its query can be visitors' secrets, and are left out."""
    path, mark, query = str(row.get("RequestPath") or "/").partition("?")
    return "%s %s %s %s://%s%s%s %.0fms %sB %s" % (
        row.get("StartUTC") or row.get("time"), row.get("DownstreamStatus"), row.get("RequestMethod"), row.get("RequestScheme") or "http",
        row.get("RequestHost"), path, mark + _QUERY_VALUE.sub("=***", query), (row.get("Duration") or 0) / 1e6, row.get("DownstreamContentSize"),
        row.get("ClientHost"))
