package store

import (
	"context"
	"strconv"
	"testing"
	"time"

	"handrail/app/report"
)

// BenchmarkReadReport5000 reads a kept report of 5,000 findings.
func BenchmarkReadReport5000(b *testing.B) {
	s, _, err := Open(b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	items := make([]report.Finding, 5000)
	for i := range items {
		items[i] = report.Finding{Code: "host", Severity: report.Warning, Title: "Host " + strconv.Itoa(i),
			Text: "A careful sender refuses to deliver.", Do: "Have one issued."}
	}
	doc := &report.Document{Title: "Every mail host", At: time.Now(),
		Blocks: []report.Block{report.Findings{Items: items}}}
	ctx := context.Background()
	id, err := s.SaveReport(ctx, report.SavedReport{Guide: "mta-sts", Step: "today", Title: doc.Title, At: doc.At,
		Worst: doc.MaxSeverity(), Document: doc})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		k, err := s.Report(ctx, id)
		if err != nil || len(k.Document.Findings()) != 5000 {
			b.Fatal(err)
		}
	}
}
