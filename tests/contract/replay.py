# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replay of recorded exchanges against the simulator, and the comparison of each answer with the recorded one.

What is compared: the status, the kind of content, and every value that is not volatile; see README.md beside this file for what is. Tokens are
bound at their first appearance. Of a log, the lines that Dokploy itself writes; of ages, the words around them.
"""

from __future__ import annotations

import collections
import http.client
import io
import json
import os
import re
import urllib.parse
import zipfile

from simulator import ManualClock, Simulator
from simulator.access_log import PAGE_READS
from simulator.streams import EVENT_CALLS

from . import worlds

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = re.compile(r"(?<!\$)\{\{([a-zA-Z]\w*(?:\.\w[\w ]*)+|image|git|registry|silent|#\w+)\}\}")
PLACEHOLDER = re.compile(r"^<(timestamp|id|token|path|epoch-ms|number|percent|size|list|base64 of the file)>$")
ON_THE_WAY = {"New", "Pending", "Assigned", "Accepted", "Preparing", "Ready", "Starting"}
TASK_NAME = re.compile(r"(\.\d+)\.[a-z0-9]{25}$")
CONTAINER_NAME = re.compile(r"(?<=by container \")([^\"]+\.\d+)\.[a-z0-9]{25}(?=\"$)")
# names that are made up where no token can stand, and scripts of the server's own within a message, which are compared by their beginning
MADE_UP = re.compile(r"\b(backup|schedule|volumeBackup)-[a-z0-9-]+-[a-z0-9]{6}(?=,|\Z)")
SCRIPT = re.compile(r"(Command failed: \n\tset -eo pipefail;).*", re.DOTALL)
NOTICE = re.compile(r"<timestamp> NOTICE: Config file \"<path>\" not found - using defaults\n")      # rclone's own, wherever it comes between others
MEASURED = {"MemPerc", "MemUsage", "NetIO", "CPUPerc", "BlockIO"}
# with what the script of dokploy_exec writes in the scenario commands
OWN_LINES = re.compile(
    r"^(Initializing deployment|Initializing schedule|0011223344556677[a-z]:|Building |Pulling \S+$|✅|❌|⏳|Cloning Repo|Error: ❌|Error occurred|"
    r"\(HTTP code|Invalid .*variable)")
FINE, COARSE = (0.1, 60), (0.5, 300)


class Mismatch(Exception):
    """An answer differs from the recorded one."""


def scenarios():
    """(name, path) of each recorded scenario, those of older versions as ``v0.28.8/name``."""
    found = []
    for folder, folders, files in os.walk(HERE):
        folders[:] = [one for one in folders if one not in ("authentication", "notifications")]      # no part of the API: tests of their own have them
        for name in files:
            if name.endswith(".json"):
                path = os.path.join(folder, name)
                found.append((os.path.relpath(path, HERE)[:-len(".json")].replace(os.sep, "/"), path))
    return sorted(found)


def load(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


class Result:
    """What came of one scenario."""

    def __init__(self, name, version):
        self.name, self.version = name, version
        self.replayed = 0
        self.unserved = collections.Counter()
        self.mismatches = []

    @property
    def skipped(self):
        return sum(self.unserved.values())


class Replay:
    """One scenario against a fresh simulator."""

    def __init__(self, name, path, before=None):
        self.data = load(path)
        self.name = name
        self.scenario = self.data["scenario"]
        self.version = self.data["dokploy_version"]
        self.result = Result(name, self.version)
        self.bound = dict(worlds.TOKENS)
        self.sim = Simulator(self.version, worlds.world_for(self.scenario, self.version), ManualClock())
        self.sim.hold_seconds = 0
        self.member = None
        if before is not None:
            before(self.sim)

    def run(self, stop_at_first=False):
        with self.sim.serve() as server:
            host, port = urllib.parse.urlsplit(server.url).netloc.split(":")
            self.connection = http.client.HTTPConnection(host, int(port), timeout=30)
            try:
                for index, step in enumerate(self.data["steps"]):
                    self.step(index, step)
                    if stop_at_first and self.result.mismatches:
                        break
            finally:
                self.connection.close()
        for trace in self.sim.crashes:
            self.result.mismatches.append("the simulator failed: " + trace.strip().splitlines()[-1])
        return self.result

    # -- one step -------------------------------------------------------------------------------------------------------------------

    def procedures(self, request):
        name = request["path"][len("/api/"):]
        return name[len("trpc/"):].split(",") if name.startswith("trpc/") else [name]

    def step(self, index, step):
        request = step["request"]
        names = self.procedures(request)
        missing = [name for name in names if not self.sim.serves(name) and name not in PAGE_READS and name not in EVENT_CALLS]
        recorded = step["response"].get("body")
        unknown = isinstance(recorded, dict) and recorded.get("message") == "Not found"
        if missing and not unknown:
            for name in missing or names:
                self.result.unserved[name] += 1
                break
            return
        by_hand = worlds.BEFORE.get((self.scenario, index))
        if by_hand is not None:
            by_hand(self.sim, self.bound)
        try:
            sent = self.fill(request)
        except KeyError as error:
            self.result.unserved["(needs %s)" % error.args[0]] += 1
            return
        try:
            self.until_it_matches(sent, step)
            self.result.replayed += 1
        except Mismatch as difference:
            self.result.replayed += 1
            self.result.mismatches.append("%s step %d, %s (%s): %s" % (self.name, index, request["path"], step.get("note"), difference))

    def until_it_matches(self, sent, step):
        """Ask; a read is asked again while time goes on, for the recorder waited, and every run has its own pace; so is what the recorder repeated."""
        first = None
        waits = step["request"]["method"] == "GET" or "poll" in step
        paces = (FINE, COARSE) if "poll" in step else (FINE, (0.5, 40))
        self.sim.clock.advance(0.05)
        for pause, times in paces if waits else ((0.0, 1),):
            for _each in range(times):
                answer = self.send(sent)
                trial = dict(self.bound)
                try:
                    compare_response(step, answer, trial)
                    self.bound = trial
                    return
                except Mismatch as difference:
                    first = first or difference
                self.sim.clock.advance(pause)
        raise first

    def fill(self, value):
        """The request with its tokens filled in."""
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, str):
            return TOKEN.sub(lambda match: self.value_of(match.group(1)), value)
        return value

    def value_of(self, token):
        if token not in self.bound and token.startswith("container."):
            # the recorder read it from Docker: the container that runs now
            running = [one for one in self.sim.local.containers if one.status == "running" and one.task.desired == "running"]
            if running:
                self.bound[token] = running[0].id
        return self.bound[token]

    def send(self, request):
        headers = {}
        kind = request.get("api_key")
        if kind is None:
            headers["x-api-key"] = self.sim.api_key
        elif kind == "invalid":
            headers["x-api-key"] = "not-a-key"
        elif kind == "of a member":
            if self.member is None:
                self.member = self.sim.member_key([self.bound[one] for one in ("app.id", "compose.id", "postgres.id") if one in self.bound])
            headers["x-api-key"] = self.member
        path = request["path"]
        if request.get("query"):
            path += "?" + urllib.parse.urlencode(request["query"])
        body = None
        if "multipart" in request:
            body = upload(request["multipart"])
            headers["Content-Type"] = "multipart/form-data; boundary=%s" % BOUNDARY
        elif "raw_body" in request:
            body = request["raw_body"].encode("utf-8")
        elif "body" in request:
            body = json.dumps(request["body"]).encode("utf-8")
        elif request["method"] != "GET":
            body = b""
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        self.connection.request(request["method"], path, body=body, headers=headers)
        answer = self.connection.getresponse()
        raw = answer.read()
        return answer.status, answer.headers.get("Content-Type") or "", raw


BOUNDARY = "simulated-boundary"


def upload(fields):
    """A form with a zip, which holds a Dockerfile."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Dockerfile", "FROM busybox-web:1\nRUN echo dropped\n")
    parts = []
    for name, value in fields.items():
        file = name == "zip"
        parts.append(b"--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n%s\r\n%s\r\n" % (
            BOUNDARY.encode(), name.encode(), b"; filename=\"app.zip\"" if file else b"",
            b"Content-Type: application/zip\r\nContent-Transfer-Encoding: binary\r\n" if file else b"", stream.getvalue() if file else value.encode("utf-8")))
    return b"".join(parts) + b"--" + BOUNDARY.encode() + b"--\r\n"


