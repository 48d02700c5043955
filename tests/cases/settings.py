# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Dokploy itself."""

from __future__ import annotations

from cases.model import NEWEST, OLDER, ByVersion, event
from cases.record_steps import again, call, case, refused, task


def _settings(name, options=None, **more):
    return task(name, options or {}, module='dokploy_settings', **more)


def _no(name, options, message):
    return refused(name, options, message, module='dokploy_settings')


def _rows():
    on = _settings('set', {'docker_cleanup': True, 'log_cleanup_cron': '0 4 * * *'}, changed=True)
    off = _settings('clear', {'docker_cleanup': False, 'log_cleanup_cron': ''}, changed=True,
                    writes=['settings.updateDockerCleanup', 'settings.updateLogCleanup'])
    yield case(
        'settings from beginning to end', call('settings.updateDockerCleanup', enableDockerCleanup=False),
        task('bad option', {'colour': 'red'}, module='dokploy_settings', failed='Unsupported parameters', writes=[]),
        _settings('nothing', changed=False, writes=[], requests=1), on, again(on),
        _settings('one of them', {'log_cleanup_cron': '0 5 * * *'}, changed=True, writes=['settings.updateLogCleanup'],
                  previous={'log_cleanup_cron': '0 4 * * *'}),
        off, again(off), call('settings.updateLogCleanup', cronExpression='0 6 * * *'), _settings('drift', {'log_cleanup_cron': ''}, changed=True),
        task('look', {}, module='dokploy_settings_info', changed=False, writes=[], shows={'settings.0.docker_cleanup': False}))
    yield case('settings with something wrong', _settings('remove', {'state': 'absent'}, failed='value of state must be one of', writes=[]), refused(
        'words', {'log_cleanup_cron': 'every night'}, "log_cleanup_cron: 'every night' is no schedule", module='dokploy_settings'), refused(
        'none', {'builds_concurrency': 0}, 'between 1 and 100', module='dokploy_settings'))
    two = _settings('two', {'builds_concurrency': 2}, changed=True, writes=['settings.updateBuildsConcurrency'], previous={'builds_concurrency': 1})
    yield case('settings of builds', two, again(two), versions=(NEWEST,))
    yield case('settings of builds on an older server', refused('two', {'builds_concurrency': 2}, 'requires Dokploy v0.29.9', module='dokploy_settings'),
               versions=(OLDER,))
    where = {'domain': 'dokploy.example.com', 'https': True, 'certificate': 'letsencrypt', 'lets_encrypt_email': 'admin@example.com'}
    domain = _settings('domain', where, changed=True, writes=['settings.assignDomainServer'], shows={'settings.https': True})
    away = _settings('without', {'domain': '', 'https': False, 'certificate': 'none', 'lets_encrypt_email': ''}, changed=True, previous=where)
    yield case(
        'settings of the domain', domain, again(domain), _settings(
            'other', {'domain': 'd.example.com'}, changed=True, writes=['settings.assignDomainServer'], previous={'domain': 'dokploy.example.com'}),
        _settings('back', {'domain': 'dokploy.example.com'}, changed=True), away, again(away),
        refused('https alone', {'https': True}, 'https requires domain', module='dokploy_settings'),
        refused('no address', dict(where, lets_encrypt_email=None), 'letsencrypt requires lets_encrypt_email', module='dokploy_settings'),
        refused('bad address', {'lets_encrypt_email': 'nobody'}, 'is no e-mail address', module='dokploy_settings'),
        refused('bad domain', {'domain': 'https://d.example.com'}, 'is no name of a host', module='dokploy_settings'))
    ip, log = (_settings(name, {name: value}, changed=True, writes=[procedure]) for name, value, procedure in (
        ('server_ip', '192.0.2.9', 'settings.updateServerIp'), ('access_log', True, 'settings.toggleRequests')))
    yield case('settings of the address and the access log', ip, again(ip), log, again(log), _settings('off', {'access_log': False}, changed=True))
    env = _settings('environment', {'traefik_env': {'CF_TOKEN': 'S3CRET-1', 'B': 'two words # here'}}, changed=True, writes=['settings.writeTraefikEnv'],
                    shows={'settings.traefik_env_keys': ['B', 'CF_TOKEN', 'PATH']})
    ports = _settings('ports', {'traefik_ports': [{'published_port': 5432}, {'published_port': 53, 'target_port': 5353, 'protocol': 'udp'}]}, changed=True,
                      writes=['settings.updateTraefikPorts'])
    yield case(
        'settings of Traefik', env, again(env), _settings('remove one', {'traefik_env': {'B': None}}, changed=True, shows={
            'settings.traefik_env_keys': ['CF_TOKEN', 'PATH']}), ports, again(ports), _settings('none', {'traefik_ports': []}, changed=True),
        refused('own port', {'traefik_ports': [{'published_port': 443}]}, 'Dokploy publishes the ports 80 and 443', module='dokploy_settings'),
        refused('no port', {'traefik_ports': [{'published_port': 70000}]}, 'between 1 and 65535', module='dokploy_settings'))
    given = {'token': 'S3CRET-1', 'callback_url': 'https://d.example.com/callback', 'cron': '0 0 * * *', 'memory_threshold': 90}
    setup, image = ['admin.setupMonitoring'], {'images': {'dokploy/monitoring:latest': {}}}
    made = _settings('metrics', {'metrics': given}, changed=True, writes=setup, shows={'settings.metrics.port': 4500, 'settings.metrics.memory_threshold': 90})
    port = _settings('another port', {'metrics': {'port': 4501}}, changed=True, writes=setup, previous={'metrics.port': 4500}, shows={
        'settings.metrics.port': 4501, 'settings.metrics.cron': '0 0 * * *'})
    yield case(
        'settings of the metrics', _no('too little', {'metrics': {'port': 4501}}, 'token, callback_url, cron are required to set them up'),
        _no('too often', {'metrics': dict(given, refresh_rate=1)}, 'metrics.refresh_rate must lie between 2'),
        _no('no times', {'metrics': dict(given, cron='every night')}, "'every night' is no schedule"),
        _no('no address', {'metrics': dict(given, callback_url='nonsense')}, 'metrics.callback_url: it is no address'),
        _settings('check', {'metrics': given}, check=True, changed=True, writes=[]), made, again(made), port, again(port),
        _settings('lists', {'metrics': {'include': ['shop'], 'exclude': []}}, changed=True, writes=setup),
        event('set', name='measures', value=False), _settings('gone, and check', {'metrics': given}, check=True, changed=True, writes=[]),
        _settings('gone', {'metrics': given}, changed=True, actions=['set up metrics'], writes=setup), again(_settings('gone', {'metrics': given})),
        world=image)
    yield case(
        'settings of metrics whose image is missing',
        _settings('set up', {'metrics': given}, changed=ByVersion(False, True), checked=False, writes='refused', failed=ByVersion(
            'network is unreachable', 'Dokploy saved metrics, and no container dokploy-monitoring runs')),
        _settings('once more, and it says so again', {'metrics': given}, changed=ByVersion(False, True), checked=False, writes='refused', failed=ByVersion(
            'network is unreachable', 'Dokploy saved metrics, and no container dokploy-monitoring runs')))
    lost = event('fault', procedure='settings.updateServerIp', action='answer', status=200, body='{}')
    yield case('settings that Dokploy does not store', lost, _settings(
        'told', {'server_ip': '192.0.2.9'}, failed='Dokploy accepted server_ip, and does not return the new value', checked=False, writes='refused'))


CASES = tuple(_rows())
