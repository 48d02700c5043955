# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the container label that shows saved build settings which are not deployed. Pure.

A running service does not show its build settings. So the update that changes them also writes a label: a random part, and a digest of those that are
not secret. The service gets it with the deployment.
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
    """Return a digest of the saved build settings; of secret ones, only of the names."""
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
    """Add the label to a plan if the task, or others since, changed settings that the running service does not show."""
    if not plan.unverifiable and not is_label_outdated(resource, plan.record_after):
        return plan
    # The random part detects a lost deployment.
    label = "%s-%s" % (secrets.token_hex(4), digest_build(resource, plan.record_after))
    return store_also(plan, labelsSwarm=dict(plan.record_after.get("labelsSwarm") or {}, **{BUILD_LABEL: label}))


def drop_build_label(plan):
    """Remove the label from a plan, for a key that may not store it."""
    kept = {key: wire for key, wire in plan.keys.items() if key != "labelsSwarm"}
    after = dict(plan.record_after, labelsSwarm=(plan.record or {}).get("labelsSwarm"))
    return replace(plan, keys=kept, record_after=after)