# -- comparison ----------------------------------------------------------------------------------------------------------------------


def compare_response(step, answer, bound):
    expected = step["response"]
    status, kind, raw = answer
    if status != expected["status"]:
        raise Mismatch("status %d, recorded %d; %s" % (status, expected["status"], raw[:200].decode("utf-8", "replace")))
    if expected.get("content") == "events":
        compare(expected["body"], read_events(raw), bound, "body")
        return
    content = "empty" if not raw else ("json" if kind.startswith("application/json") else "text")
    if content != expected.get("content", content):
        raise Mismatch("%s content, recorded %s" % (content, expected.get("content")))
    if content == "empty":
        return
    actual = json.loads(raw.decode("utf-8")) if content == "json" else raw.decode("utf-8")
    log = step["request"]["path"].endswith("deployment.readLogs")
    compare(expected.get("body"), actual, bound, "body", log=log)


def read_events(raw):
    """The texts of an answer with events, its error, and whether it has an end."""
    texts, error, kinds = [], None, []
    for event in raw.decode("utf-8").split("\n\n"):
        lines = dict(line.partition(": ")[::2] for line in event.strip().split("\n"))
        kinds.append(lines.get("event"))
        data = json.loads(lines.get("data") or "null")
        if lines.get("event") == "serialized-error":
            error = data["json"]
        elif isinstance(data, dict) and "json" in data:
            texts.append(data["json"])
    return {"texts": texts, "error": error, "ends": bool({"return", "serialized-error"} & set(kinds))}


