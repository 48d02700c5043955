#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_compose_info
short_description: Get information about compose services of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Returns the saved configuration of compose services of a Dokploy server, what runs of each service of the file, and where the two differ.
  - The result contains the compose services that match all given options. Without any, it contains all that the API key can read.
  - Missing compose services are an empty list, and no error.
options:
  project:
    description:
      - Name of the project.
    type: str
  environment:
    description:
      - Name of the environment.
    type: str
  name:
    description:
      - Name of the compose service. Selects all with this name.
      - Mutually exclusive with O(pattern).
    type: str
  environment_id:
    description:
      - ID of the environment.
    type: str
  compose_id:
    description:
      - ID of one compose service.
    type: str
  app_name:
    description:
      - Full name of one compose service in Docker, with the suffix that Dokploy added.
    type: str
  domain_host:
    description:
      - Host of a domain of one compose service.
    type: str
  pattern:
    description:
      - Pattern for the name. V(*) matches any text, V(?) one character, and V([abc]) one of these characters. The pattern is case-sensitive.
    type: str
  status:
    description:
      - Return only compose services in this state, by what runs and not by Dokploy's own status.
      - V(unhealthy) is a compose service that should run, while one of its services does not run or is not healthy. It is V(running), too.
    type: str
    choices: [running, stopped, never_deployed, unhealthy]
  include_secrets:
    description:
      - Return the compose file and the values of variables. Set C(no_log=true) on such a task.
    type: bool
    default: false
  log_lines:
    description:
      - Number of lines of the end of each service's log. V(0) returns none.
      - The module reads the log of a container on another node, and each log before Dokploy v0.29.0, over the WebSocket that Dokploy's pages use,
        which not every proxy forwards.
    type: int
    default: 0
  build_log_lines:
    description:
      - Number of lines of the end of the log of the last deployment. V(0) returns none. Requires Dokploy v0.29.5 or later.
    type: int
    default: 0
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_compose
  - module: community.dokploy.dokploy_application_info
"""

EXAMPLES = r"""
---
- name: Get a compose service and its services
  community.dokploy.dokploy_compose_info:
    project: shop
    environment: production
    name: wiki
    log_lines: 20
  register: wiki

- name: List the compose services that should run and do not
  community.dokploy.dokploy_compose_info:
    status: unhealthy
  register: unhealthy
