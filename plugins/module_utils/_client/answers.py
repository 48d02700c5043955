# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remembers which fields of a server's answers were read last, and finds the one that caused an exception.

Code that reads an answer checks no types: this file alone maps the exception about a field to the procedure and the field.
"""

from __future__ import annotations

import re
import threading
from collections import deque

from .._common.errors import ApiError
from .._common.masking import to_plain

REMEMBERED = 200  # last reads
_TYPE_NAMES = re.compile(r"\b(NoneType|Answer|dict|list|str|string|int|float|bool)\b")
_READING = (TypeError, AttributeError, KeyError, IndexError, ValueError)


class Answer(dict):
    """An object of an answer, which records each field that is read."""

    __slots__ = ("journal",)

    def __getitem__(self, key):
        self.journal.append((self, key))
        return dict.__getitem__(self, key)

    def get(self, key, default=None):
        self.journal.append((self, key))
        return dict.get(self, key, default)

    def copy(self):
        made = Answer(self)
        made.journal = self.journal
        return made

    def __deepcopy__(self, memo):
        return to_plain(self)

    def __reduce__(self):
        return dict, (dict(self),)


class ReadsOfThreads(threading.local):
    """The fields that each thread read last, where tasks share answers."""

    def __init__(self):
        super().__init__()
        self._reads = deque(maxlen=REMEMBERED)
        self.append = self._reads.append

    def __reversed__(self):
        return reversed(self._reads)


class Journal:
    """The answers and the last reads of one client; with C(shared), of the clients of several threads."""

    def __init__(self, shared=False):
        self.reads = ReadsOfThreads() if shared else deque(maxlen=REMEMBERED)
        self._answers = deque(maxlen=REMEMBERED)

    def make_answer(self, found):
        """Make an Answer, as the C(object_hook) of a JSON decoder."""
        answer = Answer(found)
        answer.journal = self.reads
        return answer

    def add(self, procedure, answer):
        self._answers.append((procedure, answer))

    def explain(self, exc):
        """Return the ApiError for an exception that a field of an answer caused, or None if no field fits."""
        if not isinstance(exc, _READING) or isinstance(exc, UnicodeError):
            return None
        for answer, key in reversed(self.reads):
            if _fits(exc, answer, key):
                procedure, path = self._find_path(answer)
                said = _describe_value(dict.get(answer, key)) if key in answer else "missing"
                return _make_error(procedure, "the field %s is %s" % ("%s.%s" % (path, key) if path else key, said))
        for procedure, answer in reversed(tuple(self._answers)):
            if isinstance(answer, list) and None in answer and "NoneType" in str(exc):
                return _make_error(procedure, "a row of its list is null")
        return None

    def _find_path(self, wanted):
        for procedure, answer in reversed(tuple(self._answers)):
            path = _find_object(answer, wanted)
            if path is not None:
                return procedure, path
        return "an answer", ""


def _make_error(procedure, said):
    return ApiError(
        "Dokploy answered in a form that this collection does not know: %s, %s" % (procedure, said), procedure=procedure,
        next_step="Check that this version of Dokploy is supported, and that no proxy changes its answers.")


def _fits(exc, answer, key):
    value = dict.get(answer, key)
    if isinstance(exc, KeyError):
        return key not in answer and exc.args[:1] == (key,)
    if isinstance(exc, IndexError):
        return isinstance(value, (list, str)) and not value
    if isinstance(exc, ValueError):
        return isinstance(value, (str, int, float)) and repr(value) in str(exc)
    named = {"str" if one == "string" else one for one in _TYPE_NAMES.findall(str(exc))}
    if "NoneType" in named:
        named = {"NoneType"}
    return type(value).__name__ in named or isinstance(value, list) and any(type(one).__name__ in named for one in value[:100])


def _describe_value(value):
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list with null" if None in value else "a list"
    return {"Answer": "an object", "dict": "an object", "str": "a text", "bool": "a truth value"}.get(type(value).__name__, "a number")


def _find_object(value, wanted):
    """Find the path of an object in an answer: C(environment.project), C(domains[]), or None."""
    left = [("", value)]
    while left:
        path, one = left.pop()
        if one == wanted:
            return path
        if isinstance(one, dict):
            left.extend(("%s.%s" % (path, key) if path else str(key), inner) for key, inner in one.items() if isinstance(inner, (dict, list)))
        elif isinstance(one, list):
            left.extend((path + "[]", inner) for inner in one if isinstance(inner, (dict, list)))
    return None
