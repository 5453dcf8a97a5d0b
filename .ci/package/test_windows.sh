# Tests the installer and the portable archive for Windows under wine 10; test.sh reads it.
# shellcheck shell=bash disable=SC2154

# wine PROGRAM ARG… runs a Windows program.
wine() { .ci/wine.sh run "$@" </dev/null; }

# registry TEXT reports whether the person's part of the registry has a text, once wine has written it.
registry() {
	.ci/wine.sh end
	grep -qF "$1" "$WINEPREFIX/user.reg"
}

# waits SECONDS COMMAND… repeats a command until it succeeds.
waits() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.5
	done
}

windows() {
	if ! .ci/wine.sh there; then
		skip "the packages for Windows" "wine 10 is not on this computer; “make test-windows” gets it"
		return
	fi
	.ci/wine.sh root32 || { skip "the installer for Windows" "the 32-bit half of wine could not be downloaded"; return; }
	WINEPREFIX=$PWD/$work/test/wine
	rm -rf "$WINEPREFIX"
	mkdir -p "$WINEPREFIX"
	# No menu of this computer gets an entry.
	export WINEPREFIX WINEDLLOVERRIDES="winemenubuilder.exe=d"
	wine wineboot -i >"$log" 2>&1
	portable
	installer
	.ci/wine.sh end
	rm -rf "$WINEPREFIX"
}

# window walks the real window for Windows to the end of a guide.
window() {
	if ! .ci/wine.sh there; then
		skip "the window on Windows" "wine 10 is not on this computer; “make test-windows” gets it"
		return
	fi
	check "the window for Windows is walked by keyboard, killed and started again" \
		env -u WINEPREFIX -u DISPLAY .ci/windows.sh window
	grep -E '^ *(--- |start_test.go.* after )' "$log" | sed 's/^/    /'
}

# renderer opens the window with the software renderer, on a screen that has no OpenGL.
renderer() {
	local name=handrail-software-renderer-windows-x64 to=$PWD/$work/test/renderer dark number
	local archive=$out/$name.zip
	if ! .ci/wine.sh there; then
		skip "the software renderer for Windows" "wine 10 is not on this computer; “make test-windows” gets it"
		return
	elif [ ! -f "$archive" ]; then
		skip "the software renderer for Windows" "its source could not be downloaded"
		return
	fi
	rm -rf "$to"
	mkdir -p "$to/prefix"
	check "the archive with the renderer is whole" unzip -q "$archive" -d "$to"
	for one in LICENCES.txt "READ ME.txt"; do check "it has $one" test -s "$to/$name/$one"; done
	unzip -q -j "$windows-portable.zip" '*/Handrail.exe' -d "$to"
	cp "$to/$name/opengl32.dll" "$to/"
	exec 8< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -extension GLX -nolisten tcp 2>/dev/null)
	dark=$!
	read -r -t 30 number <&8
	export WINEPREFIX=$to/prefix
	wine wineboot -i >"$log" 2>&1
	.ci/wine.sh end # what it leaves running knows no screen
	# Windows looks beside the program first; wine has to be told.
	DISPLAY=:$number WINEDLLOVERRIDES="opengl32=n" wine "$to/Handrail.exe" -data "Z:$to/data" \
		>"$work/renderer-window.log" 2>&1 &
	# Where OpenGL is missing, a box of the same name opens, and there is no data.
	check "with it, there is OpenGL" waits 90 test -s "$to/data/handrail.db"
	check "its window opens on a screen without OpenGL" \
		env DISPLAY=:"$number" timeout 90 xdotool search --sync --onlyvisible --name '^Handrail$'
	.ci/wine.sh end
	kill "$dark"
	rm -rf "$to"
}

portable() {
	local to=$work/test/portable
	rm -rf "$to"
	mkdir -p "$to"
	check "the portable archive is whole" unzip -q "$windows-portable.zip" -d "$to"
	check "bin\\handrail.exe says where it came from" origin_is windows-portable wine "$to"/*/bin/handrail.exe
	places "$to"/*/bin
	for one in "$to"/*/Handrail.exe "$to"/*/bin/handrail.exe; do
		check "${one##*/} has the icon, the version and the manifest" resources "$one"
	done
	rm -rf "$to"
}

