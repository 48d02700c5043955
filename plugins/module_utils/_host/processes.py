# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds and terminates the processes of deployments on the host where this task runs, through C(/proc).

Dokploy runs each deployment in a shell, C((set -e;…) >> <base>/logs/<appName>/<appName>-<time>.log 2>&1), which clones into
C(<base>/applications/<appName>/code) and builds there with the application's name as the image's tag. This identifies them.

Command lines and environments of these processes contain secrets: only the functions that match them read them, and these return nothing
but a kind and an application's name.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import time
from dataclasses import dataclass, replace

from .._common.errors import ResourceNotFound

BASE = "/etc/dokploy"
CLONE, BUILD, PULL, PUSH = "clone", "build", "pull", "push"
_SHELLS = ("sh", "dash", "bash", "ash")
_LIMIT = 8 << 20            # bytes read of one command line


@dataclass(frozen=True, eq=False, repr=False)
class BuildProcess:
    """One clone, build, pull or push. C(age) is in seconds; C(application) is a full app_name, or None if it is not Dokploy's."""

    pid: int
    kind: str
    application: str | None
    age: int
    started: float      # distinguishes a process from a later one with the same pid


@dataclass(frozen=True, eq=False, repr=False)
class FoundProcesses:
    """The processes found. C(complete): whether this user may see every process of the host."""

    ours: list[BuildProcess]
    others: list[BuildProcess]
    complete: bool


@dataclass(frozen=True, eq=False, repr=False)
class EndedProcesses:
    """C(ended) and C(left) are of the processes found first; C(left) still run. C(began): processes of this application that started meanwhile."""

    ended: list[BuildProcess]
    left: list[BuildProcess]
    began: list[BuildProcess]
    others: list[BuildProcess]       # running processes of other applications: not signaled
    refused: list[int]          # the pids that this user may not signal
    complete: bool


@dataclass(frozen=True, eq=False, repr=False)
class _Entry:
    """One row of the process table."""

    pid: int
    parent: int
    started: float
    state: str
    role: str | None
    kind: str | None
    application: str | None


def describe_processes(processes):
    """Make the result's rows of a list of BuildProcess."""
    return [{"pid": one.pid, "kind": one.kind, "application": one.application, "age": one.age} for one in processes]


def find_build_processes(app_name, base=BASE, proc="/proc"):
    """Find the processes that deploy this application on this host, and those that deploy others or build other images -> FoundProcesses.

    Raises ResourceNotFound if this host has no directory of Dokploy, because an empty list would wrongly mean "nothing runs".
    """
    _require_dokploy_host(base)
    table = _read_process_table(base, proc)
    ours, others = [], []
    for one in _list_outermost_jobs(table):
        (ours if one.application == app_name and one.role != "alike" else others).append(_to_process(one))
    return FoundProcesses(ours, others, _sees_all_processes())


def end_build_processes(app_name, base=BASE, proc="/proc", grace=10.0, kill_wait=5.0, sleep=time.sleep, clock=time.monotonic):
    """Terminate the processes that deploy this application on this host -> EndedProcesses. Raises ResourceNotFound as C(find_build_processes) does.

    The clone or the build gets SIGTERM, with its children: its shell then exits, and Dokploy marks the deployment as failed. Processes that remain after
    C(grace) seconds get SIGKILL, the shell first, so that it starts nothing new. C(kill_wait): the seconds to wait after that.
    """
    _require_dokploy_host(base)
    table = _read_process_table(base, proc)
    first, before = table, [one for one in _list_outermost_jobs(table) if one.application == app_name and one.role != "alike"]
    roots = {}
    for job in before:
        roots[job.pid] = job.started
        roots.update({one.pid: one.started for one in _list_ancestors(table, job) if one.role == "shell" and one.application == app_name})
    known, asked, refused = dict(roots), set(), set()

    def list_remaining():
        """List the processes of this deployment that still run."""
        for pid, started in roots.items():
            if pid in table and table[pid].started == started:
                known.update({child: table[child].started for child in _list_descendants(table, pid)})
        return [table[pid] for pid, started in known.items() if pid in table and table[pid].started == started and table[pid].state not in "ZX"]

    def send_signal(one, number):
        if not _signal_process(one, number, base, proc):
            refused.add(one.pid)

    left, until, killed = list_remaining(), clock() + grace, False
    while left and (clock() < until or not killed):
        if clock() >= until:
            killed, until = True, clock() + kill_wait
        for one in sorted(left, key=lambda each: (each.role != "shell", each.pid)):
            if killed:
                send_signal(one, signal.SIGKILL)
            elif one.role != "shell" and one.pid not in asked:
                asked.add(one.pid)
                send_signal(one, signal.SIGTERM)
        sleep(0.05)
        table = _read_process_table(base, proc)
        left = list_remaining()

    alive = {one.pid for one in left}
    still = [one for one in before if alive & ({one.pid} | _list_descendants(first, one.pid))]
    now = [one for one in _list_outermost_jobs(table) if one.pid not in known]
    return EndedProcesses(
        [_to_process(one) for one in before if one not in still], [_to_process(one) for one in still],
        [_to_process(one) for one in now if one.application == app_name and one.role != "alike"],
        [_to_process(one) for one in now if one.application != app_name or one.role == "alike"], sorted(refused & alive), _sees_all_processes())


