# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what keeps requests from reaching the container: Traefik, domains, ports. Pure. Private to this collection."""

from __future__ import annotations

from ..case import NETWORK
from .rule import ERROR, ROUTING, WARNING, Rule, Sighting


def _has_settled_task(case):
    return any(task.runs and (task.age is None or task.age >= 3) for task in case.observed.running)


def _unserved_domains(case, loopback):
    """Ports that domains point at, where nothing listens, or only on the loopback address."""
    if case.listening is None or not _has_settled_task(case):
        return []
    found = []
    for host, port in case.ports:
        there = [address for address, number in case.listening if number == port]
        loopback_only = bool(there) and all(address == "::1" or address.startswith("127.") for address in there)
        if (loopback_only if loopback else not there):
            found.append((host, port))
    return found


def _reachable_ports(case):
    return sorted({number for address, number in case.listening or [] if address != "::1" and not address.startswith("127.")})


def detect_wrong_port(case):
    deaf = _unserved_domains(case, loopback=False)
    if not deaf:
        return None
    others = _reachable_ports(case)
    remedy = "It listens on port %s: set the port of the domain to that." % others[0] if len(others) == 1 else ""
    return Sighting("nothing listens on port %s of its container, where Traefik sends %s; %s" % (
        deaf[0][1], ", ".join(sorted({host for host, dummy in deaf})), "it listens on %s" % ", ".join(map(str, others)) if others else "it listens on no port"),
        None, [("listening", "\n".join("%s:%d" % one for one in case.listening))], remedy=remedy, repairs=None if len(others) == 1 else (),
        about={"port": others[0], "domains": [{"host": row["host"], "path": row.get("path") or "/"} for row in case.record["domains"] if row.get(
            "enabled") is not False and (row.get("host") or "", row.get("port") or 80) in deaf]} if len(others) == 1 else {})


def detect_loopback_only(case):
    deaf = _unserved_domains(case, loopback=True)
    if not deaf:
        return None
    return Sighting("port %s of its container is open on 127.0.0.1 alone, and Traefik sends %s there from outside" % (
        deaf[0][1], ", ".join(sorted({host for host, dummy in deaf}))), None, [("listening", "\n".join("%s:%d" % one for one in case.listening))])


def detect_stopped_traefik(case):
    if case.traefik is None or case.traefik.get("status") in ("running", "service"):
        return None
    said = "is %s (exit code %s)" % (case.traefik["status"], case.traefik.get("exit_code")) if case.traefik else "has no container"
    return Sighting("Traefik %s on its server" % said)


def detect_detached_traefik(case):
    if not case.traefik or case.traefik.get("status") != "running" or NETWORK in case.traefik["networks"]:
        return None
    return Sighting("Traefik is not in the network %s; it is in %s" % (NETWORK, ", ".join(case.traefik["networks"]) or "none"))


def traefik_detector(*codes, **more):
    """A function for what was found in Traefik's files: with one of these codes, or with this severity."""
    def detect(case):
        found = [one for one in case.traefik_findings or [] if (one.code in codes if codes else one.severity == more["severity"] and one.code != "no_router")]
        if not found:
            return None
        # Its own file alone is ours to have written anew.
        own = any(one.file == "%s.yml" % case.record.get("appName") for one in found)
        return Sighting(found[0].text(), None, [("Traefik's file %s" % one.file, one.text()) for one in found], repairs=None if own else ())
    return detect


def detect_duplicate_rule(case):
    own = {(row["host"], row["path"]): row for row in case.domains or [] if row["application_id"] == case.record.get("applicationId") and row["enabled"]}
    mine = {row["id"] for row in own.values()}
    for row in case.domains or []:
        if row["enabled"] and (row["host"], row["path"]) in own and row["id"] not in mine:
            return Sighting("%s%s is a domain of %s, too: Traefik takes one of the two routers, and not always the same" % (
                row["host"], row["path"] if row["path"] != "/" else "", row["application"] or "another application"),
                None, [("domain", "%s%s → %s" % (one["host"], one["path"], one["application"])) for one in case.domains
                       if (one["host"], one["path"]) == (row["host"], row["path"])])
    return traefik_detector("same_rule")(case)


