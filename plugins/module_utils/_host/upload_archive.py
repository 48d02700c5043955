# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the archive of a directory or a zip file of the task's host: its files, its digest, its form upload.

The digest covers names and contents, not the archive: it is the same on every host.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import stat
import struct
import tempfile
import zipfile
import zlib

from .._common.errors import BadInput, TaskFailed
from .source_files import list_source_files

try:
    from lzma import LZMAError
except ImportError:     # this Python cannot read such a zip file
    LZMAError = zlib.error

# The paths that Dokploy accepts since ACCEPTED_NAMES_SINCE. It rejects the whole upload for one other path, and calls that "leaves its folder".
ACCEPTED_NAMES, ACCEPTED_NAMES_SINCE = re.compile(r"[\w/. :[\]-]{1,400}\Z", re.ASCII), "0.29.3"
CHUNK = 1024 * 1024
UNREADABLE = (OSError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error, LZMAError)


class SourceMissing(BadInput):
    """C(source.src) does not exist on the task's host."""


class UploadArchive:
    """The files of a directory or a zip that belong to an upload, and the digest of their names and contents."""

    def __init__(self, path, dockerfile, server_checks_names=lambda: True):
        """Read C(path). C(server_checks_names()) returns whether the server rejects names outside of ACCEPTED_NAMES; called only if there are any."""
        if not os.path.isabs(path):
            raise BadInput("source.src: %r is not an absolute path: start it with a slash, or with {{ playbook_dir }} where the task is delegated" % path)
        self.path = os.path.normpath(path)
        if not os.path.exists(self.path):
            raise SourceMissing("source.src: %s does not exist on the host that the task runs on" % self.path)
        try:
            self._files = list_source_files(self.path, dockerfile)
            self.names = self._files.names
            self._check_names(server_checks_names)
            self.digest = self.copy_to(None)
        except UNREADABLE as exc:
            raise BadInput("source.src: %s cannot be read: %s" % (self.path, exc)) from exc

    def _check_names(self, server_checks_names):
        if not self.names:
            raise BadInput("source.src: no file exists in %s" % self.path)
        refused = [name for name in self.names if not ACCEPTED_NAMES.match(name)]
        if refused and (server_checks_names() or any(0xd800 <= ord(one) < 0xe000 for name in refused for one in name)):
            raise BadInput("source.src: Dokploy rejects paths with other characters than ASCII letters, digits, spaces and _ / . : [ ] -: "
                           "%s%s; nothing was changed" % (", ".join(refused[:5]), " and %d more" % (len(refused) - 5) if len(refused) > 5 else ""),
                           next_step="Rename it, or leave it out by .dockerignore.")

    def copy_to(self, archive):
        """Write every file into an open archive, if any -> the digest of the files."""
        whole = hashlib.sha256()
        with self._files.open_all() as open_file:
            for name in self.names:
                one, info = hashlib.sha256(), zipfile.ZipInfo(name)
                info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o644) << 16, 3
                with open_file(name) as source, archive.open(info, "w", force_zip64=True) if archive else contextlib.nullcontext() as target:
                    for chunk in iter(lambda handle=source: handle.read(CHUNK), b""):
                        one.update(chunk)
                        if target is not None:
                            target.write(chunk)
                whole.update(b"%s\0%s\n" % (name.encode("utf-8", "surrogateescape"), one.hexdigest().encode("ascii")))
        return whole.hexdigest()

    @contextlib.contextmanager
    def open_form(self, fields):
        """Pack the files into a form with C(fields) -> (content type, body). Fails if the files changed since they were read."""
        boundary = "community.dokploy-%s" % self.digest[:32]
        head = "".join('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary, name, value) for name, value in fields.items())
        head += '--%s\r\nContent-Disposition: form-data; name="zip"; filename="drop.zip"\r\nContent-Type: application/zip\r\n\r\n' % boundary
        with tempfile.TemporaryFile() as packed:
            try:
                with zipfile.ZipFile(packed, "w") as archive:
                    same = self.copy_to(archive) == self.digest
            except UNREADABLE:
                same = False
            if not same:
                raise TaskFailed("source.src: the files in %s changed while the task ran" % self.path, phase="queued", next_step="Run the task again.")
            yield "multipart/form-data; boundary=%s" % boundary, FormBody(head.encode("utf-8"), packed, b"\r\n--%s--\r\n" % boundary.encode("ascii"))


class FormBody:
    """The body of a form: text, file and text, read as one stream without holding it in memory."""

    def __init__(self, head, packed, tail):
        self.len = len(head) + packed.tell() + len(tail) if packed.seek(0, io.SEEK_END) is not None else 0
        packed.seek(0)
        self._parts = [io.BytesIO(head), packed, io.BytesIO(tail)]

    def read(self, size=-1):
        while self._parts:
            chunk = self._parts[0].read(size)
            if chunk:
                return chunk
            del self._parts[0]
        return b""
