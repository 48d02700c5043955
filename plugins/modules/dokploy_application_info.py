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
# generated: results of dokploy_application: backend
backend:
  description: Interface that the module used, V(api) or V(docker).
  type: str
  returned: always
  sample: api
# end of generated
applications:
  description: The applications.
  type: list
  elements: dict
  returned: always
  contains:
    # generated: values of service application with secrets
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
      description: The full name of its Docker service, stack, or project of Docker Compose, with the suffix that Dokploy added.
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
      description: ID of its remote server. V(null) on Dokploy's own host.
      type: str
      returned: always
      sample: null
    replicas_running:
      description: Number of running replicas.
      type: int
      returned: always
      sample: 2
    replicas_wanted:
      description: Number of desired replicas. V(0) where it is stopped or was never deployed, V(null) in global mode.
      type: int
      returned: always
      sample: 2
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
    source:
      description: Values of the suboptions of O(community.dokploy.dokploy_application#module:source).
      type: dict
      returned: always
      contains:
        type:
          description: Value of O(community.dokploy.dokploy_application#module:source.type).
          type: str
          returned: always
          sample: docker
        image:
          description: Value of O(community.dokploy.dokploy_application#module:source.image).
          type: str
          returned: when the type is V(docker)
          sample: registry.example.com/shop/backend:1.4.2
        registry_url:
          description: Value of O(community.dokploy.dokploy_application#module:source.registry_url).
          type: str
          returned: when the type is V(docker)
          sample: registry.example.com
        username:
          description: Value of O(community.dokploy.dokploy_application#module:source.username).
          type: str
          returned: when the type is V(docker)
          sample: deploy
        password:
          description: Value of O(community.dokploy.dokploy_application#module:source.password).
          type: str
          returned: when the type is V(docker), and O(include_secrets=true)
          sample: VALUE_FROM_DOKPLOY
        url:
          description: Value of O(community.dokploy.dokploy_application#module:source.url). Credentials in it are masked.
          type: str
          returned: when the type is V(git)
          sample: git@git.example.com:shop/backend.git
        provider:
          description: Value of O(community.dokploy.dokploy_application#module:source.provider), as an ID. V(null) where the provider was
            removed.
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: gT3mWc8RbY1xKpLz5uQvN
        owner:
          description: Value of O(community.dokploy.dokploy_application#module:source.owner).
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: shop
        repository:
          description: Value of O(community.dokploy.dokploy_application#module:source.repository).
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: pages
        branch:
          description: Value of O(community.dokploy.dokploy_application#module:source.branch).
          type: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: main
        path:
          description: Value of O(community.dokploy.dokploy_application#module:source.path).
          type: str
          returned: when the type is V(git), V(drop), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: /
        ssh_key:
          description: Value of O(community.dokploy.dokploy_application#module:source.ssh_key), as an ID.
          type: str
          returned: when the type is V(git)
          sample: Jr4sLz8QwYtN1cVbX6mKe
        submodules:
          description: Value of O(community.dokploy.dokploy_application#module:source.submodules).
          type: bool
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: false
        trigger:
          description: Value of O(community.dokploy.dokploy_application#module:source.trigger).
          type: str
          returned: when the type is V(github)
          sample: push
        watch_paths:
          description: Value of O(community.dokploy.dokploy_application#module:source.watch_paths).
          type: list
          elements: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: [src/**]
      sample:
        type: docker
        image: registry.example.com/shop/backend:1.4.2
        registry_url: registry.example.com
        username: deploy
    build:
      description: Values of the suboptions of O(community.dokploy.dokploy_application#module:build).
      type: dict
      returned: when the type of the source is not V(docker)
      contains:
        type:
          description: Value of O(community.dokploy.dokploy_application#module:build.type).
          type: str
          returned: always
          sample: dockerfile
        dockerfile:
          description: Value of O(community.dokploy.dokploy_application#module:build.dockerfile).
          type: str
          returned: when the type is V(dockerfile)
          sample: Dockerfile
        context:
          description: Value of O(community.dokploy.dokploy_application#module:build.context).
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        stage:
          description: Value of O(community.dokploy.dokploy_application#module:build.stage).
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        create_env_file:
          description: Value of O(community.dokploy.dokploy_application#module:build.create_env_file).
          type: bool
          returned: when the type is V(dockerfile) or V(static)
          sample: true
        publish_directory:
          description: Value of O(community.dokploy.dokploy_application#module:build.publish_directory).
          type: str
          returned: when the type is V(nixpacks) or V(static)
          sample: dist
        single_page:
          description: Value of O(community.dokploy.dokploy_application#module:build.single_page).
          type: bool
          returned: when the type is V(nixpacks) or V(static)
          sample: false
        railpack_version:
          description: Value of O(community.dokploy.dokploy_application#module:build.railpack_version).
          type: str
          returned: when the type is V(railpack)
          sample: 0.15.4
        heroku_version:
          description: Value of O(community.dokploy.dokploy_application#module:build.heroku_version).
          type: str
          returned: when the type is V(heroku)
          sample: '24'
        clean_cache:
          description: Value of O(community.dokploy.dokploy_application#module:build.clean_cache).
          type: bool
          returned: always
          sample: false
      sample:
        type: dockerfile
        dockerfile: Dockerfile
        clean_cache: false
        create_env_file: true
    description:
      description: Value of O(community.dokploy.dokploy_application#module:description).
      type: str
      returned: always
      sample: Backend of the shop
    icon:
      description: Value of O(community.dokploy.dokploy_application#module:icon).
      type: str
      returned: always
      sample: null
    auto_deploy:
      description: Value of O(community.dokploy.dokploy_application#module:auto_deploy).
      type: bool
      returned: always
      sample: true
    env_keys:
      description: Names of the keys of O(community.dokploy.dokploy_application#module:env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
    env:
      description: Value of O(community.dokploy.dokploy_application#module:env).
      type: dict
      returned: when O(include_secrets=true)
      sample: {LOG_LEVEL: info}
    build_args_keys:
      description: Names of the keys of O(community.dokploy.dokploy_application#module:build_args). Their values are secret.
      type: list
      elements: str
      returned: when the type of the source is not V(docker)
      sample: [VERSION]
    build_args:
      description: Value of O(community.dokploy.dokploy_application#module:build_args).
      type: dict
      returned: when the type of the source is not V(docker), and O(include_secrets=true)
      sample: {}
    build_secrets_keys:
      description: Names of the keys of O(community.dokploy.dokploy_application#module:build_secrets). Their values are secret.
      type: list
      elements: str
      returned: when the type of the source is not V(docker)
      sample: [NPM_TOKEN]
    build_secrets:
      description: Value of O(community.dokploy.dokploy_application#module:build_secrets).
      type: dict
      returned: when the type of the source is not V(docker), and O(include_secrets=true)
      sample: {}
    previews:
      description: Values of the suboptions of O(community.dokploy.dokploy_application#module:previews).
      type: dict
      returned: always
      contains:
        enabled:
          description: Value of O(community.dokploy.dokploy_application#module:previews.enabled).
          type: bool
          returned: always
          sample: true
        wildcard:
          description: Value of O(community.dokploy.dokploy_application#module:previews.wildcard).
          type: str
          returned: always
          sample: "*.preview.example.com"
        port:
          description: Value of O(community.dokploy.dokploy_application#module:previews.port).
          type: int
          returned: always
          sample: 3000
        path:
          description: Value of O(community.dokploy.dokploy_application#module:previews.path).
          type: str
          returned: always
          sample: /
        https:
          description: Value of O(community.dokploy.dokploy_application#module:previews.https).
          type: bool
          returned: always
          sample: true
        certificate:
          description: Value of O(community.dokploy.dokploy_application#module:previews.certificate).
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: Value of O(community.dokploy.dokploy_application#module:previews.certificate_resolver).
          type: str
          returned: always
          sample: null
        limit:
          description: Value of O(community.dokploy.dokploy_application#module:previews.limit).
          type: int
          returned: always
          sample: 3
        labels:
          description: Value of O(community.dokploy.dokploy_application#module:previews.labels).
          type: list
          elements: str
          returned: always
          sample: [preview]
        collaborators_only:
          description: Value of O(community.dokploy.dokploy_application#module:previews.collaborators_only).
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
      description: Names of the keys of O(community.dokploy.dokploy_application#module:preview_env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_env:
      description: Value of O(community.dokploy.dokploy_application#module:preview_env).
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    preview_build_args_keys:
      description: Names of the keys of O(community.dokploy.dokploy_application#module:preview_build_args). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_build_args:
      description: Value of O(community.dokploy.dokploy_application#module:preview_build_args).
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    preview_build_secrets_keys:
      description: Names of the keys of O(community.dokploy.dokploy_application#module:preview_build_secrets). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_build_secrets:
      description: Value of O(community.dokploy.dokploy_application#module:preview_build_secrets).
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    memory_limit:
      description: Value of O(community.dokploy.dokploy_application#module:memory_limit).
      type: str
      returned: always
      sample: 512M
    memory_reservation:
      description: Value of O(community.dokploy.dokploy_application#module:memory_reservation).
      type: str
      returned: always
      sample: 256M
    cpu_limit:
      description: Value of O(community.dokploy.dokploy_application#module:cpu_limit).
      type: str
      returned: always
      sample: "0.5"
    cpu_reservation:
      description: Value of O(community.dokploy.dokploy_application#module:cpu_reservation).
      type: str
      returned: always
      sample: "0.25"
    replicas:
      description: Value of O(community.dokploy.dokploy_application#module:replicas).
      type: int
      returned: always
      sample: 2
    command:
      description: Value of O(community.dokploy.dokploy_application#module:command).
      type: str
      returned: always
      sample: null
    args:
      description: Value of O(community.dokploy.dokploy_application#module:args).
      type: list
      elements: str
      returned: always
      sample: [--workers, '4']
    healthcheck:
      description: Value of O(community.dokploy.dokploy_application#module:healthcheck).
      type: dict
      returned: always
      sample: {test: [CMD, wget, -qO-, http://localhost:8080/health], interval: 10s}
    restart_config:
      description: Value of O(community.dokploy.dokploy_application#module:restart_config).
      type: dict
      returned: always
      sample: {condition: on-failure, max_attempts: 3}
    update_config:
      description: Value of O(community.dokploy.dokploy_application#module:update_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first, failure_action: rollback}
    rollback_config:
      description: Value of O(community.dokploy.dokploy_application#module:rollback_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first}
    stop_grace_period:
      description: Value of O(community.dokploy.dokploy_application#module:stop_grace_period).
      type: str
      returned: always
      sample: 30s
    placement:
      description: Value of O(community.dokploy.dokploy_application#module:placement).
      type: dict
      returned: always
      sample: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], replicas_max_per_node: 2}
    ulimits:
      description: Value of O(community.dokploy.dokploy_application#module:ulimits).
      type: list
      elements: dict
      returned: always
      sample: [{name: nofile, soft: 65536, hard: 65536}]
    service_mode:
      description: Value of O(community.dokploy.dokploy_application#module:service_mode). Others can also save a job mode.
      type: str
      returned: always
      sample: replicated
    endpoint_spec:
      description: Value of O(community.dokploy.dokploy_application#module:endpoint_spec).
      type: dict
      returned: always
      sample: null
    networks:
      description: Value of O(community.dokploy.dokploy_application#module:networks).
      type: list
      elements: dict
      returned: always
      sample: null
    managed_networks:
      description: Value of O(community.dokploy.dokploy_application#module:managed_networks), as names, or as IDs where the module did not read
        the names.
      type: list
      elements: str
      returned: always
      sample: [backend]
    dokploy_network:
      description: Value of O(community.dokploy.dokploy_application#module:dokploy_network).
      type: bool
      returned: always
      sample: true
    labels:
      description: Value of O(community.dokploy.dokploy_application#module:labels). The labels of this collection are left out.
      type: dict
      returned: always
      sample: {com.example.team: shop}
    build_server:
      description: Value of O(community.dokploy.dokploy_application#module:build_server), as an ID.
      type: str
      returned: when the type of the source is not V(docker)
      sample: null
    build_registry:
      description: Value of O(community.dokploy.dokploy_application#module:build_registry), as a name.
      type: str
      returned: when the type of the source is not V(docker)
      sample: null
    push_registry:
      description: Value of O(community.dokploy.dokploy_application#module:push_registry), as a name.
      type: str
      returned: always
      sample: Company registry
    rollback_registry:
      description: Value of O(community.dokploy.dokploy_application#module:rollback_registry), as a name. V(null) where Dokploy's rollbacks are
        disabled.
      type: str
      returned: always
      sample: null
    domains:
      description: Values of O(community.dokploy.dokploy_application#module:domains), of all that exist.
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
          description: Value of O(community.dokploy.dokploy_application#module:domains[].host).
          type: str
          returned: always
          sample: shop.example.com
        path:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].path). V(null) is the same as V(/).
          type: str
          returned: always
          sample: /
        port:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].port).
          type: int
          returned: always
          sample: 8080
        https:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].https).
          type: bool
          returned: always
          sample: true
        certificate:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].certificate).
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].certificate_resolver).
          type: str
          returned: always
          sample: null
        entrypoint:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].entrypoint).
          type: str
          returned: with Dokploy v0.29.14 or later
          sample: null
        middlewares:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].middlewares).
          type: list
          elements: str
          returned: with Dokploy v0.29.14 or later
          sample: []
        strip_path:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].strip_path).
          type: bool
          returned: always
          sample: false
        internal_path:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].internal_path).
          type: str
          returned: always
          sample: /
        enabled:
          description: Value of O(community.dokploy.dokploy_application#module:domains[].enabled).
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
      description: Values of O(community.dokploy.dokploy_application#module:mounts), of all that exist.
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
          description: Value of O(community.dokploy.dokploy_application#module:mounts[].type).
          type: str
          returned: always
          sample: volume
        mount_path:
          description: Value of O(community.dokploy.dokploy_application#module:mounts[].mount_path).
          type: str
          returned: always
          sample: /srv/uploads
        volume_name:
          description: Value of O(community.dokploy.dokploy_application#module:mounts[].volume_name).
          type: str
          returned: when the type is V(volume)
          sample: backend-uploads
        host_path:
          description: Value of O(community.dokploy.dokploy_application#module:mounts[].host_path).
          type: str
          returned: when the type is V(bind)
          sample: /srv/uploads
        file_path:
          description: Value of O(community.dokploy.dokploy_application#module:mounts[].file_path).
          type: str
          returned: when the type is V(file)
          sample: backend.conf
        content:
          description: Value of O(community.dokploy.dokploy_application#module:mounts[].content).
          type: str
          returned: when the type is V(file), and O(include_secrets=true)
          sample: "listen = 8080"
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    ports:
      description: Values of O(community.dokploy.dokploy_application#module:ports), of all that exist.
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
          description: Value of O(community.dokploy.dokploy_application#module:ports[].published_port).
          type: int
          returned: always
          sample: 5044
        target_port:
          description: Value of O(community.dokploy.dokploy_application#module:ports[].target_port).
          type: int
          returned: always
          sample: 5044
        protocol:
          description: Value of O(community.dokploy.dokploy_application#module:ports[].protocol).
          type: str
          returned: always
          sample: tcp
        publish_mode:
          description: Value of O(community.dokploy.dokploy_application#module:ports[].publish_mode).
          type: str
          returned: always
          sample: ingress
      sample:
        - published_port: 5044
          target_port: 5044
          protocol: tcp
          publish_mode: ingress
    redirects:
      description: Values of O(community.dokploy.dokploy_application#module:redirects), of all that exist.
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
          description: Value of O(community.dokploy.dokploy_application#module:redirects[].regex).
          type: str
          returned: always
          sample: ^https://www.example.com/old/(.*)
        replacement:
          description: Value of O(community.dokploy.dokploy_application#module:redirects[].replacement).
          type: str
          returned: always
          sample: https://www.example.com/new/${1}
        permanent:
          description: Value of O(community.dokploy.dokploy_application#module:redirects[].permanent).
          type: bool
          returned: always
          sample: true
      sample:
        - regex: ^https://www.example.com/old/(.*)
          replacement: https://www.example.com/new/${1}
          permanent: true
    basic_auth:
      description: Values of O(community.dokploy.dokploy_application#module:basic_auth), of all that exist.
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
          description: Value of O(community.dokploy.dokploy_application#module:basic_auth[].username).
          type: str
          returned: always
          sample: editor
        password:
          description: Value of O(community.dokploy.dokploy_application#module:basic_auth[].password).
          type: str
          returned: when O(include_secrets=true)
          sample: "********"
      sample:
        - username: editor
    # end of generated
    # generated: information on service application
    phase:
      description: Phase according to Docker, which is V(running), V(stopped), V(never_deployed), or V(unknown) where Docker cannot be read.
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether the application should run and has fewer running than desired replicas, or Swarm paused or rolled back its last
        update.
      type: bool
      returned: always
      sample: false
    status_drift:
      description: Contradiction between Dokploy's own status and what runs, as a text. Empty without a contradiction.
      type: str
      returned: always
      sample: Dokploy shows done, and no replica runs
    pending:
      description: Names of options with saved changes that are pending.
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
    env_references:
      description: Variables of its project and its environment that its variables refer to, for example V(project.REGION).
      type: list
      elements: str
      returned: always
      sample: [project.REGION]
    containers:
      description: Tasks of the Docker service, or containers, desired ones first, without variables and commands. At most 100 of them.
      type: list
      elements: dict
      returned: always
      contains:
        task:
          description: ID of the task of Swarm, or of the container.
          type: str
          returned: always
          sample: q2r6vd0d4x1bm5v0s8b1u7f3c
        slot:
          description: Its name. That of a task ends with the number of its slot.
          type: str
          returned: always
          sample: shop-backend-x1y2z3.1
        image:
          description: Image of a running task. V(null) for a finished task, whose image is unknown.
          type: str
          returned: always
          sample: registry.example.com/shop/backend:1.4.2
        state:
          description: State, for example V(running), V(starting), V(pending), V(failed), V(rejected), or V(complete).
          type: str
          returned: always
          sample: failed
        desired_state:
          description: State that Swarm wants. V(shutdown) for a task that has ended or is being stopped.
          type: str
          returned: always
          sample: shutdown
        age:
          description: Minimum time in seconds that it has been in this state. It is a lower bound, because Docker reports a rounded text.
          type: int
          returned: always
          sample: 34
        node:
          description: The name of the node.
          type: str
          returned: always
          sample: manager-1
        error:
          description: Reason why it ended or cannot be placed. Empty without an error.
          type: str
          returned: always
          sample: "task: non-zero exit (1)"
        exit_code:
          description: The exit code.
          type: int
          returned: when the module read why it ended, and the code is known
          sample: 137
        out_of_memory:
          description: Whether the kernel killed the container because it exceeded its memory limit.
          type: bool
          returned: when the module read why it ended, and the container is still kept on Dokploy's own host
          sample: true
      sample:
        - task: q2r6vd0d4x1bm5v0s8b1u7f3c
          slot: shop-backend-x1y2z3.1
          state: running
          desired_state: running
          age: 34
    containers_total:
      description: Number of all of them, also of those beyond the first 100.
      type: int
      returned: always
      sample: 2
    log:
      description: End of a running container's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: listening on port 8080
    rolled_back:
      description: Whether the application runs an image from a rollback in Dokploy.
      type: bool
      returned: always
      sample: false
    update_state:
      description: State of the last update according to Swarm, for example V(completed), V(paused), or V(rollback_completed). Empty without an
        update.
      type: str
      returned: always
      sample: completed
    urls:
      description: URLs of the enabled domains.
      type: list
      elements: str
      returned: always
      sample: ["https://shop.example.com/"]
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
          description: Status in Dokploy, which is V(running), V(done), V(error), or V(cancelled). V(done) means that Docker accepted the
            service, not that it runs.
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
    deployments_total:
      description: Number of all deployments that Dokploy keeps.
      type: int
      returned: always
      sample: 10
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
          description: Status in Dokploy, which is V(running), V(done), V(error), or V(cancelled). V(done) means that Docker accepted the
            service, not that it runs.
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
    build_log:
      description: End of the newest deployment's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: Docker Deployed
    # end of generated
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

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.info import info_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = info_module(APPLICATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
