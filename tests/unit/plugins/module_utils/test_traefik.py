# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Traefik's files: read, written, compared, merged, masked."""

from __future__ import annotations

import sys
import time

import pytest
import yaml

from ansible_collections.community.dokploy.plugins.module_utils._common.masking import Masker
from ansible_collections.community.dokploy.plugins.module_utils._traefik.document import (
    MAX_BYTES, UnsupportedScalar, parse_scalar, read_document, write_yaml)
from ansible_collections.community.dokploy.plugins.module_utils._traefik.directory_check import DirectoryCheck, check_directory
from ansible_collections.community.dokploy.plugins.module_utils._traefik.directory_index import DirectoryIndex
from ansible_collections.community.dokploy.plugins.module_utils._traefik.go_values import parse_duration
from ansible_collections.community.dokploy.plugins.module_utils._traefik.masking import list_secrets, mask_config
from ansible_collections.community.dokploy.plugins.module_utils._traefik.merge import merge_config, remove_named
from ansible_collections.community.dokploy.plugins.module_utils._traefik.routing_check import check_routing, list_targets
from ansible_collections.community.dokploy.plugins.module_utils._traefik.rules import read_rule
from ansible_collections.community.dokploy.plugins.module_utils._traefik.static_config import StaticConfig
from ansible_collections.community.dokploy.plugins.module_utils._traefik.values import is_equivalent_config

CANARY = 'c4nary-9f2e'


def data(text):
    document = read_document(text)
    assert document.readable, [one.text() for one in document.findings]
    return document.data


@pytest.mark.parametrize('text, value', [
    ('true', True), ('yes', 'yes'), ('on', 'on'), ('~', None), ('', None), ('12', 12), ('-3', -3), ('0x1F', 31), ('0o17', 15), ('017', 15),
    ('0b11', 3), ('1_000', 1000), ('08', 8.0), ('1.5', 1.5), ('1e3', 1000.0), ('.5', 0.5), ('12:30:45', '12:30:45'), ('1.2.3', '1.2.3'), ('-', '-'), ('a', 'a'),
    ('0x', '0x'), ('+7', 7),
])
def test_plain_scalars(text, value):
    assert parse_scalar(text) == value and type(parse_scalar(text)) is type(value)


@pytest.mark.parametrize('text', ['2001-01-01', '2001-12-14t21:59:43.10-05:00', '.inf', '-.Inf', '.NaN'])
def test_what_the_decoder_does_not_take(text):
    assert isinstance(parse_scalar(text), UnsupportedScalar)


@pytest.mark.parametrize('value', ['yes', 'no', 'on', '012', '0o17', '1e3', '12:30', '2001-01-01', 'true', 'null', '~', '', ' x', 'a: b', '# c', '* x', '@a',
                                   'a\nb', 'a\tb', '-', '- a', '1_000', '=', '<<', '!x', '&x', '"q"', "it's", '\u2028', '\u00fc', 'Host(`a`) && Path(`/b`)'])
def test_a_text_that_is_written_is_read_as_the_same_text(value):
    text = write_yaml({'http': {'routers': {'r': {'rule': value}}}})
    assert data(text)['http']['routers']['r']['rule'] == value
    assert yaml.safe_load(text)['http']['routers']['r']['rule'] == value


def test_a_document_of_nothing_is_an_empty_text():
    assert write_yaml({}) == '' and data('') == {} and data('# only a comment\n') == {}


@pytest.mark.parametrize('text, code, line', [
    ('a: [1,\n  b: {\n', 'yaml', None),
    ('http:\n  a: %s\n  a: 2\n' % CANARY, 'duplicate_key', 3),
    ('http: "%s\n' % CANARY, 'yaml', None),
    ('http: {users: [%s:%s' % (CANARY, CANARY), 'yaml', None),
    ('http: *%s\n' % CANARY, 'yaml', 1),
    ('http: !%s x\n' % CANARY, 'tag', 1),
    ('http:\n  - %s\n  b: 1\n' % CANARY, 'yaml', 3),
    ('a: &a [*a]\n', 'recursive_alias', 1),
    ('a: 1\n\x00%s\n' % CANARY, 'yaml', None),
    pytest.param('x: ' + '[' * 3000, 'too_deep', None, id='brackets'),
    ('a: "%s"\n' % ('x' * MAX_BYTES), 'too_large', None),
])
@pytest.mark.parametrize('libyaml', [True, False])
def test_what_cannot_be_read_is_said_without_the_text(text, code, line, libyaml, monkeypatch):
    if not libyaml and hasattr(yaml, 'CSafeLoader'):
        monkeypatch.delattr(yaml, 'CSafeLoader')
    document = read_document(text)
    assert document.data is None
    found = document.findings[0]
    assert found.code == code or (code == 'too_deep' and found.code == 'yaml'), found.text()
    assert found.refuses and CANARY not in found.text() and CANARY not in str(found.as_dict())
    assert line is None or found.line == line


