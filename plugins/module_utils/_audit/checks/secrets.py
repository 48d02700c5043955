# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks where secrets are stored, by the names of variables only. Pure."""

from __future__ import annotations

import re

from ..._dotenv import parser as _dotenv
from ..._resources.application import READS_ENV
from ..check import APPLICATION, Check, HIGH, MEDIUM


_SECRET = re.compile(
    r"(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY)", re.IGNORECASE)
# Names that contain such a word without being a secret.
_NO_SECRET = re.compile(
    r"(PUBLIC|(_|^)(URL|URI|HOST|FILE|PATH|NAME|ID|TTL|EXPIRY|EXPIRES|EXPIRES_IN|LENGTH|HEADER|ENABLED|TYPE|ISSUER|ALGORITHM)$)", re.IGNORECASE)

# URLs that usually contain a password.
_WITH_PASSWORD = re.compile(r"(^|_)(DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ)_UR[LI]$", re.IGNORECASE)


def is_secret(name):
    """Return whether a variable's name indicates a secret value."""
    return bool(_SECRET.search(name)) and not _NO_SECRET.search(name) or bool(_WITH_PASSWORD.search(name))


def find_secret_build_args(app):
    if not app.built:
        return
    for name in sorted(_dotenv.parse_env(app.record.get("buildArgs"))):
        if is_secret(name):
            yield name, "the build argument %s looks like a secret" % name


def find_secret_build_env(app):
    if not app.built:
        return
    kind = app.record.get("buildType")
    if kind not in READS_ENV and app.record.get("createEnvFile") is False:
        return
    for name in sorted(_dotenv.parse_env(app.record.get("env"))):
        if is_secret(name):
            yield name, "the variable %s looks like a secret, and the build %s" % (name, "reads it" if kind in READS_ENV else "finds it in its .env file")


CHECKS = (
    Check("secret_in_build_args", HIGH, APPLICATION, find_secret_build_args,
          "Build arguments stay readable in the history of the image, for everybody who can pull it.",
          "Move it to build_secrets, and change its value."),
    Check("secret_in_build_env", MEDIUM, APPLICATION, find_secret_build_env,
          "The build sees every variable of a built application, and can leave it in the image, as a .env file or in its history.",
          "Set build.create_env_file to false where a Dockerfile is built, and move what the build itself needs to build_secrets."),
)
