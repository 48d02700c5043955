# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong, as types. Private to this collection: names and shapes change without notice.

Every error carries a message for a person, and the facts that a result shows: C(phase), C(next_step) and so on.
"""

from __future__ import annotations


class DokployError(Exception):
    """Something failed. C(message) is for a person; C(facts) end up as keys of the result."""

    def __init__(self, message, next_step=None, **facts):
        super().__init__(message)
        self.message = message
        self.facts = dict(facts)
        if next_step:
            self.facts["next_step"] = next_step


class BadInput(DokployError):
    """The task cannot be meant that way. Raised before anything is sent that changes something."""


class Refused(DokployError):
    """The task is understood, and refused for what it would do or because something stands in its way."""


class Ambiguous(Refused):
    """A name fits several things. The message lists the candidates' ids."""


class NotThere(Refused):
    """What the task names does not exist."""


class TaskFailed(DokployError):
    """The task did what it could, and what runs now is not what was asked for."""


class ApiError(DokployError):
    """The server answered, and the answer is a refusal or a failure.

    C(status) is the HTTP status, C(procedure) the call, C(server_message) what the server said,
    C(fields) its field errors, C(code) its code ("UNAUTHORIZED") where it gave one.
    """

    def __init__(self, message, status=None, procedure=None, server_message=None, fields=None, code=None, **facts):
        super().__init__(message, **facts)
        self.status = status
        self.procedure = procedure
        self.server_message = server_message or ""
        self.fields = fields or {}
        self.code = code


class WrongKey(ApiError):
    """The API key is refused."""


class PermissionMissing(ApiError):
    """The key is good, and may not do this."""


class NotFound(ApiError):
    """The server does not know this id, or this procedure (C(unknown_procedure))."""

    unknown_procedure = False


class Unreachable(DokployError):
    """No usable answer: connection refused, DNS, time-out, 502 to 504, or Dokploy's own database is down.

    C(arrived) is False where the request is known not to have reached the server, else None.
    C(fallback) says whether another way to the engine may be tried (never for TLS, proxies and redirects).
    """

    def __init__(self, message, arrived=None, fallback=True, **facts):
        super().__init__(message, **facts)
        self.arrived = arrived
        self.fallback = fallback
