# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records scenarios of tests/contract/recipes.py against a live Dokploy, in the format that tests/contract/README.md tells.

    DOKPLOY_URL=… DOKPLOY_API_KEY=… python tests/support/record.py [--date YYYY-MM-DD] [--print] networks children

What is done by hand between two requests is a command in the recipe, run by a shell on this machine; one that needs the server's database pipes
SQL into C($PSQL), the command of a psql that is connected to it. What a recipe makes, it removes, also where it fails in the middle.
A server of one's own is needed: recipes write into the host's Docker and Traefik.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse

import requests

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NEWEST = "v0.30.2"
ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$")
LOGGED = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z(?= )", re.MULTILINE)       # before each line of a container's log
IDS = re.compile(r"\b[0-9a-f]{64}\b|^(?=.*[a-z])[A-Za-z0-9_-]{21}$|^[A-Za-z0-9]{32}$|\b(?=[a-z]*\d)[a-z0-9]{25}\b|^[0-9a-f]{12}$")
BCRYPT = re.compile(r"(\$2[aby]\$\d\d\$)[./A-Za-z0-9]{53}")
BY_KEY = {"refreshToken": "<token>", "logPath": "<path>", "uniqueConfigKey": "<number>", "Index": "<number>", "time": "<number>", "timeNano": "<number>"}
NOTICE = re.compile(r"\d{4}/\d\d/\d\d [\d:]{8} (NOTICE: Config file) \"[^\"]*\"")       # of rclone
POLL = "repeat until the response has this form"


