# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Providers of secrets and of DNS, whose credentials are masked."""

from __future__ import annotations

import copy
import json
import re

from ..errors import CallError, not_found
from ..validation import failure
from . import Handlers

HANDLERS = Handlers()

MASK = "********"
SECRETS = {"token", "secretAccessKey", "apiToken", "clientSecret", "secretId", "serviceToken", "accessToken", "password", "privateKey", "apiKey"}


def masked(row):
    """A row without its secrets, keys in the order of the mask."""
    result = copy.deepcopy(row)
    result["config"] = {name: MASK if name in SECRETS and value else value for name, value in row["config"].items()}
    return result


def insert_fails(sim, table, columns, row):
    words = [row[name] if isinstance(row[name], str) else json.dumps(row[name], separators=(",", ":")) for name in columns]
    listed = ", ".join('"%s"' % name for name in columns)
    return CallError("INTERNAL_SERVER_ERROR", 'Failed query: insert into "%s" (%s) values (%s) returning %s\nparams: %s' % (
        table, listed, ", ".join("$%d" % (number + 1) for number in range(len(columns))), listed, ",".join(words)))


def row_or_404(sim, table, key, values, words):
    row = sim.store.tables[table].get(values.get(key))
    if row is None:
        raise not_found(words)
    return row


def refuse_name(values):
    if not re.match(r"^[a-zA-Z0-9_-]+$", values["name"]):
        raise failure([({"origin": "string", "code": "invalid_format", "format": "regex", "pattern": "/^[a-zA-Z0-9_-]+$/"}, ["name"],
                        "Name can only contain letters, numbers, dashes and underscores")])


def merged(row, config):
    """The configuration as it becomes: a mask that is sent back keeps the secret, of the same type alone."""
    if any(value == MASK for value in config.values()) and config.get("providerType") != row["providerType"]:
        raise CallError("BAD_REQUEST", "Credentials must be re-entered when changing the provider type")
    return {name: row["config"].get(name) if value == MASK else value for name, value in config.items()}


def assigned(values):
    return [{"projectId": one["projectId"], "environmentIds": one.get("environmentIds") or []} for one in values["assignments"]]


# -- vaults ----------------------------------------------------------------------------------------------------------------------------

VAULT = ("vaultProviderId", "name", "providerType", "config", "assignments", "organizationId", "createdAt")


@HANDLERS.named("vaultProvider.all")
def vaults(sim, key, values):
    """The newest first."""
    return [masked(row) for row in reversed(list(sim.store.vaultProviders.values()))]


@HANDLERS.named("vaultProvider.one")
def vault_one(sim, key, values):
    return masked(row_or_404(sim, "vaultProviders", "vaultProviderId", values, "Vault provider"))


@HANDLERS.named("vaultProvider.create")
def vault_create(sim, key, values):
    refuse_name(values)
    config = dict(values["config"])
    if config.get("providerType") == "hashicorp":
        config.setdefault("mount", "secret")
    row = {"vaultProviderId": sim.ids.nanoid(), "name": values["name"], "providerType": config["providerType"], "config": config,
           "assignments": assigned(values), "organizationId": sim.organization_id, "createdAt": sim.now()}
    if any(one["name"] == row["name"] for one in sim.store.vaultProviders.values()):
        raise insert_fails(sim, "vault_provider", VAULT, row)
    sim.store.vaultProviders[row["vaultProviderId"]] = row
    return masked(row)


@HANDLERS.named("vaultProvider.update")
def vault_update(sim, key, values):
    row = row_or_404(sim, "vaultProviders", "vaultProviderId", values, "Vault provider")
    refuse_name(values)
    config = merged(row, values["config"])
    row.update(name=values["name"], config=config, providerType=config["providerType"], assignments=assigned(values))
    return masked(row)


@HANDLERS.named("vaultProvider.remove")
def vault_remove(sim, key, values):
    row_or_404(sim, "vaultProviders", "vaultProviderId", values, "Vault provider")
    del sim.store.vaultProviders[values["vaultProviderId"]]
    return True


@HANDLERS.named("vaultProvider.testConnection")
def vault_test(sim, key, values):
    """Of Vault, the token must be one that it knows, where the world says which those are; any is good elsewhere."""
    config = values.get("config")
    if not config and not values.get("vaultProviderId"):
        raise CallError("BAD_REQUEST", "Provide a config or a vaultProviderId to test")
    if values.get("vaultProviderId"):
        row = row_or_404(sim, "vaultProviders", "vaultProviderId", values, "Vault provider")
        config = merged(row, config) if config else row["config"]
    if config.get("url") not in sim.world.listeners:
        raise CallError("BAD_REQUEST", "fetch failed")
    if config.get("token") not in sim.world.vault_tokens.get(config["url"], [config.get("token")]):
        raise CallError("BAD_REQUEST", "HashiCorp Vault: token validation failed (status 403)")
    return True


@HANDLERS.named("vaultProvider.listSecretNames")
def vault_names(sim, key, values):
    row = row_or_404(sim, "vaultProviders", "vaultProviderId", values, "Vault provider")
    if not any(one["projectId"] == values["projectId"] for one in row["assignments"]):
        raise CallError("FORBIDDEN", "This vault provider is not enabled for the given project/environment")
    return []


# -- DNS -------------------------------------------------------------------------------------------------------------------------------

DNS = ("dnsProviderId", "name", "providerType", "config", "organizationId", "createdAt")


@HANDLERS.named("dnsProvider.all")
def dns_all(sim, key, values):
    return [masked(row) for row in sim.store.dnsProviders.values()]


@HANDLERS.named("dnsProvider.one")
def dns_one(sim, key, values):
    return masked(row_or_404(sim, "dnsProviders", "dnsProviderId", values, "DNS provider"))


@HANDLERS.named("dnsProvider.create")
def dns_create(sim, key, values):
    row = {"dnsProviderId": sim.ids.nanoid(), "name": values["name"], "providerType": values["config"]["providerType"], "config": dict(values["config"]),
           "organizationId": sim.organization_id, "createdAt": sim.now()}
    if any(one["name"] == row["name"] for one in sim.store.dnsProviders.values()):
        raise insert_fails(sim, "dns_provider", DNS, row)
    sim.store.dnsProviders[row["dnsProviderId"]] = row
    return masked(row)


@HANDLERS.named("dnsProvider.update")
def dns_update(sim, key, values):
    row = row_or_404(sim, "dnsProviders", "dnsProviderId", values, "DNS provider")
    if values["config"].get("apiToken") == "":
        raise failure([({"origin": "string", "code": "too_small", "minimum": 1, "inclusive": True}, ["config", "apiToken"],
                        "Too small: expected string to have >=1 characters")])
    config = merged(row, values["config"])
    row.update(name=values["name"], config=config, providerType=config["providerType"])
    return masked(row)


@HANDLERS.named("dnsProvider.remove")
def dns_remove(sim, key, values):
    row_or_404(sim, "dnsProviders", "dnsProviderId", values, "DNS provider")
    del sim.store.dnsProviders[values["dnsProviderId"]]
    return True


for _name in ("settings.updateRemoteServersOnly", "settings.updateEnforceSSO"):
    HANDLERS[_name] = lambda sim, key, values: True
