# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the pipeline of a plain record, which has no service.

The stages are find, plan, announce and store, also for a record that does not exist yet. C(RecordKind) has the functions of a kind: how to find
a record, what to remove before it, and which others a change affects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable

from .apply import create, send_steps, send_update
from .listing import LICENSE_STEP, NO_LICENSE, find_described_owner, list_rows, read_row
from .pipeline import finish_task, run_stages
from .versions import check_versions
from .._api.permissions import check_permissions
from .._common.errors import ApiError, BadInput, MissingResource, NotFound, ResourceNotFound, PermissionMissing, Refused, make_ambiguous_error
from .._model.address import same_name
from .._model.plan import Outcome, RecordSeen
from .._model.request import Request
from .._model.resource import FULL
from .._planning.plan import add_name, check_types, list_steps, plan_record, read_changes, validate_changes
from .._planning.present_record import learn_record_secrets
from .._planning.record_result import make_record_result

DELETE_TIMEOUT = 120
MOST_NAMED = 5              # users of a record in a message; the result has all of them


@dataclass(frozen=True, eq=False, repr=False)
class RecordPlace:
    """The place of a record, or where it would be created."""

    row: dict = None              # as listed; None: it does not exist
    parent_id: str = None         # for a creation
    missing_parent: str = ""      # the parent to create first, for a message
    owner: object = None          # the Owner, if the kind has owners


def find_in_listing(ctx, request, name, find_owner=find_described_owner):
    """Find a record by id or name in the listing of its kind -> RecordPlace. Raises Ambiguous. C(find_owner) finds the owner, if the kind has owners."""
    resource, own_id, owner = request.resource, get_own_id(request, name), None
    if resource.owner is not None:
        owner = find_owner(ctx.backend, resource, request.options)
        if owner.missing:
            return RecordPlace(missing_parent=owner.missing, owner=owner)
    rows = list_rows(ctx.backend, resource, owner)
    if resource.single:
        return RecordPlace(rows[0])
    rows = [row for row in rows if (row.get(resource.id) == own_id if own_id else same_name(row.get(resource.name), name))]
    if len(rows) > 1:
        raise make_ambiguous_error(resource.kind, name, [row[resource.id] for row in rows], resource.id_option)
    if own_id and not rows:
        raise make_unknown_id_error(resource, own_id)
    return RecordPlace(rows[0] if rows else None, owner=owner)


def get_own_id(request, name):
    """Return the id in the task, or None if C(name) is not the name in the task."""
    return request.options.get(request.resource.id_option) if name is None or name == get_name(request) else None


def make_unknown_id_error(resource, own_id):
    """Make the error for an id without a record."""
    return ResourceNotFound("no %s has the id %s, or this key cannot read it" % (resource.kind, own_id))


def read_listed(ctx, request, row):
    """Read the record of a row, if the kind has a procedure for it."""
    resource = request.resource
    more = resource.read_more(row) if resource.read_more else None
    if more:
        return dict(row, **(ctx.backend.client.read(more[0], **more[1]) or {}))
    return read_row(ctx, resource, row[resource.id]) if resource.read else row


def refuse_newer_options(ctx, request, record):
    """Return the request unchanged. Raises Refused for options that the server is too old for."""
    check_versions(ctx, request.resource, request.changes)
    return request


@dataclass(frozen=True, eq=False, repr=False)
class RecordKind:
    """The particular functions of one kind of record."""

    find: Callable = find_in_listing              # (ctx, request, name) -> RecordPlace
    resolve: Callable = refuse_newer_options      # (ctx, request, record) -> the request with ids for the names of other resources
    update: Callable = send_update                # (ctx, request, plan, step): sends the update of a record that exists
    read: Callable = read_listed                  # (ctx, request, row) -> the record to plan on
    check: Callable = lambda request: None        # raises BadInput before any request is sent
    prepare_removal: Callable = lambda ctx, request, row: ()     # -> the Removals before it; raises Refused
    tell: Callable = lambda ctx, outcome: outcome        # a stage after the plan: effects on others
    facts: Callable = lambda: {}                  # more keys of the result
    run: Callable = None                          # a stage that runs it at once, if Resource.run is set
    confirm: Callable = lambda ctx, outcome: outcome     # a stage after storing


