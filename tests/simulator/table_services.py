# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each procedure of databases and of compose takes; written as in ``table.py``."""

from __future__ import annotations

# of each kind of database, by its name and its first version
EACH = """
{kind}.one G {since}
    {kind}Id!:s1
{kind}.remove P {since}
    {kind}Id!:s1
{kind}.deploy P {since}
    {kind}Id!:s
{kind}.rebuild P {since}
    {kind}Id!:s
{kind}.start P {since}
    {kind}Id!:s1
{kind}.stop P {since}
    {kind}Id!:s1
{kind}.reload P {since}
    {kind}Id!:s appName!:s1
{kind}.move P {since}
    {kind}Id!:s targetEnvironmentId!:s
{kind}.saveEnvironment P {since}
    {kind}Id!:s env!0.28.8:s?
{kind}.changeStatus P {since}
    {kind}Id!:s applicationStatus!:e(idle|running|done|error)
{kind}.readLogs G 0.29.14
    {kind}Id!:s1 tail:i>1<10000 since:s search:s
"""
# and of those that libsql does not have
MOST = """
{kind}.saveExternalPort P 0.26.0
    {kind}Id!:s externalPort!:n?
{kind}.search G 0.28.8
    q:s name:s appName:s description:s projectId:s environmentId:s limit:n>1<100 offset:n>0
{kind}.changePassword P 0.29.14
    {kind}Id!:s1 password!:p1
"""
WITH_ROOT = """
{kind}.changePassword P 0.29.14
    {kind}Id!:s1 password!:p1 type:e(user|root)
"""
OWN = """
postgres.create P 0.26.0
    name!:s1 appName!-0.28.8:s1 databaseName!:s1 databaseUser!:s1 databasePassword!:p dockerImage:s environmentId!:s description:s?
    serverId:s?
postgres.update P 0.26.0
    postgresId!:s1 name:s1 appName:s1 databaseName:s1 databaseUser:s1 databasePassword:p description:s? dockerImage:s command:s?
    args:[s]?@0.28.8 env:s? memoryReservation:s? externalPort:n? memoryLimit:s? cpuReservation:s? cpuLimit:s?
    applicationStatus:e(idle|running|done|error) healthCheckSwarm:%health restartPolicySwarm:%restart placementSwarm:%placement
    updateConfigSwarm:%update rollbackConfigSwarm:%update modeSwarm:%mode labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:%grace
    endpointSpecSwarm:%endpoint ulimitsSwarm:%ulimits@0.27.0 replicas:n createdAt:s environmentId:s networkIds:[s]?@0.29.14
    detachDokployNetwork:b@0.29.14
mysql.create P 0.26.0
    name!:s1 appName!-0.28.8:s1 dockerImage:s environmentId!:s description:s? databaseName!:s1 databaseUser!:s1 databasePassword!:p
    databaseRootPassword!-0.28.8:p serverId:s?
mysql.update P 0.26.0
    mysqlId!:s1 name:s1 appName:s1 description:s? databaseName:s1 databaseUser:s1 databasePassword:p databaseRootPassword:p dockerImage:s
    command:s? args:[s]?@0.28.8 env:s? memoryReservation:s? memoryLimit:s? cpuReservation:s? cpuLimit:s? externalPort:n?
    applicationStatus:e(idle|running|done|error) healthCheckSwarm:%health restartPolicySwarm:%restart placementSwarm:%placement
    updateConfigSwarm:%update rollbackConfigSwarm:%update modeSwarm:%mode labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:%grace
    endpointSpecSwarm:%endpoint ulimitsSwarm:%ulimits@0.27.0 replicas:n createdAt:s environmentId:s networkIds:[s]?@0.29.14
    detachDokployNetwork:b@0.29.14
mariadb.create P 0.26.0
    name!:s1 appName!-0.28.8:s1 dockerImage:s databaseRootPassword!-0.28.8:p environmentId!:s description:s? databaseName!:s1
    databaseUser!:s1 databasePassword!:p serverId:s?
mariadb.update P 0.26.0
    mariadbId!:s1 name:s1 appName:s1 description:s? databaseName:s1 databaseUser:s1 databasePassword:p databaseRootPassword:p dockerImage:s
    command:s? args:[s]?@0.28.8 env:s? memoryReservation:s? memoryLimit:s? cpuReservation:s? cpuLimit:s? externalPort:n?
    applicationStatus:e(idle|running|done|error) healthCheckSwarm:%health restartPolicySwarm:%restart placementSwarm:%placement
    updateConfigSwarm:%update rollbackConfigSwarm:%update modeSwarm:%mode labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:%grace
    endpointSpecSwarm:%endpoint ulimitsSwarm:%ulimits@0.27.0 replicas:n createdAt:s environmentId:s networkIds:[s]?@0.29.14
    detachDokployNetwork:b@0.29.14
mongo.create P 0.26.0
    name!:s1 appName!-0.28.8:s1 dockerImage:s environmentId!:s description:s? databaseUser!:s1 databasePassword!:p serverId:s?
    replicaSets:b?
mongo.update P 0.26.0
    mongoId!:s1 name:s1 appName:s1 description:s? databaseUser:s1 databasePassword:p dockerImage:s command:s? args:[s]?@0.28.8 env:s?
    memoryReservation:s? memoryLimit:s? cpuReservation:s? cpuLimit:s? externalPort:n? applicationStatus:e(idle|running|done|error)
    healthCheckSwarm:%health restartPolicySwarm:%restart placementSwarm:%placement updateConfigSwarm:%update rollbackConfigSwarm:%update
    modeSwarm:%mode labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:%grace endpointSpecSwarm:%endpoint
    ulimitsSwarm:%ulimits@0.27.0 replicas:n createdAt:s environmentId:s replicaSets:b~0.30.2~b? networkIds:[s]?@0.29.14
    detachDokployNetwork:b@0.29.14
redis.create P 0.26.0
    name!:s1 appName!-0.28.8:s1 databasePassword!:s dockerImage:s environmentId!:s description:s? serverId:s?
redis.update P 0.26.0
    redisId!:s1 name:s1 appName:s1 description:s? databasePassword:s dockerImage:s command:s? args:[s]?@0.28.8 env:s? memoryReservation:s?
    memoryLimit:s? cpuReservation:s? cpuLimit:s? externalPort:n? createdAt:s applicationStatus:e(idle|running|done|error)
    healthCheckSwarm:%health restartPolicySwarm:%restart placementSwarm:%placement updateConfigSwarm:%update rollbackConfigSwarm:%update
    modeSwarm:%mode labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:%grace endpointSpecSwarm:%endpoint
    ulimitsSwarm:%ulimits@0.27.0 replicas:n environmentId:s networkIds:[s]?@0.29.14 detachDokployNetwork:b@0.29.14
libsql.create P 0.29.14
    name!:s1 appName!:s1 dockerImage!:s environmentId!:s description!:s? databaseUser!:s1 databasePassword!:p sqldNode!:e(primary|replica)
    sqldPrimaryUrl!:s? enableNamespaces!:b serverId!:s?
libsql.update P 0.29.14
    libsqlId!:s1 name:s1 appName:s1 description:s? databaseUser:s1 databasePassword:p sqldNode:e(primary|replica) sqldPrimaryUrl:s?
    enableNamespaces:b dockerImage:s command:s? env:s? memoryReservation:s? memoryLimit:s? cpuReservation:s? cpuLimit:s? externalPort:n?
    externalGRPCPort:n? externalAdminPort:n? applicationStatus:e(idle|running|done|error) healthCheckSwarm:%health
    restartPolicySwarm:%restart placementSwarm:%placement updateConfigSwarm:%update rollbackConfigSwarm:%update modeSwarm:%mode
    labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:n? endpointSpecSwarm:%endpoint replicas:n networkIds:[s]?
    detachDokployNetwork:b createdAt:s environmentId:s
libsql.saveExternalPorts P 0.29.14
    libsqlId!:s externalPort:n? externalGRPCPort:n? externalAdminPort:n?
"""
COMPOSE = """
compose.create P 0.26.0
    name!:s1 description:s? environmentId!:s composeType:e(docker-compose|stack) appName:s1 serverId:s? composeFile:s
    sourceType:e(git|github|gitlab|bitbucket|gitea|raw)@0.30.2
compose.one G 0.26.0
    composeId!:s1
compose.update P 0.26.0
    composeId!:s name:s1 appName:s1 description:s? env:s? composeFile:s refreshToken:s? sourceType:e(git|github|gitlab|bitbucket|gitea|raw)
    composeType:e(docker-compose|stack) repository:s? owner:s? branch:s? autoDeploy:b? gitlabProjectId:n? gitlabRepository:s? gitlabOwner:s?
    gitlabBranch:s? gitlabPathNamespace:s? bitbucketRepository:s? bitbucketRepositorySlug:s?@0.28.8 bitbucketOwner:s? bitbucketBranch:s?
    giteaRepository:s? giteaOwner:s? giteaBranch:s? customGitUrl:s? customGitBranch:s? customGitSSHKeyId:s? command:s createEnvFile:b@0.30.2
    enableSubmodules:b composePath:s1 suffix:s randomize:b isolatedDeployment:b isolatedDeploymentsVolume:b triggerType:e(push|tag)?
    composeStatus:e(idle|running|done|error) icon:s?@0.30.2 environmentId:s createdAt:s watchPaths:[s]? githubId:s? gitlabId:s?
    bitbucketId:s? giteaId:s? serviceNetworks:[{serviceName!:s,networkIds!:[s],detachDokployNetwork!:b,*}]?@0.29.14
compose.delete P 0.26.0
    composeId!:s1 deleteVolumes!:b
compose.deploy P 0.26.0
    composeId!:s1 title:s description:s
compose.redeploy P 0.26.0
    composeId!:s1 title:s description:s
compose.start P 0.26.0
    composeId!:s1
compose.stop P 0.26.0
    composeId!:s1
compose.move P 0.26.0
    composeId!:s targetEnvironmentId!:s
compose.cancelDeployment P 0.26.0
    composeId!:s1
compose.cleanQueues P 0.26.0
    composeId!:s1
compose.clearDeployments P 0.28.8
    composeId!:s1
compose.killBuild P 0.26.0
    composeId!:s1
compose.refreshToken P 0.26.0
    composeId!:s1
compose.disconnectGitProvider P 0.26.0
    composeId!:s1
compose.fetchSourceType P 0.26.0
    composeId!:s1
compose.saveEnvironment P 0.29.14
    composeId!:s env!:s? createEnvFile:b@0.30.2
compose.loadServices G 0.26.0
    composeId!:s1 type:e(fetch|cache)
compose.loadMountsByService G 0.26.0
    composeId!:s1 serviceName!:s1
compose.getConvertedCompose G 0.26.0
    composeId!:s1
compose.getDefaultCommand G 0.26.0
    composeId!:s1
compose.randomizeCompose P 0.26.0
    composeId!:s1 suffix:s
compose.isolatedDeployment P 0.26.0
    composeId!:s1 suffix:s
compose.readLogs G 0.29.14
    composeId!:s1 containerId!:s tail:i>1<10000 since:s search:s
compose.search G 0.28.8
    q:s name:s appName:s description:s projectId:s environmentId:s limit:n>1<100 offset:n>0
compose.templates G 0.26.0
    baseUrl:s
compose.getTags G 0.26.0
    baseUrl:s
compose.deployTemplate P 0.26.0
    environmentId!:s serverId:s id!:s baseUrl:s
compose.import P 0.26.0
    base64!:s composeId!:s1
compose.processTemplate P 0.26.0
    base64!:s composeId!:s1
compose.previewTemplate P 0.29.14
    base64!:s appName!:s serverId:s
deployment.allByCompose G 0.26.0
    composeId!:s1
domain.byComposeId G 0.26.0
    composeId!:s1
docker.getStackContainersByAppName G 0.26.0
    appName!:s1 serverId:s
"""


def services():
    """The table of all of them."""
    parts = [OWN, COMPOSE]
    for kind in ("postgres", "mysql", "mariadb", "mongo", "redis", "libsql"):
        parts.append(EACH.format(kind=kind, since="0.29.14" if kind == "libsql" else "0.26.0"))
        if kind != "libsql":
            parts.append(MOST.format(kind=kind))
        if kind in ("mysql", "mariadb"):
            parts.append(WITH_ROOT.format(kind=kind))
    return "".join(parts)
