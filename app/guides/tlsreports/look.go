package tlsreports

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/intake"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tlsreport"
	"handrail/app/tlsshow"
)

// shownRejects is how many files that could not be read are listed.
const shownRejects = 200

func (d Deps) frame(title string, v *guide.Visit) *report.Document {
	return &report.Document{Title: title, Subject: domainOf(v).Unicode, At: d.Now().UTC(),
		Sources: []string{"TLS reports saved by Handrail"}}
}

// judge returns the checker of the domain.
func (d Deps) judge() tlsshow.Judge {
	return tlsshow.Judge{Check: d.Check, Memory: d.Memory, Shelf: d.shelf(), Thresholds: d.Thresholds, Now: d.Now}
}

// state checks the domain, and saves the policy that was seen.
func (d Deps) state(ctx context.Context, v *guide.Visit, rep task.Report) (*inbound.State, error) {
	return d.judge().Look(ctx, domainOf(v), rep)
}

// shelf returns the saved reports.
func (d Deps) shelf() tlsreport.Shelf {
	if d.Shelf == nil {
		return tlsreport.Empty{}
	}
	return d.Shelf
}

// lookSay shows what the reports about a domain say.
func (d Deps) lookSay(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.frame("What the reports say", v)
	blocks, err := tlsshow.Say(ctx, d.shelf(), tlsshow.Question{Domain: domainOf(v).ASCII}, d.Now())
	if err != nil {
		return nil, err
	}
	doc.Blocks = blocks
	return doc, nil
}

// lookWhere returns where reports are sent, and which ones Handrail has.
func (d Deps) lookWhere(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	s, err := d.state(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Find the reports", v)
	doc.Blocks = append(doc.Blocks, asked(s))
	domains, err := d.shelf().TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{Forged: true})
	if err != nil {
		return nil, err
	}
	own, foreign := 0, report.Table{Title: "Reports about other domains", Columns: []string{"Domain", "Reports",
		"Last day"}, Right: []bool{false, true, false}}
	for _, sum := range domains {
		if sum.Key == s.Domain.ASCII {
			own = sum.Reports
			doc.Blocks = append(doc.Blocks,
				report.Text{Text: fmt.Sprintf("Handrail has %s about this domain, from %s to %s.",
					tlsshow.Count(sum.Reports, "report", "reports"), tlsshow.Day(sum.First), tlsshow.Day(sum.Last))})
			continue
		}
		name := sum.Key
		if name == "" {
			name = "No domain given"
		}
		foreign.Rows = append(foreign.Rows, []string{name, fmt.Sprint(sum.Reports), tlsshow.Day(sum.Last)})
	}
	if own == 0 {
		doc.Blocks = append(doc.Blocks, report.Text{Text: "Handrail has not read any reports about this domain yet."})
	}
	if len(foreign.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, foreign)
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "Summary", Rows: []report.Fact{
		{Name: "reporting", Label: "TLS-RPT record", Value: s.ReportingState},
		{Name: "reports", Label: "Reports about this domain", Value: fmt.Sprint(own)},
	}})
	return doc, nil
}

// asked returns a finding about the TLS-RPT record.
func asked(s *inbound.State) report.Findings {
	f := report.Finding{Code: "reports-asked", Severity: report.OK, Subject: s.Domain.ASCII,
		Title: "Your domain requests reports"}
	switch {
	case s.ReportingState == "valid" && s.Reporting.Record != nil:
		f.Text = "Reports go to " + strings.TrimPrefix(strings.Join(s.Reporting.Record.RUA, ", "), "mailto:") + "."
	case s.ReportingState == inbound.Unknown:
		f.Code, f.Severity, f.Title = "reports-unknown", report.Unknown,
			"Handrail could not find out whether your domain requests reports"
		f.Text, f.Do = "The name servers gave no usable answer.", "Check your connection, then check again."
	default:
		f.Code, f.Severity, f.Title = "reports-not-asked", report.Warning, "Your domain does not request reports"
		f.Text = "There is no usable TXT record at " + inbound.ReportingName(s.Domain.ASCII) +
			", so senders do not send reports."
		f.Do, f.Guide, f.Step = "Add the record with the guide “Protect incoming mail with MTA-STS”.", "mta-sts",
			"reports"
	}
	return report.Findings{Title: "What was found", Items: []report.Finding{f}}
}

// lookRead reads what the visit names: files, or a mailbox folder.
func (d Deps) lookRead(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := d.frame("Reports that were read", v)
	folder, take := v.Answer(askFolder), func(each func(intake.Result) error) (intake.Totals, error) {
		return d.Import(ctx, []string{v.Answer(askFolder)}, each)
	}
	things, thing := "files were", "file was"
	if d.mailed(v) {
		place := placeOf(v)
		folder, take = cmp.Or(place.Words, place.Folder), func(each func(intake.Result) error) (intake.Totals, error) {
			return d.ImportMails(ctx, place, each)
		}
		thing, things = "email was", "emails were"
	}
	if !d.mailed(v) && (folder == "" || d.Import == nil) {
		doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Lead: "Handrail did not read a folder.",
			Text: "It continues with the reports that it has already read."})
		return doc, nil
	}
	domain := domainOf(v).ASCII
	refused := report.Table{Title: "Files that Handrail could not read", Columns: []string{"File", "Reason"}}
	mine, other, forged, done := 0, 0, 0, 0
	totals, err := take(func(r intake.Result) error {
		if done++; rep != nil && done%100 == 0 {
			rep(task.Progress{Done: done, Note: r.Path})
		}
		switch {
		case r.Report == nil:
			if len(refused.Rows) < shownRejects {
				refused.Rows = append(refused.Rows, []string{strings.Trim(r.Path+" "+r.Part, " "), r.Reason})
			}
		case r.Report.Signed.State == tlsreport.Forged:
			forged++
		case len(r.Report.Of(domain)) > 0:
			mine++
		default:
			other++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	doc.Sources = append(doc.Sources, folder)
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.OK, Lead: fmt.Sprintf("%s read.", tlsshow.Count(totals.Files, thing, things)),
		Text: fmt.Sprintf("%s. Already known: %d. Could not be read: %d.", tlsshow.Count(totals.New, "new report",
			"new reports"), totals.Known, totals.Rejected)})
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "Summary", Rows: []report.Fact{
		{Name: "files", Label: "Files", Value: fmt.Sprint(totals.Files)}, {Name: "new", Label: "New reports", Value: fmt.Sprint(totals.New)},
		{Name: "known", Label: "Reports already known", Value: fmt.Sprint(totals.Known)}, {Name: "rejected",
			Label: "Not read", Value: fmt.Sprint(totals.Rejected)},
		{Name: "about-this-domain", Label: "About this domain", Value: fmt.Sprint(mine)}, {Name: "about-others",
			Label: "About other domains", Value: fmt.Sprint(other)},
		{Name: "signature-failed", Label: "Signature failed, not counted", Value: fmt.Sprint(forged)},
	}})
	if len(refused.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, refused)
	}
	return doc, nil
}
