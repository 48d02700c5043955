# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the rules of a .dockerignore as Docker does."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass

from .._common.errors import BadInput

MOST_RULES, LONGEST_RULE = 2000, 1000


@dataclass(frozen=True)
class Wildcard:
    """A part of a pattern that matches more than one literal character."""

    text: str


ANY_CHARACTER, STAR, ANY_DEPTH, ANY_DIRECTORIES = Wildcard("?"), Wildcard("*"), Wildcard("**"), Wildcard("**/")


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
                positions = positions or _Positions(name)
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


@dataclass(frozen=True)
class CharacterClass:
    """C([a-c]) or C([^a-c]); it never matches a slash."""

    negated: bool
    ranges: tuple

    def __contains__(self, character):
        return character != "/" and any(low <= character <= high for low, high in self.ranges) != self.negated


def parse_glob(glob):
    """Parse a pattern of Go's filepath.Match, plus C(**) -> its parts: characters, CharacterClass and the constants above. Raises ValueError."""
    parts, at = [], 0
    while at < len(glob):
        one = glob[at]
        if glob.startswith("**/", at):
            parts.append(ANY_DIRECTORIES)
            at += 3
        elif glob.startswith("**", at):
            parts.append(ANY_DEPTH)
            at += 2
        elif one == "[":
            found, at = _parse_class(glob, at + 1)
            parts.append(found)
        elif one in "*?":
            parts.append(STAR if one == "*" else ANY_CHARACTER)
            at += 1
        else:
            found, at = _parse_character(glob, at)
            parts.append(found)
    return tuple(parts)


def _parse_class(glob, at):
    """Parse a class -> (CharacterClass, its end); C(at) is the position after the opening bracket."""
    negated = glob.startswith("^", at)
    at += negated
    ranges = []
    while not (ranges and glob.startswith("]", at)):
        if at >= len(glob):
            raise ValueError("a [ is never closed")
        if glob[at] in "]-":
            raise ValueError("%s must have a backslash before it at this place between brackets" % glob[at])
        low, at = _parse_character(glob, at)
        high = low
        if glob.startswith("-", at):
            if glob.startswith("]", at + 1) or at + 1 >= len(glob):
                raise ValueError("the range after %s- has no end" % low)
            high, at = _parse_character(glob, at + 1)
        if low > high:
            raise ValueError("the range %s-%s runs backwards" % (low, high))
        ranges.append((low, high))
    return CharacterClass(negated, tuple(ranges)), at + 1


def _parse_character(glob, at):
    """Parse a character -> (the character, the position of the next one). A backslash escapes the character after it."""
    if glob[at] != "\\":
        return glob[at], at + 1
    if at + 1 >= len(glob):
        raise ValueError("it ends with a backslash")
    return glob[at + 1], at + 2


class _Positions:
    """Matches a pattern part by part, with the set of positions reached in a name as the bits of a number.

    A pattern of m parts costs m operations on numbers with as many bits as the name has characters, however many stars it has. The time of a
    regular expression with several stars grows with a power of the name's length.
    """

    def __init__(self, name):
        self._end = 1 << len(name)
        self._of = {}
        for index, character in enumerate(name):
            self._of[character] = self._of.get(character, 0) | 1 << index
        self._slashes = self._of.get("/", 0)
        self._others = self._end - 1 ^ self._slashes

    def fit(self, pattern, start=0):
        """Return whether the pattern matches the name from C(start) to its end."""
        reached = 1 << start
        for part in pattern:
            if part is STAR:
                # The sum carries each position to the end of its run of characters other than a slash.
                reached |= (reached & self._others) + self._others ^ self._others
            elif part is ANY_DEPTH:
                reached = self._from_first(reached)
            elif part is ANY_DIRECTORIES:
                reached |= (self._from_first(reached) & self._slashes) << 1
            elif part is ANY_CHARACTER:
                reached = (reached & self._others) << 1
            elif isinstance(part, CharacterClass):
                reached = (reached & self._of_class(part)) << 1
            else:
                reached = (reached & self._of.get(part, 0)) << 1
            if not reached:
                return False
        return bool(reached & self._end)

    def _from_first(self, reached):
        """Return every position from the first one in the set on."""
        return (self._end << 1) - (reached & -reached)

    def _of_class(self, wanted):
        return sum(bits for character, bits in self._of.items() if character in wanted)
