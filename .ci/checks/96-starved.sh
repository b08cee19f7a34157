#!/usr/bin/env bash
# A real daemon whose PostgreSQL hangs, and that runs out of file descriptors: pages and probes answer all the same, the one
# alert is the daemon's own, and all is well by itself afterwards.
# limit: 300

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

.ci/debian postgresql || exit 1
analyzer/bin/canary --help > /dev/null || exit 1
/usr/bin/python3 .ci/checks/starved.py "$PWD/analyzer/bin/canary"
