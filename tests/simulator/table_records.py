# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each procedure of the organisation's records takes; written as in ``table.py``."""

from __future__ import annotations

RECORDS = """
registry.testRegistry P 0.26.0
    registryName:s username!:s1 password!:s1 registryUrl!:s registryType!:e(cloud) imagePrefix:s?~0.28.8~s serverId:s
certificates.one G 0.26.0
    certificateId!:s1
certificates.update P 0.29.14
    certificateId!:s1 name:s1 certificateData:s1 privateKey:s1
destination.all G 0.26.0
destination.one G 0.26.0
    destinationId!:s1~0.28.8~s
destination.create P 0.26.0
    name!:s1 provider!:s?~0.28.8~s accessKey!:s bucket!:s region!:s endpoint!:s secretAccessKey!:s serverId:s additionalFlags!:[s]?@0.29.14
destination.update P 0.26.0
    name!:s1 accessKey!:s bucket!:s region!:s endpoint!:s secretAccessKey!:s destinationId!:s provider!:s?~0.28.8~s serverId:s
    additionalFlags!:[s]?@0.29.14
destination.remove P 0.26.0
    destinationId!:s
destination.testConnection P 0.26.0
    name!:s1 provider!:s?~0.28.8~s accessKey!:s bucket!:s region!:s endpoint!:s secretAccessKey!:s serverId:s additionalFlags!:[s]?@0.29.14
backup.create P 0.26.0
    schedule!:s enabled:b?~0.28.8~b prefix!:s1 destinationId!:s keepLatestCount:n?~0.28.8~n database!:s1 mariadbId:s?~0.28.8~s
    mysqlId:s?~0.28.8~s postgresId:s?~0.28.8~s mongoId:s?~0.28.8~s
    databaseType!:e(postgres|mariadb|mysql|mongo|web-server|libsql)~0.29.14~e(postgres|mariadb|mysql|mongo|web-server) userId:s?~0.28.8~s
    backupType:e(database|compose) composeId:s?~0.28.8~s serviceName:s?~0.28.8~s metadata:x?~0.28.8~x libsqlId:s?@0.29.14
    includeEncryptionKey:b@0.29.14
backup.one G 0.26.0
    backupId!:s1~0.28.8~s
backup.update P 0.26.0
    schedule!:s enabled!0.28.8:b?~0.28.8~b prefix!:s1 backupId!:s destinationId!:s database!:s1 keepLatestCount!0.28.8:n?~0.28.8~n
    serviceName!:s?~0.28.8~s metadata!0.28.8:x?~0.28.8~x
    databaseType!:e(postgres|mariadb|mysql|mongo|web-server|libsql)~0.29.14~e(postgres|mariadb|mysql|mongo|web-server)
    includeEncryptionKey:b@0.29.14
backup.remove P 0.26.0
    backupId!:s
backup.manualBackupPostgres P 0.26.0
    backupId!:s1~0.28.8~s
backup.manualBackupMySql P 0.26.0
    backupId!:s1~0.28.8~s
backup.manualBackupMariadb P 0.26.0
    backupId!:s1~0.28.8~s
backup.manualBackupMongo P 0.26.0
    backupId!:s1~0.28.8~s
backup.manualBackupCompose P 0.26.0
    backupId!:s1~0.28.8~s
backup.manualBackupLibsql P 0.29.14
    backupId!:s1
backup.manualBackupWebServer P 0.26.0
    backupId!:s1~0.28.8~s
backup.listBackupFiles G 0.26.0
    destinationId!:s search!:s serverId:s
notification.all G 0.26.0
notification.one G 0.26.0
    notificationId!:s1~0.28.8~s
notification.remove P 0.26.0
    notificationId!:s1~0.28.8~s
organization.create P 0.26.0
    name!:s logo:s
organization.update P 0.26.0
    organizationId!:s name!:s logo:s defaultRole:s1?@0.30.2
organization.delete P 0.26.0
    organizationId!:s
organization.active G 0.28.8
tag.all G 0.29.14
tag.one G 0.29.14
    tagId!:s1
tag.create P 0.29.14
    name!:s1 color:s?
tag.update P 0.29.14
    tagId!:s1 name:s1 color:s? createdAt:s organizationId:s
tag.remove P 0.29.14
    tagId!:s1
tag.assignToProject P 0.29.14
    projectId!:s1 tagId!:s1
tag.removeFromProject P 0.29.14
    projectId!:s1 tagId!:s1
tag.bulkAssign P 0.29.14
    projectId!:s1 tagIds!:[s1]
schedule.create P 0.26.0
    scheduleId:s name!:s cronExpression!:s appName:s serviceName:s?~0.28.8~s shellType:e(bash|sh)
    scheduleType:e(application|compose|server|dokploy-server) command!:s script:s?~0.28.8~s applicationId:s?~0.28.8~s composeId:s?~0.28.8~s
    serverId:s?~0.28.8~s userId:s?~0.28.8~s-0.29.14 enabled:b createdAt:s timezone:s?@0.28.8 description:s?@0.29.14 organizationId:s?@0.29.14
schedule.update P 0.26.0
    scheduleId!:s1 name!:s cronExpression!:s appName:s serviceName:s?~0.28.8~s shellType:e(bash|sh)
    scheduleType:e(application|compose|server|dokploy-server) command!:s script:s?~0.28.8~s applicationId:s?~0.28.8~s composeId:s?~0.28.8~s
    serverId:s?~0.28.8~s userId:s?~0.28.8~s-0.29.14 enabled:b createdAt:s timezone:s?@0.28.8 description:s?@0.29.14 organizationId:s?@0.29.14
schedule.delete P 0.26.0
    scheduleId!:s
schedule.list G 0.26.0
    id!:s scheduleType!:e(application|compose|server|dokploy-server)
schedule.one G 0.26.0
    scheduleId!:s
schedule.runManually P 0.26.0
    scheduleId!:s1
volumeBackups.create P 0.26.0
    name!:s volumeName!:s prefix!:s
    serviceType:e(application|postgres|mysql|mariadb|mongo|redis|compose|libsql)~0.29.14~e(application|postgres|mysql|mariadb|mongo|redis|compose)
    appName:s serviceName:s?~0.28.8~s turnOff:b cronExpression!:s keepLatestCount:n?~0.28.8~n enabled:b?~0.28.8~b applicationId:s?~0.28.8~s
    postgresId:s?~0.28.8~s mariadbId:s?~0.28.8~s mongoId:s?~0.28.8~s mysqlId:s?~0.28.8~s redisId:s?~0.28.8~s composeId:s?~0.28.8~s createdAt:s
    destinationId!:s libsqlId:s?@0.29.14
volumeBackups.update P 0.26.0
    name!:s volumeName!:s prefix!:s
    serviceType:e(application|postgres|mysql|mariadb|mongo|redis|compose|libsql)~0.29.14~e(application|postgres|mysql|mariadb|mongo|redis|compose)
    appName:s serviceName:s?~0.28.8~s turnOff:b cronExpression!:s keepLatestCount:n?~0.28.8~n enabled:b?~0.28.8~b applicationId:s?~0.28.8~s
    postgresId:s?~0.28.8~s mariadbId:s?~0.28.8~s mongoId:s?~0.28.8~s mysqlId:s?~0.28.8~s redisId:s?~0.28.8~s composeId:s?~0.28.8~s createdAt:s
    destinationId!:s volumeBackupId!:s1 libsqlId:s?@0.29.14
volumeBackups.delete P 0.26.0
    volumeBackupId!:s1
volumeBackups.list G 0.26.0
    id!:s1
    volumeBackupType!:e(application|postgres|mysql|mariadb|mongo|redis|compose|libsql)~0.29.14~e(application|postgres|mysql|mariadb|mongo|redis|compose)
volumeBackups.one G 0.26.0
    volumeBackupId!:s1
volumeBackups.runManually P 0.26.0
    volumeBackupId!:s1
patch.create P 0.28.8
    filePath!:s1 content!:s type:e(create|update|delete) enabled:b applicationId:s? composeId:s?
patch.update P 0.28.8
    patchId!:s1 type:e(create|update|delete) filePath:s1 enabled:b content:s createdAt:s updatedAt:s?
patch.delete P 0.28.8
    patchId!:s1
patch.one G 0.28.8
    patchId!:s1
patch.byEntityId G 0.28.8
    id!:s type!:e(application|compose)
patch.toggleEnabled P 0.28.8
    patchId!:s1 enabled!:b
vaultProvider.all G 0.30.2
vaultProvider.one G 0.30.2
    vaultProviderId!:s1
vaultProvider.create P 0.30.2
    name!:s1 config!:o assignments!:[{projectId!:s1,environmentIds:[s1]}]
vaultProvider.update P 0.30.2
    vaultProviderId!:s1 name!:s1 config!:o assignments!:[{projectId!:s1,environmentIds:[s1]}]
vaultProvider.remove P 0.30.2
    vaultProviderId!:s1
vaultProvider.testConnection P 0.30.2
    vaultProviderId:s1 config:o
vaultProvider.listSecretNames G 0.30.2
    vaultProviderId!:s1 projectId!:s1 environmentId:s
dnsProvider.all G 0.30.2
dnsProvider.one G 0.30.2
    dnsProviderId!:s1
dnsProvider.create P 0.30.2
    name!:s1 config!:o
dnsProvider.update P 0.30.2
    dnsProviderId!:s1 name!:s1 config!:o
dnsProvider.remove P 0.30.2
    dnsProviderId!:s1
customRole.all G 0.28.8
customRole.create P 0.28.8
    roleName!:s1 permissions!:o
customRole.update P 0.28.8
    roleName!:s1 newRoleName:s1 permissions!:o
customRole.remove P 0.28.8
    roleName!:s1
customRole.membersByRole G 0.28.8
    roleName!:s1
user.all G 0.26.0
user.one G 0.26.0
    userId!:s
user.createUserWithCredentials P 0.29.14
    email!:s password!:s1 role!:s1
user.assignPermissions P 0.26.0
    id!:s1 accessedProjects!:[s] accessedEnvironments!:[s] accessedServices!:[s] accessedGitProviders!:[s]@0.29.14
    accessedServers!:[s]@0.29.14 canCreateProjects!:b canCreateServices!:b canDeleteProjects!:b
    canDeleteServices!:b canAccessToDocker!:b canAccessToTraefikFiles!:b canAccessToAPI!:b canAccessToSSHKeys!:b canAccessToGitProviders!:b
    canDeleteEnvironments!:b canCreateEnvironments!:b
user.createApiKey P 0.26.0
    name!:s1 prefix:s expiresIn:n metadata!:{organizationId!:s} rateLimitEnabled:b rateLimitTimeWindow:n rateLimitMax:n remaining:n
    refillAmount:n refillInterval:n
user.deleteApiKey P 0.26.0
    apiKeyId!:s
user.remove P 0.26.0
    userId!:s
sshKey.update P 0.26.0
    name:s1 description:s?~0.28.8~s lastUsedAt:s?~0.28.8~s sshKeyId!:s
settings.getLogCleanupStatus G 0.26.0
settings.haveActivateRequests G 0.26.0
settings.getReleaseTag G 0.26.0
settings.updateRemoteServersOnly P 0.29.14
    remoteServersOnly!:b
settings.updateEnforceSSO P 0.29.14
    enforceSSO!:b
notification.createCustom P 0.28.8
    appBuildError:b databaseBackup:b dokployBackup:b@0.29.14 volumeBackup:b dokployRestart:b appDeploy:b dockerCleanup:b serverThreshold:b
    name!:s endpoint!:s1 headers:o
notification.updateCustom P 0.28.8
    appBuildError:b databaseBackup:b volumeBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b endpoint:s1 headers:o
    notificationId!:s1 customId!:s1 organizationId:s dokployBackup:b@0.29.14
notification.testCustomConnection P 0.28.8
    endpoint!:s1 headers:o
notification.createSlack P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s webhookUrl!:s1 channel!:s
notification.updateSlack P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b webhookUrl:s1 channel:s
    notificationId!:s1 slackId!:s organizationId:s volumeBackup:b@0.28.8 dokployBackup:b@0.29.14
notification.testSlackConnection P 0.26.0
    webhookUrl!:s1 channel!:s
notification.createEmail P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s smtpServer!:s1 smtpPort!:n>1 username!:s1 password!:s1 fromAddress!:s1 toAddresses!:[s]
notification.updateEmail P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b smtpServer:s1 smtpPort:n>1
    username:s1 password:s1 fromAddress:s1 toAddresses:[s] notificationId!:s1 emailId!:s1 organizationId:s volumeBackup:b@0.28.8
    dokployBackup:b@0.29.14
notification.testEmailConnection P 0.26.0
    smtpServer!:s1 smtpPort!:n>1 username!:s1 password!:s1 toAddresses!:[s] fromAddress!:s1
notification.createDiscord P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s webhookUrl!:s1 decoration!:b
notification.updateDiscord P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b webhookUrl:s1 decoration:b
    notificationId!:s1 discordId!:s1 organizationId:s volumeBackup:b@0.28.8 dokployBackup:b@0.29.14
notification.testDiscordConnection P 0.26.0
    webhookUrl!:s1 decoration:b
notification.createTelegram P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s botToken!:s1 chatId!:s1 messageThreadId!:s
notification.updateTelegram P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b botToken:s1 chatId:s1
    messageThreadId:s notificationId!:s1 telegramId!:s1 organizationId:s volumeBackup:b@0.28.8 dokployBackup:b@0.29.14
notification.testTelegramConnection P 0.26.0
    botToken!:s1 chatId!:s1 messageThreadId!:s
notification.createGotify P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b name!:s
    serverUrl!:s1 appToken!:s1 priority!:n>1 decoration!:b
notification.updateGotify P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverUrl:s1 appToken:s1 priority:n>1 decoration:b
    notificationId!:s1 gotifyId!:s1 organizationId:s volumeBackup:b@0.28.8 dokployBackup:b@0.29.14
notification.testGotifyConnection P 0.26.0
    serverUrl!:s1 appToken!:s1 priority!:n>1 decoration:b
notification.createNtfy P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b name!:s
    serverUrl!:s1 topic!:s1 accessToken!:s~0.28.8~s1 priority!:n>1
notification.updateNtfy P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverUrl:s1 topic:s1 accessToken:s~0.28.8~s1
    priority:n>1 notificationId!:s1 ntfyId!:s1 organizationId:s volumeBackup:b@0.28.8 dokployBackup:b@0.29.14
notification.testNtfyConnection P 0.26.0
    serverUrl!:s1 topic!:s1 accessToken!:s~0.28.8~s1 priority!:n>1
notification.createLark P 0.26.0
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b@0.28.8 dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s webhookUrl!:s1
notification.updateLark P 0.26.0
    appBuildError:b databaseBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b webhookUrl:s1 notificationId!:s1
    larkId!:s1 organizationId:s volumeBackup:b@0.28.8 dokployBackup:b@0.29.14
notification.testLarkConnection P 0.26.0
    webhookUrl!:s1
notification.createMattermost P 0.29.14
    appBuildError!:b databaseBackup!:b dokployBackup!:b volumeBackup!:b dokployRestart!:b appDeploy!:b dockerCleanup!:b serverThreshold!:b
    name!:s webhookUrl!:s channel:s username:s
notification.updateMattermost P 0.29.14
    appBuildError:b databaseBackup:b dokployBackup:b volumeBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b
    webhookUrl:s channel:s username:s notificationId!:s1 mattermostId!:s1 organizationId:s
notification.testMattermostConnection P 0.29.14
    webhookUrl!:s channel:s username:s
notification.createPushover P 0.28.8
    appBuildError:b databaseBackup:b dokployBackup:b@0.29.14 volumeBackup:b dokployRestart:b appDeploy:b dockerCleanup:b serverThreshold:b
    name!:s userKey!:s1 apiToken!:s1 priority:n>-2<2 retry:n>30? expire:n>1<10800?
notification.updatePushover P 0.28.8
    notificationId!:s1 pushoverId!:s1 organizationId:s userKey:s1 apiToken:s1 priority:n>-2<2 retry:n>30? expire:n>1<10800? appBuildError:b
    databaseBackup:b volumeBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b dokployBackup:b@0.29.14
notification.testPushoverConnection P 0.28.8
    userKey!:s1 apiToken!:s1 priority!:n>-2<2 retry:n>30? expire:n>1<10800?
notification.createTeams P 0.28.8
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s webhookUrl!:s1
notification.updateTeams P 0.28.8
    appBuildError:b databaseBackup:b volumeBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b webhookUrl:s1
    notificationId!:s1 teamsId!:s1 organizationId:s dokployBackup:b@0.29.14
notification.testTeamsConnection P 0.28.8
    webhookUrl!:s1
notification.createResend P 0.28.8
    appBuildError!:b databaseBackup!:b dokployBackup!:b@0.29.14 volumeBackup!:b dokployRestart!:b appDeploy!:b dockerCleanup!:b
    serverThreshold!:b name!:s apiKey!:s1 fromAddress!:s1 toAddresses!:[s]
notification.updateResend P 0.28.8
    appBuildError:b databaseBackup:b volumeBackup:b dokployRestart:b name:s appDeploy:b dockerCleanup:b serverThreshold:b apiKey:s1
    fromAddress:s1 toAddresses:[s] notificationId!:s1 resendId!:s1 organizationId:s dokployBackup:b@0.29.14
notification.testResendConnection P 0.28.8
    apiKey!:s1 fromAddress!:s1 toAddresses!:[s]
"""