class Recorder:
    """One run of one recipe."""

    def __init__(self, url, key):
        self.url, self.key, self.bound, self.member_key = url.rstrip("/"), key, {}, ""

    def ask(self, method, path, query=None, body=None, key=None):
        """-> (status, content, body)"""
        answer = requests.request(method, self.url + path, params=query, json=None if method == "GET" else body or {}, headers={"x-api-key": key or self.key},
                                  timeout=120)
        if not answer.content:
            return answer.status_code, "empty", None
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer.status_code, "json", answer.json()
        return answer.status_code, "text", answer.content.decode("utf-8")

    def filled(self, value):
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return re.sub(r"\{\{([\w.]+)\}\}", lambda match: self.bound[match.group(1)], value) if isinstance(value, str) else value

    def record(self, recipe, version):
        """The steps of a recipe -> the recording."""
        self.bound.update(recipe.get("tokens") or {})
        self.member_key = recipe.get("member_key")
        steps = []
        try:
            for step in recipe["steps"]:
                if version in step.get("versions", (version,)):
                    steps.append(self.step(step))
        finally:
            for procedure, body in recipe.get("undo") or ():
                if all(token in self.bound for token in re.findall(r"\{\{([\w.]+)\}\}", json.dumps(body))):
                    self.ask("POST", "/api/" + procedure, body=self.filled(body))
            for command in recipe.get("undo_by_hand") or ():
                self.by_hand(command, check=False)
        return steps

    def by_hand(self, command, check=True):
        subprocess.run(["/bin/sh", "-ec", self.filled(command)], check=check, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                       stderr=None if check else subprocess.DEVNULL)

    def step(self, step):
        if "by_hand" in step:
            self.by_hand(step["by_hand"])
        if "events" in step:
            return self.events(step)
        request = {"method": step["method"], "path": "/api/" + step["procedure"]}
        if step.get("api_key"):
            request["api_key"] = step["api_key"]
        if step.get("values"):
            request["query" if step["method"] == "GET" else "body"] = step["values"]
        until, start = step.get("until"), time.monotonic()
        while True:
            status, content, body = self.ask(
                request["method"], request["path"], self.filled(request.get("query")), self.filled(request.get("body")),
                self.member_key if step.get("api_key") else None)
            if until is None or until(body):
                break
            if time.monotonic() - start > 120:
                raise SystemExit("%s: the awaited answer did not come; the last: %s" % (step["note"], json.dumps(body)[:2000]))
            time.sleep(0.5)
        print("%3d %s %s" % (status, step["procedure"], step["note"]), file=sys.stderr)
        if "only" in step:
            body = step["only"](body, self.bound)
        for token, path in (step.get("bind") or {}).items():
            value = body
            for part in path.split("."):
                value = value[int(part) if part.lstrip("-").isdigit() else part]
            self.bound[token] = value
        if isinstance(body, dict) and isinstance(body.get("data"), dict):
            body["data"].pop("stack", None)
            body.pop("stack", None)
        body = self.masked(body)
        for keep in step.get("keep") or () if status == 200 else ():
            body = kept(body, keep.split("."))
        recorded = dict(note=step["note"], request=request)
        if until is not None:
            recorded["poll"] = POLL
        recorded["response"] = {"status": status, "content": content}
        if content != "empty":
            recorded["response"]["body"] = body
        return recorded

    def events(self, step):
        """The texts of a call that answers with events; C(ends): whether Dokploy ends them, and does not keep the stream open."""
        request = {"method": "GET", "path": "/api/trpc/" + step["events"], "query": {"input": json.dumps({"json": step["values"]})}}
        texts, error, event, ends = [], None, "", False
        with requests.get(self.url + request["path"], params=self.filled(request["query"]), headers={"x-api-key": self.key, "Accept": "text/event-stream"},
                          stream=True, timeout=(10, 8)) as answer:
            try:
                for line in answer.iter_lines():
                    name, dummy, value = line.decode("utf-8").partition(": ")
                    event = value if name == "event" else event if name else ""
                    ends = ends or event in ("return", "serialized-error")
                    if name == "data" and event == "serialized-error":
                        error = json.loads(value)["json"]
                        error["data"].pop("stack", None)
                    elif name == "data" and isinstance(json.loads(value or "0"), dict) and "json" in json.loads(value):
                        texts.append(json.loads(value)["json"])
            except requests.RequestException:
                pass
        print("%3d %s %s" % (answer.status_code, step["events"], step["note"]), file=sys.stderr)
        return {"note": step["note"], "request": request, "response": {
            "status": answer.status_code, "content": "events", "body": {"texts": self.masked(texts), "error": self.masked(error), "ends": ends}}}

    def masked(self, value, key=None):
        if isinstance(value, dict):
            return {name: self.masked(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.masked(item, key) for item in value]
        if isinstance(value, str) and ISO.match(value):
            return "<timestamp>"
        if key in BY_KEY and value not in (None, ""):
            return BY_KEY[key]
        if not isinstance(value, str):
            return value
        for token, known in sorted(self.bound.items(), key=lambda item: -len(item[1])):
            value = value.replace(known, "{{%s}}" % token)
        value = NOTICE.sub("<timestamp> \\1 \"<path>\"", value)
        return IDS.sub("<id>", BCRYPT.sub(r"\1<id>", LOGGED.sub("<timestamp>", value)))


def kept(value, path):
    """Of the object, or of each of a list, at C(path), only the keys C(a|b|c) that its last part names, and the mark that the rest was left out."""
    if isinstance(value, list):
        return [kept(item, path) for item in value]
    if len(path) > 1:
        return dict(value, **{path[0]: kept(value[path[0]], path[1:])})
    names = path[0].split("|")
    return dict({name: item for name, item in value.items() if name in names}, **{"...": "..."})


def main():
    sys.path.insert(0, TESTS)
    from support import paths
    sys.path.insert(0, paths.link_tree())
    from contract.recipes import RECIPES
    parser = argparse.ArgumentParser(description="Records scenarios against a live Dokploy.")
    parser.add_argument("names", nargs="+", choices=sorted(RECIPES))
    parser.add_argument("--date", default=datetime.date.today().isoformat())
    parser.add_argument("--print", action="store_true", help="print it instead of writing the file")
    arguments = parser.parse_args()
    url, key = os.environ["DOKPLOY_URL"], os.environ["DOKPLOY_API_KEY"]
    version = Recorder(url, key).ask("GET", "/api/settings.getDokployVersion")[2]
    for name in arguments.names:
        recipe = RECIPES[name]
        if version not in recipe["versions"]:
            raise SystemExit("%s is for %s, and this server is %s" % (name, ", ".join(recipe["versions"]), version))
        data = {"scenario": name, "about": recipe["about"], "dokploy_version": version, "recorded": arguments.date, "recorder": "tests/support/record.py"}
        data["steps"] = Recorder(url, key).record(recipe, version)
        text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
        for secret in (key, urllib.parse.urlsplit(url).netloc, socket.gethostname() + ".", "/root/"):
            if secret in text:
                raise SystemExit("%s was not written: it holds something of this machine or its key" % name)
        if arguments.print:
            print(text)
            continue
        folder = os.path.join(TESTS, "contract", *([] if version == NEWEST else [version]))
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as stream:
            stream.write(text)


if __name__ == "__main__":
    main()
