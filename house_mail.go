package main

import (
	"context"

	"handrail/app/intake"
	"handrail/app/terminal"
)

// mailImporter takes in TLS reports from the person's mailbox.
func (h *house) mailImporter(f terminal.Flags) func(context.Context, intake.Place, func(intake.Result) error) (intake.Totals, error) {
	return func(ctx context.Context, place intake.Place, each func(intake.Result) error) (intake.Totals, error) {
		return h.importMails(ctx, f, place, nil, each)
	}
}

func (h *house) importMails(ctx context.Context, f terminal.Flags, place intake.Place, progress func(intake.Progress), each func(intake.Result) error) (intake.Totals, error) {
	box, err := h.office.Mailbox(ctx, place)
	if err != nil {
		return intake.Totals{}, err
	}
	in := h.intake(f)
	in.Each, in.Progress = each, progress
	return in.Mailbox(ctx, box.Source(), box)
}

// mailFolder is the folder that is offered to be read.
func (h *house) mailFolder() string {
	if h.cloud != nil {
		return "Inbox/" + sampleFolder
	}
	return "Inbox"
}
