#!/usr/bin/env bash
# The experiments in small: seeded, so that the same figures come out everywhere. Each compares its figures with the
# bounds they must keep, and says which fail; a second run on another number of threads must write the same rows.
# limit: 600

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

if [[ ! -f analyzer/bench/target/canary-bench.jar ]]; then
  mvn -B -q -Dspotless.check.skip=true -Dmaven.test.skip=true package -pl analyzer/bench -am || exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# measure NUMBER REPEATS
measure() {
  local said
  if said=$(analyzer/bench/experiments.sh "$1" --repeats "$2" --seed 7 --out "$work" 2>&1); then
    echo "experiment $1: $(grep -c '^holds' <<< "$said") bounds hold"
  else
    echo "experiment $1 failed:"
    grep -v '^holds' <<< "$said"
    failed=1
  fi
}

measure 4 1000
measure 3 50
measure 5 400
measure 14 12
measure 1 2
measure 2 2
measure 16 5

analyzer/bench/experiments.sh 4 --repeats 1000 --seed 7 --threads 1 --out "$work/again" > /dev/null
if ! cmp "$work/experiment-4.csv" "$work/again/experiment-4.csv"; then
  echo "experiment 4 depends on the number of threads"
  failed=1
fi
exit "$failed"
