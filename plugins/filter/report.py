# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Formats the report of a diagnosis as text, Markdown, or an HTML page."""

from __future__ import annotations

from collections.abc import Mapping

from ansible.errors import AnsibleFilterError
from ansible_collections.community.dokploy.plugins.plugin_utils._report import render_html, render_markdown, render_text


def _made(name, make):
    def filtered(report):
        if not isinstance(report, Mapping):
            raise AnsibleFilterError("community.dokploy.%s takes the report of dokploy_troubleshoot, a dictionary, and was given %s" % (
                name, type(report).__name__))
        text = make(report)
        if _marked(report):
            # Up to ansible-core 2.18 what came from outside stays marked, so that nobody's log is taken for a template.
            from ansible.utils.unsafe_proxy import wrap_var
            text = wrap_var(text)
        return text
    filtered.__doc__ = "The report of a diagnosis: see %s." % name
    return filtered


def _marked(value):
    """Return whether a text of the report is marked as coming from outside."""
    if isinstance(value, Mapping):
        return any(_marked(one) for one in value.values())
    if isinstance(value, (list, tuple)):
        return any(_marked(one) for one in value)
    return bool(getattr(value, "__UNSAFE__", False))


class FilterModule:
    """report_text, report_markdown and report_html."""

    def filters(self):
        return {name: _made(name, make) for name, make in (("report_text", render_text), ("report_markdown", render_markdown), ("report_html", render_html))}
