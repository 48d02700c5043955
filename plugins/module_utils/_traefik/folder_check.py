# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Traefik would say to the files of its folder. Pure. Private to this collection.

Three steps: the keys and types of each file (what is wrong stops the whole folder), the rules and settings of each router, service and
middleware (what is wrong disables what uses it), and what names what, over all files together. What cannot be seen from here (files that
Traefik would read, plugins, other providers) is not judged; where that matters, a warning says so.
"""

from __future__ import annotations

import re

from .go_expressions import BOOLS, NotGo, duration, expression, host_port_fault, integer, network_fault, regexp_fault, url_fault
from .document import DISABLES, Document, Finding, LIMIT, STOPS, Special, WARNING, effective, get, load, meaning, path_text, scalar_text, texts
from .schema import kinds

MAX_PRIORITY = 2 ** 63 - 1 - 1000
RULES = {
    "http": {"ClientIP": (1,), "Method": (1,), "Host": (1,), "HostRegexp": (1,), "Path": (1,), "PathRegexp": (1,), "PathPrefix": (1,), "Header": (2,),
             "HeaderRegexp": (2,), "Query": (1, 2), "QueryRegexp": (1, 2)},
    "tcp": {"ALPN": (1,), "ClientIP": (1,), "HostSNI": (1,), "HostSNIRegexp": (1,)},
}
# Known to every Traefik, whatever its own configuration says.
INTERNAL = {"routers": (), "services": ("noop@internal",), "middlewares": (), "serversTransports": ("default@internal",), "options": ()}


# -- Step one: keys and types

def decode(document, file=""):
    """Findings about the keys and types of one Document, as Traefik's decoder would find them."""
    found = []
    for one in document.findings:
        one.file = file
        found.append(one)
    if document.data is not None:
        _Decoder(document, file, found).top(effective(document.data))
    return found


class _Decoder:
    def __init__(self, document, file, found):
        self.document, self.file, self.found = document, file, found

    def add(self, code, severity, message, path):
        self.found.append(Finding(code, severity, message, path, self.file, self.document.line(path)))

    def top(self, data):
        known = {}
        for name, value in data.items():
            key = kinds()["Configuration"].get(name.lower())
            if key is None:
                self.add("unknown_top_level_key", WARNING, "Traefik knows no key %s here: it loads the file, and ignores it" % name, (name,))
            elif key.name in known:
                self.twice(name, (name,))
            else:
                known[key.name] = True
                self.value(key, value, (name,))

    def twice(self, name, path):
        self.add("key_in_two_spellings", LIMIT, "the key %s is given twice, in upper and lower case: which one counts is left to chance" % name, path)

    def object(self, kind, value, path):
        seen = set()
        for name, inner in value.items():
            here = path + (name,)
            key = kinds()[kind].get(name.lower())
            if key is None:
                self.add("unknown_key", STOPS, "Traefik knows no key %s here" % name, here)
            elif key.hidden:
                self.add("no_key_for_files", LIMIT, "the key %s is not for files: Traefik ignores it" % name, here)
            elif key.name in seen:
                self.twice(name, here)
            else:
                seen.add(key.name)
                if key.newer:
                    self.add("newer_traefik", WARNING, "%s is known to Traefik from 3.7 on (some keys from late 3.6 ones): an older one, such as "
                             "Dokploy installs, stops at it" % name, here)
                self.value(key, inner, here)

    def value(self, key, value, path):
        if isinstance(value, Special):
            return self.add("type", STOPS, "it is %s, which Traefik does not take: quote it" % value.said, path)
        if key.kind == "any":
            return self.anything(key, value, path)
        if key.shape == "list":
            return self.list(key, value, path)
        if key.shape == "map":
            return self.map(key, value, path)
        if key.is_object:
            return self.one_object(key, value, path)
        return self.scalar(key.kind, value, path)

    def empty(self, name, path):
        self.add("empty_map", STOPS, "%s is empty: leave it out, or Traefik stops at it (\"cannot be a standalone element\")" % name, path)

    def one_object(self, key, value, path):
        if isinstance(value, dict):
            if not value and not key.may_be_empty:
                self.empty(key.name, path)
            return self.object(key.kind, value, path)
        if isinstance(value, list):
            if value and all(isinstance(one, dict) for one in value):
                return self.add("type", STOPS, "%s is a list, and must be a mapping" % key.name, path)
            return self.add("type", LIMIT if key.may_be_empty else STOPS, "%s is a list, and must be a mapping" % key.name, path)
        if not key.may_be_empty:
            return self.add("type", STOPS, "%s must be a mapping" % key.name, path)
        if scalar_text(value).lower() not in ("true", "false", ""):
            return self.add("type", LIMIT, "%s must be a mapping, true or false" % key.name, path)
        return None

    def list(self, key, value, path):
        if isinstance(value, dict):
            return self.add("type", LIMIT, "%s is a mapping, and must be a list" % key.name, path)
        if not isinstance(value, list):
            if key.is_object:
                return self.add("type", LIMIT, "%s must be a list of mappings: Traefik ignores a text here" % key.name, path)
            return None
        for index, one in enumerate(value):
            here = path + (index,)
            if one is None or isinstance(one, (list, Special)):
                self.add("type", STOPS, "an entry of %s is %s" % (key.name, "empty" if one is None else "a list" if isinstance(one, list) else one.said), here)
            elif key.is_object:
                if isinstance(one, dict):
                    self.object(key.kind, one, here)
                else:
                    self.add("type", LIMIT, "an entry of %s must be a mapping: Traefik ignores a text here" % key.name, here)
            elif isinstance(one, dict):
                self.add("type", STOPS if one else LIMIT, "an entry of %s is a mapping, and must be a text" % key.name, here)
            elif "\u2551" in scalar_text(one):
                self.add("character", LIMIT, "an entry of %s has the character U+2551, which Traefik takes for its own" % key.name, here)
        return None

    def map(self, key, value, path):
        if not isinstance(value, dict):
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return self.add("type", LIMIT, "%s is a list, and must be a mapping of names" % key.name, path)
            return self.empty(key.name, path) if value in ("", []) else self.add("type", STOPS, "%s must be a mapping of names" % key.name, path)
        if not value:
            return self.empty(key.name, path)
        for name, one in value.items():
            here = path + (name,)
            if isinstance(one, Special):
                self.add("type", STOPS, "it is %s, which Traefik does not take: quote it" % one.said, here)
            elif not key.is_object:
                if isinstance(one, (dict, list)):
                    self.add("type", LIMIT, "it must be a %s" % ("number" if key.kind == "int" else "text"), here)
                else:
                    self.scalar(key.kind, one, here)
            elif isinstance(one, dict):
                self.object(key.kind, one, here)
            elif isinstance(one, list):
                self.add("type", STOPS if one and isinstance(one[0], dict) else LIMIT, "it is a list, and must be a mapping", here)
            else:
                self.add("type", LIMIT, "it must be a mapping: Traefik takes it for an empty one", here)
        return None

    def anything(self, key, value, path):
        if not isinstance(value, dict) or not value:
            return self.empty(key.name, path) if value in ("", [], {}) else self.add("type", STOPS, "%s must be a mapping of names" % key.name, path)
        return self.no_special(value, path)

    def no_special(self, value, path):
        if isinstance(value, Special):
            self.add("type", STOPS, "it is %s, which Traefik does not take: quote it" % value.said, path)
        elif isinstance(value, dict):
            for name, one in value.items():
                self.no_special(one, path + (name,))
        elif isinstance(value, list):
            for index, one in enumerate(value):
                if one is None or isinstance(one, list):
                    self.add("type", STOPS, "an entry is %s" % ("empty" if one is None else "a list"), path + (index,))
                self.no_special(one, path + (index,))

    def scalar(self, kind, value, path):
        said = {"int": "a whole number", "bool": "true or false", "duration": "a duration such as 30s", "text": "a text"}[kind]
        if isinstance(value, dict):
            return self.add("type", LIMIT if not value and kind == "text" else STOPS, "it is a mapping, and must be %s" % said, path)
        if isinstance(value, list):
            return self.add("type", LIMIT if kind == "text" else STOPS, "it is a list, and must be %s" % said, path)
        text = scalar_text(value)
        bad = {"int": integer, "bool": BOOLS.get, "duration": duration}.get(kind, lambda one: one)(text) is None
        return self.add("type", STOPS, "it must be %s" % said, path) if bad else None


