# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task needs to know or to do only where it names other things, takes a domain, or writes. Private to this collection."""

from __future__ import annotations

from dataclasses import replace

from .._api import permissions as _permissions
from .._planning import decide as _policy, plan as _engine
from .apply import merged_write
from .._planning.compare import BUILD_LABEL, label_outdated, stored_mode
from .._planning.compare_placement import stored_networks
from .deployments import await_other
from .._dotenv.parser import BadValue, expand_references
from .._common.locks import hold_lock
from .._common.errors import ApiError, DokployError, NotFound, NotThere, PermissionMissing, Refused, TaskFailed
from .._model.kinds import Change, NOTHING
from .._model.address import Address, same_name
from .._resources.references import GIT_PROVIDERS, REFERENCES
from .._api.lookup import every_application, reference
from .._model.step import NEW_ID


def locate_renamed(task, place):
    """The Place of what is to be renamed, which may have its new name already; never a creation."""
    wanted = task.options["rename_to"]
    if task.address.application_id or not task.address.name or same_name(wanted, task.address.name):
        return place
    other = task.backend.locate(Address(
        project=task.address.project, environment=task.address.environment, environment_id=task.address.environment_id, name=wanted))
    if place.missing == "application":
        if other.missing:
            raise NotThere("neither %s nor %s exists: rename_to never creates" % (task.address.name, wanted))
        return other
    if not other.missing and not place.missing and other.application["id"] != place.application["id"]:
        raise Refused("both %s and %s exist: rename_to cannot make them one" % (task.address.name, wanted))
    return place


def refuse_taken_name(task, record):
    """Two of one name could not be told apart any more."""
    new = task.options["rename_to"]
    rows = (task.backend.client.read("environment.one", environmentId=record["environmentId"]) or {}).get("applications") or []
    if any(same_name(row.get("name"), new) and row["applicationId"] != record["applicationId"] for row in rows):
        raise Refused("both %s and %s exist: rename_to cannot make them one" % (record.get("name"), new))


def await_deployment(task, place, observed):
    """Wait for a deployment that somebody else began -> the look after it."""
    state, title = observed.busy()
    if not await_other(task.backend, place, task.options["queue_timeout"], orphaned=task.warn_of_orphan, watch=task.watcher()):
        raise TaskFailed(
            "a deployment of %s that somebody else began (%s, %s) did not end within %d seconds: nothing was changed" % (
                task.name, title or "without title", state, task.options["queue_timeout"]), phase="queued",
            next_step="Wait for it, raise queue_timeout, or end it in Dokploy.")
    return task.look(place, again=True)


def _check_versions(resource, changes, at_least, name_version):
    """Options that the server is too old for are refused by name, unless they ask for what it does anyway.

    C(at_least) and C(name_version) ask the server.
    """
    for path, item in resource.flat():
        change = changes.get(path)
        if change is None or not item.since or change.clear or at_least(item.since):
            continue
        if item.canonical({item.key: item.kind.apply(change, None, item.default)}) != item.canonical({item.key: item.default}):
            raise Refused("%s needs Dokploy v%s or newer, and this is %s: nothing was changed" % (path, item.since, name_version()))


def prepare(task, record):
    """Names become ids, and what the server is too old for is refused; some defaults depend on its version, too."""
    resolve_references(task, record)
    _check_registries(task, record or {})
    _check_networks(task, record or {})
    if "replicas" in task.changes and (record or {}).get("modeSwarm"):
        raise Refused("replicas has no effect on %s: a service mode is stored, and it alone counts; nothing was changed" % task.name,
                      next_step="Take the mode out in Dokploy's pages (Swarm settings), or leave replicas out.")

    def name_version():
        return "v%d.%d.%d" % task.backend.version()
    _check_versions(task.resource, task.changes, task.backend.at_least, name_version)
    for name in ("update_config", "rollback_config"):
        if name in task.changes:
            task.changes[name] = replace(task.changes[name], version=task.backend.version())


