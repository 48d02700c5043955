# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Domains of an application."""

from __future__ import annotations

from cases.compose import compose, raw
from cases.model import NEWEST, NGINX, OLDER, again, call, case, created, refused, task

SHOP = {'host': '@project.example.com', 'port': 80}
API = {'host': '@project.example.com', 'path': '/api', 'port': 8080, 'strip_path': True}


def _rows():
    both = task(
        'both',
        {'domains': [SHOP, API]},
        changed=True,
        actions=['create domain @project.example.com/', 'create domain @project.example.com/api'],
        writes=['domain.create', 'domain.create'],
        pending=[],
    )
    yield case(
        'domains from beginning to end',
        created(),
        both,
        again(both),
        task('another port', {'domains': [dict(API, port=8081)]}, changed=True, actions=['update domain @project.example.com/api'], writes=['domain.update']),
        again(task('another port', {'domains': [dict(API, port=8081)]})),
        task(
            'exclusive',
            {'domains': [SHOP], 'exclusive_domains': True},
            changed=True,
            actions=['remove domain @project.example.com/api'],
            writes=['domain.delete'],
            shows={'urls': ['http://@project.example.com/']},
        ),
        again(task('exclusive', {'domains': [SHOP], 'exclusive_domains': True})),
        task('left alone', {'domains': []}, changed=False),
        task('none', {'domains': [], 'exclusive_domains': True}, changed=True, shows={'urls': []}),
        play=True,
    )
    yield case(
        'a domain in other words',
        created({'domains': [SHOP]}, actions=None, writes=None),
        task('upper case, no path', {'domains': [{'host': '@project.EXAMPLE.com.', 'port': 80, 'path': '/'}]}, changed=False),
        task('not named', {'domains': [dict(SHOP, https=None)]}, changed=False),
    )
    yield case(
        'https and its certificate',
        created(),
        task(
            'letsencrypt',
            {'domains': [dict(SHOP, certificate='letsencrypt')]},
            changed=True,
            shows={'application.domains.0.https': True, 'application.domains.0.certificate': 'letsencrypt', 'urls': ['https://@project.example.com/']},
        ),
        again(task('letsencrypt', {'domains': [dict(SHOP, certificate='letsencrypt')]})),
        task('a resolver', {'domains': [dict(SHOP, certificate_resolver='internal')]}, changed=True, shows={'application.domains.0.certificate': 'custom'}),
        task('plain', {'domains': [dict(SHOP, https=False, certificate='none')]}, changed=True, shows={'application.domains.0.https': False}),
        again(task('plain', {'domains': [dict(SHOP, https=False, certificate='none')]})),
    )
    yield case(
        'bad domains',
        created(),
        refused('a scheme', {'domains': [{'host': 'https://x.example.com', 'port': 80}]}, 'is not a host name', requests=0),
        refused('path', {'domains': [dict(SHOP, path='x')]}, 'must begin with a slash', requests=0),
        refused('port', {'domains': [dict(SHOP, port=70000)]}, 'between 1 and 65535', requests=0),
        refused('twice', {'domains': [SHOP, SHOP]}, 'is duplicated', requests=0),
        task('no port', {'domains': [{'host': 'x.example.com'}]}, failed='port', writes=[], requests=0),
        refused('resolver', {'domains': [dict(SHOP, certificate='custom')]}, 'needs certificate_resolver', requests=0),
    )
    yield case(
        'a domain that another has',
        created({'domains': [SHOP]}, actions=None, writes=None),
        refused('other', {'name': 'other', 'source': NGINX, 'domains': [SHOP]}, ['belongs to a-domain-that-another-has/production/web', 'nothing was changed']),
        task('another path', {'name': 'other', 'source': NGINX, 'domains': [API]}, changed=True),
    )
    domain = {'https': False, 'certificateType': 'none', 'stripPath': False}
    yield case(
        'domains that others wrote otherwise',
        created(),
        call('domain.create', host='Kept.Example.com.', port=80, path='/', applicationId='@id', domainType='application', **domain),
        call('domain.create', host='*.bücher.example.com', port=80, path='/', applicationId='@id', domainType='application', **domain),
        task('their own', {'domains': [{'host': 'kept.example.com', 'port': 80}, {'host': '*.xn--bcher-kva.example.com', 'port': 80}]}, changed=False),
        task('by a host', {'domain_host': 'kept.example.com'}, changed=False, shows={'application.name': 'web'}),
        task('by a host in its other form', {'domain_host': '*.xn--bcher-kva.example.com'}, changed=False, shows={'application.name': 'web'}),
        task('a host beside the names', {'domain_host': 'kept.example.com.', 'project': '@project', 'name': 'web'}, changed=False),
        refused('another', {'name': 'other', 'source': NGINX, 'domains': [{'host': 'kept.example.com', 'port': 80}]}, 'belongs to '),
        refused('wildcard', {'name': 'other', 'source': NGINX, 'domains': [{'host': '*.BÜCHER.example.com', 'port': 80}]}, 'belongs to '),
        task('none of them', {'name': 'other', 'source': NGINX, 'domains': [{'host': 'bücher.example.com', 'port': 80}]}, changed=True,
             shows={'urls': ['http://bücher.example.com/']}),
    )
    yield case(
        'a domain of a compose service',
        compose('create', {'source': raw(text='services: {web: {image: "nginx:1.27"}}'), 'domains': [
            {'host': '@project.example.com', 'service_name': 'web', 'port': 80}]}, changed=True),
        refused('application', {'source': NGINX, 'domains': [SHOP]}, 'belongs to a-domain-of-a-compose-service/production/shop'),
    )
    yield case(
        'a domain switched off and on',
        created({'domains': [dict(SHOP, enabled=False)]}, actions=None, writes=None, shows={'application.domains.0.enabled': False, 'urls': []}),
        again(task('off', {'domains': [dict(SHOP, enabled=False)]})),
        task('on', {'domains': [dict(SHOP, enabled=True)]}, changed=True, shows={'urls': ['http://@project.example.com/']}),
        again(task('on', {'domains': [dict(SHOP, enabled=True)]})),
        versions=(NEWEST,),
        live=True,
    )
    yield case(
        'middlewares',
        created({'domains': [dict(SHOP, middlewares=['auth@file'])]}, actions=None, writes=None),
        again(task('again', {'domains': [dict(SHOP, middlewares=['auth@file'])]})),
        task('clear', {'domains': [dict(SHOP, middlewares=[])]}, changed=True),
        again(task('clear', {'domains': [dict(SHOP, middlewares=[])]})),
        versions=(NEWEST,),
    )
    yield case(
        'what older servers do not know of domains',
        created(),
        refused('middlewares', {'domains': [dict(SHOP, middlewares=['auth@file'])]}, ['middlewares requires Dokploy v0.29.14', 'v0.28.8']),
        refused('enabled', {'domains': [dict(SHOP, enabled=False)]}, 'enabled requires Dokploy v0.30.0'),
        refused('create with entrypoint', {'name': 'other', 'source': NGINX, 'domains': [dict(SHOP, entrypoint='web')]},
                'entrypoint requires Dokploy v0.29.14'),
        versions=(OLDER,),
        live=True,
    )


CASES = tuple(_rows())
