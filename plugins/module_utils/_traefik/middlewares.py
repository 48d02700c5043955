# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the settings of one middleware, by its kind. Pure."""

from __future__ import annotations

import re

from .addresses import find_network_fault
from .conditions import BREAKER, BUFFERING, find_condition_fault
from .go_regexps import find_regexp_fault
from .go_values import BOOLS, parse_duration, parse_integer
from .schema import load_kinds
from .values import get_int, get_text, is_true, get_value, scalar_to_text, split_list


def find_status_fault(values):
    for value in values:
        parts = value.split("-")
        parts = parts if len(parts) > 1 else parts * 2
        if any(parse_integer(one) is None for one in parts[:2]):
            return "a status must be a number, or a range such as 500-599"
    return None


def _find_networks_fault(values):
    return next((fault for fault in map(find_network_fault, values) if fault), None)


def _find_strategy_fault(value):
    strategy = get_value(value, "ipStrategy")
    if not isinstance(strategy, dict):
        return None
    subnet, depth = get_int(strategy, "ipv6Subnet"), get_int(strategy, "depth") or 0
    if depth <= 0 and split_list(get_value(strategy, "excludedIPs")):
        fault = _find_networks_fault(split_list(get_value(strategy, "excludedIPs")))
        if fault:
            return "excludedIPs: %s" % fault
    elif subnet is not None and not 0 < subnet <= 128:
        return "ipv6Subnet must be from 1 to 128"
    return None


def _find_criterion_fault(value):
    one = get_value(value, "sourceCriterion")
    if not isinstance(one, dict):
        return None
    given = [name for name in ("ipStrategy", "requestHeaderName", "requestHost")
             if (isinstance(get_value(one, name), dict) if name == "ipStrategy" else is_true(one, name) if name == "requestHost" else get_text(one, name))]
    if len(given) > 1:
        return "%s and %s exclude one another" % (given[0], given[1])
    return _find_strategy_fault(one)


def _find_users_fault(value, fields):
    users = split_list(get_value(value, "users"))
    if any(one.count(":") != fields - 1 for one in users):
        return "an entry of users must be %s" % ("name:hash" if fields == 2 else "name:realm:hash")
    return None


def _find_headers_fault(value):
    """Return why Traefik rejects the options of the middleware headers, or None."""
    for name, one in value.items():
        if isinstance(one, dict):
            useful = bool(one)
        elif isinstance(one, list):
            useful = bool(one)
        else:
            key = load_kinds()["Headers"].get(name.lower())
            text = scalar_to_text(one)
            useful = BOOLS.get(text) if key and key.kind == "bool" else True if key and key.kind == "int" else text != ""
        if useful:
            break
    else:
        return "none of its settings has an effect"
    return next((fault for fault in map(find_regexp_fault, split_list(get_value(value, "accessControlAllowOriginListRegex"))) if fault), None)


_STATUS_WITH_TEXT = frozenset(
    [100, 101, 102, 103, 226, 300, 301, 302, 303, 304, 305, 307, 308, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 510, 511]
    + list(range(200, 209)) + list(range(400, 419)) + list(range(500, 509)))


def find_address_list_fault(value):
    ranges = split_list(get_value(value, "sourceRange"))
    if not ranges:
        return "sourceRange is empty"
    code = get_int(value, "rejectStatusCode")
    if code and code not in _STATUS_WITH_TEXT:
        return "rejectStatusCode is no status of HTTP"
    fault = _find_networks_fault(ranges)
    return "sourceRange: %s" % fault if fault else _find_strategy_fault(value)


def _find_compress_fault(value):
    """Return why Traefik rejects the options of the middleware compress, or None."""
    excluded, included = split_list(get_value(value, "excludedContentTypes")), split_list(get_value(value, "includedContentTypes"))
    if excluded and included:
        return "excludedContentTypes and includedContentTypes exclude one another"
    for one in excluded + included:
        if not re.match(r"\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?\s*(?:;.*)?\Z", one):
            return "a type of content must look like text/html"
    encodings = split_list(get_value(value, "encodings"))
    if any(one not in ("zstd", "br", "gzip") for one in encodings + [one for one in [get_text(value, "defaultEncoding")] if one]):
        return "an encoding must be zstd, br or gzip"
    if get_text(value, "defaultEncoding") and encodings and get_text(value, "defaultEncoding") not in encodings:
        return "defaultEncoding must be one of encodings"
    if (get_int(value, "minResponseBodyBytes") or 0) < 0:
        return "minResponseBodyBytes must not be negative"
    return None


def _find_retry_fault(value):
    status = split_list(get_value(value, "status"))
    if not status and is_true(value, "disableRetryOnNetworkError"):
        return "disableRetryOnNetworkError needs status"
    if (get_int(value, "attempts") or 0) <= 0:
        return "attempts must be at least 1"
    return find_status_fault(status)


def _find_buffering_fault(value):
    text = get_text(value, "retryExpression")
    for name in ("maxRequestBodyBytes", "memRequestBodyBytes", "maxResponseBodyBytes", "memResponseBodyBytes"):
        if (get_int(value, name) or 0) < 0 and not (name.startswith("max") and get_int(value, name) == -1):
            return "%s must not be negative" % name
    return find_condition_fault(text, BUFFERING) if text else None


def _find_tls_pair_fault(value):
    tls = get_value(value, "tls")
    if isinstance(tls, dict) and bool(get_text(tls, "cert")) != bool(get_text(tls, "key")):
        return "tls: cert and key are required together"
    return None


MIDDLEWARE_FAULTS = {
    "addPrefix": lambda value: None if get_text(value, "prefix") else "prefix is missing",
    "stripPrefixRegex": lambda value: next((fault for fault in map(find_regexp_fault, split_list(get_value(value, "regex"))) if fault), None),
    "replacePathRegex": lambda value: find_regexp_fault(get_text(value, "regex").strip()),
    "redirectRegex": lambda value: find_regexp_fault(get_text(value, "regex")),
    "redirectScheme": lambda value: None if get_text(value, "scheme") else "scheme is missing",
    "basicAuth": lambda value: _find_users_fault(value, 2) or (
        None if split_list(get_value(value, "users")) or get_text(value, "usersFile") else "there are no users"),
    "digestAuth": lambda value: _find_users_fault(value, 3),
    "forwardAuth": lambda value: _find_tls_pair_fault(value) or find_regexp_fault(get_text(value, "authResponseHeadersRegex")),
    "ipWhiteList": find_address_list_fault, "ipAllowList": find_address_list_fault,
    "headers": _find_headers_fault, "compress": lambda value: _find_compress_fault(value) if isinstance(value, dict) else None,
    "retry": _find_retry_fault, "buffering": _find_buffering_fault,
    "circuitBreaker": lambda value: find_condition_fault(get_text(value, "expression"), BREAKER),
    "errors": lambda value: find_status_fault(split_list(get_value(value, "status"))) or (
        find_status_fault(list(get_value(value, "statusRewrites") or {})) if isinstance(get_value(value, "statusRewrites"), dict) else None),
    "rateLimit": lambda value: _find_criterion_fault(value) or (
        "period must not be negative" if (parse_duration(get_text(value, "period") or "0") or 0) < 0 else None),
    "inFlightReq": _find_criterion_fault,
}
