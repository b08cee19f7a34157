#!/usr/bin/env bash
# Breaks the broker, PostgreSQL, daemons, the disk and the clock under real daemons; then a consumer that drops known ids
# must have every event once, in order per watch, and the state topic must equal the store.
#
#   analyzer/bench/chaos.sh [--seed 1] [--length 60]
#
# Needs Debian's postgresql, python3-kafka and faketime, and root for the disk (a tmpfs). Takes some 25 minutes; ends with 1 if
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
round broker-dies --length 180 --every 200ms # 3,600 records and more wait
round broker-hangs
round database-fast database-immediate
round database-away
round database-hangs
round daemon-dies daemon-dies daemon-dies
round daemon-freezes
round disk-full --store sqlite --daemons 1
round disk-full --store sqlite --daemons 1 --kafka embedded
round clock-back clock-forward --store sqlite --daemons 1
round storm storm
round --times 6 --length 15 storm broker-dies broker-hangs database-fast database-immediate daemon-dies daemon-freezes
exit "$failed"
