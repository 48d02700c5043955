# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Implements the particular parts of compose services: their file, their type, and the services that domains name."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from .git_source import check_source, complete_source
from .._common.errors import BadInput, Refused
from .._model.hooks import Hooks
from .._model.plan import NEW_ID, Step
from .._planning.compare_parts import compare_parts, read_services
from .._planning.health_of_parts import judge_parts
from .._planning.present_parts import present_parts
from .._resources.compose import FILES, TEMPLATE
from .._traefik.document import read_document


class ComposeHooks(Hooks):
    """A record with several services behind it."""

    compare, judge, present = staticmethod(compare_parts), staticmethod(judge_parts), staticmethod(present_parts)

    def prepare(self, ctx, request, plan, observed):
        """Complete the plan from the Git provider. Raises Refused for a file or a type that Dokploy cannot deploy."""
        template = _find_template(request)
        if template and plan.creates:
            _check_template(ctx, request, template)
            return replace(plan, record_after={**plan.record_after, "composeFile": "# the template %s" % template["template_id"]})
        record = plan.record_after
        source = request.options.get("source") or {}
        if any(source.get(key) for key in FILES) and source.get("content") is None:
            raise BadInput("source.src and source.template are read by the action plugin of dokploy_compose: run it as a task of a playbook")
        _refuse_other_type(request, plan, observed)
        services = None
        if record.get("sourceType") == "raw":
            if "source.content" in request.changes:
                _refuse_broken_file(request, record)
            services = read_services(record.get("composeFile"))
        else:
            plan = complete_source(ctx, request, plan)
        _refuse_unknown_services(request, plan, services)
        return plan

    def list_creation_steps(self, request, environment_id):
        """List the steps that create a template's service: its call saves file, variables, files, and domains, and names the service itself."""
        template = _find_template(request)
        if not template:
            return None
        more = {key: request.changes[path].value for path, key in (("source.template_url", "baseUrl"), ("server", "serverId")) if path in request.changes}
        name, resource = request.rename_to or request.address.name, request.resource
        return (
            Step("compose.deployTemplate", dict(more, environmentId=environment_id, id=template["template_id"]), "create compose", creates=resource.id,
                 remove=resource.remove),
            Step(resource.update.procedure, {resource.id: NEW_ID, "name": name}, "configure compose"))

    def check_rollout(self, ctx, request, plan, observed):
        """Refuse a deployment whose Git provider cannot be used."""
        if plan.record_after.get("sourceType") not in ("raw", "git"):
            check_source(ctx, request, plan.record_after)


HOOKS = ComposeHooks()


def _find_template(request):
    """Return C(source) of a task that names a template, or None."""
    source = request.options.get("source") or {}
    return source if source.get("type") == TEMPLATE else None


def _check_template(ctx, request, template):
    """Refuse a template that the catalog does not have, or has in another version."""
    if not template.get("template_id"):
        raise BadInput("source.template_id is required to create %s: the ID of a template" % request.name)
    where = {"baseUrl": template["template_url"]} if template.get("template_url") else {}
    rows = ctx.backend.client.read("compose.templates", **where) or []
    row = next((row for row in rows if row.get("id") == template["template_id"]), None)
    if row is None:
        said = "the catalog has no template %s" % template["template_id"] if rows else "the catalog of templates is empty, or Dokploy's server cannot reach it"
        raise Refused("%s cannot be created: %s; nothing was changed" % (request.name, said),
                      next_step=suggest_services(template["template_id"], [row.get("id") or "" for row in rows]))
    wanted = template.get("template_version")
    if wanted and row.get("version") != wanted:
        raise Refused("%s cannot be created: the template %s has the version %s, and source.template_version is %s; nothing was changed" % (
            request.name, template["template_id"], row.get("version"), wanted), next_step="Use the version of the catalog.")


def suggest_services(name, names):
    alike = get_close_matches(name, names, 3, 0.6)
    return "Is it %s?" % " or ".join(alike) if alike else "Check source.template_id and source.template_url."


def _refuse_other_type(request, plan, observed):
    """Refuse to change the type while services run: the new type cannot remove what the old one started."""
    if plan.record is not None and "type" in plan.changed and observed.exists:
        raise Refused(
            "%s exists as %s, and Dokploy would leave its containers behind with another type; nothing was changed" % (
                request.name, plan.record.get("composeType")),
            next_step="Remove it with state absent, and create it again with the other type. Volumes are kept.")


def _refuse_broken_file(request, record):
    """Refuse a file with errors, which Dokploy saves, and reports only in a deployment's log."""
    text, named = record.get("composeFile") or "", _name_file(request)
    if not text:
        raise BadInput("%s of %s must not be empty" % (named, request.name))
    document = read_document(text, go_templates=False)
    if not document.readable:
        found = document.findings[0]
        raise BadInput("%s of %s is not YAML that can be read: %s" % (named, request.name, found.message))
    if not read_services(text):
        raise BadInput("%s of %s has no services: it needs the key services with a mapping of each service" % (named, request.name))


def _name_file(request):
    """Name the file of a task for messages: the file on the controller that its action plugin read, else the option."""
    source = request.options.get("source") or {}
    return next(("source.%s (%s)" % (key, source[key]) for key in FILES if source.get(key)), "source.content")


def _refuse_unknown_services(request, plan, services):
    """Refuse a domain of a service that the file lacks: each deployment would fail."""
    if services is None or not {"domains", "source.content", "source.type"} & set(plan.changed) and not plan.creates:
        return
    suffix = plan.record_after.get("suffix") if plan.record_after.get("randomize") and not plan.record_after.get("isolatedDeployment") else ""
    names = {"%s-%s" % (name, suffix) if suffix else name for name in services}
    for row in plan.record_after.get("domains") or []:
        if row.get("enabled") is not False and row.get("serviceName") not in names:
            raise Refused("the domain %s of %s names the service %s, which the file does not have; nothing was changed" % (
                row.get("host"), request.name, row.get("serviceName") or "''"), next_step="The file has %s." % ", ".join(sorted(names)))
