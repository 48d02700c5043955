# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Renders the report of a diagnosis as text, as Markdown, and as one HTML page. Private to this collection.

Every value may come from a log that an attacker wrote: control characters are removed, Markdown and HTML are escaped, and the page contains no
script and loads nothing.
"""

from __future__ import annotations

import re

from ansible_collections.community.dokploy.plugins.module_utils._monitoring.metrics import format_bytes, format_cores
from ansible_collections.community.dokploy.plugins.module_utils._common.masking import make_inert
from ansible_collections.community.dokploy.plugins.module_utils._common.timestamps import parse_iso8601, to_iso8601
from jinja2 import Environment

MOST_MARKDOWN = 20000        # bytes; fits into a chat message, a ticket, or an AWX artifact
MOST_EVIDENCE = 4000         # characters of one piece of evidence in the page
MOST_POINTS = 400            # points of one curve
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 560, 34, 134     # the area of a curve, in units of the SVG
_WORDS = {
    "broken": "BROKEN", "warning": "NEEDS ATTENTION", "healthy": "HEALTHY", "unknown": "UNKNOWN", "starting": "STARTING", "stopped": "STOPPED",
    "never_deployed": "NEVER DEPLOYED", "": "NO RESULT"}
_PARTS = {"deployment": "Deployment", "runtime": "Runtime", "routing": "Routing", "git": "Git"}


def clean_values(value):
    """Copy a value without control characters in its texts, at any depth; other types than JSON's become texts."""
    if isinstance(value, dict):
        return {make_inert(str(key)): clean_values(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_values(one) for one in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return make_inert(str(value))


def complete_report(report):
    """Add missing keys to a report, so that an older or a partial one can be rendered."""
    known = {"verdict": {}, "before": {}, "findings": [], "found": [], "done": [], "left": [], "timeline": [], "unread": [], "usage": [], "next_command": "",
             "made_at": "", "check_mode": False, "server": {}, "operator": ""}
    given = clean_values(dict(report))
    made = {key: given.get(key) if given.get(key) is not None else empty for key, empty in known.items()}
    verdict = {"state": "", "text": "", "application": "", "since": "", "code": ""}
    for key in ("verdict", "before"):
        made[key] = dict(verdict, **made[key])
    made["server"] = dict({"url": "", "version": ""}, **made["server"])
    # Findings that a repair resolved stay in the report, with their evidence.
    now = {one.get("code") for one in made["findings"] if isinstance(one, dict)}
    made["resolved"] = [one for one in made["found"] if isinstance(one, dict) and one.get("code") not in now]
    return made


def describe_origin(report):
    """Describe server, version, operator and time in one line."""
    server, parts = report["server"], []
    if server["url"]:
        parts.append(server["url"] + (" (Dokploy %s)" % server["version"] if server["version"] else ""))
    if report["operator"]:
        parts.append("by %s" % report["operator"])
    if report["made_at"]:
        parts.append("at %s" % report["made_at"])
    return ", ".join(parts)


def make_headline(report):
    """Make the first line: verdict, application, since when, and the reason."""
    verdict = report["verdict"]
    why = verdict["text"]
    for part in (verdict["application"] + ": ",):
        why = why[len(part):] if part != ": " and why.startswith(part) else why
    at_least = ", at least since %s" % verdict["since"]
    since = "at least since" if why.endswith(at_least) else "since"
    for tail in (at_least, ", since %s" % verdict["since"]):
        why = why[:-len(tail)] if verdict["since"] and why.endswith(tail) else why
    resolved = report["before"]["state"] == "broken" and verdict["state"] == "healthy"
    return "%s%s: %s%s%s" % (
        "RESOLVED, " if resolved else "", _WORDS.get(verdict["state"], verdict["state"].upper()), verdict["application"] or "no application",
        " %s %s" % (since, verdict["since"]) if verdict["since"] else "", ": %s" % why if why else "")


def _describe_done(one):
    return "%s%s%s" % (one.get("what") or one.get("step") or "", " (%s)" % one["application"] if one.get("application") else "",
                       ": %s" % one["result"] if one.get("result") else "")


def _describe_left(one):
    return "%s%s: %s" % (one.get("what") or one.get("step") or "", " (%s)" % one["application"] if one.get("application") else "", one.get("why") or "")


def render_text(report):
    """Render the report for a terminal, shorter than the page and the Markdown."""
    report = complete_report(report)
    lines = [make_headline(report)]
    if describe_origin(report):
        lines.append(describe_origin(report))

    def section(title, rows):
        if rows:
            lines.extend(["", title + ":"] + ["  - " + row.replace("\n", "\n    ") for row in rows])

    def finding(one, evidence):
        text = "%s (%s) %s\nlikely: %s\ndo: %s" % (
            one.get("code", ""), one.get("severity", ""), one.get("seen", ""), one.get("cause", ""), one.get("remedy", ""))
        for piece in (one.get("evidence") or [])[:1] if evidence else ():
            text += "\n%s:\n%s" % (piece.get("kind", ""), "\n".join("  | " + row for row in str(piece.get("text", "")).splitlines()[-4:]))
        return text

    section("Would be done" if report["check_mode"] else "Done", [_describe_done(one) for one in report["done"]])
    section("Not done", [_describe_left(one) for one in report["left"]])
    if report["next_command"]:
        lines.extend(["", "Next: " + report["next_command"]])
    section("Findings", [finding(one, not number) for number, one in enumerate(report["findings"])])
    section("Found before the repair", ["%s: %s" % (one.get("code", ""), one.get("seen", "")) for one in report["resolved"]])
    if report["findings"] or report["resolved"]:
        section("Timeline", ["%s  %s" % (one.get("at", ""), one.get("what", "")) for one in report["timeline"][-6:]])
    section("Could not be read", ["%s: %s" % (one.get("what", ""), one.get("why", "")) for one in report["unread"]])
    return "\n".join(lines) + "\n"


def _escape(text):
    """Escape a text for Markdown: no HTML, no link, no emphasis."""
    text = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~$@])", r"\\\1", text).replace("\n", " ")


