# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Traefik's files: an application's, others, and what is refused before it is sent."""

from __future__ import annotations

from cases.model import REFUSED, call, case, created, event, task

WEB = {'project': '@project', 'environment': 'production', 'name': 'web'}
W_APP, W_FILE = ['application.updateTraefikConfig'], ['settings.updateTraefikFile']
SHOP = {'domains': [{'host': 'shop.example.com', 'port': 80}]}
OWN = {'http': {
    'routers': {'own': {'rule': 'Host(`own.example.com`)', 'service': 'own', 'entryPoints': ['web']}},
    'services': {'own': {'loadBalancer': {'servers': [{'url': 'http://web:80'}]}}},
}}
OWN_TEXT = """# why
http:
  routers:
    own:
      rule: Host(`own.example.com`)
      service: own
      entryPoints: web
  services:
    own:
      loadBalancer:
        servers:
          - url: http://web:80
"""
BASIC = {'http': {'middlewares': {'staff': {'basicAuth': {'users': ['staff:S3CRET-hash']}},
                                  'token': {'headers': {'customRequestHeaders': {'X-Token': 'S3CRET-token'}}}}}}


def app(name, options=None, **more):
    """A task on the application's file that changes it."""
    return task(name, dict(WEB, **(options or {})), module='dokploy_traefik', **dict(
        {'changed': True, 'actions': ['write @app_name.yml'], 'writes': W_APP, 'shows': {'file': '@app_name.yml', 'findings': []}}, **more))


def other(name, options, **more):
    """A task on a file by its name that changes it."""
    options = dict({'file': 'middlewares.yml'}, **options)
    return task(name, options, module='dokploy_traefik', **dict(
        {'changed': True, 'actions': ['write %s' % options['file']], 'writes': W_FILE, 'shows': {'file': options['file'], 'application': None}}, **more))


def same(step_of, name, options=None, **more):
    return step_of(name, options or {}, **dict({'changed': False, 'actions': [], 'writes': [], 'previous': {}}, **more))


def bad(step_of, name, options, message, **more):
    return step_of(name, options, **dict({'changed': False, 'failed': message, 'writes': [], 'actions': [], 'previous': {}, 'shows': None}, **more))


def info(name, options=None, **more):
    return task(name, options or {}, module='dokploy_traefik_info', **dict({'changed': False, 'writes': []}, **more))


