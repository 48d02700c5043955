# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What hangs on an application: domains, mounts, ports, redirects, basic authentication."""

from __future__ import annotations

from .. import inspection
from ..errors import UNDEFINED, CallError, not_found
from . import Handlers
from .applications import application_or_404

HANDLERS = Handlers()
NEWER_DOMAIN = ("customEntrypoint", "middlewares", "forwardAuthEnabled", "enabled")


# -- domains -------------------------------------------------------------------------------------------------------------------------


def domain_or_404(sim, domain_id):
    row = sim.store.domains.get(domain_id)
    if row is None:
        raise not_found("Domain")
    return row


def with_application(sim, row):
    """A domain with a word on its application; before v0.29 the whole of it."""
    result = dict(row)
    application = sim.store.applications.get(row["applicationId"])
    if application is None:
        result["application"] = None
    elif sim.version_tuple < (0, 29):
        result["application"] = dict(application)
    else:
        result["application"] = {name: application[name] for name in ("applicationId", "appName", "name")}
    return result


@HANDLERS.named("domain.create")
def domain_create(sim, key, values):
    application = None
    if values.get("applicationId"):
        application = sim.store.applications.get(values["applicationId"])
        if application is None:
            raise CallError("BAD_REQUEST", 'Failed query: insert into "domain" ("domainId", "host") values ($1, $2)\nparams: %s,%s' % (
                values["applicationId"], values["host"]))
    row = {
        "domainId": sim.ids.nanoid(), "host": values["host"].strip(), "https": values.get("https", False), "port": values.get("port", 3000),
        "customEntrypoint": values.get("customEntrypoint"), "path": values.get("path", "/"), "serviceName": values.get("serviceName"),
        "domainType": values.get("domainType", "application"), "uniqueConfigKey": sim.store.serial("domain"), "createdAt": sim.now(),
        "composeId": values.get("composeId"), "customCertResolver": values.get("customCertResolver"), "applicationId": values.get("applicationId"),
        "previewDeploymentId": values.get("previewDeploymentId"), "certificateType": values.get("certificateType", "none"),
        "internalPath": values.get("internalPath", "/"), "stripPath": values.get("stripPath", False), "middlewares": values.get("middlewares") or [],
        "forwardAuthEnabled": values.get("forwardAuthEnabled", False), "enabled": True}
    if sim.version_tuple < (0, 29, 14):
        for name in NEWER_DOMAIN:
            row.pop(name)
    sim.store.domains[row["domainId"]] = row
    if application is not None:
        sim.write_domain(application, row)
    return row


@HANDLERS.named("domain.one")
def domain_one(sim, key, values):
    return with_application(sim, domain_or_404(sim, values["domainId"]))


@HANDLERS.named("domain.byApplicationId")
def domain_by_application(sim, key, values):
    return [with_application(sim, row) for row in sim.store.of("domains", "applicationId", values["applicationId"])]


def rewrite(sim, row):
    application = sim.store.applications.get(row["applicationId"])
    if application is not None:
        sim.write_domain(application, row)


@HANDLERS.named("domain.update")
def domain_update(sim, key, values):
    row = domain_or_404(sim, values["domainId"])
    row.update({name: value for name, value in values.items() if name in row})
    rewrite(sim, row)
    return row


@HANDLERS.named("domain.toggleEnable")
def domain_toggle(sim, key, values):
    """Turns it over, whatever else the request says."""
    row = domain_or_404(sim, values["domainId"])
    row["enabled"] = not row["enabled"]
    rewrite(sim, row)
    return dict(row, requiresRedeploy=row["domainType"] == "compose")


@HANDLERS.named("domain.delete")
def domain_delete(sim, key, values):
    row = sim.store.domains.pop(domain_or_404(sim, values["domainId"])["domainId"])
    application = sim.store.applications.get(row["applicationId"])
    if application is not None:
        sim.remove_domain(application, row)
    return row


# -- mounts --------------------------------------------------------------------------------------------------------------------------


OWNERS = ("applicationId", "composeId", "libsqlId", "mariadbId", "mongoId", "mysqlId", "postgresId", "redisId")


def new_mount(sim, kind, service_type, service_id, mount_path, **values):
    row = {"mountId": sim.ids.nanoid(), "type": kind, "hostPath": values.get("hostPath"), "volumeName": values.get("volumeName"),
           "filePath": values.get("filePath"), "content": values.get("content"), "serviceType": service_type, "mountPath": mount_path}
    row.update({owner: service_id if owner == service_type + "Id" else None for owner in OWNERS if owner != "libsqlId" or sim.version_tuple >= (0, 29)})
    sim.store.mounts[row["mountId"]] = row
    return row


def failed_insert(sim, values):
    """The words of a refused mount: the statement with its parameters."""
    owners = OWNERS if sim.version_tuple >= (0, 29) else ("applicationId", "postgresId", "mariadbId", "mongoId", "mysqlId", "redisId", "composeId")
    kind = values.get("serviceType", "application")
    given = dict(values, mountId=sim.ids.nanoid(), serviceType=kind, **{kind + "Id": values["serviceId"]})
    names = ("mountId", "type", "hostPath", "volumeName", "filePath", "content", "serviceType", "mountPath") + owners
    used = [name for name in names if given.get(name) is not None]
    listed = ", ".join('"%s"' % name for name in names)
    return CallError("BAD_REQUEST", 'Error Failed query: insert into "mount" (%s) values (%s) returning %s\nparams: %s' % (
        listed, ", ".join("$%d" % (used.index(name) + 1) if name in used else "default" for name in names), listed,
        ",".join(given[name] for name in used)))


