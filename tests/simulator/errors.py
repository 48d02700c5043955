# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The failures that a procedure can end with."""

from __future__ import annotations

STATUS = {
    "BAD_REQUEST": (400, -32600),
    "UNAUTHORIZED": (401, -32001),
    "FORBIDDEN": (403, -32003),
    "NOT_FOUND": (404, -32004),
    "CONFLICT": (409, -32009),
    "PRECONDITION_FAILED": (412, -32012),
    "INTERNAL_SERVER_ERROR": (500, -32603),
}


class _Undefined:
    """JavaScript's undefined: an answer without a body."""

    def __repr__(self):
        return "UNDEFINED"

    def __bool__(self):
        return False

    def __deepcopy__(self, memo):
        return self


UNDEFINED = _Undefined()


class CallError(Exception):
    """An error as Dokploy's API gives it: a code with its HTTP status, and a message."""

    def __init__(self, code, message, zod=None, issues=None, bare=False, with_path=True):
        Exception.__init__(self, message)
        self.code = code
        self.message = message
        self.status, self.number = STATUS[code]
        self.zod = zod
        self.issues = issues
        self.bare = bare
        self.with_path = with_path

    def rest(self, path):
        """The body in the published dialect."""
        if self.bare:
            return {"message": self.message}
        data = {"code": self.code, "httpStatus": self.status}
        if self.with_path:
            data["path"] = path
        data["zodError"] = self.zod
        body = {"message": self.message, "code": self.code, "data": data}
        if self.issues is not None:
            body["issues"] = self.issues
        return body

    def trpc(self, path):
        """The item in the dialect of the web pages."""
        message = self.message
        if self.issues is not None:
            message = _json_issues(self.issues)
        if self.bare:
            message = "UNAUTHORIZED"
        data = {"code": self.code, "httpStatus": self.status, "path": path, "zodError": self.zod}
        return {"error": {"json": {"message": message, "code": self.number, "data": data}}}


def _json_issues(issues):
    import json
    return json.dumps(issues, indent=2)


class DockerError(Exception):
    """What the Docker Engine refuses; its message is what a deployment's log shows."""


class NeverAnswers(Exception):
    """The call waits on Docker for something that will not come: no answer is ever sent."""


def not_found(what):
    return CallError("NOT_FOUND", "%s not found" % what)
