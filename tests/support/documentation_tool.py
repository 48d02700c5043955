# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs antsibull-docs, antsibull-changelog or Sphinx, which read reStructuredText with docutils.

    .venv/bin/python tests/support/documentation_tool.py antsibull-changelog|antsibull-docs|sphinx-build ARGUMENTS

docutils makes a state machine for each list, item and table cell, and in each of them 15 states with their transitions, of which one to three are ever used.
That is a third of the time. Here a state is made when it is used for the first time; the pages are the same to the byte. rstcheck, with which both linters
read texts, makes an application of Sphinx for each text; here one serves all.
"""

from __future__ import annotations

import importlib
import sys
import tempfile

# What the installed scripts call.
COMMANDS = {
    'antsibull-changelog': ('antsibull_changelog.cli', 'run'), 'antsibull-docs': ('antsibull_docs.cli.antsibull_docs', 'run'),
    'sphinx-build': ('sphinx.cmd.build', 'main')}


class States(dict):
    """The states of a state machine by their names, each made and prepared at its first use."""

    def __init__(self, machine, classes):
        super().__init__()
        self.machine = machine
        self.classes = {one.__name__: one for one in classes}
        self.running = False

    def __missing__(self, name):
        state = self[name] = self.classes[name](self.machine, self.machine.debug)
        if self.running:
            state.runtime_init()
        return state

    def start(self):
        """Prepare the states for a run: those that exist, and the one in which it begins; later ones when they are made."""
        for state in list(self.values()):
            state.runtime_init()
        self.running = True
        return self[self.machine.initial_state]


def make_states_late():
    """Give each state machine of docutils States in place of its dictionary."""
    from docutils import statemachine

    def add_states(self, state_classes):
        if isinstance(self.states, States):
            raise statemachine.DuplicateStateError('states are added once')
        self.states = States(self, state_classes)

    statemachine.StateMachine.add_states = add_states
    statemachine.StateMachine.runtime_init = lambda self: self.states.start()


def make_application_once():
    """Let rstcheck make its empty application of Sphinx once, and register again for each text what that one registered.

    It makes one for each text, a line of a fragment or a page, after it has emptied the tables of directives and roles.
    """
    from docutils.parsers.rst import directives, roles
    from rstcheck_core import _sphinx
    plain, registered = _sphinx.create_dummy_sphinx_app, {}

    def register():
        if not registered:
            plain()
            registered.update(directives=dict(directives._directives), roles=dict(roles._roles))
        directives._directives, roles._roles = dict(registered['directives']), dict(registered['roles'])

    _sphinx.create_dummy_sphinx_app = register


def main():
    """The command line."""
    # The directory of this file holds names of libraries.
    sys.path.pop(0)
    # antsibull-docs puts the name of its temporary directory into pages that it checks, where one that ends in an underscore reads as a reference to nothing.
    tempfile._RandomNameSequence.characters = 'abcdefghijklmnopqrstuvwxyz0123456789'
    make_states_late()
    name, *arguments = sys.argv[1:]
    if name != 'sphinx-build':
        make_application_once()
    module, function = COMMANDS[name]
    run = getattr(importlib.import_module(module), function)
    # As in their scripts: Sphinx does not take the name of the program.
    return run(arguments) if name == 'sphinx-build' else run([name, *arguments])


if __name__ == '__main__':
    sys.exit(main())
