# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regular expressions, checked as Go's regexp package compiles them (RE2). Pure. Private to this collection."""

from __future__ import annotations

import re

from .go_expressions import NotGo

_CLASSES = ("alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit")
_PROPERTIES = re.compile(
    r"\^?(?:Any|C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|"
    r"Arabic|Armenian|Bengali|Common|Cyrillic|Devanagari|Georgian|Greek|Han|Hangul|Hebrew|Hiragana|Inherited|Katakana|Latin|Thai)\Z")


class _RegexpCheck:
    """Walks through a pattern once; raises NotGo."""

    def __init__(self, text):
        self.text, self.at, self.names, self.depth = text, 0, set(), 0

    def more(self):
        return self.at < len(self.text)

    def bad(self, what):
        raise NotGo("%s at position %d of the regular expression" % (what, self.at + 1))

    def alternatives(self, closing):
        self.depth += 1
        if self.depth > 200:
            self.bad("more than 200 levels")
        repeatable = repeated = False
        while self.more():
            char = self.text[self.at]
            if char == ")":
                if not closing:
                    self.bad("an unexpected )")
                self.depth -= 1
                return
            if char == "|":
                self.at += 1
                repeatable = repeated = False
            elif char in "*+?" or (char == "{" and re.match(r"\{[0-9]+(?:,[0-9]*)?\}", self.text[self.at:])):
                self.repetition(char, repeatable, repeated)
                repeated = True
            else:
                repeatable, repeated = self.atom(char), False
        if closing:
            self.bad("a missing )")
        self.depth -= 1

    def repetition(self, char, repeatable, repeated):
        if not repeatable:
            self.bad("nothing to repeat")
        if repeated:
            self.bad("a repetition of a repetition")
        if char == "{":
            match = re.match(r"\{([0-9]+)(?:(,)([0-9]*))?\}", self.text[self.at:])
            low, high = int(match.group(1)), int(match.group(3)) if match.group(3) else None
            if low > 1000 or (high is not None and (high > 1000 or high < low)):
                self.bad("a bad number of repetitions")
            self.at += match.end()
        else:
            self.at += 1
        if self.more() and self.text[self.at] == "?":
            self.at += 1

    def atom(self, char):
        """Takes one; whether it can be repeated."""
        if char == "(":
            return self.group()
        if char == "[":
            self.char_class()
        elif char == "\\":
            return self.escape(in_class=False)
        else:
            self.at += 1
        return True

    def group(self):
        rest = self.text[self.at:]
        named = re.match(r"\(\?P?<([^>]*)>", rest)
        flags = re.match(r"\(\?([imsU]*(?:-[imsU]+)?)([:)])", rest)
        if named and not re.match(r"\(\?<[=!]", rest):
            if not re.match(r"[A-Za-z0-9_]+\Z", named.group(1)) or named.group(1) in self.names:
                self.bad("a bad name of a group")
            self.names.add(named.group(1))
            self.at += named.end()
        elif flags and (flags.group(1) or flags.group(2) == ":"):
            self.at += flags.end()
            if flags.group(2) == ")":
                return False
        elif rest.startswith("(?"):
            self.bad("a kind of group that Go does not know (look-around, for example)")
        else:
            self.at += 1
        self.alternatives(closing=True)
        self.at += 1
        return True

    def escape(self, in_class):
        self.at += 1
        if not self.more():
            self.bad("a \\ at the end")
        char, rest = self.text[self.at], self.text[self.at:]
        if char == "Q" and not in_class:
            end = rest.find("\\E")
            self.at = len(self.text) if end < 0 else self.at + end + 2
            return True
        if char in "pP":
            match = re.match(r"[pP](?:\{([^}]*)\}|(.))", rest, re.DOTALL)
            if not match or not _PROPERTIES.match(match.group(1) or match.group(2) or ""):
                self.bad("an unknown class of characters")
            self.at += match.end()
            return True
        if char == "x":
            match = re.match(r"x(?:[0-9a-fA-F]{2}|\{([0-9a-fA-F]+)\})", rest)
            if not match or (match.group(1) and int(match.group(1), 16) > 0x10FFFF):
                self.bad("a bad escape")
            self.at += match.end()
            return True
        if re.match(r"0|[1-7][0-7]", rest):
            self.at += re.match(r"[0-7]{1,3}", rest).end()
            return True
        simple = "afnrtvdswDSW" if in_class else "afnrtvdswDSWAbBzC"
        if not (char in simple or (ord(char) < 128 and not char.isalnum() and char != "_") or (not in_class and char == "E")):
            self.bad("a bad escape")
        if char == "C":
            self.bad("a bad escape")
        self.at += 1
        return char not in "E"

    def char_class(self):
        start = self.at
        self.at += 1
        if self.text[self.at:self.at + 1] == "^":
            self.at += 1
        first = True
        while True:
            if not self.more():
                self.at = start
                self.bad("a missing ]")
            if self.text[self.at] == "]" and not first:
                self.at += 1
                return
            first = False
            named = re.match(r"\[:\^?([^\]]*):\]", self.text[self.at:])
            if named:
                if named.group(1) not in _CLASSES:
                    self.bad("an unknown class of characters")
                self.at += named.end()
                continue
            low = self.class_char()
            if self.text[self.at:self.at + 1] == "-" and self.text[self.at + 1:self.at + 2] not in ("]", ""):
                if low is None:
                    self.bad("a bad range of characters")
                self.at += 1
                high = self.class_char()
                if high is None or ord(high) < ord(low):
                    self.bad("a bad range of characters")

    def class_char(self):
        """One character, or None for a set of them or one that is not worked out here."""
        if self.text[self.at] != "\\":
            self.at += 1
            return self.text[self.at - 1]
        start = self.at
        self.escape(in_class=True)
        taken = self.text[start + 1:self.at]
        if len(taken) == 1 and taken not in "dswDSW":
            return {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}.get(taken, taken)
        if taken[0] == "x":
            return chr(int(taken[1:].strip("{}"), 16))
        if taken[0] in "01234567":
            return chr(int(taken, 8))
        return None


def find_regexp_fault(pattern):
    """Why Go would not compile a regular expression; None where it would."""
    try:
        _RegexpCheck(pattern).alternatives(closing=False)
    except NotGo as exc:
        return str(exc)
    return None
