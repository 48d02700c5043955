# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the result of a manifest's task: a row for each resource, a summary, and a diff. Pure."""

from __future__ import annotations

KEPT = ("phase", "pending", "unverified", "next_step", "previous")


def make_result(done, check_mode=False, requests=0):
    """Make the result of a manifest's task. C(done): the EntryOutcome of each entry; C(requests): the number of requests sent."""
    rows = [describe_outcome(one) for one in done]
    failed = [row for row in rows if row["failed"]]
    changed = [row for row in rows if row["changed"]]
    unreached = [row for row in rows if not row["reached"]]
    result = {
        "changed": bool(changed),
        "resources": rows,
        "counts": {"resources": len(rows), "changed": len(changed), "failed": len(failed), "not_reached": len(unreached),
                   "unchanged": len(rows) - len({row["name"] for row in changed + failed + unreached})},
        "requests": requests,
        "check_mode": check_mode,
        "summary": summarize(rows, check_mode),
        "diff": [dict(one.result["diff"], before_header=one.entry.name, after_header=one.entry.name) for one in done
                 if one.result.get("changed") and one.result.get("diff")],
    }
    if failed:
        result.update(failed=True, msg="%d of %d resources failed%s. %s" % (
            len(failed), len(rows), ", %d not tried" % len(unreached) if unreached else "", " ".join(_name_reason(row) for row in failed[:10])))
    return result


def describe_outcome(one):
    """Make the row of one EntryOutcome in the result."""
    result = one.result
    row = {"name": one.entry.name, "module": "community.dokploy." + one.entry.kind.module, "where": one.entry.where, "reached": one.reached,
           "changed": bool(result.get("changed")), "failed": bool(result.get("failed")), "actions": list(result.get("actions") or ()),
           "msg": str(result.get("msg") or "")}
    row.update({key: result[key] for key in KEPT if result.get(key)})
    return row


def summarize(rows, check_mode):
    """Make the lines of the summary: each change and failure, and the number of unchanged resources."""
    lines = []
    for row in rows:
        if row["failed"]:
            lines.append("failed: %s" % _name_reason(row))
        elif not row["reached"]:
            lines.append("%s: %s" % (row["name"], row["msg"]))
        elif row["changed"]:
            lines.append("%s%s: %s" % ("would change " if check_mode else "", row["name"], ", ".join(row["actions"]) or "changed"))
    same = sum(1 for row in rows if row["reached"] and not row["changed"] and not row["failed"])
    lines.append("%d of %d resources %s" % (same, len(rows), "would stay unchanged" if check_mode else "were unchanged"))
    return lines


def _name_reason(row):
    name = row["name"].split(" ", 1)[-1]
    return row["msg"] if name in row["msg"] else "%s: %s" % (row["name"], row["msg"])
