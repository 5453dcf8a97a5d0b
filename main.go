// Handrail takes the person who looks after Microsoft 365 through changes that are
// easy to get wrong: it checks first, shows who is affected, makes the change or
// hands over what to do, checks again and keeps the record.
package main

import (
	"context"
	"os"
	"os/signal"

	"handrail/app/program"
)

// commit and made, its time in RFC 3339, are set by the build; see the Makefile.
var commit, made = "", ""

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	window := func(ctx context.Context, f program.Flags) int { return showWindow(ctx, f, os.Stderr) }
	status := program.Run(ctx, os.Args[1:], program.NewVersion(commit, made), window)
	stop()
	os.Exit(status)
}
