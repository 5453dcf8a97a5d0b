# Names and functions of the scripts in this folder; each reads it first. "make" sets GO, BUILD, COMMIT, MADE and
# SHARED.
# shellcheck shell=bash disable=SC2034
here=.ci/package
version=$(sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
id=app.handrail.desktop
out=$BUILD/packages
work=$BUILD/packages.work
# One commit makes the same files everywhere: their time is that of the commit.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1767225600) # 1 January 2026
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C
when=${MADE:-2026-01-01T00:00:00Z}
stamp="-X main.commit=${COMMIT:-} -X main.made=${MADE:-}"

# tool NAME builds a program that .ci/tools/go.mod pins, and prints its path.
tool() {
	"$GO" build -C .ci/tools -trimpath -buildvcs=false -o "$PWD/$BUILD/tools/" "$1"
	echo "$PWD/$BUILD/tools/$(basename "$1")"
}

# icon SIZE FILE draws Handrail's mark.
icon() { "$GO" run assets/make_icon.go "$1" "$2"; }

# papers FOLDER ORIGIN adds what every package has beside the program.
papers() {
	cp LICENSE CHANGELOG.md "$1/"
	cp assets/notices/notices.txt "$1/THIRD-PARTY-NOTICES.txt"
	printf '%s\n' "$2" >"$1/origin.txt"
}

# fixed FOLDER gives all files the time of the commit and plain rights.
fixed() {
	find "$1" -exec touch -h -d "$when" {} +
	chmod -R u+rwX,go+rX,go-w "$1"
}

# zipped FOLDER NAME FILE writes the folder NAME, which is in FOLDER, as a zip archive.
zipped() {
	rm -f "$3"
	fixed "$1/$2"
	(cd "$1" && find "$2" | LC_ALL=C sort | zip -q -X -9 -@ "$OLDPWD/$3")
}

made() { echo "Created $1, $(du -h "$1" | cut -f1)."; }
