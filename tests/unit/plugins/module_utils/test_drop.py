# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of a folder or a zip is uploaded, and what is refused."""

from __future__ import annotations

import io
import os
import random
import re
import socket
import stat
import time
import types
import zipfile

import pytest

from ansible_collections.community.dokploy.plugins.module_utils._common import globs
from ansible_collections.community.dokploy.plugins.module_utils._host import dockerignore, source_files, upload_archive
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle import upload
from ansible_collections.community.dokploy.plugins.module_utils._lifecycle.context import Context
from ansible_collections.community.dokploy.plugins.module_utils._model.address import Place
from ansible_collections.community.dokploy.plugins.module_utils._resources.application import APPLICATION
from ansible_collections.community.dokploy.plugins.module_utils._common.errors import BadInput, TaskFailed

TASK = types.SimpleNamespace(check_mode=False, backend=types.SimpleNamespace(at_least=lambda since: True))


def tree(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def drop(path, dockerfile='Dockerfile'):
    return upload_archive.UploadArchive(str(path), dockerfile)


def packed(one):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, 'w') as target:
        assert one.copy_to(target) == one.digest
    return archive.getvalue()


def test_the_archive_and_its_digest_are_of_names_and_contents_alone(tmp_path):
    files = {'Dockerfile': 'FROM a', 'b/c': 'x', 'a': ''}
    one, other = tree(tmp_path / 'one', files), tree(tmp_path / 'other', dict(reversed(files.items())))
    os.utime(other / 'a', (1, 1))
    os.chmod(other / 'a', 0o700)
    assert drop(one).digest == drop(other).digest and packed(drop(one)) == packed(drop(other))
    with zipfile.ZipFile(io.BytesIO(packed(drop(one)))) as archive:
        assert archive.namelist() == ['Dockerfile', 'a', 'b/c'] and archive.read('b/c') == b'x'
    seen = {drop(one).digest}
    for name, text in (('b/c', 'y'), ('b/d', 'x'), ('a', 'x')):
        changed = tree(tmp_path / ('changed-' + name.replace('/', '-')), dict(files, **{name: text}))
        seen.add(drop(changed).digest)
    assert len(seen) == 4


def test_a_zip_is_as_good_as_the_folder(tmp_path):
    folder = tree(tmp_path / 'one', {'Dockerfile': 'FROM a', 'b/c': 'x', '.git/HEAD': 'x'})
    for number, (begin, entry) in enumerate((('', None), ('site/', 'site/'), ('', '__MACOSX/x'))):
        path = tmp_path / ('%d.zip' % number)
        with zipfile.ZipFile(path, 'w') as archive:
            if entry:
                archive.writestr(entry, '')
            for name in ('b/c', '.git/HEAD', 'Dockerfile'):
                archive.writestr(begin + name, (folder / name).read_text())
        assert drop(path).digest == drop(folder).digest, begin


def test_a_folder_that_is_left_out_is_not_looked_into(tmp_path):
    root = tree(tmp_path, {'.dockerignore': 'big\n', 'Dockerfile': 'x', 'big/a/b': 'x', 'deploy/Dockerfile': 'x', 'deploy/x': 'x'})
    (root / 'big' / 'out').symlink_to('/etc')
    assert drop(root).names == ['.dockerignore', 'Dockerfile', 'deploy/Dockerfile', 'deploy/x']
    (root / '.dockerignore').write_text('big\n!big/a\n')
    assert 'big/a/b' in drop(root).names and 'big/out' not in drop(root).names
    (root / '.dockerignore').write_text('deploy\nbig')
    assert drop(root, 'deploy/Dockerfile').names == ['.dockerignore', 'Dockerfile', 'deploy/Dockerfile']
    (root / '.dockerignore').unlink()
    (root / '.dockerignore').symlink_to('/etc/hostname')
    refused(root, '.dockerignore is a link that leaves the directory')


def send(ctx, one):
    upload.UploadDeployment(ctx, APPLICATION, Place(service={'id': 'id'}), one, '/').begin([])


