#!/usr/bin/env bash
# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# await_dokploy.sh PORT SECONDS IMAGE: wait until a replica of IMAGE runs and answers. Prints why not, and fails, after SECONDS.
# One command waits, since each retry of a task would be a line of the output.
port=$1 end=$((SECONDS + $2)) image=$3

ask_health() {
  exec 3<> "/dev/tcp/127.0.0.1/$port" && printf 'GET /api/trpc/settings.health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3 && head -n 1 <&3
}
export -f ask_health
export port

replica_runs() {
  docker service ps dokploy --filter desired-state=running --format '{{.Image}} {{.CurrentState}}' | grep -q "^$image\(@[^ ]*\)\? Running"
}

while true; do
  answer=$(timeout 5 bash -c ask_health 2> /dev/null | tr -d '\r')
  case $answer in "HTTP/"*" 200"*) replica_runs && exit 0 ;; esac
  [ "$SECONDS" -lt "$end" ] || break
  sleep 2
done
echo "Port $port answers ${answer:-nothing}."
for service in dokploy-postgres dokploy-redis dokploy; do
  docker service ps "$service" --no-trunc --format "$service: {{.Image}} {{.CurrentState}} {{.Error}}" 2> /dev/null | head -n 1
done
exit 1
