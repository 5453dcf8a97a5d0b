package tlsview

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// halves is a shelf with one report without a failure and one with one.
type halves struct {
	tlsreport.Empty
	now time.Time
}

func (h halves) TLSSums(_ context.Context, by tlsreport.GroupBy, f tlsreport.Filter) ([]tlsreport.Sum, error) {
	key := map[tlsreport.GroupBy][2]string{tlsreport.ByOrganisation: {"Quiet Mail", "Loud Mail"},
		tlsreport.ByDay: {"2026-11-20", "2026-11-21"}}[by]
	if key[0] == "" {
		return nil, nil
	}
	day := tlsreport.Day(h.now)
	fine := tlsreport.Sum{Key: key[0], Succeeded: 30, Reports: 1, First: day.AddDate(0, 0, -3),
		Last: day.AddDate(0, 0, -3)}
	bad := tlsreport.Sum{Key: key[1], Succeeded: 6, Failed: 4, Reports: 1, First: day.AddDate(0, 0, -2),
		Last: day.AddDate(0, 0, -2)}
	if f.OnlyFailed {
		return []tlsreport.Sum{bad}, nil
	}
	return []tlsreport.Sum{fine, bad}, nil
}

// TestOnlyFailuresHidesNoDay: a day without a failure keeps its report, and the
// share is of all sessions, while the tables show only who reported failures.
func TestOnlyFailuresHidesNoDay(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, only := range []bool{false, true} {
		blocks, err := Summary(t.Context(), halves{now: now}, Question{Domain: "a.example", OnlyFailed: only}, now)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := report.WriteMarkdown(&b, &report.Document{Blocks: blocks}); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, want := range []string{"Reports for 2 of the last 28 days, from 2 organisations.", "10.0 %",
			"Loud Mail"} {
			if !strings.Contains(text, want) {
				t.Errorf("only failures %v: %q is missing:\n%s", only, want, text)
			}
		}
		if strings.Contains(text, "Quiet Mail") == only {
			t.Errorf("only failures %v: the table of organisations is wrong:\n%s", only, text)
		}
	}
}

// TestNumbersThatAreNotKnownAreNotNone: a report whose numbers cannot be right never
// counts as one without a failure.
func TestNumbersThatAreNotKnownAreNotNone(t *testing.T) {
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	key := func(r tlsreport.PolicyRow) string { return r.Organisation }
	row := func(kind, who string, odd ...string) tlsreport.PolicyRow {
		return tlsreport.PolicyRow{Day: day, Organisation: who, Type: kind, Anomalies: odd, Reports: 1, Succeeded: 40}
	}
	odd := []tlsreport.PolicyRow{row(tlsreport.STS, "Odd Mail", tlsreport.OddCount),
		row(tlsreport.TLSA, "Odd Mail", tlsreport.OddCount), row(tlsreport.STS, "Quiet Mail", tlsreport.NoContact)}
	sums := []tlsreport.Sum{{Key: "Odd Mail", Succeeded: 40, Reports: 1, First: day, Last: day},
		{Key: "Quiet Mail", Succeeded: 40, Reports: 1, First: day, Last: day}}
	got := known(sums, odd, key)
	if got[0].Succeeded != 0 || got[0].Reports != 0 || got[1].Succeeded != 40 || sums[0].Reports != 1 {
		t.Errorf("%+v", got)
	}
	if share, ok := tlsreport.Share(got[:1], day); ok {
		t.Errorf("a share of %f is known", share)
	}
	if row := sumTable("", "", got).Rows[0]; row[2] != "Not known" {
		t.Errorf("%q", row)
	}
	late := row(tlsreport.STS, "Late Mail")
	late.Day = day.AddDate(0, 3, 0)
	if rows := upTo(append(odd, late), day); len(rows) != 3 {
		t.Errorf("a report to come without a failure: %+v", rows)
	}
	late.Failed = 2
	if rows := upTo([]tlsreport.PolicyRow{late}, day); len(rows) != 1 || !rows[0].Unread() || rows[0].Failed != 0 {
		t.Errorf("a report to come with failures: %+v", rows)
	}
	sums[0].Reports, sums[0].Succeeded, sums[0].Failed = 2, 90, 5
	if got = known(sums, odd, key); got[0].Succeeded != 50 || got[0].Failed != 5 || got[0].Reports != 1 {
		t.Errorf("beside a sound report: %+v", got[0])
	}
}

// figuresOnly has a report whose file is not on this computer any more.
type figuresOnly struct{ tlsreport.Empty }

func (figuresOnly) TLSReports(context.Context, tlsreport.Filter, int64, int) ([]tlsreport.Row, error) {
	return []tlsreport.Row{{ID: 1, Organisation: "Quiet Mail", Succeeded: 30}}, nil
}

// TestAReportWithoutItsFileIsListed: the figures are shown, and the page says what
// is missing.
func TestAReportWithoutItsFileIsListed(t *testing.T) {
	e, err := Latest(t.Context(), figuresOnly{}, tlsreport.Filter{})
	if err != nil || len(e.Items) != 1 || e.Items[0].State != "30 delivered, 0 failed" {
		t.Fatalf("%+v, %v", e.Items, err)
	}
	if text, ok := e.Items[0].Document().Blocks[0].(report.Text); !ok ||
		!strings.Contains(text.Text, "no longer on this computer") {
		t.Errorf("the report opens as %+v", e.Items[0].Document())
	}
}
