# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the end of a certificate's validity with the library cryptography."""

from __future__ import annotations

import re
from datetime import timezone

_PEM = re.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----")


def read_certificate_end(pem):
    """Read when the first certificate of a PEM text, the server's own, expires, in seconds since 1970. Raises ValueError with the reason."""
    match = _PEM.search(pem or "")
    if not match:
        raise ValueError("it contains no certificate in PEM format")
    try:
        from cryptography.x509 import load_pem_x509_certificate
    except ImportError:
        raise ValueError("the Python library cryptography, which reads certificates, is not installed where this task runs") from None
    try:
        certificate = load_pem_x509_certificate(match.group(0).replace("\r", "").encode("ascii"))
        # not_valid_after_utc is new in cryptography 42.
        end = getattr(certificate, "not_valid_after_utc", None) or certificate.not_valid_after.replace(tzinfo=timezone.utc)
    except ValueError as exc:
        raise ValueError("its certificate cannot be read") from exc
    return end.timestamp()
