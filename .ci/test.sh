#!/usr/bin/env bash
#   .ci/test.sh [all|race|judges|window]
# Runs the tests; cheap ones that often fail come first. Counts
# the tests that ran and prints the sum at the end.
set -uo pipefail
begin=$SECONDS
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

tally() {
	awk -v file="$count" '
		/^ *--- PASS/ { pass++ } /^ *--- SKIP/ { skip++ } /^ *--- FAIL/ { fail++ }
		/^(=== |PASS$)/ || /^ *--- PASS/ { next }
		/^\?.*no test files/ { next }
		{ print; fflush() }
		END { print pass + 0, fail + 0, skip + 0 >> file }'
}

style() {
	local wrong
	wrong=$(git ls-files '*.go' | xargs gofmt -l)
	[ -z "$wrong" ] || { echo "gofmt would change: $wrong"; return 1; }
	CGO_ENABLED=0 "$GO" vet -composites=false -tags "headless $SHARED" ./screens/... ./assets/... || return 1
	"$GO" vet -composites=false -tags "headless judge window $SHARED" ./app/... ./store/... .
}

imports() { tests -tags "headless $SHARED" . ; }
rooms() { tests -tags "$SHARED" ./app/... ./store/... ; }
race() { tests -race -tags "$SHARED" ./app/... ./store/... ; }
screens() { CGO_ENABLED=0 tests -tags "$SHARED" ./screens/... ./assets/... ; }
judges() { .ci/judges.sh 2>&1 | tally; }
window() {
	HANDRAIL_PROGRAM=$PWD/$PROGRAM HANDRAIL_PICTURES=$PWD/$BUILD/walk HANDRAIL_KILLED_PICTURES=$PWD/$BUILD/walk-killed \
		tests -count=1 -timeout 40m -tags "window $SHARED" ./app/judge/desktop
}

all() {
	part "Style: gofmt and go vet" style
	part "Import rules, and the program without a window" imports
	part "Packages" rooms
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

awk -v s=$((SECONDS - begin)) -v parts=${#failed[@]} '{ p += $1; f += $2; k += $3 }
	END { if (f < parts) f = parts; printf "\nThe tests took %d min %d s.\n%d passed, %d failed, %d skipped\n", s / 60, s % 60, p, f, k }' "$count"
if [ ${#failed[@]} -gt 0 ]; then
	printf 'Failed: %s\n' "${failed[@]}"
	exit 1
fi
