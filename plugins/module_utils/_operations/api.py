# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls any procedure of Dokploy's API: C(dokploy_api)."""

from __future__ import annotations

import json
import re

from .._api.lookup import locate_environment, locate_project
from .._api.openapi_check import find_problems, find_procedure, list_keys, suggest_procedures
from .._api.service_lookup import suggest_names
from .._common.errors import ApiError, BadInput, NotFound, ResourceNotFound, PermissionMissing, Refused
from .._model.address import Address
from .._module.operation import Operation
from .._resources.application import APPLICATION

HIDDEN = "(hidden)"
NAMED = re.compile(r"^[a-zA-Z]+(\.[a-zA-Z][a-zA-Z0-9]*)+$")
# Keys whose values are secrets in requests and answers: whole words within a camelCase or snake_case name.
_SECRET_KEY = re.compile(
    r"(?i)(password|secret|token|passphrase|privatekey|private_key|apikey|api_key|accesskey|access_key|credential|^key$|webhookurl|^env$|env$|buildargs|"
    r"^authorization$|cookie|dsn$|connectionstring|^pin$|backupcodes|licensekey|^userkey$)")
_NOT_SECRET = re.compile(r"(?i)(createenvfile|expires|enabled|count|^has|^is|permissions?$|id$)")


def is_secret_key(key):
    """Return whether the value of a key is a secret."""
    return bool(_SECRET_KEY.search(key)) and not _NOT_SECRET.search(key)


def list_secrets(value, key=""):
    """List (key, text) of every secret in a body or an answer, at any depth below a secret key."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from list_secrets(one, name if is_secret_key(str(name)) else key)
    elif isinstance(value, list):
        for one in value:
            yield from list_secrets(one, key)
    elif key and isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
        yield key, str(value)


def hide_secrets(value, hidden=False):
    """Replace the secrets in a body or an answer; empty values stay empty."""
    if isinstance(value, dict):
        return {name: hide_secrets(one, hidden or is_secret_key(str(name))) for name, one in value.items()}
    if isinstance(value, list):
        return [hide_secrets(one, hidden) for one in value]
    if hidden and isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
        return HIDDEN
    return value


def read_dictionary(value, option):
    """Read an option that is a dictionary or JSON text. Raises BadInput."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else None
        except ValueError:
            raise BadInput("%s must be a dictionary" % option) from None
    if value is not None and not isinstance(value, dict):
        raise BadInput("%s must be a dictionary" % option)
    return value


def convert_query(schema, query):
    """Convert the values of a query to the types of their schema: texts to numbers or booleans, as in a URL."""
    return {name: _convert_value((schema.get("properties") or {}).get(name) or {}, value) for name, value in query.items()}


def _convert_value(schema, value):
    """Convert a text to a number or boolean, or a number to a text, if the schema has no other type; other values stay."""
    kinds = {schema.get("type")} | {one.get("type") for one in schema.get("anyOf") or []}
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return value
    if isinstance(value, str) and "string" not in kinds:
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, (int, float)) and "string" in kinds and not kinds & {"number", "integer"}:
        return str(value)
    return value


