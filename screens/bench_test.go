package screens

import (
	"context"
	"strconv"
	"testing"

	"handrail/app/report"
	"handrail/app/task"
)

// BenchmarkPageChange is one move of the wizard: Back from a page and forth again.
func BenchmarkPageChange(b *testing.B) {
	s := newStage(b, task.Inline{}).open("home")
	s.write("northgate.example").enter()
	s.upTo("hand")
	z := s.wizard()
	b.ResetTimer()
	for range b.N {
		z.goTo("today")
		z.goTo("hand")
	}
}

// BenchmarkOpenReport5000 draws a kept report of 5,000 findings; reading it is
// measured in the store.
func BenchmarkOpenReport5000(b *testing.B) {
	s := newStage(b, task.Inline{})
	doc := &report.Document{Title: "Every mail host", Subject: "example.org", At: sunday}
	items := make([]report.Finding, 5000)
	for i := range items {
		items[i] = report.Finding{Code: "host", Severity: report.Warning, Subject: "host" + strconv.Itoa(i) + ".example.org",
			Title: "Host " + strconv.Itoa(i) + " has no certificate", Text: "A careful sender refuses to deliver.", Do: "Have one issued."}
	}
	doc.Blocks = []report.Block{report.Findings{Items: items}}
	id, err := s.memory.SaveReport(context.Background(), report.Kept{Title: doc.Title, Subject: doc.Subject, At: doc.At, Worst: doc.Worst(), Document: doc})
	if err != nil {
		b.Fatal(err)
	}
	s.open("reports")
	b.ResetTimer()
	for range b.N {
		s.w.Show("report/" + id)
		b.StopTimer()
		s.shows("Host 1 has no certificate")
		s.w.Show("reports")
		b.StartTimer()
	}
}
