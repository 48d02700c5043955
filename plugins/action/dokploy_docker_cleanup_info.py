# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.community.dokploy.plugins.modules.dokploy_docker_cleanup_info import DEFINITION
from ansible_collections.community.dokploy.plugins.plugin_utils._action import DokployAction


class ActionModule(DokployAction):
    """The action plugin of dokploy_docker_cleanup_info."""

    DEFINITION = DEFINITION
