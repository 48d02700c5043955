#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_monitoring_info
short_description: Get what the containers of applications of Dokploy use, and what is too much
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Tells how much CPU, memory, network, and block I/O the containers of applications use at this moment, and what the Dokploy server
    recorded of them before. Amounts are bytes and cores as numbers, each with a readable form.
  - Holds memory and CPU against thresholds, as a share of the limit that is in force, or as an absolute amount.
  - What cannot be read is named with its reason, and never taken for zero.
options:
  live:
    description:
      - Whether the containers are looked at. Docker takes about three seconds to measure, once for each server.
      - It needs Dokploy v0.29.0 or newer, and a key that may read Docker.
    type: bool
    default: true
  recorded:
    description:
      - Whether RV(applications[].recorded) is read. It needs a key that may read monitoring.
    type: bool
    default: true
  fresh_for:
    description:
      - For how many seconds after its newest sample a recorded series counts as fresh, by the server's own clock.
    type: int
    default: 60
  window:
    description:
      - How many seconds before the newest sample are reduced to mean and maximum. A series can have gaps of days.
    type: int
    default: 600
  series:
    description:
      - Whether the recorded memory and CPU are returned point by point, too, for a curve, in RV(applications[].recorded.memory.series) and
        RV(applications[].recorded.cpu.series).
      - Of more than 120 samples, the greatest of each of 120 equal spans of the time is returned.
    type: bool
    default: false
  thresholds:
    description:
      - How much is too much. Each container is held against it on its own.
      - Where there are no live figures, the current value of a fresh recorded series counts. What could not be checked is listed
        in RV(unchecked).
    type: dict
    suboptions:
      memory:
        description:
          - A share of the memory limit, such as V(80%), or an amount, such as V(400M), V(1.5G), or bytes. Units are 1024-based, as in Docker.
        type: str
      cpu:
        description:
          - A share of the CPU limit, such as V(90%), or cores, such as V(0.5) or V(500m).
        type: str
  fail_on_alert:
    description:
      - Whether the task fails where a threshold is passed. It then warns of thresholds that could not be checked.
      - The task fails as well where options choose applications and none fits, since nothing was looked at then. In check mode that is a warning.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.selection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Each application costs up to three requests, and each server one more. Name what you want to know, where there are many.
  - Docker's figures have four digits at the most, so bytes are about right and not exact.
  - The statistics of a server show the containers of its own node. Those on other nodes of a Swarm are named in RV(applications[].unread).
  - Dokploy v0.28 cannot measure through its API. What it recorded is read all the same.
seealso:
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_application
"""

EXAMPLES = r"""
---
- name: Measure the resource usage of an application
  community.dokploy.dokploy_monitoring_info:
    project: shop
    environment: production
    name: backend
  register: usage


- name: Fail where a container of the project is close to its limits
  community.dokploy.dokploy_monitoring_info:
    project: shop
    thresholds:
      memory: 85%
      cpu: 90%
    fail_on_alert: true


- name: List containers that use more than 2 GiB on the server
  community.dokploy.dokploy_monitoring_info:
    recorded: false
    thresholds:
      memory: 2G
  register: heavy
"""

RETURN = r"""
---
backend:
  description:
    - By which way it was found out, V(api) or V(docker). A Docker Engine shows the containers of its own node alone, knows applications by
      their full C(app_name), and has no record of what was before.
  type: str
  returned: always
  sample: api
