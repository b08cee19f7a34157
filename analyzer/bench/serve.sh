#!/usr/bin/env bash
# A daemon under load: so many watches, each of 32 cases against a model in the daemon's own process, while a page is
# open, metrics are scraped every 15 s and events are delivered to an embedded broker.
#
#   analyzer/bench/serve.sh [--watches 1000] [--suites 1] [--period 10] [--minutes 3] [--target onnx] [--kafka embedded]
#                          [--baseline yes] [--down 0]
#
# --target is onnx (house-price), tribuo (credit-risk) or recorded (a table). CANARY_JAVA_OPTS goes to the daemon.
# With --baseline no nothing is captured; with --down 35 the daemon is ended, started anew 35 s later and measured again.
# Prints how late runs began (from their ids and starts), how many were passed over, what a run and a scrape cost, and the
# memory of the process. Ends with 1 if the 99th percentile is 1 s or more, or 1 GiB is exceeded.
set -euo pipefail

watches=1000 suites=1 period=10 minutes=3 target=onnx kafka=embedded baseline=yes down=0
while [[ $# -gt 0 ]]; do
  case $1 in
    --watches | --suites | --period | --minutes | --target | --kafka | --baseline | --down) declare "${1#--}=$2" ;;
    *) sed -n '5,8s/^# \?//p' "$0" >&2; exit 3 ;;
  esac
  shift 2
done

root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/serve.sh}
folder=$(mktemp -d)
daemon=
trap '[[ -z $daemon ]] || kill -9 "$daemon" 2> /dev/null || true; rm -rf "$folder"' EXIT
canary() { "$root/analyzer/bin/canary" "$@" --workspace "$folder"; }

python3 "$root/analyzer/bench/serve.py" make "$root" "$folder" "$watches" "$suites" "$period" "$target" "$kafka"
mapfile -t names < <(ls "$folder/canaries" | grep -v canary.yaml)
if [[ $baseline == yes ]]; then
  canary capture "${names[@]}" --quiet
  canary approve "${names[@]}" --reason load --quiet
fi

measure() {
  "$root/analyzer/bin/canary" serve --workspace "$folder" --output json > "$folder/runs.jsonl" 2> "$folder/err.txt" &
  daemon=$!
  timeout $((minutes * 60 + 60)) python3 "$root/analyzer/bench/serve.py" look "$folder" "$daemon" $((minutes * 60)) || true
  kill -TERM "$daemon"
  wait "$daemon" || true
  daemon=
  grep -a '^canary' "$folder/err.txt" | sort | uniq -c | head -5 >&2 || true
  python3 "$root/analyzer/bench/serve.py" tell "$folder" "$watches" "$period"
}

if ((down > 0)); then
  measure || true
  sleep "$down"
  echo "after $down s without a daemon:"
fi
measure
