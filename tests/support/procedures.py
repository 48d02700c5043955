# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes docs/procedures.md: for each procedure of Dokploy's API the modules that call it, or why none does (make generate).

The procedures are those of Dokploy's own schema where it is at hand (../shared), else those that the page lists already. Who calls one follows from the
descriptions that a module imports and from the names that stand in the files of its closure.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import importlib
import json
import os
import re
import sys

from support import paths

sys.path.insert(0, paths.link_tree())

from quality.test_layers import file_of, list_imports, plugin_files, read_plugin  # noqa: E402

VERSION = '0.30.2'
PAGE = 'docs/procedures.md'
UTILS = 'ansible_collections.community.dokploy.plugins.module_utils.'
NAME = re.compile(r'[a-z]\w*\.[a-z]\w*\Z', re.I)
READ = re.compile(r'\.(one|all|list\w*|by\w+|get\w*)$')
ROW = re.compile(r'^\| `([a-z]\w*\.\w+)` \|', re.I | re.M)
# A procedure that more modules call than this is shown with their number.
MOST_NAMES = 4

LICENCE = 'needs an enterprise license of Dokploy'
BILLING = "is of Dokploy's cloud and its billing"
METRICS = 'needs a container of the image dokploy/monitoring, which no server here could pull; `dokploy_monitoring_info` measures without it'
BROWSER = "serves a person in Dokploy's pages"
INTERNAL = 'is called by Dokploy itself'
HOST = ('works on single containers, images, or volumes of a host; `dokploy_docker_cleanup` removes unused ones, and `dokploy_exec` and the modules '
        'of services work on those of a service')
LOGS = ('deletes log files whose rows stay; Dokploy keeps the ten newest deployments, and `dokploy_deployment` removes those of an application with '
        'their logs')
OTHERWISE = 'is not needed: another procedure gives or stores the same, completely'
AUDIT = 'reads the firewall and the SSH settings of a remote server, which tasks on that server read completely'
IMPORT = 'takes over a network of Docker; `dokploy_network` refuses its name, and names this call'
# Names that a description composes of others, or that a module calls through code that it shares.
COMPOSED = {'dokploy_git_provider': r'(github|gitlab|gitea|bitbucket)\.(one|testConnection)', 'dokploy_backup': r'backup\.manualBackup\w+',
            'dokploy_git_provider_info': r'(github|gitlab|gitea|bitbucket)\.one', 'dokploy_swarm_node_info': r'cluster\.add(Worker|Manager)',
            'dokploy_traefik': r'settings\.updateTraefikFile|application\.updateTraefikConfig'}
