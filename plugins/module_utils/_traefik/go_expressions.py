# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The small languages of Go within Traefik's files: expressions, regular expressions, durations, URLs. Pure. Private to this collection.

Each function says what is wrong, in words that hold nothing of the text itself (it can be a secret), or C(None).
"""

from __future__ import annotations

import re

# -- Numbers, words, durations

_DURATION = re.compile(r"[-+]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+\Z|[-+]?0\Z")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
BOOLS = {"1": True, "t": True, "T": True, "TRUE": True, "true": True, "True": True,
         "0": False, "f": False, "F": False, "FALSE": False, "false": False, "False": False}
_UNITS = {"ns": 1, "us": 10 ** 3, "\u00b5s": 10 ** 3, "\u03bcs": 10 ** 3, "ms": 10 ** 6, "s": 10 ** 9, "m": 60 * 10 ** 9, "h": 3600 * 10 ** 9}


def integer(text):
    """The number that Go's ParseInt makes of a decimal text, within 64 bits; None where it is none."""
    if not _INTEGER.match(text):
        return None
    number = int(text)
    return number if -2 ** 63 <= number < 2 ** 63 else None


def duration(text):
    """Nanoseconds: a number alone is seconds; None where it is none."""
    number = integer(text)
    if number is not None:
        nanoseconds = number * 10 ** 9
    elif _DURATION.match(text):
        sign = -1 if text[0] == "-" else 1
        nanoseconds = sign * sum(int(float(value) * _UNITS[unit]) for value, unit in re.findall("([0-9.]+)([a-z\u00b5\u03bc]+)", text))
    else:
        return None
    return nanoseconds if abs(nanoseconds) < 2 ** 63 else None


# -- Expressions, as go/parser takes them and the predicate library evaluates them

_TOKEN = re.compile(r"""
    (?P<space>[ \t\r]+) | (?P<newline>\n) | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>`[^`]*`) | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<number>[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+(?:[eE][-+]?[0-9]+)?)
  | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)?) | (?P<operator>&&|\|\||==|!=|<=|>=|[!<>(),])
""", re.VERBOSE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[abfnrtv\\\"]|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|u[0-9a-fA-F]{4}|U00(?:10|0[0-9a-fA-F])[0-9a-fA-F]{4})")
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}


class NotGo(ValueError):
    """An expression that does not parse; says why, and nothing of the text."""


def _tokens(text):
    """(kind, value, position) of each; a line that ends where an operand may end becomes a semicolon, as in Go."""
    position, last = 0, None
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise NotGo("an unfinished string" if text[position] in "`\"" else "an unexpected character at position %d" % (position + 1))
        kind, value, start = match.lastgroup, match.group(), position
        position = match.end()
        if kind == "space" or (kind == "comment" and "\n" not in value):
            continue
        if kind in ("newline", "comment"):
            if last in ("raw", "string", "number", "name", ")"):
                yield ";", "\n", start
                last = ";"
            continue
        last = value if kind == "operator" else kind
        yield (value if kind == "operator" else kind), value, start
    yield "end", "", len(text)


def _unquoted(value):
    """What a quoted string holds."""
    if value.startswith("`"):
        return value[1:-1].replace("\r", "")
    inner, made, position = value[1:-1], [], 0
    while position < len(inner):
        if inner[position] != "\\":
            made.append(inner[position])
            position += 1
            continue
        match = _ESCAPE.match(inner, position)
        if not match:
            raise NotGo("an unknown escape in a string")
        word = match.group()[1:]
        if word in _SIMPLE:
            made.append(_SIMPLE[word])
        else:
            made.append(chr(int(word[1:], 16) if word[0] in "xuU" else int(word, 8)))
        position = match.end()
    return "".join(made)


