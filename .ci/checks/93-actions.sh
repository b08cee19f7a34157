#!/usr/bin/env bash
# What follows an alert, seen by software that is not ours: the manifests by the schemas of Kubernetes and Argo Rollouts,
# webhooks by a verifier of Standard Webhooks, alerts by a real Alertmanager.
# limit: 240

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

root=$PWD
work=$(mktemp -d)
started=()
failed=0

end() {
  for pid in "${started[@]}"; do
    kill "$pid" 2> /dev/null
    wait "$pid" 2> /dev/null
  done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 143' TERM INT

# expect WHAT COMMAND...: the command succeeds within 20 s.
expect() {
  local what=$1
  shift
  for _ in {1..100}; do
    if "$@" > /dev/null 2>&1; then
      echo "ok     $what"
      return
    fi
    sleep 0.2
  done
  echo "failed $what"
  "$@"
  failed=1
}

npm install --prefix "$work" --silent --no-audit --no-fund --ignore-scripts kubernetes-models@5.1.0 \
  @kubernetes-models/argo-rollouts@2.0.0 standardwebhooks@1.1.1 yaml@2.8.1 || exit 1
node .ci/checks/manifests.mjs "$work/node_modules" analyzer/deploy/kubernetes/*.yaml || failed=1

.ci/debian prometheus-alertmanager || exit 1
cat > "$work/alertmanager.yaml" << 'YAML'
route: {receiver: nobody}
receivers: [{name: nobody}]
YAML
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
alertmanager=http://127.0.0.1:$port
start_alertmanager() {
  prometheus-alertmanager --config.file="$work/alertmanager.yaml" --storage.path="$work/am" \
    --web.listen-address="127.0.0.1:$port" --cluster.listen-address= >> "$work/am.log" 2>&1 &
  am=$!
  started+=("$am")
  expect "Alertmanager is ready" curl -sf "$alertmanager/-/ready"
}
start_alertmanager

CANARY_HOOK_SECRET=whsec_$(head -c 32 /dev/urandom | base64 -w0)
export CANARY_HOOK_SECRET
node .ci/checks/webhooks.mjs "$work/node_modules" "$CANARY_HOOK_SECRET" > "$work/posts" 2>&1 &
started+=($!)
expect "a receiver of webhooks is ready" grep -qx '[0-9]*' "$work/posts"
hook=http://127.0.0.1:$(head -1 "$work/posts")

mkdir -p "$work/ws/canaries" "$work/ws/baselines"
cp -r canaries/credit-risk "$work/ws/canaries/"
cp -r baselines/credit-risk "$work/ws/baselines/"
cat > "$work/ws/canaries/canary.yaml" << YAML
kafka: none
actions:
  pager: {type: webhook, url: "$hook", secret: "\${env:CANARY_HOOK_SECRET}", on: [opened, resolved], dryRun: false}
  am: {type: alertmanager, url: "$alertmanager", dryRun: false}
  restart: {type: command, run: [sh, -c, "cat >> $work/restarts"], dryRun: false}
watches:
  credit-risk:
    policy: {recover: {runs: 1, for: 1s}}
    fallback: {type: tribuo, model: credit-risk/model.tribuo, version: "1.0.0"}
YAML
suite=$work/ws/canaries/credit-risk/suite.yaml
run() { "$root/analyzer/bin/canary" run --workspace "$work/ws" --quiet; }
told() { [[ $(grep -c "^ok .* $1 " "$work/posts") == "$2" ]]; }
alerts() { curl -sf "$alertmanager/api/v2/alerts?active=true"; }
fires() { [[ $(alerts | python3 -c 'import json, sys
print([(a["labels"]["alertname"], a["labels"]["severity"], a["labels"]["watch"]) for a in json.load(sys.stdin)])') == "$1" ]]; }

run
expect "nothing follows a healthy run" fires "[]"
sed -i 's/range: \[0, 1\]/range: [0, 0.6]/' "$suite"
run
expect "the webhook tells that an alert opened, and a verifier accepts it" told OPENED 1
expect "it says that the fallback fails in the same way" grep -q '"safe":false,"verdict":"BROKEN"' "$work/posts"
expect "the alert fires in Alertmanager" fires "[('CanaryAlert', 'critical', 'credit-risk')]"
expect "the command read the event" grep -q '"transition":"OPENED"' "$work/restarts"
kill "$am"
wait "$am"
start_alertmanager
expect "an Alertmanager that starts again knows of nothing" fires "[]"
run
expect "a second bad run tells nothing anew" told OPENED 1
expect "the alert fires in the Alertmanager that had forgotten it" fires "[('CanaryAlert', 'critical', 'credit-risk')]"
sed -i 's/range: \[0, 0.6\]/range: [0, 1]/' "$suite"
run
sleep 1.1
run
expect "the webhook tells that it is over" told RESOLVED 1
expect "nothing fires in Alertmanager any more" fires "[]"
expect "the command is not run again" test "$(wc -l < "$work/restarts")" = 1
expect "no post was refused" test -z "$(grep '^refused' "$work/posts")"

exit "$failed"
