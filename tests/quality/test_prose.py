# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the prose that users and maintainers read against a list of words that have a plainer or more usual form."""

from __future__ import annotations

import os
import re

import pytest

from support import paths, tools

# Pattern -> what to write instead.
WORDS = {
    r'\bin words\b(?![:)\]])': 'explicitly',
    r'\bmend(s|ed|ing)?\b': 'fix, repair',
    r'\b(is|are|was|were) told\b': 'reports, is reported',
    r'\btells? the truth\b|\btold right\b': 'is accurate',
    r'\bby the way\b': 'also',
    r'\banew\b': 'again',
    r'\b(put|puts|putting|goes?|went|written|writes?|wrote) back\b': 'roll back, restore the previous configuration',
    r'\b(hold|holds|held|holding) against\b': 'check against, compare with',
    r'\bthe way (in|to what)\b': 'routing, connection',
    r'\b(gravest?|graver)\b': 'severe',
    r'\bwanted tasks?\b': 'desired replicas',
    r'\bwho(m)?ever\b': '(leave it out)',
    r'\bsuch as are\b': '(leave it out)',
    r'\bHEALED\b': 'RESOLVED',
    r'\bhour of need\b|\bin its hour\b': 'operating applications while Dokploy is down',
    r'\bstored and does not run\b': 'saved, pending',
    r'\bWho blocks it\b': 'Blocking deployment',
    r'\bin the way\b': 'blocking',
    r'\bstands? twice\b': 'is duplicated',
    r'[Ff](older|OLDER)\w*': 'directory',
    r'\bin (its|their) place\b': 'instead',
    r'\bgrave\b': 'severe',
    r'\bmoments\b': 'timestamps',
    r'\b(is|are|was|were) awaited\b': 'waits for',
    r'\bunder way\b': 'running',
    r'\b(is|are) gone\b': 'was removed, no longer exists',
    r'\b[Ff]or how many\b': 'Time in seconds',
    r'\bwithout being told\b': 'by default',
    r'\bsees to it\b': 'ensures',
    r'\bor newer\b': 'or later',
    r'\bnone is guessed\b': 'is ambiguous',
    r'\b[Aa]uthoris': 'authorize',
    r'\b[Rr]eads alone\b': 'read-only',
    r'\bwhat (came|comes) of (it|them)\b': 'the result',
    r'\bwherever (it|they) stands?\b': 'everywhere, wherever it is defined',
    r'\b(leads?|led) nowhere\b': 'is unresolvable, has no target',
    r'\bfor ever\b': 'without end, permanently',
    r'\bsecret word\b': 'token',
    r'\b(goes|go) along\b|\blives? by (it|these|them)\b': 'is sent with, depends on',
    r'\bin such an hour\b|\bthe hour (in|for) which\b': 'during an outage',
    r'\bsees? it (gone|stopped)\b': 'waits until it no longer exists, has stopped',
    r'\bby way of\b': 'through',
    r'\btells? the story\b': 'explains',
    r'\bbehind (its|his|their) back\b(?!``)': 'outside of Dokploy',
    r'\bis well\b': 'is healthy',
    r'\bbrings? (an old|the old) \w+ back\b': 'restores',
    r'([Oo]rganis|[Nn]ormalis|[Ss]ummaris|[Rr]ecognis)(e|ed|es|ing|ation|ations)\b': 'American spelling: organize, normalize, summarize, recognize',
    r'\b[Bb]ehaviours?\b|\b[Cc]olours?\b|\b[Ll]icen[c]es?\b': 'American spelling: behavior, color, license',
}
# (file, pattern): a place where the word is right, with the reason.
RIGHT_HERE = {
    # Dokploy's own text, quoted.
    ('plugins/module_utils/_host/upload_archive.py', r'[Ff](older|OLDER)\w*'): 'quotes Dokploy: "leaves its folder"',
}
PROSE = ('.md', '.rst', '.yml', '.yaml', '.py', '.j2', '.txt')
FOLDERS = ('plugins/', 'roles/', 'playbooks/', 'docs/', 'extensions/', 'changelogs/fragments/', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md')


def find_words(path, text):
    """Lines of a text that hold a word of the list, with what to write instead."""
    # Most texts hold none.
    words = {pattern: better for pattern, better in WORDS.items() if re.search(pattern, text)}
    for number, line in enumerate(text.splitlines() if words else (), 1):
        for pattern, better in words.items():
            if re.search(pattern, line) and (path, pattern) not in RIGHT_HERE:
                yield '%s:%d: %r: better %s' % (path, number, re.search(pattern, line).group(), better)


def list_prose():
    return [path for path in tools.committed() if path.startswith(FOLDERS) and path.endswith(PROSE) and os.path.isfile(os.path.join(paths.ROOT, path))]


# Nothing is left; a place where a word is right belongs in RIGHT_HERE, with its reason.
MOST = 0


def test_prose_uses_plain_words():
    found = []
    for path in list_prose():
        with open(os.path.join(paths.ROOT, path), encoding='utf-8') as handle:
            found += find_words(path, handle.read())
    assert len(found) <= MOST, '\n'.join(found)


@pytest.mark.parametrize('line', ['say it in words', 'what is mended', 'the user is told', 'written anew', 'HEALED'])
def test_the_list_itself_can_fail(line):
    assert list(find_words('README.md', line))


# A task, a play, or an example is named by a verb and its object.
NAMELESS = re.compile(r'^\s*- name: "?(It|That|What|One|Those|They|Their|The|A|An|Its|Only|Nothing|Another|No|Two)\b')


def test_names_of_tasks_begin_with_a_verb():
    found = []
    for path in [one for one in list_prose() if not one.startswith('extensions/awx/job_templates/')]:
        with open(os.path.join(paths.ROOT, path), encoding='utf-8') as handle:
            found += ['%s:%d: %s' % (path, number, line.strip()) for number, line in enumerate(handle, 1) if NAMELESS.search(line)]
    assert not found, '\n'.join(found)
