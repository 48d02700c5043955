#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_application
short_description: Deploy, configure, start, stop, and delete applications of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Brings an application of a Dokploy server to the given state, and waits until it runs.
  - The module compares the saved configuration with what runs in Docker Swarm, and takes the cheapest action that makes them equal, which
    is no action, a reload, or a deployment. The guides below explain the decision.
  - Only the given options change, also inside nested options. An option that is left out or V(null) stays as it is. An empty text or list
    clears an option, and so does O(unset).
  - The module adopts an existing application. It does not create a project or an environment.
attributes:
  check_mode:
    support: full
    details:
      - The module reports the same actions as a real run. A missing project, environment, or other resource that an option names is
        a warning, because an earlier task of the playbook may create it. The module does not wait for the deployments of others.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - O(state=restarted), O(state=reloaded), O(state=deployed), and O(deploy=always) request an event, and report a change each time.
      - With all other values, a second run sends no write.
  async:
    support: full
options:
  project:
    description:
      - Name of the project. Required with O(name), unless O(environment_id) is given.
      - With an ID, O(app_name), or O(domain_host), the task fails where the application has another O(project), O(environment), or O(name).
    type: str
  environment:
    description:
      - Name of the environment. Optional where the project has one environment. Where it has several, the error lists them.
      - O(state=absent) and O(state=stopped) always require it, unless an ID, O(app_name), or O(domain_host) addresses the application.
    type: str
  name:
    description:
      - Name of the application, as Dokploy's pages show it.
      - Dokploy allows several applications with the same name. Two in the same environment are an error that lists their IDs.
    type: str
  application_id:
    description:
      - ID of an existing application, instead of the names.
    type: str
  app_name:
    description:
      - Full name of the Docker service of an existing application, with the suffix that Dokploy added, instead of the names. Every result
        contains it.
    type: str
  domain_host:
    description:
      - Host of a domain of an existing application, instead of the names.
    type: str
  state:
    description:
      - V(started) saves the given options, and ensures that the application runs. It deploys an application that was never deployed. It
        starts a stopped one with all of its replicas by a reload, or by a deployment where a build setting changed or the image was
        removed. It leaves a running one alone, reloads it, or deploys it, depending on the difference. The task also fails where no action
        is needed and the application does not run.
      - V(present) does the same for a running application. For a stopped one, and for one that was never deployed, it only saves the
        options.
      - V(stopped) saves the given options, and stops the application. It is refused for a service in global mode, which Dokploy cannot
        stop.
      - V(restarted) replaces the replicas of a running application with new ones of the same specification. Where changes are pending, it
        is refused with their names, unless O(apply_pending=true). A stopped application is handled as with V(started). An application that
        was never deployed is refused.
      - V(reloaded) applies the saved runtime configuration without a build or a pull, and starts a stopped application. It is refused where
        build settings are pending, where the image was removed, and for an application that was never deployed.
      - V(deployed) always deploys, which fetches the source, or the newest content of the tag.
      - V(absent) deletes the application. It removes waiting deployments, waits up to O(queue_timeout) for a running one, and verifies that
        the service was removed. A missing application is no change, even where its project is missing.
      - V(started), V(present), and V(deployed) create a missing application, if O(source) is given and O(create) is not V(false). The other
        states fail, except V(absent).
    type: str
    choices: [started, present, stopped, restarted, reloaded, deployed, absent]
    default: started
  source:
    description:
      - Source of the application. Required to create an application. Only the given suboptions change.
      - Suboptions of a type other than the current one are refused before the first write.
    type: dict
    suboptions:
      type:
        description:
          - V(docker) runs an image. V(git) builds a Git repository at any address.
          - V(github), V(gitlab), V(gitea), and V(bitbucket) build a repository of a Git provider that is configured in Dokploy.
          - V(drop) uploads the files of O(source.src), and builds them.
          - Required to create an application.
        type: str
        choices: [docker, git, github, gitlab, gitea, bitbucket, drop]
      image:
        description:
          - Image for O(source.type=docker).
          - New content of the same tag is not a change. Use O(state=deployed) or O(deploy=always) for mutable tags such as V(latest).
        type: str
      registry:
        description:
          - Name or ID of a registry in Dokploy, for O(source.type=docker). The module copies its address, user, and password to the
            application, because Dokploy reads only these for a docker source. After a change in the registry, the next run copies them
            again.
          - An empty text clears the copied values. Mutually exclusive with O(source.registry_url), O(source.username), and
            O(source.password).
        type: str
      registry_url:
        description:
          - Address of the registry for O(source.username), for O(source.type=docker), for example V(registry.example.com).
        type: str
      username:
        description:
          - User of the registry, for O(source.type=docker).
        type: str
      password:
        description:
          - Password or token of the registry, for O(source.type=docker).
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
      path:
        description:
          - Directory in the repository or in O(source.src) to build, for each O(source.type) except V(docker). Dokploy's default is V(/).
        type: str
      src:
        description:
          - Path of a directory or a zip file on the host that the task runs on, for O(source.type=drop). The module uploads it where its
            content differs from what runs, and the upload deploys the application. Required to create an application.
          - The module does not upload C(.git) and the files that a C(.dockerignore) in its root excludes, and ignores their changes. It
            also ignores times and modes of files. Dokploy keeps no modes, so no file is executable after the upload.
          - A link within the directory is uploaded as its target. Links that leave the directory, links in a zip file, and special files
            are refused. With Dokploy v0.29.3 or later, paths may contain only ASCII letters, digits, spaces, underscores, slashes, dots,
            colons, square brackets, and hyphens, because Dokploy rejects other characters.
          - Where O(state) only saves options, the module uploads nothing, and RV(pending) lists V(source.src).
          - A deployment by a task without this option builds the last upload. It is refused where the module cannot verify that this upload
            ran.
          - Dokploy sets its own title for the deployment, so O(deployment_title) has no effect on it.
        type: path
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
  build:
    description:
      - How Dokploy builds a source that is not an image. Only the given suboptions change.
      - Suboptions of a type other than the current one are refused before the first write.
    type: dict
    suboptions:
      type:
        description:
          - Build type. The default of a new application with a source other than O(source.type=docker) is V(dockerfile).
          - V(static) serves the files with nginx. V(heroku) and V(paketo) are buildpacks. V(nixpacks), V(railpack), V(heroku), and
            V(paketo) read O(env) during the build, so that a changed variable requires a build.
          - Dokploy downloads the builders and their dependencies during the build.
        type: str
        choices: [dockerfile, nixpacks, railpack, heroku, paketo, static]
      dockerfile:
        description:
          - Path of the Dockerfile, relative to O(source.path), for O(build.type=dockerfile). Dokploy's default is V(Dockerfile).
        type: str
      context:
        description:
          - Path of the build context, for O(build.type=dockerfile).
        type: str
      stage:
        description:
          - Stage of the Dockerfile to build, for O(build.type=dockerfile). The default is the last stage.
        type: str
      create_env_file:
        description:
          - Write the variables of O(env) to a C(.env) file beside the Dockerfile, so that the build can read them, for
            O(build.type=dockerfile) and O(build.type=static). Dokploy's default is V(true).
          - With V(true), a changed variable requires a build. With V(false), a reload is enough.
          - Requires Dokploy v0.26.1 or later.
        type: bool
      publish_directory:
        description:
          - Directory that nginx serves. It is part of the source for O(build.type=static), and part of the build's output for
            O(build.type=nixpacks).
        type: str
      single_page:
        description:
          - Answer with C(index.html) for missing files, for O(build.type=static), and for O(build.type=nixpacks) with
            O(build.publish_directory). Dokploy's default is V(false).
        type: bool
      railpack_version:
        description:
          - Version number of Railpack, for O(build.type=railpack). Dokploy sets its own default. Unsetting the option saves V(0.15.4), the
            default of Dokploy v0.28.8 to v0.30.2.
        type: str
      heroku_version:
        description:
          - Version of Heroku's builder, for O(build.type=heroku). Dokploy's default is V(24).
        type: str
      clean_cache:
        description:
          - Start each build without a cache. Dokploy's default is V(false).
        type: bool
  previews:
    description:
      - How Dokploy creates previews of pull requests, each with its own service and domain. Only the given suboptions change. Changes apply
        to previews that are created or deployed later, and do not replace the application's replicas.
      - Dokploy creates previews for pull requests of GitHub only. M(community.dokploy.dokploy_preview_deployment) deploys a preview again,
        or removes it.
    type: dict
    suboptions:
      enabled:
        description:
          - Create previews. Dokploy's default is V(false).
        type: bool
      wildcard:
        description:
          - Wildcard domain of the previews, for example V(*.preview.example.com). By default, Dokploy uses a public DNS service that
            resolves to the server's address.
        type: str
      port:
        description:
          - Port that the application listens on. Dokploy's default is V(3000).
        type: int
      path:
        description:
          - Path of a preview's domain. Dokploy's default is V(/).
        type: str
      https:
        description:
          - Serve a preview's domain with HTTPS. Dokploy's default is V(false).
        type: bool
      certificate:
        description:
          - Source of the certificate of a preview's domain. Dokploy's default is V(none).
        type: str
        choices: [none, letsencrypt, custom]
      certificate_resolver:
        description:
          - Name of a resolver in Traefik's configuration, for O(previews.certificate=custom).
        type: str
      limit:
        description:
          - Maximum number of previews. Dokploy's default is V(3).
        type: int
      labels:
        description:
          - Labels of pull requests. Dokploy creates a preview only for a pull request with one of these labels. By default, all pull
            requests get one.
        type: list
        elements: str
      collaborators_only:
        description:
          - Create previews only for pull requests of users with write access to the repository. Dokploy's default is V(true). With
            V(false), anybody who can open a pull request can run code on the server.
        type: bool
  preview_env:
    description:
      - Environment variables of the containers of previews, which do not get O(env). The values are secret, and follow the rules of O(env).
      - Dokploy adds C(DOKPLOY_DEPLOY_URL), the host of the preview.
    type: dict
  # generated: merge options of preview_env
  preview_env_mode:
    description:
      - V(merge) sets the variables of O(preview_env), and keeps the other names, comments, and order.
      - V(replace) also removes the variables that O(preview_env) does not list.
      - V(existing) is V(merge) for existing names only. With another name the task fails before the first write.
    type: str
    choices: [merge, replace, existing]
    default: merge
  preview_env_remove:
    description:
      - Names to remove from the saved variables. Missing names are ignored.
    type: list
    elements: str
  preview_env_layout:
    description:
      - Comments, blank lines, and order of the variables, where none are saved yet, or with O(preview_env_mode=replace). See O(env_layout).
    type: str
  # end of generated
  preview_build_args:
    description:
      - Build arguments of previews. The values are secret, and follow the rules of O(build_args).
    type: dict
  # generated: merge options of preview_build_args
  preview_build_args_mode:
    description:
      - V(merge) sets the arguments of O(preview_build_args), and keeps the other names, comments, and order.
      - V(replace) also removes the arguments that O(preview_build_args) does not list.
      - V(existing) is V(merge) for existing names only. With another name the task fails before the first write.
    type: str
    choices: [merge, replace, existing]
    default: merge
  preview_build_args_remove:
    description:
      - Names to remove from the saved arguments. Missing names are ignored.
    type: list
    elements: str
  preview_build_args_layout:
    description:
      - Comments, blank lines, and order of the arguments, where none are saved yet, or with O(preview_build_args_mode=replace). See O(env_layout).
    type: str
  # end of generated
  preview_build_secrets:
    description:
      - Build secrets of previews. The values are secret, and follow the rules of O(build_secrets).
    type: dict
  # generated: merge options of preview_build_secrets
  preview_build_secrets_mode:
    description:
      - V(merge) sets the secrets of O(preview_build_secrets), and keeps the other names, comments, and order.
      - V(replace) also removes the secrets that O(preview_build_secrets) does not list.
      - V(existing) is V(merge) for existing names only. With another name the task fails before the first write.
    type: str
    choices: [merge, replace, existing]
    default: merge
  preview_build_secrets_remove:
    description:
      - Names to remove from the saved secrets. Missing names are ignored.
    type: list
    elements: str
  preview_build_secrets_layout:
    description:
      - Comments, blank lines, and order of the secrets, where none are saved yet, or with O(preview_build_secrets_mode=replace). See O(env_layout).
    type: str
  # end of generated
  build_server:
    description:
      - Name or ID of a build server in Dokploy that builds the source. Requires O(build_registry), through which the image reaches the
        server that runs it. Refused for a docker source.
    type: str
  build_registry:
    description:
      - Name or ID of the registry in Dokploy that transfers the image from O(build_server).
    type: str
  push_registry:
    description:
      - Name or ID of a registry in Dokploy. Dokploy pushes each built image to it, and the nodes of the Swarm pull the image from it.
      - It does not provide credentials for a docker source. Use O(source.registry) for these. Dokploy copies the image of a docker source
        to the registry and continues to run the original, so the module warns.
    type: str
  rollback_registry:
    description:
      - Name or ID of a registry in Dokploy that keeps the image of each deployment, so that Dokploy's pages can roll back to it.
      - It enables Dokploy's rollbacks. An empty text and O(unset) disable them. A change applies to the following deployments, and starts
        none.
    type: str
  description:
    description:
      - Description of the application.
    type: str
  icon:
    description:
      - Image that Dokploy's pages show beside the name, as an address that begins with C(data:), of at most 2 MiB.
      - Requires Dokploy v0.29.14 or later.
    type: str
  auto_deploy:
    description:
      - Allow webhooks to deploy the application. Dokploy's default is V(true).
    type: bool
  build_args:
    description:
      - Build arguments. The values are secret, and follow the rules of O(env).
      - Changes require a deployment.
    type: dict
  # generated: merge options of build_args
  build_args_mode:
    description:
      - V(merge) sets the arguments of O(build_args), and keeps the other names, comments, and order.
      - V(replace) also removes the arguments that O(build_args) does not list.
      - V(existing) is V(merge) for existing names only. With another name the task fails before the first write.
    type: str
    choices: [merge, replace, existing]
    default: merge
  build_args_remove:
    description:
      - Names to remove from the saved arguments. Missing names are ignored.
    type: list
    elements: str
  build_args_layout:
    description:
      - Comments, blank lines, and order of the arguments, where none are saved yet, or with O(build_args_mode=replace). See O(env_layout).
    type: str
  # end of generated
  build_secrets:
    description:
      - Build secrets, which a Dockerfile mounts. The values follow the rules of O(env).
      - Changes require a deployment.
    type: dict
  # generated: merge options of build_secrets
  build_secrets_mode:
    description:
      - V(merge) sets the secrets of O(build_secrets), and keeps the other names, comments, and order.
      - V(replace) also removes the secrets that O(build_secrets) does not list.
      - V(existing) is V(merge) for existing names only. With another name the task fails before the first write.
    type: str
    choices: [merge, replace, existing]
    default: merge
  build_secrets_remove:
    description:
      - Names to remove from the saved secrets. Missing names are ignored.
    type: list
    elements: str
  build_secrets_layout:
    description:
      - Comments, blank lines, and order of the secrets, where none are saved yet, or with O(build_secrets_mode=replace). See O(env_layout).
    type: str
  # end of generated
  server:
    description:
      - Name or ID of the remote server on which to create the application. The default is Dokploy's own host.
      - Dokploy cannot move an application to another server, so a change is refused.
    type: str
  domains:
    description:
      - Domains of the application. The module creates missing domains and updates different ones. Host and path together identify a domain.
      - Domains that are not in the list stay, unless O(exclusive_domains=true).
      - A host and path that another application uses is refused, with the name of that application.
      - Dokploy applies a domain immediately, without replacing containers.
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
          - Path that is routed to the application.
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
  exclusive_domains:
    description:
      - Remove domains that O(domains) does not list. With an empty list, the module removes all domains.
    type: bool
    default: false
  mounts:
    description:
      - Mounts of the container. The module creates missing mounts and updates different ones. O(mounts[].mount_path) identifies a mount.
      - Mounts that are not in the list stay, unless O(exclusive_mounts=true).
      - Without a saved placement, Dokploy runs an application with mounts on manager nodes only.
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - V(volume) is a Docker volume, which Docker creates where it is missing. V(bind) is a path of the host. V(file) is a file that
            Dokploy writes and keeps.
        type: str
        choices: [volume, bind, file]
        required: true
      mount_path:
        description:
          - Path in the container.
        type: str
        required: true
        aliases: [target]
      source:
        description:
          - Name of the volume or path on the host, depending on the type. Alternative to O(mounts[].volume_name) and O(mounts[].host_path).
        type: str
      volume_name:
        description:
          - Name of the volume. Required for O(mounts[].type=volume).
        type: str
      host_path:
        description:
          - Path on the host, which must exist. Required for O(mounts[].type=bind).
        type: str
      file_path:
        description:
          - Path of the file in the directory where Dokploy keeps the application's files, for example V(nginx.conf). Required for
            O(mounts[].type=file).
        type: str
      content:
        description:
          - Content of the file, for O(mounts[].type=file). Render templates with P(ansible.builtin.template#lookup).
          - The content is secret, because such files often contain passwords. Results and diffs do not show it.
          - The module cannot see in what runs whether others changed it. A change by this task reloads the application.
        type: str
  exclusive_mounts:
    description:
      - Remove mounts that O(mounts) does not list. With an empty list, the module removes all mounts. The data in volumes and the files on
        the host stay.
    type: bool
    default: false
  ports:
    description:
      - Ports of the container to publish on the host, without Traefik. The module creates missing ports and updates different ones.
        O(ports[].published_port) and O(ports[].protocol) together identify a port.
      - Ports that are not in the list stay, unless O(exclusive_ports=true).
      - Refused where an endpoint specification is saved, because Dokploy would silently ignore the ports.
    type: list
    elements: dict
    suboptions:
      published_port:
        description:
          - Port on the host.
        type: int
        required: true
      target_port:
        description:
          - Port that the container listens on.
        type: int
        required: true
      protocol:
        description:
          - Protocol of the port.
        type: str
        choices: [tcp, udp]
        default: tcp
      publish_mode:
        description:
          - V(ingress) publishes the port on each node of the Swarm, and V(host) only on nodes where a container runs. With V(host), a node
            can run only one container, so an update must be V(stop-first). The default of a new port is V(ingress).
        type: str
        choices: [ingress, host]
  exclusive_ports:
    description:
      - Remove ports that O(ports) does not list. With an empty list, the module removes all ports.
    type: bool
    default: false
  redirects:
    description:
      - Redirects of the application's domains. The module creates missing redirects and updates different ones. O(redirects[].regex)
        identifies a redirect.
      - Redirects that are not in the list stay, unless O(exclusive_redirects=true).
      - Dokploy applies a redirect immediately, without replacing containers.
    type: list
    elements: dict
    suboptions:
      regex:
        description:
          - Regular expression in Go's syntax, which must match the whole address.
        type: str
        required: true
      replacement:
        description:
          - Target address. V(${1}) is the first group of the expression.
        type: str
        required: true
      permanent:
        description:
          - Allow browsers to cache the redirect. The default of a new redirect is V(false).
        type: bool
  exclusive_redirects:
    description:
      - Remove redirects that O(redirects) does not list. With an empty list, the module removes all redirects.
    type: bool
    default: false
  basic_auth:
    description:
      - Users that can access the application's domains with a password. Without users, access needs no password. The module creates missing
        users and updates those with a different password. O(basic_auth[].username) identifies a user.
      - Users that are not in the list stay, unless O(exclusive_basic_auth=true).
      - Dokploy applies a user immediately, without replacing containers.
    type: list
    elements: dict
    suboptions:
      username:
        description:
          - Name of the user.
        type: str
        required: true
      password:
        description:
          - Password of the user. It is secret. Results and diffs do not show it.
        type: str
        required: true
  exclusive_basic_auth:
    description:
      - Remove users that O(basic_auth) does not list. With an empty list, the module removes all users, and access to the domains needs no
        password.
    type: bool
    default: false
  unset:
    description:
      - Names of options to reset to Dokploy's own default, for example V(healthcheck), V(memory_limit), V(replicas), or V(source.path).
      - The task fails where it sets and unsets the same option.
    type: list
    elements: str
  deploy:
    description:
      - V(on_change) deploys where the difference requires it.
      - V(always) deploys each time, for mutable tags and branches. It always reports a change.
      - V(never) prevents builds and changes to what runs. RV(pending) lists the saved changes. A reload may still start a stopped
        application. The task fails where the application needs a deployment to start, and for its first deployment. Mutually exclusive with
        O(state=deployed).
    type: str
    choices: [on_change, always, never]
    default: on_change
  on_failure:
    description:
      - V(leave) keeps the failed state for inspection.
      - V(rollback) restores the values that this task changed, including domains, mounts, and other lists, and restores the previous state.
        An application in its first deployment is stopped. The task still fails.
      - If somebody else has changed one of these values since, or has started a newer deployment, V(rollback) restores nothing, and the
        error names these changes.
    type: str
    choices: [leave, rollback]
    default: leave
  create:
    description:
      - Create a missing application. With V(false), a missing application is an error.
    type: bool
    default: true
  apply_pending:
    description:
      - Allow O(state=restarted) to apply pending changes.
    type: bool
    default: false
  rename_to:
    description:
      - New name of the application. Where only an application with the new name exists, it counts as already renamed. The option never
        creates an application.
      - The name of the Docker service stays the same.
    type: str
  move_to:
    description:
      - Target environment. The application keeps its service, domains, and deployments.
      - Where the target contains the application under its name or O(rename_to), it counts as moved. The task fails where the application
        is in both environments, or in neither of them. The option never creates an application.
      - O(environment) is required with O(name). It is the environment to move from.
      - V(${{project.NAME}}) and V(${{environment.NAME}}) refer to the variables of the target environment. Where one of them does not exist
        there, the task fails before the first write, and names it. Where one has another value there, the module reloads a running
        application, or deploys it if its build reads the variable.
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
      - B(This cancels every) C(docker build) B(on that host, also those of other applications.) Dokploy cannot cancel a single build.
    type: bool
    default: false
  remove_volumes:
    description:
      - Allow O(state=absent) to remove the mounted volumes with their data. By default, the module keeps all volumes, and RV(volumes_left)
        lists them.
      - The module keeps a volume that another container uses, or that is on a node other than the application's server, and warns of it.
      - Requires Dokploy v0.30.0 or later. On an older server with volumes, the task fails before the first write.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.env
  - community.dokploy.env.changes
  - community.dokploy.service
  - community.dokploy.service.replication
  - community.dokploy.service.deployment
  - community.dokploy.waiting
  - community.dokploy.waiting.follow
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - O(state=restarted), O(state=reloaded), O(state=deployed), and O(deploy=always) are not idempotent. They report a change each time, in
    check mode too.
  - Dokploy marks a deployment as V(done) when Docker has accepted the service. This includes containers that crash immediately, and updates
    that Swarm rolled back. The module therefore checks the replicas, Swarm's update status, and the specification that the service really
    runs.
  - Build settings cannot be seen in what runs. The module saves a container label C(community.dokploy.build) with them, and deploys where
    the running label differs from the saved settings. A reload in Dokploy's own pages copies the label without a build, and so hides
    pending build settings. Use O(state=deployed) then. For an application without the label, RV(unverified) lists the build settings.
  - Dokploy has no locks. The module reads variables again immediately before it writes them, and verifies them afterwards. A change by
    somebody else between that read and the write is lost. The module writes other options separately, so that only changes of the same
    option can be lost. Two controllers that create the same application at the same time leave one, unless the one that gives way is
    interrupted.
  - After a lost answer, the module checks whether its deployment arrived before it sends anything again. For a Git source, Dokploy
    overwrites the mark that identifies the deployment. Where the module finds only a newer deployment by somebody, it treats it as its own,
    with a warning.
  - YAML reads V(yes) as a boolean, V(0755) as 493, and V(12:30:45) as 45045. Quote values of O(env) and O(labels), as in V("0755"). Also
    quote O(cpu_limit).
  - Services in a job mode are refused, because Docker rejects Dokploy's requests for them.
  - Before Dokploy v0.29.5, failures contain no log of the deployment. The module reads the log of a container that failed over the
    WebSocket of Dokploy's pages, which not every proxy forwards.
  - The key of a member with access to one application can change O(env), O(build_args), and O(build_secrets), deploy, reload, start, stop,
    and change O(domains). Other options require the permission to update services. RV(unverified) lists the Docker data that such a key
    cannot read.
seealso:
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_project
  - module: community.dokploy.dokploy_environment
  - plugin: community.dokploy.from_dotenv
    plugin_type: filter
  - ref: ansible_collections.community.dokploy.docsite.quick_start
    description: Deploy a first application step by step.
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
  - ref: ansible_collections.community.dokploy.docsite.how_it_decides
    description: Rules by which a task does nothing, reloads, or deploys.
"""

EXAMPLES = r"""
---
- name: Deploy the released image of the shop's backend
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: started
    source:
      type: docker
      image: registry.example.com/shop/backend:1.4.2
    env:
      LOG_LEVEL: info
      FILE_MODE: "0755"
      WORKERS: "{{ backend_workers | string }}"
      DATABASE_URL: "{{ vault_database_url }}"
      SMTP_HOST: !unsafe ${{project.SMTP_HOST}}
    env_remove:
      - OLD_FLAG
    replicas: 2
    memory_limit: 512M
    cpu_limit: "0.5"
    healthcheck:
      test: [CMD, wget, -qO-, "http://localhost:8080/health"]
      interval: 10s
      start_period: 30s
    domains:
      - host: shop.example.com
        port: 8080
        https: true
        certificate: letsencrypt
    verify:
      url: https://shop.example.com/health
    deployment_title: Release 1.4.2


- name: Preview the changes of the task
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    source:
      image: registry.example.com/shop/backend:1.5.0
  check_mode: true
  diff: true
  register: plan


- name: Deploy a new version and roll back on failure
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    source:
      image: registry.example.com/shop/backend:1.5.0
    verify:
      url: https://shop.example.com/health
      status_code: [200, 204]
    on_failure: rollback


- name: Deploy an image from a private registry that is configured in Dokploy
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    source:
      type: docker
      image: registry.example.com/shop/backend:1.4.2
      registry: Company registry


- name: Deploy an image from a private registry with its own credentials
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    source:
      type: docker
      image: registry.example.com/shop/backend:1.4.2
      registry_url: registry.example.com
      username: deploy
      password: "{{ vault_registry_password }}"


- name: Build the pages from a Dockerfile in a Git repository
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    source:
      type: git
      url: git@git.example.com:shop/pages.git
      branch: main
      ssh_key: Deploy key
      watch_paths:
        - src/**
    build:
      type: dockerfile
      dockerfile: deploy/Dockerfile
      stage: production
    build_args:
      NODE_ENV: production
    build_secrets:
      NPM_TOKEN: "{{ vault_npm_token }}"
    domains:
      - host: www.example.com
        port: 3000
        certificate: letsencrypt


- name: Build the pages from a repository of a Git provider that is configured in Dokploy
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    source:
      type: gitea
      provider: Company Gitea
      owner: shop
      repository: pages
      branch: main


- name: Upload the pages from the control node if they changed
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    source:
      type: drop
      src: "{{ playbook_dir }}/build/pages"
  delegate_to: localhost


- name: Build the newest commit of the branch on each run
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    state: deployed
    deployment_title: Nightly


- name: Rotate a password of an existing variable
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    env:
      DATABASE_URL: "{{ vault_database_url }}"
    env_mode: existing


- name: Reset settings to Dokploy's own defaults
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    unset:
      - healthcheck
      - memory_limit
      - update_config


- name: Set all domains and remove others
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    domains:
      - host: shop.example.com
        port: 8080
        certificate: letsencrypt
      - host: api.example.com
        path: /shop
        port: 8080
        strip_path: true
        certificate_resolver: internal
    exclusive_domains: true


- name: Ensure the backend has a volume, a configuration file, and a published port
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    mounts:
      - type: volume
        volume_name: backend-uploads
        mount_path: /srv/uploads
      - type: file
        file_path: backend.conf
        content: "{{ lookup('ansible.builtin.template', 'backend.conf.j2') }}"
        mount_path: /etc/backend.conf
    ports:
      - published_port: 5044
        target_port: 5044
    exclusive_ports: true


- name: Protect the pages with a password and redirect an old address
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    basic_auth:
      - username: editor
        password: "{{ vault_editor_password }}"
    redirects:
      - regex: ^https://www.example.com/old/(.*)
        replacement: https://www.example.com/new/${1}
        permanent: true


- name: Spread the workers over the zones and raise the limit of open files
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: worker
    placement:
      constraints:
        - node.role==worker
      preferences:
        - spread: node.labels.zone
      replicas_max_per_node: 2
    ulimits:
      - name: nofile
        soft: 65536


- name: Update replicas one by one and pause at the first failure
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    update_config:
      parallelism: 1
      delay: 10s
      order: start-first
      failure_action: pause
    stop_grace_period: 30s


- name: Save settings without applying them
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    memory_limit: 1G
    deploy: never


- name: Stop the backend for maintenance
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: stopped


- name: Start the backend with all of its replicas
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: started


- name: Restart the backend with the same version
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: restarted


- name: Apply the saved configuration without a build or a pull
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: reloaded


- name: Pull and deploy a mutable tag on each run
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: worker
    source:
      type: docker
      image: registry.example.com/shop/worker:nightly
    deploy: always


- name: Create an application without deploying it
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: worker
    state: present
    source:
      type: docker
      image: registry.example.com/shop/worker:1.4.2


- name: Stop the application behind a domain
  community.dokploy.dokploy_application:
    domain_host: old.example.com
    state: stopped


- name: Ensure the backend runs, even while Dokploy is down
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    app_name: shop-backend-x1y2z3
    replicas: 3
    backend: auto


- name: Scale the backend of a remote server through the Docker Engine
  community.dokploy.dokploy_application:
    app_name: shop-backend-x1y2z3
    replicas: 5
    backend: docker
    docker_host: ssh://root@server.example.com
    docker_trusted: true


- name: Set one variable of the application with this Docker service
  community.dokploy.dokploy_application:
    app_name: shop-backend-x1y2z3
    env:
      LOG_LEVEL: debug


- name: Rename the backend
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    rename_to: api


- name: Move the backend to another environment
  community.dokploy.dokploy_application:
    project: shop
    environment: staging
    name: backend
    move_to:
      project: shop
      environment: production


- name: Remove the application
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: worker
    state: absent
"""

RETURN = r"""
---
application:
  description:
    - Application as last seen, without secrets. V(null) where it does not exist or was not found.
    - After a failure, only the keys that identify the application and its running replicas. M(community.dokploy.dokploy_application_info)
      returns all.
  type: dict
  returned: always
  contains:
    # generated: values of service application
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
      description: Values of the suboptions of O(source).
      type: dict
      returned: always
      contains:
        type:
          description: Value of O(source.type).
          type: str
          returned: always
          sample: docker
        image:
          description: Value of O(source.image).
          type: str
          returned: when the type is V(docker)
          sample: registry.example.com/shop/backend:1.4.2
        registry_url:
          description: Value of O(source.registry_url).
          type: str
          returned: when the type is V(docker)
          sample: registry.example.com
        username:
          description: Value of O(source.username).
          type: str
          returned: when the type is V(docker)
          sample: deploy
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
        path:
          description: Value of O(source.path).
          type: str
          returned: when the type is V(git), V(drop), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: /
        ssh_key:
          description: Value of O(source.ssh_key), as an ID.
          type: str
          returned: when the type is V(git)
          sample: Jr4sLz8QwYtN1cVbX6mKe
        submodules:
          description: Value of O(source.submodules).
          type: bool
          returned: when the type is V(git), V(github), V(gitlab), V(gitea), or V(bitbucket)
          sample: false
        trigger:
          description: Value of O(source.trigger).
          type: str
          returned: when the type is V(github)
          sample: push
        watch_paths:
          description: Value of O(source.watch_paths).
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
      description: Values of the suboptions of O(build).
      type: dict
      returned: when the type of the source is not V(docker)
      contains:
        type:
          description: Value of O(build.type).
          type: str
          returned: always
          sample: dockerfile
        dockerfile:
          description: Value of O(build.dockerfile).
          type: str
          returned: when the type is V(dockerfile)
          sample: Dockerfile
        context:
          description: Value of O(build.context).
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        stage:
          description: Value of O(build.stage).
          type: str
          returned: when the type is V(dockerfile)
          sample: null
        create_env_file:
          description: Value of O(build.create_env_file).
          type: bool
          returned: when the type is V(dockerfile) or V(static)
          sample: true
        publish_directory:
          description: Value of O(build.publish_directory).
          type: str
          returned: when the type is V(nixpacks) or V(static)
          sample: dist
        single_page:
          description: Value of O(build.single_page).
          type: bool
          returned: when the type is V(nixpacks) or V(static)
          sample: false
        railpack_version:
          description: Value of O(build.railpack_version).
          type: str
          returned: when the type is V(railpack)
          sample: 0.15.4
        heroku_version:
          description: Value of O(build.heroku_version).
          type: str
          returned: when the type is V(heroku)
          sample: '24'
        clean_cache:
          description: Value of O(build.clean_cache).
          type: bool
          returned: always
          sample: false
      sample:
        type: dockerfile
        dockerfile: Dockerfile
        clean_cache: false
        create_env_file: true
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
    build_args_keys:
      description: Names of the keys of O(build_args). Their values are secret.
      type: list
      elements: str
      returned: when the type of the source is not V(docker)
      sample: [VERSION]
    build_secrets_keys:
      description: Names of the keys of O(build_secrets). Their values are secret.
      type: list
      elements: str
      returned: when the type of the source is not V(docker)
      sample: [NPM_TOKEN]
    previews:
      description: Values of the suboptions of O(previews).
      type: dict
      returned: always
      contains:
        enabled:
          description: Value of O(previews.enabled).
          type: bool
          returned: always
          sample: true
        wildcard:
          description: Value of O(previews.wildcard).
          type: str
          returned: always
          sample: "*.preview.example.com"
        port:
          description: Value of O(previews.port).
          type: int
          returned: always
          sample: 3000
        path:
          description: Value of O(previews.path).
          type: str
          returned: always
          sample: /
        https:
          description: Value of O(previews.https).
          type: bool
          returned: always
          sample: true
        certificate:
          description: Value of O(previews.certificate).
          type: str
          returned: always
          sample: letsencrypt
        certificate_resolver:
          description: Value of O(previews.certificate_resolver).
          type: str
          returned: always
          sample: null
        limit:
          description: Value of O(previews.limit).
          type: int
          returned: always
          sample: 3
        labels:
          description: Value of O(previews.labels).
          type: list
          elements: str
          returned: always
          sample: [preview]
        collaborators_only:
          description: Value of O(previews.collaborators_only).
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
      description: Names of the keys of O(preview_env). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_build_args_keys:
      description: Names of the keys of O(preview_build_args). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    preview_build_secrets_keys:
      description: Names of the keys of O(preview_build_secrets). Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [TOKEN]
    memory_limit:
      description: Value of O(memory_limit).
      type: str
      returned: always
      sample: 512M
    memory_reservation:
      description: Value of O(memory_reservation).
      type: str
      returned: always
      sample: 256M
    cpu_limit:
      description: Value of O(cpu_limit).
      type: str
      returned: always
      sample: "0.5"
    cpu_reservation:
      description: Value of O(cpu_reservation).
      type: str
      returned: always
      sample: "0.25"
    replicas:
      description: Value of O(replicas).
      type: int
      returned: always
      sample: 2
    command:
      description: Value of O(command).
      type: str
      returned: always
      sample: null
    args:
      description: Value of O(args).
      type: list
      elements: str
      returned: always
      sample: [--workers, '4']
    healthcheck:
      description: Value of O(healthcheck).
      type: dict
      returned: always
      sample: {test: [CMD, wget, -qO-, http://localhost:8080/health], interval: 10s}
    restart_config:
      description: Value of O(restart_config).
      type: dict
      returned: always
      sample: {condition: on-failure, max_attempts: 3}
    update_config:
      description: Value of O(update_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first, failure_action: rollback}
    rollback_config:
      description: Value of O(rollback_config).
      type: dict
      returned: always
      sample: {parallelism: 1, order: start-first}
    stop_grace_period:
      description: Value of O(stop_grace_period).
      type: str
      returned: always
      sample: 30s
    placement:
      description: Value of O(placement).
      type: dict
      returned: always
      sample: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], replicas_max_per_node: 2}
    ulimits:
      description: Value of O(ulimits).
      type: list
      elements: dict
      returned: always
      sample: [{name: nofile, soft: 65536, hard: 65536}]
    service_mode:
      description: Value of O(service_mode). Others can also save a job mode.
      type: str
      returned: always
      sample: replicated
    endpoint_spec:
      description: Value of O(endpoint_spec).
      type: dict
      returned: always
      sample: null
    networks:
      description: Value of O(networks).
      type: list
      elements: dict
      returned: always
      sample: null
    managed_networks:
      description: Value of O(managed_networks), as names, or as IDs where the module did not read the names.
      type: list
      elements: str
      returned: always
      sample: [backend]
    dokploy_network:
      description: Value of O(dokploy_network).
      type: bool
      returned: always
      sample: true
    labels:
      description: Value of O(labels). The labels of this collection are left out.
      type: dict
      returned: always
      sample: {com.example.team: shop}
    build_server:
      description: Value of O(build_server), as an ID.
      type: str
      returned: when the type of the source is not V(docker)
      sample: null
    build_registry:
      description: Value of O(build_registry), as a name.
      type: str
      returned: when the type of the source is not V(docker)
      sample: null
    push_registry:
      description: Value of O(push_registry), as a name.
      type: str
      returned: always
      sample: Company registry
    rollback_registry:
      description: Value of O(rollback_registry), as a name. V(null) where Dokploy's rollbacks are disabled.
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
        type:
          description: Value of O(mounts[].type).
          type: str
          returned: always
          sample: volume
        mount_path:
          description: Value of O(mounts[].mount_path).
          type: str
          returned: always
          sample: /srv/uploads
        volume_name:
          description: Value of O(mounts[].volume_name).
          type: str
          returned: when the type is V(volume)
          sample: backend-uploads
        host_path:
          description: Value of O(mounts[].host_path).
          type: str
          returned: when the type is V(bind)
          sample: /srv/uploads
        file_path:
          description: Value of O(mounts[].file_path).
          type: str
          returned: when the type is V(file)
          sample: backend.conf
      sample:
        - type: volume
          mount_path: /srv/uploads
          volume_name: backend-uploads
    ports:
      description: Values of O(ports), of all that exist.
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
          description: Value of O(ports[].published_port).
          type: int
          returned: always
          sample: 5044
        target_port:
          description: Value of O(ports[].target_port).
          type: int
          returned: always
          sample: 5044
        protocol:
          description: Value of O(ports[].protocol).
          type: str
          returned: always
          sample: tcp
        publish_mode:
          description: Value of O(ports[].publish_mode).
          type: str
          returned: always
          sample: ingress
      sample:
        - published_port: 5044
          target_port: 5044
          protocol: tcp
          publish_mode: ingress
    redirects:
      description: Values of O(redirects), of all that exist.
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
          description: Value of O(redirects[].regex).
          type: str
          returned: always
          sample: ^https://www.example.com/old/(.*)
        replacement:
          description: Value of O(redirects[].replacement).
          type: str
          returned: always
          sample: https://www.example.com/new/${1}
        permanent:
          description: Value of O(redirects[].permanent).
          type: bool
          returned: always
          sample: true
      sample:
        - regex: ^https://www.example.com/old/(.*)
          replacement: https://www.example.com/new/${1}
          permanent: true
    basic_auth:
      description: Values of O(basic_auth), of all that exist.
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
          description: Value of O(basic_auth[].username).
          type: str
          returned: always
          sample: editor
      sample:
        - username: editor
    # end of generated
  sample:
    id: hdoihUG0FmYC8GdoFEc-1
    name: backend
    app_name: shop-backend-x1y2z3
    project: shop
    environment: production
    status: done
    stored_image: registry.example.com/shop/backend:1.4.2
    running_image: registry.example.com/shop/backend:1.4.2
    replicas_running: 2
    replicas_wanted: 2
    env_keys: [DATABASE_URL, LOG_LEVEL]
    memory_limit: 512M
# generated: results of service application
previous:
  description: Previous values of the options that the task changed, by option name. Of secret dictionaries such as O(env), it contains the
    names that were added, removed, and changed.
  type: dict
  returned: always
  sample:
    source.image: registry.example.com/shop/backend:1.4.1
    env:
      added: []
      changed: [DATABASE_URL]
      removed: [OLD_FLAG]
actions:
  description: Actions of the task in order, or in check mode the actions of a real run.
  type: list
  elements: str
  returned: always
  sample: [update application, create domain shop.example.com/, deploy application]
applied:
  description: Names of options with pending changes of others that an action of this task also applied.
  type: list
  elements: str
  returned: always
  sample: [memory_limit]
pending:
  description: Names of options with saved changes that are pending.
  type: list
  elements: str
  returned: always
  sample: [env, replicas]
unverified:
  description: Names of options that the module could not compare with what runs. They do not count as differences. V(service) means that
    the module could not see the service at all, for example because the API key cannot read Docker.
  type: list
  elements: str
  returned: always
  sample: [build]
phase:
  description:
    - Phase that the task reached. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where the API key
      cannot read Docker, and with O(wait=false) also V(queued) or V(rolling).
    - Where the task was refused, it is the phase in which the module found the application, and empty where the module sent no request.
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
      image: registry.example.com/shop/backend:1.4.2
      state: running
      desired_state: running
      age: 34
      node: manager-1
      error: ""
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
  sample: ["https://shop.example.com/"]
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: "The kernel killed it for memory: increase memory_limit, or reduce its usage."
rolled_back:
  description: Whether the application runs an image from a rollback in Dokploy that this task did not undo, because the task changed
    nothing itself.
  type: bool
  returned: when it is true
  sample: true
undone:
  description: Changes that the module rolled back after the failure. V(false) where the rollback failed too.
  type: raw
  returned: on failure, when O(on_failure=rollback) had changes to roll back
  sample: [restore application, reload application]
volumes_left:
  description: Names of volumes that Dokploy leaves on the host, with their data.
  type: list
  elements: str
  returned: when O(state=absent) deleted the application
  sample: [backend-uploads]
volumes_removed:
  description: Names of removed volumes, with O(remove_volumes=true).
  type: list
  elements: str
  returned: when O(state=absent) deleted the application
  sample: []
build_log:
  description: End of the deployment's log, with secrets masked.
  type: str
  returned: on failure, when there is one
  sample: "ERROR: failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully: exit code: 1"
container_log:
  description: End of the log of the container that failed last, with secrets masked. Where that log cannot be read, it is the log of a
    running container, which Dokploy selects. During an update it may be a container of the previous version.
  type: str
  returned: on failure, when there is one
  sample: "Error: connect ECONNREFUSED 10.0.1.5:5432"
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.service import service_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = service_module(APPLICATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