# (router or procedure, why no module calls it), the first that fits. `dokploy_api` can call each of them.
REASONS = (
    (r'(sso|scim|forwardAuth|licenseKey|whitelabeling|customRole|auditLog)\..*|settings\.update(EnforceSSO|RemoteServersOnly)'
     r'|organization\.updateMemberRole', LICENCE),
    (r'stripe\..*|settings\.(isCloud|isUserSubscribed|getDokployCloudIps)|\w+\.cancelDeployment|user\.sendInvitation', BILLING),
    (r'server\.setupMonitoring|(server|user)\.get(Server|Container)Metrics|user\.getMetricsToken|settings\.cleanMonitoring', METRICS),
    (r'user\.(generateToken|getBackups|getInvitations|getUserByToken|checkUserOrganizations|haveRootAccess|listPasskeys|listSessions|revokeSession|session'
     r'|update|toggleTemplateBookmark|getBookmarkedTemplates)|organization\.setDefault|project\.homeStats|ai\..*', BROWSER),
    (r'\w+\.getGit(hub|ea|lab)Repositories|git(hub|ea|lab)\.create|bitbucket\.create|gitea\.getGiteaUrl|gitProvider\..*|\w+\.disconnectGitProvider', BROWSER),
    (r'notification\.(receiveNotification|getEmailProviders)|settings\.(haveActivateRequests|haveTraefikDashboardPortEnabled|checkGPUStatus)', INTERNAL),
    (r'project\.allForPermissions|gitProvider\.allForPermissions|server\.(allForPermissions|count|withSSHKey|getDefaultCommand|publicIp|getServerTime)'
     r'|sshKey\.allForApps|user\.one|notification\.one|certificates\.one|destination\.one|registry\.one|sshKey\.one|tag\.one|network\.one|organization\.one'
     r'|server\.one|(dns|vault)Provider\.one|domain\.(one|byApplicationId|byComposeId)|(port|redirects|security|mounts|previewDeployment)\.one'
     r'|environment\.byProjectId'
     r'|\w+\.search|mounts\.(allNamedByApplicationId|listByServiceId)|overview\.backups|deployment\.(allByCompose|allByServer)'
     r'|vaultProvider\.listSecretNames|registry\.testRegistryById|network\.inspect', OTHERWISE),
    (r'\w+\.start|application\.save\w+|domain\.toggleEnable|patch\.(toggleEnabled|saveFileAsPatch|markFileForDeletion)|tag\.\w*(Assign|assign|removeFrom)\w*'
     r'|\w+\.saveExternalPorts?|libsql\.saveExternalPorts', OTHERWISE),
    (r'redis\.changePassword', 'changes a password that comes back with the next restart; `dokploy_database` saves and deploys the new one'),
    (r'\w+\.changeStatus', 'writes a status by hand, which says nothing of what runs'),
    (r'\w+\.rebuild', 'deletes the data of a database'),
    (r'patch\.\w+|domain\.\w+', BROWSER),
    (r'\w+\.duplicate', 'copies everything under new names, which no description names'),
    (r'docker\w*\..*', HOST),
    (r'(application|compose)\.clearDeployments', LOGS),
    (r'settings\.cleanAll', 'answers before the cleanup has begun; `dokploy_docker_cleanup` runs its parts, and waits for each'),
    (r'settings\.cleanAllDeploymentQueue', 'drops the waiting deployments of all services; `dokploy_build` drops those of one application'),
    (r'settings\.(save|clean)SSHPrivateKey', 'stores a key that Dokploy reads nowhere; `dokploy_ssh_key` manages the keys of servers and Git sources'),
    (r'settings\.reloadTraefik', "restarts Traefik, which reads changed files without it; `dokploy_settings` replaces its container for variables or ports"),
    (r'settings\.updateTraefikConfig', "writes Traefik's own configuration, in which one mistake stops every route"),
    (r'settings\.update(Middleware|WebServer)TraefikConfig', 'is not needed: `dokploy_traefik` writes these files, and checks them first'),
    (r'settings\.updateServer', 'updates Dokploy without a dump of its database; the role `dokploy_install` makes one first'),
    (r'settings\.toggleDashboard', "publishes Traefik's dashboard without a password; `traefik_ports` of `dokploy_settings` publishes a port"),
    (r'settings\.setupGPU', 'changes the Docker configuration of a host with GPUs, and no server here has one'),
    (r'settings\..*|swarm\.getNodeInfo|deployment\.killProcess|rollback\.delete', OTHERWISE),
    (r'server\.security', AUDIT),
    (r'network\.import', IMPORT),
    (r'compose\.(isolatedDeployment|randomizeCompose|loadServices|loadMountsByService|fetchSourceType|getDefaultCommand)', OTHERWISE),
    (r'compose\.(import|previewTemplate|processTemplate|getTags)', BROWSER),
)


@functools.lru_cache(maxsize=None)
def list_procedures():
    """The names of all procedures of VERSION, sorted."""
    schema = os.path.join(paths.SHARED, 'openapi-v%s.json' % VERSION)
    if os.path.exists(schema):
        with open(schema, encoding='utf-8') as handle:
            return tuple(sorted(path.strip('/').replace('/', '.') for path in json.load(handle)['paths']))
    with open(os.path.join(paths.ROOT, PAGE), encoding='utf-8') as handle:
        return tuple(sorted(ROW.findall(handle.read())))


@functools.lru_cache(maxsize=None)
def known_procedures():
    return frozenset(list_procedures())


@functools.lru_cache(maxsize=None)
def imported_names(path):
    """The dotted names that a plugin imports, anywhere."""
    return tuple(dotted for _line, dotted, _top in list_imports(path, read_plugin(path)))


@functools.lru_cache(maxsize=None)
def literal_names(path):
    """The names of procedures that stand in a file."""
    return frozenset(
        node.value for node in ast.walk(ast.parse(read_plugin(path))) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and NAME.match(node.value)) & known_procedures()


def find_names(value, found):
    """Add the names of procedures in a description to C(found), those of its variants and owners as well."""
    if isinstance(value, str):
        if value in known_procedures():
            found.add(value)
    elif isinstance(value, dict):
        for one in value.items():
            find_names(one, found)
    elif isinstance(value, (list, tuple)):
        for one in value:
            find_names(one, found)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in ('permissions', 'shapes'):
                find_names(getattr(value, field.name), found)
        if getattr(value, 'owner', None) is not None:
            for kind in value.owner.kinds:
                find_names(value.owner.list_call(kind, 'x')[0], found)