def _check_registries(task, record):
    """A build server and its registry go together, as in Dokploy's own page; and neither has a meaning for what is not built."""
    def will(option, key):
        change = task.changes.get(option)
        return record.get(key) if change is None else None if change.clear else change.value
    server, registry = will("build_server", "buildServerId"), will("build_registry", "buildRegistryId")
    docker = will("source.type", "sourceType") == "docker"
    named = {"build_server", "build_registry"} & set(task.changes)
    if named and bool(server) != bool(registry):
        raise Refused(
            "%s would have a build_%s without a build_%s: what a build server builds reaches the server that runs it through that registry alone; "
            "nothing was changed" % ((task.name,) + (("server", "registry") if server else ("registry", "server"))),
            next_step="Name both, or unset both.")
    if named and server and docker:
        raise Refused("%s has a docker source, of which a build server builds nothing; nothing was changed" % task.name, next_step="Leave out build_server.")
    if docker and "push_registry" in task.changes and will("push_registry", "registryId"):
        task.warn("push_registry gives the docker source of %s no credentials (source.registry does): Dokploy copies its image there at each deployment, "
                  "and goes on to run the original" % task.name)


def _check_networks(task, record):
    """Two ways to say to which networks a service belongs, of which Dokploy silently takes the first."""
    named = {"networks", "managed_networks", "dokploy_network"} & set(task.changes)
    if not named:
        return
    will = {key: task.changes[path].value if path in task.changes and not task.changes[path].clear else None if path in task.changes else record.get(key)
            for path, key in (("networks", "networkSwarm"), ("managed_networks", "networkIds"))}
    own = task.changes.get("dokploy_network")
    detached = record.get("detachDokployNetwork") if own is None else own.value is False
    if will["networkSwarm"] and (will["networkIds"] or detached):
        raise Refused(
            "%s would have networks beside managed_networks or dokploy_network, and Dokploy takes networks alone as the whole; nothing was changed" % task.name,
            next_step="Name all of them in networks, dokploy-network too, or unset networks.")


def learn_networks(task, record, observed):
    """Asks for the names of the networks that a service is attached to, and whether those are there that it shall be attached to."""
    names, server_id = task.backend.names, record.get("serverId")
    if record.get("networkIds") or observed.record.get("networkIds"):
        rows = task.backend.listings.get("network.all") or task.backend.client.read("network.all", serverId=server_id) or []
        names.update({one: None for one in record.get("networkIds") or []})
        names.update({row["networkId"]: row["name"] for row in rows if row.get("driver") == "overlay"})
    service = observed.service
    running = [one.get("Target") for one in (service.spec.get("TaskTemplate") or {}).get("Networks") or []] if service is not None else []
    # The stored ones as well, so that they are known by their ids once they run.
    wanted = [name for name, dummy in stored_networks(record, names)]
    asked = [one for one in dict.fromkeys(running + wanted) if one not in names]
    batch = task.backend.client.batch(*[("docker.getConfig", {"containerId": one, "serverId": server_id}) for one in asked]) if asked else None
    for index, one in enumerate(asked):
        found = batch.get(index, ApiError)
        if isinstance(found, dict) and found.get("Name") and found.get("Scope"):
            names[found["Id"]] = names[one] = found["Name"]
        elif one in wanted and {"networks", "managed_networks"} & set(task.changes) and observed.proven and "service" not in observed.unreadable:
            raise Refused("networks: there is no network %s on the server of %s; nothing was changed" % (one, task.name))
    if observed.record:
        task.show(observed)


def refuse_unreadable(task, record):
    """Old servers answer every call about an application with a stop grace period with 500, until it is cleared."""
    version = task.backend.known_version
    change = task.changes.get("stop_grace_period")
    if version is None or version >= (0, 29, 0) or record.get("stopGracePeriodSwarm") is None or change is not None and change.clear:
        return
    raise Refused(
        "%s has a stop grace period stored, and this version of Dokploy cannot stop, start or delete it until it is cleared" % task.name,
        next_step="Use unset: [stop_grace_period], with state present.")


def label_build(task, plan, merged):
    """A change of what cannot be seen in what runs also writes the build label, in the same update; so does what others changed, once it is deployed."""
    if merged.get("sourceType") in ("gitlab", "bitbucket"):
        from .git_source import complete
        complete(task, plan, merged)
    if not plan.unseen and not label_outdated(merged):
        return
    plan.keys["labelsSwarm"] = dict(merged.get("labelsSwarm") or {}, **{BUILD_LABEL: _policy.build_label(merged)})
    merged.update(plan.keys)


