#!/usr/bin/env bash
# Runs the tests in which programs by others judge Handrail. They make network
# and mount namespaces of their own, which needs root.
set -euo pipefail
.ci/need-go.sh
.ci/system.sh judges
PATH=$PATH:/usr/sbin:/sbin
mkdir -p "$BUILD"
"$GO" build -tags "headless $SHARED" -o "$BUILD/handrail-headless" .
"$GO" test -vet=off -tags "judge $SHARED" -c -o "$BUILD/judge.test" ./app/judge
CGO_ENABLED=0 "$GO" test -vet=off -v -timeout 30m -tags "judge $SHARED" ./app/addin ./app/guides/addindeploy -run "TestMicrosoftsReaderAgrees|TestAnotherGrammarReadsTheScripts"
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo -E env "PATH=$PATH")
cd app/judge
HANDRAIL_PROGRAM="$PWD/../../$BUILD/handrail-headless" "${root[@]}" "../../$BUILD/judge.test" -test.v -test.timeout=10m "$@"
