package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"handrail/assets/notices"
)

const root = "../../.."

// allowed are the licences that a program under the MIT licence may hold, and that need no more than their notice; of
// MPL-2.0, nothing is changed and the text shows where the source is.
var allowed = strings.Fields("MIT BSD-2-Clause BSD-3-Clause Apache-2.0 ISC Zlib Unlicense OFL-1.1 FTL MPL-2.0 " +
	"Unicode-3.0 blessing Bitstream-Vera GooglePatentsFile NCSA BSL-1.0 Spencer-94 ZPL-2.1")

// missing returns the components that have no notice among all.
func missing(compiled map[string]*component, all []notices.Component) []string {
	var none []string
	for name := range compiled {
		i := slices.IndexFunc(all, func(c notices.Component) bool { return c.Name == name })
		if name != "handrail" && (i < 0 || len(all[i].Licences) == 0 || len(all[i].Texts) == 0) {
			none = append(none, name)
		}
	}
	slices.Sort(none)
	return none
}

func TestEveryCompiledModuleHasItsNotice(t *testing.T) {
	all := notices.Components()
	for _, b := range builds {
		mods, err := compiled(root, b)
		if err != nil {
			if b.system != runtime.GOOS {
				t.Logf("not looked at: %v", err) // its modules are not on this computer
				continue
			}
			t.Fatal(err)
		}
		if len(mods) < 40 {
			t.Errorf("%s: only %d modules are compiled in", b.tags, len(mods))
		}
		if none := missing(mods, all); len(none) > 0 {
			t.Errorf("%s, %s: these have no notice, so run go run ./app/conformance/notices: %s", b.system, b.tags,
				strings.Join(none, "; "))
		}
		// The check itself finds one that is missing, and one of another version.
		for name, c := range mods {
			mods[name+"-next"] = c
			if none := missing(mods, all); !slices.Equal(none, []string{name + "-next"}) && name != "handrail" {
				t.Errorf("another version of %s is not missed: %s", name, none)
			}
			break
		}
	}
}

func TestTheNoticesAreWhatTheModulesHave(t *testing.T) {
	text, err := generate(root)
	if err != nil {
		t.Skip("the modules of every system are not on this computer: ", err)
	}
	if text != notices.Text() {
		t.Error("the notices are old; to renew: go run ./app/conformance/notices")
	}
}

func TestNoticesArePlainAndComplete(t *testing.T) {
	for _, c := range notices.Components() {
		if len(c.Licences) == 0 {
			t.Errorf("%s has no known licence", c.Name)
		}
		for _, l := range c.Licences {
			if !slices.Contains(allowed, l) {
				t.Errorf("%s has the licence %s: may Handrail hold it?", c.Name, l)
			}
		}
		for _, text := range c.Texts {
			if len(text) < 100 {
				t.Errorf("%s has only %q", c.Name, text)
			}
		}
	}
	for _, want := range []string{
		"Portions of this software are copyright © The FreeType Project", // FTL, section 2
		"Microsoft’s schemas of the unified manifest", "Go standard library and runtime", "Public Suffix List",
		"SIL OPEN FONT LICENSE", "Bitstream Vera", "Unicode, Inc.", "SQLite Is Public Domain", "Mesa 11.2.2", "LLVM 3.6.2",
		"Zig contributors", "mingw-w64 project",
	} {
		if !strings.Contains(notices.Text(), want) {
			t.Errorf("the notices lack %q", want)
		}
	}
	if strings.ContainsRune(notices.Text(), '\ufffd') || strings.Count(notices.Text(), rule) < 50 {
		t.Error("a text is broken")
	}
}

// TestWhereANoticeIsLookedFor: in folders that are compiled in, in those above, and below where no other package is.
func TestWhereANoticeIsLookedFor(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"LICENSE": "Licence of the whole", "used/used.go": "package used", "used/font/OFL.txt": "Licence of a font",
		"used/c/src/COPYING": "Licence of code in C", "other/other.go": "package other",
		"other/LICENSE": "Licence of what is not compiled in", "used/testdata/LICENSE": "Licence of a test",
		"licenses/gpl.txt": "A choice not taken", "NOTICE": "Caf\xe9",
	} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := component{name: "m v1", root: folder, folders: map[string]bool{filepath.Join(folder, "used"): true}}
	all, err := c.texts()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range all {
		got = append(got, n.text)
	}
	slices.Sort(got)
	want := []string{"Café", "Licence of a font", "Licence of code in C", "Licence of the whole"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q", got)
	}
	none := component{name: "bare v1", root: filepath.Join(folder, "other"), folders: map[string]bool{}}
	if _, err := none.texts(); err == nil {
		t.Error("a module without a notice is taken")
	}
}

// TestTheBuildsAreTheSameEverywhere: no path of the builder is inside, and the archive has the notices.
func TestTheBuildsAreTheSameEverywhere(t *testing.T) {
	for file, wants := range map[string][]string{
		"Makefile": nil,
		".ci/package/common.sh": {`cp assets/notices/notices.txt "$1/THIRD-PARTY-NOTICES.txt"`, "cp LICENSE",
			`touch -h -d "$when"`, "sort | zip -q -X"},
		".ci/package/linux.sh":   {"--sort=name", "--mtime=", "--owner=0", `papers "$folder" linux-archive`},
		".ci/package/windows.sh": {`papers "$folder" windows-portable`},
		".ci/package/mac.sh":     {`papers "$contents/Resources" macos-app`},
		".ci/package/all.sh":     nil,
	} {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s lacks %s", file, want)
			}
		}
		for line := range strings.Lines(string(text)) {
			flags := strings.Contains(line, "-trimpath") || strings.Contains(line, "$(FLAGS)") &&
				strings.Contains(string(text), "\nFLAGS   := -trimpath")
			builds := strings.Contains(line, "$(GO) build") || strings.Contains(line, `"$GO" build`) &&
				!strings.Contains(line, "-C .ci/tools") // no part of a package
			if builds && !flags {
				t.Errorf("%s builds without -trimpath: %s", file, line)
			}
		}
	}
}
