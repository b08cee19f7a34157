#!/usr/bin/env bash
# The tests that need XGBoost, which needs the system's libgomp: mvn verify skips them where that is missing.

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

if ! ldconfig -p | grep -q libgomp.so.1; then
  .ci/debian libgomp1 || exit 1
fi

tests='XgboostCrashTest,TribuoTargetTest,WeightFingerprintTest,NativeCodeTest,dev.canary.tribuo.RealModelsTest'
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true test -pl analyzer/tribuo,analyzer/app -am \
  -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false || exit 1
# Those of mvn verify, which ran before, may well have missed it.
if grep -l 'XGBoost needs libgomp' analyzer/{app/target/surefire-reports/*.XgboostCrashTest,tribuo/target/surefire-reports/*}.xml; then
  echo "a test still misses libgomp"
  exit 1
fi
