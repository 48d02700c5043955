# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks and normalizes the URL of Dokploy."""

from __future__ import annotations

from urllib.parse import urlsplit

from .._common.errors import BadInput

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def normalize_api_url(url):
    """Normalize a URL -> (the URL without a slash or /api at its end, warnings). Raises BadInput."""
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
