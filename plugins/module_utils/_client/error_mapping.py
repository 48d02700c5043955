# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Maps failed HTTP exchanges to exceptions."""

from __future__ import annotations

from typing import Callable, NamedTuple
from urllib.parse import urljoin, urlsplit

from .._common.errors import ApiError, BadInput, NotFound, PermissionMissing, Unreachable, WrongKey
from .._common.masking import MOST_MESSAGE, cut_message
from .._common.timestamps import parse_http_date

HEALTH = "settings.health"
NOT_JSON = -1               # instead of a status: an answer that is not Dokploy's
_KEPT = MOST_MESSAGE + 4096     # characters of a server's message, before masking and shortening
_HTTP_TO_TLS = (b"Client sent an HTTP request to an HTTPS server", b"plain HTTP request was sent to HTTPS port")


class Server(NamedTuple):
    """What a message needs of a connection: its address, C(mask(text)), and C(request) as C(Client.request) for the health check."""

    api_url: str
    mask: Callable
    request: Callable


def map_failure(server, status, headers, content, answer, procedure, batch):
    """Map a complete answer that is not a success to the error to raise. C(answer) is its JSON object, or None if it is not one."""
    if 300 <= status < 400:
        return _map_redirect(server.api_url, procedure, headers.get("Location") or "")
    if 200 <= status < 300:
        return _not_dokploy(ApiError, server.api_url, status, procedure, headers, content)
    if status == 400 and any(words in content[:2000] for words in _HTTP_TO_TLS):
        return _speaks_tls(server.api_url)
    if status in (502, 503, 504):
        return Unreachable(
            "%s could not be reached: a proxy before it answered %d to %s" % (server.api_url, status, procedure),
            retry_after=_retry_after(headers), phase="unavailable",
            next_step="Check that the Dokploy container runs: docker service ps dokploy.")
    if batch and status != 429:
        # Another answer than a batch's: from a proxy, or a refusal. Single reads will report the reason.
        error = ApiError("batches are refused", status=400, procedure=procedure)
    elif status == 404 and answer is None:
        error = _not_dokploy(NotFound, server.api_url, status, procedure, headers, content)
        error.unknown_procedure = True
    else:
        error = map_refusal(server, status, procedure, answer if answer is not None else {"message": _excerpt(content)})
    if status == 429:
        error.facts["retry_after"] = _retry_after(headers)
    return error


def map_refusal(server, status, procedure, answer):
    """Map a refusal or a failure to its error: field errors, permissions, the key, or the database."""
    if isinstance(answer.get("error"), dict):
        answer = answer["error"].get("json") or {}      # of the pages' own interface
    said = answer.get("message")
    said = said[:_KEPT] if isinstance(said, str) else ""
    data = answer.get("data") if isinstance(answer.get("data"), dict) else {}
    zod = data.get("zodError") if isinstance(data.get("zodError"), dict) else {}
    fields = zod.get("fieldErrors") if isinstance(zod.get("fieldErrors"), dict) else {}
    code = answer.get("code") if isinstance(answer.get("code"), str) else data.get("code")
    facts = {"status": status, "procedure": procedure, "server_message": said, "fields": fields, "code": code}
    if status == 401 and not (code and data.get("path")):
        return ApiError("%s was refused with 401" % procedure, **facts) if procedure == HEALTH else _map_bare_401(server, facts)
    text = said
    if fields:
        text += " (%s)" % "; ".join(
            "%s: %s" % (name, ", ".join(map(str, words)) if isinstance(words, list) else words) for name, words in sorted(fields.items()))
    message = "%s was refused with %s: %s" % (procedure, status, cut_message(server.mask(text[:_KEPT])) or "no reason given")
    # project.create and domain.create wrap it as 400.
    if code == "UNAUTHORIZED" or status == 401 or status == 400 and "unauthorized to access resource" in said:
        return PermissionMissing(
            message, next_step="The API key's user lacks this permission: grant it in Dokploy, or use the key of an administrator.", **facts)
    if status == 403:
        return PermissionMissing(message, **facts)
    if status == 404:
        if not said:
            facts["next_step"] = "Check that api_url is the address of Dokploy, which gives a reason where it refuses something."
        error = NotFound(message, **facts)
        error.unknown_procedure = not data.get("path") or said.startswith("No procedure found") or said.startswith("No \"")
        return error
    return ApiError(message, **facts)


def _map_bare_401(server, facts):
    """Map a 401 without a code: the health check, which needs no key, shows whether the key, the database, or a proxy with a login causes it."""
    health = read_health_status(server.request)
    if health in (401, 403):
        return ApiError(
            "%s asks for a login before Dokploy is reached (HTTP %s without an API key, too)" % (server.api_url, health),
            next_step="Set api_url to an address without an authentication proxy, or exempt /api there.", **facts)
    if health == NOT_JSON:
        return ApiError("%s does not look like Dokploy (HTTP 401; its health check is not JSON)" % server.api_url, next_step="Check api_url.", **facts)
    if health not in (None, 500):
        return WrongKey(
            "%s refused the API key" % server.api_url,
            next_step="Create a key in Dokploy (Settings, Profile, API keys) without a rate limit: one with a limit is refused after a few requests.",
            **facts)
    return Unreachable(
        "%s answers, but Dokploy's own database is down: Dokploy refuses every key until the database runs" % server.api_url, phase="unavailable",
        arrived=False, final=True, next_step="Check the dokploy-postgres service on the server.")


