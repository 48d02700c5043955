# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Defines the kinds of values that are host names, e-mail addresses or URLs."""

from __future__ import annotations

import re

from .text_kinds import CheckedText

ADDRESS = CheckedText(lambda text: "" if re.match(r"https?://[^\s/]+", text) else "it is no address that begins with http:// or https://")
EMAIL = CheckedText(lambda text: "" if re.match(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z", text) else "%r is no e-mail address" % text)
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
DOMAIN = CheckedText(lambda text: "" if len(text) <= 253 and re.match(r"%s(\.%s)*\Z" % (LABEL, LABEL), text) else (
    "%r is no name of a host, such as dokploy.example.com" % text))
