# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the rules of a .dockerignore as Docker does."""

from __future__ import annotations

import itertools
import os

from .._common.errors import BadInput
from .._common.globs import NamePositions, parse_glob

MOST_RULES, LONGEST_RULE = 2000, 1000


class DockerIgnore:
    """The rules of one .dockerignore: the last rule that matches decides, and a rule that matches a directory covers everything below it."""

    def __init__(self, text, dockerfile):
        """Raises BadInput for a line that Docker would reject, with its number."""
        dockerfile = os.path.normpath(dockerfile).lstrip("/")
        self._always_kept = {".dockerignore", dockerfile}       # by Docker, regardless of the rules
        self._rules = list(_read_rules(text))
        # Whether files below an ignored directory may be included.
        self.has_exceptions = "/" in dockerfile or any(exception for exception, dummy, dummy2 in self._rules)
        self._of_directories = {"": 0}

    def ignores(self, name):
        """Return whether the rules leave out the file or directory of that name."""
        if name in self._always_kept:
            return False
        matching, ignored = self._find_matching(name), False
        for index, (exception, dummy, dummy2) in enumerate(self._rules):
            if exception == ignored and matching >> index & 1:
                ignored = not exception
        return ignored

    def _find_matching(self, name):
        """Return the rules that match the name or a directory above it, one bit each. Each directory is matched once."""
        unknown, known = [], name.rpartition("/")[0]
        while known not in self._of_directories:
            unknown.append(known)
            known = known.rpartition("/")[0]
        matching = self._of_directories[known]
        for directory in reversed(unknown):
            matching = self._of_directories[directory] = self._add_matching(directory, matching)
        return self._add_matching(name, matching)

    def _add_matching(self, name, matching):
        positions = None
        for index, (dummy, prefix, pattern) in enumerate(self._rules):
            if name.startswith(prefix) and not matching >> index & 1:
                positions = positions or NamePositions(name)
                if positions.fit(pattern, len(prefix)):
                    matching |= 1 << index
        return matching


def _read_rules(text):
    """Yield (whether it is an exception, the text that its pattern begins with, the parts after that) for each rule."""
    count = 0
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        rule = line.strip() if not line.startswith("#") else ""
        exception = rule.startswith("!")
        glob = rule[exception:].strip()
        if not rule or glob in (".", "/"):
            continue
        count += 1
        try:
            if not glob:
                raise ValueError("no pattern follows the exclamation mark")
            if len(glob) > LONGEST_RULE:
                raise ValueError("it is longer than %d characters" % LONGEST_RULE)
            if count > MOST_RULES:
                raise ValueError("there are more than %d rules" % MOST_RULES)
            parts = parse_glob(os.path.normpath(glob).lstrip("/"))
        except ValueError as exc:
            raise BadInput("source.src: line %d of .dockerignore (%s) is not valid: %s; nothing was changed" % (number, rule[:60], exc),
                           next_step="Correct that line of .dockerignore.") from exc
        prefix = "".join(itertools.takewhile(lambda part: isinstance(part, str), parts))
        yield exception, prefix, parts[len(prefix):]
