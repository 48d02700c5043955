# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks certificates and clean-ups of the server. Pure."""

from __future__ import annotations

from ..._common.certificates import read_certificate_end
from ..._common.timestamps import parse_iso8601, to_iso8601
from ..check import Check, HIGH, LOW, MEDIUM, SERVER, Undecided


def find_ending_certificates(server):
    """Yield each certificate that expired or soon expires."""
    rows = server.require_part(server.certificates)
    if server.now is None:
        raise Undecided("the server does not tell its time")
    unreadable = []
    for row in rows or []:
        name = str(row.get("name") or "")
        try:
            left = int((read_certificate_end(row.get("certificateData")) - server.now) // 86400)
        except ValueError as exc:
            unreadable.append("%s: %s" % (name, exc))
            continue
        if left < 0:
            yield name, "the certificate %s has expired" % name
        elif left < server.certificate_days:
            yield name, "the certificate %s expires in %d days" % (name, left)
    if unreadable:
        raise Undecided("; ".join(unreadable))


def find_missing_docker_cleanup(server):
    settings = server.require_part(server.settings)
    if settings.get("enableDockerCleanup") is False:
        yield "", "the daily clean-up of Docker is disabled"
    for row in server.require_part(server.servers) or []:
        if row.get("enableDockerCleanup") is False:
            yield str(row.get("name") or ""), "the daily clean-up of Docker is disabled on the server %s" % row.get("name")


def find_missing_log_cleanup(server):
    settings = server.require_part(server.settings)
    if "logCleanupCron" in settings and not settings["logCleanupCron"]:
        yield "", "logs are never cleaned up"


def find_missing_failure_notification(server):
    rows = server.require_part(server.notifications) or []
    if not rows:
        yield "", "no notification is set up: nobody learns of a deployment or a backup that fails"
        return
    for key, what in (("appBuildError", "deployment"), ("databaseBackup", "backup")):
        if not any(row.get(key) for row in rows):
            yield what, "no notification is sent for a %s that fails" % what


def find_missing_two_factor(server):
    for row in server.require_part(server.users) or []:
        user = row.get("user") or {}
        if user.get("twoFactorEnabled") is False and row.get("role") in ("owner", "admin"):
            yield str(user.get("email") or ""), "%s %s signs in without a second factor" % (row.get("role"), user.get("email"))


def find_expired_keys(server):
    """Yield each API key that expired or soon expires."""
    user = server.require_part(server.user)
    keys = ((user or {}).get("user") or {}).get("apiKeys")
    if keys is None:
        raise Undecided("this server does not show API keys")
    if server.now is None:
        raise Undecided("the server does not tell its time")
    for key in keys:
        ends = parse_iso8601(key.get("expiresAt"))
        name = str(key.get("name") or "")
        if ends is not None and ends < server.now:
            yield name, "the API key %s has expired on %s" % (name, to_iso8601(ends)[:10])
        elif ends is not None and ends - server.now < server.certificate_days * 86400:
            yield name, "the API key %s expires in %d days" % (name, (ends - server.now) // 86400)


CHECKS = (
    Check("certificate_ends", HIGH, SERVER, find_ending_certificates,
          "After the expiry, browsers and clients refuse every page with this certificate.",
          "Replace the certificate before that day."),
    Check("docker_cleanup", MEDIUM, SERVER, find_missing_docker_cleanup,
          "Images and containers of every deployment stay until the disk is full, and then every deployment fails.",
          "Enable the daily clean-up of Docker in Dokploy's settings: docker_cleanup of dokploy_settings."),
    Check("log_cleanup", LOW, SERVER, find_missing_log_cleanup,
          "The access log of Traefik grows until the disk is full.",
          "Enable the clean-up of logs in Dokploy's settings: log_cleanup_cron of dokploy_settings."),
    Check("failure_notification", MEDIUM, SERVER, find_missing_failure_notification,
          "Without it, the users are the first to notice a deployment or a backup that fails.",
          "Add a notification with app_build_error and database_backup: dokploy_notification."),
    Check("two_factor", MEDIUM, SERVER, find_missing_two_factor,
          "A guessed or stolen password is then enough to control all servers.",
          "Enable two-factor authentication in the user's profile in Dokploy."),
    Check("api_key_expired", MEDIUM, SERVER, find_expired_keys,
          "Clients that use the key fail from that day on; expired keys in the list hide the ones in use.",
          "Create a new key (dokploy_api_key), give it to its users, and remove the old one."),
)
