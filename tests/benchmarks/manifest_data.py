# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The applications of the benchmark of manifests, as the collection and as dokli describe them."""

from __future__ import annotations


def make_application(number):
    """An application with variables, a memory limit, a domain and a mount."""
    return {'name': 'app%04d' % number, 'source': {'type': 'docker', 'image': 'nginx:1.27'}, 'env': {'LEVEL': 'info', 'NUMBER': 'n%d' % number},
            'memory_limit': '256M', 'domains': [{'host': 'app%d.example.com' % number, 'port': 80}],
            'mounts': [{'type': 'volume', 'volume_name': 'data%d' % number, 'mount_path': '/data'}]}


def make_manifest(count, **more):
    """The manifest of so many applications; C(more) are options of each."""
    return {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [
        dict(make_application(number), **more) for number in range(count)]}]}]}


def make_dokli_manifest(count):
    """As much of the same as dokli compares: without limits, domains and mounts."""
    return {'apiVersion': 'v1', 'connection': 'bench', 'projects': [{'name': 'shop', 'services': [
        {'type': 'application', 'name': one['name'], 'image': one['source']['image'], 'env': '\n'.join('%s=%s' % pair for pair in one['env'].items())}
        for one in map(make_application, range(count))]}]}
