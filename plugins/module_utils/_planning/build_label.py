# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The container label by which a build that was stored and not deployed shows. Pure.

Build settings cannot be seen in what runs. So the update that changes them also writes a label: a random part, and a digest of those that are no
secret. The service gets it when the application is deployed.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace

from .plan import store_also
from .._dotenv.parser import parse_env
from .._model.kinds import DEPLOY, compact
from .._model.service_kinds import OUR_LABELS

BUILD_LABEL = OUR_LABELS + "build"


def digest_build(resource, record):
    """A digest of the stored build settings that are not secret; of secret ones the names alone count."""
    form = resource.form
    found = {item.key: item.canonical(record) for item in form.build_fields(record)
             if item.key and item.effect == DEPLOY and not (item.verifiable or item.secret) and item.belongs(record)}
    for dummy, key in form.texts[1:] if form.is_built(record) else ():
        found[key] = sorted(parse_env(record.get(key)))
    for key in form.build_references:
        if record.get(key):
            found[key] = record[key]
    return hashlib.sha256(compact(found).encode("ascii")).hexdigest()[:16]


def is_label_outdated(resource, record):
    """Return whether build settings changed since the record's build label was written, for example in Dokploy's pages."""
    label = (record.get("labelsSwarm") or {}).get(BUILD_LABEL)
    if record.get("%sId" % record.get("sourceType"), "") is None:
        return False        # its Git provider was removed, which is no change to build
    return bool(label) and not label.endswith("-" + digest_build(resource, record))


def add_build_label(resource, plan):
    """The plan, which also writes the label where it changes what cannot be seen in what runs, or where others did."""
    if not plan.unverifiable and not is_label_outdated(resource, plan.record_after):
        return plan
    # A random part, so that a lost deployment shows.
    label = "%s-%s" % (secrets.token_hex(4), digest_build(resource, plan.record_after))
    return store_also(plan, labelsSwarm=dict(plan.record_after.get("labelsSwarm") or {}, **{BUILD_LABEL: label}))


def drop_build_label(plan):
    """The plan without the label that it would write, for a key that may not store it."""
    kept = {key: wire for key, wire in plan.keys.items() if key != "labelsSwarm"}
    after = dict(plan.record_after, labelsSwarm=(plan.record or {}).get("labelsSwarm"))
    return replace(plan, keys=kept, record_after=after)