def _fence_text(text):
    fence = "`" * max(3, 1 + max([len(run) for run in re.findall("`+", text)] or [0]))
    return "%stext\n%s\n%s" % (fence, text, fence)


def _render_sections(report, evidence, events):
    """Render Markdown with at most C(evidence) characters of each evidence and C(events) lines of the timeline."""
    lines = ["# " + _escape(make_headline(report)), ""]
    if describe_origin(report):
        lines.extend([_escape(describe_origin(report)), ""])

    def section(title, rows):
        if rows:
            lines.extend(["## " + title, ""] + ["- " + row for row in rows] + [""])

    section("Would be done" if report["check_mode"] else "Done", [_escape(_describe_done(one)) for one in report["done"]])
    section("Not done", [_escape(_describe_left(one)) for one in report["left"]])
    if report["next_command"]:
        lines.extend(["## Next", "", _fence_text(report["next_command"]), ""])
    section("Timeline", ["%s %s" % (_escape(one.get("at", "")), _escape(one.get("what", ""))) for one in report["timeline"][-events:]] if events else [])
    for title, findings in (("Findings", report["findings"]), ("Found before the repair", report["resolved"])):
        if not findings:
            continue
        lines.extend(["## " + title, ""])
        for one in findings:
            lines.extend([
                "### %s \\(%s\\)" % (_escape(one.get("code", "")), _escape(one.get("severity", ""))), "", _escape(one.get("seen", "")), "",
                "- Likely: %s" % _escape(one.get("cause", "")), "- Do: %s" % _escape(one.get("remedy", "")), ""])
            for piece in one.get("evidence") or []:
                text = str(piece.get("text", ""))
                if evidence:
                    lines.extend(["%s:" % _escape(piece.get("kind", "")), "", _fence_text(text[-evidence:]), ""])
    section("Could not be read", ["%s: %s" % (_escape(one.get("what", "")), _escape(one.get("why", ""))) for one in report["unread"]])
    return "\n".join(lines).rstrip("\n") + "\n"


def render_markdown(report):
    """Render Markdown of at most 20 kB. If it is longer, evidence is shortened, then the timeline, and then the end is cut with a note."""
    report = complete_report(report)
    text = ""
    for evidence, events in ((2000, 30), (600, 20), (200, 10), (0, 5), (0, 0)):
        text = _render_sections(report, evidence, events)
        if len(text.encode("utf-8")) < MOST_MARKDOWN:
            return text
    note = "\n\n(The rest was cut: the report is longer than 20 kB.)\n"
    return text.encode("utf-8")[:MOST_MARKDOWN - len(note) - 1].decode("utf-8", "ignore") + note


