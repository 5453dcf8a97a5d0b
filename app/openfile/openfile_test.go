package openfile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"handrail/app"
)

// desk is a system that writes down what it was asked.
type desk struct {
	opened, shown []string
	fail          error
}

func door(d *desk) *Door {
	return &Door{wrote: map[string]bool{}, system: system{
		open: func(path string) error { d.opened = append(d.opened, path); return d.fail },
		show: func(path string) error { d.shown = append(d.shown, path); return d.fail },
	}}
}

func write(t *testing.T, path string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOnlyWhatHandrailWroteIsOpened: a file is opened and shown once the door knows it, whatever
// its name, and another one never.
func TestOnlyWhatHandrailWroteIsOpened(t *testing.T) {
	seen, folder := &desk{}, t.TempDir()
	d := door(seen)
	mine := write(t, filepath.Join(folder, "a report, with & and ; in its name.html"))
	other := write(t, filepath.Join(folder, "other.html"))
	d.Wrote(mine)
	for _, path := range []string{filepath.Join(folder, ".", "x", "..", filepath.Base(mine)), mine} {
		if err := d.Open(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := d.Show(mine); err != nil {
		t.Error(err)
	}
	if len(seen.opened) != 2 || seen.opened[0] != mine || len(seen.shown) != 1 || seen.shown[0] != mine {
		t.Errorf("opened %q and shown %q, want the file that was written", seen.opened, seen.shown)
	}
	d.Wrote("other.html") // no absolute path: not taken
	for _, path := range []string{other, folder, "", "other.html", "http://example.org/a.html", mine + "\x00"} {
		if app.CodeOf(d.Open(path)) != app.Denied || app.CodeOf(d.Show(path)) != app.Denied {
			t.Errorf("%q was let through", path)
		}
	}
	if len(seen.opened) != 2 || len(seen.shown) != 1 {
		t.Errorf("opened %q and shown %q, although they were refused", seen.opened, seen.shown)
	}
}

// TestWhatCouldBeRunStaysClosed: a script that Handrail wrote is shown in its folder and not opened,
// and so is a folder, which may be a program on macOS.
func TestWhatCouldBeRunStaysClosed(t *testing.T) {
	seen, folder := &desk{}, t.TempDir()
	d := door(seen)
	for _, name := range []string{"checks.ps1", "a.exe", "a.bat", "a.cmd", "a.sh", "a.js", "a.vbs", "a.lnk", "a.url",
		"a.desktop", "a.command", "a.hta", "a.plist", "a.service", "a.html.exe", "a.pdf.ps1", "a", "a.", "a.pdf "} {
		path := write(t, filepath.Join(folder, name))
		d.Wrote(path)
		if err := d.Open(path); app.CodeOf(err) != app.Denied || CanOpen(path) {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
		if err := d.Show(path); err != nil {
			t.Errorf("%s is not shown: %v", name, err)
		}
	}
	for _, name := range []string{"table.csv.app", "really.html"} {
		path := filepath.Join(folder, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		d.Wrote(path)
		if err := d.Open(path); app.CodeOf(err) != app.Denied {
			t.Errorf("the folder %s: %v, want a refusal", name, err)
		}
		if err := d.Show(path); err != nil {
			t.Errorf("the folder %s is not shown: %v", name, err)
		}
	}
	if len(seen.opened) > 0 {
		t.Errorf("opened %q", seen.opened)
	}
	for _, name := range []string{"a.PDF", "a.html", "a.csv", "a.eml", "a.ics", "a.zip"} {
		if !CanOpen(name) {
			t.Errorf("%s cannot be opened", name)
		}
	}
}

// TestAFileThatIsGoneOrReplaced: the error says so, and a link in its place leads nowhere.
func TestAFileThatIsGoneOrReplaced(t *testing.T) {
	seen, folder := &desk{}, t.TempDir()
	d := door(seen)
	path := filepath.Join(folder, "a.html")
	d.Wrote(path)
	if err := d.Open(path); app.CodeOf(err) != app.NotFound {
		t.Errorf("a file that is gone: %v", err)
	}
	if err := os.Symlink(write(t, filepath.Join(folder, "b.html")), path); err != nil {
		t.Skip("no links here")
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("links are not told from files here")
	}
	if app.CodeOf(d.Open(path)) != app.Denied || app.CodeOf(d.Show(path)) != app.Denied || len(seen.opened) > 0 {
		t.Error("a link in the place of the file was followed")
	}
}

// TestNoProgramForTheFile: what the system says becomes words for the person.
func TestNoProgramForTheFile(t *testing.T) {
	d := door(&desk{fail: errors.New("exit status 3")})
	path := write(t, filepath.Join(t.TempDir(), "a.pdf"))
	d.Wrote(path)
	for _, err := range []error{d.Open(path), d.Show(path)} {
		message, hint := app.UserMessage(err)
		if app.CodeOf(err) != app.NotFound || message == "" || hint == "" {
			t.Errorf("%v: %q %q", err, message, hint)
		}
	}
}
