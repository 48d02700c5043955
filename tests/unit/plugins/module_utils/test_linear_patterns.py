# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every pattern that reads the text of others is linear in it: a quarter of a megabyte of each class of character, and of what a pattern begins with.

A quadratic pattern takes hours where a linear one takes a fraction of a second, so the bound is generous; the regular expression is interrupted at it.
The bound is of processor time, so that a busy machine changes nothing.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
import signal
import time

import pytest
from quality.test_layers import plugin_files, read_plugin

PREFIX = 'ansible_collections.community.dokploy.plugins.module_utils.'
MODULES = ('_common.certificates', '_common.masking', '_common.secret_forms', '_common.timestamps', '_common.units', '_dotenv.parser',
           '_dotenv.editor', '_client.http')
MEGABYTE = 1000 * 1000
SECONDS = 6                 # for a quarter of a megabyte in a function, of which a quadratic one takes minutes
PATTERN_SIZE, PATTERN_SECONDS = MEGABYTE // 25, 0.4   # for a pattern alone; the simplest quadratic one takes twice as long
# Of every class a pattern can ask for, and the beginnings of what patterns look for, again and again.
PIECES = (
    ' ', '\n', '\r', '\t', '\n ', '\u2028', '\xa0', 'a', 'A', '0', '_', '.', '-', 'a.', 'a-', ':', '/', '@', '#', '=', '%', '$', '{', '}', '(', '[',
    ']', '<', '>', '"', "'", '`', '\\', "\\'", '\\"', ',', ';', '&', '!', '?', '*', '+', '|', '~', '^', '\x00', '\x1b', '\x1b[', '\x1b]', '\x1b[0',
    '\x07', '\x9b', '\u202e', '\xfc', '\U0001f680', '://', 'a://', 'a:', 'a://b', 'a://b:', '${{', '}}', '${{a', '${{a\n', '{{', '::', '\n::', '##[',
    'params:', 'A=', 'A=\n', "A='", "A='x\n", 'A="\\"', 'export ', 'export\n', 'A :', 'ENV ', 'KEY ', 'KEY=', 'KEY\\', 'KEY: ', '0.', '00:', '2026-',
    '1h', 'less than a ', 'ago ', 'Running 5 ', '=>', ' #', '\n#',
)
BEGINNINGS = ('', 'A=', "A='", 'a://', '${{', 'params:', 'KEY', '\x1b]', '2026-11-24T12:43:50.', '1')


