#!/usr/bin/env bash
# Times `canary run` on 32 cases of a shipped ONNX model: in the process, and behind the test server over HTTP and gRPC.
#
#   analyzer/bench/served.sh [RUNS]     default 15; all three in turn
#
# Needs python3. Elapsed time is only worth something on a machine that does nothing else: the load is printed, and the
# processor time beside it.

set -euo pipefail

runs=${1:-15}
root=$(readlink -f -- "${BASH_SOURCE[0]}") && root=${root%/analyzer/bench/served.sh}
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf "$work"' EXIT

export PYTHONDONTWRITEBYTECODE=1
canary=$root/analyzer/bin/canary
sample=$root/canaries/house-price
"$root/analyzer/server/serve.sh" "$sample/model.onnx" --grpc-port 0 >"$work/addresses" &
server=$!
for ((i = 0; i < 600; i++)); do
  [[ $(wc -l <"$work/addresses") -lt 3 ]] || break
  sleep 0.1
done
mapfile -t addresses <"$work/addresses"

# A workspace of this name whose target is the rest of the arguments.
workspace() {
  local suite=$work/spaces/$1/canaries/bench
  mkdir -p "$suite"
  echo "kafka: none" >"$work/spaces/$1/canaries/canary.yaml"
  head -n 32 "$sample/cases.jsonl" >"$suite/cases.jsonl"
  cp "$sample/model.onnx" "$suite"
  printf 'suite: bench\ntarget: {%s}\noutput: {kind: values, precision: fp32}\n' "$2" >"$suite/suite.yaml"
  "$canary" capture --quiet --workspace "$work/spaces/$1"
  "$canary" approve bench --quiet --reason "benchmark" --workspace "$work/spaces/$1"
}

workspace in-process 'type: djl, engine: OnnxRuntime, model: model.onnx, version: "1"'
workspace http "type: http, protocol: kserve-v2, model: \"${addresses[1]}\", name: house-price"
workspace grpc "type: grpc, model: \"${addresses[2]}\", name: house-price"

python3 "$root/analyzer/bench/commands.py" "$runs" "$canary" none "$work"/spaces/*
