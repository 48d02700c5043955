# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions in Go syntax (router rules, conditions of middlewares), parsed to a tree. Pure.

Errors name the position and never quote the text, because a rule can hold a secret.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"""
    (?P<space>[ \t\r]+) | (?P<newline>\n) | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>`[^`]*`) | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<number>[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+(?:[eE][-+]?[0-9]+)?)
  | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)?) | (?P<operator>&&|\|\||==|!=|<=|>=|[!<>(),])
""", re.VERBOSE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[abfnrtv\\\"]|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|u[0-9a-fA-F]{4}|U00(?:10|0[0-9a-fA-F])[0-9a-fA-F]{4})")
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}


MAX_LEVELS = 100


class NotGo(ValueError):
    """An expression that does not parse; the message contains nothing of the text."""


class TooDeep(NotGo):
    """An expression that Go would parse, and that is nested too deeply for this collection."""


def tokenize(text):
    """Split a text into tokens (kind, value, position); a line end after an operand becomes a semicolon, as in Go."""
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


def _unquote(value):
    """Return the content of a quoted string."""
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


class _ExpressionParser:
    """Recursive descent over the tokens: or, and, comparison, not, call."""

    def __init__(self, text):
        self.tokens, self.at, self.depth = list(tokenize(text)), 0, 0

    def peek_kind(self):
        return self.tokens[self.at][0]

    def take_token(self, kind=None):
        token = self.tokens[self.at]
        if kind and token[0] != kind:
            raise NotGo("expected %s at position %d, found %s" % (kind, token[2] + 1, _name_token(token[0])))
        self.at += 1
        return token

    def parse_all(self):
        found = self.parse_binary()
        if self.peek_kind() == ";":
            self.take_token()
        if self.peek_kind() != "end":
            raise NotGo("%s at position %d, where the expression should end" % (_name_token(self.peek_kind()), self.tokens[self.at][2] + 1))
        return found

    LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">="))

    def parse_binary(self, level=0):
        """Parse an operand with all operators of this level and higher precedence: C(&&) and C(||) get one list of all their operands."""
        left = self.parse_unary()
        while True:
            operator = self.peek_kind()
            own = next((index for index, names in enumerate(self.LEVELS) if operator in names), -1)
            if own < level:
                return left
            operands = [left]
            while self.peek_kind() == operator:
                self.take_token()
                operands.append(self.parse_binary(own + 1))
                if own == 2:
                    break
            left = (operator, operands)

    def parse_unary(self):
        self.depth += 1
        if self.depth > MAX_LEVELS:
            raise TooDeep("it is nested more than %d levels deep, which is a limit of this collection" % MAX_LEVELS)
        try:
            if self.peek_kind() == "!":
                self.take_token()
                return ("!", self.parse_unary())
            return self.parse_operand()
        finally:
            self.depth -= 1

    def parse_operand(self):
        """Parse what stands between two operators -> its tree."""
        kind, value, position = self.take_token()
        if kind == "(":
            inner = self.parse_binary()
            self.take_token(")")
            return ("()", inner)
        if kind in ("raw", "string"):
            return ("text", _unquote(value))
        if kind == "number":
            if re.search(r"[.eE]", value):
                return ("number", float(value))
            if len(value) > 30:
                raise NotGo("a number is too long at position %d" % (position + 1))
            return ("number", int(value))
        if kind != "name":
            raise NotGo("%s at position %d" % ("an operand is missing" if kind in ("end", ";", ")", ",") else "unexpected " + _name_token(kind), position + 1))
        if self.peek_kind() != "(":
            return ("name", value)
        self.take_token("(")
        arguments = []
        while self.peek_kind() != ")":
            arguments.append(self.parse_binary())
            if self.peek_kind() == ")":
                break
            self.take_token(",")
        self.take_token(")")
        return ("call", value, arguments)


def _name_token(kind):
    return {"end": "its end", ";": "the end of a line", "raw": "a string", "string": "a string", "number": "a number", "name": "a word"}.get(kind, kind)


def parse_expression(text):
    """Parse an expression to a tree; raises NotGo.

    Its nodes are ("&&", operands), ("==", [left, right]), ("!", inner), ("()", inner), ("call", name, arguments), ("text", …), ("number", …), ("name", …).
    """
    return _ExpressionParser(text).parse_all()
