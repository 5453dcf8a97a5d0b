package tlsview

import (
	"context"
	"fmt"

	"handrail/app"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// shownReports is how many reports are listed.
const shownReports = 60

// Latest returns the latest reports that f selects; each opens as it was received.
func Latest(ctx context.Context, shelf tlsreport.Store, f tlsreport.Filter) (report.Entries, error) {
	e := report.Entries{Title: "Latest reports"}
	f.Forged = true
	rows, err := shelf.TLSReports(ctx, f, 0, shownReports)
	if err != nil {
		return e, err
	}
	for _, r := range rows {
		raw, err := shelf.TLSRaw(ctx, r.ID)
		body := report.Block(report.Code{Label: "The report as received", Text: string(raw[:min(len(raw), 64<<10)])})
		switch {
		case app.CodeOf(err) == app.NotFound: // its figures are saved all the same
			body = report.Text{Text: "The report as received is no longer on this computer."}
		case err != nil:
			return e, err
		}
		item := report.Entry{Title: Day(r.Day) + ", " + orNobody(r.Organisation), Severity: report.OK,
			State: fmt.Sprintf("%d delivered, %d failed", r.Succeeded, r.Failed)}
		blocks := []report.Block{}
		switch {
		case r.Signed.State == tlsreport.SignatureInvalid:
			item.Severity, item.State = report.Warning, "Not counted: its signature failed"
			blocks = append(blocks, report.Banner{Tone: report.Warning, Lead: "This report is not counted.",
				Text: r.Signed.Why})
		case tlsreport.Unread(r.Anomalies):
			item.Severity, item.State = report.Unknown, "Numbers not known"
		case r.Failed > 0:
			item.Severity = report.Warning
		}
		item.Open = &report.Document{Title: "TLS report " + r.Report, Subject: r.Domain, At: r.Taken,
			Sources: []string{r.Source},
			Blocks:  append(blocks, body)}
		e.Items = append(e.Items, item)
	}
	return e, nil
}

func orNobody(name string) string {
	if name == "" {
		return "no organisation named"
	}
	return name
}
