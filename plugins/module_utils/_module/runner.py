# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a task as a module on its host, and keeps secrets out of AnsibleModule.

Secrets never enter AnsibleModule. C(_load_params) is the only overridden hook: everything that AnsibleModule does later
(validation messages, syslog, C(invocation), a failure during its creation) uses the placeholders only.
"""

from __future__ import annotations

from .zip_imports import begin_imports, end_imports

begin_imports()                              # before any other import: a module imports this file first

from ansible.module_utils.basic import AnsibleModule

from .definition import ModuleTask, perform
from .results import mask_result
from .secrets import HeldSecrets


class DokployModule(AnsibleModule):
    """An AnsibleModule with placeholders instead of secrets, made from a ModuleDefinition."""

    def __init__(self, definition):
        self.secrets = HeldSecrets(definition.argument_spec, definition.secrets)
        super().__init__(definition.argument_spec, supports_check_mode=True)
        problem = self.secrets.find_problem(self.params)
        if problem:
            self.fail_json(msg=problem)
        if self.secrets.is_left(self.params):
            self.params = {}
            self.fail_json(msg="this version of ansible-core hands secrets to the module in a way that this collection does not know: nothing was done")

    # The overridden hook

    def _load_params(self):
        super()._load_params()
        self.params = self.secrets.hold(self.params)

    # The end of the task. From 2.19 on, Ansible shows warnings unmasked even with no_log, so they are masked here

    def warn(self, warning, **kwargs):
        super().warn(self.secrets.masker.mask_text(str(warning)), **kwargs)

    def fail_json(self, msg, **kwargs):
        kwargs.pop("exception", None)             # never an exception object: its chain would be shown unmasked
        super().fail_json(msg=self.secrets.masker.mask_text(str(msg)), **mask_result(kwargs, self.secrets.masker))

    def finish(self, result):
        """Exit with an already masked result."""
        if result.get("failed"):
            super().fail_json(**result)
        super().exit_json(**result)


def run(definition):
    """Run the task: the C(main) of a module."""
    end_imports()
    module = DokployModule(definition)
    follow = module.secrets.follow if definition.load_live_log is not None else None
    if isinstance(follow, dict):
        definition.load_live_log().answer_call(module, follow)

    def fork_task(*arguments):
        return definition.load_live_log().fork_task(*arguments)
    module.finish(perform(ModuleTask(
        options=module.secrets.fill(module.params), masker=module.secrets.masker, check_mode=module.check_mode, warn=module.warn,
        open_live_log=fork_task if follow else None,
    ), definition.body))
