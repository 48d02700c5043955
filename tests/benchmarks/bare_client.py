# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The limit that a manifest is compared with: `python bare_client.py URL KEY THREADS FILE` sends the GET requests of a JSON list.

It does nothing else with the answers than to print their bytes.

The ids are known in advance, so that no request waits for another; each thread has a session of its own.
"""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import requests


def main():
    """Read each path of the file once."""
    url, key, threads, path = sys.argv[1:]
    with open(path, encoding='utf-8') as handle:
        targets = json.load(handle)
    local = threading.local()

    def read(target):
        if not hasattr(local, 'session'):
            local.session = requests.Session()
            local.session.headers['x-api-key'] = key
        answer = local.session.get(url + target, timeout=120)
        answer.raise_for_status()
        answer.json()
        return len(answer.content)

    with ThreadPoolExecutor(int(threads)) as pool:
        print(sum(pool.map(read, targets)))


if __name__ == '__main__':
    main()
