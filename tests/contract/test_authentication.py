# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sign-up, sign-in and sign-out as recorded from new servers, replayed against the simulator."""

from __future__ import annotations

import os

import pytest
import requests

from contract.replay import HERE, load
from simulator import ManualClock, Simulator


@pytest.mark.parametrize("version", ["v0.30.2", "v0.28.8"])
def test_sign_up(version):
    recorded = load(os.path.join(HERE, "authentication", "%s.json" % version))
    assert recorded["dokploy_version"] == version and len(recorded["steps"]) == 16
    sim = Simulator(version=version, clock=ManualClock())
    sim.forget_administrator()
    with sim.serve() as server, requests.Session() as session:
        for step in recorded["steps"]:
            asked, wanted = step["request"], step["response"]
            sim.advance(step.get("wait", 0))
            sender = session if asked["session"] or step.get("keeps") else requests
            answer = sender.request(asked["method"], server.url + asked["path"], json=asked.get("body"), allow_redirects=False, timeout=30,
                                    headers={"Origin": server.url} if asked["origin"] else {})
            assert answer.status_code == wanted["status"], step["note"]
            assert answer.headers.get("Location") == wanted.get("location"), step["note"]
            for key, value in (wanted["body"] or {}).items():
                assert value == "<id>" or answer.json().get(key) == value, step["note"]
