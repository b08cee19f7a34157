#!/usr/bin/env bash
# A daemon under load: so many watches at 10 s, each of 32 cases against a model in the daemon's own process.
#
#   analyzer/bench/serve.sh [--watches 1000] [--minutes 3] [--heap 512m]
#
# Prints how late runs began (from their ids and starts), how many were passed over, and the memory at the end.
# Ends with 1 if the 99th percentile is 1 s or more, or 1 GiB is exceeded.
set -euo pipefail

watches=1000 minutes=3 heap=512m
while [[ $# -gt 0 ]]; do
  case $1 in
    --watches) watches=$2 ;;
    --minutes) minutes=$2 ;;
    --heap) heap=$2 ;;
    *) echo "unknown option $1; there are --watches N, --minutes N, --heap SIZE" >&2; exit 3 ;;
  esac
  shift 2
done

root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/serve.sh}
folder=$(mktemp -d)
daemon=
trap '[[ -z $daemon ]] || kill -9 "$daemon" 2> /dev/null || true; rm -rf "$folder"' EXIT

python3 "$root/analyzer/bench/serve.py" make "$folder" "$watches"
"$root/analyzer/bin/canary" capture load --workspace "$folder" --quiet
"$root/analyzer/bin/canary" approve load --workspace "$folder" --quiet

CANARY_JAVA_OPTS="-Xmx$heap" "$root/analyzer/bin/canary" serve --workspace "$folder" --output json > "$folder/runs.jsonl" 2> "$folder/err.txt" &
daemon=$!
sleep $((minutes * 60))
grep -E 'VmHWM|VmRSS' "/proc/$daemon/status" > "$folder/memory.txt"
kill -TERM "$daemon"
wait "$daemon" || true
daemon=
head -5 "$folder/err.txt" >&2
python3 "$root/analyzer/bench/serve.py" tell "$folder" "$watches"
