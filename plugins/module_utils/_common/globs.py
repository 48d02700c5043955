# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Matches names against patterns with stars. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False, repr=False)
class Wildcard:
    """A part of a pattern that matches more than one literal character."""

    text: str


ANY_CHARACTER, STAR, ANY_DEPTH, ANY_DIRECTORIES = Wildcard("?"), Wildcard("*"), Wildcard("**"), Wildcard("**/")
WILDCARDS = (ANY_DIRECTORIES, ANY_DEPTH, STAR, ANY_CHARACTER)      # the longest first


@dataclass(frozen=True, eq=False, repr=False)
class Alternatives:
    """Several patterns, of which one has to match: C({a,b})."""

    patterns: tuple


@dataclass(frozen=True, eq=False, repr=False)
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
        if one in "*?":
            parts.append(read_wildcard(glob, at))
            at += len(parts[-1].text)
        elif one == "[":
            found, at = _parse_class(glob, at + 1)
            parts.append(found)
        else:
            found, at = _parse_character(glob, at)
            parts.append(found)
    return tuple(parts)


def read_wildcard(glob, at):
    """Return the Wildcard of the * or ? at a position."""
    return next(one for one in WILDCARDS if glob.startswith(one.text, at))


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


class NamePositions:
    """Matches patterns with the positions reached in a name as bits of a number: unlike a regular expression, linear for any number of stars."""

    def __init__(self, name):
        self._end = 1 << len(name)
        self._of = {}
        for index, character in enumerate(name):
            self._of[character] = self._of.get(character, 0) | 1 << index
        self._slashes = self._of.get("/", 0)
        self._others = self._end - 1 ^ self._slashes

    def fit(self, pattern, start=0):
        """Return whether the pattern matches the name from C(start) to its end."""
        return bool(self._advance(pattern, 1 << start) & self._end)

    def _advance(self, pattern, reached):
        """Return the positions that the pattern reaches from those positions."""
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
            elif isinstance(part, Alternatives):
                before, reached = reached, 0
                for one in part.patterns:
                    reached |= self._advance(one, before)
            elif isinstance(part, CharacterClass):
                reached = (reached & self._of_class(part)) << 1
            else:
                reached = (reached & self._of.get(part, 0)) << 1
            if not reached:
                break
        return reached

    def _from_first(self, reached):
        """Return every position from the first one in the set on."""
        return (self._end << 1) - (reached & -reached)

    def _of_class(self, wanted):
        return sum(bits for character, bits in self._of.items() if character in wanted)
