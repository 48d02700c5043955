# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a Docker Engine takes the API's place, and when it does not. Private to this collection.

Imported only where a task names the engine, or where it may be used and the API could not be reached.
"""

from __future__ import annotations

from .._common.errors import ApiError, BadInput, DokployError, NotThere, Unreachable
from .._client.error_mapping import HEALTH
from .._client.http import CLOCK
from .._host.outages import forget_outage, load_outage, remember_outage
from .pipeline import NEEDS_API

_PAUSE = 5
PROBE_TIMEOUT = 5


def through(module, options, connect, body, check=None, make_result=None):
    """C(body(backend)) with the backend that the task names, or with an engine where it may take the place of an API that cannot be reached.

    C(connect()) gives the API's backend, C(check()) raises Refused where an engine could not do it; without C(check) the API is needed.
    C(make_result()) gives the result of a task that has done nothing.
    """
    if options["backend"] == "docker":
        if check is None:
            raise BadInput(NEEDS_API)
        from .._docker.backend import backend_of
        backend = backend_of(options)
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
        _check(exc, api)
        failure = exc
    else:
        if known is not None:
            forget_outage(api.client.api_url)
        return result
    return _instead(options, failure, begun if known is None else known, api, body, check, module.warn)


def _probe(client, make_result):
    """Ask a server once, and briefly, that did not answer the tasks before. Any answer of its own will do.

    Raises Unreachable, with the result of a task that has done nothing.
    """
    try:
        client.request("GET", "/api/trpc/" + HEALTH, HEALTH, timeout=min(client.timeout, PROBE_TIMEOUT), key=False)
    except ApiError:
        pass
    except Unreachable as exc:
        if make_result is not None:
            exc.result = make_result()
        raise


def _instead(options, failure, begun, api, body, check, warn):
    """The API could not be reached (C(failure)): ask it until C(fallback_after) seconds after C(begun), then do C(body(backend)) with the engine."""
    from .._docker.backend import backend_of
    try:
        check()
        backend = backend_of(options)
        backend.check_configuration()
    except DokployError as exc:
        raise _stands(failure, exc) from exc
    while CLOCK.monotonic() - begun < options["fallback_after"]:
        CLOCK.sleep(max(0.1, min(_PAUSE, options["fallback_after"] - (CLOCK.monotonic() - begun))))
        try:
            return body(type(api)(api.client, api.resource))
        except Unreachable as exc:
            _check(exc, api)
            failure = exc
    seconds = CLOCK.monotonic() - begun
    remember_outage(api.client.api_url, begun, CLOCK.monotonic())
    said = "Dokploy could not be reached for %d seconds (%s). The Docker Engine at %s was used instead, and Dokploy does not know about it" % (
        seconds, failure.message, backend.host)
    try:
        result = body(backend)
    except DokployError as exc:
        # A service that it does not have is part of the proof; what it says of one that it has stands for itself.
        if not _wrote(exc) and (not backend.verified or isinstance(exc, NotThere)):
            raise _stands(failure, exc) from exc
        warn(said)
        raise
    finally:
        backend.host.close()
    warn(said)
    return result


def _check(failure, api):
    """A failure of another kind (a certificate, a proxy, a redirect), and one after a write was sent, is raised as it is.

    An engine would hide the first, and do a second time what may have been done.
    """
    if not failure.fallback or api.client.wrote:
        raise failure


def _wrote(error):
    return bool(getattr(error, "result", {}).get("changed"))


def _stands(failure, why):
    """The API's error, with the reason why no engine took over."""
    failure.message = "%s; and the Docker Engine did not take over: %s" % (failure.message, why.message)
    if why.facts.get("next_step"):
        failure.facts["next_step"] = why.facts["next_step"]
    return failure