@dataclass(frozen=True, eq=False, repr=False)
class Removal:
    """One removal before that of a record."""

    what: str
    procedure: str
    run: Callable                                 # (ctx) -> the unverified parts


def get_name(request):
    options, resource = request.options, request.resource
    found = options.get(resource.name_option) or resource.kind in resource.addressing and options.get(resource.kind) or ""
    found = found.lower() if resource.lowers_name else found
    return found if found.strip() else None


def perform_record(ctx, resource, options, kind=RecordKind()):
    """Return the result of one task on a record. An exception carries the result so far."""
    request = Request(resource, options, state=options.get("state") or "present")
    request = replace(request, name=get_name(request) or options.get(resource.id_option) or (resource.kind if resource.single else ""))
    outcome = run_stages(ctx, Outcome(request, facts=kind.facts()), list_stages(kind))
    if outcome.adopted:
        # Another task created it meanwhile: treat it as existing.
        outcome = run_stages(ctx, Outcome(outcome.request, place=outcome.place, facts=kind.facts()), list_stages(kind)[2:])
    if resource.look and request.state != "absent" and not ctx.check_mode:
        outcome = run_stages(ctx, replace(outcome, finished=False), (read_facts,))
    return finish_task(ctx, outcome, make_record_result)


def list_stages(kind):
    return tuple(lambda ctx, outcome, stage=stage: stage(ctx, outcome, kind) for stage in (
        validate, find_record, make_plan, announce_actions, ensure_permissions, test_values, create_missing, store_changes, confirm, run_if_asked))


def validate(ctx, outcome, kind):
    """Refuse invalid options before any request is sent."""
    request = outcome.request
    kind.check(request)
    if not request.resource.single and not get_name(request) and not request.options.get(request.resource.id_option):
        option = request.resource.kind if request.resource.kind in request.resource.addressing else request.resource.name_option
        by_id = ", or " + request.resource.id_option if request.resource.id_option in request.resource.addressing else ""
        raise BadInput("name the %s: %s%s" % (request.resource.kind.replace("_", " "), option, by_id))
    if request.options.get("run") and request.state == "absent":
        raise BadInput("run: true and state: absent are mutually exclusive")
    request = replace(request, changes=read_changes(request.resource, request.options, request.options.get("unset") or ()))
    validate_changes(request.resource, request.changes)
    return replace(outcome, request=request)


def find_record(ctx, outcome, kind):
    """Find the record, which may have its new name already, or where it would be created."""
    request = outcome.request
    if request.state == "absent":
        try:
            found = _find_renamed(ctx, request, kind)
        except ResourceNotFound:
            found = RecordPlace()
        return _remove(ctx, replace(outcome, place=found), kind)
    return replace(outcome, place=_find_renamed(ctx, request, kind))


def _find_renamed(ctx, request, kind):
    resource, name, new = request.resource, get_name(request), request.rename_to
    if request.options.get(resource.id_option):
        found = kind.find(ctx, request, None)
        own = found.row[resource.name]
        if name and not same_name(name, own) and not (new and same_name(new, own)):
            raise Refused("%s says %s, and the %s of that id is %s: nothing was changed" % (resource.kind, name, resource.kind, own))
        by_name = replace(request, options=dict(request.options, **{resource.id_option: None, **(
            {"project_id": found.row.get("projectId")} if resource.parent == "project" else {})}))
        if new and not same_name(new, own) and kind.find(ctx, by_name, new).row:
            raise Refused("%s exists already: rename_to cannot merge them" % new)
        return found
    found = [kind.find(ctx, request, one) for one in ([name] + ([new] if new else []))]
    if len(found) == 2 and all(one.row for one in found) and found[0].row[resource.id] != found[1].row[resource.id]:
        raise Refused("both %s and %s exist: rename_to cannot merge them" % (name, new))
    there = next((one for one in found if one.row), found[0])
    if new and not there.row:
        raise MissingResource("neither %s nor %s exists: rename_to never creates" % (name, new))
    return there


