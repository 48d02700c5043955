# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replaces the secrets of a task with placeholders, before options are validated, shown or logged.

Both ways of running a task use it: AnsibleModule in C(runner), and the controller's process.
"""

from __future__ import annotations

import copy
import json
import os
import traceback
from urllib.parse import parse_qsl

from ansible.module_utils.common.validation import check_type_dict

from .._common.masking import MASK, Masker, has_userinfo, hide_userinfo
from .options import ENVIRONMENT

# The action plugin sends to a module on another host: the controller's environment, the last source of connection options;
# and true to show the log while the task waits, or the directory and cursor to read it from.
FROM_CONTROLLER = "_ansible_dokploy_controller"
FOLLOW = "_ansible_dokploy_follow"
# The kind of a URL whose query is a secret.
URL = "url"


def hide_query(address):
    """Return the URL without its query and fragment."""
    return address.partition("?")[0] + "?" + MASK


class HeldSecrets:
    """The secrets of one task. C(secrets) are paths, into lists too, such as C(basic_auth.password), with their C(Field.secret) or C(url)."""

    def __init__(self, argument_spec, secrets=()):
        kinds = {tuple(path.split(".")): secrets[path] for path in secrets}
        self._spec = argument_spec
        self._paths = [path for path, kind in kinds.items() if kind != URL] + [("api_key",)]
        self._addresses = [path for path, kind in kinds.items() if kind == URL]
        self._texts = {path: kind for path, kind in kinds.items() if kind in ("text", "file", "layout")}
        self._held = {}
        self._bad = []
        self.follow = None
        self.masker = Masker()

    def hold(self, params):
        """Return the parameters with placeholders instead of secrets. It never raises."""
        self._params = dict(params)
        try:
            self._hold_all()
        except Exception as exc:  # pylint: disable=broad-except
            # An uncaught exception would print the options: neither they nor the exception's message are shown.
            where = traceback.extract_tb(exc.__traceback__)[-1]
            self._params = {name: value for name, value in params.items() if name.startswith("_ansible_") and name not in (FROM_CONTROLLER, FOLLOW)}
            self._held = {}
            self._bad = ["a fault of this collection: %s at %s:%d, while the options were read" % (
                type(exc).__name__, where.filename.rsplit("/", 1)[-1], where.lineno)]
        params, self._params = self._params, None
        return params

    def fill(self, params):
        """Return validated parameters with their secrets, only for the code of the collection. What holds no secret is shared with C(params)."""
        filled, own = {name: value for name, value in params.items() if not name.startswith("_ansible_")}, {()}
        for path, value in self._held.items():
            inner = filled
            for depth, part in enumerate(path[:-1], 1):
                if path[:depth] not in own:
                    inner[part] = copy.copy(inner[part])
                    own.add(path[:depth])
                inner = inner[part]
            inner[path[-1]] = copy.copy(value)
        return filled

    def find_problem(self, params):
        """Return why a task with these validated parameters cannot run, or None."""
        for name, value in params.items():
            if isinstance(value, str) and (name,) not in self._paths:
                self.masker.add_public(value)
        return "; ".join(self._bad) or None

    def is_left(self, params):
        """Return whether the parameters contain a secret. A later ansible-core without the hook that C(runner) overrides must fail closed."""
        for path in self._paths:
            left = [params.get(path[0])]
            for part in path[1:]:
                outers = [one for each in left for one in (each if isinstance(each, list) else [each])]
                left = [one.get(part) for one in outers if isinstance(one, dict)]
            left = [one for each in left for one in (each.values() if isinstance(each, dict) else [each])]
            if any(one not in (None, "", MASK) for one in left):
                return True
        return False

    def _hold_all(self):
        controller = self._params.pop(FROM_CONTROLLER, None) or {}
        self.follow = self._params.pop(FOLLOW, None)
        self._bad += find_half_characters(self._params)
        for name, variable in ENVIRONMENT.items():
            if name in self._spec and self._params.get(name) in (None, ""):
                self._params.pop(name, None)
                value = os.environ.get(variable) or controller.get(name)
                if value:
                    self._params[name] = value
        for name in list(self._params):
            if name.startswith("_ansible_"):
                continue
            if name not in self._spec and not any(name in spec.get("aliases", ()) for spec in self._spec.values()):
                if self._params[name] is not None:
                    self._params[name] = MASK      # a misspelt option: its name is reported, its value is not
                continue
            if name in self._spec:
                self._params[name] = self._known_only(name, self._params[name], self._spec[name])
            for path in self._paths + self._addresses:
                if path[0] == name:
                    self._hold(path)
            self._params[name] = self._hold_userinfo((name,), self._params[name])

    def _known_only(self, said, value, spec):
        """Return a value with inner options in the required form; mask the values of unknown inner options, too."""
        options = spec.get("options")
        if not options or value is None:
            return value
        if spec.get("type") == "list":
            value = value.split(",") if isinstance(value, str) else value
            if not isinstance(value, list):
                self._bad.append("%s must be a list of dictionaries%s" % (said, _give_example(options)))
                return None
            inner = [self._known_only(said, one, {"options": options}) for one in value]
            return [one for one in inner if one is not None]
        if isinstance(value, str):
            try:
                value = check_type_dict(value)
            except (TypeError, ValueError):
                pass
        if not isinstance(value, dict):
            self._bad.append("%s must %s" % (said, "be a dictionary" if spec.get("type") else "hold dictionaries%s" % _give_example(options)))
            return None
        known = dict(options, **{alias: inner for inner in options.values() for alias in inner.get("aliases", ())})
        return {
            name: self._known_only("%s.%s" % (said, name), one, known[name]) if name in known else None if one is None else MASK
            for name, one in value.items()}

    def _hold(self, path):
        if len(path) == 1:
            self._params[path[0]] = self._held_back(path, self._spec[path[0]].get("type"), self._params[path[0]])
            return
        outer = self._params.get(path[0])
        if isinstance(outer, list):
            self._params[path[0]] = [self._hold_inner(path, (path[0], index, path[1]), one) for index, one in enumerate(outer)]
        else:
            self._params[path[0]] = self._hold_inner(path, path, outer)

    def _hold_inner(self, path, where, outer):
        if not isinstance(outer, dict) or outer.get(path[1]) is None:
            return outer
        kind = "dict" if self._spec[path[0]]["options"][path[1]].get("type") == "dict" else self._texts.get(path, "str")
        return dict(outer, **{path[1]: self._held_back(where, kind, outer[path[1]])})

    def _held_back(self, path, kind, value):
        """Keep one secret -> its placeholder. C(kind): its C(Field.secret)."""
        if value is None:
            return None
        if tuple(part for part in path if isinstance(part, str)) in self._addresses:
            return self._hold_query(path, value)
        said = ".".join(part for part in path if isinstance(part, str))
        if kind == "raw" or self._texts.get(path) == "layout":
            # It contains secrets among other values: the operation gives the masker the secrets. No result contains a layout.
            self._held[path] = value
            return MASK
        if kind == "dict":
            # JSON only: Ansible would also parse dotenv text as a dictionary, wrongly.
            try:
                value = value if isinstance(value, dict) else json.loads(value)
            except (TypeError, ValueError):
                value = None
            if not isinstance(value, dict):
                self._bad.append("%s must be a dictionary; the filter community.dokploy.from_dotenv makes one of dotenv text" % said)
                return {}
            for key, one in value.items():
                if one is not None and (path, str(key).lower()) != (("verify", "headers"), "host"):     # not a secret: the name of a domain
                    self.masker.add_secret(one, str(key))
            self._held[path] = value
            return {str(key): None if one is None else MASK for key, one in value.items()}
        if not isinstance(value, str):
            if isinstance(value, bool) or not isinstance(value, int):
                self._bad.append("%s must be a text: quote it" % said)
                return MASK
            value = str(value)
        if value == "":
            return ""
        if kind == "file":
            self.masker.add_file(value)
        else:
            self.masker.add_secret(value, path[-1] if kind == "text" else None)
        self._held[path] = value
        return MASK

    def _hold_query(self, path, value):
        """Show a URL without its query, which may contain a token, and without its user:token@."""
        if not isinstance(value, str) or "?" not in value:
            return value
        self._held[path] = value
        for name, one in parse_qsl(value.partition("?")[2], keep_blank_values=False):
            self.masker.add_secret(one, name)
        self.masker.add_secret("?" + value.partition("?")[2])       # with the question mark, since a query may be an ordinary word
        if has_userinfo(value):
            self.masker.add_secret(value)
        return hide_userinfo(hide_query(value))

    def _hold_userinfo(self, path, value):
        """Show a URL in any option without its user:token@."""
        if path in self._held:
            return value
        if isinstance(value, str) and has_userinfo(value):
            self._held[path] = value
            self.masker.add_secret(value)
            return hide_userinfo(value)
        if isinstance(value, dict):
            return {key: self._hold_userinfo(path + (key,), one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._hold_userinfo(path + (index,), one) for index, one in enumerate(value)]
        return value


def find_half_characters(params):
    """Describe the options with half of a surrogate pair, from JSON such as C("\\ud800"), which can be neither sent nor written."""
    def is_whole(value):
        try:
            return json.dumps(value, ensure_ascii=False, default=str).encode() is not None
        except UnicodeEncodeError:
            return False
    return [] if is_whole(params) else ["%s: half of a character (surrogate) is no text" % name for name in params if not is_whole(params[name])]


def _give_example(options):
    """Give the required inner options of a dictionary as an example."""
    needed = ["%s: %s" % (name, {"int": "8080", "bool": "true"}.get(one.get("type"), "...")) for name, one in options.items() if one.get("required")]
    return ", such as {%s}" % ", ".join(needed) if needed else ""
