# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the text that Dokploy sends over a WebSocket, as its own pages do for logs.

It uses the client's proxies and certificates, and ends at the server's first pause.
"""

from __future__ import annotations

import base64
import os

from .http import run_until

_MOST = 4 * 1024 * 1024
_FIRST = 5.0                    # seconds until the first text; Docker may have to ask another node
_PAUSE = 0.7                    # seconds without further text
_TEXT, _CONTINUED, _BINARY, _CLOSE = 1, 0, 2, 8


def read_websocket(client, path, query, first=_FIRST):
    """Read the text that the server sends at a path; "" if it sends none, None if it refuses. C(first): seconds to wait for the first text."""
    outcome = {}

    def work():
        outcome["text"] = _read_messages(client, path, query, first)

    if not run_until(2 * _FIRST + 2, work, outcome):
        client.forget_connection()
    return outcome.get("text")          # None after any failure of a proxy or the server: there is no log


def _read_messages(client, path, query, first):
    headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode("ascii")}
    with client.open_stream(path, query, headers, first) as response:
        if response.status_code != 101:
            return None
        stream = response.raw._fp.fp    # pylint: disable=protected-access
        text, size, mine = [], 0, False
        while size < _MOST:
            try:
                kind, content = _read_frame(stream)
            except (OSError, EOFError):
                break                       # a pause, or the end
            if kind == _CLOSE:
                # 1000 is a normal end; with another code, or none, the server refuses.
                return _decode(text) if text or content[:2] == b"\x03\xe8" else None
            mine = kind in (_TEXT, _BINARY) or kind == _CONTINUED and mine
            if mine:
                text.append(content)
                size += len(content)
                _shorten_patience(stream)
        return _decode(text)


def _decode(parts):
    return b"".join(parts).decode("utf-8", "replace")


def _read_frame(stream):
    """Read the next frame -> (kind, content). Frames of a server are not masked. Raises EOFError at the end."""
    first, second = _read_exactly(stream, 2)
    size = second & 0x7f
    if size > 125:
        size = int.from_bytes(_read_exactly(stream, 2 if size == 126 else 8), "big")
    if second & 0x80 or size > _MOST:
        raise EOFError
    return first & 0x0f, _read_exactly(stream, size)


def _read_exactly(stream, size):
    content = stream.read(size) if size else b""
    if len(content or b"") < size:
        raise EOFError
    return content


def _shorten_patience(stream):
    """Shorten the timeout after the first text, because the server keeps the connection open for further lines."""
    getattr(stream, "raw", stream)._sock.settimeout(_PAUSE)    # pylint: disable=protected-access
