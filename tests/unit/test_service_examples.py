# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of databases, compose services, their information modules and dokploy_api, run in their order.

Each that is no information changes something, and changes nothing when it runs again.
"""

from __future__ import annotations

from cases.compose import TEMPLATE
from simulator import World
from support.examples import read_examples
from support.inprocess import dokploy


def list_tasks(*modules):
    """(name, module, options) of each example; a secret variable stands for a text that differs by its name."""
    def stand_in(template):
        return 'S3CRET-' + template.replace('_', '-') if template.startswith('vault_') else '{{ %s }}' % template
    return [(name, module, options) for one in modules for name, module, options, _check_mode in read_examples(one, stand_in)]


def test_the_examples_of_databases():
    with dokploy(world=World.from_dict({'any_image': True})) as here:
        assert not here.application(name='backend', source={'type': 'docker', 'image': 'nginx:1.27'}).failed
        examples = list_tasks('dokploy_database', 'dokploy_database_info')
        assert len(examples) > 7
        for name, module, options in examples:
            done = here.run(module, **options)
            assert not done.failed and 'S3CRET' not in str({**done, 'databases': []}), (name, done.get('msg'))
            assert done['changed'] is (not module.endswith('_info')), name
            again = here.run(module, **options)
            assert not again.failed and not again['changed'] and here.writes == [], (name, again.get('msg'))


WIKI = 'services:\n  web:\n    image: wiki:1\n    environment: ["WIKI_PASSWORD=${WIKI_PASSWORD}"]\n'
COMMITS = {'main': {'files': {'./deploy/compose.yml': WIKI, 'deploy/compose.yml': WIKI}}}
PLAUSIBLE = dict(TEMPLATE, version='v2.1.5', compose=WIKI.replace('web', 'plausible'), config={'config': {'env': {}, 'domains': []}})
WORLD = {'any_image': True, 'templates': {'plausible': PLAUSIBLE}, 'repositories': {'https://git.example.com/shop/monitoring.git': {'branches': COMMITS}},
         'images': {'registry.example.com/shop/migrate:1.4.2': {'exit_code': 0, 'exit_after': 0.5}}}


def test_the_examples_of_compose_services():
    with dokploy(world=World.from_dict(WORLD)) as here:
        for name, module, options in list_tasks('dokploy_compose', 'dokploy_compose_info'):
            if 'template' in options.get('source', {}):
                # The action plugin fills in the template, and gives its text.
                options['source'] = {'type': 'raw', 'content': WIKI}
            done = here.run(module, **options)
            assert not done.failed and 'S3CRET' not in str(done), (name, done.get('msg'))
            assert done['changed'] is (not module.endswith('_info')), name
            again = here.run(module, **options)
            assert not again.failed and again['changed'] is (options.get('state') == 'deployed'), (name, again.get('msg'))


def test_the_examples_of_any_call():
    with dokploy(world=World.from_dict({'any_image': True})) as here:
        assert not here.application(name='backend', source={'type': 'docker', 'image': 'nginx:1.27'}).failed
        for name, module, options in list_tasks('dokploy_api'):
            done = here.run(module, **options)
            assert not done.failed and done['changed'] is (options['procedure'] == 'application.update'), (name, done.get('msg'))