def described_names(module):
    """The procedures of the descriptions that a module imports: its own objects, the variants of one that has types, and what their files name."""
    kind = re.sub('^dokploy_|_info$', '', module)
    more = 'module_utils/_module/%s.py' % kind
    found = set()
    for dotted in imported_names('modules/%s.py' % module) + (imported_names(more) if more in set(plugin_files()) else ()):
        if '._resources.' not in dotted:
            continue
        file, name = dotted.rsplit('.', 1)
        described = importlib.import_module(file)
        value = getattr(described, name)
        find_names(value[kind].child if name == 'PARTS' else value, found)
        found |= literal_names('module_utils/_resources/%s.py' % file.rsplit('.', 1)[1])
        for one in getattr(described, 'KINDS', ()) if getattr(value, 'variant', None) else ():
            for key in ('notificationType', 'providerType', 'type'):
                try:
                    find_names(value.variant(value, {}, {key: one}), found)
                except Exception:  # pylint: disable=broad-except
                    continue        # it is told by another key
        find_names(getattr(described, 'DATABASES', ()), found)
    return found


def shared_names(files):
    """The procedures that the files of a closure name, beside descriptions and operations."""
    found = set()
    for path in files:
        if '/_resources/' not in path and '/_operations/' not in path:
            found |= literal_names(path)
    if 'module_utils/_lifecycle/projects.py' not in files:
        found -= {name for name in literal_names('module_utils/_api/lookup.py') if name.endswith(('.remove', '.delete'))}    # of what is in a project
    if 'module_utils/_lifecycle/resolve.py' in files:
        references = importlib.import_module(UTILS + '_resources.references')
        find_names((references.REFERENCES, references.GIT_PROVIDERS), found)
    return found


@functools.lru_cache(maxsize=None)
def find_callers():
    """{procedure: (modules whose own description or operation names it, modules whose closure does)}."""
    known = set(plugin_files())
    found = {name: (set(), set()) for name in list_procedures()}
    for path in sorted(one for one in known if one.startswith('modules/dokploy_')):
        module = os.path.basename(path)[:-len('.py')]
        files, left = set(), [path]
        while left:
            for dotted in imported_names(left.pop()):
                target = file_of(dotted, known)
                if target in known and target not in files:
                    files.add(target)
                    left.append(target)
        operation = 'module_utils/_operations/%s.py' % module[len('dokploy_'):]
        own = literal_names(path) | (literal_names(operation) if operation in known else described_names(module))
        if module.endswith('_info') and operation not in known:
            own = {name for name in own if READ.search(name)}
        own |= {name for name in list_procedures() if re.fullmatch(COMPOSED.get(module, 'none'), name)}
        shared = shared_names(files)
        for name in own:
            found[name][0].add(module)
        for name in shared:
            found[name][1].add(module)
    return found


def explain(name):
    """Why no module calls a procedure, or ""."""
    return next((why for pattern, why in REASONS if re.fullmatch(pattern, name)), '')


def show_callers(own, shared):
    """The cell of a procedure that modules call."""
    named = sorted(own) or sorted(shared)
    if len(named) > MOST_NAMES:
        return '%d modules, through code that they share' % len(named) if not own else ', '.join('`%s`' % one for one in named)
    return ', '.join('`%s`' % one for one in named)


def make_page():
    """The text of docs/procedures.md."""
    callers, rows, without = find_callers(), [], 0
    for name in list_procedures():
        own, shared = callers[name]
        if own or shared:
            rows.append('| `%s` | %s |' % (name, show_callers(own, shared)))
        else:
            without += 1
            rows.append('| `%s` | none: it %s |' % (name, explain(name)))
    return '\n'.join([
        # REUSE-IgnoreStart
        '<!--', 'Copyright (c) 2026, community.dokploy contributors',
        'GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)',
        'SPDX-License-Identifier: GPL-3.0-or-later', '-->', '',
        # REUSE-IgnoreEnd
        '# Procedures of Dokploy and the modules that call them', '',
        '`make generate` writes this page from the descriptions and the code of the modules. Modules call %d of the %d procedures of Dokploy v%s.' % (
            len(rows) - without, len(rows), VERSION),
        '`dokploy_api` calls any of them.', '',
        '| procedure | modules |', '| --- | --- |', *rows]) + '\n'