def compare(expected, actual, bound, where, parent=None, log=False, loose=False):
    """Raise Mismatch where a value differs; bind tokens."""
    if isinstance(expected, str):
        compare_text(expected, actual, bound, where, parent, log)
    elif isinstance(expected, dict):
        if not isinstance(actual, dict):
            raise Mismatch("%s is %r, recorded an object" % (where, brief(actual)))
        partial = "..." in expected
        for key in expected:
            if key != "..." and key not in actual:
                raise Mismatch("%s lacks %r" % (where, key))
        extra = [key for key in actual if key not in expected]
        if extra and not partial:
            raise Mismatch("%s has %s besides" % (where, ", ".join(map(repr, extra))))
        for key, item in expected.items():
            if key != "...":
                compare(item, actual[key], bound, "%s.%s" % (where, key), (key, expected, actual), log, partial)
    elif isinstance(expected, list):
        if not isinstance(actual, list):
            raise Mismatch("%s is %r, recorded a list" % (where, brief(actual)))
        key = parent[0] if parent else None
        if key in ("deployments", "RepoTags") and len(expected) == len(actual):
            # application.one gives them in no fixed order; the tags of an image are sorted by names that nobody chose
            compare_set(expected, actual, bound, where)
            return
        if key == "Env" and loose and len(actual) > len(expected):
            # the recorder left out what the image itself sets
            actual = actual[:len(expected)]
        if len(expected) != len(actual):
            raise Mismatch("%s has %d items, recorded %d: %s" % (where, len(actual), len(expected), brief(actual)))
        for index, item in enumerate(expected):
            compare(item, actual[index], bound, "%s[%d]" % (where, index), None, log)
    elif type(expected) is not type(actual) or expected != actual:
        raise Mismatch("%s is %r, recorded %r" % (where, brief(actual), expected))


