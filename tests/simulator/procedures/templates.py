# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates of compose: a catalogue (``World.templates``), and texts that somebody imports. No import was recorded: they follow Dokploy's source."""

from __future__ import annotations

import base64
import copy
import json
import re

from ..errors import CallError, not_found
from . import Handlers
from .children import domain_create, new_mount
from .compose import columns, compose_or_404
from .projects import environment_or_404

HANDLERS = Handlers()
ADDRESS = "127.0.0.1"
LISTED = ("id", "name", "description", "version", "logo", "links", "tags")


def random_domain(sim, project_name):
    return "%s-%s-%s.%s" % (project_name[:40], sim.ids.hex(6), ADDRESS.replace(".", "-"), "traefik.me" if sim.version_tuple < (0, 29) else "sslip.io")


def made_up(sim, word, project_name):
    """What a word such as ``password:32`` becomes; None where it is no such word."""
    name, _colon, length = word.partition(":")
    if name == "domain" and not length:
        return random_domain(sim, project_name)
    if name == "base64":
        return base64.b64encode(bytes.fromhex(sim.ids.hex(2 * int(length or 32)))).decode("ascii")
    if name == "password":
        return sim.ids.base36(int(length or 16))
    if name == "hash":
        return sim.ids.hex(int(length or 8))
    if name == "jwt":
        return sim.ids.hex(2 * int(length)) if length.isdigit() else "%s.%s.%s" % (sim.ids.base36(36), sim.ids.base36(80), sim.ids.base36(43))
    return {"uuid": "%s-%s-4%s-a%s-%s" % tuple(sim.ids.hex(size) for size in (8, 4, 3, 3, 12)), "timestamp": str(int(sim.agenda.now * 1000)),
            "timestampms": str(int(sim.agenda.now * 1000)), "timestamps": str(int(sim.agenda.now)), "randomPort": str(sim.ids.number(0, 65534)),
            "username": sim.ids.base36(8), "email": "%s@example.com" % sim.ids.base36(8)}.get(word)


def filled(sim, text, variables, project_name):
    def once(match):
        found = made_up(sim, match.group(1), project_name)
        return found if found is not None else variables.get(match.group(1), match.group(0))
    text = re.sub(r"\$\{([^}]+)\}", once, text)
    return re.sub(r"\$\{([^}]+)\}", lambda match: variables.get(match.group(1), match.group(0)), text)


def processed(sim, config, app_name, project_name):
    """The domains, variables and files of a template."""
    variables = {"APP_NAME": app_name}
    for name, value in (config.get("variables") or {}).items():
        if isinstance(value, str):
            variables[name] = value
    for name, value in list(variables.items()):
        variables[name] = filled(sim, value, variables, project_name)
    given = config.get("config") or {}
    env = given.get("env") or []
    lines = []
    for one in env.items() if isinstance(env, dict) else env:
        if isinstance(one, tuple):
            lines.append("%s=%s" % (one[0], filled(sim, one[1], variables, project_name) if isinstance(one[1], str) else json.dumps(one[1])))
        elif isinstance(one, dict):
            lines += ["%s=%s" % pair for pair in list(one.items())[:1]]
        else:
            lines.append(filled(sim, one, variables, project_name) if isinstance(one, str) else json.dumps(one))
    domains = [dict(one, host=filled(sim, one["host"], variables, project_name) if one.get("host") else random_domain(sim, project_name))
               for one in given.get("domains") or []]
    return {"domains": domains if any(one.get("serviceName") for one in domains) else [], "envs": lines, "mounts": [
        {name: filled(sim, one.get(name) or "", variables, project_name) for name in ("filePath", "content")} for one in given.get("mounts") or []]}


def attach(sim, key, row, result):
    """The files and domains of a template become those of a compose."""
    for mount in result["mounts"]:
        new_mount(sim, "file", "compose", row["composeId"], "", **mount)
    for domain in result["domains"]:
        domain_create(sim, key, dict(domain, domainType="compose", certificateType="none", composeId=row["composeId"]))


def answers(sim, values):
    """Whether the catalogue is there; nobody listens at port 1."""
    return sim.world.templates is not None and not (values.get("baseUrl") or "").endswith(":1")


