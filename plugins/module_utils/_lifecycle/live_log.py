# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of a deployment, shown while a task waits for it.

Lines are masked and made inert here. Where they are shown is the caller's: in the controller's process straight away, from a module on
another host through C(_module/background).
"""

from __future__ import annotations

from .._common.errors import ApiError, DokployError

LOG_SINCE = "0.29.5"
# Lines of a log that are read at each look; more where many came, and at most what Dokploy gives.
FEW, MANY = 200, 5000
KEPT = 50                               # lines by which the place in a log is found again
LONGEST = 1000                          # characters of a line that are shown


class LogTail:
    """Finds the new complete lines of a growing text whose end alone is read."""

    def __init__(self):
        self._count, self._last = 0, []

    def new(self, text, limit, over=False):
        """-> (lines, whether some between were missed). A line without its end is held back until it has one, or nothing more comes (C(over))."""
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
    """A line that was written over and over (a progress in percent): what it showed last."""
    parts = [part for part in line.split("\r") if part.strip()]
    return parts[-1] if parts else ""


class Watch:
    """Shows what happens while a task waits, with C(show(lines)). It never fails a task."""

    def __init__(self, show, backend, masker):
        self._show, self._backend, self._masker = show, backend, masker
        self._tails = {}
        self._said = None
        self._logs = None               # whether this server shows logs, once that is known

    def say(self, text):
        """One line about the task itself; the same one is not said twice in a row."""
        if text and text != self._said:
            self._said = text
            self._write([text])

    def look(self, row):
        """The new lines of a deployment's log."""
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
            # More may have come than that: the whole, unless it is too large for this server.
            try:
                text, limit = self._backend.client.read("deployment.readLogs", deploymentId=deployment_id, tail=MANY) or "", MANY
            except ApiError:
                pass
        return tail.new(text if text.strip() else "", limit, over)

    def _write(self, lines):
        if not lines:
            return
        # All at once, since a secret may span lines; then cut, for a cut one would not be known any more.
        text = self._masker.mask_text("\n".join(lines))
        self._show([line[:LONGEST] for line in text.split("\n") if line.strip()])


def open_watch(show_log, backend, masker):
    """Open the live log -> Watch, or None where lines cannot be shown. C(show_log(client)) returns a function that shows a list of lines, or None."""
    show = show_log(backend.client)
    return Watch(show, backend, masker) if show else None
