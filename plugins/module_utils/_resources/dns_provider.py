# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a DNS provider. Dokploy masks its credentials."""

from __future__ import annotations

from .._model.resource import FULL, Group, Resource, Write
from .._model.variants import choose_provider, required_field, unpack_config

KINDS = {
    "cloudflare": (required_field("api_token", "apiToken", hidden=True),),
    "route53": (required_field("access_key_id", "accessKeyId"), required_field("secret_access_key", "secretAccessKey", hidden=True)),
}


def describe_type(resource, options, record):
    return choose_provider(resource, options, record, KINDS)


DNS_PROVIDER = Resource(
    kind="dns_provider",
    id="dnsProviderId",
    since="0.30.0",
    addressing={"name": {"type": "str"}, "dns_provider_id": {"type": "str"}},
    fields=tuple(Group(kind, fields) for kind, fields in KINDS.items()),
    shows=(("type", "providerType", str),),
    options={"test": {"type": "bool", "default": True}},
    listing="dnsProvider.all",
    create="dnsProvider.create",
    update=Write("dnsProvider.update", FULL, always=("name",)),
    remove="dnsProvider.remove",
    test=Write("dnsProvider.testConnection", always=("dnsProviderId",), since="0.30.2"),
    variant=describe_type,
    unpack=unpack_config,
    permissions={"dnsProvider.create": ("dnsProvider", "create"), "dnsProvider.update": ("dnsProvider", "update"),
                 "dnsProvider.remove": ("dnsProvider", "delete")},
)
