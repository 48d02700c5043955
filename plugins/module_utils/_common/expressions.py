# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes and reads the expressions of secrets in an exported manifest: C({{ dokploy_secrets["application shop/production/web"]["env"]["TOKEN"] }}).

Ansible evaluates them when the manifest is applied, so no text from a server may be treated as one.
"""

from __future__ import annotations

import re

VARIABLE = "dokploy_secrets"
_KEY = r'\["([^"\\]*)"\]'
_EXPRESSION = re.compile(r"\{\{ %s(?:%s)+ \}\}" % (VARIABLE, _KEY))


class Expression(str):
    """An expression that the export made. The type distinguishes it from the same text in a server's answer."""


def encode_key(key):
    """Encode quotes, backslashes and control characters of a key as in a URL: Ansible does not read them in an expression as Jinja does."""
    return "".join("%%%02X" % ord(one) if one in '%"\\' or not one.isprintable() else one for one in key)


def make_expression(path):
    """Make the expression of a secret from its keys, which are encoded."""
    return Expression("{{ %s%s }}" % (VARIABLE, "".join('["%s"]' % key for key in path)))


def read_expression(value):
    """Read the keys of the secret that a value refers to; None unless the whole value is one expression."""
    return re.findall(_KEY, value) if isinstance(value, str) and _EXPRESSION.fullmatch(value) else None


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
