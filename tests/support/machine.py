# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a machine may lack: it is installed where root and apt allow; elsewhere tests skip and say why, and fail in CI."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from support.venvs import locked


class Unavailable(Exception):
    """Something cannot be had on this machine, and why."""


def install(wanted):
    """Install what is missing of {name: (whether it is there, packages of which the first that makes it so is enough)}. Raises Unavailable."""
    missing = {name: one for name, one in wanted.items() if not one[0]()}
    if not missing:
        return
    if os.geteuid() or not shutil.which('apt-get'):
        raise Unavailable('missing: %s, and only root on Debian can have them installed' % ', '.join(missing))
    environ = dict(os.environ, DEBIAN_FRONTEND='noninteractive')
    with locked('apt'):
        subprocess.run(['apt-get', 'update'], env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        for is_there, packages in missing.values():
            for package in packages:
                if is_there():
                    break
                subprocess.run(['apt-get', 'install', '--yes', '--no-install-recommends', package], env=environ, stdin=subprocess.DEVNULL,
                               capture_output=True, check=False)
    missing = [name for name, one in missing.items() if not one[0]()]
    if missing:
        raise Unavailable('apt could not install: %s' % ', '.join(missing))


def require_programs(*names):
    """Install the programs that are missing, each from the package of its name; where that cannot be, skip the test, or fail it in CI."""
    try:
        install({name: (lambda name=name: shutil.which(name), (name,)) for name in names})
    except Unavailable as exc:
        skip_or_fail(str(exc))


def skip_or_fail(reason):
    """Skip the test with the reason; in CI, fail it."""
    if os.environ.get('CI') == 'true':
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