def make_bars(usage):
    """Convert CPU and memory of containers to rows for the page: {"title", "text", "width", "limited", "level"}.

    C(limited): there is a limit, so that the page draws a bar: the container's limit, or else the saved one. Containers without values are left out.
    """
    rows = []
    for application in usage:
        recorded, saved = application.get("recorded") or {}, (application.get("limits") or {}).get("saved") or {}
        for container in application.get("containers") or []:
            for what in ("memory", "cpu"):
                one = container.get(what) or {}
                rows.append(_make_bar("%s of %s" % (what, container.get("name", "")), one, one, saved.get(what)))
        if not application.get("containers"):
            for what in ("memory", "cpu"):
                one = recorded.get(what) or {}
                current = one.get("current")
                current = current if isinstance(current, dict) else {"used": current, "text": one.get("text")}
                rows.append(_make_bar("%s of %s, as recorded" % (what, application.get("name", "")), current, one, saved.get(what)))
    return [row for row in rows if row]


def _make_bar(title, figure, whole_figure, saved):
    """Make the row of one value, or None without a value. C(saved): the saved limit, used if the container has none."""
    percent, text = figure.get("percent") or whole_figure.get("percent"), figure.get("text") or whole_figure.get("text")
    limit, note = whole_figure.get("limit") or figure.get("limit"), ""
    if not limit and _is_number(saved) and saved:
        used = figure.get("used")
        limit, percent = saved, 100.0 * used / saved if _is_number(used) else percent
        note = " (of the saved limit)"
    known = isinstance(percent, (int, float)) and not isinstance(percent, bool)
    if not text and not known:
        return None
    limited = bool(limit) and known
    return {"title": title, "text": "%s%s" % (text or "", note if limited else " (no limit)"), "limited": limited,
            "width": round(min(100.0, max(0.0, float(percent))) * 3, 1) if known else 0,
            "level": "high" if known and percent >= 90 else "middle" if known and percent >= 75 else "low"}


def make_curves(usage):
    """Convert Dokploy's recorded points to curves for the page: numbers and our own texts, except the titles.

    C(lines) are polylines of two points or more and C(dots) single ones: the curve is broken where samples are missing.
    """
    found = []
    for application in usage:
        for what, readable in (("memory", format_bytes), ("cpu", format_cores)):
            series = ((application.get("recorded") or {}).get(what) or {}).get("series")
            limit = (application.get("limits") or {}).get(what)
            if isinstance(series, list):
                title = "%s of %s, as recorded" % ("CPU" if what == "cpu" else what, application.get("name") or application.get("app_name") or "")
                found += [one for one in (_make_curve(title, series, limit if _is_number(limit) and limit > 0 else None, readable),) if one]
    return found


