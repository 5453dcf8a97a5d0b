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

// manyFindings returns n findings about as many hosts.
func manyFindings(n int) report.Findings {
	items := make([]report.Finding, n)
	for i := range items {
		items[i] = report.Finding{Code: "host", Severity: report.Warning, Subject: "host" + strconv.Itoa(i) +
			".example.org",
			Title: "Host " + strconv.Itoa(i) + " has no certificate", Text: "A careful sender refuses to deliver.",
			Do: "Have one issued."}
	}
	return report.Findings{Items: items}
}

// BenchmarkOpenReport5000 draws a kept report of 5,000 findings; reading it is
// measured in the store.
func BenchmarkOpenReport5000(b *testing.B) {
	s := newStage(b, task.Inline{})
	doc := &report.Document{Title: "Every mail host", Subject: "example.org", At: sunday}
	doc.Blocks = []report.Block{manyFindings(5000)}
	id, err := s.memory.SaveReport(context.Background(),
		report.SavedReport{Title: doc.Title, Subject: doc.Subject, At: doc.At, Worst: doc.MaxSeverity(), Document: doc})
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

// BenchmarkPeopleOpen100000 opens the list of 100,000 people.
func BenchmarkPeopleOpen100000(b *testing.B) {
	s, f := tenantStage(b, task.Inline{})
	f.crowd(100_000)
	s.open("home")
	b.ResetTimer()
	for range b.N {
		s.w.Show("people")
	}
	b.StopTimer()
	s.shows("100,000 people.")
}

// BenchmarkPeopleScroll100000 is one ScrollTo, from end to end in 200 steps.
func BenchmarkPeopleScroll100000(b *testing.B) {
	s, f := tenantStage(b, task.Inline{})
	f.crowd(100_000)
	s.open("people")
	p := s.w.current.(*people)
	b.ResetTimer()
	for i := range b.N {
		p.list.ScrollTo(i % 200 * 500)
	}
}

// BenchmarkPersonOpen opens the page of one person.
func BenchmarkPersonOpen(b *testing.B) {
	s, _ := tenantStage(b, task.Inline{})
	s.open("people")
	b.ResetTimer()
	for range b.N {
		s.w.Show("person/ada")
	}
}
