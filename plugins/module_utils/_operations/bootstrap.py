# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sets up a new server: C(dokploy_bootstrap) makes the administrator, the organization's name, and an API key.

Dokploy's sign-up creates the user, asks the internet for the server's public address, and then creates the organization: without internet
access this takes minutes. Sign-in and sign-up accept three requests within ten seconds from one address.
"""

from __future__ import annotations

from dataclasses import replace

from .._api.backend import Api
from .._common.errors import ApiError, BadInput, Refused, TaskFailed, Unreachable, WrongKey
from .._client.http import CLOCK
from .._common.waiting import intervals
from .._module.definition import ModuleDefinition
from .._module.operation import Operation, operation_spec, perform_operation
from .._module.connection import NEEDS_API, connect, make_context
from .._resources.server import SERVER

NO_KEY = "none"                    # instead of a key; requests of a session are sent without one
HEALTH = "settings.health"
WRONG_PASSWORD = "Invalid email or password"
ADMIN_EXISTS = "Admin is already created"
USER_EXISTS = 422
LONGEST_NAME = 32                  # characters of a key's name


class Bootstrap(Operation):
    """Make a new server usable without a browser."""

    own_options = {
        "email": {"type": "str", "required": True},
        "password": {"type": "str", "required": True, "no_log": True},
        "first_name": {"type": "str", "default": "Admin"},
        "last_name": {"type": "str", "default": ""},
        "organization": {"type": "str"},
        "key_name": {"type": "str", "default": "ansible", "no_log": False},
        "replace_key": {"type": "bool", "default": False, "no_log": False},
        "wait_timeout": {"type": "int", "default": 600},
    }
    secrets = {"password": True}

    def __init__(self, ctx, request, connect_with):
        super().__init__(ctx, request)
        self.name, self.client, self.connect_with = ctx.backend.client.api_url, ctx.backend.client, connect_with
        self.end = CLOCK.monotonic() + self.options["wait_timeout"]
        self.cookies = None             # of a session; if None, requests are sent with the API key
        self.result = {"changed": False, "user": None, "organization": None, "key": None, "key_id": None, "version": None, "previous": {}, "actions": [],
                       "unverified": [], "next_step": ""}

    def run(self):
        if not 1 <= len(self.options["key_name"].strip()) <= LONGEST_NAME:
            raise BadInput("key_name: the name of a key has 1 to %d characters" % LONGEST_NAME)
        self._await_server()
        works = self._try_key()
        if not works and self.check_mode:
            return self._predict_changes()
        try:
            if not works:
                self._sign_in()
            return self._configure_server(works)
        finally:
            self._sign_out()

    # Connecting

    def _await_server(self):
        """Wait until Dokploy and its database answer."""
        pauses = intervals()
        while True:
            try:
                return self.client.request("GET", "/api/trpc/" + HEALTH, HEALTH, key=False)
            except (ApiError, Unreachable) as exc:
                if isinstance(exc, Unreachable) and not exc.fallback:
                    raise               # TLS, a redirect: waiting does not change that
                if CLOCK.monotonic() >= self.end:
                    exc.message = "%s does not answer after %d seconds: %s" % (self.name, self.options["wait_timeout"], exc.message)
                    raise
            CLOCK.sleep(next(pauses))

    def _try_key(self):
        """Return whether the task has an API key that this server accepts."""
        if not self.request.options.get("api_key"):
            return False
        try:
            user = self.client.read("user.get")
        except WrongKey:
            self.warn("%s refuses the API key of the task: the module signs in with email and password" % self.name)
            return False
        email = ((user or {}).get("user") or {}).get("email")
        if email and email.lower() != self.options["email"].strip().lower():
            raise Refused("the API key belongs to %s, and not to %s; nothing was changed" % (email, self.options["email"]),
                          next_step="Set email to the user of the API key, or use another key.")
        return True

    def _predict_changes(self):
        """Predict the changes in check mode, which does not sign in: without a key, those of a server with an administrator are unknown."""
        if self.client.read_page_status("/register") != 200:
            self.result["unverified"] = ["email and password", "organization", "key_name"]
            return self.finish()
        self._note_change("create administrator", "administrator", None, self.options["email"])
        if self.options.get("organization"):
            self._note_change("rename organization", "organization", None, self.options["organization"])
        self._note_change("create api_key", "key_name", None, self.options["key_name"])
        return self.finish()

    def _note_change(self, action, option, before, after):
        self.result["changed"] = True
        self.result["actions"].append(action)
        self.before[option], self.after[option] = before, after

    # Signing in

    def _sign_in(self):
        """Open a session of the administrator; on a new server, create the administrator first."""
        answer = self._try_password()
        if answer is None:
            self._sign_up()
            answer = self._try_password() or {}
        if answer.get("twoFactorRedirect"):
            raise Refused("%s has two-factor authentication enabled for %s, and this module cannot give its code" % (self.name, self.options["email"]),
                          next_step="Set api_key to a key that was created in Dokploy (Settings, Profile, API keys).")

    def _sign_up(self):
        """Create the administrator; Dokploy refuses it if there is one. After a timeout the user may exist or not."""
        email = self.options["email"].strip()
        body = {"email": email, "password": self.options["password"], "name": self.options["first_name"], "lastName": self.options["last_name"]}
        try:
            self._send_authentication("auth/sign-up/email", body, timeout=max(self.end - CLOCK.monotonic(), self.client.timeout))
        except Unreachable as exc:
            if exc.arrived is False:
                raise
        except ApiError as exc:
            if exc.status == USER_EXISTS:
                raise Refused("%s: the password of %s is wrong; nothing was changed" % (self.name, email)) from None
            if ADMIN_EXISTS in exc.server_message:
                raise Refused("%s has an administrator with another address than %s; nothing was changed" % (self.name, email),
                              next_step="Set email and password to those of its administrator, or set api_key.") from None
            raise Refused("%s did not create the administrator %s: %s" % (self.name, email, exc.server_message or exc.message)) from exc
        self.acted = True
        self._note_change("create administrator", "administrator", None, email)

    def _try_password(self):
        """Sign in -> Dokploy's answer, or None if it refuses email or password."""
        try:
            answer = self._send_authentication("auth/sign-in/email", {"email": self.options["email"].strip(), "password": self.options["password"]})
        except ApiError as exc:
            if exc.status == 401 and WRONG_PASSWORD in exc.server_message:
                return None
            raise
        self.cookies = dict(self.client.session().cookies)
        return answer or {}

    def _send_authentication(self, path, body, timeout=None):
        """Send one authentication request, without a session; wait if the limit of requests is reached."""
        while True:
            self.client.session().cookies.clear()
            try:
                return self.client.request("POST", "/api/" + path, path.rpartition("/")[0].replace("auth/", ""), body=body, timeout=timeout, key=False)
            except ApiError as exc:
                if exc.status != 429 or CLOCK.monotonic() >= self.end:
                    raise
                CLOCK.sleep(min(exc.facts.get("retry_after") or 5, 60) + 1)

    def _sign_out(self):
        """End the session; if this fails, it expires after three days."""
        if self.cookies is None:
            return
        try:
            self.client.session().headers["Origin"] = self.client.api_url
            self._call_procedure("POST", "auth/sign-out", {})
        except (ApiError, Unreachable):
            pass
        finally:
            self.client.session().headers.pop("Origin", None)
            self.client.session().cookies.clear()

    def _call_procedure(self, method, procedure, body=None):
        """Call one procedure with the session or the API key."""
        if self.cookies is None:
            return self.client.read(procedure) if method == "GET" else self.client.write(procedure, body)
        self.client.session().cookies.update(self.cookies)
        return self.client.request(method, "/api/" + procedure, procedure, body=body, key=False)

    # The organization and the key

    def _configure_server(self, works):
        user = self._await_organization()
        self.result["user"] = {"id": user.get("userId"), "email": (user.get("user") or {}).get("email"), "role": user.get("role")}
        self._name_organization()
        if works:
            self.result["version"] = self.client.read("settings.getDokployVersion")
        else:
            self._make_key((user.get("user") or {}).get("apiKeys") or [])
        return self.finish()

    def _await_organization(self):
        """Wait until the organization of the user exists -> the member."""
        pauses = intervals()
        while True:
            organization = self._call_procedure("GET", "organization.active")
            if organization:
                self.result["organization"] = {"id": organization["id"], "name": organization["name"]}
                return self._call_procedure("GET", "user.get") or {}
            if CLOCK.monotonic() >= self.end:
                raise TaskFailed(
                    "%s has the user %s, and no organization of this user" % (self.name, self.options["email"]),
                    next_step="The sign-up still asks the internet for the public address of the server, or was cut. Run the task again later; if nothing "
                    "changes, remove this user from the table user of Dokploy's database.")
            CLOCK.sleep(next(pauses))

    def _name_organization(self):
        """Rename the organization if the task names another one."""
        name, known = self.options.get("organization"), self.result["organization"]
        if not name or name == known["name"]:
            return
        self._note_change("rename organization", "organization", known["name"], name)
        self.result["previous"]["organization"] = known["name"]
        if self.check_mode:
            return
        self._call_procedure("POST", "organization.update", {"organizationId": known["id"], "name": name})
        self.acted = True
        stored = self._call_procedure("GET", "organization.active")
        self.result["organization"] = {"id": stored["id"], "name": stored["name"]}
        if stored["name"] != name:
            raise TaskFailed("%s accepted the name of the organization, and did not save it" % self.name)

    def _make_key(self, rows):
        """Create a key without a limit of requests, unless one of that name exists; only this answer contains the key itself."""
        name = self.options["key_name"]
        same = [row for row in rows if row.get("name") == name]
        if same and not self.options["replace_key"]:
            self.result["key_id"] = same[0]["id"]
            if self.request.options.get("api_key"):
                raise Refused("%s has a key named %s, and refuses the API key of the task" % (self.name, name),
                              next_step="Set api_key to that key, or set replace_key: true, which removes it and creates another.")
            if same[0].get("rateLimitEnabled"):
                self.warn("the key %s is limited to %s requests: replace_key: true creates one without a limit" % (name, same[0].get("rateLimitMax")))
            return
        self._note_change("replace api_key" if same else "create api_key", "key_name", name if same else None, name)
        made = self._call_procedure("POST", "user.createApiKey", {
            "name": name, "metadata": {"organizationId": self.result["organization"]["id"]}, "rateLimitEnabled": False})
        self.acted = True
        self.masker.add_secret(made["key"])     # hides it in messages; the result contains it
        self.result.update(key=made["key"], key_id=made["id"])
        self.result["version"] = self.connect_with(made["key"]).read("settings.getDokployVersion")
        for row in same:
            self._call_procedure("POST", "user.deleteApiKey", {"apiKeyId": row["id"]})


def bootstrap_module():
    """Make the definition of the module, the only one that works without an API key."""
    def body(task):
        if task.options["backend"] == "docker":
            raise BadInput(NEEDS_API)

        def connect_with(key):
            return connect(replace(task, options=dict(task.options, api_key=key)), Api.client_class)

        backend = Api(connect_with(task.options["api_key"] or NO_KEY), SERVER)
        return perform_operation(lambda ctx, request: Bootstrap(ctx, request, connect_with))(make_context(task, backend), SERVER, task.options)
    return ModuleDefinition(operation_spec(SERVER, Bootstrap), body, Bootstrap.secrets)
