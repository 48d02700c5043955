# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the modules of projects and environments, which hold services."""

from __future__ import annotations

from .resource import resource_module
from .._api.backend import Api
from .._lifecycle.projects import KIND_IN_TREE


def project_module(resource):
    """Define the module of a project or an environment."""
    return resource_module(resource, KIND_IN_TREE, Api)
