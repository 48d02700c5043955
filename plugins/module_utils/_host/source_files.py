# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists and opens the files of a directory or a zip file for an upload."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import zipfile
from dataclasses import dataclass

from .._common.errors import BadInput
from .dockerignore import DockerIgnore

# Links to directories can multiply a few files without limit, so the number of paths is limited.
MOST_ENTRIES = 100000
LONGEST_NAME = 4096
LARGEST_DOCKERIGNORE = 1024 * 1024


@dataclass(frozen=True, eq=False, repr=False)
class DirectoryFiles:
    """The files of a directory. C(paths): name in the upload -> path on this host."""

    paths: dict

    @property
    def names(self):
        return sorted(self.paths)

    @contextlib.contextmanager
    def open_all(self):
        """Yield the function that opens a file by its name."""
        yield lambda name: open_regular_file(self.paths[name])


@dataclass(frozen=True, eq=False, repr=False)
class ZipFiles:
    """The files of a zip. C(members): name in the upload -> name in the zip."""

    path: str
    members: dict

    @property
    def names(self):
        return sorted(self.members)

    @contextlib.contextmanager
    def open_all(self):
        """Yield the function that opens a file by its name. The zip is opened once, because each opening reads its directory again."""
        with zipfile.ZipFile(self.path) as archive:
            yield lambda name: archive.open(self.members[name])


def list_source_files(path, dockerfile):
    """List the files -> DirectoryFiles or ZipFiles, without .git and the ignored ones of .dockerignore. Raises BadInput, OSError and BadZipFile."""
    if os.path.isdir(path):
        return _list_directory(path, dockerfile)
    if not os.path.isfile(path):
        raise BadInput("source.src: %s is neither a directory nor a file" % path)
    return _list_zip(path, dockerfile)


def open_regular_file(path):
    """Open a regular file. Raises OSError if it was replaced, for example by a link or a pipe, since it was listed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("%s is not a regular file any more" % path)
    return os.fdopen(handle, "rb")


class _Listing:
    """Collects the files found, up to a limit."""

    def __init__(self, path):
        self._path = path
        self._visited = 0
        self.files = {}             # name -> path, or name in the zip
        self.refused = {}           # name -> the reason

    def count(self, name):
        """Count one file or directory. Raises BadInput beyond the limit, and for a path that is too long for any system."""
        self._visited += 1
        if self._visited > MOST_ENTRIES:
            raise BadInput(
                "source.src: %s holds more than %d files and directories, and links to directories count as often as they lead there: "
                "nothing was changed" % (self._path, MOST_ENTRIES),
                next_step="Leave directories out by .dockerignore, and see which link leads to %s." % name[:200])
        if len(name) > LONGEST_NAME:
            raise BadInput("source.src: a path in %s is longer than %d characters: %s…; nothing was changed" % (self._path, LONGEST_NAME, name[:200]))

    def take(self, name, where):
        self.files[name] = where

    def refuse(self, name, reason):
        self.refused[name] = reason

    def raise_refused(self, ignored=lambda name: False):
        """Raise BadInput for the first refused name that is not ignored anyway."""
        for name in sorted(self.refused):
            if not ignored(name):
                raise BadInput("source.src: %s %s; nothing was changed" % (name, self.refused[name]))


def _list_directory(root, dockerfile):
    """List a directory. A link within the directory counts as its target."""
    real = os.path.realpath(root)
    inside, listing = real.rstrip(os.sep) + os.sep, _Listing(root)
    rules_path = os.path.realpath(os.path.join(real, ".dockerignore"))
    has_rules = rules_path.startswith(inside) and os.path.isfile(rules_path)
    rules = DockerIgnore(_read_dockerignore(open_regular_file(rules_path)) if has_rules else "", dockerfile)
    waiting = [(real, "", frozenset({real}))]
    while waiting:
        directory, prefix, above = waiting.pop()
        with os.scandir(directory) as entries:
            for entry in entries:
                name, is_link = prefix + entry.name, entry.is_symlink()
                if len(name) <= LONGEST_NAME and (
                        entry.name == ".git" or rules.ignores(name) and not (rules.has_exceptions and entry.is_dir(follow_symlinks=False))):
                    continue
                target = os.path.realpath(entry.path) if is_link else os.path.join(directory, entry.name)
                if is_link and target != real and not target.startswith(inside):
                    listing.refuse(name, "is a link that leaves the directory")
                elif is_link and not os.path.exists(target):
                    listing.refuse(name, "is a link without a target")
                elif entry.is_dir() and target in above:
                    listing.refuse(name, "is a link to a directory that contains it")
                elif entry.is_dir():
                    waiting.append((target, name + "/", above | {target}))
                elif entry.is_file():
                    listing.take(name, target)
                else:
                    listing.refuse(name, "is not a file but a device, a pipe or a socket")
                listing.count(name)
    listing.raise_refused()
    return DirectoryFiles(listing.files)


def _list_zip(path, dockerfile):
    """List a zip file. If a single directory contains everything else, it counts as the root, as for Dokploy."""
    listing = _Listing(path)
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.filename.startswith("__MACOSX")]
        top = [info for info in infos if info.filename.rstrip("/").count("/") == 0]
        begin = top[0].filename if len(top) == 1 and top[0].is_dir() else ""
        for info in infos:
            name = info.filename[len(begin):] if info.filename.startswith(begin) else info.filename
            listing.count(name)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if name.startswith("/") or "\\" in name or re.match(r"[A-Za-z]:", name) or {"..", "."} & set(name.split("/")) or "//" in name:
                raise BadInput("source.src: %s in %s lies outside; nothing was changed" % (info.filename, path))
            if info.is_dir():
                continue
            if kind not in (0, stat.S_IFREG):
                listing.refuse(name, "is a link" if kind == stat.S_IFLNK else "is not a file but a device, a pipe or a socket")
            elif name in listing.files:
                listing.refuse(name, "is duplicated in the zip file")
            elif info.flag_bits & 1:
                listing.refuse(name, "is encrypted")
            else:
                listing.take(name, info.filename)
        if ".dockerignore" in listing.refused:
            raise BadInput("source.src: .dockerignore %s; nothing was changed" % listing.refused[".dockerignore"])
        rules = DockerIgnore(_read_dockerignore(archive.open(listing.files[".dockerignore"])) if ".dockerignore" in listing.files else "", dockerfile)

    def ignored(name):
        return ".git" in name.split("/") or rules.ignores(name)
    listing.raise_refused(ignored)
    return ZipFiles(path, {name: member for name, member in listing.files.items() if not ignored(name)})


def _read_dockerignore(opened):
    with opened as handle:
        content = handle.read(LARGEST_DOCKERIGNORE + 1)
    if len(content) > LARGEST_DOCKERIGNORE:
        raise BadInput("source.src: .dockerignore is larger than %d bytes; nothing was changed" % LARGEST_DOCKERIGNORE)
    return content.decode("utf-8", "replace")
