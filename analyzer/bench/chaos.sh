#!/usr/bin/env bash
# Breaks the broker, PostgreSQL, daemons, the network, the disk and the clock under real daemons; then a consumer that drops known ids
# must have every event once, in order per watch, and the state topic must equal the store.
#
#   analyzer/bench/chaos.sh [--length 60]
#
# Needs Debian's postgresql, python3-kafka and faketime, and root for the disk (a tmpfs) and the network (one of its own). Takes some 50 minutes; ends with 1 if
# something is lost, doubled or out of order.
set -uo pipefail

root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/chaos.sh}
"$root/.ci/debian" postgresql python3-kafka faketime || exit 3
"$root/analyzer/bin/canary" --help > /dev/null || exit 3

failed=0
given=("$@")
round() {
  echo "== $*"
  /usr/bin/python3 "$root/analyzer/bench/chaos.py" --length 60 "${given[@]}" "$@" || failed=1
}

round broker-dies
round broker-dies --length 180 --every 0.2 # 3,600 records and more wait
round broker-hangs
round broker-forgets
round database-fast
round --times 20 --every 0.5 database-immediate
round database-away
round database-hangs
round --times 21 --every 3 --run-lasts 2 daemon-dies
round daemon-freezes --length 120
round cut-broker cut-store
round disk-full
round disk-full --store sqlite --daemons 1
round disk-full --store sqlite --daemons 1 --kafka embedded
round clock-back clock-forward clock-days --store sqlite --daemons 1
round clock-of-one clock-drifts
round storm storm
for seed in 1 2 3; do round mayhem --seed "$seed"; done
round --times 6 --length 15 storm broker-dies broker-hangs database-fast database-immediate daemon-dies daemon-freezes
exit "$failed"
