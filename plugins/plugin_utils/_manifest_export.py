# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes an exported manifest and its secrets to files on the controller. Private to this collection."""

from __future__ import annotations

import os
import tempfile

from ansible.errors import AnsibleActionFail

from ansible_collections.community.dokploy.plugins.module_utils._common.expressions import VARIABLE, read_expression


class Unsafe(str):
    """A text that Ansible must not treat as a template."""


def mark_unsafe(value, is_expression):
    """Convert the texts that look like templates to Unsafe, except expressions."""
    if isinstance(value, dict):
        return {key: mark_unsafe(one, is_expression) for key, one in value.items()}
    if isinstance(value, list):
        return [mark_unsafe(one, is_expression) for one in value]
    if isinstance(value, str) and ("{{" in value or "{%" in value or "{#" in value) and not is_expression(value):
        return Unsafe(value)
    return value


def dump_yaml(value, is_expression=lambda text: False):
    """Format a value as YAML that Ansible loads as the same value, except expressions."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes Unsafe texts with their tag."""

        def increase_indent(self, flow=False, indentless=False):
            return super().increase_indent(flow, False)

    Dumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text), style='"'))
    return yaml.dump(mark_unsafe(value, is_expression), Dumper=Dumper, sort_keys=False, default_flow_style=False, allow_unicode=True, width=160)


def encrypt_text(loader, text):
    """Encrypt a text with the play's default vault secret. Raises AnsibleActionFail if the play has none."""
    vault = getattr(loader, "_vault", None)
    if not getattr(vault, "secrets", None):
        raise AnsibleActionFail("secrets_dest requires a vault password, and nothing was written: run with --vault-id or --vault-password-file")
    return vault.encrypt(text.encode("utf-8")).decode("ascii")


def decrypt_file(loader, path):
    """Return the text of an encrypted file, or None if it cannot be read or decrypted."""
    try:
        with open(path, "rb") as handle:
            return loader._vault.decrypt(handle.read()).decode("utf-8")
    except Exception:  # pylint: disable=broad-except
        return None


def write_file(path, text, mode):
    """Write a file atomically."""
    directory = os.path.dirname(path)
    os.makedirs(directory, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=directory, prefix=".dokploy-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def write_manifest(loader, manifest, path, check_mode):
    """Write the file if it differs -> whether it did."""
    text = "---\n" + dump_yaml(manifest, lambda text: read_expression(text) is not None)
    path = loader.path_dwim(path)
    try:
        with open(path, encoding="utf-8") as handle:
            if handle.read() == text:
                return False
    except OSError:
        pass
    if not check_mode:
        write_file(path, text, 0o644)
    return True


def write_secrets(loader, secrets, path, check_mode):
    """Write the secrets if they differ -> whether they did. Only the encrypted text reaches the disk."""
    text, path = "---\n" + dump_yaml({VARIABLE: secrets}), loader.path_dwim(path)
    encrypted = encrypt_text(loader, text)
    if decrypt_file(loader, path) == text:
        return False
    if not check_mode:
        write_file(path, encrypted, 0o600)
    return True