applications:
  description: What was chosen, and what it uses.
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
      description: The full name of its Docker service.
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
    server_id:
      description: ID of the application's remote server. V(null) on Dokploy's own host.
      type: str
      returned: always
      sample: null
    phase:
      description: Whether it is V(running), V(stopped), V(never_deployed), or V(unknown), by what there is in Docker.
      type: str
      returned: always
      sample: running
    replicas_running:
      description: How many tasks run. V(null) where Docker could not be read.
      type: int
      returned: always
      sample: 2
    limits:
      description: The limits that are in force. Where Docker could not be read, those that are stored.
      type: dict
      returned: always
      contains:
        memory:
          description: The most memory that a container may use, in bytes. V(null) where there is no limit.
          type: int
          returned: always
          sample: 536870912
        cpu:
          description: The most cores that a container may use. V(null) where there is no limit.
          type: float
          returned: always
          sample: 0.5
        text:
          description: The same for a person.
          type: str
          returned: always
          sample: 512.0 MiB, 0.5 cores
        saved:
          description: The saved limits, C(memory) in bytes and C(cpu) in cores, which the next deployment or reload applies. V(null) where there is none.
          type: dict
          returned: always
          sample: {memory: 536870912, cpu: 0.5}
      sample: {memory: 536870912, cpu: 0.5, text: '512.0 MiB, 0.5 cores', saved: {memory: 536870912, cpu: 0.5}}
    containers:
      description: The live figures of its running containers.
      type: list
      elements: dict
      returned: always
      contains:
        name:
          description: Its name.
          type: str
          returned: always
          sample: shop-backend-x1y2z3.1.hgmo9qx2006vjjoluszft4o6t
        id:
          description: The short ID of the container.
          type: str
          returned: always
          sample: ec365679ac81
        task:
          description: The ID of its Swarm task.
          type: str
          returned: always
          sample: hgmo9qx2006vjjoluszft4o6t
        memory:
          description: Its memory.
          type: dict
          returned: always
          contains:
            used:
              description: How much memory it uses, in bytes. V(null) where Docker had no figure.
              type: int
              returned: always
              sample: 322122547
            limit:
              description: The limit of its service, in bytes. V(null) where there is none.
              type: int
              returned: always
              sample: 536870912
            percent:
              description: How much of the limit that is, in percent. V(null) where there is no limit.
              type: float
              returned: always
              sample: 60.0
            text:
              description: The same for a person.
              type: str
              returned: always
              sample: 307.2 MiB (60 % of 512.0 MiB)
          sample: {used: 322122547, limit: 536870912, percent: 60.0, text: 307.2 MiB (60 % of 512.0 MiB)}
        cpu:
          description: Its CPU.
          type: dict
          returned: always
          contains:
            used:
              description: How much CPU it uses, in cores. V(null) where Docker had no figure.
              type: float
              returned: always
              sample: 0.125
            limit:
              description: The limit of its service, in cores. V(null) where there is none.
              type: float
              returned: always
              sample: 0.5
            percent:
              description: How much of the limit that is, in percent. V(null) where there is no limit.
              type: float
              returned: always
              sample: 25.0
            text:
              description: The same for a person.
              type: str
              returned: always
              sample: 0.125 cores (25 % of 0.5 cores)
          sample: {used: 0.125, limit: 0.5, percent: 25.0, text: 0.125 cores (25 % of 0.5 cores)}
        network:
          description: Its traffic since it began.
          type: dict
          returned: always
          contains:
            received:
              description: What it received, in bytes.
              type: int
              returned: always
              sample: 1258291
            sent:
              description: What it sent, in bytes.
              type: int
              returned: always
              sample: 10240
            text:
              description: The same for a person.
              type: str
              returned: always
              sample: 1.2 MiB received, 10.0 KiB sent
          sample: {received: 1258291, sent: 10240, text: '1.2 MiB received, 10.0 KiB sent'}
        block:
          description: Its block I/O since it began.
          type: dict
          returned: always
          contains:
            read:
              description: What it read, in bytes.
              type: int
              returned: always
              sample: 0
            written:
              description: What it wrote, in bytes.
              type: int
              returned: always
              sample: 4096
            text:
              description: The same for a person.
              type: str
              returned: always
              sample: 0 B read, 4.0 KiB written
          sample: {read: 0, written: 4096, text: '0 B read, 4.0 KiB written'}
      sample: []
    recorded:
      description:
        - What Dokploy recorded of one of its containers, while somebody looked at its page of figures. V(null) where it was not read.
      type: dict
      returned: always
      contains:
        state:
          description: V(fresh) or V(old), by O(fresh_for), V(empty) where nothing was ever recorded, or V(none) where no container runs.
          type: str
          returned: always
          sample: fresh
        age:
          description: How old the newest sample is, in seconds. V(null) where there is none.
          type: int
          returned: always
          sample: 3
        samples:
          description: How many samples were reduced.
          type: int
          returned: always
          sample: 288
        from:
          description: When the first of them was taken.
          type: str
          returned: always
          sample: '2026-11-24T12:34:00Z'
        to:
          description: When the last of them was taken.
          type: str
          returned: always
          sample: '2026-11-24T12:43:56Z'
        memory:
          description: The memory.
          type: dict
          returned: always
          contains:
            current:
              description: The newest value.
              type: int
              returned: always
              sample: 322122547
            mean:
              description: The mean.
              type: int
              returned: always
              sample: 300000000
            maximum:
              description: The greatest.
              type: int
              returned: always
              sample: 340000000
            unit:
              description: The unit of the three.
              type: str
              returned: always
              sample: bytes
            text:
              description: The same for a person.
              type: str
              returned: always
              sample: 307.2 MiB, mean 286.1 MiB, maximum 324.2 MiB
            series:
              description: The recorded points, the oldest first.
              type: list
              elements: dict
              returned: when O(series) is V(true)
              contains:
                at:
                  description: When it was.
                  type: str
                  returned: always
                  sample: '2026-11-24T12:43:56Z'
                value:
                  description: How much it was, in bytes. V(null) where samples are missing from there to the next point.
                  type: int
                  returned: always
                  sample: 322122547
              sample: [{at: '2026-11-24T12:43:54Z', value: 319815680}, {at: '2026-11-24T12:43:56Z', value: 322122547}]
          sample: {current: 322122547, mean: 300000000, maximum: 340000000, unit: bytes, text: '307.2 MiB, mean 286.1 MiB, maximum 324.2 MiB'}
        cpu:
          description: The CPU.
          type: dict
          returned: always
          contains:
            current:
              description: The newest value.
              type: float
              returned: always
              sample: 0.125
            mean:
              description: The mean.
              type: float
              returned: always
              sample: 0.1
            maximum:
              description: The greatest.
              type: float
              returned: always
              sample: 0.48
            unit:
              description: The unit of the three.
              type: str
              returned: always
              sample: cores
            text:
              description: The same for a person.
              type: str
              returned: always
              sample: 0.125 cores, mean 0.1 cores, maximum 0.48 cores
            series:
              description: The recorded points, the oldest first.
              type: list
              elements: dict
              returned: when O(series) is V(true)
              contains:
                at:
                  description: When it was.
                  type: str
                  returned: always
                  sample: '2026-11-24T12:43:56Z'
                value:
                  description: How much it was, in cores. V(null) where samples are missing from there to the next point.
                  type: float
                  returned: always
                  sample: 0.125
              sample: [{at: '2026-11-24T12:43:54Z', value: 0.12}, {at: '2026-11-24T12:43:56Z', value: 0.125}]
          sample: {current: 0.125, mean: 0.1, maximum: 0.48, unit: cores, text: '0.125 cores, mean 0.1 cores, maximum 0.48 cores'}
        network:
          description: The traffic.
          type: dict
          returned: always
          contains:
            received:
              description: What was received.
              type: dict
              returned: always
              contains:
                total:
                  description: How much since the container began, in bytes.
                  type: int
                  returned: always
                  sample: 1258291
                mean:
                  description: The mean, in bytes per second.
                  type: int
                  returned: always
                  sample: 2048
                maximum:
                  description: The greatest between two samples, in bytes per second.
                  type: int
                  returned: always
                  sample: 10035
                unit:
                  description: The unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: The same for a person.
                  type: str
                  returned: always
                  sample: 1.2 MiB in all, mean 2.0 KiB/s, maximum 9.8 KiB/s
              sample: {total: 1258291, mean: 2048, maximum: 10035}
            sent:
              description: What was sent.
              type: dict
              returned: always
              contains:
                total:
                  description: How much since the container began, in bytes.
                  type: int
                  returned: always
                  sample: 10240
                mean:
                  description: The mean, in bytes per second.
                  type: int
                  returned: always
                  sample: 20
                maximum:
                  description: The greatest between two samples, in bytes per second.
                  type: int
                  returned: always
                  sample: 90
                unit:
                  description: The unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: The same for a person.
                  type: str
                  returned: always
                  sample: 10.0 KiB in all, mean 20 B/s, maximum 90 B/s
              sample: {total: 10240, mean: 20, maximum: 90}
          sample: {}
        block:
          description: The block I/O.
          type: dict
          returned: always
          contains:
            read:
              description: What was read.
              type: dict
              returned: always
              contains:
                total:
                  description: How much since the container began, in bytes.
                  type: int
                  returned: always
                  sample: 0
                mean:
                  description: The mean, in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                maximum:
                  description: The greatest between two samples, in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                unit:
                  description: The unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: The same for a person.
                  type: str
                  returned: always
                  sample: 0 B in all, mean 0 B/s, maximum 0 B/s
              sample: {total: 0, mean: 0, maximum: 0}
            written:
              description: What was written.
              type: dict
              returned: always
              contains:
                total:
                  description: How much since the container began, in bytes.
                  type: int
                  returned: always
                  sample: 4096
                mean:
                  description: The mean, in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                maximum:
                  description: The greatest between two samples, in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                unit:
                  description: The unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: The same for a person.
                  type: str
                  returned: always
                  sample: 4.0 KiB in all, mean 0 B/s, maximum 0 B/s
              sample: {total: 4096, mean: 0, maximum: 0}
          sample: {}
      sample: null
    unread:
      description: What could not be read, V(live) or V(recorded), each with the reason. Empty where all was.
      type: dict
      returned: always
      sample: {live: 'this server has no swarm.getContainerStats: Dokploy v0.29.0 or newer has it'}
  sample: []
