#!/usr/bin/env bash
# Makes the .deb, the .rpm and the portable archive from the program that "make program" built.
set -euo pipefail
. .ci/package/common.sh
arch=$("$GO" env GOARCH)
mkdir -p "$out"
rm -rf "$work/linux"

# root ORIGIN lays out the files of a package as they are on a system, and prints the folder.
root() {
	local to=$work/linux/$1 share
	share=$to/usr/share
	install -D -m 755 "$PROGRAM" "$to/usr/bin/handrail"
	install -D -m 644 $here/$id.desktop "$share/applications/$id.desktop"
	mkdir -p "$share/metainfo" "$share/icons/hicolor/scalable/apps" "$share/doc/handrail" "$share/handrail"
	sed "s/VERSION/$version/; s/DATE/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" $here/$id.metainfo.xml \
		>"$share/metainfo/$id.metainfo.xml"
	for size in 16 32 48 64 128 256; do
		mkdir -p "$share/icons/hicolor/${size}x$size/apps"
		icon $size "$share/icons/hicolor/${size}x$size/apps/$id.png"
	done
	icon 0 "$share/icons/hicolor/scalable/apps/$id.svg"
	papers "$share/doc/handrail" "$1"
	mv "$share/doc/handrail/origin.txt" "$share/handrail/"
	mv "$share/doc/handrail/LICENSE" "$share/doc/handrail/copyright"
	fixed "$to"
	echo "$to"
}

for kind in deb rpm; do
	ROOT=$(root $kind) VERSION=$version GOARCH=$arch \
		"$(tool github.com/goreleaser/nfpm/v2/cmd/nfpm)" package --config $here/nfpm.yaml --packager $kind \
		--target "$out/handrail-$version-linux-$arch.$kind" >"$work/nfpm.log" || { cat "$work/nfpm.log"; exit 1; }
	made "$out/handrail-$version-linux-$arch.$kind"
done

# The portable archive: unpack it anywhere and open "handrail".
name=handrail-$version-linux-$arch
folder=$work/linux/$name
mkdir -p "$folder"
from=$(root linux-archive)
cp "$PROGRAM" "$from/usr/share/applications/$id.desktop" "$from/usr/share/metainfo/$id.metainfo.xml" "$folder/"
cp "$from/usr/share/icons/hicolor/256x256/apps/$id.png" "$folder/"
papers "$folder" linux-archive
fixed "$folder"
XZ_OPT=-T1 tar -C "$work/linux" -cJf "$out/$name.tar.xz" --owner=0 --group=0 --numeric-owner --sort=name \
	--mtime="@$SOURCE_DATE_EPOCH" "$name"
made "$out/$name.tar.xz"