# -- Rules

def rule_fault(text, section="http"):
    """Why a router's rule is not taken; None where it is."""
    try:
        tree = expression(text)
        return _rule_fault(tree, section)
    except NotGo as exc:
        return str(exc)


def _functions(section):
    made = {}
    for name in RULES[section]:
        made.update({form: name for form in (name, name.lower(), name.upper(), name.capitalize())})
    return made


def _rule_fault(tree, section):
    kind = tree[0]
    if kind in ("&&", "||"):
        return _rule_fault(tree[1], section) or _rule_fault(tree[2], section)
    if kind in ("!", "()"):
        return _rule_fault(tree[1], section)
    if kind != "call":
        return "%s stands where a matcher such as Host(`example.com`) is expected" % {
            "text": "a text", "number": "a number", "name": "a word without parentheses"}.get(kind, "a comparison")
    name = _functions(section).get(tree[1])
    if not name:
        return "%s is no matcher; there are %s" % (tree[1], ", ".join(sorted(RULES[section])))
    arguments = tree[2]
    if any(one[0] != "text" for one in arguments):
        return "%s takes texts in backticks or quotes" % name
    if len(arguments) not in RULES[section][name]:
        counts = " or ".join("%d text%s" % (count, "" if count == 1 else "s") for count in RULES[section][name])
        return "%s takes %s, and has %d" % (name, counts, len(arguments))
    if any(one[1] == "" for one in arguments):
        return "%s has an empty text" % name
    return _matcher_fault(name, [one[1] for one in arguments])


def _matcher_fault(name, values):
    value = values[-1]
    if name in ("Host", "HostRegexp", "HostSNIRegexp") and not value.isascii():
        return "%s has a character that is not ASCII: write the name in its xn-- form" % name
    if name == "HostSNI" and value != "*" and not re.match(r"(?:\*\.)?[0-9A-Za-z_.\-:]+\Z", value):
        return "HostSNI has no valid name of a host"
    if name.endswith("Regexp") and not (name == "QueryRegexp" and len(values) == 1):
        fault = regexp_fault(value)
        return "%s: %s" % (name, fault) if fault else None
    if name in ("Path", "PathPrefix") and not value.startswith("/"):
        return "%s does not begin with /" % name
    if name == "ClientIP" and network_fault(value):
        return "ClientIP: %s" % network_fault(value)
    if name == "ALPN" and value == "acme-tls/1":
        return "ALPN may not be acme-tls/1"
    return None


