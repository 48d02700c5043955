# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was around Dokploy while each scenario was recorded: images and how they behave, Git repositories, what was done by hand between steps.

Nothing here is an answer: every response is the simulator's own.
"""

from __future__ import annotations

from simulator import Behaviour, Commit, Host, Image, Node, Repository, World, front
from simulator.procedures import members, previews

from . import peers

REGISTRY = "127.0.0.1:5000"
IMAGE = REGISTRY + "/busybox-web"
GIT = "http://127.0.0.1:3080/git"
SILENT = "http://127.0.0.1:3090"
PASSWORD = "registry-password-1"
TOKENS = {"image": IMAGE, "git": GIT, "registry": REGISTRY, "silent": SILENT, "registry.password": PASSWORD}
BUSYBOX = "c716226bd07a79c77f44f1950648ee3fc022756f9e7a78f8da264362420ad64d"
WEB = "3a54e9064d4008b843c559d2df159ca52750f1fc"


def busybox(**values):
    """The image that was served: a small web server in busybox; it does not listen to the signal that tells it to end."""
    settings = dict(
        name=IMAGE + ":1", path="", args=["/bin/sh", "-c", "exec httpd -f -v -p ${PORT:-80} -h /www"], env=["PATH=/bin:/sbin:/usr/bin", "PORT=80"],
        image_id=BUSYBOX, repository="busybox-web", stop_seconds=None, memory=330000,
        commands={"false": Behaviour(missing=True), "/bin/false": Behaviour(exit_code=1), "/bin/true": Behaviour(exit_code=0),
                  "sh -c x=aaaaaaaa; while :; do x=$x$x; done": Behaviour(memory=512 * 1024 ** 2)})
    settings.update(values)
    return Image(**settings)


def nodes():
    return [Node(hostname="vm", engine_version="20.10.24+dfsg1", cpus=2)]


def repositories():
    built = Image(image_id="5d0da3dc976460b72c77d94c8a1ad043720b0416bfc16c52c45d4847e53fadb6", path="",
                  args=["/bin/sh", "-c", "exec httpd -f -p 80 -h /www"], env=["PATH=/bin:/sbin:/usr/bin"], stop_seconds=None)
    return {
        GIT + "/web.git": Repository(branches={"main": Commit("Static page on busybox-web", WEB, image=built, build_seconds=1.0)}),
        GIT + "/slow.git": Repository(branches={"main": Commit("slow build", "44b37335e01b6ebe445d01999e774f7001750fe7", build_seconds=90.0)}),
        GIT + "/badstep.git": Repository(branches={"main": Commit("bad step", "c4871a4fbcde721dc0fc1f69c3990ee4b458ab43", outcome="step")}),
        GIT + "/nofile.git": Repository(branches={"main": Commit("no dockerfile", "0140c20f677be548f6af4f7adb01dc257cb39196", dockerfile=False,
                                                                 objects=(3, 0))}),
        GIT + "/missing.git": Repository(branches={}, empty_clone=True),
        "http://127.0.0.1:1/x.git": Repository(
            branches={}, failure="unable to access 'http://127.0.0.1:1/x.git/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server"),
        SILENT + "/x.git": Repository(hangs=True),
    }


def world_for(scenario, version):
    """The world of one scenario."""
    image = busybox()
    repos = repositories()
    world = World(images={IMAGE + ":1": image, IMAGE + ":2": busybox(name=IMAGE + ":2"),
                          REGISTRY + "/private-web:1": busybox(name=REGISTRY + "/private-web:1", repository="private-web", credentials=("puller", PASSWORD))},
                  repositories=repos, host=Host(nodes=nodes()), registries={REGISTRY: ("puller", PASSWORD)})
    world.servers["contract-remote"] = Host(nodes=nodes())
    if version == "v0.28.8":
        # the image of that recording has a /bin/false in its path, and ends when it is told
        image.commands["false"] = Behaviour(exit_code=1)
        image.stop_seconds = 3.0
        repos[GIT + "/slow.git"] = Repository(branches={"main": Commit("Slow build", "ec9eb47578a0619778d5ef21f4819d27511ed467", build_seconds=90.0)})
    # the image of what we recorded ourselves: a small web server, too, which ends when it is told
    world.images[REGISTRY + "/demo/web:1.0"] = busybox(
        name=REGISTRY + "/demo/web:1.0", repository="demo/web", stop_seconds=0.5, ports=[8080])
    if scenario.startswith(("db_", "compose_")):
        world.host.newer_docker = True
    # that one's Docker knew no compose; on the others' it was Debian's docker-compose
    world.host.compose = None if scenario == "compose_plain" else "1.29.2"
    if scenario == "patches":
        repos[GIT + "/web.git"].branches["main"].message = "first"
    if scenario == "registries":
        world.registries["localhost:5001"] = ("reguser", "regpass")
    for tag in ("1.27", "1.28"):
        world.images["%s/web:%s" % (REGISTRY, tag)] = busybox(name="%s/web:%s" % (REGISTRY, tag), repository="web", stop_seconds=0.5)
        world.images["%s/web:%s" % (REGISTRY, tag)].commands["true"] = Behaviour(exit_code=0, exit_after=0.1)
        world.images["%s/web:%s" % (REGISTRY, tag)].commands["false"] = Behaviour(exit_code=1, exit_after=0.1)
        if scenario == "compose_env":
            world.images["%s/web:%s" % (REGISTRY, tag)].log = ["serving " + tag]
    if scenario == "ai_providers":
        world.ai["http://127.0.0.1:9441/v1"] = {"keys": ["sk-contract-1"], "models": ["small-1"]}
    if scenario == "dns_records":
        world.zones["cf-token-1"] = {"id": "z" * 32, "name": "contract.example", "records": [
            {"id": "0" * 32, "type": "MX", "name": "contract.example", "content": "mail.contract.example", "ttl": 1}]}
    if scenario == "templates":
        world.templates = peers.templates()
    if scenario == "notifications_sent":
        world.listeners.add("http://127.0.0.1:9449/good")
    if scenario == "vaults":
        world.listeners.add("http://127.0.0.1:9445")
        world.vault_tokens["http://127.0.0.1:9445"] = ["vault-token-1"]
    if scenario == "servers":
        # the server was this very machine
        world.servers["contract-server"] = Host(nodes=nodes(), ssh_port=2222, prepared=True, tools={"docker": "28.2.2", "rclone": "1.60.1-DEV"})
    if scenario == "restored":
        world.buckets["http://127.0.0.1:5555"], world.any_image = [], True
    if scenario == "previews":
        world.github = False
    if scenario == "image_pruned":
        # other recordings had built the same image before
        built = repos[GIT + "/web.git"].branches["main"].image
        for name in ("contract-web-jmjrbe", "contract-web-kedgti", "contract-web-po35sj"):
            world.host.images[name + ":latest"] = built
    return world


def restart(sim, bound):
    sim.restart()


def database_down(sim, bound):
    sim.database_down = True


def database_up(sim, bound):
    sim.database_down = False


def scale_to_nothing(sim, bound):
    sim.advance(1)
    sim.scale(bound["app.appName"], 0)
    sim.advance(5)


def remove_service(sim, bound):
    sim.remove_service(bound["app.appName"])


def connection_ends(sim, bound):
    sim.end_hung()


def prune_and_start(sim, bound):
    """Images are cleaned up, and somebody starts the service, whose task is then refused."""
    sim.prune_images(everything=True)
    sim.scale(bound["app.appName"], 1)


def four_seconds(sim, bound):
    """The recorder had looked on until the refusals were four seconds old."""
    sim.advance(3.45)


def build_begins(sim, bound):
    sim.advance(2)


def server_dies(sim, bound):
    sim.world.servers["contract-remote"].dead = True


def known_ssh_key(sim, bound):
    sim.call("sshKey.create", {"name": "contract", "privateKey": "x", "publicKey": "y", "organizationId": sim.organization_id}, sim.api_key, "POST")
    bound["sshKey.id"] = next(iter(sim.store.sshKeys))


def a_preview(number):
    """The row of a preview, and its domain, put into the database by hand."""
    def insert(sim, bound):
        made = previews.make(sim, bound["app.id"], number, title="Change %d" % number, branch="change-%d" % number, deploy=False)
        row = sim.store.previews[made]
        row["appName"] = "preview-%s-%d" % (bound["app.appName"], number)
        sim.store.domains[row["domainId"]]["host"] = "preview-%d.example.com" % number
    return insert


def seconds(number):
    def wait(sim, bound):
        sim.advance(number)
    return wait


def of_the_installation(sim, bound):
    sim.traefik_files["dokploy"] = "http:\n  routers: {}\n"


def foreign_network(sim, bound):
    sim.local.networks["contract-foreign"] = sim.ids.base36(25)


def network_is_lost(sim, bound):
    sim.local.networks.pop("contract-foreign")


def traefik_of_that_machine(sim, bound):
    sim.traefik_image = {"VERSION": "1.28", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    sim.traefik_container.update(env="VERSION=1.28\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                 ports=[{"targetPort": 8080, "publishedPort": 8080, "protocol": "tcp"}])


def two_visits(sim, bound):
    """What was asked of the front; Traefik's router appeared at once."""
    sim.advance(2)
    for word in ("one", "two"):
        front.answer(sim, "contract-log.example.com", "/?contract=" + word)
        sim.advance(1.1)
    front.answer(sim, "other.example.com", "/other")


