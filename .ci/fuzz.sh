#!/usr/bin/env bash
#   .ci/fuzz.sh SECONDS [PACKAGE…]
# Runs each fuzz target of the project for SECONDS. It finds the targets itself and fails
# if one of them did not run.
set -uo pipefail
seconds=$1
shift
.ci/need-go.sh || exit 1
root=$PWD
out=$root/$BUILD/fuzz
mkdir -p "$out/corpus"
[ $# -gt 0 ] || mapfile -t packages < <(git ls-files -co --exclude-standard '*_test.go' | xargs grep -lE '^func Fuzz' |
	xargs -n 1 dirname | sort -u)
[ $# -eq 0 ] || packages=("$@")

# turn PACKAGE NAME runs one target.
turn() {
	(cd "$1" && "$binary" -test.v -test.run '^$' -test.fuzz "^$2\$" -test.fuzztime "${seconds}s" \
		-test.fuzzminimizetime 20x -test.fuzzcachedir "$out/corpus/$1" -test.timeout 10m 2>&1)
}

wrong=0 ran=0
for package in "${packages[@]}"; do
	binary=$out/${package//\//-}.test
	# With -fuzz, the compiler marks each branch, so that the search sees what is new.
	if ! "$GO" test -vet=off -tags "$SHARED" -fuzz . -c -o "$binary" "./$package"; then
		echo "--- FAIL: the fuzz targets of $package do not build"
		wrong=1
		continue
	fi
	for name in $(cat "$package"/*_test.go | sed -nE 's/^func (Fuzz[A-Za-z0-9_]*).*/\1/p'); do
		printf '%s %s, %s s: ' "$package" "$name" "$seconds"
		for _ in 1 2 3; do
			said=$(turn "$package" "$name")
			code=$?
			# Go up to 1.26 sometimes fails so at the end of the time, without an input (go.dev/issue/75804).
			grep -q "context deadline exceeded" <<<"$said" && ! grep -q "Failing input" <<<"$said" || break
		done
		if [ $code -eq 0 ] && grep -q -- "^--- PASS: $name " <<<"$said"; then
			ran=$((ran + 1))
			tried=$(sed -nE 's/^fuzz: .*execs: ([0-9]+).*/\1/p' <<<"$said" | tail -n 1)
			echo "${tried:-few} inputs"
			echo "--- PASS: $package/$name"
		else
			wrong=1
			printf 'failed\n%s\n--- FAIL: %s/%s\n' "$said" "$package" "$name"
		fi
	done
	rm -f "$binary"
done
[ $ran -gt 0 ] || wrong=1
echo "$ran fuzz targets ran in ${#packages[@]} packages."
exit $wrong
