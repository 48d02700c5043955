# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How a service runs: limits, replicas, health check, updates, placement, networks, and labels."""

    DOCUMENTATION = r"""
options:
  memory_limit:
    description:
      - The most memory that a container may use, for example V(512M) or V(1.5G). Units are V(K), V(M), and V(G), with or without V(B)
        and V(i), all of 1024 as in Docker. Without a unit it is bytes, and less than V(4M) is refused as a slip.
      - An empty text is no limit.
    type: str
  memory_reservation:
    description:
      - The memory that a node must have free for a container, in the units of O(memory_limit).
    type: str
  cpu_limit:
    description:
      - The most cores that a container may use, for example V(0.5), or V(500m) in thousandths.
      - An empty text is no limit.
    type: str
  cpu_reservation:
    description:
      - The cores that a node must have free for a container, in the units of O(cpu_limit).
    type: str
  replicas:
    description:
      - How many containers run. Dokploy's default is V(1).
      - V(0) is refused with O(state=started). Use O(state=stopped), which keeps the number.
    type: int
  command:
    description:
      - The command in place of the image's entry point. Dokploy splits it at spaces, and knows no quotes. Put arguments into O(args).
    type: str
  args:
    description:
      - The arguments, one by one.
    type: list
    elements: str
  healthcheck:
    description:
      - How Docker finds out whether a container is healthy. Only the suboptions that are named change.
      - With one, an action has succeeded when the new containers are healthy. Without one, see O(stable_for).
    type: dict
    suboptions:
      test:
        description:
          - A list as Docker has it, which begins with V(CMD), V(CMD-SHELL), or V(NONE), or one text for the container's shell.
          - V(NONE) switches off the image's own check.
        type: raw
      interval:
        description:
          - The time between two checks, for example V(10s) or V(1m30s). A number without a unit is seconds.
        type: str
      timeout:
        description:
          - How long one check may take.
        type: str
      start_period:
        description:
          - For how long after the start a failure does not count.
        type: str
      retries:
        description:
          - How many failures in a row make a container unhealthy.
        type: int
  restart_config:
    description:
      - When Swarm starts a container again that has ended. Only the suboptions that are named change.
    type: dict
    suboptions:
      condition:
        description:
          - Never, after a failure, or always. Docker's default is V(any).
        type: str
        choices: [none, on-failure, any]
      delay:
        description:
          - The time before it, for example V(5s), which is Docker's default.
        type: str
      max_attempts:
        description:
          - How often at most. V(0) is without limit.
        type: int
      window:
        description:
          - The time in which O(restart_config.max_attempts) counts.
        type: str
  update_config:
    description:
      - How Swarm replaces the tasks by those of a new version.
      - Only the suboptions that are named change. Where nothing is stored yet, the others get what Dokploy itself would send.
    type: dict
    suboptions:
      parallelism:
        description:
          - How many tasks are replaced at once. V(0) is all of them.
        type: int
      delay:
        description:
          - The time between two such groups, for example V(10s).
        type: str
      failure_action:
        description:
          - What Swarm does when a task fails meanwhile.
        type: str
        choices: [continue, pause, rollback]
      monitor:
        description:
          - For how long a new task is watched for failure, for example V(30s).
        type: str
      max_failure_ratio:
        description:
          - The share of tasks that may fail without O(update_config.failure_action), between V(0.0) and V(1.0).
        type: float
      order:
        description:
          - Whether a new task starts before the old one ends, or after it.
        type: str
        choices: [start-first, stop-first]
  rollback_config:
    description:
      - How Swarm goes back to the version before, after a failed update.
      - Only the suboptions that are named change. Where nothing is stored yet, the others get what Dokploy itself would send.
    type: dict
    suboptions:
      parallelism:
        description:
          - How many tasks are replaced at once. V(0) is all of them.
        type: int
      delay:
        description:
          - The time between two such groups, for example V(10s).
        type: str
      failure_action:
        description:
          - What Swarm does when a task fails meanwhile.
        type: str
        choices: [continue, pause]
      monitor:
        description:
          - For how long a new task is watched for failure, for example V(30s).
        type: str
      max_failure_ratio:
        description:
          - The share of tasks that may fail without O(rollback_config.failure_action), between V(0.0) and V(1.0).
        type: float
      order:
        description:
          - Whether a new task starts before the old one ends, or after it.
        type: str
        choices: [start-first, stop-first]
  stop_grace_period:
    description:
      - How long a container has to end by itself before it is killed, for example V(30s). Dokploy's default is V(10s).
      - It needs Dokploy v0.29.0 or newer. An older version cannot read, stop or delete an application that has one, and the module
        offers to clear it by O(unset).
    type: str
  placement:
    description:
      - On which nodes the containers may run. Only the suboptions that are named change.
      - Where none is stored, Dokploy keeps an application with mounts on manager nodes. A placement of your own takes the place of
        that, so name V(node.role==manager) in it where the data lie there.
    type: dict
    suboptions:
      constraints:
        description:
          - What a node must be, for example V(node.labels.disk==ssd). The list is the whole.
        type: list
        elements: str
      preferences:
        description:
          - By which of their labels the nodes share the containers, the most important first. The list is the whole.
        type: list
        elements: dict
        suboptions:
          spread:
            description:
              - The label, for example V(node.labels.zone).
            type: str
            required: true
      replicas_max_per_node:
        description:
          - How many containers a node may have at most. V(0) is without limit.
        type: int
  ulimits:
    description:
      - Limits of the container's processes. The list is the whole, in any order.
      - It needs Dokploy v0.27.0 or newer.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the limit, for example V(nofile).
        type: str
        required: true
      soft:
        description:
          - The soft limit. V(-1) is without limit.
        type: int
        required: true
      hard:
        description:
          - The hard limit. Without it, it is O(ulimits[].soft).
        type: int
  service_mode:
    description:
      - V(replicated) runs as many containers as O(replicas) says. V(global) runs one on each node, whatever O(replicas) says.
      - Docker changes the mode of no service that exists. Once the application was deployed, a change is refused.
      - A service in global mode cannot be stopped by Dokploy.
    type: str
    choices: [replicated, global]
  endpoint_spec:
    description:
      - How Swarm publishes the service, in place of C(ports). Only the suboptions that are named change.
      - It is refused beside C(ports), because Dokploy would silently leave those out.
    type: dict
    suboptions:
      mode:
        description:
          - V(vip) gives the service an address of its own. V(dnsrr) answers with those of the containers, and excludes ports that are
            published by V(ingress).
        type: str
        choices: [vip, dnsrr]
      ports:
        description:
          - The published ports. The list is the whole, in any order.
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
              - V(ingress) publishes the port on every node, V(host) on the node of each container. It is V(ingress) where it is left out.
            type: str
            choices: [ingress, host]
  networks:
    description:
      - The networks that the service is attached to, by the names that Docker has, as the whole. Leave C(dokploy-network) out, and Traefik and the
        other applications do not reach the service any more.
      - Without it, the service is attached to Dokploy's own network and to O(managed_networks). It excludes O(managed_networks) and
        O(dokploy_network=false), since Dokploy would silently leave them out.
      - A network that is not there is refused. An empty list, as well as to unset it, clears it.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the network, a Swarm network as a rule.
        type: str
        required: true
      aliases:
        description:
          - Other names of the service on that network.
        type: list
        elements: str
      driver_opts:
        description:
          - Options for the network's driver.
        type: dict
  managed_networks:
    description:
      - The networks of Dokploy's own page of networks that the service is attached to, by name or ID, beside Dokploy's own one. An empty list
        attaches it to none. Only overlay networks are attached.
      - It needs Dokploy v0.29.14 or newer.
    type: list
    elements: str
  dokploy_network:
    description:
      - Whether the service is attached to C(dokploy-network), Dokploy's own, through which Traefik reaches it. Dokploy's default is V(true).
      - It needs Dokploy v0.29.14 or newer.
    type: bool
  labels:
    description:
      - Labels of the container. Labels that begin with V(community.dokploy.) belong to this collection, and are refused.
    type: dict
  labels_mode:
    description:
      - V(merge) sets the labels that O(labels) lists, and leaves the others as they are. V(replace) makes O(labels) the whole.
    type: str
    choices: [merge, replace]
    default: merge
  labels_remove:
    description:
      - Names of labels to remove. One that is not there is no error.
    type: list
    elements: str
"""
