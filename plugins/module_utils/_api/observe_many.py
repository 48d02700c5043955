# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Observes many services, with their reads in batches."""

from __future__ import annotations

import copy

from .._client.shared_reads import read_concurrently
from .._common.errors import DokployError

FEW = 3         # services that are observed one after the other: their reads fill no batch


def share_backend(backend, client):
    """Copy a backend of the API, with what it knows of the server, for another client."""
    made = copy.copy(backend)
    made.client = client
    return made


def observe_all(backend, places):
    """Yield (Place, Observation or None, error or None) of each place, in order."""
    places = list(places)
    alone = places if len(places) <= FEW or not backend.stores else places[:1]      # the first one learns the version
    for place in alone:
        yield (place, *_observe(place, backend))
    if len(alone) < len(places):
        with read_concurrently(
                backend.client, lambda place, client: _observe(place, share_backend(backend, client)), places[len(alone):]) as found:
            for place, (seen, error) in zip(places[len(alone):], found):
                yield (place, *(seen or (None, error)))


def _observe(place, backend):
    try:
        return backend.observe(place), None
    except DokployError as exc:
        return None, exc
