//go:build !windows && !darwin

package openfile

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// manager is a file manager that writes down what it is to show.
type manager struct{ shown chan []string }

// ShowItems is the method of the interface.
func (m *manager) ShowItems(uris []string, _ string) *dbus.Error {
	m.shown <- uris
	return nil
}

// TestTheFileManagerShowsTheFile: it is asked over the bus, and the name becomes one URI whatever it has in it.
func TestTheFileManagerShowsTheFile(t *testing.T) {
	name, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("no dbus-daemon here")
	}
	cmd := exec.Command(name, "--session", "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	m := &manager{make(chan []string, 1)}
	if err := bus.Export(m, "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName("org.freedesktop.FileManager1", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	d := New()
	path := write(t, filepath.Join(t.TempDir(), "a b, %20 & 'c'#?.csv"))
	d.Wrote(path)
	if err := d.Show(path); err != nil {
		t.Fatal(err)
	}
	got := <-m.shown
	if len(got) != 1 || !strings.HasPrefix(got[0], "file:///") ||
		!strings.HasSuffix(got[0], "/a%20b,%20%2520%20&%20%27c%27%23%3F.csv") {
		t.Errorf("the file manager was asked for %q", got)
	}
}

// TestTheDesktopOpensTheFile: the program of the desktop gets the path as one argument, and its failure is told.
func TestTheDesktopOpensTheFile(t *testing.T) {
	folder := t.TempDir()
	script := "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >" + folder + "/got\nexit ${FAIL:-0}\n"
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+folder+"/none")
	d := New()
	path := write(t, filepath.Join(folder, "a b; $(touch x) `id`.pdf"))
	d.Wrote(path)
	for want, do := range map[string]func(string) error{path: d.Open, folder: d.Show} { // without a bus: the folder
		if err := do(path); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(filepath.Join(folder, "got")); string(got) != "1\n"+want+"\n" {
			t.Errorf("xdg-open got %q, want %q alone", got, want)
		}
	}
	t.Setenv("FAIL", "3")
	if d.Open(path) == nil {
		t.Error("a desktop that opens nothing is taken for one that did")
	}
}
