# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of a diagnosis: what stands in it, and that nothing of it is taken for more than text."""

from __future__ import annotations

import html.parser
import xml.etree.ElementTree as tree

import re

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.community.dokploy.plugins.filter.report import FilterModule
from ansible_collections.community.dokploy.plugins.plugin_utils._report import MOST_MARKDOWN, MOST_POINTS, make_bars, make_curves

MIB = 1024**2
SVG = '{http://www.w3.org/2000/svg}'
FILTERS = FilterModule().filters()
EVIL = '<script>alert(1)</script> {{ 7*7 }} ]]> \x1b[31mred\x1b[0m \x1b]0;title\x07 ' \
    '<img src=x onerror=alert(2)> "quoted" \'single\' [x](javascript:1) `tick` | pipe'


def report(**values):
    verdict = {'application': 'shop/production/web', 'state': 'broken', 'code': 'crash_loop', 'since': '2026-11-24T02:51:07Z',
               'text': 'shop/production/web: it crashes, since 2026-11-24T02:51:07Z'}
    finding = {'code': 'crash_loop', 'part': 'runtime', 'severity': 'error', 'seen': 'it crashes', 'cause': 'a variable is missing',
               'remedy': 'Read the log.',
               'since': '2026-11-24T02:51:07Z', 'evidence': [{'kind': 'container_log', 'text': 'fatal: configuration is missing'}]}
    return dict({
        'verdict': verdict, 'before': verdict, 'findings': [finding], 'found': [finding], 'done': [{'what': 'Cancel its build', 'result': 'it ended'}],
        'left': [{'what': 'Restart Dokploy', 'why': 'it is not allowed'}], 'next_command': 'ansible-playbook x',
        'unread': [{'what': 'a log', 'why': 'too old'}],
        'timeline': [{'at': '2026-11-24T02:50:58Z', 'what': 'deployment "One" began'}], 'usage': [], 'made_at': '2026-11-24T03:00:00Z'}, **values)


def evil(value):
    """Every text of it followed by what must stay text."""
    if isinstance(value, dict):
        return {key: evil(one) for key, one in value.items()}
    if isinstance(value, list):
        return [evil(one) for one in value]
    return value + ' ' + EVIL if isinstance(value, str) else value


