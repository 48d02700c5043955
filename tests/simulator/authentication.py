# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sign-up, sign-in and sign-out: not a part of the API, and with answers in a form of their own. Held to C(contract/authentication/)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from . import permissions

COOKIE = "better-auth.session_token"
MOST, WINDOW = 3, 10        # requests of one kind within these seconds


@dataclass
class Account:
    """Somebody who can sign in."""

    email: str
    password: str
    two_factor: bool = False


@dataclass(frozen=True)
class Answer:
    """Status, body and headers."""

    status: int
    body: object
    headers: dict = field(default_factory=dict)


def refused(status, message, code=None, **headers):
    return Answer(status, dict({"message": message}, **({"code": code} if code else {})), headers)


def read_session(headers):
    """The session's token of a request, or None: it stands for the key of its user."""
    found = SimpleCookie(headers.get("Cookie") or "").get(COOKIE)
    return found.value.partition(".")[0] if found else None


def answer(sim, name, body, headers):
    """One request, of C(auth/…)."""
    with sim.lock:
        sim.settle()
        if read_session(headers) and not headers.get("Origin"):
            return refused(403, "Missing or null Origin", "MISSING_OR_NULL_ORIGIN")
        if name in ("auth/sign-in/email", "auth/sign-up/email"):
            now = sim.agenda.now
            recent = [(kind, when) for kind, when in sim.sign_ins if now - when < WINDOW]
            same = [when for kind, when in recent if kind == name]
            if len(same) >= MOST:
                return Answer(429, {"message": "Too many requests. Please try again later."}, {"x-retry-after": str(int(WINDOW - (now - same[0])) + 1)})
            sim.sign_ins = recent + [(name, now)]
        known = {"auth/sign-up/email": sign_up, "auth/sign-in/email": sign_in, "auth/sign-out": sign_out}.get(name)
        return known(sim, body or {}, headers) if known else refused(404, "Not found")


def sign_up(sim, body, headers):
    """The user is made at once, the organization after the server has looked for its address."""
    email = (body.get("email") or "").lower()
    if not re.match(r"[^@\s]+@[^@\s]+\.[^@\s]+$", email):
        return refused(400, "[body.email] Invalid email address", "VALIDATION_ERROR")
    if len(body.get("password") or "") < 8:
        return refused(400, "Password too short", "PASSWORD_TOO_SHORT")
    if email in sim.accounts:
        return refused(422, "User already exists. Use another email.", "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    if sim.accounts:
        return refused(400, "Admin is already created")
    sim.accounts[email] = Account(email, body["password"])
    sim.organization_due = sim.agenda.now + sim.sign_up_seconds
    return open_session(sim, sim.accounts[email], body.get("name"))


def sign_in(sim, body, headers):
    account = sim.accounts.get((body.get("email") or "").lower())
    if account is None or account.password != body.get("password"):
        return refused(401, "Invalid email or password", "INVALID_EMAIL_OR_PASSWORD")
    if account.two_factor:
        return Answer(200, {"twoFactorRedirect": True, "twoFactorMethods": ["totp"]})
    answered = open_session(sim, account)
    return Answer(answered.status, dict(answered.body, redirect=False), answered.headers)


def open_session(sim, account, name=""):
    token = sim.ids.nanoid(32)
    sim.keys[token] = permissions.Key(token)
    return Answer(200, {"token": token, "user": {"name": name, "email": account.email, "id": sim.user_id}},
                  {"Set-Cookie": "%s=%s.sig; Path=/; HttpOnly; SameSite=Lax" % (COOKIE, token)})


def sign_out(sim, body, headers):
    sim.keys.pop(read_session(headers), None)
    return Answer(200, {"success": True})