def test_aliases_that_multiply_are_refused_soon():
    lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    lines += ['a%d: &a%d [%s]' % (n, n, ', '.join(['*a%d' % (n - 1)] * 10)) for n in range(1, 12)]
    begin = time.monotonic()
    document = read_document('\n'.join(lines))
    assert [one.code for one in document.findings] == ['too_many_nodes'] and time.monotonic() - begin < 10


@pytest.mark.parametrize('text', ['http: {routers:, services:}\n', 'http:\n---\nhttp: [\n'])
def test_what_traefik_may_read_does_not_stop_the_directory(text):
    """Seen with a real Traefik: its YAML library reads these, and PyYAML does not."""
    assert {one.severity for one in check_directory({'a.yml': text})} <= {'limit'}


def test_findings_have_a_file_a_path_and_a_line():
    found = check_directory({'shop.yml': 'http:\n  routers:\n    r:\n      rule: Host(`a`)\n      servic: x\n'})
    assert [one.as_dict() for one in found if one.refuses][0] == {
        'code': 'unknown_key', 'severity': 'stops_directory', 'message': 'Traefik knows no key servic here', 'path': 'http.routers.r.servic',
        'file': 'shop.yml', 'line': 5}
    assert found[0].text() == 'shop.yml, line 5, http.routers.r.servic: Traefik knows no key servic here'


def test_no_finding_holds_a_value():
    secret = "`%s`" % CANARY
    text = write_yaml({'http': {
        'routers': {'r': {'rule': 'Header(%s, %s) && HeaderRegexp(`X`, `(%s`) && Nothing(%s' % (secret, secret, CANARY, secret), 'priority': CANARY,
                          'tls': CANARY, 'service': 's', 'middlewares': ['m', 'n', 'o', 'p']}},
        'services': {'s': {'loadBalancer': {'servers': [{'url': 'http://user:%s@ho st:%s' % (CANARY, CANARY)}, {'weight': CANARY}]}}},
        'middlewares': {'m': {'basicAuth': {'users': [CANARY]}}, 'n': {'headers': {'customRequestHeaders': {'X': [CANARY]}, 'stsSeconds': CANARY}},
                        'o': {'circuitBreaker': {'expression': '%s(' % CANARY}}, 'p': {'ipAllowList': {'sourceRange': [CANARY]}}},
    }})
    for one in check_directory({'a.yml': text}) + check_routing({'a.yml': text}, 'a', ['h']):
        assert CANARY not in one.text(), one.text()
    for broken in ('Header(`a`, `%s' % CANARY, 'Header(`a`, `b`) %s' % CANARY, 'Header("a", "%s\\q")' % CANARY):
        assert CANARY not in read_rule(broken).fault


@pytest.mark.parametrize('left, right, equal', [
    ('http: {routers: {r: {rule: a, middlewares: []}}}', 'http: {routers: {r: {rule: a}}}', True),
    ('http: {routers: {r: {rule: a, priority: 7}}}', 'http: {routers: {r: {Rule: "a", priority: "7"}}}', True),
    ('http: {routers: {r: {rule: a, tls: true}}}', 'http: {routers: {r: {rule: a, tls: {}}}}', True),
    ('http: {routers: {r: {rule: a, tls: {}}}}', 'http: {routers: {r: {rule: a}}}', False),
    ('http: {routers: {r: {entryPoints: "web,websecure"}}}', 'http: {routers: {r: {entryPoints: [web, websecure]}}}', True),
    ('http: {routers: {r: {middlewares: [a, b]}}}', 'http: {routers: {r: {middlewares: [b, a]}}}', False),
    ('http: {middlewares: {m: {rateLimit: {period: 60}}}}', 'http: {middlewares: {m: {rateLimit: {period: 1m}}}}', True),
    ('http: {middlewares: {m: {headers: {stsPreload: 1}}}}', 'http: {middlewares: {m: {headers: {stsPreload: true}}}}', True),
    ('http: {middlewares: {m: {headers: {customRequestHeaders: {X: 1}}}}}', 'http: {middlewares: {m: {headers: {customRequestHeaders: {X: "1"}}}}}', True),
    ('http: {middlewares: {m: {plugin: {p: {A: 1}}}}}', 'http: {middlewares: {m: {plugin: {p: {a: 1}}}}}', False),
    ('http: {routers: {R: {rule: a}}}', 'http: {routers: {r: {rule: a}}}', False),
    ('# one\nhttp: {services: ~}', 'http:\n', False),
])
def test_texts_are_compared_by_meaning(left, right, equal):
    assert is_equivalent_config(data(left), data(right)) is equal