def make_plan(ctx, outcome, kind):
    """Plan the writes, and the record after them."""
    request, found = outcome.request, outcome.place
    resource = request.resource
    record = kind.read(ctx, request, found.row) if found.row else None
    if resource.prepare:
        request = replace(request, options=resource.prepare(ctx.backend.tree, request.options))
    if resource.variant:
        resource = resource.variant(resource, request.options, record)
    if resource.variant or resource.prepare:
        request = replace(request, resource=resource, changes=read_changes(resource, request.options))
    words = find_missing_options(resource, request.options) if record is None else ""
    words = words or (resource.owner.find_misfit(request.options, record) if resource.owner else "")
    words = words or (resource.refuse(request.options, record) if resource.refuse else "")
    if words:
        raise Refused("%s: %s; nothing was changed" % (request.name, words))
    request, unseen = _drop_unseen(request, record)
    if record is not None and ctx.masker:
        learn_record_secrets(resource, record, ctx.masker)
    if record is None and found.missing_parent:
        if not ctx.check_mode:
            raise ResourceNotFound("the %s does not exist" % found.missing_parent, next_step="Create it with community.dokploy.dokploy_%s first." % (
                resource.parent or found.missing_parent.split(" ")[0]))
        ctx.warn("the %s does not exist yet: the real run needs it" % found.missing_parent)
    request = kind.resolve(ctx, request, record)
    check_types(resource, request.changes, record)
    plan = plan_record(resource, record, request.changes)
    if record is None:
        plan = replace(plan, before={**plan.before, "state": "absent"}, after={**plan.after, "state": "present"},
                       record_after={**plan.record_after, resource.name: request.rename_to or get_name(request)})
    elif request.rename_to and not same_name(record[resource.name], request.rename_to):
        plan = add_name(resource, plan, request.rename_to)
    if resource.more_steps:
        plan = replace(plan, children=plan.children + tuple(resource.more_steps(ctx.backend.client.read, request.options, record)))
    for words in (rule(plan.record_after) for rule in resource.rules):
        if words:
            raise Refused("%s: %s; nothing was changed" % (request.name, words))
    return kind.tell(ctx, replace(outcome, request=request, plan=plan, unverified=unseen, observed=RecordSeen(dict(plan.record_after))))


def find_missing_options(resource, options):
    """Describe the options that a creation lacks, or ""."""
    if all(options.get(one) for one in resource.needed):
        return ""
    *first, last = resource.needed
    return "%s needed to create it" % ("%s and %s are" % (", ".join(first), last) if first else last + " is")


def _drop_unseen(request, record):
    """Return (the request without options that nothing can compare, those options). Raises Refused for a change that only a creation accepts."""
    fields = dict(request.resource.flat())
    if record is None:
        return request, ()
    for path, change in request.changes.items():
        item = fields[path]
        if item.at_creation and not item.ref and not item.write_only and item.canonical({item.key: item.kind.apply(
                change, record.get(item.key), item.default)}) != item.canonical(record):
            raise Refused("%s: Dokploy accepts %s only at creation; nothing was changed" % (request.name, path),
                          next_step="Remove it and create it again, or leave %s out." % path)
    unseen = tuple(path for path in request.changes if fields[path].write_only and (
        fields[path].at_creation or request.options.get("update_secrets") != "always"))
    return replace(request, changes={path: one for path, one in request.changes.items() if path not in unseen}), unseen


def _list_steps(outcome):
    request, plan = outcome.request, outcome.plan
    name = request.rename_to or get_name(request)
    parent_id, owner, resource = outcome.place.parent_id or "@%s" % request.resource.parent, outcome.place.owner, request.resource
    steps = list_steps(resource, plan, {resource.name: name}, parent_id=parent_id, create_more=resource.owner.keys(
        owner.kind, owner.id) if owner is not None and plan.creates else None)
    return tuple(replace(step, body=resource.pack(resource, dict(step.body))) for step in steps) if resource.pack else steps


def announce_actions(ctx, outcome, kind):
    """Add the planned actions to the result."""
    request = outcome.request
    actions = tuple(step.what for step in _list_steps(outcome) + outcome.plan.children)
    actions += ("run %s" % request.resource.kind,) if request.options.get("run") else ()
    return replace(outcome, actions=actions, changed=bool(actions))


