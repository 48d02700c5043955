#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_monitoring_info
short_description: Measure the resource usage of applications, databases, and compose services of Dokploy
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reports the current CPU, memory, network, and block I/O of the containers of applications, databases, and compose services, and the values
    that the Dokploy server recorded earlier. Amounts are numbers in bytes and cores, each with a readable text.
  - Compares memory and CPU with thresholds, as a share of the effective limit, or as an absolute amount.
  - The module lists values that it could not read, with the reason. They never count as zero.
options:
  live:
    description:
      - Measure the containers. Docker needs about three seconds for a measurement, once for each server.
      - Requires Dokploy v0.29.0 or later, and a key that can read Docker.
    type: bool
    default: true
  recorded:
    description:
      - Read RV(applications[].recorded). Requires a key that can read monitoring. Dokploy's API cannot read those of compose services.
    type: bool
    default: true
  fresh_for:
    description:
      - Maximum age in seconds of the newest sample for a recorded series to count as fresh, by the server's own clock.
    type: int
    default: 60
  window:
    description:
      - Time in seconds before the newest sample over which to calculate mean and maximum. A series can have gaps of days.
    type: int
    default: 600
  series:
    description:
      - Return the recorded points of memory and CPU for a curve, in RV(applications[].recorded.memory.series) and
        RV(applications[].recorded.cpu.series).
      - For more than 120 samples, the module divides the time into 120 equal intervals, and returns the maximum of each.
    type: bool
    default: false
  thresholds:
    description:
      - Maximum usage. The module compares each container separately.
      - Without live values, the module uses the current value of a fresh recorded series. RV(unchecked) lists thresholds that it could not
        check.
    type: dict
    suboptions:
      memory:
        description:
          - Share of the memory limit, for example V(80%), or an amount, for example V(400M), V(1.5G), or a number of bytes. Units are
            1024-based, as in Docker.
        type: str
      cpu:
        description:
          - Share of the CPU limit, for example V(90%), or cores, for example V(0.5) or V(500m).
        type: str
  fail_on_alert:
    description:
      - Fail where a threshold is exceeded, or where the task could check none at all. It warns of single thresholds that it could not check.
      - The task also fails where selection options match no application, because it checked nothing. In check mode this is a warning.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.selection
  - community.dokploy.service_kind.every
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Each application requires up to three requests, and each server one more. Use the selection options on large servers.
  - Docker reports at most four digits, so the values in bytes are approximate.
  - The statistics of a server contain the containers of its own node. RV(applications[].unread) names those on other nodes of a Swarm.
  - Dokploy v0.28 cannot measure through its API. The module still reads its recorded values.
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
# generated: results of dokploy_batch: check_mode
check_mode:
  description: Whether the task ran in check mode, also by C(check_mode) of a play, a block, or a role.
  type: bool
  returned: always
  sample: false
# end of generated
backend:
  description:
    - Interface that the module used, V(api) or V(docker). A Docker Engine reports the containers of its own node only, identifies
      applications by their full C(app_name), and has no recorded values.
  type: str
  returned: always
  sample: api
