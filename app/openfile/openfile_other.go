//go:build !windows && !darwin

package openfile

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is how long a program of the system may take to say that it failed.
const patience = 3 * time.Second

var native = system{open: openWithDesktop, show: showInFileManager}

// openWithDesktop opens a file or folder as the desktop does. The path is absolute, so it is not
// taken for an option.
func openWithDesktop(path string) error {
	name, err := exec.LookPath("xdg-open")
	if err != nil {
		return err
	}
	cmd := exec.Command(name, path)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(patience): // it became the program that shows the file
		return nil
	}
}

// showInFileManager asks the file manager to select the file in its folder, by the freedesktop.org
// specification “File Manager D-Bus Interface”. Where none answers, the folder is opened.
func showInFileManager(path string) error {
	if err := selectByBus(path); err != nil {
		return openWithDesktop(filepath.Dir(path))
	}
	return nil
}

func selectByBus(path string) error {
	// Without a bus none is started: that would be one that no file manager is on.
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return err
	}
	defer func() { _ = bus.Close() }()
	if err := bus.Auth(nil); err != nil {
		return err
	}
	if err := bus.Hello(); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	manager := bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")
	call := manager.CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{fileURI(path)}, "")
	if call.Err != nil {
		return fmt.Errorf("openfile: show in the folder: %w", call.Err)
	}
	return nil
}

// fileURI writes an absolute path as a URI (RFC 8089).
func fileURI(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }
