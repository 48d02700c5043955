#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_application_info
short_description: Get information about applications of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reports for applications of a Dokploy server the saved configuration, what runs, and the differences, with containers, deployments, and
    logs.
  - The module returns the applications that match all given options. Without options, it returns all applications that the API key can
    read.
  - The result is an empty list where no application matches, or where the API key cannot read it. This is not an error.
options:
  include_secrets:
    description:
      - Return the values of variables and passwords. Set C(no_log=true) on such a task.
    type: bool
    default: false
  status:
    description:
      - Return only applications in this state, according to Docker and not to Dokploy's own status.
      - V(unhealthy) is an application with fewer running than desired replicas, or whose last update Swarm paused or rolled back. Such an
        application can also be V(running).
    type: str
    choices: [running, stopped, never_deployed, unhealthy]
  log_lines:
    description:
      - Number of lines to return from the end of a running container's log. V(0) returns none. Requires Dokploy v0.29.0 or later.
    type: int
    default: 0
  build_log_lines:
    description:
      - Number of lines to return from the end of the newest deployment's log. V(0) returns none. Requires Dokploy v0.29.5 or later.
    type: int
    default: 0
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.selection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Each application requires one or two requests. Use the selection options on large servers.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_project_info
  - module: community.dokploy.dokploy_environment_info
  - ref: ansible_collections.community.dokploy.docsite.how_it_decides
    description: Rules by which the module compares the saved configuration with what runs.
"""

EXAMPLES = r"""
---
- name: Get information about one application
  community.dokploy.dokploy_application_info:
    project: shop
    environment: production
    name: backend
  register: backend


- name: List unhealthy applications in production
  community.dokploy.dokploy_application_info:
    environment: production
    status: unhealthy
  register: unhealthy


- name: Read the last log lines of all workers
  community.dokploy.dokploy_application_info:
    project: shop
    pattern: worker-*
    log_lines: 50
    build_log_lines: 20
  register: workers


- name: Find the application behind a domain
  community.dokploy.dokploy_application_info:
    domain_host: shop.example.com
  register: found


- name: Get information about running containers while Dokploy is down
  community.dokploy.dokploy_application_info:
    backend: docker
    docker_host: ssh://root@server.example.com
    docker_trusted: true
    log_lines: 20
  register: running


- name: Read the variables with their values
  community.dokploy.dokploy_application_info:
    app_name: shop-backend-x1y2z3
    include_secrets: true
  register: backend
  no_log: true
"""

RETURN = r"""
---
backend:
  description: Interface that the module used, V(api) or V(docker).
  type: str
  returned: always
  sample: api