def _applications():
    yield case(
        "a router of an application's own",
        created(SHOP, actions=None, writes=None),
        app('check', {'config': OWN}, check=True, writes=[]),
        app('write', {'config': OWN}, requests=None),
        same(app, 'write again', {'config': OWN}),
        same(app, 'the same as a text', {'config': OWN_TEXT}),
        same(app, 'by app_name', {'project': '', 'environment': '', 'name': '', 'app_name': '@app_name', 'config': OWN}),
        app('another priority', {'config': {'http': {'routers': {'own': dict(OWN['http']['routers']['own'], priority=7)}}}},
            shows={'config.http.routers.own.priority': 7, 'config.http.services.own.loadBalancer.servers.0.url': 'http://web:80'}),
        app('back', {'config': OWN}, shows={'config.http.routers.own.priority': None}),
        app('remove', {'routers_remove': ['own'], 'services_remove': ['own', 'never there']}, shows={'config.http.routers.own': None}),
        same(app, 'remove again', {'routers_remove': ['own'], 'services_remove': ['own']}),
    )
    yield case(
        "an application's file, whole",
        created(),
        app('write', {'config': OWN_TEXT, 'config_mode': 'replace'}, warns='comments are lost'),
        same(app, 'write again', {'config': OWN_TEXT, 'config_mode': 'replace'}),
        same(app, 'the same in other words', {'config': OWN, 'config_mode': 'replace'}),
        call('domain.create', applicationId='@id', host='shop.example.com', path='/', port=80, https=False, certificateType='none', domainType='application'),
        info('with a domain', WEB, shows={
            'files.0.file': '@app_name.yml', 'findings': [], 'stops_directory': False, 'files.0.config.http.routers.own.service': 'own'}),
        app('without it', {'config': OWN, 'config_mode': 'replace'}, shows={'config.http.routers.own.service': 'own'}),
        info('a host without a router', WEB, shows={'findings.0.code': 'no_router', 'findings.0.severity': 'disables'}),
        app('absent', {'state': 'absent'}, actions=['empty @app_name.yml'], warns='writes', shows={'config': {}}),
        same(app, 'absent again', {'state': 'absent'}),
    )
    yield case(
        "the router of a domain",
        created(SHOP, actions=None, writes=None),
        app('write', {'config': 'http: {routers: {@app_name-router-1: {rule: Host(`x.example.com`), service: @app_name-service-1}}}'},
            warns='the domain shop.example.com rewrites @app_name-router-1 at its next change', checked=False),
    )
    yield case(
        'texts for Traefik that are not sent',
        bad(app, 'nothing said', {}, 'set the content', checked=False),
        bad(app, 'a list', {'config': ['a']}, 'a text of YAML, or a dictionary'),
        bad(app, 'no YAML', {'config': 'http: [S3CRET'}, 'it is not YAML'),
        bad(app, 'an empty map', {'config': 'http:\n  routers: {}\n'}, ['line 2, http.routers: routers is empty', 'nothing was sent']),
        bad(app, 'an unknown key', {'config': {'http': {'router': {}}}}, 'Traefik knows no key router here'),
        bad(app, 'a template', {'config': 'http: {routers: {a: {rule: "{{ env `S3CRET` }}"}}}'}, 'starts a Go template'),
        bad(app, 'absent and config', {'state': 'absent', 'config': OWN}, 'state absent empties the file'),
        bad(app, 'file and name', {'file': 'middlewares.yml', 'config': OWN}, 'file is for files without an application'),
        bad(app, 'server_id and name', {'server_id': 'x', 'config': OWN}, 'server_id requires file'),
        bad(other, 'a path', {'file': '../x.yml', 'config': OWN}, 'must be the name of a file'),
        bad(other, 'hidden', {'file': '.x.yml', 'config': OWN}, 'must be the name of a file'),
        bad(other, 'not a YAML file', {'file': 'acme.json', 'config': OWN}, 'must be the name of a file'),
        bad(other, 'middlewares of UDP', {'section': 'udp', 'middlewares_remove': ['a']}, 'no middlewares for UDP'),
        bad(app, 'missing', {'config': OWN}, 'does not exist'),
        created(),
        bad(app, 'a bad rule', {'config': {'http': dict(OWN['http'], routers={'own': {'rule': 'Hosts(`a`)', 'service': 'own'}})}},
            ['the rule does not parse: Hosts is not a matcher', 'nothing was sent']),
        bad(app, 'no such service', {'config': {'http': {'routers': OWN['http']['routers']}}}, 'the service own does not exist'),
        bad(app, 'no such middleware', {'config': {'http': dict(OWN['http'], routers={'own': dict(OWN['http']['routers']['own'], middlewares=['nope'])})}},
            'the middleware nope does not exist'),
        bad(app, 'no such entry point', {'config': {'http': dict(OWN['http'], routers={'own': dict(OWN['http']['routers']['own'], entryPoints=['http'])})}},
            'the entry point http does not exist'),
        app('a middleware of another file', {'config': {'http': dict(OWN['http'], routers={'own': dict(
            OWN['http']['routers']['own'], middlewares=['redirect-to-https@file', 'web@docker'])})}}),
        bad(app, 'its service, alone', {'services_remove': ['own']}, 'the service own does not exist'),
    )
    yield case(
        "an application's file that is broken",
        created(SHOP, actions=None, writes=None),
        call('application.updateTraefikConfig', applicationId='@id', traefikConfig='http:\n  routers: [S3CRET\n'),
        info('broken', WEB, shows={'stops_directory': True, 'findings.0.code': 'yaml', 'files.0.text': '', 'files.0.config': None}),
        bad(app, 'merge', {'config': OWN}, ['cannot be read, so the task can neither merge', 'config_mode: replace']),
        app('replace', {'config': OWN, 'config_mode': 'replace'}),
        same(app, 'replace again', {'config': OWN, 'config_mode': 'replace'}),
    )
    yield case(
        'a neighbour that stops the directory',
        created(),
        call('settings.updateTraefikFile', path='/etc/dokploy/traefik/dynamic/bad.yml', traefikConfig='http: {}\n'),
        app('write', {'config': OWN}, warns='Traefik loads no change of any file until this is fixed: bad.yml', shows={'findings.0.file': 'bad.yml'}),
        info('the directory', shows={'stops_directory': True, 'findings.0.file': 'bad.yml',
                                   'findings.0.code': 'empty_map', 'entry_points': ['web', 'websecure']}),
        other('mend it', {'file': 'bad.yml', 'state': 'absent'}, actions=['empty bad.yml']),
        info('the directory again', shows={'stops_directory': False, 'findings': [], 'unread': [], 'next_step': ''}),
    )


