# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Linters that take seconds."""

from __future__ import annotations

import os

from support import paths, tools


def test_yamllint():
    files = [one for one in tools.committed() if one.endswith(('.yml', '.yaml')) and not one.startswith('tests/contract/')]
    tools.run(['yamllint', '--strict', *files], paths.ROOT, tools.environment())


# What pep8 and pylint say in ansible-test, which does not see the folder tests; less the codes that those two leave out.
SELECTED = 'E,W,F,PLE,PLW,B006,B012,B015,B018,C416,C417,PLC0414,PLR0124,PLR0402,PLR1722'
LEFT_OUT = 'E402,E731,E741,F841,PLW1641,PLW2901'


def test_ruff():
    """Unused and undefined names, unused imports, long lines, and what is an error in all likelihood."""
    tools.run([os.path.join(paths.VENV_BIN, 'ruff'), 'check', '--no-cache', '--select', SELECTED, '--ignore', LEFT_OUT, '--line-length', '160',
               'plugins', 'tests', 'extensions'], paths.ROOT, tools.environment())


# As galaxy-importer runs it on plugins of Event-Driven Ansible.
NOT_CHECKED = 'D100,D104,INP001,FA102,UP001,UP010,I001,FA100,PLR0913,E501'


def test_ruff_on_plugins_of_event_driven_ansible():
    tools.run([os.path.join(paths.VENV_BIN, 'ruff'), 'check', '--no-cache', '--isolated', '--quiet', '--select', 'ALL', '--ignore', NOT_CHECKED,
               'extensions/eda/plugins'], paths.ROOT, tools.environment())
