#!/usr/bin/env bash
# Packages the program for Linux, and for Windows if mingw-w64 is installed.
set -euo pipefail
version=$(sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
name=handrail-$version-linux-$("$GO" env GOARCH)
dir=$BUILD/package/$name
rm -rf "$BUILD/package"
mkdir -p "$dir"
cp "$PROGRAM" LICENSE CHANGELOG.md "$dir/"
cp assets/notices/notices.txt "$dir/NOTICES"
cp assets/Icon.png "$dir/app.handrail.desktop.png"
cat >"$dir/app.handrail.desktop.desktop" <<'DESKTOP'
[Desktop Entry]
Type=Application
Name=Handrail
Comment=Change Microsoft 365 settings one careful step at a time
Exec=handrail
Icon=app.handrail.desktop
Categories=Office;Network;
Terminal=false
DESKTOP
# One commit makes the same archive everywhere: its time, its owner and the order are fixed.
when=$(git log -1 --format=%ct 2>/dev/null || echo 0)
tar -C "$BUILD/package" -cJf "$BUILD/$name.tar.xz" --owner=0 --group=0 --numeric-owner --mode=u+rw,go+r,go-w \
	--sort=name --mtime="@$when" "$name"
echo "Created $BUILD/$name.tar.xz, $(du -h "$BUILD/$name.tar.xz" | cut -f1)."
if command -v x86_64-w64-mingw32-gcc >/dev/null; then
	make --no-print-directory windows
	echo "Built $BUILD/handrail.exe, $(du -h "$BUILD/handrail.exe" | cut -f1)."
else
	echo "Did not build the Windows program: mingw-w64 is missing. “make windows” installs it."
fi
