# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the page of the benchmark of manifests."""

from __future__ import annotations

import math

from benchmarks.manifest_cells import DOKLI, SAMPLE, SAMPLE_APPLY, SAMPLE_MODULES, SAMPLE_READS, Cell

DOKPLOY_CLI = ('0.2.8', '0.30.7')
ROWS = ('empty task', 'manifest', 'manifest, batches refused', 'bare client, 8 threads', 'bare client, 48 threads', 'bare client, batches', 'uri tasks',
        'single tasks, in process', 'single tasks, as modules', 'dokli plan', 'dokli apply')
LIVE_ROWS = ('empty task', 'plan of a first run', 'first run', 'unchanged run', 'plan of an unchanged run', 'export', 'removal')
BARE = ('bare client, 8 threads', 'bare client, 48 threads')
LARGE, MIDDLE = 1000, 100
HEAD = '''<!--
Copyright (c) 2026, community.dokploy contributors
GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-%s-Identifier: GPL-3.0-or-later
-->

# How long a manifest takes

`make benchmark-manifest` measures this and writes this page. All times are seconds of whole processes, the start of Python and of Ansible included.
They run against the bundled simulator on the same machine, which answers each request after a latency.
''' % 'License'
METHOD = '''
## Method

- Each application has variables, a memory limit, a domain and a mount.
- `manifest` is one `ansible-playbook` with one task of `community.dokploy.dokploy_manifest`. The first run does not wait for the deployments.
- `manifest, batches refused` is the same where the server refuses batches: plain concurrent reads, with eight connections.
- An unchanged run reports no change and sends no write; the benchmark fails otherwise.
- `empty task` is one `ansible-playbook` with one task of `ansible.builtin.debug`. "Start aside" means: less this time.
- `bare client` sends the reads that the manifest sent, one request for each, with a session for each thread, and does nothing with the answers. It knows
  all ids in advance. `batches` sends them as the manifest did. It is not measured at a first run, whose writes depend on ids of earlier answers.
- `uri tasks` are the same reads as items of one task of `ansible.builtin.uri`: at most %d of them, multiplied.
- `single tasks` are items of `community.dokploy.dokploy_application`: at most %d in process, and %d as modules, multiplied.
- `dokli` is version %s from PyPI. Its manifest has the image and the variables only, since its applications have no limits; it reads no container, and
  `dokli apply` deploys nothing here. `dokli apply` is measured with at most %d applications, and multiplied.
- `@dokploy/cli` from npm was looked at in the versions %s. It has one command for each procedure of the API, and neither plan nor apply:
  nothing comparable can be measured.
- Requests are counted by the simulator. A batch is one request with several calls.
- Memory is that of the largest process of the manifest's `ansible-playbook` and its children.
- Growth is the logarithm of the ratio of times, start aside, divided by the logarithm of the ratio of applications: 1 is linear.
''' % (SAMPLE_READS, SAMPLE, SAMPLE_MODULES, DOKLI, SAMPLE_APPLY, ' and '.join(DOKPLOY_CLI))


def aside(result, what='manifest'):
    """Seconds of a process without the start of ansible-playbook."""
    return max(result['seconds'][what] - result['seconds']['empty task'], 0.01)


def growth(small, large):
    """The exponent between results of MIDDLE and LARGE applications."""
    return math.log(aside(large) / aside(small)) / math.log(LARGE / MIDDLE)


