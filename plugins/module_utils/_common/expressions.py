# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes and reads the expressions of secrets in an exported manifest: C({{ dokploy_secrets["application shop/production/web"]["env"]["TOKEN"] }}).

Ansible evaluates them when the manifest is applied, so no text from a server may be treated as one.
"""

from __future__ import annotations

import json
import re

VARIABLE = "dokploy_secrets"
_KEY = r'\["((?:[^"\\]|\\.)*)"\]'
_EXPRESSION = re.compile(r"\{\{ %s(?:%s)+ \}\}" % (VARIABLE, _KEY), re.DOTALL)


class Expression(str):
    """An expression that the export made. The type distinguishes it from the same text in a server's answer."""


def make_expression(path):
    """Make the expression of a secret from its keys."""
    # Non-ASCII characters are not escaped: ansible-core 2.18 does not decode escapes in an expression, and no version decodes surrogate pairs.
    return Expression("{{ %s%s }}" % (VARIABLE, "".join("[%s]" % json.dumps(key, ensure_ascii=False) for key in path)))


def read_expression(value):
    """Read the keys of the secret that a value refers to; None unless the whole value is one expression."""
    if not isinstance(value, str) or not _EXPRESSION.fullmatch(value):
        return None
    try:
        return [json.loads('"%s"' % key) for key in re.findall(_KEY, value, re.DOTALL)]
    except ValueError:
        return None


def find_imitation(value, path=()):
    """Find a text that looks like an expression but was not made by the export -> its path, or None."""
    if isinstance(value, str):
        return path if not isinstance(value, Expression) and read_expression(value) is not None else None
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in rows:
        found = find_imitation(one, (*path, key))
        if found is not None:
            return found
    return None
