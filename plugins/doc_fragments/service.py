# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Settings of a running service: limits, replicas, health check, updates, placement, networks, and labels."""

    DOCUMENTATION = r"""
options:
  memory_limit:
    description:
      - Maximum memory of a container, for example V(512M) or V(1.5G). Units are V(K), V(M), and V(G), with or without V(B) and V(i), all
        1024-based as in Docker. A value without a unit is in bytes. Values below V(4M) are refused as a mistake.
      - An empty text removes the limit.
    type: str
  memory_reservation:
    description:
      - Memory that a node must have available for a container, in the units of O(memory_limit).
    type: str
  cpu_limit:
    description:
      - Maximum number of cores of a container, for example V(0.5), or V(500m) in thousandths.
      - An empty text removes the limit.
    type: str
  cpu_reservation:
    description:
      - Cores that a node must have available for a container, in the units of O(cpu_limit).
    type: str
  command:
    description:
      - Command that replaces the image's entry point. Dokploy splits it at spaces and does not support quotes. Use O(args) for arguments.
    type: str
  args:
    description:
      - Arguments of the command, one per item.
    type: list
    elements: str
  healthcheck:
    description:
      - Health check of the container. Only the given suboptions change.
      - With a health check, an action succeeds when the new containers are healthy. Without one, see O(stable_for).
    type: dict
    suboptions:
      test:
        description:
          - Test in Docker's form, a list that begins with V(CMD), V(CMD-SHELL), or V(NONE), or a text for the container's shell.
          - V(NONE) disables the image's own check.
        type: raw
      interval:
        description:
          - Time between two checks, for example V(10s) or V(1m30s). A number without a unit is in seconds.
        type: str
      timeout:
        description:
          - Maximum time for one check.
        type: str
      start_period:
        description:
          - Time after the start in which failures do not count.
        type: str
      retries:
        description:
          - Number of consecutive failures after which a container is unhealthy.
        type: int
  restart_config:
    description:
      - Restart policy of the service. Only the given suboptions change.
    type: dict
    suboptions:
      condition:
        description:
          - When Swarm restarts a container that has exited. Docker's default is V(any).
        type: str
        choices: [none, on-failure, any]
      delay:
        description:
          - Time before the restart, for example V(5s), which is Docker's default.
        type: str
      max_attempts:
        description:
          - Maximum number of restarts. V(0) is unlimited.
        type: int
      window:
        description:
          - Time in which O(restart_config.max_attempts) counts.
        type: str
  update_config:
    description:
      - How Swarm replaces the replicas with those of a new version.
      - Only the given suboptions change. In the first configuration, the others get the values that Dokploy itself would send.
    type: dict
    suboptions:
      parallelism:
        description:
          - Number of replicas to replace at once. V(0) replaces all of them.
        type: int
      delay:
        description:
          - Time between two groups of replicas, for example V(10s).
        type: str
      failure_action:
        description:
          - Action of Swarm when a replica fails during the update.
        type: str
        choices: [continue, pause, rollback]
      monitor:
        description:
          - Time for which Swarm monitors a new replica for failure, for example V(30s).
        type: str
      max_failure_ratio:
        description:
          - Ratio of replicas that may fail without O(update_config.failure_action), between V(0.0) and V(1.0).
        type: float
      order:
        description:
          - Whether a new replica starts before the old one stops, or after it.
        type: str
        choices: [start-first, stop-first]
  rollback_config:
    description:
      - How Swarm returns to the previous version after a failed update.
      - Only the given suboptions change. In the first configuration, the others get the values that Dokploy itself would send.
    type: dict
    suboptions:
      parallelism:
        description:
          - Number of replicas to replace at once. V(0) replaces all of them.
        type: int
      delay:
        description:
          - Time between two groups of replicas, for example V(10s).
        type: str
      failure_action:
        description:
          - Action of Swarm when a replica fails during the rollback.
        type: str
        choices: [continue, pause]
      monitor:
        description:
          - Time for which Swarm monitors a new replica for failure, for example V(30s).
        type: str
      max_failure_ratio:
        description:
          - Ratio of replicas that may fail without O(rollback_config.failure_action), between V(0.0) and V(1.0).
        type: float
      order:
        description:
          - Whether a new replica starts before the old one stops, or after it.
        type: str
        choices: [start-first, stop-first]
  stop_grace_period:
    description:
      - Maximum time for a container to exit before Docker kills it, for example V(30s). Dokploy's default is V(10s).
      - Requires Dokploy v0.29.0 or later. An older version cannot read, stop, or delete an application with this setting. The module then
        suggests to clear it with O(unset).
    type: str
  placement:
    description:
      - Nodes on which the containers may run. Only the given suboptions change.
      - Without a placement, Dokploy keeps an application with mounts on manager nodes. A placement replaces this rule, so add
        V(node.role==manager) where the data is on a manager node.
    type: dict
    suboptions:
      constraints:
        description:
          - Conditions that a node must meet, for example V(node.labels.disk==ssd). The list replaces the saved one.
        type: list
        elements: str
      preferences:
        description:
          - Node labels by which Swarm spreads the containers, the most important first. The list replaces the saved one.
        type: list
        elements: dict
        suboptions:
          spread:
            description:
              - Label of the nodes, for example V(node.labels.zone).
            type: str
            required: true
      replicas_max_per_node:
        description:
          - Maximum number of containers on one node. V(0) is unlimited.
        type: int
  ulimits:
    description:
      - Limits of the container's processes. The list replaces the saved one, and its order does not matter.
      - Requires Dokploy v0.27.0 or later.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the limit, for example V(nofile).
        type: str
        required: true
      soft:
        description:
          - Soft limit. V(-1) is unlimited.
        type: int
        required: true
      hard:
        description:
          - Hard limit. The default is O(ulimits[].soft).
        type: int
  networks:
    description:
      - All networks of the service, by their Docker names. Without C(dokploy-network) in the list, Traefik and the other applications
        cannot reach the service.
      - Without this option, the service uses Dokploy's own network and O(managed_networks). Mutually exclusive with O(managed_networks) and
        O(dokploy_network=false), because Dokploy would silently ignore those.
      - A missing network is refused. An empty list and O(unset) clear the option.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the network, usually a Swarm network.
        type: str
        required: true
      aliases:
        description:
          - Additional names of the service on that network.
        type: list
        elements: str
      driver_opts:
        description:
          - Options for the network's driver.
        type: dict
  managed_networks:
    description:
      - Networks from Dokploy's own page of networks, by name or ID, in addition to C(dokploy-network). An empty list detaches all of them.
        Dokploy attaches overlay networks only.
      - Requires Dokploy v0.29.14 or later.
    type: list
    elements: str
  dokploy_network:
    description:
      - Attach the service to C(dokploy-network), through which Traefik reaches it. Dokploy's default is V(true).
      - Requires Dokploy v0.29.14 or later.
    type: bool
  labels:
    description:
      - Labels of the container. Labels that begin with V(community.dokploy.) are reserved for this collection, and refused.
    type: dict
  labels_mode:
    description:
      - V(merge) sets the labels of O(labels), and keeps the others. V(replace) also removes the labels that O(labels) does not list.
    type: str
    choices: [merge, replace]
    default: merge
  labels_remove:
    description:
      - Names of labels to remove. Missing names are ignored.
    type: list
    elements: str
"""

    # For services that may have several replicas, and that Traefik reaches.
    REPLICATION = r"""
options:
  replicas:
    description:
      - Number of replicas. Dokploy's default is V(1).
      - V(0) is refused with O(state=started). Use O(state=stopped), which keeps the number.
    type: int
  service_mode:
    description:
      - V(replicated) runs O(replicas) containers. V(global) runs one container on each node, and ignores O(replicas).
      - Docker cannot change the mode of an existing service. After the first deployment, a change is refused.
      - Dokploy cannot stop a service in global mode.
    type: str
    choices: [replicated, global]
  endpoint_spec:
    description:
      - How Swarm publishes the service, instead of C(ports). Only the given suboptions change.
      - Mutually exclusive with C(ports), because Dokploy would silently ignore those.
    type: dict
    suboptions:
      mode:
        description:
          - V(vip) gives the service a virtual IP address. V(dnsrr) resolves to the addresses of the containers, and excludes ports that are
            published with V(ingress).
        type: str
        choices: [vip, dnsrr]
      ports:
        description:
          - Published ports. The list replaces the saved one, and its order does not matter.
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
              - V(ingress) publishes the port on each node. V(host) publishes it on the node of each container. Dokploy's default is
                V(ingress).
            type: str
            choices: [ingress, host]
"""

    # For services that Dokploy deploys from its queue.
    DEPLOYMENT = r"""
options:
  deployment_title:
    description:
      - Title of a deployment in Dokploy's list. The default is V(Ansible).
      - For a Git source, Dokploy finally replaces it with the commit's message.
    type: str
  deployment_description:
    description:
      - Description of a deployment. The module appends a short random word in brackets, by which it recognizes its own deployment.
    type: str
  verify:
    description:
      - URL that must answer at the end of the task, also on unchanged runs. The host that the task runs on sends the request, and repeats it
        for at most O(wait_timeout) seconds, or 30 seconds where the task changes nothing.
      - The suboptions have the names of M(ansible.builtin.uri).
    type: dict
    suboptions:
      url:
        description:
          - URL to request. With an empty text, the module sends no request.
        type: str
        required: true
      status_code:
        description:
          - Accepted HTTP status codes.
        type: list
        elements: int
        default: [200]
      headers:
        description:
          - HTTP headers of the request. The values are secret, and must be texts. The module does not forward them to another host.
        type: dict
      validate_certs:
        description:
          - Check the certificate.
        type: bool
        default: true
      follow_redirects:
        description:
          - Follow up to five redirects. Otherwise the status code of the redirect itself counts.
        type: bool
        default: false
      timeout:
        description:
          - Maximum time in seconds to wait for one answer.
        type: int
        default: 10
"""
