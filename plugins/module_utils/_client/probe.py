# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks addresses and asks them whether a server answers. Private to this collection."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from .._common.errors import BadInput

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def root_cause(error):
    """The innermost reason of a chain of connection errors, as words."""
    for dummy in range(8):
        inner = getattr(error, "reason", None) or (error.args[0] if error.args and isinstance(error.args[0], Exception) else None)
        if not isinstance(inner, Exception):
            break
        error = inner
    words = str(error)
    return words.split(": ", 1)[-1] if words.startswith(("<", "HTTP")) else words


REDIRECTS = 5


def probe(url, verify=True, headers=None, timeout=10, follow_redirects=False):
    """One GET of an address that is not Dokploy's API -> (status or None, why not). C(headers) go to that host alone, wherever it redirects to."""
    import threading

    import requests
    answer = [None, "no answer within %d seconds" % timeout]

    def ask():
        try:
            with requests.Session() as session:
                session.auth = lambda request: request
                session.get_redirect_target = lambda response: None
                address, sent = url, headers or {}
                for dummy in range(REDIRECTS + 1):
                    with session.get(address, verify=verify, headers=sent, timeout=timeout, allow_redirects=False, stream=True) as response:
                        answer[:] = response.status_code, ""
                        if not (follow_redirects and response.is_redirect):
                            return
                        there = urljoin(address, response.headers["location"])
                        sent = sent if urlsplit(there)[:2] == urlsplit(address)[:2] else {}
                        address = there
                answer[:] = None, "more than %d redirects" % REDIRECTS
        except (OSError, ValueError, requests.exceptions.RequestException) as exc:
            answer[:] = None, root_cause(exc)

    # In a thread of its own, so that neither DNS nor slow headers can outlive the deadline.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout)
    return tuple(answer)


def normalize_api_url(url):
    """The address without a slash or /api at its end, and the warnings that it deserves. Raises BadInput."""
    if not url:
        raise BadInput("api_url is missing: set it, or DOKPLOY_URL in the environment of the task's host or of the controller")
    try:
        parts = urlsplit(url.strip())
        host, dummy = parts.hostname, parts.port
    except ValueError as exc:
        raise BadInput("api_url must be an address such as https://dokploy.example.com: its host or port cannot be read") from exc
    if parts.scheme not in ("http", "https") or not host:
        raise BadInput("api_url must be an address such as https://dokploy.example.com; it is %r" % url.split("@")[-1])
    if "@" in parts.netloc:
        raise BadInput("api_url must not contain a user or a password: the API key is given as api_key")
    if parts.query or parts.fragment:
        raise BadInput("api_url must be the address of Dokploy alone, without ? and #")
    warnings = []
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not (
            parts.hostname.startswith("127.") and parts.hostname.replace(".", "").isdigit()):
        warnings.append("api_url is plain HTTP: the API key and all secrets are sent unencrypted")
    path = parts.path.partition("/dashboard")[0].rstrip("/")
    path = path[:-4] if path.endswith("/api") else path
    return "%s://%s%s" % (parts.scheme, parts.netloc, path), warnings
