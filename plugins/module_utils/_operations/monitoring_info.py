# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads metrics and checks thresholds: C(dokploy_monitoring_info)."""

from __future__ import annotations

from .._api.compose import make_backend
from .._monitoring import metrics as _figures
from .._docker.statistics import read_statistics
from .._common.errors import ApiError, BadInput, TaskFailed, Unreachable
from .._monitoring.metrics import CPU, MEMORY
from .._module.info import choose_of_kinds, list_chosen, refuse_empty_choice
from .._common.timestamps import parse_http_date
from .._module.operation import Operation
from .._resources.services import KIND_OPTIONS, choose_services

WORDS = {MEMORY: "memory", CPU: "CPU"}


class Monitor(Operation):
    """Compare live and recorded CPU and memory of containers with thresholds."""

    informs = True
    may_use_engine = True
    own_options = {
        **KIND_OPTIONS,
        "pattern": {"type": "str"},
        "live": {"type": "bool", "default": True},
        "recorded": {"type": "bool", "default": True},
        "fresh_for": {"type": "int", "default": 60},
        "window": {"type": "int", "default": 600},
        "series": {"type": "bool", "default": False},
        "thresholds": {"type": "dict", "options": {MEMORY: {"type": "str"}, CPU: {"type": "str"}}},
        "fail_on_alert": {"type": "bool", "default": False},
    }

    def __init__(self, ctx, request):
        super().__init__(ctx, request)
        self.result = {"changed": False, "check_mode": self.check_mode, "backend": "api", "applications": [], "alerts": [], "unchecked": [], "checked": 0,
                       "next_step": ""}

    def run(self):
        """Measure each selected service, and compare it with the thresholds -> the result. Raises TaskFailed for alerts, if wanted."""
        self.result["backend"] = self.backend.name
        thresholds = self._read_thresholds()
        options = {name: None if value == "" else value for name, value in self.options.items()}
        resources = choose_services(options)
        if self.backend.stores:
            seen = list(choose_of_kinds(resources, self.backend, options, self.masker, make_backend))
        else:
            seen = [(self.backend, *one) for one in list_chosen(self.resource, self.backend, options, self.masker)]
        if self.options["fail_on_alert"]:
            refuse_empty_choice(seen, options, self.check_mode, self.warn)
        statistics = {}
        for backend, place, observed in seen:
            found = self._measure_service(backend.resource if backend.stores else self.resource, place, observed, statistics)
            self.result["applications"].append(found)
            for one in thresholds:
                self._compare_with(found, one)
        if self.result["alerts"] and self.options["fail_on_alert"]:
            raise TaskFailed("thresholds exceeded: %s" % "; ".join(one["text"] for one in self.result["alerts"]),
                             next_step="Raise the limit or the replicas, or find out why it needs so much.")
        if self.result["unchecked"] and not self.result["checked"] and self.options["fail_on_alert"]:
            raise TaskFailed("no threshold could be checked: %s" % "; ".join(
                "%s, %s: %s" % (one["application"], one["metric"], one["reason"]) for one in self.result["unchecked"][:10]),
                next_step="Give the services limits or absolute thresholds, and use a key that can read Docker.")
        if self.result["unchecked"] and self.options["fail_on_alert"]:
            self.warn("not every threshold could be checked: %s" % "; ".join(
                "%s, %s: %s" % (one["application"], one["metric"], one["reason"]) for one in self.result["unchecked"]))
        return self.result

    def _read_thresholds(self):
        if self.options["fresh_for"] < 0 or self.options["window"] <= 0:
            raise BadInput("fresh_for and window are seconds: fresh_for must not be negative, and window must be above 0")
        given = self.options["thresholds"] or {}
        try:
            return [_figures.parse_threshold(metric, given[metric]) for metric in (MEMORY, CPU) if given.get(metric) not in (None, "")]
        except ValueError as exc:
            raise BadInput(str(exc)) from None

    # Reading metrics

    def _measure_service(self, resource, place, observed, statistics):
        """Make a service's entry in the result: limits, live and recorded values, and why values are missing."""
        record = observed.record or {}
        environment = record.get("environment") or {}
        limits = _find_limits(observed)
        found = {
            "id": record.get(resource.id), "kind": resource.calls.type, "name": record.get("name"),
            "app_name": record.get("appName") or place.service["appName"],
            "project": (environment.get("project") or {}).get("name"), "environment": environment.get("name"), "server_id": record.get("serverId"),
            "phase": observed.phase, "replicas_running": None if observed.phase == "unknown" else len(observed.running),
            "limits": dict(limits, text=_format_limits(limits), saved=_read_saved_limits(record)), "containers": [], "recorded": None, "unread": {}}
        if self.options["live"] and observed.phase == "unknown":
            found["unread"]["live"] = observed.unreadable["service"]
        elif self.options["live"] and observed.running and not self.backend.stores:
            self._read_live_on_engine(place, found, observed, limits)
        elif self.options["live"] and observed.running:
            self._read_live(found, observed, limits, statistics)
        if self.options["recorded"]:
            self._read_recorded(found, observed)
        found["unread"] = self.masker.mask_values(found["unread"])
        return found

    def _read_live(self, found, observed, limits, statistics):
        """Read CPU and memory of each container, with one request per server."""
        server = observed.record.get("serverId")
        if server not in statistics:
            statistics[server] = self._read_metrics("swarm.getContainerStats", "Dokploy v0.29.0", serverId=server)
        rows, why = statistics[server]
        if rows is None:
            found["unread"]["live"] = why
            return
        # Compare the container's whole name (service, slot, task): a prefix may be another service's name.
        own = _list_own_limits(found["app_name"], observed, limits)
        found["containers"] = [_figures.measure_container(row, own[name]) for row in rows if isinstance(row, dict)
                               for name in dict.fromkeys((row.get("Name") or "", (row.get("Name") or "").rsplit(".", 2)[0])) if name in own]
        missing = [task for task in observed.running if not any(one["task"].startswith(task.id) or one["name"] == task.slot for one in found["containers"])]
        if missing:
            found["unread"]["live"] = "%d of %d running containers are not in the statistics of the server%s" % (
                len(missing), len(observed.running),
                ", which show only its own node" if rows else ": its Docker did not answer, or they run on another node")

    def _read_live_on_engine(self, place, found, observed, limits):
        """Read CPU and memory of each container on the engine's own node."""
        seen = read_statistics(self.backend.host, self.backend.identify(place))
        found["containers"] = [_figures.measure_engine_container(row, limits) for row in seen["containers"]]
        if seen["elsewhere"]:
            found["unread"]["live"] = "%d of %d running containers are on another node, or ended meanwhile" % (len(seen["elsewhere"]), len(observed.running))

    def _read_recorded(self, found, observed):
        """Add the values that Dokploy recorded to the entry, or why there are none."""
        if observed.record is None:
            found["unread"]["recorded"] = "recorded values are available only from Dokploy"
            return
        if observed.parts is not None:
            found["unread"]["recorded"] = "Dokploy records the values of a compose service by container, and its API cannot read them"
            return
        if found["server_id"]:
            found["unread"]["recorded"] = "Dokploy records no values of remote servers"
            return
        answer, why = self._read_metrics("application.readAppMonitoring", None, appName=found["app_name"])
        if why:
            found["unread"]["recorded"] = why
            return
        now = parse_http_date(self.backend.client.server_date)
        found["recorded"] = _figures.reduce_records(answer, now, self.options["fresh_for"], self.options["window"], self.options["series"])

    def _read_metrics(self, procedure, since, **params):
        """Read (the answer, the reason if there is none, or "")."""
        try:
            return self.backend.client.read(procedure, **params), ""
        except ApiError as exc:
            if getattr(exc, "unknown_procedure", False):
                return None, "this server has no %s%s" % (procedure, ": use %s or later" % since if since else "")
            return None, exc.message
        except Unreachable as exc:
            return None, exc.message

    # Thresholds

    def _compare_with(self, found, one):
        """Compare live values with a threshold, or fresh recorded ones if there are no live values."""
        name = "/".join(str(found[key]) for key in ("project", "environment", "name")) if found["name"] else found["app_name"]
        figures = [(row[one.metric]["used"], row["name"], row[one.metric]["limit"]) for row in found["containers"]]
        source = "live"
        recorded = found["recorded"]
        if not figures and recorded and recorded["state"] == "fresh":
            figures, source = [(recorded[one.metric]["current"], found["app_name"], found["limits"][one.metric])], "recorded"
        reasons = set() if figures and "live" not in found["unread"] or not self._expects_values(found) else {
            found["unread"].get("live") or ("no container of it runs" if found["replicas_running"] == 0 else "no value is available")}
        if source == "recorded":
            reasons = set()
        for used, container, limit in figures:
            above, why = _figures.check_threshold(limit, used, one)
            if why:
                reasons.add(why)
            else:
                self.result["checked"] += 1
            if above:
                self.result["alerts"].append(self._make_alert(found, one, name, container, used, limit, source))
        self.result["unchecked"] += [
            {"application": name, "id": found["id"], "metric": one.metric, "reason": self.masker.mask_text(why)} for why in sorted(reasons)]

    @staticmethod
    def _expects_values(found):
        """Return whether values are expected: a stopped service has none."""
        return found["phase"] not in ("stopped", "never_deployed")

    def _make_alert(self, found, one, name, container, used, limit, source):
        readable = _figures.format_bytes if one.metric == MEMORY else _figures.format_cores
        shown = container.rpartition(".")[0] or container if source == "live" else container
        return {
            "application": name, "id": found["id"], "app_name": found["app_name"], "container": container, "metric": one.metric, "used": used,
            "limit": limit, "percent": _figures.compute_percent(used, limit), "threshold": one.text, "threshold_amount": one.at(limit), "source": source,
            "text": "%s (%s) uses %s of %s, which is above %s%s" % (
                name, shown, readable(used), WORDS[one.metric], readable(one.at(limit)),
                " (%s of the limit)" % one.text if one.relative else "")}


