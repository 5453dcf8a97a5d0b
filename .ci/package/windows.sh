#!/usr/bin/env bash
#   .ci/package/windows.sh [programs|window|arm64]
# Builds Handrail for Windows: Handrail.exe is the window, bin\handrail.exe the terminal. Windows ignores case, so they
# are in two folders. Then it makes the installer and the portable archive, unless only the programs are asked for.
# "window" builds only the window, for tests under wine: into $BUILD/windows/window, with the overlay of Go that
# OVERLAY names.
# "arm64" builds for Windows on ARM, which has no installer: see arm64.sh.
set -euo pipefail
. .ci/package/common.sh
.ci/system.sh windows
programs=$BUILD/windows
arch=amd64
kind=x64
changed=
linker="-extld x86_64-w64-mingw32-gcc"
# clang reads the headers of the graphics library in a fraction of gcc's time; the linker is mingw-w64's.
cc=x86_64-w64-mingw32-gcc
! command -v clang >/dev/null || cc="clang --target=x86_64-w64-mingw32"
case ${1:-} in
window)
	programs=$BUILD/windows/window
	changed=-overlay=$OVERLAY
	;;
arm64)
	programs=$BUILD/windows/arm64
	arch=arm64
	kind=arm64
	# Zig knows no -mwindows. Without the rest, the program names a folder that only this run had: in what is for
	# debuggers (-s), and in Go's mark of the build.
	linker="'-extldflags=-s -Wl,--subsystem,windows' -buildid="
	. $here/arm64.sh
	;;
esac
mkdir -p "$programs/bin" "$work"

# The icon in all sizes, the version and the manifest become part of both programs.
resources=$work/winres
mkdir -p "$resources"
for size in 16 20 24 32 40 48 64 256; do icon $size "$resources/icon-$size.png"; done
cp $here/winres.json $here/app.manifest "$resources/"
trap 'rm -f rsrc_windows_$arch.syso' EXIT
"$(tool github.com/tc-hib/go-winres)" make --in "$resources/winres.json" --out rsrc --arch $arch \
	--file-version "$version" --product-version "$version"

[ "${1:-}" = window ] || CGO_ENABLED=0 GOOS=windows GOARCH=$arch "$GO" build -trimpath -tags headless \
	-ldflags "-s -w $stamp" -o "$programs/bin/handrail.exe" .
# Fyne's code for screen readers uses offsetof without its header.
CGO_ENABLED=1 CGO_CFLAGS="-O2 -Doffsetof=__builtin_offsetof" GOOS=windows GOARCH=$arch CC=$cc "$GO" build -trimpath \
	${changed:+"$changed"} -tags migrated_fynedo,no_emoji,accessibility -ldflags "-s -w -H windowsgui $linker $stamp" \
	-o "$programs/Handrail.exe" .
case ${1:-} in programs | window)
	made "$programs/Handrail.exe"
	exit
	;;
esac

name=handrail-$version-windows-$kind
folder=$work/windows-$kind/$name
rm -rf "$work/windows-$kind"
mkdir -p "$folder/bin" "$out"
cp "$programs/Handrail.exe" "$folder/"
cp "$programs/bin/handrail.exe" "$folder/bin/"
papers "$folder" windows-portable
zipped "$work/windows-$kind" "$name" "$out/$name-portable.zip"
made "$out/$name-portable.zip"
[ $kind = x64 ] || exit 0

printf 'windows-installer\n' >"$folder/origin.txt"
"$(tool github.com/tc-hib/go-winres)" extract --dir "$work/windows-$kind/resources" "$folder/Handrail.exe" >/dev/null
cp "$work/windows-$kind"/resources/*.ico "$work/windows-$kind/handrail.ico"
fixed "$work/windows-$kind"
makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$version" -DFILES="$PWD/$folder" \
	-DICON="$PWD/$work/windows-$kind/handrail.ico" -DOUT="$PWD/$out/$name-setup.exe" $here/installer.nsi
made "$out/$name-setup.exe"
