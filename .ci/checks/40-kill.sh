#!/usr/bin/env bash
# kill -9 at random instants of commands and brokers, and two commands at once: nothing that was said is lost.
# limit: 900

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

# The real launcher, built beforehand: its start is part of what is killed.
analyzer/bin/canary --help > /dev/null || exit 1
# One test at a time: a broker that starts and a run that waits for one are held against time.
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/app -am test \
  -Dtest='KillTest,BrokerLossTest,RivalRunsTest' -Dtest.without= -Dgroups=slow -Dsurefire.failIfNoSpecifiedTests=false \
  -Dcanary.launcher="$PWD/analyzer/bin/canary" -Dtest.forks=1 \
  -Dtest.jvm='-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.util.logging.config.class=dev.canary.app.QuietLogs'
