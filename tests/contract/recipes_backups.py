# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A backup is made, found in its bucket, and restored into another database; the volume of a database is backed up, too.

An S3 server listens at port 5555 (moto_server), with the bucket C(backups). The image asks for a password at localhost, which PostgreSQL's own does not:
by hand, that is changed, and rows are written and read. DOCKER_HOST names the server's engine.
"""

from __future__ import annotations

from .recipe_steps import NEWEST, OLDER, PROJECT, end, events, get, post

S3 = {"name": "contract-s3", "provider": "Other", "accessKey": "CONTRACTID", "secretAccessKey": "contract-secret", "bucket": "backups", "region": "us-east-1",
      "endpoint": "http://127.0.0.1:5555"}
PSQL = "docker exec $(docker ps -q -f name={{%s.appName}}) psql -U shop shop -Atc \"%s\""
READY = ("for i in $(seq 120); do docker exec $(docker ps -q -f name={{%s.appName}}) psql -U shop shop -c 'select 1' && break; sleep 0.5; done; "
         "docker exec $(docker ps -q -f name={{%s.appName}}) sh -c 'sed -i -E \"s/^(host.*(127|::1).*)(scram-sha-256|md5|password)/\\1trust/\" "
         "$(psql -U shop shop -Atc \"show hba_file\")'; " + PSQL.replace("\"%s\"", "'select pg_reload_conf()'"))


def database(name, title):
    return [
        post("postgres.create", "create the %s database" % title, {
            "name": "contract-" + name, "appName": "contract-" + name, "databaseName": "shop", "databaseUser": "shop", "databasePassword": "pw123456",
            "dockerImage": "postgres:17", "environmentId": "{{env.id}}", "description": None, "serverId": None},
             bind={name + ".id": "postgresId", name + ".appName": "appName"}, keep=["postgresId|appName|name|databaseName|databaseUser"]),
        post("postgres.deploy", "deploy it", {"postgresId": "{{%s.id}}" % name}, keep=["postgresId|name"]),
        get("postgres.one", "it runs", {"postgresId": "{{%s.id}}" % name}, until=lambda body: body["applicationStatus"] == "done",
            keep=["postgresId|applicationStatus"]),
    ]


def restore(note, file="{{file.path}}", database="shop", to="{{two.id}}", destination="{{destination.id}}", **more):
    return events("backup.restoreBackupWithLogs", note, {
        "databaseId": to, "databaseType": "postgres", "backupType": "database", "databaseName": database, "backupFile": file,
        "destinationId": destination}, **more)


FILES = {"destinationId": "{{destination.id}}", "search": "{{one.appName}}/contract/"}
BACKUP = {"schedule": "0 3 * * *", "enabled": False, "prefix": "contract", "destinationId": "{{destination.id}}", "keepLatestCount": None, "database": "shop",
          "postgresId": "{{one.id}}", "databaseType": "postgres", "backupType": "database"}
VOLUME = {"name": "contract-volume", "volumeName": "{{one.appName}}-data", "prefix": "contract-volume", "cronExpression": "0 3 * * *", "enabled": False,
          "serviceType": "postgres", "postgresId": "{{one.id}}", "destinationId": "{{destination.id}}", "turnOff": False, "keepLatestCount": None}
RESTORED = [
    post("project.create", "create a project", {"name": "contract-restored", "description": "contract"}, bind=PROJECT),
    *database("one", "first"), *database("two", "second"),
    post("destination.testConnection", "a destination is tried", S3),
    post("destination.create", "and stored", S3, bind={"destination.id": "destinationId"}),
    post("backup.create", "a backup of the first", BACKUP),
    get("postgres.one", "its id is found here", {"postgresId": "{{one.id}}"}, bind={"backup.id": "backups.0.backupId"},
        keep=["postgresId|backups"]),
    get("backup.listBackupFiles", "no file yet", FILES),
    post("backup.manualBackupPostgres", "run it", {"backupId": "{{backup.id}}"},
         by_hand="; ".join((READY % (("one",) * 3), READY % (("two",) * 3), PSQL % (
             "one", "create table goods (name text); insert into goods values ('tea'), ('jam')")))),
    get("backup.listBackupFiles", "its file", FILES, bind={"file.path": "0.Path"}, keep=["Path|IsDir"]),
    get("backup.listBackupFiles", "an empty search counts as none", dict(FILES, search="")),
    restore("into the second database"),
    restore("once more, when the rows are there", by_hand="test \"$(%s)\" = 2" % PSQL % ("two", "select count(*) from goods")),
    restore("a file that is not there", file="{{one.appName}}/contract/nothing.sql.gz"),
    restore("into a database that is not there", database="nothing"),
    restore("from a destination that is not there", destination="not-there"),
    restore("into a service that is not there", to="not-there"),
    post("postgres.stop", "the second is stopped", {"postgresId": "{{two.id}}"}, keep=["postgresId|name"]),
    restore("into one that does not run", by_hand="for i in $(seq 60); do test -z \"$(docker ps -q -f name={{two.appName}})\" && break; sleep 0.5; done"),
    post("backup.remove", "the backup is removed", {"backupId": "{{backup.id}}"}, keep=["backupId|prefix"]),
    post("volumeBackups.create", "a backup of its volume", VOLUME, bind={"volume.id": "volumeBackupId"}, keep=["volumeBackupId|name|volumeName"]),
    get("volumeBackups.one", "one", {"volumeBackupId": "{{volume.id}}"}, keep=["volumeBackupId|name|volumeName|cronExpression|turnOff"]),
    post("volumeBackups.update", "another time", dict(VOLUME, volumeBackupId="{{volume.id}}", cronExpression="0 4 * * *"),
         keep=["volumeBackupId|name|cronExpression"]),
    post("volumeBackups.runManually", "run it", {"volumeBackupId": "{{volume.id}}"}),
    post("volumeBackups.delete", "removed", {"volumeBackupId": "{{volume.id}}"}),
    post("destination.remove", "removed", {"destinationId": "{{destination.id}}"}, keep=["destinationId|name"]),
    post("postgres.remove", "removed", {"postgresId": "{{one.id}}"}, keep=["postgresId|name"]),
    post("postgres.remove", "removed", {"postgresId": "{{two.id}}"}, keep=["postgresId|name"]),
] + end()

RECIPES = {
    "restored": {"about": "A backup is restored into another database, and a volume is backed up. An S3 server answered at port 5555.",
                 "versions": (NEWEST, OLDER), "steps": RESTORED, "undo": [
                     ("destination.remove", {"destinationId": "{{destination.id}}"}), ("postgres.remove", {"postgresId": "{{one.id}}"}),
                     ("postgres.remove", {"postgresId": "{{two.id}}"}), ("project.remove", {"projectId": "{{project.id}}"})],
                 "undo_by_hand": ["docker volume ls -q -f name=contract- | xargs -r docker volume rm"]},
}
