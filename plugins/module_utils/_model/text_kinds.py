# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks colors, keys and paths before Dokploy stores them, which checks none."""

from __future__ import annotations

import re

from .kinds import Kind
from .._common.errors import BadInput


class CheckedText(Kind):
    """A text that C(find_problem(text)) accepts, which returns the reason of a refusal or ""."""

    def __init__(self, find_problem, **ansible):
        super().__init__(**ansible)
        self._find_problem = find_problem

    def parse(self, value, path):
        problem = self._find_problem(value)
        if problem:
            raise BadInput("%s: %s" % (path, problem))
        return value


class KeyText(CheckedText):
    """A key or certificate. It is stored with one line end at its end, and compared without."""

    def parse(self, value, path):
        return super().parse(value, path).strip() + "\n"

    def canonical(self, wire):
        return (wire or "").strip() or None


def find_color_problem(text):
    return "" if re.match(r"#[0-9A-Fa-f]{6}\Z", text) else "%r is not a color such as #3b82f6" % text


def find_certificate_problem(text):
    return "" if text.strip().startswith("-----BEGIN CERTIFICATE-----") and text.strip().endswith(
        "-----END CERTIFICATE-----") else "it is no certificate in PEM format, which begins with -----BEGIN CERTIFICATE-----"


def find_private_key_problem(text):
    found = re.match(r"-----BEGIN ([A-Z]+ )*PRIVATE KEY-----.*-----END ([A-Z]+ )*PRIVATE KEY-----\s*\Z", text.strip(), re.DOTALL)
    return "" if found else "it is no private key in PEM or OpenSSH format, which begins with -----BEGIN … PRIVATE KEY-----"


def find_public_key_problem(text):
    return "" if re.match(r"(ssh|ecdsa|sk)-[a-z0-9@.-]+ \S+", text.strip()) else "it is no public key of OpenSSH, such as ssh-ed25519 AAAA…"


def find_path_problem(text):
    """Return why a path is not within a repository, or "": Dokploy writes to any path."""
    if text.startswith("/") or ".." in text.split("/") or "\\" in text or "\0" in text:
        return "%r must be a path within the repository, without a leading slash and without .." % text
    return ""


COLOR = CheckedText(find_color_problem)
CERTIFICATE, PRIVATE_KEY, PUBLIC_KEY = KeyText(find_certificate_problem), KeyText(find_private_key_problem), KeyText(find_public_key_problem)