W_ANEW = ['domain.update']


def anew(name, options=None, **more):
    """Dokploy writes the application's file of its domains."""
    return app(name, dict({'state': 'rewritten'}, **(options or {})), **dict({'actions': ['rewrite @app_name.yml'], 'requests': None}, **more))


def put(text):
    return call('application.updateTraefikConfig', applicationId='@id', traefikConfig=text)


def _rewritten():
    led = {'findings': [], 'config.http.routers.@app_name-router-1.rule': 'Host(`shop.example.com`)'}
    yield case(
        'a file that Dokploy writes anew',
        created(SHOP, actions=None, writes=None),
        same(app, 'a good one', {'state': 'rewritten'}),
        put('http: [S3CRET'),
        bad(app, 'broken, and nothing to keep it', {'state': 'rewritten'}, 'Set backup to a directory for the old text', checked=False),
        anew('broken, check', {'backup': '@folder'}, check=True, writes=[],
             warns='manual changes in @app_name.yml are dropped: it could not be read', shows={'config': None}),
        anew('broken', {'backup': '@folder'}, writes=W_APP + W_ANEW, warns='it could not be read', shows=led),
        same(app, 'again', {'state': 'rewritten'}),
        app('manual changes', {'config': OWN}),
        same(app, 'made by hand is no fault', {'state': 'rewritten'}),
        app('without its router', {'routers_remove': ['@app_name-router-1']}, warns='rewrites @app_name-router-1 at its next change'),
        anew('what was made by hand is kept', writes=W_ANEW, shows=dict(led, **{'config.http.routers.own.rule': 'Host(`own.example.com`)'})),
        put('http:\n  routers:\n    hand:\n      rule: Host(`shop.example.com`)\n      service: gone\n'),
        anew('what was made by hand is at fault', {'backup': '@folder'}, writes=W_APP + W_ANEW,
             warns='manual changes in @app_name.yml are dropped: router hand', shows=led),
        put('# empty'),
        anew('empty', writes=W_ANEW, shows=led),
        bad(app, 'and config', {'state': 'rewritten', 'config': OWN}, "omit config", checked=False),
        bad(other, 'and file', {'state': 'rewritten'}, "omit config", checked=False),
    )
    yield case(
        'a file that there is nothing to write of',
        created(),
        same(app, 'none', {'state': 'rewritten'}),
        put('http: [S3CRET'),
        bad(app, 'broken', {'state': 'rewritten'}, 'has no enabled domain', checked=False),
    )


