# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options of the connection to Dokploy."""

    DOCUMENTATION = r"""
options:
  api_url:
    description:
      - Address of Dokploy as you open it in a browser, for example V(https://dokploy.example.com). The part V(/api) is optional.
      - Required, as an option or as an environment variable. Without the option, or where it is empty, the module uses the environment
        variable E(DOKPLOY_URL) on the host that the task runs on, then the variable of the same name on the controller, which the action
        plugin of the collection passes on.
      - The module follows no redirects, because they could send the API key to another host. Give the address that the redirects end at.
      - User and password in the address are refused. The module warns of plain HTTP to a host other than loopback.
    type: str
  api_key:
    description:
      - API key of a user with the permissions that the task needs. The error names a missing permission.
      - Create the key without a rate limit. Dokploy refuses a key with its default limit after a few requests, with the same error as a
        wrong key.
      - Required, as an option or as an environment variable. Without the option, or where it is empty, the module uses the environment
        variable E(DOKPLOY_API_KEY) on the host that the task runs on, then the variable of the same name on the controller.
    type: str
  validate_certs:
    description:
      - Check the server's certificate. Disable this for tests only.
      - Without the option, the module uses the environment variable E(DOKPLOY_VALIDATE_CERTS) on the host that the task runs on, then the
        variable of the same name on the controller, then the default.
    type: bool
    default: true
  ca_path:
    description:
      - Path of a file with the CA certificates to trust instead of the default ones, on the host that the task runs on.
      - Without the option, the module uses the environment variable E(DOKPLOY_CA_PATH) on the host that the task runs on, then the variable
        of the same name on the controller.
    type: path
  client_cert:
    description:
      - Path of a client certificate in PEM format, on the host that the task runs on, for a proxy in front of Dokploy that asks for one.
        The file may also contain the key.
      - Without the option, the module uses the environment variable E(DOKPLOY_CLIENT_CERT) on the host that the task runs on, then the
        variable of the same name on the controller.
    type: path
  client_key:
    description:
      - Path of the key of O(client_cert), where that file does not contain it.
      - Without the option, the module uses the environment variable E(DOKPLOY_CLIENT_KEY) on the host that the task runs on, then the
        variable of the same name on the controller.
    type: path
  timeout:
    description:
      - Maximum time in seconds for one request. Calls that wait for Docker have their own limits.
      - Without the option, the module uses the environment variable E(DOKPLOY_TIMEOUT) on the host that the task runs on, then the variable
        of the same name on the controller, then the default.
    type: float
    default: 30.0
  retries:
    description:
      - Number of times to repeat a request after a failed connection, or after a status of 429, 502, 503, or 504. V(0) sends each request
        once.
      - The module repeats a write only where it is certain that the server did not receive it.
      - Without the option, the module uses the environment variable E(DOKPLOY_RETRIES) on the host that the task runs on, then the variable
        of the same name on the controller, then the default.
    type: int
    default: 3
  backend:
    description:
      - Interface that the module uses. V(api) is Dokploy's API. V(docker) is the Docker Engine, for operating applications while Dokploy is
        down.
      - V(auto) uses the API, and the Docker Engine where the API could not be reached for O(fallback_after) seconds. Unreachable means a
        refused connection, a name that does not resolve, a time-out, a status of 502, 503, or 504, or an unavailable database of Dokploy.
        The module does not fall back after a certificate error, a proxy's refusal, a redirect, a wrong key, an error of Dokploy itself, or
        any failure after a write.
      - On the Docker Engine, M(community.dokploy.dokploy_application) starts, stops, restarts, and scales existing applications, by the
        full C(app_name) only, and M(community.dokploy.dokploy_application_info) reports what runs. With V(auto), the Docker Engine changes
        no configuration, and C(unverified) in the result lists the configuration options of the task. Everything else needs the API.
        Modules that always need the API treat V(auto) as V(api), and refuse V(docker).
      - The module verifies the engine before it changes anything. The engine must be a Swarm manager that has this service and that runs or
        restarts Dokploy, on the host that O(api_url) leads to, and its socket must belong to root or to the user of the task.
        O(docker_trusted) replaces the verification of Dokploy, of its host, and of the socket. The module refuses Dokploy's own services.
      - Without the option, the module uses the environment variable E(DOKPLOY_BACKEND) on the host that the task runs on, then the variable
        of the same name on the controller, then the default.
    type: str
    choices: [api, auto, docker]
    default: api
  docker_host:
    description:
      - Address of the Docker Engine, for example V(unix:///var/run/docker.sock), V(ssh://root@server.example.com), or
        V(tcp://server.example.com:2376). The default is the default socket of the host that the task runs on.
      - SSH uses the C(ssh) program of the host that the task runs on, with its keys, its configuration, and its known hosts, and never
        prompts. The remote host needs the C(docker) program. TCP requires O(docker_cert_path), except to loopback.
      - Without the option, the module uses the environment variable E(DOCKER_HOST) on the host that the task runs on.
    type: str
  docker_cert_path:
    description:
      - Directory with the files C(ca.pem), C(cert.pem), and C(key.pem), for TLS to O(docker_host), on the host that the task runs on.
      - Without the option, the module uses the environment variable E(DOCKER_CERT_PATH) on the host that the task runs on. With
        E(DOCKER_TLS_VERIFY), it uses the directory V(~/.docker).
    type: path
  docker_trusted:
    description:
      - Confirm explicitly that O(docker_host) is the right engine. Required for each engine that is not on the host that the task runs on,
        for the engines of Dokploy's remote servers, and where O(api_url) is not an address of that host.
    type: bool
    default: false
  fallback_after:
    description:
      - Time in seconds to wait for the API with O(backend=auto) before the module uses the Docker Engine.
      - The module remembers an outage on the host that the task runs on, for 5 minutes after the last task that noticed it. The following
        tasks and loop items ask the API once, and do not wait again.
      - Without the option, the module uses the environment variable E(DOKPLOY_FALLBACK_AFTER) on the host that the task runs on, then the
        variable of the same name on the controller, then the default.
    type: int
    default: 60
requirements:
  - requests, on the host that the task runs on
  - docker (the Docker SDK for Python), on the host that the task runs on, for the Docker Engine
notes:
  - The module uses Dokploy's API over HTTP, and needs no access to the Dokploy host. It usually runs on V(localhost).
  - The collection supports Dokploy v0.26 and later. An option that needs a newer server is refused, with the required version.
  - An empty text counts as left out, for options of the connection and for options that identify an object (a project, a name, an ID).
"""