# Finding

def _require_dokploy_host(base):
    if not os.path.isdir(base):
        raise ResourceNotFound("this task's host has no %s: Dokploy runs its deployments elsewhere" % base, next_step=(
            "Delegate the task to the host that builds: Dokploy's own, or the application's server or build server."))


def _sees_all_processes():
    return os.geteuid() == 0


def _to_process(one):
    return BuildProcess(one.pid, one.kind, one.application, max(0, int(_read_uptime() - one.started)), one.started)


def _read_uptime():
    """Return the seconds since this host booted, the clock of process start times."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _read_process_table(base, proc):
    """Read {pid: _Entry} of every visible process."""
    table = {}
    for name in os.listdir(proc):
        if name.isdigit():
            one = _read_process(int(name), base, proc)
            if one:
                table[one.pid] = one
    return table


def _read_process(pid, base, proc):
    """Read one process -> _Entry, or None if it no longer exists."""
    try:
        with open("%s/%d/stat" % (proc, pid), "rb") as handle:
            fields = handle.read().rpartition(b")")[2].split()
        role, kind, application = _match_command_line(pid, base, proc)
        return _Entry(pid, int(fields[1]), int(fields[19]) / os.sysconf("SC_CLK_TCK"), fields[0].decode("ascii"), role, kind, application)
    except (OSError, IndexError, ValueError):
        return None


def _match_command_line(pid, base, proc):
    """Classify one process by its command line -> (role, kind, app_name).

    The role is tool, shell, alike (an image build that is not one of Dokploy's), or None.
    """
    try:
        with open("%s/%d/cmdline" % (proc, pid), "rb") as handle:
            argv = handle.read(_LIMIT).decode("utf-8", "surrogateescape").split("\0")
    except OSError:
        return None, None, None
    if len(argv) < 2:
        return None, None, None
    name, arguments = os.path.basename(argv[0]), argv[1:]
    if name in _SHELLS:
        return _match_shell(arguments, base)
    if name == "git" and "clone" in arguments[:1]:
        directories = [app for app in (_find_application_of_path(one, base) for one in arguments) if app]
        return ("tool", CLONE, directories[-1]) if directories else (None, None, None)
    if name.startswith("git") or name == "ssh":
        # Helpers outlive a clone that alone was terminated; Git passes them the directory.
        app = _find_application_of_git_dir(pid, base, proc)
        return ("tool", CLONE, app) if app else (None, None, None)
    if name in ("docker", "docker-buildx") and "build" in arguments[:3] and "compose" not in arguments[:1]:
        directory = _find_application_of_path(_get_option(arguments, "-f", "--file"), base)
        tag = _find_application_of_tag(_get_option(arguments, "-t", "--tag")) or _find_application_of_output(_get_option(arguments, "-o", "--output"))
        return ("tool", BUILD, directory) if directory and directory == tag else ("alike", BUILD, directory or tag)
    if name in ("docker",) and arguments[0] in ("pull", "push"):
        return None, PULL if arguments[0] == "pull" else PUSH, None
    if name == "nixpacks" and arguments[0] == "build":
        directory = _find_application_of_path(arguments[1] if len(arguments) > 1 else None, base)
        return ("tool", BUILD, directory) if directory and directory == _get_option(arguments, "--name") else ("alike", BUILD, directory)
    if name == "pack" and arguments[0] == "build":
        directory = _find_application_of_path(_get_option(arguments, "--path"), base)
        return ("tool", BUILD, directory) if directory and directory == (arguments[1] if len(arguments) > 1 else None) else ("alike", BUILD, directory)
    if name == "railpack" and arguments[0] == "prepare":
        directory = _find_application_of_path(arguments[1] if len(arguments) > 1 else None, base)
        return ("tool", BUILD, directory) if directory else ("alike", BUILD, None)
    if name == "ssh-keyscan":
        return None, CLONE, None
    return None, None, None


def _match_shell(arguments, base):
    """Match the shell of a deployment: its script ends with the name of the log, which belongs to one application."""
    script = arguments[1] if arguments[0] == "-c" and len(arguments) > 1 else ""
    if not script.startswith("(set -e;"):
        return None, None, None
    found = re.search(r"\) >> %s/logs/([A-Za-z0-9._-]+)/\1-[^/\s]+\.log 2>&1\s*\Z" % re.escape(base), script)
    return ("shell", None, found.group(1)) if found else (None, None, None)


def _find_application_of_path(path, base):
    """Return the application of a path in its code directory; compares whole path components."""
    found = re.match(r"%s/applications/([A-Za-z0-9._-]+)/code(?:/.*)?\Z" % re.escape(base), path or "", re.DOTALL)
    return found.group(1) if found and found.group(1) not in (".", "..") and "/../" not in path + "/" else None


def _find_application_of_git_dir(pid, base, proc):
    try:
        with open("%s/%d/environ" % (proc, pid), "rb") as handle:
            environment = handle.read(_LIMIT).split(b"\0")
    except OSError:
        return None
    for one in environment:
        if one.startswith(b"GIT_DIR="):
            path = one[len(b"GIT_DIR="):].decode("utf-8", "surrogateescape")
            return _find_application_of_path(path, base) if "/.git" in path else None
    return None


def _find_application_of_tag(tag):
    return re.sub(r":latest\Z", "", tag) if tag and re.match(r"[A-Za-z0-9._-]+(:latest)?\Z", tag) else None


def _find_application_of_output(output):
    return next((_find_application_of_tag(part[len("name="):]) for part in (output or "").split(",") if part.startswith("name=")), None)


def _get_option(arguments, *names):
    """Return the value of the first of these options, or None."""
    for index, one in enumerate(arguments):
        if one in names:
            return arguments[index + 1] if index + 1 < len(arguments) else None
        for name in names:
            if name.startswith("--") and one.startswith(name + "="):
                return one[len(name) + 1:]
    return None


# Process trees

def _list_descendants(table, pid):
    """List the pids of all descendants."""
    children = {}
    for one in table.values():
        children.setdefault(one.parent, []).append(one.pid)
    found, waiting = set(), [pid]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found and child != pid:
                found.add(child)
                waiting.append(child)
    return found


def _list_ancestors(table, one):
    """List the visible ancestors, nearest first."""
    seen = {one.pid}
    while one.parent in table and one.parent not in seen:
        one = table[one.parent]
        seen.add(one.pid)
        yield one


def _list_outermost_jobs(table):
    """List one process per clone, build, pull or push: the outermost tool, or the outermost shell of a deployment that runs no tool."""
    jobs = []
    for one in sorted(table.values(), key=lambda each: each.pid):
        if one.state in "ZX" or one.role is None:
            continue
        if one.role == "shell":
            below = [table[pid] for pid in _list_descendants(table, one.pid)]
            outer = any(other.role == "shell" and other.application == one.application for other in _list_ancestors(table, one))
            if outer or any(other.role in ("tool", "alike") for other in below):
                continue
            kinds = [other.kind for other in below if other.kind]
            jobs.append(replace(one, kind=kinds[0] if kinds else BUILD))
        elif not any(other.role in ("tool", "alike") for other in _list_ancestors(table, one)):
            jobs.append(one)
    # An unrecognized build below this application's shell belongs to this application.
    return [replace(one, role="tool", application=owner) if one.role == "alike" and owner else one
            for one in jobs for owner in [_find_application_of_shell(table, one)]]


def _find_application_of_shell(table, one):
    return next((other.application for other in _list_ancestors(table, one) if other.role == "shell"), None)


# Signaling

def _signal_process(one, number, base, proc):
    """Signal this process, and not a later one with the same pid; False if this user is not allowed to. An ended process is not an error."""
    opened = None
    try:
        if hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal"):
            try:
                opened = os.pidfd_open(one.pid)
            except OSError as exc:
                if exc.errno == errno.ESRCH:
                    return True
                if exc.errno not in (errno.ENOSYS, errno.EPERM, errno.EINVAL):      # an old kernel, or a filter that forbids the call
                    raise
        again = _read_process(one.pid, base, proc)
        if again is None or again.started != one.started or (one.role and (again.role, again.application) != (one.role, one.application)):
            return True
        if opened is None:
            os.kill(one.pid, number)
        else:
            signal.pidfd_send_signal(opened, number)
        return True
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    finally:
        if opened is not None:
            os.close(opened)
