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
  - Tells of applications of a Dokploy server what is stored, what runs, and where the two differ, with containers, deployments, and logs.
  - All options that are given must fit. Without any it tells of all applications that the API key may see.
  - What is not there, or may not be seen by the API key, is an empty list, and no error.
options:
  include_secrets:
    description:
      - Whether the result holds the values of variables, and passwords, too. Put C(no_log=true) on such a task.
    type: bool
    default: false
  status:
    description:
      - Only applications in this state, by what is there and never by Dokploy's own status.
      - V(unhealthy) is one that should run, and of which fewer tasks run than are wanted, or whose last update Swarm paused or rolled back.
        Such a one is V(running), too.
    type: str
    choices: [running, stopped, never_deployed, unhealthy]
  log_lines:
    description:
      - How many lines of the end of a running container's log are returned. V(0) is none. It needs Dokploy v0.29.0 or newer.
    type: int
    default: 0
  build_log_lines:
    description:
      - How many lines of the end of the newest deployment's log are returned. V(0) is none. It needs Dokploy v0.29.5 or newer.
    type: int
    default: 0
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.selection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Each application costs one or two requests. Name what you want to know, where there are many.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_project_info
  - module: community.dokploy.dokploy_environment_info
  - ref: ansible_collections.community.dokploy.docsite.how_it_decides
    description: What is compared, and what cannot be seen.
"""

EXAMPLES = r"""
---
- name: Look at one application
  community.dokploy.dokploy_application_info:
    project: shop
    environment: production
    name: backend
  register: backend


- name: List what should run in production and does not
  community.dokploy.dokploy_application_info:
    environment: production
    status: unhealthy
  register: unhealthy


- name: Read the ends of the logs of all workers
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


