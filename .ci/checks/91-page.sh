#!/usr/bin/env bash
# The page in a browser, headless: whole without scripts, live with them, light and dark, by keyboard alone, and with
# contrasts that people can read; that of canary serve itself, too, by the rules of axe-core. Leaves screenshots in
# analyzer/app/target/page.
# limit: 300

set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." || exit 1

if ! command -v chromium > /dev/null || ! command -v chromedriver > /dev/null; then
  .ci/debian chromium chromium-driver || exit 1
fi

axe=$(mktemp -d)
trap 'rm -rf "$axe"' EXIT
npm install --prefix "$axe" --silent --no-audit --no-fund --ignore-scripts axe-core@4.10.3 || exit 1
mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -pl analyzer/app -am test \
  -Dtest='ChromiumTest,PictureTest,ServedPageTest' -Dcanary.axe="$axe/node_modules/axe-core/axe.min.js" -Dtest.without= -Dgroups=slow -Dsurefire.failIfNoSpecifiedTests=false || exit 1
ls analyzer/app/target/page/*.png
