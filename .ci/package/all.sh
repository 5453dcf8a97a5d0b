#!/usr/bin/env bash
# Makes all packages into build/packages, with their sums and lists of parts. .ci/RELEASING.md says what comes after.
set -euo pipefail
. .ci/package/common.sh
.ci/system.sh packages
rm -rf "$out"
mkdir -p "$out" "$work"
$here/linux.sh
$here/windows.sh
$here/windows.sh arm64
$here/renderer.sh
$here/mac.sh

# What each program holds by others, from the program itself (CycloneDX).
sbom=$(tool github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod)
for one in "linux-$("$GO" env GOARCH):$PROGRAM" "windows-x64:$BUILD/windows/Handrail.exe" \
	"windows-x64-terminal:$BUILD/windows/bin/handrail.exe" "windows-arm64:$BUILD/windows/arm64/Handrail.exe" \
	"windows-arm64-terminal:$BUILD/windows/arm64/bin/handrail.exe"; do
	[ -f "${one#*:}" ] || continue # for ARM, where its compiler could not be downloaded
	"$sbom" bin -json -noserial -notimestamp -disable-html-escape -std -version "v$version" \
		-output "$out/handrail-$version-${one%%:*}.cdx.json" "${one#*:}"
done
# For ARM, Fyne is compiled from a copy: the list names what it is a copy of.
fyne=$("$GO" list -m -f '{{.Version}}' fyne.io/fyne/v2)
copy=./$work/arm64/fyne
for one in "$out"/handrail-"$version"-windows-arm64.cdx.json; do
	[ ! -f "$one" ] || sed -i "s|$copy@(devel)|fyne.io/fyne/v2@$fyne|
		\\|\"name\": \"$copy\"|{ s|$copy|fyne.io/fyne/v2|; n; s|(devel)|$fyne|; }" "$one"
done
cp assets/notices/notices.txt "$out/THIRD-PARTY-NOTICES.txt"
$here/sums.sh
echo "All packages are in $out. “make packages-test” tests them. Read .ci/RELEASING.md before you publish them."
