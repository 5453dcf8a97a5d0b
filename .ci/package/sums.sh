#!/usr/bin/env bash
# Writes SHA256SUMS and the winget manifest for what is in build/packages. After signing, run it again: a signature
# changes the file.
set -euo pipefail
. .ci/package/common.sh
installer=handrail-$version-windows-x64-setup.exe
if [ -f "$out/$installer" ]; then
	sum=$(sha256sum "$out/$installer" | cut -d' ' -f1 | tr '[:lower:]' '[:upper:]')
	mkdir -p "$out/winget"
	for file in $here/winget/*.yaml; do
		sed "s/VERSION/$version/; s/SHA256/$sum/; s/DATE/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" "$file" \
			>"$out/winget/$(basename "$file")"
	done
fi
rm -f "$out/SHA256SUMS"
(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%f\n' | sort | xargs sha256sum >../SHA256SUMS.part)
mv "$BUILD/SHA256SUMS.part" "$out/SHA256SUMS"
