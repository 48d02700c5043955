# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Recognizes secrets by the names of variables, and missing versions by the names of images. Pure."""

from __future__ import annotations

import re

_SECRET = re.compile(
    r"(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY)", re.IGNORECASE)
# Names that contain a word for secrets, but have other values.
_NO_SECRET = re.compile(
    r"(PUBLIC|(_|^)(URL|URI|HOST|FILE|PATH|NAME|ID|TTL|EXPIRY|EXPIRES|EXPIRES_IN|LENGTH|HEADER|ENABLED|TYPE|ISSUER|ALGORITHM)$)", re.IGNORECASE)

# URLs that usually contain a password.
_WITH_PASSWORD = re.compile(r"(^|_)(DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ)_UR[LI]$", re.IGNORECASE)

# Registries whose images are usually pulled without credentials.
_PUBLIC = ("docker.io", "index.docker.io", "registry-1.docker.io", "ghcr.io", "quay.io", "gcr.io", "registry.k8s.io", "mcr.microsoft.com", "public.ecr.aws",
           "lscr.io", "docker.elastic.co", "nvcr.io", "registry.gitlab.com", "codeberg.org")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def is_secret(name):
    """Return whether a variable's name indicates a secret value."""
    return bool(_SECRET.search(name)) and not _NO_SECRET.search(name) or bool(_WITH_PASSWORD.search(name))


def lacks_version(image):
    """Return whether an image has no digest, and the tag C(latest) or none."""
    last = image.rsplit("/", 1)[-1]
    return "@" not in image and (":" not in last or last.endswith(":latest"))


def describe_image(image):
    """Describe an image without a version, which may have no tag."""
    return image if ":" in image.rsplit("/", 1)[-1] else image + ", which means latest"


def registry_of(image):
    """Return the registry in an image's name, or "" for Docker Hub."""
    first, slash, dummy = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else ""


def find_private_registry(image):
    """Return the registry in an image's name if it is one whose images usually require credentials, or ""."""
    registry = registry_of(image)
    return "" if registry.lower() in _PUBLIC or registry.rsplit(":", 1)[0] in _LOOPBACK else registry