def hosts_of(rule, section="http"):
    """The hosts that a rule names plainly (Host, HostSNI), in lower case; none where it does not parse."""
    try:
        tree = expression(rule)
    except NotGo:
        return []
    found = []
    _hosts(tree, _functions(section), found)
    return found


def _hosts(tree, functions, found):
    if tree[0] in ("&&", "||"):
        _hosts(tree[1], functions, found)
        _hosts(tree[2], functions, found)
    elif tree[0] == "()":
        _hosts(tree[1], functions, found)
    elif tree[0] == "call" and functions.get(tree[1]) in ("Host", "HostSNI"):
        found += [one[1].lower() for one in tree[2] if one[0] == "text"]


# -- Step two: settings of one service or middleware, by its kind: (path below it, message) of each fault

def _codes_fault(values):
    for value in values:
        parts = value.split("-")
        parts = parts if len(parts) > 1 else parts * 2
        if any(integer(one) is None for one in parts[:2]):
            return "a status must be a number, or a range such as 500-599"
    return None


def _networks_fault(values):
    return next((fault for fault in map(network_fault, values) if fault), None)


def _strategy_fault(value):
    strategy = get(value, "ipStrategy")
    if not isinstance(strategy, dict):
        return None
    subnet, depth = _int(strategy, "ipv6Subnet"), _int(strategy, "depth") or 0
    if depth <= 0 and texts(get(strategy, "excludedIPs")):
        fault = _networks_fault(texts(get(strategy, "excludedIPs")))
        if fault:
            return "excludedIPs: %s" % fault
    elif subnet is not None and not 0 < subnet <= 128:
        return "ipv6Subnet must be from 1 to 128"
    return None


def _int(value, name):
    found = get(value, name)
    return integer(scalar_text(found)) if found is not None and not isinstance(found, (dict, list)) else None


def _true(value, name):
    found = get(value, name)
    return found is not None and not isinstance(found, (dict, list)) and bool(BOOLS.get(scalar_text(found)))


def _text(value, name):
    found = get(value, name)
    return "" if found is None or isinstance(found, (dict, list)) else scalar_text(found)


def _criterion_fault(value):
    one = get(value, "sourceCriterion")
    if not isinstance(one, dict):
        return None
    given = [name for name in ("ipStrategy", "requestHeaderName", "requestHost")
             if (isinstance(get(one, name), dict) if name == "ipStrategy" else _true(one, name) if name == "requestHost" else _text(one, name))]
    if len(given) > 1:
        return "%s and %s exclude one another" % (given[0], given[1])
    return _strategy_fault(one)


def _users_fault(value, fields):
    users = texts(get(value, "users"))
    if any(one.count(":") != fields - 1 for one in users):
        return "an entry of users must be %s" % ("name:hash" if fields == 2 else "name:realm:hash")
    return None


def _headers_fault(value):
    for name, one in value.items():
        if isinstance(one, dict):
            useful = bool(one)
        elif isinstance(one, list):
            useful = bool(one)
        else:
            key = kinds()["Headers"].get(name.lower())
            text = scalar_text(one)
            useful = BOOLS.get(text) if key and key.kind == "bool" else True if key and key.kind == "int" else text != ""
        if useful:
            break
    else:
        return "none of its settings does anything"
    return next((fault for fault in map(regexp_fault, texts(get(value, "accessControlAllowOriginListRegex"))) if fault), None)


_STATUS_WITH_TEXT = frozenset(
    [100, 101, 102, 103, 226, 300, 301, 302, 303, 304, 305, 307, 308, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 510, 511]
    + list(range(200, 209)) + list(range(400, 419)) + list(range(500, 509)))


def _address_list_fault(value):
    ranges = texts(get(value, "sourceRange"))
    if not ranges:
        return "sourceRange is empty"
    code = _int(value, "rejectStatusCode")
    if code and code not in _STATUS_WITH_TEXT:
        return "rejectStatusCode is no status of HTTP"
    fault = _networks_fault(ranges)
    return "sourceRange: %s" % fault if fault else _strategy_fault(value)


def _compress_fault(value):
    excluded, included = texts(get(value, "excludedContentTypes")), texts(get(value, "includedContentTypes"))
    if excluded and included:
        return "excludedContentTypes and includedContentTypes exclude one another"
    for one in excluded + included:
        if not re.match(r"\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?\s*(?:;.*)?\Z", one):
            return "a type of content must look like text/html"
    encodings = texts(get(value, "encodings"))
    if any(one not in ("zstd", "br", "gzip") for one in encodings + [one for one in [_text(value, "defaultEncoding")] if one]):
        return "an encoding must be zstd, br or gzip"
    if _text(value, "defaultEncoding") and encodings and _text(value, "defaultEncoding") not in encodings:
        return "defaultEncoding must be one of encodings"
    if (_int(value, "minResponseBodyBytes") or 0) < 0:
        return "minResponseBodyBytes must not be negative"
    return None


def _retry_fault(value):
    status = texts(get(value, "status"))
    if not status and _true(value, "disableRetryOnNetworkError"):
        return "disableRetryOnNetworkError needs status"
    if (_int(value, "attempts") or 0) <= 0:
        return "attempts must be at least 1"
    return _codes_fault(status)


# The functions of an expression: how many numbers each takes, and whether what it gives is a number to compare or true and false.
_BREAKER = {"LatencyAtQuantileMS": 1, "NetworkErrorRatio": 0, "ResponseCodeRatio": 4}
_BUFFERING = {"Attempts": 0, "ResponseCode": 0, "IsNetworkError": 0, "RequestMethod": 0}


