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
rules="Import|Dangerous|Words|Width|Columns|Page|Example|TwoFolders|EveryCase|Errors|Plain|Promise|Tracked"
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo -E env "PATH=$PATH")
wrong=0
(
	cd app/conformance
	HANDRAIL_PROGRAM="$PWD/../../$BUILD/handrail-headless" "${root[@]}" "../../$BUILD/judge.test" \
		-test.v -test.timeout=10m -test.skip "$rules" "$@"
) || wrong=1
# Programs that run on Node.js or Python.
others="TestRulingsOfMailauth|TestMicrosoftsReaderAgrees|TestAnotherGrammarReads|TestParsedmarcAgrees|TestBrowsersAgree"
others+="|TestCheckdmarcAgrees|TestAnotherWriterOf|TestAnotherReaderAgrees|TestAnotherReaderOf"
"$GO" test -vet=off -v -timeout 30m -tags "judge $SHARED" -run "$others" \
	./app/event/attendance ./app/event/background ./app/reminder ./app/schedule ./app/powershell ./app/addin/manifest \
	./app/mail/{mtasts,tlsrpt,health} \
	./app/guides/{addindeploy,teamsaddin,mfamethods,header,enhancedfiltering,connectors,migration,safedocuments} \
	./app/guides/{webfilter,backgrounds} || wrong=1
[ "${FUZZ_SECONDS:-30}" = 0 ] || .ci/fuzz.sh "${FUZZ_SECONDS:-30}" || wrong=1
exit $wrong