- name: See what runs while Dokploy is down
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
  description: By which way it was found out, V(api) or V(docker).
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
      description: Dokploy's own status of it, which is what Dokploy last wrote, and not always true.
      type: str
      returned: always
      sample: done
    server_id:
      description: The ID of the remote server that it is on. V(null) on Dokploy's own host.
      type: str
      returned: always
      sample: null
    stored_image:
      description: The image that is stored, or the name that a built one gets.
      type: str
      returned: always
      sample: registry.example.com/shop/backend:1.4.2
    running_image:
      description: The image of the service. V(null) where there is no service.
      type: str
      returned: always
      sample: registry.example.com/shop/backend:1.4.2
    replicas_running:
      description: How many tasks run.
      type: int
      returned: always
      sample: 2
    replicas_wanted:
      description: How many tasks the service asks for. V(0) where it is stopped or was never deployed, V(null) in global mode.
      type: int
      returned: always
      sample: 2
    source:
      description: Where it comes from, by the names of the suboptions of M(community.dokploy.dokploy_application).
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
          description: The ID of the Git provider. V(null) where it is gone.
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
          description: The folder in the repository that is built.
          type: str
          returned: when the type is not V(docker)
          sample: /
        ssh_key:
          description: The ID of the SSH key.
          type: str
          returned: when the type is V(git)
          sample: Jr4sLz8QwYtN1cVbX6mKe
        submodules:
          description: Whether submodules are fetched.
          type: bool
          returned: when the type is not V(docker)
          sample: false
        trigger:
          description: What a webhook of GitHub deploys.
          type: str
          returned: when the type is V(github)
          sample: push
        watch_paths:
          description: The paths whose changes deploy by webhook.
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
      description: How it is built.
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
          description: The stage that is built.
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        create_env_file:
          description: Whether the variables are written to a C(.env) file for the build.
          type: bool
          returned: when the type is V(dockerfile) or V(static)
          sample: true
        publish_directory:
          description: The folder that is served.
          type: str
          returned: when the type is V(static) or V(nixpacks)
          sample: dist
        single_page:
          description: Whether one page answers for all.
          type: bool
          returned: when the type is V(static) or V(nixpacks)
          sample: false
        railpack_version:
          description: The release of Railpack.
          type: str
          returned: when the type is V(railpack)
          sample: 0.15.4
        heroku_version:
          description: The release of Heroku's builder.
          type: str
          returned: when the type is V(heroku)
          sample: '24'
        clean_cache:
          description: Whether it is built without a cache.
          type: bool
          returned: always
          sample: false
      sample:
        type: dockerfile
        dockerfile: Dockerfile
        clean_cache: false
        create_env_file: true
    previews:
      description: How previews of pull requests are made.
      type: dict
      returned: always
      contains:
        enabled:
          description: Whether they are made.
          type: bool
          returned: always
          sample: true
        wildcard:
          description: The domain below which each gets one.
          type: str
          returned: always
          sample: "*.preview.example.com"
        port:
          description: The port on which the application listens.
          type: int
          returned: always
          sample: 3000
        path:
          description: The path of their domains.
          type: str
          returned: always
          sample: /
        https:
          description: Whether their domains are served by HTTPS.
          type: bool
          returned: always
          sample: true
        certificate:
          description: Where their certificates come from.
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: The resolver of their certificates.
          type: str
          returned: always
          sample: null
        limit:
          description: How many there may be at a time.
          type: int
          returned: always
          sample: 3
        labels:
          description: The labels that a pull request needs one of. V(null) where it needs none.
          type: list
          elements: str
          returned: always
          sample: [preview]
        collaborators_only:
          description: Whether only pull requests of those who may write to the repository get one.
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
      description: The networks that it is attached to as the whole, with the keys of O(community.dokploy.dokploy_application#module:networks).
      type: list
      elements: dict
      returned: always
      sample: null
    managed_networks:
      description: The networks that Dokploy manages and that it is attached to, by name, or by ID where the names were not asked for.
      type: list
      elements: str
      returned: always
      sample: [backend]
    dokploy_network:
      description: Whether it is attached to Dokploy's own network.
      type: bool
      returned: always
      sample: true
    icon:
      description: The image that Dokploy's pages show beside its name.
      type: str
      returned: always
      sample: null
    build_server:
      description: The ID of its build server.
      type: str
      returned: always
      sample: null
    build_registry:
      description: The registry that carries its image from the build server, by its name.
      type: str
      returned: always
      sample: null
    push_registry:
      description: The registry to which its image is pushed, by its name.
      type: str
      returned: always
      sample: Company registry
    rollback_registry:
      description: The registry that keeps the image of each deployment, by its name. V(null) where Dokploy's rollbacks are off.
      type: str
      returned: always
      sample: null
    description:
      description: Its description.
      type: str
      returned: always
      sample: Backend of the shop
    auto_deploy:
      description: Whether a webhook deploys it.
      type: bool
      returned: always
      sample: true
    env_keys:
      description: The names of its variables. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
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
      description: The most memory that a container may use.
      type: str
      returned: always
      sample: 512M
    memory_reservation:
      description: The memory that a node must have free for a container.
      type: str
      returned: always
      sample: 256M
    cpu_limit:
      description: The most cores that a container may use.
      type: str
      returned: always
      sample: "0.5"
    cpu_reservation:
      description: The cores that a node must have free for a container.
      type: str
      returned: always
      sample: "0.25"
    replicas:
      description: How many containers are stored to run.
      type: int
      returned: always
      sample: 2
    command:
      description: The command in place of the image's own.
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
      description: The health check, by the names of its suboptions.
      type: dict
      returned: always
      sample: {test: [CMD, wget, -qO-, http://localhost:8080/health], interval: 10s}
    restart_config:
      description: The restart policy, by the names of its suboptions.
      type: dict
      returned: always
      sample: {condition: on-failure, max_attempts: 3}
    update_config:
      description: The update configuration, by the names of its suboptions.
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first, failure_action: rollback}
    rollback_config:
      description: The rollback configuration, by the names of its suboptions.
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first}
    stop_grace_period:
      description: How long a container has to end by itself.
      type: str
      returned: always
      sample: 30s
    placement:
      description: On which nodes the containers may run, by the names of its suboptions.
      type: dict
      returned: always
      sample: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], replicas_max_per_node: 2}
    ulimits:
      description: Limits of the container's processes, by the names of the suboptions.
      type: list
      elements: dict
      returned: always
      sample: [{name: nofile, soft: 65536, hard: 65536}]
    service_mode:
      description: Whether as many containers run as are wanted, or one on each node. Job modes that others stored show, too.
      type: str
      returned: always
      sample: replicated
    endpoint_spec:
      description: How Swarm publishes the service, by the names of its suboptions.
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
          description: The path. V(null) is the same as V(/).
          type: str
          returned: always
          sample: /
        port:
          description: The container's port.
          type: int
          returned: always
          sample: 8080
        https:
          description: Whether it is reached by HTTPS.
          type: bool
          returned: always
          sample: true
        certificate:
          description: Where its certificate comes from.
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: The resolver of a custom certificate.
          type: str
          returned: always
          sample: null
        entrypoint:
          description: Traefik's entry point, if it is not the usual one.
          type: str
          returned: with Dokploy v0.29.14 or newer
          sample: null
        middlewares:
          description: Names of Traefik's middlewares.
          type: list
          elements: str
          returned: with Dokploy v0.29.14 or newer
          sample: []
        strip_path:
          description: Whether the path is taken away before the request reaches the container.
          type: bool
          returned: always
          sample: false
        internal_path:
          description: The path that is put in front of the request's for the container.
          type: str
          returned: always
          sample: /
        enabled:
          description: Whether it is in force.
          type: bool
          returned: with Dokploy v0.30.0 or newer
          sample: true
      sample:
        - host: shop.example.com
          path: /
          port: 8080
          https: true
          certificate: letsencrypt
    mounts:
      description: What is mounted into the container.
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
          description: The path of the file among those that Dokploy keeps.
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
          description: Whether it is published on every node, or on those where a container runs.
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
          description: The regular expression that an address must fit.
          type: str
          returned: always
          sample: ^https://www.example.com/old/(.*)
        replacement:
          description: The address that it leads to.
          type: str
          returned: always
          sample: https://www.example.com/new/${1}
        permanent:
          description: Whether browsers may remember it.
          type: bool
          returned: always
          sample: true
      sample:
        - regex: ^https://www.example.com/old/(.*)
          replacement: https://www.example.com/new/${1}
          permanent: true
    basic_auth:
      description: The users who may reach the domains by a password.
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
      description: What it does by what is there, which is V(running), V(stopped), or V(never_deployed).
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether it should run, and fewer tasks run than are wanted, or Swarm paused or rolled back its last update.
      type: bool
      returned: always
      sample: false
    status_drift:
      description: Where Dokploy's own status contradicts what runs, in words. Empty where it does not.
      type: str
      returned: always
      sample: Dokploy says done, and no task runs
    pending:
      description: What is stored and does not run, by the names of the options of M(community.dokploy.dokploy_application).
      type: list
      elements: str
      returned: always
      sample: [env]
    unverified:
      description: What cannot be seen from outside, and so was not compared with what runs.
      type: list
      elements: str
      returned: always
      sample: [build]
    rolled_back:
      description: Whether it runs an image that somebody put back by a rollback of Dokploy.
      type: bool
      returned: always
      sample: false
    update_state:
      description: What Swarm says of the last update, for example V(completed), V(paused), or V(rollback_completed). Empty where there was none.
      type: str
      returned: always
      sample: completed
    urls:
      description: The addresses that its enabled domains lead to.
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
          description: The name of the task, which ends in the number of its place.
          type: str
          returned: always
          sample: shop-backend-x1y2z3.1
        image:
          description: The image of a task that runs. V(null) for one that has ended, since its image is not known.
          type: str
          returned: always
          sample: registry.example.com/shop/backend:1.4.2
        state:
          description: What the task does, for example V(running), V(starting), V(pending), V(failed), V(rejected), or V(complete).
          type: str
          returned: always
          sample: failed
        desired_state:
          description: What Swarm wants of the task. Of a task that has ended, and one that is being stopped, it is V(shutdown).
          type: str
          returned: always
          sample: shutdown
        age:
          description:
            - For how many seconds the task has been in that state, at least. Docker gives it in words, so this is a lower bound.
          type: int
          returned: always
          sample: 34
        node:
          description: The name of the node.
          type: str
          returned: always
          sample: manager-1
        error:
          description: Why the task ended, or why it cannot be placed. Empty where there is no error.
          type: str
          returned: always
          sample: "task: non-zero exit (1)"
        exit_code:
          description: The exit code.
          type: int
          returned: of a task that has ended, with RV(backend=docker)
          sample: 137
        out_of_memory:
          description: Whether the kernel killed the container because it used more memory than it may.
          type: bool
          returned: of a task that was killed, with RV(backend=docker), while its container is kept on that engine's own node
          sample: true
      sample:
        - task: q2r6vd0d4x1bm5v0s8b1u7f3c
          slot: shop-backend-x1y2z3.1
          state: running
          desired_state: running
          age: 34
    deployments:
      description: The deployments that Dokploy still has, the newest first.
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
          description: Its title. For a Git source Dokploy replaces it in the end with the commit's message.
          type: str
          returned: always
          sample: Release 1.4.2
        description:
          description: Its description. For a Git source Dokploy replaces it in the end with the commit's hash.
          type: str
          returned: always
          sample: Nightly run [5f0c1b9a7e]
        status:
          description:
            - What Dokploy says of it, which is V(running), V(done), V(error), or V(cancelled).
            - V(done) says that Docker took the service, and nothing of whether the application runs.
          type: str
          returned: always
          sample: done
        created_at:
          description: When it began.
          type: str
          returned: always
          sample: "2026-11-24T09:30:00.000Z"
        finished_at:
          description: When it ended. V(null) where it has not.
          type: str
          returned: always
          sample: "2026-11-24T09:30:41.000Z"
        error:
          description: What Dokploy gives as the reason of a failure. It is nearly always empty, and the reason in the log.
          type: str
          returned: always
          sample: ""
      sample:
        - id: 9sK2nVq7TzFhB3wYxLr0c
          title: Release 1.4.2
          status: done
    last_deployment:
      description: The newest deployment. V(null) where there is none.
      type: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: 9sK2nVq7TzFhB3wYxLr0c
        title:
          description: Its title. For a Git source Dokploy replaces it in the end with the commit's message.
          type: str
          returned: always
          sample: Release 1.4.2
        description:
          description: Its description. For a Git source Dokploy replaces it in the end with the commit's hash.
          type: str
          returned: always
          sample: Nightly run [5f0c1b9a7e]
        status:
          description:
            - What Dokploy says of it, which is V(running), V(done), V(error), or V(cancelled).
            - V(done) says that Docker took the service, and nothing of whether the application runs.
          type: str
          returned: always
          sample: done
        created_at:
          description: When it began.
          type: str
          returned: always
          sample: "2026-11-24T09:30:00.000Z"
        finished_at:
          description: When it ended. V(null) where it has not.
          type: str
          returned: always
          sample: "2026-11-24T09:30:41.000Z"
        error:
          description: What Dokploy gives as the reason of a failure. It is nearly always empty, and the reason in the log.
          type: str
          returned: always
          sample: ""
      sample:
        id: 9sK2nVq7TzFhB3wYxLr0c
        title: Release 1.4.2
        status: done
    log:
      description: The end of a running container's log, with secrets masked. V(null) where none was asked for, or there is none.
      type: str
      returned: always
      sample: listening on port 8080
    build_log:
      description: The end of the newest deployment's log, with secrets masked. V(null) where none was asked for, or there is none.
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