def _expression_fault(text, functions):
    try:
        return _condition_fault(expression(text), functions)
    except NotGo as exc:
        return str(exc)


def _condition_fault(tree, functions):
    kind = tree[0]
    if kind in ("&&", "||"):
        return _condition_fault(tree[1], functions) or _condition_fault(tree[2], functions)
    if kind in ("()", "!"):
        return "! is not taken here" if kind == "!" else _condition_fault(tree[1], functions)
    if kind == "call" and tree[1] == "IsNetworkError" and "IsNetworkError" in functions:
        return None if not tree[2] else "IsNetworkError takes nothing"
    if kind not in ("==", "!=", "<", "<=", ">", ">="):
        return "a comparison such as %s is expected" % ("NetworkErrorRatio() > 0.5" if functions is _BREAKER else "Attempts() < 3")
    left, right = tree[1], tree[2]
    if left[0] != "call" or left[1] not in functions or left[1] == "IsNetworkError":
        return "the left side must be one of %s" % ", ".join(sorted(functions))
    if len(left[2]) != functions[left[1]] or any(one[0] != "number" for one in left[2]):
        return "%s takes %d numbers" % (left[1], functions[left[1]])
    if left[1] in ("NetworkErrorRatio", "ResponseCodeRatio"):
        good = right[0] == "number" and isinstance(right[1], float)
        said = "a number with a point, such as 0.5"
    elif left[1] == "RequestMethod":
        good, said = right[0] == "text", "a text"
    else:
        good, said = right[0] == "number" and isinstance(right[1], int), "a whole number"
    if left[1] == "LatencyAtQuantileMS" and not isinstance(left[2][0][1], float):
        return "LatencyAtQuantileMS takes a number with a point, such as 50.0"
    if left[1] == "ResponseCodeRatio" and any(not isinstance(one[1], int) for one in left[2]):
        return "ResponseCodeRatio takes whole numbers"
    if left[1] == "RequestMethod" and kind not in ("==", "!="):
        return "RequestMethod can be compared with == and != alone"
    return None if good else "%s is compared with %s" % (left[1], said)


def _buffering_fault(value):
    text = _text(value, "retryExpression")
    for name in ("maxRequestBodyBytes", "memRequestBodyBytes", "maxResponseBodyBytes", "memResponseBodyBytes"):
        if (_int(value, name) or 0) < 0 and not (name.startswith("max") and _int(value, name) == -1):
            return "%s must not be negative" % name
    return _expression_fault(text, _BUFFERING) if text else None


def _tls_pair_fault(value):
    tls = get(value, "tls")
    if isinstance(tls, dict) and bool(_text(tls, "cert")) != bool(_text(tls, "key")):
        return "tls: cert and key go together"
    return None


MIDDLEWARE_FAULTS = {
    "addPrefix": lambda value: None if _text(value, "prefix") else "prefix is missing",
    "stripPrefixRegex": lambda value: next((fault for fault in map(regexp_fault, texts(get(value, "regex"))) if fault), None),
    "replacePathRegex": lambda value: regexp_fault(_text(value, "regex").strip()),
    "redirectRegex": lambda value: regexp_fault(_text(value, "regex")),
    "redirectScheme": lambda value: None if _text(value, "scheme") else "scheme is missing",
    "basicAuth": lambda value: _users_fault(value, 2) or (
        None if texts(get(value, "users")) or _text(value, "usersFile") else "there are no users"),
    "digestAuth": lambda value: _users_fault(value, 3),
    "forwardAuth": lambda value: _tls_pair_fault(value) or regexp_fault(_text(value, "authResponseHeadersRegex")),
    "ipWhiteList": _address_list_fault, "ipAllowList": _address_list_fault,
    "headers": _headers_fault, "compress": lambda value: _compress_fault(value) if isinstance(value, dict) else None,
    "retry": _retry_fault, "buffering": _buffering_fault,
    "circuitBreaker": lambda value: _expression_fault(_text(value, "expression"), _BREAKER),
    "errors": lambda value: _codes_fault(texts(get(value, "status"))) or (
        _codes_fault(list(get(value, "statusRewrites") or {})) if isinstance(get(value, "statusRewrites"), dict) else None),
    "rateLimit": lambda value: _criterion_fault(value) or (
        "period must not be negative" if (duration(_text(value, "period") or "0") or 0) < 0 else None),
    "inFlightReq": _criterion_fault,
}
_TLS_MINIMA = ("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13")
_CURVES = ("secp256r1", "CurveP256", "secp384r1", "CurveP384", "secp521r1", "CurveP521", "x25519", "X25519", "x25519mlkem768", "X25519MLKEM768")
_CIPHERS = re.compile(
    r"TLS_(?:RSA_WITH_(?:RC4_128_SHA|3DES_EDE_CBC_SHA|AES_128_CBC_SHA|AES_256_CBC_SHA|AES_128_CBC_SHA256|AES_128_GCM_SHA256|AES_256_GCM_SHA384)|"
    r"ECDHE_ECDSA_WITH_(?:RC4_128_SHA|AES_128_CBC_SHA|AES_256_CBC_SHA|AES_128_CBC_SHA256|AES_128_GCM_SHA256|AES_256_GCM_SHA384|"
    r"CHACHA20_POLY1305(?:_SHA256)?)|"
    r"ECDHE_RSA_WITH_(?:RC4_128_SHA|3DES_EDE_CBC_SHA|AES_128_CBC_SHA|AES_256_CBC_SHA|AES_128_CBC_SHA256|AES_128_GCM_SHA256|AES_256_GCM_SHA384|"
    r"CHACHA20_POLY1305(?:_SHA256)?)|AES_128_GCM_SHA256|AES_256_GCM_SHA384|CHACHA20_POLY1305_SHA256|FALLBACK_SCSV)\Z")
