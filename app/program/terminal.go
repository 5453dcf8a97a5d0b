package program

import (
	"context"

	"handrail/app/sample"
	"handrail/app/terminal"
)

// ForTerminal opens the program for one command.
func ForTerminal(ctx context.Context, f terminal.Flags) (*terminal.House, error) {
	p, err := Open(ctx, f, true)
	if err != nil {
		return nil, err
	}
	notices := make([]terminal.Notice, 0, len(p.Notices))
	for _, n := range p.Notices {
		notices = append(notices, terminal.Notice{Message: n.Message, Hint: n.Hint})
	}
	var answers map[string]map[string]string
	if p.Sample != nil {
		answers = sample.Answers()
	}
	return &terminal.House{
		Answers: answers,
		Guides:  p.Guides, Visits: p.Store, Library: p.Store, TLS: p.Store, Attendance: p.Store,
		Keys: p.keys(), Clock: f.Clock(), Tenant: p.Tenant, Notices: notices, Close: p.Close,
	}, nil
}
