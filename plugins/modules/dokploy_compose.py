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
      - The module reports the same actions as a real run. A missing project or environment is a warning, because an earlier task would have
        created it.
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
      host:
        description:
          - Host without scheme and path, for example V(shop.example.com).
        type: str
        required: true
      path:
        description:
          - Path that is routed to the compose service.
        type: str
        default: /
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
      service_name:
        description:
          - Name of the service in the file. The module refuses a name that the file does not have, which would fail each deployment.
        type: str
        required: true
  exclusive_domains:
    description:
      - Remove domains that O(domains) does not list. With an empty list, the module removes all domains.
    type: bool
    default: false
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
  - Before Dokploy v0.29.0, the module cannot read the logs of containers. Dokploy reads logs of containers on its own node only.
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
    id:
      description: Its ID.
      type: str
      returned: when it exists
      sample: hdoihUG0FmYC8GdoFEc-1
    name:
      description: Its name.
      type: str
      returned: when it exists
      sample: wiki
    app_name:
      description: Its name in Docker, of the stack or the project of Docker Compose.
      type: str
      returned: when it exists
      sample: shop-wiki-x1y2z3
    status:
      description: Dokploy's own status, which is not proof that it runs. See RV(phase).
      type: str
      returned: when it exists
      sample: done
    services:
      description: Each service that runs, with its image, replicas, and published ports.
      type: list
      elements: dict
      returned: when it exists
      contains:
        name:
          description: Its name in the file.
          type: str
          returned: always
          sample: web
        image:
          description: The image that runs.
          type: str
          returned: always
          sample: wiki:2.5
        replicas_running:
          description: Number of containers that run.
          type: int
          returned: always
          sample: 1
        replicas_wanted:
          description: Number of containers that should run.
          type: int
          returned: always
          sample: 1
        completed:
          description: Whether it has ended with exit code 0, and is not started again.
          type: bool
          returned: always
          sample: false
        healthy:
          description: Whether it runs and is healthy, or has completed.
          type: bool
          returned: always
          sample: true
        ports:
          description: Ports of the host that lead to it.
          type: list
          elements: dict
          returned: always
          sample: [{published_port: 8080, target_port: 80, protocol: tcp}]
      sample: [{name: web, image: "wiki:2.5", replicas_running: 1, replicas_wanted: 1, completed: false, healthy: true, ports: []}]
  sample: {id: hdoihUG0FmYC8GdoFEc-1, name: wiki, app_name: shop-wiki-x1y2z3, status: done, services: []}
previous:
  description: The values before, of the options that the task changed. Secrets are not shown.
  type: dict
  returned: always
  sample: {description: Wiki of the shop}
actions:
  description: What the task did, or in check mode would do, in this order.
  type: list
  elements: str
  returned: always
  sample: [update compose, deploy compose]
applied:
  description: Changes of others that the deployment of this task also applied.
  type: list
  elements: str
  returned: always
  sample: [services.web.image]
pending:
  description: Options and parts of services whose saved values do not run yet.
  type: list
  elements: str
  returned: always
  sample: [services.web.image]
unverified:
  description: What the module could not check.
  type: list
  elements: str
  returned: always
  sample: [services.web.environment]
phase:
  description:
    - V(running), V(stopped), V(never_deployed), or V(absent), by what runs and not by Dokploy's status.
    - On failure the step that failed, for example V(building), V(rolling), V(unhealthy), or V(swarm_rolled_back).
  type: str
  returned: always
  sample: running
deployment:
  description: The deployment of this task. V(null) where it did not deploy.
  type: dict
  returned: always
  sample: {id: c0mp05e, title: Ansible, description: "[0123456789]", status: done, error: ""}
containers:
  description: The containers, or the tasks of a stack on all nodes, without their environment variables.
  type: list
  elements: dict
  returned: always
  sample: [{task: x1y2z3, slot: shop-wiki-x1y2z3_web.1, service: web, image: "wiki:2.5", state: running, desired_state: running, age: 12}]
backend:
  description: The backend that was used, which is V(api).
  type: str
  returned: always
  sample: api
urls:
  description: The URLs of the enabled domains.
  type: list
  elements: str
  returned: always
  sample: [https://wiki.example.com/]
volumes_left:
  description: Volumes that the removed compose service leaves on its server, with the data.
  type: list
  elements: str
  returned: with O(state=absent), when the compose service existed
  sample: [shop-wiki-x1y2z3_data]
volumes_removed:
  description: Volumes that were removed.
  type: list
  elements: str
  returned: with O(state=absent), when the compose service existed
  sample: []
build_log:
  description: The end of the deployment's log. Known secrets are masked. Requires Dokploy v0.29.5 or later.
  type: str
  returned: on failure of a deployment, when there is one
  sample: "Error: manifest for wiki:9 not found"
container_log:
  description: The end of the log of the service that failed. Known secrets are masked.
  type: str
  returned: on failure, when there is one
  sample: "migrate: cannot connect to the database"
undone:
  description: What O(on_failure=rollback) restored. V(false) where that failed, too.
  type: raw
  returned: on failure, with O(on_failure=rollback)
  sample: [restore compose, deploy compose]
next_step:
  description: What to do about a failure. Empty where there was none.
  type: str
  returned: always
  sample: "Exit code 1. Read the container's log."
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [mTcY8QxZ1LkP0nVwR5sJd (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.compose import compose_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run

DEFINITION = compose_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
