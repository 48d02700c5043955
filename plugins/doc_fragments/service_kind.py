# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that select the kind of a service, for modules that examine applications, databases, and compose services."""

from __future__ import annotations


class ModuleDocFragment:
    """Documentation fragment community.dokploy.service_kind."""

    DOCUMENTATION = r"""
options:
  kind:
    description:
      - Kind of the services. Without it, an option that names one service means an application, and otherwise the module examines
        applications and databases.
    type: str
    choices: [application, postgres, mysql, mariadb, mongo, redis, libsql]
  database_id:
    description:
      - ID of a database. Requires O(kind).
    type: str
"""

    EVERY = r"""
options:
  kind:
    description:
      - Kind of the services. Without it, an option that names one service means an application, and otherwise the module examines
        applications, databases, and compose services.
    type: str
    choices: [application, postgres, mysql, mariadb, mongo, redis, libsql, compose]
  database_id:
    description:
      - ID of a database. Requires O(kind).
    type: str
  compose_id:
    description:
      - ID of a compose service.
    type: str
"""
