#!/bin/sh
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Print the installed parts of Dokploy, one fact a line: kind, name, value. Read-only.
command -v docker > /dev/null || exit 0
swarm=$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}') || exit 1
echo "docker yes"
echo "swarm $swarm"
docker ps --all --filter 'name=^/?dokploy-traefik' --format 'has dokploy-traefik'
case $swarm in "active true") ;; *) exit 0 ;; esac
docker network ls --filter name=dokploy-network --format 'has {{.Name}}'
docker secret ls --format 'has {{.Name}}'
docker service ls --format 'has {{.Name}}'
docker service inspect dokploy --format 'image {{.Spec.TaskTemplate.ContainerSpec.Image}}' 2> /dev/null
exit 0
