//go:build headless

package main

import (
	"context"
	"fmt"
	"io"

	"handrail/app/program"
)

// showWindow reports that this build has no window.
func showWindow(_ context.Context, _ program.Flags, stderr io.Writer) int {
	_, _ = fmt.Fprintln(stderr, "handrail: This build of Handrail has no window. Run “handrail help” to see what it "+
		"can do.")
	return program.NotDone
}