def ensure_permissions(ctx, outcome, kind):
    """Refuse missing permissions before the first write; check mode ends here."""
    update_since = outcome.request.resource.update.since if outcome.request.resource.update else ""
    if outcome.changed and not outcome.plan.creates and update_since and not ctx.backend.at_least(update_since):
        raise Refused("%s: changing it requires Dokploy v%s or later; nothing was changed" % (outcome.request.name, update_since),
                      next_step="Remove it and create it again.")
    if outcome.changed:
        check_license(ctx, outcome.request.resource)
        runs = [outcome.request.resource.run.find_procedure(outcome.plan.record_after)] if outcome.request.options.get("run") else []
        check_permissions(ctx.backend, outcome.request.resource, [step.procedure for step in _list_steps(outcome) + outcome.plan.children] + runs,
                          outcome.request.name)
    return replace(outcome, finished=ctx.check_mode or not outcome.changed)


def check_license(ctx, resource):
    """Raise Refused, also in check mode, if writes require a license that the server lacks."""
    if resource.licensed and ctx.backend.client.read("licenseKey.haveValidLicenseKey") is False:
        raise Refused(NO_LICENSE % resource.kind.replace("_", " "), next_step=LICENSE_STEP)


def test_values(ctx, outcome, kind):
    """Let Dokploy test the values first, since it stores values that cannot work."""
    resource, plan = outcome.request.resource, outcome.plan
    test = resource.test
    tried = set(test.always) - ({resource.name} if test.dialect != FULL else set()) if test else set()
    if test is None or outcome.request.options.get("test") is False or not plan.creates and not set(plan.keys) & tried:
        return outcome
    if test.since and not ctx.backend.at_least(test.since):
        return outcome
    known = {item.key for dummy, item in resource.flat() if not item.since or ctx.backend.at_least(item.since)} | {resource.name} | set(resource.create_extra)
    record = {**resource.create_extra, **plan.record_after} if plan.creates else plan.record_after
    defaults = {item.key: item.default for dummy, item in resource.flat()}
    body = {key: record.get(key, defaults.get(key)) for key in test.always if key in known or key == resource.id and not plan.creates}
    try:
        ctx.backend.call(test.procedure, resource.pack(resource, body) if resource.pack else body)
    except ApiError as exc:
        if isinstance(exc, PermissionMissing):
            raise
        # The message may begin with a command line that contains keys; its last line has the reason.
        words = [line.strip() for line in (exc.server_message or exc.message).splitlines() if line.strip()] or ["no reason was given"]
        raise Refused("%s: the test by Dokploy failed: %s; nothing was changed" % (outcome.request.name, words[-1][:300])) from None
    return outcome


def complete_creation(ctx, request, steps):
    """Add the keys that this version requires, and those that Dokploy provides."""
    resource, body = request.resource, dict(steps[0].body)
    for dummy, item in resource.flat():
        if item.key in resource.create_always and item.key not in body and (not item.since or ctx.backend.at_least(item.since)):
            body[item.key] = item.default
    if resource.complete:
        body.update(resource.complete(ctx.backend.call, ctx.backend.client.read, request.options))
    return (replace(steps[0], body=body),) + steps[1:]


def create_missing(ctx, outcome, kind):
    """Create the record if it does not exist."""
    request, resource = outcome.request, outcome.request.resource
    if not outcome.plan.creates:
        return outcome
    name, parent_id = request.rename_to or get_name(request), outcome.place.parent_id

    def list_same():
        rows = _list_siblings(ctx, resource, parent_id, outcome.place.owner)
        rows = [row for row in rows if same_name(row.get(resource.name), name)]
        return [row[resource.id] for row in sorted(rows, key=lambda row: (row.get("createdAt") or "", row[resource.id]))]

    steps = complete_creation(ctx, request, _list_steps(outcome))
    owner = outcome.place.owner
    made, adopted = create(ctx, request, steps, list_same, resource.kind, (owner.kind, owner.id) if owner else parent_id, name)
    found = replace(outcome.place, row={resource.id: made})
    record = read_row(ctx, resource, made) if resource.read else {
        **{item.key: item.default for dummy, item in resource.flat() if item.key in resource.create_always}, **outcome.plan.record_after, resource.id: made}
    if resource.read_more:
        record.update(next(row for row in list_rows(ctx.backend, resource, outcome.place.owner) if row[resource.id] == made))
    answer = ctx.answers.get(resource.create)
    revealed = {one: answer.get(one) for one in resource.reveals if isinstance(answer, dict) and not adopted}
    return replace(outcome, place=replace(found, row=record) if adopted else found, adopted=adopted, finished=adopted,
                   observed=RecordSeen(record), facts={**outcome.facts, **revealed})