def _is_number(value):
    """Return whether a value is a number that can be drawn."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e18


def _make_curve(title, series, limit, readable):
    """Make the curve of one series, or None without values. C(readable(value)) formats a value."""
    rows = [(parse_iso8601(one.get("at")), one.get("value")) for one in series[-MOST_POINTS:] if isinstance(one, dict)]
    rows = [(at, value if _is_number(value) else None) for at, value in rows if at is not None]
    seen = [row for row in rows if row[1] is not None]
    if not seen:
        return None
    first, last = seen[0][0], max(row[0] for row in seen)
    most_at, most = max(seen, key=lambda row: row[1])
    top = max(most, limit or 0) * 1.05 or 1.0

    def place(at, value):
        across = (at - first) / (last - first) if last > first else 0.5
        return round(_LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, across)), 1), round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)

    runs = [[]]
    for at, value in rows:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place(at, value))
    runs = [run for run in runs if run]
    limit_text = "limit %s" % readable(limit) if limit else "no limit"
    return {
        "title": title, "lines": [" ".join("%s,%s" % one for one in run) for run in runs if len(run) > 1], "dots": [run[0] for run in runs if len(run) == 1],
        "limit": place(first, limit)[1] if limit else None, "limit_text": limit_text, "most": place(most_at, most), "most_text": "maximum %s" % readable(most),
        "top_text": readable(top / 1.05), "from": to_iso8601(first), "to": to_iso8601(last),
        "label": "from %s to %s: maximum %s at %s, %s%s" % (
            to_iso8601(first), to_iso8601(last), readable(most), to_iso8601(most_at), limit_text,
            "; samples are missing in %d place%s" % (len(runs) - 1, "" if len(runs) == 2 else "s") if len(runs) > 1 else "")}


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ headline }}</title>
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #f3f5f7; --line: #d5dae0;
  --bad: #b42318; --warn: #9a6700; --good: #1a7f37; --dim: #57606a; --curve: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0f1318; --soft: #1a2028; --line: #343c46;
    --bad: #ff7b72; --warn: #e3b341; --good: #56d364; --dim: #9aa4af; --curve: #79c0ff; }
}
body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  margin: 0 auto; max-width: 60rem; overflow-wrap: anywhere; padding: 1.5rem; }
h1 { border-left: .5rem solid var(--dim); font-size: 1.4rem; line-height: 1.3; overflow-wrap: anywhere; padding: .4rem .8rem; background: var(--soft); }
h1.broken { border-color: var(--bad); } h1.warning, h1.unknown, h1.starting { border-color: var(--warn); } h1.healthy { border-color: var(--good); }
h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 4px; font-size: .85rem;
  overflow-x: auto; padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid var(--line); padding: .25rem .5rem .25rem 0; vertical-align: top; overflow-wrap: anywhere; }
td.time { color: var(--dim); white-space: nowrap; font-variant-numeric: tabular-nums; }
.tag { border: 1px solid currentColor; border-radius: 3px; font-size: .8rem; font-weight: normal; padding: 0 .35rem; }
.error { color: var(--bad); } .warning-tag { color: var(--warn); } .info { color: var(--dim); } .dim { color: var(--dim); }
dt { color: var(--dim); float: left; clear: left; width: 4.5rem; } dd { margin: 0 0 .2rem 4.5rem; overflow-wrap: anywhere; }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; } .back { fill: var(--soft); stroke: var(--line); }
svg .small { fill: var(--dim); font-size: 11px; } .curve { fill: none; stroke: var(--curve); stroke-width: 1.5; } .dot { fill: var(--curve); }
.bar p { margin: .5rem 0 .1rem; overflow-wrap: anywhere; } .bar svg { display: block; max-width: 30rem; }
.limit { stroke: var(--bad); stroke-dasharray: 6 4; }
@media (max-width: 34rem) {
  body { padding: .8rem; } h1 { font-size: 1.15rem; } dt { float: none; } dd { margin-left: 0; }
  td { display: block; border-top: 0; padding: 0; } td.time { border-top: 1px solid var(--line); padding-top: .3rem; }
  svg .small { font-size: 18px; }
}
.low { fill: var(--good); } .middle { fill: var(--warn); } .high { fill: var(--bad); }
</style>
</head>
<body>
<h1 class="{{ state }}">{{ headline }}</h1>
{% if origin %}<p class="dim">{{ origin }}</p>{% endif %}
{% if report.done %}<h2>{{ "Would be done" if report.check_mode else "Done" }}</h2>
<ul>{% for one in report.done %}<li>{{ done(one) }}</li>{% endfor %}</ul>{% endif %}
{% if report.left %}<h2>Not done, and why</h2>
<ul>{% for one in report.left %}<li>{{ left(one) }}</li>{% endfor %}</ul>{% endif %}
{% if report.next_command %}<h2>Next</h2>
<pre>{{ report.next_command }}</pre>{% endif %}
{% if bars or curves %}<h2>CPU and memory against their limits</h2>{% endif %}
{% for bar in bars %}<section class="bar"><p>{{ bar.title }}</p>
{% if bar.limited %}<svg role="img" aria-label="{{ bar.title }}: {{ bar.text }}"
width="100%" height="14" viewBox="0 0 300 14" preserveAspectRatio="none" xmlns="http://www.w3.org/2000/svg">
<rect class="back" x="0" y="0" width="300" height="14"/><rect class="{{ bar.level }}" x="0" y="0" width="{{ bar.width }}" height="14"/></svg>{% endif %}
<p class="dim">{{ bar.text }}</p></section>
{% endfor %}{% for one in curves %}<p>{{ one.title }}</p><svg role="img" aria-label="{{ one.title }}, {{ one.label }}"
width="100%" viewBox="0 0 640 160" xmlns="http://www.w3.org/2000/svg">
<rect class="back" x="{{ left_edge }}" y="{{ top }}" width="{{ right_edge - left_edge }}" height="{{ bottom - top }}"/>
{% if one.limit is not none %}<line class="limit" x1="{{ left_edge }}" y1="{{ one.limit }}" x2="{{ right_edge }}" y2="{{ one.limit }}"/>{% endif %}
{% for points in one.lines %}<polyline class="curve" points="{{ points }}"/>
{% endfor %}{% for dot in one.dots %}<circle class="dot" cx="{{ dot[0] }}" cy="{{ dot[1] }}" r="2"/>
{% endfor %}<circle class="dot" cx="{{ one.most[0] }}" cy="{{ one.most[1] }}" r="3"/>
<text class="small" x="{{ left_edge - 6 }}" y="{{ top + 9 }}" text-anchor="end">{{ one.top_text }}</text>
<text class="small" x="{{ left_edge - 6 }}" y="{{ bottom }}" text-anchor="end">0</text>
<text class="small" x="{{ right_edge }}" y="26" text-anchor="end">{{ one.most_text }}, {{ one.limit_text }}</text>
<text class="small" x="{{ left_edge }}" y="{{ bottom + 20 }}">{{ one.from }}</text>
<text class="small" x="{{ right_edge }}" y="{{ bottom + 20 }}" text-anchor="end">{{ one.to }}</text></svg>
{% endfor %}{% if report.timeline %}<h2>Timeline</h2>
<table>{% for one in report.timeline %}<tr><td class="time">{{ one.at }}</td><td>{{ one.what }}</td></tr>
{% endfor %}</table>{% endif %}
{% for title, findings in sections %}{% if findings or loop.first %}<h2>{{ title }}</h2>
{% if not findings %}<p>No problems found.</p>{% endif %}
{% for one in findings %}<section>
<h3>{{ one.seen }}</h3>
<p><span class="tag {{ 'warning-tag' if one.severity == 'warning' else one.severity }}">{{ one.severity }}</span>
<span class="dim">{{ parts.get(one.part, one.part) }} · {{ one.code }}{% if one.since %} ·
{{ "at least since" if one.since_at_least else "since" }} {{ one.since }}{% endif %}</span></p>
<dl><dt>Likely</dt><dd>{{ one.cause }}</dd><dt>Do</dt><dd>{{ one.remedy }}</dd></dl>
{% for piece in one.evidence %}<details {{ "open" if loop.first or piece.kind.endswith("_log") else "" }}><summary class="dim">{{ piece.kind }}</summary>
<pre>{{ piece.text[-most:] }}</pre></details>
{% endfor %}</section>
{% endfor %}{% endif %}{% endfor %}
{% if report.unread %}<h2>Could not be read</h2>
<ul>{% for one in report.unread %}<li>{{ one.what }}: {{ one.why }}</li>{% endfor %}</ul>{% endif %}
</body>
</html>
"""


def render_html(report):
    """Render one HTML page without scripts and external resources."""
    report = complete_report(report)
    for one in report["findings"] + report["resolved"]:
        one["evidence"] = [dict(piece, text=str(piece.get("text", "")), kind=str(piece.get("kind", ""))) for piece in one.get("evidence") or []]
    page = Environment(autoescape=True).from_string(_PAGE)
    state = report["verdict"]["state"]
    return page.render(
        report=report, headline=make_headline(report), state=state if state in _WORDS else "", parts=_PARTS, done=_describe_done, left=_describe_left,
        bars=make_bars(report["usage"]),
        curves=make_curves(report["usage"]), left_edge=_LEFT, right_edge=_RIGHT, top=_TOP, bottom=_BOTTOM, most=MOST_EVIDENCE, origin=describe_origin(report),
        sections=(("Findings", report["findings"]), ("Found before the repair", report["resolved"])))
