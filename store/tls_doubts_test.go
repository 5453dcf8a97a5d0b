package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"
)

func TestTLSDoubtsAreUntoldUnreadAndLater(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	partly := failing(aTLSReport("Larkspur", "1", 2, "a.example"), "dane-required", "mx.a.example", 2)
	partly.Report.Policies[0].Failed = 9
	more := failing(aTLSReport("Larkspur", "2", 2, "a.example"), "dane-required", "mx.a.example", 7)
	more.Report.Policies[0].Failed = 3 // its details count more: that explains nothing elsewhere
	odd := aTLSReport("Beacon", "3", 3, "a.example")
	odd.Report.Anomalies = []string{tlsreport.NoContact, tlsreport.OddCount}
	none := aTLSReport("Beacon", "4", 9, "a.example") // unread, and dated later
	none.Report.Anomalies = []string{tlsreport.NoCount}
	none = failing(none, "dane-required", "m", 1)
	late := func(id string, day int) tlsreport.Imported {
		return failing(aTLSReport("Larkspur", id, day, "a.example"), "dane-required", "m", 5)
	}
	keepTLS(t, s, partly, more, odd, none, late("5", 6), late("6", 8), aTLSReport("Larkspur", "7", 7, "a.example"),
		late("8", 1), failing(aTLSReport("Larkspur", "9", 2, "b.example"), "dane-required", "m", 5))
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		f    tlsreport.Filter
		want string
	}{
		"some days": {tlsreport.Filter{Domain: "a.example", From: day(2), To: day(5)},
			"7; 3 Beacon sts [no-contact odd-count] 1 10/0; 9 Beacon sts [no-count] 1 10/1; 6 Larkspur sts [] 2 20/10"},
		"no end": {tlsreport.Filter{Domain: "a.example", From: day(4)}, "0; 9 Beacon sts [no-count] 1 10/1"},
		"all": {tlsreport.Filter{To: day(20)},
			"7; 3 Beacon sts [no-contact odd-count] 1 10/0; 9 Beacon sts [no-count] 1 10/1"},
		"nothing": {tlsreport.Filter{Domain: "c.example", To: day(5)}, "0"},
	} {
		d, err := s.TLSDoubts(context.Background(), c.f)
		must(t, err)
		words := []string{fmt.Sprint(d.Untold)}
		for _, r := range d.Rows {
			words = append(words, strings.TrimSpace(fmt.Sprintf("%d %s %s %v %d %d/%d", r.Day.Day(), r.Organisation, r.Type,
				r.Anomalies, r.Reports, r.Succeeded, r.Failed)))
		}
		if got := strings.Join(words, "; "); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// TestTLSDoubtsAndUnreadAgree: what SQL takes for unread is what tlsreport does.
func TestTLSDoubtsAndUnreadAgree(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	codes := []string{"", tlsreport.NoCount, tlsreport.OddCount, tlsreport.DuplicateName, tlsreport.SumsDiffer}
	want := 0
	for i, a := range codes {
		for j, b := range codes {
			r := aTLSReport("Larkspur", fmt.Sprint(i, j), 1, "a.example")
			r.Report.Anomalies = slices.DeleteFunc([]string{a, b}, func(code string) bool { return code == "" })
			if tlsreport.Unread(r.Report.Anomalies) {
				want++
			}
			keepTLS(t, s, r)
		}
	}
	d, err := s.TLSDoubts(context.Background(), tlsreport.Filter{})
	must(t, err)
	got := 0
	for _, r := range d.Rows {
		got += r.Reports
	}
	if got != want || want == 0 {
		t.Errorf("%d reports are unread, want %d", got, want)
	}
}
