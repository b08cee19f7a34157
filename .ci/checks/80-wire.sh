#!/usr/bin/env bash
# A thousand rounds of every misbehaving server, over HTTP and over gRPC: each ends within its time-out, and nothing is
# left behind.
# limit: 420

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/http,analyzer/grpc -am test \
  -Dtest=WireLeakTest,HostileRoundsTest -Dtest.without= -Dgroups=slow -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest.jvm="-Xmx1g -XX:+UseSerialGC -Djava.io.tmpdir=$temporary" || exit 1
if [ -n "$(ls -A "$temporary")" ]; then
  echo "temporary files were left behind: $(ls -A "$temporary")"
  exit 1
fi
