//go:build !windows && !darwin

package filepicker

import (
	"bufio"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// desktop is a portal that answers as a person would.
type desktop struct {
	t      *testing.T
	bus    *dbus.Conn
	answer uint32
	uri    string
	silent bool
	asked  chan map[string]dbus.Variant
}

// OpenFile is the method of the portal.
func (d *desktop) OpenFile(sender dbus.Sender, parent, title string,
	options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	who := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
	path := dbus.ObjectPath(portalPath + "/request/" + who + "/" + options["handle_token"].Value().(string))
	options["title"] = dbus.MakeVariant(title)
	d.asked <- options
	if !d.silent {
		if err := d.bus.Emit(path, request+".Response", d.answer,
			map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{d.uri})}); err != nil {
			d.t.Error(err)
		}
	}
	return path, nil
}

// portalOn starts a bus with a portal on it, in place of that of this computer.
func portalOn(t *testing.T) *desktop {
	t.Helper()
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
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	d := &desktop{t: t, bus: bus, asked: make(chan map[string]dbus.Variant, 1)}
	if err := bus.Export(d, portalPath, "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portal, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTheDialogOfTheDesktop asks the portal as its specification says, and takes its answer.
func TestTheDialogOfTheDesktop(t *testing.T) {
	d, folder := portalOn(t), t.TempDir()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	want := folder + "/Ünder & more.csv"
	d.uri = (&url.URL{Scheme: "file", Path: want}).String()
	got, err := Pick(ctx, Request{Title: "Choose a file", Folder: folder})
	if err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	asked := <-d.asked
	if at := asked["current_folder"].Value(); string(at.([]byte)) != folder+"\x00" || asked["directory"].Value() != false ||
		asked["title"].Value() != "Choose a file" {
		t.Errorf("the portal was asked %v", asked)
	}
	d.answer = 1
	if _, err := Pick(ctx, Request{Directory: true, Folder: folder + "/gone"}); !errors.Is(err, ErrCancelled) {
		t.Errorf("%v, want ErrCancelled", err)
	}
	if asked = <-d.asked; asked["directory"].Value() != true {
		t.Errorf("a folder was asked for with %v", asked)
	}
	if _, there := asked["current_folder"]; there {
		t.Error("a folder that is gone was named")
	}
	d.answer, d.uri = 0, "smb://server/share"
	if _, err := Pick(ctx, Request{}); !errors.Is(err, ErrNone) {
		t.Errorf("a file elsewhere: %v, want ErrNone", err)
	}
	<-d.asked
	d.silent = true
	short, end := context.WithCancel(ctx)
	go func() { <-d.asked; end() }()
	if _, err := Pick(short, Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: %v", err)
	}
}

// TestADesktopWithoutADialog: without a bus or a portal the window shows its own dialog.
func TestADesktopWithoutADialog(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if _, err := Pick(t.Context(), Request{}); !errors.Is(err, ErrNone) {
		t.Errorf("%v, want ErrNone", err)
	}
	_ = os.Unsetenv("DBUS_SESSION_BUS_ADDRESS")
	if _, err := Pick(t.Context(), Request{}); !errors.Is(err, ErrNone) {
		t.Errorf("without an address: %v, want ErrNone", err)
	}
}
