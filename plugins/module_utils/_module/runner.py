# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module of every resource: its specification, its secrets, and how it ends. Private to this collection.

Secrets never enter AnsibleModule. C(_load_params) is the one hook that is overridden: whatever AnsibleModule does later
(validation messages, syslog, C(invocation), a failure while it is made) sees placeholders only.
"""

from __future__ import annotations

import copy
import json
import os
import traceback

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.validation import check_type_dict

from .._api.backend import Api
from .._client.http import Client
from .._common.masking import MASK, Masker, has_userinfo, hide_userinfo
from .._model.argument_spec import argument_spec, secret_options

CONNECTION = {
    "api_url": {"type": "str"},
    "api_key": {"type": "str", "no_log": True},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "client_cert": {"type": "path"}, "client_key": {"type": "path", "no_log": False},
    "timeout": {"type": "float", "default": 30.0}, "retries": {"type": "int", "default": 3},
    # For all modules, so that these may stand in the group's module_defaults.
    "backend": {"type": "str", "choices": ["api", "auto", "docker"], "default": "api"},
    "docker_host": {"type": "str"}, "docker_cert_path": {"type": "path"}, "docker_trusted": {"type": "bool", "default": False},
    "fallback_after": {"type": "int", "default": 60},
}
ENVIRONMENT = {
    "api_url": "DOKPLOY_URL", "api_key": "DOKPLOY_API_KEY", "validate_certs": "DOKPLOY_VALIDATE_CERTS", "ca_path": "DOKPLOY_CA_PATH",
    "client_cert": "DOKPLOY_CLIENT_CERT", "client_key": "DOKPLOY_CLIENT_KEY", "timeout": "DOKPLOY_TIMEOUT", "retries": "DOKPLOY_RETRIES",
    "backend": "DOKPLOY_BACKEND", "fallback_after": "DOKPLOY_FALLBACK_AFTER", "docker_host": "DOCKER_HOST", "docker_cert_path": "DOCKER_CERT_PATH",
}
# What the action plugin brings from the controller's environment, least of all sources.
FROM_CONTROLLER = "_ansible_dokploy_controller"
# The action plugin's wish to show what comes: true, or where to ask on for it.
FOLLOW = "_ansible_dokploy_follow"

SERVICE_OPTIONS = {
    "env_templates": {"type": "bool", "default": False},
    "unset": {"type": "list", "elements": "str"},
    "deploy": {"type": "str", "choices": ["on_change", "always", "never"], "default": "on_change"},
    "deployment_title": {"type": "str"}, "deployment_description": {"type": "str"},
    "wait": {"type": "bool", "default": True}, "wait_for": {"type": "str", "choices": ["healthy", "deployed"], "default": "healthy"},
    "wait_timeout": {"type": "int", "default": 600}, "queue_timeout": {"type": "int", "default": 300}, "stable_for": {"type": "int", "default": 5},
    "follow": {"type": "bool", "default": True},
    "verify": {"type": "dict", "options": {
        "url": {"type": "str", "required": True}, "status_code": {"type": "list", "elements": "int", "default": [200]}, "headers": {"type": "dict"},
        "validate_certs": {"type": "bool", "default": True}, "follow_redirects": {"type": "bool", "default": False},
        "timeout": {"type": "int", "default": 10}}},
    "on_failure": {"type": "str", "choices": ["leave", "rollback"], "default": "leave"},
    "create": {"type": "bool", "default": True},
    "apply_pending": {"type": "bool", "default": False},
    "rename_to": {"type": "str"},
    "move_to": {"type": "dict", "options": {"project": {"type": "str"}, "environment": {"type": "str"}, "environment_id": {"type": "str"}}},
    "force": {"type": "bool", "default": False},
    "remove_volumes": {"type": "bool", "default": False},
}
# Keys of a result that hold text of others; the rest are whitelisted fields, and masking would mangle them.
FREE_TEXT = ("msg", "next_step", "reason", "build_log", "container_log", "diff", "previous", "containers", "deployment", "undone",
             "findings", "verdict", "verdicts", "timeline", "unread", "deployments", "queue", "container_logs", "dropped", "ended", "hit", "removed", "kept")


def module_spec(resource):
    """The whole argument specification of a resource's module."""
    spec = dict(copy.deepcopy(CONNECTION), **copy.deepcopy(resource.addressing))
    spec["state"] = {"type": "str", "choices": list(resource.states), "default": "started" if resource.service else "present"}
    spec.update(argument_spec(resource))
    if resource.service:
        spec.update(copy.deepcopy(SERVICE_OPTIONS))
    else:
        spec.update({"env_templates": {"type": "bool", "default": False}, "rename_to": {"type": "str"}, "force": {"type": "bool", "default": False}})
    return spec