def render(shown, live=None):
    """The page of the results of all cells and of a live server; those that are None are named as not measured."""
    done = {cell: result for cell, result in shown.items() if result}
    lines = [HEAD]
    for machine, versions in sorted({(one['machine'], tuple(sorted(one['versions'].items()))) for one in done.values()}):
        lines.append('Machine: %s; %s.' % (machine, ', '.join('%s %s' % one for one in versions)))
    lines += ['', '## Aims', '', '| aim | result |', '| --- | --- |']
    lines += ['| %s | %s |' % one for one in judge_all(shown)]
    for kind, title in (('unchanged', 'Unchanged run'), ('first', 'First run')):
        for latency in sorted({cell.latency for cell in shown if cell.kind == kind}):
            lines += render_table('%s, %g ms for each request' % (title, latency), {
                cell: result for cell, result in shown.items() if cell.kind == kind and cell.latency == latency})
    for kind in ('audit', 'diagnosis'):
        lines += render_table('The %s of the whole server, without latency' % kind, {cell: one for cell, one in shown.items() if cell.kind == kind}, (
            'empty task', kind))
    lines += render_live(live)
    lines += [METHOD, '## Cells', '', '| cell | measured (UTC) | commit | load average at start | rounds |', '| --- | --- | --- | ---: | ---: |']
    for cell, one in shown.items():
        lines.append('| %s | %s |' % (cell, '%(date)s | %(commit)s | %(load).1f | %(rounds)d' % one if one else 'not measured | | |'))
    lines += ['', 'A `+` behind a commit stands for changes that were not committed. The load average of every cell but',
              'the first includes what the benchmark did before it. An asterisk marks times that were measured with fewer applications and multiplied.']
    return '\n'.join(lines).replace('\n\n\n', '\n\n').rstrip() + '\n'


def render_table(title, cells, rows=ROWS):
    """The lines of one table: a column for each number of applications."""
    results = list(cells.values())
    lines = ['', '## ' + title, '', '| seconds | %s |' % ' | '.join('%d applications' % cell.count for cell in cells),
             '| --- |%s' % (' ---: |' * len(cells))]
    if not any(results):
        return ['', '## ' + title, '', 'Not measured.']
    for row in rows:
        if any(one and (row in one['seconds'] or row in one['failed']) for one in results):
            lines.append('| %s | %s |' % (row, ' | '.join(show_seconds(one, row) for one in results)))
    for name, key, pattern in (('requests', 'requests', '%d'), ('calls in them', 'calls', '%d'), ('requests of dokli', 'dokli_requests', '%d'),
                               ('memory, MiB', 'mebibytes', '%.0f'),
                               ('processor time', 'processor', '%.2f'), ('processor time of the simulator', 'server', '%.2f')):
        if any(one and one.get(key) is not None for one in results):
            lines.append('| %s | %s |' % (name, ' | '.join(pattern % one[key] if one and one.get(key) is not None else '-' for one in results)))
    notes = sorted({'- `%s`: multiplied from %s.' % (what, sample) for one in results if one for what, sample in one['scaled'].items()})
    notes += sorted({'- `%s` failed: %s' % (what, message) for one in results if one for what, message in one['failed'].items()})
    return lines + ([''] + notes if notes else [])


def render_live(live):
    """The lines about a live server."""
    lines = ['', '## A live server', '', '`LIVE=1 make benchmark-manifest` measures this on the server in `DOKPLOY_URL`:',
             '100 applications as above, which are saved and not deployed.', '']
    if not live:
        return lines + ['Not measured.']
    lines += ['Dokploy %(server)s on the same machine; %(machine)s; measured %(date)s UTC at commit %(commit)s,' % live,
              'with a load average of %.1f at the start.' % live['load'], '',
              '| run | seconds | requests |', '| --- | ---: | ---: |']
    return lines + ['| %s | %.2f | %s |' % (run, live['seconds'][run], live['requests'].get(run, '-')) for run in LIVE_ROWS]


def show_seconds(one, row):
    if not one:
        return 'not measured'
    if row in one['failed']:
        return 'failed'
    return '%.2f' % one['seconds'][row] + ('*' if row in one['scaled'] else '') if row in one['seconds'] else '-'


