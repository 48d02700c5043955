# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads and writes the files of Traefik's directory on one server, through Dokploy's API or on the task's host.

All three classes have C(read), C(write) and C(write_needs); the two directories also C(read_all).
"""

from __future__ import annotations

import os

from .._common.errors import ApiError, DokployError, NotFound, PermissionMissing
from .document import EXTENSIONS
from .host_files import LockedDirectory
from .static_config import StaticConfig

DIRECTORY = "/etc/dokploy/traefik/dynamic"
STATIC = "traefik.yml"


class ServerDirectory:
    """Traefik's directory on Dokploy's own server, or on the one with C(server_id). Files of no application need the permission traefikFiles.read."""

    def __init__(self, backend, server_id=None):
        self.client, self.backend, self.server_id = backend.client, backend, server_id
        self._listed = None

    def _list(self):
        """List {path below the directory: absolute path}, and the path of Traefik's own configuration; read once."""
        if self._listed is None:
            tree = self.client.read("settings.readDirectories", serverId=self.server_id)
            files, static = {}, None
            for one in tree or []:
                if one.get("name") == "dynamic":
                    for path in _list_files(one.get("children") or []):
                        files[path[len(one["id"]) + 1:]] = path
                    self.root = one["id"]
                elif one.get("name") == STATIC:
                    static = one.get("id")
            self._listed = files, static
        return self._listed

    root = DIRECTORY

    def read_all(self):
        """Read ({name: text} of every YAML file, StaticConfig, names of Traefik's unreadable files). Raises PermissionMissing."""
        files, static = self._list()
        names = [name for name in sorted(files) if name.lower().endswith(EXTENSIONS)]
        others = [name for name in sorted(files) if name.lower().endswith(".toml")]
        calls = [("settings.readTraefikFile", {"path": files[name], "serverId": self.server_id}) for name in names]
        batch = self.client.batch(*calls, *([("settings.readTraefikFile", {"path": static, "serverId": self.server_id})] if static else []))
        texts = {}
        for index, name in enumerate(names):
            try:
                text = batch[index]
            except ApiError as exc:
                if isinstance(exc, PermissionMissing):
                    raise
                others.append(name)
                continue
            if isinstance(text, str):
                texts[name] = text
        own = batch.get(len(names), ApiError) if static else None
        return texts, StaticConfig.from_text(own), others

    def read(self, name):
        """Read the text of one file; None if it does not exist."""
        files, dummy = self._list()
        if name not in files:
            return None
        try:
            text = self.client.read("settings.readTraefikFile", path=files[name], serverId=self.server_id)
        except NotFound:
            return None
        return text if isinstance(text, str) else None

    def write(self, name, text):
        """Store one file. Dokploy rejects an empty text here."""
        files, dummy = self._list()
        path = files.get(name) or "%s/%s" % (self.root, name)
        body = {"path": path, "traefikConfig": text or "# empty\n"}
        self.backend.call("settings.updateTraefikFile", dict(body, serverId=self.server_id) if self.server_id else body)
        self._listed = None

    write_needs = "settings.updateTraefikFile"


class ApplicationFile:
    """The file of one application, which a key with access to it and traefikFiles may read and write."""

    write_needs = "application.updateTraefikConfig"

    def __init__(self, backend, application_id):
        self.client, self.backend, self.application_id = backend.client, backend, application_id

    def read(self, dummy=None):
        text = self.client.read("application.readTraefikConfig", applicationId=self.application_id)
        return text if isinstance(text, str) else None

    def write(self, dummy, text):
        self.backend.call(self.write_needs, {"applicationId": self.application_id, "traefikConfig": text})


class HostDirectory:
    """Traefik's directory on the task's host, without Dokploy's API. A context manager."""

    write_needs, server_id = None, None

    def __init__(self, path):
        self.path, self._files = path, LockedDirectory(path)
        self._seen = {}

    def __enter__(self):
        self._files.__enter__()
        return self

    def __exit__(self, *more):
        self._files.__exit__(*more)

    def remove_leftovers(self):
        """Remove the temporary files of killed tasks, which contain secrets."""
        self._files.remove_leftovers()

    def read(self, name):
        self._seen[name] = self._files.read(name)
        return self._seen[name].text if self._seen[name] else None

    def write(self, name, text):
        self._files.write(name, text, expected=self._seen.get(name))

    def read_all(self):
        """Do the same as ServerDirectory.read_all. Links, files that are too large or not text, and files in subdirectories are returned as unreadable."""
        texts, others = {}, []
        for entry in self._files.list_entries():
            if entry.kind == "directory":
                others += ["%s/%s" % (entry.name, name) for name in self._list_files_below(entry.name)]
            elif entry.read_by_traefik and entry.name.lower().endswith(EXTENSIONS):
                try:
                    texts[entry.name] = self._files.read(entry.name).text
                except (DokployError, AttributeError):
                    others.append(entry.name)
            elif entry.read_by_traefik:
                others.append(entry.name)
        try:
            with open(os.path.join(os.path.dirname(os.path.abspath(self.path)), STATIC), encoding="utf-8") as handle:
                static = StaticConfig.from_text(handle.read())
        except (OSError, UnicodeDecodeError):
            static = StaticConfig()
        return texts, static, others

    def _list_files_below(self, directory):
        for _path, _dirs, names in os.walk(os.path.join(self.path, directory)):
            yield from (name for name in names if name.endswith(EXTENSIONS + (".toml",)))


def _list_files(children):
    for one in children:
        if one.get("type") == "directory":
            yield from _list_files(one.get("children") or [])
        elif isinstance(one.get("id"), str):
            yield one["id"]
