package tlsview

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"
)

// torn is a shelf with two files that could not be read.
type torn struct {
	tlsreport.Empty
	at time.Time
}

func (s torn) TLSRefused(context.Context, int) ([]tlsreport.Rejected, error) {
	return []tlsreport.Rejected{
		{Path: "b.zip", Part: "b.json", Reason: "It is no report.", At: s.at},
		{Path: "a.gz", Reason: "It is not complete.", At: s.at.AddDate(0, 0, -3)},
	}, nil
}

func TestUnread(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	newer := []string{"b.zip b.json", "It is no report.", "23 November 2026"}
	older := []string{"a.gz", "It is not complete.", "20 November 2026"}
	for _, c := range []struct {
		before time.Time
		want   [][]string
	}{{time.Time{}, [][]string{newer, older}}, {at, [][]string{older}}, {at.AddDate(0, 0, -3), nil}} {
		got, err := Unread(t.Context(), torn{at: at}, c.before)
		if err != nil || !slices.EqualFunc(got.Rows, c.want, slices.Equal) {
			t.Errorf("before %v: %v, %v", c.before, got.Rows, err)
		}
	}
	if got, err := Unread(t.Context(), tlsreport.Empty{}, time.Time{}); err != nil || len(got.Rows) > 0 {
		t.Errorf("no file: %v, %v", got.Rows, err)
	}
}
