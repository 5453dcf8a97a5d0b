//go:build headless

package main

import (
	"context"
	"fmt"
	"io"

	"handrail/app/terminal"
)

// showWindow says that this build has no window.
func showWindow(_ context.Context, _ terminal.Flags, stderr io.Writer) int {
	_, _ = fmt.Fprintln(stderr, "handrail: This Handrail was built without a window. “handrail help” shows what it can do here.")
	return terminal.NotDone
}
