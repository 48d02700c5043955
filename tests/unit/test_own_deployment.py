# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task never takes another task's deployment for its own: that one carries another nonce."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.deployments import Deployment

OURS, THEIRS = '0123456789', 'abcdefabcd'


def deployment():
    return Deployment(None, SimpleNamespace(service={'id': 'a'}), 'Release', 'ours [%s]' % OURS, nonce=OURS)


@pytest.mark.parametrize(('description', 'ours'), [
    ('theirs [%s]' % THEIRS, False),
    ('ours [%s]' % OURS, True),
    ('', True),                     # a fast build of a Git source loses its description
    (None, True),
])
def test_the_one_new_row_is_ours_only_without_another_nonce(description, ours):
    one = deployment()
    row = {'deploymentId': 'd', 'status': 'done', 'description': description}
    assert one._find([row], []) is ours
    assert (one.row == row) is ours
