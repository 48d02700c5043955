# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the HTTP client and the Context of a task."""

from __future__ import annotations

from ansible.module_utils.basic import missing_required_lib

from .._common.errors import BadInput
from .._lifecycle.context import Context

NEEDS_API = "backend docker cannot do this: it needs Dokploy's own store, and so its API"


def open_backend(module_task, api, resource):
    """Make a task's backend on Dokploy's API. C(api): its class, which names its Client's."""
    return api(connect(module_task, api.client_class), resource)


def connect(module_task, make):
    """Make the Client of a task's connection options. C(make): its class."""
    return module_task.connect(module_task) if module_task.connect else open_client(module_task, make)


def open_client(module_task, make, **more):
    """Make a Client for this task only. Raises BadInput."""
    options = module_task.options
    try:
        import requests  # noqa: F401, pylint: disable=unused-import
    except ImportError:
        raise BadInput(missing_required_lib("requests")) from None
    client = make(
        options["api_url"], options["api_key"], validate_certs=options["validate_certs"], ca_path=options["ca_path"], client_cert=options["client_cert"],
        client_key=options["client_key"], timeout=options["timeout"], retries=options["retries"], mask=module_task.masker.mask_text,
        journal=module_task.journal, **more)
    for warning in client.warnings:
        module_task.warn(warning)
    return client


def make_context(module_task, backend, open_watch=None):
    """Make a task's Context. C(open_watch()) opens the live log when the task begins to wait, and returns a Watch or None."""
    return Context(
        backend, check_mode=module_task.check_mode, warn=module_task.warn, masker=module_task.masker, open_watch=open_watch, bulk=module_task.bulk)
