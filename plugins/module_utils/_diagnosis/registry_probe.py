# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asks a registry for the digest of a tag, from the host of the task.

Credentials are sent only to the registry that they were saved for, over TLS or loopback, and to the token server that it names, as by Docker.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

HUB = "registry-1.docker.io"
_MANIFESTS = ", ".join("application/vnd." + kind for kind in (
    "oci.image.index.v1+json", "docker.distribution.manifest.list.v2+json", "oci.image.manifest.v1+json", "docker.distribution.manifest.v2+json"))
_MOST_ANSWER = 65536
_DIGEST = re.compile(r"^sha256:[0-9a-f]{64}$")


def split_image(image):
    """Split C(registry.example.com:5000/shop/web:1) into (registry, repository, tag); the tag is "" for an image with a digest."""
    name, pinned, dummy = image.partition("@")
    first, slash, rest = name.partition("/")
    registry, path = (first, rest) if slash and ("." in first or ":" in first or first == "localhost") else ("", name)
    path, colon, tag = path.partition(":")
    if registry in ("", "docker.io", "index.docker.io"):
        registry, path = HUB, path if "/" in path else "library/" + path
    return registry, path, "" if pinned else tag or "latest"


@dataclass(frozen=True, eq=False, repr=False)
class RegistryAnswer:
    """The digest of a tag, or the reason why there is none."""

    digest: str = ""
    lack: str = ""
    refused: bool = False         # the credentials were refused
    no_tag: bool = False          # it has no such tag


def credentials_for(image, registry_url, username, password):
    """Return (user, password) if they are saved for the registry of this image, else None."""
    saved = re.sub(r"^https?://", "", (registry_url or "").strip()).partition("/")[0]
    if saved in ("", "docker.io", "index.docker.io", "hub.docker.com"):
        saved = HUB
    return (username, password) if username and password and saved == split_image(image)[0] else None


def ask_registry(image, timeout=10.0, credentials=None):
    """Ask the registry for the tag of an image -> RegistryAnswer."""
    registry, path, tag = split_image(image)
    if not tag or not re.match(r"^[\w.:\[\]-]+$", registry) or not re.match(r"^[a-z0-9._/-]+$", path) or not re.match(r"^[\w.-]+$", tag):
        return RegistryAnswer(lack="the image names no tag")
    target = "/v2/%s/manifests/%s" % (path, tag)
    secure = registry.rsplit(":", 1)[0] not in ("localhost", "127.0.0.1", "[::1]")
    login = {"Authorization": "Basic " + base64.b64encode(("%s:%s" % credentials).encode("utf-8")).decode("ascii")} if credentials else {}
    try:
        status, headers, dummy = _request(registry, secure, "HEAD", target, {"Accept": _MANIFESTS}, timeout)
        challenge = headers.get("www-authenticate") or ""
        if status == 401 and challenge.lower().startswith("bearer"):
            status, token = _read_token(challenge, login, timeout)
            if token:
                status, headers, dummy = _request(
                    registry, secure, "HEAD", target, {"Accept": _MANIFESTS, "Authorization": "Bearer " + token}, timeout)
        elif status == 401 and login:
            status, headers, dummy = _request(registry, secure, "HEAD", target, dict(login, Accept=_MANIFESTS), timeout)
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as exc:
        return RegistryAnswer(lack="%s does not answer: %s" % (registry, exc))
    digest = headers.get("docker-content-digest") or ""
    if status == 200 and _DIGEST.match(digest):
        return RegistryAnswer(digest)
    if status in (401, 403):
        return RegistryAnswer(lack="%s %s" % (registry, "refuses the saved user and password" if login else "requires a login"), refused=bool(login))
    return RegistryAnswer(lack="%s answers HTTP %d" % (registry, status), no_tag=status == 404)


def _read_token(challenge, login, timeout):
    """Read (HTTP status, a token of the token server that the registry names, or "")."""
    values = dict(re.findall(r"(\w{1,20})=\"([^\"]{0,500})\"", challenge[:2000]))
    realm = urlsplit(values.get("realm") or "")
    if realm.scheme != "https" or not realm.hostname:
        return 401, ""
    query = "&".join("%s=%s" % (key, quote(values[key], safe=":/,")) for key in ("service", "scope") if values.get(key))
    status, dummy, body = _request(realm.netloc, True, "GET", "%s?%s" % (realm.path or "/", query), login, timeout)
    answer = json.loads(body) if status == 200 else {}
    token = (answer.get("token") or answer.get("access_token") or "") if isinstance(answer, dict) else ""
    return (200, token) if isinstance(token, str) and re.match(r"^[\w.~+/=-]+$", token) else (401 if status == 200 else status, "")


def _request(host, secure, method, target, headers, timeout):
    """Send a request -> (status, headers with lower-case names, the beginning of the body)."""
    connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(host, timeout=timeout)
    try:
        connection.request(method, target, headers=dict(headers, **{"User-Agent": "community.dokploy"}))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(_MOST_ANSWER).decode("utf-8", "replace")
    finally:
        connection.close()