@HANDLERS.named("mounts.create")
def mount_create(sim, key, values):
    if sim.find_service(values["serviceId"]) is None:
        raise failed_insert(sim, values)
    names = ("hostPath", "volumeName", "filePath", "content")
    return new_mount(sim, values["type"], values.get("serviceType", "application"), values["serviceId"], values["mountPath"],
                     **{name: values.get(name) for name in names})


def row_or_404(sim, table, key, identifier, what):
    row = sim.store.tables[table].get(identifier)
    if row is None:
        raise not_found(what)
    return row


def with_owner(sim, row):
    """A mount with a word on the service that it belongs to; before v0.29 the whole of it."""
    result = dict(row)
    for owner in OWNERS:
        if owner in row:
            service = sim.find_service(row[owner]) if row[owner] else None
            result[owner[:-len("Id")]] = service and whole(sim, service) if sim.version_tuple < (0, 29) else service and {
                "serverId": service["serverId"], "appName": service["appName"], "environment": {"project": {"organizationId": sim.organization_id}}}
    return result


def whole(sim, service):
    environment = dict(sim.store.environments[service["environmentId"]])
    return dict(service, environment=dict(environment, project=dict(sim.store.projects[environment["projectId"]])))


@HANDLERS.named("mounts.one")
def mount_one(sim, key, values):
    return with_owner(sim, row_or_404(sim, "mounts", "mountId", values["mountId"], "Mount"))


@HANDLERS.named("mounts.update")
def mount_update(sim, key, values):
    """Answers with the mount as it was before."""
    row = row_or_404(sim, "mounts", "mountId", values["mountId"], "Mount")
    before = with_owner(sim, row)
    # a changed row is the last of its table
    del sim.store.mounts[row["mountId"]]
    sim.store.mounts[row["mountId"]] = row
    row.update({name: value for name, value in values.items() if name in row})
    return before


@HANDLERS.named("mounts.remove")
def mount_remove(sim, key, values):
    row = row_or_404(sim, "mounts", "mountId", values["mountId"], "Mount")
    return sim.store.mounts.pop(row["mountId"])


@HANDLERS.named("mounts.listByServiceId")
def mount_list(sim, key, values):
    return [dict(row) for row in sim.store.of("mounts", values["serviceType"] + "Id", values["serviceId"])]


@HANDLERS.named("mounts.allNamedByApplicationId")
def mount_named(sim, key, values):
    application = application_or_404(sim, values["applicationId"])
    return [volume for container in sim.engine_of(application).containers_here() if container.name.startswith(application["appName"])
            for volume in inspection.volumes_of(container)]


# -- ports, redirects, security --------------------------------------------------------------------------------------------------------


def child(router, table, identifier, what, columns, answers_true, extra=None):
    """The four procedures of a simple child of an application."""

    @HANDLERS.named(router + ".create")
    def create(sim, key, values):
        application = application_or_404(sim, values["applicationId"])
        row = {identifier: sim.ids.nanoid()}
        row.update({name: values.get(name, default) for name, default in columns})
        if extra:
            row.update(extra(sim))
        row["applicationId"] = application["applicationId"]
        sim.store.tables[table][row[identifier]] = row
        if table != "ports":
            rewrite_all(sim, application)
        return True if answers_true else row

    @HANDLERS.named(router + ".one")
    def one(sim, key, values):
        row = dict(row_or_404(sim, table, identifier, values[identifier], what))
        if table == "ports":
            application = sim.store.applications[row["applicationId"]]
            row["application"] = dict(application) if sim.version_tuple < (0, 29) else {"applicationId": application["applicationId"]}
        return row

    @HANDLERS.named(router + ".update")
    def update(sim, key, values):
        row = row_or_404(sim, table, identifier, values[identifier], what)
        row.update({name: value for name, value in values.items() if name in row})
        return UNDEFINED if table == "security" else row

    @HANDLERS.named(router + ".delete")
    def delete(sim, key, values):
        row = row_or_404(sim, table, identifier, values[identifier], what)
        sim.store.tables[table].pop(values[identifier])
        if table != "ports":
            rewrite_all(sim, sim.store.applications[row["applicationId"]])
        return row


def rewrite_all(sim, application):
    """Redirects and basic authentication show in every router of the application."""
    for domain in sim.store.of("domains", "applicationId", application["applicationId"]):
        sim.write_domain(application, domain)


child("port", "ports", "portId", "Port", (("publishedPort", None), ("publishMode", "ingress"), ("targetPort", None), ("protocol", "tcp")), False)
child("redirects", "redirects", "redirectId", "Redirect", (("regex", None), ("replacement", None), ("permanent", False)), True,
      lambda sim: {"uniqueConfigKey": sim.store.serial("redirect"), "createdAt": sim.now()})
child("security", "security", "securityId", "Security", (("username", None), ("password", None)), True, lambda sim: {"createdAt": sim.now()})