def test_merging_replaces_what_is_named_whole_and_keeps_the_rest():
    current = data('http: {routers: {a: {rule: x, service: s, priority: 3}, b: {rule: y}}, services: {s: {loadBalancer: {}}}}\nother: 1\n')
    wanted = data('HTTP: {routers: {a: {rule: z, service: t}, c: {rule: w}}, middlewares: {m: {addPrefix: {prefix: /a}}}}\n'
                  'tls: {certificates: [{certFile: f}]}\n')
    merged = merge_config(current, wanted)
    assert merged == {
        'http': {'routers': {'a': {'rule': 'z', 'service': 't'}, 'b': {'rule': 'y'}, 'c': {'rule': 'w'}}, 'services': {'s': {'loadBalancer': {}}},
                 'middlewares': {'m': {'addPrefix': {'prefix': '/a'}}}},
        'other': 1, 'tls': {'certificates': [{'certFile': 'f'}]}}
    assert merge_config(merged, wanted) == merged and current['http']['routers']['a']['rule'] == 'x'


@pytest.mark.parametrize('names, left, gone', [
    (['a'], {'http': {'routers': {'b': {}}, 'services': {'s': {}}}}, ['a']),
    (['a', 'b'], {'http': {'services': {'s': {}}}}, ['a', 'b']),
    (['x'], {'http': {'routers': {'a': {}, 'b': {}}, 'services': {'s': {}}}}, []),
])
def test_removing_leaves_no_empty_map(names, left, gone):
    current = {'http': {'routers': {'a': {}, 'b': {}}, 'services': {'s': {}}}}
    assert remove_named(current, 'http', 'routers', names) == (left, gone)


def test_the_last_of_all_leaves_nothing():
    assert remove_named({'http': {'routers': {'a': {}}}}, 'http', 'routers', ['a']) == ({}, ['a'])


SECRETS = """
http:
  routers:
    r: {rule: 'Host(`a`) && Header(`X-Key`, `CANARY-1`)', service: s}
  services:
    s: {loadBalancer: {healthCheck: {headers: {Authorization: CANARY-2}}, servers: [{url: 'http://s:80'}]}}
  middlewares:
    auth: {basicAuth: {users: ['admin:CANARY-3'], realm: shop}}
    head: {headers: {customRequestHeaders: {X-Token: CANARY-4}, frameDeny: true}}
    plug: {plugin: {p: {secret: CANARY-5, deep: {list: [CANARY-6]}}}}
    limit: {rateLimit: {average: 1, redis: {password: CANARY-7}}}
tls:
  certificates: [{certFile: /c.pem, keyFile: CANARY-8}]
"""


def test_secrets_are_hidden_and_the_rest_is_shown():
    one, other = data(SECRETS), data(SECRETS.replace('CANARY-3', 'CANARY-9').replace('CANARY-1`', 'CANARY-0`'))
    shown = mask_config(one)
    assert 'CANARY' not in str(shown) and 'changed' not in str(shown)
    assert shown['http']['middlewares']['auth']['basicAuth'] == {'users': '(hidden)', 'realm': 'shop'}
    assert shown['http']['middlewares']['head']['headers'] == {'customRequestHeaders': {'X-Token': '(hidden)'}, 'frameDeny': True}
    assert shown['http']['routers']['r']['rule'] == 'Host(`a`) && Header(`X-Key`, `(hidden)`)'
    after = mask_config(other, one)
    assert str(after).count('(hidden, changed)') == 2 and 'CANARY' not in str(after)
    assert sorted(text for dummy, text in list_secrets(one) if text.startswith('CANARY')) == ['CANARY-%d' % number for number in range(1, 9)]


