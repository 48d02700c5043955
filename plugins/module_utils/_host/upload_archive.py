# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the archive of a directory or a zip of the task's host: its files, its digest, its form upload. Private to this collection.

The digest covers names and contents, not the archive: it is the same wherever the archive is made.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import stat
import tempfile
import zipfile
import zlib

from .._common.errors import BadInput, TaskFailed
from .dockerignore import DockerIgnore

# The paths that Dokploy accepts since ACCEPTED_NAMES_SINCE. It rejects the whole upload for one other path, and calls that "leaves its folder".
ACCEPTED_NAMES, ACCEPTED_NAMES_SINCE = re.compile(r"[\w/. :[\]-]{1,400}\Z", re.ASCII), "0.29.3"
CHUNK = 1024 * 1024
UNREADABLE = (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)


class SourceMissing(BadInput):
    """C(source.src) does not exist on the task's host."""


class UploadArchive:
    """The files of a directory or a zip that belong to an upload, and the digest of their names and contents."""

    def __init__(self, path, dockerfile, server_checks_names=lambda: True):
        """Read C(path). C(server_checks_names) says whether the server is one that rejects other than ACCEPTED_NAMES; asked only where that matters."""
        if not os.path.isabs(path):
            raise BadInput("source.src: %r is no absolute path: begin it with a slash, or with {{ playbook_dir }} where the task is delegated" % path)
        self.path = os.path.normpath(path)
        if not os.path.exists(self.path):
            raise SourceMissing("source.src: %s is not there, on the host that the task runs on" % self.path)
        try:
            files = _of_folder(self.path, dockerfile) if os.path.isdir(self.path) else _of_zip(self.path, dockerfile)
            self.files = dict(sorted(files.items()))    # name -> function that opens it
            for name, entry in self.files.items():
                if isinstance(entry, str):
                    raise BadInput("source.src: %s %s; nothing was changed" % (name, entry))
            self._check_names(server_checks_names)
            self.digest = self.copy_to(None)
        except UNREADABLE as exc:
            raise BadInput("source.src: %s cannot be read: %s" % (self.path, exc)) from exc

    def _check_names(self, server_checks_names):
        if not self.files:
            raise BadInput("source.src: there is no file in %s" % self.path)
        refused = [name for name in self.files if not ACCEPTED_NAMES.match(name)]
        if refused and (server_checks_names() or any(0xd800 <= ord(one) < 0xe000 for name in refused for one in name)):
            raise BadInput("source.src: Dokploy takes no file whose path holds other characters than letters of ASCII, digits and _ / . : [ ] - and spaces: "
                           "%s%s; nothing was changed" % (", ".join(refused[:5]), " and %d more" % (len(refused) - 5) if len(refused) > 5 else ""),
                           next_step="Rename it, or leave it out by .dockerignore.")

    def copy_to(self, archive):
        """Write every file into an open archive, or into none -> the digest of what was read."""
        whole = hashlib.sha256()
        for name, opened in self.files.items():
            one, info = hashlib.sha256(), zipfile.ZipInfo(name)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o644) << 16, 3
            with opened() as source, archive.open(info, "w", force_zip64=True) if archive else contextlib.nullcontext() as target:
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
    """The body of a form: text, file and text, read as one without holding it in memory."""

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


def _of_folder(root, dockerfile):
    """{name: function that opens it, or why it cannot be taken}. A link that stays within the folder is what it leads to."""
    real, found = os.path.realpath(root), {}
    rules = os.path.realpath(os.path.join(real, ".dockerignore"))
    inside = rules.startswith(real.rstrip(os.sep) + os.sep) and os.path.isfile(rules)
    ignored = DockerIgnore(_text(lambda: _opened(rules)) if inside else "", dockerfile)

    def walk(folder, prefix, above):
        for entry in sorted(os.scandir(folder), key=lambda one: one.name):
            name = prefix + entry.name
            if entry.name == ".git" or ignored(name) and not (ignored.keeps and entry.is_dir(follow_symlinks=False)):
                continue
            target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(folder, entry.name)
            if entry.is_symlink() and target != real and not target.startswith(real.rstrip(os.sep) + os.sep):
                found[name] = "is a link that leaves the folder"
            elif entry.is_symlink() and not os.path.exists(target):
                found[name] = "is a link that leads nowhere"
            elif entry.is_dir() and target in above:
                found[name] = "is a link to a folder that it lies in"
            elif entry.is_dir():
                walk(target, name + "/", above | {target})
            elif entry.is_file():
                found[name] = lambda path=target: _opened(path)
            else:
                found[name] = "is no file but a device, a pipe or a socket"
    walk(real, "", frozenset({real}))
    return found


def _opened(path):
    """A regular file, whatever takes its place in the meantime."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("%s is no regular file any more" % path)
    return os.fdopen(handle, "rb")


def _of_zip(path, dockerfile):
    """As of a folder. Where the zip says that all lies in one folder, that folder counts as the root, as it does for Dokploy."""
    if not os.path.isfile(path):
        raise BadInput("source.src: %s is neither a folder nor a file" % path)
    found = {}
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.filename.startswith("__MACOSX")]
    top = [info for info in infos if info.filename.rstrip("/").count("/") == 0]
    begin = top[0].filename if len(top) == 1 and top[0].is_dir() else ""
    for info in infos:
        name = info.filename[len(begin):] if info.filename.startswith(begin) else info.filename
        kind = stat.S_IFMT(info.external_attr >> 16)
        if name.startswith("/") or "\\" in name or re.match(r"[A-Za-z]:", name) or {"..", "."} & set(name.split("/")) or "//" in name:
            raise BadInput("source.src: %s in %s lies outside; nothing was changed" % (info.filename, path))
        if info.is_dir():
            continue
        if kind not in (0, stat.S_IFREG):
            found[name] = "is a link" if kind == stat.S_IFLNK else "is no file but a device, a pipe or a socket"
        elif name in found:
            found[name] = "is twice in the zip"
        elif info.flag_bits & 1:
            found[name] = "is encrypted"
        else:
            found[name] = lambda member=info.filename: _Member(path, member)
    ignored = DockerIgnore(_text(found[".dockerignore"]) if ".dockerignore" in found else "", dockerfile)
    return {name: entry for name, entry in found.items() if ".git" not in name.split("/") and not ignored(name)}


class _Member:
    """One file of a zip, opened for as long as it is read."""

    def __init__(self, path, member):
        self._archive = zipfile.ZipFile(path)
        self._handle = self._archive.open(member)

    def __enter__(self):
        return self._handle

    def __exit__(self, *dummy):
        self._handle.close()
        self._archive.close()


def _text(entry):
    if isinstance(entry, str):
        raise BadInput("source.src: .dockerignore %s; nothing was changed" % entry)
    with entry() as handle:
        return handle.read(CHUNK).decode("utf-8", "replace")
