#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_settings
short_description: Manage settings of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - "Changes settings of Dokploy itself: its domain and certificate, the clean-up of Docker and of its access log, the number of builds at a time,
    the environment and ports of Traefik, and the metrics of the server."
  - The module reads each setting back after a change, and fails where Dokploy did not save it.
  - The module checks the times of the clean-up, because Dokploy stores any text and never runs what it cannot read.
  - Only the options that the task sets are changed.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  state:
    description:
      - V(present) changes the options that the task sets. There is no other state.
    type: str
    choices: [present]
    default: present
  domain:
    description:
      - Domain of the web pages and the API of Dokploy. Traefik routes it. An empty text removes it from the settings.
      - Dokploy keeps the last router in C(dokploy.yml) of Traefik when the domain is removed. M(community.dokploy.dokploy_traefik) can change this file.
    type: str
  https:
    description:
      - Serve O(domain) over HTTPS, and redirect HTTP to it. Requires O(domain).
    type: bool
  certificate:
    description:
      - Source of the certificate of O(domain). V(letsencrypt) requires O(lets_encrypt_email).
    type: str
    choices: [none, letsencrypt, custom]
  lets_encrypt_email:
    description:
      - E-mail address of the account at Let's Encrypt, which Dokploy writes to C(traefik.yml). It applies to the certificates of all domains.
    type: str
  server_ip:
    description:
      - Public address of the server, which Dokploy shows and uses for generated domains.
    type: str
  docker_cleanup:
    description:
      - Remove stopped containers, unused images, and the build cache each day on the host of Dokploy. Volumes are kept.
    type: bool
  log_cleanup_cron:
    description:
      - The times at which Dokploy shortens its access log, as five fields of cron, for example V(0 0 * * *). An empty text disables it.
    type: str
  builds_concurrency:
    description:
      - Number of builds at a time on the host of Dokploy, between V(1) and V(100).
      - Requires Dokploy v0.29.9 or later.
    type: int
  access_log:
    description:
      - Have Traefik write an access log, which the page of requests shows. Traefik uses a change after its next start.
    type: bool
  traefik_env:
    description:
      - Environment variables of the container of Traefik, such as credentials of a DNS challenge. Other variables are kept. V(null) removes one.
      - Dokploy starts Traefik again with a change. All domains are interrupted for some seconds. The module waits for the new container.
    type: dict
  traefik_ports:
    description:
      - The complete list of published ports of Traefik beside 80 and 443. An empty list removes all of them.
      - Dokploy refuses a port that another container or process of the host uses. It starts Traefik again, as with O(traefik_env).
    type: list
    elements: dict
    suboptions:
      published_port:
        description:
          - Port of the host.
        type: int
        required: true
      target_port:
        description:
          - "Port of the container. Default: O(traefik_ports[].published_port)."
        type: int
      protocol:
        description:
          - "Protocol. Default: V(tcp)."
        type: str
        choices: [tcp, udp, sctp]
  metrics:
    description:
      - Metrics of the server and its containers, which Dokploy measures in a container of the image C(dokploy/monitoring).
      - Dokploy saves the settings before it pulls the image and starts the container. The module waits until the container runs, fails where it does not,
        and sets it up again where it no longer exists.
      - Dokploy has no call that ends it. Remove the service C(dokploy-monitoring), before v0.29.0 the container, with Docker.
    type: dict
    suboptions:
      token:
        description:
          - Token of the requests to the container, and to O(metrics.callback_url). Required to set up the metrics. It is never returned.
        type: str
      callback_url:
        description:
          - "Address that the container calls when a threshold is exceeded: that of Dokploy with the path C(/api/trpc/notification.receiveNotification).
            Required to set up the metrics."
        type: str
      cron:
        description:
          - The times at which old metrics are removed, as five fields of cron. Required to set up the metrics.
        type: str
      port:
        description:
          - "Port of the container on the host. Dokploy uses V(4500) by default."
        type: int
      refresh_rate:
        description:
          - Time in seconds between two measurements of the server, at least V(2). Dokploy uses V(60) by default.
        type: int
      retention_days:
        description:
          - Number of days to keep metrics. Dokploy uses V(2) by default.
        type: int
      cpu_threshold:
        description:
          - CPU usage in percent above which Dokploy sends a notification. V(0) sends none.
        type: int
      memory_threshold:
        description:
          - Memory usage in percent above which Dokploy sends a notification. V(0) sends none.
        type: int
      container_refresh_rate:
        description:
          - Time in seconds between two measurements of containers, at least V(2). Dokploy uses V(60) by default.
        type: int
      include:
        description:
          - Names of the services whose containers are measured, as in Docker. An empty list measures all.
        type: list
        elements: str
      exclude:
        description:
          - Names of the services whose containers are not measured.
        type: list
        elements: str
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_settings_info
"""

EXAMPLES = r"""
---
- name: Ensure that Dokploy cleans up each night
  community.dokploy.dokploy_settings:
    docker_cleanup: true
    log_cleanup_cron: 0 0 * * *

