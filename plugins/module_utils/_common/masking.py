# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text that comes from outside, or that could hold a secret, before a person sees it. Private to this collection."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import quote, quote_plus

MASK = "********"

_CONTROL = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"             # CSI sequences
    "|\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?"  # OSC and DCS sequences and their like, with what they carry
    "|\x1b."
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    re.DOTALL,
)
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_CI_COMMAND = re.compile(r"^(\s*)(?=::|##\[|##vso\[)", re.MULTILINE)
_USERINFO = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/?#\s'\"]+@", re.IGNORECASE)
_SQL_PARAMS = re.compile(r"(\bparams:).*", re.DOTALL)


def make_inert(text):
    """Text without control, escape and bidirectional characters, and with no line that a CI system would take for a command."""
    text = _LINE_END.sub("\n", text)
    return _CI_COMMAND.sub(r"\1| ", _CONTROL.sub("", text))


def has_userinfo(text):
    """Whether an address in the text carries a user or a token."""
    return bool(_USERINFO.search(text))


def hide_userinfo(text):
    """The text with scheme://user:token@ masked in every address."""
    return _USERINFO.sub(r"\1" + MASK + "@", text)


def _forms(part):
    """How a secret may be written in a text: as it is, as JSON (within JSON, too), repr, in an address or a form, as base64."""
    as_json = [json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1]]
    octets = part.encode("utf-8", "surrogatepass")
    return [
        part, *as_json, *(json.dumps(one, ensure_ascii=False)[1:-1] for one in as_json), repr(part)[1:-1], repr(part + "'\"")[1:-4],
        quote(octets, safe=""), quote(octets), quote_plus(octets),
        base64.b64encode(octets).decode("ascii").rstrip("="), base64.urlsafe_b64encode(octets).decode("ascii").rstrip("="),
    ]


class Masker:
    """Knows the secrets of one task, and takes them out of free text.

    Structured results are whitelists and do not pass through here: masking cannot tell C(3) from C(3).
    """

    def __init__(self):
        self._long = set()
        self._keyed = {}
        self._public = set()
        self._pattern = None

    def add_public(self, value):
        """A value that the task shows anyway, such as the project's name: never masked, even where a secret equals it."""
        if value:
            self._public.add(str(value))
            self._pattern = None

    def add_secret(self, value, key=None):
        """A secret. With C(key) it is an env value, which is often a harmless word: a short one is masked beside its key alone."""
        if isinstance(value, (dict, list, tuple)):
            for one in value.values() if isinstance(value, dict) else value:
                self.add_secret(one, key)
        value = "" if value is None else str(value)
        if not value:
            return
        if key:
            self._keyed.setdefault(key, set()).add(value)
        for part in {value, make_inert(value), *value.splitlines(), *make_inert(value).splitlines()}:
            part = part.strip() if part != value else part
            if self._telling(part, keyed=bool(key)):
                self._long.update(form for form in _forms(part) if form)
                self._pattern = None

    @staticmethod
    def _telling(part, keyed):
        if not keyed:
            return len(part) >= 4
        if len(part) < 6 or part.isdigit():
            return False
        kinds = sum(bool(re.search(kind, part)) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]"))
        return kinds >= 2 or len(part) >= 16

    def mask_text(self, text):
        """The text with every known secret, every user:token@ in an address and every list of SQL parameters masked, and inert."""
        text = make_inert(str(text))
        if self._pattern is None:
            words = sorted(self._long - self._public, key=len, reverse=True)
            self._pattern = re.compile("|".join(re.escape(word) for word in words)) if words else re.compile(r"(?!)")
        text = self._pattern.sub(MASK, text)
        for key, values in self._keyed.items():
            if key not in text:
                continue
            words = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
            text = re.sub(r"(\b%s\b\\*['\"]?\s*[=:]\s*\\*['\"`]?)(?:%s)(?!\w)" % (re.escape(key), words), r"\1" + MASK, text)
        text = _SQL_PARAMS.sub(r"\1 " + MASK, text)
        return hide_userinfo(text)

    def mask_values(self, value):
        """Every text within lists and dicts, masked."""
        if isinstance(value, str):
            return self.mask_text(value)
        if isinstance(value, dict):
            return {self.mask_text(key) if isinstance(key, str) else key: self.mask_values(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.mask_values(item) for item in value]
        return value
