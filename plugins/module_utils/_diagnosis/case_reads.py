# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads for one case, and keeps the reason of each read that failed."""

from __future__ import annotations

from .._common.errors import ApiError, Unreachable


class CaseReads:
    """The reads of one case. C(server) has the data that the cases of one server share."""

    def __init__(self, server, name):
        self.server, self.backend, self.client = server, server.backend, server.client
        self._name = name
        self._reasons = {}          # data that was not read -> why

    def list_unread(self):
        """List the data that was not read, with the reasons."""
        return tuple({"application": self._name, "what": what, "why": why} for what, why in self._reasons.items())

    def has_failed(self, what):
        """Return whether a read of this data failed."""
        return what in self._reasons

    def note_unread(self, what, why):
        """Note why something was not read. The first reason counts."""
        self._reasons.setdefault(what, str(why))

    def forget_unread(self, what):
        """Remove a note, because the data was read in another way."""
        self._reasons.pop(what, None)

    def read_batch(self, *wanted):
        """Read C((what, procedure, parameters)) of each -> their answers; None if one failed, with the reason noted."""
        answers = []
        batch = self.client.batch(*[(procedure, params) for dummy, procedure, params in wanted]) if wanted else None
        for index, (what, procedure, dummy) in enumerate(wanted):
            try:
                answers.append(batch[index])
            except (ApiError, Unreachable) as exc:
                self.note_unread(what, self.server.explain_lack(exc, procedure))
                answers.append(None)
        return answers

    def read_shared(self, key, what, procedure, **params):
        """Do the same as C(read_batch) for data that is the same for every service, which is read once."""
        return self._note_lack(what, self.server.read_once(key, procedure, **params))

    def read_domains(self):
        """List the domains that the key sees, as C(ServerReads.read_domains); None if they could not be read."""
        return self._note_lack("the domains of other applications", self.server.read_domains())

    def _note_lack(self, what, found):
        answer, lack = found
        if lack:
            self.note_unread(what, lack)
        return answer
