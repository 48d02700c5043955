# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the log of a deployment while a task waits for it.

Masks the lines and makes them inert. The caller shows them: directly in the controller's process, or from a module on another host through
C(_module/background).
"""

from __future__ import annotations

from .._common.errors import ApiError, DokployError

LOG_SINCE = "0.29.5"
# Lines of a log that are read at a time; the larger number, Dokploy's maximum, if many are new.
FEW, MANY = 200, 5000
KEPT = 50                               # last lines, to find the position in a log again
LONGEST = 1000                          # maximum characters of a shown line


class LogTail:
    """Finds the new complete lines of a growing text, of which only the end is read."""

    def __init__(self):
        self._count, self._last = 0, []

    def new(self, text, limit, over=False):
        """Return (new lines, whether some before them were missed). An unfinished line is kept for later, unless the log is complete (C(over))."""
        lines = text.split("\n")
        half = lines.pop()
        if half and over:
            lines.append(half)
        missed = False
        if len(lines) + bool(half) < limit:
            fresh = lines[self._count:]
        else:
            start = self._place(lines)
            missed = start is None and self._count > 0
            fresh = lines[start or 0:]
        self._count += len(fresh)
        self._last = (self._last + fresh)[-KEPT:]
        return fresh, missed

    def _place(self, lines):
        """Return the index of the first new one of C(lines), or None."""
        for known in (self._last, self._last[-3:]):
            for end in range(len(lines), len(known) - 1, -1):
                if known and lines[end - len(known):end] == known:
                    return end
        return None


def final_state(line):
    """Return the last state of a line that was overwritten, such as a progress in percent."""
    parts = [part for part in line.split("\r") if part.strip()]
    return parts[-1] if parts else ""


class Watch:
    """Shows progress while a task waits, with C(show(lines)). It never fails a task."""

    def __init__(self, show, backend, masker):
        self._show, self._backend, self._masker = show, backend, masker
        self._tails = {}
        self._said = None
        self._logs = None               # whether this server shows logs; None: unknown

    def say(self, text):
        """Show one line about the task itself, but not twice in a row."""
        if text and text != self._said:
            self._said = text
            self._write([text])

    def look(self, row):
        """Show the new lines of a deployment's log."""
        over = row.get("status") != "running"
        tail = self._tails.setdefault(row["deploymentId"], LogTail())
        try:
            if self._logs is None:
                self._logs = self._backend.at_least(LOG_SINCE)
            if not self._logs:
                return
            fresh, missed = self._read(tail, row["deploymentId"], over)
        except DokployError:
            return
        shown = [final_state(line) for line in fresh]
        self._write((["(some lines are omitted)"] if missed else []) + [line for line in shown if line])

    def _read(self, tail, deployment_id, over):
        text = self._backend.client.read("deployment.readLogs", deploymentId=deployment_id, tail=FEW) or ""
        limit = FEW
        if text.count("\n") >= FEW - 1:
            # There may be more new lines: read more, unless this is too large for the server.
            try:
                text, limit = self._backend.client.read("deployment.readLogs", deploymentId=deployment_id, tail=MANY) or "", MANY
            except ApiError:
                pass
        return tail.new(text if text.strip() else "", limit, over)

    def _write(self, lines):
        if not lines:
            return
        # Masked as one text, since a secret may span lines, and before cutting, which could split a secret.
        text = self._masker.mask_text("\n".join(lines))
        self._show([line[:LONGEST] for line in text.split("\n") if line.strip()])


def open_watch(show_log, backend, masker):
    """Open the live log -> Watch, or None where lines cannot be shown. C(show_log(client)) returns a function that shows a list of lines, or None."""
    show = show_log(backend.client)
    return Watch(show, backend, masker) if show else None
