# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks options of mounts, ports and other children before any request."""

from __future__ import annotations

import re

from .._common.errors import BadInput

# Type of mount -> its suboptions; the first one is required.
MOUNTED = {"volume": ("volume_name",), "bind": ("host_path",), "file": ("file_path", "content")}


def check_mount(child):
    """Check a mount -> the mount, C(source) resolved."""
    kind, path = child["type"], child.get("mount_path") or ""
    if child.get("source") and kind in ("volume", "bind"):
        name = MOUNTED[kind][0]
        if child.get(name) not in (None, child["source"]):
            raise BadInput("mounts: source and %s of %s differ" % (name, path))
        child = dict(child, **{name: child["source"]})
    if not path.startswith("/"):
        raise BadInput("mounts: the mount_path %r must begin with a slash" % path)
    if not child.get(MOUNTED[kind][0]):
        raise BadInput("mounts: %s of type %s needs %s" % (path, kind, MOUNTED[kind][0]))
    for other, names in MOUNTED.items():
        for name in names:
            if other != kind and child.get(name) is not None:
                raise BadInput("mounts: %s belongs to type %s, and %s is of type %s" % (name, other, path, kind))
    if kind == "bind" and not child["host_path"].startswith("/"):
        raise BadInput("mounts: the host_path %r of %s must begin with a slash" % (child["host_path"], path))
    if kind == "file" and ".." in child["file_path"].split("/"):
        raise BadInput("mounts: the file_path %r of %s must not leave the service's directory" % (child["file_path"], path))
    return child


def check_port(child, path="ports"):
    """Check a port -> the port."""
    for name in ("published_port", "target_port"):
        if not 1 <= child[name] <= 65535:
            raise BadInput("%s: %s must be between 1 and 65535; it is %d" % (path, name, child[name]))
    return child


def check_labels(value, path, ours="community.dokploy."):
    """Convert labels to texts; the prefix C(ours) is reserved."""
    for key, one in value.items():
        if isinstance(one, bool) or not isinstance(one, (str, int)):
            raise BadInput("%s.%s must be a text: quote it" % (path, key))
        if str(key).startswith(ours):
            raise BadInput("%s.%s: labels that begin with %s are reserved for this collection" % (path, key, ours))
    return {str(key): str(one) for key, one in value.items()}


def check_ulimit(child, path):
    """Check a limit -> the limit; the default hard one is the soft one."""
    hard = child["soft"] if child.get("hard") is None else child["hard"]
    if child["soft"] < -1 or hard < -1 or hard != -1 and (child["soft"] == -1 or child["soft"] > hard):
        raise BadInput("%s: %s must have a soft limit that is not above the hard one; -1 is without limit" % (path, child["name"]))
    return dict(child, hard=hard)


def refuse_healthcheck_test(value, path):
    """Raise BadInput with the reason why this is not a valid test of a health check."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BadInput("%s must be a list of texts such as [CMD, wget, -qO-, http://localhost/], or one text for the shell" % path)
    raise BadInput("%s must begin with CMD, CMD-SHELL or NONE; it begins with %r" % (path, value[0]))


def check_release(value, path):
    """Check a version, which Dokploy puts into a shell."""
    if not re.match(r"^[0-9]+(\.[0-9]+)*$", value):
        raise BadInput("%s must be a version in numbers, such as 0.15.4, without a v; it is %r" % (path, value))
    return value


def check_wildcard(value, path):
    """Check the wildcard domain of previews."""
    if not re.match(r"^\*(\.[A-Za-z0-9-]+)+$", value):
        raise BadInput("%s must begin with *. and continue as a domain, such as *.preview.example.com; it is %r" % (path, value))
    return value


def check_filled(child, option, *names):
    """Check that some texts of a child are not empty."""
    for name in names:
        if not child[name]:
            raise BadInput("%s: %s must not be empty" % (option, name))
    return child
