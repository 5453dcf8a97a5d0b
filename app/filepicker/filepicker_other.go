//go:build !windows && !darwin

package filepicker

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"

	"github.com/godbus/dbus/v5"
)

// The portal that shows the dialog of the desktop, also to programs in a sandbox: XDG Desktop Portal,
// org.freedesktop.portal.FileChooser, version 4.
const (
	portal     = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"
	openFile   = "org.freedesktop.portal.FileChooser.OpenFile"
	request    = "org.freedesktop.portal.Request"
)

func pick(ctx context.Context, r Request) (string, error) {
	bus, err := dbus.SessionBusPrivateNoAutoStartup() // without a bus there is no portal
	if err != nil {
		return "", err
	}
	defer func() { _ = bus.Close() }()
	if err := bus.Auth(nil); err != nil {
		return "", err
	}
	if err := bus.Hello(); err != nil {
		return "", err
	}
	// The answer comes as a signal of this path; it must be awaited before the question is asked.
	token := "handrail" + rand.Text()
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	path := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	if err := bus.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(request)); err != nil {
		return "", err
	}
	answers := make(chan *dbus.Signal, 4)
	bus.Signal(answers)
	options := map[string]dbus.Variant{"handle_token": dbus.MakeVariant(token), "modal": dbus.MakeVariant(true),
		"directory": dbus.MakeVariant(r.Directory)}
	if r.Folder != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(r.Folder), 0))
	}
	var handle dbus.ObjectPath
	err = bus.Object(portal, portalPath).CallWithContext(ctx, openFile, 0, "", r.Title, options).Store(&handle)
	if err != nil {
		return "", err
	}
	for {
		select {
		case s, ok := <-answers:
			if !ok {
				return "", fmt.Errorf("filepicker: the desktop gave no answer")
			}
			if s.Path == path && s.Name == request+".Response" {
				return chosen(s.Body)
			}
		case <-ctx.Done():
			bus.Object(portal, handle).Go(request+".Close", dbus.FlagNoReplyExpected, nil)
			return "", ctx.Err()
		}
	}
}

// chosen returns the path in the answer of the portal: a number, 0 where something was chosen, and the results.
func chosen(body []any) (string, error) {
	var response uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &response, &results); err != nil {
		return "", err
	}
	if response == 1 {
		return "", ErrCancelled
	}
	uris, ok := results["uris"].Value().([]string)
	if response != 0 || !ok || len(uris) == 0 {
		return "", fmt.Errorf("filepicker: the desktop answered %d", response)
	}
	u, err := url.Parse(uris[0])
	if err != nil || u.Scheme != "file" {
		return "", fmt.Errorf("filepicker: not a file of this computer")
	}
	return u.Path, nil
}
