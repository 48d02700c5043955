# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each procedure takes of AI providers, roles, servers, nodes, Git providers, invitations, DNS records; written as in ``table.py``."""

from __future__ import annotations

ORGANISATION = """
network.import P 0.29.14
    serverId:s names!:[s1]
network.inspect G 0.29.14
    networkId!:s1
network.networksToSync G 0.29.14
    serverId:s
network.recreate P 0.29.14
    networkId!:s1
ai.getAll G 0.26.0
ai.one G 0.26.0
    aiId!:s
ai.get G 0.26.0
    aiId!:s
ai.create P 0.26.0
    name!:s1 apiUrl!:s apiKey!:s model!:s1 isEnabled!:b
ai.update P 0.26.0
    aiId!:s1 name:s1 apiUrl:s apiKey:s model:s1 isEnabled:b createdAt:s
ai.delete P 0.26.0
    aiId!:s
ai.testConnection P 0.29.14
    apiUrl!:s1 apiKey!:s model!:s1
ai.getCustomProviders G 0.29.14
ai.saveCustomProviders P 0.29.14
    providers!:[{name!:s1,apiUrl!:s}]
licenseKey.haveValidLicenseKey G 0.28.8
customRole.getStatements G 0.28.8
forwardAuth.serverStatus G 0.29.14
forwardAuth.listProviders G 0.29.14
forwardAuth.getAuthDomain G 0.29.14
    serverId!:s?
forwardAuth.setAuthDomain P 0.29.14
    serverId!:s? authDomain!:s https:b certificateType:e(none|letsencrypt|custom) customCertResolver:s
forwardAuth.deployOnServer P 0.29.14
    serverId!:s? providerId!:s1
forwardAuth.removeOnServer P 0.29.14
    serverId!:s?
forwardAuth.removeAuthDomain P 0.29.14
    serverId!:s?
forwardAuth.status G 0.29.14
    domainId!:s1
forwardAuth.enable P 0.29.14
    domainId!:s1
forwardAuth.disable P 0.29.14
    domainId!:s1
dnsProvider.testConnection P 0.30.2
    dnsProviderId:s1 config:o
dnsProvider.listZones G 0.30.2
    dnsProviderId!:s1
dnsProvider.listRecords G 0.30.2
    dnsProviderId!:s1 zoneId!:s1
dnsProvider.createRecord P 0.30.2
    type!:e(A|CNAME) name!:s1 content!:s1 ttl:i>1 dnsProviderId!:s1 zoneId!:s1
dnsProvider.updateRecord P 0.30.2
    type!:e(A|CNAME) name!:s1 content!:s1 ttl:i>1 dnsProviderId!:s1 zoneId!:s1 recordId!:s1
dnsProvider.deleteRecord P 0.30.2
    dnsProviderId!:s1 zoneId!:s1 recordId!:s1
gitProvider.toggleShare P 0.29.14
    gitProviderId!:s1 sharedWithOrganization!:b
gitlab.update P 0.26.0
    applicationId:s secret:s groupName:s redirectUri:s name!:s1 gitlabId!:s1 gitlabUrl!:s1 gitProviderId!:s1~0.28.8~s gitlabInternalUrl:s?@0.28.8
    accessToken:s-0.28.8 refreshToken:s-0.28.8 expiresAt:n-0.28.8
gitea.update P 0.26.0
    giteaId!:s1 giteaUrl!:s1 giteaInternalUrl:s?@0.28.8 redirectUri:s clientId:s clientSecret:s gitProviderId!:s accessToken:s refreshToken:s
    expiresAt:n scopes:s lastAuthenticatedAt:n name!:s1 giteaUsername:s organizationName:s
bitbucket.update P 0.26.0
    bitbucketId!:s1 bitbucketUsername:s bitbucketEmail:s appPassword:s apiToken:s bitbucketWorkspaceName:s gitProviderId!:s name!:s1 organizationId:s
server.update P 0.26.0
    name!:s1 description!0.28.8:s? serverId!:s1 ipAddress!:s port!:n username!:s sshKeyId!:s? serverType!:e(deploy|build) enableDockerCleanup:b@0.29.14
    command:s
server.updateBuildsConcurrency P 0.29.14
    serverId!:s1 buildsConcurrency!:i>1<100
server.withSSHKey G 0.26.0
server.validate G 0.26.0
    serverId!:s1
server.setup P 0.26.0
    serverId!:s1
deployment.allByServer G 0.26.0
    serverId!:s1
cluster.getNodes G 0.26.0
    serverId:s
cluster.addWorker G 0.26.0
    serverId:s
cluster.addManager G 0.26.0
    serverId:s
cluster.removeWorker P 0.26.0
    nodeId!:s serverId:s
organization.allInvitations G 0.26.0
organization.inviteMember P 0.28.8
    email!:s role!:s1
organization.removeInvitation P 0.26.0
    invitationId!:s
organization.updateMemberRole P 0.28.8
    memberId!:s role!:s1
"""
