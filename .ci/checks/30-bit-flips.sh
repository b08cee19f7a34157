#!/usr/bin/env bash
# One bit of one weight in a model's file, 200 times for sign and exponent, 200 times for the mantissa: every flip is
# found by the weight digest, and by the outputs alone wherever they moved beyond their precision class.

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

# The two kinds side by side: each has models and a workspace of its own.
threads=-Djunit.jupiter.execution.parallel
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true test -pl analyzer/app -am \
  -Dtest=BitFlipsTest,MagikaTest -Dtest.without= -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest.jvm="-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $threads.enabled=true $threads.mode.default=concurrent
    $threads.config.strategy=fixed $threads.config.fixed.parallelism=2" 2> /dev/null
