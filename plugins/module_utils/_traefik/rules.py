# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the rule of a router, lists its hosts, and normalizes it for comparison. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from .addresses import find_network_fault
from .finding import LimitFault
from .go_expressions import NotGo, TooDeep, parse_expression
from .go_regexps import find_regexp_fault
from .._model.address import normalize_host

RULES = {
    "http": {"ClientIP": (1,), "Method": (1,), "Host": (1,), "HostRegexp": (1,), "Path": (1,), "PathRegexp": (1,), "PathPrefix": (1,), "Header": (2,),
             "HeaderRegexp": (2,), "Query": (1, 2), "QueryRegexp": (1, 2)},
    "tcp": {"ALPN": (1,), "ClientIP": (1,), "HostSNI": (1,), "HostSNIRegexp": (1,)},
}


@dataclass(frozen=True, eq=False, repr=False)
class RouterRule:
    """A router's rule, parsed once. C(normal_form) is equal for equivalent rules, and empty if the rule does not parse."""

    fault: Optional[str] = None
    hosts: tuple = ()
    normal_form: str = ""


def read_rule(text, section="http"):
    """Parse the rule of a router of C(section): its fault, its literal hosts (Host, HostSNI; normalized), and its normal form."""
    try:
        tree = parse_expression(text)
    except TooDeep as exc:
        return RouterRule(LimitFault(exc))
    except NotGo as exc:
        return RouterRule(str(exc))
    matchers = _list_matchers(section)
    fault = _find_tree_fault(tree, section, matchers)
    return RouterRule(fault, tuple(_list_hosts_of(tree, matchers)), "" if fault else repr(_normalize_tree(tree, matchers)))


def _list_matchers(section):
    """Map {spelling: name} of the matchers that Traefik knows."""
    made = {}
    for name in RULES[section]:
        made.update({form: name for form in (name, name.lower(), name.upper(), name.capitalize())})
    return made


def _find_tree_fault(tree, section, matchers):
    """Return why Traefik rejects a part of a rule, or None."""
    kind = tree[0]
    if kind in ("&&", "||"):
        for one in tree[1]:
            fault = _find_tree_fault(one, section, matchers)
            if fault:
                return fault
        return None
    if kind in ("!", "()"):
        return _find_tree_fault(tree[1], section, matchers)
    if kind != "call":
        return "%s is at the place of a matcher such as Host(`example.com`) is expected" % {
            "text": "a text", "number": "a number", "name": "a word without parentheses"}.get(kind, "a comparison")
    name = matchers.get(tree[1])
    if not name:
        return "%s is not a matcher; Traefik has %s" % (tree[1], ", ".join(sorted(RULES[section])))
    arguments = tree[2]
    if any(one[0] != "text" for one in arguments):
        return "%s takes texts in backticks or quotes" % name
    if len(arguments) not in RULES[section][name]:
        counts = " or ".join("%d text%s" % (count, "" if count == 1 else "s") for count in RULES[section][name])
        return "%s takes %s, and has %d" % (name, counts, len(arguments))
    if any(one[1] == "" for one in arguments):
        return "%s has an empty text" % name
    return _find_matcher_fault(name, [one[1] for one in arguments])


def _find_matcher_fault(name, values):
    """Return why Traefik rejects the values of a matcher, or None."""
    value = values[-1]
    if name in ("Host", "HostRegexp", "HostSNIRegexp") and not value.isascii():
        return "%s has a character that is not ASCII: write the name in its xn-- form" % name
    if name == "HostSNI" and value != "*" and not re.match(r"(?:\*\.)?[0-9A-Za-z_.\-:]+\Z", value):
        return "HostSNI does not have a valid host name"
    if name.endswith("Regexp") and not (name == "QueryRegexp" and len(values) == 1):
        fault = find_regexp_fault(value)
        return "%s: %s" % (name, fault) if fault else None
    if name in ("Path", "PathPrefix") and not value.startswith("/"):
        return "%s does not begin with /" % name
    if name == "ClientIP" and find_network_fault(value):
        return "ClientIP: %s" % find_network_fault(value)
    if name == "ALPN" and value == "acme-tls/1":
        return "ALPN may not be acme-tls/1"
    return None


def _list_hosts_of(tree, functions):
    """Yield the hosts that a part of a rule names."""
    if tree[0] in ("&&", "||"):
        for one in tree[1]:
            yield from _list_hosts_of(one, functions)
    elif tree[0] == "()":
        yield from _list_hosts_of(tree[1], functions)
    elif tree[0] == "call" and functions.get(tree[1]) in ("Host", "HostSNI"):
        yield from (normalize_host(one[1]) for one in tree[2] if one[0] == "text")


def _normalize_tree(tree, matchers):
    """Normalize the tree: without parentheses, with one spelling of matchers, and normalized hosts."""
    if tree[0] == "()":
        return _normalize_tree(tree[1], matchers)
    if tree[0] == "call":
        name = matchers.get(tree[1], tree[1])
        values = [one if one[0] == "text" else _normalize_tree(one, matchers) for one in tree[2]]
        return (name, [("text", normalize_host(one[1])) if name == "Host" and one[0] == "text" else one for one in values])
    if isinstance(tree[1], list):
        return (tree[0], [_normalize_tree(one, matchers) for one in tree[1]])
    return (tree[0], _normalize_tree(tree[1], matchers)) if tree[0] == "!" else tree
