#!/usr/bin/env bash
# Runs the tests in which independent programs check Handrail. They create network
# and mount namespaces of their own, which requires root. At the end each fuzz target runs
# for FUZZ_SECONDS, see fuzz.sh.
set -euo pipefail
.ci/need-go.sh
.ci/system.sh judges
PATH=$PATH:/usr/sbin:/sbin
mkdir -p "$BUILD"
"$GO" build -tags "headless $SHARED" -o "$BUILD/handrail-headless" .
"$GO" test -vet=off -tags "judge $SHARED" -c -o "$BUILD/judge.test" ./app/conformance
# The rules for imports, words and lines, and the build, have a part of their own.
rules="Import|Dangerous|Words|Width|Columns|Pages|Example|Links|Exception|Prose|Markdown|TwoFolders"
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo -E env "PATH=$PATH")
wrong=0
(
	cd app/conformance
	HANDRAIL_PROGRAM="$PWD/../../$BUILD/handrail-headless" "${root[@]}" "../../$BUILD/judge.test" -test.v -test.timeout=10m -test.skip "$rules" "$@"
) || wrong=1
# Programs that run on Node.js or Python.
"$GO" test -vet=off -v -timeout 30m -tags "judge $SHARED" -run "TestRulingsOfMailauth|TestMicrosoftsReaderAgrees|TestAnotherGrammarReads|TestParsedmarcAgrees|TestBrowsersAgree|TestCheckdmarcAgrees|TestAnotherWriterOf|TestAnotherReaderAgrees" \
	./app/event/attendance ./app/mail/mtasts ./app/mail/tlsrpt ./app/mail/health ./app/addin/manifest ./app/guides/addindeploy ./app/guides/teamsaddin ./app/guides/mfamethods ./app/guides/header ./app/guides/enhancedfiltering ./app/guides/connectors ./app/guides/migration ./app/guides/safedocuments ./app/guides/webfilter ./app/guides/backgrounds ./app/event/background ./app/powershell || wrong=1
[ "${FUZZ_SECONDS:-30}" = 0 ] || .ci/fuzz.sh "${FUZZ_SECONDS:-30}" || wrong=1
exit $wrong
