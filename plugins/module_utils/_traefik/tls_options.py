# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks TLS options. Pure."""

from __future__ import annotations

import re

from .values import get_text, get_value, split_list

_CURVES = ("secp256r1", "CurveP256", "secp384r1", "CurveP384", "secp521r1", "CurveP521", "x25519", "X25519", "x25519mlkem768", "X25519MLKEM768")
_CIPHERS = re.compile(
    r"TLS_(?:RSA_WITH_(?:RC4_128_SHA|3DES_EDE_CBC_SHA|AES_128_CBC_SHA|AES_256_CBC_SHA|AES_128_CBC_SHA256|AES_128_GCM_SHA256|AES_256_GCM_SHA384)|"
    r"ECDHE_ECDSA_WITH_(?:RC4_128_SHA|AES_128_CBC_SHA|AES_256_CBC_SHA|AES_128_CBC_SHA256|AES_128_GCM_SHA256|AES_256_GCM_SHA384|"
    r"CHACHA20_POLY1305(?:_SHA256)?)|"
    r"ECDHE_RSA_WITH_(?:RC4_128_SHA|3DES_EDE_CBC_SHA|AES_128_CBC_SHA|AES_256_CBC_SHA|AES_128_CBC_SHA256|AES_128_GCM_SHA256|AES_256_GCM_SHA384|"
    r"CHACHA20_POLY1305(?:_SHA256)?)|AES_128_GCM_SHA256|AES_256_GCM_SHA384|CHACHA20_POLY1305_SHA256|FALLBACK_SCSV)\Z")
_CLIENT_AUTH = ("NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven", "RequireAndVerifyClientCert")


def find_tls_options_fault(value):
    """Return why Traefik disables the routers that use these TLS options, or None."""
    if any(not _CIPHERS.match(one) for one in split_list(get_value(value, "cipherSuites"))):
        return "an entry of cipherSuites is none that Traefik knows"
    if any(one not in _CURVES for one in split_list(get_value(value, "curvePreferences"))):
        return "an entry of curvePreferences is none that Traefik knows"
    client = get_value(value, "clientAuth")
    kind = get_text(client, "clientAuthType")
    if kind and kind not in _CLIENT_AUTH:
        return "clientAuthType must be one of %s" % ", ".join(_CLIENT_AUTH)
    if kind in _CLIENT_AUTH[3:] and not split_list(get_value(client, "caFiles")):
        return "clientAuthType %s needs caFiles" % kind
    return None
