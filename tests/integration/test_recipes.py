# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each recipe of the cookbook is played: playbooks/examples against the simulator, the lines of the files for CI by a shell with a pipeline's variables."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import xml.etree.ElementTree

import pytest
import yaml

from simulator import ScaledClock, Simulator, World
from support import paths
from support.inprocess import Here
from support.machine import require_programs
from support.play import playbook
from support.simulated import environment_at
from support.web import JsonServer

EXAMPLES = os.path.join(paths.ROOT, 'playbooks', 'examples')
RECIPES = os.path.join(paths.ROOT, 'docs', 'recipes')
PRODUCTION = {'project': 'shop', 'environment': 'production'}
SECRET = 'S3CRET-of-a-recipe'
IMAGE = 'registry.example.com/shop/backend@sha256:' + '1a' * 32
WORLD = {'any_image': True, 'buckets': {'e': []}, 'registries': {'registry.example.com': ['puller', SECRET]}, 'images': {
    'shop:2': {'programs': {'./migrate': {'stdout': ['0042 applied']}}}, 'shop:broken': {'exit_code': 1, 'log': ['boom'], 'exit_after': 0.5}}}
PLAYED = set()


@contextlib.contextmanager
def dokploy():
    """A simulator in this process, with the project shop."""
    simulator = Simulator(world=World.from_dict(WORLD), clock=ScaledClock(speed=20))
    with simulator.serve() as server:
        yield Here(simulator, server)


@pytest.fixture
def here():
    with dokploy() as made:
        do(made, 'dokploy_project', project='shop')
        yield made


def do(here, module, **options):
    result = here.run(module, **options)
    assert not result.failed, result
    return result


def application(here, name='backend', **options):
    return do(here, 'dokploy_application', **{**PRODUCTION, 'name': name, 'source': {'type': 'docker', 'image': 'shop:1'}, 'stable_for': 0, **options})


def play(here, folder, name, *arguments, code=0, more=None, **values):
    """Play a recipe -> Run. No secret is printed."""
    PLAYED.add(name + '.yml')
    environ = environment_at({'url': here.url, 'api_key': here.api_key}, PWD=str(folder), **(more or {}))
    run = playbook(os.path.join(EXAMPLES, name + '.yml'), folder, env=environ, arguments=arguments, extra_vars=values)
    assert run.returncode == code and 'S3CRET' not in run.output and '[WARNING]' not in run.output, run.output
    return run


class Web:
    """HashiCorp Vault, and the tickets and merge requests of a GitLab project."""

    def __init__(self):
        self.tickets, self.notes, self._server = [], [], JsonServer(self.answer)
        self.url, self.close = self._server.url, self._server.close

    def answer(self, method, path, headers, body):
        if method == 'POST' and path == '/projects/42/merge_requests/7/notes' and headers['PRIVATE-TOKEN'] == 'any':
            self.notes += body['body']
            return 201, {}
        if method == 'POST':
            self.tickets.append(body)
            return 201, {}
        if path == '/v1/secret/data/shop/backend' and headers['X-Vault-Token'] == 'token-of-vault':
            return 200, {'data': {'data': {'payment_key': SECRET + '-2'}}}
        return 200, self.tickets if path.startswith('/issues?') else {}


@pytest.fixture
def web():
    with contextlib.closing(Web()) as made:
        yield made


def encrypted(folder, name, text):
    """A file of ansible-vault, and the arguments that decrypt it."""
    from ansible.parsing.vault import VaultLib, VaultSecret
    (folder / 'password').write_text('a-vault-password\n')
    (folder / name).write_bytes(VaultLib([('default', VaultSecret(b'a-vault-password'))]).encrypt(text))
    return '--vault-password-file', str(folder / 'password')


# The lines of CI

def lines_of(name, job, keys=('script',)):
    with open(os.path.join(RECIPES, name), encoding='utf-8') as handle:
        whole = yaml.safe_load(handle)
    if name == 'gitlab-ci.yml':
        return [line for key in keys for line in whole[job].get(key, [])]
    return [step['run'] for step in whole['jobs'][job]['steps'] if 'run' in step and step['name'] != 'Install']