def _list_siblings(ctx, resource, parent_id, owner=None):
    """List the rows of a kind in one parent."""
    if resource.parent != "project" and not resource.parent_id:
        return list_rows(ctx.backend, resource, owner)
    if resource.parent == "project":
        return (ctx.backend.client.read("project.one", projectId=parent_id) or {}).get(resource.many) or []
    rows = ctx.backend.client.read(resource.listing) or []
    return [row for row in rows if not resource.parent_id or row.get(resource.parent_id) == parent_id]


def store_changes(ctx, outcome, kind):
    """Write the plan, and read the record again."""
    request, plan, resource = outcome.request, outcome.plan, outcome.request.resource
    own_id = outcome.place.row[resource.id]
    if not plan.creates:
        for step in _list_steps(outcome):
            kind.update(ctx, request, plan, step)
    if plan.children:
        send_steps(ctx, plan.children, own_id)
    if resource.rereads:
        row = next(row for row in list_rows(ctx.backend, resource, outcome.place.owner) if row[resource.id] == own_id)
        return replace(outcome, observed=RecordSeen(row))
    if plan.creates and not plan.children or not resource.read:
        return outcome
    return replace(outcome, observed=RecordSeen(read_row(ctx, resource, own_id)))


def confirm(ctx, outcome, kind):
    return kind.confirm(ctx, outcome)


def run_if_asked(ctx, outcome, kind):
    """Run it at once if requested, and wait for the result."""
    return kind.run(ctx, outcome) if outcome.request.options.get("run") else outcome


def read_facts(ctx, outcome):
    """Read more facts after all writes, for example whether the record works."""
    resource, record = outcome.request.resource, outcome.observed.record
    found = resource.look(ctx.backend.call, ctx.backend.client.read, outcome.request.options, record, outcome.actions)
    return replace(outcome, facts={**outcome.facts, **found})


def _remove(ctx, outcome, kind):
    """Remove a record, after its contents."""
    request, row, resource = outcome.request, outcome.place.row, outcome.request.resource
    if row is None:
        return replace(outcome, finished=True)
    words = resource.keep(ctx.backend.client.read, request.options, row) if resource.keep else ""
    if words:
        raise Refused("%s: %s; nothing was changed" % (row[resource.name], words))
    if resource.used_by:
        users, unread = resource.used_by.find_users(ctx.backend.client, row)
        outcome = replace(outcome, facts={**outcome.facts, "used_by": users}, unverified=unread)
        if users and not request.options.get("force"):
            more = " and %d more" % (len(users) - MOST_NAMED) if len(users) > MOST_NAMED else ""
            raise Refused("%s: the %s %s %s%s; nothing was changed" % (
                row[resource.name], resource.kind.replace("_", " "), resource.used_by.relation, ", ".join(users[:MOST_NAMED]), more), used_by=users,
                next_step="%s Remove or change these first, or use force: true." % resource.used_by.harm)
    removals = kind.prepare_removal(ctx, request, row)
    actions = ["delete %s" % one.what for one in removals] + [action for dummy, dummy2, action in _list_removals(resource, row)]
    plan = replace(outcome.plan, record=row, before={"state": "present"}, after={"state": "absent"})
    outcome = replace(outcome, changed=True, actions=tuple(actions), plan=plan)
    return replace(run_stages(ctx, outcome, (lambda ctx, found: _delete(ctx, found, removals),)), finished=True)


def _delete(ctx, outcome, removals):
    resource, row = outcome.request.resource, outcome.place.row
    check_license(ctx, resource)
    calls = _list_removals(resource, row)
    check_permissions(ctx.backend, resource, [one.procedure for one in removals] + [one[0] for one in calls], row[resource.name])
    if ctx.check_mode:
        ctx.plan_removal(row[resource.id])
        return outcome
    ctx.log_action()
    unverified = outcome.unverified
    for one in removals:
        unverified += tuple(name for name in one.run(ctx) or () if name not in unverified)
    try:
        for procedure, body, dummy in calls:
            ctx.backend.call(procedure, body, timeout=DELETE_TIMEOUT)
    except NotFound:
        pass
    return replace(outcome, unverified=unverified)


def _list_removals(resource, row):
    """List the calls that remove a record."""
    return resource.removals(row) if resource.removals else ((resource.remove, {resource.id: row[resource.id]}, "delete %s" % resource.kind),)
