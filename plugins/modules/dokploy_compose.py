#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_compose
short_description: Create, configure, deploy, start, stop, and delete compose services of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Brings a compose service of a Dokploy server to the given state, and waits until every service of its file runs and is healthy.
  - A compose service is one compose file, which Dokploy deploys with Docker Compose or as a stack of Docker Swarm.
  - The module compares the file that Dokploy would deploy, with its domains and variables, with each service that runs. Dokploy applies a saved
    configuration by a deployment only, so a difference requires a deployment.
  - Only the given options change, also inside nested options. An option that is left out or V(null) stays as it is.
  - The module adopts an existing compose service. It does not create a project or an environment.
attributes:
  check_mode:
    support: full
    details:
      - The module reports the same actions as a real run. A missing project, environment, or other resource that an option names is
        a warning, because an earlier task of the playbook may create it.
  diff_mode:
    support: full
    details:
      - The compose file is secret, because such files often contain passwords. The diff shows that it changed.
  idempotent:
    support: partial
    details:
      - O(state=restarted), O(state=deployed), and O(deploy=always) request an event, and report a change each time.
      - With all other values, a second run sends no write.
  async:
    support: full
options:
  project:
    description:
      - Name of the project. Required with O(name), unless O(environment_id) is given.
      - With O(compose_id), O(app_name), or O(domain_host), the task fails where the compose service has another O(project), O(environment), or
        O(name).
    type: str
  environment:
    description:
      - Name of the environment. Optional where the project has one environment. Where it has several, the error lists them.
      - O(state=absent) and O(state=stopped) always require it, unless an ID, O(app_name), or O(domain_host) addresses the compose service.
    type: str
  name:
    description:
      - Name of the compose service, as Dokploy's pages show it.
      - Dokploy allows several compose services with the same name. Two in the same environment are an error that lists their IDs.
    type: str
  environment_id:
    description:
      - ID of the environment, instead of O(project) and O(environment).
    type: str
  compose_id:
    description:
      - ID of an existing compose service, instead of the names.
    type: str
  app_name:
    description:
      - Full name of an existing compose service in Docker, with the suffix that Dokploy added, instead of the names. It is the name of the
        stack, or of the project of Docker Compose. Every result contains it.
    type: str
  domain_host:
    description:
      - Host of a domain of an existing compose service, instead of the names.
    type: str
  state:
    description:
      - V(started) saves the given options, and ensures that all services of the file run. It deploys a compose service that was never deployed
        or where the saved configuration differs from what runs, and starts a stopped one. Dokploy cannot start a stack, so the module deploys
        it. The task also fails where no action is needed and a service does not run.
      - V(present) does the same for a running compose service. For a stopped one, and for one that was never deployed, it only saves the
        options.
      - V(stopped) saves the given options, and stops all services. Of a stack, this removes its services. The volumes stay.
      - V(restarted) stops a running compose service and starts it again. Where changes are pending, a stack is refused with their names, unless
        O(apply_pending=true), because it is started by a deployment. Containers of Docker Compose start with the settings that they already ran
        with. A stopped compose service is handled as with V(started). One that was never deployed is refused.
      - V(deployed) always deploys, which fetches the source.
      - V(absent) deletes the compose service. It removes waiting deployments, waits up to O(queue_timeout) for a running one, and verifies that
        all of its services were removed. A missing compose service is no change, even where its project is missing. The volumes stay, unless
        O(remove_volumes=true).
      - V(started), V(present), and V(deployed) create a missing compose service, if O(source) is given and O(create) is not V(false). The other
        states fail, except V(absent).
    type: str
    choices: [started, present, stopped, restarted, deployed, absent]
    default: started
  type:
    description:
      - V(docker-compose) runs containers on one host with Docker Compose. V(stack) runs services in Docker Swarm. The default of a new compose
        service is V(docker-compose).
      - A change is refused while anything of it exists in Docker, because Dokploy would leave it behind.
    type: str
    choices: [docker-compose, stack]
  source:
    description:
      - Source of the compose file. Required to create a compose service. Only the given suboptions change.
      - Suboptions of a type other than the current one are refused before the first write.
    type: dict
    suboptions:
      type:
        description:
          - V(raw) is a file from the task, in O(source.content), O(source.src), or O(source.template). V(git) is a file in a Git repository at any address.
          - V(github), V(gitlab), V(gitea), and V(bitbucket) are files in a repository of a Git provider that is configured in Dokploy.
          - V(template) creates it from a template of Dokploy's catalog, which also brings variables, files, and domains. Afterwards, the compose
            service is one with a V(raw) file, and the template has no more effect.
          - Required to create a compose service.
        type: str
        choices: [raw, git, github, gitlab, gitea, bitbucket, template]
      content:
        description:
          - The compose file, for O(source.type=raw). Mutually exclusive with O(source.src) and O(source.template).
          - The module refuses a text that is not YAML or has no services, which Dokploy would save.
          - The content is secret. Results and diffs do not show it.
        type: str
      src:
        description:
          - Path of the compose file on the controller, for O(source.type=raw). A relative path is searched for in C(files) and C(templates) of
            the role and the playbook, and beside them. C(ansible-vault) may encrypt the file.
          - Dokploy replaces C(${NAME}) by the values of O(env). The module does not render the file. See O(source.template).
        type: str
      template:
        description:
          - Path of a Jinja template of the compose file on the controller, for O(source.type=raw). A relative path is searched for as
            P(ansible.builtin.template#lookup) searches, and the template is rendered in the same way.
        type: str
      template_id:
        description:
          - ID of a template in the catalog, for O(source.type=template).
        type: str
      template_version:
        description:
          - Version that the template must have. The task fails before the first write where the catalog has another one, because Dokploy
            always takes the catalog's version.
        type: str
      template_url:
        description:
          - Address of the catalog. The default is Dokploy's own. Dokploy's server must reach it.
        type: str
      # generated: options of dokploy_application: source.url, source.provider, source.owner, source.repository, source.branch, source.ssh_key
      url:
        description:
          - Address of the repository, for O(source.type=git), for example V(git@git.example.com:shop/backend.git).
        type: str
      provider:
        description:
          - Name or ID of the Git provider in Dokploy, of the kind of O(source.type).
          - The provider must be authorized, which only Dokploy's pages can do. Before a deployment, the module asks the provider for the
            repository. The task fails before the first write where the provider is missing, unreachable, or not authorized, or does not
            list the repository.
        type: str
      owner:
        description:
          - Owner of the repository at O(source.provider), which is a user, an organization, a group, or a workspace.
          - Give a nested group of GitLab in full, for example V(shop/web), or by its last part.
        type: str
      repository:
        description:
          - Name of the repository at O(source.provider), as in the repository's address.
          - The module looks up GitLab's project and namespace and Bitbucket's slug, which Dokploy also requires.
        type: str
      branch:
        description:
          - Branch of the Git repository. Required for a deployment.
          - New commits are not a change. Use O(state=deployed) or O(deploy=always) to build them.
        type: str
      ssh_key:
        description:
          - Name or ID of an SSH key in Dokploy, for O(source.type=git).
        type: str
      # end of generated
      # generated: options of dokploy_application: source.submodules, source.trigger, source.watch_paths
      submodules:
        description:
          - Fetch the submodules of the Git repository. Dokploy's default is V(false).
        type: bool
      trigger:
        description:
          - Event for which a webhook of GitHub deploys, each push to O(source.branch) or each new tag, for O(source.type=github). Dokploy's
            default is V(push).
        type: str
        choices: [push, tag]
      watch_paths:
        description:
          - Patterns of paths in the Git repository. A webhook deploys only where one of these paths changed.
        type: list
        elements: str
      # end of generated
      compose_path:
        description:
          - Path of the compose file in the repository, for each O(source.type) except V(raw). Dokploy's default is V(./docker-compose.yml).
        type: str
  description:
    description:
      - Description of the compose service.
    type: str
  icon:
    description:
      - Icon in Dokploy's pages, as text of an image. Requires Dokploy v0.30.0 or later.
    type: str
  auto_deploy:
    description:
      - Allow webhooks to deploy the compose service. Dokploy's default is V(true).
    type: bool
  create_env_file:
    description:
      - Write the variables of O(env) to the file C(.env) beside the compose file. Dokploy's default is V(true). Requires Dokploy v0.30.0 or
        later. Older servers always write it.
    type: bool
  command:
    description:
      - Arguments of C(docker) with which Dokploy deploys the file, instead of its own. An empty text restores Dokploy's own.
      - Control characters of a shell are refused. V(&&) may be followed by C(docker compose) only, as in Dokploy v0.30.
      - With an own command, the module does not check whether the same services exist as in the file, because the command may select some of
        them.
    type: str
  isolated:
    description:
      - Run the services in a network of their own, which only Traefik joins. Dokploy's default is V(false).
      - The network has the C(app_name) of the compose service. Dokploy leaves it behind when the service is removed. Remove it with
        C(docker network rm) on the server.
    type: bool
  isolated_volumes:
    description:
      - With O(isolated=true), also add the name to each volume. Dokploy's default is V(false).
    type: bool
  randomize:
    description:
      - Add O(suffix) to all names of the file, so that several copies of it can run on one server. Dokploy's default is V(false).
      - The services have other names then, also in O(domains[].service_name).
    type: bool
  suffix:
    description:
      - Suffix for O(randomize), and the name of the network for O(isolated).
    type: str
  server:
    description:
      - Name or ID of the remote server on which to create the compose service. The default is Dokploy's own host.
      - Dokploy cannot move a compose service to another server, so a change is refused.
    type: str
  domains:
    description:
      - Domains of the services. The module creates missing domains and updates different ones. Host and path together identify a domain.
      - Domains that are not in the list stay, unless O(exclusive_domains=true).
      - A host and path that another service uses is refused, with the name of that service.
      - Dokploy adds a domain to the file as labels, so a changed domain requires a deployment.
    type: list
    elements: dict
    suboptions:
      # generated: options of dokploy_application: domains.host
      host:
        description:
          - Host without scheme and path, for example V(shop.example.com).
        type: str
        required: true
      # end of generated
      path:
        description:
          - Path that is routed to the compose service.
        type: str
        default: /
      # generated: options of dokploy_application: domains.port, domains.https, domains.certificate, domains.certificate_resolver, domains.entrypoint
      port:
        description:
          - Port that the container listens on. The module never guesses it.
        type: int
        required: true
      https:
        description:
          - Serve the domain with HTTPS. The default is V(true) where O(domains[].certificate) is given and not V(none).
        type: bool
      certificate:
        description:
          - Source of the certificate. V(custom) is your own resolver, named in O(domains[].certificate_resolver).
        type: str
        choices: [none, letsencrypt, custom]
      certificate_resolver:
        description:
          - Name of a resolver in Traefik's configuration. With it, the default of O(domains[].certificate) is V(custom).
        type: str
      entrypoint:
        description:
          - Name of the entry point in Traefik's configuration, instead of the default ones. Requires Dokploy v0.29.14 or later.
        type: str
      # end of generated
      # generated: options of dokploy_application: domains.middlewares, domains.strip_path, domains.internal_path, domains.enabled
      middlewares:
        description:
          - Names of middlewares in Traefik's configuration. Requires Dokploy v0.29.14 or later.
        type: list
        elements: str
      strip_path:
        description:
          - Remove O(domains[].path) before a request reaches the container.
        type: bool
      internal_path:
        description:
          - Path to prepend to the path of each request to the container. Dokploy's default is V(/).
        type: str
      enabled:
        description:
          - Enable the domain. Requires Dokploy v0.30.0 or later.
        type: bool
      # end of generated
      service_name:
        description:
          - Name of the service in the file. The module refuses a name that the file does not have, which would fail each deployment.
        type: str
        required: true
  # generated: options of dokploy_application: exclusive_domains
  exclusive_domains:
    description:
      - Remove domains that O(domains) does not list. With an empty list, the module removes all domains.
    type: bool
    default: false
  # end of generated
  mounts:
    description:
      - Files that Dokploy writes into the directory C(files) of the compose service, which a file can mount as V(../files/NAME).
        O(mounts[].file_path) identifies a file. Volumes and paths of the host belong to the compose file itself.
      - Files that are not in the list stay, unless O(exclusive_mounts=true).
    type: list
    elements: dict
    suboptions:
      file_path:
        description:
          - Path of the file in the directory C(files), for example V(nginx.conf).
        type: str
        required: true
      content:
        description:
          - Content of the file. Render templates with P(ansible.builtin.template#lookup). It is secret. Results and diffs do not show it.
          - The module cannot see in what runs whether others changed it. A change by this task deploys the compose service.
        type: str
  exclusive_mounts:
    description:
      - Remove files that O(mounts) does not list. With an empty list, the module removes all of them.
    type: bool
    default: false
  unset:
    description:
      - Names of options to reset to Dokploy's own default, for example V(command), V(suffix), or V(source.compose_path).
      - The task fails where it sets and unsets the same option.
    type: list
    elements: str
  deploy:
    description:
      - V(on_change) deploys where the difference requires it.
      - V(always) deploys each time, for mutable tags and branches. It always reports a change.
      - V(never) prevents deployments. RV(pending) lists the saved changes. A stopped compose service of O(type=docker-compose) may still start
        with the file that it ran with. The task fails where a deployment is required to start, and for the first deployment. Mutually exclusive
        with O(state=deployed).
    type: str
    choices: [on_change, always, never]
    default: on_change
  on_failure:
    description:
      - V(leave) keeps the failed state for inspection.
      - V(rollback) restores the values that this task changed, including domains, mounts, and other lists, and restores the previous state.
        A compose service in its first deployment is stopped. The task still fails.
      - If somebody else has changed one of these values since, or has started a newer deployment, V(rollback) restores nothing, and the
        error names these changes.
    type: str
    choices: [leave, rollback]
    default: leave
  create:
    description:
      - Create a missing compose service. With V(false), a missing compose service is an error.
    type: bool
    default: true
  apply_pending:
    description:
      - Allow O(state=restarted) to apply pending changes.
    type: bool
    default: false
  rename_to:
    description:
      - New name of the compose service. Where only a compose service with the new name exists, it counts as already renamed. The option never
        creates a compose service.
      - The name of the Docker service stays the same.
    type: str
  move_to:
    description:
      - Target environment. The compose service keeps its service, domains, and deployments.
      - Where the target contains the compose service under its name or O(rename_to), it counts as moved. The task fails where the compose service
        is in both environments, or in neither of them. The option never creates a compose service.
      - O(environment) is required with O(name). It is the environment to move from.
      - V(${{project.NAME}}) and V(${{environment.NAME}}) refer to the variables of the target environment. Where one of them does not exist
        there, the task fails before the first write, and names it. Where one has another value there, the module deploys a running compose
        service.
      - A missing target is an error, and in check mode a warning. Mutually exclusive with O(state=absent).
    type: dict
    suboptions:
      # generated: options of dokploy_application: move_to.project, move_to.environment, move_to.environment_id
      project:
        description:
          - Name of the project. Required, unless O(move_to.environment_id) is given.
        type: str
      environment:
        description:
          - Name of the environment. Required, unless O(move_to.environment_id) is given.
        type: str
      environment_id:
        description:
          - ID of the environment, instead of the names. Required where two environments have the same name.
        type: str
      # end of generated
  force:
    description:
      - Allow O(state=absent) to cancel a deployment that still runs after O(queue_timeout).
      - B(This cancels every) C(docker build) B(on that host, also those of other services.) Dokploy cannot cancel a single build.
    type: bool
    default: false
  remove_volumes:
    description:
      - Allow O(state=absent) to remove the volumes of the compose service with their data. By default, the module keeps all volumes, and
        RV(volumes_left) lists them. Volumes that the file declares as external always stay.
      - For O(type=stack), this requires Dokploy v0.30.0 or later. On an older server with volumes, the task fails before the first write.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.env
  - community.dokploy.env.changes
  - community.dokploy.service.deployment
  - community.dokploy.waiting
  - community.dokploy.waiting.follow
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(backend=docker) is refused, because Dokploy would not know about the change. O(backend=auto) uses the API only.
  - The module compares the services of the file, with the image, command, environment, replicas, published ports, health check, limits, volumes,
    networks, and Traefik's labels of each. RV(unverified) lists the values that the module cannot compute or see, for example of an image that
    is built, of an C(env_file) of a repository, or of a health check that a container may have from its image.
    It does not find other changes that somebody saved in Dokploy's pages. Use O(state=deployed) for them. It always deploys its own changes.
  - For a Git source, the module compares the file of the last deployment. New commits are not a change. Use O(state=deployed) or
    O(deploy=always) to deploy them.
  - Where the last deployment failed, the compose service is deployed again, and RV(pending) contains V(deployment).
  - A service that ends with exit code 0 and is not restarted has completed, and counts as healthy. In a stack it needs
    C(deploy.restart_policy.condition=none), because Swarm starts it again otherwise. One that ends with another exit code fails the task.
  - The values of O(env) replace C(${NAME}) in the file. Docker Compose reads them from the file C(.env).
  - Dokploy has no previews for compose services.
  - The module reads the log of a container on another node, and each log before Dokploy v0.29.0, over the WebSocket that Dokploy's pages use, which
    not every proxy forwards.
seealso:
  - module: community.dokploy.dokploy_compose_info
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_patch
  - ref: ansible_collections.community.dokploy.docsite.compose
    description: Types, health, and comparison of compose services.
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
"""

EXAMPLES = r"""
---
- name: Ensure the wiki runs
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: wiki
    source:
      type: raw
      template: wiki.yml.j2
    env:
      WIKI_PASSWORD: "{{ vault_wiki_password }}"
    domains:
      - host: wiki.example.com
        service_name: web
        port: 8080
        https: true
        certificate: letsencrypt
  register: wiki

- name: Ensure the queue runs as a stack in Docker Swarm
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: queue
    type: stack
    source:
      type: raw
      content: |
        services:
          broker:
            image: nats:2.10
            deploy:
              replicas: 3
          migrate:
            image: registry.example.com/shop/migrate:1.4.2
            deploy:
              restart_policy:
                condition: none
    on_failure: rollback

- name: Deploy a compose file from a Git repository
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: monitoring
    source:
      type: git
      url: https://git.example.com/shop/monitoring.git
      branch: main
      compose_path: ./deploy/compose.yml

- name: Create a compose service from a template
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: statistics
    source:
      type: template
      template_id: plausible
      template_version: v2.1.5
    domains:
      - host: statistics.example.com
        service_name: plausible
        port: 8000

- name: Deploy new commits of the branch
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: monitoring
    state: deployed

- name: Stop the wiki
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: wiki
    state: stopped

- name: Delete the wiki with its data
  community.dokploy.dokploy_compose:
    project: shop
    environment: production
    name: wiki
    state: absent
    remove_volumes: true
"""

RETURN = r"""
---
compose:
  description: The compose service as it is after the task, without its secrets. Contains the options by their names.
  type: dict
  returned: always
  contains:
    # generated: values of service compose
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
      sample: [{name: web, image: "wiki:2.5", replicas_running: 1, replicas_wanted: 1, completed: false, healthy: true, ports: []}]
    type:
      description: Value of O(type).
      type: str
      returned: always
      sample: null
    source:
      description: Values of the suboptions of O(source).
      type: dict
      returned: always
      contains:
        type:
          description: Value of O(source.type).
          type: str
          returned: always
          sample: docker
        url:
          description: Value of O(source.url). Credentials in it are masked.
          type: str
          returned: when the type is V(git)
          sample: git@git.example.com:shop/backend.git
        provider:
          description: Value of O(source.provider), as an ID. V(null) where the provider was removed.
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: gT3mWc8RbY1xKpLz5uQvN
        owner:
          description: Value of O(source.owner).
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: shop
        repository:
          description: Value of O(source.repository).
          type: str
          returned: when the type is V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: pages
        branch:
          description: Value of O(source.branch).
          type: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: main
        ssh_key:
          description: Value of O(source.ssh_key), as an ID.
          type: str
          returned: when the type is V(git)
          sample: Jr4sLz8QwYtN1cVbX6mKe
        compose_path:
          description: Value of O(source.compose_path).
          type: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: null
        submodules:
          description: Value of O(source.submodules).
          type: bool
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: false
        watch_paths:
          description: Value of O(source.watch_paths).
          type: list
          elements: str
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: [src/**]
        trigger:
          description: Value of O(source.trigger).
          type: str
          returned: when the type is V(github)
          sample: push
      sample:
        type: docker
        image: registry.example.com/shop/backend:1.4.2
        registry_url: registry.example.com
        username: deploy
    description:
      description: Value of O(description).
      type: str
      returned: always
      sample: Backend of the shop
    icon:
      description: Value of O(icon).
      type: str
      returned: always
      sample: null
    auto_deploy:
      description: Value of O(auto_deploy).
      type: bool
      returned: always
      sample: true
    env_keys:
      description: Names of the keys of O(env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [DATABASE_URL, LOG_LEVEL]
    create_env_file:
      description: Value of O(create_env_file).
      type: bool
      returned: always
      sample: true
    command:
      description: Value of O(command).
      type: str
      returned: always
      sample: null
    isolated:
      description: Value of O(isolated).
      type: bool
      returned: always
      sample: true
    isolated_volumes:
      description: Value of O(isolated_volumes).
      type: bool
      returned: always
      sample: true
    randomize:
      description: Value of O(randomize).
      type: bool
      returned: always
      sample: true
    suffix:
      description: Value of O(suffix).
      type: str
      returned: always
      sample: null
    domains:
      description: Values of O(domains), of all that exist.
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
          description: Value of O(domains[].host).
          type: str
          returned: always
          sample: shop.example.com
        path:
          description: Value of O(domains[].path). V(null) is the same as V(/).
          type: str
          returned: always
          sample: /
        port:
          description: Value of O(domains[].port).
          type: int
          returned: always
          sample: 8080
        https:
          description: Value of O(domains[].https).
          type: bool
          returned: always
          sample: true
        certificate:
          description: Value of O(domains[].certificate).
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: Value of O(domains[].certificate_resolver).
          type: str
          returned: always
          sample: null
        entrypoint:
          description: Value of O(domains[].entrypoint).
          type: str
          returned: with Dokploy v0.29.14 or later
          sample: null
        middlewares:
          description: Value of O(domains[].middlewares).
          type: list
          elements: str
          returned: with Dokploy v0.29.14 or later
          sample: []
        strip_path:
          description: Value of O(domains[].strip_path).
          type: bool
          returned: always
          sample: false
        internal_path:
          description: Value of O(domains[].internal_path).
          type: str
          returned: always
          sample: /
        enabled:
          description: Value of O(domains[].enabled).
          type: bool
          returned: with Dokploy v0.30.0 or later
          sample: true
        service_name:
          description: Value of O(domains[].service_name).
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
      description: Values of O(mounts), of all that exist.
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
          description: Value of O(mounts[].file_path).
          type: str
          returned: always
          sample: backend.conf
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    # end of generated
  sample: {id: hdoihUG0FmYC8GdoFEc-1, name: wiki, app_name: shop-wiki-x1y2z3, status: done, services: []}
# generated: results of service compose
previous:
  description: Previous values of the options that the task changed, by option name. Of secret dictionaries such as O(env), it contains the
    names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {description: Wiki of the shop}
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [update compose, deploy compose]
applied:
  description: Names of options with pending changes of others that an action of this task also applied.
  type: list
  elements: str
  returned: always
  sample: [services.web.image]
pending:
  description: Names of options with saved changes that are pending.
  type: list
  elements: str
  returned: always
  sample: [services.web.image]
unverified:
  description: Names of options that the module could not compare with what runs. They do not count as differences. V(service) means that
    the module could not see the service at all, for example because the API key cannot read Docker.
  type: list
  elements: str
  returned: always
  sample: [services.web.environment]
phase:
  description:
    - Phase that the task reached. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where the API key
      cannot read Docker, and with O(wait=false) also V(queued) or V(rolling).
    - Where the task was refused, it is the phase in which the module found the compose service, and empty where the module sent no request.
    - After a failure it is V(queued), V(building), V(rolling), V(unhealthy), V(swarm_rolled_back), V(stopping), V(removing), V(unreachable)
      where C(verify.url) does not answer, or V(unavailable) where Dokploy or Docker does not answer.
  type: str
  returned: always
  sample: running
deployment:
  description: Deployment of this task. V(null) without a deployment.
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
  sample: {id: c0mp05e, title: Ansible, description: "[0123456789]", status: done, error: ""}
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
  sample: [{task: x1y2z3, slot: shop-wiki-x1y2z3_web.1, service: web, image: "wiki:2.5", state: running, desired_state: running, age: 12}]
backend:
  description: Interface that the module used, V(api) or V(docker).
  type: str
  returned: always
  sample: api
urls:
  description: URLs of the enabled domains.
  type: list
  elements: str
  returned: always
  sample: [https://wiki.example.com/]
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "Exit code 1. Read the container's log."
undone:
  description: Changes that the module rolled back after the failure. V(false) where the rollback failed too.
  type: raw
  returned: on failure, when O(on_failure=rollback) had changes to roll back
  sample: [restore compose, deploy compose]
volumes_left:
  description: Names of volumes that Dokploy leaves on the host, with their data.
  type: list
  elements: str
  returned: when O(state=absent) deleted the compose service
  sample: [shop-wiki-x1y2z3_data]
volumes_removed:
  description: Names of removed volumes, with O(remove_volumes=true).
  type: list
  elements: str
  returned: when O(state=absent) deleted the compose service
  sample: []
build_log:
  description: End of the deployment's log, with secrets masked.
  type: str
  returned: on failure, when there is one
  sample: "Error: manifest for wiki:9 not found"
container_log:
  description: End of the log of the container that failed last, with secrets masked. Where that log cannot be read, it is the log of a
    running container, which Dokploy selects. During an update it may be a container of the previous version.
  type: str
  returned: on failure, when there is one
  sample: "migrate: cannot connect to the database"
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [mTcY8QxZ1LkP0nVwR5sJd (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.compose import compose_module

DEFINITION = compose_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
