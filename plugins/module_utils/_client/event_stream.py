# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls a procedure that acts and answers with server-sent events, such as the restore of a backup.

The request is a GET of Dokploy's own interface. It counts as a write: it is sent once, and never repeated.
"""

from __future__ import annotations

import json

from .error_mapping import map_connection_error, map_refusal
from .http import run_until
from .._common.errors import Unreachable

_MOST = 4 * 1024 * 1024
_END = "return"


def call_with_events(client, procedure, body, timeout, is_last):
    """Call it -> (the texts of its events, whether the last one arrived; not after C(timeout) seconds or a lost connection).

    C(is_last(text)) recognizes the last text: older servers then keep the stream open. Raises ApiError if Dokploy refuses the call, and
    Unreachable without an answer.
    """
    if client.before_request is not None:
        client.before_request(writing=True)
    outcome, texts = {}, []

    def work():
        outcome["ended"] = _read_events(client, procedure, body, timeout, is_last, texts, outcome)

    in_time = run_until(timeout, work, outcome)
    if not in_time:
        client.forget_connection()
    if "refusal" in outcome:
        raise map_refusal(client.describe_server(), outcome["refusal"][0], procedure, outcome["refusal"][1])
    if "error" in outcome and not outcome.get("accepted"):
        client.forget_connection()
        raise map_connection_error(client.api_url, procedure, outcome["error"])
    if not outcome.get("accepted") and in_time:
        raise Unreachable("%s did not answer %s as Dokploy does (HTTP %s)" % (client.api_url, procedure, outcome.get("status")), fallback=False,
                          next_step="Check that the proxy before Dokploy forwards server-sent events.")
    return list(texts), bool(outcome.get("ended"))


def _read_events(client, procedure, body, timeout, is_last, texts, outcome):
    """Read events -> whether the last one arrived."""
    query = {"input": json.dumps({"json": body})}
    size = 0
    with client.open_stream("/api/trpc/" + procedure, query, {"Accept": "text/event-stream"}, (min(timeout, 15), timeout)) as response:
        outcome["status"] = response.status_code
        if response.status_code != 200 or "event-stream" not in (response.headers.get("Content-Type") or ""):
            _note_refusal(outcome, response.status_code, _load(next(iter(response.iter_content(65536)), b"")))
            return False
        outcome["accepted"] = True
        event = ""
        for line in response.iter_lines():
            line = line.decode("utf-8", "replace")
            size += len(line)
            if size > _MOST:
                return False
            if line.startswith("event:"):
                event = line[len("event:"):].strip()
                if event == _END:
                    return True
            elif line.startswith("data:"):
                data = _load(line[len("data:"):])
                if event == "serialized-error":
                    _note_refusal(outcome, 500, data)
                    return False
                text = data.get("json") if isinstance(data, dict) else None
                if isinstance(text, str):
                    texts.append(text)
                    if is_last(text):
                        return True
            elif not line:
                event = ""
    return False


def _load(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def _note_refusal(outcome, status, answer):
    """Note a refusal by Dokploy; ignore answers of others."""
    answer = answer.get("error", answer) if isinstance(answer, dict) else None
    answer = answer.get("json") if isinstance(answer, dict) else None
    if isinstance(answer, dict):
        data = answer.get("data") if isinstance(answer.get("data"), dict) else {}
        outcome["refusal"] = data.get("httpStatus") or status, {"message": answer.get("message"), "code": data.get("code"), "data": data}
