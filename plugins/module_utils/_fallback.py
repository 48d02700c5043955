# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the Docker Engine takes the API's place, and when it does not. Private to this collection.

Imported only where a task asks for it, or the API could not be reached.
"""

from __future__ import annotations

from ._docker import backend_of
from ._errors import BadInput, DokployError, Refused, Unreachable
from ._http import CLOCK

_PAUSE = 5


def on_engine(options, body):
    """C(body(backend)) with the Docker Engine, as the task says in words."""
    backend = backend_of(options)
    try:
        return body(backend)
    finally:
        backend.host.close()


def with_fallback(options, body, again, warn, begun, failure, may=lambda: None):
    """The API could not be reached (C(failure)): ask for it until C(fallback_after) seconds have passed, then take the engine.

    C(again()) does the whole with the API once more; C(body(backend)) does it with the engine; C(may()) raises Refused for what the engine cannot do.
    C(begun) is when the task began to ask. What is no such failure is raised: a certificate, a proxy, a redirect, a refusal, a fault of Dokploy's.
    """
    if options.get("backend") != "auto" or not failure.fallback:
        raise failure
    _refuse(failure, may)
    while CLOCK.monotonic() - begun < options["fallback_after"]:
        CLOCK.sleep(max(0.1, min(_PAUSE, options["fallback_after"] - (CLOCK.monotonic() - begun))))
        try:
            return again()
        except Unreachable as exc:
            if not exc.fallback or getattr(exc, "wrote", False):
                raise
            failure = exc
    backend = None
    try:
        backend = backend_of(options)
        result = body(backend)
    except (Refused, BadInput, Unreachable) as exc:
        if getattr(exc, "wrote", False) or isinstance(exc, Unreachable) and exc.fallback:
            raise
        raise stands(failure, exc) from exc
    finally:
        if backend is not None:
            backend.host.close()
    warn("Dokploy could not be reached for %d seconds (%s): the Docker Engine at %s was used in its place, and Dokploy does not know of it" % (
        CLOCK.monotonic() - begun, failure.message, backend.host))
    return result


def _refuse(failure, may):
    try:
        may()
    except DokployError as exc:
        raise stands(failure, exc) from exc


def stands(failure, why):
    """The API's error, with the reason why the engine did not take over."""
    failure.message = "%s; and the Docker Engine did not take over: %s" % (failure.message, why.message)
    if why.facts.get("next_step"):
        failure.facts["next_step"] = why.facts["next_step"]
    return failure
