#!/usr/bin/env bash
# Three simulated days of twenty watches at 10 s, 518,400 runs with faults of every kind: analyzer/bench/days.sh [SEED]

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

exec mvn -B -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/app -am test -Dtest=SimulatedDaysTest#threeDays* \
  -Dtest.jvm='-Xmx1g -XX:+UseSerialGC' -Dtest.seconds=7200 -Dtest.without= -Dgroups=slow -Dcanary.simulated.seed="${1:-1}" -Dsurefire.failIfNoSpecifiedTests=false
