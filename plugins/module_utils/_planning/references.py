# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resolves the references in env texts, and compares them between environments. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from .._dotenv.parser import BadValue, expand_references, list_references, parse_env
from .._model.kinds import DEPLOY


def find_broken_reference(resource, record):
    """Describe the first reference that does not resolve, or ""."""
    for option, key in resource.form.texts:
        try:
            _expand(record, key)
        except BadValue as exc:
            return "%s: %s" % (option, exc)
    return ""


def uses_vault(resource, record):
    return any("${{vault." in (record.get(key) or "") for dummy, key in resource.form.texts)


def list_parents_variables(resource, record):
    """List the variables of project and environment that a record's env texts refer to, for example C(project.NAME)."""
    return sorted({name for dummy, key in resource.form.texts for value in parse_env(record.get(key)).values() for name in list_references(value)
                   if name.startswith(("project.", "environment."))})


def find_lost_references(text, project_text, environment_text):
    """List each (variable, unresolvable reference) of an env text, in the order in which Dokploy resolves them."""
    own, project, environment = parse_env(text), parse_env(project_text), parse_env(environment_text)
    for key, value in own.items():
        for prefix, known in (("project.", project), ("environment.", environment), ("", own)):
            for name in list_references(value):
                if name.startswith(prefix) and name[len(prefix):] not in known and not name.startswith("vault."):
                    yield key, name
            value = re.sub(r"\$\{\{%s(.*?)\}\}" % re.escape(prefix), lambda found, known=known: known.get(found.group(1), ""), value)


def list_lost(resource, record):
    """Describe the references of a record that do not resolve in its environment."""
    environment = record.get("environment") or {}
    return ["%s.%s refers to %s" % (option, key, name) for option, key_of in resource.form.texts for key, name in find_lost_references(
        record.get(key_of), (environment.get("project") or {}).get("env"), environment.get("env"))]


def add_changed_values(resource, plan, before):
    """Add the env texts whose values change with the environment to the plan's changes. C(before): the record in the old environment."""
    after = plan.record_after
    if before.get("environment") is after.get("environment"):
        return plan
    texts = dict(resource.form.texts)
    for path, item in resource.flat():
        if path not in texts or path in plan.changed:
            continue
        if not resource.form.is_built(after) and path != "env" or _values(before, item.key) == _values(after, item.key):
            continue
        effect = item.effect_in(after)
        unverifiable = plan.unverifiable + ((path,) if effect == DEPLOY and not item.verifiable else ())
        plan = replace(plan, changed=plan.changed + (path,), effect=max(plan.effect, effect), unverifiable=unverifiable)
    return plan


def _expand(record, key):
    environment = record.get("environment") or {}
    return expand_references(record.get(key), (environment.get("project") or {}).get("env"), environment.get("env"))


def _values(record, key):
    try:
        return _expand(record, key)
    except BadValue:
        return None
