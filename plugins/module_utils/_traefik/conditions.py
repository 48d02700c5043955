# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the conditions of the circuitBreaker and buffering middlewares. Pure."""

from __future__ import annotations

from .finding import LimitFault
from .go_expressions import NotGo, TooDeep, parse_expression

# The functions of an expression, with the number of their arguments.
BREAKER = {"LatencyAtQuantileMS": 1, "NetworkErrorRatio": 0, "ResponseCodeRatio": 4}
BUFFERING = {"Attempts": 0, "ResponseCode": 0, "IsNetworkError": 0, "RequestMethod": 0}


def find_condition_fault(text, functions):
    """Return why Traefik rejects a condition, or None."""
    try:
        return _find_tree_fault(parse_expression(text), functions)
    except TooDeep as exc:
        return LimitFault(exc)
    except NotGo as exc:
        return str(exc)


def _find_tree_fault(tree, functions):
    """Return why Traefik rejects a part of a condition, or None."""
    kind = tree[0]
    if kind in ("&&", "||"):
        return next((fault for fault in (_find_tree_fault(one, functions) for one in tree[1]) if fault), None)
    if kind in ("()", "!"):
        return "! is not supported here" if kind == "!" else _find_tree_fault(tree[1], functions)
    if kind == "call" and tree[1] == "IsNetworkError" and "IsNetworkError" in functions:
        return None if not tree[2] else "IsNetworkError takes no arguments"
    if kind not in ("==", "!=", "<", "<=", ">", ">="):
        return "a comparison such as %s is expected" % ("NetworkErrorRatio() > 0.5" if functions is BREAKER else "Attempts() < 3")
    left, right = tree[1]
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
        return "RequestMethod can be compared with == and != only"
    return None if good else "%s is compared with %s" % (left[1], said)
