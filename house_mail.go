package main

import (
	"context"

	"handrail/app/intake"
	"handrail/app/terminal"
)

// mailImporter takes in TLS reports from a folder of the person's mailbox.
func (h *house) mailImporter(f terminal.Flags) func(context.Context, string, func(intake.Result) error) (intake.Totals, error) {
	return func(ctx context.Context, folder string, each func(intake.Result) error) (intake.Totals, error) {
		box, err := h.office.Mailbox(ctx, folder)
		if err != nil {
			return intake.Totals{}, err
		}
		in := h.intake(f)
		in.Each = each
		return in.Mailbox(ctx, box.Source(), box)
	}
}

// mailFolder is the folder that is offered to be read.
func (h *house) mailFolder() string {
	if h.cloud != nil {
		return "Inbox/" + sampleFolder
	}
	return "Inbox"
}
