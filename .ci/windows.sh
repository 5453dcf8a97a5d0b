#!/usr/bin/env bash
#   .ci/windows.sh [PACKAGE…]    tests of the packages
#                                QUICK=1 leaves out what takes very long
#   .ci/windows.sh window        the real window, as “make window” walks it on Linux; pictures in $BUILD/walk-wine
# Compiles the tests of the packages for Windows and runs them under wine: without PACKAGE, all of
# app, store and assets but those that drive other programs of Linux. Prints one line a package,
# what failed and what was skipped, and the sum. The whole output is in $BUILD/windows.
set -uo pipefail
.ci/need-go.sh || exit 1
.ci/wine.sh root || exit 1
out=$PWD/$BUILD/windows
mkdir -p "$out"
trap '.ci/wine.sh end; rm -rf "$WINEPREFIX"' EXIT
WINEPREFIX=$(mktemp -d)
export WINEPREFIX
.ci/wine.sh run wineboot -i >"$out/wineboot.log" 2>&1 </dev/null

# Wine 10 does not know SIO_UDP_NETRESET, with which Go’s net package prepares each UDP socket. For
# these tests only, Go does without it; the programs that people get are built from Go as it is.
net=$("$GO" env GOROOT)/src/net/fd_windows.go
sed 's/err = \(syscall.WSAIoctl(fd.pfd.Sysfd, windows.SIO_UDP_NETRESET\)/_ = \1/' \
	"$net" >"$out/fd_windows.go"
printf '{"Replace":{"%s":"%s"}}' "$net" "$out/fd_windows.go" >"$out/overlay.json"

# window walks the program for Windows with the tests of the window on Linux. Each starts wine again, because wine keeps
# the size of the first screen.
window() {
	local tests=$out/window/uitest program=$out/window/handrail code=0 test
	.ci/system.sh display windows || return 1
	OVERLAY=$out/overlay.json .ci/package/windows.sh window || return 1
	CGO_ENABLED=0 "$GO" test -vet=off -tags "window $SHARED" -c -o "$tests" ./app/conformance/uitest || return 1
	# Windows has the folders of this computer on Z:.
	printf '#!/usr/bin/env bash\ncd %q\nexec .ci/wine.sh run %q "${@/#\\//Z:/}"\n' "$PWD" "$out/window/Handrail.exe" \
		>"$program"
	chmod +x "$program"
	# The tests give the program a home of its own.
	export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache} HANDRAIL_ON=windows HANDRAIL_PROGRAM=$program
	export HANDRAIL_PICTURES=$PWD/$BUILD/walk-wine HANDRAIL_KILLED_PICTURES=$PWD/$BUILD/walk-wine-killed
	rm -rf "$HANDRAIL_PICTURES" "$HANDRAIL_KILLED_PICTURES"
	for test in TestTheFirstWindowFits TestABoxSaysThatOpenGLIsMissing TestASecondStartComesToTheFront \
		TestWalkByKeyboard TestKilledAfterEveryPage; do
		.ci/wine.sh end
		(cd app/conformance/uitest && "$tests" -test.v -test.timeout 20m -test.run "^$test\$") </dev/null || code=1
	done
	return $code
}

if [ "${1:-}" = window ]; then
	window
	exit
fi

packages=("$@")
[ $# -gt 0 ] || mapfile -t packages < <(
	git ls-files -co --exclude-standard 'app/*_test.go' 'store/*_test.go' 'assets/*_test.go' |
		xargs -n 1 dirname | sort -u | grep -v '^app/conformance'
)

# The whole program takes more than 20 minutes under wine.
if [ -n "${QUICK:-}" ]; then
	mapfile -t packages < <(printf '%s\n' "${packages[@]}" | grep -vx app/program)
	echo "app/program: not run here; “make test-windows” runs it."
fi

passed=0 failed=0 skipped=0
for package in "${packages[@]}"; do
	package=${package#./}
	name=$out/${package//\//-}
	start=$SECONDS
	if ! CGO_ENABLED=0 GOOS=windows GOARCH=amd64 "$GO" test -vet=off -overlay "$out/overlay.json" \
		-tags headless -c -o "$name.exe" "./$package" >"$name.log" 2>&1; then
		printf '%-32s does not compile\n' "$package"
		cat "$name.log"
		failed=$((failed + 1))
		continue
	fi
	[ -e "$name.exe" ] || continue # it has tests for other systems only
	(cd "$package" && "$OLDPWD/.ci/wine.sh" run "$name.exe" -test.v -test.timeout 60m) >"$name.log" 2>&1 </dev/null
	code=$?
	rm -f "$name.exe"
	read -r p f s < <(awk '/^ *--- PASS/ { p++ } /^ *--- FAIL/ { f++ } /^ *--- SKIP/ { s++ }
		END { print p + 0, f + 0, s + 0 }' "$name.log")
	[ $code -eq 0 ] || [ "$f" -gt 0 ] || f=1
	printf '%-32s %4d passed, %d failed, %d skipped, %d s\n' "$package" "$p" "$f" "$s" $((SECONDS - start))
	grep -A 2 '^ *--- SKIP' "$name.log" | grep -v '^ *\(=== \|--- PASS\|--$\)'
	[ "$f" -eq 0 ] || grep -vE '^ *(=== |--- PASS)|^PASS$' "$name.log" | head -n 200
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
printf '\n%d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ -z "${COUNTS:-}" ] || echo "$passed $failed $skipped 0" >>"$COUNTS"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
