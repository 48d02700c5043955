# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of the settings of Dokploy: variables and ports of a container."""

from __future__ import annotations

from .kinds import INT, TEXT, Kind
from .row_kinds import Rows
from .resource import Field
from .._common.errors import BadInput
from .._dotenv.editor import check_variable

OWN_PORTS = (80, 443)           # of Traefik, which Dokploy publishes itself


class ContainerEnv(Kind):
    """The variables of a container: a dict in options, lines C(NAME=value) on the server. C(null) removes a variable."""

    ansible = {"type": "dict"}

    def apply(self, change, current, default):
        found = dict(self.canonical(current) or {})
        for name, value in (change.value or {}).items():
            found.pop(name, None)
            if value is not None:
                check_variable(change.path, name, value)
                found[name] = str(value)
        return found

    def validate(self, change, default):
        self.apply(change, None, default)

    def canonical(self, wire):
        if isinstance(wire, dict):
            return wire or None
        return dict(line.partition("=")[::2] for line in (wire or "").split("\n") if line) or None

    def show(self, wire):
        return sorted(self.canonical(wire) or {})


def fill_port(options, path):
    """Fill a port's defaults. Raises BadInput for one that Dokploy publishes itself."""
    target = options.get("target_port") or options["published_port"]
    if target in OWN_PORTS:
        raise BadInput("%s: Dokploy publishes the ports 80 and 443 of Traefik itself" % path)
    if not all(1 <= one <= 65535 for one in (target, options["published_port"])):
        raise BadInput("%s: a port lies between 1 and 65535" % path)
    return dict(options, target_port=target, protocol=options.get("protocol") or "tcp")


PORTS = Rows(
    Field("published_port", "publishedPort", INT, more={"required": True}), Field("target_port", "targetPort", INT),
    Field("protocol", "protocol", TEXT, default="tcp", more={"choices": ["tcp", "udp", "sctp"]}), fills=fill_port)
CONTAINER_ENV = ContainerEnv()
