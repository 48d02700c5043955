# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each procedure takes: the table by which requests are validated.

A procedure is ``router.name``, ``G`` (query, GET) or ``P`` (mutation, POST) and the first version that has it.
Below it stand its keys, each ``name``, ``!`` where it must be there (``!0.28.8``: since that version, ``!-0.28.8``:
before it), ``:`` and its type, ``~V~type`` (the type before version V), ``@V`` (the first version that knows the key)
and ``-V`` (the version that no longer knows it).

Types: ``s`` string, ``s1`` string that is not empty, ``n`` number, ``i`` integer, ``b`` boolean, ``o`` object of any keys, ``x`` anything,
``p``, ``p1`` a password, ``e(a|b)`` one of these, ``[t]`` list, ``{k:t,k!:t}`` object (``,*``: other keys too); ``>1<9`` limits, ``?`` may be null,
``%name`` a type of ``TYPES``.
"""

from __future__ import annotations

TYPES = {
    'health': '{Test:[s],Interval:n,Timeout:n,StartPeriod:n,Retries:n}?',
    'restart': '{Condition:s,Delay:n,MaxAttempts:n,Window:n}?',
    'placement': '{Constraints:[s],Preferences:[{Spread!:{SpreadDescriptor!:s,*}}],MaxReplicas:n,Platforms:[{Architecture!:s,OS!:s}]}?',
    'update': '{Parallelism!:n,Delay:n,FailureAction:s,Monitor:n,MaxFailureRatio:n,Order!:s}?',
    'mode': '{Replicated:{Replicas:n},Global:{,*},ReplicatedJob:{MaxConcurrent:n,TotalCompletions:n},GlobalJob:{,*}}?',
    'networks': '[{Target:s,Aliases:[s],DriverOpts:o}]?',
    'grace': 'n?~0.29.14~i?',
    'endpoint': '{Mode:s,Ports:[{Protocol:s,TargetPort:n,PublishedPort:n,PublishMode:s}]}?',
    'metrics': '{server!:{refreshRate!:n>2,port!:n>1,token!:s,urlCallback!:s,retentionDays!:n>1,cronJob!:s1,thresholds!:{cpu!:n>0,memory!:n>0}},'
               'containers!:{refreshRate!:n>2,services!:{include:[s],exclude:[s]}}}',
    'ulimits': '[{Name!:s1,Soft!:i>-1,Hard!:i>-1}]?',
}

TABLE = """
project.create P 0.26.0
    name!:s1 description:s? env:s
project.one G 0.26.0
    projectId!:s1
project.all G 0.26.0
project.update P 0.26.0
    projectId!:s1 name:s1 description:s? createdAt:s organizationId:s env:s
project.remove P 0.26.0
    projectId!:s1
project.search G 0.28.3
    q:s name:s description:s limit:n>1<100 offset:n>0
project.allForPermissions G 0.28.8
environment.create P 0.26.0
    name!:s1 description:s projectId!:s1
environment.one G 0.26.0
    environmentId!:s1
environment.update P 0.26.0
    environmentId!:s1 name:s1 description:s projectId:s env:s createdAt:s-0.28.8
environment.remove P 0.26.0
    environmentId!:s1
environment.byProjectId G 0.26.0
    projectId!:s
environment.search G 0.28.3
    q:s name:s description:s projectId:s limit:n>1<100 offset:n>0
application.create P 0.26.0
    name!:s1 appName:s1 description:s? environmentId!:s serverId:s? sourceType:e(github|docker|git|gitlab|bitbucket|gitea|drop)@0.30.2
application.one G 0.26.0
    applicationId!:s1
