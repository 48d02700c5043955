# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the EXAMPLES of a module, so that tests can run them."""

from __future__ import annotations

import importlib
import re

import yaml

from support.inprocess import PLUGINS


def read_examples(module, stand_in):
    """List (name, module, options, whether in check mode) of each task of this collection. C(stand_in(template)) is the text of what stands in {{ }}."""
    found = []
    for task in yaml.safe_load(importlib.import_module(PLUGINS + 'modules.' + module).EXAMPLES):
        for name, options in task.items():
            if name.startswith('community.dokploy.'):
                found.append((task['name'], name.rpartition('.')[2], fill_in(options or {}, stand_in), bool(task.get('check_mode'))))
    return found


def fill_in(value, stand_in):
    """Replace the templates in the texts of a value."""
    if isinstance(value, dict):
        return {name: fill_in(one, stand_in) for name, one in value.items()}
    if isinstance(value, list):
        return [fill_in(one, stand_in) for one in value]
    return re.sub(r'{{ (.+?) }}', lambda found: stand_in(found.group(1)), value) if isinstance(value, str) else value
