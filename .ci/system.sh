#!/usr/bin/env bash
# Makes sure that the system packages that a target needs are installed.
#   .ci/system.sh GROUP…      groups: window display judges windows wine packages packages-test
# On Debian and its derivatives this script installs missing packages with apt-get
# and prints them. Elsewhere it prints the list and exits with 1. Services that come with
# a package are neither started nor enabled: the tests start their own.
set -euo pipefail

# packages GROUP prints "command-or-file package" lines: the package is missing
# if its file or command is.
packages() {
	case $1 in
	window) cat <<-'LIST'
		clang                             clang
		/usr/include/stdlib.h             libc6-dev
		pkg-config                        pkg-config
		/usr/include/GL/gl.h              libgl1-mesa-dev
		/usr/include/X11/Xcursor/Xcursor.h xorg-dev
		/usr/include/wayland-client.h     libwayland-dev
		/usr/include/xkbcommon/xkbcommon.h libxkbcommon-dev
		LIST
		;;
	display) cat <<-'LIST'
		Xvfb                              xvfb
		xdotool                           xdotool
		dri:swrast                        libgl1-mesa-dri
		LIST
		;;
	judges) cat <<-'LIST'
		knotd                             knot
		nginx                             nginx-light
		apache2                           apache2
		caddy                             caddy
		postfix                           postfix
		mta-sts-query                     postfix-mta-sts-resolver
		ip                                iproute2
		unshare                           util-linux
		node                              nodejs
		npm                               npm
		bindfs                            bindfs
		pdftotext                         poppler-utils
		LIST
		;;
	windows) cat <<-'LIST'
		x86_64-w64-mingw32-gcc            gcc-mingw-w64-x86-64
		LIST
		;;
	packages) cat <<-'LIST'
		makensis                          nsis
		zip                               zip
		xz                                xz-utils
		png2icns                          icnsutils
		pip3                              python3-pip
		unzip                             unzip
		LIST
		;;
	packages-test) cat <<-'LIST'
		appstreamcli                      appstream
		desktop-file-validate             desktop-file-utils
		rpm                               rpm
		unzip                             unzip
		objdump                           binutils
		mmdebstrap                        mmdebstrap
		pkill                             procps
		python3                           python3
		LIST
		;;
	wine) cat <<-'LIST'
		mmdebstrap                        mmdebstrap
		unshare                           util-linux
		LIST
		;;
	*)
		echo ".ci/system.sh: unknown group: $1" >&2
		exit 2
		;;
	esac
}

# there FILE-OR-COMMAND reports whether it is on this machine.
there() {
	case $1 in
	dri:*) compgen -G "/usr/lib*/*/dri/${1#dri:}_dri.so" >/dev/null ||
		compgen -G "/usr/lib*/dri/${1#dri:}_dri.so" >/dev/null ;;
	/*) [ -e "$1" ] ;;
	*) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
	esac
}

missing=()
for group in "$@"; do
	while read -r file package; do
		there "$file" || missing+=("$package")
	done < <(packages "$group")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
	echo "These packages are missing (Debian names): ${missing[*]}" >&2
	echo "Install them with your system's package manager, then try again." >&2
	exit 1
fi
root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "These packages are missing: ${missing[*]}" >&2
		echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
		exit 1
	fi
	root=(sudo)
fi

echo "Installing system packages: ${missing[*]}"
# No service is started: policy-rc.d refuses each one, for this run only.
policy=/usr/sbin/policy-rc.d
made=
log=$(mktemp)
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee $policy >/dev/null
	"${root[@]}" chmod 755 $policy
	made=yes
fi
trap 'rm -f "$log"; [ -z "$made" ] || "${root[@]}" rm -f $policy' EXIT
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
	"${missing[@]}" </dev/null >"$log" 2>&1 || {
	tail -n 20 "$log" >&2
	exit 1
}
if [ -d /run/systemd/system ]; then
	for service in knot nginx apache2 caddy postfix postfix-mta-sts-resolver; do
		for package in "${missing[@]}"; do
			[ "${package%-light}" = $service ] && "${root[@]}" systemctl disable -q $service || true
		done
	done
fi
