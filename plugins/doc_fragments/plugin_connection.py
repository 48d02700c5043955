# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options of the connection to Dokploy, of plugins that run on the controller."""

    DOCUMENTATION = r"""
options:
  api_url:
    description:
      - Address of Dokploy as you open it in a browser, for example V(https://dokploy.example.com).
      - Required, as an option, as the environment variable, or as a variable.
    type: str
    env:
      - name: DOKPLOY_URL
    vars:
      - name: dokploy_api_url
  api_key:
    description:
      - API key of a user with the permission to read what the plugin returns.
      - Required, as an option, as the environment variable, or as a variable.
    type: str
    env:
      - name: DOKPLOY_API_KEY
    vars:
      - name: dokploy_api_key
  validate_certs:
    description:
      - Check the server's certificate. Disable this for tests only.
    type: bool
    env:
      - name: DOKPLOY_VALIDATE_CERTS
    vars:
      - name: dokploy_validate_certs
  ca_path:
    description:
      - Path of a file with the CA certificates to trust instead of the default ones.
    type: path
    env:
      - name: DOKPLOY_CA_PATH
    vars:
      - name: dokploy_ca_path
  client_cert:
    description:
      - Path of a client certificate in PEM format.
    type: path
    env:
      - name: DOKPLOY_CLIENT_CERT
    vars:
      - name: dokploy_client_cert
  client_key:
    description:
      - Path of the key of O(client_cert).
    type: path
    env:
      - name: DOKPLOY_CLIENT_KEY
    vars:
      - name: dokploy_client_key
  timeout:
    description:
      - Maximum time in seconds for one request.
    type: float
    env:
      - name: DOKPLOY_TIMEOUT
    vars:
      - name: dokploy_timeout
  retries:
    description:
      - Number of times to repeat a failed request.
    type: int
    env:
      - name: DOKPLOY_RETRIES
    vars:
      - name: dokploy_retries
"""
