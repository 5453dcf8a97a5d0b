package main

import (
	"context"

	"handrail/app/mail/tlsimport"
	"handrail/app/terminal"
)

// mailImporter takes in TLS reports from the person's mailbox.
func (h *house) mailImporter(f terminal.Flags) func(context.Context, tlsimport.Place, func(tlsimport.Result) error) (tlsimport.Totals, error) {
	return func(ctx context.Context, place tlsimport.Place, each func(tlsimport.Result) error) (tlsimport.Totals, error) {
		return h.importMails(ctx, f, place, nil, each)
	}
}

func (h *house) importMails(ctx context.Context, f terminal.Flags, place tlsimport.Place, progress func(tlsimport.Progress), each func(tlsimport.Result) error) (tlsimport.Totals, error) {
	box, err := h.office.Mailbox(ctx, place)
	if err != nil {
		return tlsimport.Totals{}, err
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