application.update P 0.26.0
    applicationId!:s1 name:s1 appName:s1 description:s? env:s? previewEnv:s? watchPaths:[s]? previewBuildArgs:s? previewBuildSecrets:s?
    previewLabels:[s]? previewWildcard:s? previewPort:n? previewHttps:b previewPath:s? previewCertificateType:e(letsencrypt|none|custom)
    previewCustomCertResolver:s? previewLimit:n? isPreviewDeploymentsActive:b? previewRequireCollaboratorPermissions:b? rollbackActive:b?
    buildArgs:s? buildSecrets:s? memoryReservation:s? memoryLimit:s? cpuReservation:s? cpuLimit:s? title:s? enabled:b? subtitle:s?
    command:s? args:[s]? icon:s?@0.29.14 refreshToken:s? sourceType:e(github|docker|git|gitlab|bitbucket|gitea|drop) cleanCache:b?
    repository:s? owner:s? branch:s? buildPath:s? triggerType:e(push|tag)? autoDeploy:b? gitlabProjectId:n? gitlabRepository:s?
    gitlabOwner:s? gitlabBranch:s? gitlabBuildPath:s? gitlabPathNamespace:s? giteaRepository:s? giteaOwner:s? giteaBranch:s?
    giteaBuildPath:s? bitbucketRepository:s? bitbucketRepositorySlug:s?@0.28.8 bitbucketOwner:s? bitbucketBranch:s? bitbucketBuildPath:s?
    username:s? password:s? dockerImage:s? registryUrl:s? customGitUrl:s? customGitBranch:s? customGitBuildPath:s? customGitSSHKeyId:s?
    enableSubmodules:b dockerfile:s? dockerContextPath:s? dockerBuildStage:s? dropBuildPath:s? healthCheckSwarm:%health
    restartPolicySwarm:%restart placementSwarm:%placement updateConfigSwarm:%update rollbackConfigSwarm:%update modeSwarm:%mode
    labelsSwarm:o? networkSwarm:%networks stopGracePeriodSwarm:%grace endpointSpecSwarm:%endpoint ulimitsSwarm:%ulimits@0.27.0 replicas:n
    applicationStatus:e(idle|running|done|error) buildType:e(dockerfile|heroku_buildpacks|paketo_buildpacks|nixpacks|static|railpack)
    railpackVersion:s? herokuVersion:s? publishDirectory:s? isStaticSpa:b? createEnvFile:b@0.26.1 createdAt:s registryId:s?
    rollbackRegistryId:s? environmentId:s githubId:s? gitlabId:s? giteaId:s? bitbucketId:s? buildServerId:s? buildRegistryId:s?
    networkIds:[s]?@0.29.14 detachDokployNetwork:b@0.29.14
application.saveEnvironment P 0.26.0
    applicationId!:s env!0.28.8:s? buildArgs!0.28.8:s? buildSecrets!0.28.8:s? createEnvFile!:b@0.26.1
application.saveBuildType P 0.26.0
    applicationId!:s buildType!:e(dockerfile|heroku_buildpacks|paketo_buildpacks|nixpacks|static|railpack) dockerfile!0.28.8:s?
    dockerContextPath!:s? dockerBuildStage!:s? herokuVersion!0.28.8:s? railpackVersion!0.28.8:s? publishDirectory:s? isStaticSpa:b?
application.saveDockerProvider P 0.26.0
    dockerImage!0.28.8:s? applicationId!:s username!0.28.8:s? password!0.28.8:s? registryUrl!0.28.8:s?
application.saveGitProvider P 0.26.0
    applicationId!:s customGitBuildPath!0.28.8:s? customGitUrl!0.28.8:s? watchPaths!0.28.8:[s]? enableSubmodules!-0.28.8:b
    customGitBranch!0.28.8:s1~0.29.14~s? customGitSSHKeyId:s?
application.saveGithubProvider P 0.26.0
    applicationId!:s repository!0.28.8:s? owner!:s? buildPath!0.28.8:s? githubId!:s? branch!0.28.8:s1~0.29.14~s?
    triggerType!0.28.8:e(push|tag) enableSubmodules!-0.28.8:b watchPaths:[s]?
application.saveGitlabProvider P 0.26.0
    applicationId!:s gitlabBuildPath!:s? gitlabOwner!:s? gitlabRepository!:s? gitlabId!:s? gitlabProjectId!:n? gitlabPathNamespace!:s?
    gitlabBranch!:s1~0.29.14~s? enableSubmodules!-0.28.8:b watchPaths:[s]?
application.saveGiteaProvider P 0.26.0
    applicationId!:s giteaBuildPath!:s? giteaOwner!:s? giteaRepository!:s? giteaId!:s? giteaBranch!:s1~0.29.14~s? enableSubmodules!-0.28.8:b
    watchPaths:[s]?
application.saveBitbucketProvider P 0.26.0
    bitbucketBuildPath!:s? bitbucketOwner!:s? bitbucketRepository!:s? bitbucketRepositorySlug!:s?@0.28.8 bitbucketId!:s? applicationId!:s
    bitbucketBranch!:s1~0.29.14~s? enableSubmodules!-0.28.8:b watchPaths:[s]?
application.disconnectGitProvider P 0.26.0
    applicationId!:s1
application.dropDeployment P 0.26.0
    applicationId!:s zip!:x dropBuildPath:s
application.deploy P 0.26.0
    applicationId!:s1 title:s description:s
application.redeploy P 0.26.0
    applicationId!:s1 title:s description:s
