# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Performs a task on the API or on a Docker Engine, depending on the option backend."""

from __future__ import annotations

from .._common.errors import ApiError, BadInput, DokployError, ResourceNotFound, Unreachable
from .._client.error_mapping import HEALTH
from .._client.http import CLOCK
from .._host.outages import forget_outage, load_outage, remember_outage
from .connection import NEEDS_API

_PAUSE = 5
PROBE_TIMEOUT = 5


def perform_with_fallback(options, warn, connect, body, check=None, make_result=None):
    """Return C(body(backend)) for the backend that C(options) select: a Docker Engine if backend is auto and the API cannot be reached.

    C(connect()) returns the API's backend. C(check()) raises Refused if an engine cannot perform the task; without C(check) only the API can.
    C(make_result()) returns the result of a task that did nothing. Raises Unreachable if neither the API nor an engine could perform the task.
    """
    if options["backend"] == "docker":
        if check is None:
            raise BadInput(NEEDS_API)
        from .._docker.backend import make_docker_backend
        backend = make_docker_backend(options)
        try:
            return body(backend)
        finally:
            backend.host.close()
    begun, api = CLOCK.monotonic(), connect()
    if options["backend"] != "auto" or check is None:
        return body(api)
    known = load_outage(api.client.api_url, begun)
    try:
        if known is not None:
            _probe(api.client, make_result)
        result = body(api)
    except Unreachable as exc:
        _raise_unless_fallback(exc, api)
        failure = exc
    else:
        if known is not None:
            forget_outage(api.client.api_url)
        return result
    return _perform_on_engine(options, failure, begun if known is None else known, api, body, check, warn)


def _probe(client, make_result):
    """Send one short request to a server that did not answer earlier tasks. Raises Unreachable without an answer."""
    try:
        client.request("GET", "/api/trpc/" + HEALTH, HEALTH, timeout=min(client.timeout, PROBE_TIMEOUT), key=False)
    except ApiError:
        pass
    except Unreachable as exc:
        if make_result is not None:
            exc.result = make_result()
        raise


def _perform_on_engine(options, failure, begun, api, body, check, warn):
    """Retry the API until C(fallback_after) seconds after C(begun), then run C(body(backend)) on the engine. C(failure): why the API was not reached."""
    from .._docker.backend import make_docker_backend
    try:
        check()
        backend = make_docker_backend(options)
        backend.check_configuration()
    except DokployError as exc:
        raise _explain_no_fallback(failure, exc) from exc
    while CLOCK.monotonic() - begun < options["fallback_after"]:
        CLOCK.sleep(max(0.1, min(_PAUSE, options["fallback_after"] - (CLOCK.monotonic() - begun))))
        try:
            return body(type(api)(api.client, api.resource))
        except Unreachable as exc:
            _raise_unless_fallback(exc, api)
            failure = exc
    seconds = CLOCK.monotonic() - begun
    remember_outage(api.client.api_url, begun, CLOCK.monotonic())
    said = "Dokploy could not be reached for %d seconds (%s). The Docker Engine at %s was used instead, and Dokploy does not know about it" % (
        seconds, failure.message, backend.host)
    try:
        result = body(backend)
    except DokployError as exc:
        # An engine without the service is not this Dokploy's: report the API's error. Other failures of a verified engine are reported as they are.
        if not _wrote(exc) and (not backend.verified or isinstance(exc, ResourceNotFound)):
            raise _explain_no_fallback(failure, exc) from exc
        warn(said)
        raise
    finally:
        backend.host.close()
    warn(said)
    return result


def _raise_unless_fallback(failure, api):
    """Raise C(failure) unless an engine may take over: not for errors of TLS, proxies or redirects, and not after a write was sent."""
    if not failure.fallback or api.client.wrote:
        raise failure


def _wrote(error):
    return bool(getattr(error, "result", {}).get("changed"))


def _explain_no_fallback(failure, why):
    """Add to the API's error the reason why the engine did not take over."""
    failure.message = "%s; and the Docker Engine did not take over: %s" % (failure.message, why.message)
    if why.facts.get("next_step"):
        failure.facts["next_step"] = why.facts["next_step"]
    return failure
