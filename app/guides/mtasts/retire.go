package mtasts

import (
	"context"
	"fmt"
	"time"

	"handrail/app/inbound"
	"handrail/app/report"
	"handrail/app/served"
)

// Taking a policy down (RFC 8461 section 8.3): serve mode none with a new id,
// keep both until every policy ever served has run out at every sender, then
// remove the record, and the text after it.

// ending is what is known of the end of a domain's policies.
type ending = served.Ending

func endingOf(all []Served, now time.Time) ending { return served.EndingOf(all, now) }

// retireBlocks shows the order and the dates of taking a policy down.
func (d Deps) retireBlocks(ctx context.Context, domain string) []report.Block {
	now := d.Now()
	all := d.servedBefore(ctx, domain)
	e := endingOf(all, now)
	line := report.Timeline{Title: "When it may go"}
	switch {
	case e.Open:
		line.Items = append(line.Items, report.Event{Text: "You serve the policy with mode none, and give the record a new id."},
			report.Event{At: e.Safe, Text: "No sender remembers an older policy, if mode none is served today."})
	case !e.Since.IsZero():
		line.Items = append(line.Items, report.Event{At: e.Since, Done: true, Text: "Mode none is served."},
			report.Event{At: e.Safe, Done: !now.Before(e.Safe), Text: "No sender remembers an older policy."})
	default:
		line.Items = append(line.Items, report.Event{Text: "You serve the policy with mode none, and give the record a new id."},
			report.Event{Text: "You wait until every older policy has run out."})
	}
	line.Items = append(line.Items,
		report.Event{Text: fmt.Sprintf("Remove the TXT record %s.", inbound.RecordName(domain))},
		report.Event{Text: fmt.Sprintf("Then remove the file from the web, and the DNS record %s.", inbound.HostName(domain))})
	blocks := []report.Block{line}
	if rows := servedRows(all); len(rows) > 0 {
		blocks = append(blocks, report.Table{Title: "Policies that Handrail saw", Columns: []string{"Mode", "Kept for", "Seen first", "Seen last"}, Rows: rows})
	}
	return append(blocks, report.Text{Text: "Handrail knows only what it saw. If an earlier policy was to be kept longer, wait that much longer; one year is the most."})
}

func servedRows(all []Served) [][]string {
	var rows [][]string
	for _, p := range all {
		rows = append(rows, []string{p.Mode, ageWords(p.MaxAge), dateWords(p.First), dateWords(p.Last)})
	}
	return rows
}
