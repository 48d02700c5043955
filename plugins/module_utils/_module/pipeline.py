# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task hands to its pipeline: a connection, and a Context. Private to this collection."""

from __future__ import annotations

from ansible.module_utils.basic import missing_required_lib

from .._client.http import Client
from .._common.errors import BadInput
from .._lifecycle.context import Context

NEEDS_API = "backend docker cannot do this: it needs Dokploy's own store, and so its API"


def connect(task):
    """The Client that a task's connection options describe."""
    options = task.options
    try:
        import requests  # noqa: F401, pylint: disable=unused-import
    except ImportError:
        raise BadInput(missing_required_lib("requests")) from None
    client = Client(
        options["api_url"], options["api_key"], validate_certs=options["validate_certs"], ca_path=options["ca_path"], client_cert=options["client_cert"],
        client_key=options["client_key"], timeout=options["timeout"], retries=options["retries"], mask=task.masker.mask_text,
        journal=task.journal)
    for warning in client.warnings:
        task.warn(warning)
    return client


def make_context(task, backend):
    """What a task may do, for the pipeline."""
    return Context(
        backend, check_mode=task.check_mode, warn=task.warn, masker=task.masker,
        follow=task if task.open_live_log and task.options.get("follow") else None)
