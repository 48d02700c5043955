#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dokploy_manifest_info
short_description: Export a server to a manifest
version_added: 0.1.0
author:
  - The community.dokploy contributors (!UNKNOWN)
description:
  - Reads projects, services, and the records of the organization, and returns them as a document for M(community.dokploy.dokploy_manifest).
  - The document changes nothing when it is applied to the same server.
  - Secrets, and all values of environment variables, become expressions that refer to the variable C(dokploy_secrets).
attributes:
  check_mode:
    support: full
    details:
      - The files are not written.
  diff_mode:
    support: none
  idempotent:
    support: full
  async:
    support: full
options:
  projects:
    description:
      - Names of the projects to export. By default all projects and the records of the organization.
    type: list
    elements: str
  include_secrets:
    description:
      - Return the secrets in RV(secrets). Set C(no_log) on such a task.
    type: bool
    default: false
  dest:
    description:
      - Path on the controller of a file to write the document to, as YAML.
    type: path
  secrets_dest:
    description:
      - Path on the controller of a file to write C(dokploy_secrets) to, encrypted by C(ansible-vault) with the vault password of the play. Without
        a vault password the task fails.
      - Requires that the task runs in the controller's process.
    type: path
extends_documentation_fragment:
  - community.dokploy.connection
  - community.dokploy.attributes
  - community.dokploy.attributes.actiongroup_dokploy
seealso:
  - module: community.dokploy.dokploy_manifest
"""

EXAMPLES = r"""
- name: Export a whole server
  community.dokploy.dokploy_manifest_info:
    dest: dokploy/manifest.yml
    secrets_dest: dokploy/secrets.yml

- name: Export one project
  community.dokploy.dokploy_manifest_info:
    projects: [shop]
  register: exported
"""

RETURN = r"""
manifest:
  description: The document.
  type: dict
  returned: success
  sample:
    projects:
      - name: shop
        environments:
          - name: production
            applications:
              - name: web
                source:
                  type: docker
                  image: nginx:1.27
not_expressed:
  description:
    - Data of the server that the document does not contain, because no option expresses it, the API key cannot read it, or it is saved and not in use.
  type: list
  elements: str
  returned: success
  sample: ["dns_provider Company: token, which Dokploy does not show"]
secrets:
  description: The value of C(dokploy_secrets).
  type: dict
  returned: if O(include_secrets) is true
  sample: {}
written:
  description: Files that were written, or would be in check mode.
  type: list
  elements: str
  returned: success
  sample: [dokploy/manifest.yml, dokploy/secrets.yml]
requests:
  description: Number of HTTP requests.
  type: int
  returned: success
  sample: 15
"""

from ansible_collections.community.dokploy.plugins.module_utils._module.runner import run
from ansible_collections.community.dokploy.plugins.module_utils._operations.manifest_info import manifest_info_module

DEFINITION = manifest_info_module()


def main():
    run(DEFINITION)


if __name__ == "__main__":
    main()