_CLIENT_AUTH = ("NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven", "RequireAndVerifyClientCert")


def tls_options_fault(value):
    """Why options of TLS disable the routers that use them; None where they do not."""
    if any(not _CIPHERS.match(one) for one in texts(get(value, "cipherSuites"))):
        return "an entry of cipherSuites is none that Traefik knows"
    if any(one not in _CURVES for one in texts(get(value, "curvePreferences"))):
        return "an entry of curvePreferences is none that Traefik knows"
    client = get(value, "clientAuth")
    kind = _text(client, "clientAuthType")
    if kind and kind not in _CLIENT_AUTH:
        return "clientAuthType must be one of %s" % ", ".join(_CLIENT_AUTH)
    if kind in _CLIENT_AUTH[3:] and not texts(get(client, "caFiles")):
        return "clientAuthType %s needs caFiles" % kind
    return None


# -- Step three: all files together

class Static:
    """What Traefik's own configuration (traefik.yml) says: names of entry points and of certificate resolvers, None where it is not known.

    C(with_tls) are the entry points that have TLS, and perhaps a resolver, of their own.
    """

    def __init__(self, entry_points=None, resolvers=None, with_tls=()):
        self.entry_points, self.resolvers, self.with_tls = entry_points, resolvers, tuple(with_tls)

    @classmethod
    def of(cls, text):
        """From the text of traefik.yml; nothing is known where it cannot be read."""
        data = load(text).data if isinstance(text, str) else None
        points, resolvers = get(data, "entryPoints"), get(data, "certificatesResolvers")
        if not isinstance(points, dict):
            return cls()
        secured = [name for name, one in points.items() if get(get(one, "http"), "tls") not in (None, False)]
        return cls(tuple(points), tuple(resolvers) if isinstance(resolvers, dict) else (), secured)


