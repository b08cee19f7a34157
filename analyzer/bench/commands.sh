#!/usr/bin/env bash
# Times whole commands, from the start of the process to its end, on seeded workspaces of its own making.
#
#   analyzer/bench/commands.sh [RUNS]     default 15; each command and its peer run in turn
#
# Needs python3; the peer, a script with NumPy and SciPy, is left out where they are missing. Elapsed time is only worth
# something on a machine that does nothing else: the load is printed, and the processor time beside it.

set -euo pipefail

runs=${1:-15}
root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/commands.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export PYTHONDONTWRITEBYTECODE=1
canary=$root/analyzer/bin/canary
python3 "$root/analyzer/bench/workspaces.py" "$work"
for workspace in "$work"/*; do
  "$canary" capture --quiet --workspace "$workspace"
  "$canary" approve bench --quiet --reason "benchmark" --workspace "$workspace"
done

exec python3 "$root/analyzer/bench/commands.py" "$runs" "$canary" "$root/analyzer/bench/peer.py" "$work"/*
