package tlsview

import (
	"context"
	"strings"
	"time"

	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// shownUnread is how many files that could not be read are listed.
const shownUnread = 200

// Unread returns the files that could not be read before a moment, the latest
// first; all of them for the zero time. A file leaves the list once it was read.
func Unread(ctx context.Context, shelf tlsreport.Store, before time.Time) (report.Table, error) {
	t := report.Table{Title: "Files that could not be read", Columns: []string{"File", "Reason", "Tried on"}}
	all, err := shelf.TLSRefused(ctx, shownUnread)
	if err != nil {
		return t, err
	}
	if len(all) == shownUnread {
		t.Title += ", the latest ones"
	}
	for _, r := range all {
		if before.IsZero() || r.At.Before(before) {
			t.Rows = append(t.Rows, []string{strings.TrimSpace(r.Path + " " + r.Part), r.Reason, Day(r.At)})
		}
	}
	return t, nil
}
