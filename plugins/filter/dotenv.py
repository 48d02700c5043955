# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Between a dictionary of variables and the text of a .env file, by Dokploy's own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError
from ansible_collections.community.dokploy.plugins.module_utils._dotenv.parser import BadValue, parse_env
from ansible_collections.community.dokploy.plugins.module_utils._dotenv.editor import render_env
from jinja2 import Undefined

# The names that Dokploy reads; the modules are stricter, and want no digit in front.
_NAME = re.compile(r"^[A-Za-z0-9_.-]+\Z")


def from_dotenv(text):
    """The text of a .env file -> a dictionary, read as Dokploy reads it."""
    _refuse_undefined(text, "what was given to community.dokploy.from_dotenv")
    plain = _text(text)
    if plain is None:
        raise AnsibleFilterError("community.dokploy.from_dotenv takes a text, the content of a .env file, and was given %s" % _kind(text))
    found = parse_env(plain)
    if getattr(text, "__UNSAFE__", False):
        # Up to ansible-core 2.18 what came from outside stays marked, so that nobody's text is taken for a template.
        from ansible.utils.unsafe_proxy import wrap_var
        found = wrap_var(found)
    return found


def to_dotenv(values):
    """A dictionary of texts -> the text of a .env file that Dokploy reads back as the same."""
    _refuse_undefined(values, "what was given to community.dokploy.to_dotenv")
    if not isinstance(values, Mapping):
        raise AnsibleFilterError("community.dokploy.to_dotenv takes a dictionary of variables, and was given %s" % _kind(values))
    plain = {}
    for key, value in values.items():
        name = _text(key)
        if name is None or not _NAME.match(name):
            raise AnsibleFilterError("community.dokploy.to_dotenv: the key %r is not a variable name: use letters, digits, _ . and -" % (key,))
        _refuse_undefined(value, "community.dokploy.to_dotenv: the value of %s" % name)
        plain[name] = _text(value)
        if plain[name] is None:
            raise AnsibleFilterError(
                "community.dokploy.to_dotenv: the value of %s must be a text, and is %s: quote it, and add | string where it is templated "
                "(YAML reads 0755 as 493 and 12:30:45 as 45045)" % (name, _kind(value)))
        if "\0" in plain[name] or "\r" in plain[name].replace("\r\n", ""):
            raise AnsibleFilterError(
                "community.dokploy.to_dotenv: the value of %s contains a NUL or a lone carriage return, which an env text cannot represent" % name)
    try:
        return render_env(plain)
    except BadValue as exc:
        raise AnsibleFilterError("community.dokploy.to_dotenv: %s" % exc) from None


def _text(value):
    """A plain str of any kind of text: tagged, marked as unsafe, or from a vault; None where it is none."""
    if isinstance(value, str):
        return "".join(value)
    if getattr(value, "__ENCRYPTED__", False) or type(value).__name__ == "EncryptedString":
        return str(value)
    return None


def _refuse_undefined(value, what):
    if isinstance(value, Undefined):
        raise AnsibleFilterError("%s is undefined" % what)


def _kind(value):
    """The type in a user's words; never the value."""
    if value is None:
        return "null"
    for kinds, said in ((bool, "a boolean"), ((int, float), "a number"), (str, "a text"), (Mapping, "a dictionary"), ((list, tuple), "a list")):
        if isinstance(value, kinds):
            return said
    return "of type %s" % type(value).__name__


class FilterModule:
    """The filters of this file."""

    def filters(self):
        return {"from_dotenv": from_dotenv, "to_dotenv": to_dotenv}
