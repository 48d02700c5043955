# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every procedure that the collection calls was recorded from a live server, or is named here with the reason why not."""

from __future__ import annotations

import ast
import functools
import importlib
import pathlib
import pkgutil
import re

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._model.resource import Resource

from contract import replay
from simulator import procedures as served, validation
from simulator.model import load_handlers

PLUGINS = pathlib.Path(__file__).resolve().parents[2] / "plugins"
# (procedure, version) that no recording answers with success, and why.
GIT = "its answer comes of a Git provider that let Dokploy in; refusals alone are recorded"
NOT_RECORDED = {(name, version): GIT for version in ("v0.30.2", "v0.28.8") for name in (
    "bitbucket.getBitbucketBranches", "bitbucket.getBitbucketRepositories", "gitea.getGiteaBranches",
    "github.getGithubBranches", "gitlab.getGitlabRepositories")}
LICENCE = "it wants a licence, which no server of ours has: its refusal is recorded"
NOT_RECORDED.update({("customRole." + name, version): LICENCE for name in ("create", "update", "remove") for version in ("v0.28.8", "v0.30.2")})
NOT_RECORDED["forwardAuth.listProviders", "v0.30.2"] = LICENCE
NOT_RECORDED.update({("forwardAuth." + name, "v0.30.2"): "it requires a licence, which no server of ours has: its refusal was seen live" for name in (
    "deployOnServer", "removeAuthDomain", "removeOnServer", "serverStatus", "setAuthDomain")})
NOT_RECORDED["organization.updateMemberRole", "v0.28.8"] = "it wants a second member, whom no call of this version makes: its refusal is recorded"
NOT_RECORDED.update({("cluster.removeWorker", version): "it wants a second node: its refusal is recorded" for version in ("v0.28.8", "v0.30.2")})
NOT_RECORDED.update({("notification.test%sConnection" % kind, version): "its success wants a server of that kind; refusals are recorded" for kind in (
    "Email", "Pushover", "Resend", "Telegram") for version in ("v0.28.8", "v0.30.2")})
NOT_RECORDED.update({
    ("settings.reloadServer", "v0.30.2"): "it restarts the service dokploy, which a server in a checkout is not: its refusal is recorded",
    ("settings.reloadServer", "v0.28.8"): "it restarts the service dokploy, which a server in a checkout is not",
    ("application.dropDeployment", "v0.28.8"): "recorded on v0.30.2; our recorder makes no uploads",
    ("rollback.rollback", "v0.28.8"): "recorded on v0.30.2; it wants a registry that is pushed to",
})
load_handlers()         # adds the procedures that files of simulator/procedures declare


@functools.lru_cache(maxsize=None)
def texts():
    """Every string of the plugins' code."""
    found = set()
    for path in sorted(PLUGINS.rglob("*.py")):
        if path.parent.name != "modules":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return frozenset(found)


def used():
    """The procedures that the code names: whole, as a pattern with a name in it (C(%s.get%sBranches)), or as a description's router."""
    known, found = set(validation.PROCEDURES), set()
    for text in texts():
        if re.match(r"^(\w|%s)+\.(\w|%s)*[a-zA-Z]{2}(\w|%s)*$", text) and "%s" in text.split(".")[1]:
            pattern = re.compile("^%s$" % re.escape(text).replace("%s", r"[a-zA-Z]+"))
            found |= {name for name in known if pattern.match(name)}
    found |= known & texts()
    for path in sorted((PLUGINS / "module_utils" / "_resources").glob("*.py")):
        if path.stem == "__init__":
            continue
        module = importlib.import_module("ansible_collections.community.dokploy.plugins.module_utils._resources." + path.stem)
        for resource in vars(module).values():
            if isinstance(resource, Resource):
                found |= {name for name in (resource.create, resource.remove, resource.update and resource.update.procedure) if name}
    return found


def not_recorded_yet():
    """The procedures of the files that say NOT_RECORDED, with a reason: they are new."""
    modules = [importlib.import_module("%s.%s" % (served.__name__, one.name)) for one in pkgutil.iter_modules(served.__path__)]
    return {name for module in modules if getattr(module, "NOT_RECORDED", "") for name in validation.read_table(module.TABLE)}


def answered():
    """(procedure, version) of every recorded success."""
    found = set()
    for _name, path in replay.scenarios():
        data = replay.load(path)
        for step in data["steps"]:
            name, response = step["request"]["path"][len("/api/"):], step["response"]
            if not name.startswith("trpc/"):
                answers = [(name, response["status"] == 200)]
            else:
                names = name[len("trpc/"):].split(",")
                body = response.get("body")
                answers = zip(names, ["result" in one for one in body] if isinstance(body, list) and len(body) == len(names) else
                              [response["status"] == 200] * len(names))
            found |= {(one, data["dokploy_version"]) for one, good in answers if good}
    return found


def test_what_is_used_was_recorded(report_line):
    recorded, procedures = answered(), used()
    unknown = procedures - set(validation.PROCEDURES)
    assert not unknown, "descriptions name procedures that the simulator does not serve: %s" % sorted(unknown)
    wanted = {(name, version) for version in ("v0.30.2", "v0.28.8") for name in procedures
              if validation.PROCEDURES[name].known(validation.version_tuple(version))}
    report_line("contract: of %d procedures that the collection calls live servers answered %d (of %d by version %d); the others are named, with the reason" % (
        len(procedures), len({name for name, _version in wanted & recorded}), len(wanted), len(wanted & recorded)))
    missing = {one for one in wanted - recorded if one[0] not in not_recorded_yet()}
    assert not missing - set(NOT_RECORDED), sorted(missing - set(NOT_RECORDED))
    assert not set(NOT_RECORDED) - missing, "recorded after all, or not used: %s" % sorted(set(NOT_RECORDED) - missing)


@pytest.mark.parametrize("name", ["application.one", "gitlab.getGitlabRepositories", "redirects.create", "mounts.remove", "libsql.remove"])
def test_uses_of_every_kind_are_found(name):
    """Whole names, patterns, routers of descriptions."""
    assert name in used()


def test_the_services_of_a_file_are_not_asked_of_dokploy():
    """compose.loadServices answers ["0", "1", "2"] for C(services: web), and from a file that is not the saved one: the saved file is read instead."""
    data = replay.load(dict(replay.scenarios())["compose_files"])
    loaded = {step["note"]: step["response"]["body"] for step in data["steps"] if step["request"]["path"].endswith("compose.loadServices")}
    assert loaded["no services"] == ["0", "1", "2"]
    assert "compose.loadServices" not in used()