def test_files_that_change_while_the_task_runs_are_not_taken_for_others(tmp_path):
    one = upload.read_upload(TASK, str(tree(tmp_path, {'Dockerfile': 'x', 'a': 'x'})), 'Dockerfile')
    backend = types.SimpleNamespace(client=types.SimpleNamespace(timeout=1, request=lambda *dummy, **more: pytest.fail('it was sent')))
    ctx = Context(backend)
    for change in (lambda: (tmp_path / 'a').write_text('y'), (tmp_path / 'a').unlink):
        change()
        with pytest.raises(TaskFailed, match='changed while the task ran'):
            send(ctx, one)
        assert not ctx.journal


def refused(path, words):
    with pytest.raises(BadInput) as caught:
        drop(path)
    assert words in caught.value.message, caught.value.message


def test_what_leaves_the_folder_or_is_no_file_is_refused(tmp_path):
    outside = tree(tmp_path, {'secret': 'x', 'one/Dockerfile': 'x', 'one/b/c': 'x', 'one/.dockerignore': 'ignored'}) / 'one'
    (outside / 'ignored').symlink_to('/etc/passwd')
    (outside / 'inside').symlink_to('b/c')
    (outside / 'folder').symlink_to('b')
    whole = drop(outside)
    assert whole.names == ['.dockerignore', 'Dockerfile', 'b/c', 'folder/c', 'inside']
    for name, target, words in (
            ('out', '../secret', 'out is a link that leaves the directory'), ('out', '/etc', 'out is a link that leaves the directory'),
            ('out', 'nowhere', 'out is a link without a target'), ('b/up', '..', 'b/up is a link to a directory that contains it')):
        (outside / name).symlink_to(target)
        refused(outside, words)
        (outside / name).unlink()
    os.mkfifo(outside / 'pipe')
    refused(outside, 'pipe is not a file but a device, a pipe or a socket')
    (outside / 'pipe').unlink()
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(outside)
        try:
            made.bind('socket')
        finally:
            os.chdir(here)
    refused(outside, 'socket is not a file but a device, a pipe or a socket')


@pytest.mark.parametrize(('name', 'kind', 'words'), [
    ('../x', 0, '../x in'), ('/etc/x', 0, '/etc/x in'), ('a/../../x', 0, 'lies outside'), ('C:/x', 0, 'lies outside'), ('a//x', 0, 'lies outside'),
    ('link', stat.S_IFLNK, 'link is a link'), ('pipe', stat.S_IFIFO, 'pipe is not a file'), ('Dockerfile', 0, 'Dockerfile is duplicated in the zip file')])
def test_a_zip_that_leaves_its_folder_is_refused(tmp_path, name, kind, words):
    path = tmp_path / 'x.zip'
    with zipfile.ZipFile(path, 'w') as archive:
        archive.writestr('Dockerfile', 'FROM a')
        info = zipfile.ZipInfo(name)
        info.external_attr = (kind | 0o644) << 16 if kind else 0
        if name == 'Dockerfile':
            with pytest.warns(UserWarning):
                archive.writestr(info, 'x')
        else:
            archive.writestr(info, '/etc/passwd')
    refused(path, words)


def test_names_that_newer_servers_refuse(tmp_path):
    refused(tree(tmp_path / 'one', {'Dockerfile': 'x', 'src/@types/a': 'x'}), 'src/@types/a')
    refused(tree(tmp_path / 'two', {'Dockerfile': 'x', 'grün': 'x'}), 'other characters')
    drop(tree(tmp_path / 'three', {'Dockerfile': 'x', 'app/[id]/a b.txt': 'x'}))
    broken = tmp_path / 'broken.zip'
    broken.write_text('no zip')
    refused(broken, 'cannot be read')
    os.mkfifo(tmp_path / 'pipe')
    refused(tmp_path / 'pipe', 'neither a directory nor a file')
    for path in ('', 'build/pages'):
        refused(path, 'is not an absolute path')


