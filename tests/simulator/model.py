# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator: Dokploy's state, its procedures, and who asks."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import threading

from . import authentication, front, inspection, permissions, specification, traefik, validation
from .clock import Agenda, ManualClock, iso
from .data import copy_data
from .database_service import Passwords
from .deployments import Deployments
from .errors import CallError, DockerError
from .faults import Faults
from .store import Identifiers, Store
from .swarm import Engine
from .world import World

VERSION = "v0.30.2"


class Request:
    """One request as it came: method, path, procedures (one, or those of a batch), body, and the status it was answered with."""

    def __init__(self, method, path, procedures, body=None, query=None, batch=False, key=None, trpc=False):
        self.method, self.path, self.procedures, self.body, self.query = method, path, list(procedures), body, dict(query or {})
        self.batch, self.key, self.trpc = batch, key, trpc
        self.status = None
        self.write = any(is_write(name, method) for name in self.procedures)

    def data(self):
        return {"method": self.method, "path": self.path, "procedures": self.procedures, "body": self.body, "query": self.query, "batch": self.batch,
                "write": self.write, "status": self.status}

    def __repr__(self):
        return "Request(%s %s)" % (self.method, ",".join(self.procedures))


def is_write(name, method):
    """Whether a procedure changes something: every mutation, and whatever is sent by POST."""
    procedure = validation.PROCEDURES.get(name)
    return method not in ("GET", "HEAD") if procedure is None else not procedure.query