def _list_own_limits(app_name, observed, limits):
    """List the limits of each container by its name, and of a Swarm service's containers by the name of the service."""
    if observed.parts is None:
        return {app_name: limits}
    found = {}
    for part in observed.parts:
        if part.service is not None:
            found["%s_%s" % (app_name, part.name)] = _read_spec_limits(part.service.spec)
            continue
        boxes = {(box.get("Name") or "").lstrip("/"): box.get("HostConfig") or {} for box in part.containers}
        for task in part.tasks:
            host = boxes.get(task.slot) or {}
            found[task.slot] = {MEMORY: host.get("Memory") or None, CPU: host["NanoCpus"] / 1e9 if host.get("NanoCpus") else None}
    return found


def _read_spec_limits(spec):
    limits = ((spec.get("TaskTemplate") or {}).get("Resources") or {}).get("Limits") or {}
    memory, nano = limits.get("MemoryBytes"), limits.get("NanoCPUs")
    return {MEMORY: memory or None, CPU: nano / 1e9 if nano else None}


def _find_limits(observed):
    """Return the effective limits of the service, or the saved ones if the service was not read."""
    return _read_spec_limits(observed.service.spec) if observed.service is not None else _read_saved_limits(observed.record)


def _read_saved_limits(record):
    """Return the limits that Dokploy has saved, which the next deployment or reload applies."""
    memory, nano = (_parse_number(record.get(key)) for key in ("memoryLimit", "cpuLimit"))
    return {MEMORY: memory or None, CPU: nano / 1e9 if nano else None}


def _parse_number(text):
    return int(text) if str(text or "").isdigit() else None


def _format_limits(limits):
    return "%s, %s" % (_figures.format_bytes(limits[MEMORY]) or "no memory limit", _figures.format_cores(limits[CPU]) or "no CPU limit")