def compare_set(expected, actual, bound, where):
    left = list(actual)
    for item in expected:
        for candidate in left:
            trial = dict(bound)
            try:
                compare(item, candidate, trial, where)
            except Mismatch:
                continue
            bound.clear()
            bound.update(trial)
            left.remove(candidate)
            break
        else:
            raise Mismatch("%s has none like %s: %s" % (where, brief(item), brief(left)))


def compare_text(expected, actual, bound, where, parent, log):
    key = parent[0] if parent else None
    found = PLACEHOLDER.match(expected)
    if found or expected == "...":
        kind = found.group(1) if found else "any"
        good = {"timestamp": lambda: isinstance(actual, str) and re.match(r"^\d{4}-\d\d-\d\dT", actual), "number": lambda: isinstance(actual, (int, float)),
                "percent": lambda: isinstance(actual, str) and re.match(r"^\d+(\.\d+)?%$", actual),
                "size": lambda: isinstance(actual, str) and re.match(r"^\d+(\.\d+)?[kKMGT]?i?B$", actual),
                "epoch-ms": lambda: isinstance(actual, int) and actual > 10 ** 12, "list": lambda: isinstance(actual, list),
                "token": lambda: isinstance(actual, str) and actual, "path": lambda: isinstance(actual, str) and actual[:1] in ("/", ""),
                }.get(kind, lambda: True)()
        if not good:
            raise Mismatch("%s is %r, recorded %s" % (where, brief(actual), expected))
        return
    if not isinstance(actual, str):
        raise Mismatch("%s is %r, recorded %r" % (where, brief(actual), expected))
    if key in MEASURED:
        expected, actual = re.sub(r"[\d.]+%|[\d.]+\w*B(?= /)|(?<=/ )0B", "#", expected), re.sub(r"[\d.]+%|[\d.]+\w*B(?= /)|(?<=/ )0B", "#", actual)
    elif key == "currentState":
        compare_state(expected, actual, where)
        return
    elif key == "node" and parent[1].get("currentState", "").split(" ")[0] in ON_THE_WAY and "" in (expected, actual):
        # a task is without a node until it is assigned one, a moment
        if parent[2].get("currentState", "").split(" ")[0] in ON_THE_WAY and not parent[1].get("error", "").startswith('"no suitable'):
            return
    elif key == "status" and re.match(r"^(Up|Exited|Created)", expected):
        expected, actual = (re.sub(r"(Up|Exited \(\d+\)) [^(]*?(?= \(|$)", r"\1", text) for text in (expected, actual))
    elif key in ("name", "Name"):
        expected = expected if "{{task" in expected else TASK_NAME.sub(r"\1.#", expected)
        if expected.endswith(".#"):
            actual = TASK_NAME.sub(r"\1.#", actual)
    elif key == "appName" and expected.startswith("server-"):
        expected, actual = "server-", actual[:len("server-")]
    expected = NOTICE.sub("", expected)
    expected, actual = SCRIPT.sub(r"\1", MADE_UP.sub(r"\1-#", expected)), SCRIPT.sub(r"\1", MADE_UP.sub(r"\1-#", actual))
    expected, actual = CONTAINER_NAME.sub(r"\1.#", expected), CONTAINER_NAME.sub(r"\1.#", actual)
    if log:
        expected, actual = own_lines(expected), own_lines(actual)
    pattern = pattern_of(expected, bound, counters="job" if key == "id" else "router" if expected.startswith("http:\n") else None)
    match = pattern.match(actual)
    if not match:
        raise Mismatch("%s is %r, recorded %r" % (where, brief(actual), brief(expected)))
    for name, value in match.groupdict().items():
        if value is not None:
            bound[decode(name)] = value


def compare_state(expected, actual, where):
    words = [text.split(" ")[0] for text in (expected, actual)]
    if words[0] != words[1] and not set(words) <= ON_THE_WAY:
        raise Mismatch("%s is %r, recorded %r" % (where, actual, expected))
    if not re.match(r"^\w+ .* ago$", actual):
        raise Mismatch("%s is %r" % (where, actual))


