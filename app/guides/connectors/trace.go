package connectors

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// tracing is a message trace as far as it is known, imported or read from Microsoft.
type tracing struct {
	connector.Trace
	source string // traceFile, traceMicrosoft or "none"
	read   tenant.Status
	unread bool // it could not be read
	found  []report.Finding
}

const traceNone = "none"

// reader reads the trace of some domains.
type reader func(ctx context.Context, domains []string) error

// reading returns the reader that asks Microsoft.
func (d deps) reading(progress task.Report) reader {
	return func(ctx context.Context, domains []string) error {
		return d.Tenant.MessageTrace(ctx, domains, progress)
	}
}

// traceOf returns the message trace that the person chose. read asks Microsoft for what is not saved; nil does not.
func (d deps) traceOf(ctx context.Context, x *data, v *guide.Visit, read reader) (t tracing, err error) {
	if v.Answer(askTraceFrom) == traceMicrosoft {
		t, err = d.fromMicrosoft(ctx, x, read)
	} else {
		t = d.fromFile(x, v)
	}
	if err != nil || t.source == traceNone || t.unread {
		return t, err
	}
	switch {
	case t.Rows == 0:
		f := report.Finding{Code: "trace-empty", Severity: report.Unknown, Title: "The trace has no message",
			Text: "This does not mean that no one sends."}
		if t.source == traceFile {
			f.Do = "Export the trace again, for more days."
		}
		t.found = append(t.found, f)
	case t.Open > 0:
		t.found = append(t.found, report.Finding{Code: "trace-open", Severity: report.Unknown,
			Title: guide.Count(t.Open, "message", "messages") + " of the trace cannot be judged",
			Text:  "The sender, its address or your domains are not known."})
	}
	t.found = append(t.found, report.Finding{Code: "trace-limits", Severity: report.Note,
		Title: "A trace proves nothing alone",
		Text: "It shows neither a certificate nor who signed in. It goes back at most " +
			connector.RuleOf("trace-days").Value + " days."})
	return t, nil
}

// fromFile reads an imported trace.
func (d deps) fromFile(x *data, v *guide.Visit) tracing {
	got, err := export.Read(v.Answer(askTrace), d.Files.Read)
	switch {
	case err != nil:
		return tracing{source: traceFile, unread: true, found: []report.Finding{frame.NotKnown("trace-unread",
			"Handrail could not read the message trace", err)}}
	case !got.Given:
		return tracing{source: traceNone}
	}
	t := tracing{Trace: x.ReadTrace(got.Rows), source: traceFile}
	t.found = export.Lost(t.Lost)
	return t
}

// fromMicrosoft returns the trace as it was read last, and reads it first where that was never, or too long ago.
func (d deps) fromMicrosoft(ctx context.Context, x *data, read reader) (tracing, error) {
	t := tracing{source: traceMicrosoft}
	unread := func(err error) (tracing, error) {
		t.unread = true
		t.found = append(t.found, frame.NotKnown("trace-unread", "Handrail could not read the message trace", err))
		return t, ctx.Err()
	}
	own := x.ownNames()
	switch {
	case d.Tenant.MessageTrace == nil || d.Tenant.Connection == nil:
		return unread(app.Errorf(app.NotFound, "Connect your organisation first, or export the trace.",
			"No organisation is connected."))
	case len(own) == 0:
		return unread(app.Errorf(app.NotFound, "Run connectors.ps1, and enter the file that it writes.",
			"The export does not show your accepted domains."))
	}
	section := tenant.TraceSection(own)
	have, stale, err := d.saved(ctx, section)
	if err != nil {
		return unread(err)
	}
	if read != nil && len(have.Missing)+len(have.Doubtful)+len(stale) > 0 {
		if err = read(ctx, own); err != nil {
			_, _ = unread(err)
		}
		if have, stale, err = d.saved(ctx, section); err != nil {
			return unread(err)
		}
	}
	if len(have.Missing) > 0 {
		if !t.unread {
			g := have.Missing[0]
			return unread(app.Errorf(app.NotFound, g.Hint, "%s", g.Message))
		}
		return t, ctx.Err()
	}
	t.unread = false // an older one is there
	t.found = append(t.found, stale...)
	for _, f := range frame.Doubtful(have.Doubtful) {
		f.Code, f.Subject = "trace-before", ""
		t.found = append(t.found, f)
	}
	if t.read, err = have.Status(ctx, section); err != nil {
		return t, err
	}
	var mails []connector.Mail
	err = tenant.Each(ctx, have, section, func(r tenant.TraceRow) error {
		mails = append(mails, connector.Mail{Sender: string(r.Sender), From: string(r.From), Other: r.Other,
			Inside: r.From == "", Messages: r.Messages, Last: r.Last.Time})
		return nil
	})
	t.Trace = x.Trace(mails)
	return t, err
}

// saved returns the trace as it is saved, and the finding that it is too old.
func (d deps) saved(ctx context.Context, id string) (*tenant.Required, []report.Finding, error) {
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection}, id)
	if err != nil {
		return nil, nil, err
	}
	st, err := have.Status(ctx, id)
	section, _ := tenant.SectionByID(id)
	if err != nil || st.Completed.IsZero() || d.Now().Sub(st.Completed) <= section.MaxAge {
		return have, nil, err
	}
	return have, []report.Finding{{Code: "trace-before", Severity: report.Note,
		Title: "Message trace: read on " + report.FormatTime(st.Completed), Text: "Later emails are not in it.",
		Do: "Check who is refused again. Handrail then reads the trace again."}}, nil
}

// ownNames returns the accepted domains, as far as the export shows them.
func (x *data) ownNames() (all []string) {
	for i := range x.Domains {
		if name := x.Domains[i].Name; name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// about returns what the export is about: the default domain, else a domain of the organisation’s own, else the file.
func (x *data) about(v *guide.Visit) string {
	own := x.ownNames()
	for i := range x.Domains {
		if x.Domains[i].Default == connector.Yes && x.Domains[i].Name != "" {
			return x.Domains[i].Name
		}
	}
	for _, name := range own {
		if !strings.HasSuffix(name, ".onmicrosoft.com") {
			return name
		}
	}
	if len(own) > 0 {
		return own[0]
	}
	return cmp.Or(export.FileName(v.Answer(askExport)), string(report.Unknown))
}
