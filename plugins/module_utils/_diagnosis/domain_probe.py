# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Probes a domain from the task's host: name, connection, certificate, answer.

It sends neither the API key nor cookies, and does not follow redirects.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time

from .._model.address import normalize_host

STEPS = ("name", "connection", "certificate", "answer")
OWN_CERTIFICATE = "TRAEFIK DEFAULT CERT"
_SOON = 14 * 86400


def probe_domain(domain, address=None, timeout=10.0):
    """Probe the domain of a row -> {"url": …, "steps": [{"step", "ok", "said", "seconds"}]}; stops at the first failed step.

    C(address) (host or host:port) replaces the address that the name resolves to.
    """
    secure = bool(domain.get("https"))
    host, path = domain.get("host") or "", domain.get("path") or "/"
    found = {"url": "%s://%s%s" % ("https" if secure else "http", host, path), "steps": []}
    given, port = _split_address(address, 443 if secure else 80)
    outcome = {}

    def run():
        _probe_steps(host, path, secure, given, port, timeout, found["steps"])
        outcome["over"] = True

    # In a separate thread, so that a slow resolver cannot exceed the deadline.
    walking = threading.Thread(target=run, daemon=True)
    walking.start()
    walking.join(4 * timeout)
    if not outcome:
        done = len(found["steps"])
        found["steps"] = found["steps"][:done] + [{"step": STEPS[min(done, 3)], "ok": False, "said": "no answer in time", "seconds": 4 * timeout}]
    return found


def _split_address(address, port):
    if not address:
        return None, port
    host, colon, number = address.rpartition(":")
    if colon and number.isdigit() and (":" not in host or host.startswith("[")):
        return host.strip("[]"), int(number)
    return address.strip("[]"), port


def _probe_steps(host, path, secure, given, port, timeout, steps):
    """Append one row per step to C(steps): name, connection, certificate, answer; stop at the first failure."""
    def record_step(name, ok, said, begun):
        steps.append({"step": name, "ok": ok, "said": said, "seconds": round(time.monotonic() - begun, 3)})
        return ok

    begun = time.monotonic()
    if given is None:
        try:
            addresses = sorted({row[4][0] for row in socket.getaddrinfo(normalize_host(host), port, type=socket.SOCK_STREAM)})
        except (OSError, UnicodeError) as exc:
            record_step("name", False, "the name %s does not resolve here: %s" % (host, exc.strerror if isinstance(exc, OSError) and exc.strerror else exc),
                        begun)
            return
        record_step("name", True, "%s is %s" % (host, ", ".join(addresses)), begun)
        target = addresses[0]
    else:
        record_step("name", True, "%s is not asked for: %s was given" % (host, given), begun)
        target = given
    begun = time.monotonic()
    try:
        connection = socket.create_connection((target, port), timeout=timeout)
    except OSError as exc:
        record_step("connection", False, "%s port %d does not accept a connection: %s" % (target, port, exc.strerror or exc), begun)
        return
    with connection:
        record_step("connection", True, "%s port %d is open" % (target, port), begun)
        if secure:
            begun = time.monotonic()
            try:
                connection = ssl.create_default_context().wrap_socket(connection, server_hostname=normalize_host(host))
            except (OSError, ValueError) as exc:
                record_step("certificate", False, _explain_refusal(exc, target, port, host, timeout), begun)
                return
            said, good = _describe_certificate(connection.getpeercert())
            if not record_step("certificate", good, said, begun):
                return
        begun = time.monotonic()
        status, said = _request_path(connection, host, path)
        record_step("answer", status is not None and status < 500 and "404 page not found" not in said, said, begun)


def _describe_certificate(certificate):
    """Describe an accepted certificate -> (issuer and validity as text, whether it is still valid)."""
    ends = ssl.cert_time_to_seconds(certificate["notAfter"]) if certificate.get("notAfter") else None
    left = (ends - time.time()) if ends else None
    issuer = ", ".join(value for part in certificate.get("issuer") or () for key, value in part if key in ("organizationName", "commonName"))
    return "issued by %s, valid for %s more days" % (issuer or "?", int(left // 86400) if left is not None else "?"), left is None or left > 0


def _explain_refusal(exc, target, port, host, timeout):
    """Describe a refused certificate: Traefik's default one, or the TLS error."""
    said = getattr(exc, "verify_message", "") or getattr(exc, "strerror", None) or str(exc)
    try:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with socket.create_connection((target, port), timeout=timeout) as plain, context.wrap_socket(plain, server_hostname=normalize_host(host)) as shown:
            if OWN_CERTIFICATE.encode("ascii") in (shown.getpeercert(binary_form=True) or b""):
                return "Traefik shows its own default certificate: it has none for %s" % host
    except (OSError, ValueError):
        pass
    return "the certificate of %s is not accepted: %s" % (host, said)


def _request_path(connection, host, path):
    """Send one GET -> (status or None, description of the answer)."""
    client = http.client.HTTPConnection(normalize_host(host))
    client.sock = connection
    try:
        client.request("GET", path, headers={"Host": normalize_host(host), "User-Agent": "community.dokploy", "Connection": "close"})
        answer = client.getresponse()
        start = answer.read(200).decode("utf-8", "replace").strip() if answer.status >= 400 else ""
    except (OSError, http.client.HTTPException, ValueError) as exc:
        return None, "no answer over HTTP: %s" % (str(exc) or type(exc).__name__)
    line = start.splitlines()[0][:100] if start else ""
    return answer.status, "HTTP %d%s" % (answer.status, ": %s" % line if line else "")
