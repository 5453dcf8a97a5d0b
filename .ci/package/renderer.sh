#!/usr/bin/env bash
# Makes the archive with the software renderer, for Windows without OpenGL. It is a download of its own: a signed
# package may hold no binary by others. Where its source cannot be reached, this says so, and the other packages are
# complete.
set -euo pipefail
. .ci/package/common.sh
name=handrail-software-renderer-windows-x64
folder=$work/renderer/$name
kept=${XDG_CACHE_HOME:-$HOME/.cache}/handrail/renderer
notices=app/conformance/notices/data
mkdir -p "$kept" "$out"
rm -rf "$work/renderer"
mkdir -p "$folder"
# Pip takes what is in the folder already, where its sum fits.
pip3 download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
	--platform win_amd64 --python-version 3.12 --implementation cp --abi abi3 -r $here/renderer/source.txt -d "$kept" \
	>"$work/renderer.log" 2>&1 || {
	echo "Not made: $name.zip. Its source could not be downloaded:"
	tail -n 3 "$work/renderer.log"
	exit 0
}
release=$(sed -n 's/^PySide6-Essentials==\([0-9.]*\).*/\1/p' $here/renderer/source.txt)
unzip -q -p "$kept"/pyside6_essentials-"$release"-*win_amd64.whl PySide6/opengl32sw.dll >"$folder/opengl32.dll"
sed 's/$/\r/' "$here/renderer/READ ME.txt" >"$folder/READ ME.txt"
cat $notices/mesa.txt <(printf '\n%.0s' 1 2) $notices/llvm.txt | sed 's/$/\r/' >"$folder/LICENCES.txt"
zipped "$work/renderer" "$name" "$out/$name.zip"
made "$out/$name.zip"