@HANDLERS.named("compose.templates")
def templates(sim, key, values):
    """The catalogue; an empty one where it cannot be reached."""
    found = sim.world.templates if answers(sim, values) else {}
    return [{name: dict({"id": identifier}, **one).get(name) for name in LISTED} for identifier, one in found.items()]


@HANDLERS.named("compose.getTags")
def tags(sim, key, values):
    return list(dict.fromkeys(tag for one in (sim.world.templates or {}).values() for tag in one.get("tags") or []))


@HANDLERS.named("compose.deployTemplate")
def deploy_template(sim, key, values):
    """Stores a compose, and deploys nothing."""
    environment = environment_or_404(sim, values["environmentId"])
    elsewhere = values.get("serverId") and values["serverId"] not in sim.store.servers
    if elsewhere and sim.version_tuple >= (0, 29):
        raise CallError("UNAUTHORIZED", "You are not authorized to access this server")
    if not answers(sim, values):
        raise CallError("INTERNAL_SERVER_ERROR", "fetch failed")
    template = sim.world.templates.get(values["id"])
    if not (template or {}).get("compose"):
        raise CallError("INTERNAL_SERVER_ERROR", "Template files not found")
    if elsewhere:
        raise not_found("Server")
    project = sim.store.projects[environment["projectId"]]
    project_name = "-".join(re.sub(r"[^a-zA-Z0-9\s]", "", "%s %s" % (project["name"], values["id"])).lower().split())
    app_name = "%s-%s" % (project_name, sim.ids.base36(6))
    result = processed(sim, template.get("config") or {}, app_name, project_name)
    row = {name: copy.deepcopy(default) for name, default in columns(sim.version_tuple)}
    row.update({"composeId": sim.ids.nanoid(), "name": values["id"], "appName": app_name, "environmentId": values["environmentId"], "sourceType": "raw",
                "serverId": values.get("serverId"), "composeFile": template["compose"], "env": "\n".join(result["envs"]), "createdAt": sim.now(),
                "refreshToken": sim.ids.nanoid(), "isolatedDeployment": sim.version_tuple < (0, 29)})
    sim.store.compose[row["composeId"]] = row
    if not key.admin:
        key.services.add(row["composeId"])
    attach(sim, key, row, result)
    return row


def decoded(text):
    """(compose file, data of the configuration) of what somebody imports; :raises ValueError: where it is no template."""
    import tomllib      # Python 3.11
    data = json.loads(base64.b64decode(text).decode("utf-8"))
    config = tomllib.loads(data["config"])
    if not data.get("compose"):
        raise ValueError("Invalid template format. Must contain compose and config fields")
    return data["compose"], config


def read_template(sim, values, app_name, word):
    """(compose file, what comes of the template); :raises CallError: 400."""
    try:
        text, config = decoded(values["base64"])
    except (ValueError, KeyError) as error:
        raise CallError("BAD_REQUEST", "Error %s template: %s" % (word, error))
    return text, processed(sim, config, app_name, app_name)


@HANDLERS.named("compose.previewTemplate")
def preview_template(sim, key, values):
    text, result = read_template(sim, values, values["appName"], "processing")
    return {"compose": text, "template": result}


@HANDLERS.named("compose.processTemplate")
def process_template(sim, key, values):
    text, result = read_template(sim, values, compose_or_404(sim, values)["appName"], "processing")
    return {"compose": text, "template": result}


@HANDLERS.named("compose.import")
def import_template(sim, key, values):
    """The mounts and domains that were there go first, even where the text turns out to be no template."""
    row = compose_or_404(sim, values)
    for table in ("mounts", "domains"):
        for name, one in list(sim.store.tables[table].items()):
            if one["composeId"] == row["composeId"]:
                del sim.store.tables[table][name]
    text, result = read_template(sim, values, row["appName"], "importing")
    row.update({"composeFile": text, "sourceType": "raw", "env": "\n".join(result["envs"])})
    if sim.version_tuple < (0, 29):
        row["isolatedDeployment"] = True
    attach(sim, key, row, result)
    return {"success": True, "message": "Template imported successfully"}