class Simulator:
    """A small Dokploy.

    :arg version: the version it speaks; :arg world: what is around it; :arg clock: ``ManualClock`` or ``ScaledClock``.
    :arg seed: of the ids it makes up.
    """

    def __init__(self, version=VERSION, world=None, clock=None, seed=0, api_key="simulator-admin-key-0123456789abcdef"):
        self.version = version if version.startswith("v") else "v" + version
        self.version_tuple = validation.version_tuple(self.version)
        self.clock = clock if clock is not None else ManualClock()
        self.api_key = api_key
        self.seed = seed
        self.lock = threading.RLock()
        self._world = world
        self._handlers = load_handlers()
        self.hold_seconds = 30.0
        self.streams = True         # whether logs can be read over WebSockets, which not every proxy forwards
        self.follows_logs = False   # whether a log over a WebSocket goes on behind its end, as that of a real server
        self.server_info = {}
        self.reset(world)

    # -- state --------------------------------------------------------------------------------------------------------------------

    def reset(self, world=None):
        """Begin anew: an empty Dokploy in a fresh world (or the one given)."""
        with self.lock:
            self.world = world if world is not None else World()
            self.ids = Identifiers(self.seed)
            self.store = Store(self.ids)
            self.agenda = Agenda(self.clock)
            self.local = Engine(self.world, self.world.host, self.agenda, self.ids)
            self.remote = {}
            self.deployments = Deployments(self)
            self.passwords = Passwords()
            self.faults = Faults()
            self.traefik_files = {}
            self.checkouts = {}
            self.compose_files = {}     # {name in Docker: {path: text}} of what is in the code's folder of a compose
            self.keys = {self.api_key: permissions.Key(self.api_key)}
            self.requests = []
            self.unserved = []
            self.crashes = []
            self.database_down = False
            self.server_down = False
            self.latency = 0.0          # seconds of real time until an answer is sent
            self.restarting_until = None
            self.own_tasks = [(self.ids.nanoid(), self.agenda.now)]     # of Dokploy's own service, the newest last
            self.queue_delay = 0.02
            self.title_delay = 0.2
            self.organization_id = self.ids.nanoid()
            self.user_id = self.ids.nanoid()
            self.started = self.agenda.now
            self.recorded = {}
            self.ai_addresses = []      # the only ones that AI providers may have; none: any
            self.licence, self.sso_providers = False, []
            self.settings = {"enableDockerCleanup": True, "logCleanupCron": "0 0 * * *"}
            self.accounts = {"admin@example.com": authentication.Account("admin@example.com", "simulator-password")}
            self.organization_name, self.organization_due = "My Organization", self.started
            # Docker's own count of what lies on Dokploy's host: [number, in use, megabytes, megabytes in use].
            self.disk = {"Images": [5, 3, 900, 600], "Containers": [4, 3, 10, 10], "Local Volumes": [3, 2, 80, 50], "Build Cache": [7, 0, 200, 0]}
            self.access_log = False
            self.measures = False       # whether the container of Dokploy's metrics runs
            self.access = []
            self.traefik_image = {"PATH": "/usr/local/sbin:/usr/local/bin"}
            self.traefik_container = {"env": "PATH=/usr/local/sbin:/usr/local/bin", "ports": []}
            self.traefik_changes = []     # (when, what, value)
            self.sign_up_seconds = 0      # for which a sign-up asks the internet for this server's address
            self.sign_ins = []            # when, of the last ones

    def forget_administrator(self):
        """As it is after an installation: nobody has signed up, and no key exists."""
        with self.lock:
            self.accounts, self.keys, self.organization_due = {}, {}, None

    def organization_made(self):
        """Whether the sign-up of the first administrator has come to its end."""
        return self.organization_due is not None and self.agenda.now >= self.organization_due

    def settle(self):
        """Do what is due by now."""
        with self.lock:
            self.agenda.settle()

    def advance(self, seconds):
        """Step the clock, and do what falls due."""
        with self.lock:
            self.clock.advance(seconds)
            self.agenda.settle()

    @property
    def writes(self):
        """The requests that write."""
        return [request for request in self.requests if request.write]

    def reset_requests(self):
        del self.requests[:]

    def now(self):
        return iso(self.agenda.now)

    # -- hosts ----------------------------------------------------------------------------------------------------------------------

    def engine(self, server_id=None):
        """The Docker of Dokploy's own host, or of a remote server."""
        if not server_id:
            return self.local
        if server_id not in self.remote:
            row = self.store.servers.get(server_id)
            if row is None:
                return None
            self.remote[server_id] = Engine(self.world, self.world.server(row["name"]), self.agenda, self.ids)
        return self.remote[server_id]

    def engine_of(self, row):
        return self.engine(row["serverId"])

    def engines(self):
        return [self.local] + list(self.remote.values())

    def parts(self, row):
        """What a roll-out needs besides the application itself, as it is now."""
        environment = self.store.environments[row["environmentId"]]
        return copy_data({
            "mounts": self.store.of("mounts", "applicationId", row["applicationId"]), "ports": self.store.of("ports", "applicationId", row["applicationId"]),
            "environment_env": environment["env"], "project_env": self.store.projects[environment["projectId"]]["env"],
            "networks": [one["name"] for one in (self.store.networks.get(each) for each in row.get("networkIds") or []) if one and one["driver"] == "overlay"],
            "registry": self.store.registries.get(row["registryId"]) or self.store.registries.get(row["buildRegistryId"])})

    def roll_out(self, row, parts=None):
        """Have Docker run an application; a deployment gives it and its parts as they were when it began."""
        engine = self.engine_of(row)
        if engine.dead:
            raise DockerError("SSH connection error")
        specification.apply(engine, self.specification(row, parts))

    def specification(self, row, parts=None):
        """The service that Dokploy would make of an application."""
        parts = parts or self.parts(row)
        return specification.service_specification(row, version=self.version_tuple, known=self.engine_of(row).networks, **parts)

    # -- what happens from outside ------------------------------------------------------------------------------------------------------

    def member_key(self, services=(), projects=None, environments=None, grants=None, token=None):
        """A plain member's API key with access to these services (ids); their projects and environments are added.

        :arg grants: permissions given or taken, such as ``{"docker": {"read": True}}``.
        """
        with self.lock:
            projects, environments = set(projects or ()), set(environments or ())
            for service_id in services:
                row = self.find_service(service_id)
                if row is not None:
                    environments.add(row["environmentId"])
                    projects.add(self.store.environments[row["environmentId"]]["projectId"])
            token = token or "member-key-%s" % self.ids.nanoid(24)
            self.keys[token] = permissions.Key(token, False, services, projects, environments, grants)
            return token

    def find_service(self, service_id):
        for table in ("applications", "postgres", "mysql", "mariadb", "mongo", "redis", "compose", "libsql"):
            if service_id in self.store.tables[table]:
                return self.store.tables[table][service_id]
        return None

    def pull_request(self, application_id, number=1, **more):
        """GitHub tells of a pull request: Dokploy makes a preview of it -> its id."""
        from .procedures.previews import make
        with self.lock:
            self.settle()
            return make(self, application_id, number, **more)

    def restart(self):
        """Dokploy's server is killed and starts again. Docker goes on."""
        with self.lock:
            self.settle()
            self.deployments.restart()

    def reload(self):
        """What ``settings.reloadServer`` does: a new task of its own service, with the image of its version, and a while without answers."""
        with self.lock:
            host = self.world.host
            self.restart()
            if host.dokploy:
                tag = host.dokploy.rpartition("/")[2].partition(":")[2]
                host.dokploy = "dokploy/dokploy:%s" % (tag if tag in ("canary", "feature") else self.version)
                self.own_tasks.append((self.ids.nanoid(), self.agenda.now + host.restart_seconds))
            self.restarting_until = self.agenda.now + host.restart_seconds

    def is_restarting(self):
        return self.restarting_until is not None and self.clock.now() < self.restarting_until

    def scale(self, name, replicas):
        """``docker service scale`` behind Dokploy's back."""
        with self.lock:
            self.settle()
            for engine in self.engines():
                if name in engine.services:
                    engine.scale(name, replicas)
                    return
            raise KeyError(name)

    def remove_service(self, name):
        """``docker service rm`` behind Dokploy's back."""
        with self.lock:
            self.settle()
            for engine in self.engines():
                if name in engine.services:
                    engine.remove(engine.services[name])
                    return
            raise KeyError(name)

    def watch(self, app_name, samples=5, every=1.3):
        """Somebody looks at an application's page of figures, by which alone Dokploy records them: of its first container, up to 288 samples."""
        for dummy in range(samples):
            self.advance(every)
            with self.lock:
                running = [one for one in self.local.containers if one.task.service.name == app_name and one.status == "running"]
                if not running:
                    return
                row = inspection.statistics(self.local, running[0])
                used, total = row["MemUsage"].split(" / ")
                values = {"cpu": row["CPUPerc"], "memory": {"used": used, "total": total}}
                for name, column, keys in (("network", "NetIO", ("inputMb", "outputMb")), ("block", "BlockIO", ("readMb", "writeMb"))):
                    pair = row[column].split(" / ")
                    # Older servers keep Docker's words, newer ones numbers of megabytes; the simulator's are all in bytes.
                    values[name] = {key: word if self.version_tuple < (0, 30) else float(word[:-1]) / 1e6 for key, word in zip(keys, pair)}
                series = self.recorded.setdefault(app_name, {})
                for name, value in values.items():
                    series.setdefault(name, []).append({"value": value, "time": self.now()})
                    del series[name][:-288]

    def prune_images(self, everything=False):
        """The nightly clean-up: images that no container uses are gone; ended containers go first."""
        with self.lock:
            self.settle()
            lost = []
            for engine in self.engines():
                engine.prune_containers()
                lost += engine.prune_images(everything)
            return lost

    def end_hung(self, application_id=None):
        """Silent Git servers close their connections."""
        with self.lock:
            self.settle()
            self.deployments.end_hung(application_id)

    def nodes_changed(self):
        """To be called after nodes of the world were altered."""
        with self.lock:
            self.settle()
            for engine in self.engines():
                engine.reschedule()

    # -- Traefik --------------------------------------------------------------------------------------------------------------------------

    def write_domain(self, row, domain):
        redirects = self.store.of("redirects", "applicationId", row["applicationId"])
        security = self.store.of("security", "applicationId", row["applicationId"])
        try:
            text = traefik.write_domain(self.traefik_files.get(row["appName"]), row, domain, redirects, security, self.version_tuple < (0, 29))
        except (traefik.YamlError, IndexError) as error:
            raise CallError("INTERNAL_SERVER_ERROR", str(error))
        self._store_traefik(row["appName"], text)

    def remove_domain(self, row, domain):
        try:
            text = traefik.remove_domain(self.traefik_files.get(row["appName"]), row, domain)
        except (traefik.YamlError, IndexError) as error:
            raise CallError("INTERNAL_SERVER_ERROR", str(error))
        self._store_traefik(row["appName"], text)

    # What Dokploy writes when it is installed: entry points and the resolver of certificates.
    traefik_static = (
        "providers:\n  file:\n    directory: /etc/dokploy/traefik/dynamic\n    watch: true\nentryPoints:\n  web:\n    address: :80\n"
        "  websecure:\n    address: :443\n    http:\n      tls:\n        certResolver: letsencrypt\n"
        "certificatesResolvers:\n  letsencrypt:\n    acme:\n      email: test@localhost.com\n")

    def list_traefik_files(self, server_id=None):
        """Names without .yml of the files in the folder of one server."""
        servers = {row["appName"]: row["serverId"] for row in self.store.applications.values()}
        return {name for name in self.traefik_files if servers.get(name) == server_id} | {"middlewares"}

    def read_traefik_file(self, name, server_id=None):
        """The text of a file of one server's folder, or None; the middlewares that Dokploy keeps are worked out, unless they were written."""
        owner = next((row["serverId"] for row in self.store.applications.values() if row["appName"] == name), None)
        if name in self.traefik_files and owner == server_id:
            return self.traefik_files[name]
        if name != "middlewares":
            return None
        return traefik.dump({"http": {"middlewares": traefik.middlewares(self.store, [
            row for row in self.store.applications.values() if row["serverId"] == server_id])}})

    def _store_traefik(self, name, text):
        if text is None:
            self.traefik_files.pop(name, None)
        else:
            self.traefik_files[name] = text

    def front(self, host, path):
        """What a visitor gets."""
        with self.lock:
            self.settle()
            return front.answer(self, host, path)

    # -- calls ------------------------------------------------------------------------------------------------------------------------------

    def authenticate(self, token):
        """The key behind a token. :raises CallError: the bare 401, also while the database is down."""
        key = self.keys.get(token or "")
        if self.database_down or key is None:
            raise CallError("UNAUTHORIZED", "Unauthorized", bare=True)
        if key.requests_left is not None:
            if key.requests_left <= 0:
                raise CallError("UNAUTHORIZED", "Unauthorized", bare=True)
            key.requests_left -= 1
        return key

    def call(self, name, values, token, method, coerce=True):
        """One procedure, checked and done. Returns its answer; :raises CallError: as Dokploy would refuse."""
        procedure = validation.PROCEDURES.get(name)
        if procedure is None or not procedure.known(self.version_tuple) or (method in ("GET", "HEAD")) != procedure.query or name not in self._handlers:
            if procedure is None:
                self.unserved.append(name)
            raise CallError("NOT_FOUND", "Not found", with_path=False)
        with self.lock:
            self.clock.advance(self.clock.tick)
            self.settle()
            if name == "settings.health" and not coerce:
                return self._handlers[name](self, None, {})
            key = self.authenticate(token)
            permissions.check_licence(self, name)
            checked = validation.validate(procedure, values, self.version_tuple, coerce)
            permissions.check(self, key, name, checked)
            return copy_data(self._handlers[name](self, key, checked))

    def serves(self, name):
        return name in self._handlers and name in validation.PROCEDURES and validation.PROCEDURES[name].known(self.version_tuple)

    @contextlib.contextmanager
    def serve(self, port=0, front_port=0, certificate=None):
        """Serve on loopback, in threads of this process; yields a server with ``url`` and ``front_url``.

        :arg certificate: a PEM file with a certificate and its key: the API is then served by HTTPS.
        """
        from .server import Server
        server = Server(self, port, front_port, certificate)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def load_handlers():
    """The handlers of all procedures, by name: of every module in C(procedures). One with a C(TABLE) of its own says there what its procedures take."""
    handlers = {}
    for name in sorted(one.name for one in pkgutil.iter_modules(importlib.import_module(__package__ + ".procedures").__path__)):
        module = importlib.import_module(__package__ + ".procedures." + name)
        handlers.update(getattr(module, "HANDLERS", {}))
        validation.PROCEDURES.update(validation.read_table(getattr(module, "TABLE", "")))
    return handlers
