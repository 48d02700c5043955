# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of manifests: apply, plan, and export with secrets that ansible-vault encrypts."""

from __future__ import annotations

import json
import os

import pytest

from support import paths
from support.play import run_command
from support.simulated import environment_at, simulator

MANIFEST = os.path.join(paths.ROOT, 'docs', 'examples', 'manifest')
VALUES = {'dokploy_manifest_src': MANIFEST, 'shop_version': '1.27', 'shop_token': 'S3CRET-token-of-the-shop'}


@pytest.fixture
def play(tmp_path):
    """A function that plays a playbook of the collection on a simulator -> (exit code, output)."""
    with simulator('--speed', '20') as said:
        environ = environment_at(said, ANSIBLE_DISPLAY_SKIPPED_HOSTS='false')

        def run(playbook, *arguments, **values):
            code, output = run_command(
                environ, tmp_path, 'ansible-playbook', playbook if playbook.endswith('.yml') else 'community.dokploy.%s' % playbook,
                '--extra-vars', json.dumps({**VALUES, **values}), *arguments)
            assert 'S3CRET' not in output, output
            # What the role prints, planned and applied, changed and unchanged.
            assert len(output.partition('TASK [community.dokploy.dokploy_manifest')[2].splitlines()) <= 40, output
            return code, output
        yield run


def test_plan_apply_and_export(play, tmp_path):
    report, exported, secrets, password = (str(tmp_path / one) for one in ('plan.md', 'out/manifest.yml', 'out/secrets.yml', 'password'))
    code, output = play('plan', dokploy_manifest_report=report)
    assert code == 2 and 'would change application shop/production/worker3' in output, output
    with open(report, encoding='utf-8') as handle:
        text = handle.read()
    assert '7 to change, 0 unchanged' in text and '| application shop/production/backend | create application' in text and 'S3CRET' not in text
    code, output = play('apply')
    assert code == 0 and '0 of 7 resources were unchanged' in output, output
    code, output = play('plan', dokploy_manifest_report=report)
    assert code == 0 and '7 of 7 resources would stay unchanged' in output, output
    with open(report, encoding='utf-8') as handle:
        assert 'The server matches the manifest' in handle.read()
    # Without a vault password no secret is written, and nothing else either.
    code, output = play('export', dokploy_export_dest=exported, dokploy_export_secrets_dest=secrets)
    assert code == 2 and 'requires a vault password' in output and not os.path.exists(exported), output
    (tmp_path / 'password').write_text('a-vault-password\n')
    vault = ('--vault-password-file', password)
    code, output = play('export', *vault, dokploy_export_dest=exported, dokploy_export_secrets_dest=secrets)
    assert code == 0, output
    for path, first in ((exported, '---'), (secrets, '$ANSIBLE_VAULT')):
        with open(path, encoding='utf-8') as handle:
            text = handle.read()
        assert text.startswith(first) and 'S3CRET' not in text
    assert sorted(os.listdir(os.path.dirname(secrets))) == ['manifest.yml', 'secrets.yml']
    assert os.stat(secrets).st_mode & 0o777 == 0o600
    code, output = play('export', *vault, dokploy_export_dest=exported, dokploy_export_secrets_dest=secrets)
    assert code == 0 and 'changed=0' in output, output
    code, output = play('plan', *vault, '--extra-vars', '@' + secrets, dokploy_manifest_src=exported)
    assert code == 0 and '7 of 7 resources would stay unchanged' in output, output


def test_a_wrong_line_is_named_by_file_and_number(play, tmp_path):
    (tmp_path / 'shop.yml').write_text('projects:\n  - name: shop\n    environments:\n      - name: production\n        applications:\n'
                                       '          - name: web\n            sorce: {}\n')
    code, output = play('apply', dokploy_manifest_src=str(tmp_path / 'shop.yml'))
    assert code == 2 and 'shop.yml:7' in output and 'sorce is no option of dokploy_application: is it source?' in output, output
    # What no entry creates is a warning of the plan, in its report, too.
    (tmp_path / 'shop.yml').write_text('projects:\n  - name: shop\n    environments:\n      - name: production\n        applications:\n'
                                       '          - {name: web, source: {type: docker, image: "nginx:1.27", registry: Compny}}\n')
    code, output = play('plan', dokploy_manifest_src='shop.yml', dokploy_manifest_report=str(tmp_path / 'plan.md'), dokploy_manifest_fail_on_drift=False)
    assert code == 0 and '> **Warning:** application shop/production/web: source.registry: there is no registry named Compny.' in (
        tmp_path / 'plan.md').read_text(), output
    # A failure of the server: its reason once, and what else became of the manifest.
    (tmp_path / 'shop.yml').write_text('projects:\n  - name: shop\n    environments:\n      - name: production\n        applications:\n'
                                       '          - name: web\n            source: {type: docker, image: "missing:1"}\n')
    code, output = play('apply', dokploy_manifest_src='shop.yml')
    assert code == 2 and output.count('manifest for missing:1 not found') == output.count('1 of 3 resources failed. the deployment of shop') > 0, output
    assert 'Then deploy again. project shop: create project; ' in output, output


def test_a_task_that_is_repeated_reads_its_files_again_and_returns_no_secret(play, tmp_path):
    (tmp_path / 'password').write_text('a-vault-password\n')
    (tmp_path / 'repeated.yml').write_text(json.dumps([{'hosts': 'localhost', 'gather_facts': False, 'tasks': [
        {'community.dokploy.dokploy_manifest': {'src': MANIFEST}, 'register': 'applied', 'until': 'applied.attempts > 1', 'retries': 2, 'delay': 0},
        {'community.dokploy.dokploy_manifest_info': {'secrets_dest': str(tmp_path / 'secrets.yml')}, 'register': 'exported',
         'until': 'exported.attempts > 1', 'retries': 2, 'delay': 0},
        {'ansible.builtin.assert': {'quiet': True, 'that': ['not applied.changed', 'exported.secrets is not defined', 'exported.written == []']}}]}]))
    code, output = play(str(tmp_path / 'repeated.yml'), '--vault-password-file', str(tmp_path / 'password'))
    assert code == 0, output
