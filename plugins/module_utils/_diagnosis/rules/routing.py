# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds why requests do not reach the container: Traefik, domains, ports. Pure."""

from __future__ import annotations

from ..case import NETWORK
from .rule import ERROR, ROUTING, WARNING, Rule, Detected


def _has_settled_task(case):
    return any(task.runs and (task.age is None or task.age >= 3) for task in case.observed.running)


def _list_unserved_domains(case, loopback):
    """List the ports of domains on which nothing listens, or only on the loopback address."""
    if case.listening is None or not _has_settled_task(case):
        return []
    found = []
    for host, port in case.ports:
        there = [address for address, number in case.listening if number == port]
        loopback_only = bool(there) and all(address == "::1" or address.startswith("127.") for address in there)
        if (loopback_only if loopback else not there):
            found.append((host, port))
    return found


def _list_reachable_ports(case):
    return sorted({number for address, number in case.listening or [] if address != "::1" and not address.startswith("127.")})


def detect_wrong_port(case):
    deaf = _list_unserved_domains(case, loopback=False)
    if not deaf:
        return None
    others = _list_reachable_ports(case)
    remedy = "It listens on port %s: set the port of the domain to that." % others[0] if len(others) == 1 else ""
    return Detected("nothing listens on port %s of its container, where Traefik sends %s; %s" % (
        deaf[0][1], ", ".join(sorted({host for host, dummy in deaf})), "it listens on %s" % ", ".join(map(str, others)) if others else "it listens on no port"),
        None, [("listening", "\n".join("%s:%d" % one for one in case.listening))], remedy=remedy, repairs=None if len(others) == 1 else (),
        about={"port": others[0], "domains": [{"host": row["host"], "path": row.get("path") or "/"} for row in case.record["domains"] if row.get(
            "enabled") is not False and (row.get("host") or "", row.get("port") or 80) in deaf]} if len(others) == 1 else {})


def detect_loopback_only(case):
    deaf = _list_unserved_domains(case, loopback=True)
    if not deaf:
        return None
    return Detected("port %s of its container is open on 127.0.0.1 alone, and Traefik sends %s there from outside" % (
        deaf[0][1], ", ".join(sorted({host for host, dummy in deaf}))), None, [("listening", "\n".join("%s:%d" % one for one in case.listening))])


def detect_stopped_traefik(case):
    if case.traefik is None or case.traefik.get("status") in ("running", "service"):
        return None
    said = "is %s (exit code %s)" % (case.traefik["status"], case.traefik.get("exit_code")) if case.traefik else "has no container"
    return Detected("Traefik %s on its server" % said)


def detect_detached_traefik(case):
    if not case.traefik or case.traefik.get("status") != "running" or NETWORK in case.traefik["networks"]:
        return None
    return Detected("Traefik is not in the network %s; it is in %s" % (NETWORK, ", ".join(case.traefik["networks"]) or "none"))


def _probe_got_error(case):
    """Return whether a probe of one of its domains reached Traefik and got an error."""
    return any(one["step"] == "answer" and not one["ok"] for walk in case.probes for one in walk["steps"])


def make_traefik_detector(*codes, severity="", own=None, proven_by_probe=False):
    """Make a function that finds one of these codes, or this severity, in Traefik's files; C(own): only in the application's own file, or in others.

    C(proven_by_probe): it is an error if a probe got an error.
    """
    def detect(case):
        mine = "%s.yml" % case.record.get("appName")
        found = [one for one in case.traefik_findings or [] if (one.code in codes if codes else one.severity == severity and one.code != "no_router")
                 and (own is None or (one.file == mine) is own)]
        if not found:
            return None
        # Dokploy can rewrite only the application's own file.
        repairs = None if any(one.file == mine for one in found) else ()
        return Detected(found[0].text(), None, [("Traefik's file %s" % one.file, one.text()) for one in found], repairs=repairs,
                        severity=ERROR if proven_by_probe and _probe_got_error(case) else "")
    return detect


def detect_duplicate_rule(case):
    own = {(row["host"], row["path"]): row for row in case.domains or [] if row["application_id"] == case.record.get("applicationId") and row["enabled"]}
    mine = {row["id"] for row in own.values()}
    for row in case.domains or []:
        if row["enabled"] and (row["host"], row["path"]) in own and row["id"] not in mine:
            return Detected("%s%s is a domain of %s, too: Traefik uses one of the two routers, and not always the same" % (
                row["host"], row["path"] if row["path"] != "/" else "", row["application"] or "another application"),
                None, [("domain", "%s%s → %s" % (one["host"], one["path"], one["application"])) for one in case.domains
                       if (one["host"], one["path"]) == (row["host"], row["path"])])
    return make_traefik_detector("same_rule")(case)


