# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes Dokploy's own server for operations. It has no options."""

from __future__ import annotations

from .._model.resource import Resource

SERVER = Resource(kind="server", id="serverId", fields=())
