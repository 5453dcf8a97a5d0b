package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func TestTheOriginIsWhatThePackageSays(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("windows/origin.txt", "windows-installer\r\n")
	write("usr/share/handrail/origin.txt", "deb\n")
	write("App/Contents/Resources/origin.txt", "macos-app\n")
	write("odd/origin.txt", "a friend")
	write("long/origin.txt", strings.Repeat("deb\n", 100))
	for exe, want := range map[string]string{
		"windows/Handrail.exe": "windows-installer", "windows/bin/handrail.exe": "windows-installer",
		"usr/bin/handrail": "deb", "App/Contents/MacOS/handrail": "macos-app", "odd/handrail": "", "long/handrail": "",
		"none/handrail": "",
	} {
		if got := Origin(write(exe, "")); got != want {
			t.Errorf("%s: %q, want %q", exe, got, want)
		}
	}
	link := filepath.Join(folder, "link")
	if os.Symlink(filepath.Join(folder, "usr", "bin", "handrail"), link) != nil {
		return // this computer makes no links
	}
	if _, err := os.Readlink(link); err != nil {
		return // it calls a link made and makes none, as wine 10 does
	}
	if got := Origin(link); got != "deb" {
		t.Errorf("a link hides the origin: %q", got)
	}
}

func TestLines(t *testing.T) {
	whole := Version{Number: "0.1.0", Commit: "abc1234", Made: made, Origin: "deb", Go: "go1.26", System: "linux",
		Arch: "amd64"}
	for name, c := range map[string]struct {
		v    Version
		now  time.Time
		want string
	}{
		"all": {whole, made.AddDate(0, 0, 3), "Handrail 0.1.0 (abc1234)\nIts date is 20 November 2026, 3 days ago.\n" +
			"Installed from the Debian package (.deb).\ngo1.26 linux amd64"},
		"one day":       {whole, made.AddDate(0, 0, 1), "1 day ago."},
		"new":           {whole, made.Add(time.Hour), "less than a day ago."},
		"a wrong clock": {whole, made.Add(-time.Hour), "clock is earlier"},
		"nothing told": {Version{Number: "0.1.0"}, made, "Handrail 0.1.0\nIts date is not known, because the build did " +
			"not record it.\nNo package says where this program came from."},
	} {
		if got := strings.Join(c.v.Lines(c.now), "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