@contextlib.contextmanager
def interrupted(what, seconds=SECONDS):
    """Ends what takes too long, with its name."""
    def stop(*dummy):
        raise AssertionError('%s takes more than %s seconds' % (what, seconds))

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fill(beginning, piece, size=MEGABYTE):
    return (beginning + piece * (size // len(piece) + 1))[:size] + '\x01'


def patterns():
    for name in MODULES:
        for attribute, value in sorted(vars(importlib.import_module(PREFIX + name)).items()):
            if isinstance(value, re.Pattern):
                yield pytest.param(value, id='%s.%s' % (name, attribute))


@pytest.mark.parametrize('pattern', list(patterns()))
def test_a_pattern_is_linear(pattern):
    for piece in PIECES:
        text = fill('', piece, PATTERN_SIZE)
        with interrupted('%r on %r' % (pattern.pattern[:60], piece), PATTERN_SECONDS):
            sum(1 for dummy in pattern.finditer(text))
    for beginning in BEGINNINGS:
        for piece in (' ', '\n', 'a', '0', '/', '\\', '@', "'", ':'):
            with interrupted('%r on %r and %r' % (pattern.pattern[:60], beginning, piece), PATTERN_SECONDS):
                sum(1 for dummy in pattern.finditer(fill(beginning, piece, PATTERN_SIZE)))


def test_a_quadratic_pattern_is_found_out():
    with pytest.raises(AssertionError, match='takes more than'):
        test_a_pattern_is_linear(re.compile(r'a*b'))


CALLS = ('compile', 'search', 'match', 'fullmatch', 'findall', 'finditer', 'sub', 'subn', 'split')
OF_THE_SOURCE_SIZE, OF_THE_SOURCE_SECONDS = MEGABYTE // 100, 0.1     # a linear pattern takes milliseconds, a quadratic one several times as long
OF_THE_SOURCE_PIECES = (
    ' ', '\n', '\t', 'a', 'A', '0', '_', '.', '-', '/', '\\', "'", '"', '(', ')', '[', ':', '=', ',', '@', '<', '{', '$', '#', '%', '!', '*', 'a.', 'a ',
    ' a', '/a', 'a,', 'a=', '0.', '1h', 'a://', '\x1b[')
READ_WHAT_ANOTHER_MATCHED = ('([0-9.]+)([a-z\u00b5\u03bc]+)',)       # of go_values: a valid duration


def list_patterns_of_the_source():
    """(file, line, pattern, flags, how it is called) of every pattern that is written in plugins/; a part of it that is computed is an x."""
    for path in sorted(plugin_files()):
        text = read_plugin(path)
        tree = ast.parse(text)
        names = {id(node.value): node.targets[0].id for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == 're' and node.func.attr in CALLS):
                continue
            written = [ast.literal_eval(one) for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
            written = [one.decode('latin-1') if isinstance(one, bytes) else one for one in written]
            whole = isinstance(node.args[0], ast.Constant) or isinstance(node.args[0], ast.BinOp) and isinstance(node.args[0].op, ast.Mod)
            pattern = re.sub('%[sd]', 'x', written[0]) if len(written) == 1 and whole else None
            flags = re.RegexFlag(0)
            for one in ast.walk(node):
                if isinstance(one, ast.Attribute) and isinstance(getattr(re, one.attr, None), re.RegexFlag):
                    flags |= getattr(re, one.attr)
            uses = re.findall(r'\b%s\.(\w+)\(' % names[id(node)], text) if node.func.attr == 'compile' and id(node) in names else [node.func.attr]
            if isinstance(pattern, str) and pattern not in READ_WHAT_ANOTHER_MATCHED:
                yield path, node.lineno, pattern, flags, 'match' if uses and set(uses) <= {'match', 'fullmatch'} else 'finditer'


def find_slow(pattern, how):
    """The first piece on which a compiled pattern takes long, or None."""
    beginning = re.match(r"[A-Za-z0-9 :/'=-]*", pattern.pattern).group(0)
    for piece in OF_THE_SOURCE_PIECES + ((beginning,) if beginning else ()):
        for text in {fill('', piece, OF_THE_SOURCE_SIZE), fill(beginning, piece, OF_THE_SOURCE_SIZE)}:
            try:
                with interrupted('', OF_THE_SOURCE_SECONDS):
                    found = getattr(pattern, how)(text)
                    sum(1 for dummy in found) if how == 'finditer' else bool(found)
            except AssertionError:
                return piece
    return None


def test_every_pattern_of_the_source_is_linear():
    """Also those within functions, and those that read what only Docker, Git or a host writes."""
    known = {(pattern, flags, how): (path, line) for path, line, pattern, flags, how in list_patterns_of_the_source()}
    slow = {place: piece for (pattern, flags, how), place in known.items() for piece in [find_slow(re.compile(pattern, flags), how)] if piece is not None}
    assert len(known) > 120 and not slow, slow


def test_a_quadratic_pattern_of_the_source_is_found_out():
    assert find_slow(re.compile(r'\s*\((healthy|unhealthy)\)$'), 'finditer') == ' '
    assert find_slow(re.compile(r'^\s*rule:.*$', re.MULTILINE), 'finditer') == '\n'


def make_masker():
    masker = importlib.import_module(PREFIX + '_common.masking').Masker()
    masker.add_secret('3', 'KEY')
    masker.add_secret('x' * 5000 + 'y')
    masker.add_secret('-----BEGIN PRIVATE KEY-----\nabcdefgh0123456789\n-----END PRIVATE KEY-----', 'PEM')
    return masker


@pytest.mark.parametrize('piece', PIECES + ('-', 'x', 'http://u:p@h ', 'KEY=3 ', 'KEY: 4 ', 'env KEY 3\n'), ids=repr)
def test_masking_is_linear(piece):
    with interrupted('masking of %r' % piece):
        make_masker().mask_text(fill('', piece, MEGABYTE // 4))


def test_hundreds_of_secrets_take_no_longer_than_one():
    masking = importlib.import_module(PREFIX + '_common.masking')
    text, took = 'GET /orders/1234 200 user=anna key=8a7f6e5d\n' * (MEGABYTE // 44), {}
    for count in (1, 300):
        masker = masking.Masker()
        for number in range(count):
            masker.add_secret('S3CRET-%d-value-%d' % (number, number * 7919), 'KEY_%d' % number)
        begun = time.process_time()
        assert masker.mask_text(text) == text
        took[count] = time.process_time() - begun
    assert took[300] < 4 * took[1] + 1, took


@pytest.mark.parametrize('piece', PIECES, ids=repr)
def test_an_env_text_is_read_in_linear_time(piece):
    parser = importlib.import_module(PREFIX + '_dotenv.parser')
    text = fill('', piece, MEGABYTE // 4)
    with interrupted('an env text of %r' % piece):
        parser.parse_env(text)
        parser.list_references(text)
        parser.escape_templates(text)
