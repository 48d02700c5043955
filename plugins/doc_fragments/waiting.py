# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options for waiting."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Wait for the state of O(wait_for). With V(false), the task ends when Dokploy has accepted the action, and does not check its result.
    type: bool
    default: true
  wait_for:
    description:
      - V(healthy) waits until the desired number of new replicas runs and is healthy, and Swarm has completed the update.
      - V(deployed) waits until Dokploy has finished the deployment, which does not prove that the service runs.
    type: str
    choices: [healthy, deployed]
    default: healthy
  wait_timeout:
    description:
      - Maximum time in seconds for the action and the health of the new replicas together, counted from the start of the
        deployment or of the reload. On a timeout nothing is cancelled, and the error names the phase and what is blocking.
    type: int
    default: 600
  queue_timeout:
    description:
      - Maximum time in seconds to wait for a deployment to start, while the server builds others, and for a deployment of the
        same service that somebody else started.
    type: int
    default: 300
  stable_for:
    description:
      - Time in seconds that each replica must have been up where the service has no health check. A replica that has been up
        for longer costs no wait.
    type: int
    default: 5
"""

    # For modules that can show the log of a deployment.
    FOLLOW = r"""
options:
  follow:
    description:
      - Show the lines of the deployment's log while the task waits. Known secrets are masked. The module shows no lines with C(no_log) or
        in C(async) tasks. The log requires Dokploy v0.29.5 or later.
    type: bool
    default: true
"""
