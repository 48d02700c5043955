# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts for Traefik's directory, and what our check says of each; a real Traefik is the judge (tests/unit/test_traefik_judge.py).

A row is (expected, text). expected is the codes that must be among the findings that refuse, all of one severity, or "" where the text is
let pass, or "warn CODE" where it is let pass with a warning.
"""

from __future__ import annotations

BACKEND = """
  services:
    s:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:9
"""


def rule(text):
    """A router with that rule, and a service."""
    return "http:\n  routers:\n    r:\n      rule: %s\n      service: s\n%s" % (text if text[:1] in "'\"|>" else _quoted(text), BACKEND.lstrip("\n"))


def _quoted(text):
    return "'%s'" % text.replace("'", "''")


def router(lines):
    """A router with a rule and a service, and more lines of YAML in flow form."""
    return "http:\n  routers:\n    r: {rule: 'Host(`a.test`)', service: s, %s}\n%s" % (lines, BACKEND.lstrip("\n"))


def middleware(kind):
    """A router that uses a middleware, given in flow form."""
    return router("middlewares: [m]") + "  middlewares:\n    m: {%s}\n" % kind


def service(kind, more=""):
    """A router of a service given in flow form; more services after it."""
    return "http:\n  routers:\n    r: {rule: 'Host(`a.test`)', service: x}\n%s    x: {%s}\n%s" % (BACKEND.lstrip("\n"), kind, more)


def tcp(router_line, service_line="loadBalancer: {servers: [{address: '127.0.0.1:9'}]}", more=""):
    """A TCP router and its service in flow form."""
    return "tcp:\n  routers:\n    r: {entryPoints: [tcp], %s}\n  services:\n    s: {%s}\n%s" % (router_line, service_line, more)


def udp(router_line, service_line="loadBalancer: {servers: [{address: '127.0.0.1:9'}]}"):
    """A UDP router and its service in flow form."""
    return "udp:\n  routers:\n    r: {entryPoints: [udp], %s}\n  services:\n    s: {%s}\n" % (router_line, service_line)


LB = "loadBalancer: {servers: [{url: 'http://127.0.0.1:9'}]}"
SICK = "    y: {loadBalancer: {healthCheck: {path: /h, interval: 60s}, servers: [{url: 'http://127.0.0.1:9'}]}}\n"

TEXTS = {
    # YAML
    "empty": ("", ""),
    "comment only": ("", "# nothing\n"),
    "null": ("", "null\n"),
    "a list": ("no_mapping", "- a\n- b\n"),
    "a word": ("no_mapping", "word\n"),
    "unfinished list": ("yaml", "http: [\n"),
    "bad indentation": ("yaml", "http:\n  routers:\n   a: 1\n  b: 2\n c: 3\n"),
    "tab as indentation": ("yaml", "http:\n\trouters: {}\n"),
    "colon in a value": ("yaml", "http: a: b\n"),
    "duplicate key": ("duplicate_key", rule("Host(`a.test`)") + "  routers:\n    q: {rule: 'Host(`b.test`)', service: s}\n"),
    "duplicate router": ("duplicate_key", "http:\n  routers:\n    r: {rule: 'Host(`a`)', service: s}\n    r: {rule: 'Host(`b`)', service: s}\n"),
    "alias": ("", "http:\n  routers:\n    r: &r {rule: 'Host(`a.test`)', service: s}\n    q: *r\n" + BACKEND.lstrip("\n")),
    "merge key": ("", "http:\n  routers:\n    r: &r {rule: 'Host(`a.test`)', service: s}\n    q: {<<: *r, priority: 3}\n" + BACKEND.lstrip("\n")),
    "unknown alias": ("yaml", "http: *nowhere\n"),
    "alias within itself": ("recursive_alias", "http: &h\n  routers: *h\n"),
    "template": ("template", rule("Host(`{{ env `HOME` }}`)")),
    "template in a comment": ("template", "# {{ broken\n" + rule("Host(`a.test`)")),
    "two documents": ("several_documents", rule("Host(`a.test`)") + "---\nhttp: {}\n"),
    "document markers": ("", "---\n" + rule("Host(`a.test`)") + "...\n"),
    "tag": ("tag", router("priority: !!int '3'")),
    "single quotes": ("", rule("'Host(`a.test`)'")),
    "folded rule": ("", rule(">-\n        Host(`a.test`)\n        && PathPrefix(`/x`)")),
    "literal rule of two lines": ("rule", rule("|-\n        Host(`a.test`)\n        && PathPrefix(`/x`)")),
    "literal rule that goes on": ("", rule("|-\n        Host(`a.test`) &&\n        PathPrefix(`/x`)")),
    "date as text": ("type", router("ruleSyntax: 2001-01-01")),
    "windows line ends": ("", rule("Host(`a.test`)").replace("\n", "\r\n")),

    "question mark within braces": ("yaml", service("loadBalancer: {healthCheck: {path: /h?a=b}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "question mark within brackets": ("yaml", router("middlewares: [m?]")),
    "question mark in a key within braces": ("yaml", middleware("headers: {customResponseHeaders: {X?: a}}")),
    "question mark in quotes": ("", service("loadBalancer: {healthCheck: {path: '/h?a=b'}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "question mark in a line of its own": ("", router("priority: 1") + "    q:\n      loadBalancer:\n        healthCheck:\n          path: /h?a=b\n"
                                           "        servers:\n          - url: http://127.0.0.1:9\n"),
    "a second document that is broken": ("several_documents", rule("Host(`a.test`)") + "---\nhttp: [\n"),
    "a word after the end": ("several_documents", rule("Host(`a.test`)") + "...\nmiddlewares"),

    # Empty maps, and what is null
    "http empty": ("empty_map", "http: {}\n"),
    "http null": ("", "http:\n"),
    "routers empty": ("empty_map", "http:\n  routers: {}\n"),
    "routers null": ("empty_map", "http:\n  routers:\n"),
    "routers null beside services": ("", "http:\n  routers:\n" + BACKEND.lstrip("\n")),
    "router null alone": ("empty_map", "http:\n  routers:\n    r:\n"),
    "router null beside another": ("", rule("Host(`a.test`)").replace("    r:\n", "    q:\n    r:\n")),
    "router empty": ("no_service", "http:\n  routers:\n    r: {}\n"),
    "loadBalancer empty": ("empty_map", service("loadBalancer: {}")),
    "servers empty": ("warn no_servers", service("loadBalancer: {servers: []}")),
    "middlewares empty": ("empty_map", router("priority: 1") + "  middlewares: {}\n"),
    "middleware list empty": ("", router("middlewares: []")),
    "tls of a router empty": ("", router("tls: {}")),
    "tls of a router true": ("", router("tls: true")),
    "tls of a router false": ("", router("tls: false")),
    "tls section empty": ("empty_map", "tls: {}\n"),
    "tcp empty": ("empty_map", "tcp: {}\n"),
    "sticky empty": ("", service("loadBalancer: {sticky: {}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "sticky cookie empty": ("", service("loadBalancer: {sticky: {cookie: {}}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "compress empty": ("", middleware("compress: {}")),
    "compress true": ("", middleware("compress: true")),
    "headers empty": ("empty_map", middleware("headers: {}")),
    "passive health check empty": ("empty_map", service("loadBalancer: {passiveHealthCheck: {}}")),

    # Keys
    "unknown top-level key": ("warn unknown_top_level_key", rule("Host(`a.test`)") + "extra:\n  a: 1\n"),
    "only an unknown top-level key": ("warn unknown_top_level_key", "x-note: hello\n"),
    "unknown section key": ("unknown_key", "http:\n  router:\n    r: {rule: 'Host(`a`)'}\n"),
    "unknown router key": ("unknown_key", router("rules: x")),
    "unknown service key": ("unknown_key", service("loadbalance: {}")),
    "unknown server key": ("unknown_key", service("loadBalancer: {servers: [{uri: 'http://a'}]}")),
    "unknown middleware": ("unknown_key", middleware("stripPrefixes: {prefixes: [/a]}")),
    "unknown middleware setting": ("unknown_key", middleware("stripPrefix: {prefix: [/a]}")),
    "another case": ("", "HTTP:\n  Routers:\n    r: {Rule: 'Host(`a.test`)', SERVICE: s}\n" + BACKEND.lstrip("\n")),
    "two spellings": ("key_in_two_spellings", router("priority: 1, Priority: 2")),
    "key not for files": ("no_key_for_files", router("defaultRule: true")),
    "number as a key": ("key", "http:\n  routers:\n    1: {rule: 'Host(`a`)', service: s}\n"),
    "unknown tls key": ("unknown_key", "tls:\n  certs: []\n"),
    "unknown tcp key": ("unknown_key", tcp("rule: 'HostSNI(`*`)', service: s, parentRefs: [a]")),

    # Types
    "priority as text": ("", router("priority: '7'")),
    "priority in words": ("type", router("priority: high")),
    "priority with a point": ("type", router("priority: 1.5")),
    "priority 2.0": ("", router("priority: 2.0")),
    "priority in hexadecimal": ("", router("priority: 0x10")),
    "priority quoted hexadecimal": ("type", router("priority: '0x10'")),
    "priority too large": ("type", router("priority: 99999999999999999999")),
    "priority above the user's": ("priority", router("priority: 9223372036854775000")),
    "boolean yes": ("type", service("loadBalancer: {passHostHeader: yes, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "boolean 1": ("", service("loadBalancer: {passHostHeader: 1, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "boolean as text": ("", service("loadBalancer: {passHostHeader: 'true', servers: [{url: 'http://127.0.0.1:9'}]}")),
    "list as text": ("", router("entryPoints: web")),
    "list as text with commas": ("", router("entryPoints: 'web, websecure'")),
    "list as a mapping": ("type", router("entryPoints: {a: web}")),
    "list in a list": ("type", router("entryPoints: [[web]]")),
    "null in a list": ("type", router("entryPoints: [web, ~]")),
    "mapping in a list of texts": ("type", router("middlewares: [{name: m}]")),
    "text for a mapping": ("type", "http:\n  routers: r\n"),
    "list for http": ("type", "http:\n  - routers\n"),
    "list of routers": ("type", "http:\n  routers:\n    - {rule: 'Host(`a`)', service: s}\n"),
    "router as text": ("type", "http:\n  routers:\n    r: text\n    q: {rule: 'Host(`a`)', service: s}\n"),
    "servers as texts": ("type", service("loadBalancer: {servers: ['http://127.0.0.1:9']}")),
    "servers as a mapping": ("type", service("loadBalancer: {servers: {url: 'http://127.0.0.1:9'}}")),
    "mapping for a text": ("type", router("ruleSyntax: {a: b}")),
    "list for a text": ("type", router("ruleSyntax: [v3]")),
    "number for a text": ("", middleware("addPrefix: {prefix: 12}")),
    "duration": ("", service("loadBalancer: {responseForwarding: {flushInterval: 1m30s}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "duration in seconds": ("", service("loadBalancer: {responseForwarding: {flushInterval: 2}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "duration with a space": ("type", service("loadBalancer: {responseForwarding: {flushInterval: 2 s}, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "duration in days": ("type", middleware("rateLimit: {average: 1, period: 1d}")),
    "header as a mapping": ("type", middleware("headers: {customRequestHeaders: {X: {a: b}}}")),
    "header as a number": ("", middleware("headers: {customRequestHeaders: {X: 1}}")),
    "status rewrite in words": ("type", middleware("errors: {status: ['500'], service: s, statusRewrites: {'500': gone}}")),

    # Rules
    "rule: host": ("", rule("Host(`a.test`)")),
    "rule: double quotes": ("", rule('Host("a.test")')),
    "rule: single quotes": ("rule", rule("Host('a.test')")),
    "rule: no quotes": ("rule", rule("Host(a.test)")),
    "rule: one backtick": ("rule", rule("Host(`a.test)")),
    "rule: two hosts": ("rule", rule("Host(`a.test`, `b.test`)")),
    "rule: trailing comma": ("", rule("Host(`a.test`,)")),
    "rule: nothing": ("rule", rule("Host()")),
    "rule: empty host": ("rule", rule("Host(``)")),
    "rule: empty": ("rule", rule('""')),
    "rule: umlaut": ("rule", rule("Host(`m\u00fcller.test`)")),
    "rule: all": ("", rule(
        "Host(`a.test`) && (PathPrefix(`/a`) || Path(`/b`)) && !Method(`POST`) && Header(`X-A`, `b`) && HeaderRegexp(`X-B`, `^b.*$`) && "
        "Query(`q`, `1`) && QueryRegexp(`r`, `^[0-9]+$`) && ClientIP(`10.0.0.0/8`) && HostRegexp(`^[a-z]+\\.test$`) && PathRegexp(`^/(a|b)`)")),
    "rule: query without a value": ("", rule("Query(`debug`)")),
    "rule: query of three": ("rule", rule("Query(`a`, `b`, `c`)")),
    "rule: lower case": ("", rule("host(`a.test`) && PATHPREFIX(`/x`)")),
    "rule: mixed case": ("rule", rule("hOst(`a.test`)")),
    "rule: unknown matcher": ("rule", rule("Domain(`a.test`)")),
    "rule: v2 headers": ("rule", rule("Headers(`X-A`, `b`)")),
    "rule: tcp matcher": ("rule", rule("HostSNI(`a.test`)")),
    "rule: missing parenthesis": ("rule", rule("(Host(`a.test`) && Path(`/a`)")),
    "rule: too many parentheses": ("rule", rule("Host(`a.test`))")),
    "rule: dangling and": ("rule", rule("Host(`a.test`) &&")),
    "rule: one ampersand": ("rule", rule("Host(`a.test`) & Path(`/a`)")),
    "rule: the word and": ("rule", rule("Host(`a.test`) and Path(`/a`)")),
    "rule: not": ("", rule("!Host(`a.test`)")),
    "rule: not of both": ("", rule("!(Host(`a.test`) || Path(`/a`))")),
    "rule: comparison": ("rule", rule("Host(`a.test`) == Host(`b.test`)")),
    "rule: only a text": ("rule", rule("`a.test`")),
    "rule: only a word": ("rule", rule("Host")),
    "rule: number": ("rule", rule("Host(1)")),
    "rule: nested": ("rule", rule("Host(Path(`/a`))")),
    "rule: parentheses around a text": ("rule", rule("Host((`a.test`))")),
    "rule: comment": ("", rule("Host(`a.test`) /* why */ && Path(`/a`)")),
    "rule: path without slash": ("rule", rule("PathPrefix(`a`)")),
    "rule: path placeholder": ("", rule("Path(`/{id}`)")),
    "rule: bad regular expression": ("rule", rule("PathRegexp(`^/(a`)")),
    "rule: look-ahead": ("rule", rule("HostRegexp(`^(?!www).*$`)")),
    "rule: back reference": ("rule", rule("PathRegexp(`^/(a)\\1`)")),
    "rule: named group": ("", rule("HostRegexp(`^(?P<sub>[a-z]+)\\.test$`)")),
    "rule: possessive": ("rule", rule("PathRegexp(`^/a++`)")),
    "rule: unicode class": ("", rule("PathRegexp(`^/\\pL+[[:digit:]]{2,4}$`)")),
    "rule: client network": ("rule", rule("ClientIP(`10.0.0.0/33`)")),
    "rule: client name": ("rule", rule("ClientIP(`localhost`)")),
    "rule: client v6": ("", rule("ClientIP(`2001:db8::/32`)")),
    "rule: wildcard host": ("", rule("Host(`*.a.test`)")),
    "rule: escape in quotes": ("", rule('PathRegexp("^/a\\\\.b$")')),
    "rule: bad escape": ("rule", rule('PathRegexp("^/a\\.b$")')),
    "rule: v2 syntax": ("", router("ruleSyntax: v2, priority: 1").replace("Host(`a.test`)", "Host(`a.test`, `b.test`)")),
    "rule: a thousand operands": ("", rule(" || ".join(["Host(`a.test`) && Path(`/a`)"] * 500))),
    "rule: ninety levels": ("", rule("(" * 90 + "Host(`a.test`)" + ")" * 90)),
    "rule: five thousand levels": ("too_deep", rule("(" * 5000 + "Host(`a.test`)" + ")" * 5000)),
    "rule: groups in groups": ("", rule("PathRegexp(`%s/a%s`)" % ("(" * 300, ")" * 300))),
    "rule: too many groups in groups": ("rule", rule("PathRegexp(`%s/a%s`)" % ("(" * 2000, ")" * 2000))),
    "rule: too many repetitions": ("rule", rule("PathRegexp(`^/a{1001}`)")),
    "rule: repetitions with zeros": ("", rule("PathRegexp(`^/a{0007}`)")),
    "rule: octal escape": ("", rule("PathRegexp(`^/\\101`)")),
    "rule: flags": ("", rule("PathRegexp(`(?i)^/a(?:b|c)+$`)")),
    "no rule": ("rule", "http:\n  routers:\n    r: {service: s}\n" + BACKEND.lstrip("\n")),

    # What names what
    "service missing": ("missing_service", "http:\n  routers:\n    r: {rule: 'Host(`a`)', service: nowhere}\n"),
    "no service": ("no_service", "http:\n  routers:\n    r: {rule: 'Host(`a`)'}\n"),
    "service with the suffix file": ("", router("priority: 1").replace("service: s", "service: s@file")),
    "service with the suffix file missing": ("missing_service", router("priority: 1").replace("service: s", "service: t@file")),
    "internal service": ("", "http:\n  routers:\n    r: {rule: 'Host(`a.test`)', service: noop@internal}\n"),
    "middleware missing": ("missing_middleware", router("middlewares: [nowhere]")),
    "middleware with the suffix file": ("", middleware("addPrefix: {prefix: /a}").replace("[m]", "[m@file]")),
    "chain": ("", middleware("chain: {middlewares: [n]}") + "    n: {addPrefix: {prefix: /a}}\n"),
    "chain of what is missing": ("middleware", middleware("chain: {middlewares: [nowhere]}")),
    "chain within itself": ("middleware", middleware("chain: {middlewares: [m]}")),
    "service within itself": ("service", service("weighted: {services: [{name: x, weight: 1}]}")),
    "weighted": ("", service("weighted: {services: [{name: s, weight: 2}, {name: y}]}", SICK)),
    "weighted of what is missing": ("service", service("weighted: {services: [{name: nowhere}]}")),
    "chain of forty": ("", middleware("chain: {middlewares: [n0]}") + "".join(
        "    n%d: {chain: {middlewares: [n%d]}}\n" % (n, n + 1) for n in range(40)) + "    n40: {addPrefix: {prefix: /a}}\n"),
    "services that contain each other": ("service", service("weighted: {services: [{name: y}]}", "    y: {weighted: {services: [{name: x}]}}\n")),
    "weighted health": ("service", service("weighted: {healthCheck: {}, services: [{name: s}]}")),
    "weighted health known": ("", service("weighted: {healthCheck: {}, services: [{name: y}]}", SICK)),
    "highest random weight": ("", service("highestRandomWeight: {services: [{name: s}, {name: y}]}", SICK)),
    "mirroring": ("", service("mirroring: {service: s, mirrors: [{name: y, percent: 10}]}", SICK)),
    "mirroring too much": ("service", service("mirroring: {service: s, mirrors: [{name: y, percent: 110}]}", SICK)),
    "failover": ("", service("failover: {service: y, fallback: s}", SICK)),
    "failover without health": ("service", service("failover: {service: s, fallback: y}", SICK)),
    "failover of errors": ("warn newer_traefik", service("failover: {service: s, fallback: y, errors: {status: ['500-504']}}", SICK)),
    "two kinds of service": ("service", service(LB + ", weighted: {services: [{name: s}]}")),
    "service of no kind": ("service", service("middlewares: [m]") + "  middlewares: {m: {addPrefix: {prefix: /a}}}\n"),
    "service with a middleware": ("warn newer_traefik", service(LB + ", middlewares: [m]") + "  middlewares: {m: {addPrefix: {prefix: /a}}}\n"),
    "unused service of no kind": ("warn unused_service", rule("Host(`a.test`)") + "    z: {}\n"),
    "unused middleware of no kind": ("warn unused_middleware", router("priority: 1") + "  middlewares: {z: {}}\n"),
    "two kinds of middleware": ("middleware", middleware("addPrefix: {prefix: /a}, stripPrefix: {prefixes: [/b]}")),
    "transport missing": ("service", service("loadBalancer: {serversTransport: nowhere, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "transport": ("", service("loadBalancer: {serversTransport: t, servers: [{url: 'http://127.0.0.1:9'}]}") +
                  "  serversTransports: {t: {insecureSkipVerify: true}}\n"),
    "entry point missing": ("missing_entry_point", router("entryPoints: [nowhere]")),
    "one entry point missing": ("warn missing_entry_point", router("entryPoints: [web, nowhere]")),
    "resolver missing": ("warn missing_resolver", router("entryPoints: [websecure], tls: {certResolver: nowhere}")),
    "resolver": ("", router("entryPoints: [websecure], tls: {certResolver: letsencrypt}").replace("a.test", "localhost")),
    "tls options missing": ("missing_tls_options", router("tls: {options: nowhere}")),
    "tls options": ("", router("tls: {options: o}") +
                    "tls: {options: {o: {minVersion: VersionTLS12, cipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]}}}\n"),
    "bad cipher": ("tls_options", router("tls: {options: o}") + "tls: {options: {o: {cipherSuites: [SPECK]}}}\n"),
    "bad default cipher": ("tls_options", router("tls: {}") + "tls: {options: {default: {cipherSuites: [SPECK]}}}\n"),
    "client auth without files": ("tls_options", router("tls: {options: o}") +
                                  "tls: {options: {o: {clientAuth: {clientAuthType: RequireAndVerifyClientCert}}}}\n"),
    "parent": ("", "http:\n  routers:\n    p: {rule: 'Host(`a.test`)'}\n    c: {rule: 'Path(`/a`)', parentRefs: [p], service: s}\n" + BACKEND.lstrip("\n")),
    "parent missing": ("missing_router", router("parentRefs: [nowhere]")),

    # Services
    "strategy": ("", service("loadBalancer: {strategy: p2c, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "bad strategy": ("service", service("loadBalancer: {strategy: random, servers: [{url: 'http://127.0.0.1:9'}]}")),
    "server without scheme": ("warn server_url", service("loadBalancer: {servers: [{url: 'localhost:9'}]}")),
    "server address alone": ("service", service("loadBalancer: {servers: [{url: '127.0.0.1:9'}]}")),
    "server with a bad port": ("service", service("loadBalancer: {servers: [{url: 'http://a:http'}]}")),
    "server with a bracket": ("service", service("loadBalancer: {servers: [{url: 'http://127.0.[]0.1:9'}]}")),
    "server with a space": ("service", service("loadBalancer: {servers: [{url: 'http://a b:1'}]}")),
    "server empty": ("warn server_url", service("loadBalancer: {servers: [{}]}")),

    # Middlewares
    "addPrefix empty": ("middleware", middleware("addPrefix: {prefix: ''}")),
    "stripPrefix": ("", middleware("stripPrefix: {prefixes: [/a], forceSlash: false}")),
    "stripPrefixRegex bad": ("middleware", middleware("stripPrefixRegex: {regex: ['(']}")),
    "replacePathRegex": ("", middleware("replacePathRegex: {regex: '^/a/(.*)', replacement: '/b/$1'}")),
    "replacePathRegex bad": ("middleware", middleware("replacePathRegex: {regex: '*', replacement: x}")),
    "redirectRegex bad": ("middleware", middleware("redirectRegex: {regex: '[', replacement: x}")),
    "redirectScheme": ("", middleware("redirectScheme: {scheme: https, permanent: true}")),
    "redirectScheme without scheme": ("middleware", middleware("redirectScheme: {permanent: true}")),
    "basicAuth": ("", middleware("basicAuth: {users: ['a:$apr1$x$y']}")),
    "basicAuth without hash": ("middleware", middleware("basicAuth: {users: [admin]}")),
    "basicAuth without users": ("middleware", middleware("basicAuth: {realm: x}")),
    "digestAuth": ("", middleware("digestAuth: {users: ['a:r:00']}")),
    "digestAuth of two": ("middleware", middleware("digestAuth: {users: ['a:r']}")),
    "forwardAuth": ("", middleware("forwardAuth: {address: 'http://auth:9/', trustForwardHeader: true, authResponseHeaders: [X-User]}")),
    "forwardAuth bad": ("middleware", middleware("forwardAuth: {address: 'http://auth:9/', authResponseHeadersRegex: '('}")),
    "headers that do nothing": ("middleware", middleware("headers: {frameDeny: false}")),
    "headers bad origin": ("middleware", middleware("headers: {accessControlAllowOriginListRegex: ['(']}")),
    "headers": ("", middleware("headers: {customResponseHeaders: {X-A: ''}, stsSeconds: 0}")),
    "ipAllowList": ("", middleware("ipAllowList: {sourceRange: [10.0.0.0/8, 127.0.0.1], ipStrategy: {depth: 1}}")),
    "ipAllowList empty": ("middleware", middleware("ipAllowList: {sourceRange: []}")),
    "ipAllowList bad": ("middleware", middleware("ipAllowList: {sourceRange: [10.0.0.300]}")),
    "ipAllowList status": ("middleware", middleware("ipAllowList: {sourceRange: [10.0.0.1], rejectStatusCode: 999}")),
    "compress both": ("middleware", middleware("compress: {excludedContentTypes: [text/a], includedContentTypes: [text/b]}")),
    "compress encoding": ("middleware", middleware("compress: {encodings: [deflate]}")),
    "rateLimit": ("", middleware("rateLimit: {average: 100, burst: 50, period: 1m, sourceCriterion: {ipStrategy: {depth: 1}}}")),
    "rateLimit two sources": ("middleware", middleware("rateLimit: {average: 1, sourceCriterion: {requestHost: true, requestHeaderName: X}}")),
    "rateLimit negative": ("middleware", middleware("rateLimit: {average: 1, period: -1s}")),
    "inFlightReq": ("", middleware("inFlightReq: {amount: 10}")),
    "retry": ("", middleware("retry: {attempts: 3, initialInterval: 100ms}")),
    "retry without attempts": ("middleware", middleware("retry: {initialInterval: 100ms}")),
    "errors": ("", middleware("errors: {status: ['500-599', '404'], service: s, query: '/{status}.html'}")),
    "errors of what is missing": ("middleware", middleware("errors: {status: ['500'], service: nowhere}")),
    "errors bad status": ("middleware", middleware("errors: {status: [5xx], service: s}")),
    "circuitBreaker": ("", middleware("circuitBreaker: {expression: 'NetworkErrorRatio() > 0.30 || ResponseCodeRatio(500, 600, 0, 600) > 0.25'}")),
    "circuitBreaker latency": ("", middleware("circuitBreaker: {expression: 'LatencyAtQuantileMS(50.0) > 100'}")),
    "circuitBreaker bad": ("middleware", middleware("circuitBreaker: {expression: 'NetworkErrorRatio() > half'}")),
    "circuitBreaker whole number": ("middleware", middleware("circuitBreaker: {expression: 'NetworkErrorRatio() > 1'}")),
    "circuitBreaker of many digits": ("", middleware("circuitBreaker: {expression: 'NetworkErrorRatio() > 0.3999999999999999999999999999999999999'}")),
    "circuitBreaker unknown": ("middleware", middleware("circuitBreaker: {expression: 'Errors() > 0.5'}")),
    "buffering": ("", middleware("buffering: {maxRequestBodyBytes: 1000, retryExpression: 'IsNetworkError() && Attempts() < 2'}")),
    "buffering bad": ("middleware", middleware("buffering: {retryExpression: 'Attempts() is 2'}")),
    "contentType": ("", middleware("contentType: {autoDetect: true}")),
    "grpcWeb": ("", middleware("grpcWeb: {allowOrigins: ['*']}")),
    "passTLSClientCert": ("", middleware("passTLSClientCert: {pem: true, info: {subject: {commonName: true}}}")),
    "encodedCharacters": ("warn newer_traefik", middleware("encodedCharacters: {allowEncodedSlash: true}")),
    "plugin unused": ("warn plugin", router("priority: 1") + "  middlewares: {z: {plugin: {p: {a: 1}}}}\n"),

    # TCP, UDP
    "tcp": ("", tcp("rule: 'HostSNI(`*`)', service: s")),
    "tcp without tls": ("rule", tcp("rule: 'HostSNI(`a.test`)', service: s")),
    "tcp passthrough": ("", tcp("rule: 'HostSNI(`a.test`) && ALPN(`h2`)', service: s, tls: {passthrough: true}")),
    "tcp without rule": ("rule", tcp("service: s")),
    "tcp without service": ("no_service", tcp("rule: 'HostSNI(`*`)'")),
    "tcp service missing": ("missing_service", tcp("rule: 'HostSNI(`*`)', service: t")),
    "tcp with a host": ("rule", tcp("rule: 'Host(`a.test`)', service: s")),
    "tcp server without port": ("warn server_address", tcp("rule: 'HostSNI(`*`)', service: s", "loadBalancer: {servers: [{address: a}]}")),
    "tcp bad name": ("rule", tcp("rule: 'HostSNI(`a b`)', service: s, tls: {}")),
    "tcp middleware": ("", tcp("rule: 'HostSNI(`*`)', service: s, middlewares: [m]", more="  middlewares: {m: {ipAllowList: {sourceRange: [10.0.0.1]}}}\n")),
    "tcp middleware empty": ("middleware", tcp("rule: 'HostSNI(`*`)', service: s, middlewares: [m]",
                                               more="  middlewares: {m: {ipAllowList: {sourceRange: []}}}\n")),
    "tcp middleware of http": ("missing_middleware", tcp("rule: 'HostSNI(`*`)', service: s, middlewares: [n]")
                               + "http:\n  middlewares: {n: {addPrefix: {prefix: /a}}}\n"),
    "tcp weighted": ("", tcp("rule: 'HostSNI(`*`)', service: w", more="    w: {weighted: {services: [{name: s, weight: 1}]}}\n")),
    "udp": ("", udp("service: s")),
    "udp service missing": ("missing_service", udp("service: t")),
    "udp rule": ("unknown_key", udp("service: s, rule: x")),
}

# Directories of several files: (expected as above, {name: text}).
DIRECTORIES = {
    "service in another file": ("", {"a.yml": "http:\n  routers:\n    r: {rule: 'Host(`a.test`)', service: s, middlewares: [m]}\n",
                                     "b.yml": "http:\n  middlewares: {m: {addPrefix: {prefix: /a}}}\n" + BACKEND.lstrip("\n")}),
    "a broken neighbour": ("empty_map", {"a.yml": rule("Host(`a.test`)"), "b.yml": "http:\n  routers: {}\n"}),
    "the same router twice": ("warn defined_twice", {"a.yml": rule("Host(`a.test`)"), "b.yml": rule("Host(`b.test`)")}),
    "a bad one ignored": ("warn defined_twice", {"a.yml": rule("Host(`a.test`)"), "b.yml": "http:\n  routers:\n    r: {rule: 'Nothing(', service: s}\n"}),
    "the first one is bad": ("rule", {"a.yml": "http:\n  routers:\n    r: {rule: 'Nothing(', service: s}\n", "b.yml": rule("Host(`b.test`)")}),
}