@pytest.mark.parametrize(('rules', 'left_out', 'kept'), [
    ('logs', ['logs', 'logs/a', 'logs/b/c'], ['a/logs', 'logs.txt', 'mylogs']),
    ('/logs/', ['logs/a'], ['a/logs']),
    ('*.tmp', ['a.tmp'], ['b/a.tmp', 'a.tmp.txt']),
    ('**/*.tmp', ['a.tmp', 'b/a.tmp', 'b/c/d.tmp'], ['a.tmpx']),
    ('*/b', ['a/b', 'a/b/c'], ['b', 'a/c/b']),
    ('a/**', ['a/b', 'a/b/c'], ['b/a']),
    ('file?', ['file1'], ['file', 'file10', 'file/']),
    ('[a-c].txt\n[^x]y', ['a.txt', 'zy'], ['d.txt', 'xy']),
    ('*\n!README.md', ['a', 'b/c'], ['README.md', 'Dockerfile', '.dockerignore']),
    ('docs\n!docs/keep\ndocs/keep/not', ['docs/a', 'docs/keep/not'], ['docs/keep', 'docs/keep/b']),
    ('# logs\n\n  \n.', [], ['logs', '# logs']),
    ('Dockerfile*\n.dockerignore', ['Dockerfile.dev'], ['Dockerfile', '.dockerignore']),
    ('a\\*b', ['a*b'], ['axb']),
    ('./a/../b', ['b/c'], ['a']),
])
def test_the_rules_of_dockerignore(rules, left_out, kept):
    ignored = dockerignore.DockerIgnore(rules, 'Dockerfile').ignores
    assert [name for name in left_out if not ignored(name)] == []
    assert [name for name in kept if ignored(name)] == []


def test_a_body_is_read_in_parts():
    with io.BytesIO(b'0123456789') as middle:
        body = upload_archive.FormBody(b'head', middle, b'tail')
        assert body.len == 18
        assert b''.join(iter(lambda: body.read(3), b'')) == b'head0123456789tail'


def zipped(path, files):
    with zipfile.ZipFile(path, 'w') as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize('count', [3, 300])
def test_a_zip_is_opened_as_often_whatever_it_holds(tmp_path, monkeypatch, count):
    """Each opening reads the whole directory of the zip: once for every file took 44 s for 3,000 files."""
    path, opened = zipped(tmp_path / 'x.zip', {'file-%d' % number: 'x' for number in range(count)}), []
    whole = zipfile.ZipFile

    class Counted(whole):
        """Notes each opening."""

        def __init__(self, file, *more, **options):
            opened.append(file)
            super().__init__(file, *more, **options)
    monkeypatch.setattr(zipfile, 'ZipFile', Counted)
    assert len(drop(path).names) == count and len(opened) == 2


def test_a_zip_that_is_replaced_while_the_task_runs_is_not_sent(tmp_path):
    one = upload.read_upload(TASK, str(zipped(tmp_path / 'x.zip', {'Dockerfile': 'x', 'a': 'x'})), 'Dockerfile')
    zipped(tmp_path / 'x.zip', {'Dockerfile': 'x'})
    with pytest.raises(TaskFailed, match='changed while the task ran'):
        send(Context(types.SimpleNamespace(client=None)), one)


@pytest.mark.parametrize(('rules', 'words'), [
    ('a\n[z-a]', r'line 2 of .dockerignore \(\[z-a\]\) is not valid: the range z-a runs backwards'),
    ('[^]', 'line 1 of .*: ] must have a backslash'),
    ('# x\n\n![a', 'line 3 of .*a \\[ is never closed'),
    ('[]a]', 'line 1 of .*must have a backslash'), ('[a-]', 'line 1 of .*the range after a- has no end'), ('[', 'never closed'),
    ('a\\', 'line 1 of .*ends with a backslash'), ('!', 'line 1 of .*no pattern follows'), ('x' * 1001, 'longer than 1000'),
    ('a\n' * 2001, 'line 2001 of .*more than 2000 rules'),
])
def test_a_line_of_dockerignore_that_is_not_valid_is_named(tmp_path, rules, words):
    root = tree(tmp_path / 'folder', {'Dockerfile': 'x', '.dockerignore': rules})
    for path in (root, zipped(tmp_path / 'x.zip', {'Dockerfile': 'x', '.dockerignore': rules})):
        with pytest.raises(BadInput, match=words):
            drop(path)


