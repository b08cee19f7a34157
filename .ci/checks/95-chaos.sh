#!/usr/bin/env bash
# Real faults under real daemons: broker killed, PostgreSQL restarted, one of three daemons killed and one stopped, disk full.
# Afterwards every event is there once and in order, and the state topic equals the store; and the oracle notices each damage
# that is done to what it has read. (All faults: analyzer/bench/chaos.sh)
# limit: 400

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

.ci/debian postgresql python3-kafka || exit 1
analyzer/bin/canary --help > /dev/null || exit 1

chaos() {
  local said
  said=$(/usr/bin/python3 analyzer/bench/chaos.py "$@" 2>&1) || { printf 'failed: %s\n%s\n' "$*" "$said"; failed=1; }
}

failed=0
chaos --length 8 storm
place=$(mktemp -d)
if mount -t tmpfs -o size=1m chaos "$place" 2> /dev/null && umount "$place"; then
  chaos --length 5 --store sqlite --daemons 1 --kafka embedded disk-full
else
  echo "the disk is not filled: no tmpfs can be mounted here"
fi
rmdir "$place"
exit "$failed"
