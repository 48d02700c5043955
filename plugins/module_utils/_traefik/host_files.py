# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads and writes Traefik's files on the task's host atomically.

    with LockedDirectory("/etc/dokploy/traefik/dynamic") as directory:
        stored = directory.read("shop.yml")                       # Stored, or None without a file
        directory.write("shop.yml", text, expected=stored, validate=check, backup=True)

Traefik reads every file of the directory whose name ends in .yml, .yaml or .toml, also hidden ones, so temporary files and backups have other
names. Errors name the file and never its text, which may contain password hashes.

A killed writer can leave a temporary file, and a second name for a new file. All writers hold the lock of the directory, so the next holder of
the lock removes such leftovers.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import stat
import time
from collections import namedtuple

from .._common.errors import BadInput, ResourceNotFound, Refused, TaskFailed

DIRECTORY = "/etc/dokploy/traefik/dynamic"
LARGEST = 1 << 20                               # bytes; a limit of this collection, Traefik has none
NEW_MODE = 0o644                                # the mode of Dokploy's own files
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.ya?ml\Z")
_TEMPORARY = re.compile(r"\.(?P<name>[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.ya?ml)\.[0-9a-f]{12}\.tmp\Z")
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

_HINTS = {
    errno.EACCES: "Run the task with become: true, or as a user who may.", errno.EPERM: "Run the task with become: true, or as a user who may.",
    errno.EROFS: "The file system is mounted read-only. Mount it for writing, or delegate the task to a host where it is.",
    errno.ENOSPC: "Free space on the file system.", errno.EDQUOT: "Free space within the user's quota.",
}

# text, and the os.stat_result of the file that held it
Stored = namedtuple("Stored", "text stat")
# name, kind ("file", "directory", "link", "other"), size in bytes, and whether Traefik reads it
Entry = namedtuple("Entry", "name kind size read_by_traefik")


def check_file_name(name):
    """Raise BadInput unless the name is a plain name of a YAML file."""
    if not _NAME.match(name or ""):
        raise BadInput("%r is no name of a Traefik file: it is one plain name that ends in .yml or .yaml" % (name,))


