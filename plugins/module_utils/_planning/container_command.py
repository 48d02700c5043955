# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the script that runs one command in a container, and parses its output. Pure.

Dokploy's log of a run mixes both streams with its own lines, and has no exit code. So the script marks each line with a random token and its
stream, and ends with the exit code. It needs a shell with C(printf), and C(sleep) for the time limit.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

SHELLS = ("sh", "bash")
MOST_COMMAND = 24000        # bytes; encoding makes them four times as many, and Linux accepts 128 KiB in one argument
TIMED_OUT = 124             # the exit code that C(timeout) of coreutils reports
_GRACE = 10                 # seconds that a command has to end after the signal
_OUT, _ERR, _CODE, _SKIPPED, _CUT, _KILLED, _NO_DIRECTORY = "o", "e", "r", "s", "t", "k", "d"

# %(token)s marks lines; file descriptor 3 is the output of the script, 4 the way of standard error. Both streams are read to their end, also
# beyond the limit, so that the command never waits for a reader. A signal to process group 0 reaches the command and what it started.
_SCRIPT = r"""
T=%(token)s
%(guards)sC=%(command)s
collect() {
  trap '' TERM
  LC_ALL=C p= q= d= n=0
  while IFS= read -r l || [ -n "$l" ]; do
    q="$q$T$1:$l
"
    n=$((n+${#l}+1))
    if [ $n -gt %(half)d ]; then [ -z "$p" ] || d=1; p=$q q= n=0; fi
  done
  printf '%%s%%s' "$p" "$q"
  [ -z "$d" ] || printf '%%s%(cut)s:%%s\n' "$T" "$1"
}
trap : TERM
{
  (
    trap '' TERM
    i=0
    while [ $i -lt %(timeout)d ]; do sleep 1 3>&- || exit; i=$((i+1)); done
    printf '%%s%(killed)s:\n' "$T" >&3
    kill -TERM 0
    sleep %(grace)d 3>&-
    kill -KILL 0
  ) </dev/null >/dev/null 2>&1 &
  w=$!
  {
    { trap : TERM; %(environment)s%(shell)s -c "$C" 3>&- 4>&- </dev/null; printf '%%s%(code)s:%%s\n' "$T" $? >&3; } 2>&4 | collect %(out)s >&3
  } 4>&1 | collect %(err)s >&3
  kill -KILL $w
} 3>&1 2>/dev/null
"""


@dataclass(frozen=True, eq=False, repr=False)
class CommandOutput:
    """The output of one run. C(code) is None if the script did not run the command to its end."""

    code: int = None
    out: tuple = ()
    err: tuple = ()
    cut: frozenset = frozenset()    # names of the streams whose first lines are missing
    skipped: bool = False
    timed_out: bool = False
    no_directory: bool = False


def make_script(token, command, shell="sh", chdir="", creates="", removes="", environment=None, timeout=300, most_bytes=65536):
    """Make the script that runs a command unless C(creates) exists or C(removes) does not. It prints the last C(most_bytes) of its streams."""
    guards = ""
    for path, test in ((creates, "-e"), (removes, "! -e")):
        if path:
            guards += "if [ %s %s ]; then printf '%%s%s:\\n' $T; exit 0; fi\n" % (test, shlex.quote(path), _SKIPPED)
    if chdir:
        guards += "cd -- %s 2>/dev/null || { printf '%%s%s:\\n' $T; exit 0; }\n" % (shlex.quote(chdir), _NO_DIRECTORY)
    given = "".join("export %s=%s; " % (name, shlex.quote(value)) for name, value in sorted((environment or {}).items()))
    return _SCRIPT % {
        "token": token, "guards": guards, "command": shlex.quote(command), "half": most_bytes // 2, "timeout": timeout, "grace": _GRACE, "environment": given,
        "shell": shell, "cut": _CUT, "killed": _KILLED, "code": _CODE, "out": _OUT, "err": _ERR}


def encode_script(script):
    """Encode a script as a command without single quotes.

    Dokploy before v0.29 puts a command into single quotes in a shell script of its own server, where parts of it could run.
    """
    return 'eval "$(printf %%b "%s")"' % "".join("\\0%03o" % octet for octet in script.encode("utf-8"))


def parse_output(token, text):
    """Parse the CommandOutput in a log; ignores lines without the token."""
    streams, code, marks, cut = {_OUT: [], _ERR: []}, None, set(), set()
    for line in text.split("\n"):
        if not line.startswith(token) or line[len(token) + 1:len(token) + 2] != ":":
            continue
        kind, rest = line[len(token)], line[len(token) + 2:]
        if kind in streams:
            streams[kind].append(rest.rstrip("\r"))
        elif kind == _CODE and rest.strip().isdigit():
            code = int(rest)
        elif kind == _CUT:
            cut.add({_OUT: "stdout", _ERR: "stderr"}.get(rest.strip(), ""))
        else:
            marks.add(kind)
    return CommandOutput(code, tuple(streams[_OUT]), tuple(streams[_ERR]), frozenset(cut - {""}), _SKIPPED in marks, _KILLED in marks, _NO_DIRECTORY in marks)
