#!/usr/bin/env bash
# Times the statistics, and those of SciPy on samples of the same sizes, and prints the ratios.
#
#   analyzer/bench/statistics.sh [PASSES]     default 3
#
# Needs the jar of the benchmarks. SciPy is left out where python3 has none. Both sides get one processor, and take turns
# in every pass; the least of the times says most on a machine that does other things, too.

set -euo pipefail

passes=${1:-3}
root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/statistics.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

for ((pass = 1; pass <= passes; pass++)); do
  taskset -c 0 java -jar "$root/analyzer/bench/target/canary-bench.jar" 'LargeSample|ExactTest|PairedRows' \
    -p n=1000000 -p width=10 -wi 2 -w 1s -i 6 -r 500ms -rf json -rff "$work/ours-$pass.json" >"$work/log" ||
    { cat "$work/log"; exit 1; }
  taskset -c 0 python3 "$root/analyzer/bench/statistics_peer.py" time "$work/theirs-$pass.json"
done
python3 "$root/analyzer/bench/statistics_peer.py" table "$work"
