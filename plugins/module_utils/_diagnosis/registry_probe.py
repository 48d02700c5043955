# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asks a registry for the digest of a tag, from the host of the task and without credentials. Private to this collection."""

from __future__ import annotations

import http.client
import json
import re
import ssl
from urllib.parse import quote, urlsplit

HUB = "registry-1.docker.io"
_MANIFESTS = ", ".join("application/vnd." + kind for kind in (
    "oci.image.index.v1+json", "docker.distribution.manifest.list.v2+json", "oci.image.manifest.v1+json", "docker.distribution.manifest.v2+json"))
_MOST_ANSWER = 65536
_DIGEST = re.compile(r"^sha256:[0-9a-f]{64}$")


def split_image(image):
    """C(registry.example.com:5000/shop/web:1) -> (registry, repository, tag); the tag is "" for an image that names a digest."""
    name, pinned, dummy = image.partition("@")
    first, slash, rest = name.partition("/")
    registry, path = (first, rest) if slash and ("." in first or ":" in first or first == "localhost") else ("", name)
    path, colon, tag = path.partition(":")
    if registry in ("", "docker.io", "index.docker.io"):
        registry, path = HUB, path if "/" in path else "library/" + path
    return registry, path, "" if pinned else tag or "latest"


def read_registry_digest(image, timeout=10.0):
    """(the digest that the registry has for the tag or "", why it is not known or "")."""
    registry, path, tag = split_image(image)
    if not tag or not re.match(r"^[\w.:\[\]-]+$", registry) or not re.match(r"^[a-z0-9._/-]+$", path) or not re.match(r"^[\w.-]+$", tag):
        return "", "the image names no tag"
    target = "/v2/%s/manifests/%s" % (path, tag)
    secure = registry.rsplit(":", 1)[0] not in ("localhost", "127.0.0.1", "[::1]")
    try:
        status, headers, dummy = _request(registry, secure, "HEAD", target, {"Accept": _MANIFESTS}, timeout)
        challenge = headers.get("www-authenticate") or ""
        if status == 401 and challenge.lower().startswith("bearer"):
            token = _read_token(challenge, timeout)
            if not token:
                return "", "%s requires a login" % registry
            status, headers, dummy = _request(
                registry, secure, "HEAD", target, {"Accept": _MANIFESTS, "Authorization": "Bearer " + token}, timeout)
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as exc:
        return "", "%s does not answer: %s" % (registry, exc)
    digest = headers.get("docker-content-digest") or ""
    if status != 200 or not _DIGEST.match(digest):
        return "", "%s requires a login" % registry if status in (401, 403) else "%s answers HTTP %d" % (registry, status)
    return digest, ""


def _read_token(challenge, timeout):
    """A token for everybody, as the registry's challenge describes it; "" where it gives none."""
    values = dict(re.findall(r"(\w{1,20})=\"([^\"]{0,500})\"", challenge[:2000]))
    realm = urlsplit(values.get("realm") or "")
    if realm.scheme != "https" or not realm.hostname:
        return ""
    query = "&".join("%s=%s" % (key, quote(values[key], safe=":/,")) for key in ("service", "scope") if values.get(key))
    status, dummy, body = _request(realm.netloc, True, "GET", "%s?%s" % (realm.path or "/", query), {}, timeout)
    answer = json.loads(body) if status == 200 else {}
    token = (answer.get("token") or answer.get("access_token") or "") if isinstance(answer, dict) else ""
    return token if isinstance(token, str) and re.match(r"^[\w.~+/=-]+$", token) else ""


def _request(host, secure, method, target, headers, timeout):
    """(status, headers with lower-case names, the beginning of the body)."""
    connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(host, timeout=timeout)
    try:
        connection.request(method, target, headers=dict(headers, **{"User-Agent": "community.dokploy"}))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(_MOST_ANSWER).decode("utf-8", "replace")
    finally:
        connection.close()
