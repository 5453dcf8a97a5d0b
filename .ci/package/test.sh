#!/usr/bin/env bash
#   .ci/package/test.sh [PART…]     parts: sums linux deb rpm windows arm64 renderer window mac twice; without one, all
# Tests what "make packages" made: checks it, installs it, runs it, upgrades it and removes it, and builds it a second
# time. Says what could not be tested, and why.
set -uo pipefail
. .ci/package/common.sh
[ -f "$out/SHA256SUMS" ] || { echo "There are no packages yet. Run “make packages” first." >&2; exit 1; }
.ci/system.sh packages-test display || exit 1
PATH=$PATH:/usr/sbin:/sbin
passed=0 failed=0 skipped=0
log=$PWD/$work/test.log
linux=$out/handrail-$version-linux-$("$GO" env GOARCH)
windows=$out/handrail-$version-windows-x64
desk=
cleanup() { [ -z "$desk" ] || kill "$desk" 2>/dev/null; }
trap cleanup EXIT

# check WORDS COMMAND… runs a command, which should succeed.
check() {
	local words=$1
	shift
	if "$@" >"$log" 2>&1 </dev/null; then
		passed=$((passed + 1))
		echo "--- PASS: $words"
	else
		failed=$((failed + 1))
		echo "--- FAIL: $words"
		tail -n 20 "$log" | sed 's/^/    /'
	fi
}

skip() {
	skipped=$((skipped + 1))
	echo "--- SKIP: $1: $2"
}

# origin_is ORIGIN COMMAND… reports whether a program says that it came from there.
origin_is() {
	local want=$1
	shift
	"$@" version -json >"$log.origin" && grep "\"origin\": \"$want\"" "$log.origin"
}

# walked COMMAND… reports whether a program walks the guide of MTA-STS, in which something needs action.
walked() {
	"$@" >"$log.walk"
	[ $? -le 1 ] && grep '"guide": "mta-sts"' "$log.walk" && grep '"plan": {' "$log.walk"
}

# display starts a display without a screen, once.
display() {
	[ -z "$desk" ] || return 0
	exec 9< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp 2>/dev/null)
	desk=$!
	read -r -t 30 number <&9 && export DISPLAY=:$number
}

# opens SECONDS NAME reports whether a window with that name is shown in time.
opens() { timeout "$1" xdotool search --sync --onlyvisible --name "$2"; }

sums() {
	check "SHA256SUMS fits every file" bash -c "cd '$out' && sha256sum -c --quiet SHA256SUMS"
	for file in "$linux".{deb,rpm,tar.xz,cdx.json} "$windows"{-setup.exe,-portable.zip,.cdx.json,-terminal.cdx.json} \
		"$out"/THIRD-PARTY-NOTICES.txt "$out"/winget/Handrail.Handrail.installer.yaml; do
		check "there is ${file#"$out"/}" test -s "$file"
	done
	for file in "$linux" "$windows" "$windows-terminal"; do
		check "${file##*/}.cdx.json names the database, with its version" grep \
			'"purl": "pkg:golang/modernc.org/sqlite@v' "$file.cdx.json"
	done
	check "the winget manifest has the sum of the installer" grep -qi \
		"$(sha256sum "$windows-setup.exe" | cut -d' ' -f1)" "$out/winget/Handrail.Handrail.installer.yaml"
}

linux() {
	local to=$work/test/linux file
	mkdir -p "$to"
	tar -C "$to" -xJf "$linux.tar.xz"
	for file in "$to"/*/$id.desktop; do check "the desktop entry is right" desktop-file-validate "$file"; done
	for file in "$to"/*/$id.metainfo.xml; do
		check "the AppStream file is right" appstreamcli validate --no-net "$file"
	done
	check "the portable archive starts and says where it came from" origin_is linux-archive "$to"/*/handrail
}

# within COMMAND… runs a command in the fresh root.
within() {
	unshare --mount --pid --fork --kill-child bash -c 'root=$1; shift
		mount -t proc proc "$root/proc" && mount --bind /dev "$root/dev" && mkdir -p "$root/tmp/.X11-unix" &&
		{ [ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"; } &&
		exec chroot "$root" env DEBIAN_FRONTEND=noninteractive HOME=/root LIBGL_ALWAYS_SOFTWARE=1 "$@"' \
		within "$fresh" "$@"
}

# libraries prints the packages that the program needs, by the libraries it is linked with.
libraries() {
	objdump -p "$PROGRAM" | awk '/NEEDED/ && $2 !~ /^lib[cm]\.so/ { print $2 }' | while read -r file; do
		dpkg -S "*/$file" | sed -n '1s/:.*//p'
	done | sort -u
}

