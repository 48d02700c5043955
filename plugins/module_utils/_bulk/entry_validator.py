# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates the options of many entries of one module."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator


class EntryValidator:
    """Validates options as ArgumentSpecValidator does. The options that entries leave out, which are most, are validated once for all of them."""

    def __init__(self, argument_spec):
        self._spec = argument_spec
        self._divided = {}

    def validate(self, arguments):
        """Return the ValidationResult of the arguments."""
        given, left_out = self._divide(None, self._spec, arguments)
        given, inner = dict(given), {}
        for name, value in arguments.items():
            options, rows = self._spec.get(name, {}).get("options"), list_dictionaries(value)
            if options and rows:
                narrow, inner[name] = self._divide(name, options, set().union(*rows))
                given[name] = dict(given[name], options=narrow)
        found = ArgumentSpecValidator(given).validate(arguments)
        if found.errors.errors:
            return ArgumentSpecValidator(self._spec).validate(arguments)      # its messages list the options of the module
        found.validated_parameters.update(left_out)
        for name, values in inner.items():
            for one in list_dictionaries(found.validated_parameters[name]):
                one.update(values)
        return found

    def _divide(self, option, spec, names):
        """Divide the specification of an option, or the whole one -> (of these names and of what is required, the validated values of the others)."""
        key = option, frozenset(names)
        if key not in self._divided:
            given = {name: one for name, one in spec.items() if name in names or one.get("required") or key[1] & set(one.get("aliases") or ())}
            left_out = ArgumentSpecValidator({name: one for name, one in spec.items() if name not in given}).validate({})
            self._divided[key] = given, left_out.validated_parameters
        return self._divided[key]


def list_dictionaries(value):
    """List the dictionaries of an option with suboptions."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
