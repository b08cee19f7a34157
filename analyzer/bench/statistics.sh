#!/usr/bin/env bash
# Times the statistics, and those of SciPy on samples of the same sizes, and prints the ratios.
#
#   analyzer/bench/statistics.sh
#
# Needs the jar of the benchmarks. SciPy is left out where python3 has none. Both sides get one processor; the least of
# the times says most on a machine that does other things, too.

set -euo pipefail

root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/statistics.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

taskset -c 0 java -jar "$root/analyzer/bench/target/canary-bench.jar" 'LargeSample|ExactTest|PairedRows' \
  -p n=1000000 -p width=10 -wi 3 -w 1s -i 10 -r 500ms -rf json -rff "$work/ours.json" >"$work/log" ||
  { cat "$work/log"; exit 1; }

export PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
taskset -c 0 python3 "$root/analyzer/bench/statistics_peer.py" "$work/ours.json"
