# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The exceptions of this collection.

Each has a message for the user, and facts that become keys of the result: C(phase), C(next_step) and so on.
"""

from __future__ import annotations

from .wording import pluralize


class DokployError(Exception):
    """Base of all exceptions. C(message) is for the user; C(facts) become keys of the result."""

    def __init__(self, message, next_step=None, **facts):
        super().__init__(message)
        self.message = message
        self.facts = dict(facts)
        if next_step:
            self.facts["next_step"] = next_step


class BadInput(DokployError):
    """The options are invalid. Raised before the first write."""


class Refused(DokployError):
    """The options are valid, and the task is refused: it would do harm, or a condition for it is not met."""


class Ambiguous(Refused):
    """A name matches several resources. The message lists their ids."""


class ResourceNotFound(Refused):
    """A resource that the task names does not exist. The look-up found none; C(NotFound) is the HTTP 404 of one call."""


class MissingResource(ResourceNotFound):
    """A missing resource that the task needs, and that an earlier task of the playbook can create. In check mode it is a warning."""


class TaskFailed(DokployError):
    """The task acted, and the result differs from what it asked for."""


class ApiError(DokployError):
    """The server answered with an error.

    C(status) is the HTTP status, C(procedure) the call, C(server_message) its message,
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
    """The server refuses the API key."""


class PermissionMissing(ApiError):
    """The API key is valid and lacks the permission for a call."""


class NotFound(ApiError):
    """HTTP 404: the server does not know the id of a call, or the procedure (C(unknown_procedure))."""

    unknown_procedure = False


class Unreachable(DokployError):
    """The server gave no usable answer: connection refused, DNS, time-out, 502 to 504, or Dokploy's own database is down.

    C(arrived) is False where the request is known not to have reached the server, else None.
    C(fallback): whether a Docker Engine may take over, never after errors of TLS, proxies and redirects.
    """

    def __init__(self, message, arrived=None, fallback=True, **facts):
        super().__init__(message, **facts)
        self.arrived = arrived
        self.fallback = fallback


def make_ambiguous_error(kind, named, candidates, option):
    """Make the Ambiguous error of a name that several resources of a kind have. C(candidates): their ids; C(option) selects one."""
    return Ambiguous(
        "%s matches %d %s, and is ambiguous: %s" % (named, len(candidates), pluralize(kind.replace("_", " ")), ", ".join(candidates)),
        next_step="Select one with %s." % option, candidates=list(candidates))
