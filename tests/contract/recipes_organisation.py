# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records of an organisation that are changed and listed: SSH keys, tags, members, organisations, providers of secrets and of DNS.

C(peers.py) plays HashiCorp Vault at port 9445. v0.28.8 makes no members over its API: the rows of one are put into its database.
"""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, get, post

BOTH = (NEWEST, OLDER)


def ours(rows, bound):
    return [row for row in rows if row["name"].startswith("contract-")]


# -- SSH keys --------------------------------------------------------------------------------------------------------------------------

KEY = {"sshKeyId": "{{key.id}}"}
SSH_KEYS = [
    post("sshKey.generate", "a pair of keys", {"type": "ed25519"}, bind={"private.key": "privateKey", "public.key": "publicKey"}),
    post("sshKey.create", "a key", {"name": "contract-key", "description": "one", "privateKey": "{{private.key}}", "publicKey": "{{public.key}}",
                                    "organizationId": ""}),
    get("sshKey.all", "its id is found here", only=ours, bind={"key.id": "0.sshKeyId"}, keep=["sshKeyId|name"]),
    post("sshKey.update", "a description", dict(KEY, description="two")),
    post("sshKey.update", "a name alone", dict(KEY, name="contract-other-key")),
    post("sshKey.update", "a description of nothing", dict(KEY, description=None)),
    post("sshKey.update", "an empty description", dict(KEY, description="")),
    post("sshKey.update", "when it was used last", dict(KEY, lastUsedAt="2026-01-02T03:04:05.000Z")),
    post("sshKey.update", "the keys themselves: nothing is left to change", dict(KEY, privateKey="other", publicKey="other")),
    post("sshKey.update", "nothing", KEY),
    post("sshKey.update", "an empty name", dict(KEY, name="")),
    post("sshKey.update", "one that is not there", {"sshKeyId": "not-there", "name": "contract-key"}),
    post("sshKey.update", "without an id", {"name": "contract-key"}),
    get("sshKey.one", "what became of it", KEY),
    post("sshKey.remove", "removed", KEY, keep=["sshKeyId|name"]),
]

# -- tags ------------------------------------------------------------------------------------------------------------------------------

TAG = {"tagId": "{{tag.id}}"}

TAGS = [
    post("tag.create", "a tag", {"name": "contract-tag", "color": "#112233"}, bind={"tag.id": "tagId"}),
    post("tag.create", "another", {"name": "contract-taken"}, bind={"taken.id": "tagId"}),
    post("tag.update", "a colour", dict(TAG, color="#445566")),
    post("tag.update", "a name", dict(TAG, name="contract-renamed")),
    post("tag.update", "a colour that is none", dict(TAG, color="nonsense")),
    post("tag.update", "no colour", dict(TAG, color="")),
    post("tag.update", "a name that is taken", dict(TAG, name="contract-taken")),
    post("tag.update", "an empty name", dict(TAG, name="")),
    post("tag.update", "nothing", TAG),
    post("tag.update", "one that is not there", {"tagId": "not-there", "name": "contract-tag"}),
    post("tag.update", "without an id", {"name": "contract-tag"}),
    get("tag.all", "what became of them", only=ours),
    post("tag.remove", "removed", TAG),
    post("tag.remove", "removed", {"tagId": "{{taken.id}}"}),
]

# -- vaults ----------------------------------------------------------------------------------------------------------------------------

VAULT_URL = "http://127.0.0.1:9445"
VAULT_CONFIG = {"providerType": "hashicorp", "url": VAULT_URL, "token": "vault-token-1"}
VAULT = {"name": "contract-vault", "config": VAULT_CONFIG, "assignments": []}
VAULTS = [
    get("vaultProvider.all", "none", only=ours),
    post("vaultProvider.create", "one", VAULT, bind={"vault.id": "vaultProviderId"}),
    post("vaultProvider.create", "one that cannot be reached", dict(VAULT, name="contract-closed", config=dict(VAULT_CONFIG, url="http://127.0.0.1:1")),
         bind={"closed.id": "vaultProviderId"}),
    get("vaultProvider.all", "both, masked", only=ours),
    post("vaultProvider.testConnection", "it answers", {"vaultProviderId": "{{vault.id}}"}),
    post("vaultProvider.testConnection", "its settings, with the mask", {"vaultProviderId": "{{vault.id}}", "config": dict(VAULT_CONFIG, token="********")}),
    post("vaultProvider.testConnection", "its settings alone", {"config": VAULT_CONFIG}),
    post("vaultProvider.testConnection", "another token", {"vaultProviderId": "{{vault.id}}", "config": dict(VAULT_CONFIG, token="wrong")}),
    post("vaultProvider.testConnection", "nobody listens", {"vaultProviderId": "{{closed.id}}"}),
    post("vaultProvider.testConnection", "one that is not there", {"vaultProviderId": "not-there"}),
    post("vaultProvider.testConnection", "neither id nor settings", {}),
    post("vaultProvider.remove", "removed", {"vaultProviderId": "{{vault.id}}"}),
    post("vaultProvider.remove", "removed", {"vaultProviderId": "{{closed.id}}"}),
    get("vaultProvider.all", "none", only=ours),
]

# -- providers of DNS ------------------------------------------------------------------------------------------------------------------

DNS_CONFIG = {"providerType": "cloudflare", "apiToken": "cf-token-1"}
DNS = {"dnsProviderId": "{{dns.id}}"}
DNS_PROVIDERS = [
    get("dnsProvider.all", "none", only=ours),
    post("dnsProvider.create", "one", {"name": "contract-dns", "config": DNS_CONFIG}, bind={"dns.id": "dnsProviderId"}),
    get("dnsProvider.all", "masked", only=ours),
    post("dnsProvider.update", "a name, with the mask", dict(DNS, name="contract-renamed", config=dict(DNS_CONFIG, apiToken="********"))),
    post("dnsProvider.update", "another token", dict(DNS, name="contract-renamed", config=dict(DNS_CONFIG, apiToken="cf-token-2"))),
    post("dnsProvider.update", "an empty token", dict(DNS, name="contract-renamed", config=dict(DNS_CONFIG, apiToken=""))),
    post("dnsProvider.update", "one that is not there", {"dnsProviderId": "not-there", "name": "contract-dns", "config": DNS_CONFIG}),
    get("dnsProvider.all", "what became of it", only=ours),
    post("dnsProvider.remove", "removed", DNS),
    get("dnsProvider.all", "none", only=ours),
]

# -- organisations and members ---------------------------------------------------------------------------------------------------------

MEMBER = """printf '%s' "insert into \\"user\\" (id, \\"firstName\\", \\"expirationDate\\", \\"createdAt\\", email, email_verified, updated_at) values
('contract-user', '', '', '', 'contract-member@example.com', true, now()); insert into member (id, organization_id, user_id, role, created_at, is_default)
select 'contract-member', organization_id, 'contract-user', 'member', now(), true from member where role = 'owner' order by created_at limit 1" | $PSQL"""
UNMADE = """printf '%s' "delete from \\"user\\" where id = 'contract-user'" | $PSQL"""