applications:
  description: Selected applications, databases, and compose services, and their usage.
  type: list
  elements: dict
  returned: always
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    # generated: results of dokploy_diagnosis_info: verdict.kind
    kind:
      description: V(application), V(compose), or the kind of the database.
      type: str
      returned: always
      sample: application
    # end of generated
    name:
      description: Its name.
      type: str
      returned: always
      sample: backend
    app_name:
      description: The full name of its Docker service, or the prefix of those of a compose service.
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
      description: Phase according to Docker, V(running), V(stopped), V(never_deployed), or V(unknown).
      type: str
      returned: always
      sample: running
    replicas_running:
      description: Number of running replicas. V(null) where the module could not read Docker.
      type: int
      returned: always
      sample: 2
    limits:
      description: Effective limits. Where the module could not read Docker, the saved limits. V(null) for a compose service, whose containers
        have limits of their own.
      type: dict
      returned: always
      contains:
        memory:
          description: Maximum memory of a container in bytes. V(null) without a limit.
          type: int
          returned: always
          sample: 536870912
        cpu:
          description: Maximum number of cores of a container. V(null) without a limit.
          type: float
          returned: always
          sample: 0.5
        text:
          description: Limits as readable text.
          type: str
          returned: always
          sample: 512.0 MiB, 0.5 cores
        saved:
          description: Saved limits, C(memory) in bytes and C(cpu) in cores, which the next deployment or reload applies. V(null) without a
            limit.
          type: dict
          returned: always
          sample: {memory: 536870912, cpu: 0.5}
      sample: {memory: 536870912, cpu: 0.5, text: '512.0 MiB, 0.5 cores', saved: {memory: 536870912, cpu: 0.5}}
    containers:
      description: Live values of its running containers.
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
              description: Used memory in bytes. V(null) where Docker reported no value.
              type: int
              returned: always
              sample: 322122547
            limit:
              description: Limit of its service in bytes. V(null) without a limit.
              type: int
              returned: always
              sample: 536870912
            percent:
              description: Usage in percent of the limit. V(null) without a limit.
              type: float
              returned: always
              sample: 60.0
            text:
              description: Usage as readable text.
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
              description: Used CPU in cores. V(null) where Docker reported no value.
              type: float
              returned: always
              sample: 0.125
            limit:
              description: Limit of its service in cores. V(null) without a limit.
              type: float
              returned: always
              sample: 0.5
            percent:
              description: Usage in percent of the limit. V(null) without a limit.
              type: float
              returned: always
              sample: 25.0
            text:
              description: Usage as readable text.
              type: str
              returned: always
              sample: 0.125 cores (25 % of 0.5 cores)
          sample: {used: 0.125, limit: 0.5, percent: 25.0, text: 0.125 cores (25 % of 0.5 cores)}
        network:
          description: Network traffic since its start.
          type: dict
          returned: always
          contains:
            received:
              description: Received bytes.
              type: int
              returned: always
              sample: 1258291
            sent:
              description: Sent bytes.
              type: int
              returned: always
              sample: 10240
            text:
              description: Traffic as readable text.
              type: str
              returned: always
              sample: 1.2 MiB received, 10.0 KiB sent
          sample: {received: 1258291, sent: 10240, text: '1.2 MiB received, 10.0 KiB sent'}
        block:
          description: Block I/O since its start.
          type: dict
          returned: always
          contains:
            read:
              description: Read bytes.
              type: int
              returned: always
              sample: 0
            written:
              description: Written bytes.
              type: int
              returned: always
              sample: 4096
            text:
              description: Block I/O as readable text.
              type: str
              returned: always
              sample: 0 B read, 4.0 KiB written
          sample: {read: 0, written: 4096, text: '0 B read, 4.0 KiB written'}
      sample: []
    recorded:
      description:
        - Values that Dokploy recorded for one of its containers, while somebody viewed its monitoring page. V(null) where the module did
          not read them.
      type: dict
      returned: always
      contains:
        state:
          description: V(fresh) or V(old), by O(fresh_for), V(empty) without recorded values, or V(none) without a running container.
          type: str
          returned: always
          sample: fresh
        age:
          description: Age of the newest sample in seconds. V(null) without samples.
          type: int
          returned: always
          sample: 3
        samples:
          description: Number of samples in the mean and the maximum.
          type: int
          returned: always
          sample: 288
        from:
          description: Time of the first sample.
          type: str
          returned: always
          sample: '2026-11-24T12:34:00Z'
        to:
          description: Time of the last sample.
          type: str
          returned: always
          sample: '2026-11-24T12:43:56Z'
        memory:
          description: The memory.
          type: dict
          returned: always
          contains:
            current:
              description: Newest value.
              type: int
              returned: always
              sample: 322122547
            mean:
              description: Mean.
              type: int
              returned: always
              sample: 300000000
            maximum:
              description: Maximum.
              type: int
              returned: always
              sample: 340000000
            unit:
              description: Unit of the three values.
              type: str
              returned: always
              sample: bytes
            text:
              description: Values as readable text.
              type: str
              returned: always
              sample: 307.2 MiB, mean 286.1 MiB, maximum 324.2 MiB
            series:
              description: Recorded points, oldest first.
              type: list
              elements: dict
              returned: when O(series) is V(true)
              contains:
                at:
                  description: Time of the point.
                  type: str
                  returned: always
                  sample: '2026-11-24T12:43:56Z'
                value:
                  description: Value in bytes. V(null) where samples are missing until the next point.
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
              description: Newest value.
              type: float
              returned: always
              sample: 0.125
            mean:
              description: Mean.
              type: float
              returned: always
              sample: 0.1
            maximum:
              description: Maximum.
              type: float
              returned: always
              sample: 0.48
            unit:
              description: Unit of the three values.
              type: str
              returned: always
              sample: cores
            text:
              description: Values as readable text.
              type: str
              returned: always
              sample: 0.125 cores, mean 0.1 cores, maximum 0.48 cores
            series:
              description: Recorded points, oldest first.
              type: list
              elements: dict
              returned: when O(series) is V(true)
              contains:
                at:
                  description: Time of the point.
                  type: str
                  returned: always
                  sample: '2026-11-24T12:43:56Z'
                value:
                  description: Value in cores. V(null) where samples are missing until the next point.
                  type: float
                  returned: always
                  sample: 0.125
              sample: [{at: '2026-11-24T12:43:54Z', value: 0.12}, {at: '2026-11-24T12:43:56Z', value: 0.125}]
          sample: {current: 0.125, mean: 0.1, maximum: 0.48, unit: cores, text: '0.125 cores, mean 0.1 cores, maximum 0.48 cores'}
        network:
          description: Network traffic.
          type: dict
          returned: always
          contains:
            received:
              description: Received traffic.
              type: dict
              returned: always
              contains:
                total:
                  description: Bytes since the start of the container.
                  type: int
                  returned: always
                  sample: 1258291
                mean:
                  description: Mean in bytes per second.
                  type: int
                  returned: always
                  sample: 2048
                maximum:
                  description: Maximum between two samples in bytes per second.
                  type: int
                  returned: always
                  sample: 10035
                unit:
                  description: Unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: Values as readable text.
                  type: str
                  returned: always
                  sample: 1.2 MiB in all, mean 2.0 KiB/s, maximum 9.8 KiB/s
              sample: {total: 1258291, mean: 2048, maximum: 10035}
            sent:
              description: Sent traffic.
              type: dict
              returned: always
              contains:
                total:
                  description: Bytes since the start of the container.
                  type: int
                  returned: always
                  sample: 10240
                mean:
                  description: Mean in bytes per second.
                  type: int
                  returned: always
                  sample: 20
                maximum:
                  description: Maximum between two samples in bytes per second.
                  type: int
                  returned: always
                  sample: 90
                unit:
                  description: Unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: Values as readable text.
                  type: str
                  returned: always
                  sample: 10.0 KiB in all, mean 20 B/s, maximum 90 B/s
              sample: {total: 10240, mean: 20, maximum: 90}
          sample: {}
        block:
          description: Block I/O.
          type: dict
          returned: always
          contains:
            read:
              description: Read data.
              type: dict
              returned: always
              contains:
                total:
                  description: Bytes since the start of the container.
                  type: int
                  returned: always
                  sample: 0
                mean:
                  description: Mean in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                maximum:
                  description: Maximum between two samples in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                unit:
                  description: Unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: Values as readable text.
                  type: str
                  returned: always
                  sample: 0 B in all, mean 0 B/s, maximum 0 B/s
              sample: {total: 0, mean: 0, maximum: 0}
            written:
              description: Written data.
              type: dict
              returned: always
              contains:
                total:
                  description: Bytes since the start of the container.
                  type: int
                  returned: always
                  sample: 4096
                mean:
                  description: Mean in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                maximum:
                  description: Maximum between two samples in bytes per second.
                  type: int
                  returned: always
                  sample: 0
                unit:
                  description: Unit of mean and maximum.
                  type: str
                  returned: always
                  sample: bytes per second
                text:
                  description: Values as readable text.
                  type: str
                  returned: always
                  sample: 4.0 KiB in all, mean 0 B/s, maximum 0 B/s
              sample: {total: 4096, mean: 0, maximum: 0}
          sample: {}
      sample: null
    unread:
      description: Data that the module could not read, V(live) or V(recorded), each with the reason. Empty where it could read everything.
      type: dict
      returned: always
      sample: {live: 'this server has no swarm.getContainerStats: use Dokploy v0.29.0 or later'}
  sample: []
