# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies an environment, for example production to staging: C(copy_of) of a manifest's environment.

The services of the source come from an export. The manifest's options for a service of the same name replace the copied ones. The copy shares
nothing with the source: volumes get new names, and published ports and domains are left out unless the manifest names them.
"""

from __future__ import annotations

from .document import COPY_DOMAINS, COPY_ENV, COPY_KEYS, COPY_OF, DEFAULTS, merge_options

SERVICES = {"databases": "database", "compose_services": "compose", "applications": "application"}      # key of an environment -> kind
ENV = ("env", "build_args", "build_secrets", "preview_env", "preview_build_args", "preview_build_secrets")
# Options that are not copied, because they must be unique on a host.
LEFT_OUT = ("ports", "external_port", "app_name", "previews")


def list_sources(manifest):
    """Yield (project, environment) of the source of every copy in a manifest."""
    for project in list_rows(manifest, "projects"):
        for environment in list_rows(project, "environments"):
            if isinstance(environment, dict) and environment.get(COPY_OF):
                yield project["name"], environment[COPY_OF]


def list_rows(level, key):
    """List the rows of a level; none where the level or the list is none, which is refused later."""
    rows = level.get(key) if isinstance(level, dict) and (key == "projects" or isinstance(level.get("name"), str)) else None
    return rows if isinstance(rows, list) else []


def expand_copies(manifest, exported, refuse, warn):
    """Add the services of every C(copy_of) to the manifest -> the manifest. C(exported): {name of a project: its export, with secrets}.

    C(refuse(place, words)) is called for each error, and C(warn(words)) for each warning.
    """
    projects = []
    for index, project in enumerate(list_rows(manifest, "projects")):
        environments = []
        for number, environment in enumerate(list_rows(project, "environments")):
            where = "projects[%d].environments[%d]" % (index, number)
            if isinstance(environment, dict) and environment.get(COPY_OF):
                environment = _expand_environment(project, environment, exported, where, refuse, warn)
            environments.append(environment)
        projects.append(dict(project, environments=environments) if environments else project)
    return dict(manifest, projects=projects) if projects else manifest


def _expand_environment(project, environment, exported, where, refuse, warn):
    """Return an environment with the source's services; its own options replace the copied ones."""
    source = next((one for one in (exported.get(project["name"]) or {}).get("environments") or [] if one["name"] == environment[COPY_OF]), None)
    source = source or find_described(project, environment[COPY_OF])
    result = {key: one for key, one in environment.items() if key not in COPY_KEYS}
    if source is None:
        refuse("%s.%s" % (where, COPY_OF), "the project %s has no environment %s, neither on the server nor in the manifest" % (
            project["name"], environment[COPY_OF]))
        return result
    if source.get("env") or environment.get("env"):
        result["env"] = _copy_env(source, environment, environment, "the environment", where, refuse)
    for key in SERVICES:
        own = {one.get("name"): one for one in environment.get(key) or [] if isinstance(one, dict)}
        rows = []
        for row in source.get(key) or []:
            given = own.pop(row["name"], {})
            rows.append(merge_options(_copy_service(row, given, environment, where, refuse, warn), given))
        rows += list(own.values())
        if rows:
            result[key] = rows
    return result


def find_described(project, name):
    """Find an environment in the manifest, for a source that is created with its copy; None if there is none. Its services have its defaults."""
    found = next((one for one in list_rows(project, "environments") if isinstance(one, dict) and one.get("name") == name and not one.get(COPY_OF)), None)
    if found is None:
        return None
    defaults = found.get(DEFAULTS) if isinstance(found.get(DEFAULTS), dict) else {}

    def fill_rows(kind, rows):
        return [merge_options(defaults.get(kind) or {}, row) for row in rows if isinstance(row, dict) and isinstance(row.get("name"), str)]
    return dict(found, **{key: fill_rows(kind, found[key]) for key, kind in SERVICES.items() if isinstance(found.get(key), list)})


def _copy_service(row, given, environment, where, refuse, warn):
    """Make the row of a copied service. C(given): the manifest's own options of it; they are merged afterwards."""
    copied = {key: one for key, one in row.items()
              if key not in LEFT_OUT and key not in ENV and "password" not in key and not key.endswith("_layout")}
    for key in ENV:
        if row.get(key):
            copied[key] = _copy_env(row, given, environment, row["name"], where, refuse, key)
    pattern = environment.get(COPY_DOMAINS)
    if copied.get("domains") and pattern:
        copied["domains"] = [dict(one, host=pattern.replace("{host}", str(one.get("host")))) for one in copied["domains"]]
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


def _copy_env(row, given, environment, name, where, refuse, key="env"):
    """Return the variables of a copy: those in the manifest, and those that C(copy_env) allows to copy. Any other variable of the source is an error."""
    allowed, wanted = environment.get(COPY_ENV) or [], given.get(key) or {}
    found, missing = {}, []
    for variable, value in (row.get(key) if isinstance(row.get(key), dict) else {}).items():
        if variable in wanted:
            continue
        if allowed == "all" or variable in allowed:
            found[variable] = value
        else:
            missing.append(variable)
    if missing:
        refuse(where, "%s of %s has no value in the copy for %s: set it, or name it in %s" % (key, name, ", ".join(missing), COPY_ENV))
    return {**found, **wanted}
