# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decodes which addresses and ports a container listens on. Pure."""

from __future__ import annotations

import base64
import re

_LISTENING = "0A"
_EXEC_DNS = "127.0.0.11"        # Docker's own resolver, in every container of a network


def listening_calls(container_id, server_id):
    return [("what listens in the container", "docker.readContainerFile", {"containerId": container_id, "path": path, "serverId": server_id})
            for path in ("/proc/net/tcp", "/proc/net/tcp6")]


def listens_for_others(listening, ports):
    """Return whether a container listens for others on all of these ports: what listens on IPv6 beside it makes no difference then."""
    heard = {number for address, number in listening or () if not address.startswith("127.")}
    return all(port in heard for port in ports)


def decode_listening(answers):
    found, read = set(), False
    for answer in answers:
        try:
            text = base64.b64decode((answer or {}).get("content") or "").decode("ascii", "replace")
        except ValueError:
            continue
        read = read or bool(text)
        found |= set(parse_sockets(text))
    return sorted(found) if read else None


def parse_sockets(text):
    """C(/proc/net/tcp) or C(tcp6) -> C((address, port)) of each socket that listens; Docker's own resolver left out."""
    for line in text.splitlines():
        match = re.match(r"\s*\d+:\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+\S+\s+([0-9A-F]{2})\s", line)
        if not match or match.group(3) != _LISTENING:
            continue
        address = _decode_address(match.group(1))
        if address != _EXEC_DNS:
            yield address, int(match.group(2), 16)


def _decode_address(digits):
    """Parse an address of the kernel, which writes groups of four octets, each in reverse order."""
    octets = b"".join(bytes.fromhex(digits[start:start + 8])[::-1] for start in range(0, len(digits), 8))
    if len(octets) == 4:
        return ".".join(str(one) for one in octets)
    if octets[:12] == b"\0" * 10 + b"\xff\xff":
        return ".".join(str(one) for one in octets[12:])
    return "::" if not any(octets) else "::1" if octets == b"\0" * 15 + b"\1" else octets.hex()
