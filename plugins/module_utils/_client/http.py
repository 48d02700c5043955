# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends requests to Dokploy: authentication, TLS, deadlines, retries and typed errors.

Retries reads; a write only if it certainly did not arrive.
"""

from __future__ import annotations

import json
import random
import threading
import time

from .._common.errors import ApiError, BadInput, Unreachable
from .answers import Journal
from .api_url import normalize_api_url

MOST_BYTES = 64 * 1024 * 1024
IDLE_LIMIT = 2.0            # seconds after which the server may close an idle connection during a write
TRANSIENT = (429, 502, 503, 504)
RACE = "(reading 'getState')"     # a 500 of older servers: a job ended while the server listed the queue


def load_error_mapping():
    """Import what explains errors."""
    from . import error_mapping
    return error_mapping


class Clock:
    """The clock and the sleep function, which tests replace."""

    monotonic = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)


CLOCK = Clock()


def run_until(timeout, work, outcome):
    """Run C(work()) in a thread -> whether it ended within C(timeout) seconds. Its exception becomes C(outcome["error"])."""
    def run():
        try:
            work()
        except Exception as exc:  # pylint: disable=broad-except
            outcome["error"] = exc
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout)
    return not thread.is_alive()


class Client:
    """The connection to one Dokploy server during one task."""

    def __init__(self, api_url, api_key, validate_certs=True, ca_path=None, client_cert=None, client_key=None, timeout=30, retries=3, user_agent="ansible",
                 mask=str, journal=None):
        self.api_url, self.warnings = normalize_api_url(api_url)
        if not api_key:
            raise BadInput("api_key is missing: set it, or DOKPLOY_API_KEY in the environment of the task's host or of the controller")
        if not api_key.isascii() or not api_key.isprintable() or " " in api_key:
            raise BadInput("api_key contains characters that no key has: check for a copied line break or space")
        self._verify = (ca_path or True) if validate_certs else False
        self._cert = (client_cert, client_key) if client_cert and client_key else client_cert
        self._headers = {"x-api-key": api_key, "Accept": "application/json", "User-Agent": "community.dokploy (%s)" % user_agent}
        self._journal = Journal() if journal is None else journal
        self.timeout = timeout
        self.mask = mask            # removes secrets from a server's message
        self.retries = retries
        self.wrote = False
        self.shapes = {}            # procedure -> (type of its answer, key of its rows or None, whether null is valid)
        self._session = None
        self._last_use = None
        self.before_request = None  # called with whether the request writes; an exception prevents the request
        self.server_date = None     # the Date header of the last answer, from which ages are computed

    # One request

    def read(self, procedure, **params):
        """Call a GET procedure -> its answer. Raises ApiError and its subclasses, or Unreachable."""
        query = {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items() if value is not None}
        answer = self._retried(lambda: self.request("GET", "/api/" + procedure, procedure, query=query))
        if not self._fits(procedure, answer):
            raise ApiError(
                "%s does not look like Dokploy: its answer to %s has another form" % (self.api_url, procedure), status=200, procedure=procedure)
        return answer

    def _fits(self, procedure, answer):
        """Return whether an answer has the form of its procedure's answers; another one, such as from a disordered batch, must not be used."""
        kind, key, none_too = self.shapes.get(procedure, (object, None, True))
        if answer is None:
            return none_too
        rows = answer if isinstance(answer, list) else [answer]
        return isinstance(answer, kind) and (key is None or all(isinstance(row, dict) and key in row for row in rows))

    def write(self, procedure, body, timeout=None):
        """Call a POST procedure -> its answer. Raises as C(read); Unreachable.arrived is False if it certainly did not arrive."""
        attempt, self.wrote = 0, True
        while True:
            try:
                return self.request("POST", "/api/" + procedure, procedure, body=body, timeout=timeout)
            except Unreachable as exc:
                attempt += 1
                if exc.arrived is not False or not exc.fallback or exc.facts.get("final") or attempt > self.retries:
                    raise
                self._pause(attempt, None)

    def read_page_status(self, path):
        """Read the HTTP status of a web page, without sending the API key."""
        return self._exchange("GET", path, path, None, None, self.timeout, False)[0]

    # Internals

    def _retried(self, call):
        attempt = 0
        while True:
            try:
                return call()
            except (Unreachable, ApiError) as exc:
                transient = exc.status in TRANSIENT or RACE in str(exc) if isinstance(exc, ApiError) else exc.fallback and not exc.facts.get("final")
                attempt += 1
                if not transient or attempt > self.retries:
                    raise
                self._pause(attempt, exc.facts.get("retry_after"))

    @staticmethod
    def _pause(attempt, retry_after):
        wait = min(retry_after, 60) if retry_after is not None else min(8, 0.5 * 2 ** (attempt - 1)) * random.uniform(0.75, 1.25)
        CLOCK.sleep(wait)

    def forget_connection(self):
        self._session = None

    def session(self):
        if self._session is None:
            import requests
            self._session = requests.Session()
            # An empty authentication: without one, requests would read ~/.netrc.
            self._session.auth = lambda request: request
            # Otherwise requests parses the target of a redirect that it does not follow, and raises if it is invalid.
            self._session.get_redirect_target = lambda response: None
        return self._session

    def request(self, method, path, procedure, query=None, body=None, timeout=None, batch=False, key=True):
        """Send one request without retries -> its answer. Raises ApiError or Unreachable."""
        timeout = timeout or self.timeout
        if self.before_request is not None:
            self.before_request(writing=method == "POST")
        if method == "POST" and self._last_use is not None and CLOCK.monotonic() - self._last_use > IDLE_LIMIT and self._session is not None:
            self._session.close()
        status, headers, content = self._exchange(method, path, procedure, query, body, timeout, key)
        self._last_use = CLOCK.monotonic()
        self.server_date = headers.get("Date")
        answer = self._decode(content)
        if batch and status in (200, 207, 400, 401, 403, 404, 500) and isinstance(answer, list):
            return answer
        if 200 <= status < 300 and answer is not NOT_JSON:
            self._journal.add(procedure, answer)
            return answer
        raise load_error_mapping().map_failure(
            self.describe_server(), status, headers, content, answer if isinstance(answer, dict) else None, procedure, batch)

    def describe_server(self):
        """Make the Server of messages."""
        return load_error_mapping().Server(self.api_url, self.mask, self.request)

    def _exchange(self, method, path, procedure, query, body, timeout, key):
        """Run one exchange in a separate thread, so that neither DNS nor a slow answer can exceed the deadline."""
        session = self.session()
        headers = {name: value for name, value in self._headers.items() if key or name != "x-api-key"}
        data = None
        if body is not None:        # a tuple is a form: (content type, body)
            headers["Content-Type"], data = body if isinstance(body, tuple) else ("application/json", json.dumps(body).encode("utf-8"))
        outcome = {}
        gone = threading.Event()

        def work():
            response = session.request(
                method, self.api_url + path, params=query, data=data, headers=headers, timeout=(min(timeout, 15), timeout),
                verify=self._verify, cert=self._cert, allow_redirects=False, stream=True)
            try:
                if "," in (response.headers.get("Content-Encoding") or ""):
                    raise ConnectionError("its answer is compressed more than once")    # each time can be a thousandfold
                parts, size = [], 0
                for part in response.iter_content(16384):
                    size += len(part)
                    if size > MOST_BYTES or gone.is_set():
                        outcome["too_big"] = not gone.is_set()
                        return
                    parts.append(part)
                outcome["answer"] = (response.status_code, response.headers, b"".join(parts))
            finally:
                if "answer" not in outcome:
                    response.close()

        if not run_until(timeout, work, outcome):
            gone.set()
            self._session = None
            raise Unreachable(
                "%s did not answer %s within %s seconds" % (self.api_url, procedure, timeout), phase="unavailable", final=True,
                next_step="Increase timeout if the server is slow; otherwise check its load and its log.")
        if outcome.get("too_big"):
            self._session = None
            raise Unreachable("the answer to %s is larger than %d MiB, and was not read further" % (procedure, MOST_BYTES // 1048576), fallback=False)
        if "answer" in outcome:
            return outcome["answer"]
        self._session = None
        raise load_error_mapping().map_connection_error(self.api_url, procedure, outcome.get("error"))

    def open_stream(self, path, query, headers, timeout):
        """Send a GET request outside of the API; the caller reads and closes the answer. Raises the errors of C(requests)."""
        return self.session().get(
            self.api_url + path, params=query, headers=dict(self._headers, **headers), timeout=timeout, verify=self._verify, cert=self._cert,
            allow_redirects=False, stream=True)

    def _decode(self, content):
        if not content:
            return None
        try:
            return json.loads(content.decode("utf-8"), object_hook=self._journal.make_answer)
        except (UnicodeDecodeError, ValueError, RecursionError):
            return NOT_JSON


NOT_JSON = object()