def as_expression(pattern):
    """The same pattern as a regular expression."""
    found = {globs.STAR: '[^/]*', globs.ANY_DEPTH: '.*', globs.ANY_DIRECTORIES: '(?:.*/)?', globs.ANY_CHARACTER: '[^/]'}
    parts = [
        '(?!/)[%s%s]' % ('^' if part.negated else '', ''.join('%s-%s' % one for one in part.ranges)) if isinstance(part, globs.CharacterClass)
        else found.get(part) or re.escape(part) for part in pattern]
    return re.compile('(?s:%s)\\Z' % ''.join(parts))


def test_patterns_fit_what_the_same_regular_expressions_fit():
    dice, fitted, count = random.Random(7), 0, 5000
    for dummy in range(count):
        glob = ''.join(dice.choice(['a', 'b', '/', '*', '*', '**', '**/', '?', '[ab]', '[^a]']) for dummy2 in range(dice.randint(1, 7)))
        name = ''.join(dice.choice('aab/c') for dummy2 in range(dice.randint(1, 9)))
        pattern = globs.parse_glob(glob)
        fits = globs.NamePositions(name).fit(pattern)
        assert fits is bool(as_expression(pattern).match(name)), (glob, name)
        fitted += fits
    assert count / 20 < fitted < count / 2


@pytest.mark.parametrize('rule', ['*a' * 200 + 'b', '**a' * 200 + 'b', '**/' * 200 + 'b', '*?' * 200 + 'b', '[a-z]*' * 150 + '/b'], ids=lambda rule: rule[:6])
def test_no_pattern_takes_long(rule):
    begun = time.monotonic()
    rules = dockerignore.DockerIgnore(rule, 'Dockerfile')
    assert not any(rules.ignores(name * 2000) for name in ('a', 'a/', 'ac'))
    assert time.monotonic() - begun < 20


def test_links_that_multiply_directories_are_refused(tmp_path, monkeypatch):
    for level in range(8):
        (tmp_path / ('d%d' % level)).mkdir()
        for link in range(10):
            (tmp_path / ('d%d' % level) / ('l%d' % link)).symlink_to('../d%d' % (level + 1))
    (tmp_path / 'd8').mkdir()
    (tmp_path / 'd8' / 'file').write_text('x')
    monkeypatch.setattr(source_files, 'MOST_ENTRIES', 1000)
    refused(tmp_path, 'more than 1000 files and directories')


def test_entries_are_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(source_files, 'MOST_ENTRIES', 10)
    files = {'file-%d' % number: 'x' for number in range(11)}
    refused(zipped(tmp_path / 'x.zip', files), 'more than 10 files')
    root = tree(tmp_path / 'folder', dict(files, **{'.dockerignore': 'file-9'}))
    refused(root, 'more than 10 files')
    (root / '.dockerignore').write_text('file-*\n!file-3')
    assert drop(root).names == ['.dockerignore', 'file-3']
    refused(zipped(tmp_path / 'y.zip', {'a/' * 2100 + 'b': 'x'}), 'longer than 4096 characters')


def test_directories_may_lie_deep(tmp_path):
    """Deeper than Python's own calls may go, and so does pytest, which would fail to remove them."""
    depth, here = 1200, os.getcwd()
    os.chdir(tmp_path)
    try:
        for dummy in range(depth):
            os.mkdir('d')
            os.chdir('d')
        with open('file', 'w', encoding='utf-8'):
            pass
        found = upload_archive.UploadArchive(str(tmp_path), 'Dockerfile', server_checks_names=lambda: False)
        os.unlink('file')
        for dummy in range(depth):
            os.chdir('..')
            os.rmdir('d')
    finally:
        os.chdir(here)
    assert found.names == ['d/' * depth + 'file']
