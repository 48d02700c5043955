#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_api
short_description: Call any procedure of Dokploy's API
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Calls one procedure of a Dokploy server's API by its name, where this collection has no module for it.
  - The module checks the request against the server's own API description before it sends the request. Dokploy silently ignores unknown
    keys. This module refuses them.
  - The module repeats reads after a failed connection. It sends writes once.
attributes:
  check_mode:
    support: full
    details:
      - The module sends reads. It checks a write and reports it as a change, but does not send it. RV(body) is then empty.
  diff_mode:
    support: partial
    details:
      - The difference shows the call and its body without secrets. The previous values are unknown.
  idempotent:
    support: partial
    details:
      - A read changes nothing. A write is sent on each run and always reports a change. Use C(changed_when) to override this.
  async:
    support: full
options:
  procedure:
    description:
      - Router and name of the procedure, for example V(application.one). Dokploy lists all procedures in its pages under C(/swagger).
    type: str
    required: true
  query:
    description:
      - Parameters of a read procedure.
      - Mutually exclusive with O(body).
    type: dict
  body:
    description:
      - Body of a write procedure, as a dictionary. Use V({}) for a procedure without parameters where O(validate=false).
      - The values are secret. The module shows them neither in the invocation nor in a log.
    type: raw
  project:
    description:
      - Name of a project. The module adds its ID to the request as C(projectId), where the procedure has this key.
    type: str
  environment:
    description:
      - Name of an environment of O(project). The module adds its ID as C(environmentId), where the procedure has this key.
    type: str
  application:
    description:
      - Name of an application of O(project). The module adds its ID as C(applicationId), where the procedure has this key.
      - Requires O(environment) where the project has several environments.
    type: str
  validate:
    description:
      - Check the request against the server's own API description. With V(false), the module sends the request unchecked. It reads with
        O(query) or without parameters, and writes with O(body).
    type: bool
    default: true
  include_secrets:
    description:
      - Return the values of keys such as C(password), C(env), or C(privateKey) in RV(body). Use C(no_log) for such a task.
    type: bool
    default: false
  call_timeout:
    description:
      - Maximum time in seconds for a write, for procedures that wait for Docker. The default is O(timeout).
    type: float
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
notes:
  - Procedures that take files, such as C(application.dropDeployment), are refused.
seealso:
  - module: community.dokploy.dokploy_application
  - ref: ansible_collections.community.dokploy.docsite.secrets
    description: Keep secrets out of playbooks, results, and logs.
"""

EXAMPLES = r"""
---
- name: Get the version of the server
  community.dokploy.dokploy_api:
    procedure: settings.getDokployVersion
  register: version

- name: Get the record of an application by its names
  community.dokploy.dokploy_api:
    procedure: application.one
    project: shop
    environment: production
    application: backend
  register: backend

- name: Change a setting that no module supports
  community.dokploy.dokploy_api:
    procedure: application.update
    project: shop
    environment: production
    application: backend
    body:
      title: Storefront
  changed_when: backend.body.title != 'Storefront'

- name: Wait until the queue is empty
  community.dokploy.dokploy_api:
    procedure: deployment.queueList
  register: queue
  until: queue.body | length == 0
  retries: 30
  delay: 2
"""

RETURN = r"""
procedure:
  description: Procedure that the module called.
  type: str
  returned: always
  sample: application.one
method:
  description: HTTP method. Empty where the task failed before the method was known.
  type: str
  returned: always
  sample: GET
request:
  description: Data of the request, or in check mode of a real run, with the IDs of the named parents. Secrets are shown as V((hidden\)).
  type: dict
  returned: always
  sample: {applicationId: mTcY8QxZ1LkP0nVwR5sJd}
body:
  description: Answer of the server. Secrets in it are shown as V((hidden\)) unless O(include_secrets=true).
  type: raw
  returned: always
  sample: {applicationId: mTcY8QxZ1LkP0nVwR5sJd, name: backend, applicationStatus: done}
actions:
  description: The call, if it writes.
  type: list
  elements: str
  returned: always
  sample: [call application.update]
unverified:
  description: Contains V(schema) where the module could not check the request against the server's API description.
  type: list
  elements: str
  returned: always
  sample: []
# generated: results of dokploy_application: next_step
next_step:
  description: Suggestion for solving a failure. Empty without a failure, or where the module knows none.
  type: str
  returned: always
  sample: Is it application.update?
# end of generated
candidates:
  description: The matches with their IDs, where a name has several.
  type: list
  elements: str
  returned: on failure, when a name fits several
  sample: [mTcY8QxZ1LkP0nVwR5sJd (production), Wq1xZp4Tn7LsVb9KcYd2f (production)]
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._module.operation import operation_module
from ansible_collections.community.dokploy.plugins.module_utils._operations.api import CallApi
from ansible_collections.community.dokploy.plugins.module_utils._resources.server import SERVER

DEFINITION = operation_module(SERVER, CallApi)


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
