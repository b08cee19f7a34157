#!/usr/bin/env bash
# One baseline serves a model in this process and behind a server, bit for bit over every transport. Before that, what
# a new user types: five commands in an empty folder, each a process of its own, against this repository's server and
# against one of a few lines that tells nothing.
# limit: 480

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

root=$PWD
work=$(mktemp -d)
said=$work/said
server=
failed=0

end_server() {
  if [[ -n $server ]]; then
    kill "$server" 2> /dev/null
    wait "$server" 2> /dev/null
    server=
  fi
}
trap 'end_server; rm -rf "$work"' EXIT
trap 'exit 143' TERM INT

# start LAST COMMAND...: starts a server and keeps what it prints, until a line begins with LAST.
start() {
  local last=$1 line
  shift
  end_server
  printed=()
  exec 3< <(exec "$@")
  server=$!
  while read -r -t 120 line <&3; do
    printed+=("$line")
    [[ $line == "$last"* ]] && return
  done
  echo "failed: $* did not start"
  exit 1
}

# expect EXIT_CODE PATTERN ARGUMENT...: a canary command in the empty folder must end so and say so.
expect() {
  local code=$1 pattern=$2 got
  shift 2
  (cd -- "$work/empty" && exec "$root/analyzer/bin/canary" "$@") > "$said" 2>&1
  got=$?
  if ((got != code)) || ! grep -q -- "$pattern" "$said"; then
    echo "failed: canary $* ended with $got, not $code with \"$pattern\":"
    sed 's/^/  /' "$said"
    failed=1
    return 1
  fi
}

# five SUITE PLACE...: the five commands.
five() {
  local suite=$1
  shift
  rm -rf "$work/empty" && mkdir "$work/empty"
  expect 0 'next: canary init' probe "$@"
  expect 0 "next: canary capture $suite" init "$@"
  expect 0 "$suite" capture "$suite"
  expect 0 'approved by' approve "$suite" --reason check
  expect 0 'HEALTHY' run "$suite"
  echo "five commands: canary probe $*"
}

models=(canaries/house-price/model.onnx canaries/digits/model.pt)
start grpc:// analyzer/server/serve.sh "${models[@]}"
http=$(printf '%s\n' "${printed[@]}" | grep -E '^http://[^/]*$')
port=${http##*:}
grpc=${printed[-1]}
house=(--input 'numeric=fp32[-1,6]' --input 'rooms=int64[-1,1]' --input 'district=string[-1,1]')
five house-price "$grpc/house-price"
five house-price "$http" --protocol kserve-v1 --model house-price "${house[@]}"
five digits "$http/v2/models/digits" --input 'pixels=fp32[1,1,28,28]'
five house-price "$http" --model house-price

start grpc:// analyzer/server/serve.sh "${models[@]}" --port "$port" --noise 5
expect 1 'DRIFTED' run
start grpc:// analyzer/server/serve.sh "${models[@]}" --port "$port" --version 2
expect 3 'VERSION_CHANGE' run
end_server
expect 2 'UNREACHABLE' run
start grpc:// analyzer/server/serve.sh "${models[@]}" --port "$port"
expect 0 'HEALTHY' run

start http:// python3 .ci/checks/whole_numbers.py 0
http=${printed[-1]}
five score "$http" --input 'x=fp32[-1,4]'
grep -q '^  types: {predictions: fp64}$' "$work/empty/canaries/score/suite.yaml" \
  || { echo "failed: init did not say that whole numbers may become fractions"; failed=1; }
start http:// python3 .ci/checks/whole_numbers.py "${http##*:}" 0.5
expect 1 'labels' run
if grep SCHEMA "$said"; then failed=1; fi
end_server

((failed == 0)) || exit 1
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/app -am test \
  -Dtest='ServedModelsTest' -Dtest.without= -Dgroups=slow -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest.jvm='-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.util.logging.config.class=dev.canary.app.QuietLogs'
