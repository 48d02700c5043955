# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports from the zip file that Ansible sends to a host: each file is compiled once, and nothing looks for garbage meanwhile.

C(zipimport) of Python compiles a file when it is looked for, only to learn its name, and again when it is run (issue 141276 of CPython). For a hundred
files, that is a quarter of the time of a task as a module. On the controller, where files are files, nothing here does anything.
"""

from __future__ import annotations

import gc
import os
import sys
from zipimport import ZipImportError, zipimporter

# The importer of the zip file that this file came in; None on the controller, where files are files.
PAYLOAD = __loader__ if isinstance(__loader__, zipimporter) else None


class PayloadImporter(zipimporter):
    """Finds and loads what is in that zip file alone. Its files are source, without bytecode."""

    def __init__(self, path):
        super().__init__(path)
        if self.archive != PAYLOAD.archive:
            raise ZipImportError("another zip file: %s" % path)

    def get_filename(self, fullname):
        name = fullname.rpartition(".")[2] + (os.sep + "__init__" if self.is_package(fullname) else "")
        return os.path.join(self.archive, self.prefix + name + ".py")


def begin_imports():
    """Imports of this process that follow use PayloadImporter."""
    if PAYLOAD is None:
        return
    gc.disable()
    sys.path_hooks.insert(0, PayloadImporter)
    for path, importer in list(sys.path_importer_cache.items()):
        if isinstance(importer, zipimporter):
            del sys.path_importer_cache[path]


def end_imports():
    """Look for garbage again, but not among what was imported."""
    if PAYLOAD is not None:
        gc.freeze()
        gc.enable()