class _Expression:
    """Recursive descent over the tokens: or, and, comparison, not, call."""

    def __init__(self, text):
        self.tokens, self.at, self.depth = list(_tokens(text)), 0, 0

    def peek(self):
        return self.tokens[self.at][0]

    def take(self, kind=None):
        token = self.tokens[self.at]
        if kind and token[0] != kind:
            raise NotGo("expected %s at position %d, found %s" % (kind, token[2] + 1, _said(token[0])))
        self.at += 1
        return token

    def whole(self):
        found = self.binary(0)
        if self.peek() == ";":
            self.take()
        if self.peek() != "end":
            raise NotGo("%s at position %d, where the expression should end" % (_said(self.peek()), self.tokens[self.at][2] + 1))
        return found

    LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">="))

    def binary(self, level):
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek() in self.LEVELS[level]:
            operator = self.take()[0]
            left = (operator, left, self.binary(level + 1))
        return left

    def unary(self):
        self.depth += 1
        if self.depth > 200:
            raise NotGo("more than 200 levels")
        try:
            if self.peek() == "!":
                self.take()
                return ("!", self.unary())
            return self.operand()
        finally:
            self.depth -= 1

    def operand(self):
        kind, value, position = self.take()
        if kind == "(":
            inner = self.binary(0)
            self.take(")")
            return ("()", inner)
        if kind in ("raw", "string"):
            return ("text", _unquoted(value))
        if kind == "number":
            return ("number", float(value) if re.search(r"[.eE]", value) else int(value))
        if kind != "name":
            raise NotGo("%s at position %d" % ("an operand is missing" if kind in ("end", ";", ")", ",") else "unexpected " + _said(kind), position + 1))
        if self.peek() != "(":
            return ("name", value)
        self.take("(")
        arguments = []
        while self.peek() != ")":
            arguments.append(self.binary(0))
            if self.peek() == ")":
                break
            self.take(",")
        self.take(")")
        return ("call", value, arguments)


def _said(kind):
    return {"end": "its end", ";": "the end of a line", "raw": "a string", "string": "a string", "number": "a number", "name": "a word"}.get(kind, kind)


def expression(text):
    """The tree of an expression: ("&&", left, right), ("!", inner), ("()", inner), ("call", name, arguments), ("text", …), ("number", …), ("name", …)."""
    return _Expression(text).whole()


# -- Regular expressions, as Go's regexp takes them (RE2)

_CLASSES = ("alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit")
_PROPERTIES = re.compile(
    r"\^?(?:Any|C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|"
    r"Arabic|Armenian|Bengali|Common|Cyrillic|Devanagari|Georgian|Greek|Han|Hangul|Hebrew|Hiragana|Inherited|Katakana|Latin|Thai)\Z")


class _Regexp:
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


def regexp_fault(pattern):
    """Why Go would not compile a regular expression; None where it would."""
    try:
        _Regexp(pattern).alternatives(closing=False)
    except NotGo as exc:
        return str(exc)
    return None


# -- Addresses

def url_fault(text):
    """Why Go's url.Parse would not take an address; None where it would."""
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        return "a control character"
    rest = text.split("#", 1)[0]
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", rest)
    if match:
        rest = rest[match.end():]
    elif rest.startswith(":"):
        return "the scheme is missing (http://)"
    rest = rest.split("?", 1)[0]
    if rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        fault = _authority_fault(authority)
        if fault:
            return fault
        rest = slash + path
    elif not match and not rest.startswith("/") and ":" in rest.split("/", 1)[0]:
        return "the scheme is missing (http://)"
    elif match and not rest.startswith("/"):
        return None
    return "a bad % escape" if re.search(r"%(?![0-9a-fA-F]{2})", rest) else None


def _authority_fault(authority):
    userinfo, at, host = authority.rpartition("@")
    if at and not re.match(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*\Z", userinfo):
        return "a bad user"
    if host.startswith("["):
        match = re.match(r"\[[^\]]*\](.*)\Z", host, re.DOTALL)
        if not match:
            return "a missing ]"
        port = match.group(1)
    else:
        name, colon, port = host.partition(":")
        port = colon + port
        if re.search(r"[ <>\"\\^`{|}]", name) or re.search("%(?![0-9a-fA-F]{2})", name):
            return "a bad name of a host"
        if re.search("%[0-7]", name):
            return "a bad % escape"
    return None if re.match(r"(?::[0-9]*)?\Z", port) else "a bad port"


def host_port_fault(text):
    """Why Go's net.SplitHostPort would not take an address; None where it would."""
    if text.startswith("["):
        return None if re.match(r"\[[^\[\]]*\]:[^\[\]:]*\Z", text) else "it is no host and port"
    if text.count(":") == 0:
        return "the port is missing"
    return "it has too many colons" if text.count(":") > 1 else "a bad bracket" if re.search(r"[\[\]]", text) else None


def network_fault(text):
    """Why an entry is neither an IP address nor a CIDR network; None where it is."""
    import ipaddress
    address, slash, bits = text.partition("/")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "it is no IP address and no network"
    if slash and (not re.match(r"[0-9]{1,3}\Z", bits) or int(bits) > parsed.max_prefixlen or (len(bits) > 1 and bits[0] == "0")):
        return "it has a bad length of its prefix"
    return "it has a zone" if "%" in address else None
