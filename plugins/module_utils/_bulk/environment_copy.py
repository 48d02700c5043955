# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies an environment, for example production to staging: C(copy_of) of a manifest's environment.

The services of the source come from an export. The manifest's options for a service of the same name replace the copied ones. The copy shares
nothing with the source: volumes get new names, and published ports and domains are left out unless the manifest names them.
"""

from __future__ import annotations

from .document import COPY_DOMAINS, COPY_ENV, COPY_KEYS, COPY_OF, merge_options

SERVICES = ("databases", "compose_services", "applications")
ENV = ("env", "build_args", "build_secrets", "preview_env", "preview_build_args", "preview_build_secrets")
# Options that are not copied, because they must be unique on a host.
LEFT_OUT = ("ports", "external_port", "app_name", "previews")


def list_sources(manifest):
    """Yield (project, environment) of the source of every copy in a manifest."""
    for project in manifest.get("projects") or []:
        for environment in project.get("environments") or []:
            if isinstance(environment, dict) and environment.get(COPY_OF):
                yield project.get("name"), environment[COPY_OF]


def expand_copies(manifest, exported, problems, warn):
    """Add the services of every C(copy_of) to the manifest -> the manifest. C(exported): {name of a project: its export, with secrets}."""
    projects = []
    for index, project in enumerate(manifest.get("projects") or []):
        environments = []
        for number, environment in enumerate(project.get("environments") or []):
            where = "projects[%d].environments[%d]" % (index, number)
            if isinstance(environment, dict) and environment.get(COPY_OF):
                environment = _expand_environment(project, environment, exported, where, problems, warn)
            environments.append(environment)
        projects.append(dict(project, environments=environments) if "environments" in project else project)
    return dict(manifest, projects=projects) if projects else manifest


def _expand_environment(project, environment, exported, where, problems, warn):
    """Return an environment with the source's services; its own options replace the copied ones."""
    source = next((one for one in (exported.get(project.get("name")) or {}).get("environments") or [] if one["name"] == environment[COPY_OF]), None)
    result = {key: one for key, one in environment.items() if key not in COPY_KEYS}
    if source is None:
        problems.add("%s.%s" % (where, COPY_OF), "the project %s has no environment %s on the server" % (project.get("name"), environment[COPY_OF]))
        return result
    if source.get("env") or environment.get("env"):
        result["env"] = _copy_env(source, environment, environment, "the environment", where, problems)
    for key in SERVICES:
        own = {one.get("name"): one for one in environment.get(key) or [] if isinstance(one, dict)}
        rows = []
        for row in source.get(key) or []:
            given = own.pop(row["name"], {})
            rows.append(merge_options(_copy_service(row, given, environment, where, problems, warn), given))
        rows += list(own.values())
        if rows:
            result[key] = rows
    return result


def _copy_service(row, given, environment, where, problems, warn):
    """Make the row of a copied service. C(given): the manifest's own options of it; they are merged afterwards."""
    copied = {key: one for key, one in row.items()
              if key not in LEFT_OUT and key not in ENV and "password" not in key and not key.endswith("_layout")}
    for key in ENV:
        if row.get(key):
            copied[key] = _copy_env(row, given, environment, row["name"], where, problems, key)
    pattern = environment.get(COPY_DOMAINS)
    if copied.get("domains") and pattern:
        copied["domains"] = [dict(one, host=pattern.replace("{host}", one["host"])) for one in copied["domains"]]
    else:
        copied.pop("domains", None)
    mounts = []
    for one in copied.get("mounts") or []:
        if one.get("type") == "bind":
            warn("%s: the directory %s of the host is shared with %s" % (row["name"], one.get("host_path"), environment[COPY_OF]))
        mounts.append(dict(one, volume_name="%s-%s" % (environment["name"], one["volume_name"])) if one.get("type") == "volume" else one)
    if mounts:
        copied["mounts"] = mounts
    return copied


def _copy_env(row, given, environment, name, where, problems, key="env"):
    """Return the variables of a copy: those in the manifest, and those that C(copy_env) allows to copy. Any other variable of the source is an error."""
    allowed, wanted = environment.get(COPY_ENV) or [], given.get(key) or {}
    found, missing = {}, []
    for variable, value in (row.get(key) or {}).items():
        if variable in wanted:
            continue
        if allowed == "all" or variable in allowed:
            found[variable] = value
        else:
            missing.append(variable)
    if missing:
        problems.add(where, "%s of %s has no value in the copy for %s: set it, or name it in %s" % (key, name, ", ".join(missing), COPY_ENV))
    return {**found, **wanted}
