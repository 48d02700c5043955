# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes external texts safe to print: without secrets, control characters and commands of CI systems.

Every pattern here is linear in the text, and a text is cut to its bound before it is masked.
"""

from __future__ import annotations

import re
import sys

from .secret_forms import SHORTEST, is_masked_everywhere, list_forms

MASK = "********"
MOST_TEXT = 1024 * 1024     # characters of one text that are shown; of a longer one, its end
MOST_MESSAGE = 2000         # of a server's message: its beginning
_OVERLAP = 4096             # characters before a cut that are searched, too: a secret may cross it

_CONTROL = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"             # CSI sequences
    "|\x1b[\\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?"  # OSC and DCS sequences and their like, with what they carry
    "|\x1b."
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    re.DOTALL,
)
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_CI_COMMAND = re.compile(r"^([^\S\n]*)(?=::|##\[|##vso\[)", re.MULTILINE)
_USERINFO = re.compile(r"(?<=[A-Za-z0-9+.-])(:(?:\\?/){2})([^/?#\s'\"]+)@")
_SQL_PARAMS = re.compile(r"(\bparams:).*", re.DOTALL)
# Between a variable's name and its value; the last is a Dockerfile's ENV NAME value.
_ASSIGNED = re.compile(r"\\{0,8}[\"'`]?[ \t]{0,8}(?:=>|[=:])\s{0,8}\\{0,8}[\"'`]?")
_SPACED = re.compile(r"[ \t]{1,8}[\"']?")
_ENV_BEFORE = re.compile(r"\b(?:env|arg)[ \t]{1,8}$")


def strip_control_characters(value, exact=()):
    """Remove control, escape and bidirectional characters, also within lists and dicts; line ends become C(\\n).

    Values of the keys C(exact) stay as they are.
    """
    if isinstance(value, str):
        return _CONTROL.sub("", _LINE_END.sub("\n", value))
    if isinstance(value, dict):
        return {strip_control_characters(key): to_plain(one) if key in exact else strip_control_characters(one, exact) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [strip_control_characters(one, exact) for one in value]
    return value


def to_plain(value):
    """Convert answers to plain dictionaries and lists."""
    if isinstance(value, dict):
        return {key: to_plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(one) for one in value]
    return value


def make_inert(text):
    """Remove control, escape and bidirectional characters, and disarm lines that a CI system would obey."""
    return _CI_COMMAND.sub(r"\1| ", strip_control_characters(text))


def has_userinfo(text):
    """Return whether a URL in the text contains a user or a token."""
    return bool(_USERINFO.search(text))


def hide_userinfo(text):
    return _USERINFO.sub(r"\1" + MASK + "@", text)


def cut_message(text, most=MOST_MESSAGE):
    return text if len(text) <= most else "%s [%d more characters]" % (text[:most], len(text) - most)


# NAME: value, - NAME=value
_SETTING = re.compile(r"^\s*(?:-\s*)?[\"']?([A-Za-z_][\w.-]*)[\"']?\s*[:=]\s*(.*)$")
PLAIN_SETTINGS = frozenset((
    "image", "restart", "condition", "replicas", "driver", "external", "name", "type", "target", "published", "protocol", "mode", "interval", "timeout",
    "retries", "context", "dockerfile", "source", "ports", "networks", "volumes", "depends_on", "profiles", "container_name", "hostname", "platform",
    "services", "version", "deploy", "healthcheck", "environment", "labels", "build", "restart_policy"))


class Masker:
    """Knows the secrets of one task, and masks them in free text.

    Structured results are whitelists, and are not masked: a secret C(3) would hide every harmless C(3).
    """

    def __init__(self):
        self._secrets = set()       # masked everywhere
        self._by_name = {}          # name of a variable in lower case -> its values, masked beside it
        self._public = set()
        self._index, self._fresh = _Index(), set()  # fresh: not indexed

    def add_public(self, value):
        """Add a value that the task shows anyway, such as the project's name: never masked, even if a secret equals it."""
        if value:
            self._public.add(str(value))
            self._index, self._fresh = _Index(), set(self._secrets)

    def add_secret(self, value, key=None):
        """Add a secret. With C(key), the name of its variable, a harmless word is masked only next to that name."""
        if isinstance(value, (dict, list, tuple)):
            for one in value.values() if isinstance(value, dict) else value:
                self.add_secret(one, key)
        value = "" if value is None else str(value)
        if not value:
            return
        if key:
            self._by_name.setdefault(key.lower(), set()).add(value)
        plain = make_inert(value)
        parts = {value, plain}
        for whole in (value, plain, value.replace("\\r", "").replace("\\n", "\n")):
            parts.update(line.strip() for line in whole.splitlines())
        for part in parts:
            if is_masked_everywhere(part, key):
                self._add(part)
        for match in _USERINFO.finditer(value):
            password = match.group(2).partition(":")[2]
            if is_masked_everywhere(password, "password"):
                self._add(password)

    def _add(self, secret):
        if secret not in self._secrets:
            self._secrets.add(secret)
            self._fresh.add(secret)

    def add_file(self, text):
        """Add the values of a settings file: each is masked next to its name, and everywhere if it looks like a secret."""
        for line in str(text or "").splitlines():
            match = _SETTING.match(line)
            if match and match.group(2) and match.group(1).lower() not in PLAIN_SETTINGS:
                self.add_secret(match.group(2).strip().strip("'\""), match.group(1))
            if not match:
                self.add_secret(line.strip(), "content")

    def mask_text(self, text, most=MOST_TEXT):
        """Mask every known secret, user:token@ of a URL and list of SQL parameters in a text, and make it inert.

        Of a text over C(most) characters, return the end.
        """
        text = str(text)
        if self._fresh:
            self._index.add(self._fresh - self._public)
            self._fresh = set()
        before, text, left_out = _cut_to_end(text, most, max(_OVERLAP, self._index.longest))
        before = make_inert(before)
        whole = before + make_inert(text)
        found = self._index.find_in(whole) + self._find_beside_names(whole)
        text = _replace_spans(whole, found, len(before))
        text = hide_userinfo(_SQL_PARAMS.sub(r"\1 " + MASK, text))
        return "[%d characters left out]\n%s" % (left_out, text) if left_out else text

    def _find_beside_names(self, text):
        """List (start, end) of each value that follows its variable's name."""
        found = []
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(one.lower() if one.isascii() else one for one in text)
        for name, known in self._by_name.items():
            at, values = lowered.find(name), None
            while at >= 0:
                end = at + len(name)
                if not at or not (lowered[at - 1].isalnum() or lowered[at - 1] == "_"):
                    joint = _ASSIGNED.match(text, end) or (_SPACED.match(text, end) if _ENV_BEFORE.search(lowered, max(0, at - 12), at) else None)
                    if joint:
                        if values is None:
                            values = [form for value in known - self._secrets for form in _list_forms_beside_names(value)]
                        found.extend(_find_value(text, joint.end(), values))
                at = lowered.find(name, end)
        return found

    def mask_values(self, value):
        if isinstance(value, str):
            return self.mask_text(value)
        if isinstance(value, dict):
            return {self.mask_text(key) if isinstance(key, str) else key: self.mask_values(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.mask_values(item) for item in value]
        return value


class _Index:
    """The forms of all secrets by their first four octets: finding them takes the same time for one secret and for hundreds."""

    _HEADS = (64, 16, SHORTEST)

    def __init__(self):
        self._first = set()
        self._groups = {size: {} for size in self._HEADS}
        self.longest = 0

    def add(self, secrets):
        for form in {form.encode("utf-8", "surrogatepass") for secret in secrets for form in list_forms(secret)}:
            size = next(one for one in self._HEADS if len(form) >= one)
            self._first.add(int.from_bytes(form[:SHORTEST], sys.byteorder))
            self._groups[size].setdefault(form[:size], {}).setdefault(len(form), set()).add(form)
            self.longest = max(self.longest, len(form))

    def find_in(self, text):
        """List (start, end) of every form in a text, the longest at each place."""
        if not self._first:
            return []
        octets = text.encode("utf-8", "surrogatepass")
        found = []
        for offset in range(SHORTEST):
            heads = memoryview(octets[offset:offset + (len(octets) - offset) // SHORTEST * SHORTEST]).cast("I")
            for start in [at * SHORTEST + offset for at, head in enumerate(heads) if head in self._first]:
                end = self._find_end(octets, start)
                if end:
                    found.append((start, end))
        return found if len(octets) == len(text) else _count_characters(octets, found)

    def _find_end(self, octets, start):
        for size in self._HEADS:
            lengths = self._groups[size].get(octets[start:start + size])
            for length in sorted(lengths, reverse=True) if lengths else ():
                if octets[start:start + length] in lengths[length]:
                    return start + length
        return None


def _count_characters(octets, spans):
    """Convert spans of octets to spans of characters."""
    places, count, last = {}, 0, 0
    for place in sorted({place for span in spans for place in span}):
        count += len(octets[last:place].decode("utf-8", "surrogatepass"))
        places[place], last = count, place
    return [(places[start], places[end]) for start, end in spans]


def _list_forms_beside_names(value):
    return sorted(list_forms(value) | {value}, key=len, reverse=True) if len(value) >= SHORTEST else [value]


def _find_value(text, start, values):
    for value in values:
        end = start + len(value)
        # 3 beside its name is masked; 30 beside it is another value.
        if text.startswith(value, start) and not (text[end:end + 1].isalnum() or text[end:end + 1] == "_"):
            return [(start, end)]
    return []


def _replace_spans(text, spans, start):
    """Mask each range of the text from C(start) on; ranges that overlap are one."""
    merged = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((max(begin, start), end))
    parts, at = [], start
    for begin, end in merged:
        parts += [text[at:begin], MASK]
        at = end
    return "".join(parts) + text[at:]


def _cut_to_end(text, most, overlap):
    """Cut a text between words -> (the overlap before the end, the end, the number of characters left out)."""
    if len(text) <= most:
        return "", text, 0
    ideal = len(text) - most
    start = max(0, ideal - overlap)
    cut = max(text.rfind("\n", start, ideal), text.rfind(" ", start, ideal)) + 1
    if not cut:
        cut = next((found + 1 for found in (text.find("\n", ideal), text.find(" ", ideal)) if found >= 0), len(text))
    return text[start:cut], text[cut:], cut
