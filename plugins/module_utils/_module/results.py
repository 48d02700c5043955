# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Masks results: their free texts, which come from servers, logs and users."""

from __future__ import annotations

from .._common.masking import strip_control_characters

# Keys of a result with external text; the rest are whitelisted fields, and masking could alter them.
FREE_TEXT = ("msg", "next_step", "reason", "build_log", "container_log", "setup_log", "access_problem", "diff", "previous", "containers", "deployment",
             "undone", "findings", "verdict", "verdicts", "timeline", "unread", "deployments", "queue", "container_logs", "logs",
             "dropped", "ended", "hit", "removed", "kept")
# Keys at any depth whose values are a user's own texts, which come back as they were written.
EXACT = frozenset(("env", "build_args", "build_secrets", "config", "content", "dockerfile", "command", "args", "response"))


def mask_result(result, masker):
    """Mask a result's free texts; strip control characters from the rest, except the user's own texts."""
    return {key: masker.mask_values(value) if key in FREE_TEXT else strip_control_characters({key: value}, EXACT)[key] for key, value in result.items()}
