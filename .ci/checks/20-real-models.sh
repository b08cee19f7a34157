#!/usr/bin/env bash
# Models made by others, through analyzer/bin/canary: each command in a process of its own, as users start them.
# Untouched models are HEALTHY in every order; what does not load is an error, and BROKEN once it was trusted.
# Skipped where shared/realdata does not lie beside the repository.
# limit: 900

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

realdata=$PWD
until [[ -d $realdata/shared/realdata || $realdata == / ]]; do realdata=$(dirname -- "$realdata"); done
realdata=$realdata/shared/realdata
if [[ ! -d $realdata ]]; then
  echo "skipped: no shared/realdata beside the repository"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect EXIT_CODE PATTERN ARGUMENT...: a canary command must end so and say so.
expect() {
  local code=$1 pattern=$2 got
  said=$work/said.$BASHPID
  shift 2
  analyzer/bin/canary "$@" > "$said" 2>&1
  got=$?
  if ((got != code)) || ! grep -q -- "$pattern" "$said"; then
    echo "failed: canary $* ended with $got, not $code with \"$pattern\":"
    sed 's/^/  /' "$said"
    failed=1
    return 1
  fi
}

# two_at_a_time FUNCTION ARGUMENT...: calls it for each argument, in shells of their own.
two_at_a_time() {
  local function=$1
  shift
  printf '%s\0' "$@" | xargs -0 -n 1 -P 2 bash -c "$function \"\$1\" && exit \"\$failed\"" "$0" || failed=1
}

# The table of models is the tests' own.
tests=analyzer/app/target/test-classes
analyzer/bin/canary --version > /dev/null || exit 1
[[ -d $tests/dev/canary/app/real ]] || mvn -B -q -Dspotless.check.skip=true -DskipTests package || exit 1
workspace=$work/models
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$tests:analyzer/app/target/dist/lib/*" \
  dev.canary.app.real.RealWorkspace "$workspace" || exit 1

# What keeps state is refused, and the refusal names the cure.
stateful=$workspace/canaries/keeps_state
expect 3 'NON_DETERMINISTIC' capture keeps_state --workspace "$workspace"
cure=$(grep -o 'reset: method:[a-z_]*' "$said")
sed -i "s/type: djl/type: djl, ${cure/: /: \"}\"/" "$stateful/suite.yaml"

# negative FILE: no loadable model, before and after one was trusted in its place.
negative() {
  local file=$1 name good own model
  name=$(basename -- "$file")
  case $name in
    *.pt) good=linear_r_pt ;;
    *) good=iris_logreg_tribuo ;;
  esac
  own=$work/negative-$name
  mkdir -p "$own/canaries"
  cp -r "$workspace/canaries/$good" "$own/canaries"
  cp "$workspace/canaries/canary.yaml" "$own/canaries"
  model=$(ls -d "$own/canaries/$good"/*.pt "$own/canaries/$good"/*.onnx 2> /dev/null)
  mv "$model" "$model.good"
  cp "$file" "$model"
  expect 3 "$(basename -- "$model")" capture --workspace "$own"
  expect 3 "$(basename -- "$model")" run --workspace "$own"
  if [[ -e $own/baselines ]]; then
    echo "failed: $name left a baseline behind"
    failed=1
  fi
  cp "$model.good" "$model"
  expect 0 written capture --workspace "$own"
  expect 0 approved approve "$good" --workspace "$own"
  cp "$file" "$model"
  expect 2 LOAD_FAILED run --workspace "$own"
  expect 0 LOAD_FAILED explain --workspace "$own"
  cp "$model.good" "$model"
  expect 0 HEALTHY run --workspace "$own"
  echo "$name: an error before it was trusted, BROKEN / LOAD_FAILED after"
}

captured() {
  expect 0 'every case bit-stable' capture "$1" --workspace "$workspace"
}

healthy() {
  expect 0 'HEALTHY' run "$1" --shuffle "$RANDOM" --workspace "$workspace"
}

export work workspace realdata failed
export -f expect captured healthy negative
suites=("$workspace"/canaries/*/)
suites=("${suites[@]%/}")
suites=("${suites[@]##*/}")
two_at_a_time captured "${suites[@]}"
expect 0 'approved by' approve "${suites[@]}" --reason check --workspace "$workspace"
two_at_a_time healthy "${suites[@]}"
expect 0 'HEALTHY' run "${suites[@]}" --workspace "$workspace"
if grep -E 'BROKEN|DRIFTED|INCONCLUSIVE|BITS_CHANGED' "$said"; then failed=1; fi
echo "${#suites[@]} untouched models: HEALTHY in $((${#suites[@]} + 1)) processes"

two_at_a_time negative "$realdata"/models/negative/*
exit "$failed"