def detect_missing_certificate(case):
    bare = [row.get("host") or "" for row in case.record.get("domains") or [] if row.get("https") and row.get("enabled") is not False and (
        row.get("certificateType") == "none" or row.get("certificateType") == "custom" and not row.get("customCertResolver"))]
    if not bare:
        return None
    return Sighting("%s is served with https, and no certificate is asked for" % ", ".join(bare))


def probe_detector(step):
    """A function for one step of the way in, as it was walked from the task's host."""
    def detect(case):
        for walk in case.probes:
            for one in walk["steps"]:
                if one["step"] == step and not one["ok"]:
                    return Sighting("%s: %s" % (walk["url"], one["said"]), None, [
                        ("probe", "\n".join("%s: %s" % (each["step"], each["said"]) for each in walk["steps"]))])
        return None
    return detect


RULES = (
    Rule("traefik_down", ROUTING, ERROR, detect_stopped_traefik, "Every domain of this server is out of reach.",
         "Start Traefik: Web Server, Traefik, Reload in Dokploy.", hides=("probe_answer", "probe_connection", "traefik_detached")),
    Rule("traefik_detached", ROUTING, ERROR, detect_detached_traefik, "Traefik cannot reach any service.",
         "Connect it: docker network connect %s dokploy-traefik." % NETWORK),
    Rule("traefik_stopped", ROUTING, ERROR, traefik_detector(severity="stops_folder"),
         "Traefik reads its files as one: this one keeps it from taking any change.",
         "Mend the file that is named, with dokploy_traefik and config_mode replace, or in Dokploy's page Traefik.", ("rewrite_traefik",),
         hides=("traefik_no_router", "probe_answer")),
    Rule("traefik_disabled", ROUTING, ERROR, traefik_detector(severity="disables"), "A router that was made by hand, or whose service or middleware is gone.",
         "Correct it with dokploy_traefik.", ("rewrite_traefik",), hides=("probe_answer",)),
    Rule("traefik_no_router", ROUTING, ERROR, traefik_detector("no_router"), "Its file was written by hand, or lost.",
         "Save the domain again in Dokploy, which writes its router anew.", ("rewrite_traefik",), hides=("probe_answer",)),
    Rule("traefik_wrong_target", ROUTING, WARNING, traefik_detector("other_target", "other_port"),
         "A router that was made by hand, or a name of another application.",
         "Look at the router's service in the file that is named.", ("rewrite_traefik",)),
    Rule("nothing_listens", ROUTING, ERROR, detect_wrong_port, "The domain's port is not the one on which the process listens.",
         "Set the port of the domain to the one on which it listens, or have it listen there.", ("domain_port",), hides=("probe_answer",)),
    Rule("loopback_only", ROUTING, ERROR, detect_loopback_only, "The process binds to 127.0.0.1, which nothing outside its container reaches.",
         "Have it listen on 0.0.0.0; often by HOST or BIND in its env.", hides=("probe_answer",)),
    Rule("same_rule", ROUTING, ERROR, detect_duplicate_rule, "Dokploy accepts the same host and path twice.",
         "Remove one of the two domains, or give it another path.",
         hides=("traefik_wrong_target",)),
    Rule("no_certificate", ROUTING, WARNING, detect_missing_certificate, "Traefik shows a certificate of its own, which no browser accepts.",
         "Set the domain's certificate to letsencrypt, or name a resolver."),
    Rule("probe_name", ROUTING, ERROR, probe_detector("name"), "The name has no address where this task runs.", "Set the DNS record of the domain."),
    Rule("probe_connection", ROUTING, ERROR, probe_detector("connection"), "A firewall, another address in the DNS, or Traefik is down.",
         "Look at the firewall, the address, and Traefik."),
    Rule("probe_certificate", ROUTING, ERROR, probe_detector("certificate"), "Let's Encrypt could not prove the domain, or the certificate has expired.",
         "Look at Traefik's log for the ACME error: port 80 has to be reachable from outside."),
    Rule("probe_answer", ROUTING, ERROR, probe_detector("answer"), "Traefik has no router for it, cannot reach the container, or the application itself fails.",
         "404 of Traefik: look at its domain and Traefik's files. 502, 504: look at the domain's port. 5xx: read the container's log."),
)