@pytest.mark.parametrize('path, text, shown', [
    ('http.services.s.loadBalancer.servers.0.url', 'http://admin:CANARY@s:80/x', 'http://(hidden)@s:80/x'),
    ('http.services.s.loadBalancer.servers.0.url', 'http://CANARY@s:80', 'http://(hidden)@s:80'),
    ('http.services.s.loadBalancer.servers.0.url', 'http://u:CANARY,CANARY@s', 'http://(hidden)@s'),
    ('http.services.s.loadBalancer.servers.0.url', 'http://s:80/x?token=CANARY', 'http://s:80/x?(hidden)'),
    ('http.services.s.loadBalancer.servers.0.url', 'http://s:80/x', 'http://s:80/x'),
    ('http.services.s.loadBalancer.healthCheck.path', '/health?key=CANARY', '/health?(hidden)'),
    ('http.services.s.loadBalancer.healthCheck.path', '/health', '/health'),
    ('tcp.services.s.loadBalancer.healthCheck.send', 'AUTH CANARY', '(hidden)'),
    ('http.middlewares.m.forwardAuth.address', 'https://u:CANARY@auth/?k=CANARY#x', 'https://(hidden)@auth/?(hidden)'),
    ('http.middlewares.m.errors.query', '/{status}.html?k=CANARY', '/{status}.html?(hidden)'),
    ('http.middlewares.m.redirectRegex.replacement', 'https://u:CANARY@x/$1?k=CANARY', 'https://(hidden)@x/$1?(hidden)'),
    ('http.middlewares.m.redirectRegex.regex', '^https?://a/(?:b)?', '^https?://a/(?:b)?'),
    ('http.middlewares.m.replacePath.path', '/x?k=CANARY', '/x?(hidden)'),
    ('http.middlewares.m.headers.contentSecurityPolicy', "report-uri https://r/?k=CANARY; default-src 'none'",
     "report-uri https://r/?(hidden) default-src 'none'"),
    ('http.middlewares.m.headers.accessControlAllowOriginList.0', 'https://u:CANARY@o', 'https://(hidden)@o'),
    ('http.middlewares.m.rateLimit.redis.endpoints.0', 'redis://:CANARY@r:6379', 'redis://(hidden)@r:6379'),
    ('http.routers.r.rule', 'Host(`a`) && Query(`token`, `CANARY`)', 'Host(`a`) && Query(`token`, `(hidden)`)'),
    ('http.routers.r.rule', 'queryregexp("token", "CANARY") || Path(`/b`)', 'queryregexp("token", "(hidden)") || Path(`/b`)'),
    ('http.routers.r.rule', 'Header /* of */ (`X-Key` /* is */ , `CANARY`) && Host(`a`)', 'Header /* of */ (`X-Key` /* is */ , `(hidden)`) && Host(`a`)'),
    ('http.routers.r.rule', '(Host(`a`) && !HeaderRegexp(`X`, `CANARY`))', '(Host(`a`) && !HeaderRegexp(`X`, `(hidden)`))'),
    ('http.routers.r.rule', 'HeadersRegexp(`X`, `CANARY`) && Query(`token=CANARY`, `b=CANARY`)',
     'HeadersRegexp(`X`, `(hidden)`) && Query(`token=(hidden)`, `(hidden)`)'),
    ('http.routers.r.rule', 'Header(`X`, `CANARY', '(hidden)'),
    ('http.routers.r.rule', 'Host(`a`) && PathPrefix(`/b`) && Query(`q`)', 'Host(`a`) && PathPrefix(`/b`) && Query(`q`)'),
])
def test_secret_parts_of_urls_and_rules_are_hidden(path, text, shown):
    def build(value):
        for part in reversed(path.split('.')):
            value = [value] if part == '0' else {part: value}
        return value

    def find(value):
        for part in path.split('.'):
            value = value[0] if part == '0' else value[part]
        return value

    assert find(mask_config(build(text))) == shown
    assert find(mask_config(build(text), build(text))) == shown
    assert find(mask_config(build(text), build(text.replace('CANARY', 'OTHER')))) == shown.replace('(hidden)', '(hidden, changed)')
    assert 'CANARY' not in write_yaml(mask_config(build(text), {}))
    masker, parts = Masker(), list_secrets(build(text.replace('CANARY', CANARY)))
    for key, secret in parts:
        masker.add_secret(secret, key)
    assert bool(parts) is ('CANARY' in text)
    assert not [secret for dummy, secret in parts if CANARY in masker.mask_text('seen: ' + secret)]


