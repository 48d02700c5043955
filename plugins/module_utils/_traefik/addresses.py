# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs, host:port pairs and networks, checked as Go parses them. Pure."""

from __future__ import annotations

import ipaddress
import re


def find_url_fault(text):
    """Return why Go's url.Parse rejects a URL, or None."""
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        return "a control character"
    rest = text.split("#", 1)[0]
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", rest)
    if match:
        rest = rest[match.end():]
    elif rest.startswith(":"):
        return "the scheme is missing (http://)"
    rest = rest.split("?", 1)[0]
    if rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        fault = _find_authority_fault(authority)
        if fault:
            return fault
        rest = slash + path
    elif not match and not rest.startswith("/") and ":" in rest.split("/", 1)[0]:
        return "the scheme is missing (http://)"
    elif match and not rest.startswith("/"):
        return None
    return "a bad % escape" if re.search(r"%(?![0-9a-fA-F]{2})", rest) else None


def _find_authority_fault(authority):
    """Return why Go rejects the user, host and port of a URL, or None."""
    userinfo, at, host = authority.rpartition("@")
    if at and not re.match(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*\Z", userinfo):
        return "a bad user"
    if host.startswith("["):
        match = re.match(r"\[[^\]]*\](.*)\Z", host, re.DOTALL)
        if not match:
            return "a missing ]"
        port = match.group(1)
    else:
        name, colon, port = host.partition(":")
        port = colon + port
        if re.search(r"[ <>\"\\^`{|}\[]", name) or re.search("%(?![0-9a-fA-F]{2})", name):
            return "a bad host name"
        if re.search("%[0-7]", name):
            return "a bad % escape"
    return None if re.match(r"(?::[0-9]*)?\Z", port) else "a bad port"


def split_server_url(text):
    """Return (host, port) of a server's URL; (C(None), C(None)) without a host, and port C(None) without a port."""
    match = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)", text)
    authority = match.group(1).rpartition("@")[2] if match else ""
    parts = re.match(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{0,5}))?\Z", authority)
    if not parts or not parts.group(1):
        return None, None
    return parts.group(1).lower(), int(parts.group(2)) if parts.group(2) else None


def find_host_port_fault(text):
    """Return why Go's net.SplitHostPort rejects an address, or None."""
    if text.startswith("["):
        return None if re.match(r"\[[^\[\]]*\]:[^\[\]:]*\Z", text) else "not a host and port"
    if text.count(":") == 0:
        return "the port is missing"
    return "too many colons" if text.count(":") > 1 else "a bad bracket" if re.search(r"[\[\]]", text) else None


def find_network_fault(text):
    """Return why an entry is neither an IP address nor a CIDR network, or None."""
    address, slash, bits = text.partition("/")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "not an IP address or a network"
    if slash and (not re.match(r"[0-9]{1,3}\Z", bits) or int(bits) > parsed.max_prefixlen or (len(bits) > 1 and bits[0] == "0")):
        return "the prefix length is not valid"
    return "the address has a zone" if "%" in address else None