application.start P 0.26.0
    applicationId!:s1
application.stop P 0.26.0
    applicationId!:s1
application.reload P 0.26.0
    appName!:s1 applicationId!:s
application.delete P 0.26.0
    applicationId!:s1
application.move P 0.26.0
    applicationId!:s targetEnvironmentId!:s
application.markRunning P 0.26.0
    applicationId!:s1
application.cancelDeployment P 0.26.0
    applicationId!:s1
application.cleanQueues P 0.26.0
    applicationId!:s1
application.killBuild P 0.26.0
    applicationId!:s1
application.clearDeployments P 0.27.1
    applicationId!:s1
application.refreshToken P 0.26.0
    applicationId!:s1
application.readLogs G 0.29.0
    applicationId!:s1 tail:i>1<10000 since:s search:s
application.readTraefikConfig G 0.26.0
    applicationId!:s1
application.updateTraefikConfig P 0.26.0
    applicationId!:s traefikConfig!:s
application.search G 0.28.3
    q:s name:s appName:s description:s repository:s owner:s dockerImage:s projectId:s environmentId:s limit:n>1<100 offset:n>0
application.readAppMonitoring G 0.26.0
    appName!:s1
domain.create P 0.26.0
    host!:s1 path:s1? port:n>1<65535? customEntrypoint:s?@0.29.14 https:b applicationId:s? certificateType:e(letsencrypt|none|custom)
    customCertResolver:s? composeId:s? serviceName:s? domainType:e(compose|application|preview)? previewDeploymentId:s? internalPath:s?
    stripPath:b middlewares:[s]?@0.29.14 forwardAuthEnabled:b@0.29.14
domain.one G 0.26.0
    domainId!:s1
domain.update P 0.26.0
    host!:s1 path:s1? port:n>1<65535? customEntrypoint:s?@0.29.14 https:b certificateType:e(letsencrypt|none|custom) customCertResolver:s?
    serviceName:s? domainType:e(compose|application|preview)? internalPath:s? stripPath:b middlewares:[s]?@0.29.14
    forwardAuthEnabled:b@0.29.14 enabled:b@0.30.2 domainId!:s
domain.delete P 0.26.0
    domainId!:s1
domain.byApplicationId G 0.26.0
    applicationId!:s1
domain.toggleEnable P 0.30.2
    domainId!:s1
dockerVolume.removeVolume P 0.30.0
    volumeName!:s1 serverId:s
network.all G 0.29.14
    serverId:s
network.create P 0.29.14
    name!:s1 driver:e(bridge|overlay) internal:b attachable:b enableIPv4:b enableIPv6:b mtu:i>68<65535?@0.30.2
    ipam:{driver:s,config:[{subnet:s,gateway:s,ipRange:s}]}?
    serverId:s?
network.one G 0.29.14
    networkId!:s1
network.remove P 0.29.14
    networkId!:s1
previewDeployment.all G 0.26.0
    applicationId!:s1
previewDeployment.one G 0.26.0
    previewDeploymentId!:s
previewDeployment.delete P 0.26.0
    previewDeploymentId!:s
previewDeployment.redeploy P 0.26.4
    previewDeploymentId!:s title:s description:s
deployment.all G 0.26.0
    applicationId!:s1
deployment.allByType G 0.26.0
    id!:s1 type!:e(application|compose|server|schedule|previewDeployment|backup|volumeBackup)
deployment.allCentralized G 0.28.3
deployment.queueList G 0.28.3
deployment.readLogs G 0.29.5
    deploymentId!:s1 tail:i>1<10000
deployment.removeDeployment P 0.27.1
    deploymentId!:s1
deployment.killProcess P 0.26.0
    deploymentId!:s1
docker.getConfig G 0.26.0
    containerId!:s1 serverId:s
docker.getContainers G 0.26.0
    serverId:s
docker.getServiceContainersByAppName G 0.26.0
    appName!:s1 serverId:s
docker.getContainersByAppNameMatch G 0.26.0
    appType:e(stack|docker-compose) appName!:s1 serverId:s
docker.getContainersByAppLabel G 0.26.0
    appName!:s1 serverId:s type!:e(standalone|swarm)
docker.readContainerFile G 0.30.2
    containerId!:s1 path!:s1 serverId:s
docker.getEvents G 0.30.2
    serverId:s minutes:n>1<1440
docker.getServerHealth G 0.30.2
    serverId:s sinceHours:i>1<168
swarm.getNodes G 0.26.0
    serverId:s
swarm.getNodeApps G 0.26.0
    serverId:s