def decide(task, observed, comparison, plan, merged):
    """The table of states, and what bars a deployment or a reload whatever the state -> Decision."""
    matters = [path for path, item in task.resource.flat() if path in plan.changed and item.effect_in(merged) != NOTHING]
    matters += [option for option, dummy, dummy2 in task.resource.children if option in plan.changed]
    mode = stored_mode(merged)[0]
    if observed.phase == "stopped" and task.state not in ("stopped", "present", "deployed") and merged.get("sourceType") != "docker":
        observed.image_pruned = task.backend.evidence.lacks_image(observed)
    decision = _policy.decide(
        task.state, observed, comparison, deploy=task.options["deploy"], changed=matters, unseen=plan.unseen,
        apply_pending=task.options.get("apply_pending") or False, name=task.name)
    if (decision.action in ("deploy", "reload") or "service_mode" in plan.changed) and any(one.option == "service_mode" for one in comparison.differences):
        raise Refused(
            "%s has the mode %s stored and runs as %s, and Docker changes the mode of no service that exists; nothing was changed" % (
                task.name, mode, observed.service.mode), next_step="Set service_mode back, or remove the application and create it again.")
    decision = _bar(task, merged, decision)
    if decision.action == "deploy":
        settle_drop(task, plan, merged, observed)
        label_build(task, plan, merged)
    return decision


def settle_drop(task, plan, merged, observed):
    """What is uploaded by a deployment, or why there can be none without it."""
    if merged.get("sourceType") == "drop":
        from .upload import settle
        settle(task, plan, merged, observed)


def _bar(task, merged, decision):
    """What bars a deployment or a reload, whatever the state."""
    if decision.action not in ("deploy", "reload"):
        return decision
    mode, replicas = stored_mode(merged)
    if "${{vault." in "%s%s%s" % tuple(merged.get(key) or "" for key in ("env", "buildArgs", "buildSecrets")) and not task.backend.at_least("0.30.0"):
        raise Refused("%s refers to a vault, which needs Dokploy v0.30.0 or newer: nothing was changed" % task.name)
    if replicas == 0:
        raise Refused("%s has 0 replicas stored, and would run nothing" % task.name, next_step="Set replicas, or use state stopped.")
    if mode.endswith("-job"):
        raise Refused("%s has the mode %s, which Dokploy cannot deploy: it always sends an update configuration, and Docker refuses one for jobs" % (
            task.name, mode))
    problem = _policy.source_problem(merged) if decision.action == "deploy" else ""
    if problem:
        raise Refused("%s cannot be deployed: %s; nothing was changed" % (task.name, problem))
    broken = _broken_reference(merged)
    if broken:
        raise Refused("%s cannot be deployed: %s; nothing was changed" % (task.name, broken), next_step="Define the variable, or mend the reference.")
    if decision.action == "deploy":
        check_provider(task, merged)
    return decision


def check_provider(task, merged):
    """A provider that cannot serve a deployment is told before anything is stored or deployed."""
    if merged.get("sourceType") in GIT_PROVIDERS:
        from .git_source import check
        check(task, merged)


def _broken_reference(record):
    environment = record.get("environment") or {}
    for option, key in (("env", "env"), ("build_args", "buildArgs"), ("build_secrets", "buildSecrets")):
        try:
            expand_references(record.get(key), (environment.get("project") or {}).get("env"), environment.get("env"))
        except BadValue as exc:
            return "%s: %s" % (option, exc)
    return ""


def check_children(task, steps, application_id):
    """Children that the server is too old for, and domains that another application has, are refused before anything is written."""
    def name_version():
        return "v%d.%d.%d" % task.backend.version()
    for option, dummy, child in task.resource.children:
        for wanted in task.options.get(option) or []:
            _check_versions(child, _engine.changes_of(child, wanted), task.backend.at_least, name_version)
    new = [step for step in steps if step.child and step.child.kind == "domain" and step.creates]
    if new:
        refuse_taken_domains(task, new, application_id)


