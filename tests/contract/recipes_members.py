# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the key of a plain member may do with a compose service and a database that it has access to. Its rows are put into the database by hand."""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, PROJECT, REMOVE, end, get, post

KEY = "contractmember0123456789"
# Its saved form is the base64url of its SHA-256, without padding.
HASHED = "$(printf %s " + KEY + " | openssl dgst -sha256 -binary | base64 | tr '/+' '_-' | tr -d '=')"
MEMBER = """printf '%s' "insert into \\"user\\" (id, \\"firstName\\", \\"expirationDate\\", \\"createdAt\\", email, email_verified, updated_at) values
('contract-user', '', '', '', 'contract-member@example.com', true, now());
insert into member (id, organization_id, user_id, role, created_at, is_default, \\"accesedProjects\\", \\"accessedEnvironments\\", \\"accesedServices\\")
select 'contract-member', organization_id, 'contract-user', 'member', now(), true, '{{{project.id}}}', '{{{env.id}}}', '{{{compose.id}},{{postgres.id}}}'
from member where role = 'owner' order by created_at limit 1;
insert into apikey (id, name, key, enabled, rate_limit_enabled, created_at, updated_at, metadata, reference_id)
select 'contract-key', 'contract', 'HASHED', true, false, now(), now(), json_build_object('organizationId', organization_id)::text, 'contract-user'
from member where id = 'contract-member'" | $PSQL""".replace("HASHED", HASHED)
UNMADE = """printf '%s' "delete from \\"user\\" where id = 'contract-user'" | $PSQL"""
COMPOSE, POSTGRES = {"composeId": "{{compose.id}}"}, {"postgresId": "{{postgres.id}}"}
DATABASE = {"environmentId": "{{env.id}}", "databaseName": "shop", "databaseUser": "shop", "databasePassword": "pw123456", "dockerImage": "postgres:17",
            "description": None, "serverId": None}
FILE = "services:\n  web:\n    image: 127.0.0.1:5000/web:1.27\n"


def of_member(step):
    return dict(step, api_key="of a member")


def ours(rows, bound):
    return [row for row in rows if row["name"].startswith("contract-")] if isinstance(rows, list) else rows


def reads(procedure, values=None, **more):
    return of_member(get(procedure, "read " + procedure, values, **more))


def writes(procedure, values, **more):
    return of_member(post(procedure, "write " + procedure, values, **more))


ROW = "composeId|postgresId|name|appName"
STEPS = [
    post("project.create", "create a project", {"name": "contract-members", "description": "contract"}, bind=PROJECT),
    post("compose.create", "a compose service", {"name": "shop", "environmentId": "{{env.id}}", "appName": "contract-shop", "composeType": "docker-compose",
                                                 "composeFile": FILE}, bind={"compose.id": "composeId", "compose.appName": "appName"}, keep=[ROW]),
    post("compose.create", "another", {"name": "other", "environmentId": "{{env.id}}", "appName": "contract-other", "composeType": "docker-compose",
                                       "composeFile": FILE}, bind={"other.id": "composeId"}, keep=[ROW]),
    post("compose.update", "the file is the source", dict(COMPOSE, sourceType="raw"), keep=[ROW]),
    post("postgres.create", "a database", dict(DATABASE, name="db", appName="contract-db"),
         bind={"postgres.id": "postgresId", "postgres.appName": "appName"}, keep=[ROW]),
    reads("compose.one", COMPOSE, keep=[ROW], by_hand=MEMBER),
    reads("compose.one", {"composeId": "{{other.id}}"}),
    reads("postgres.one", POSTGRES, keep=[ROW]),
    reads("compose.getConvertedCompose", COMPOSE),
    reads("deployment.allByCompose", COMPOSE),
    reads("volumeBackups.list", {"id": "{{postgres.id}}", "volumeBackupType": "postgres"}),
    reads("schedule.list", {"id": "{{compose.id}}", "scheduleType": "compose"}),
    reads("docker.getContainersByAppNameMatch", {"appName": "{{compose.appName}}", "appType": "docker-compose"}),
    writes("compose.update", dict(COMPOSE, env="A=1"), keep=[ROW]),
    writes("compose.saveEnvironment", dict(COMPOSE, env="A=1")),
    writes("compose.cleanQueues", COMPOSE),
    writes("compose.killBuild", COMPOSE),
    writes("compose.refreshToken", COMPOSE),
    writes("compose.move", dict(COMPOSE, targetEnvironmentId="{{env.id}}"), keep=[ROW]),
    writes("compose.delete", dict(COMPOSE, deleteVolumes=False), keep=[ROW]),
    writes("postgres.update", dict(POSTGRES, description="x")),
    writes("postgres.saveEnvironment", dict(POSTGRES, env="A=1")),
    writes("postgres.stop", POSTGRES, keep=[ROW]),
    writes("postgres.changeStatus", dict(POSTGRES, applicationStatus="idle"), keep=[ROW]),
    writes("postgres.move", dict(POSTGRES, targetEnvironmentId="{{env.id}}"), keep=[ROW]),
    writes("postgres.remove", POSTGRES, keep=[ROW]),
    *[reads(one, only=ours) for one in ("destination.all", "sshKey.all", "server.all", "certificates.all", "notification.all", "gitProvider.getAll")],
    writes("destination.remove", {"destinationId": "not-there"}),
    writes("compose.create", {"name": "new", "environmentId": "{{env.id}}", "appName": "contract-new", "composeType": "docker-compose"}),
    writes("postgres.create", dict(DATABASE, name="new", appName="contract-new")),
    post("compose.delete", "deleted", dict(COMPOSE, deleteVolumes=False), keep=[ROW]),
    post("compose.delete", "deleted", {"composeId": "{{other.id}}", "deleteVolumes": False}, keep=[ROW]),
    post("postgres.remove", "removed", POSTGRES, keep=[ROW]),
] + end()

RECIPES = {
    "member_services": {
        "about": "What the key of a plain member may do with a compose service and a database, and which records it may read.", "versions": (NEWEST, OLDER),
        "steps": STEPS, "member_key": KEY, "undo_by_hand": [UNMADE], "undo": [
            ("compose.delete", dict(COMPOSE, deleteVolumes=False)), ("compose.delete", {"composeId": "{{other.id}}", "deleteVolumes": False}),
            ("postgres.remove", POSTGRES), REMOVE]},
}
