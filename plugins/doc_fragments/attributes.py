# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Attributes that all modules share."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Supports C(check_mode), reports what a real run would change, and sends no write.
  diff_mode:
    description: Shows in C(diff_mode) what was changed, or in check mode would be changed. Secrets are shown as V((hidden\)).
  idempotent:
    description:
      - A second run with the same options changes nothing and sends no write, unless something changed between the runs.
      - This attribute does not describe check mode, in which no run changes anything.
  async:
    description: Supports the keyword C(async).
  platform:
    description: Platforms of the host that the task runs on.
    support: full
    platforms: posix
"""

    # For modules that change nothing.
    INFO_MODULE = r"""
attributes:
  check_mode:
    support: full
    details:
      - The module only reads.
  diff_mode:
    support: N/A
    details:
      - The module only reads.
  idempotent:
    support: full
    details:
      - The module only reads.
  async:
    support: full
"""

    ACTIONGROUP_DOKPLOY = r"""
attributes:
  action_group:
    description: Use C(group/community.dokploy.dokploy) in C(module_defaults) to set options for all modules of this collection at once.
    support: full
    membership:
      - community.dokploy.dokploy
"""
