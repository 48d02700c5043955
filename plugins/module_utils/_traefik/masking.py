# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hides the secrets of a Traefik configuration for results and diffs. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from .document import UnsupportedScalar
from .go_expressions import NotGo, tokenize
from .schema import load_kinds
from .values import drop_nulls, get_value, split_list


HIDDEN, HIDDEN_CHANGED = "(hidden)", "(hidden, changed)"
# Each match ends before the next could start, so that a text of any size takes linear time.
_USERINFO = re.compile(r"://([^/?#\s'\"`]*)@")
_WORD = re.compile(r"[^\s'\"`]+")
_RULE_SECRETS = ("header", "headers", "headerregexp", "headersregexp", "query", "queryregexp")


def list_secrets(data):
    """List every secret in C(data), for the masker: (None, text), or (name, value) of a header or query parameter, whose value can be a common word."""
    return list(_list_secrets_of(data, "Configuration"))


def _list_secrets_of(data, kind):
    """Yield (name or None, text) of every secret in an object of a kind."""
    for name, value in data.items() if isinstance(data, dict) else ():
        key = load_kinds()[kind].get(str(name).lower())
        if key is not None and key.secret and key.shape == "map" and isinstance(value, dict):
            yield from ((str(one), text) for one, other in value.items() for text in _list_texts(other))
        elif key is None or key.hidden or key.secret:
            yield from ((None, text) for text in _list_texts(value))
            if key is not None and key.name == "users":
                # Both parts: a hash may be shown without its name.
                yield from ((None, part) for one in split_list(value) for part in one.split(":")[1:])
        elif key.is_object:
            inner = value if key.shape == "list" and isinstance(value, list) else value.values() if key.shape == "map" and isinstance(value, dict) else [value]
            for one in inner:
                yield from _list_secrets_of(one, key.kind)
        elif not isinstance(value, dict):
            for text in value if isinstance(value, list) else [value]:
                for start, end in _find_secret_spans(key, text):
                    yield from _list_forms(text[start:end])


def _list_forms(secret):
    """List (name or None, text) of each form in which a part of a URL or rule may be shown: whole, its password, its values, and decoded."""
    pairs = [(None, secret)]
    if "=" in secret:
        pairs += [(name or None, value) for name, dummy, value in (one.partition("=") for one in re.split("[&;]", secret))]
    elif ":" in secret:
        pairs.append((None, secret.partition(":")[2]))
    return [pair for name, value in pairs for pair in dict.fromkeys([(name, value), (name, unquote(value))]) if pair[1]]


def _list_texts(value):
    """List every text in C(value)."""
    if isinstance(value, (dict, list)):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in _list_texts(one)]
    return [value] if isinstance(value, str) and value else []


def mask_config(data, other=None, kind="Configuration"):
    """Return C(data) without secrets: hides users, header values, plugin settings, keys, users and queries of URLs, and unknown keys.

    With C(other), a hidden value that differs from it is marked as changed. Unknown keys are hidden because they may contain secrets.
    """
    if not isinstance(data, dict):
        return _hide_unknown(data, other) if not isinstance(data, (bool, type(None))) else data
    result = {}
    for name, value in data.items():
        key = load_kinds()[kind].get(str(name).lower())
        was = get_value(other, str(name)) if isinstance(other, dict) else None
        if value is None:
            result[name] = None
        elif key is None or key.hidden or key.secret:
            result[name] = _hide_map(value, was, other is not None) if key and key.shape == "map" and isinstance(value, dict) else _hide_value(
                value, was, other is not None)
        elif key.is_object and key.shape == "map" and isinstance(value, dict):
            result[name] = {one: mask_config(inner, (was or {}).get(one) if isinstance(was, dict) else None if other is None else {}, key.kind)
                            for one, inner in value.items()}
        elif key.is_object and key.shape == "list" and isinstance(value, list):
            before = was if isinstance(was, list) else []
            result[name] = [mask_config(inner, None if other is None else before[index] if index < len(before) else {}, key.kind)
                            for index, inner in enumerate(value)]
        elif key.is_object:
            result[name] = mask_config(value, None if other is None else was if was is not None else {}, key.kind)
        elif isinstance(value, UnsupportedScalar):
            result[name] = value.said
        else:
            result[name] = _hide_parts(key, value, was, other is not None)
    return result


def _hide_value(value, was, compared):
    return HIDDEN_CHANGED if compared and drop_nulls(value) != drop_nulls(was) else HIDDEN


def _hide_unknown(value, was):
    return _hide_value(value, was, was is not None)


def _hide_map(value, was, compared):
    was = was if isinstance(was, dict) else {}
    return {name: _hide_value(one, was.get(name), compared) for name, one in value.items()}


def _hide_parts(key, value, was, compared):
    """Hide the secret parts of URLs and rules in a text or a list of texts."""
    texts, before = (one if isinstance(one, list) else [one] for one in (value, was))
    spans = [_find_secret_spans(key, text) for text in texts]
    said = HIDDEN
    if compared and [text[start:end] for text, found in zip(texts, spans) for start, end in found] != [
            text[start:end] for text in before for start, end in _find_secret_spans(key, text)]:
        said = HIDDEN_CHANGED
    shown = [_replace_spans(text, found, said) if found else text for text, found in zip(texts, spans)]
    return shown if isinstance(value, list) else shown[0]


def _replace_spans(text, spans, said):
    parts, position = [], 0
    for start, end in spans:
        parts += [text[position:start], said]
        position = end
    return "".join(parts + [text[position:]])


def _find_secret_spans(key, text):
    """Find [(start, end)] of the secret parts of a text: the header and query values of a rule, users and queries of URLs."""
    if not isinstance(text, str) or not text:
        return []
    if key.name == "rule":
        return _find_rule_spans(text)
    spans = [match.span(1) for match in _USERINFO.finditer(text)]
    if key.has_query:
        spans.append((text.find("?") + 1 or len(text), len(text)))
    elif "regex" not in key.name.lower():
        for match in _WORD.finditer(text):
            scheme = match.group().find("://")
            query = match.group().find("?", scheme) if scheme >= 0 else -1
            if query >= 0:
                spans.append((match.start() + query + 1, match.end()))
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def _find_rule_spans(text):
    """Find the ranges of the values of Header, Query and others; the whole text if it names one of them and cannot be tokenized."""
    spans, matcher, depth, number = [], None, 0, 0
    try:
        for kind, value, position in tokenize(text):
            if matcher is None or depth == 0:
                matcher, number = (value.lower() if kind == "name" and value.lower() in _RULE_SECRETS else matcher if kind == "(" else None), 0
            if kind in ("(", ")") and matcher:
                depth += 1 if kind == "(" else -1
            elif kind == ",":
                number += 1
            elif kind in ("raw", "string") and matcher and depth:
                start, end = position + 1, position + len(value) - 1
                if number == 0:     # the name; before Traefik 3, name=value for a query
                    start = start + value[1:-1].find("=") + 1 if "=" in value and matcher == "query" else end
                if start < end:
                    spans.append((start, end))
    except NotGo:
        return [(0, len(text))] if re.search("header|query", text, re.IGNORECASE) else []
    return spans


def to_jsonable(value):
    """Convert a value for JSON: an UnsupportedScalar to its description."""
    if isinstance(value, dict):
        return {str(key): to_jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_jsonable(item) for item in value]
    return value.said if isinstance(value, UnsupportedScalar) else value
