# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder or a zip of the task's host, uploaded and deployed by Dokploy: what belongs to it, its digest, its archive. Private to this collection.

Imported only where source.src is named. The digest is of names and contents, not of the archive, so that it is the same wherever it is made.
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

from .._planning.compare import Difference
from .deployments import Deployment
from .._common.errors import BadInput, Refused, TaskFailed
from .._model.kinds import DEPLOY, OUR_LABELS

DROP_LABEL = OUR_LABELS + "drop"
PATH = "source.src"
UPLOAD_TIMEOUT = 600
# Newer servers take no file whose path holds anything else, and say of the whole upload that it leaves its folder.
TAKEN, TAKEN_SINCE = re.compile(r"[\w/. :[\]-]{1,400}\Z", re.ASCII), "0.29.3"
# The label after going back: what lies on the server is not what runs.
REPLACED = "replaced"
CHUNK = 1024 * 1024
UNREADABLE = (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)


def note(task, plan, merged, observed, comparison):
    """Compare the content with what runs: where it is another one, or cannot be told, a deployment is due, and C(task.drop) has what it uploads."""
    dockerfile = os.path.join((merged.get("dropBuildPath") or "").strip("/"), merged.get("dockerfile") or "Dockerfile")
    task.drop = drop = Drop(task.options["source"]["src"], dockerfile, task)
    seen = {(merged.get("labelsSwarm") or {}).get(DROP_LABEL)} | ({observed.service.labels.get(DROP_LABEL)} if observed.service is not None else set())
    if seen != {drop.digest}:
        comparison.differences.append(Difference(PATH, DEPLOY, "other files were uploaded than those in %s" % drop.path))
        if "service" in getattr(observed, "unreadable", ()):
            plan.effect = DEPLOY        # for a key that may not look at what runs, what is stored decides


def record(task, plan, merged):
    """A deployment uploads: the label says what, and is stored before it, with a new build label beside it."""
    before = (merged.get("labelsSwarm") or {}).get(DROP_LABEL)
    if before != task.drop.digest:
        plan.keys["labelsSwarm"] = merged["labelsSwarm"] = dict(merged.get("labelsSwarm") or {}, **{DROP_LABEL: task.drop.digest})
        plan.previous[PATH] = plan.before[PATH] = before
        plan.after[PATH] = task.drop.digest
        plan.changed.append(PATH)
    if PATH not in plan.unseen:
        plan.unseen.append(PATH)


def settle(task, plan, merged, observed):
    """A deployment uploads what the task names. Without it, it builds what lies on the server; where that is not what the label says, it is refused."""
    if task.drop is not None:
        record(task, plan, merged)
        return
    stored = (merged.get("labelsSwarm") or {}).get(DROP_LABEL)
    running = observed.service.labels.get(DROP_LABEL) if observed.service is not None else None
    if stored and "service" not in getattr(observed, "unreadable", ()) and (stored != running or stored == REPLACED):
        raise Refused("%s cannot be deployed: its last upload was not seen to run, and this task names no source.src; nothing was changed" % task.name,
                      next_step="Give source.src, the folder or zip that shall run.")


def forget(task):
    """Before a task writes back what it wrote: the files that it uploaded stay on the server, and no label may call them those before."""
    for step, dummy in task.applier.written:
        if step.undo and "labelsSwarm" in step.undo and not step.child:
            step.undo["labelsSwarm"] = dict(step.undo["labelsSwarm"] or {}, **{DROP_LABEL: REPLACED})