alerts:
  description: The thresholds that are passed.
  type: list
  elements: dict
  returned: always
  contains:
    application:
      description: The application, as project, environment, and name.
      type: str
      returned: always
      sample: shop/production/backend
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    app_name:
      description: The full name of its Docker service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3
    container:
      description: The container. For a recorded figure, the service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3.1.hgmo9qx2006vjjoluszft4o6t
    metric:
      description: V(memory) or V(cpu).
      type: str
      returned: always
      sample: memory
    used:
      description: How much is used, in bytes or cores.
      type: float
      returned: always
      sample: 483183820
    limit:
      description: The limit, in bytes or cores. V(null) where there is none.
      type: float
      returned: always
      sample: 536870912
    percent:
      description: How much of the limit that is, in percent. V(null) where there is no limit.
      type: float
      returned: always
      sample: 90.0
    threshold:
      description: The threshold, as it was given.
      type: str
      returned: always
      sample: 85%
    threshold_amount:
      description: The same in bytes or cores.
      type: float
      returned: always
      sample: 456340275.2
    source:
      description: V(live) or V(recorded).
      type: str
      returned: always
      sample: live
    text:
      description: The alert in words.
      type: str
      returned: always
      sample: shop/production/backend (shop-backend-x1y2z3.1) uses 460.8 MiB of memory, which is above 435.2 MiB (85% of the limit)
  sample: []
checked:
  description: How many figures of containers were compared with a threshold.
  type: int
  returned: always
  sample: 2
unchecked:
  description: The thresholds that could not be checked, fully or in part.
  type: list
  elements: dict
  returned: always
  contains:
    application:
      description: The application, as project, environment, and name.
      type: str
      returned: always
      sample: shop/production/worker
    id:
      description: Its ID.
      type: str
      returned: always
      sample: Zt8nLx4QvW2mKbY6cRd1s
    metric:
      description: V(memory) or V(cpu).
      type: str
      returned: always
      sample: cpu
    reason:
      description: Why not.
      type: str
      returned: always
      sample: it is a percentage, and the service has no cpu limit
  sample: []
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: Raise the limit or the replicas, or look why it needs so much.
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when O(app_name) or O(domain_host) fits several
  sample: [hdoihUG0FmYC8GdoFEc-1, Zt8nLx4QvW2mKbY6cRd1s]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.monitoring_info import Monitor
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Monitor)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
