# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Dokploy itself, each with a call of its own. Dokploy stores any text as a schedule, and never runs one that it cannot read.

Private to this collection.
"""

from __future__ import annotations

import re

from .._common.errors import BadInput
from .._dotenv.editor import check_variable, render_env
from .._model.kinds import BOOL, INT, NOTHING, TEXT, Kind, Rows
from .._model.resource import Field, Resource, Write
from .._model.text_kinds import CRON, CheckedText

OWN_PORTS = (80, 443)           # of Traefik, which Dokploy publishes itself


class ContainerEnv(Kind):
    """The variables of a container: a dict on our side, C(NAME=value) lines as Docker has them on the server's. C(null) removes one."""

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
    """A port with its defaults. Raises BadInput for one that Dokploy publishes itself."""
    target = options.get("target_port") or options["published_port"]
    if target in OWN_PORTS:
        raise BadInput("%s: Dokploy publishes the ports 80 and 443 of Traefik itself" % path)
    if not all(1 <= one <= 65535 for one in (target, options["published_port"])):
        raise BadInput("%s: a port lies between 1 and 65535" % path)
    return dict(options, target_port=target, protocol=options.get("protocol") or "tcp")


PORTS = Rows(
    Field("published_port", "publishedPort", INT, more={"required": True}), Field("target_port", "targetPort", INT),
    Field("protocol", "protocol", TEXT, default="tcp", more={"choices": ["tcp", "udp", "sctp"]}), fills=fill_port)
EMAIL = CheckedText(lambda text: "" if re.match(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z", text) else "%r is no e-mail address" % text)
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
DOMAIN = CheckedText(lambda text: "" if len(text) <= 253 and re.match(r"%s(\.%s)*\Z" % (LABEL, LABEL), text) else (
    "%r is no name of a host, such as dokploy.example.com" % text))


def find_wrong_settings(options, record):
    number = options.get("builds_concurrency")
    if number is not None and not 1 <= number <= 100:
        return "builds_concurrency must lie between 1 and 100"
    stored = record or {}
    domain = stored.get("host") if options.get("domain") is None else options["domain"]
    https = stored.get("https") if options.get("https") is None else options["https"]
    if https and not domain and (options.get("https") or options.get("domain") is not None):
        return "https requires domain"
    email = options.get("lets_encrypt_email") or stored.get("letsEncryptEmail")
    return "certificate letsencrypt requires lets_encrypt_email" if options.get("certificate") == "letsencrypt" and not email else ""


def pack_settings(resource, body):
    if "logCleanupCron" in body:
        return {"cronExpression": body["logCleanupCron"]}
    if "host" in body:
        return dict(body, host=body["host"] or "", letsEncryptEmail=body["letsEncryptEmail"] or "", https=bool(body["https"]),
                    certificateType=body["certificateType"] or "none")
    return {"env": render_env(body["env"] or {})} if "env" in body else body


SETTINGS = Resource(
    kind="settings",
    plural="settings",
    id="id",
    name="host",
    single=True,
    states=("present",),
    addressing={"project": {"type": "str"}, "environment": {"type": "str"}},
    fields=(
        Field("domain", "host", DOMAIN, effect=NOTHING, default=""),
        Field("https", "https", BOOL, effect=NOTHING, default=False),
        Field("certificate", "certificateType", TEXT, effect=NOTHING, clearable=False, more={"choices": ["none", "letsencrypt", "custom"]}),
        Field("lets_encrypt_email", "letsEncryptEmail", EMAIL, effect=NOTHING, default=""),
        Field("server_ip", "serverIp", effect=NOTHING, default=""),
        Field("docker_cleanup", "enableDockerCleanup", BOOL, effect=NOTHING),
        Field("log_cleanup_cron", "logCleanupCron", CRON, effect=NOTHING, default=""),
        Field("builds_concurrency", "buildsConcurrency", INT, effect=NOTHING, clearable=False, since="0.29.9"),
        Field("access_log", "enable", BOOL, effect=NOTHING, default=False),
        Field("traefik_env", "env", ContainerEnv(), effect=NOTHING, secret="values"),
        Field("traefik_ports", "additionalPorts", PORTS, effect=NOTHING, default=[]),
    ),
    renames=False,
    listing="settings.getWebServerSettings",
    updates=(Write("settings.assignDomainServer", always=("host", "https", "certificateType", "letsEncryptEmail")),
             Write("settings.updateServerIp", always=("serverIp",)), Write("settings.updateDockerCleanup", always=("enableDockerCleanup",)),
             Write("settings.updateLogCleanup", always=("logCleanupCron",)), Write("settings.updateBuildsConcurrency", always=("buildsConcurrency",)),
             Write("settings.toggleRequests", always=("enable",)), Write("settings.writeTraefikEnv", always=("env",)),
             Write("settings.updateTraefikPorts", always=("additionalPorts",))),
    pack=pack_settings,
    refuse=find_wrong_settings,
)
