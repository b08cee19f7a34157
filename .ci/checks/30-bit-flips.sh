#!/usr/bin/env bash
# One bit of one weight in a model's file, 200 times for sign and exponent, 200 times for the mantissa: every flip is
# found by the weight digest, and by the outputs alone wherever they moved beyond their precision class.

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true test -pl analyzer/app -am \
  -Dtest=BitFlipsTest,MagikaTest -Dtest.without= -Dsurefire.failIfNoSpecifiedTests=false 2> /dev/null
