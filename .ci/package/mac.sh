#!/usr/bin/env bash
#   .ci/package/mac.sh [PROGRAM]
# Lays out Handrail.app around the program. It needs Apple's SDK, so only a Mac builds it: "make mac", as the release
# workflow does. Elsewhere "make packages" makes everything but the program, and names the archive so.
set -euo pipefail
. .ci/package/common.sh
program=${1:-}
mkdir -p "$out"
rm -rf "$work/mac"
contents=$work/mac/Handrail.app/Contents
mkdir -p "$contents/MacOS" "$contents/Resources"
if [ -n "$program" ]; then
	cp "$program" "$contents/MacOS/handrail"
	chmod 755 "$contents/MacOS/handrail"
fi
sed "s/VERSION/$version/" $here/Info.plist >"$contents/Info.plist"
printf 'APPL????' >"$contents/PkgInfo"
papers "$contents/Resources" macos-app
pictures=()
for size in 16 32 128 256 512 1024; do
	icon $size "$work/mac/$size.png"
	pictures+=("$work/mac/$size.png")
done
if command -v png2icns >/dev/null; then
	png2icns "$contents/Resources/Handrail.icns" "${pictures[@]}" >/dev/null
else # on a Mac
	set=$work/mac/Handrail.iconset
	mkdir -p "$set"
	for size in 16 32 128 256 512; do
		cp "$work/mac/$size.png" "$set/icon_${size}x$size.png"
	done
	cp "$work/mac/1024.png" "$set/icon_512x512@2x.png"
	iconutil -c icns -o "$contents/Resources/Handrail.icns" "$set"
fi
name=handrail-$version-macos-without-program
[ -z "$program" ] || name=handrail-$version-macos-$("$GO" version -m "$program" | sed -n 's/.*GOARCH=//p')
zipped "$work/mac" Handrail.app "$out/$name.zip"
made "$out/$name.zip"