class Folder:
    """All files of a folder as one. C(files) maps names to Documents or texts.

    C(static) is what is known of Traefik's own configuration (Static). With C(whole) false there may be more files than these: that
    something does not exist is then no finding.
    """

    SECTIONS = {
        "http": ("routers", "services", "middlewares", "serversTransports"), "tcp": ("routers", "services", "middlewares", "serversTransports"),
        "udp": ("routers", "services"), "tls": ("options", "stores"),
    }

    def __init__(self, files, static=None, whole=True):
        self.documents = {name: one if isinstance(one, Document) else load(one) for name, one in files.items()}
        self.static, self.whole = static or Static(), whole
        self.found = []
        self.items, self.twice = {}, []
        self._faults = {}
        self._used = set()

    def findings(self):
        """Every Finding, those that stop the folder first. Without a file that stops it, what is in all of them is judged together."""
        for file in sorted(self.documents):
            self.found += decode(self.documents[file], file)
        self._collect()
        for section in ("http", "tcp", "udp"):
            for name in sorted(self.items[section]["routers"]):
                self._router(section, name)
        self._unused()
        if not self._broken():
            self._duplicates()
        order = {STOPS: 0, LIMIT: 1, DISABLES: 2, WARNING: 3}
        return sorted(self.found, key=lambda one: (order[one.severity], one.file, one.line or 0))

    def _broken(self):
        return any(one.severity in (STOPS, LIMIT) for one in self.found)

    def _collect(self):
        self.items = {section: {part: {} for part in parts} for section, parts in self.SECTIONS.items()}
        self.twice = []
        for file in sorted(self.documents):
            data = self.documents[file].data
            if data is None:
                continue
            for section, parts in self.SECTIONS.items():
                inner = get(data, section)
                for part in parts:
                    items = get(inner, part)
                    for name, value in items.items() if isinstance(items, dict) else ():
                        if value is None:
                            continue
                        if name in self.items[section][part]:
                            self.twice.append((section, part, name, file, self.items[section][part][name][0]))
                            continue
                        self.items[section][part][name] = (file, effective(value) if isinstance(value, dict) else {})

    def add(self, code, severity, message, file, path):
        self.found.append(Finding(code, severity, message, path, file, self.documents[file].line(path)))

    def _duplicates(self):
        for section, part, name, file, first in self.twice:
            self.add("defined_twice", WARNING, "%s has this one, too: Traefik takes that, and ignores it here" % first, file, (section, part, name))

    # Names

    @staticmethod
    def split(name):
        """(name, provider): what carries no suffix, or @file, is in the folder."""
        base, at, provider = name.partition("@")
        return base, provider if at else "file"

    def _missing(self, section, part, name):
        """Whether a reference names something of this folder that is not in it."""
        if name in INTERNAL.get(part, ()):
            return False
        base, provider = self.split(name)
        return self.whole and provider == "file" and base not in self.items[section][part]

    # Faults of one thing, worked out once: a message, or None

    def fault(self, section, part, name, around=()):
        """Why a router that uses it is disabled; None where it is not, or it is not of this folder."""
        base, provider = self.split(name)
        if provider != "file":
            return None
        if self._missing(section, part, name):
            return "the %s %s does not exist in the folder" % (part[:-1], base)
        where = (section, part, base)
        if base not in self.items[section][part]:
            return None         # in a file that is not known
        if where in around:
            return "the %s %s contains itself" % (part[:-1], base)
        self._used.add(where)
        if where not in self._faults:
            value = self.items[section][part][base][1]
            judge = {"services": self._service_fault, "middlewares": self._middleware_fault}[part]
            self._faults[where] = judge(section, base, value, around + (where,))
        fault = self._faults[where]
        return "%s %s: %s" % (part[:-1], base, fault) if fault and not fault.startswith(("service ", "middleware ", "the ")) else fault

    def _middleware_fault(self, section, name, value, around):
        given = [one for one in value if not isinstance(value[one], bool) or value[one]]
        if section == "tcp":
            return self._tcp_middleware_fault(value)
        if not given:
            return "it says no kind of middleware"
        if len(given) > 1:
            return "it is of several kinds (%s): make one middleware of each" % ", ".join(sorted(given))
        key = kinds()["Middleware"].get(given[0].lower())
        inner = value[given[0]]
        if key is None or not isinstance(inner, (dict, bool, str)):
            return None
        if key.name == "chain":
            names = texts(get(inner, "middlewares"))
            return next((fault for fault in (self.fault(section, "middlewares", one, around) for one in names) if fault), None)
        if key.name == "errors":
            fault = MIDDLEWARE_FAULTS["errors"](inner)
            return fault or (self.fault(section, "services", _text(inner, "service"), around) if _text(inner, "service") else "service is missing")
        check = MIDDLEWARE_FAULTS.get(key.name)
        return check(inner) if check and isinstance(inner, dict) else None

    @staticmethod
    def _tcp_middleware_fault(value):
        if not value:
            return "it says no kind of middleware"
        for name in ("ipAllowList", "ipWhiteList", "inFlightConn"):
            inner = get(value, name)
            if isinstance(inner, dict):
                if name == "inFlightConn":
                    continue
                return _address_list_fault(inner)
        return None

    def _service_fault(self, section, name, value, around):
        given = [one for one in value if one.lower() != "middlewares"]
        if not given:
            return "it says no kind of service"
        if len(given) > 1:
            return "it is of several kinds (%s): make one service of each" % ", ".join(sorted(given))
        kind, inner = given[0].lower(), value[given[0]]
        if not isinstance(inner, dict):
            return None
        if kind == "loadbalancer":
            return self._balancer_fault(section, inner) or self._own_middlewares(section, value, around)
        children = []
        if kind in ("weighted", "highestrandomweight"):
            children = [_text(one, "name") for one in get(inner, "services") or [] if isinstance(one, dict)]
        elif kind == "mirroring":
            children = [_text(inner, "service")] + [_text(one, "name") for one in get(inner, "mirrors") or [] if isinstance(one, dict)]
            if any(not 0 <= (_int(one, "percent") or 0) <= 100 for one in get(inner, "mirrors") or [] if isinstance(one, dict)):
                return "percent must be from 0 to 100"
        elif kind == "failover":
            children = [_text(inner, "service"), _text(inner, "fallback")]
        for child in children:
            fault = self.fault(section, "services", child, around) if child else "a service within it has no name"
            if fault:
                return fault
        return self._health_fault(section, kind, inner, children) or self._own_middlewares(section, value, around)

    def _own_middlewares(self, section, value, around):
        return next((fault for fault in (self.fault(section, "middlewares", one, around) for one in texts(get(value, "middlewares"))) if fault), None)

    def _health_fault(self, section, kind, inner, children):
        """Where a service reports the health of those within it, each of them must know its own."""
        asked = []
        if kind == "failover":
            errors = get(inner, "errors")
            if not texts(get(errors, "status")):
                asked = children[:1]
            elif _codes_fault(texts(get(errors, "status"))):
                return _codes_fault(texts(get(errors, "status")))
        if get(inner, "healthCheck") is not None and kind != "mirroring":
            asked = children[1:] + asked if kind == "failover" else children
        for child in asked:
            base, provider = self.split(child)
            if provider == "file" and not self._knows_health(section, base):
                return "the service %s within it needs a healthCheck of its own" % base
        return None

    def _knows_health(self, section, name, depth=0):
        value = self.items[section]["services"].get(name, ("", {}))[1]
        for kind, inner in value.items():
            if kind.lower() == "middlewares" or not isinstance(inner, dict):
                continue
            if get(inner, "healthCheck") is None:
                return False
            if kind.lower() == "mirroring" and depth < 50:
                base, provider = self.split(_text(inner, "service"))
                return provider != "file" or self._knows_health(section, base, depth + 1)
            return True
        return True

    def _balancer_fault(self, section, inner):
        servers = [one for one in get(inner, "servers") or [] if isinstance(one, dict)]
        transport = _text(inner, "serversTransport")
        if section == "udp":
            return None
        if section == "http":
            if _text(inner, "strategy") not in ("", "wrr", "p2c", "hrw", "leasttime"):
                return "strategy must be wrr, p2c, hrw or leasttime"
            for server in servers:
                fault = url_fault(_text(server, "url"))
                if fault:
                    return "the url of a server: %s" % fault
        if transport and self._missing(section, "serversTransports", transport) and (servers or get(inner, "healthCheck") is not None):
            return "the serversTransport %s does not exist in the folder" % self.split(transport)[0]
        return None

    # Routers

    def _router(self, section, name):
        file, value = self.items[section]["routers"][name]
        path = (section, "routers", name)

        def disables(code, message, *more):
            self.add(code, DISABLES, message, file, path + more)

        if "@" in name:
            self.add("name", LIMIT, "the name of a router must not hold @", file, path)
        self._entry_points(section, value, file, path)
        parents = texts(get(value, "parentRefs")) if section == "http" else []
        service = _text(value, "service")
        children = section == "http" and any(
            self.split(one)[0] == name for dummy, other in self.items["http"]["routers"].values() for one in texts(get(other, "parentRefs")))
        if not service and not children:
            disables("no_service", "the router has no service")
        elif service and children:
            disables("service_and_children", "the router has a service, and is the parent of others")
        elif service:
            fault = self.fault(section, "services", service)
            if fault:
                disables("missing_service" if self._missing(section, "services", service) else "service", fault, "service")
        for parent in parents:
            if self._missing("http", "routers", parent):
                disables("missing_router", "its parent %s does not exist in the folder" % self.split(parent)[0], "parentRefs")
        if parents and (get(value, "tls") is not None or get(value, "observability") is not None or texts(get(value, "entryPoints"))):
            disables("child", "a router with a parent cannot have tls, observability or entryPoints")
        if section == "udp":
            return
        self._rule(section, value, disables)
        for index, one in enumerate(texts(get(value, "middlewares"))):
            fault = self.fault(section, "middlewares", one)
            if fault:
                disables("missing_middleware" if self._missing(section, "middlewares", one) else "middleware", fault, "middlewares", index)
        self._router_tls(section, value, file, path, disables)

    def _entry_points(self, section, value, file, path):
        names = texts(get(value, "entryPoints"))
        if self.static.entry_points is None:
            return
        unknown = [one for one in names if one not in self.static.entry_points]
        for one in unknown:
            self.add("missing_entry_point", DISABLES if len(unknown) == len(names) else WARNING,
                     "the entry point %s does not exist" % one, file, path + ("entryPoints",))

    def _rule(self, section, value, disables):
        rule = _text(value, "rule")
        if (_int(value, "priority") or 0) > MAX_PRIORITY:
            disables("priority", "the priority is above what Traefik takes", "priority")
        if _text(value, "ruleSyntax").lower() == "v2":
            return
        if not rule:
            disables("rule", "the router has no rule")
            return
        fault = rule_fault(rule, section)
        if fault:
            disables("rule", "the rule does not parse: %s" % fault, "rule")
        elif section == "tcp" and get(value, "tls") is None:
            names = hosts_of(rule, "tcp")
            if names and names[0] != "*":
                disables("rule", "HostSNI of a name needs tls: without it, only HostSNI(`*`) can be told", "rule")

    def _router_tls(self, section, value, file, path, disables):
        tls = get(value, "tls")
        if tls is None or tls is False or (isinstance(tls, str) and tls.lower() != "true"):
            return
        options = _text(tls, "options")
        if not (section == "tcp" and _true(tls, "passthrough")):
            base, provider = self.split(options) if options else ("default", "file")
            known = self.items["tls"]["options"]
            if provider == "file" and base in known:
                fault = tls_options_fault(known[base][1])
                if fault:
                    disables("tls_options", "its options of TLS (%s): %s" % (base, fault), "tls")
            elif provider == "file" and base != "default" and self.whole:
                disables("missing_tls_options", "the options of TLS %s do not exist in the folder" % base, "tls")
        resolver = _text(tls, "certResolver")
        if resolver and self.static.resolvers is not None and resolver not in self.static.resolvers:
            self.add("missing_resolver", WARNING, "the certificate resolver %s does not exist: no certificate is asked for" % resolver, file, path + ("tls",))

    def _unused(self):
        """What no router uses disables nothing yet; what is wrong with it is a warning."""
        for section in ("http", "tcp", "udp"):
            for part in ("services", "middlewares"):
                for name in sorted(self.items[section].get(part, ())):
                    where = (section, part, name)
                    if where in self._used:
                        continue
                    fault = self.fault(section, part, name)
                    if fault:
                        self.add("unused_" + part[:-1], WARNING, "whatever uses it is disabled: %s" % fault, self.items[section][part][name][0], where)
                    self._used.discard(where)
                for name in sorted(self.items[section].get(part, ())):
                    self._hints(section, part, name)

    def _hints(self, section, part, name):
        """What is loaded, and will not do what it seems to."""
        file, value = self.items[section][part][name]
        path = (section, part, name)
        if part == "middlewares":
            if get(value, "plugin") is not None:
                self.add("plugin", WARNING, "a plugin must be installed in Traefik's own configuration, which cannot be seen here; without it, "
                         "routers that use it are disabled", file, path)
            for one in ("basicAuth", "digestAuth"):
                if _text(get(value, one), "usersFile"):
                    self.add("file", WARNING, "usersFile must be there for Traefik to read, which cannot be seen here", file, path + (one,))
            return
        balancer = get(value, "loadBalancer")
        if not isinstance(balancer, dict):
            return
        servers = [one for one in get(balancer, "servers") or [] if isinstance(one, dict)]
        if not servers:
            self.add("no_servers", WARNING, "it has no servers: requests are answered with 503", file, path + ("loadBalancer",))
        for index, server in enumerate(servers):
            where = path + ("loadBalancer", "servers", index)
            if section == "http":
                url = _text(server, "url")
                if not re.match(r"(?:https?|h2c)://[^/]", url):
                    self.add("server_url", WARNING, "the url of a server should begin with http://, https:// or h2c:// and a host", file, where)
            elif host_port_fault(_text(server, "address")):
                self.add("server_address", WARNING, "Traefik leaves out this server: %s" % host_port_fault(_text(server, "address")), file, where)


