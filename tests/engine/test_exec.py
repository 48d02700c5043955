# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands in a container of a real engine, with dokploy_exec and no Dokploy."""

from __future__ import annotations

import json

from support.inprocess import run_main


def test_a_command_in_a_container(engine):
    """Exit code, both streams, masked and bounded; guards of paths that the command itself makes; nothing in check mode."""
    web = engine.service('web', env=['TOKEN=S3CRET-of-the-service', 'LEVEL=info'])

    def run(command, check_mode=False, **more):
        result = run_main('dokploy_exec', {'backend': 'docker', 'docker_host': engine.host, 'docker_trusted': True, 'app_name': web.name, 'command': command,
                                           **more}, check_mode=check_mode)
        assert 'S3CRET' not in json.dumps(result), result
        return result

    told = run('echo made > /tmp/made', check_mode=True)
    assert (told['changed'], told['ran'], told['rc'], told['actions']) == (True, False, 0, ['run command']), told
    made = run('test ! -e /tmp/made && echo "$LEVEL $WORD $TOKEN" > /tmp/made && pwd && cat /tmp/made', creates='/tmp/made', chdir='/www',
               env={'WORD': "S3CRET-it's mine"})
    assert made['stdout_lines'] == ['/www', 'info ******** ********'], made
    assert (made['changed'], made['ran'], made['rc'], made['backend']) == (True, True, 0, 'docker'), made
    again = run('echo never', creates='/tmp/made')
    assert (again['changed'], again['ran'], again['rc'], again['msg']) == (False, False, 0, 'The command was not run, because /tmp/made exists'), again
    removed = run('rm /tmp/made', removes='/tmp/made')
    assert removed['ran'] and not run('rm /tmp/made', removes='/tmp/made')['ran']

    failed = run('echo out; echo "broken $TOKEN" >&2; exit 3')
    assert failed.failed and (failed['rc'], failed['stdout'], failed['stderr']) == (3, 'out', 'broken ********'), failed
    long = run('i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); done', max_bytes=1024)
    assert long['truncated'] == ['stdout'] and long['stdout_lines'][-1] == 'line 399' and 500 < len(long['stdout']) <= 1024, long
    late = run('echo begun; sleep 60', command_timeout=1)
    assert late.failed and (late['rc'], late['phase'], late['stdout']) == (124, 'timeout', 'begun'), late
    # What ran too long does not run on.
    assert run('ps | grep -c "[s]leep 60"; true')['stdout'] == '0'

    nowhere = run('echo never', app_name='nothing-x1y2z3')
    assert nowhere.failed and not nowhere['ran'], nowhere
