# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Build the documentation as HTML pages into .cache/docs/html; every warning is an error."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths, tools, venvs  # noqa: E402  pylint: disable=wrong-import-position

CONF = '''\
project = 'community.dokploy'
copyright = 'community.dokploy contributors'
extensions = ['sphinx_antsibull_ext']
html_theme = 'sphinx_ansible_theme'
html_theme_options = {'vcs_pageview_mode': '', 'documentation_home_url': '', 'topbar_links': {}}
html_show_sphinx = False
highlight_language = 'YAML+Jinja'
default_role = 'any'
html_static_path = ['static']
html_css_files = ['narrow.css']
nitpicky = False
'''

# Long names and addresses end at the edge of a narrow screen, not beyond it.
STYLE = '''\
.rst-content h1, .rst-content h2, .rst-content h3, .rst-content p, .rst-content li, .rst-content code.literal { overflow-wrap: anywhere; }
.rst-content p code.literal, .rst-content li code.literal { white-space: normal; }
'''

# antsibull-docs names Galaxy as the place of the collection, where it is not published. The link leads to the first page of this documentation.
SETTINGS = '''\
collection_url = {
  "*" = "index.html"
}
collection_install = {
  "*" = "ansible-galaxy collection install {namespace}-{name}-*.tar.gz"
}
'''

# Labels of Ansible's own documentation, which is not part of these pages.
FOREIGN = re.compile(r"undefined label: '?(ansible_collections\.ansible\.builtin\.[a-z_#]+|[a-z_]+)'? \[ref\.ref\]$")


# What antsibull-docs knows of environment variables is what plugins declare; those of modules are described on a page.
VARIABLES_PAGE = '''\
:orphan:

.. _list_of_collection_env_vars:

Index of all environment variables
==================================

%s

See :ref:`Connecting <ansible_collections.community.dokploy.docsite.connecting>` for their purpose, and for where else a value may come from.
'''


def shorten_sidebar(text):
    """The index with entries of the sidebar as short as names: "dokploy_api" for "community.dokploy.dokploy_api module – Call any procedure ..."."""
    return re.sub(r'(?m)^    (\w+)_(module|role|filter|lookup|inventory)$', r'    \1 (\2) <\1_\2>', text)


def drop_dead_links(text):
    """A page without the buttons whose address is none, as that of the repository before there is a public one."""
    return re.sub(r'(?m)^  - title: "[^"\n]*"\n    url: "(?!https?://)[^"\n]*"\n    external: true\n', '', text)


def list_variables(text):
    """The environment variables that the page on connecting describes, in its order."""
    return list(dict.fromkeys(re.findall(r'``((?:DOKPLOY|DOCKER)_[A-Z_]+)``', text)))


def correct_pages(sources):
    """Rewrite what antsibull-docs made and a person cannot read."""
    index = os.path.join(sources, 'index.rst')
    with open(index, encoding='utf-8') as handle:
        text = shorten_sidebar(handle.read())
    with open(index, 'w', encoding='utf-8') as handle:
        handle.write(text)
    for name in os.listdir(sources):
        if name.endswith('.rst'):
            with open(os.path.join(sources, name), 'r+', encoding='utf-8') as handle:
                text = handle.read()
                handle.seek(0)
                handle.write(drop_dead_links(text))
                handle.truncate()
    with open(os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', 'connecting.rst'), encoding='utf-8') as handle:
        variables = list_variables(handle.read())
    with open(os.path.join(sources, 'environment_variables.rst'), 'w', encoding='utf-8') as handle:
        handle.write(VARIABLES_PAGE % '\n'.join('.. envvar:: %s\n' % one for one in variables))


def main():
    """Make the pages; returns the number of warnings."""
    folder = os.path.join(paths.CACHE, 'docs')
    sources = os.path.join(folder, 'rst')
    environ = paths.path_with(paths.VENV_BIN)
    environ['ANSIBLE_COLLECTIONS_PATH'] = paths.link_tree()
    environ['PYTHONPATH'] = tools.COMPILED_ONCE
    with venvs.locked('docs'):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(sources)
        with open(os.path.join(folder, 'conf.py'), 'w', encoding='utf-8') as handle:
            handle.write(CONF)
        os.makedirs(os.path.join(folder, 'static'))
        with open(os.path.join(folder, 'static', 'narrow.css'), 'w', encoding='utf-8') as handle:
            handle.write(STYLE)
        settings = os.path.join(folder, 'antsibull-docs.cfg')
        with open(settings, 'w', encoding='utf-8') as handle:
            handle.write(SETTINGS)
        made = subprocess.run(
            ['antsibull-docs', '--config-file', settings, 'collection', '--use-current', '--squash-hierarchy', '--fail-on-error',
             '--dest-dir', sources, 'community.dokploy'],
            env=environ, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if made.returncode:
            print(made.stdout)
            return 1
        correct_pages(sources)
        pages = subprocess.run(
            [*tools.SPHINX_BUILD, '-q', '-b', 'html', '-c', folder, '-d', os.path.join(folder, 'doctrees'), sources, os.path.join(folder, 'html')],
            env=environ, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    wrong = [line for line in pages.stdout.splitlines() if line.strip() and not FOREIGN.search(line)]
    print('\n'.join(wrong))
    if pages.returncode or any('WARNING' in line or 'ERROR' in line for line in wrong):
        return 1
    print('The pages are in %s' % os.path.relpath(os.path.join(folder, 'html', 'index.html'), paths.ROOT))
    return 0


if __name__ == '__main__':
    sys.exit(main())