applications:
  description: The applications.
  type: list
  elements: dict
  returned: always
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: always
      sample: backend
    app_name:
      description: The full name of its Docker service, with the suffix that Dokploy added.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    project:
      description: The name of its project.
      type: str
      returned: always
      sample: shop
    environment:
      description: The name of its environment.
      type: str
      returned: always
      sample: production
    project_id:
      description: The ID of its project.
      type: str
      returned: always
      sample: mTcY8QxZ1LkP0nVwR5sJd
    environment_id:
      description: The ID of its environment.
      type: str
      returned: always
      sample: bH3vNf6UyE9aKqW2oXzGt
    status:
      description: Status that Dokploy last wrote, which is not always accurate.
      type: str
      returned: always
      sample: done
    server_id:
      description: ID of the application's remote server. V(null) on Dokploy's own host.
      type: str
      returned: always
      sample: null
    stored_image:
      description: Saved image, or the name of the built image.
      type: str
      returned: always
      sample: registry.example.com/shop/backend:1.4.2
    running_image:
      description: Image of the service. V(null) without a service.
      type: str
      returned: always
      sample: registry.example.com/shop/backend:1.4.2
    replicas_running:
      description: Number of running replicas.
      type: int
      returned: always
      sample: 2
    replicas_wanted:
      description: Number of desired replicas. V(0) where the application is stopped or was never deployed, V(null) in global mode.
      type: int
      returned: always
      sample: 2
    source:
      description: Source of the application, with the suboptions of M(community.dokploy.dokploy_application) as keys.
      type: dict
      returned: always
      contains:
        type:
          description: The type.
          type: str
          returned: always
          sample: docker
        image:
          description: The image.
          type: str
          returned: when the type is V(docker)
          sample: registry.example.com/shop/backend:1.4.2
        registry_url:
          description: The registry's address for the credentials.
          type: str
          returned: when the type is V(docker)
          sample: registry.example.com
        username:
          description: The user at the registry.
          type: str
          returned: when the type is V(docker)
          sample: deploy
        password:
          description: The password at the registry.
          type: str
          returned: when the type is V(docker) and O(include_secrets=true)
          sample: VALUE_FROM_DOKPLOY
        url:
          description: The repository's address, with any credentials in it masked.
          type: str
          returned: when the type is V(git)
          sample: git@git.example.com:shop/backend.git
        provider:
          description: ID of the Git provider. V(null) where it was removed.
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: gT3mWc8RbY1xKpLz5uQvN
        owner:
          description: The owner of the repository.
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: shop
        repository:
          description: The name of the repository.
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: pages
        branch:
          description: The branch.
          type: str
          returned: when the type is not V(docker)
          sample: main
        path:
          description: Directory in the repository to build.
          type: str
          returned: when the type is not V(docker)
          sample: /
        ssh_key:
          description: The ID of the SSH key.
          type: str
          returned: when the type is V(git)
          sample: Jr4sLz8QwYtN1cVbX6mKe
        submodules:
          description: Whether Dokploy fetches submodules.
          type: bool
          returned: when the type is not V(docker)
          sample: false
        trigger:
          description: Event for which a webhook of GitHub deploys.
          type: str
          returned: when the type is V(github)
          sample: push
        watch_paths:
          description: Paths whose changes a webhook deploys.
          type: list
          elements: str
          returned: when the type is not V(docker)
          sample: [src/**]
      sample:
        type: docker
        image: registry.example.com/shop/backend:1.4.2
        registry_url: registry.example.com
        username: deploy
    build:
      description: How Dokploy builds the application.
      type: dict
      returned: always
      contains:
        type:
          description: The build type. It has no effect on a docker source.
          type: str
          returned: always
          sample: dockerfile
        dockerfile:
          description: The Dockerfile's path.
          type: str
          returned: when the type is V(dockerfile)
          sample: Dockerfile
        context:
          description: The build's context.
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        stage:
          description: Stage to build.
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        create_env_file:
          description: Whether Dokploy writes the variables to a C(.env) file for the build.
          type: bool
          returned: when the type is V(dockerfile) or V(static)
          sample: true
        publish_directory:
          description: Directory that nginx serves.
          type: str
          returned: when the type is V(static) or V(nixpacks)
          sample: dist
        single_page:
          description: Whether nginx answers with C(index.html) for missing files.
          type: bool
          returned: when the type is V(static) or V(nixpacks)
          sample: false
        railpack_version:
          description: Version of Railpack.
          type: str
          returned: when the type is V(railpack)
          sample: 0.15.4
        heroku_version:
          description: Version of Heroku's builder.
          type: str
          returned: when the type is V(heroku)
          sample: '24'
        clean_cache:
          description: Whether each build starts without a cache.
          type: bool
          returned: always
          sample: false
      sample:
        type: dockerfile
        dockerfile: Dockerfile
        clean_cache: false
        create_env_file: true
    previews:
      description: How Dokploy creates previews of pull requests.
      type: dict
      returned: always
      contains:
        enabled:
          description: Whether Dokploy creates previews.
          type: bool
          returned: always
          sample: true
        wildcard:
          description: Wildcard domain of the previews.
          type: str
          returned: always
          sample: "*.preview.example.com"
        port:
          description: Port that the application listens on.
          type: int
          returned: always
          sample: 3000
        path:
          description: The path of their domains.
          type: str
          returned: always
          sample: /
        https:
          description: Whether their domains use HTTPS.
          type: bool
          returned: always
          sample: true
        certificate:
          description: Source of their certificates.
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: Resolver of their certificates.
          type: str
          returned: always
          sample: null
        limit:
          description: Maximum number of previews.
          type: int
          returned: always
          sample: 3
        labels:
          description: Labels of pull requests that get a preview. V(null) where all pull requests get one.
          type: list
          elements: str
          returned: always
          sample: [preview]
        collaborators_only:
          description: Whether only pull requests of users with write access to the repository get a preview.
          type: bool
          returned: always
          sample: true
      sample:
        enabled: true
        wildcard: "*.preview.example.com"
        port: 3000
        path: /
        https: true
        certificate: letsencrypt
        certificate_resolver: null
        limit: 3
        labels: [preview]
        collaborators_only: true
    preview_env_keys:
      description: The names of the variables of its previews. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_build_args_keys:
      description: The names of the build arguments of its previews. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_build_secrets_keys:
      description: The names of the build secrets of its previews. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_env:
      description: The variables of its previews, with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    preview_build_args:
      description: The build arguments of its previews, with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    preview_build_secrets:
      description: The build secrets of its previews, with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    networks:
      description: Complete list of its networks, with the keys of O(community.dokploy.dokploy_application#module:networks).
      type: list
      elements: dict
      returned: always
      sample: null
    managed_networks:
      description: Its networks from Dokploy's own page of networks, by name, or by ID where the module did not read the names.
      type: list
      elements: str
      returned: always
      sample: [backend]
    dokploy_network:
      description: Whether the service is attached to C(dokploy-network).
      type: bool
      returned: always
      sample: true
    icon:
      description: Image that Dokploy's pages show beside its name.
      type: str
      returned: always
      sample: null
    build_server:
      description: The ID of its build server.
      type: str
      returned: always
      sample: null
    build_registry:
      description: Name of the registry that transfers its image from the build server.
      type: str
      returned: always
      sample: null
    push_registry:
      description: Name of the registry to which Dokploy pushes its image.
      type: str
      returned: always
      sample: Company registry
    rollback_registry:
      description: Name of the registry that keeps the image of each deployment. V(null) where Dokploy's rollbacks are disabled.
      type: str
      returned: always
      sample: null
    description:
      description: Its description.
      type: str
      returned: always
      sample: Backend of the shop
    auto_deploy:
      description: Whether webhooks can deploy it.
      type: bool
      returned: always
      sample: true
    env_keys:
      description: The names of its variables. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
    env_references:
      description: The variables of its project and its environment that its variables refer to, for example V(project.REGION).
      type: list
      elements: str
      returned: always
      sample: [project.REGION]
    env:
      description: Its variables with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {LOG_LEVEL: info}
    build_args_keys:
      description: The names of its build arguments. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [VERSION]
    build_args:
      description: Its build arguments with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    build_secrets_keys:
      description: The names of its build secrets. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [NPM_TOKEN]
    build_secrets:
      description: Its build secrets with their values.
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    memory_limit:
      description: Maximum memory of a container.
      type: str
      returned: always
      sample: 512M
    memory_reservation:
      description: Memory that a node must have available for a container.
      type: str
      returned: always
      sample: 256M
    cpu_limit:
      description: Maximum number of cores of a container.
      type: str
      returned: always
      sample: "0.5"
    cpu_reservation:
      description: Cores that a node must have available for a container.
      type: str
      returned: always
      sample: "0.25"
    replicas:
      description: Saved number of replicas.
      type: int
      returned: always
      sample: 2
    command:
      description: Command that replaces the image's own.
      type: str
      returned: always
      sample: null
    args:
      description: The arguments.
      type: list
      elements: str
      returned: always
      sample: [--workers, '4']
    healthcheck:
      description: Health check, with its suboptions as keys.
      type: dict
      returned: always
      sample: {test: [CMD, wget, -qO-, http://localhost:8080/health], interval: 10s}
    restart_config:
      description: Restart policy, with its suboptions as keys.
      type: dict
      returned: always
      sample: {condition: on-failure, max_attempts: 3}
    update_config:
      description: Update configuration, with its suboptions as keys.
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first, failure_action: rollback}
    rollback_config:
      description: Rollback configuration, with its suboptions as keys.
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first}
    stop_grace_period:
      description: Maximum time for a container to exit before Docker kills it.
      type: str
      returned: always
      sample: 30s
    placement:
      description: Nodes on which the containers may run, with the suboptions as keys.
      type: dict
      returned: always
      sample: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], replicas_max_per_node: 2}
    ulimits:
      description: Limits of the container's processes, with the suboptions as keys.
      type: list
      elements: dict
      returned: always
      sample: [{name: nofile, soft: 65536, hard: 65536}]
    service_mode:
      description: Service mode, V(replicated) or V(global), or a job mode that others saved.
      type: str
      returned: always
      sample: replicated
    endpoint_spec:
      description: How Swarm publishes the service, with the suboptions as keys.
      type: dict
      returned: always
      sample: null
    labels:
      description: The container labels, without those of this collection.
      type: dict
      returned: always
      sample: {com.example.team: shop}
    domains:
      description: The domains.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: Yk5wRt2MzQvE8bLxNc0Pd
        host:
          description: The host.
          type: str
          returned: always
          sample: shop.example.com
        path:
          description: Path. V(null) is the same as V(/).
          type: str
          returned: always
          sample: /
        port:
          description: The container's port.
          type: int
          returned: always
          sample: 8080
        https:
          description: Whether the domain uses HTTPS.
          type: bool
          returned: always
          sample: true
        certificate:
          description: Source of its certificate.
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: The resolver of a custom certificate.
          type: str
          returned: always
          sample: null
        entrypoint:
          description: Traefik's entry point, if it is not the default.
          type: str
          returned: with Dokploy v0.29.14 or later
          sample: null
        middlewares:
          description: Names of Traefik's middlewares.
          type: list
          elements: str
          returned: with Dokploy v0.29.14 or later
          sample: []
        strip_path:
          description: Whether Traefik removes the path before the request reaches the container.
          type: bool
          returned: always
          sample: false
        internal_path:
          description: Path to prepend to the path of each request to the container.
          type: str
          returned: always
          sample: /
        enabled:
          description: Whether the domain is enabled.
          type: bool
          returned: with Dokploy v0.30.0 or later
          sample: true
      sample:
        - host: shop.example.com
          path: /
          port: 8080
          https: true
          certificate: letsencrypt
    mounts:
      description: Mounts of the container.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: cQ7xWn3RkV9pLzT2mYbEf
        type:
          description: The type.
          type: str
          returned: always
          sample: volume
        mount_path:
          description: The path in the container.
          type: str
          returned: always
          sample: /srv/uploads
        volume_name:
          description: The name of the volume.
          type: str
          returned: when the type is V(volume)
          sample: backend-uploads
        host_path:
          description: The path on the host.
          type: str
          returned: when the type is V(bind)
          sample: /srv/uploads
        file_path:
          description: Path of the file in the directory where Dokploy keeps the application's files.
          type: str
          returned: when the type is V(file)
          sample: backend.conf
        content:
          description: The content of the file.
          type: str
          returned: when the type is V(file) and O(include_secrets=true)
          sample: "listen = 8080"
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    ports:
      description: The published ports.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: pN4sGv8HdX1jKwR6aUtQy
        published_port:
          description: The port on the host.
          type: int
          returned: always
          sample: 5044
        target_port:
          description: The port that the container listens on.
          type: int
          returned: always
          sample: 5044
        protocol:
          description: The protocol.
          type: str
          returned: always
          sample: tcp
        publish_mode:
          description: Whether the port is published on each node, or only on nodes where a container runs.
          type: str
          returned: always
          sample: ingress
      sample:
        - published_port: 5044
          target_port: 5044
          protocol: tcp
          publish_mode: ingress
    redirects:
      description: The redirects.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: zF5hTq2BnM7cXeS9vLoDi
        regex:
          description: Regular expression that matches the address.
          type: str
          returned: always
          sample: ^https://www.example.com/old/(.*)
        replacement:
          description: Target address.
          type: str
          returned: always
          sample: https://www.example.com/new/${1}
        permanent:
          description: Whether browsers may cache the redirect.
          type: bool
          returned: always
          sample: true
      sample:
        - regex: ^https://www.example.com/old/(.*)
          replacement: https://www.example.com/new/${1}
          permanent: true
    basic_auth:
      description: Users that can access the domains with a password.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: wJ6rYk3PgC8uZnV1iMaHs
        username:
          description: The name of the user.
          type: str
          returned: always
          sample: editor
        password:
          description: The password of the user.
          type: str
          returned: when O(include_secrets=true)
          sample: "********"
      sample:
        - username: editor
    phase:
      description: Phase according to Docker, which is V(running), V(stopped), or V(never_deployed).
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether the application has fewer running than desired replicas, or Swarm paused or rolled back its last update.
      type: bool
      returned: always
      sample: false
    status_drift:
      description: Contradiction between Dokploy's own status and what runs, as a text. Empty without a contradiction.
      type: str
      returned: always
      sample: Dokploy shows done, and no replica runs
    pending:
      description: Names of options of M(community.dokploy.dokploy_application) with saved changes that are pending.
      type: list
      elements: str
      returned: always
      sample: [env]
    unverified:
      description: Names of options that the module could not compare with what runs.
      type: list
      elements: str
      returned: always
      sample: [build]
    rolled_back:
      description: Whether the application runs an image from a rollback in Dokploy.
      type: bool
      returned: always
      sample: false
    update_state:
      description: State of the last update according to Swarm, for example V(completed), V(paused), or V(rollback_completed). Empty without
        an update.
      type: str
      returned: always
      sample: completed
    urls:
      description: URLs of its enabled domains.
      type: list
      elements: str
      returned: always
      sample: ["https://shop.example.com/"]
    containers:
      description: The tasks of the service, those that should run first. It holds neither variables nor commands.
      type: list
      elements: dict
      returned: always
      contains:
        task:
          description: The ID of the task.
          type: str
          returned: always
          sample: q2r6vd0d4x1bm5v0s8b1u7f3c
        slot:
          description: Name of the task, which ends with the number of its slot.
          type: str
          returned: always
          sample: shop-backend-x1y2z3.1
        image:
          description: Image of a running task. V(null) for a finished task, whose image is unknown.
          type: str
          returned: always
          sample: registry.example.com/shop/backend:1.4.2
        state:
          description: State of the task, for example V(running), V(starting), V(pending), V(failed), V(rejected), or V(complete).
          type: str
          returned: always
          sample: failed
        desired_state:
          description: State that Swarm wants. V(shutdown) for a task that has ended or is being stopped.
          type: str
          returned: always
          sample: shutdown
        age:
          description:
            - Minimum time in seconds that the task has been in this state. It is a lower bound, because Docker reports a rounded text.
          type: int
          returned: always
          sample: 34
        node:
          description: The name of the node.
          type: str
          returned: always
          sample: manager-1
        error:
          description: Reason why the task ended or cannot be placed. Empty without an error.
          type: str
          returned: always
          sample: "task: non-zero exit (1)"
        exit_code:
          description: The exit code.
          type: int
          returned: of a task that has ended, with RV(backend=docker)
          sample: 137
        out_of_memory:
          description: Whether the kernel killed the container because it exceeded its memory limit.
          type: bool
          returned: of a task that was killed, with RV(backend=docker), while its container is kept on that engine's own node
          sample: true
      sample:
        - task: q2r6vd0d4x1bm5v0s8b1u7f3c
          slot: shop-backend-x1y2z3.1
          state: running
          desired_state: running
          age: 34
    containers_total:
      description: Number of all tasks of the service, also of those beyond the first 100, which C(containers) contains.
      type: int
      returned: always
      sample: 2
    deployments_total:
      description: Number of all deployments that Dokploy keeps of the application.
      type: int
      returned: always
      sample: 10
    deployments:
      description: Deployments that Dokploy keeps, newest first, and at most 50 of them.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: 9sK2nVq7TzFhB3wYxLr0c
        title:
          description: Its title. For a Git source, Dokploy finally replaces it with the commit's message.
          type: str
          returned: always
          sample: Release 1.4.2
        description:
          description: Its description. For a Git source, Dokploy finally replaces it with the commit's hash.
          type: str
          returned: always
          sample: Nightly run [5f0c1b9a7e]
        status:
          description:
            - Status in Dokploy, which is V(running), V(done), V(error), or V(cancelled).
            - V(done) means that Docker accepted the service, not that the application runs.
          type: str
          returned: always
          sample: done
        created_at:
          description: Time of its start.
          type: str
          returned: always
          sample: "2026-11-24T09:30:00.000Z"
        finished_at:
          description: Time of its end. V(null) while it runs.
          type: str
          returned: always
          sample: "2026-11-24T09:30:41.000Z"
        error:
          description: Reason of a failure according to Dokploy. It is usually empty, and the log contains the reason.
          type: str
          returned: always
          sample: ""
      sample:
        - id: 9sK2nVq7TzFhB3wYxLr0c
          title: Release 1.4.2
          status: done
    last_deployment:
      description: Newest deployment. V(null) without deployments.
      type: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: 9sK2nVq7TzFhB3wYxLr0c
        title:
          description: Its title. For a Git source, Dokploy finally replaces it with the commit's message.
          type: str
          returned: always
          sample: Release 1.4.2
        description:
          description: Its description. For a Git source, Dokploy finally replaces it with the commit's hash.
          type: str
          returned: always
          sample: Nightly run [5f0c1b9a7e]
        status:
          description:
            - Status in Dokploy, which is V(running), V(done), V(error), or V(cancelled).
            - V(done) means that Docker accepted the service, not that the application runs.
          type: str
          returned: always
          sample: done
        created_at:
          description: Time of its start.
          type: str
          returned: always
          sample: "2026-11-24T09:30:00.000Z"
        finished_at:
          description: Time of its end. V(null) while it runs.
          type: str
          returned: always
          sample: "2026-11-24T09:30:41.000Z"
        error:
          description: Reason of a failure according to Dokploy. It is usually empty, and the log contains the reason.
          type: str
          returned: always
          sample: ""
      sample:
        id: 9sK2nVq7TzFhB3wYxLr0c
        title: Release 1.4.2
        status: done
    log:
      description: End of a running container's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: listening on port 8080
    build_log:
      description: End of the newest deployment's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: Docker Deployed
  sample:
    - id: hdoihUG0FmYC8GdoFEc-1
      name: backend
      app_name: shop-backend-x1y2z3
      project: shop
      environment: production
      status: done
      phase: running
      stored_image: registry.example.com/shop/backend:1.5.0
      running_image: registry.example.com/shop/backend:1.4.2
      replicas_running: 2
      replicas_wanted: 2
      pending: [source.image]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.info import info_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = info_module(APPLICATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
