# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Describes a TLS certificate that Traefik serves. Dokploy stores any text, so the module checks the format first."""

from __future__ import annotations

from .._model.kinds import BOOL, NOTHING
from .._model.resource import Field, Resource, Write
from .._model import text_kinds as _text

CERTIFICATE = Resource(
    kind="certificate",
    id="certificateId",
    addressing={"name": {"type": "str"}, "certificate_id": {"type": "str"}},
    fields=(
        Field("certificate", "certificateData", _text.CERTIFICATE, effect=NOTHING, clearable=False),
        Field("private_key", "privateKey", _text.PRIVATE_KEY, effect=NOTHING, secret=True, clearable=False),
        Field("auto_renew", "autoRenew", BOOL, effect=NOTHING, at_creation=True),
        Field("server", "serverId", effect=NOTHING, ref="server", at_creation=True),
    ),
    shows=(("path", "certificatePath", str),),
    listing="certificates.all",
    create="certificates.create",
    create_keys=("certificateData", "privateKey", "autoRenew", "serverId"),
    create_extra={"organizationId": ""},     # required and ignored by Dokploy
    update=Write("certificates.update", since="0.29.14"),
    remove="certificates.remove",
    refuse=lambda options, record: "" if record is not None or all(options.get(one) for one in (
        "certificate", "private_key")) else "certificate and private_key are needed to create it",
    permissions={"certificates.create": ("certificate", "create"), "certificates.update": ("certificate", "update"),
                 "certificates.remove": ("certificate", "delete")},
)
