# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the rules of a .dockerignore as Docker does. Private to this collection."""

from __future__ import annotations

import os
import re


class DockerIgnore:
    """The rules of a .dockerignore, as Docker reads them: the last that fits decides, and what fits a folder fits all that lies in it."""

    def __init__(self, text, dockerfile):
        dockerfile = os.path.normpath(dockerfile).lstrip("/")
        self._kept = {".dockerignore", dockerfile}      # Docker takes these whatever the rules say
        self._rules, self.keeps = [], "/" in dockerfile     # whether something may be taken within a folder that is left out
        for line in text.lstrip("\ufeff").splitlines():
            line = line.strip() if not line.startswith("#") else ""
            keep = line.startswith("!")
            line = line[keep:].strip()
            if line and line not in (".", "/"):
                self.keeps = self.keeps or keep
                self._rules.append((keep, re.compile(_pattern(os.path.normpath(line).lstrip("/")))))

    def __call__(self, name):
        if name in self._kept:
            return False
        parts = name.split("/")
        folders = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        ignored = False
        for keep, rule in self._rules:
            if keep == ignored and any(rule.match(one) for one in folders):
                ignored = not keep
        return ignored


def _pattern(glob):
    """One line of a .dockerignore as a regular expression: * and ? stay within a part, ** goes over parts."""
    found, at = "", 0
    while at < len(glob):
        one = glob[at]
        if glob.startswith("**", at):
            at += 2
            if glob.startswith("/", at):
                found, at = found + "(?:.*/)?", at + 1
            else:
                found += ".*"
            continue
        end = glob.find("]", at + 2) if one == "[" else -1
        if end > 0:
            inner = glob[at + 1:end]
            found += "[%s%s]" % ("^" if inner[0] in "^!" else "", re.sub(r"([\\\]\[])", r"\\\1", inner[1:] if inner[0] in "^!" else inner))
            at = end
        elif one == "\\" and at + 1 < len(glob):
            at += 1
            found += re.escape(glob[at])
        else:
            found += {"*": "[^/]*", "?": "[^/]"}.get(one, re.escape(one))
        at += 1
    return "(?s:%s)\\Z" % found