class CallApi(Operation):
    """Call one procedure by its name."""

    own_options = {
        "procedure": {"type": "str", "required": True},
        "query": {"type": "dict"},
        "body": {"type": "raw"},
        "project": {"type": "str"}, "environment": {"type": "str"}, "application": {"type": "str"},
        "validate": {"type": "bool", "default": True},
        "include_secrets": {"type": "bool", "default": False},
        "call_timeout": {"type": "float"},
    }
    secrets = {"body": "any"}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.name = self.options.get("procedure") or ""
        self.result = {"changed": False, "procedure": self.name, "method": "", "request": {}, "body": None, "actions": [], "unverified": [], "next_step": ""}

    def run(self):
        """Check the call, send it, and mask its answer -> the result."""
        name, options = self.options["procedure"], self.options
        if not NAMED.match(name or ""):
            raise BadInput("procedure must be a router and a name, such as application.one")
        query, body = read_dictionary(options.get("query"), "query"), read_dictionary(options.get("body"), "body")
        if query is not None and body is not None:
            raise BadInput("query and body are mutually exclusive: use query for reads, and body for writes")
        for key, secret in list_secrets(body):
            self.masker.add_secret(secret, key)
        document = self._read_document()
        procedure = find_procedure(document, name) if document else None
        if document and procedure is None:
            alike = suggest_procedures(document, name)
            raise ResourceNotFound("Dokploy has no procedure %s" % name, next_step="Is it %s?" % " or ".join(alike) if alike else None)
        method = procedure.method if procedure else "GET" if body is None else "POST"
        values = dict((query if method == "GET" else body) or {})
        if procedure and (body if method == "GET" else query) is not None:
            raise BadInput("%s takes a %s, not a %s" % (name, *(("query", "body") if method == "GET" else ("body", "query"))))
        if procedure and procedure.form:
            raise Refused("%s requires files, which this module cannot send" % name, next_step="dokploy_application uploads with source.type drop.")
        values.update(self._find_ids(procedure, values))
        if procedure:
            if method == "GET":
                values = convert_query(procedure.schema, values)
            problems = find_problems(procedure.schema, values)
            if problems:
                raise BadInput("%s: %s; nothing was sent" % (name, "; ".join(problems)))
        return self._call_procedure(name, method, values)

    def _read_document(self):
        """Read the server's description of its API; None if it is not requested, or not available on this server or with this key."""
        if not self.options["validate"]:
            self.result["unverified"].append("schema")
            return None
        try:
            document = self.backend.client.read("settings.getOpenApiDocument")
        except (NotFound, PermissionMissing):
            document = None
        if not isinstance(document, dict) or not document.get("paths"):
            self.result["unverified"].append("schema")
            self.warn("this server does not return its API description, so %s was not checked" % self.options["procedure"])
            return None
        return document

    def _find_ids(self, procedure, values):
        """Find the keys and ids of the project, environment, and application that the task names."""
        names = {one: self.options.get(one) for one in ("project", "environment", "application")}
        if not any(names.values()):
            return {}
        if not names["project"]:
            raise BadInput("%s requires project" % " and ".join(one for one in ("environment", "application") if names[one]))
        address = Address(project=names["project"], environment=names["environment"], name=names["application"])
        if names["application"]:
            place = self.backend.locate(address, resource=APPLICATION)
        elif names["environment"]:
            place = locate_environment(self.backend.tree(), address)
        else:
            place = locate_project(self.backend.tree(), address)
        if place.missing:
            raise ResourceNotFound("the %s %s does not exist" % (place.missing, names[place.missing]), next_step=suggest_names(self.backend, place, address))
        found = {"projectId": place.project, "environmentId": place.environment, "applicationId": place.service}
        known = {key: one["id"] for key, one in found.items() if one and one.get("id")}
        wanted = list_keys(procedure) if procedure else set(known)
        contradicted = [key for key in known if values.get(key) not in (None, known[key])]
        if contradicted:
            raise Refused("%s in the request is not that of the names in the task" % ", ".join(contradicted))
        return {key: one for key, one in known.items() if key in wanted}

    def _call_procedure(self, name, method, values):
        """Call the procedure, unless it writes in check mode -> the result, without secrets."""
        shown = hide_secrets(values)
        self.result.update(method=method, request=shown)
        if method == "GET":
            answer = self.backend.client.read(name, **values)
        else:
            self.result.update(changed=True, actions=["call %s" % name])
            self.after = {"call": name, "body": shown}
            if self.check_mode:
                return self.finish()
            answer = self._send_write(name, values)
        if not self.options["include_secrets"]:
            for key, secret in list_secrets(answer):
                self.masker.add_secret(secret, key)
            answer = self.masker.mask_values(hide_secrets(answer))
        self.result["body"] = answer
        return self.finish()

    def _send_write(self, name, values):
        """Send one POST request without retries, because its effect is unknown."""
        self.acted = True
        try:
            return self.backend.client.request("POST", "/api/" + name, name, body=values, timeout=self.options.get("call_timeout"))
        except ApiError:
            self.acted = False
            raise
