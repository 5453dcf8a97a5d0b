// Handrail takes the person who looks after Microsoft 365 through changes that are
// easy to get wrong: it checks first, shows who is affected, makes the change or
// hands over what to do, checks again and keeps the record.
package main

import (
	"context"
	"os"
	"os/signal"

	"handrail/app/program"
	"handrail/app/terminal"
)

// commit is set when the program is built for release.
var commit = ""

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := terminal.Run(ctx, os.Args[1:], terminal.World{
		Out: os.Stdout, Err: os.Stderr, Progress: watched(os.Stderr), Open: program.ForTerminal,
		Window: func(ctx context.Context, f terminal.Flags) int { return showWindow(ctx, f, os.Stderr) },
	})
	stop()
	os.Exit(status)
}

// watched reports whether a person looks at f.
func watched(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}
