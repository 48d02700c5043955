# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the settings of a service that its exported options do not contain. Pure."""

from __future__ import annotations

# Keys that are not settings: identity and place; history and state; values from a Git provider; other records.
FACTS = frozenset((
    "name", "appName", "environmentId", "environment", "project", "sourceType",
    "createdAt", "refreshToken", "applicationStatus", "composeStatus", "deployments", "previewDeployments", "hasGitProviderAccess", "unauthorizedProvider",
    "gitlabProjectId", "gitlabPathNamespace", "bitbucketRepositorySlug",
    "server", "buildServer", "registry", "buildRegistry", "rollbackRegistry", "github", "gitlab", "gitea", "bitbucket", "customGitSSHKey",
    "backups", "volumeBackups", "schedules", "patches"))
CHILD_FACTS = frozenset(("createdAt", "uniqueConfigKey", "domainType", "serviceType"))
# Dokploy's defaults that are not null, false, zero or empty.
DEFAULTS = {"buildType": "nixpacks", "replicas": 1}


def list_unexpressed(resource, record, options):
    """Describe the settings of a service's record that are missing in C(options), its export -> list of texts."""
    resource = resource.variant(resource, {}, record) if resource.variant else resource
    children = {key for dummy, key, dummy2 in resource.children}
    found = _list_settings(resource, {key: value for key, value in record.items() if key not in children | FACTS}, record, options)
    for option, key, child in resource.children:
        for row, own in zip(record.get(key) or [], options.get(option) or []):
            rows = _list_settings(child, {one: value for one, value in row.items() if not one.endswith("Id") and one not in CHILD_FACTS}, row, own)
            name = " ".join(filter(None, (child.kind, child.joint.join(child.identify(row)))))
            found += ["%s: %s" % (name, words) for words in rows]
    return found


def _list_settings(resource, settings, record, options):
    """List the settings of a record that no option expresses."""
    fields, unused, found = {}, [], []
    for path, item in resource.flat():
        for key in filter(None, (item.key, item.switch)):
            fields.setdefault(key, []).append((path, item))
    defaults = {**DEFAULTS, **dict(resource.create_extra)}
    for key, value in sorted(settings.items()):
        if key == resource.id or key not in fields and value in (None, "", [], {}, False, 0, defaults.get(key)):
            continue
        if key not in fields:
            found.append("%s, for which there is no option" % key)
            continue
        path, item = next((one for one in fields[key] if one[1].belongs(record)), fields[key][0])
        if _is_in(options, path) and item.belongs(record) or _is_default(item, key, record, defaults):
            continue
        if item.ref and item.belongs(record) and record.get(item.key) and (not item.switch or record.get(item.switch)):
            found.append("%s, which refers to a record that this key cannot read" % path)
        else:
            unused.append("%s (%s)" % (path, key))
    return found + (["%s: saved, and not in use" % ", ".join(dict.fromkeys(unused))] if unused else [])


def _is_in(options, path):
    """Return whether the options contain the option at this path."""
    group, dot, inner = path.partition(".")
    return inner in (options.get(group) or {}) if dot else path in options


def _is_default(item, key, record, defaults):
    """Return whether a key has the value of a new record. A switch that is on without its value does not count as such."""
    if key == item.switch:
        return not record.get(key) or bool(record.get(item.key))
    found, own = [item.kind.canonical(item.same_as_null if wire in (None, "", []) and item.same_as_null is not None else wire)
                  for wire in (record.get(key), defaults.get(key, item.default))]
    return found is None or found == own