def _others():
    yield case(
        'a file that belongs to no application',
        other('check', {'config': BASIC}, check=True, writes=[]),
        other('write', {'config': BASIC}, shows={
            'config.http.middlewares.staff.basicAuth.users': '(hidden)', 'config.http.middlewares.token.headers.customRequestHeaders': {'X-Token': '(hidden)'},
            'config.http.middlewares.redirect-to-https.redirectScheme.scheme': 'https'}),
        same(other, 'again', {'config': BASIC}),
        other('another hash', {'config': {'http': {'middlewares': {'staff': {'basicAuth': {'users': ['staff:S3CRET-other']}}}}}}),
        info('shown', {'file': 'middlewares.yml'}, shows={'files.0.config.http.middlewares.staff.basicAuth.users': '(hidden)', 'findings': []}),
        info('shown with secrets', {'file': 'middlewares.yml', 'include_secrets': True}, secrets=True,
             shows={'files.0.config.http.middlewares.staff.basicAuth.users.0': 'staff:S3CRET-other'}),
        other("Dokploy's own", {'config': {'http': {'middlewares': {'redirect-to-https': {'redirectScheme': {'scheme': 'https'}}}}}},
              warns='writes middlewares'),
        created(),
        app('used', {'config': {'http': dict(OWN['http'], routers={'own': dict(OWN['http']['routers']['own'], middlewares=['staff'])})}}),
        bad(other, 'still used', {'middlewares_remove': ['staff']}, ['the middleware staff does not exist', '@app_name.yml']),
        other('not used', {'middlewares_remove': ['token']}),
        other('a new file', {'file': 'extra.yml', 'config': {'http': {'middlewares': {'late': {'compress': {}}}}}}),
        other('absent', {'file': 'extra.yml', 'state': 'absent'}, actions=['empty extra.yml'], shows={'config': {}}),
        same(other, 'absent again', {'file': 'extra.yml', 'state': 'absent'}),
        same(other, 'absent, never there', {'file': 'never.yml', 'state': 'absent'}),
        info('no such file', {'file': 'nope.yml'}, failed="Traefik's directory has no file nope.yml; it has"),
        info('file and name', dict(WEB, file='x.yml'), failed='not both'),
    )
    yield case(
        "keys for Traefik's files",
        created(),
        event('member', label='plain', services=['@id']),
        bad(app, 'a key that may not', {'config': OWN, 'api_key': '@key:plain'}, 'traefikFiles', checked=False),
        info('nor read', dict(WEB, api_key='@key:plain'), failed='traefikFiles'),
        info('nor all of them', {'api_key': '@key:plain'}, failed='traefikFiles'),
    )


def _meanwhile():
    def changed(sim):
        name = next(iter(sim.store.applications.values()))['appName']
        sim.traefik_files[name] = 'http: {services: {theirs: {loadBalancer: {servers: [{url: "http://x:1"}]}}}}\n'

    yield case(
        "another writes an application's file meanwhile",
        created(),
        event('fault', procedure='application.readTraefikConfig', nth=2, action='none', before=changed),
        app('both are kept', {'config': OWN}, checked=False, shows={
            'config.http.services.theirs.loadBalancer.servers.0.url': 'http://x:1', 'config.http.routers.own.service': 'own'}),
        same(app, 'again', {'config': OWN}),
    )
    yield case(
        "an answer about Traefik's file that is lost",
        created(),
        event('fault', procedure='application.updateTraefikConfig', action='cut_after'),
        app('stored all the same', {'config': OWN}, checked=False),
        same(app, 'again', {'config': OWN}),
        event('fault', procedure='application.updateTraefikConfig', action='cut_before'),
        app('not stored', {'routers_remove': ['own']}, checked=False, changed=False, failed='could not be reached', writes=REFUSED, shows=None),
        app('then it is', {'routers_remove': ['own']}),
    )
    yield case(
        'a text that Dokploy says it stored',
        created(),
        event('fault', procedure='application.updateTraefikConfig', action='answer', status=200, body='true', apply=False),
        app('and did not', {'config': OWN}, checked=False, changed=False, failed='Dokploy accepted the text, and returns another one',
            writes=REFUSED, shows=None),
        app('now it does', {'config': OWN}),
    )


CASES = [*_applications(), *_rewritten(), *_others(), *_meanwhile()]
