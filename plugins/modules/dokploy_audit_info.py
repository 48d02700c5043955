#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_audit_info
short_description: Hold applications of Dokploy against best practices
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Holds what a Dokploy server stores of applications, and what really runs, against best practices, and returns findings, each with its
    severity, what was seen, why that matters, and what to do about it.
  - Findings can be waived with a reason and a last day, compared with those of an earlier run, and read by CI systems as JUnit.
  - Secrets are judged by the names of variables alone. No value is part of a result.
options:
  checks:
    description:
      - The checks to make. All of them, where this is left out.
      - V(memory_limit), V(cpu_limit). No limit is stored.
      - V(healthcheck). No health check is stored, or it is switched off, and the running image has none of its own.
      - V(not_healthy). Fewer tasks run than are wanted, they crash, or Swarm paused the last update or went back.
      - V(single_replica). One replica is stored, of an application without volumes and bind mounts.
      - V(deployment_title). The last deployment has no title of its own. Only for images, since Git gives the commit's message.
      - V(auto_deploy). Auto-deploy is on in an environment of O(production).
      - V(never_deployed). It is stored, and there is no service of it.
      - V(stored_not_running). What is stored differs from what runs, as M(community.dokploy.dokploy_application) would tell it.
      - V(status_drift). Dokploy's own status contradicts what runs.
      - V(secret_in_build_args). The name of a build argument says that it is a secret.
      - V(secret_in_build_env). The name of a variable says so, and the build of the application sees its variables.
      - V(registry_credentials). The image comes from a private registry, and no user and password are stored for it.
      - V(latest_tag). The image has the tag V(latest), or none.
      - V(update_without_rollback). An update that fails is paused or goes on, instead of going back.
      - V(rollback_without_registry). Dokploy's rollbacks are on, and no registry is chosen for them.
      - V(no_version_kept). It is built, in an environment of O(production), and no earlier version is kept.
      - V(certificate_ends). A certificate that is stored in Dokploy ends within O(certificate_days).
      - V(docker_cleanup), V(log_cleanup). The daily clean-up is switched off, on the server or on a remote one.
    type: list
    elements: str
    choices: [memory_limit, cpu_limit, healthcheck, not_healthy, single_replica, deployment_title, auto_deploy, never_deployed,
      stored_not_running, status_drift, secret_in_build_args, secret_in_build_env, registry_credentials, latest_tag,
      update_without_rollback, rollback_without_registry, no_version_kept, certificate_ends, docker_cleanup, log_cleanup]
  skip_checks:
    description:
      - Checks that are not made.
    type: list
    elements: str
    choices: [memory_limit, cpu_limit, healthcheck, not_healthy, single_replica, deployment_title, auto_deploy, never_deployed,
      stored_not_running, status_drift, secret_in_build_args, secret_in_build_env, registry_credentials, latest_tag,
      update_without_rollback, rollback_without_registry, no_version_kept, certificate_ends, docker_cleanup, log_cleanup]
    default: []
  server_checks:
    description:
      - Whether V(certificate_ends), V(docker_cleanup), and V(log_cleanup) are made, which concern the whole server.
      - Where this is left out, they are made if no option chooses applications.
    type: bool
  production:
    description:
      - Patterns for the names of environments that are production. Upper and lower case do not count.
    type: list
    elements: str
    default: [production, production-*, prod, prod-*, live]
  certificate_days:
    description:
      - How many days before its end a certificate is a finding.
    type: int
    default: 21
  waivers:
    description:
      - What shall stay as it is. A waived finding stays in RV(findings), with its waiver, and counts neither in RV(summary) nor for O(fail_on).
    type: list
    elements: dict
    default: []
    suboptions:
      code:
        description:
          - The check, by its name in O(checks).
        type: str
        required: true
      application:
        description:
          - A pattern for RV(findings[].application), such as V(shop/staging/*).
        type: str
        default: '*'
      subject:
        description:
          - Only what has this RV(findings[].subject), such as the name of a variable.
        type: str
      reason:
        description:
          - Why it is waived.
        type: str
        required: true
      expires:
        description:
          - The last day of the waiver in UTC, as V(2027-03-31). After it the waiver counts no more, which is warned of.
        type: str
        required: true
  last_report:
    description:
      - The RV(findings) of an earlier run, to compare with. A whole result of this module will do, too.
      - It excludes O(last_report_path).
    type: raw
  last_report_path:
    description:
      - A file on the task's host that holds the same as JSON. Where there is no such file, nothing is compared.
    type: path
  fail_on:
    description:
      - The least severity of a finding, not waived, with which the task fails. The failure has the whole result.
      - The task fails as well where options choose applications and none fits, since nothing was looked at then. In check mode that is a warning.
    type: str
    choices: [never, low, medium, high]
    default: never
  fail_on_new_only:
    description:
      - Whether only RV(new) findings fail the task. Without an earlier report all are new.
    type: bool
    default: false
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.selection
  - community.dokploy.attributes
  - community.dokploy.attributes.info_module
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Each application costs one or two requests, and one more for each server. What the API key may not read is told in RV(unknown), and
    never taken for good.
  - Certificates of Let's Encrypt are renewed by Traefik and not stored in Dokploy, so they are not looked at.
  - An image that is on a public registry, and private there, cannot be told from one that is public.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_application_status
  - module: community.dokploy.dokploy_monitoring_info
"""

EXAMPLES = r"""
---
- name: Audit everything that the API key may see, and fail on what is grave
  community.dokploy.dokploy_audit_info:
    fail_on: high
  register: audit


- name: Audit a project, with what was agreed to stay as it is
  community.dokploy.dokploy_audit_info:
    project: shop
    skip_checks: [single_replica]
    waivers:
      - code: auto_deploy
        application: shop/production/landing
        reason: A static page without a backend
        expires: "2027-03-31"


- name: Only what is new since the last run fails the task
  community.dokploy.dokploy_audit_info:
    last_report_path: /var/lib/dokploy-audit/findings.json
    fail_on: medium
    fail_on_new_only: true
  register: audit


- name: Look at secrets alone
  community.dokploy.dokploy_audit_info:
    checks: [secret_in_build_args, secret_in_build_env]
  register: secrets
"""

RETURN = r"""
---
findings:
  description: All findings, the gravest first.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The check.
      type: str
      returned: always
      sample: latest_tag
    severity:
      description: V(low), V(medium), or V(high).
      type: str
      returned: always
      sample: medium
    application:
      description: The application, as project, environment, and name. Empty for the server.
      type: str
      returned: always
      sample: shop/production/backend
    id:
      description: The application's ID. Empty for the server.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    subject:
      description: What of it, where a check can find several, such as the name of a variable. Else empty.
      type: str
      returned: always
      sample: ""
    seen:
      description: What was seen.
      type: str
      returned: always
      sample: "its image is nginx:latest"
    reason:
      description: Why that matters.
      type: str
      returned: always
      sample: "What latest means changes."
    remedy:
      description: What to do about it.
      type: str
      returned: always
      sample: Name a version, or a digest.
    waiver:
      description: Why it is waived. V(null) where it is not.
      type: dict
      returned: always
      contains:
        reason:
          description: The reason.
          type: str
          returned: always
          sample: A static page without a backend
        expires:
          description: The last day.
          type: str
          returned: always
          sample: "2027-03-31"
      sample: null
  sample: []
unknown:
  description: The checks that could not be told, each with the reason. They are neither good nor bad.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The check.
      type: str
      returned: always
      sample: certificate_ends
    application:
      description: The application, as project, environment, and name. Empty for the server.
      type: str
      returned: always
      sample: ""
    id:
      description: The application's ID. Empty for the server.
      type: str
      returned: always
      sample: ""
    reason:
      description: Why it is not known.
      type: str
      returned: always
      sample: "certificates.all was refused with 401: unauthorized to access resource \"certificate\""
  sample: []
new:
  description: Those of RV(findings) that the earlier report has not. Empty where nothing was compared.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The check.
      type: str
      returned: always
      sample: latest_tag
    severity:
      description: V(low), V(medium), or V(high).
      type: str
      returned: always
      sample: medium
    application:
      description: The application, as project, environment, and name. Empty for the server.
      type: str
      returned: always
      sample: shop/production/backend
    id:
      description: The application's ID. Empty for the server.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    subject:
      description: What of it, where a check can find several, such as the name of a variable. Else empty.
      type: str
      returned: always
      sample: ""
    seen:
      description: What was seen.
      type: str
      returned: always
      sample: "its image is nginx:latest"
    reason:
      description: Why that matters.
      type: str
      returned: always
      sample: "What latest means changes."
    remedy:
      description: What to do about it.
      type: str
      returned: always
      sample: Name a version, or a digest.
    waiver:
      description: Why it is waived. V(null) where it is not.
      type: dict
      returned: always
      contains:
        reason:
          description: The reason.
          type: str
          returned: always
          sample: A static page without a backend
        expires:
          description: The last day.
          type: str
          returned: always
          sample: "2027-03-31"
      sample: null
  sample: []
fixed:
  description:
    - Those of the earlier report that are not found any more. What was not looked at this time, or is not known, is not among them.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The check.
      type: str
      returned: always
      sample: latest_tag
    severity:
      description: V(low), V(medium), or V(high).
      type: str
      returned: always
      sample: medium
    application:
      description: The application, as project, environment, and name. Empty for the server.
      type: str
      returned: always
      sample: shop/production/backend
    id:
      description: The application's ID. Empty for the server.
      type: str
      returned: always
      sample: hdoihUG0FmYC8GdoFEc-1
    subject:
      description: What of it, where a check can find several, such as the name of a variable. Else empty.
      type: str
      returned: always
      sample: ""
    seen:
      description: What was seen.
      type: str
      returned: always
      sample: "its image is nginx:latest"
    reason:
      description: Why that matters.
      type: str
      returned: always
      sample: "What latest means changes."
    remedy:
      description: What to do about it.
      type: str
      returned: always
      sample: Name a version, or a digest.
  sample: []
compared:
  description: Whether there was an earlier report.
  type: bool
  returned: always
  sample: true
expired_waivers:
  description: The waivers whose last day is over, and that would still cover a finding.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The check.
      type: str
      returned: always
      sample: auto_deploy
    application:
      description: The pattern.
      type: str
      returned: always
      sample: shop/production/landing
    subject:
      description: The subject. Empty where all are meant.
      type: str
      returned: always
      sample: ""
    reason:
      description: The reason.
      type: str
      returned: always
      sample: A static page without a backend
    expires:
      description: The last day.
      type: str
      returned: always
      sample: "2026-03-31"
  sample: []
unused_waivers:
  description: The waivers that cover no finding.
  type: list
  elements: dict
  returned: always
  contains:
    code:
      description: The check.
      type: str
      returned: always
      sample: auto_deploy
    application:
      description: The pattern.
      type: str
      returned: always
      sample: shop/production/landing
    subject:
      description: The subject. Empty where all are meant.
      type: str
      returned: always
      sample: ""
    reason:
      description: The reason.
      type: str
      returned: always
      sample: A static page without a backend
    expires:
      description: The last day.
      type: str
      returned: always
      sample: "2026-03-31"
  sample: []
summary:
  description: Numbers.
  type: dict
  returned: always
  contains:
    high:
      description: Findings of this severity that are not waived.
      type: int
      returned: always
      sample: 1
    medium:
      description: Findings of this severity that are not waived.
      type: int
      returned: always
      sample: 4
    low:
      description: Findings of this severity that are not waived.
      type: int
      returned: always
      sample: 7
    waived:
      description: Findings that are waived.
      type: int
      returned: always
      sample: 1
    unknown:
      description: Checks that could not be told.
      type: int
      returned: always
      sample: 0
    applications:
      description: Applications that were looked at.
      type: int
      returned: always
      sample: 12
    new:
      description: New findings.
      type: int
      returned: always
      sample: 2
    fixed:
      description: Fixed ones.
      type: int
      returned: always
      sample: 3
  sample: {high: 1, medium: 4, low: 7, waived: 1, unknown: 0, applications: 12, new: 2, fixed: 3}
junit:
  description: The same as the text of a JUnit file, with a suite for each application. What is waived or not known is skipped.
  type: str
  returned: always
  sample: '<?xml version="1.0" encoding="UTF-8"?><testsuites name="dokploy_audit" />'
next_step:
  description: What to do about a failure. Empty where there was none, or nothing is known.
  type: str
  returned: always
  sample: 'Each finding has its remedy. What shall stay as it is can be waived, with a reason and a last day.'
candidates:
  description: Those that a name fits, with their IDs, where it fits several.
  type: list
  elements: str
  returned: on failure, when O(app_name) or O(domain_host) fits several
  sample: [hdoihUG0FmYC8GdoFEc-1, Zt8nLx4QvW2mKbY6cRd1s]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.audit_info import Audit
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Audit)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