class DokployModule(AnsibleModule):
    """AnsibleModule that holds secrets back. C(secrets) are paths, into lists too, such as C(basic_auth.password), with their C(Field.secret)."""

    def __init__(self, argument_spec, secrets=(), **kwargs):
        self._spec = argument_spec
        self._secret_paths = [tuple(path.split(".")) for path in secrets] + [("api_key",)]
        self._texts = {tuple(path.split(".")) for path in secrets if secrets[path] == "text"} if secrets else ()
        self._held = {}
        self._bad = []
        self.follow = None
        self.masker = Masker()
        super().__init__(argument_spec, **kwargs)
        for name, value in self.params.items():
            if isinstance(value, str) and (name,) not in self._secret_paths:
                self.masker.add_public(value)
        if self._bad:
            self.fail_json(msg="; ".join(self._bad))
        self._assert_clean()

    # The one overridden hook

    def _load_params(self):
        super()._load_params()
        try:
            self._hold_all()
        except Exception as exc:  # pylint: disable=broad-except
            # Nothing was shown yet, and an uncaught exception would print everything: neither the options nor its words go further.
            where = traceback.extract_tb(exc.__traceback__)[-1]
            self.params = {name: value for name, value in self.params.items() if name.startswith("_ansible_") and name not in (FROM_CONTROLLER, FOLLOW)}
            self._held = {}
            self._bad = ["a fault of this collection: %s at %s:%d, while the options were read" % (
                type(exc).__name__, where.filename.rsplit("/", 1)[-1], where.lineno)]

    def _hold_all(self):
        controller = self.params.pop(FROM_CONTROLLER, None) or {}
        self.follow = self.params.pop(FOLLOW, None)
        for name, variable in ENVIRONMENT.items():
            if name in self._spec and self.params.get(name) in (None, ""):
                self.params.pop(name, None)
                value = os.environ.get(variable) or controller.get(name)
                if value:
                    self.params[name] = value
        names = set(self._spec) | {alias for spec in self._spec.values() for alias in spec.get("aliases", ())}
        for name in list(self.params):
            if name.startswith("_ansible_"):
                continue
            if name not in names:
                if self.params[name] is not None:
                    self.params[name] = MASK      # a misspelt option: its name is reported, its value is not
                continue
            if name in self._spec:
                self.params[name] = self._known_only(name, self.params[name], self._spec[name])
            for path in self._secret_paths:
                if path[0] == name:
                    self._hold(path)
            self.params[name] = self._hold_userinfo((name,), self.params[name])

    def _known_only(self, said, value, spec):
        """A value with inner options in the shape that it must have, and the values of inner options that do not exist blanked, too."""
        options = spec.get("options")
        if not options or value is None:
            return value
        if spec.get("type") == "list":
            value = value.split(",") if isinstance(value, str) else value
            if not isinstance(value, list):
                self._bad.append("%s must be a list of dictionaries" % said)
                return None
            inner = [self._known_only(said, one, {"options": options}) for one in value]
            return [one for one in inner if one is not None]
        if isinstance(value, str):
            try:
                value = check_type_dict(value)
            except (TypeError, ValueError):
                pass
        if not isinstance(value, dict):
            self._bad.append("%s must %s" % (said, "be a dictionary" if spec.get("type") else "hold dictionaries"))
            return None
        known = dict(options, **{alias: inner for inner in options.values() for alias in inner.get("aliases", ())})
        return {
            name: self._known_only("%s.%s" % (said, name), one, known[name]) if name in known else None if one is None else MASK
            for name, one in value.items()}

    def _hold(self, path):
        if len(path) == 1:
            self.params[path[0]] = self._held_back(path, self._spec[path[0]].get("type"), self.params[path[0]])
            return
        outer = self.params.get(path[0])
        if isinstance(outer, list):
            self.params[path[0]] = [self._hold_inner(path, (path[0], index, path[1]), one) for index, one in enumerate(outer)]
        else:
            self.params[path[0]] = self._hold_inner(path, path, outer)

    def _hold_inner(self, path, where, outer):
        if not isinstance(outer, dict) or outer.get(path[1]) is None:
            return outer
        kind = "dict" if self._spec[path[0]]["options"][path[1]].get("type") == "dict" else "text" if path in self._texts else "str"
        return dict(outer, **{path[1]: self._held_back(where, kind, outer[path[1]])})

    def _held_back(self, path, kind, value):
        if value is None:
            return None
        said = ".".join(part for part in path if isinstance(part, str))
        if kind == "raw":
            # A text or a dictionary that holds secrets among other things: the operation tells the masker which they are.
            self._held[path] = value
            return MASK
        if kind == "dict":
            # JSON alone: Ansible would make a dictionary of dotenv text, too, and a wrong one.
            try:
                value = value if isinstance(value, dict) else json.loads(value)
            except (TypeError, ValueError):
                value = None
            if not isinstance(value, dict):
                self._bad.append("%s must be a dictionary; the filter community.dokploy.from_dotenv makes one of dotenv text" % said)
                return {}
            for key, one in value.items():
                if one is not None and (path, str(key).lower()) != (("verify", "headers"), "host"):     # no secret: the name of a domain
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
        self.masker.add_secret(value, path[-1] if kind == "text" else None)
        self._held[path] = value
        return MASK

    def _hold_userinfo(self, path, value):
        """An address with user:token@ in any option is held back too, and shown without them."""
        if isinstance(value, str) and has_userinfo(value):
            self._held[path] = value
            self.masker.add_secret(value)
            return hide_userinfo(value)
        if isinstance(value, dict):
            return {key: self._hold_userinfo(path + (key,), one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._hold_userinfo(path + (index,), one) for index, one in enumerate(value)]
        return value

    def _assert_clean(self):
        """A later ansible-core without the hook must fail closed."""
        for path in self._secret_paths:
            left = [self.params.get(path[0])]
            for part in path[1:]:
                outers = [one for each in left for one in (each if isinstance(each, list) else [each])]
                left = [one.get(part) for one in outers if isinstance(one, dict)]
            left = [one for each in left for one in (each.values() if isinstance(each, dict) else [each])]
            if any(one not in (None, "", MASK) for one in left):
                self.params = {}
                self.fail_json(msg="this version of ansible-core hands secrets to the module in a way that this collection does not know: nothing was done")

    def options(self):
        """The options with their secrets, for our own code alone."""
        filled = copy.deepcopy({name: value for name, value in self.params.items() if not name.startswith("_ansible_")})
        for path, value in self._held.items():
            inner = filled
            for part in path[:-1]:
                inner = inner[part]
            inner[path[-1]] = copy.deepcopy(value)
        return filled

    # How it ends: from 2.19 on a warning is shown unmasked even under no_log, so it is masked here

    def warn(self, warning, **kwargs):
        super().warn(self.masker.mask_text(str(warning)), **kwargs)

    def exit_json(self, **kwargs):
        super().exit_json(**self._masked(kwargs))

    def fail_json(self, msg, **kwargs):
        kwargs.pop("exception", None)             # never an exception object: its chain would be shown unmasked
        super().fail_json(msg=self.masker.mask_text(str(msg)), **self._masked(kwargs))

    def _masked(self, result):
        return {key: self.masker.mask_values(value) if key in FREE_TEXT else value for key, value in result.items()}


def connect(module, options):
    """The Client that a task's connection options describe."""
    try:
        import requests  # noqa: F401, pylint: disable=unused-import
    except ImportError as exc:
        module.fail_json(msg=missing_required_lib("requests"), details=str(exc))
    client = Client(
        options["api_url"], options["api_key"], validate_certs=options["validate_certs"], ca_path=options["ca_path"], client_cert=options["client_cert"],
        client_key=options["client_key"], timeout=options["timeout"], retries=options["retries"])
    for warning in client.warnings:
        module.warn(warning)
    return client


def run(resource):
    """The C(main) of a resource's module."""
    secrets = dict(secret_options(resource), **({"verify.headers": "values"} if resource.service else {}))
    module = DokployModule(module_spec(resource), secrets=secrets, supports_check_mode=True)
    guarded(module, lambda: carry_out(module, resource))


def guarded(module, body):
    """Run C(body); whatever it raises becomes one failure, and nothing escapes as an uncaught exception."""
    try:
        if isinstance(module.follow, dict):
            from .._lifecycle.live_log import answer
            answer(module, module.follow)
        result = body()
    except Exception as exc:  # pylint: disable=broad-except
        from .failure import end
        result = end(module, exc)
    module.exit_json(**result)


def carry_out(module, resource, operation=None):
    options = module.options()
    if operation:
        Operation = operation
    elif resource.service:
        from .._lifecycle.converge import Converge as Operation
    else:
        from .._lifecycle.records import Converge as Operation

    def begin(backend=None):
        operation = Operation(resource, options, check_mode=module.check_mode, warn=module.warn, masker=module.masker)
        operation.backend, operation.follow = backend, module if module.follow and options.get("follow") else None
        return operation

    def body(backend):
        operation = begin(backend)
        try:
            return operation.run()
        except Exception as exc:
            operation.result["diff"] = {"before": operation.before, "after": operation.after}
            operation.result["changed"] = operation.wrote()
            exc.result = operation.result
            raise
    if options["backend"] == "api":
        return body(Api(connect(module, options)))
    from .fallback import through
    return through(module, options, lambda: Api(connect(module, options)), body, begin if Operation.may_use_engine else None)