def detect_missing_certificate(case):
    bare = [row.get("host") or "" for row in case.record.get("domains") or [] if row.get("https") and row.get("enabled") is not False and (
        row.get("certificateType") == "none" or row.get("certificateType") == "custom" and not row.get("customCertResolver"))]
    if not bare:
        return None
    return Detected("%s is served with https, and no certificate is asked for" % ", ".join(bare))


def make_probe_detector(step):
    """Make a function that finds a domain whose probe failed at this step."""
    def detect(case):
        for walk in case.probes:
            for one in walk["steps"]:
                if one["step"] == step and not one["ok"]:
                    return Detected("%s: %s" % (walk["url"], one["said"]), None, [
                        ("probe", "\n".join("%s: %s" % (each["step"], each["said"]) for each in walk["steps"]))])
        return None
    return detect


RULES = (
    Rule("traefik_down", ROUTING, ERROR, detect_stopped_traefik, "No domain of this server can be reached.",
         "Start Traefik: Web Server, Traefik, Reload in Dokploy.", hides=("probe_answer", "probe_connection", "traefik_detached")),
    Rule("traefik_detached", ROUTING, ERROR, detect_detached_traefik, "Traefik cannot reach any service.",
         "Connect it: docker network connect %s dokploy-traefik." % NETWORK, hides=("probe_answer",)),
    Rule("traefik_stopped", ROUTING, ERROR, make_traefik_detector(severity="stops_directory", own=True),
         "Traefik loads all of its files together, and loads no change of any of them while this file is broken.",
         "Correct the file: dokploy_traefik with config_mode: replace, or Dokploy's page Traefik.", ("rewrite_traefik",),
         hides=("traefik_no_router", "traefik_disabled", "probe_answer")),
    Rule("traefik_other_file", ROUTING, WARNING, make_traefik_detector(severity="stops_directory", own=False),
         "The file of another application is broken. Traefik keeps the loaded configuration, and loads no changes, including those of this application.",
         "Correct that file: dokploy_traefik with config_mode: replace, or Dokploy's page Traefik."),
    Rule("traefik_disabled", ROUTING, ERROR, make_traefik_detector(severity="disables"),
         "A router was written by hand, or its service or middleware was removed.",
         "Correct it with dokploy_traefik.", ("rewrite_traefik",), hides=("traefik_no_router", "probe_answer")),
    Rule("traefik_no_router", ROUTING, ERROR, make_traefik_detector("no_router"), "Its file was written by hand, or was lost.",
         "Save the domain again in Dokploy, which writes its router again.", ("rewrite_traefik",), hides=("probe_answer",)),
    Rule("traefik_wrong_target", ROUTING, WARNING, make_traefik_detector("other_target", "other_port", proven_by_probe=True),
         "A router was written by hand, or has the name of another application.",
         "Check the router's service in the named file.", ("rewrite_traefik",), hides=("probe_answer",)),
    Rule("nothing_listens", ROUTING, ERROR, detect_wrong_port, "The domain has another port than the one on which the process listens.",
         "Set the port of the domain to the one on which the process listens, or the reverse.", ("domain_port",), hides=("probe_answer",)),
    Rule("loopback_only", ROUTING, ERROR, detect_loopback_only, "The process binds to 127.0.0.1, which cannot be reached from outside its container.",
         "Let it listen on 0.0.0.0; often with HOST or BIND in its env.", hides=("probe_answer",)),
    Rule("same_rule", ROUTING, ERROR, detect_duplicate_rule, "Dokploy accepts the same host and path twice.",
         "Remove one of the two domains, or give it another path.", hides=("traefik_wrong_target",)),
    Rule("no_certificate", ROUTING, WARNING, detect_missing_certificate, "Traefik shows its default certificate, which no browser accepts.",
         "Set the domain's certificate to letsencrypt, or name a resolver."),
    Rule("probe_name", ROUTING, ERROR, make_probe_detector("name"), "The name has no address on the host of this task.", "Set the DNS record of the domain."),
    Rule("probe_connection", ROUTING, ERROR, make_probe_detector("connection"), "A firewall blocks it, the DNS has another address, or Traefik is down.",
         "Check the firewall, the address, and Traefik."),
    Rule("probe_certificate", ROUTING, ERROR, make_probe_detector("certificate"),
         "Let's Encrypt could not validate the domain, or the certificate has expired.",
         "Read Traefik's log for the ACME error: port 80 has to be reachable from outside."),
    Rule("probe_answer", ROUTING, ERROR, make_probe_detector("answer"),
         "Traefik has no router for it or cannot reach the container, or the application itself fails.",
         "404 of Traefik: check its domain and Traefik's files. 502 or 504: check the domain's port. 5xx: read the container's log."),
)