def check_permissions(task, plan, steps, decision):
    """Every permission that is missing is named before the first write; one that may only saveEnvironment is enough for env alone."""
    procedures = [step.procedure for step in steps]
    if _policy.env_differs_only(plan):
        procedures = ["application.saveEnvironment" if one == task.resource.update.procedure else one for one in procedures]
    if decision.action != "none":
        procedures.append("application.%s" % decision.action)
    _permissions.check(task.backend, procedures, task.name)


def run_children(task, steps, place):
    """Run the steps of children; those of a new application get its id."""
    for step in steps:
        for key, value in step.body.items():
            if value == NEW_ID and key == step.child.parent_id:
                step.body[key] = place.application["id"]
    application_id = place.application["id"]
    if not any(step.creates for step in steps):
        task.applier.run(steps)
        return
    keys = {id(child): key for dummy, key, child in task.resource.children}

    def likes(step):
        """The ids of the children that have the identity of the one that a step makes, the oldest first."""
        rows = task.backend.client.read("application.one", applicationId=application_id).get(keys[id(step.child)]) or []
        wanted = _engine.identity_of(step.child, step.body)
        rows = [row for row in rows if _engine.identity_of(step.child, row) == wanted]
        return [row[step.child.id] for row in sorted(rows, key=lambda row: (row.get("createdAt") or "", row[step.child.id]))]

    with hold_lock(task.backend.client.api_url, application_id, timeout=task.options["queue_timeout"]):
        task.applier.run(steps, find_child=likes)


def store_and_act(task, place, observed, plan, children, merged, decision):
    """Write, deploy or reload or stop, and wait -> the result. Where one of it fails, what was before is brought back if the task says so."""
    before = observed
    try:
        if plan.steps:
            task.applier.run(plan.steps, merge=writer(task, plan))
        moves = [step for step in children if not step.child]
        if moves:
            from .move import move
            move(task, moves)
        if len(children) > len(moves):
            run_children(task, children[len(moves):], place)
        if plan.steps or children:
            if decision.action == "none" or not task.options["wait"]:
                observed = task.look(place, again=True)
            else:
                observed.record = merged
        return task.carry_out(place, observed, decision)
    except DokployError as exc:
        go_back(task, place, before, exc, unseen=plan.unseen)
        _note_pending(task, place)
        raise


def _note_pending(task, place):
    """After a failure: what is stored and does not run, beside the evidence that was gathered."""
    evidence = {key: task.result[key] for key in ("containers", "phase")}
    try:
        observed = task.look(place, again=True)
        task.result["pending"] = task.compare(observed.record, observed).names
    except DokployError:
        pass
    task.result.update(evidence)


def go_back(task, place, observed, failure, fresh=False, unseen=()):
    """With on_failure rollback, write back what was written and bring back what ran; C(failure) is told how that went."""
    if task.options.get("on_failure") == "rollback" and task.wrote():
        from .rollout import Rollout
        Rollout(task).restore(place, observed, failure, fresh, unseen)


def resolve_references(task, record):
    """Names of registries, SSH keys and servers become what is stored of them; one request for each kind."""
    for path, item in list(task.resource.flat(_engine.with_types(task.resource, task.changes, record))):
        change = task.changes.get(path)
        if not item.ref or change is None:
            continue
        if item.at_creation and record is not None and not record.get(item.key) and change.value in ("", None):
            del task.changes[path]
            continue
        if change.clear or change.value == "":
            if item.copies:
                del task.changes[path]
                for own, dummy in item.copies:
                    _set_key(task, own, Change(None, clear=True))
            continue
        if isinstance(change.value, list):
            if task.backend.at_least(item.since):       # else it is refused in a moment
                task.changes[path] = Change(_network_ids(task, change.value, (record or {}).get("serverId")), path=path)
            continue
        if item.ref in GIT_PROVIDERS:
            from .git_source import find
            row = find(task.backend, item.ref, change.value)
        else:
            row = reference(task.backend, REFERENCES[item.ref], change.value)
        if not item.copies:
            task.changes[path] = Change(row[REFERENCES[item.ref].id], path=path)
            if item.at_creation and record is not None and record.get(item.key) != row[REFERENCES[item.ref].id]:
                raise Refused("%s was made on another %s, and Dokploy cannot move it to %s: nothing was changed" % (task.name, item.ref, change.value),
                              next_step="Remove it and create it there, or leave %s out." % path)
            continue
        del task.changes[path]
        for own, theirs in item.copies:
            if task.masker and own == "password":
                task.masker.add_secret(row.get(theirs))
            _set_key(task, own, Change(row.get(theirs) or ""))
    if record is not None and "server" in task.changes and not task.changes["server"].value and record.get("serverId"):
        raise Refused("%s is on a remote server, and cannot be moved to Dokploy's own host: nothing was changed" % task.name)


