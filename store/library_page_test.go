package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"handrail/app/report"
)

// TestAPageOfReports: pages follow each other without a gap, only what is kept counts, and ids pick single ones.
func TestAPageOfReports(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for i := range 10 {
		_, err := s.SaveReport(t.Context(), report.SavedReport{ID: fmt.Sprint(i), Title: "T", At: noon.Add(time.Duration(i) *
			time.Hour), Subject: map[bool]string{true: "even", false: "odd"}[i%2 == 0],
			Document: &report.Document{Title: "T"}})
		must(t, err)
	}
	even := func(k report.SavedReport) bool { return k.Subject == "even" }
	for _, c := range []struct {
		page report.Page
		want []string
		more bool
	}{
		{report.Page{Limit: 3}, []string{"9", "8", "7"}, true},
		{report.Page{Limit: 3, Skip: 3}, []string{"6", "5", "4"}, true},
		{report.Page{Limit: 3, Skip: 9}, []string{"0"}, false},
		{report.Page{Skip: 8}, []string{"1", "0"}, false},
		{report.Page{Limit: 2, Keep: even}, []string{"8", "6"}, true},
		{report.Page{Limit: 2, Skip: 3, Keep: even}, []string{"2", "0"}, false},
		{report.Page{IDs: []string{"4", "2", "gone"}}, []string{"4", "2"}, false},
		{report.Page{IDs: []string{}}, nil, false},
		{report.Page{Since: noon.Add(8 * time.Hour), Keep: even}, []string{"8"}, false},
	} {
		for name, l := range map[string]report.Library{"store": s, "list": listOnly{s}} {
			got, more, err := report.ListPage(t.Context(), l, c.page)
			must(t, err)
			var ids []string
			for _, k := range got {
				if want, _ := strconv.Atoi(k.ID); k.Number != want+1 {
					t.Errorf("%s: report %s has the number %d", name, k.ID, k.Number)
				}
				ids = append(ids, k.ID)
			}
			if !slices.Equal(ids, c.want) || more != c.more {
				t.Errorf("%s: %+v: %v, more %v; want %v", name, c.page, ids, more, c.want)
			}
		}
	}
}

// listOnly is a library without pages.
type listOnly struct{ report.Library }

// BenchmarkAPageOfReports reads the first page of 100,000, the hundredth, and a search that finds nothing.
func BenchmarkAPageOfReports(b *testing.B) {
	s, _, err := Open(b.TempDir(), clock)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	const many = 100_000
	err = s.change(b.Context(), func(tx *sql.Tx) error {
		for i := range many {
			if _, err := tx.Exec(`INSERT INTO report (id, guide, step, visit, title, subject, at, worst, document)
				VALUES (?, 'mta-sts', 'today', '', 'MTA-STS', 'parish.example', ?, 'ok', ?)`, fmt.Sprint(i),
				put(noon.Add(time.Duration(i)*time.Minute)), fmt.Sprintf("%01000d", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, p := range map[string]report.Page{"first": {Limit: 61}, "hundredth": {Limit: 61, Skip: 6000},
		"nothing": {Limit: 61, Keep: func(report.SavedReport) bool { return false }}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.ReportPage(b.Context(), p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
