# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regular expressions, checked as Go's regexp package compiles them (RE2). Pure."""

from __future__ import annotations

import re

from .go_expressions import NotGo

_CLASSES = ("alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit")
_PROPERTIES = re.compile(
    r"\^?(?:Any|C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|"
    r"Arabic|Armenian|Bengali|Common|Cyrillic|Devanagari|Georgian|Greek|Han|Hangul|Hebrew|Hiragana|Inherited|Katakana|Latin|Thai)\Z")

MAX_LEVELS = 1000           # as in Go
_REPETITION = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}")
_NAMED = re.compile(r"\(\?P?<([^>]*)>")
_FLAGS = re.compile(r"\(\?([imsU]*(?:-[imsU]+)?)([:)])")
_PROPERTY = re.compile(r"[pP](?:\{([^}]*)\}|(.))", re.DOTALL)
_HEXADECIMAL = re.compile(r"x(?:[0-9a-fA-F]{2}|\{0*([0-9a-fA-F]{1,8})\})")
_OCTAL = re.compile(r"0[0-7]{0,2}|[1-7][0-7]{1,2}")
_CLASS_NAME = re.compile(r"\[:\^?([^\]]{0,20}):\]")


class _RegexpCheck:
    """Walks through a pattern once; raises NotGo."""

    def __init__(self, text):
        self.text, self.at, self.names = text, 0, set()

    def match_here(self, pattern):
        """Match a compiled pattern at this position, or None."""
        return pattern.match(self.text, self.at)

    def has_more(self):
        return self.at < len(self.text)

    def refuse(self, what):
        raise NotGo("%s at position %d of the regular expression" % (what, self.at + 1))

    def check_pattern(self):
        """Walk through the whole pattern; it counts groups instead of recursing."""
        open_groups, repeatable, repeated = 0, False, False
        while self.has_more():
            char = self.text[self.at]
            if char == ")":
                if not open_groups:
                    self.refuse("an unexpected )")
                self.at += 1
                open_groups, repeatable, repeated = open_groups - 1, True, False
            elif char == "|":
                self.at += 1
                repeatable = repeated = False
            elif char in "*+?" or (char == "{" and self.match_here(_REPETITION)):
                self.take_repetition(char, repeatable, repeated)
                repeated = True
            elif char == "(":
                opened = self.take_group()
                open_groups += opened
                if open_groups > MAX_LEVELS:
                    self.refuse("more than %d levels" % MAX_LEVELS)
                repeatable = repeated = False
            else:
                repeatable, repeated = self.take_atom(char), False
        if open_groups:
            self.refuse("a missing )")

    def take_repetition(self, char, repeatable, repeated):
        """Take *, +, ? or {m,n}, with a ? after it."""
        if not repeatable:
            self.refuse("nothing to repeat")
        if repeated:
            self.refuse("a repetition of a repetition")
        if char == "{":
            match = self.match_here(_REPETITION)
            low, high = [int(one.lstrip("0")[:5] or "0") if one else None for one in match.groups()]
            if low > 1000 or (high is not None and (high > 1000 or high < low)):
                self.refuse("a bad number of repetitions")
            self.at = match.end()
        else:
            self.at += 1
        if self.has_more() and self.text[self.at] == "?":
            self.at += 1

    def take_atom(self, char):
        """Take one atom; returns whether it can be repeated."""
        if char == "[":
            self.take_class()
        elif char == "\\":
            return self.take_escape(in_class=False)
        else:
            self.at += 1
        return True

    def take_group(self):
        """Take the opening of a group -> 1, or 0 if it only sets flags."""
        named, flags = self.match_here(_NAMED), self.match_here(_FLAGS)
        if named and self.text[self.at + 1:self.at + 4] not in ("?<=", "?<!"):
            if not re.match(r"[A-Za-z0-9_]+\Z", named.group(1)) or named.group(1) in self.names:
                self.refuse("a bad name of a group")
            self.names.add(named.group(1))
            self.at = named.end()
        elif flags and (flags.group(1) or flags.group(2) == ":"):
            self.at = flags.end()
            if flags.group(2) == ")":
                return 0
        elif self.text.startswith("(?", self.at):
            self.refuse("a kind of group that Go does not know (look-around, for example)")
        else:
            self.at += 1
        return 1

    def take_escape(self, in_class):
        """Take an escape -> whether it stands for characters that can be repeated."""
        self.at += 1
        if not self.has_more():
            self.refuse("a \\ at the end")
        char = self.text[self.at]
        if char == "Q" and not in_class:
            end = self.text.find("\\E", self.at)
            self.at = len(self.text) if end < 0 else end + 2
            return True
        if char in "pP":
            match = self.match_here(_PROPERTY)
            if not match or not _PROPERTIES.match(match.group(1) or match.group(2) or ""):
                self.refuse("an unknown class of characters")
            self.at = match.end()
            return True
        if char == "x":
            match = self.match_here(_HEXADECIMAL)
            if not match or (match.group(1) and int(match.group(1), 16) > 0x10FFFF):
                self.refuse("a bad escape")
            self.at = match.end()
            return True
        if self.match_here(_OCTAL):
            self.at = self.match_here(_OCTAL).end()
            return True
        simple = "afnrtvdswDSW" if in_class else "afnrtvdswDSWAbBzC"
        if not (char in simple or (ord(char) < 128 and not char.isalnum() and char != "_") or (not in_class and char == "E")):
            self.refuse("a bad escape")
        if char == "C":
            self.refuse("a bad escape")
        self.at += 1
        return char not in "E"

    def take_class(self):
        """Take a class of characters in brackets."""
        start = self.at
        self.at += 1
        if self.text[self.at:self.at + 1] == "^":
            self.at += 1
        first = True
        while True:
            if not self.has_more():
                self.at = start
                self.refuse("a missing ]")
            if self.text[self.at] == "]" and not first:
                self.at += 1
                return
            first = False
            named = self.match_here(_CLASS_NAME)
            if named:
                if named.group(1) not in _CLASSES:
                    self.refuse("an unknown class of characters")
                self.at = named.end()
                continue
            low = self.take_class_char()
            if self.text[self.at:self.at + 1] == "-" and self.text[self.at + 1:self.at + 2] not in ("]", ""):
                if low is None:
                    self.refuse("a bad range of characters")
                self.at += 1
                high = self.take_class_char()
                if high is None or ord(high) < ord(low):
                    self.refuse("a bad range of characters")

    def take_class_char(self):
        """Take one character and return it; None for a set of characters, and for an escape whose character is unknown."""
        if self.text[self.at] != "\\":
            self.at += 1
            return self.text[self.at - 1]
        start = self.at
        self.take_escape(in_class=True)
        taken = self.text[start + 1:self.at]
        if len(taken) == 1 and taken not in "dswDSW":
            return {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}.get(taken, taken)
        if taken[0] == "x":
            return chr(int(taken[1:].strip("{}"), 16))
        if taken[0] in "01234567":
            return chr(int(taken, 8))
        return None


def find_regexp_fault(pattern):
    """Return why Go does not compile a regular expression, or None."""
    try:
        _RegexpCheck(pattern).check_pattern()
    except NotGo as exc:
        return str(exc)
    return None
