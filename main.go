// Handrail takes the person who looks after Microsoft 365 through changes that
// are easy to get wrong: it checks first, shows who is affected, makes the change
// or hands over what to do, checks again and saves a record.
//
// This package wires the other packages together and does nothing else.
package main

import (
	"context"
	"os"
	"os/signal"

	"handrail/app/terminal"
)

// version is Handrail's own; FyneApp.toml carries the same.
const version = "0.1.0"

// commit is set when the program is built for release.
var commit = ""

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return terminal.Run(ctx, args, terminal.World{
		Out: os.Stdout, Err: os.Stderr, Progress: watched(os.Stderr),
		Open: openForTerminal,
		Window: func(ctx context.Context, f terminal.Flags) int {
			return showWindow(ctx, f, os.Stderr)
		},
	})
}

// watched reports whether a person looks at f.
func watched(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

// openForTerminal opens the house for one command.
func openForTerminal(ctx context.Context, f terminal.Flags) (*terminal.House, error) {
	h, err := openHouse(ctx, f, true)
	if err != nil {
		return nil, err
	}
	notices := make([]terminal.Notice, 0, len(h.notices))
	for _, n := range h.notices {
		notices = append(notices, terminal.Notice{Message: n.Message, Hint: n.Hint})
	}
	return &terminal.House{
		Answers: h.sampleAnswers(),
		Guides:  h.guides, Visits: h.store, Library: h.store, TLS: h.store, Attendance: h.store, Keys: h.keys(f), Clock: f.Clock(), Tenant: h.office, Notices: notices, Close: h.close,
	}, nil
}