deb() {
	local suite
	suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	fresh=$PWD/$work/test/root
	if [ "$(id -u)" -ne 0 ] || ! command -v mmdebstrap >/dev/null; then
		skip "the .deb in a fresh Debian" "this needs root and mmdebstrap"
		return
	fi
	check "the .deb depends on each library that the program is linked with" diff <(libraries) \
		<(dpkg-deb -f "$linux.deb" Depends | tr -d ' ' | tr ',' '\n' | sed 's/(.*//' | grep -v '^libc6$' | sort)
	rm -rf "$fresh"
	check "a fresh Debian ($suite) is made" mmdebstrap --quiet --variant=apt "$suite" "$fresh"
	cp "$linux.deb" "$fresh/tmp/handrail.deb"
	check "apt reads the lists of packages" within apt-get -q update
	check "apt installs the .deb" within apt-get -q install -y /tmp/handrail.deb
	check "it says where it came from" origin_is deb within handrail
	check "it walks a guide" walked within handrail run mta-sts -sample -json
	display
	within env DISPLAY="$DISPLAY" handrail -sample >"$work/window.log" 2>&1 &
	check "its window opens" opens 60 '^Handrail(:|$)'
	pkill -KILL -P $! # ends all that runs in the root; unshare heeds no softer signal
	wait $! 2>/dev/null
	check "apt removes it" within apt-get -q remove -y handrail
	check "nothing of it is left" bash -c "! find '$fresh/usr' -name '*handrail*' | grep ."
	check "the data stays" test -s "$fresh/root/.local/share/handrail/sample/handrail.db"
	rm -rf "$fresh"
}

rpm_() {
	local to=$PWD/$work/test/rpm
	rm -rf "$to"
	mkdir -p "$to"
	skip "the libraries that the .rpm needs" "this computer has no system with RPM packages"
	check "the sums in the .rpm are right" rpm -K --nosignature "$linux.rpm"
	check "rpm installs the .rpm" rpm --root "$to" --dbpath /var/lib/rpm -i --nodeps --ignorearch "$linux.rpm"
	check "the program starts and says where it came from" origin_is rpm "$to/usr/bin/handrail"
	check "rpm removes it" rpm --root "$to" --dbpath /var/lib/rpm -e handrail
	check "nothing of it is left" bash -c "! find '$to/usr' -name '*handrail*' -type f | grep ."
}

mac() {
	local to=$work/test/mac
	rm -rf "$to"
	mkdir -p "$to"
	skip "the program in Handrail.app" "it needs Apple’s SDK; the release workflow builds and starts it on a Mac"
	check "the archive is whole" unzip -q "$out"/handrail-"$version"-macos-without-program.zip -d "$to"
	to=$to/Handrail.app/Contents
	for file in Info.plist PkgInfo Resources/Handrail.icns Resources/origin.txt \
		Resources/THIRD-PARTY-NOTICES.txt; do
		check "Handrail.app has $file" test -s "$to/$file"
	done
	check "Handrail.app has a place for the program" test -d "$to/MacOS"
	check "Info.plist is right" python3 -c 'import plistlib, sys
p = plistlib.load(open(sys.argv[1], "rb"))
assert p["CFBundleExecutable"] == "handrail" and p["CFBundleIdentifier"] == "app.handrail.desktop"
assert p["CFBundleShortVersionString"] == p["CFBundleVersion"] == sys.argv[2]' "$to/Info.plist" "$version"
	check "the icon has all sizes" bash -c "icns2png -l '$to/Resources/Handrail.icns' | grep -c 1024x1024"
}

# twice makes the packages again from a clone in another folder: they are the same to the byte.
twice() {
	if [ -n "$(git status --porcelain 2>&1)" ]; then
		skip "the packages are the same twice" "this folder has changes that are not committed"
		return
	fi
	local to=$work/test/another/folder
	rm -rf "$work/test/another"
	git clone -q . "$to"
	check "a clean clone makes the packages" make -C "$to" -s packages BUILD=build
	check "they are the same to the byte" diff "$out/SHA256SUMS" "$to/build/packages/SHA256SUMS"
	rm -rf "$work/test/another"
}

. $here/test_windows.sh
[ $# -gt 0 ] || set -- sums linux deb rpm windows arm64 renderer window mac twice
for part in "$@"; do
	printf '\n== %s\n' "$part"
	[ "$part" != rpm ] || part=rpm_
	"$part"
done
printf '\n%d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ $failed -eq 0 ]