def test_hiding_takes_linear_time():
    """A million characters of what each pattern looks for."""
    begin = time.process_time()
    for text in ('://' * 350000, '://a@' * 200000, 'http://' * 150000 + '?', '?' * 1000000, 'a' * 1000000, '@' * 1000000, ' ' * 1000000, '://' + ':' * 1000000):
        mask_config({'http': {'services': {'s': {'loadBalancer': {'servers': [{'url': text}]}}}}})
        mask_config({'http': {'routers': {'r': {'rule': 'Header(`a`, `%s`)' % text}, 'q': {'rule': 'Header(' * 1000 + text}}}})
    assert time.process_time() - begin < 60


def test_a_harmless_word_in_a_header_is_masked_beside_its_name_alone():
    masker = Masker()
    for key, text in list_secrets({'http': {'middlewares': {'head': {'headers': {'customRequestHeaders': {
            'X-From': 'home', 'X-Forwarded-Proto': 'https', 'Authorization': 'Bearer 4bC-d3F'}}}}}}):
        masker.add_secret(text, key)
    assert masker.mask_text('https://home.example.com of shop/home') == 'https://home.example.com of shop/home'
    assert masker.mask_text('X-From: home, Bearer 4bC-d3F') == 'X-From: ********, ********'


def test_what_no_file_has_is_hidden_too():
    assert mask_config(data('note: CANARY\nhttp: {oops: {users: [CANARY]}}\n')) == {'note': '(hidden)', 'http': {'oops': '(hidden)'}}


@pytest.mark.parametrize('text, value', [
    ('30s', 30 * 10 ** 9), ('1h2m', 3720 * 10 ** 9), ('100ms', 10 ** 8), ('5', 5 * 10 ** 9), ('-1s', -10 ** 9), ('1.5s', 1500 * 10 ** 6), ('0', 0),
    ('1d', None),
    ('', None), ('s', None), ('1 s', None),
])
def test_durations(text, value):
    assert parse_duration(text) == value


# The way in

def app(name, host='a.test', target=None, entry='web', tls='', number=1):
    return ('http:\n  routers:\n    %s-router-%d: {rule: "Host(`%s`)", service: %s-service-%d, middlewares: [], entryPoints: [%s]%s}\n'
            '  services:\n    %s-service-%d: {loadBalancer: {servers: [{url: "http://%s:80"}], passHostHeader: true}}\n' % (
                name, number, host, name, number, entry, tls, name, number, target or name))


@pytest.mark.parametrize('files, hosts, codes', [
    ({'shop.yml': app('shop')}, ['a.test'], []),
    ({'shop.yml': app('shop'), 'other.yml': 'http: {}\n'}, ['a.test'], ['empty_map']),
    ({'shop.yml': app('shop'), 'other.yml': app('other', 'b.test').replace('Host(`b.test`)', 'Host(')}, ['a.test'], []),
    ({'shop.yml': app('shop', target='other')}, ['a.test'], ['other_target']),
    ({'shop.yml': app('shop'), 'other.yml': app('other')}, ['a.test'], ['other_target', 'same_rule']),
    ({'shop.yml': app('shop'), 'other.yml': app('other').replace('Host(`a.test`)', "Host('A.test')".replace("'", '`') + ' ')}, ['a.test'],
     ['other_target', 'same_rule']),
    ({'shop.yml': app('shop', entry='websecure')}, ['a.test'], ['no_certificate']),
    ({'shop.yml': app('shop', entry='websecure', tls=', tls: {certResolver: letsencrypt}')}, ['a.test'], []),
    ({}, ['a.test'], ['no_router']),
    ({'shop.yml': app('shop', host='b.test')}, ['a.test'], ['no_router']),
    ({'shop.yml': app('shop', host='A.Test')}, ['a.test'], []),
    ({'shop.yml': app('shop', host='a.test.')}, ['a.test'], []),
    ({'shop.yml': app('shop', host='xn--strae-oqa.test')}, ['Straße.test'], []),      # Dokploy writes the xn-- form into Traefik's file
    ({'shop.yml': app('shop'), 'other.yml': app('other', host='a.test.')}, ['a.test'], ['other_target', 'same_rule']),
])
def test_the_way_in(files, hosts, codes):
    assert sorted(one.code for one in check_routing(files, 'shop', hosts, ports=[80])) == sorted(codes)


