# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends several reads to Dokploy as one request, and reads each alone if the server refuses that."""

from __future__ import annotations

import json
from urllib.parse import quote

from .._common.errors import ApiError, NotFound, PermissionMissing
from .http import RACE, TRANSIENT, Client, load_error_mapping

BATCH_MOST = 50
BATCH_URL_MOST = 7600


def measure_call(procedure, params):
    """Return the length of a call in a URL."""
    return len(procedure) + len(quote(json.dumps(params))) + 40


class Batch:
    """The answers of several reads. If the server refuses batches, each is read alone when it is accessed."""

    def __init__(self, calls, read_all, read):
        self._read_all, self._read = read_all, read
        self._calls = list(calls)
        self._answers = None

    def __getitem__(self, index):
        """Return the answer, or raise its error."""
        if self._answers is None:
            self._answers = self._read_all(self._calls)
        answer = self._answers[index]
        if answer is None:
            procedure, params = self._calls[index]
            try:
                answer = (self._read(procedure, **params), None)
            except ApiError as exc:
                answer = (None, exc)
            self._answers[index] = answer
        value, error = answer
        if error is not None:
            raise error
        return value

    def get(self, index, *errors):
        """Return the answer, or None after one of C(errors), by default NotFound and PermissionMissing."""
        try:
            return self[index]
        except ApiError as exc:
            if not isinstance(exc, errors or (NotFound, PermissionMissing)):
                raise
            return None


class BatchingClient(Client):
    """The connection of a task with many reads: it sends them in batches."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self._made = args, more
        self.batches = True         # whether the server supports them

    def open_another(self, make, **more):
        """Open C(make(...)) with the same settings; C(more) overrides them."""
        made = make(*self._made[0], **{**self._made[1], **more})
        made.shapes, made.batches, made.server_date = self.shapes, self.batches, self.server_date
        return made

    def batch(self, *calls):
        """Send several reads, each C((procedure, {parameter: value})), as one request if the server supports it."""
        return Batch(calls, self.read_all, self.read)

    def forget_answers(self):
        """Use no earlier answers from now on -> whether some were shared by tasks."""
        return False

    def is_removed(self, own_id):
        """Return whether another task of this run removes the record first, in check mode."""
        return False

    def derive(self, function, answer):
        """Return C(function(answer)), computed once if several tasks share the answer."""
        return function(answer)

    def read_all(self, calls):
        """Read the answers of a batch as C((value, error)) pairs; None for each one that has to be read alone."""
        answers = []
        start = 0
        while start < len(calls):
            chunk, size = [], 0
            for call in calls[start:start + BATCH_MOST]:
                size += measure_call(*call)
                if chunk and size > BATCH_URL_MOST:
                    break
                chunk.append(call)
            answers += self._read_chunk(chunk) if self.batches else [None] * len(chunk)
            start += len(chunk)
        return answers

    def _read_chunk(self, calls):
        """Send one batch -> (value, error) of each call, or None to read it alone."""
        procedures = ",".join(procedure for procedure, dummy in calls)
        # Always an object: some procedures refuse a call without one.
        inputs = {index: {"json": {key: one for key, one in params.items() if one is not None}} for index, (dummy, params) in enumerate(calls)}
        query = {"batch": "1", "input": json.dumps(inputs, separators=(",", ":"))}
        try:
            items = self._retried(lambda: self.request("GET", "/api/trpc/" + procedures, procedures, query=query, batch=True))
        except ApiError as exc:
            if exc.status in TRANSIENT:
                raise
            items = None
        whole = isinstance(items, list) and len(items) == len(calls)
        if not whole or not all(isinstance(item, dict) and ("result" in item or "error" in item) for item in items):
            self.batches = False
            return [None] * len(calls)
        try:
            answers = [self._item(procedure, item) for (procedure, dummy), item in zip(calls, items)]
        except AttributeError:
            answers = None
        if answers is None or not all(one is None or one[1] or self._fits(call[0], one[0]) for one, call in zip(answers, calls)):
            self.batches = False
            return [None] * len(calls)
        for one, call in zip(answers, calls):
            if one is not None:
                self._journal.add(call[0], one[0])
        return answers

    def _item(self, procedure, item):
        if "error" not in item:
            return ((item["result"] or {}).get("data") or {}).get("json"), None
        error = (item["error"] or {}).get("json") or {}
        data = error.get("data") or {}
        status = data.get("httpStatus") or 500
        if status == 401 and error.get("message") == "UNAUTHORIZED" or RACE in str(error.get("message")):
            return None           # the key, the database, or a race: the single read shows which
        said = {"message": error.get("message"), "code": data.get("code"), "data": data}
        return None, load_error_mapping().map_refusal(self.describe_server(), status, procedure, said)
