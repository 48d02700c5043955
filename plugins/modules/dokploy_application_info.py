#!/usr/bin/python
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.community.dokploy.plugins.module_utils._module import run_info
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION


def main():
    run_info(APPLICATION)


if __name__ == "__main__":
    main()