swarm.getNodeInfo G 0.26.0
    nodeId!:s serverId:s
swarm.getContainerStats G 0.29.0
    serverId:s
overview.services G 0.30.2
overview.domains G 0.30.2
settings.getDokployVersion G 0.26.0
settings.health G 0.26.0
settings.getOpenApiDocument G 0.26.0
settings.isCloud G 0.26.0
settings.reloadServer P 0.26.0
settings.readDirectories G 0.26.0
    serverId:s
settings.readTraefikFile G 0.26.0
    path!:s1 serverId:s
settings.updateTraefikFile P 0.26.0
    path!:s1 traefikConfig!:s1 serverId:s
settings.getWebServerSettings G 0.26.3
settings.updateDockerCleanup P 0.26.0
    enableDockerCleanup!:b serverId:s
settings.updateLogCleanup P 0.26.0
    cronExpression!:s?
settings.updateBuildsConcurrency P 0.29.9
    buildsConcurrency!:i>1<100
settings.checkInfrastructureHealth G 0.29.14
settings.getDockerDiskUsage G 0.29.14
dockerDiskUsage.getDiskUsage G 0.30.2
    serverId:s
admin.setupMonitoring P 0.26.0
    metricsConfig!:%metrics
settings.toggleRequests P 0.26.0
    enable!:b
settings.assignDomainServer P 0.26.0
    host!:s~0.28.8~s? certificateType!:e(letsencrypt|none|custom) letsEncryptEmail:s? https:b
settings.updateServerIp P 0.28.8
    serverIp!:s
settings.readTraefikEnv G 0.26.0
    serverId:s
settings.writeTraefikEnv P 0.26.0
    env!:s serverId:s
settings.getTraefikPorts G 0.26.0
    serverId:s
settings.updateTraefikPorts P 0.26.0
    serverId:s additionalPorts!:[{targetPort!:n,publishedPort!:n,protocol!:e(tcp|udp|sctp)}]
settings.cleanUnusedImages P 0.26.0
    serverId:s
settings.cleanUnusedVolumes P 0.26.0
    serverId:s
settings.cleanStoppedContainers P 0.26.0
    serverId:s
settings.cleanDockerBuilder P 0.26.0
    serverId:s
settings.cleanDockerPrune P 0.26.0
    serverId:s
user.getPermissions G 0.28.7
user.get G 0.26.0
user.getBackups G 0.26.0
registry.all G 0.26.0
registry.one G 0.26.0
    registryId!:s1
registry.create P 0.26.0
    registryName!:s1 username!:s1 password!:s1 registryUrl!:s registryType!:e(cloud) imagePrefix!:s? serverId:s
registry.update P 0.26.0
    registryId!:s1 registryName:s1 imagePrefix:s? username:s1 password:s1 registryUrl:s createdAt:s registryType:e(cloud) organizationId:s1
    serverId:s
registry.remove P 0.26.0
    registryId!:s1
registry.testRegistryById P 0.26.3
    registryId:s1 serverId:s
sshKey.all G 0.26.0
sshKey.one G 0.26.0
    sshKeyId!:s1
sshKey.create P 0.26.0
    name!:s1 description:s? privateKey!:s publicKey!:s organizationId!:s
sshKey.remove P 0.26.0
    sshKeyId!:s
sshKey.generate P 0.26.0
    type:e(rsa|ed25519)
server.all G 0.26.0
server.buildServers G 0.26.0
server.one G 0.26.0
    serverId!:s1
server.create P 0.26.0
    name!:s1 description!0.28.8:s? ipAddress!:s port!:n username!:s sshKeyId!:s? serverType!:e(deploy|build) enableDockerCleanup:b@0.29.14
server.remove P 0.26.0
    serverId!:s1
organization.all G 0.26.0
organization.one G 0.26.0
    organizationId!:s
mounts.create P 0.26.0
    type!:e(bind|volume|file) hostPath:s? volumeName:s? content:s? mountPath!:s1 filePath:s?
    serviceType:e(application|postgres|mysql|mariadb|mongo|redis|compose|libsql)~0.29.14~e(application|postgres|mysql|mariadb|mongo|redis|compose)
    serviceId!:s1
mounts.one G 0.26.0
    mountId!:s1
mounts.update P 0.26.0
    mountId!:s1 type:e(bind|volume|file) hostPath:s? volumeName:s? filePath:s? content:s?
    serviceType:e(application|postgres|mysql|mariadb|mongo|redis|compose|libsql)~0.29.14~e(application|postgres|mysql|mariadb|mongo|redis|compose)
    mountPath:s1 applicationId:s? composeId:s? libsqlId:s?@0.29.14 mariadbId:s? mongoId:s? mysqlId:s? postgresId:s? redisId:s?
