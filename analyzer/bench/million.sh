#!/usr/bin/env bash
# Replays over and over against a loopback server that ends its connections at random moments, and counts the outcomes:
# anything but the right answer is a fault of the prober's own, and makes the exit code 1.
#
#   analyzer/bench/million.sh [REPLAYS]     default 1000000
#
# Needs the jar of the benchmarks.

set -euo pipefail

replays=${1:-1000000}
root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/million.sh}

echo "load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors"
java -cp "$root/analyzer/bench/target/canary-bench.jar" dev.canary.bench.served.Million "$replays"
echo "load $(cut -d' ' -f1 /proc/loadavg) at the end"