def watched(sim, bound):
    sim.watch(bound["redis.appName"], samples=2)


# what was done by hand before a step
def monitoring_image(sim, bound):
    sim.world.images["dokploy/monitoring:latest"] = busybox(name="dokploy/monitoring:latest")


def a_member(sim, bound):
    """The rows of one, put into the database by hand."""
    made = members.HANDLERS["user.createUserWithCredentials"](sim, None, {
        "email": "contract-member@example.com", "password": "correct horse", "role": "member"})
    sim.store.users[made["userId"]]["id"] = "contract-member"


BEFORE = {
    ("members", 0): a_member,
    ("metrics", 5): monitoring_image,
    ("access_log", 9): two_visits,
    ("network_records", 7): foreign_network, ("network_records", 11): network_is_lost, ("network_records", 18): network_is_lost,
    ("web_server", 0): traefik_of_that_machine, ("traefik_container", 0): traefik_of_that_machine, ("monitoring", 7): watched,
    ("server_restart", 10): restart,
    ("database_down", 4): database_down, ("database_down", 7): database_up,
    ("status_drift", 5): scale_to_nothing, ("status_drift", 7): remove_service,
    ("hung_clone", 14): connection_ends,
    ("image_pruned", 12): prune_and_start, ("image_pruned", 13): four_seconds,
    ("neighbours", 20): build_begins,
    ("previews", 4): a_preview(1), ("previews", 5): a_preview(2), ("previews", 10): seconds(8),
    ("volumes", 10): seconds(15), ("networks", 28): seconds(12), ("traefik_files", 0): of_the_installation,
    ("remote_server", 0): known_ssh_key, ("remote_server", 17): server_dies,
}
