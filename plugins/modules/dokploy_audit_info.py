#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_audit_info
short_description: Check applications, databases, and compose services of Dokploy against best practices
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Checks the saved configuration of applications, databases, and compose services, and what really runs, against best practices, and returns
    findings, each with its severity, the observation, the reason, and a remedy.
  - Findings can be waived with a reason and an expiry date, compared with an earlier run, and exported to CI systems as JUnit.
  - The module judges secrets by the names of variables only. The result contains no values.
options:
  checks:
    description:
      - Checks to run. The default is all of them.
      - V(memory_limit), V(cpu_limit). No limit is saved. In the file of a compose service, each of its services needs one.
      - V(healthcheck). No health check is saved, or it is disabled, and the running image has none of its own. Databases are not checked.
      - V(not_healthy). Fewer than the desired replicas run, they crash, or Swarm paused or rolled back the last update.
      - V(single_replica). One replica is saved for an application without volumes and bind mounts.
      - V(deployment_title). The last deployment has no title of its own. Only for images, because Git sources use the commit's message.
      - V(auto_deploy). Auto-deploy is enabled in an environment of O(production).
      - V(never_deployed). The application is saved, but has no service.
      - V(stored_not_running). Saved changes are pending, as M(community.dokploy.dokploy_application) would report.
      - V(status_drift). Dokploy's own status contradicts what runs.
      - V(secret_in_build_args). The name of a build argument indicates a secret.
      - V(secret_in_build_env). The name of a variable indicates a secret, and the build reads the variables of the application.
      - V(registry_credentials). The image comes from a private registry, and no user and password are saved for it. For a compose service, no
        registry with this address is saved in Dokploy.
      - V(latest_tag). The image has the tag V(latest), or no tag.
      - V(update_without_rollback). A failed update pauses or continues, instead of rolling back.
      - V(rollback_without_registry). Dokploy's rollbacks are enabled without a registry for them.
      - V(no_version_kept). Dokploy builds the application in an environment of O(production), and keeps no earlier version.
      - V(certificate_ends). A certificate that is saved in Dokploy expires within O(certificate_days).
      - V(secret_in_file). The file of a compose service holds the value of a variable whose name indicates a secret.
      - V(deployment_failed). The last deployment of a compose service failed.
      - V(database_backup). No enabled backup is saved for a database of a kind that Dokploy backs up.
      - V(backup_failed). The last run of a backup failed, of a database, of a database in a compose service, or of a volume of an application or a compose
        service.
      - V(backup_missed). Such a backup was due, and did not run. RV(unknown) lists backups of databases without a recorded run.
      - V(external_port). A database or a service of a compose file publishes a port on all addresses of its server.
      - V(volume_backup). No enabled backup is saved for a volume of an application or a compose service.
      - V(docker_cleanup), V(log_cleanup). The daily clean-up is disabled, on the server or on a remote server.
      - V(failure_notification). No notification is sent for deployments or backups that fail.
      - V(two_factor). An owner or administrator signs in without a second factor.
      - V(api_key_expired). An API key of this key's user has expired, or expires within O(certificate_days).
    type: list
    elements: str
    choices: [memory_limit, cpu_limit, healthcheck, not_healthy, single_replica, deployment_title, auto_deploy, never_deployed,
      stored_not_running, status_drift, secret_in_build_args, secret_in_build_env, registry_credentials, latest_tag,
      update_without_rollback, rollback_without_registry, no_version_kept, secret_in_file, deployment_failed, database_backup,
      backup_failed, backup_missed, external_port, volume_backup, certificate_ends, docker_cleanup, log_cleanup,
      failure_notification, two_factor, api_key_expired]
  skip_checks:
    description:
      - Checks to skip.
    type: list
    elements: str
    choices: [memory_limit, cpu_limit, healthcheck, not_healthy, single_replica, deployment_title, auto_deploy, never_deployed,
      stored_not_running, status_drift, secret_in_build_args, secret_in_build_env, registry_credentials, latest_tag,
      update_without_rollback, rollback_without_registry, no_version_kept, secret_in_file, deployment_failed, database_backup,
      backup_failed, backup_missed, external_port, volume_backup, certificate_ends, docker_cleanup, log_cleanup,
      failure_notification, two_factor, api_key_expired]
    default: []
  server_checks:
    description:
      - Run V(certificate_ends), V(docker_cleanup), V(log_cleanup), V(failure_notification), V(two_factor), and V(api_key_expired), which check
        the whole server.
      - The default is V(true) without selection options, and V(false) with them.
    type: bool
  production:
    description:
      - Patterns for the names of production environments. They are not case-sensitive.
    type: list
    elements: str
    default: [production, production-*, prod, prod-*, live]
  certificate_days:
    description:
      - Number of days before its expiry at which a certificate or an API key becomes a finding.
    type: int
    default: 21
  waivers:
    description:
      - Accepted findings. A waived finding stays in RV(findings), with its waiver, and does not count in RV(summary) and for O(fail_on).
    type: list
    elements: dict
    default: []
    suboptions:
      code:
        description:
          - Name of the check, as in O(checks).
        type: str
        required: true
      application:
        description:
          - Pattern for RV(findings[].application), for example V(shop/staging/*).
        type: str
        default: '*'
      subject:
        description:
          - Waive only findings with this RV(findings[].subject), for example the name of a variable.
        type: str
      reason:
        description:
          - Reason of the waiver.
        type: str
        required: true
      expires:
        description:
          - Last day of the waiver in UTC, for example V(2027-03-31). After this day, the waiver has no effect, and the module warns.
        type: str
        required: true
  last_report:
    description:
      - RV(findings) of an earlier run to compare with.
      - Mutually exclusive with O(last_report_path).
    type: list
    elements: dict
  last_report_path:
    description:
      - Path of a JSON file with RV(findings) or the complete result of an earlier run, on the host that the task runs on. Without the file, the module
        compares nothing.
    type: path
  fail_on:
    description:
      - Lowest severity of an unwaived finding for which the task fails. The failure contains the complete result.
      - The task also fails where selection options match no application, because it checked nothing. In check mode this is a warning.
    type: str
    choices: [never, low, medium, high]
    default: never
  fail_on_new_only:
    description:
      - Fail only on RV(new) findings. Without an earlier report, all findings are new.
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
  - Each application or database requires one or two requests, a compose service up to three, and each server one more. RV(unknown) lists the
    data that the API key could not read, which never counts as good.
  - Traefik renews the certificates of Let's Encrypt. Dokploy does not store them, so the module does not check them.
  - The module cannot distinguish a private image on a public registry from a public one.
seealso:
  - module: community.dokploy.dokploy_application
  - module: community.dokploy.dokploy_application_info
  - module: community.dokploy.dokploy_application_status
  - module: community.dokploy.dokploy_monitoring_info
"""

EXAMPLES = r"""
---
- name: Audit all applications and fail on severe findings
  community.dokploy.dokploy_audit_info:
    fail_on: high
  register: audit


- name: Audit a project with waivers
  community.dokploy.dokploy_audit_info:
    project: shop
    skip_checks: [single_replica]
    waivers:
      - code: auto_deploy
        application: shop/production/landing
        reason: A static page without a backend
        expires: "2027-03-31"


- name: Fail only on findings that are new since the last run
  community.dokploy.dokploy_audit_info:
    last_report_path: /var/lib/dokploy-audit/findings.json
    fail_on: medium
    fail_on_new_only: true
  register: audit


- name: Check secrets only
  community.dokploy.dokploy_audit_info:
    checks: [secret_in_build_args, secret_in_build_env]
  register: secrets
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
findings:
  description: All findings, most severe first.
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
      description: Affected part, where a check can have several findings, for example the name of a variable. Empty otherwise.
      type: str
      returned: always
      sample: ""
    seen:
      description: Observation.
      type: str
      returned: always
      sample: "its image is nginx:latest"
    reason:
      description: Reason why it matters.
      type: str
      returned: always
      sample: "What latest means changes."
    remedy:
      description: Suggested remedy.
      type: str
      returned: always
      sample: Name a version, or a digest.
    waiver:
      description: Waiver of the finding. V(null) without a waiver.
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
  description: Checks without a result, each with the reason. They are neither passed nor failed.
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
      description: Reason why the result is unknown.
      type: str
      returned: always
      sample: "certificates.all was refused with 401: unauthorized to access resource \"certificate\""
  sample: []
new:
  description: Findings that the earlier report does not contain. Empty without an earlier report.
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
      description: Affected part, where a check can have several findings, for example the name of a variable. Empty otherwise.
      type: str
      returned: always
      sample: ""
    seen:
      description: Observation.
      type: str
      returned: always
      sample: "its image is nginx:latest"
    reason:
      description: Reason why it matters.
      type: str
      returned: always
      sample: "What latest means changes."
    remedy:
      description: Suggested remedy.
      type: str
      returned: always
      sample: Name a version, or a digest.
    waiver:
      description: Waiver of the finding. V(null) without a waiver.
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
    - Findings of the earlier report that this run did not find again. It excludes findings that this run did not check, and unknown ones.
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
      description: Affected part, where a check can have several findings, for example the name of a variable. Empty otherwise.
      type: str
      returned: always
      sample: ""
    seen:
      description: Observation.
      type: str
      returned: always
      sample: "its image is nginx:latest"
    reason:
      description: Reason why it mattered.
      type: str
      returned: always
      sample: "What latest means changes."
    remedy:
      description: Suggested remedy.
      type: str
      returned: always
      sample: Name a version, or a digest.
  sample: []
compared:
  description: Whether the module compared the findings with an earlier report.
  type: bool
  returned: always
  sample: true
expired_waivers:
  description: Expired waivers that would still match a finding.
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
      description: Subject. Empty for all subjects.
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
  description: Waivers that match no finding.
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
      description: Subject. Empty for all subjects.
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
  description: Number of findings and applications.
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
      description: Waived findings.
      type: int
      returned: always
      sample: 1
    unknown:
      description: Checks without a result.
      type: int
      returned: always
      sample: 0
    applications:
      description: Checked applications.
      type: int
      returned: always
      sample: 12
    databases:
      description: Checked databases.
      type: int
      returned: always
      sample: 2
    compose_services:
      description: Checked compose services.
      type: int
      returned: always
      sample: 1
    new:
      description: New findings.
      type: int
      returned: always
      sample: 2
    fixed:
      description: Fixed findings.
      type: int
      returned: always
      sample: 3
  sample: {high: 1, medium: 4, low: 7, waived: 1, unknown: 0, applications: 12, databases: 2, compose_services: 1, new: 2, fixed: 3}
junit:
  description: Text of a JUnit file with the same results, and a suite for each application. Waived and unknown checks are skipped.
  type: str
  returned: always
  sample: '<?xml version="1.0" encoding="UTF-8"?><testsuites name="dokploy_audit" />'
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: 'Each finding has a remedy. Accept a finding with a waiver, which has a reason and an expiry date.'
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
from ansible_collections.community.dokploy.plugins.module_utils._operations.audit_info import Audit
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION

DEFINITION = operation_module(APPLICATION, Audit)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
