#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_application
short_description: Deploy, change, start, stop, and remove applications of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Brings an application of a Dokploy server to the state that the task describes, and waits until it really runs.
  - What is stored in Dokploy is compared with what runs in Docker Swarm, and the cheapest action that makes them equal is taken, which
    is none, a reload, or a deployment. The guides below tell how it decides.
  - Only what the task names is changed, inside nested options too. An option that is left out or V(null) is left alone. An empty text
    or list clears an option, and so does O(unset).
  - An application that exists already is adopted. No module creates a project or an environment along with it.
attributes:
  check_mode:
    support: full
    details:
      - The actions that it reports are those of the real run. A missing project or environment is a warning, since an earlier task
        would have created it. A deployment of somebody else is not awaited.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - O(state=restarted), O(state=reloaded), O(state=deployed), and O(deploy=always) ask for an event, and report a change each time.
      - With everything else a second run sends no write.
  async:
    support: full
options:
  project:
    description:
      - The name of the project. Needed beside O(name), unless O(environment_id) is given.
      - Beside an ID, O(app_name), or O(domain_host), it is an assertion, as O(environment) and O(name) are. Where the application
        has another, the task fails.
    type: str
  environment:
    description:
      - The name of the environment. It may be left out where the project has only one. Where it has several, the error lists them.
      - O(state=absent) and O(state=stopped) want it in any case, unless an ID, O(app_name), or O(domain_host) says what is meant.
    type: str
  name:
    description:
      - The name of the application, as Dokploy's pages show it.
      - Dokploy allows several applications of one name. Two in the same environment are an error that lists their IDs.
    type: str
  application_id:
    description:
      - The ID of the application, instead of the names. It never creates one.
    type: str
  app_name:
    description:
      - The full name of the application's Docker service, with the suffix that Dokploy added, instead of the names.
        Every result has it. It never creates an application.
    type: str
  domain_host:
    description:
      - The host of one of the application's domains, instead of the names. It never creates an application.
    type: str
  state:
    description:
      - V(started) stores what the task names, and sees to it that it runs. An application that was never deployed is deployed.
        A stopped one is started with all of its replicas, by a reload, or by a deployment where a build setting changed or its image
        is gone. A running one is left alone, reloaded, or deployed, whichever the difference needs. Without any action too, the task
        fails if what should run does not.
      - V(present) does the same for an application that runs. One that is stopped or was never deployed is only stored, and
        not started.
      - V(stopped) stores what the task names, and stops what runs. It is refused for a service in global mode, which Dokploy
        cannot stop.
      - V(restarted) replaces the tasks of a running application by new ones of the same specification. Where something is stored
        that does not run yet, it is refused with the names of what it would roll out, unless O(apply_pending=true). A stopped
        application is treated as with V(started). One that was never deployed is refused.
      - V(reloaded) applies the stored runtime configuration without a build or a pull, and starts a stopped application. It is refused
        where build settings wait to be deployed, where the image is gone, and for an application that was never deployed.
      - V(deployed) deploys in any case, which fetches the source, or the newest content of the tag.
      - V(absent) deletes the application. Its waiting deployments are removed, and one that is under way is awaited up to
        O(queue_timeout). Then it is verified that the service is gone. An application that is missing is no change, even where
        its project is missing.
      - V(started), V(present), and V(deployed) create an application that is missing, if O(source) is given and not O(create=false).
        The others, but for V(absent), fail.
    type: str
    choices: [started, present, stopped, restarted, reloaded, deployed, absent]
    default: started
  source:
    description:
      - Where the application comes from. Needed to create it. Only the suboptions that are named change.
      - Suboptions of another type than the one in force are refused before anything is sent.
    type: dict
    suboptions:
      type:
        description:
          - V(docker) runs an image. V(git) builds what is in a Git repository of any address.
          - V(github), V(gitlab), V(gitea), and V(bitbucket) build what is in a repository of a Git provider that Dokploy knows.
          - V(drop) uploads the files of O(source.src), and builds those.
          - Needed to create an application.
        type: str
        choices: [docker, git, github, gitlab, gitea, bitbucket, drop]
      image:
        description:
          - The image, for O(source.type=docker).
          - A tag with new content is not seen as a change. Use O(state=deployed) or O(deploy=always) for mutable tags such as V(latest).
        type: str
      registry:
        description:
          - The name or ID of a registry in Dokploy, for O(source.type=docker). Its address, user and password are copied to
            the application, because Dokploy gives a docker source no others. After they change in the registry, the next run copies
            them again.
          - An empty text clears the copied ones. It excludes O(source.registry_url), O(source.username), and O(source.password).
        type: str
      registry_url:
        description:
          - The registry's address for O(source.username), for O(source.type=docker), for example V(registry.example.com).
        type: str
      username:
        description:
          - The user at the registry, for O(source.type=docker).
        type: str
      password:
        description:
          - The password or token at the registry, for O(source.type=docker).
        type: str
      url:
        description:
          - The repository's address, for O(source.type=git), for example V(git@git.example.com:shop/backend.git).
        type: str
      provider:
        description:
          - The name or ID of the Git provider in Dokploy, of the kind that O(source.type) says.
          - The provider has to be authorised, which only Dokploy's pages can do. Before anything is stored for a deployment, it is asked
            for the repository. One that cannot be reached, was never authorised, does not show the repository, or is gone fails the task.
        type: str
      owner:
        description:
          - The owner of the repository at O(source.provider), which is a user, an organization, a group, or a workspace.
          - A group within a group of GitLab may be given whole, for example V(shop/web), or by its last part.
        type: str
      repository:
        description:
          - The name of the repository at O(source.provider), as it stands in the repository's address.
          - GitLab's project and namespace and Bitbucket's slug, which Dokploy wants too, are looked up.
        type: str
      branch:
        description:
          - The branch, for a source in a Git repository. Needed for a deployment.
          - New commits are not seen as a change. Use O(state=deployed) or O(deploy=always) to build them.
        type: str
      path:
        description:
          - The folder in the repository or in O(source.src) that is built, for every O(source.type) but V(docker). Dokploy's default is V(/).
        type: str
      src:
        description:
          - A folder or a zip file on the host that the task runs on, for O(source.type=drop). It is uploaded when its content is another
            one than what runs, and that deploys the application. Needed to create one.
          - C(.git) and what a C(.dockerignore) at its root leaves out are not uploaded, and their changes do not count.
            Neither do times and modes of files. Dokploy keeps no modes, so no file can be executed after the upload.
          - A link that stays in the folder is uploaded as what it leads to. One that leaves it, one in a zip, and whatever is no file
            are refused. So are, from Dokploy v0.29.3 on, files whose path holds anything but letters of ASCII, digits, spaces,
            underscores, slashes, dots, colons, square brackets, and hyphens, because Dokploy does not take them.
          - Where O(state) only stores, nothing is uploaded, and RV(pending) names V(source.src).
          - A deployment by a task without it builds what was uploaded last. It is refused where that was not seen to run.
          - Dokploy gives the deployment a title of its own, so O(deployment_title) has no effect on it.
        type: path
      ssh_key:
        description:
          - The name or ID of an SSH key in Dokploy, for O(source.type=git).
        type: str
      submodules:
        description:
          - Whether submodules are fetched, for a source in a Git repository. Dokploy's default is V(false).
        type: bool
      trigger:
        description:
          - What a webhook of GitHub deploys, each push to O(source.branch), or each new tag, for O(source.type=github).
            Dokploy's default is V(push).
        type: str
        choices: [push, tag]
      watch_paths:
        description:
          - Patterns of paths. A webhook deploys only where one of them changed. For a source in a Git repository.
        type: list
        elements: str
  build:
    description:
      - How a source that is no image is built. Only the suboptions that are named change.
      - Suboptions of another type than the one in force are refused before anything is sent.
    type: dict
    suboptions:
      type:
        description:
          - The build type. An application that is created with a source other than O(source.type=docker) gets V(dockerfile) without
            being told.
          - V(static) serves the files by nginx. V(heroku) and V(paketo) are buildpacks. V(nixpacks), V(railpack), V(heroku), and V(paketo)
            read O(env) while they build, so that a changed variable needs a build.
          - Dokploy fetches the builders, and what they need, when it builds.
        type: str
        choices: [dockerfile, nixpacks, railpack, heroku, paketo, static]
      dockerfile:
        description:
          - The Dockerfile's path, from O(source.path), for O(build.type=dockerfile). Dokploy's default is V(Dockerfile).
        type: str
      context:
        description:
          - The path of the build's context, for O(build.type=dockerfile).
        type: str
      stage:
        description:
          - The stage of the Dockerfile that is built, for O(build.type=dockerfile). Without it, it is the last.
        type: str
      create_env_file:
        description:
          - Whether the variables of O(env) are written to a C(.env) file beside the Dockerfile, so that the build can read them, for
            O(build.type=dockerfile) and O(build.type=static). Dokploy's default is V(true).
          - While it is true, a changed variable needs a build. With V(false) a reload is enough.
          - It needs Dokploy v0.26.1 or newer.
        type: bool
      publish_directory:
        description:
          - The folder whose files are served by nginx, for O(build.type=static), where it is a part of the source, and O(build.type=nixpacks),
            where it is a part of what was built.
        type: str
      single_page:
        description:
          - Whether nginx answers with C(index.html) where there is no such file, for O(build.type=static), and for O(build.type=nixpacks)
            with O(build.publish_directory). Dokploy's default is V(false).
        type: bool
      railpack_version:
        description:
          - The release of Railpack that is used, in numbers, for O(build.type=railpack). Dokploy begins with one of its own. To unset it
            stores V(0.15.4), which is that of Dokploy v0.28.8 to v0.30.2.
        type: str
      heroku_version:
        description:
          - The release of Heroku's builder that is used, for O(build.type=heroku). Dokploy's default is V(24).
        type: str
      clean_cache:
        description:
          - Whether each build begins without a cache. Dokploy's default is V(false).
        type: bool
  previews:
    description:
      - How Dokploy makes previews of pull requests, each with a service and a domain of its own. Only the suboptions that are named change.
        They count for the previews that are made or deployed afterwards, and no task of the application is replaced for them.
      - Dokploy makes previews of GitHub's pull requests alone. M(community.dokploy.dokploy_preview_deployment) deploys one again, or removes it.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether previews are made. Dokploy's default is V(false).
        type: bool
      wildcard:
        description:
          - The domain below which each preview gets one, such as V(*.preview.example.com). Without it, Dokploy takes one of a public
            service that leads to the server's address.
        type: str
      port:
        description:
          - The port on which the application listens. Dokploy's default is V(3000).
        type: int
      path:
        description:
          - The path of a preview's domain. Dokploy's default is V(/).
        type: str
      https:
        description:
          - Whether a preview's domain is served by HTTPS. Dokploy's default is V(false).
        type: bool
      certificate:
        description:
          - Where the certificate of a preview's domain comes from. Dokploy's default is V(none).
        type: str
        choices: [none, letsencrypt, custom]
      certificate_resolver:
        description:
          - The name of a resolver in Traefik's configuration, for O(previews.certificate=custom).
        type: str
      limit:
        description:
          - How many previews there may be at a time. Dokploy's default is V(3).
        type: int
      labels:
        description:
          - Only pull requests with one of these labels get a preview. Without any, all do.
        type: list
        elements: str
      collaborators_only:
        description:
          - Whether only pull requests of those get a preview who may write to the repository. Dokploy's default is V(true), and with V(false)
            anybody who may open a pull request has their code run on the server.
        type: bool
  preview_env:
    description:
      - Variables of the containers of previews, which get none of O(env). The values are secret, and follow the rules of O(env).
      - Dokploy adds C(DOKPLOY_DEPLOY_URL), the host of the preview.
    type: dict
  preview_env_mode:
    description:
      - V(merge) sets what O(preview_env) lists, and leaves the other names, comments and order as they are.
      - V(replace) makes O(preview_env) the whole.
      - V(existing) is V(merge), but a name that is not there yet is an error.
    type: str
    choices: [merge, replace, existing]
    default: merge
  preview_env_remove:
    description:
      - Names that are removed.
    type: list
    elements: str
  preview_build_args:
    description:
      - Arguments of the builds of previews. The values are secret, and follow the rules of O(build_args).
    type: dict
  preview_build_args_mode:
    description:
      - V(merge) sets what O(preview_build_args) lists, and leaves the other names, comments and order as they are.
      - V(replace) makes O(preview_build_args) the whole.
      - V(existing) is V(merge), but a name that is not there yet is an error.
    type: str
    choices: [merge, replace, existing]
    default: merge
  preview_build_args_remove:
    description:
      - Names that are removed.
    type: list
    elements: str
  preview_build_secrets:
    description:
      - Secrets of the builds of previews. The values are secret, and follow the rules of O(build_secrets).
    type: dict
  preview_build_secrets_mode:
    description:
      - V(merge) sets what O(preview_build_secrets) lists, and leaves the other names, comments and order as they are.
      - V(replace) makes O(preview_build_secrets) the whole.
      - V(existing) is V(merge), but a name that is not there yet is an error.
    type: str
    choices: [merge, replace, existing]
    default: merge
  preview_build_secrets_remove:
    description:
      - Names that are removed.
    type: list
    elements: str
  build_server:
    description:
      - The name or ID of a build server in Dokploy, on which the source is built. It needs O(build_registry), through which the image reaches
        the server that runs it. One without the other is refused, and so is a docker source.
    type: str
  build_registry:
    description:
      - The name or ID of the registry in Dokploy that carries the image from O(build_server).
    type: str
  push_registry:
    description:
      - The name or ID of a registry in Dokploy to which each built image is pushed, and from which the nodes of the Swarm pull it.
      - It gives a docker source no credentials, O(source.registry) does. Dokploy copies the image of a docker source to that registry, and goes on
        to run the original. The module warns then.
    type: str
  rollback_registry:
    description:
      - The name or ID of a registry in Dokploy that keeps the image of each deployment, so that Dokploy's pages can go back to it.
      - It turns Dokploy's rollbacks on. To unset it, or an empty text, turns them off. It takes effect from the next deployment on, and
        none is made for it.
    type: str
  description:
    description:
      - A text for people.
    type: str
  icon:
    description:
      - An image that Dokploy's pages show beside the name, as an address that begins with C(data:), of at most 2 MiB.
      - It needs Dokploy v0.29.14 or newer.
    type: str
  auto_deploy:
    description:
      - Whether a webhook deploys the application. Dokploy's default is V(true).
    type: bool
  build_args:
    description:
      - Arguments of the build. The values are secret, as those of O(env), and follow the same rules.
      - What was changed has an effect by a deployment alone.
    type: dict
  build_args_mode:
    description:
      - V(merge) sets what O(build_args) lists, and leaves the other names, comments and order as they are.
      - V(replace) makes O(build_args) the whole.
      - V(existing) is V(merge) for names that are there already. Any other name is an error, and nothing is written.
    type: str
    choices: [merge, replace, existing]
    default: merge
  build_args_remove:
    description:
      - Names to remove from what is stored. One that is not there is no error.
    type: list
    elements: str
  build_secrets:
    description:
      - Secrets of the build, which a Dockerfile mounts. The values follow the rules of O(env).
      - What was changed has an effect by a deployment alone.
    type: dict
  build_secrets_mode:
    description:
      - V(merge) sets what O(build_secrets) lists, and leaves the other names, comments and order as they are.
      - V(replace) makes O(build_secrets) the whole.
      - V(existing) is V(merge) for names that are there already. Any other name is an error, and nothing is written.
    type: str
    choices: [merge, replace, existing]
    default: merge
  build_secrets_remove:
    description:
      - Names to remove from what is stored. One that is not there is no error.
    type: list
    elements: str
  server:
    description:
      - The name or ID of the remote server on which the application is created. Without it, it is Dokploy's own host.
      - Dokploy cannot move an application to another server. A change is refused.
    type: str
  domains:
    description:
      - The domains under which the application is reached. One that the list has and the application has not is created,
        and one that differs is changed. Host and path together say which is which.
      - Domains that the list does not have are left alone, unless O(exclusive_domains=true).
      - A host and path that another application has is refused, with its name.
      - Dokploy puts a domain into force at once. No container is replaced for one.
    type: list
    elements: dict
    suboptions:
      host:
        description:
          - The host, without scheme and path, for example V(shop.example.com).
        type: str
        required: true
      path:
        description:
          - The path that leads to the application.
        type: str
        default: /
      port:
        description:
          - The port that the container listens on. It is never guessed.
        type: int
        required: true
      https:
        description:
          - Whether the domain is reached by HTTPS. Where O(domains[].certificate) is given and not V(none), it is V(true) without
            being told.
        type: bool
      certificate:
        description:
          - Where the certificate comes from. V(custom) is a resolver of your own, named by O(domains[].certificate_resolver).
        type: str
        choices: [none, letsencrypt, custom]
      certificate_resolver:
        description:
          - The name of a resolver in Traefik's configuration, for O(domains[].certificate=custom), which is then the default.
        type: str
      entrypoint:
        description:
          - The name of the entry point in Traefik's configuration, in place of the usual ones. It needs Dokploy v0.29.14 or newer.
        type: str
      middlewares:
        description:
          - Names of middlewares in Traefik's configuration. It needs Dokploy v0.29.14 or newer.
        type: list
        elements: str
      strip_path:
        description:
          - Whether O(domains[].path) is taken away before a request reaches the container.
        type: bool
      internal_path:
        description:
          - A path that is put in front of the request's for the container. Dokploy's default is V(/).
        type: str
      enabled:
        description:
          - Whether the domain is in force. It needs Dokploy v0.30.0 or newer.
        type: bool
  exclusive_domains:
    description:
      - Whether domains that O(domains) does not list are removed. With an empty list all are.
    type: bool
    default: false
  mounts:
    description:
      - What is mounted into the container. One that the list has and the application has not is created, and one that differs is
        changed. O(mounts[].mount_path) says which is which.
      - Mounts that the list does not have are left alone, unless O(exclusive_mounts=true).
      - Where an application has mounts and no placement is stored, Dokploy lets it run on manager nodes alone.
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - V(volume) is a volume of Docker, which is made where it is missing. V(bind) is a path of the host. V(file) is a file that
            Dokploy writes and keeps.
        type: str
        choices: [volume, bind, file]
        required: true
      mount_path:
        description:
          - The path in the container.
        type: str
        required: true
        aliases: [target]
      source:
        description:
          - The name of the volume, or the path of the host, whichever the type needs. It is another way to write
            O(mounts[].volume_name) or O(mounts[].host_path).
        type: str
      volume_name:
        description:
          - The name of the volume. Needed for O(mounts[].type=volume).
        type: str
      host_path:
        description:
          - The path on the host, which must be there. Needed for O(mounts[].type=bind).
        type: str
      file_path:
        description:
          - The path of the file in the folder where Dokploy keeps the application's files, for example V(nginx.conf).
            Needed for O(mounts[].type=file).
        type: str
      content:
        description:
          - The content of the file, for O(mounts[].type=file). Take it from a template with P(ansible.builtin.template#lookup).
          - It is secret, since such files hold passwords. Results and diffs do not show it.
          - What others changed in it cannot be seen in what runs. Where this task changes it, the application is reloaded.
        type: str
  exclusive_mounts:
    description:
      - Whether mounts that O(mounts) does not list are removed. With an empty list all are. The data in a volume stays, and so does a file on the host.
    type: bool
    default: false
  ports:
    description:
      - Ports of the container that are published on the host, past Traefik. One that the list has and the application has not
        is created, and one that differs is changed. O(ports[].published_port) and O(ports[].protocol) together say which is which.
      - Ports that the list does not have are left alone, unless O(exclusive_ports=true).
      - They are refused where an endpoint specification is stored, because Dokploy would silently leave them out.
    type: list
    elements: dict
    suboptions:
      published_port:
        description:
          - The port on the host.
        type: int
        required: true
      target_port:
        description:
          - The port that the container listens on.
        type: int
        required: true
      protocol:
        description:
          - The protocol.
        type: str
        choices: [tcp, udp]
        default: tcp
      publish_mode:
        description:
          - V(ingress) publishes it on every node of the swarm, and V(host) on those alone where a container runs. With V(host) two
            containers cannot run on one node, and so an update must be V(stop-first). A new port gets V(ingress) without being told.
        type: str
        choices: [ingress, host]
  exclusive_ports:
    description:
      - Whether ports that O(ports) does not list are removed. With an empty list all are.
    type: bool
    default: false
  redirects:
    description:
      - Redirects of the application's domains. One that the list has and the application has not is created, and one that differs is
        changed. O(redirects[].regex) says which is which.
      - Redirects that the list does not have are left alone, unless O(exclusive_redirects=true).
      - Dokploy puts a redirect into force at once. No container is replaced for one.
    type: list
    elements: dict
    suboptions:
      regex:
        description:
          - The regular expression, in Go's form, that a whole address must fit.
        type: str
        required: true
      replacement:
        description:
          - The address that it leads to. V(${1}) stands for the first group.
        type: str
        required: true
      permanent:
        description:
          - Whether browsers may remember it. A new redirect gets V(false) without being told.
        type: bool
  exclusive_redirects:
    description:
      - Whether redirects that O(redirects) does not list are removed. With an empty list all are.
    type: bool
    default: false
  basic_auth:
    description:
      - Users who may reach the application's domains by a password. Without any user everybody may. One that the list has and the
        application has not is created, and one with another password is changed. O(basic_auth[].username) says which is which.
      - Users that the list does not have are left alone, unless O(exclusive_basic_auth=true).
      - Dokploy puts a user into force at once. No container is replaced for one.
    type: list
    elements: dict
    suboptions:
      username:
        description:
          - The name of the user.
        type: str
        required: true
      password:
        description:
          - The password of the user. It is secret. Results and diffs do not show it.
        type: str
        required: true
  exclusive_basic_auth:
    description:
      - Whether users that O(basic_auth) does not list are removed. With an empty list all are. Then everybody may reach the domains.
    type: bool
    default: false
  unset:
    description:
      - Names of options to clear to Dokploy's own default, for example V(healthcheck), V(memory_limit), V(replicas), or V(source.path).
      - An option that is set and unset in the same task is an error.
    type: list
    elements: str
  deploy:
    description:
      - V(on_change) deploys where the difference needs it.
      - V(always) deploys each time, for mutable tags and branches. It always reports a change.
      - V(never) bars builds, and changes to what runs. What is stored and does not run is listed in RV(pending). A stopped application
        may still be started by a reload. Where a deployment would be needed to start it, and for the first deployment, it is refused.
        It excludes O(state=deployed).
    type: str
    choices: [on_change, always, never]
    default: on_change
  deployment_title:
    description:
      - The title of a deployment in Dokploy's list. It is V(Ansible) where none is given.
      - For a Git source Dokploy replaces it by the commit's message in the end.
    type: str
  deployment_description:
    description:
      - The description of a deployment. A short random word in brackets is added to it, by which the module knows its own deployment.
    type: str
  verify:
    description:
      - An address that must answer in the end, on unchanged runs too. It is asked from the host that the task runs on.
      - The names are those of M(ansible.builtin.uri).
    type: dict
    suboptions:
      url:
        description:
          - The address. An empty one is not asked.
        type: str
        required: true
      status_code:
        description:
          - The HTTP status codes that count as an answer.
        type: list
        elements: int
        default: [200]
      headers:
        description:
          - HTTP headers for the request. Their values are secret, and must be texts. They are not sent on to another host.
        type: dict
      validate_certs:
        description:
          - Whether the certificate is checked.
        type: bool
        default: true
      follow_redirects:
        description:
          - Whether redirects are followed, five at most. Otherwise the status code of the redirect itself counts.
        type: bool
        default: false
      timeout:
        description:
          - For how many seconds one answer is awaited.
        type: int
        default: 10
  on_failure:
    description:
      - V(leave) leaves things as they are, for you to look at.
      - V(rollback) writes back exactly what this task wrote, domains, mounts and the like included, and brings the state before back.
        An application that was deployed for the first time is left stopped. The task fails all the same.
    type: str
    choices: [leave, rollback]
    default: leave
  create:
    description:
      - Whether an application that is missing is created. With V(false) it is an error.
    type: bool
    default: true
  apply_pending:
    description:
      - Whether O(state=restarted) may roll out what is stored and does not run yet.
    type: bool
    default: false
  rename_to:
    description:
      - The new name. Where only an application of the new name exists, it counts as renamed already. It never creates one.
      - The name of the Docker service stays.
    type: str
  move_to:
    description:
      - The environment that the application belongs to from now on. Its service, domains, and deployments stay.
      - Where it is there already, under its name or that of O(rename_to), it counts as moved. Where it is both here and there, or neither
        here nor there, the task fails. It never creates one.
      - O(environment) must be given in words beside O(name). It is the one that the application is moved from.
      - V(${{project.NAME}}) and V(${{environment.NAME}}) mean the variables of the new environment. Where one of them does not exist
        there, the task fails before anything is changed, and names it. Where one has another value there, an application that runs is
        reloaded, or deployed if its build reads it.
      - A target that does not exist is an error, and in check mode a warning. It excludes O(state=absent).
    type: dict
    suboptions:
      project:
        description:
          - The name of the project. Needed, unless O(move_to.environment_id) is given.
        type: str
      environment:
        description:
          - The name of the environment. Needed, unless O(move_to.environment_id) is given.
        type: str
      environment_id:
        description:
          - The ID of the environment, instead of the names. Needed where two have the same name.
        type: str
  force:
    description:
      - Whether O(state=absent) may end a deployment that is still under way after O(queue_timeout).
      - B(This ends every) C(docker build) B(of that host, those of other applications too.) Dokploy has nothing finer.
    type: bool
    default: false
  remove_volumes:
    description:
      - Whether O(state=absent) also removes the volumes that were mounted, with all that is in them. Without it, no volume is ever removed, and
        RV(volumes_left) lists them.
      - A volume that something else uses stays, and the module warns of it. So does one on another node than the application's server.
      - It needs Dokploy v0.30.0 or newer. Where there are volumes and the server is older, nothing is changed.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.env
  - community.dokploy.service
  - community.dokploy.waiting
  - community.dokploy.waiting.follow
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Not idempotent are O(state=restarted), O(state=reloaded), O(state=deployed), and O(deploy=always). They report a change each time,
    in check mode too.
  - Dokploy calls a deployment V(done) when Docker took the service. A container that crashes at once is V(done), and so is an update that
    Swarm rolled back. The module does not believe it, and looks at the tasks, at Swarm's own verdict, and at what the service really runs.
  - Build settings cannot be seen in what runs. The module writes a container label C(community.dokploy.build) along with them, and
    deploys where the label that runs differs from what is stored. A reload in Dokploy's own pages copies the label without a build, and
    so hides a pending one. O(state=deployed) helps. Of an application without the label, build settings are listed in RV(unverified).
  - Dokploy has no locks. Variables are read again right before they are written, and read back after. What somebody else writes
    between that read and the write is lost. Other options are written alone, so that only the same option of two writers can
    be lost. Two controllers that create the same application at the same moment leave one, unless the one that gives way is cut off
    in between.
  - After a lost answer the module looks whether its deployment arrived before it sends anything again. For a Git source Dokploy
    overwrites the mark that it looks for. Where only a newer deployment of somebody is found, it is taken for the module's own, with
    a warning.
  - YAML reads V(yes) as a boolean, V(0755) as 493 and V(12:30:45) as 45045. Quote values of O(env) and O(labels), as in V("0755").
    Quote O(cpu_limit) too.
  - Services in a job mode are refused, because Docker refuses what Dokploy sends for them.
  - Before Dokploy v0.29.5 no log can be read, and a failure comes without one.
  - The key of a plain member with access to one application may change O(env), O(build_args), and O(build_secrets), deploy, reload,
    start, stop, and change O(domains). Other options need the permission to update services. What such a key may not see of Docker
    is listed in RV(unverified).
seealso:
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_project
  - module: community.dokploy.dokploy_environment
  - plugin: community.dokploy.from_dotenv
    plugin_type: filter
  - ref: ansible_collections.community.dokploy.docsite.quick_start
    description: From nothing to an application that answers under its domain.
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: How secrets are kept, and how to write tasks that hold none.
  - ref: ansible_collections.community.dokploy.docsite.how_it_decides
    description: When a task does nothing, reloads, or deploys, and when it has succeeded.
"""

EXAMPLES = r"""
---
- name: The shop's backend runs the released image and answers under its domain
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


- name: See what the task would do, without doing it
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    source:
      image: registry.example.com/shop/backend:1.5.0
  check_mode: true
  diff: true
  register: plan


- name: A new version that fails is taken back
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


- name: The image comes from a private registry that Dokploy knows by this name
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    source:
      type: docker
      image: registry.example.com/shop/backend:1.4.2
      registry: Company registry


- name: The image comes from a private registry, with credentials of its own
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


- name: The pages are built from a Dockerfile in a Git repository
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


- name: The pages are built from a repository of a Git provider that Dokploy knows by this name
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


- name: The pages that this control node has built are uploaded, if they changed
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    source:
      type: drop
      src: "{{ playbook_dir }}/build/pages"
  delegate_to: localhost


- name: The newest commit of the branch is built, on each run
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: pages
    state: deployed
    deployment_title: Nightly


- name: A password is rotated, and a slip in its name is an error
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    env:
      DATABASE_URL: "{{ vault_database_url }}"
    env_mode: existing


- name: Settings go back to Dokploy's own defaults
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    unset:
      - healthcheck
      - memory_limit
      - update_config


- name: These are all domains, and others are removed
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


- name: The backend has a volume, a configuration from a template, and a published port
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


- name: The pages ask for a password, and an old address leads to the new one
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


- name: Workers are spread over the zones, with more open files
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


- name: Updates go one by one, and stop at the first failure
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


- name: Settings are stored, and what runs is left alone until the next deployment
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    memory_limit: 1G
    deploy: never


- name: The backend is down for maintenance
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: stopped


- name: It is up again, with all of its replicas
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: started


- name: It has new containers of the same version
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: restarted


- name: What is stored runs, without a build or a pull
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    state: reloaded


- name: A mutable tag is pulled and deployed, on each run
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: worker
    source:
      type: docker
      image: registry.example.com/shop/worker:nightly
    deploy: always


- name: An application is prepared, and deployed by somebody else later
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: worker
    state: present
    source:
      type: docker
      image: registry.example.com/shop/worker:1.4.2


- name: The application behind a domain is stopped, whatever its name is
  community.dokploy.dokploy_application:
    domain_host: old.example.com
    state: stopped


- name: The backend runs, even while Dokploy itself is down
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    app_name: shop-backend-x1y2z3
    replicas: 3
    backend: auto


- name: The backend of a remote server has five replicas, whatever Dokploy is doing
  community.dokploy.dokploy_application:
    app_name: shop-backend-x1y2z3
    replicas: 5
    backend: docker
    docker_host: ssh://root@server.example.com
    docker_trusted: true


- name: One variable of the application with this Docker service is changed
  community.dokploy.dokploy_application:
    app_name: shop-backend-x1y2z3
    env:
      LOG_LEVEL: debug


- name: The backend has another name
  community.dokploy.dokploy_application:
    project: shop
    environment: production
    name: backend
    rename_to: api


- name: The backend belongs to another environment
  community.dokploy.dokploy_application:
    project: shop
    environment: staging
    name: backend
    move_to:
      project: shop
      environment: production


- name: The application is gone
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
    - The application as it was last seen. It holds no secrets. V(null) where it does not exist yet, or was not found.
  type: dict
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
          returned: when the source is in a Git repository
          sample: main
        path:
          description: The folder that is built.
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
          returned: when the source is in a Git repository
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
          returned: when the source is in a Git repository
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
    build_args_keys:
      description: The names of its build arguments. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [VERSION]
    build_secrets_keys:
      description: The names of its build secrets. Their values are secret.
      type: list
      elements: str
      returned: always
      sample: [NPM_TOKEN]
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
      sample:
        - username: editor
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
previous:
  description:
    - What this task changed, as it was before, by the names of the options.
    - Of O(env), O(build_args), and O(build_secrets) it names what was added, removed, and changed.
  type: dict
  returned: always
  sample:
    source.image: registry.example.com/shop/backend:1.4.1
    env:
      added: []
      changed: [DATABASE_URL]
      removed: [OLD_FLAG]
actions:
  description: What was done, or in check mode would be, in this order.
  type: list
  elements: str
  returned: always
  sample: [update application, create domain shop.example.com/, deploy application]
applied:
  description:
    - What others had stored and not applied, and an action of this task rolled out along with its own changes, by the names of the options.
  type: list
  elements: str
  returned: always
  sample: [memory_limit]
pending:
  description: What is stored and does not run, by the names of the options.
  type: list
  elements: str
  returned: always
  sample: [env, replicas]
unverified:
  description:
    - What cannot be seen from outside, and so was not compared with what runs. It is not taken for a difference.
    - V(service) says that nothing of what runs could be seen, for example because the API key may not read Docker.
  type: list
  elements: str
  returned: always
  sample: [build]
phase:
  description:
    - How far it came. After success it is V(running), V(stopped), V(never_deployed), or V(absent), V(unknown) where the API key may not
      read Docker, and with O(wait=false) also V(queued) or V(rolling).
    - Where the task was refused, how the application was found; empty where nothing was asked of the server.
    - After a failure it is V(queued), V(building), V(rolling), V(unhealthy), V(swarm_rolled_back), V(stopping), V(removing), V(unreachable)
      where O(verify.url) does not answer, or V(unavailable) where Dokploy or Docker does not.
  type: str
  returned: always
  sample: running
deployment:
  description: The deployment of this task. V(null) where there was none.
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
      returned: when the module looked into why the task failed, and the code is known
      sample: 137
    out_of_memory:
      description: Whether the kernel killed the container because it used more memory than it may.
      type: bool
      returned: when the module looked into why the task failed, and the container is still kept on Dokploy's own host
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
  description: By which way the task was done, V(api) or V(docker).
  type: str
  returned: always
  sample: api
urls:
  description: The addresses that the application's enabled domains lead to.
  type: list
  elements: str
  returned: always
  sample: ["https://shop.example.com/"]
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: "The kernel killed it for memory: raise memory_limit, or find what it needs."
rolled_back:
  description:
    - Whether the application runs an image that somebody put back by a rollback of Dokploy, and this task left it so, because it
      changed nothing itself.
  type: bool
  returned: when it is true
  sample: true
undone:
  description:
    - What was undone after the failure. V(false) where that failed too.
  type: raw
  returned: on failure, when O(on_failure=rollback) had something to write back
  sample: [restore application, reload application]
volumes_left:
  description: The names of volumes that were mounted, and that Dokploy leaves on the host.
  type: list
  elements: str
  returned: when O(state=absent) deleted the application
  sample: [backend-uploads]
volumes_removed:
  description: The names of volumes that were removed, with O(remove_volumes=true).
  type: list
  elements: str
  returned: when O(state=absent) deleted the application
  sample: []
build_log:
  description: The end of the deployment's log, with secrets masked.
  type: str
  returned: on failure, when there is one
  sample: "ERROR: failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully: exit code: 1"
container_log:
  description:
    - The end of the log of a container that runs, with secrets masked. Dokploy chooses the container. While an update is under way it may
      be one of the version before.
  type: str
  returned: on failure, when there is one
  sample: "Error: connect ECONNREFUSED 10.0.1.5:5432"
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.service import service_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = service_module(APPLICATION)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
