# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks images, their registries, and whether an earlier version can be restored. Pure."""

from __future__ import annotations

from ..._common.masking import hide_userinfo
from . import compose
from ..names import describe_image, find_private_registry, lacks_version
from ..check import APPLICATION, Check, LOW, MEDIUM, SERVICE


def find_missing_registry_credentials(app):
    registry = find_private_registry(app.image)
    if registry and not (app.record.get("username") and app.record.get("password")):
        yield "", "its image comes from %s, and no user and password are saved for it" % hide_userinfo(registry)


def find_latest_tag(app):
    if app.image and lacks_version(app.image):
        yield "", "its image is %s" % describe_image(app.image)


def find_update_without_rollback(app):
    update = app.record.get("updateConfigSwarm")
    if update is None:
        if app.version is not None and app.version < (0, 29, 0):
            yield "", "no update configuration is saved, and this version of Dokploy pauses an update that fails"
    elif (update.get("FailureAction") or "pause") != "rollback":
        yield "", "an update that fails is followed by: %s" % (update.get("FailureAction") or "pause")


def find_rollback_without_registry(app):
    if app.record.get("rollbackActive") and not app.record.get("rollbackRegistryId"):
        yield "", "rollbacks are enabled without a registry"


def find_unkept_versions(app):
    if app.built and app.production and not app.record.get("rollbackActive"):
        yield "", "it is built in the environment %s, and no earlier version is kept" % ((app.record.get("environment") or {}).get("name"))


CHECKS = (
    Check("registry_credentials", MEDIUM, APPLICATION, find_missing_registry_credentials,
          "A private registry refuses the next pull, on a new node or after a clean-up, when nobody expects it.",
          "Set source.registry, or source.registry_url, source.username, and source.password; for a compose service, save the registry: dokploy_registry.",
          examine_compose=compose.find_missing_registry_credentials),
    Check("latest_tag", MEDIUM, SERVICE, find_latest_tag,
          "The version behind latest changes: a restart on another node can start another version, and no known version can be restored.",
          "Name a version, or a digest.", examine_compose=compose.find_latest_tag),
    Check("update_without_rollback", MEDIUM, APPLICATION, find_update_without_rollback,
          "A new version that fails then stays, or continues to replace the working one.",
          "Set update_config.failure_action to rollback."),
    Check("rollback_without_registry", MEDIUM, APPLICATION, find_rollback_without_registry,
          "Rollbacks of Dokploy are enabled, and without a registry Dokploy keeps no version to roll back to.",
          "Choose a registry for rollbacks, or disable them."),
    Check("no_version_kept", LOW, APPLICATION, find_unkept_versions,
          "Each build overwrites the previous image, so the previous version can only be restored by building it again.",
          "Enable rollbacks, with a registry that keeps each version."),
)
