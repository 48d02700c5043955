# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes Traefik's files: C(dokploy_traefik)."""

from __future__ import annotations

import os
import re
import time

from .._api.permissions import check_permissions
from .._common.errors import BadInput, ResourceNotFound, PermissionMissing, Refused, TaskFailed, Unreachable
from .._module.operation import Operation
from .._traefik.decode import check_keys
from .._traefik.document import config_to_text, read_document, write_yaml
from .._traefik.finding import DISABLES, STOPS
from .._traefik.directory_check import check_directory
from .._traefik.masking import list_secrets, mask_config, to_jsonable
from .._traefik.merge import merge_config, remove_named
from .._traefik.routing_check import check_routing
from .._traefik.store import ApplicationFile, DIRECTORY, HostDirectory, ServerDirectory
from .._traefik.values import drop_nulls, get_value, is_equivalent_config

REMOVALS = ("routers_remove", "services_remove", "middlewares_remove")
SAFE_SINCE = "0.29.14"      # before it, Dokploy passed a text for a remote server to a shell in single quotes
ATTEMPTS = 3                 # attempts to merge again after another writer changed the file


class WriteTraefik(Operation):
    """Write one file of Traefik's directory: an application's, or any other by its name."""

    own_options = {
        "file": {"type": "str"},
        "server_id": {"type": "str"},
        "state": {"type": "str", "choices": ["present", "absent", "rewritten"], "default": "present"},
        "config": {"type": "raw"},
        "config_mode": {"type": "str", "choices": ["merge", "replace"], "default": "merge"},
        "routers_remove": {"type": "list", "elements": "str"},
        "services_remove": {"type": "list", "elements": "str"},
        "middlewares_remove": {"type": "list", "elements": "str"},
        "section": {"type": "str", "choices": ["http", "tcp", "udp"], "default": "http"},
        "backup": {"type": "path"},
        "traefik_dir": {"type": "path", "default": DIRECTORY},
    }
    may_use_engine = True       # it uses the files on the engine's host: only with an explicit backend docker
    secrets = {"config": "any"}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result.update(file=None, config=None, findings=[], backup_file=None)
        self.wanted = None          # Document of the option config
        self.record = None

    def show(self, observed):
        super().show(observed)
        self.record = observed.record

    def run(self):
        self._check_input()
        if getattr(self.backend, "name", "api") == "docker":
            return self._write_on_host()
        if self.options.get("file"):
            self.name = "Traefik's file %s" % self.options["file"]
            directory = ServerDirectory(self.backend, self.options.get("server_id") or None)
            self._merge_into_file(directory, directory, self.options["file"])
            return self.finish()
        return super().run()

    def _write_on_host(self):
        """Write the file on the task's host, for use while Dokploy's API is down."""
        if self.options.get("backend") != "docker":
            raise Refused("Traefik's files are written on the host itself only with an explicit backend: docker",
                          next_step="Set backend: docker for this task, with app_name or file.")
        name = self.options.get("file") or (self.address.app_name and self.address.app_name + ".yml")
        if not name:
            raise BadInput("on the host itself, an application's file is identified by its app_name only",
                           next_step="Add app_name to the task: every result of this collection contains it.")
        self.name = "Traefik's file %s" % name
        with HostDirectory(self.options["traefik_dir"]) as directory:
            if not self.check_mode:
                directory.remove_leftovers()
            self._merge_into_file(directory, directory, name)
        return self.finish()

    def act(self, place, observed):
        application = self.backend.identify(place)
        directory = ServerDirectory(self.backend, application.get("serverId"))
        if self.options["state"] == "rewritten":
            self._rewrite_file(ApplicationFile(self.backend, application["id"]), directory, application["appName"] + ".yml")
            return
        self._merge_into_file(ApplicationFile(self.backend, application["id"]), directory, application["appName"] + ".yml")

    def finish(self):
        super().finish()
        if "traefik" in self.after:
            # Ansible shows texts as a diff by lines.
            self.result["diff"] = {"before": self.before["traefik"], "after": self.after["traefik"],
                                   "before_header": self.result["file"], "after_header": self.result["file"]}
        return self.result

    # The task's options

    def _check_input(self):
        """Raise BadInput for invalid options; parse the option config."""
        options = self.options
        named = any((self.address.application_id, self.address.app_name, self.address.domain_host, self.address.name, self.address.project))
        if options.get("file"):
            if named:
                raise BadInput("file is for files without an application: omit project, name and the other names, or file")
            if not re.match(r"(?!\.)[A-Za-z0-9._-]+\.ya?ml\Z", options["file"], re.IGNORECASE):
                raise BadInput("file must be the name of a file in Traefik's directory, such as middlewares.yml")
        elif options.get("server_id"):
            raise BadInput("server_id requires file: the server of an application is known")
        removals = [name for name in REMOVALS if options.get(name)]
        if options["state"] == "rewritten":
            if options.get("config") is not None or removals or options.get("file") or getattr(self.backend, "name", "api") == "docker":
                raise BadInput("state rewritten lets Dokploy write an application's own file from its domains: omit config, file, the options ending in "
                               "_remove, and backend docker")
            return
        if options["state"] == "absent":
            if options.get("config") is not None or removals:
                raise BadInput("state absent empties the file: omit config and the options ending in _remove, or use state present")
        elif options.get("config") is None and not removals:
            raise BadInput("set the content (config), or the names to remove (%s)" % ", ".join(REMOVALS))
        if options["section"] == "udp" and options.get("middlewares_remove"):
            raise BadInput("there are no middlewares for UDP")
        if options.get("config") is not None:
            self._read_config(options["config"])

    def _read_config(self, config):
        if not isinstance(config, (str, dict)):
            raise BadInput("config must be a text of YAML, or a dictionary")
        try:
            self.wanted = read_document(config_to_text(config))
        except ImportError as exc:
            raise BadInput("this task needs the Python library PyYAML on its host") from exc
        self._learn_secrets(self.wanted)
        bad = [one for one in check_keys(self.wanted) if one.refuses]
        if bad:
            raise BadInput("config is not valid, and nothing was sent: %s" % "; ".join(one.text() for one in bad[:5]))

    def _learn_secrets(self, document):
        if self.masker and document.data:
            for key, text in list_secrets(document.data):
                self.masker.add_secret(text, key)

    # Planning

    def _merge_into_file(self, file, directory, name):
        """Write the file; merge again if another writer changed it meanwhile."""
        self.result["file"] = name
        text = file.read(name)
        for dummy in range(ATTEMPTS):
            current = read_document(text or "")
            self._learn_secrets(current)
            new = self._make_text(current, name)
            if new is None:
                self._report_file(name, current, current)
                return
            target = read_document(new)
            self._validate_text(directory, name, text, target)
            self._check_quotes(directory, new)
            self._note_write(name, current, target)
            if file.write_needs:
                check_permissions(self.backend, self.resource, [file.write_needs], self.name)
            if self.check_mode:
                return
            found = file.read(name)
            if found == text:
                self._store_text(file, name, text, new, target)
                return
            text = found
        raise TaskFailed("%s was changed by others at each attempt: nothing was written" % self.name,
                         next_step="Run the task again once nobody else changes it.")

    def _make_text(self, current, name):
        """Return the text to store; None if the existing file is equivalent."""
        options = self.options
        if options["state"] == "absent":
            return None if current.readable and not drop_nulls(current.data) else ""
        if options["config_mode"] == "replace" and self.wanted is not None:
            data, text = self.wanted.data, config_to_text(options["config"])
        else:
            if not current.readable:
                raise Refused("%s cannot be read, so the task can neither merge into it nor remove from it: %s" % (name, current.findings[0].text()),
                              next_step="Replace it as a whole, with config_mode: replace.")
            data, text = merge_config(current.data, self.wanted.data) if self.wanted else current.data, None
        for option in REMOVALS:
            data, gone = remove_named(data, options["section"], option[:-len("_remove")], options.get(option) or ())
            text = None if gone else text
        if current.readable and is_equivalent_config(data, current.data):
            return None
        return write_yaml(data) if text is None else text

    def _validate_text(self, directory, name, text, target):
        """Refuse a file that Traefik would not load, before sending it."""
        self._learn_secrets(target)
        try:
            files, static, others = directory.read_all()
        except PermissionMissing:
            files, static, others = {}, None, None
        # Each file is parsed once, for both checks.
        files = {one: read_document(other) for one, other in files.items()}
        before = {(one.file, one.code, one.path) for one in check_directory(dict(files, **({name: text} if text is not None else {})), static, whole=not others)
                  } if others is not None else set()
        found = check_directory(dict(files, **{name: target}), static, whole=others is not None and not others)
        replaced = self.options["config_mode"] == "replace" and self.wanted is not None
        bad = [one for one in found if one.refuses and ((one.file == name and replaced) or (one.file, one.code, one.path) not in before)]
        self.result["findings"] = [one.as_dict() for one in found if one.file == name or one.severity == STOPS]
        if bad:
            raise Refused("Traefik would not load %s as intended, and nothing was sent: %s" % (self.name, "; ".join(one.text() for one in bad[:5])),
                          next_step="Correct config. The collection does not check content beyond its own limits.")
        for one in found:
            if one.severity == STOPS:
                self.warn("Traefik loads no change of any file until this is fixed: %s" % one.text())
            elif one.file == name:
                self.warn(one.text())
        if others is None:
            self.warn("the API key cannot read the other files of Traefik's directory (traefikFiles.read): the references of %s were not checked" % name)
        elif others:
            self.warn("these files of Traefik's directory were not read: %s. The references of %s were not checked" % (", ".join(others), name))
        self._warn_of_domains(name, target)

    def _warn_of_domains(self, name, target):
        """Warn that Dokploy rewrites its own parts, and drops comments, at each change of a domain."""
        http = get_value(target.data, "http")
        wanted = get_value(self.wanted.data if self.wanted else None, "http")
        if self.record is not None:
            app_name = self.record.get("appName")
            for domain in self.record.get("domains") or []:
                key = domain.get("uniqueConfigKey")
                names = {"routers": ("%s-router-%s" % (app_name, key), "%s-router-websecure-%s" % (app_name, key)),
                         "services": ("%s-service-%s" % (app_name, key),)}
                set_here = [one for part, ones in names.items() for one in ones if one in (get_value(wanted, part) or {})]
                set_here += [one for option in REMOVALS for one in self.options.get(option) or () if any(one in ones for ones in names.values())]
                if self.options["state"] == "absent" and domain.get("enabled", True):
                    set_here = [one for ones in names.values() for one in ones]
                if set_here:
                    self.warn("the domain %s rewrites %s at its next change: set it there, or use another name" % (
                        domain.get("host"), " and ".join(sorted(set_here))))
        elif name == "middlewares.yml":
            theirs = [one for one in (get_value(wanted, "middlewares") or {}) if re.match(
                r"(?:redirect-to-https\Z|(?:redirect|auth|stripprefix|addprefix)-.)", one)]
            if theirs:
                self.warn("Dokploy itself writes middlewares with names such as %s, and may overwrite it" % theirs[0])
        if "#" in (target.text or "") and http is not None and self.record is not None:
            self.warn("comments are lost at the next change of a domain")

    def _note_write(self, name, current, target):
        shown = write_yaml(_mask_document(current)), write_yaml(_mask_document(target, current))
        action = "empty %s" % name if self.options["state"] == "absent" else "write %s" % name
        self.note_change("traefik", shown[0], shown[1], action)
        self.result["previous"] = {"config": to_jsonable(_mask_document(current))}
        self.result["config"] = to_jsonable(_mask_document(target))

    def _report_file(self, name, current, target):
        self.result["config"] = to_jsonable(_mask_document(target))
        self.result["findings"] = [one.as_dict() for one in check_directory({name: current}, whole=False)]

    # Rewriting by Dokploy

    def _rewrite_file(self, file, directory, name):
        """Have Dokploy write an application's own file again from its stored domains, if Traefik rejects it, or does not route to the application."""
        self.result["file"] = name
        domains = [row for row in self.record.get("domains") or [] if row.get("enabled") is not False and row.get("host")]
        text = file.read(name)
        current = read_document(text or "")
        self._learn_secrets(current)
        files, static = self._read_other_files(directory)
        if not self._find_problems(files, static, name, text, domains):
            self._report_file(name, current, current)
            return
        if not domains:
            raise Refused("%s has no enabled domain from which Dokploy could write its file" % self.name, next_step="Empty the file with state: absent.")
        rest = self._find_manual_changes(current) if current.readable else None
        kept = rest is not None and all(
            one.code == "no_router" for one in self._find_problems(files, static, name, write_yaml(rest) if rest else "", domains))
        if text and not kept:
            dropped = "it could not be read" if rest is None else ", ".join(sorted(_list_names(rest)))
            if dropped and not self.options.get("backup"):
                raise Refused("%s would lose manual changes in %s (%s) without a backup: nothing was changed" % (self.name, name, dropped),
                              next_step="Set backup to a directory for the old text.")
            self.warn("manual changes in %s are dropped: %s" % (name, dropped or "unnamed content"))
        # The text that Dokploy will write is unknown, so the diff of the real run is also that of check mode.
        self.note_change("traefik", write_yaml(_mask_document(current)), "# as Dokploy writes it from the domains\n", "rewrite %s" % name)
        self.result["previous"] = {"config": to_jsonable(_mask_document(current))}
        check_permissions(self.backend, self.resource, ["domain.update"] + ([] if kept else [file.write_needs]), self.name)
        if self.check_mode:
            return
        if file.read(name) != text:
            raise TaskFailed("%s was changed by somebody else during the task: nothing was written" % name, next_step="Run the task again.")
        if self.options.get("backup") and text:
            self.result["backup_file"] = _write_backup(self.options["backup"], name, text)
        self.acted = True
        if text and not kept:
            # A domain's update answers 500 if the file is not YAML, and keeps manual changes if it is.
            file.write(name, "")
        for row in domains:
            # Dokploy writes the domain's routers after any update, also one that changes nothing.
            self.backend.call("domain.update", {"domainId": row["domainId"], "host": row["host"]})
        stored = file.read(name)
        target = read_document(stored or "")
        wrong = self._find_problems(*self._read_other_files(ServerDirectory(self.backend, directory.server_id)), name, stored, domains)
        self.result["config"] = to_jsonable(_mask_document(target))
        self.result["findings"] = [one.as_dict() for one in wrong]
        if wrong:
            raise TaskFailed("Dokploy wrote %s again from its domains, and it is still not correct: %s" % (name, wrong[0].text()),
                             next_step="Check the domains of the application, and the other files of the directory.")

    def _read_other_files(self, directory):
        files, static, others = directory.read_all()
        if others:
            raise Refused("%s was not written again, because these files of Traefik's directory cannot be read: %s" % (self.name, ", ".join(others)),
                          next_step="Write the file itself, with config.")
        return files, static

    def _find_problems(self, files, static, name, text, domains):
        """List the findings that prevent this file from routing its domains to the application."""
        files = {one: other for one, other in files.items() if one != name}
        if text is not None:
            files[name] = text
        hosts, ports = [row["host"] for row in domains], [row.get("port") or 80 for row in domains]
        return [one for one in check_routing(files, self.record["appName"], hosts, ports, static)
                if one.file == name and (one.severity in (STOPS, DISABLES) or one.code in ("other_target", "other_port"))]

    def _find_manual_changes(self, current):
        """Return the parts of the file that Dokploy did not write from the domains."""
        data = current.data or {}
        for row in self.record.get("domains") or []:
            of = self.record["appName"], row.get("uniqueConfigKey")
            data = remove_named(data, "http", "routers", ("%s-router-%s" % of, "%s-router-websecure-%s" % of))[0]
            data = remove_named(data, "http", "services", ("%s-service-%s" % of,))[0]
        return data

    # Writing

    def _check_quotes(self, directory, text):
        if directory.server_id and "'" in text and not self.options.get("file") and not self.backend.at_least(SAFE_SINCE):
            raise Refused(
                "a text with a single quote cannot be saved safely on a remote server before Dokploy v%s, which passes it to a shell" % SAFE_SINCE,
                next_step="Write it without single quotes, or address the file by the options file and server_id.")

    def _store_text(self, file, name, text, new, target):
        """Write the text, with a backup of the old one, and verify what is stored. Raises TaskFailed if it differs."""
        if self.options.get("backup") and text:
            self.result["backup_file"] = _write_backup(self.options["backup"], name, text)
        lost = None
        try:
            file.write(name, new)
        except Unreachable as exc:
            if exc.arrived is False:
                raise
            lost = exc
        self.acted = True
        stored = file.read(name)
        self.acted = stored != text
        if (stored or "") != new and not (read_document(stored or "").readable and is_equivalent_config(read_document(stored or "").data, target.data)):
            raise lost or TaskFailed("%s: Dokploy accepted the text, and returns another one" % self.name,
                                     next_step="Check the disk and the permissions of Traefik's directory on the server, and Dokploy's log.")


