# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decides which values are masked everywhere, and lists the forms in which programs print a secret. Pure."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

SHORTEST = 4                # characters of a form that is masked everywhere
_LEAST_CREDENTIAL = 4       # of passwords, tokens and keys that are options
_LEAST_TELLING = 6          # of variables with a telling name
_LEAST_MIXED = 6            # of values with several classes of characters
_LEAST_PLAIN = 8            # of digits and other values of one class

_TELLING_NAME = re.compile(
    "pass(?!enger|ive|ing)|pwd|secret|token|credential|dsn|keys?(?![a-z])"
    "|(?<![a-z])pin(?![a-z])|(?-i:(?<=[a-z])Pin(?![a-z]))", re.IGNORECASE)
_CLASSES = tuple(re.compile(one) for one in ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]"))

# Values of eight characters or more that are no secrets, in lower case.
COMMON_WORDS = frozenset("""
    /app/data /usr/bin /usr/local /var/lib /var/log 0.0.0.0 00000000 10000000 100000000 1000000000 10485760 104857600 1048576000 1073741824 127.0.0.1
    134217728 16777216 20971520 209715200 2147483647 2147483648 268435456 31536000 33554432 4294967295 4294967296 52428800 524288000 536870912
    604800000 67108864 86400000 accepted activated advanced america/los_angeles america/new_york america/sao_paulo anonymous application applications
    ascending asia/singapore asia/tokyo automatic available background balanced baseline certificate children collector combined complete completed
    compress compressed conditional configuration connected connection container containers continuous controller coordinator critical customer
    customers database databases datacenter datetime debugging dedicated defaults deferred delivery deployed deployment descending developer
    development directory disabled discovery dispatcher distributed docker-compose dynamically elasticsearch embedded emergency en_us.utf-8 encrypted
    endpoint english enterprise environment essential eu-central-1 eu-west-1 eu-west-2 europe/berlin europe/london europe/madrid europe/paris eventual
    everyone exclusive extended external fallback featured filesystem firewall forbidden foreground frontend function functional graceful gradual
    graphite hostname identity immediate important inactive includes incoming information inherited instance integration interactive interface
    internal invisible isolated javascript kibibyte kubernetes language lifecycle lightweight listener localhost location logstash maintenance
    management mandatory marketing maximum mebibyte megabyte memcached messages metadata microservice middleware migration milliseconds minimal
    minimum monitoring multiple namespace national negative networking nonblocking notices notifications observer operations operator optimized
    optional organization outgoing override overwrite parallel partial passive password path-style payments performance periodic permanent permissive
    persistent personal pipeline platform playground portuguese positive postgres postgresql preferred prepared preproduction priority processor
    producer production profiles progress prometheus protected protocol provider provision publicly publisher quantity question quickstart rabbitmq
    read-only read-write read_only readable readonly readwrite realtime recommended recovery redirect reference regional register registry relational
    released reliable replicated replication repository required reserved resource response restarted restricted rolling-update rotation sandboxed
    scheduled scheduler secondary security selected sentinel sequential serialized serverless services shadowing shortest shutdown silently simplified
    snapshot software somewhere specific stability standalone standard starting startup statement statistics strategy streaming strictly structured
    subscriber suspended synchronous template temporary terminal thousand timestamp transaction transfer transient transparent typescript undefined
    unlimited unrestricted unsecured unstable upstream us-east-1 us-east-2 us-west-1 us-west-2 username utf8mb4 validated validation variable verified
    volatile warnings webserver websocket wildcard windowed workflow workspace
""".split())


def is_masked_everywhere(value, name=None):
    """Return whether a secret is masked in every text. C(name) is its variable; a harmless value is masked only next to this name."""
    if name is None:
        return len(value) >= _LEAST_CREDENTIAL
    if has_telling_name(name):
        return len(value) >= _LEAST_TELLING
    if len(value) < _LEAST_MIXED or value.lower() in COMMON_WORDS:
        return False
    return len(value) >= _LEAST_PLAIN or sum(bool(one.search(value)) for one in _CLASSES) >= 2


def has_telling_name(name):
    """Return whether a variable's name indicates a secret: C(DB_PASS), C(apiKey), C(CARD_PIN)."""
    return bool(_TELLING_NAME.search(name))


def list_forms(secret):
    """List the forms of a secret in texts: JSON, repr, URLs, base64, HTML, shell quotes, and the secret itself."""
    as_json = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    as_json |= {_escape_as_go(one) for one in as_json}
    forms = {secret, repr(secret)[1:-1], repr(secret + "'\"")[1:-4], secret.replace("$", "$$"), secret.replace("'", "''")}
    forms |= as_json | {json.dumps(one, ensure_ascii=False)[1:-1] for one in as_json}
    forms |= _list_address_forms(secret) | _list_html_forms(secret) | _list_shell_forms(secret) | _list_base64_forms(secret)
    return {one for one in forms if len(one) >= SHORTEST}


def _escape_as_go(text):
    for plain, escaped in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(plain, escaped)
    return text


def _list_address_forms(secret):
    octets = secret.encode("utf-8", "surrogatepass")
    found = {
        quote(octets, safe=""), quote(octets), quote_plus(octets),
        quote(octets, safe="!~*'()"),                       # encodeURIComponent
        quote(octets, safe="!~*'();,/?:@&=+$#"),            # encodeURI
        quote(octets, safe="$&+,;="),                       # Go's url.UserPassword
        quote(octets, safe="$&+=:@"),                       # Go's url.PathEscape
    }
    return found | {re.sub("%[0-9A-F]{2}", lambda match: match.group(0).lower(), one) for one in found}


def _list_html_forms(secret):
    whole = html.escape(secret)
    go = html.escape(secret, quote=False).replace('"', "&#34;").replace("'", "&#39;")
    return {html.escape(secret, quote=False), whole, go, whole.replace("&#x27;", "&#39;"), whole.replace("&#x27;", "&apos;")}


def _list_shell_forms(secret):
    return {
        secret.replace("'", "'\"'\"'"), secret.replace("'", "'\\''"), re.sub(r'(["$`\\])', r"\\\1", secret),
        re.sub(r"([^A-Za-z0-9_@%+=:,./\n-])", r"\\\1", secret)}


def _list_base64_forms(secret):
    """List the base64 of the secret, and its part in the base64 of a longer text, such as C(user:password), at each of the three offsets."""
    octets = secret.encode("utf-8", "surrogatepass")
    found = {base64.b64encode(octets).decode("ascii").rstrip("=")}
    for before, skipped in ((0, 0), (1, 2), (2, 3)):
        inner = base64.b64encode(b"\0" * before + octets).decode("ascii")[skipped:(before + len(octets)) * 8 // 6]
        if len(inner) >= 6:
            found.add(inner)
    return found | {one.replace("+", "-").replace("/", "_") for one in found}