alerts:
  description: Exceeded thresholds.
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
      description: Container. For a recorded value, the service.
      type: str
      returned: always
      sample: shop-backend-x1y2z3.1.hgmo9qx2006vjjoluszft4o6t
    metric:
      description: V(memory) or V(cpu).
      type: str
      returned: always
      sample: memory
    used:
      description: Usage in bytes or cores.
      type: float
      returned: always
      sample: 483183820
    limit:
      description: Limit in bytes or cores. V(null) without a limit.
      type: float
      returned: always
      sample: 536870912
    percent:
      description: Usage in percent of the limit. V(null) without a limit.
      type: float
      returned: always
      sample: 90.0
    threshold:
      description: Threshold as given.
      type: str
      returned: always
      sample: 85%
    threshold_amount:
      description: Threshold in bytes or cores.
      type: float
      returned: always
      sample: 456340275.2
    source:
      description: V(live) or V(recorded).
      type: str
      returned: always
      sample: live
    text:
      description: Alert as readable text.
      type: str
      returned: always
      sample: shop/production/backend (shop-backend-x1y2z3.1) uses 460.8 MiB of memory, which is above 435.2 MiB (85% of the limit)
  sample: []
checked:
  description: Number of container values that the module compared with a threshold.
  type: int
  returned: always
  sample: 2
unchecked:
  description: Thresholds that the module could not check, completely or in part.
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
      description: Reason.
      type: str
      returned: always
      sample: it is a percentage, and the service has no cpu limit
  sample: []
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: Raise the limit or the replicas, or look why it needs so much.
# end of generated
# generated: candidates
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name has several matches
  sample: [hdoihUG0FmYC8GdoFEc-1 (shop/production), Zt8nLx4QvW2mKbY6cRd1s (shop/production)]
# end of generated
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.monitoring_info import Monitor
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Monitor)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
