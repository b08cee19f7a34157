#!/usr/bin/env bash
# Compares HTTP clients on a loopback server that answers at once: speed on one processor, then on all, then faults.
#
#   analyzer/bench/clients.sh [ROUNDS] [POSTS]     default 5 rounds of speed, 300000 POSTs for faults
#
# Needs the jar of the benchmarks.

set -euo pipefail

rounds=${1:-5}
posts=${2:-300000}
root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/clients.sh}
clients=(java -cp "$root/analyzer/bench/target/canary-bench.jar" dev.canary.bench.client.Clients)

taskset -c 0 "${clients[@]}" speed "$rounds"
"${clients[@]}" speed "$rounds"
"${clients[@]}" faults "$posts"
