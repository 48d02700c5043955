# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads and checks Traefik's files: C(dokploy_traefik_info)."""

from __future__ import annotations

from .._common.errors import BadInput, ResourceNotFound, PermissionMissing
from .._module.operation import Operation
from .._traefik.document import read_document, write_yaml
from .._traefik.finding import STOPS
from .._traefik.directory_check import check_directory
from .._traefik.masking import list_secrets, mask_config, to_jsonable
from .._traefik.routing_check import check_routing
from .._traefik.static_config import StaticConfig
from .._traefik.store import ApplicationFile, ServerDirectory


class ReadTraefik(Operation):
    """Read an application's file, any other, or all of them, with the errors that Traefik would report."""

    informs = True
    own_options = {"file": {"type": "str"}, "server_id": {"type": "str"}, "include_secrets": {"type": "bool", "default": False}}

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {"changed": False, "application": None, "files": [], "findings": [], "stops_directory": False, "unread": [], "entry_points": None,
                       "certificate_resolvers": None, "next_step": ""}
        self.record = None

    def show(self, observed):
        super().show(observed)
        self.record = observed.record

    def run(self):
        """Read the files that the options select -> the result."""
        named = any((self.address.application_id, self.address.app_name, self.address.domain_host, self.address.name, self.address.project))
        if named and (self.options.get("file") or self.options.get("server_id")):
            raise BadInput("set an application, or a file with its server_id: not both")
        try:
            import yaml  # noqa: F401, pylint: disable=unused-import
        except ImportError as exc:
            raise BadInput("this task needs the Python library PyYAML on its host") from exc
        if named:
            result = super().run()
            result.pop("diff", None)
            return result
        files, static, others = ServerDirectory(self.backend, self.options.get("server_id") or None).read_all()
        self._add_unread(others)
        wanted = self.options.get("file")
        if wanted and wanted not in files:
            raise ResourceNotFound("Traefik's directory has no file %s; it has %s" % (wanted, ", ".join(sorted(files)) or "none"))
        documents = {name: read_document(text) for name, text in files.items()}
        found = check_directory(documents, static, whole=not others)
        if wanted:
            found = [one for one in found if one.file == wanted or one.severity == STOPS]
        self._report_files([wanted] if wanted else sorted(files), documents, found, static)
        return self.result

    def act(self, place, observed):
        """Read the file of one application, and check it together with the other files of its server."""
        application = self.backend.identify(place)
        name = application["appName"] + ".yml"
        text = ApplicationFile(self.backend, application["id"]).read()
        try:
            files, static, others = ServerDirectory(self.backend, application.get("serverId")).read_all()
            self._add_unread(others)
        except PermissionMissing as exc:
            files, static, others = {}, StaticConfig(), None
            self.result["unread"].append("the other files of Traefik's directory: %s" % exc.message)
        files.pop(name, None)
        documents = {one: read_document(content) for one, content in files.items()}
        if text is not None:
            documents[name] = read_document(text)
        domains = [one for one in self.record.get("domains") or [] if one.get("enabled", True)]
        if others == []:
            found = check_routing(documents, application["appName"], [one["host"] for one in domains if one.get("host")],
                                  [one.get("port") or 80 for one in domains], static)
        else:
            found = [one for one in check_directory(documents, static, whole=False) if one.file == name or one.severity == STOPS]
        self._report_files([name] if text is not None else [], documents, found, static)

    def _add_unread(self, others):
        self.result["unread"] += ["%s: it is not a YAML file, or could not be read" % one for one in others]

    def _report_files(self, names, documents, found, static):
        """Add the files to the result with their findings, without secrets unless requested."""
        if self.masker and not self.options["include_secrets"]:
            for document in documents.values():
                if document.data:
                    for key, text in list_secrets(document.data):
                        self.masker.add_secret(text, key)
        for name in names:
            document = documents[name]
            data = document.data if document.readable else None
            if not self.options["include_secrets"]:
                data = None if data is None else mask_config(data)
            text = document.text if self.options["include_secrets"] else "" if data is None else write_yaml(data)
            self.result["files"].append({
                "file": name, "text": text, "config": None if data is None else to_jsonable(data),
                "findings": [one.as_dict() for one in found if one.file == name]})
        self.result["findings"] = [one.as_dict() for one in found]
        self.result["stops_directory"] = any(one.severity == STOPS for one in found)
        self.result["entry_points"] = None if static.entry_points is None else list(static.entry_points)
        self.result["certificate_resolvers"] = None if static.resolvers is None else list(static.resolvers)
        worst = next((one for one in found if one.refuses), None)
        self.result["next_step"] = "Fix %s: %s" % (worst.file, worst.message) if worst and worst.file else worst.message if worst else ""
