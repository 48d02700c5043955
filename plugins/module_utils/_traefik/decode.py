# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the keys and types of one Traefik file, as Traefik's decoder does. Pure."""

from __future__ import annotations

from dataclasses import replace

from .document import UnsupportedScalar
from .finding import Finding, LIMIT, STOPS, WARNING
from .go_values import BOOLS, parse_duration, parse_integer
from .schema import load_kinds
from .values import drop_nulls, scalar_to_text


def check_keys(document, file=""):
    """List Findings on the keys and types of one Document, as Traefik's decoder sees them."""
    found = [replace(one, file=file) for one in document.findings]
    if document.data is None:
        return found
    check = _KeyCheck(document, file)
    check.compare_document(drop_nulls(document.data))
    return found + check.found


class _KeyCheck:
    """Compares the keys and values of a document with the schema, and adds a Finding for each that differs."""

    def __init__(self, document, file):
        self.document, self.file, self.found = document, file, []

    def _add(self, code, severity, message, path):
        self.found.append(Finding(code, severity, message, path, self.file, self.document.find_line(path)))

    def compare_document(self, data):
        known = {}
        for name, value in data.items():
            key = load_kinds()["Configuration"].get(name.lower())
            if key is None:
                self._add("unknown_top_level_key", WARNING, "Traefik has no key %s here: it loads the file and ignores the key" % name, (name,))
            elif key.name in known:
                self._add_repeated_key(name, (name,))
            else:
                known[key.name] = True
                self._check_value(key, value, (name,))

    def _add_repeated_key(self, name, path):
        self._add("key_in_two_spellings", LIMIT, "the key %s is given twice, in upper and lower case: Traefik can use either" % name, path)

    def _check_object(self, kind, value, path):
        """Check the keys of a mapping against a kind of the schema."""
        seen = set()
        for name, inner in value.items():
            here = path + (name,)
            key = load_kinds()[kind].get(name.lower())
            if key is None:
                self._add("unknown_key", STOPS, "Traefik knows no key %s here" % name, here)
            elif key.hidden:
                self._add("no_key_for_files", LIMIT, "the key %s has no effect in files: Traefik ignores it" % name, here)
            elif key.name in seen:
                self._add_repeated_key(name, here)
            else:
                seen.add(key.name)
                if key.newer:
                    self._add("newer_traefik", WARNING, "%s is known to Traefik from 3.7 on (some keys from late 3.6 ones): an older one, such as "
                              "Dokploy installs, stops at it" % name, here)
                self._check_value(key, inner, here)

    def _check_value(self, key, value, path):
        """Check a value against the shape and kind of its Key."""
        if isinstance(value, UnsupportedScalar):
            return self._add("type", STOPS, "the value is %s, which Traefik rejects: quote it" % value.said, path)
        if key.kind == "any":
            return self._check_free_form(key, value, path)
        if key.shape == "list":
            return self._check_list(key, value, path)
        if key.shape == "map":
            return self._check_map(key, value, path)
        if key.is_object:
            return self._check_one_object(key, value, path)
        return self._check_scalar(key.kind, value, path)

    def _add_empty_map(self, name, path):
        self._add("empty_map", STOPS, "%s is empty: leave it out, or Traefik stops at it (\"cannot be a standalone element\")" % name, path)

    def _check_one_object(self, key, value, path):
        """Check a value that must be a mapping, or may be true or empty for some keys."""
        if isinstance(value, dict):
            if not value and not key.may_be_empty:
                self._add_empty_map(key.name, path)
            return self._check_object(key.kind, value, path)
        if isinstance(value, list):
            if value and all(isinstance(one, dict) for one in value):
                return self._add("type", STOPS, "%s is a list, and must be a mapping" % key.name, path)
            return self._add("type", LIMIT if key.may_be_empty else STOPS, "%s is a list, and must be a mapping" % key.name, path)
        if not key.may_be_empty:
            return self._add("type", STOPS, "%s must be a mapping" % key.name, path)
        if scalar_to_text(value).lower() not in ("true", "false", ""):
            return self._add("type", LIMIT, "%s must be a mapping, true or false" % key.name, path)
        return None

    def _check_list(self, key, value, path):
        """Check a value that must be a list of texts or mappings."""
        if isinstance(value, dict):
            return self._add("type", LIMIT, "%s is a mapping, and must be a list" % key.name, path)
        if not isinstance(value, list):
            if key.is_object:
                return self._add("type", LIMIT, "%s must be a list of mappings: Traefik ignores a text here" % key.name, path)
            return None
        for index, one in enumerate(value):
            here = path + (index,)
            if one is None or isinstance(one, (list, UnsupportedScalar)):
                self._add("type", STOPS, "an entry of %s is %s" % (key.name, "empty" if one is None else "a list" if isinstance(one, list) else one.said), here)
            elif key.is_object:
                if isinstance(one, dict):
                    self._check_object(key.kind, one, here)
                else:
                    self._add("type", LIMIT, "an entry of %s must be a mapping: Traefik ignores a text here" % key.name, here)
            elif isinstance(one, dict):
                self._add("type", STOPS if one else LIMIT, "an entry of %s is a mapping, and must be a text" % key.name, here)
            elif "\u2551" in scalar_to_text(one):
                self._add("character", LIMIT, "an entry of %s has the character U+2551, which Traefik reserves" % key.name, here)
        return None

    def _check_map(self, key, value, path):
        """Check a value that must be a mapping of names."""
        if not isinstance(value, dict):
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return self._add("type", LIMIT, "%s is a list, and must be a mapping of names" % key.name, path)
            return self._add_empty_map(key.name, path) if value in ("", []) else self._add("type", STOPS, "%s must be a mapping of names" % key.name, path)
        if not value:
            return self._add_empty_map(key.name, path)
        for name, one in value.items():
            here = path + (name,)
            if isinstance(one, UnsupportedScalar):
                self._add("type", STOPS, "the value is %s, which Traefik rejects: quote it" % one.said, here)
            elif not key.is_object:
                if isinstance(one, (dict, list)):
                    self._add("type", LIMIT, "it must be a %s" % ("number" if key.kind == "int" else "text"), here)
                else:
                    self._check_scalar(key.kind, one, here)
            elif isinstance(one, dict):
                self._check_object(key.kind, one, here)
            elif isinstance(one, list):
                self._add("type", STOPS if one and isinstance(one[0], dict) else LIMIT, "it is a list, and must be a mapping", here)
            else:
                self._add("type", LIMIT, "it must be a mapping: Traefik takes it for an empty one", here)
        return None

    def _check_free_form(self, key, value, path):
        if not isinstance(value, dict) or not value:
            return self._add_empty_map(key.name, path) if value in ("", [], {}) else self._add("type", STOPS, "%s must be a mapping of names" % key.name, path)
        return self._check_scalars(value, path)

    def _check_scalars(self, value, path):
        """Check every scalar below a key that accepts anything."""
        if isinstance(value, UnsupportedScalar):
            self._add("type", STOPS, "the value is %s, which Traefik rejects: quote it" % value.said, path)
        elif isinstance(value, dict):
            for name, one in value.items():
                self._check_scalars(one, path + (name,))
        elif isinstance(value, list):
            for index, one in enumerate(value):
                if one is None or isinstance(one, list):
                    self._add("type", STOPS, "an entry is %s" % ("empty" if one is None else "a list"), path + (index,))
                self._check_scalars(one, path + (index,))

    def _check_scalar(self, kind, value, path):
        said = {"int": "a whole number", "bool": "true or false", "duration": "a duration such as 30s", "text": "a text"}[kind]
        if isinstance(value, dict):
            return self._add("type", LIMIT if not value and kind == "text" else STOPS, "it is a mapping, and must be %s" % said, path)
        if isinstance(value, list):
            return self._add("type", LIMIT if kind == "text" else STOPS, "it is a list, and must be %s" % said, path)
        text = scalar_to_text(value)
        bad = {"int": parse_integer, "bool": BOOLS.get, "duration": parse_duration}.get(kind, lambda one: one)(text) is None
        return self._add("type", STOPS, "it must be %s" % said, path) if bad else None
