# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that say which Dokploy is meant, and how it is reached."""

    DOCUMENTATION = r"""
options:
  api_url:
    description:
      - The address of Dokploy as you open it in a browser, for example V(https://dokploy.example.com). The part V(/api) may be left out.
      - Needed, but it need not stand in the task. Where it is left out or empty, the environment variable E(DOKPLOY_URL)
        on the host that the task runs on is used, else the variable of the same name on the controller, which the collection's
        action plugin carries over.
      - Redirects are never followed, because the API key would go along. Give the address that the server is finally reached by.
      - User and password in the address are refused. Plain HTTP to a host other than loopback is warned of.
    type: str
  api_key:
    description:
      - An API key of a user who may do what the task asks for. What is missing is named in the error.
      - Make the key without a rate limit. Dokploy refuses a key that has its default limit after a few requests, with the same
        error as a wrong key.
      - Needed, but it need not stand in the task. Where it is left out or empty, the environment variable E(DOKPLOY_API_KEY)
        on the host that the task runs on is used, else the variable of the same name on the controller.
    type: str
  validate_certs:
    description:
      - Whether the server's certificate is checked. Do not switch this off for anything but a test.
      - Where it is left out, the environment variable E(DOKPLOY_VALIDATE_CERTS) on the host that the task runs on is used,
        else the variable of the same name on the controller, else the default.
    type: bool
    default: true
  ca_path:
    description:
      - A file with certificates of the authorities to trust instead of the usual ones. It must be on the host that the task runs on.
      - Where it is left out, the environment variable E(DOKPLOY_CA_PATH) on the host that the task runs on is used,
        else the variable of the same name on the controller.
    type: path
  client_cert:
    description:
      - A file with a client certificate in PEM format, for a proxy in front of Dokploy that asks for one. It may hold the key too.
        It must be on the host that the task runs on.
      - Where it is left out, the environment variable E(DOKPLOY_CLIENT_CERT) on the host that the task runs on is used,
        else the variable of the same name on the controller.
    type: path
  client_key:
    description:
      - A file with the key of O(client_cert), where it is not in the same file.
      - Where it is left out, the environment variable E(DOKPLOY_CLIENT_KEY) on the host that the task runs on is used,
        else the variable of the same name on the controller.
    type: path
  timeout:
    description:
      - How many seconds a single request may take in all. Calls that wait on Docker have limits of their own.
      - Where it is left out, the environment variable E(DOKPLOY_TIMEOUT) on the host that the task runs on is used,
        else the variable of the same name on the controller, else the default.
    type: float
    default: 30.0
  retries:
    description:
      - How often a request is sent again after a failed connection, or after a status of 429, 502, 503, or 504. V(0) sends each once.
      - A write is sent again only where it is known not to have reached the server.
      - Where it is left out, the environment variable E(DOKPLOY_RETRIES) on the host that the task runs on is used,
        else the variable of the same name on the controller, else the default.
    type: int
    default: 3
  backend:
    description:
      - The way to what runs. V(api) is Dokploy's API. V(docker) is the Docker Engine itself, for the hour when Dokploy is down.
      - V(auto) is the API, and the Docker Engine where the API could not be reached for O(fallback_after) seconds. That means a refused connection, a name
        that is not resolved, a time-out, a status of 502, 503, or 504, or a database of Dokploy that is down. A bad certificate, a proxy's
        refusal, a redirect, a wrong key, and an error of Dokploy's own are no reason, nor is a failure after something was written.
      - On the engine M(community.dokploy.dokploy_application) can start, stop, restart and scale what exists, by the full C(app_name) alone,
        and M(community.dokploy.dokploy_application_info) tells what runs. With V(auto) configuration in the same task is left alone there, and
        listed in C(unverified) of the result. Everything else needs the API. Modules that always need it treat V(auto) as V(api), and refuse V(docker).
      - The module verifies the engine before it does anything. The engine has to be a Swarm manager that has this very service and on which Dokploy runs or
        is restarted, on the host that O(api_url) leads to, and its socket has to belong to root or to the user of the task. O(docker_trusted) replaces the
        verification of Dokploy, of its host, and of the socket. Services of Dokploy itself are refused.
      - Where it is left out, the environment variable E(DOKPLOY_BACKEND) on the host that the task runs on is used,
        else the variable of the same name on the controller, else the default.
    type: str
    choices: [api, auto, docker]
    default: api
  docker_host:
    description:
      - The Docker Engine, for example V(unix:///var/run/docker.sock), V(ssh://root@server.example.com), or V(tcp://server.example.com:2376). The default is the
        usual socket of the host that the task runs on.
      - SSH uses the C(ssh) program of the host that the task runs on, with its keys, its configuration, and its known hosts, and never asks for anything.
        The C(docker) program must be on the other side. TCP needs O(docker_cert_path), except to loopback.
      - Where it is left out, the environment variable E(DOCKER_HOST) on the host that the task runs on is used.
    type: str
  docker_cert_path:
    description:
      - A folder with the files C(ca.pem), C(cert.pem), and C(key.pem), for TLS to O(docker_host). It must be on the host that the task runs on.
      - Where it is left out, the environment variable E(DOCKER_CERT_PATH) on the host that the task runs on is used. With E(DOCKER_TLS_VERIFY)
        the folder V(~/.docker) is.
    type: path
  docker_trusted:
    description:
      - Says in words that O(docker_host) is the right engine. It is needed for every engine that is not on the host that the task runs on, for those of
        Dokploy's remote servers, and where O(api_url) is not an address of that host.
    type: bool
    default: false
  fallback_after:
    description:
      - Time in seconds to wait for the API with O(backend=auto) before the Docker Engine is used.
      - An outage is remembered on the host that the task runs on, for 5 minutes after the last task that noticed it. The following tasks and loop items ask
        the API once, and do not wait again.
      - Where it is left out, the environment variable E(DOKPLOY_FALLBACK_AFTER) on the host that the task runs on is used,
        else the variable of the same name on the controller, else the default.
    type: int
    default: 60
requirements:
  - requests, on the host that the task runs on
  - docker (the Docker SDK for Python), on the host that the task runs on, where the Docker Engine is used
notes:
  - The task talks to Dokploy's API over HTTP, and needs no access to the Dokploy host itself. It usually runs on V(localhost).
  - Dokploy v0.26 or newer is supported. An option that a server is too old for is refused, with the version that it needs.
  - An empty text for an option of the connection, or for one that says what is meant (a project, a name, an ID), counts as left out.
"""