def _not_dokploy(kind, api_url, status, procedure, headers, content):
    return kind(
        "%s does not look like Dokploy (HTTP %d, %s)" % (api_url, status, _name_content(headers, content)), status=status, procedure=procedure,
        server_message=_excerpt(content), next_step="Check api_url: a proxy, a login page or another service may answer there.")


def _name_content(headers, content):
    if not content.strip():
        return "no content"
    if content.lstrip()[:1] == b"<":
        return "HTML"
    return "not JSON, although it says so" if "json" in (headers.get("Content-Type") or "").lower() else "not JSON"


def _speaks_tls(api_url):
    return Unreachable(
        "%s speaks TLS" % api_url, arrived=False, fallback=False, next_step="Use https:// in api_url.")


def _map_redirect(api_url, procedure, location):
    try:
        parts = urlsplit(urljoin(api_url + "/", location))
        origin = "%s://%s" % (parts.scheme, parts.netloc.rpartition("@")[2])
    except ValueError:
        return Unreachable(
            "%s redirects %s to an address that is not valid" % (api_url, procedure), arrived=False, fallback=False, next_step="Check api_url.")
    return Unreachable(
        "%s redirects %s to %s, and the API key is not sent there" % (api_url, procedure, origin), arrived=False, fallback=False,
        next_step="Set api_url to %s if that is your Dokploy." % origin)


def map_connection_error(api_url, procedure, error):
    """Map a connection error to the error to raise. C(arrived) is False if the request certainly did not reach the server."""
    import requests
    import urllib3.exceptions as beneath
    error = error or ConnectionError("no answer")
    procedure = "its API" if "," in procedure else procedure
    network = (requests.exceptions.RequestException, beneath.HTTPError, ConnectionError, TimeoutError)
    if isinstance(error, OSError) and not isinstance(error, network):
        return BadInput(
            "%s cannot be asked: %s" % (api_url, error), next_step="Check ca_path, client_cert and client_key: they must be files on the task's host.")
    if isinstance(error, requests.exceptions.SSLError) and "WRONG_VERSION_NUMBER" in str(error):
        return Unreachable(
            "%s does not speak TLS" % api_url, arrived=False, fallback=False,
            next_step="If Dokploy is reached there without TLS, as on its port 3000, api_url begins with http://.")
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(
            "the certificate of %s was not accepted: %s" % (api_url, root_cause(error)), arrived=False, fallback=False,
            next_step="Set ca_path to the authority's certificate; validate_certs: false disables the check and all protection.")
    if "\\x15\\x03" in repr(error):      # a TLS alert instead of an HTTP status line
        return _speaks_tls(api_url)
    if isinstance(error, requests.exceptions.ProxyError):
        return Unreachable(
            "the proxy for %s refused the request: %s" % (api_url, root_cause(error)), arrived=False, fallback=False,
            next_step="Check HTTPS_PROXY and NO_PROXY in the environment of the task's host.")
    if isinstance(error, (OSError, requests.exceptions.RequestException, beneath.HTTPError)):
        reason = getattr(error.args[0], "reason", None) if error.args else None
        never = isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(reason, (beneath.NewConnectionError, beneath.ConnectTimeoutError))
        return Unreachable(
            "%s could not be reached for %s: %s" % (api_url, procedure, root_cause(error)), arrived=False if never else None, phase="unavailable",
            next_step="Check api_url, and that Dokploy runs.")
    if isinstance(error, ValueError):
        return Unreachable("%s gave an answer to %s that is not valid HTTP" % (api_url, procedure), fallback=False, next_step="Check api_url.")
    return error


def _retry_after(headers):
    value = headers.get("Retry-After") or headers.get("X-Retry-After")      # the latter for sign-in and sign-up
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return int(value[:9])
    then, now = parse_http_date(value), parse_http_date(headers.get("Date"))
    return None if then is None or now is None else max(0, then - now)


def _excerpt(content):
    return content[:300].decode("utf-8", "replace").strip() if content else ""


def read_health_status(request):
    """Read the HTTP status of Dokploy's health check, which needs no key; None without an answer, NOT_JSON."""
    try:
        request("GET", "/api/trpc/" + HEALTH, HEALTH, key=False)
    except ApiError as exc:
        return exc.status if exc.status != 200 else NOT_JSON
    except Unreachable:
        return None
    return 200


def root_cause(error):
    """Describe the innermost of nested connection errors."""
    for dummy in range(8):
        inner = getattr(error, "reason", None) or (error.args[0] if error.args and isinstance(error.args[0], Exception) else None)
        if not isinstance(inner, Exception):
            break
        error = inner
    words = str(error)
    return words.split(": ", 1)[-1] if words.startswith(("<", "HTTP")) else words