def judge_all(shown):
    """(aim, result) of each aim of the issue."""
    judged = []
    for latency in sorted({cell.latency for cell in shown if cell.kind == 'unchanged'}):
        large, small = (shown.get(Cell('unchanged', count, latency)) for count in (LARGE, MIDDLE))
        where = '%d applications, unchanged, %g ms: ' % (LARGE, latency)
        for text, measured in ((aim, judge(large)) for aim, judge in list_aims(latency)):
            judged.append((where + text, measured))
        judged.append((where + 'growth from %d with an exponent of at most 1.1' % MIDDLE, compare(
            growth(small, large), 1.1, '%.2f', explain(large)) if small and large else 'not measured'))
        first = shown.get(Cell('first', LARGE, latency))
        judged.append(('%d applications, first run, %g ms: under 200 MiB' % (LARGE, latency),
                       compare(first['mebibytes'], 200, '%.0f MiB') if first else 'not measured'))
    audit, diagnosis = (shown.get(Cell(kind, LARGE, 0.0)) for kind in ('audit', 'diagnosis'))
    judged.append(('Audit of %d applications without latency: under 10 s, start aside' % LARGE, compare(
        aside(audit, 'audit'), 10, '%.2f s', explain(audit, 'audit')) if audit else 'not measured'))
    judged.append(('Diagnosis of %d applications: at most 0.2 requests for each healthy one' % LARGE, compare(
        diagnosis['requests'] / max(diagnosis['healthy'], 1), 0.2, '%.3f', '%d applications are healthy' % diagnosis['healthy'])
        if diagnosis else 'not measured'))
    return judged


def list_aims(latency):
    """(aim, function of the result of an unchanged run) of one latency."""
    def judge_bare(one):
        limit = min(one['seconds'][name] for name in BARE) if one else None
        return compare(aside(one), limit, '%.2f s', explain(one), '%.2f s' % limit) if one else 'not measured'

    def judge_times(what, times):
        def judge_one(one):
            if not one:
                return 'not measured'
            if what not in one['seconds']:
                return 'not measured: %s failed' % what
            ratio = one['seconds'][what] / one['seconds']['manifest']
            beside = '%.1f times with the start aside on both sides' % (aside(one, what) / aside(one)) if not what.startswith('dokli') else (
                '%.1f times with the start of Ansible aside' % (one['seconds'][what] / aside(one)))
            if ratio >= times:
                return 'reached: %.1f times (%s)' % (ratio, beside)
            return 'missed: %.1f times, %.0f%% of the aim (%s). %s%s.' % (ratio, 100 * ratio / times, beside, explain(one), (
                '; `%s` sent %d requests' % (what, one['dokli_requests']) if what.startswith('dokli') else ''))
        return '%d times faster than %s' % (times, what), judge_one

    return (('faster than plain concurrent reads of the bare client, start aside', judge_bare), judge_times('uri tasks', 100),
            judge_times('single tasks, as modules', 20), judge_times('dokli plan', 4 if latency < 20 else 10),
            ('under 200 MiB', lambda one: compare(one['mebibytes'], 200, '%.0f MiB') if one else 'not measured'))


def compare(value, limit, pattern, why='', shown_limit=None):
    """Whether a value is within a limit, and by how much it is not."""
    if value <= limit:
        return 'reached: %s' % (pattern % value) + (' (limit: %s)' % shown_limit if shown_limit else '')
    return 'missed: %s, %.0f%% above %s. %s' % (pattern % value, 100 * (value / limit - 1), shown_limit or '%g' % limit, why + '.' if why else '')


def explain(one, what='manifest'):
    """Where the time of a run went: its measured parts."""
    parts = ['its start took %.1f s (%.1f s of processor time)' % (one['seconds']['empty task'], one['start']),
             'the playbook had %.1f s of processor time in all' % one['processor']]
    if one.get('server') is not None:
        parts.append('the simulator %.1f s' % one['server'])
    received = ' brought %.1f MB' % (one['bytes'] / 1e6) if one.get('bytes') else ' were sent'
    parts.append('%d requests with %d calls%s' % (one['requests'], one['calls'], received))
    return 'Of %.1f s: %s' % (one['seconds'][what], '; '.join(parts))