def test_what_traefiks_own_configuration_says_counts():
    static = StaticConfig.from_text('entryPoints: {web: {address: ":80"}, websecure: {address: ":443", http: {tls: {certResolver: letsencrypt}}}}\n')
    assert (static.entry_points, static.resolvers, static.with_tls) == (('web', 'websecure'), (), ('websecure',))
    assert not check_routing({'shop.yml': app('shop', entry='websecure')}, 'shop', ['a.test'], static=static)
    assert [one.code for one in check_directory({'a.yml': app('shop', entry='nowhere')}, static)] == ['missing_entry_point']
    for unreadable in (None, '', 'a: [', 'entryPoints: 5'):
        assert StaticConfig.from_text(unreadable).entry_points is None


def test_what_may_be_in_a_file_that_is_not_known_is_not_missing():
    text = 'http: {routers: {r: {rule: "Host(`a`)", service: s, middlewares: [m], tls: {options: o}}}}\n'
    assert {one.code for one in check_directory({'a.yml': text})} == {'missing_service', 'missing_middleware', 'missing_tls_options'}
    assert not check_directory({'a.yml': text}, whole=False)


def test_another_port():
    assert [one.code for one in check_routing({'shop.yml': app('shop')}, 'shop', ['a.test'], ports=[8080])] == ['other_port']


def test_targets_are_followed_through_services():
    index = DirectoryIndex({'a.yml': 'http:\n  routers: {r: {rule: "Host(`a`)", service: w}}\n  services:\n'
                                  '    w: {weighted: {services: [{name: x}, {name: y@file}]}}\n'
                                  '    x: {loadBalancer: {servers: [{url: "http://x:1"}]}}\n    y: {failover: {service: x, fallback: w}}\n'})
    assert list_targets(index, 'w') == ['http://x:1']
    assert [name for dummy, name, dummy2 in index.list_routers('A')] == ['r']


@pytest.mark.parametrize('broken, owner', [('other.yml', 'other'), ('shop.yml', 'application')])
def test_a_broken_file_is_its_owners(broken, owner):
    files = {'shop.yml': app('shop'), 'other.yml': app('other', 'b.test'), broken: 'http: {}\n'}
    found = [one for one in check_routing(files, 'shop', ['a.test'], ports=[80]) if one.severity == 'stops_directory']
    assert [(one.code, one.file, one.owner) for one in found] == [('empty_map', broken, owner)]


@pytest.mark.parametrize('url', ['http://shop:7070@shop:80', 'http://user:7070@shop:80/x', 'http://shop', 'http://tasks.shop:80/a:b'])
def test_the_user_of_a_url_is_no_host(url):
    found = check_routing({'shop.yml': app('shop').replace('http://shop:80', url)}, 'shop', ['a.test'], ports=[80])
    assert not [one.text() for one in found if one.code in ('other_target', 'other_port')]


# Texts that are large or deep

DEEP = 5000


def middlewares(kind):
    return write_yaml({'http': {'routers': {'r': {'rule': 'Host(`a`)', 'service': 'noop@internal', 'middlewares': ['m']}}, 'middlewares': {'m': kind}}})


def rule(text):
    return write_yaml({'http': {'routers': {'r': {'rule': text, 'service': 'noop@internal'}}}})