def check(files, static=None, whole=True):
    """Every Finding over a folder ({name: text or Document}), the worst first."""
    return Folder(files, static, whole).findings()


# -- The way in: what the diagnosis asks of a folder

def routers_for(files, host):
    """[(file, name, router)] of the HTTP routers whose rule names a host plainly."""
    folder = Folder(files)
    folder._collect()  # pylint: disable=protected-access
    return [(file, name, value) for name, (file, value) in sorted(folder.items["http"]["routers"].items())
            if host.lower() in hosts_of(_text(value, "rule"))]


def targets_of(files, router):
    """The addresses of the servers that a router of the folder leads to, through all its services."""
    folder = Folder(files)
    folder._collect()  # pylint: disable=protected-access
    found = []
    _targets(folder, folder.split(_text(folder.items["http"]["routers"].get(router, ("", {}))[1], "service"))[0], found, ())
    return found


def _targets(folder, name, found, around):
    value = folder.items["http"]["services"].get(name, ("", {}))[1]
    if name in around:
        return
    for kind, inner in value.items():
        if not isinstance(inner, dict):
            continue
        if kind.lower() == "loadbalancer":
            found += [_text(one, "url") for one in get(inner, "servers") or [] if isinstance(one, dict)]
        for key in ("service", "fallback"):
            if _text(inner, key):
                _targets(folder, folder.split(_text(inner, key))[0], found, around + (name,))
        for key in ("services", "mirrors"):
            for one in get(inner, key) or []:
                _targets(folder, folder.split(_text(one, "name"))[0], found, around + (name,))


