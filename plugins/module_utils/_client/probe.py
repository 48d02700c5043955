# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends a request to a URL of a service, without Dokploy's API key."""

from __future__ import annotations

import threading
from urllib.parse import urljoin, urlsplit

from .error_mapping import root_cause

REDIRECTS = 5


def probe(url, verify=True, headers=None, timeout=10, follow_redirects=False):
    """Send a GET request to a URL outside of Dokploy's API -> (status or None, the reason). C(headers) are not sent to other hosts after a redirect."""
    import requests
    answer = [None, "no answer within %d seconds" % timeout]

    def send():
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

    # In a separate thread, so that neither DNS nor slow headers can exceed the deadline.
    asking = threading.Thread(target=send, daemon=True)
    asking.start()
    asking.join(timeout)
    return tuple(answer)
