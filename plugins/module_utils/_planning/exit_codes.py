# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Explains the exit codes of processes. Pure."""

from __future__ import annotations

EXIT_CODES = {
    126: "the command was found, but cannot be executed (no permission, or built for another architecture)",
    127: "the command was not found in the image", 134: "the process aborted (SIGABRT)", 139: "the process crashed with a segmentation fault",
    143: "the process was terminated (SIGTERM)",
}


def explain_exit_code(code):
    """C(126: the command was found …) for a code with a known meaning, else the code alone."""
    return "%s: %s" % (code, EXIT_CODES[code]) if code in EXIT_CODES else str(code)
