# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Audits a server: C(dokploy_audit_info)."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone

from .._audit import baseline, findings as _findings, junit, waivers as _read_waivers
from .._audit.catalog import CHECKS, run_checks
from .._audit.check import SERVER
from .._api.compose import make_backend
from .._api.observe_many import share_backend
from .._client.shared_reads import SharedValues, read_concurrently
from .._audit.subjects import read_compose, read_server, read_service
from .._common.errors import BadInput, TaskFailed
from .._module.info import NARROW, choose_of_kinds, refuse_empty_choice
from .._common.timestamps import parse_http_date
from .._lifecycle.find import name_record
from .._module.operation import Operation
from .._resources.services import KIND_OPTIONS, choose_services

CODES = [one.code for one in CHECKS]
MOST_BYTES = 64 * 1024 * 1024


class Audit(Operation):
    """Check the saved and the running configuration against best practices."""

    informs = True
    own_options = {
        **KIND_OPTIONS,
        "pattern": {"type": "str"},
        "checks": {"type": "list", "elements": "str", "choices": CODES},
        "skip_checks": {"type": "list", "elements": "str", "choices": CODES, "default": []},
        "server_checks": {"type": "bool"},
        "production": {"type": "list", "elements": "str", "default": ["production", "production-*", "prod", "prod-*", "live"]},
        "certificate_days": {"type": "int", "default": 21},
        "waivers": {"type": "list", "elements": "dict", "default": [], "options": {
            "code": {"type": "str", "required": True}, "application": {"type": "str", "default": "*"}, "subject": {"type": "str"},
            "reason": {"type": "str", "required": True}, "expires": {"type": "str", "required": True}}},
        "last_report": {"type": "list", "elements": "dict"},
        "last_report_path": {"type": "path"},
        "fail_on": {"type": "str", "choices": ["never", "low", "medium", "high"], "default": "never"},
        "fail_on_new_only": {"type": "bool", "default": False},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {
            "check_mode": self.check_mode,
            "changed": False, "findings": [], "unknown": [], "new": [], "fixed": [], "compared": False, "expired_waivers": [], "unused_waivers": [],
            "summary": {}, "junit": "", "next_step": ""}

    def run(self):
        """Audit the selected services and the server, and compare the findings with the last report -> the result."""
        options = {name: None if value == "" else value for name, value in self.options.items()}
        checks = [one for one in CHECKS if one.code in (options["checks"] or CODES) and one.code not in options["skip_checks"]]
        waivers, last = self._read_waivers(options), self._read_last_report(options)
        of_server = [one for one in checks if one.of == SERVER]
        if not (options["server_checks"] if options["server_checks"] is not None else not any(options[name] for name in NARROW)):
            of_server = []
        places = self._examine_services(checks, of_server, options)
        self._mask_findings()
        now = parse_http_date(self.backend.client.server_date)
        today = datetime.fromtimestamp(now, timezone.utc).date() if now is not None else datetime.now(timezone.utc).date()
        expired, unused = _read_waivers.waive(self.result["findings"], waivers, today)
        self.result.update(expired_waivers=expired, unused_waivers=unused)
        for one in expired:
            self.warn("the waiver of %s for %s expired on %s, and has no effect" % (one["code"], one["application"], one["expires"]))
        if last is not None:
            self._compare_with_last(last, places, checks, options)
        self._fill_report(places, checks, of_server)
        if options["fail_on"] != "never":
            refuse_empty_choice(any(places), options, self.check_mode, self.warn)
        self._fail_on_findings(options)
        return self.result

    # The task's options

    @staticmethod
    def _read_waivers(options):
        try:
            return _read_waivers.check_waivers(options["waivers"], CODES)
        except ValueError as exc:
            raise BadInput(str(exc)) from None

    @staticmethod
    def _read_last_report(options):
        """Read the findings of the last report, or None without one: on the first run the file does not exist yet."""
        report, path = options["last_report"], options["last_report_path"]
        if report is not None and path:
            raise BadInput("last_report and last_report_path are mutually exclusive")
        try:
            if path:
                if not os.path.exists(path):
                    return None
                if os.path.getsize(path) > MOST_BYTES:
                    raise ValueError("it is larger than %d MiB" % (MOST_BYTES // 1048576))
                with open(path, encoding="utf-8") as handle:
                    report = json.load(handle)
            return None if report is None else baseline.read_report(report)
        except (OSError, ValueError) as exc:
            # The message of a JSON error contains nothing of the text.
            raise BadInput("%s is not a report of this module: %s" % ("last_report_path %s" % path if path else "last_report", exc)) from None

    # Examining

    def _examine_services(self, checks, of_server, options):
        """Examine all services -> {name of each place: its id}; the server is the place without a name. C(self.kinds) has the kind of each place."""
        places, kept, self.kinds = {}, SharedValues(), {}

        def read_subject(chosen, client):
            backend, dummy, observed = chosen
            backend = share_backend(backend, client)
            return read_compose(backend, observed, kept) if backend.resource.kind == "compose" else read_service(
                backend, observed, options["production"], kept)
        with read_concurrently(self.backend.client, read_subject, choose_of_kinds(
                choose_services(options), self.backend, options, self.masker, make_backend)) as found:
            for subject, error in found:
                if error is not None:
                    raise error
                self._check_subject(subject, checks, places)
        if of_server:
            places[""] = ""
            self._add_findings(run_checks("", "", read_server(self.backend, options["certificate_days"]), of_server))
        return places

    def _check_subject(self, subject, checks, places):
        """Run the checks of one service, and add its place."""
        record, resource = subject.record, subject.resource
        place, identity = name_record(record), record[resource.id]
        if place in places:
            place += " (%s)" % identity      # Dokploy lets two have the same name
        places[place], self.kinds[place] = identity, resource.kind
        self._add_findings(run_checks(place, identity, subject, [one for one in checks if one.fits(resource.kind)]))

    def _add_findings(self, found):
        self.result["findings"] += found[0]
        self.result["unknown"] += found[1]

    def _mask_findings(self):
        for one in self.result["findings"]:
            one["seen"] = self.masker.mask_text(one["seen"])
        for one in self.result["unknown"]:
            one["reason"] = self.masker.mask_text(one["reason"])

    def _compare_with_last(self, last, places, checks, options):
        """Compare with the last report. A finding that was not checked again is neither new nor fixed; those of a removed service are fixed."""
        codes = {one.code: one.of for one in checks}
        ids = set(places.values())
        open_questions = {(one["code"], one["id"]) for one in self.result["unknown"]}
        everything = not any(options[name] for name in NARROW)

        def was_checked(one):
            if one["code"] not in codes or (one["code"], one["id"]) in open_questions:
                return False
            return one["id"] in ids or everything and codes[one["code"]] != SERVER
        self.result["new"], self.result["fixed"] = baseline.compare_findings(self.result["findings"], last, was_checked)
        self.result["compared"] = True

    # Reporting

    def _fill_report(self, places, checks, of_server):
        """Sort the findings, and add the summary and the JUnit XML to the result."""
        findings = self.result["findings"]
        rank = {one: number for number, one in enumerate(reversed(_findings.SEVERITIES))}
        findings.sort(key=lambda one: rank[one["severity"]])
        counted = [one for one in findings if not one["waiver"]]
        self.result["summary"] = dict(
            {severity: sum(one["severity"] == severity for one in counted) for severity in _findings.SEVERITIES},
            waived=len(findings) - len(counted), unknown=len(self.result["unknown"]),
            applications=self._count_places(places, "application"), databases=self._count_places(places, "database"),
            compose_services=self._count_places(places, "compose"),
            new=len(self.result["new"]), fixed=len(self.result["fixed"]))
        here = {kind: [one.code for one in checks if one.fits(kind)] for kind in ("application", "database", "compose")}
        here[None] = [one.code for one in of_server]
        self.result["junit"] = junit.render_junit(list(places), findings, self.result["unknown"], lambda place: here[self.kinds.get(place)])

    def _count_places(self, places, kind):
        return sum(self.kinds.get(place) == kind for place in places)

    def _fail_on_findings(self, options):
        """Raise TaskFailed if C(fail_on) is reached."""
        if options["fail_on"] == "never":
            return
        least = _findings.SEVERITIES.index(options["fail_on"])
        pool = self.result["new"] if options["fail_on_new_only"] and self.result["compared"] else self.result["findings"]
        bad = [one for one in pool if not one["waiver"] and _findings.SEVERITIES.index(one["severity"]) >= least]
        if bad:
            raise TaskFailed(
                "%d finding%s of severity %s or above: %s%s" % (
                    len(bad), "s" if len(bad) > 1 else "", options["fail_on"],
                    "; ".join("%s: %s" % (one["application"] or "the server", one["seen"]) for one in bad[:10]),
                    "; and %d more" % (len(bad) - 10) if len(bad) > 10 else ""),
                next_step="Each finding has a remedy. Accept a finding with a waiver, which has a reason and an expiry date.")