def _network_ids(task, wanted, server_id):
    """Names of networks that Dokploy manages on a server -> their ids."""
    rows = [reference(task.backend, REFERENCES["network"], one, **({"serverId": server_id} if server_id else {})) for one in wanted]
    bridges = sorted(row["name"] for row in rows if row.get("driver") != "overlay")
    if bridges:
        raise Refused("managed_networks: %s is a bridge network, and Dokploy attaches applications to overlay networks alone; nothing was changed" % (
            ", ".join(bridges)))
    return sorted(row["networkId"] for row in rows)


def _set_key(task, key, change):
    for path, item in task.resource.flat():
        if item.key == key:
            task.changes[path] = Change(change.value, clear=change.clear, path=path)


def refuse_taken_domains(task, new, application_id):
    """A host and path that another application has would be answered by either of the two: refused, naming it."""
    try:
        rows = task.backend.client.read("overview.domains") or []
        taken = {((row.get("host") or "").lower(), row.get("path") or "/"): (row.get("serviceOwnerId"), "%s/%s/%s" % (
            row.get("projectName"), row.get("environmentName"), row.get("serviceName"))) for row in rows if row.get("serviceOwnerId") != application_id}
    except NotFound:
        taken = {}
        for row in every_application(task.backend):
            for domain in row.get("domains") or []:
                if row["applicationId"] != application_id:
                    taken[((domain.get("host") or "").lower(), domain.get("path") or "/")] = (row["applicationId"], "%s/%s/%s" % (
                        ((row.get("environment") or {}).get("project") or {}).get("name"), (row.get("environment") or {}).get("name"), row["name"]))
    for step in new:
        other = taken.get((step.body["host"], step.body.get("path") or "/"))
        if other:
            raise Refused("domains: %s belongs to %s (%s) already: nothing was changed" % (step.label, other[1], other[0]),
                          next_step="Remove it there first, or use another path.")


def decide_unseen(task, observed, plan, merged):
    """The table of states for a key that may not look at the engine, by what Dokploy says; where the engine is away, nothing is decided."""
    if not observed.withheld:
        raise TaskFailed("%s: what runs could not be read: %s; nothing was changed" % (task.name, observed.unreadable["service"]), phase="unavailable",
                         next_step="Look at the server that the application is on.")
    decision = _bar(task, merged, _policy.decide_unseen(
        task.state, observed, plan, deploy=task.options["deploy"], apply_pending=task.options.get("apply_pending") or False, name=task.name))
    if decision.action == "deploy":
        settle_drop(task, plan, merged, observed)
    return decision


def writer(task, plan):
    """How the record's update is sent: with env texts merged anew, and through saveEnvironment for keys that may do no more."""
    def read(record_id):
        return task.backend.client.read("application.one", applicationId=record_id)

    write = merged_write(task.resource, task.changes, read)

    def send(applier, step, body):
        try:
            write(applier, step, body)
        except PermissionMissing as exc:
            if not _policy.env_differs_only(plan):
                raise PermissionMissing(
                    "%s; needed to change %s" % (exc.message, ", ".join(plan.changed)), status=exc.status, procedure=exc.procedure,
                    server_message=exc.server_message, code=exc.code, **exc.facts) from exc
            record = read(body[task.resource.id])
            every = {key: body.get(key, record.get(key)) for key in ("env", "buildArgs", "buildSecrets", "createEnvFile")}
            # The build label needs the permission that this key lacks: what is built of it stays unverified.
            body = {task.resource.id: body[task.resource.id], **every}
            step.procedure, step.undo = "application.saveEnvironment", {key: record.get(key) for key in every}
            write(applier, step, body)
    return send
