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
        self._made = {}     # names of options -> (the validator of these options, the values of the others)

    def validate(self, arguments):
        """Return the ValidationResult of the arguments."""
        names = frozenset(arguments)
        if names not in self._made:
            self._made[names] = self._make(names)
        validator, left_out = self._made[names]
        found = validator.validate(arguments)
        if found.errors.errors:
            return ArgumentSpecValidator(self._spec).validate(arguments)      # its messages list the options of the module
        found.validated_parameters.update(left_out)
        return found

    def _make(self, names):
        needed = {name for name, one in self._spec.items() if name in names or one.get("required") or names & set(one.get("aliases") or ())}
        left_out = ArgumentSpecValidator({name: one for name, one in self._spec.items() if name not in needed}).validate({})
        return ArgumentSpecValidator({name: one for name, one in self._spec.items() if name in needed}), left_out.validated_parameters
