#!/usr/bin/env bash
#   .ci/wine.sh root              makes the folder with wine 10, if it is not there yet
#   .ci/wine.sh root32            adds what 32-bit programs need, such as installers
#   .ci/wine.sh there             reports by its exit status whether it is there and this computer may use it
#   .ci/wine.sh run PROGRAM ARG…  runs a Windows program in it, in the current folder
#   .ci/wine.sh end               ends what still runs on the disk that WINEPREFIX names
# Wine 10 is part of Debian 13. It gets a root folder of its own in the user's cache, so that the
# system of this computer stays as it is. The folders of this computer (/home, /tmp, …) are
# there under their own names. WINEPREFIX names the folder with the simulated disk C:;
# without it, "run" makes one and removes it afterwards. With it, "run" becomes the Windows program:
# to kill one is to kill the other.
set -euo pipefail
root=${XDG_CACHE_HOME:-$HOME/.cache}/handrail/wine10
suite=trixie
become=
packages=base-files,libc-bin,util-linux,wine,wine64,libwine,libgl1,libegl1,libgl1-mesa-dri
packages+=,libx11-6,libxext6,libxcursor1,libxi6,libxrandr2
packages+=,libxrender1,libxcomposite1,libxfixes3,libxinerama1,libxxf86vm1,libgnutls30t64

there() { [ -e "$root/complete" ]; }

# builtin ARCHITECTURE DLL marks a library as part of wine, as the package libwine does when it is set up.
builtin() {
	{
		head -c 64 "$2"
		printf 'Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
		tail -c +97 "$2"
	} >"$root.part/usr/lib/x86_64-linux-gnu/wine/$1-windows/zlib1.dll"
}

make_root() {
	there && return
	.ci/system.sh wine
	echo "Putting wine 10 into $root (1.2 GB, once). The system of this computer stays as it is."
	rm -rf "$root.part"
	mkdir -p "$root.part"
	# Only unpacked: nothing of it is set up, and no program of it runs but wine.
	nice mmdebstrap --quiet --variant=extract --components=main --aptopt='APT::Install-Recommends "false"' \
		--include="$packages" $suite - | tar -C "$root.part" -x --no-same-owner --exclude='./dev/*'
	builtin i386 "$root.part/usr/i686-w64-mingw32/lib/zlib1.dll"
	builtin x86_64 "$root.part/usr/x86_64-w64-mingw32/lib/zlib1.dll"
	for folder in /*; do
		[ -L "$folder" ] || mkdir -p "$root.part$folder"
	done
	touch "$root.part/etc/hosts" "$root.part/etc/resolv.conf"
	rm -rf "$root"
	mv "$root.part" "$root"
	touch "$root/complete"
}

# make_32 adds the libraries of Windows for 32-bit programs; wine itself stays 64-bit.
make_32() {
	local apt libraries=$root/usr/lib/x86_64-linux-gnu/wine/i386-windows
	[ ! -e "$libraries/ntdll.dll" ] || return 0
	there || return 1
	echo "Adding what 32-bit programs need to $root (0.6 GB, once)."
	apt=$(mktemp -d)
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
	touch "$apt/status"
	chmod 755 "$apt"
	cat >"$apt/conf" <<-CONF
		Dir::State "$apt"; Dir::State::status "$apt/status"; Dir::State::lists "$apt/lists"; Dir::Cache "$apt/cache";
		Dir::Etc::sourcelist "$root/etc/apt/sources.list"; Dir::Etc::sourceparts "-";
		APT::Architecture "i386"; APT::Architectures { "i386"; }; APT::Sandbox::User "root"; Acquire::Languages "none";
	CONF
	if (cd "$apt" && export APT_CONFIG=$apt/conf && apt-get -qq update && apt-get -qq download libwine) >&2 &&
		dpkg-deb -x "$apt"/libwine_*.deb "$apt/files"; then
		cp -n "$apt"/files/usr/lib/i386-linux-gnu/wine/i386-windows/* "$libraries/"
	fi
	rm -rf "$apt"
	[ -e "$libraries/ntdll.dll" ]
}

# inside PROGRAM ARG… runs a program of the root, which sees the folders of this computer.
inside() {
	local own=(--mount)
	[ "$(id -u)" -eq 0 ] || own=(--mount --map-root-user)
	# shellcheck disable=SC2016
	$become unshare "${own[@]}" bash -c '
		root=$1
		shift
		for folder in /*; do
			case $folder in
			/usr | /bin | /sbin | /lib* | /etc | /var | /boot) continue ;;
			esac
			[ ! -L "$folder" ] && [ -d "$folder" ] && [ -d "$root$folder" ] || continue
			mount --rbind "$folder" "$root$folder" || exit 125
		done
		for file in /etc/hosts /etc/resolv.conf; do
			[ ! -e "$file" ] || mount --bind "$file" "$root$file" || exit 125
		done
		# Root, too, obeys the rights of files there, as everyone does on Windows.
		exec unshare --root="$root" --wd="$PWD" setpriv --bounding-set=-all --inh-caps=-all "$@"' inside "$root" "$@"
}

run() {
	local status=0
	there || {
		echo "Wine 10 is not on this computer. “make test-windows” gets it." >&2
		exit 2
	}
	if [ -z "${WINEPREFIX:-}" ]; then
		WINEPREFIX=$(mktemp -d)
		trap 'end; rm -rf "$WINEPREFIX"' EXIT
	else
		become=exec
	fi
	export WINEPREFIX XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/tmp}
	export WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES="mscoree,mshtml=${WINEDLLOVERRIDES:+;$WINEDLLOVERRIDES}"
	export LC_ALL=C.UTF-8 # wine refuses names with other letters without it
	export WINELOADER=/usr/lib/wine/wine64 WINESERVER=/usr/lib/wine/wineserver64
	inside $WINELOADER "$@" || status=$?
	return $status
}

end() {
	inside /usr/lib/wine/wineserver64 -k || true
	inside /usr/lib/wine/wineserver64 -w || true
}

case ${1:-} in
root) make_root ;;
root32) make_32 ;;
there) there && inside /usr/bin/setpriv --version >/dev/null 2>&1 ;;
run)
	shift
	run "$@"
	;;
end) end ;;
*)
	sed -n '2,6s/^# *//p' "$0" >&2
	exit 2
	;;
esac
