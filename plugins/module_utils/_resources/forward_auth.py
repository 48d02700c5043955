# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes the forward authentication of a server: the domain of its sign-in, and the proxy behind it. All its calls require a license."""

from __future__ import annotations

from .._common.errors import MissingResource, Refused
from .._model.kinds import BOOL, NOTHING, TEXT
from .._model.plan import Step
from .._model.resource import FULL, Field, Resource, Write
from .._model.host_kinds import DOMAIN

OWN = "Dokploy Server (local)"        # Dokploy's own host in the list of servers
OWN_ID = "dokploy"                    # replaces null, the id of Dokploy's own host in that list


def find_server(call, read, options):
    """Find the id of the server -> {"serverId": …}. Raises Refused for a server that Dokploy does not list."""
    found = [row["serverId"] for row in read("forwardAuth.serverStatus") or [] if options["server"] in (row["name"], row["serverId"])]
    if len(found) != 1:
        raise (Refused if found else MissingResource)(
            "server: %d servers are named %s: nothing was changed" % (len(found), options["server"]),
            next_step="It must be a server of the type deploy, with an SSH key.")
    return {"serverId": found[0]}


def plan_proxy(read, options, record):
    """Plan the deployment of the proxy if it does not run, or with C(deploy: always). Dokploy does not show the provider of a running proxy."""
    wanted = options.get("provider")
    if not wanted or not (record is None or record["status"] == "stopped" or options["deploy"] == "always"):
        return ()
    found = [row["providerId"] for row in read("forwardAuth.listProviders") or [] if wanted in (row["providerId"], row["domain"])]
    if len(found) != 1:
        raise Refused("provider: %d providers of single sign-on are named %s: nothing was changed" % (len(found), wanted))
    own = pack_server(None, {"serverId": record["serverId"]}) if record else find_server(None, read, options)
    return (Step("forwardAuth.deployOnServer", dict(own, providerId=found[0]), "deploy proxy"),)


def list_removals(record):
    body = pack_server(None, {"serverId": record["serverId"]})
    proxy = () if record["status"] == "stopped" else (("forwardAuth.removeOnServer", body, "delete proxy"),)
    return proxy + (("forwardAuth.removeAuthDomain", body, "delete forward_auth"),)


def pack_server(resource, body):
    return {key: None if key == "serverId" and value == OWN_ID else value for key, value in body.items()
            if key != "name" and not (key == "customCertResolver" and value is None)}


FORWARD_AUTH = Resource(
    kind="forward_auth", id="serverId", name_option="server", since="0.29.14", licensed=True, renames=False, rereads=True,
    addressing={"server": {"type": "str", "default": OWN}},
    fields=(
        Field("domain", "authDomain", DOMAIN, effect=NOTHING, clearable=False),
        Field("https", "https", BOOL, effect=NOTHING, default=True),
        Field("certificate", "certificateType", TEXT, effect=NOTHING, default="letsencrypt", more={"choices": ["none", "letsencrypt", "custom"]}),
        Field("certificate_resolver", "customCertResolver", effect=NOTHING),
    ),
    shows=(("status", "status", str), ("callback_url", "callbackUrl", str)),
    options={"provider": {"type": "str"}, "deploy": {"type": "str", "choices": ["missing", "always"], "default": "missing"}},
    listing="forwardAuth.serverStatus",
    only=lambda row: row["authDomain"],
    create="forwardAuth.setAuthDomain",
    create_keys=("authDomain", "https", "certificateType", "customCertResolver"),
    create_always=("https", "certificateType"),
    update=Write("forwardAuth.setAuthDomain", FULL),
    remove="forwardAuth.removeAuthDomain",
    needed=("domain",),
    rules=(lambda record: "certificate custom requires certificate_resolver" if record.get("certificateType") == "custom" and not record.get(
        "customCertResolver") else "",),
    complete=find_server,
    pack=pack_server,
    unpack=lambda row: dict(row, serverId=row["serverId"] or OWN_ID),
    removals=list_removals,
    more_steps=plan_proxy,
)