def _mask_document(document, other=None):
    if not document.readable:
        return {"unreadable": document.findings[0].message}
    return mask_config(document.data, other.data if other is not None and other.readable else None)


def _list_names(data):
    """List the names of the routers, services and middlewares of a file's data."""
    for section in data.values() if isinstance(data, dict) else ():
        for part, things in section.items() if isinstance(section, dict) else ():
            yield from ("%s %s" % (str(part).rstrip("s"), one) for one in things) if isinstance(things, dict) else ()


def _write_backup(directory, name, text):
    """Write a backup, readable for the user only, with a file name that Traefik ignores -> its path."""
    if not os.path.isdir(directory):
        raise ResourceNotFound("the directory %s for the backup does not exist: nothing was changed" % directory)
    base = os.path.join(directory, "%s.%s" % (name, time.strftime("%Y%m%dT%H%M%S", time.gmtime())))
    for number in range(100):
        path = "%s%s.backup" % (base, "-%d" % number if number else "")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileExistsError:
            continue
        except OSError as exc:
            raise Refused("the backup cannot be written to %s (%s): nothing was changed" % (directory, exc.strerror)) from exc
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode("utf-8"))
        except OSError as exc:
            os.unlink(path)
            raise Refused("the backup cannot be written to %s (%s): nothing was changed" % (directory, exc.strerror)) from None
        return path
    raise Refused("the backup cannot be written to %s: nothing was changed" % directory)