# arm64 looks at the programs for Windows on ARM, and runs none.
arm64() {
	local name=handrail-$version-windows-arm64 to=$work/test/arm64
	if [ ! -f "$out/$name-portable.zip" ]; then
		skip "the programs for Windows on ARM" "their compiler could not be downloaded"
		return
	fi
	skip "that they start" "no program for Windows on ARM ever ran; this computer has no ARM processor"
	rm -rf "$to"
	mkdir -p "$to"
	for one in "$name"{-portable.zip,.cdx.json,-terminal.cdx.json}; do
		check "SHA256SUMS has $one" grep -q "^[0-9a-f]\{64\}  $one\$" "$out/SHA256SUMS"
	done
	check "the list of parts names Fyne, and no folder of this computer" bash -c "grep -q 'pkg:golang/fyne.io/fyne/v2@v' \
		'$out/$name.cdx.json' && ! grep 'packages.work\|(devel)' '$out/$name.cdx.json'"
	check "the archive is whole" unzip -q "$out/$name-portable.zip" -d "$to"
	check "it has what the one for x64 has" diff <(unzip -Z1 "$out/$name-portable.zip" | sed 's/-arm64//') \
		<(unzip -Z1 "$windows-portable.zip" | sed 's/-x64//')
	for one in "$to"/*/Handrail.exe "$to"/*/bin/handrail.exe; do
		check "${one##*/} is for ARM and asks only for what Windows has" python3 $here/arm64/look.py "$one"
		check "${one##*/} has the icon, the version and the manifest" resources "$one"
	done
	check "the window draws with OpenGL, not with OpenGL ES" bash -c "grep -aq 'go-gl/gl/v2.1/gl' '$to'/*/Handrail.exe &&
		! grep -aq 'go-gl/gl/v3.1/gles2' '$to'/*/Handrail.exe"
	rm -rf "$to"
}

# places FOLDER runs the program in that folder with data on a share, below a long name, and where nothing may be
# written.
places() {
	local program=$1/handrail.exe to=$PWD/$work/test/places long
	mkdir -p "$to/share" "$WINEPREFIX/dosdevices/unc/server"
	ln -sfn "$to/share" "$WINEPREFIX/dosdevices/unc/server/Büro" # what wine takes for \\server\Büro
	check "data lies on a share" walks "$program" '\\server\Büro\Daten'
	check "it is there" test -s "$to/share/Daten/handrail.db"
	long="$to/Ümläute [😀]/$(printf 'Ein langer Name %02d/' $(seq 15))"
	mkdir -p "$long"
	check "data lies below a path of ${#long} characters, with umlauts and emoji" walks "$program" "Z:${long}Daten"
	chmod -R a-w "$to/share" "$1"
	wine "$program" reports -data "Z:$to/share/Daten" >"$log.walk" 2>&1
	check "where neither its own folder nor that of the data can be written, it says so" \
		grep 'read-only access to its folder' "$log.walk"
	check "it shows the reports that are there" grep 'What happened to the email' "$log.walk"
	chmod -R u+w "$to/share" "$1"
	rm -rf "$to"
}

# resources reports whether a program has what Windows shows of it.
resources() {
	local to=$work/test/resources
	rm -rf "$to"
	"$(tool github.com/tc-hib/go-winres)" extract --dir "$to" "$1"
	grep -q "\"product_version\": \"$version" "$to/winres.json" &&
		grep -q '"dpi-awareness": "per monitor v2"' "$to/winres.json" &&
		grep -q '"long-path-aware": true' "$to/winres.json" && grep -aq '>UTF-8</activeCodePage>' "$1" &&
		[ "$(find "$to" -name '*.ico' -size +4k | wc -l)" -eq 1 ]
}

installer() {
	local disk=$WINEPREFIX/drive_c/users programs data start path
	start=$SECONDS
	# A PATH longer than the texts of the installer, with what the registry would expand.
	long="%USERPROFILE%\\bin;$(printf 'C:\\Tools\\%04d;' $(seq 100))D:\\last"
	wine reg add 'HKCU\Environment' /v Path /t REG_EXPAND_SZ /d "$long" /f >"$log" 2>&1
	check "the installer installs silently" wine "$windows-setup.exe" /S
	echo "    in $((SECONDS - start)) s"
	programs=$(dirname "$(find "$disk" -name Handrail.exe -path '*Programs*')")
	data=$(dirname "$(dirname "$programs")")/Handrail
	makensis -V1 -INPUTCHARSET UTF8 -DOUT="$PWD/$work/test/identity.exe" $here/identity_test.nsi
	check "the shortcut’s name for the taskbar is written as Windows reads it" wine "$work/test/identity.exe"
	check "the Start menu has Handrail" bash -c "find '$disk' -path '*Start Menu*' -name Handrail.lnk | grep ."
	path=${programs#"$WINEPREFIX/drive_c"}/bin
	path="\"Path\"=str(2):\"$(escaped "$long;C:${path//\//\\}")\""
	check "bin alone joins a PATH that is longer than 1,023 characters, which is otherwise as it was" registry "$path"
	check "it can be removed in Windows’ settings" registry '"QuietUninstallString"='
	check "the installed program says where it came from" origin_is windows-installer wine "$programs/bin/handrail.exe"
	check "it walks a guide" walks "$programs/bin/handrail.exe"
	check "its data is in the person’s own folder" test -s "$data/handrail.db"
	wine "$programs/bin/handrail.exe" reports -json >"$log.reports"

	display
	wine "$programs/Handrail.exe" >"$work/window-windows.log" 2>&1 &
	start=$SECONDS
	check "the window opens" opens 90 '^Handrail$'
	echo "    in $((SECONDS - start)) s"
	check "a second installation upgrades the program that runs" wine "$windows-setup.exe" /S
	check "the old program is put aside, the new one is there" bash -c "ls '$programs'/Handrail.exe.old-* &&
		cmp '$BUILD/windows/Handrail.exe' '$programs/Handrail.exe'"
	check "the window is still open" opens 5 '^Handrail$'
	.ci/wine.sh end
	check "the next installation removes what was put aside" wine "$windows-setup.exe" /S
	check "nothing put aside is left" bash -c "! ls '$programs'/*.old-* '$programs'/bin/*.old-*"
	check "the reports are as they were" diff "$log.reports" <(wine "$programs/bin/handrail.exe" reports -json)
	check "it walks a guide again" walks "$programs/bin/handrail.exe"
	check "bin is in PATH once" registry "$path"
	check "the uninstaller removes it silently" wine "$programs/uninstall.exe" /S
	check "no program is left" waits 30 bash -c "[ ! -e '$programs' ]"
	check "the Start menu is as it was" bash -c "! find '$disk' -path '*Start Menu*' -name Handrail.lnk | grep ."
	check "PATH is as it was" registry "\"Path\"=str(2):\"$(escaped "$long")\""
	check "the data stays" test -s "$data/handrail.db"
}

# escaped prints a text as the registry's file has it.
escaped() { printf '%s' "${1//\\/\\\\}"; }

# An email that went to junk. Its guide needs no network: wine has no servers for Go's UDP, so the sample does not run.
email='From: Choir <choir@sender.example>\nTo: office@parish.example\nSubject: Sunday\n'
email+='X-Forefront-Antispam-Report: CIP:192.0.2.10;SCL:5;SFV:SPM;CAT:SPM;DIR:INB;\n'

# walks PROGRAM [FOLDER] reports whether the program walks the guide about an email and saves what it found, in FOLDER.
walks() {
	local data=(${2:+-data "$2"})
	wine "$1" run header "${data[@]}" -set "message=$email" -set where=junk -json >"$log.walk"
	grep -q '"headline": "Junk: the filter found spam"' "$log.walk" && wine "$1" reports "${data[@]}" >"$log.walk" &&
		grep -q 'What happened to the email' "$log.walk"
}
