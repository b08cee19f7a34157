#!/usr/bin/env bash
# Serves models over HTTP and gRPC until Ctrl-C, and prints where:
#
#   analyzer/server/serve.sh canaries/house-price/model.onnx [--port N] [--grpc-port N] [--noise SD] [--version V]
#
# Builds the server first where there is no build yet or a source is newer than it.

set -euo pipefail

here=$(readlink -f -- "${BASH_SOURCE[0]}") && here=${here%/serve.sh}
root=${here%/analyzer/server}
jar=$here/target/canary-server.jar

if [[ ! -f $jar || -n $(find "$here/src/main" "$root/analyzer/grpc/src/main" "$root"/{,analyzer/{server,grpc}/}pom.xml \
  -newer "$jar" -print -quit) ]]; then
  echo "serve.sh: building" >&2
  mvn -B -q -f "$root/pom.xml" -pl analyzer/server -am -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
  # Maven leaves an archive alone whose content is the same.
  touch "$jar"
fi

# No library reports usage.
export ORT_DISABLE_TELEMETRY=1 OPT_OUT_TRACKING=true DJL_OFFLINE=true
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR -jar "$jar" "$@"
