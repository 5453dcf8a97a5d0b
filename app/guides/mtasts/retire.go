package mtasts

import (
	"context"
	"fmt"
	"time"

	"handrail/app/inbound"
	sts "handrail/app/mtasts"
	"handrail/app/report"
)

// Taking a policy down (RFC 8461 section 8.3): serve mode none with a new id,
// keep both until every policy ever served has run out at every sender, then
// remove the record, and the text after it.

// ending is what is known of the end of a domain's policies.
type ending struct {
	Safe  time.Time // nothing may be taken down before
	Open  bool      // a policy other than none is still served, so Safe moves on
	Since time.Time // mode none is served since; zero where it is not
	Known bool      // at least one policy was seen
}

// endingOf gives the earliest safe date. A policy may have been fetched until
// the next one was seen served, not only until it was itself seen last; the one
// that is served now until this moment. The policy with mode none counts too:
// it must stand as long as senders keep it.
func endingOf(all []Served, now time.Time) ending {
	var e ending
	last := -1
	for i, p := range all {
		if last < 0 || !p.Last.Before(all[last].Last) {
			last = i
		}
	}
	for i, p := range all {
		e.Known = true
		until := p.Last
		switch {
		case i == last && p.Mode != string(sts.None):
			until, e.Open = later(now, p.Last), true
		case i == last:
			e.Since, until = p.First, p.First
			if after := lastOther(all, i); after.After(e.Since) {
				e.Since, until = after, after // none was served before as well
			}
		default:
			until = later(until, nextSeen(all, i))
		}
		if gone := until.Add(time.Duration(p.MaxAge) * time.Second); gone.After(e.Safe) {
			e.Safe = gone
		}
	}
	return e
}

// nextSeen gives when another policy was first known to be in place of all[i]
// after its last sight; zero where none was.
func nextSeen(all []Served, i int) time.Time {
	var next time.Time
	for j, p := range all {
		if j == i || !p.Last.After(all[i].Last) {
			continue
		}
		at := p.First
		if !at.After(all[i].Last) {
			at = p.Last // it was there before as well: known again only now
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

// lastOther gives when a policy other than all[i] was seen last.
func lastOther(all []Served, i int) time.Time {
	var at time.Time
	for j, p := range all {
		if j != i {
			at = later(at, p.Last)
		}
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

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