class Page(html.parser.HTMLParser):
    """The elements and the visible text of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.text, self.inside = set(), set(), [], ''
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, value in attrs}
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ''

    def handle_data(self, data):
        if self.inside != 'style':
            self.text.append(data)


def test_first_line():
    for name in ('report_text', 'report_markdown', 'report_html'):
        text = FILTERS[name](report())
        line = text.splitlines()[0] if name != 'report_html' else text[text.index('<h1'):text.index('</h1>')]
        assert 'BROKEN: shop/production/web since 2026-11-24T02:51:07Z: it crashes' in line
        assert text.count('2026-11-24T02:51:07Z') <= 3
    healed = report(verdict={'application': 'shop/production/web', 'state': 'healthy', 'text': 'shop/production/web: no problems found', 'since': ''},
                    findings=[])
    assert FILTERS['report_text'](healed).startswith('RESOLVED, HEALTHY: shop/production/web: no problems found\n')


@pytest.mark.parametrize('name', sorted(FILTERS))
def test_everything_is_in_it(name):
    text = FILTERS[name](report())
    for words in ('Cancel its build', 'it ended', 'Restart Dokploy', 'it is not allowed', 'ansible-playbook x', '2026-11-24T02:50:58Z', 'a variable is missing',
                  'Read the log', 'fatal: configuration is missing', 'too old'):
        assert words in text, words


@pytest.mark.parametrize('name', sorted(FILTERS))
def test_what_is_missing_is_left_out(name):
    text = FILTERS[name]({'verdict': None})
    assert 'NO RESULT' in text and 'None' not in text
    with pytest.raises(AnsibleFilterError, match='takes the report'):
        FILTERS[name]('text')


@pytest.mark.parametrize('name', sorted(FILTERS))
def test_no_control_character(name):
    text = FILTERS[name](evil(report()))
    assert '\x1b' not in text and '\x07' not in text
    assert '49' not in text.replace('ansible', '')          # 7*7 was not reckoned


def test_page_holds_text_alone():
    text = FILTERS['report_html'](evil(report(usage=evil([{'name': 'web', 'containers': [
        {'name': 'web.1', 'memory': {'text': '60 MiB', 'percent': 94.0, 'limit': 67108864}, 'cpu': {'text': '0.1', 'percent': 10.0, 'limit': 0.5}}]}]))))
    page = Page(text)
    assert page.elements == {
        'html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'h2', 'h3', 'p', 'ul', 'li', 'pre', 'table', 'tr', 'td', 'section', 'span', 'dl', 'dt', 'dd',
        'details', 'summary', 'svg', 'rect'}
    assert not any(name.startswith('on') or name in ('src', 'href', 'style') for name in page.attributes), page.attributes
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert '<script>alert(1)</script> {{ 7*7 }} ]]> red' in ''.join(page.text)


def test_drawing_is_xml():
    usage = [{'name': 'web', 'containers': [
        {'name': 'web.1', 'memory': {'text': '60.2 MiB (94 % of 64.0 MiB)', 'percent': 94.0, 'limit': 67108864},
         'cpu': {'text': '0.1 cores', 'percent': None, 'limit': None}}]}]
    text = FILTERS['report_html'](report(usage=usage))
    assert text.count('<svg') == 1                            # what has no limit has no bar
    drawing = tree.fromstring(text[text.index('<svg'):text.index('</svg>') + 6])
    rectangles = drawing.findall(SVG + 'rect')
    assert len(rectangles) == 2 and (rectangles[1].attrib['width'], rectangles[1].attrib['class']) == ('282.0', 'high')
    assert '0.1 cores (no limit)' in Page(text).text
    assert [one['level'] for one in make_bars(usage)] == ['high', 'low']


def test_the_page_can_be_read_at_420_pixels():
    """Checked with a browser at 420 pixels: titles of bars were cut, and lay on each other."""
    usage = recorded([(0, MIB), (2, 3 * MIB)], 64 * MIB)
    usage[0]['containers'] = [{'name': 'web.1', 'memory': {'text': '60 MiB', 'percent': 94.0, 'limit': 67108864}}]
    text = FILTERS['report_html'](report(usage=usage))
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    style = text[text.index('<style>'):text.index('</style>')]
    assert not re.findall(r'(?<!max-)width: ?\d+px|min-width', style) and 'white-space: nowrap' in style and 'td { display: block' in style
    assert all(one in style for one in ('overflow-wrap: anywhere', 'pre-wrap', '@media (max-width: 34rem)'))
    drawings = [one.partition('</svg>')[0] for one in text.split('<svg')[1:]]
    assert len(drawings) == 2 and all('width="100%"' in one for one in drawings)
    # Names stand beside the drawings, where they wrap, and not in them, where they are cut.
    assert not any('web.1' in re.sub('aria-label="[^"]*"', '', one) or 'as recorded' in re.sub('aria-label="[^"]*"', '', one) for one in drawings)


def test_since_is_said_once():
    verdict = dict(report()['verdict'], state='broken', since='2026-11-26T10:00:00Z', text='shop/production/web: it ends, at least since 2026-11-26T10:00:00Z')
    first = FILTERS['report_text'](report(verdict=verdict, before={})).splitlines()[0]
    assert first.count('2026-11-26T10:00:00Z') == 1 and 'at least since 2026' in first, first


def recorded(points, limit=None, name='web'):
    """An application as dokploy_monitoring_info returns it, whose memory was so many at each second; None is where samples are missing."""
    series = [{'at': '2026-11-24T12:%02d:%02dZ' % divmod(second, 60), 'value': value} for second, value in points]
    return [{'name': name, 'limits': {'memory': limit, 'cpu': None}, 'containers': [], 'recorded': {'memory': {'series': series}, 'cpu': {'series': []}}}]


def test_curve_against_its_limit():
    text = FILTERS['report_html'](report(usage=recorded([(0, 16 * MIB), (2, 32 * MIB), (4, 8 * MIB), (4, None), (60, 20 * MIB), (62, 30 * MIB)], 64 * MIB)))
    drawings = [tree.fromstring('<svg' + one.partition('</svg>')[0] + '</svg>') for one in text.split('<svg')[1:]]
    drawing, = [one for one in drawings if one.findall(SVG + 'polyline')]
    lines = [[tuple(map(float, point.split(','))) for point in one.attrib['points'].split()] for one in drawing.findall(SVG + 'polyline')]
    assert [len(line) for line in lines] == [3, 2]            # broken where samples are missing
    box = {key: float(value) for key, value in drawing.find(SVG + 'rect').attrib.items() if key != 'class'}
    heights = [y for line in lines for dummy, y in line]
    limit = drawing.find(SVG + 'line').attrib
    assert limit['y1'] == limit['y2'] and box['y'] < float(limit['y1']) < min(heights)       # all of it is below the limit
    floor = box['y'] + box['height']
    assert (floor - lines[0][1][1]) / (floor - float(limit['y1'])) == pytest.approx(0.5, abs=0.01)     # 32 of 64 MiB
    assert lines[0][0][0] == box['x'] and lines[-1][-1][0] == box['x'] + box['width']
    assert drawing.attrib['role'] == 'img'
    assert drawing.attrib['aria-label'] == (
        'memory of web, as recorded, from 2026-11-24T12:00:00Z to 2026-11-24T12:01:02Z: maximum 32.0 MiB at 2026-11-24T12:00:02Z, limit 64.0 MiB; '
        'samples are missing in 1 place')
    words = [one.text for one in drawing.findall(SVG + 'text')]
    assert words == ['64.0 MiB', '0', 'maximum 32.0 MiB, limit 64.0 MiB', '2026-11-24T12:00:00Z', '2026-11-24T12:01:02Z']


def test_curve_without_a_limit_and_of_one_point():
    one, = make_curves(recorded([(0, MIB), (2, 3 * MIB)]))
    assert one['limit'] is None and one['limit_text'] == 'no limit' and one['top_text'] == '3.0 MiB'
    one, = make_curves(recorded([(0, MIB)], 64 * MIB))
    assert one['lines'] == [] and len(one['dots']) == 1
    one, = make_curves(recorded([(0, 0)]))
    assert one['most_text'] == 'maximum 0 B'
    assert 'circle' in Page(FILTERS['report_html'](report(usage=recorded([(0, MIB)], 64 * MIB)))).elements


@pytest.mark.parametrize('usage', [
    recorded([]), recorded([(0, None)]), [{'name': 'web', 'recorded': None}], [{'name': 'web', 'recorded': {'memory': {'series': 'x'}}}],
    recorded([(0, '12'), (1, True), (2, -1), (3, float('nan')), (4, float('inf'))]), [{'recorded': {'memory': {'series': [None, {'at': 'x', 'value': 1}]}}}],
])
def test_nothing_is_drawn_of_nothing(usage):
    assert make_curves(usage) == []
    assert not Page(FILTERS['report_html'](report(usage=usage))).elements & {'polyline', 'circle'}


def test_curves_are_short_and_inert():
    usage = recorded([(second % 3600, second) for second in range(3600)] * 3, 64 * MIB, name='web ' + EVIL)
    usage[0]['limits']['memory'] = '"><script>'
    text = FILTERS['report_html'](report(usage=usage))
    page = Page(text)
    assert page.elements >= {'svg', 'polyline'} and not page.elements & {'script', 'img', 'a'}
    assert not any(name.startswith('on') for name in page.attributes)
    assert '<script>alert(1)</script> {{ 7*7 }}' in ''.join(page.text)
    assert len(text) < len(FILTERS['report_html'](report())) + 16 * MOST_POINTS + 4000


def test_markdown_is_short_and_escaped():
    long = dict(report()['findings'][0], evidence=[{'kind': 'container_log', 'text': 'line of a log\n' * 3000}])
    text = FILTERS['report_markdown'](report(findings=[long] * 12, timeline=[{'at': 'x', 'what': 'y' * 500}] * 200))
    assert len(text.encode()) < MOST_MARKDOWN and text.startswith('# BROKEN: shop/production/web')
    cut = FILTERS['report_markdown'](report(findings=[dict(long, seen='é' * 9000)] * 12))
    assert len(cut.encode()) < MOST_MARKDOWN and 'The rest was cut' in cut
    text = FILTERS['report_markdown'](evil(report()))
    outside, inside = [], False
    for line in text.splitlines():
        if line.startswith('```'):
            inside = not inside
        elif not inside:
            outside.append(line)
    shown = '\n'.join(outside)
    assert '<script' not in shown and '<img' not in shown and '[x](' not in shown
    assert '&lt;script&gt;' in shown


def test_a_fence_cannot_be_closed():
    finding = dict(report()['findings'][0], evidence=[{'kind': 'log', 'text': '```\n# not a title\n````'}])
    text = FILTERS['report_markdown'](report(findings=[finding], next_command=''))
    assert '`````text\n```\n# not a title\n````\n`````' in text


@pytest.mark.parametrize('state', ['broken', 'warning', 'healthy', 'unknown', 'starting', 'stopped', 'never_deployed', 'x" onload="y'])
def test_each_state_has_words(state):
    text = FILTERS['report_html'](report(verdict={'state': state, 'application': 'a', 'text': 'a: b'}))
    assert 'onload="' not in text


@pytest.mark.parametrize('name', sorted(FILTERS))
def test_what_a_repair_ended_stays_with_its_evidence(name):
    """After a repair the report said that all is well, and nothing of what had been wrong."""
    healed = report(
        verdict={'application': 'shop/production/web', 'state': 'healthy', 'text': 'shop/production/web: no problems found', 'since': ''}, findings=[])
    text = FILTERS[name](healed)
    assert 'Found before the repair' in text and 'it crashes' in text
    if name != 'report_text':
        assert 'fatal: configuration is missing' in text and 'Read the log' in text


@pytest.mark.parametrize('name', sorted(FILTERS))
def test_server_version_and_operator_are_named(name):
    text = FILTERS[name](report(server={'url': 'https://dokploy.example.org', 'version': '0.30.2'}, operator='jane'))
    for words in ('https://dokploy.example.org', '0.30.2', 'jane', '2026-11-24T03:00:00Z'):
        assert words in text.replace('\\', ''), words


def test_the_log_that_the_advice_tells_to_read_is_open():
    finding = dict(report()['findings'][0], evidence=[
        {'kind': 'task', 'text': 'x'}, {'kind': 'container_log', 'text': 'y'}, {'kind': 'listening', 'text': 'z'}])
    text = FILTERS['report_html'](report(findings=[finding]))
    assert text.count('<details open>') == 2 and text.count('<details >') == 1


def test_a_saved_limit_gets_a_bar_and_no_limit_gets_none():
    usage = [{'name': 'web', 'limits': {'memory': None, 'cpu': None, 'saved': {'memory': 256 * MIB, 'cpu': None}}, 'containers': [
        {'name': 'web.1', 'memory': {'text': '64.0 MiB', 'used': 64 * MIB, 'percent': None, 'limit': None},
         'cpu': {'text': '0.1 cores', 'used': 0.1, 'percent': None, 'limit': None}}]}, {'name': 'empty', 'containers': [], 'recorded': None}]
    rows = make_bars(usage)
    assert [(one['width'], one['limited'], one['text']) for one in rows] == [
        (75.0, True, '64.0 MiB (of the saved limit)'), (0, False, '0.1 cores (no limit)')]