"""

RETURN = r"""
---
compose_services:
  description: The compose services. Each contains the options by their names, without secrets unless O(include_secrets=true).
  type: list
  elements: dict
  returned: always
  contains:
    # generated: values of service compose with secrets
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: always
      sample: wiki
    app_name:
      description: The full name of its Docker service, stack, or project of Docker Compose, with the suffix that Dokploy added.
      type: str
      returned: always
      sample: shop-wiki-x1y2z3
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
    services:
      description: The existing services of the file.
      type: list
      elements: dict
      returned: always
      contains:
        name:
          description: Its name in the file.
          type: str
          returned: always
          sample: web
        image:
          description: Its image.
          type: str
          returned: always
          sample: wiki:2.5
        replicas_running:
          description: Number of running containers.
          type: int
          returned: always
          sample: 1
        replicas_wanted:
          description: Number of desired containers.
          type: int
          returned: always
          sample: 1
        completed:
          description: Whether it ended with exit code 0, and is not started again.
          type: bool
          returned: always
          sample: false
        healthy:
          description: Whether it runs and is healthy, or has completed.
          type: bool
          returned: always
          sample: true
        ports:
          description: Its ports on the host.
          type: list
          elements: dict
          returned: always
          contains:
            published_port:
              description: Port of the host.
              type: int
              returned: always
              sample: 8080
            target_port:
              description: Port of the container.
              type: int
              returned: always
              sample: 80
            protocol:
              description: The protocol.
              type: str
              returned: always
              sample: tcp
          sample: [{published_port: 8080, target_port: 80, protocol: tcp}]
        log:
          description: End of its log, with secrets masked. V(null) where the task did not request it.
          type: str
          returned: always
          sample: null
      sample: [{name: web, image: "wiki:2.5", replicas_running: 1, replicas_wanted: 1, completed: false, healthy: true, ports: []}]
    type:
      description: Value of O(community.dokploy.dokploy_compose#module:type).
      type: str
      returned: always
      sample: null
    source:
      description: Values of the suboptions of O(community.dokploy.dokploy_compose#module:source).
      type: dict
      returned: always
      contains:
        type:
          description: Value of O(community.dokploy.dokploy_compose#module:source.type).
          type: str
          returned: always
          sample: docker
        content:
          description: Value of O(community.dokploy.dokploy_compose#module:source.content).
          type: str
          returned: when the type is V(raw), and O(include_secrets=true)
          sample: null
        url:
          description: Value of O(community.dokploy.dokploy_compose#module:source.url). Credentials in it are masked.
          type: str
          returned: when the type is V(git)
          sample: git@git.example.com:shop/backend.git
        provider:
          description: Value of O(community.dokploy.dokploy_compose#module:source.provider), as an ID. V(null) where the provider was
            removed.
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: gT3mWc8RbY1xKpLz5uQvN
        owner:
          description: Value of O(community.dokploy.dokploy_compose#module:source.owner).
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: shop
        repository:
          description: Value of O(community.dokploy.dokploy_compose#module:source.repository).
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: pages
        branch:
          description: Value of O(community.dokploy.dokploy_compose#module:source.branch).
          type: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: main
        ssh_key:
          description: Value of O(community.dokploy.dokploy_compose#module:source.ssh_key), as an ID.
          type: str
          returned: when the type is V(git)
          sample: Jr4sLz8QwYtN1cVbX6mKe
        compose_path:
          description: Value of O(community.dokploy.dokploy_compose#module:source.compose_path).
          type: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: null
        submodules:
          description: Value of O(community.dokploy.dokploy_compose#module:source.submodules).
          type: bool
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: false
        watch_paths:
          description: Value of O(community.dokploy.dokploy_compose#module:source.watch_paths).
          type: list
          elements: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: [src/**]
        trigger:
          description: Value of O(community.dokploy.dokploy_compose#module:source.trigger).
          type: str
          returned: when the type is V(github)
          sample: push
      sample:
        type: docker
        image: registry.example.com/shop/backend:1.4.2
        registry_url: registry.example.com
        username: deploy
    description:
      description: Value of O(community.dokploy.dokploy_compose#module:description).
      type: str
      returned: always
      sample: Backend of the shop
    icon:
      description: Value of O(community.dokploy.dokploy_compose#module:icon).
      type: str
      returned: always
      sample: null
    auto_deploy:
      description: Value of O(community.dokploy.dokploy_compose#module:auto_deploy).
      type: bool
      returned: always
      sample: true
    env_keys:
      description: Names of the keys of O(community.dokploy.dokploy_compose#module:env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
    env:
      description: Value of O(community.dokploy.dokploy_compose#module:env).
      type: dict
      returned: when O(include_secrets=true)
      sample: {}
    create_env_file:
      description: Value of O(community.dokploy.dokploy_compose#module:create_env_file).
      type: bool
      returned: always
      sample: true
    command:
      description: Value of O(community.dokploy.dokploy_compose#module:command).
      type: str
      returned: always
      sample: null
    isolated:
      description: Value of O(community.dokploy.dokploy_compose#module:isolated).
      type: bool
      returned: always
      sample: true
    isolated_volumes:
      description: Value of O(community.dokploy.dokploy_compose#module:isolated_volumes).
      type: bool
      returned: always
      sample: true
    randomize:
      description: Value of O(community.dokploy.dokploy_compose#module:randomize).
      type: bool
      returned: always
      sample: true
    suffix:
      description: Value of O(community.dokploy.dokploy_compose#module:suffix).
      type: str
      returned: always
      sample: null
    domains:
      description: Values of O(community.dokploy.dokploy_compose#module:domains), of all that exist.
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
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].host).
          type: str
          returned: always
          sample: shop.example.com
        path:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].path). V(null) is the same as V(/).
          type: str
          returned: always
          sample: /
        port:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].port).
          type: int
          returned: always
          sample: 8080
        https:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].https).
          type: bool
          returned: always
          sample: true
        certificate:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].certificate).
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].certificate_resolver).
          type: str
          returned: always
          sample: null
        entrypoint:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].entrypoint).
          type: str
          returned: with Dokploy v0.29.14 or later
          sample: null
        middlewares:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].middlewares).
          type: list
          elements: str
          returned: with Dokploy v0.29.14 or later
          sample: []
        strip_path:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].strip_path).
          type: bool
          returned: always
          sample: false
        internal_path:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].internal_path).
          type: str
          returned: always
          sample: /
        enabled:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].enabled).
          type: bool
          returned: with Dokploy v0.30.0 or later
          sample: true
        service_name:
          description: Value of O(community.dokploy.dokploy_compose#module:domains[].service_name).
          type: str
          returned: always
          sample: null
      sample:
        - host: shop.example.com
          path: /
          port: 8080
          https: true
          certificate: letsencrypt
    mounts:
      description: Values of O(community.dokploy.dokploy_compose#module:mounts), of all that exist.
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: Its ID.
          type: str
          returned: always
          sample: cQ7xWn3RkV9pLzT2mYbEf
        file_path:
          description: Value of O(community.dokploy.dokploy_compose#module:mounts[].file_path).
          type: str
          returned: always
          sample: backend.conf
        content:
          description: Value of O(community.dokploy.dokploy_compose#module:mounts[].content).
          type: str
          returned: when O(include_secrets=true)
          sample: null
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    # end of generated
    # generated: information on service compose
    kind:
      description: Its kind.
      type: str
      returned: always
      sample: compose
    phase:
      description: Phase according to Docker, which is V(running), V(stopped), V(never_deployed), or V(unknown) where Docker cannot be read.
      type: str
      returned: always
      sample: running
    unhealthy:
      description: Whether the compose service should run and one of its services does not run, or is not healthy.
      type: bool
      returned: always
      sample: false
    status_drift:
      description: Contradiction between Dokploy's own status and what runs, as a text. Empty without a contradiction.
      type: str
      returned: always
      sample: ""
    pending:
      description: Names of options with saved changes that are pending.
      type: list
      elements: str
      returned: always
      sample: [services.web.image]
    unverified:
      description: Names of options that the module could not compare with what runs.
      type: list
      elements: str
      returned: always
      sample: []
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
        service:
          description: Name of its service in the file.
          type: str
          returned: of a compose service
          sample: web
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
      sample: []
    containers_total:
      description: Number of all of them, also of those beyond the first 100.
      type: int
      returned: always
      sample: 1
    log:
      description: End of a running container's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: null
    urls:
      description: URLs of the enabled domains.
      type: list
      elements: str
      returned: always
      sample: [https://wiki.example.com/]
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
          sample: "Nightly run [5f0c1b9a7e]"
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
      sample: []
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
          sample: "Nightly run [5f0c1b9a7e]"
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
      sample: {id: c0mp05e, title: Ansible, status: done, error: ""}
    build_log:
      description: End of the newest deployment's log, with secrets masked. V(null) where the task did not request it, or no log exists.
      type: str
      returned: always
      sample: "Docker Compose Deployed: ✅"
    # end of generated
  sample: [{id: hdoihUG0FmYC8GdoFEc-1, name: wiki, type: docker-compose, phase: running, unhealthy: false, pending: []}]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.compose_info import compose_info_module

DEFINITION = compose_info_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
