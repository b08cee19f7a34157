#!/usr/bin/env bash
# Compares a prediction through the product with a bare exchange of the same bytes through the same library, with a raw
# socket and with Python's http.client and requests, on a loopback server that answers at once: on one processor, then on
# all.
#
#   analyzer/bench/servers.sh [SECONDS]     default 60, for each of both
#
# Needs the jar of the benchmarks. A client that python3 does not have is left out. All take turns in short blocks; the
# ratios are taken round by round, so that they hold on a machine that does other things, too.

set -euo pipefail

seconds=${1:-60}
root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/servers.sh}
export PYTHONDONTWRITEBYTECODE=1
servers=(java -cp "$root/analyzer/bench/target/canary-bench.jar" dev.canary.bench.served.Servers)

echo "load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors; on one of them:"
taskset -c 0 "${servers[@]}" "$seconds" "$root/analyzer/bench/servers_peer.py"
echo "load $(cut -d' ' -f1 /proc/loadavg); on all:"
"${servers[@]}" "$seconds" "$root/analyzer/bench/servers_peer.py"
echo "load $(cut -d' ' -f1 /proc/loadavg) at the end"
