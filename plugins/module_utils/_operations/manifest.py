# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applies a manifest: C(dokploy_manifest)."""

from __future__ import annotations

import copy
import re
from dataclasses import replace

from .._api.backend import SERVICE_SHAPES
from .._bulk.catalog import KINDS
from .._bulk.document import Problems, make_removals, read_manifest
from .._bulk.entry_validator import EntryValidator
from .._bulk.environment_copy import expand_copies, list_sources
from .._bulk.export import Exporter, fill_secrets
from .._bulk.planned_reads import PlannedReads
from .._bulk.prune import KINDS as PRUNED, check_prune, find_surplus
from .._bulk.report import make_result
from .._bulk.run import RunSettings, run_entries, validate_entry
from .._client.batches import BatchingClient
from .._client.shared_reads import SharingClient
from .._common.errors import BadInput
from .._module import short_task
from .._module.connection import NEEDS_API, open_client
from .._module.definition import ModuleDefinition
from .._module.options import CONNECTION

OPTIONS = {
    "manifest": {"type": "raw"}, "src": {"type": "path"},
    "origins": {"type": "raw"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "prune": {"type": "list", "elements": "str", "choices": list(PRUNED), "default": []},
    "prune_data": {"type": "bool", "default": False},
    "force": {"type": "bool", "default": False},
    "concurrency": {"type": "int", "default": 8},
    "on_error": {"type": "str", "choices": ["continue", "stop"], "default": "continue"},
    "follow": {"type": "bool", "default": True},
}
QUEUE_TIMEOUT = 3600        # seconds that a deployment may wait for other deployments of the same manifest


def manifest_module():
    """Make the definition of dokploy_manifest. C(origins) has no secrets, but a line for each line of the document: no result repeats it."""
    return ModuleDefinition(copy.deepcopy({**CONNECTION, **OPTIONS}), apply_manifest, {"manifest": "any", "origins": "any"}, lambda: short_task)


def apply_manifest(module_task):
    """Apply the manifest of a task -> its result."""
    options = module_task.options
    if options["backend"] == "docker":
        raise BadInput(NEEDS_API)
    if options["manifest"] is None:
        raise BadInput("manifest or src is required")
    if options["concurrency"] < 1:
        raise BadInput("concurrency must be at least 1")
    check_prune(options["prune"], options["prune_data"])
    origins, connection = options.get("origins"), {name: options[name] for name in CONNECTION}
    # Before any thread begins, for only the thread that forks goes on.
    divided = short_task.ClientsToCome()
    tell = module_task.open_live_log(divided) if options["follow"] and module_task.open_live_log else None
    plan = RunSettings(options["concurrency"], options["on_error"] == "continue", module_task.check_mode, (lambda line: tell([line])) if tell else None)
    with share_reads(module_task, divided.before_request) as shared:
        reader = open_client(module_task, SharingClient, shared=shared)
        entries = read_manifest(copy_environments(module_task, reader, options["manifest"], origins), origins)
        if options["state"] == "absent":
            entries = make_removals(entries, options["force"])
        validated = validate_entries(entries, connection, origins)
        if options["prune"] and options["state"] == "present":
            validated += validate_entries(find_surplus(entries, reader.read, options["prune"], options["prune_data"]), connection, origins)
        done = run_entries(validated, plan, shared, lambda task, gate, since: open_client(
            task, SharingClient, shared=shared, gate=gate, since=since))
        result = make_result(done, module_task.check_mode, shared.requests)
    for warning in dict.fromkeys("%s: %s" % (one.entry.name, words) for one in done for words in one.warnings):
        module_task.warn(warning)
    return result


def copy_environments(module_task, reader, manifest, origins):
    """Add the services of copied environments, read from the server, to the manifest."""
    sources = set(list_sources(manifest)) if isinstance(manifest, dict) else ()
    if not sources or module_task.options["state"] == "absent":
        return manifest
    exported = Exporter(reader, sorted({project for project, dummy in sources})).run()
    module_task.masker.add_secret(exported.secrets)
    found = {project["name"]: fill_secrets(project, exported.secrets) for project in exported.manifest.get("projects") or []}
    problems = Problems(origins)
    expanded = expand_copies(manifest, found, problems.add, module_task.warn)
    problems.raise_any()
    return expanded


def share_reads(module_task, check_caller=None):
    """Make the PlannedReads of a task, a context manager. C(check_caller): called before each request."""
    shapes = dict(SERVICE_SHAPES)
    for kind in KINDS:
        shapes.update(kind.resource.shapes)

    def open_reader(journal):
        client = open_client(replace(module_task, journal=journal), BatchingClient)
        client.shapes = shapes
        return client
    return PlannedReads(open_reader, check_caller)


def find_place(entry, words):
    """Return the place of the option that a message begins with, or of the entry."""
    option = re.match(r"\w*", words).group()
    return "%s.%s" % (entry.where, option) if option in entry.options else entry.where


def validate_entries(entries, connection, origins):
    """Validate every entry as its module does. Raises BadInput with all errors, before any request."""
    problems, validated, definitions = Problems(origins), [], {}
    for entry in entries:
        if entry.kind.module not in definitions:
            definition = entry.kind.define()
            definitions[entry.kind.module] = definition, EntryValidator(definition.argument_spec)
        definition, validator = definitions[entry.kind.module]
        more = {"queue_timeout": QUEUE_TIMEOUT} if "queue_timeout" in definition.argument_spec and "queue_timeout" not in entry.options else {}
        one, words = validate_entry(entry, definition, validator, {**connection, **more})
        if one is None:
            problems.add(find_place(entry, words), "%s: %s" % (entry.name, words))
        else:
            validated.append(one)
    problems.raise_any()
    return validated