@pytest.mark.parametrize('text, codes', [
    (rule('(' * DEEP + 'Host(`a`)' + ')' * DEEP), ['too_deep']),
    (rule('!' * DEEP + 'Host(`a`)'), ['too_deep']),
    (rule('Host(' * DEEP), ['too_deep']),
    (rule('(' * 90 + 'Host(`a`)' + ')' * 90), []),
    (rule(' && '.join(['Host(`a`)'] * DEEP)), []),
    (rule(' || '.join(['Host(`a`) && Path(`/b`)'] * DEEP)), []),
    (rule(' == '.join(['Host(`a`)'] * DEEP)), ['rule']),
    (rule('PathRegexp(`%sa%s`)' % ('(' * DEEP, ')' * DEEP)), ['rule']),
    (rule('PathRegexp(`%sa%s`)' % ('(' * 900, ')' * 900)), []),
    (rule('PathRegexp(`a{%s}`)' % ('9' * DEEP)), ['rule']),
    (rule('Host(%s)' % ('9' * DEEP)), ['rule']),
    (middlewares({'circuitBreaker': {'expression': '(' * DEEP + 'NetworkErrorRatio() > 0.5' + ')' * DEEP}}), ['too_deep']),
    (middlewares({'circuitBreaker': {'expression': ' || '.join(['NetworkErrorRatio() > 0.5'] * DEEP)}}), []),
    (middlewares({'rateLimit': {'average': '9' * DEEP}}), ['type']),
    (middlewares({'rateLimit': {'average': 1, 'period': '9' * DEEP + 's'}}), ['type']),
    ('http: {middlewares: {m: {plugin: {p: %s1%s}}}}\n' % ('{a: ' * 300, '}' * 300), ['too_deep']),
    ('http: {middlewares: {m: {plugin: {p: %s}}}}\n' % ('[' * 300 + ']' * 300), ['too_deep']),
    ('[' * 400000, None), ('{a: ' * 100000, None), ('- ' * 400000, None),
], ids=lambda value: value[-24:] if isinstance(value, str) else str(value))
def test_depth_is_a_finding(text, codes):
    found = check_directory({'a.yml': text})
    assert codes is None and found or codes is not None and [one.code for one in found if one.refuses] == codes
    assert [one.severity for one in found if one.code == 'too_deep'] == ['limit'] * (codes or []).count('too_deep') or codes is None
    check_routing({'a.yml': text}, 'shop', ['a'])


@pytest.mark.parametrize('last, code', [('noop@internal', None), ('nowhere', 'middleware'), ('m0', 'middleware')])
def test_a_long_chain_of_references_is_followed(last, code):
    chain = {'m%d' % n: {'chain': {'middlewares': ['m%d' % (n + 1)]}} for n in range(1500)}
    chain['m1500'] = {'addPrefix': {'prefix': '/a'}} if code is None else {'chain': {'middlewares': [last]}}
    text = write_yaml({'http': {'routers': {'r': {'rule': 'Host(`a`)', 'service': 'noop@internal', 'middlewares': ['m0']}}, 'middlewares': chain}})
    assert [one.code for one in check_directory({'a.yml': text}) if one.refuses] == ([code] if code else [])


def test_services_that_share_services_are_followed_once():
    services = {'s%d' % n: {'weighted': {'services': [{'name': 's%d' % (n + 1)}, {'name': 's%d' % (n + 1)}]}} for n in range(60)}
    services['s60'] = {'loadBalancer': {'servers': [{'url': 'http://x:1'}]}}
    assert list_targets(DirectoryIndex({'a.yml': write_yaml({'http': {'services': services}})}), 's0') == ['http://x:1']


def calls_of(function):
    """How many Python functions are called: the same on every machine."""
    count = [0]

    def note(dummy, event, dummy2):
        count[0] += event == 'call'

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count[0]


def routers(number):
    """A directory of so many applications, each with its file."""
    return {'app-%d.yml' % n: app('app-%d' % n, 'app-%d.test' % n) for n in range(number)}


def test_the_check_is_linear_in_the_number_of_routers(report_line):
    files = {number: {name: read_document(text) for name, text in routers(number).items()} for number in (50, 200)}
    few, many = (calls_of(lambda number=number: check_directory(files[number])) for number in (50, 200))
    report_line('Traefik check: %d calls for each router of 50, %d of 200' % (few // 50, many // 200))
    assert many < few * 4.2


def test_the_routing_of_all_applications_is_linear(report_line):
    def check_all(number):
        check = DirectoryCheck(DirectoryIndex(routers(number)))
        for n in range(number):
            assert not check_routing(check, 'app-%d' % n, ['app-%d.test' % n], ports=[80])

    few, many = calls_of(lambda: check_all(50)), calls_of(lambda: check_all(200))
    report_line('Traefik routing: %d calls for each of 50 applications, %d of 200' % (few // 50, many // 200))
    assert many < few * 4.2
