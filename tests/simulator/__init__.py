# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small Dokploy in pure Python, for tests, the quickstart and benchmarks.

``Simulator`` holds the state and serves it over HTTP; ``World`` describes images, Git repositories and nodes; time is a clock that can be
stepped. See README.md beside this file.
"""

from __future__ import annotations

from .clock import ManualClock, ScaledClock
from .faults import Fault
from .model import Request, Simulator
from .world import Behaviour, Commit, Host, Image, Node, Repository, World

__all__ = ["Simulator", "World", "Image", "Repository", "Commit", "Behaviour", "Node", "Host", "ManualClock", "ScaledClock", "Fault", "Request"]
