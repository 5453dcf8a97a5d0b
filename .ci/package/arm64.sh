# Gets what windows.sh needs to build for Windows on ARM, and sets compiler and modules; windows.sh reads it.
# shellcheck shell=bash disable=SC2034,SC2154
zig=${XDG_CACHE_HOME:-$HOME/.cache}/handrail/zig-$(sed -n 's/^ziglang==\([0-9.]*\).*/\1/p' $here/arm64/source.txt)
mkdir -p "$out" "$work/arm64"
if [ ! -e "$zig/ziglang/zig" ]; then
	mkdir -p "$zig.part"
	echo "Putting the compiler for Windows on ARM into $zig (0.4 GB, once)."
	pip3 download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
		-r $here/arm64/source.txt -d "$zig.part" >"$work/arm64.log" 2>&1 || {
		echo "Not made: the program for Windows on ARM. Its compiler could not be downloaded:"
		tail -n 3 "$work/arm64.log"
		rm -rf "$programs" # of an earlier time
		exit 0
	}
	rm -rf "$zig.part/ziglang" "$zig"
	unzip -q -d "$zig.part" "$zig.part"/*.whl
	chmod +x "$zig.part/ziglang/zig"
	rm "$zig.part"/*.whl
	mv "$zig.part" "$zig"
fi
export ZIG_GLOBAL_CACHE_DIR=$zig/cache ZIG_LOCAL_CACHE_DIR=$zig/cache
cc="$zig/ziglang/zig cc -target aarch64-windows-gnu"

# On ARM, Fyne draws with OpenGL ES, which many drivers of Windows do not offer to it: then no window opens
# (github.com/fyne-io/fyne/issues/6483). In a copy of Fyne, these files are compiled as for x64, with OpenGL. Go allows
# no overlay of a module.
fyne=$work/arm64/fyne
rm -rf "$fyne"
cp -R "$("$GO" list -m -f '{{.Dir}}' fyne.io/fyne/v2)" "$fyne"
chmod -R u+w "$fyne"
for file in driver/glfw/glfw_core driver/glfw/glfw_es painter/gl/gl_core painter/gl/gl_es painter/gl/shaders \
	painter/gl/shaders_es; do
	before=$(sha256sum <"$fyne/internal/$file.go")
	sed -i '1s/ || arm || arm64//; 1s/ && !arm && !arm64//' "$fyne/internal/$file.go"
	if [ "$before" = "$(sha256sum <"$fyne/internal/$file.go")" ]; then
		echo "$file.go of Fyne no longer chooses by ARM: adapt $here/arm64.sh." >&2
		exit 1
	fi
done
cp go.mod go.sum "$work/arm64/"
"$GO" mod edit -replace "fyne.io/fyne/v2=./$fyne" "$work/arm64/go.mod"
changed=-modfile=$work/arm64/go.mod
