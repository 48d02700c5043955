# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parses Docker's statistics of containers, reduces series, and compares values with thresholds. Pure.

Memory and traffic are in bytes (int), CPU in cores (float). Unreadable values are None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .._common.timestamps import parse_iso8601, to_iso8601
from .._common.units import parse_cpus, parse_memory

_AMOUNT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([kKMGTP]?)(i?)B\s*$")
_PERCENT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*%\s*$")

MEMORY, CPU = "memory", "cpu"
MOST_POINTS = 120       # the maximum number of points in a returned series
LEAST_GAP = 10          # seconds; two samples with a shorter distance have no gap between them
# Series of Dokploy's metrics -> ((our name, Dokploy's key) of its two counters).
_COUNTERS = {"network": (("received", "inputMb"), ("sent", "outputMb")), "block": (("read", "readMb"), ("written", "writeMb"))}


# Docker's texts

def parse_docker_bytes(text):
    """Convert C(20.28MiB) (1024-based), C(1.01kB) (1000-based), C(726B), or a number of megabytes, as newer servers record, to bytes."""
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return int(round(text * 1000000)) if text >= 0 else None
    match = _AMOUNT.match(text) if isinstance(text, str) else None
    if not match:
        return None
    return int(round(float(match.group(1)) * (1024 if match.group(3) else 1000) ** " KMGTP".index(match.group(2).upper() or " ")))


def parse_docker_cores(text):
    """Convert C(12.5%) of one core to 0.125."""
    match = _PERCENT.match(text) if isinstance(text, str) else None
    return round(float(match.group(1)) / 100, 6) if match else None


def _split_pair(text):
    left, dummy, right = text.partition(" / ") if isinstance(text, str) else ("", "", "")
    return parse_docker_bytes(left), parse_docker_bytes(right)


def format_bytes(amount):
    """Format bytes: C(20.3 MiB)."""
    if amount is None:
        return None
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(amount) < 1024:
            break
        amount /= 1024.0
    else:
        unit = "TiB"
    return "%d B" % amount if unit == "B" else "%.1f %s" % (amount, unit)


def format_cores(amount):
    """Format cores: C(0.125 cores)."""
    return None if amount is None else "%s cores" % (("%.3f" % amount).rstrip("0").rstrip("."))


def compute_percent(amount, limit):
    """Return an amount in percent of its limit, or None without a limit."""
    return None if amount is None or not limit else round(100.0 * amount / limit, 2)


def measure_container(row, limits):
    """Convert a row of C(docker stats) to CPU, memory and traffic, with the service's limits (bytes, cores; None for no limit)."""
    used, shown = _split_pair(row.get("MemUsage"))
    if not shown:
        used = None             # "0B / 0B": the container did not exist when Docker measured it
    received, sent = _split_pair(row.get("NetIO"))
    read, written = _split_pair(row.get("BlockIO"))
    cores = parse_docker_cores(row.get("CPUPerc"))
    name = row.get("Name") or ""
    return {
        "name": name, "id": row.get("ID") or row.get("Container"), "task": name.rpartition(".")[2],
        MEMORY: _measure_against_limit(used, limits[MEMORY], format_bytes), CPU: _measure_against_limit(cores, limits[CPU], format_cores),
        "network": _make_traffic(received=received, sent=sent), "block": _make_traffic(read=read, written=written),
    }


def measure_engine_container(row, limits):
    """Convert a row of C(_docker/statistics.py) to the same result as C(measure_container)."""
    cores = None if row["cpu_percent"] is None else round(row["cpu_percent"] / 100, 6)
    return {
        "name": "%s.%s" % (row["slot"], row["task"]), "id": row["container"], "task": row["task"],
        MEMORY: _measure_against_limit(row["memory_bytes"], limits[MEMORY], format_bytes), CPU: _measure_against_limit(cores, limits[CPU], format_cores),
        "network": _make_traffic(received=row["network_received_bytes"], sent=row["network_sent_bytes"]),
        "block": _make_traffic(read=row["block_read_bytes"], written=row["block_written_bytes"]),
    }


def _measure_against_limit(amount, limit, readable):
    percent = compute_percent(amount, limit)
    text = readable(amount)
    if text and percent is not None:
        text += " (%s %% of %s)" % (("%.1f" % percent).rstrip("0").rstrip("."), readable(limit))
    return {"used": amount, "limit": limit, "percent": percent, "text": text}


def _make_traffic(**counters):
    found = dict(counters)
    found["text"] = ", ".join("%s %s" % (format_bytes(one), name) for name, one in counters.items() if one is not None) or None
    return found


# Recorded series

def _read_values(series, read):
    """Read a recorded series -> [(time, value)], in order of time, without unreadable values."""
    rows = [(parse_iso8601(row.get("time")), read(row.get("value"))) for row in series or [] if isinstance(row, dict)] if isinstance(series, list) else []
    return sorted(row for row in rows if row[0] is not None and row[1] is not None)


def _make_key(name, read):
    return lambda value: read(value.get(name)) if isinstance(value, dict) else None


def _summarize_gauge(values, readable, unit):
    """Compute current, mean and maximum of a gauge."""
    amounts = [value for dummy, value in values]
    whole = (lambda value: int(round(value))) if unit == "bytes" else (lambda value: round(value, 6))
    found = {"current": amounts[-1], "mean": whole(sum(amounts) / len(amounts)), "maximum": max(amounts)} if amounts else {
        "current": None, "mean": None, "maximum": None}
    found["text"] = "%s, mean %s, maximum %s" % tuple(readable(found[name]) for name in ("current", "mean", "maximum")) if amounts else None
    return dict(found, unit=unit)


