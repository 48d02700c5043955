# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual environments for the Makefile and the tests; standard library only.

    python3 tests/support/venvs.py TARGET REQUIREMENTS.txt [...]

makes TARGET, or brings it up to date, with the newest Python that all
supported tools run on. A stamp inside TARGET holds a digest of what it was made
from, so that a second call does nothing; a lock makes two callers at once safe.
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from support import paths  # noqa: E402

ROOT = paths.ROOT
CACHE = os.path.join(ROOT, '.cache')

# In order of preference; requirements/development.txt has an ansible-core for each.
PREFERRED_PYTHONS = ('3.11', '3.12', '3.13', '3.14')


class NoPython(Exception):
    """No interpreter of the wanted version is on this machine."""


@contextlib.contextmanager
def locked(name):
    """Hold a lock between processes, by name."""
    folder = os.path.join(CACHE, 'locks')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '.lock'), 'w', encoding='utf-8') as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _candidates(version):
    name = 'python' + version
    for folder in os.environ.get('PATH', '').split(os.pathsep):
        if folder and os.path.abspath(folder) != os.path.join(ROOT, '.venv', 'bin'):
            yield os.path.join(folder, name)
    pyenv = os.environ.get('PYENV_ROOT') or os.path.expanduser('~/.pyenv')
    yield from sorted(glob.glob(os.path.join(pyenv, 'versions', version + '.*', 'bin', name)), reverse=True)
    if '%d.%d' % sys.version_info[:2] == version and sys.prefix == sys.base_prefix:
        yield sys.executable


def find_python(version):
    """The path of a working interpreter such as 3.12, or None."""
    for path in _candidates(version):
        if not os.access(path, os.X_OK):
            continue
        # A shim of pyenv is there even where the version is not selected.
        answer = subprocess.run(
            [path, '-c', 'import sys, zlib, ssl; print("%d.%d" % sys.version_info[:2])'],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )
        if answer.returncode == 0 and answer.stdout.strip() == version:
            return path
    return None


def _run(command, **kwargs):
    """Run a command, and keep its output for the moment that it fails."""
    answer = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **kwargs
    )
    if answer.returncode:
        sys.stderr.write(answer.stdout)
        raise RuntimeError('%s ended with %d:\n%s' % (' '.join(command), answer.returncode, answer.stdout[-4000:]))
    return answer.stdout


def _environment():
    """The environment for pip and venv: nothing of an active virtual environment or of Python's own variables."""
    return {key: value for key, value in os.environ.items()
            if key not in ('PYTHONPATH', 'PYTHONHOME', 'VIRTUAL_ENV', '__PYVENV_LAUNCHER__')}


def _create(python, target, *without_pip):
    """Make an empty virtual environment, by the first way that this machine offers."""
    has_venv = subprocess.run([python, '-c', 'import ensurepip, venv'], capture_output=True, check=False).returncode == 0
    if not has_venv and os.geteuid() == 0 and shutil.which('apt-get'):
        # Debian ships venv apart, for the packaged interpreter.
        environ = dict(_environment(), DEBIAN_FRONTEND='noninteractive')
        with contextlib.suppress(RuntimeError):
            _run(['apt-get', 'update'], env=environ)
            _run(['apt-get', 'install', '--yes', '--no-install-recommends', 'python3-venv'], env=environ)
        has_venv = subprocess.run([python, '-c', 'import ensurepip, venv'], capture_output=True, check=False).returncode == 0
    if has_venv:
        _run([python, '-m', 'venv', '--clear', *without_pip, target], env=_environment())
        return
    tool = os.path.join(CACHE, 'virtualenv')
    try:
        _run([python, '-m', 'pip', 'install', '--quiet', '--target', tool, '--upgrade', 'virtualenv'], env=_environment())
    except RuntimeError as exc:
        raise RuntimeError(
            'This Python (%s) has neither venv nor pip. Install python3-venv, for example with '
            '"sudo apt-get install python3-venv", and run the command again.' % python
        ) from exc
    _run([python, '-m', 'virtualenv', '--clear', target], env=dict(_environment(), PYTHONPATH=tool))


def _locate(target):
    """The directory of a virtual environment: the real one, so that worktrees may link to one."""
    target = os.path.join(ROOT, target)
    return os.path.realpath(target) if os.path.islink(target) else target


def _list_pip(bin_dir, version):
    """The command of the pip that installs into a virtual environment: that of .venv, which is new, on each Python that a new pip runs on; else its own."""
    python, ours = (os.path.join(one, 'python') for one in (bin_dir, os.path.join(_locate('.venv'), 'bin')))
    if version in PREFERRED_PYTHONS and python != ours and os.path.exists(ours):
        return [ours, '-m', 'pip', '--python', python]
    return [python, '-m', 'pip']


def ensure(target, requirements, versions=PREFERRED_PYTHONS, packages=()):
    """Make or update the virtual environment TARGET; returns its bin folder.

    requirements are files, packages are requirement texts; the first of versions
    that is on this machine is used, else NoPython is raised.
    """
    target = _locate(target)
    digest = hashlib.sha256()
    for path in requirements:
        with open(os.path.join(ROOT, path), 'rb') as handle:
            digest.update(handle.read())
    digest.update(repr(sorted(packages)).encode('utf-8'))
    bin_dir = os.path.join(target, 'bin')
    stamp = os.path.join(target, '.stamp')

    with locked('venv-' + os.path.basename(target)):
        made_with = made_from = None
        if os.path.exists(stamp) and os.path.exists(os.path.join(bin_dir, 'python')):
            with open(stamp, encoding='utf-8') as handle:
                made_with, made_from = (handle.read().split() + ['', ''])[:2]
        # A target that was moved or copied along with its checkout has wrong paths in its scripts.
        here = hashlib.sha256(target.encode('utf-8')).hexdigest()[:16]
        if made_from == digest.hexdigest() + here and made_with in versions:
            return bin_dir

        keep = made_with in versions and made_from and made_from.endswith(here)
        if not keep:
            found = [(one, find_python(one)) for one in versions]
            found = [(one, path) for one, path in found if path]
            if not found:
                raise NoPython('No Python %s was found on this machine.' % ' or '.join(versions))
            made_with, python = found[0]
            print('Making %s with Python %s ...' % (os.path.relpath(target, ROOT), made_with), file=sys.stderr, flush=True)
        pip = _list_pip(bin_dir, made_with)
        if not keep:
            _create(python, target, *(['--without-pip'] if '--python' in pip else []))
            if target == _locate('.venv'):
                # The pip that comes with Python 3.11 needs three times as long for all that follows.
                with contextlib.suppress(RuntimeError):
                    _run([*pip, 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--upgrade', 'pip'], env=_environment())
        if os.path.exists(stamp):
            os.unlink(stamp)
        # Most of what is installed is never imported, and Python compiles the rest when it is.
        command = [*pip, 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-compile']
        for path in requirements:
            command += ['--requirement', os.path.join(ROOT, path)]
        command += list(packages)
        print('Installing into %s ...' % os.path.relpath(target, ROOT), file=sys.stderr, flush=True)
        _run(command, env=_environment())
        with open(stamp, 'w', encoding='utf-8') as handle:
            handle.write('%s %s%s\n' % (made_with, digest.hexdigest(), here))
    return bin_dir


def main(arguments):
    """The command line."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        ensure(arguments[0], arguments[1:])
    except (NoPython, RuntimeError) as exc:
        print(exc, file=sys.stderr)
        return 1
    # Make compares times.
    os.utime(os.path.join(ROOT, arguments[0], '.stamp'))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