- name: Serve Dokploy at its domain over HTTPS
  community.dokploy.dokploy_settings:
    domain: dokploy.example.com
    https: true
    certificate: letsencrypt
    lets_encrypt_email: admin@example.com

- name: Publish another port of Traefik, and give it the token of a DNS challenge
  community.dokploy.dokploy_settings:
    traefik_ports:
      - {published_port: 5432}
    traefik_env:
      CF_DNS_API_TOKEN: "{{ vault_cloudflare_token }}"

- name: Measure the server, and notify above 90 percent of its memory
  community.dokploy.dokploy_settings:
    metrics:
      token: "{{ vault_metrics_token }}"
      callback_url: https://dokploy.example.com/api/trpc/notification.receiveNotification
      cron: 0 0 * * *
      memory_threshold: 90
"""

RETURN = r"""
---
settings:
  description:
    - Settings of Dokploy after the task, or as it would be in check mode, without its secrets. V(null) where it does not exist.
  type: dict
  returned: always
  contains:
    id:
      description: ID of the settings of Dokploy.
      type: str
      returned: when it exists
      sample: mTcY8QxZ1LkP0nVwR5sJd
    name:
      description: Domain of Dokploy.
      type: str
      returned: always
      sample: dokploy.example.com
    # generated: values of settings except access_log, traefik_env, traefik_ports
    domain:
      description: Value of O(domain).
      type: str
      returned: always
      sample: dokploy.example.com
    https:
      description: Value of O(https).
      type: bool
      returned: always
      sample: true
    certificate:
      description: Value of O(certificate).
      type: str
      returned: always
      sample: letsencrypt
    lets_encrypt_email:
      description: Value of O(lets_encrypt_email).
      type: str
      returned: always
      sample: admin@example.com
    server_ip:
      description: Value of O(server_ip).
      type: str
      returned: always
      sample: "192.0.2.1"
    docker_cleanup:
      description: Value of O(docker_cleanup).
      type: bool
      returned: always
      sample: true
    log_cleanup_cron:
      description: Value of O(log_cleanup_cron).
      type: str
      returned: always
      sample: "0 0 * * *"
    builds_concurrency:
      description: Value of O(builds_concurrency).
      type: int
      returned: always
      sample: 2
    metrics:
      description: Options of O(metrics).
      type: dict
      returned: always
      contains:
        refresh_rate:
          description: Value of O(metrics.refresh_rate).
          type: int
          returned: when it is set
          sample: 60
        port:
          description: Value of O(metrics.port).
          type: int
          returned: when it is set
          sample: 4500
        callback_url:
          description: Value of O(metrics.callback_url).
          type: str
          returned: when it is set
          sample: https://dokploy.example.com/api/trpc/notification.receiveNotification
        retention_days:
          description: Value of O(metrics.retention_days).
          type: int
          returned: when it is set
          sample: 2
        cron:
          description: Value of O(metrics.cron).
          type: str
          returned: when it is set
          sample: "0 0 * * *"
        cpu_threshold:
          description: Value of O(metrics.cpu_threshold).
          type: int
          returned: when it is set
          sample: 0
        memory_threshold:
          description: Value of O(metrics.memory_threshold).
          type: int
          returned: when it is set
          sample: 90
        container_refresh_rate:
          description: Value of O(metrics.container_refresh_rate).
          type: int
          returned: when it is set
          sample: 60
        include:
          description: Value of O(metrics.include).
          type: list
          elements: str
          returned: when it is set
          sample: []
        exclude:
          description: Value of O(metrics.exclude).
          type: list
          elements: str
          returned: when it is set
          sample: []
      sample: {port: 4500, memory_threshold: 90}
    # end of generated
    access_log:
      description: Value of O(access_log), where the task sets it.
      type: bool
      returned: always
      sample: false
    traefik_env_keys:
      description: Names of the variables of O(traefik_env), where the task sets it.
      type: list
      elements: str
      returned: always
      sample: [CF_DNS_API_TOKEN]
    traefik_ports:
      description: Value of O(traefik_ports), where the task sets it.
      type: list
      elements: dict
      returned: always
      sample: [{published_port: 5432, target_port: 5432, protocol: tcp}]
  sample: {id: mTcY8QxZ1LkP0nVwR5sJd, name: dokploy.example.com}
# generated: results of a record: create settings
actions:
  description: What the task did, or would do in check mode, in this order.
  type: list
  elements: str
  returned: always
  sample: [create settings]
previous:
  description: Previous values of the options that the task changed. Of secret dictionaries, only the names that were added, removed, and changed.
  type: dict
  returned: always
  sample: {}
unverified:
  description: Options that the module could not compare.
  type: list
  elements: str
  returned: always
  sample: []
next_step:
  description: What to do about a failure. Empty where nothing is known.
  type: str
  returned: always
  sample: ""
candidates:
  description: IDs of the records that have the name.
  type: list
  elements: str
  returned: on failure, when several have the name
  sample: [mTcY8QxZ1LkP0nVwR5sJd]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.settings import settings_module
from ansible_collections.community.dokploy.plugins.module_utils._resources.settings import SETTINGS

DEFINITION = settings_module(SETTINGS)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
