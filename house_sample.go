package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"handrail/app"
	"handrail/app/graph"
	"handrail/app/guides/addindeploy"
	"handrail/app/sample"
	"handrail/app/sample/exchange"
	"handrail/app/sample/graphsim"
	"handrail/app/sample/tlsreports"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

// filling is the sample's office while it reads the sample organisation for the
// first time. Anyone who asks waits until it is read, so that no screen shows a
// part of it.
type filling struct {
	*graph.Office
	done chan struct{}
	stop context.CancelFunc
}

// fill begins to read the sample organisation, once in the life of its folder.
func fill(ctx context.Context, o *graph.Office) *filling {
	w := &filling{Office: o, done: make(chan struct{})}
	ctx, w.stop = context.WithCancel(ctx)
	go func() {
		defer close(w.done)
		if err := fillOnce(ctx, o); err != nil && ctx.Err() == nil {
			slog.Warn("The sample organisation could not be read", "err", err)
		}
	}()
	return w
}

func fillOnce(ctx context.Context, o *graph.Office) error {
	view, err := o.View(ctx)
	if err != nil {
		return err
	}
	if kept, err := view.Statuses(ctx); err != nil || len(kept) > 0 {
		return err
	}
	_, err = o.Refresh(ctx, nil, nil)
	return err
}

// end stops the reading and waits for it.
func (w *filling) end() {
	w.stop()
	<-w.done
}

// read waits until the sample is read.
func (w *filling) read(ctx context.Context) error {
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Organisations is tenant.Organisations'.
func (w *filling) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	if err := w.read(ctx); err != nil {
		return nil, "", err
	}
	return w.Office.Organisations(ctx)
}

// View is tenant.Link's.
func (w *filling) View(ctx context.Context) (tenant.View, error) {
	if err := w.read(ctx); err != nil {
		return nil, err
	}
	return w.Office.View(ctx)
}

// sampleDomain is the domain of the sample that is asked about in TLS reports.
const sampleDomain, sampleHost = "youth.northgate.example", "youth-northgate-example.mail.protection.outlook.com"

// sampleAnswers returns the sample's own answers for runs that give none; nil
// outside the sample.
func (h *house) sampleAnswers() map[string]map[string]string {
	if h.sample == nil {
		return nil
	}
	return sample.Answers()
}

// sampleFolder is the mail folder of the sample in which its TLS reports lie.
const sampleFolder = "TLS reports"

// sampleMails returns what lies in the sample's mailbox.
func sampleMails(now time.Time) (all []graphsim.Mail) {
	letter := "From: farida@northgate.example\r\nTo: ada@northgate.example\r\nSubject: Harvest supper\r\nContent-Type: text/plain\r\n\r\nCan we meet at six?\r\n"
	all = append(all, graphsim.Mail{Folder: "Inbox", Received: now.Add(-50 * time.Hour), Raw: []byte(letter)})
	mails, err := tlsreports.Make(sampleReports(now))
	if err != nil {
		slog.Warn("The sample's reports could not be made", "err", err)
	}
	for _, m := range mails {
		all = append(all, graphsim.Mail{Folder: sampleFolder, Received: m.Date, Raw: m.Raw})
	}
	return all
}

// sampleReports returns which TLS reports the sample received.
func sampleReports(now time.Time) tlsreports.Config {
	return tlsreports.Config{Domain: sampleDomain, Host: sampleHost, Now: now, Seed: 1, Trouble: true}
}

// answers returns the files with what the scripts for add-ins would write in the
// sample; outside it there are none.
func (h *house) answers(f terminal.Flags) (all addindeploy.Answers) {
	if !f.Sample || h.store.ReadOnly() {
		return all
	}
	a, err := exchange.Write(filepath.Join(h.folder, "exchange"))
	if err != nil {
		slog.Warn("The sample's answers of Exchange could not be written", "err", err)
	}
	return addindeploy.Answers(a)
}

// mailbox returns the file with the sample's TLS reports, as a mail program would
// save it; "" outside the sample. Its name stays, so that a visit finds it again;
// it is made again on another day, whole or not at all.
func (h *house) mailbox(f terminal.Flags) (string, error) {
	if !f.Sample || h.store.ReadOnly() {
		return "", nil
	}
	now := f.Clock()().UTC()
	path := filepath.Join(h.folder, "tls-reports.mbox")
	if i, err := os.Stat(path); err == nil && i.ModTime().UTC().Format(time.DateOnly) == now.Format(time.DateOnly) {
		return path, nil
	}
	mails, err := tlsreports.Mailbox(sampleReports(now))
	if err != nil {
		return "", err
	}
	err = app.WriteWhole(path, func(w io.Writer) error { _, err := w.Write(mails); return err })
	if err = errors.Join(err, os.Chtimes(path, now, now)); err != nil {
		slog.Warn("The sample's reports could not be written", "err", err)
		return "", nil
	}
	return path, nil
}
