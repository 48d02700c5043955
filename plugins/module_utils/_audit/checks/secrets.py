# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks where secrets are stored, by the names of variables only. Pure."""

from __future__ import annotations

from ..._dotenv import parser as _dotenv
from ..._resources.application import READS_ENV
from ..names import is_secret
from ..check import APPLICATION, Check, HIGH, MEDIUM


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
