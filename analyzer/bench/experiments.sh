#!/usr/bin/env bash
# Runs experiments: analyzer/bench/experiments.sh 1 --models 200 --seed 7 --out DIR; --help says more.

set -uo pipefail

jar=$(dirname -- "$(readlink -f -- "$0")")/target/canary-bench.jar
if [[ ! -f $jar ]]; then
  echo "no $jar: mvn -q package -pl analyzer/bench -am -Dmaven.test.skip=true makes it" >&2
  exit 1
fi
terminal=false
if [[ -t 2 ]]; then terminal=true; fi
exec java -XX:+UseSerialGC -Dcanary.terminal=$terminal -cp "$jar" dev.canary.bench.experiment.Experiments "$@"
