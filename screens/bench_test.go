package screens

import (
	"context"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/device/appblock"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
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

// BenchmarkScoreSlider2000 counts 2,000 apps at each score, moves the slider by one, and draws the page again; it may
// take 50 ms.
func BenchmarkScoreSlider2000(b *testing.B) {
	newStage(b, task.Inline{}).open("home")
	apps := make([]appblock.App, 2000)
	for i := range apps {
		apps[i] = appblock.App{ID: strconv.Itoa(i), Score: i % 11, Scored: true, People: i % 70, PeopleKnown: i%9 > 0,
			Traffic: int64(i) << 20, TrafficKnown: true, Domains: []string{"d" + strconv.Itoa(i) + ".example"}}
	}
	field := parts.NewLevelField("Up to which score?", "Move the slider.", scoreLevels(apps))
	w := test.NewTempWindow(b, field)
	w.Resize(fyne.NewSize(560, 480))
	b.ResetTimer()
	for i := range b.N {
		scoreLevels(apps)
		field.SetValue(strconv.Itoa(i % 11))
		w.Canvas().Capture()
	}
}

func scoreLevels(apps []appblock.App) report.Levels {
	l := report.Levels{Axis: "Score", Rows: []report.LevelRow{{Name: "blocked", Label: "Apps blocked"}}}
	for i, level := range appblock.Curve(apps, nil) {
		l.Labels = append(l.Labels, strconv.Itoa(i))
		l.Words = append(l.Words, report.LevelWord{Name: strconv.Itoa(i) + " or lower", Title: strconv.Itoa(level.Apps)})
		l.Rows[0].Values = append(l.Rows[0].Values, float64(level.Apps))
		l.Rows[0].Texts = append(l.Rows[0].Texts, strconv.Itoa(level.Apps))
	}
	return l
}
