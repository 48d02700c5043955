#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_repair
short_description: Diagnose a service, repair it, and write a report
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Diagnoses one application, database, or compose service with M(community.dokploy.dokploy_diagnosis_info). With O(repair=true), takes the steps
    that its findings ask for and that the options permit, in Dokploy's documented order, each once, and diagnoses again after each. Prints one
    line for each step.
  - The role P(community.dokploy.dokploy_troubleshoot#role) runs this module and shows its report.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - A healthy application is not changed.
  async:
    support: none
options:
  repair:
    description:
      - Permission to repair. Without it the module only reports.
    type: bool
    default: false
  parts:
    description:
      - Parts whose findings to repair. The report has all findings.
    type: list
    elements: str
    choices: [deployment, runtime, routing, git]
    default: [deployment, runtime, routing, git]
  blocker:
    description:
      - How to handle another application whose stuck deployment blocks this one. V(report) names it. V(remediate) cancels its deployment.
    type: str
    choices: [report, remediate]
    default: report
  build_host:
    description:
      - Name of the host that builds. Where processes must be killed there, the module stops and returns RV(host_step). Run
        M(community.dokploy.dokploy_build) on that host then, and this module again with O(continue_from).
    type: str
  server_restart:
    description:
      - Permission to restart Dokploy where no other step frees its queue.
    type: bool
    default: false
  rewrite_traefik:
    description:
      - Permission to let Dokploy write the Traefik file of the application again.
    type: bool
    default: false
  traefik_backup:
    description:
      - Directory on the task's host for the old text of that file. The module creates it.
    type: str
  domain_port:
    description:
      - Port to set for a domain on whose port nothing listens. It must be the one that the report names.
    type: int
  memory_limit:
    description:
      - Memory limit to set where a container was killed for memory, for example V(1G).
    type: str
  branch:
    description:
      - Branch to set where the saved one does not exist, for sources of type C(git).
    type: str
  wait_timeout:
    description:
      - Maximum time in seconds to wait for each deployment. Default V(600).
    type: int
    default: 600
  usage:
    description:
      - Include CPU and memory of the containers in the report.
    type: bool
    default: true
  html:
    description:
      - Path on the task's host for the report as one HTML page, for its owner alone. Not in check mode.
    type: str
  continue_from:
    description:
      - RV(progress) of the run before, with its RV(host_step) as C(host_step), and the result of that step as C(answer).
    type: dict
  stall_after:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:stall_after).
    type: int
    default: 20
  stuck_after:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:stuck_after).
    type: str
    default: 10m
  blocked_after:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:blocked_after).
    type: str
    default: 30m
  probe:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:probe).
    type: bool
    default: false
  probe_registry:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:probe_registry).
    type: bool
    default: false
  probe_address:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:probe_address).
    type: str
  pushed:
    description:
      - See O(community.dokploy.dokploy_diagnosis_info#module:pushed).
    type: dict
    suboptions:
      branch:
        description:
          - Branch that was pushed to.
        type: str
        required: true
      paths:
        description:
          - Paths that the push changed, from the root of the repository.
        type: list
        elements: str
        default: []
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.addressing
  - community.dokploy.service_kind.every
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_diagnosis_info
"""

EXAMPLES = r"""
---
- name: Diagnose the backend, and cancel a stuck build
  community.dokploy.dokploy_repair:
    project: shop
    environment: production
    name: backend
    repair: true
    parts: [deployment]
  register: repaired

- name: Show the report
  ansible.builtin.debug:
    msg: "{{ repaired.lines }}"
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
verdict:
  description: The last RV(community.dokploy.dokploy_diagnosis_info#module:verdict).
  type: dict
  returned: always
  sample: {state: healthy, application: shop/production/backend}
report:
  description:
    - The report, for the filters P(community.dokploy.report_text#filter), P(community.dokploy.report_markdown#filter), and
      P(community.dokploy.report_html#filter). Empty with RV(host_step).
  type: dict
  returned: always
  sample: {}
lines:
  description: The beginning of the report, as a few lines of text.
  type: list
  elements: str
  returned: always
  sample: ["HEALTHY: shop/production/backend: no problems found"]
markdown:
  description: The report as Markdown of less than 20 kB.
  type: str
  returned: always
  sample: "# HEALTHY: shop/production/backend"
next_step:
  description: Suggestion for solving the most important finding. Empty without findings.
  type: str
  returned: always
  sample: ""
host_step:
  description: The step to take on O(build_host), with C(step), C(what), C(application), and C(application_id). Empty otherwise.
  type: dict
  returned: always
  sample: {}
progress:
  description: Value for O(continue_from). Empty without RV(host_step).
  type: dict
  returned: always
  sample: {}
"""
