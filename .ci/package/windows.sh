#!/usr/bin/env bash
#   .ci/package/windows.sh [programs|window]
# Builds Handrail for Windows: Handrail.exe is the window, bin\handrail.exe the terminal. Windows ignores case, so they
# are in two folders. Then it makes the installer and the portable archive, unless only the programs are asked for.
# "window" builds only the window, for tests under wine: into $BUILD/windows/window, with the overlay of Go that OVERLAY names.
set -euo pipefail
. .ci/package/common.sh
.ci/system.sh windows
programs=$BUILD/windows
overlay=
if [ "${1:-}" = window ]; then
	programs=$BUILD/windows/window
	overlay=-overlay=$OVERLAY
fi
mkdir -p "$programs/bin" "$work"

# The icon in all sizes, the version and the manifest become part of both programs.
resources=$work/winres
mkdir -p "$resources"
for size in 16 20 24 32 40 48 64 256; do icon $size "$resources/icon-$size.png"; done
cp $here/winres.json $here/app.manifest "$resources/"
trap 'rm -f rsrc_windows_amd64.syso' EXIT
"$(tool github.com/tc-hib/go-winres)" make --in "$resources/winres.json" --out rsrc --arch amd64 \
	--file-version "$version" --product-version "$version"

# clang reads the headers of the graphics library in a fraction of gcc's time; the linker is mingw-w64's.
cc=x86_64-w64-mingw32-gcc
! command -v clang >/dev/null || cc="clang --target=x86_64-w64-mingw32"
[ -n "$overlay" ] || CGO_ENABLED=0 GOOS=windows GOARCH=amd64 "$GO" build -trimpath -tags headless -ldflags "-s -w $stamp" \
	-o "$programs/bin/handrail.exe" .
# Fyne's code for screen readers uses offsetof without its header.
CGO_ENABLED=1 CGO_CFLAGS="-O2 -Doffsetof=__builtin_offsetof" GOOS=windows GOARCH=amd64 CC=$cc "$GO" build -trimpath $overlay \
	-tags migrated_fynedo,accessibility -ldflags "-s -w -H windowsgui -extld x86_64-w64-mingw32-gcc $stamp" -o "$programs/Handrail.exe" .
[ -z "${1:-}" ] || { made "$programs/Handrail.exe"; exit; }

name=handrail-$version-windows-x64
folder=$work/windows/$name
rm -rf "$work/windows"
mkdir -p "$folder/bin" "$out"
cp "$programs/Handrail.exe" "$folder/"
cp "$programs/bin/handrail.exe" "$folder/bin/"
papers "$folder" windows-portable
zipped "$work/windows" "$name" "$out/$name-portable.zip"
made "$out/$name-portable.zip"

printf 'windows-installer\n' >"$folder/origin.txt"
"$(tool github.com/tc-hib/go-winres)" extract --dir "$work/windows/resources" "$folder/Handrail.exe" >/dev/null
cp "$work"/windows/resources/*.ico "$work/windows/handrail.ico"
fixed "$work/windows"
makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$version" -DFILES="$PWD/$folder" -DICON="$PWD/$work/windows/handrail.ico" \
	-DOUT="$PWD/$out/$name-setup.exe" $here/installer.nsi
made "$out/$name-setup.exe"
