# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes an SSH key. Dokploy shows private keys to administrators; the collection never returns them."""

from __future__ import annotations

from .._model.kinds import NOTHING
from .._model.resource import Field, Resource, Write
from .._model.text_kinds import PRIVATE_KEY, PUBLIC_KEY
from .uses import Uses, refers_by


def make_keys(call, read, options):
    """Let Dokploy generate the pair of keys, if C(generate) is set and the task has none."""
    keys = dict(call("sshKey.generate", {"type": options["generate"]})) if options.get("generate") and not options.get("private_key") else {}
    return dict(keys, organizationId="")        # required and ignored by Dokploy, which uses the organization of the API key


def find_incomplete_keys(options, record):
    """Return why the keys of a task are incomplete, or ""."""
    given = [name for name in ("private_key", "public_key") if options.get(name)]
    if len(given) == 1:
        return "private_key and public_key are required together"
    return "" if record is not None or given or options.get("generate") else "private_key and public_key, or generate, are needed to create it"


SSH_KEY = Resource(
    kind="ssh_key",
    id="sshKeyId",
    addressing={"name": {"type": "str"}, "ssh_key_id": {"type": "str"}},
    fields=(
        Field("description", "description", effect=NOTHING),
        Field("private_key", "privateKey", PRIVATE_KEY, effect=NOTHING, secret=True, at_creation=True, clearable=False),
        Field("public_key", "publicKey", PUBLIC_KEY, effect=NOTHING, at_creation=True, clearable=False),
    ),
    options={"generate": {"type": "str", "choices": ["ed25519", "rsa"]}},
    listing="sshKey.all",
    create="sshKey.create",
    create_keys=("description", "privateKey", "publicKey"),
    update=Write("sshKey.update"),
    remove="sshKey.remove",
    complete=make_keys,
    refuse=find_incomplete_keys,
    used_by=Uses(
        refers_by("sshKeyId", "customGitSSHKeyId", "sshKeyId"), "Dokploy would clear it in these, and could no longer clone their source or connect to them.",
        others=lambda record: (("server", "server.all", {}),)),
    permissions={"sshKey.create": ("sshKeys", "create"), "sshKey.remove": ("sshKeys", "delete")},
)