class LockedDirectory:
    """The open directory, a context manager; writes lock it against other tasks of this collection."""

    def __init__(self, path=DIRECTORY, lock_wait=10.0, sleep=time.sleep):
        self.path = path
        self._lock_wait, self._sleep = lock_wait, sleep
        self._fd = None

    def __enter__(self):
        try:
            self._fd = os.open(os.path.realpath(self.path), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            raise ResourceNotFound("this task's host has no directory %s" % self.path, next_step=(
                "Delegate the task to the host of Traefik, or set traefik_dir.")) from None
        except OSError as exc:
            raise self._failed("open", "", exc) from None
        return self

    def __exit__(self, *dummy):
        os.close(self._fd)
        self._fd = None

    # Reading

    def list_entries(self):
        """List [Entry] of the directory's content, sorted by name."""
        found = []
        for name in sorted(os.listdir(self._fd)):
            with contextlib.suppress(FileNotFoundError):
                status = os.stat(name, dir_fd=self._fd, follow_symlinks=False)
                kind = ("file" if stat.S_ISREG(status.st_mode) else "directory" if stat.S_ISDIR(status.st_mode)
                        else "link" if stat.S_ISLNK(status.st_mode) else "other")
                found.append(Entry(name, kind, status.st_size, kind in ("file", "link") and name.endswith((".yml", ".yaml", ".toml"))))
        return found

    def read(self, name):
        """Read a file -> Stored, or None if it does not exist. Raises Refused for a link, a device, a pipe, a file that is too large or not UTF-8."""
        check_file_name(name)
        try:
            opened = os.open(name, _READ, dir_fd=self._fd)
        except FileNotFoundError:
            return None
        except OSError as exc:
            if exc.errno in (errno.ELOOP, errno.ENXIO):
                raise self._make_refusal(name, "it is a link" if exc.errno == errno.ELOOP else "it is no plain file") from None
            raise self._failed("read", name, exc) from None
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                raise self._make_refusal(name, "it is no plain file")
            if status.st_nlink > 1 + self._count_leftovers(name, status):
                raise self._make_refusal(name, "another name leads to the same file (a hard link), and a replacement would separate them")
            octets = b""
            while len(octets) <= LARGEST:
                more = os.read(opened, LARGEST + 1 - len(octets))
                if not more:
                    break
                octets += more
            if len(octets) > LARGEST:
                raise self._make_refusal(name, "it is larger than %d bytes" % LARGEST)
            return Stored(octets.decode("utf-8"), status)
        except UnicodeDecodeError:
            raise self._make_refusal(name, "it is not UTF-8 text") from None
        except OSError as exc:
            raise self._failed("read", name, exc) from None
        finally:
            os.close(opened)

    # Writing

    def remove_leftovers(self):
        """Remove the temporary files of killed writers, unless a writer holds the lock or the directory cannot be changed."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        try:
            self._remove_leftovers()
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def _remove_leftovers(self):
        for name in os.listdir(self._fd):
            if _TEMPORARY.match(name):
                with contextlib.suppress(OSError):
                    if stat.S_ISREG(os.stat(name, dir_fd=self._fd, follow_symlinks=False).st_mode):
                        os.unlink(name, dir_fd=self._fd)

    def _count_leftovers(self, name, status):
        """Count the temporary files of killed writers that are hard links to a file."""
        count = 0
        for one in os.listdir(self._fd):
            match = _TEMPORARY.match(one)
            if match and match.group("name") == name:
                with contextlib.suppress(FileNotFoundError):
                    other = os.stat(one, dir_fd=self._fd, follow_symlinks=False)
                    count += (other.st_dev, other.st_ino) == (status.st_dev, status.st_ino)
        return count

    def write(self, name, text, expected, validate=None, backup=False):
        """Replace C(expected) (a Stored, or None for no file) with C(text) -> the path of the backup, or None.

        C(validate(text)) is called first; if it raises, nothing is written. Mode, owner and extended attributes are kept.
        Raises Refused if the file differs from C(expected) just before the write, and TaskFailed if the text read afterwards differs.
        """
        check_file_name(name)
        octets = text.encode("utf-8")
        if len(octets) > LARGEST:
            raise BadInput("%s: the text has %d bytes; the limit of this collection is %d" % (self._path_of(name), len(octets), LARGEST))
        if validate is not None:
            validate(text)
        with self._locked():
            stored = self._as_expected(name, expected)
            kept = self._back_up(name, stored) if backup and stored else None
            temporary = self._name_temporary(name)
            try:
                self._make(temporary, octets, stored, NEW_MODE)
                self._as_expected(name, expected)
                self._move_into_place(temporary, name, stored)
            except BaseException as exc:
                if kept:
                    with contextlib.suppress(OSError):
                        os.unlink(os.path.basename(kept), dir_fd=self._fd)
                raise (self._failed("write", name, exc) if isinstance(exc, OSError) else exc) from None
            finally:
                # It no longer exists, or the error above reports why it cannot be removed.
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=self._fd)
            self._sync(name)
            again = self.read(name)
            if again is None or again.text != text:
                raise TaskFailed("%s was written, and %s immediately afterwards: another program writes it, too" % (
                    self._path_of(name), "was gone" if again is None else "contained another text"),
                    next_step="Check its content before you run the task again.")
        return kept

    def remove(self, name, expected, backup=False):
        """Remove the file if it equals C(expected) -> the path of the backup, or None. Raises the same errors as write."""
        check_file_name(name)
        with self._locked():
            stored = self._as_expected(name, expected)
            if stored is None:
                return None
            kept = self._back_up(name, stored) if backup else None
            self._as_expected(name, expected)
            try:
                os.unlink(name, dir_fd=self._fd)
            except OSError as exc:
                raise self._failed("remove", name, exc) from None
            self._sync(name)
        return kept

    def _as_expected(self, name, expected):
        """Read the file again -> Stored. Raises Refused if it changed since the task read it."""
        stored = self.read(name)
        if (stored.text if stored else None) != (expected.text if expected else None):
            raise Refused("%s was changed while this task ran, by another program or person; it was left as it is" % self._path_of(name),
                          next_step="Run the task again: it then starts from what is stored now.")
        return stored

    def _back_up(self, name, stored):
        kept = "%s.%s-%s.backup" % (name, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()), secrets.token_hex(2))
        temporary = self._name_temporary(name)
        try:
            self._make(temporary, stored.text.encode("utf-8"), stored, 0o600, as_old=False)
            self._move_into_place(temporary, kept, None)
        except OSError as exc:
            raise self._failed("back up", name, exc) from None
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=self._fd)
        return os.path.join(self.path, kept)

    def _make(self, name, octets, stored, mode, as_old=True):
        """Write a temporary file and sync it to the disk; then set its mode and owner."""
        opened = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=self._fd)
        try:
            view = memoryview(octets)
            while view:
                view = view[os.write(opened, view):]
            owner = stored.stat if stored else os.fstat(self._fd)
            if (owner.st_uid, owner.st_gid) != (os.fstat(opened).st_uid, os.fstat(opened).st_gid):
                os.fchown(opened, owner.st_uid, owner.st_gid)
            if stored and as_old:
                mode = stat.S_IMODE(stored.stat.st_mode)
            os.fchmod(opened, mode)
            os.fsync(opened)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=self._fd)
            raise
        finally:
            os.close(opened)

    @staticmethod
    def _name_temporary(name):
        """Make a new name that _TEMPORARY matches, and that Traefik ignores."""
        return ".%s.%s.tmp" % (name, secrets.token_hex(6))

    def _sync(self, name):
        """Sync the directory to the disk, if its file system supports it."""
        try:
            os.fsync(self._fd)
        except OSError as exc:
            if exc.errno != errno.EINVAL:
                raise self._failed("write", name, exc) from None

    def _move_into_place(self, temporary, name, stored):
        """Give the temporary file its name. Raises Refused if another program wrote a file of that name meanwhile."""
        if stored is None:
            # A link fails if a file exists by now; a rename would replace it.
            try:
                os.link(temporary, name, src_dir_fd=self._fd, dst_dir_fd=self._fd, follow_symlinks=False)
                os.unlink(temporary, dir_fd=self._fd)
                return
            except FileExistsError:
                raise Refused("%s was made by another program while this task ran; it was left as it is" % self._path_of(name),
                              next_step="Run the task again: it then starts from what is stored now.") from None
            except OSError as exc:
                if exc.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):      # a file system without hard links
                    raise
        else:
            self._copy_attributes(temporary, name)
        os.replace(temporary, name, src_dir_fd=self._fd, dst_dir_fd=self._fd)

    def _copy_attributes(self, temporary, name):
        """Copy extended attributes, including the SELinux label, as far as this system supports and permits it."""
        if not hasattr(os, "listxattr"):
            return
        old, new = os.open(name, _READ, dir_fd=self._fd), os.open(temporary, _READ, dir_fd=self._fd)
        try:
            for key in os.listxattr(old):
                with contextlib.suppress(OSError):
                    os.setxattr(new, key, os.getxattr(old, key))
        except OSError as exc:
            if exc.errno != errno.EOPNOTSUPP:
                raise
        finally:
            os.close(old)
            os.close(new)

    @contextlib.contextmanager
    def _locked(self):
        """Lock the directory against other tasks of this collection, and remove leftovers of killed ones. Dokploy does not use locks."""
        left = self._lock_wait
        while True:
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if left <= 0:
                    raise Refused("%s: another task of this collection has been writing there for %g s" % (self.path, self._lock_wait),
                                  next_step="Run the task again when that one has ended.") from None
                self._sleep(0.1)
                left -= 0.1
            except OSError as exc:
                raise self._failed("lock", "", exc) from None
        try:
            self._remove_leftovers()
            yield
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    # Messages

    def _path_of(self, name):
        return os.path.join(self.path, name) if name else self.path

    def _make_refusal(self, name, why):
        return Refused("%s is left alone: %s" % (self._path_of(name), why), next_step="Check it on the host.")

    def _failed(self, verb, name, exc):
        hint = _HINTS.get(exc.errno)
        return TaskFailed("cannot %s %s: %s" % (verb, self._path_of(name), exc.strerror or type(exc).__name__), next_step=hint)