def _summarize_counter(values):
    """Compute a counter's last value, and the bytes per second between its samples; a decrease is a restarted container."""
    total = values[-1][1] if values else None
    steps = [(after[0] - before[0], after[1] - before[1]) for before, after in zip(values, values[1:])]
    steps = [(seconds, amount) for seconds, amount in steps if seconds > 0 and amount >= 0]
    mean = int(round(sum(amount for dummy, amount in steps) / sum(seconds for seconds, dummy in steps))) if steps else None
    most = int(round(max(amount / seconds for seconds, amount in steps))) if steps else None
    text = "%s in all" % format_bytes(total) if total is not None else None
    if mean is not None:
        text += ", mean %s/s, maximum %s/s" % (format_bytes(mean), format_bytes(most))
    return {"total": total, "mean": mean, "maximum": most, "unit": "bytes per second", "text": text}


def reduce_points(values):
    """Reduce a series to at most MOST_POINTS points, as C({"at": ISO time, "value": …}): the maximum of each of as many equal intervals.

    For a gap there is an additional point with the value None, at the last sample before the gap.
    """
    if not values:
        return []
    steps = sorted(after[0] - before[0] for before, after in zip(values, values[1:]))
    longest = max(LEAST_GAP, 3 * steps[(len(steps) - 1) // 2]) if steps else 0
    gaps = [before[0] for before, after in zip(values, values[1:]) if after[0] - before[0] > longest]
    first, spans = values[0][0], {}
    width = (values[-1][0] - first) / MOST_POINTS
    for row in values if len(values) > MOST_POINTS else ():
        number = min(MOST_POINTS - 1, int((row[0] - first) / width)) if width else 0
        spans[number] = max(spans.get(number, row), row, key=lambda one: one[1])
    found = []
    for moment, value in sorted(spans.values()) if spans else values:
        passed = [gap for gap in gaps if gap < moment]
        if passed:
            gaps = [gap for gap in gaps if gap >= moment]
            if found:
                found.append({"at": to_iso8601(passed[-1]), "value": None})
        found.append({"at": to_iso8601(moment), "value": value})
    return found


def reduce_records(answer, now, fresh_for, window, series=False):
    """Summarize Dokploy's recorded metrics of the C(window) seconds before the newest sample; with C(series), include the points.

    C(state) is C(none) without a running container, C(empty) if Dokploy never recorded any, C(fresh) if the newest sample is at most
    C(fresh_for) seconds old by the server's clock, else C(old).
    """
    answer_given = isinstance(answer, dict)
    answer = answer if answer_given else {}
    parts = {
        MEMORY: _read_values(answer.get(MEMORY), _make_key("used", parse_docker_bytes)), CPU: _read_values(answer.get(CPU), parse_docker_cores)}
    for name, counters in _COUNTERS.items():
        for said, key in counters:
            parts[name, said] = _read_values(answer.get(name), _make_key(key, parse_docker_bytes))
    newest = max([values[-1][0] for values in parts.values() if values] or [0])
    parts = {name: [row for row in values if newest - row[0] <= window] for name, values in parts.items()}
    times = [row[0] for values in (parts[MEMORY], parts[CPU]) for row in values] or [newest]
    age = None if not newest or now is None else max(0, int(now - newest))
    state = "none" if not answer_given else "empty" if not newest else "fresh" if age is not None and age <= fresh_for else "old"
    found = {
        "state": state, "age": age, "samples": max(len(values) for values in parts.values()),
        "from": to_iso8601(min(times)) if newest else None, "to": to_iso8601(newest) if newest else None,
        MEMORY: _summarize_gauge(parts[MEMORY], format_bytes, "bytes"), CPU: _summarize_gauge(parts[CPU], format_cores, "cores"),
    }
    if series:
        for name in (MEMORY, CPU):
            found[name]["series"] = reduce_points(parts[name])
    for name, counters in _COUNTERS.items():
        found[name] = {said: _summarize_counter(parts[name, said]) for said, dummy in counters}
    return found


# Thresholds

@dataclass(frozen=True, eq=False, repr=False)
class Threshold:
    """The threshold of an alert: C(value) in percent of the service's limit, or in bytes or cores."""

    metric: str
    text: str
    value: float
    relative: bool

    def at(self, limit):
        """Return the amount above which there is an alert; None if it is relative to a missing limit."""
        return self.value if not self.relative else limit * self.value / 100.0 if limit else None


def parse_threshold(metric, text):
    """Parse C(80%), C(400M) or C(0.5) -> Threshold. Raises ValueError with a message for the user."""
    match = _PERCENT.match(str(text))
    if match:
        value = float(match.group(1))
        if not 0 < value <= 100:
            raise ValueError("thresholds.%s: %s is no share of a limit: write a percentage above 0%% and up to 100%%" % (metric, text))
        return Threshold(metric, str(text).strip(), value, True)
    try:
        value = parse_memory(text, least=1) if metric == MEMORY else parse_cpus(text) / 1e9
    except ValueError as exc:
        raise ValueError("thresholds.%s: %s; or a percentage of the limit, such as 80%%" % (metric, exc)) from None
    return Threshold(metric, str(text).strip(), value, False)


def check_threshold(limit, used, one):
    """Return (whether an amount is above a Threshold, the reason if that is unknown, or "")."""
    if used is None:
        return False, "no value is available"
    most = one.at(limit)
    if most is None:
        return False, "it is a percentage, and the service has no %s limit" % one.metric
    return used > most, ""
