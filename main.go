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

// commit is set when the program is built for release.
var commit = ""

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := program.Run(ctx, os.Args[1:], func(ctx context.Context, f program.Flags) int {
		return showWindow(ctx, f, os.Stderr)
	})
	stop()
	os.Exit(status)
}
