package program

import (
	"io"
	"os"
	"os/exec"

	"handrail/app"

	"github.com/pkg/browser"
)

// This is the only file that starts another program: the browser, for links
// that app.ValidateLink lets through, and Handrail itself.

// OpenLink opens a page in the person's browser.
func OpenLink(link string) error {
	if err := app.ValidateLink(link); err != nil {
		return err
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	if err := browser.OpenURL(link); err != nil {
		return &app.Error{
			Code: app.NotFound, Message: "Handrail found no browser to open the page.",
			Hint: "Copy the address and open it yourself: " + link, Err: err,
		}
	}
	return nil
}

// TrySample starts Handrail once more, on the sample organisation. This window
// stays as it is.
func TrySample(data string) error {
	bad := &app.Error{
		Code: app.Internal, Message: "Handrail could not open a second window.",
		Hint: "Start Handrail yourself with -sample.",
	}
	self, err := os.Executable()
	if err != nil {
		bad.Err = err
		return bad
	}
	args := []string{"-sample"}
	if data != "" {
		args = append(args, "-data", data)
	}
	cmd := exec.Command(self, args...)
	if err := cmd.Start(); err != nil {
		bad.Err = err
		return bad
	}
	return cmd.Process.Release()
}
