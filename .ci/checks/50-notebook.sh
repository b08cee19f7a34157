#!/usr/bin/env bash
# Every notebook runs from top to bottom, and its text says what the committed one says.
# Left out: cells with the tag "volatile", errors' stream, images.
# limit: 600

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

python=/usr/bin/python3
if ! "$python" -c 'import nbconvert, nbclient, jupyter_client' 2> /dev/null; then
  .ci/debian python3-nbconvert python3-nbclient python3-jupyter-client || exit 1
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
failed=0

for notebook in notebooks/*.ipynb; do
  result=$fresh/${notebook##*/}
  if analyzer/bin/canary-notebook execute "$notebook" "$result" \
    && "$python" notebooks/kernel/same_text.py "$notebook" "$result"; then
    echo "$notebook: passed"
  else
    echo "$notebook: failed"
    failed=1
  fi
done
exit "$failed"
