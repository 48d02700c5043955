# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends requests to a Docker Engine over its socket, over TCP with TLS, or over SSH.

Only this file imports the docker SDK for Python.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from urllib.parse import urlsplit

from ansible.module_utils.basic import missing_required_lib

from .._common.errors import ApiError, BadInput, NotFound, Unreachable
from .._common.timestamps import get_server_time

DEFAULT = "unix:///var/run/docker.sock"
MOST_BYTES = 16 * 1024 * 1024
_HOST = re.compile(r"^[A-Za-z0-9_.:%\[\]-]+$")


def is_loopback(host):
    """Return whether the name or address of a host is this host's own loopback."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class DockerHost:
    """The connection to one engine during one task.

    C(address) is C(unix://…), C(tcp://…), C(https://…), C(ssh://…) or empty; C(cert_path) a directory with C(ca.pem), C(cert.pem) and C(key.pem).
    C(local): the engine is reached over a socket of this host, or over its loopback.
    """

    def __init__(self, address=None, cert_path=None, tls_verify=False, timeout=30):
        self.address = (address or DEFAULT).strip()
        self.timeout = timeout
        self._client = None
        self._relay = None
        self._date = None
        if tls_verify and not cert_path:
            cert_path = os.path.expanduser("~/.docker")
        self._cert_path = cert_path
        self._parts = self._parse_address()

    def _parse_address(self):
        """Parse the address. Raises BadInput for an invalid one, and for a connection that others could read or change."""
        parts = urlsplit(self.address)
        try:
            host = parts.hostname or ""
            dummy = parts.port   # raises ValueError unless it is a number
        except ValueError as exc:
            raise BadInput("docker_host: its host or port cannot be read") from exc
        if parts.scheme not in ("unix", "tcp", "http", "https", "ssh"):
            raise BadInput("docker_host must begin with unix://, tcp:// or ssh://")
        if parts.scheme == "unix":
            if not parts.path.startswith("/"):
                raise BadInput("docker_host must name a socket by its absolute path, such as %s" % DEFAULT)
            self.local, self.loopback = True, False
            return parts
        if not _HOST.match(host) or host.startswith("-") or (parts.username or "").startswith("-"):
            raise BadInput("docker_host must name a host, such as ssh://root@server.example.com or tcp://server.example.com:2376")
        if parts.password:
            raise BadInput("docker_host must not contain a password: SSH uses keys, and TCP certificates")
        self.local = self.loopback = parts.scheme != "ssh" and is_loopback(host)
        if parts.scheme in ("tcp", "http") and not self._cert_path and not self.loopback:
            raise BadInput(
                "docker_host is TCP without TLS on another host: everybody on the network could control it",
                next_step="Give docker_cert_path, or use ssh://.")
        return parts

    @property
    def socket_path(self):
        """Return the path of the engine's socket on this host, or None."""
        return self._parts.path if self._parts.scheme == "unix" else None

    def __str__(self):
        """Return the address without a user, for messages."""
        return self.address if self._parts.scheme == "unix" else "%s://%s" % (self._parts.scheme, self._parts.netloc.rpartition("@")[2])

    # Connecting

    @staticmethod
    def require_library():
        """Raise BadInput if the docker SDK for Python is missing."""
        _import_docker()

    def _connect(self):
        """Return the client of the docker SDK, connected at the first call. Raises Unreachable."""
        if self._client is None:
            docker, handled = _import_docker(), sys.exc_info()[1]
            address, tls = self.address, self._tls_config(docker)
            if self._parts.scheme == "ssh":
                self._relay = SshRelay(self._parts, self.timeout)
                address = "unix://" + self._relay.path

            class Direct(docker.APIClient):
                """A client that ignores proxies and certificate bundles of the environment: it connects directly, and checks the configured ones."""

                trust_env = property(lambda self: False, lambda self, value: None)

            try:
                self._client = Direct(base_url=address, version="auto", timeout=self.timeout, tls=tls)
            except Exception as exc:  # pylint: disable=broad-except
                raise self._unreachable(exc, handled) from exc
        return self._client

    def _tls_config(self, docker):
        if self._parts.scheme not in ("tcp", "http", "https") or not self._cert_path:
            return False
        files = {name: os.path.join(self._cert_path, name + ".pem") for name in ("ca", "cert", "key")}
        for path in files.values():
            if not os.access(path, os.R_OK):
                raise BadInput("%s cannot be read: docker_cert_path must be a directory with ca.pem, cert.pem and key.pem on the task's host" % path)
        return docker.tls.TLSConfig(client_cert=(files["cert"], files["key"]), ca_cert=files["ca"], verify=True)

    def _unreachable(self, error, handled=None):
        """Make the error of an unreachable engine. C(handled): an exception that was being handled before, such as the API's, which is not its cause."""
        if self.socket_path and not os.path.exists(self.socket_path):
            return Unreachable(
                "the Docker Engine at %s could not be reached: the socket does not exist" % self, fallback=False, phase="unavailable",
                next_step="Start dockerd on the host that the task runs on, or give docker_host.")
        said = self._relay.last_error() if self._relay else ""
        return Unreachable(
            "the Docker Engine at %s could not be reached: %s" % (self, said or _root_cause(error, handled)), fallback=False, phase="unavailable",
            next_step=_suggest_fix(said or str(error)))

    def close(self):
        if self._client is not None:
            self._client.close()
        if self._relay is not None:
            self._relay.close()

    # Requests

    def get(self, path, **query):
        """Send a GET request -> the answer's JSON. Raises NotFound, ApiError or Unreachable."""
        return self._decode_json(self.request("GET", path, query))

    def post(self, path, body, **query):
        return self._decode_json(self.request("POST", path, query, body))

    def raw(self, path, **query):
        """Send a GET request -> the answer's bytes, the first 16 MiB."""
        return self.request("GET", path, query)

    def _decode_json(self, content):
        if not content:
            return None
        try:
            return json.loads(content.decode("utf-8"))
        except ValueError as exc:
            raise ApiError("the Docker Engine at %s answered with something that is not JSON" % self) from exc

    def request(self, method, path, query, body=None, timeout=None):
        """Send a request -> bytes. Raises as C(get)."""
        import requests
        client, handled = self._connect(), sys.exc_info()[1]
        query = {key: json.dumps(value) if isinstance(value, (dict, bool)) else value for key, value in query.items()}
        url = "%s/v%s%s" % (client.base_url, client.api_version, path)
        try:
            with client.request(method, url, params=query, json=body, timeout=timeout or self.timeout, stream=True, allow_redirects=False) as response:
                self._date = response.headers.get("Date")
                parts, size = [], 0
                for part in response.iter_content(65536):
                    parts.append(part)
                    size += len(part)
                    if size > MOST_BYTES:
                        break
                content, status = b"".join(parts), response.status_code
        except (requests.exceptions.RequestException, OSError) as exc:
            raise self._unreachable(exc, handled) from exc
        if status < 300:
            return content
        try:
            said = str(json.loads(content.decode("utf-8"))["message"])
        except (ValueError, KeyError, TypeError):
            said = content[:300].decode("utf-8", "replace")
        kind = NotFound if status == 404 else ApiError
        raise kind("the Docker Engine at %s answered %d: %s" % (self, status, said.strip() or "no reason given"), status=status, procedure=path,
                   server_message=said)

    def now(self):
        """Return the engine's time, from its last answer, in seconds since 1970."""
        return get_server_time(self._date)


def _import_docker():
    try:
        import docker
        import docker.tls  # noqa: F401
    except ImportError as exc:
        raise BadInput(missing_required_lib("docker", reason="for the Docker backend", url="https://docker-py.readthedocs.io/")) from exc
    return docker


class SshRelay:
    """A local Unix socket that starts one ssh process per connection, which forwards it to the engine's socket on the other host.

    The SDK can do the same, but requires paramiko, although it does not use it then, and its client may prompt for passwords.
    """

    def __init__(self, parts, timeout):
        self._directory = tempfile.mkdtemp(prefix="dokploy-ssh-")
        self.path = os.path.join(self._directory, "docker.sock")
        self._errors = os.path.join(self._directory, "errors")
        self._command = ["ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=%d" % max(1, min(timeout, 15))]
        if parts.port:
            self._command += ["-p", str(parts.port)]
        if parts.username:
            self._command += ["-l", parts.username]
        self._command += ["--", parts.hostname, "docker", "system", "dial-stdio"]
        self._started = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen(4)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            with connection, open(self._errors, "ab") as errors:
                try:
                    self._started.append(subprocess.Popen(  # pylint: disable=consider-using-with
                        self._command, stdin=connection.fileno(), stdout=connection.fileno(), stderr=errors, start_new_session=True))
                except OSError as exc:
                    errors.write(("ssh could not be started: %s\n" % exc).encode("utf-8"))

    def last_error(self):
        """Return the last two lines that ssh wrote to its standard error."""
        try:
            with open(self._errors, encoding="utf-8", errors="replace") as handle:
                lines = [line.strip() for line in handle.read()[-2000:].splitlines() if line.strip()]
        except OSError:
            return ""
        return "; ".join(lines[-2:])

    def close(self):
        # close() alone does not interrupt accept().
        for step in (lambda: self._listener.shutdown(socket.SHUT_RDWR), self._listener.close):
            try:
                step()
            except OSError:
                pass
        for process in self._started:
            if process.poll() is None:
                process.terminate()
                process.wait()
        shutil.rmtree(self._directory, ignore_errors=True)


def _root_cause(error, handled=None):
    """Describe the innermost exception, without C(handled) and its causes."""
    seen = error
    while True:
        inner = seen.__cause__ or seen.__context__
        if inner is None or inner is handled:
            inner = seen.args[-1] if seen.args else None
        if not isinstance(inner, Exception) or inner is seen:
            break
        seen = inner
    return getattr(seen, "strerror", None) or str(seen) or type(seen).__name__


def _suggest_fix(text):
    text = text.lower()
    if "permission denied (" in text or "host key verification" in text:
        return "SSH must work without prompts: a key of the user that the task runs as, and the host in known_hosts."
    if "permission denied" in text:
        return "Let the task become root, or put its user into the group docker."
    if "certificate" in text or "tls" in text or "ssl" in text:
        return "Check docker_cert_path, and that the certificate names the host in docker_host."
    return "Check docker_host, and that dockerd runs there."
