#!/usr/bin/env bash
#   .ci/test.sh [all|race|judges|window]
# Runs the tests; cheap ones that often fail come first. Counts
# the tests that ran and prints the sum at the end.
set -uo pipefail
begin=$SECONDS
fuzz=30
failed=()
count=$BUILD/test-counts
mkdir -p "$BUILD"
: >"$count"

# part TITLE COMMAND… runs one part under a heading.
part() {
	local title=$1 start=$SECONDS
	shift
	printf '\n== %s\n' "$title"
	if "$@"; then
		printf -- '-- %s: passed, %s s\n' "$title" $((SECONDS - start))
	else
		failed+=("$title")
		printf -- '-- %s: FAILED, %s s\n' "$title" $((SECONDS - start))
	fi
}

# tests ARGUMENT… runs "go test -v", prints the packages and what failed, and
# counts.
tests() { "$GO" test -vet=off -v -timeout 30m "$@" 2>&1 | tally; }

# windows runs the packages' tests under wine where it is; only "make test-windows" gets it.
windows() { QUICK=1 COUNTS=$count .ci/windows.sh; }

# A test that needs the examples by others says so in the line before its SKIP.
tally() {
	awk -v file="$count" '
		/^ *--- PASS/ { pass++ } /^ *--- FAIL/ { fail++ }
		/^ *--- SKIP/ { skip++; if (before ~ /HANDRAIL_SHARED/) absent++ }
		{ before = $0 }
		/^(=== |PASS$)/ || /^ *--- PASS/ { next }
		/^\?.*no test files/ { next }
		{ print; fflush() }
		END { print pass + 0, fail + 0, skip + 0, absent + 0 >> file }'
}

style() {
	local wrong
	wrong=$(git ls-files '*.go' | xargs gofmt -l)
	[ -z "$wrong" ] || { echo "gofmt would change: $wrong"; return 1; }
	CGO_ENABLED=0 "$GO" vet -composites=false -tags "headless $SHARED" ./screens/... ./assets/... || return 1
	"$GO" vet -composites=false -tags "headless judge window $SHARED" ./app/... ./store/... .
}

# lint runs two programs by others: one finds mistakes, one finds code that nothing
# reaches, not even a test. Both must print nothing.
lint() {
	local wrong
	"$GO" build -C .ci/tools -o "$PWD/$BUILD/tools/" \
		honnef.co/go/tools/cmd/staticcheck golang.org/x/tools/cmd/deadcode || return 1
	"$BUILD/tools/staticcheck" -tags "migrated_fynedo,judge,window,$SHARED" ./... || return 1
	wrong=$("$BUILD/tools/deadcode" -test -tags "migrated_fynedo,judge,window,$SHARED" ./... 2>&1)
	[ -z "$wrong" ] || { echo "$wrong"; return 1; }
}

imports() { tests -tags "headless $SHARED" -run "Import|Dangerous|Words|Width|Pages|Example" ./app/conformance; }
rooms() { tests -tags "$SHARED" ./app/... ./store/... ; }
# The rooms with the SDK of Microsoft are left out: with the race detector its packages take
# many minutes and more than 5 GB.
race() {
	local rooms
	rooms=$("$GO" list ./app/... ./store/... | grep -vE "app/(graph|program|conformance)(/|$)")
	# shellcheck disable=SC2086
	tests -race -tags "$SHARED" $rooms
}
# Fyne never lets go of the fonts that a window loaded: all windows in one process would need 23 GB.
screens() {
	local wrong=0
	export CGO_ENABLED=0
	tests -tags "$SHARED" -run '^Test[A-S]' ./screens/... ./assets/... || wrong=1
	tests -tags "$SHARED" -skip '^Test[A-S]' ./screens/... || wrong=1
	unset CGO_ENABLED
	return $wrong
}
# A search at random may find something new at any time, so only "make judges" has it, 30 seconds a target.
judges() { FUZZ_SECONDS=$fuzz .ci/judges.sh 2>&1 | tally; }
window() {
	HANDRAIL_PROGRAM=$PWD/$PROGRAM HANDRAIL_PICTURES=$PWD/$BUILD/walk HANDRAIL_KILLED_PICTURES=$PWD/$BUILD/walk-killed \
		tests -count=1 -timeout 40m -tags "window $SHARED" ./app/conformance/uitest
}

all() {
	part "Style: gofmt and go vet" style
	part "Mistakes and code that nothing reaches" lint
	part "Import rules and language" imports
	part "Packages" rooms
	if .ci/wine.sh there; then
		part "Packages, on Windows (wine)" windows
	else
		printf '\n== Packages, on Windows: not run, because wine 10 is not on this computer or may not run. '
		printf '“make test-windows” gets it.\n'
	fi
	part "Screens, without a display" screens
	part "Independent programs check the results" judges
	part "Building the program" make --no-print-directory program
	part "The real window, by keyboard, and killed at awkward moments" window
}

.ci/need-go.sh || exit 1
PATH=$PATH:/usr/sbin:/sbin
case ${1:-all} in
all)
	.ci/system.sh window display judges || exit 1
	CC=$(.ci/cc.sh printenv CC) && export CC
	fuzz=0
	all
	;;
race) part "Packages, with the race detector" race ;;
window)
	.ci/system.sh window display || exit 1
	part "Building the program" make --no-print-directory program
	part "The real window, by keyboard, and killed at awkward moments" window
	;;
judges)
	.ci/system.sh judges || exit 1
	part "Independent programs check the results" judges
	;;
esac

awk -v s=$((SECONDS - begin)) -v parts=${#failed[@]} '{ p += $1; f += $2; k += $3; n += $4 }
	END {
		if (n) printf "\n%d tests were skipped because the examples by others are not on this computer; " \
			"HANDRAIL_SHARED can name their folder.\n", n
		else printf "\nEvery test that needs the examples by others had them.\n"
		if (f < parts) f = parts
		printf "The tests took %d min %d s.\n%d passed, %d failed, %d skipped\n", s / 60, s % 60, p, f, k }' "$count"
if [ ${#failed[@]} -gt 0 ]; then
	printf 'Failed: %s\n' "${failed[@]}"
	exit 1
fi
