#!/usr/bin/env bash
# The numbers of `canary distance --batch` are those of SciPy, of R where it is installed, and of whole-number arithmetic,
# on seeded cases; another seed draws others. Usage: 60-parity.sh [SEED [CASES_A_MEASURE]].
# limit: 300

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

has_scipy() { "$1" -c 'import scipy.stats' 2> /dev/null; }

python=python3
if ! has_scipy "$python"; then
  python=/usr/bin/python3
  has_scipy "$python" || .ci/debian python3-scipy
fi
if ! has_scipy "$python"; then
  echo "skipped: no python3 with SciPy, and python3-scipy cannot be installed"
  exit 0
fi

analyzer/bin/canary --version > /dev/null || exit 1
"$python" .ci/checks/parity.py analyzer/bin/canary "${1:-1}" "${2:-60}"
