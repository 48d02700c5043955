# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a shell in a container writes: nothing is executed, the commands and files of an image are described.

Of scripts it knows the one that dokploy_exec sends, whose lines have a token in front (tests/unit/test_container_command.py runs that in real shells).
"""

from __future__ import annotations

import re
import shlex

ENCODED = re.compile(r'^eval "\$\(printf %b "((?:\\0[0-7]{3})+)"\)"$')


def run_in_container(image, command):
    """-> (the lines of both streams, the exit code)"""
    encoded = ENCODED.match(command)
    if not encoded:
        lines, code = run_command(image, command)
        return [line for dummy, line in lines], code
    script = bytes(int(octet, 8) for octet in encoded.group(1)[2:].split("\\0")).decode("utf-8")
    token = re.search(r"^T=(\w+)$", script, re.MULTILINE).group(1)
    for inverted, path in re.findall(r"^if \[ (! )?-e (.+) \]; then", script, re.MULTILINE):
        if (shlex.split(path)[0] in image.files) != bool(inverted):
            return [token + "s:"], 0
    directory = re.search(r"^cd -- (.+) 2>/dev/null", script, re.MULTILINE)
    if directory and shlex.split(directory.group(1))[0] not in image.files:
        return [token + "d:"], 0
    words = shlex.split(re.search(r"^C=(.*?)^collect\(\)", script, re.MULTILINE | re.DOTALL).group(1))
    lines, code = run_command(image, words[0])
    limit = int(re.search(r"\[ \$i -lt (\d+) \]", script).group(1))
    slept = re.search(r"\bsleep (\d+)", words[0])
    late = [token + "k:"] if slept and int(slept.group(1)) > limit else []
    exports = shlex.split(re.search(r'\{ trap : TERM; (.*?)(?:sh|bash) -c "\$C"', script, re.DOTALL).group(1))
    variables = dict(word[:-1].split("=", 1) for word in exports if word != "export")
    for name, value in variables.items():
        lines = [(stream, line.replace("$" + name, value)) for stream, line in lines]
    # The script writes the lines of each stream at its end, and the exit code at once.
    lines.sort(key=lambda one: one[0] != "o")
    return late + ["%sr:%d" % (token, 143 if late else code)] + ["%s%s:%s" % (token, stream, line) for stream, line in lines], 0


def run_command(image, command):
    """-> ([(o or e, line)], the exit code), by the image's ``programs``, else C(echo) and C(exit) of a shell"""
    known = image.programs.get(command)
    if known is not None:
        return [("o", line) for line in known.get("stdout", [])] + [("e", line) for line in known.get("stderr", [])], known.get("exit_code", 0)
    lines = []
    for one in re.split(r"; *", command):
        said, ended = re.match(r"^echo (.*?)( >&2)?$", one), re.match(r"^exit (\d+)$", one)
        if said:
            lines.append(("e" if said.group(2) else "o", said.group(1)))
        if ended:
            return lines, int(ended.group(1))
    return lines, 0