def own_lines(text):
    """The lines of a log that Dokploy itself writes."""
    lines = text.split("\n")
    kept = [line for number, line in enumerate(lines)
            if OWN_LINES.match(line) or (not line and number + 1 < len(lines) and lines[number + 1].startswith("Error occurred"))]
    return "\n".join(kept)


def encode(token):
    return "t_" + token.replace("_", "__").replace(".", "_d_").replace("#", "_h_").replace(" ", "_s_")


def decode(name):
    return name[2:].replace("_s_", " ").replace("_h_", "#").replace("_d_", ".").replace("__", "_")


def pattern_of(expected, bound, counters=None):
    """The expression that a recorded text stands for; what is not bound yet is captured.

    The server's own counters are tokens too: those of routers in Traefik's file, those of jobs in the queue.
    """
    if counters == "router":
        expected = re.sub(r"-(router-websecure|router|service)-(\d+)\b", r"-\1-{{#n\2}}", expected)
        expected = re.sub(r"\b((?:stripprefix|addprefix|redirect)-[\w{}.-]+?)-(\d+)\b", r"\1-{{#n\2}}", expected)
    elif counters == "job":
        expected = re.sub(r"^job-(\d+)$", r"job-{{#j\1}}", expected)
        expected = re.sub(r"^(\d{1,4})$", r"{{#q\1}}", expected)
    parts, position, seen = [], 0, set()
    for match in TOKEN.finditer(expected):
        parts.append(literal(expected[position:match.start()]))
        token = match.group(1)
        if token in bound:
            parts.append(re.escape(bound[token]))
        elif token in seen:
            parts.append("(?P=%s)" % encode(token))
        else:
            seen.add(token)
            parts.append("(?P<%s>%s)" % (encode(token), r"\d+" if token.startswith("#") else (r"[a-z0-9]{12}" if token == "service.short" else r"[\s\S]+?")))
        position = match.end()
        if token == "service.short" and re.match(r"[a-z0-9]{13}$", expected[position:]):
            parts.append("[a-z0-9]{13}")
            position += 13
    parts.append(literal(expected[position:]))
    return re.compile("^" + "".join(parts) + r"\Z")


def literal(text):
    text = re.sub(r"sha256:[0-9a-f]{64}", "\x01", text) if "Digest: " in text or "digest: " in text else text
    return re.escape(text).replace("\x01", "sha256:[0-9a-f]{64}").replace(re.escape("<id>"), r"[\w.:/-]+").replace(re.escape("<timestamp>"), r"\S+")


def brief(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) < 400 else text[:400] + "…"


# -- totals --------------------------------------------------------------------------------------------------------------------------


RESULTS = {}


def replay(name, path):
    """Replay a scenario and remember what came of it."""
    RESULTS[name] = Replay(name, path).run()
    return RESULTS[name]


def summary():
    """Lines that say how much was replayed; what this process has not replayed yet is."""
    for name, path in scenarios():
        if name not in RESULTS:
            replay(name, path)
    lines = []
    for version in sorted({result.version for result in RESULTS.values()}, reverse=True):
        mine = [result for result in RESULTS.values() if result.version == version]
        unserved = collections.Counter()
        for result in mine:
            unserved.update(result.unserved)
        lines.append("contract %s: %d exchanges of %d scenarios replayed, %d not served yet%s" % (
            version, sum(result.replayed for result in mine), len(mine), sum(unserved.values()),
            " (%s)" % ", ".join("%s %d" % item for item in sorted(unserved.items(), key=lambda item: (-item[1], item[0]))) if unserved else ""))
    return lines


if __name__ == "__main__":
    for _name, _path in scenarios():
        _result = replay(_name, _path)
        print("%-40s %3d replayed %3d unserved %3d wrong" % (_name, _result.replayed, _result.skipped, len(_result.mismatches)))
        for _line in _result.mismatches:
            print("    " + _line)
    print("\n".join(summary()))
