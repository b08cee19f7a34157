#!/usr/bin/env bash
# Prometheus' own tools agree with the metrics and the shipped rules: promtool, the official parsers in Python, and a
# Prometheus with an Alertmanager, in which the alerts fire.
# limit: 300

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

# Debian's packages would start their servers at once, on ports of their own.
hold_back() {
  [[ -e /usr/sbin/policy-rc.d ]] && return
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  trap 'exit 143' TERM INT
}

packages=(prometheus prometheus-alertmanager python3-prometheus-client)
if ! dpkg -s "${packages[@]}" > /dev/null 2>&1; then
  hold_back
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } \
    > /dev/null 2>&1 || { echo "cannot install ${packages[*]}"; exit 1; }
fi

failed=0
try() {
  local said
  said=$("$@" 2>&1) || { printf 'failed: %s\n%s\n' "$*" "$said"; failed=1; }
}

shipped=analyzer/deploy
try promtool check rules "$shipped/prometheus/canary-rules.yml"
try promtool test rules "$shipped/prometheus/canary-rules-test.yml"

texts=analyzer/app/target/metrics
rm -rf "$texts"
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/app -am test \
  -Dtest=PrometheusTest -Dtest.without= -Dgroups=slow -Dsurefire.failIfNoSpecifiedTests=false || failed=1
try promtool check metrics < "$texts/plain.txt"
try /usr/bin/python3 .ci/checks/metrics.py "$texts" "$shipped"
exit "$failed"
