# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scenarios of an organisation's records: networks, AI providers, roles, Git providers, servers, nodes, DNS records, invitations, tags of a project.

What listens beside Dokploy while they are recorded is started by a step: C(peers.py) plays an AI provider and Cloudflare's API.
"""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, PROJECT, end, get, post


def ours(rows, bound):
    return [row for row in rows if row["name"].startswith("contract-")]


def without_parameters(body, bound):
    """The failed query without the values of its columns, which nobody chose."""
    return dict(body, message=body["message"].partition("\nparams:")[0])


# -- networks --------------------------------------------------------------------------------------------------------------------------

IPAM = {"driver": "default", "config": [{"subnet": "10.211.0.0/24", "gateway": "10.211.0.1", "ipRange": "10.211.0.128/25"}]}
NETWORK_RECORDS = [
    get("network.networksToSync", "what Docker has and Dokploy lacks, and the other way round", keep=["missing"]),
    post("network.create", "with everything", {
        "name": "contract-all", "driver": "bridge", "internal": True, "attachable": True, "enableIPv4": True, "enableIPv6": False, "mtu": 1400, "ipam": IPAM,
        "serverId": None}, bind={"all.id": "networkId"}),
    get("network.one", "one", {"networkId": "{{all.id}}"}),
    get("network.inspect", "as Docker has it", {"networkId": "{{all.id}}"}, keep=["Name|Driver|Internal|Attachable|EnableIPv6|Options|IPAM"]),
    post("network.create", "a subnet that is none", {"name": "contract-wrong", "driver": "bridge", "ipam": {"config": [{"subnet": "nonsense"}]}}),
    post("network.create", "an MTU that is none", {"name": "contract-wrong", "driver": "bridge", "mtu": 7}),
    post("network.create", "a driver that is none", {"name": "contract-wrong", "driver": "macvlan"}),
    post("network.create", "a name that Docker has and Dokploy has not", {"name": "contract-foreign", "driver": "bridge"},
         by_hand="docker network create --driver bridge --subnet 10.213.0.0/24 --gateway 10.213.0.1 contract-foreign"),
    post("network.import", "taken over instead", {"names": ["contract-foreign", "contract-nothing", "bridge"]}),
    post("network.import", "taken over again", {"names": ["contract-foreign"]}),
    get("network.all", "both", only=ours, bind={"foreign.id": "0.networkId"}),
    get("network.networksToSync", "Docker lost it", by_hand="docker network rm contract-foreign", keep=["missing"]),
    post("network.recreate", "made again", {"networkId": "{{foreign.id}}"}),
    post("network.recreate", "made again while it is there", {"networkId": "{{foreign.id}}"}),
    get("network.inspect", "nothing of that id", {"networkId": "not-there"}),
    get("network.all", "of a server that is not there", {"serverId": "not-there"}),
    post("network.create", "on a server that is not there", {"name": "contract-far", "serverId": "not-there"}, only=without_parameters),
    post("network.remove", "removed", {"networkId": "{{all.id}}"}),
    post("network.remove", "one that Docker lost", {"networkId": "{{foreign.id}}"}, by_hand="docker network rm contract-foreign"),
    post("network.remove", "removed again", {"networkId": "{{foreign.id}}"}),
    get("network.one", "one that is gone", {"networkId": "{{foreign.id}}"}),
]

# -- AI providers ----------------------------------------------------------------------------------------------------------------------

AI_URL = "http://127.0.0.1:9441/v1"
AI = {"name": "contract-ai", "apiUrl": AI_URL, "apiKey": "sk-contract-1", "model": "small-1", "isEnabled": True}
AI_PROVIDERS = [
    get("ai.getAll", "none yet", only=ours),
    post("ai.create", "one", AI),
    post("ai.create", "keys are missing", {"name": "contract-ai"}),
    post("ai.create", "an address that is none", dict(AI, apiUrl="not an address")),
    get("ai.getAll", "the keys are shown", only=ours, bind={"ai.id": "0.aiId"}),
    get("ai.one", "one", {"aiId": "{{ai.id}}"}),
    get("ai.one", "one that is not there", {"aiId": "not-there"}),
    post("ai.update", "one key alone", {"aiId": "{{ai.id}}", "model": "small-2"}, only=without_parameters),
    get("ai.one", "what became of it", {"aiId": "{{ai.id}}"}),
    post("ai.update", "every key", dict(AI, aiId="{{ai.id}}", model="small-2", isEnabled=False)),
    get("ai.one", "what became of it", {"aiId": "{{ai.id}}"}),
    post("ai.update", "an empty key", dict(AI, aiId="{{ai.id}}", apiKey="")),
    post("ai.create", "the same name", AI),
    get("ai.getAll", "two of one name", only=ours, bind={"ai.other": "0.aiId"}),
    post("ai.update", "an id that is not there", dict(AI, aiId="contract-not-there", name="contract-made-by-update")),
    get("ai.getAll", "the update made one", only=ours),
    post("ai.delete", "that one", {"aiId": "contract-not-there"}),
    post("ai.testConnection", "a closed port", {"apiUrl": "http://127.0.0.1:1/v1", "apiKey": "k", "model": "m"}, versions=(NEWEST,)),
    post("ai.testConnection", "the provider answers", {"apiUrl": AI_URL, "apiKey": "sk-contract-1", "model": "small-1"}, versions=(NEWEST,)),
    post("ai.testConnection", "the provider refuses the key", {"apiUrl": AI_URL, "apiKey": "wrong", "model": "small-1"}, versions=(NEWEST,)),
    post("ai.testConnection", "a model that it has not", {"apiUrl": AI_URL, "apiKey": "sk-contract-1", "model": "nope"}, versions=(NEWEST,)),
    get("ai.getCustomProviders", "no addresses are set", versions=(NEWEST,)),
    post("ai.saveCustomProviders", "one address alone is allowed", {"providers": [{"name": "Ours", "apiUrl": "https://ai.example.com/v1/"}]},
         versions=(NEWEST,)),
    post("ai.create", "another address", dict(AI, name="contract-refused"), versions=(NEWEST,)),
    post("ai.update", "a name, with the address that is stored", dict(AI, aiId="{{ai.id}}", name="contract-ai"), versions=(NEWEST,)),
    post("ai.create", "that address, without the slash", dict(AI, name="contract-allowed", apiUrl="https://ai.example.com/v1"), versions=(NEWEST,)),
    post("ai.saveCustomProviders", "every address again", {"providers": []}, versions=(NEWEST,)),
    get("ai.getAll", "what is there", only=ours, bind={"ai.allowed": "0.aiId"}, versions=(NEWEST,)),
    post("ai.delete", "removed", {"aiId": "{{ai.allowed}}"}, versions=(NEWEST,)),
    post("ai.delete", "removed", {"aiId": "{{ai.id}}"}),
    post("ai.delete", "removed again", {"aiId": "{{ai.id}}"}),
    post("ai.delete", "the other", {"aiId": "{{ai.other}}"}),
    get("ai.getAll", "none", only=ours),
]

# -- custom roles, and forward authentication: both want a licence ---------------------------------------------------------------------

DEMO = {"roleName": "contract-viewer", "permissions": {"deployment": ["read"]}}
LICENSED = [
    get("licenseKey.haveValidLicenseKey", "no licence"),
    get("customRole.all", "no roles"),
    get("customRole.getStatements", "what a role may be given"),
    get("customRole.membersByRole", "the members of one that is not there", {"roleName": "contract-viewer"}),
    post("customRole.create", "a role", DEMO),
    post("customRole.create", "permissions are missing", {"roleName": "contract-viewer"}),
    post("customRole.update", "a role", DEMO),
    post("customRole.remove", "a role", {"roleName": "contract-viewer"}),
    get("forwardAuth.serverStatus", "where it runs", versions=(NEWEST,)),
    get("forwardAuth.listProviders", "its providers", versions=(NEWEST,)),
    get("forwardAuth.getAuthDomain", "its domain", {"serverId": "null"}, versions=(NEWEST,)),
    post("forwardAuth.setAuthDomain", "a domain", {"serverId": None, "authDomain": "auth.example.com", "https": True, "certificateType": "letsencrypt"},
         versions=(NEWEST,)),
    post("forwardAuth.deployOnServer", "its proxy", {"serverId": None, "providerId": "contract"}, versions=(NEWEST,)),
    post("forwardAuth.removeOnServer", "its proxy", {"serverId": None}, versions=(NEWEST,)),
    post("forwardAuth.removeAuthDomain", "its domain", {"serverId": None}, versions=(NEWEST,)),
    post("project.create", "create a project", {"name": "contract-forward"}, bind=PROJECT, versions=(NEWEST,)),
    post("application.create", "an application", {"name": "web", "environmentId": "{{env.id}}"}, bind={"app.id": "applicationId"},
         keep=["applicationId|name"], versions=(NEWEST,)),
    post("domain.create", "its domain", {"applicationId": "{{app.id}}", "host": "forward.example.com", "port": 80, "domainType": "application"},
         bind={"domain.id": "domainId"}, keep=["domainId|host|forwardAuthEnabled"], versions=(NEWEST,)),
    get("forwardAuth.status", "whether it asks for a login", {"domainId": "{{domain.id}}"}, versions=(NEWEST,)),
    post("forwardAuth.enable", "it shall", {"domainId": "{{domain.id}}"}, versions=(NEWEST,)),
    post("forwardAuth.disable", "it shall not", {"domainId": "{{domain.id}}"}, versions=(NEWEST,)),
    get("forwardAuth.status", "of a domain that is not there", {"domainId": "not-there"}, versions=(NEWEST,)),
    post("forwardAuth.enable", "a domain that is not there", {"domainId": "not-there"}, versions=(NEWEST,)),
    post("project.remove", "remove the project", {"projectId": "{{project.id}}"}, keep=["projectId|name"], versions=(NEWEST,)),
]

# -- Git providers ---------------------------------------------------------------------------------------------------------------------

NOBODY = "http://127.0.0.1:1"
GITLAB = {"name": "contract-gitlab", "gitlabUrl": NOBODY, "applicationId": "app-1", "secret": "gitlab-secret-1",
          "redirectUri": "https://dokploy.example.com/api/providers/gitlab/callback", "groupName": "shop"}
GITEA = {"name": "contract-gitea", "giteaUrl": NOBODY, "clientId": "client-1", "clientSecret": "gitea-secret-1",
         "redirectUri": "https://dokploy.example.com/api/providers/gitea/callback"}
BITBUCKET = {"name": "contract-bitbucket", "bitbucketUsername": "ada", "bitbucketEmail": "ada@example.com", "apiToken": "bitbucket-token-1",
             "bitbucketWorkspaceName": "shop"}
IDS = {"gitlab": "gitlabId", "gitea": "giteaId", "bitbucket": "bitbucketId"}


def of_provider(kind, body, change, clear, url):
    """The steps of a provider of one kind: made, read, changed by one key, cleared, tested, and the answers for one that is not there."""
    own, base = {IDS[kind]: "{{%s.id}}" % kind}, "{{%s.provider}}" % kind
    both = dict(own, gitProviderId=base)
    return [
        post(kind + ".create", "made: whether its id is in the answer", dict(body, authId="contract") if kind != "gitea" else body),
        get("gitProvider.getAll", "its ids are found here", only=ours, bind={
            "%s.id" % kind: "0.%s.%s" % (kind, IDS[kind]), "%s.provider" % kind: "0.gitProviderId"}),
        get(kind + ".one", "one", own),
        get(kind + ".one", "one that is not there", {IDS[kind]: "not-there"}),
        post(kind + ".update", "one key beside those that it wants", dict(both, **dict(url, **change))),
        get(kind + ".one", "what became of it", own),
        post(kind + ".update", "without the name", dict(both, **{key: value for key, value in url.items() if key != "name"})),
        post(kind + ".update", "cleared", dict(both, **dict(url, **clear))),
        get(kind + ".one", "what became of it", own),
        post(kind + ".update", "renamed", dict(both, **dict(url, name="contract-renamed-" + kind))),
        post(kind + ".testConnection", "tested", own),
        post(kind + ".testConnection", "one that is not there, tested", {IDS[kind]: "not-there"}),
        post(kind + ".update", "one that is not there", dict({IDS[kind]: "not-there", "gitProviderId": "not-there"}, **url)),
        get("gitProvider.getAll", "as it is listed", only=ours),
    ]


GIT_PROVIDERS = (
    of_provider("gitlab", GITLAB, {"secret": "gitlab-secret-2"}, {"groupName": ""}, {"name": "contract-gitlab", "gitlabUrl": NOBODY})
    + of_provider("gitea", GITEA, {"clientSecret": "gitea-secret-2"}, {"redirectUri": ""}, {"name": "contract-gitea", "giteaUrl": NOBODY})
    + of_provider("bitbucket", BITBUCKET, {"apiToken": "bitbucket-token-2"}, {"bitbucketWorkspaceName": ""}, {"name": "contract-bitbucket"})
    + [
        post("gitProvider.toggleShare", "shared with the organisation", {"gitProviderId": "{{gitlab.provider}}", "sharedWithOrganization": True},
             versions=(NEWEST,)),
        post("gitProvider.toggleShare", "one that is not there", {"gitProviderId": "not-there", "sharedWithOrganization": True}, versions=(NEWEST,)),
        get("github.githubProviders", "GitHub: none"),
        get("github.one", "GitHub: one that is not there", {"githubId": "not-there"}),
        post("github.testConnection", "GitHub: one that is not there, tested", {"githubId": "not-there"}),
        post("gitlab.create", "the same name twice", dict(GITLAB, name="contract-renamed-gitlab", authId="contract")),
        get("gitProvider.getAll", "two of one name", only=ours, bind={"twin.provider": "0.gitProviderId"}, keep=["gitProviderId|name|providerType"]),
        post("gitProvider.remove", "removed", {"gitProviderId": "{{twin.provider}}"}),
        post("gitProvider.remove", "removed", {"gitProviderId": "{{gitlab.provider}}"}),
        post("gitProvider.remove", "removed", {"gitProviderId": "{{gitea.provider}}"}),
        post("gitProvider.remove", "removed", {"gitProviderId": "{{bitbucket.provider}}"}),
        post("gitProvider.remove", "removed again", {"gitProviderId": "{{bitbucket.provider}}"}),
    ])

# -- servers ---------------------------------------------------------------------------------------------------------------------------

SERVER = {"name": "contract-server", "description": "one", "ipAddress": "127.0.0.1", "port": 2222, "username": "root", "sshKeyId": "{{key.id}}",
          "serverType": "deploy"}
SERVERS = [
    post("sshKey.generate", "a pair of keys", {"type": "ed25519"}, bind={"private.key": "privateKey", "public.key": "publicKey"}),
    post("sshKey.create", "a key that the SSH server lets in", {"name": "contract-server-key", "privateKey": "{{private.key}}", "publicKey": "{{public.key}}",
                                                                "organizationId": ""}, by_hand="printf '%s\\n' '{{public.key}}' > /tmp/contract-keys"),
    get("sshKey.all", "its id is found here", only=ours, bind={"key.id": "0.sshKeyId"}, keep=["sshKeyId|name"]),
    post("server.create", "a server", SERVER, bind={"server.id": "serverId"}),
    post("server.create", "keys are missing", {"name": "contract-server"}),
    post("server.create", "a key that is not there", dict(SERVER, name="contract-other", sshKeyId="not-there")),
    post("server.create", "without a key", dict(SERVER, name="contract-keyless", sshKeyId=None, serverType="build"), bind={"keyless.id": "serverId"}),
    post("server.create", "the same name and address again", SERVER, bind={"twin.id": "serverId"}, keep=["serverId|name"]),
    get("server.all", "all of them", only=ours),
    get("server.buildServers", "those that build: one without a key is left out", only=ours, keep=["serverId|name"]),
    get("server.withSSHKey", "those that deploy", only=ours, keep=["serverId|name"]),
    get("server.one", "one", {"serverId": "{{keyless.id}}"}),
    get("server.one", "one that is not there", {"serverId": "not-there"}),
    post("server.update", "one key alone", {"serverId": "{{server.id}}", "description": "two"}),
    post("server.update", "every key", dict(SERVER, serverId="{{server.id}}", description="two")),
    post("server.update", "without a description", dict(SERVER, serverId="{{server.id}}", description=None)),
    post("server.update", "an own command", dict(SERVER, serverId="{{server.id}}", description="", command="echo set up")),
    post("server.update", "no command", dict(SERVER, serverId="{{server.id}}", description="", command="")),
    post("server.update", "no clean-up", dict(SERVER, serverId="{{server.id}}", enableDockerCleanup=False), versions=(NEWEST,)),
    post("server.update", "the clean-up is left out", dict(SERVER, serverId="{{server.id}}"), versions=(NEWEST,)),
    post("server.update", "one that is not there", dict(SERVER, serverId="not-there")),
    post("server.updateBuildsConcurrency", "three builds at once", {"serverId": "{{server.id}}", "buildsConcurrency": 3}, versions=(NEWEST,)),
    post("server.updateBuildsConcurrency", "none at once", {"serverId": "{{server.id}}", "buildsConcurrency": 0}, versions=(NEWEST,)),
    post("server.updateBuildsConcurrency", "of one that is not there", {"serverId": "not-there", "buildsConcurrency": 3}, versions=(NEWEST,)),
    get("server.all", "what became of it", only=ours),
    get("server.validate", "what is on it", {"serverId": "{{server.id}}"}),
    get("server.validate", "one without a key", {"serverId": "{{keyless.id}}"}),
    get("server.validate", "one that is not there", {"serverId": "not-there"}),
    post("server.update", "a port where nobody listens", dict(SERVER, serverId="{{server.id}}", port=1)),
    get("server.validate", "nobody listens", {"serverId": "{{server.id}}"}),
    post("server.setup", "nobody listens: it answers all the same", {"serverId": "{{server.id}}"}),
    get("deployment.allByServer", "how it ended", {"serverId": "{{server.id}}"}, bind={"setup.id": "0.deploymentId"}),
    post("server.update", "the port again, and a command that works without the internet", dict(
        SERVER, serverId="{{server.id}}", command="echo the server is set up")),
    post("server.setup", "set up", {"serverId": "{{server.id}}"}),
    get("deployment.allByServer", "how it ended", {"serverId": "{{server.id}}"}, keep=["title|status|errorMessage"]),
    post("server.update", "a command that fails", dict(SERVER, serverId="{{server.id}}", command="echo it fails; exit 3")),
    post("server.setup", "set up again", {"serverId": "{{server.id}}"}),
    get("deployment.allByServer", "how it ended", {"serverId": "{{server.id}}"}, keep=["title|status|errorMessage"]),
    post("server.setup", "one without a key", {"serverId": "{{keyless.id}}"}),
    post("server.setup", "one that is not there", {"serverId": "not-there"}),
    post("project.create", "create a project", {"name": "contract-servers"}, bind=PROJECT),
    post("application.create", "an application on it", {"name": "web", "environmentId": "{{env.id}}", "serverId": "{{server.id}}"},
         bind={"app.id": "applicationId"}, keep=["applicationId|name|serverId"]),
    post("server.remove", "while an application is on it", {"serverId": "{{server.id}}"}),
    post("application.delete", "the application goes", {"applicationId": "{{app.id}}"}, keep=["applicationId|name"]),
    post("sshKey.remove", "its key goes", {"sshKeyId": "{{key.id}}"}, keep=["sshKeyId|name"]),
    get("server.one", "without a key", {"serverId": "{{server.id}}"}, keep=["serverId|name|sshKeyId|sshKey"]),
    post("server.remove", "removed", {"serverId": "{{server.id}}"}, keep=["serverId|name"]),
    post("server.remove", "removed again", {"serverId": "{{server.id}}"}),
    post("server.remove", "the others", {"serverId": "{{keyless.id}}"}, keep=["serverId|name"]),
    post("server.remove", "the others", {"serverId": "{{twin.id}}"}, keep=["serverId|name"]),
] + end()

# -- nodes -----------------------------------------------------------------------------------------------------------------------------

NODES = [
    get("cluster.getNodes", "the nodes as Docker has them", bind={"node.id": "0.ID", "node.host": "0.Description.Hostname"},
        keep=["ID|Spec|Description|Status|ManagerStatus", "Description.Hostname|Platform|Engine", "Description.Engine.EngineVersion"]),
    get("cluster.addWorker", "how another joins", only=lambda answer, bound: dict(answer, command="docker swarm join --token <id> <id>")),
    get("cluster.addManager", "how another joins as a manager", only=lambda answer, bound: dict(
        answer, command="docker swarm join --token <id> <id>")),
    get("cluster.getNodes", "of a server that is not there", {"serverId": "not-there"}),
    post("cluster.removeWorker", "a node that is not there", {"nodeId": "contract-not-there"}),
    post("cluster.removeWorker", "without an id", {}),
]

# -- invitations and roles of members --------------------------------------------------------------------------------------------------

INVITED = "contract-invited@example.com"


def invited(rows, bound):
    return [row for row in rows if row["email"].startswith("contract-")]


INVITATIONS = [
    get("organization.allInvitations", "none", only=invited),
    post("organization.inviteMember", "invited", {"email": "Contract-Invited@example.com", "role": "member"}, bind={"invitation.id": "id"}),
    post("organization.inviteMember", "invited again", {"email": INVITED, "role": "admin"}),
    post("organization.inviteMember", "as an owner", {"email": "contract-owner@example.com", "role": "owner"}, versions=(NEWEST,)),
    post("organization.inviteMember", "as an owner, which is taken", {"email": "contract-owner@example.com", "role": "owner"}, bind={"owner.id": "id"},
         versions=(OLDER,)),
    post("organization.removeInvitation", "taken back", {"invitationId": "{{owner.id}}"},
         versions=(OLDER,)),
    post("organization.inviteMember", "with a role that is not there", {"email": "contract-nope@example.com", "role": "nope"}),
    post("organization.inviteMember", "an address that is none", {"email": "nonsense", "role": "member"}),
    get("organization.allInvitations", "one", only=invited),
    post("organization.removeInvitation", "taken back", {"invitationId": "{{invitation.id}}"}),
    post("organization.removeInvitation", "taken back again", {"invitationId": "{{invitation.id}}"}),
    post("user.createUserWithCredentials", "a member", {"email": "contract-member@example.com", "password": "correct horse", "role": "member"},
         bind={"user.id": "userId"}, versions=(NEWEST,)),
    post("organization.inviteMember", "a member already", {"email": "contract-member@example.com", "role": "member"}, versions=(NEWEST,)),
    get("user.all", "the id of the membership", only=lambda rows, bound: [row for row in rows if row["userId"] == bound["user.id"]],
        bind={"member.id": "0.id"}, keep=["id|userId|role"], versions=(NEWEST,)),
    post("organization.updateMemberRole", "becomes an administrator", {"memberId": "{{member.id}}", "role": "admin"}, versions=(NEWEST,)),
    post("organization.updateMemberRole", "becomes an owner", {"memberId": "{{member.id}}", "role": "owner"}, versions=(NEWEST,)),
    post("organization.updateMemberRole", "becomes what does not exist", {"memberId": "{{member.id}}", "role": "nope"}, versions=(NEWEST,)),
    get("user.one", "what became of it", {"userId": "{{user.id}}"}, keep=["userId|role"], versions=(NEWEST,)),
    post("organization.updateMemberRole", "a member again", {"memberId": "{{member.id}}", "role": "member"}, versions=(NEWEST,)),
    post("user.remove", "removed", {"userId": "{{user.id}}"}, versions=(NEWEST,)),
    post("organization.updateMemberRole", "one that is not there", {"memberId": "not-there", "role": "member"}),
]

# -- tags of a project -----------------------------------------------------------------------------------------------------------------

PROJECT_TAGS = [
    post("project.create", "create a project", {"name": "contract-tags"}, bind=PROJECT),
    post("tag.create", "a tag", {"name": "contract-one", "color": "#112233"}, bind={"one.id": "tagId"}),
    post("tag.create", "another", {"name": "contract-two"}, bind={"two.id": "tagId"}),
    post("tag.bulkAssign", "both", {"projectId": "{{project.id}}", "tagIds": ["{{one.id}}", "{{two.id}}"]}),
    get("project.one", "as the project shows them", {"projectId": "{{project.id}}"}, keep=["projectId|name|projectTags"]),
    get("project.all", "as the list shows them", only=ours, keep=["projectId|name|projectTags"]),
    post("tag.bulkAssign", "one", {"projectId": "{{project.id}}", "tagIds": ["{{two.id}}"]}),
    get("project.all", "one", only=ours, keep=["projectId|name|projectTags"]),
    post("tag.bulkAssign", "a project that is not there", {"projectId": "not-there", "tagIds": ["{{two.id}}"]}),
    post("tag.bulkAssign", "none", {"projectId": "{{project.id}}", "tagIds": []}),
    get("project.all", "none", only=ours, keep=["projectId|name|projectTags"]),
    get("tag.all", "the tags", only=ours),
    post("tag.remove", "a tag removed", {"tagId": "{{one.id}}"}),
    post("tag.remove", "a tag removed", {"tagId": "{{two.id}}"}),
] + end()

# -- DNS records -----------------------------------------------------------------------------------------------------------------------

DNS = {"dnsProviderId": "{{dns.id}}"}
ZONE = dict(DNS, zoneId="{{zone.id}}")
RECORD = dict(ZONE, type="A", name="www.contract.example", content="192.0.2.1", ttl=300)
DNS_RECORDS = [
    post("dnsProvider.create", "a provider whose token is refused", {"name": "contract-refused", "config": {"providerType": "cloudflare", "apiToken": "wrong"}},
         bind={"refused.id": "dnsProviderId"}),
    post("dnsProvider.testConnection", "tested", {"dnsProviderId": "{{refused.id}}"}),
    get("dnsProvider.listZones", "its zones", {"dnsProviderId": "{{refused.id}}"}),
    post("dnsProvider.create", "a provider whose token is good", {"name": "contract-dns", "config": {"providerType": "cloudflare", "apiToken": "cf-token-1"}},
         bind={"dns.id": "dnsProviderId"}),
    post("dnsProvider.testConnection", "tested", DNS),
    get("dnsProvider.listZones", "its zones", DNS, bind={"zone.id": "0.id"}),
    get("dnsProvider.listRecords", "the records", ZONE),
    post("dnsProvider.createRecord", "a record", RECORD, bind={"record.id": "id"}),
    post("dnsProvider.createRecord", "the same name and type again: written over", dict(RECORD, content="192.0.2.2")),
    post("dnsProvider.createRecord", "without a time to live", dict(
        {key: value for key, value in RECORD.items() if key != "ttl"}, name="auto.contract.example"), bind={"auto.id": "id"}),
    post("dnsProvider.createRecord", "an alias", dict(RECORD, type="CNAME", name="shop.contract.example", content="www.contract.example"),
         bind={"alias.id": "id"}),
    post("dnsProvider.createRecord", "a type that Dokploy does not know", dict(RECORD, type="TXT", content="x")),
    post("dnsProvider.createRecord", "an address that is none", dict(RECORD, name="wrong.contract.example", content="nonsense")),
    get("dnsProvider.listRecords", "the records", ZONE),
    post("dnsProvider.updateRecord", "another address", dict(RECORD, recordId="{{record.id}}", content="192.0.2.3")),
    post("dnsProvider.updateRecord", "keys are missing", dict(ZONE, recordId="{{record.id}}", content="192.0.2.3")),
    post("dnsProvider.updateRecord", "one that is not there", dict(RECORD, recordId="not-there")),
    get("dnsProvider.listRecords", "of a zone that is not there", dict(DNS, zoneId="not-there")),
    get("dnsProvider.listRecords", "of a provider that is not there", {"dnsProviderId": "not-there", "zoneId": "{{zone.id}}"}),
    post("dnsProvider.deleteRecord", "removed", dict(ZONE, recordId="{{record.id}}")),
    post("dnsProvider.deleteRecord", "removed again", dict(ZONE, recordId="{{record.id}}")),
    post("dnsProvider.deleteRecord", "removed", dict(ZONE, recordId="{{auto.id}}")),
    post("dnsProvider.deleteRecord", "removed", dict(ZONE, recordId="{{alias.id}}")),
    post("dnsProvider.remove", "the provider removed", DNS),
    post("dnsProvider.remove", "the other removed", {"dnsProviderId": "{{refused.id}}"}),
]

BOTH = (NEWEST, OLDER)
RECIPES = {
    "network_records": {"about": "Docker networks as records: everything set, taken over from Docker, lost by Docker.", "versions": (NEWEST,),
                        "steps": NETWORK_RECORDS, "undo_by_hand": ["docker network rm contract-all", "docker network rm contract-foreign"],
                        "undo": [("network.remove", {"networkId": "{{all.id}}"}), ("network.remove", {"networkId": "{{foreign.id}}"})]},
    "ai_providers": {"about": "AI providers. One answered at port 9441 (tests/contract/peers.py).", "versions": BOTH, "steps": AI_PROVIDERS,
                     "undo": [("ai.delete", {"aiId": "{{%s}}" % one}) for one in ("ai.id", "ai.other", "ai.allowed")]},
    "licensed": {"about": "What wants a licence, on a server without one: custom roles and forward authentication.", "versions": BOTH, "steps": LICENSED,
                 "undo": [("project.remove", {"projectId": "{{project.id}}"})]},
    "git_provider_records": {"about": "Git providers as records. No server of a provider was there, and none was authorised.", "versions": BOTH,
                             "steps": GIT_PROVIDERS, "undo": [("gitProvider.remove", {"gitProviderId": "{{%s.provider}}" % one}) for one in (
                                 "twin", "gitlab", "gitea", "bitbucket")]},
    "servers": {"about": "Servers. An SSH server listened at port 2222 of the same machine; its set-up was a command of ours, for the internet was not there.",
                "versions": BOTH, "steps": SERVERS, "undo": [("server.remove", {"serverId": "{{%s.id}}" % one}) for one in ("server", "keyless", "twin")] + [
                    ("sshKey.remove", {"sshKeyId": "{{key.id}}"}), ("project.remove", {"projectId": "{{project.id}}"})]},
    "nodes": {"about": "Nodes of the Swarm, of which there was one.", "versions": BOTH, "steps": NODES},
    "invitations": {"about": "Invitations, and roles of members.", "versions": BOTH, "steps": INVITATIONS,
                    "undo": [("organization.removeInvitation", {"invitationId": "{{%s.id}}" % one}) for one in ("invitation", "owner")] + [
                        ("user.remove", {"userId": "{{user.id}}"})]},
    "project_tags": {"about": "Tags of a project.", "versions": (NEWEST,), "steps": PROJECT_TAGS, "undo": [
        ("tag.remove", {"tagId": "{{one.id}}"}), ("tag.remove", {"tagId": "{{two.id}}"}), ("project.remove", {"projectId": "{{project.id}}"})]},
    "dns_records": {"about": "DNS records. Cloudflare was played by tests/contract/peers.py.", "versions": (NEWEST,), "steps": DNS_RECORDS,
                    "undo": [("dnsProvider.remove", {"dnsProviderId": "{{%s.id}}" % one}) for one in ("dns", "refused")]},
}