def way_in(files, app_name, hosts=(), ports=(), static=None):
    """What is wrong with the way to one application: Findings, the worst first.

    C(hosts) are those of its domains; C(ports) those of its domains, too. Beyond what check() says of the folder and of its own file: a
    host without a router, a router that leads to another service, two routers with the same rule, a router for HTTPS without a certificate.
    """
    folder = Folder(files, static)
    own = app_name + ".yml"
    found = [one for one in folder.findings() if one.severity == STOPS or one.file == own]
    routers = folder.items["http"]["routers"]
    rules = {}
    for name, (file, value) in sorted(routers.items()):
        rules.setdefault((_rule_key(_text(value, "rule")), frozenset(texts(get(value, "entryPoints")))), []).append((file, name, value))
    for host in hosts:
        mine = [(file, name, value) for name, (file, value) in sorted(routers.items()) if host.lower() in hosts_of(_text(value, "rule"))]
        if not mine:
            found.append(Finding("no_router", DISABLES, "no router of the folder is for the host %s" % host, (), own))
        for file, name, value in mine:
            found += _astray(folder, app_name, ports, file, name, value)
            if "websecure" in texts(get(value, "entryPoints")) and get(value, "tls") is None and "websecure" not in folder.static.with_tls:
                found.append(Finding("no_certificate", WARNING, "the router %s is for HTTPS, and has no tls: no certificate is asked for %s" % (name, host),
                                     ("http", "routers", name), file, folder.documents[file].line(("http", "routers", name))))
    for (rule, dummy), same in sorted(rules.items(), key=lambda one: str(one[0])):
        concerned = any(file == own or set(hosts_of(_text(value, "rule"))) & {host.lower() for host in hosts} for file, name, value in same)
        if rule and len(same) > 1 and concerned and len({_int(value, "priority") or 0 for dummy, dummy2, value in same}) == 1:
            file, name, value = same[-1]
            found.append(Finding(
                "same_rule", WARNING, "the routers %s have the same rule: which one answers is left to chance" % " and ".join(
                    "%s (%s)" % (one, where) for where, one, dummy in same), ("http", "routers", name), file))
    return found


def _rule_key(rule):
    """A rule in one form for all that mean the same, however it is spaced and quoted."""
    try:
        return repr(_plain_tree(expression(rule)))
    except NotGo:
        return ""


def _plain_tree(tree):
    if tree[0] == "()":
        return _plain_tree(tree[1])
    if tree[0] == "call":
        name = _functions("http").get(tree[1], tree[1])
        values = [_plain_tree(one) for one in tree[2]]
        return (name, [(kind, value.lower()) if name == "Host" and isinstance(value, str) else (kind, value) for kind, value in values])
    return tuple(_plain_tree(one) if isinstance(one, tuple) else one for one in tree)


def _astray(folder, app_name, ports, file, name, value):
    service = folder.split(_text(value, "service"))[0]
    found = []
    _targets(folder, service, found, ())
    if not found or folder.split(_text(value, "service"))[1] != "file":
        return []
    wrong = []
    for url in found:
        match = re.match(r"[a-z0-9]+://([^/:]+)(?::([0-9]+))?", url)
        if match and match.group(1) != app_name and not match.group(1).endswith("." + app_name):
            wrong.append(Finding("other_target", WARNING, "the router %s leads to %s, and not to %s" % (name, match.group(1), app_name),
                                 ("http", "routers", name, "service"), file))
        elif match and ports and int(match.group(2) or 80) not in ports:
            wrong.append(Finding("other_port", WARNING, "the router %s leads to port %s, and its domains say %s" % (
                name, match.group(2) or 80, ", ".join(str(one) for one in sorted(ports))), ("http", "routers", name, "service"), file))
    return wrong


__all__ = ["check", "Static", "way_in", "routers_for", "targets_of", "rule_fault", "decode", "Folder", "hosts_of", "path_text", "meaning"]
