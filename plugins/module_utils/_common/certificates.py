# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a certificate ends: as much of X.509 as that takes, since Python's library reads none. Pure. Private to this collection."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timezone

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)
_SEQUENCE, _VERSION, _UTC_TIME, _TIME = 0x30, 0xA0, 0x17, 0x18


def ends(pem):
    """PEM text -> when its first certificate, which is the server's own, ends, as seconds since 1970. Raises ValueError."""
    match = _PEM.search(pem or "")
    if not match:
        raise ValueError("it holds no certificate in PEM form")
    try:
        octets = base64.b64decode(re.sub(r"\s+", "", match.group(1)), validate=True)
        whole = _inside(octets, _SEQUENCE)
        parts = _parts(_inside(whole, _SEQUENCE))
        if parts[0][0] == _VERSION:
            parts = parts[1:]
        # serial number, algorithm, issuer, validity: from, to
        dummy, (kind, text) = _parts(parts[3][1])[:2]
        return _moment(kind, text.decode("ascii"))
    except (ValueError, IndexError) as exc:
        raise ValueError("its certificate cannot be read") from exc


def _moment(kind, text):
    if kind not in (_UTC_TIME, _TIME) or not text.endswith("Z"):
        raise ValueError("no time")
    if kind == _UTC_TIME:
        text = ("19" if int(text[:2]) >= 50 else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()


def _inside(octets, tag):
    """What the first element holds, which must have this tag."""
    found, content, dummy = _element(octets)
    if found != tag:
        raise ValueError("another element")
    return content


def _parts(octets):
    found = []
    while octets:
        tag, content, octets = _element(octets)
        found.append((tag, content))
    return found


def _element(octets):
    """(tag, content, what follows) of the first element."""
    tag, length, start = octets[0], octets[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(octets[2:start], "big")
    if len(octets) < start + length:
        raise ValueError("cut off")
    return tag, octets[start:start + length], octets[start + length:]