def member(rows, bound):
    return [row for row in rows if row["user"]["email"] == "contract-member@example.com"]


MEMBERS = [
    get("user.all", "a member, and no word of passwords", only=member, bind={"user.id": "0.userId"}, by_hand=MEMBER,
        keep=["id|organizationId|userId|role|isDefault|teamId|createdAt|accessedProjects|accessedServices|accessedEnvironments|canCreateProjects|user",
              "user.id|email|firstName|lastName|role|emailVerified|banned"]),
    post("user.remove", "one that is not there", {"userId": "not-there"}),
    post("user.remove", "the id of the membership", {"userId": "contract-member"}),
    post("user.remove", "without an id", {}),
    post("user.remove", "removed", {"userId": "{{user.id}}"}),
    post("user.remove", "removed again", {"userId": "{{user.id}}"}),
    get("user.all", "gone", only=member),
]
SHOWN = {"keep": ["name|logo|metadata|createdAt|members", "members.role|isDefault|teamId"]}
ORGANISATIONS = [
    get("organization.all", "the first alone", **SHOWN),
    post("organization.create", "another", {"name": "contract-second"}, bind={"organization.id": "id"}),
    get("organization.all", "both", **SHOWN),
    post("organization.delete", "removed", {"organizationId": "{{organization.id}}"}),
    get("organization.all", "gone", **SHOWN),
]

ARRIVES = "http://127.0.0.1:9449/good"
MESSAGES = {
    "Slack": {"webhookUrl": ARRIVES, "channel": "contract"}, "Discord": {"webhookUrl": ARRIVES, "decoration": False}, "Lark": {"webhookUrl": ARRIVES},
    "Teams": {"webhookUrl": ARRIVES}, "Gotify": {"serverUrl": ARRIVES, "appToken": "contract-token", "priority": 5, "decoration": False},
    "Ntfy": {"serverUrl": ARRIVES, "topic": "contract", "accessToken": "contract-token", "priority": 3},
    "Custom": {"endpoint": ARRIVES, "headers": {"X-Contract": "1"}}, "Mattermost": {"webhookUrl": ARRIVES, "channel": "contract", "username": "contract"}}
ARRIVED = [post("notification.test%sConnection" % kind, "it arrives", values, versions=(NEWEST,) if kind == "Mattermost" else (NEWEST, OLDER))
           for kind, values in MESSAGES.items()] + [
    post("notification.testCustomConnection", "nobody listens", {"endpoint": "http://127.0.0.1:1/", "headers": {}})]

RECIPES = {
    "notifications_sent": {"about": "Tests of notifications that arrive. A service took them at port 9449 (tests/contract/peers.py).",
                           "versions": (NEWEST, OLDER), "steps": ARRIVED},
    "ssh_keys": {"about": "SSH keys are changed.", "versions": BOTH, "steps": SSH_KEYS, "undo": [("sshKey.remove", KEY)]},
    "tags": {"about": "Tags are changed.", "versions": (NEWEST,), "steps": TAGS, "undo": [("tag.remove", TAG), ("tag.remove", {"tagId": "{{taken.id}}"})]},
    "vaults": {"about": "Providers of secrets are listed and tested. One answered at port 9445 (tests/contract/peers.py).", "versions": (NEWEST,),
               "steps": VAULTS,
               "undo": [("vaultProvider.remove", {"vaultProviderId": "{{%s.id}}" % one}) for one in ("vault", "closed")]},
    "dns_providers": {"about": "Providers of DNS are listed and changed.", "versions": (NEWEST,), "steps": DNS_PROVIDERS,
                      "undo": [("dnsProvider.remove", DNS)]},
    "members": {"about": "A member is listed and removed. Its rows were put into the database by hand.", "versions": (OLDER,), "steps": MEMBERS,
                "undo_by_hand": [UNMADE]},
    "organisations_listed": {"about": "Organisations are listed.", "versions": (OLDER,), "steps": ORGANISATIONS,
                             "undo": [("organization.delete", {"organizationId": "{{organization.id}}"})]},
}
