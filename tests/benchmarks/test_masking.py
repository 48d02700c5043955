# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long 300 secrets take to be masked in one megabyte of log. The figure is reported and never judged: the machines are noisy."""

from __future__ import annotations

import random
import string
import time

from ansible_collections.community.dokploy.plugins.module_utils._common.masking import Masker

CHARACTERS = string.ascii_letters + string.digits + '!\'"&/+ =%'


def test_time_of_300_secrets_in_a_megabyte(report_line):
    chance = random.Random(1)
    masker = Masker()
    secrets = [''.join(chance.choice(CHARACTERS) for dummy in range(24)) for dummy in range(300)]
    for number, secret in enumerate(secrets):
        masker.add_secret(secret, 'KEY_%d' % number)
        masker.add_secret(str(number), 'WORKERS_%d' % number)
    text = ('2026-11-24 12:00:00 INFO KEY_7=%s WORKERS_7=7 and so on http://user:token@host/path\n' % secrets[7] * 20000)[:1000000]
    start = time.process_time()
    masked = masker.mask_text(text)
    took = time.process_time() - start
    assert secrets[7] not in masked and 'token' not in masked
    report_line('300 secrets in one megabyte: %.2f s of processor time' % took)
