#!/usr/bin/env bash
# Prometheus' own tools agree with the metrics and the shipped rules: promtool, the official parsers in Python, and a
# Prometheus with an Alertmanager, in which the alerts fire.
# limit: 300

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

.ci/debian prometheus prometheus-alertmanager python3-prometheus-client || exit 1

failed=0
try() {
  local said
  said=$("$@" 2>&1) || { printf 'failed: %s\n%s\n' "$*" "$said"; failed=1; }
}

# By Grafana's own types, in which a misspelt key is an error.
dashboard() {
  npm install --prefix "$npm" --silent --no-audit --no-fund --ignore-scripts @grafana/schema@11.6.0 typescript@5.8.3 \
    && node .ci/checks/dashboard.mjs "$npm" "$shipped/grafana/canary.json"
}

shipped=analyzer/deploy
npm=$(mktemp -d)
trap 'rm -rf "$npm"' EXIT
try promtool check rules "$shipped/prometheus/canary-rules.yml"
try promtool test rules "$shipped/prometheus/canary-rules-test.yml"
try dashboard

texts=analyzer/app/target/metrics
rm -rf "$texts"
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/app -am test \
  -Dtest=PrometheusTest -Dtest.without= -Dgroups=slow -Dsurefire.failIfNoSpecifiedTests=false || failed=1
try promtool check metrics < "$texts/plain.txt"
try /usr/bin/python3 .ci/checks/metrics.py "$texts" "$shipped"

# The daemon itself, over the shipped workspace: a model whose file is gone fires in Prometheus.
work=$(mktemp -d)
started=()
end() {
  ((${#started[@]} == 0)) || kill "${started[@]}" 2> /dev/null
  wait
  rm -rf "$work"
}
trap 'end; rm -rf "$npm"' EXIT
trap 'exit 143' TERM INT
read -r port at < <(python3 -c 'import socket
both = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in both))')
cp -r canaries baselines "$work"
printf '%s\n' 'kafka: none' "http: {port: $port}" 'actions: {told: {type: command, run: ["true"], dryRun: false}}' \
  > "$work/canaries/canary.yaml"
sed -i 's/^schedule: .*/schedule: {every: 5s}\nlatency: {budget: 5s, warn: 0.9}/' "$work"/canaries/*/suite.yaml
printf '%s\n' 'global: {scrape_interval: 1s, evaluation_interval: 1s}' "rule_files: [$PWD/$shipped/prometheus/canary-rules.yml]" \
  "scrape_configs: [{job_name: canary, static_configs: [{targets: ['127.0.0.1:$port']}]}]" > "$work/prometheus.yml"
analyzer/bin/canary serve --workspace "$work" > "$work/daemon.log" 2>&1 &
started+=($!)
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" --web.listen-address="127.0.0.1:$at" \
  > "$work/prometheus.log" 2>&1 &
started+=($!)

# sees PATTERN PATH: until Prometheus answers so, for a minute and a half.
sees() {
  local until=$((SECONDS + 90))
  until curl -s -m 5 "http://127.0.0.1:$at/api/v1/$2" | grep -q -- "$1"; do
    if ((SECONDS > until)); then
      echo "failed: Prometheus does not see $1 in $2"
      tail -n 20 "$work"/*.log
      exit 1
    fi
    sleep 0.5
  done
}
sees '"watch":"house-price"' 'query?query=canary_verdict%7Bverdict=%22HEALTHY%22%7D%3D%3D1'
curl -s -m 10 "http://127.0.0.1:$port/metrics" > "$work/metrics.txt"
try promtool check metrics < "$work/metrics.txt"
rm "$work/canaries/house-price/model.onnx"
sees '"alertname":"CanaryAlertOpen".*"watch":"house-price".*"state":"firing"' alerts
try /usr/bin/python3 .ci/checks/dashboard.py "http://127.0.0.1:$at" "$shipped/grafana/canary.json"
# Each number of the metrics is that of the store, as the daemon tells it to programs.
try /usr/bin/python3 .ci/checks/told.py "http://127.0.0.1:$port"
exit "$failed"
