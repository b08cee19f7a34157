#!/usr/bin/env bash
# Clients that are not ours (kcat, kafka-python) read every topic and hold keys, headers and JSON against the shipped
# schemas; the shipped AsyncAPI document is held against the official schema of its version.
# limit: 300

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

root=$PWD
work=$(mktemp -d)
broker=

cleanup() {
  if [[ -n $broker ]]; then
    kill "$broker" 2> /dev/null
    wait "$broker" 2> /dev/null
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 143' TERM INT

fail() {
  echo "failed: $*"
  exit 1
}

.ci/debian kcat python3-kafka python3-jsonschema || exit 1
(cd -- "$work" && npm pack --silent @asyncapi/specs@6.11.1 && tar -xzf asyncapi-specs-6.11.1.tgz) > /dev/null ||
  fail "the official schema of AsyncAPI cannot be had"

# canary EXIT_CODE ARGUMENT...
canary() {
  local code=$1 got
  shift
  analyzer/bin/canary "$@" --workspace "$work" > "$work/said" 2>&1
  got=$?
  ((got == code)) || fail "canary $1 ended with $got instead of $code: $(cat "$work/said")"
}

suite=$work/canaries/loans
mkdir -p "$suite"
echo 'kafka: embedded' > "$work/canaries/canary.yaml"
cat > "$suite/suite.yaml" << 'YAML'
suite: loans
target: {type: recorded, model: predictions.csv, version: "1"}
output: {kind: probabilities, precision: fp32, contract: {range: [0, 1]}}
YAML
for case in a b c; do
  echo "{\"id\": \"$case\", \"input\": {}, \"why\": \"one of three\"}"
done > "$suite/cases.jsonl"
printf 'id,yes,no\na,0.2,0.8\nb,0.5,0.5\nc,0.7,0.3\n' > "$suite/predictions.csv"
canary 0 capture loans
canary 0 approve loans
canary 0 run
printf 'id,yes,no\na,0.2,0.8\nb,0.5,0.5\nc,1.7,-0.7\n' > "$suite/predictions.csv"
canary 2 run

# Not in a subshell: cleanup ends this very process.
analyzer/bin/canary kafka --workspace "$work" > "$work/broker" 2>&1 &
broker=$!
for ((i = 0; i < 300; i++)); do
  address=$(sed -n 's/^kafka is up at \([^;]*\);.*/\1/p' "$work/broker")
  [[ -n $address ]] && break
  sleep 0.2
done
[[ -n $address ]] || fail "the broker did not start: $(cat "$work/broker")"

canary 0 topics --check
for topic in runs findings alerts state dlq; do
  timeout 30 kcat -q -b "$address" -t "canary.$topic.v1" -C -o beginning -e -J || fail "kcat cannot read $topic"
done > "$work/kcat"
timeout 60 /usr/bin/python3 "$root/.ci/checks/foreign_consumers.py" \
  "$address" "$root/analyzer/app/target/dist/events" "$work/kcat" "$work/package/schemas/3.0.0.json" || exit 1
