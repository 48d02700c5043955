# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks certificates and clean-ups of the server. Pure. Private to this collection."""

from __future__ import annotations

from ..._common.certificates import read_certificate_end
from ..check import Check, HIGH, LOW, MEDIUM, SERVER, Unknown


def find_ending_certificates(server):
    rows = server.require_part(server.certificates)
    if server.now is None:
        raise Unknown("the server does not tell its time")
    unreadable = []
    for row in rows or []:
        name = str(row.get("name") or "")
        try:
            left = int((read_certificate_end(row.get("certificateData")) - server.now) // 86400)
        except ValueError as exc:
            unreadable.append("%s: %s" % (name, exc))
            continue
        if left < 0:
            yield name, "the certificate %s has ended" % name
        elif left < server.certificate_days:
            yield name, "the certificate %s ends in %d days" % (name, left)
    if unreadable:
        raise Unknown("; ".join(unreadable))


def find_missing_docker_cleanup(server):
    settings = server.require_part(server.settings)
    if settings.get("enableDockerCleanup") is False:
        yield "", "the daily clean-up of Docker is off"
    for row in server.require_part(server.servers) or []:
        if row.get("enableDockerCleanup") is False:
            yield str(row.get("name") or ""), "the daily clean-up of Docker is off on the server %s" % row.get("name")


def find_missing_log_cleanup(server):
    settings = server.require_part(server.settings)
    if "logCleanupCron" in settings and not settings["logCleanupCron"]:
        yield "", "logs are never cleaned up"


CHECKS = (
    Check("certificate_ends", HIGH, SERVER, find_ending_certificates,
          "When a certificate has ended, browsers and clients refuse every page behind it.",
          "Replace it before that day."),
    Check("docker_cleanup", MEDIUM, SERVER, find_missing_docker_cleanup,
          "Images and containers of every deployment stay until the disk is full, and then nothing is deployed any more.",
          "Switch the daily clean-up of Docker on in Dokploy's settings."),
    Check("log_cleanup", LOW, SERVER, find_missing_log_cleanup,
          "The access log of Traefik grows until the disk is full.",
          "Switch the clean-up of logs on in Dokploy's settings."),
)