mounts.remove P 0.26.0
    mountId!:s
mounts.listByServiceId G 0.28.8
    serviceType!:s1~0.29.14~e(application|postgres|mysql|mariadb|mongo|redis|compose) serviceId!:s1
mounts.allNamedByApplicationId G 0.26.0
    applicationId!:s1
port.create P 0.26.0
    publishedPort!:n publishMode!0.28.8:e(ingress|host) targetPort!:n protocol!0.28.8:e(tcp|udp) applicationId!:s1
port.one G 0.26.0
    portId!:s1
port.update P 0.26.0
    portId!:s1 publishedPort!:n publishMode!0.28.8:e(ingress|host) targetPort!:n protocol!0.28.8:e(tcp|udp)
port.delete P 0.26.0
    portId!:s1
redirects.create P 0.26.0
    regex!:s1 replacement!:s1 permanent!:b applicationId!:s
redirects.one G 0.26.0
    redirectId!:s1
redirects.update P 0.26.0
    redirectId!:s1 regex!:s1 replacement!:s1 permanent!:b
redirects.delete P 0.26.0
    redirectId!:s1
security.create P 0.26.0
    applicationId!:s username!:s1 password!:s1
security.one G 0.26.0
    securityId!:s1
security.update P 0.26.0
    securityId!:s1 username!:s1 password!:s1
security.delete P 0.26.0
    securityId!:s1
certificates.all G 0.26.0
certificates.create P 0.26.0
    certificateId:s name!:s1 certificateData!:s1 privateKey!:s1 certificatePath:s autoRenew:b? organizationId!:s serverId:s?
certificates.remove P 0.26.0
    certificateId!:s1
gitProvider.getAll G 0.26.0
gitProvider.remove P 0.26.0
    gitProviderId!:s1
gitea.create P 0.26.0
    giteaId:s giteaUrl!:s1 giteaInternalUrl:s?@0.28.8 redirectUri:s clientId:s clientSecret:s gitProviderId:s accessToken:s refreshToken:s
    expiresAt:n scopes:s lastAuthenticatedAt:n name!:s1 giteaUsername:s organizationName:s
gitea.one G 0.26.0
    giteaId!:s1
gitea.giteaProviders G 0.26.0
gitea.getGiteaRepositories G 0.26.0
    giteaId!:s1
gitea.getGiteaBranches G 0.26.0
    owner!:s1 repositoryName!:s1 giteaId:s
gitea.testConnection P 0.26.0
    giteaId:s organizationName:s
github.one G 0.26.0
    githubId!:s1
github.githubProviders G 0.26.0
github.getGithubRepositories G 0.26.0
    githubId!:s1
github.getGithubBranches G 0.26.0
    repo!:s1 owner!:s1 githubId:s
github.testConnection P 0.26.0
    githubId!:s1
gitlab.create P 0.26.0
    applicationId:s secret:s groupName:s gitProviderId:s redirectUri:s authId!:s1 name!:s1 gitlabUrl!:s1 gitlabInternalUrl:s?@0.28.8
    gitlabId:s-0.28.8 accessToken:s-0.28.8 refreshToken:s-0.28.8 expiresAt:n-0.28.8
gitlab.one G 0.26.0
    gitlabId!:s1
gitlab.gitlabProviders G 0.26.0
gitlab.getGitlabRepositories G 0.26.0
    gitlabId!:s1
gitlab.getGitlabBranches G 0.26.0
    id:n owner!:s repo!:s gitlabId:s
gitlab.testConnection P 0.26.0
    gitlabId!0.28.8:s1 groupName:s
bitbucket.create P 0.26.0
    bitbucketId:s bitbucketUsername:s bitbucketEmail:s appPassword:s apiToken:s bitbucketWorkspaceName:s gitProviderId:s authId!:s1 name!:s1
bitbucket.one G 0.26.0
    bitbucketId!:s1
bitbucket.bitbucketProviders G 0.26.0
bitbucket.getBitbucketRepositories G 0.26.0
    bitbucketId!:s1
bitbucket.getBitbucketBranches G 0.26.0
    owner!:s repo!:s bitbucketId:s
bitbucket.testConnection P 0.26.0
    bitbucketId!:s1 bitbucketUsername:s bitbucketEmail:s workspaceName:s apiToken:s appPassword:s
rollback.rollback P 0.26.0
    rollbackId!:s1
"""