class Drop:
    """What of a folder or a zip belongs to the upload. C(digest) is None in check mode where it is not there yet."""

    def __init__(self, path, dockerfile, task):
        if not os.path.isabs(path):
            raise BadInput("source.src: %r is no absolute path: begin it with a slash, or with {{ playbook_dir }} where the task is delegated" % path)
        self.path = os.path.normpath(path)
        self.files = {}             # name -> function that opens it
        self.digest = None
        self.sent = False           # whether Dokploy may have it
        if not os.path.exists(self.path):
            if not task.check_mode:
                raise BadInput("source.src: %s is not there, on the host that the task runs on" % self.path)
            task.warn("source.src: %s is not there yet: the real run needs it" % self.path)
            return
        try:
            files = _of_folder(self.path, dockerfile) if os.path.isdir(self.path) else _of_zip(self.path, dockerfile)
            self.files = dict(sorted(files.items()))
            for name, entry in self.files.items():
                if isinstance(entry, str):
                    raise BadInput("source.src: %s %s; nothing was changed" % (name, entry))
            self._check_names(task)
            self.digest = self.copy(None)
        except UNREADABLE as exc:
            raise BadInput("source.src: %s cannot be read: %s" % (self.path, exc)) from exc

    def _check_names(self, task):
        if not self.files:
            raise BadInput("source.src: there is no file in %s" % self.path)
        refused = [name for name in self.files if not TAKEN.match(name)]
        if refused and (task.backend.at_least(TAKEN_SINCE) or any(0xd800 <= ord(one) < 0xe000 for name in refused for one in name)):
            raise BadInput("source.src: Dokploy takes no file whose path holds other characters than letters of ASCII, digits and _ / . : [ ] - and spaces: "
                           "%s%s; nothing was changed" % (", ".join(refused[:5]), " and %d more" % (len(refused) - 5) if len(refused) > 5 else ""),
                           next_step="Rename it, or leave it out by .dockerignore.")

    def copy(self, archive):
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

    def send(self, backend, application_id, build_path):
        """Upload it; that deploys. The published path fails for every upload, and the pages' own takes it."""
        boundary = "community.dokploy-%s" % self.digest[:32]
        head = "".join('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary, name, value) for name, value in (
            ("applicationId", application_id), ("dropBuildPath", build_path)))
        head += '--%s\r\nContent-Disposition: form-data; name="zip"; filename="drop.zip"\r\nContent-Type: application/zip\r\n\r\n' % boundary
        with tempfile.TemporaryFile() as packed:
            try:
                with zipfile.ZipFile(packed, "w") as archive:
                    same = self.copy(archive) == self.digest
            except UNREADABLE:
                same = False
            if not same:
                raise TaskFailed("source.src: the files in %s changed while the task ran" % self.path, phase="queued", next_step="Run the task again.")
            self.sent = True
            body = Parts(head.encode("utf-8"), packed, b"\r\n--%s--\r\n" % boundary.encode("ascii"))
            backend.client.call("POST", "/api/trpc/application.dropDeployment", "application.dropDeployment",
                                body=("multipart/form-data; boundary=%s" % boundary, body), timeout=max(UPLOAD_TIMEOUT, backend.client.timeout))


class Parts:
    """A body of text, file and text, read as one without holding it in memory."""

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


class Upload(Deployment):
    """A deployment that begins with an upload. Dokploy gives it no title of ours: a row that was not there before is taken for it."""

    def __init__(self, backend, place, drop, build_path):
        super().__init__(backend, place, "Manual deployment", "")
        self._drop, self._build_path = drop, build_path

    def _send(self):
        self._drop.send(self.backend, self.application_id, self._build_path)

    def _arrived(self, lost):
        self.perhaps_ours = super()._arrived(lost)
        return self.perhaps_ours

    def _find(self, rows, jobs):
        if self.row is None:
            newer = [row for row in rows if row["deploymentId"] not in self._known]
            self.row = newer[-1] if newer else None
        return super()._find(rows, jobs) or any(job["mine"] for job in jobs)


def _of_folder(root, dockerfile):
    """{name: function that opens it, or why it cannot be taken}. A link that stays within the folder is what it leads to."""
    real, found = os.path.realpath(root), {}
    rules = os.path.realpath(os.path.join(real, ".dockerignore"))
    inside = rules.startswith(real.rstrip(os.sep) + os.sep) and os.path.isfile(rules)
    ignored = Ignored(_text(lambda: _opened(rules)) if inside else "", dockerfile)

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
    ignored = Ignored(_text(found[".dockerignore"]) if ".dockerignore" in found else "", dockerfile)
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


class Ignored:
    """The rules of a .dockerignore, as Docker reads them: the last that fits decides, and what fits a folder fits all that lies in it."""

    def __init__(self, text, dockerfile):
        dockerfile = os.path.normpath(dockerfile).lstrip("/")
        self._kept = {".dockerignore", dockerfile}      # Docker takes these whatever the rules say
        self._rules, self.keeps = [], "/" in dockerfile     # whether something may be taken within a folder that is left out
        for line in text.lstrip("\ufeff").splitlines():
            line = line.strip() if not line.startswith("#") else ""
            keep = line.startswith("!")
            line = line[keep:].strip()
            if line and line not in (".", "/"):
                self.keeps = self.keeps or keep
                self._rules.append((keep, re.compile(_pattern(os.path.normpath(line).lstrip("/")))))

    def __call__(self, name):
        if name in self._kept:
            return False
        parts = name.split("/")
        folders = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        ignored = False
        for keep, rule in self._rules:
            if keep == ignored and any(rule.match(one) for one in folders):
                ignored = not keep
        return ignored


def _pattern(glob):
    """One line of a .dockerignore as a regular expression: * and ? stay within a part, ** goes over parts."""
    found, at = "", 0
    while at < len(glob):
        one = glob[at]
        if glob.startswith("**", at):
            at += 2
            if glob.startswith("/", at):
                found, at = found + "(?:.*/)?", at + 1
            else:
                found += ".*"
            continue
        end = glob.find("]", at + 2) if one == "[" else -1
        if end > 0:
            inner = glob[at + 1:end]
            found += "[%s%s]" % ("^" if inner[0] in "^!" else "", re.sub(r"([\\\]\[])", r"\\\1", inner[1:] if inner[0] in "^!" else inner))
            at = end
        elif one == "\\" and at + 1 < len(glob):
            at += 1
            found += re.escape(glob[at])
        else:
            found += {"*": "[^/]*", "?": "[^/]"}.get(one, re.escape(one))
        at += 1
    return "(?s:%s)\\Z" % found