def run_job(here, folder, name, job, branch, code=0, **more):
    """The lines of a job, as a runner runs them, with the variables that the service sets."""
    PLAYED.update({'ci_deploy.yml', 'ci_cleanup.yml'})
    slug = branch.lower().replace('/', '-')
    known = {'CI_SLUG': slug} if name == 'gitlab-ci.yml' else {'GITHUB_STEP_SUMMARY': str(folder / 'summary.md')}
    environ = environment_at({'url': here.url, 'api_key': here.api_key}, CI_PROJECT='shop', CI_APPLICATION='backend', CI_DOMAIN='shop.example.com',
                             CI_DEFAULT_BRANCH='main', CI_BRANCH=branch, CI_HTTPS='false', CI_IMAGE=IMAGE, **{**known, **more})
    output = ''
    # A runner plays after_script, and steps with "if: always()", in shells of their own, also after a failure.
    shells = [lines_of(name, job), lines_of(name, job, ('after_script',))] if name == 'gitlab-ci.yml' else [[one] for one in lines_of(name, job)]
    for place, lines in enumerate(shells):
        done = subprocess.run(['bash', '-e', '-o', 'pipefail', '-c', '\n'.join(lines)], cwd=folder, env=environ, text=True, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == (code if place == 0 else 0), done.stdout
        output += done.stdout
    return output


def environments(here):
    return {one['environment'] for one in here.read('dokploy_application_info', project='shop')['applications']}


def test_gitlab(here, web, tmp_path):
    """A slug of GitLab's has up to 63 characters, as many as a part of a host name, and this one is cut at a hyphen."""
    branch, slug = 'feature/Cart-with-a-name-that-is-longer-than-a-host', 'feature-cart-with-a-name-that-is-longer'
    output = run_job(here, tmp_path, 'gitlab-ci.yml', 'deploy', branch, GITLAB_COMMENT_TOKEN='any', CI_OPEN_MERGE_REQUESTS='group/shop!7',
                     CI_API_V4_URL=web.url, CI_PROJECT_ID='42', CI_REGISTRY='registry.example.com', CI_DEPLOY_USER='puller', CI_DEPLOY_PASSWORD=SECRET)
    assert 'Initializing deployment' in output or 'Pull' in output, output
    assert environments(here) == {'branch-' + slug}
    report = (tmp_path / 'dokploy-report.md').read_text()
    assert '### Deployed: shop/branch-%s/backend' % slug in report and '| running | `%s` |' % IMAGE in report and 'http://%s.shop.example.com' % slug in report
    assert [note.strip() for note in web.notes] == [report.strip()] and SECRET not in output + report
    assert xml.etree.ElementTree.parse(tmp_path / 'dokploy-junit.xml').getroot().get('failures') == '0'
    row = next(iter(here.simulator.store.applications.values()))
    assert (row['registryUrl'], row['username'], row['password']) == ('registry.example.com', 'puller', SECRET)
    run_job(here, tmp_path, 'gitlab-ci.yml', 'stop', branch)
    assert environments(here) == set()


def test_github(here, tmp_path):
    """A deployment that fails is explained in the summary of the run, and in the pull request, with the login of a registry of Dokploy."""
    crash = {'exit_code': 1, 'exit_after': 0.2, 'log': ['boom <&>']}
    here.simulator.world.change({'images': {IMAGE: crash, IMAGE.partition('@')[0]: crash}})
    do(here, 'dokploy_registry', name='Company registry', url='registry.example.com', username='puller', password=SECRET)
    (tmp_path / 'gh').write_text('#!/bin/sh\nif [ "$2" = list ]; then echo 7; else echo "$@" >> "%s/gh.log"; fi\n' % tmp_path)
    (tmp_path / 'gh').chmod(0o755)
    path = str(tmp_path) + os.pathsep + environment_at({'url': here.url, 'api_key': here.api_key})['PATH']
    output = run_job(here, tmp_path, 'github-workflow.yml', 'deploy', 'main', code=2, CI_DOKPLOY_REGISTRY='Company registry', PATH=path)
    assert environments(here) == {'production'} and 'is not healthy' in output and SECRET not in output
    assert next(iter(here.simulator.store.applications.values()))['username'] == 'puller'
    report = (tmp_path / 'dokploy-report.md').read_text()
    assert '### Deployment failed: shop/production/backend' in report and 'boom <&>' in report
    assert '| rolled back | stop application |\n| running before that | nothing |' in report
    assert (tmp_path / 'summary.md').read_text() == report and (tmp_path / 'gh.log').read_text() == 'pr comment 7 --body-file dokploy-report.md\n'
    failure = xml.etree.ElementTree.parse(tmp_path / 'dokploy-junit.xml').getroot().find('testcase/failure')
    assert 'is not healthy' in failure.get('message')
    run_job(here, tmp_path, 'github-workflow.yml', 'clean-up', 'feature/Cart')


def test_the_cookbook_lists_the_variables_of_the_pipelines():
    text = cookbook()
    listed = set(re.findall(r'(?m)^   \* - (``CI_.*)$', text))
    listed = {name for line in listed for name in re.findall(r'CI_[A-Z_]+', line)}
    read = set()
    for name in ('ci_deploy', 'ci_cleanup'):
        with open(os.path.join(EXAMPLES, name + '.yml'), encoding='utf-8') as handle:
            read |= set(re.findall(r"ansible.builtin.env', '(CI_[A-Z_]+)'", handle.read()))
    assert listed == read


# Playbooks

def test_drift_opens_one_ticket(here, web, tmp_path):
    manifest = {'projects': [{'name': 'shop', 'environments': [{'name': 'production', 'applications': [
        {'name': 'backend', 'source': {'type': 'docker', 'image': 'shop:2'}}]}]}]}
    application(here)
    (tmp_path / 'manifest.yml').write_text(json.dumps(manifest))
    values = {'recipe_manifest': 'manifest.yml', 'recipe_ticket_url': web.url + '/issues', 'recipe_ticket_token': 'any'}
    here.simulator.reset_requests()
    for dummy in range(2):
        play(here, tmp_path, 'drift_ticket', **values)
        assert len(web.tickets) == 1 and web.tickets[0]['title'] == 'Drift on ' + here.url
    lines = web.tickets[0]['description'].splitlines()
    assert lines[0].startswith('would change application shop/production/backend: update application') and 'stay unchanged' in lines[1]
    assert [line for line in lines if line.startswith('- application shop/production/backend: update application')]
    assert here.writes == []


def test_secrets_of_ansible_vault_and_hashicorp_vault(here, web, tmp_path):
    application(here)
    vault = encrypted(tmp_path, 'secrets.yml', 'vault_database_url: postgres://shop:%s@db/shop\n' % SECRET)
    play(here, tmp_path, 'secrets', *vault, recipe_secrets='secrets.yml', more={'VAULT_ADDR': web.url, 'VAULT_TOKEN': 'token-of-vault'})
    shown = do(here, 'dokploy_application_info', **PRODUCTION, name='backend', include_secrets=True)['applications'][0]
    assert shown['env'] == {'DATABASE_URL': 'postgres://shop:%s@db/shop' % SECRET, 'PAYMENT_KEY': SECRET + '-2'}


def test_a_domain_moves_between_blue_and_green(here, tmp_path):
    domain = {'host': 'www.example.com', 'port': 80}
    application(here, 'web-green', domains=[domain])

    def hosts():
        rows = here.read('dokploy_application_info', **PRODUCTION)['applications']
        return {row['name']: sorted(one['host'] for one in row['domains']) for row in rows}
    play(here, tmp_path, 'blue_green', recipe_image='shop:2', recipe_https=False)
    assert hosts() == {'web-green': [], 'web-blue': ['web-blue.test.example.com', 'www.example.com']}
    assert 'shop:2' in here.simulator.front('www.example.com', '/').body
    play(here, tmp_path, 'blue_green', recipe_switch_only=True, recipe_https=False)
    assert hosts() == {'web-green': ['www.example.com'], 'web-blue': ['web-blue.test.example.com']}
    assert 'shop:1' in here.simulator.front('www.example.com', '/').body


@pytest.mark.parametrize('way', ['exec', 'schedule'])
def test_a_migration_comes_before_the_new_version(way, here, tmp_path):
    application(here)
    run = play(here, tmp_path, 'migrate', recipe_image='shop:2', recipe_migration='./migrate', recipe_with=way)
    if way == 'exec':
        assert run.of('Migrate the database')['stdout'] == '0042 applied'
    rows = {row['name']: row for row in here.read('dokploy_application_info', **PRODUCTION)['applications']}
    assert rows['backend']['running_image'].startswith('shop:2') and rows['backend-migrate']['replicas_wanted'] == 0
    if way == 'exec':
        play(here, tmp_path, 'migrate', code=2, recipe_image='shop:3', recipe_migration='exit 1')
        rows = {row['name']: row for row in here.read('dokploy_application_info', **PRODUCTION)['applications']}
        assert rows['backend']['running_image'].startswith('shop:2') and rows['backend-migrate']['replicas_wanted'] == 0


def test_a_backup_of_production_is_restored_into_staging(here, tmp_path):
    do(here, 'dokploy_environment', project='shop', environment='staging')
    here.call('destination.create', name='Backups', provider='', accessKey='k', secretAccessKey='S3CRET-8', bucket='b', region='', endpoint='e')
    for environment in ('production', 'staging'):
        do(here, 'dokploy_database', kind='postgres', project='shop', environment=environment, name='database', image='postgres:17', database='shop',
           user='shop', password='S3CRET-db')
    do(here, 'dokploy_backup', **PRODUCTION, postgres='database', prefix='nightly', cron='0 3 * * *', destination='Backups', database='shop', run=True)
    application(here, environment='staging')
    run = play(here, tmp_path, 'restore_into_staging', recipe_scrub='echo scrubbed')
    assert run.of('Restore the newest backup')['actions'] == ['restore backup'] and run.of('Replace the data of customers')['stdout'] == 'scrubbed'


def internal_name(here, module, key):
    return here.read(module, **PRODUCTION)[key][0]['app_name']


def test_everything_moves_to_a_new_server(here, tmp_path):
    application(here, env={'TOKEN': SECRET}, mounts=[{'type': 'volume', 'source': 'uploads', 'mount_path': '/uploads'}])
    do(here, 'dokploy_database', kind='redis', **PRODUCTION, name='cache', image='redis:8', password='S3CRET-db')
    do(here, 'dokploy_compose', **PRODUCTION, name='stack', state='present', source={'type': 'raw', 'content': 'services: {web: {image: "shop:1"}}'})
    (tmp_path / 'password').write_text('a-vault-password\n')
    with dokploy() as new:
        run = play(here, tmp_path, 'move_server', '--vault-password-file', str(tmp_path / 'password'), recipe_new_url=new.url, recipe_new_key=new.api_key)
        left = run.of('Name what is left to do')['msg']
        assert left['copy_these_volumes'] == ['uploads']
        names = [internal_name(one, 'dokploy_database_info', 'databases') + '-data' for one in (here, new)]
        assert left['restore_these_databases'] == ['shop/production/cache (redis): %s -> %s' % tuple(names)]
        names = [internal_name(one, 'dokploy_compose_info', 'compose_services') + '_*' for one in (here, new)]
        assert left['copy_the_volumes_of_these_compose_services'] == ['shop/production/stack (compose): %s -> %s' % tuple(names)]
        shown = do(new, 'dokploy_application_info', **PRODUCTION, name='backend', include_secrets=True)['applications'][0]
        assert shown['env'] == {'TOKEN': SECRET} and shown['replicas_running'] == 1


def test_the_keys_of_a_leaver_are_rotated(here, tmp_path):
    leaver = do(here, 'dokploy_user', email='leaver@example.com', password='S3CRET-12', role='member')['user']['id']
    do(here, 'dokploy_git_provider', name='Theirs', bitbucket={'username': 'u', 'email': 'leaver@example.com', 'api_token': SECRET})
    next(iter(here.simulator.store.gitProviders.values()))['userId'] = leaver
    do(here, 'dokploy_api_key', name='pipeline')
    do(here, 'dokploy_registry', name='Company registry', url='registry.example.com', username='puller', password=SECRET)
    before = application(here, env={'TOKEN': 'S3CRET-before'})
    token = here.simulator.store.applications[before['application']['id']]['refreshToken']
    vault = encrypted(tmp_path, 'new.yml', json.dumps({'recipe_secrets': {'TOKEN': SECRET}}))
    run = play(here, tmp_path, 'rotate_leaver', *vault, '--extra-vars', '@' + str(tmp_path / 'new.yml'), recipe_leaver='leaver@example.com',
               recipe_shared_keys=['pipeline'], recipe_applications=[dict(PRODUCTION, name='backend')], recipe_keys_dest='keys.json',
               recipe_remove_owned=True)
    assert run.of("Remove the person's user, and with it their API keys")['used_by'] == ['Git provider Theirs']
    remaining = run.of('Name the credentials that remain')['msg']['replace_where_the_person_knew_them']
    assert remaining['registries'] == ['Company registry'] and set(remaining) == {'databases', 'destinations', 'git_providers', 'registries', 'ssh_keys'}
    users = here.read('dokploy_user_info')['users']
    assert 'leaver@example.com' not in [one['name'] for one in users]
    row = here.simulator.store.applications[before['application']['id']]
    assert row['env'] == 'TOKEN=' + SECRET and row['refreshToken'] != token
    assert list(json.loads((tmp_path / 'keys.json').read_text())) == ['pipeline'] and os.stat(tmp_path / 'keys.json').st_mode & 0o777 == 0o600


def make_certificate(folder, host, days):
    """A certificate of an issuer that nobody trusts, in certificate.pem with its key; the issuer's is in ca.pem."""
    def openssl(*arguments):
        subprocess.run(['openssl', *arguments], cwd=folder, check=True, capture_output=True)
    elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', '-x509', *elliptic, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Company', '-days', '400')
    openssl('req', *elliptic, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=' + host)
    (folder / 'names').write_text('subjectAltName=DNS:%s\n' % host)
    openssl('x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', str(days), '-extfile', 'names',
            '-out', 'certificate.pem')


def test_certificates_are_watched(here, tmp_path):
    """A certificate of the right host that lasts is no finding. One that ends soon is, and one of another host, which Traefik's own would be."""
    require_programs('openssl')
    make_certificate(tmp_path, 'shop.example.com', 90)
    domain = {'port': 80, 'https': True}
    application(here, domains=[dict(domain, host='shop.example.com'), {'host': 'plain.example.com', 'port': 80}])
    with contextlib.closing(JsonServer(lambda *dummy: (200, {}), (tmp_path / 'certificate.pem', tmp_path / 'key.pem'))) as server:
        where = {'recipe_connect': '127.0.0.1', 'recipe_https_port': server.port, 'recipe_ca': 'ca.pem'}
        run = play(here, tmp_path, 'certificate_watch', recipe_project='shop', **where)
        assert [one['item'] for one in run.of('Read the certificate that each domain serves')['results']] == ['shop.example.com']
        application(here, domains=[dict(domain, host='other.example.com')])
        run = play(here, tmp_path, 'certificate_watch', code=2, recipe_days=100, **where)
    found = run.of('Fail where a certificate ends soon, or is not valid')['msg'].split('; ')
    assert sorted(found) == ['other.example.com: no valid certificate (hostname mismatch)', 'shop.example.com: the certificate ends soon']


def cookbook():
    with open(os.path.join(paths.ROOT, 'docs', 'docsite', 'rst', 'cookbook.rst'), encoding='utf-8') as handle:
        return handle.read()


def test_each_recipe_is_played():
    """The last test of this file: each playbook was named above, and the cookbook leads to each file."""
    with open(__file__, encoding='utf-8') as handle:
        text = handle.read()
    book = cookbook()
    names = [one for one in os.listdir(EXAMPLES) if one.endswith('.yml')]
    assert names and os.listdir(RECIPES)
    for name in names:
        assert "'%s'" % name[:-4] in text or "'%s'" % name in text, name
    for name in names + os.listdir(RECIPES):
        assert name in book, name
