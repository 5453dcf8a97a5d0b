package screens

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/drift"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// manyChanges are n changes, each with everything that a row can show.
func manyChanges(n int) (r drift.Result) {
	for i := range n {
		var about []drift.Ref
		for k := range 120 {
			about = append(about, drift.Ref{Section: tenant.SectionUsers, ID: itoa(k), Name: "Person " + itoa(k)})
		}
		r.Told = append(r.Told, drift.Told{Severity: report.Warning, Text: "Change number " + itoa(i) + " of many.",
			At: sunday, Since: sunday.Add(-time.Hour), Section: tenant.SectionUsers, About: about, Do: "Look at it.",
			Facts: []drift.Fact{{What: "People", Before: "2", After: "16"}}})
		r.Quiet = append(r.Quiet, drift.Told{Text: "Quiet " + itoa(i), At: sunday})
	}
	r.Noise, r.To, r.From = n, sunday, sunday.AddDate(0, 0, -31)
	return r
}

// TestThousandsOfChangesDoNotStutter draws a part of them, and more on demand.
func TestThousandsOfChangesDoNotStutter(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes")
	c := s.changes()
	c.take(manyChanges(5000))
	best := map[string]time.Duration{} // other programs may use the processor meanwhile
	measure := func(name string, do func()) {
		begun := time.Now()
		do()
		if took := time.Since(begun); best[name] == 0 || took < best[name] {
			best[name] = took
		}
	}
	for range 5 {
		measure("fill", c.fill)
	}
	s.shows("5,000 changes matter, 5,000 do not.", "Change number 29 of many.", "See the 120 people").hides("number 30 ")
	for n := 30; n < changesMost; n += changesStep {
		s.tab("Show 30 more")
		measure("more", func() { s.enter() })
		s.shows("Change number " + itoa(n+29) + " of many.")
		if got := nameOf(s.w.Win.Canvas().Focused()); !strings.Contains(got, "number "+itoa(n)+" ") {
			t.Errorf("the focus is on %q", got)
		}
	}
	parts.ScrollPage(c.object, fyne.KeyEnd)
	s.w.focus(c.filter.from.Entry())
	if y := offset(c.object); y > 200 {
		t.Errorf("the field with the focus is %v above what is seen", y)
	}
	s.hides("Show 30 more")
	s.shows("This page shows up to 150 changes, worst first.", "A saved report has all that Handrail compared.")
	s.w.focus(c.filter.person.Entry())
	for _, key := range "person 11" {
		measure("type", func() { s.write(string(key)) })
	}
	s.tab("See the 120 people").enter().shows("Person 99", "And 20 people more.").hides("Person 100")
	for range 3 {
		s.tab("Show them")
		measure("quiet", func() { s.enter() })
		s.shows("Quiet 29", "The latest 30 are shown.").hides("Quiet 30")
		s.tab("Hide them").enter()
	}
	for name, took := range best {
		if t.Logf("%s: %v", name, took.Round(time.Millisecond)); took > longestDraw {
			t.Errorf("%s: %v on the goroutine that draws", name, took.Round(time.Millisecond))
		}
	}
}

// TestChangesNeverWait: nothing of the page asks a port on the goroutine that draws.
func TestChangesNeverWait(t *testing.T) {
	d := &deck{t: t}
	s, link := tenantStage(t, d)
	s.remembers(link, changed(s))
	ask := s.ports.Changes
	s.ports.Changes = func(ctx context.Context) (drift.Sources, error) {
		d.port("Changes")
		return ask(ctx)
	}
	m := watchedMemory{s.memory, d}
	s.ports.Settings, s.ports.Library, s.ports.Visits, s.ports.Journal = m, m, m, m
	s.full()
	s.open("home").shows("In the last 31 days: 2 things changed")
	for _, route := range []string{"changes", "changes/policy/1", "person/ada", "was", "home"} {
		s.w.Show(route)
	}
}

// TestHostileChangesFit: whatever names and values are, no row asks for more than the page has, also with large text.
func TestHostileChangesFit(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		s, link, past := northgate(t)
		s.open("changes")
		s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: scale}))
		for name, word := range hostileWords {
			s.w.Show("changes")
			c := s.changes()
			c.take(drift.Result{Noise: 1, Quiet: []drift.Told{{Text: word, At: sunday}}, Told: []drift.Told{{
				Severity: report.Problem, Text: word, Subject: word, At: sunday, Section: word, Do: word, ByWhy: word,
				Facts: []drift.Fact{{What: word, Before: word, After: word}},
				About: []drift.Ref{{Section: tenant.SectionUsers, ID: "x", Name: word},
					{Section: tenant.SectionAccess, ID: "y", Name: word}}},
				{Severity: report.Note, Text: word, At: sunday, By: &history.Actor{Name: word, Program: word, At: sunday}}},
				Accepted: []drift.Told{{Text: word, Accepted: &history.Acceptance{By: word, Why: word, Until: word}}},
				Unread:   []tenant.Status{{Section: word, Message: word, Hint: word}}})
			c.fill()
			s.tab("Show them").enter()
			c.askAccept(c.found.Told[0])
			wide(t, s, fmt.Sprint("changes ", name, " ", scale))
			past.was = map[string]string{word: fmt.Sprintf(`{"displayName":%q}`, strings.ToValidUTF8(word, "")), "b": word}
			link.put(tenant.SectionAccess, "1", fmt.Sprintf(`{"displayName":%q}`, "x"+word))
			for _, route := range []string{"was", "changes/policy/1", "changes/group/" + word} {
				s.w.Show(route)
				wide(t, s, fmt.Sprint(route, " ", name, " ", scale))
			}
		}
	}
}

func wide(t *testing.T, s *stage, what string) {
	t.Helper()
	s.w.Win.Resize(fyne.NewSize(minWidth, minHeight))
	if w := s.w.Win.Content().MinSize().Width; w > minWidth {
		t.Errorf("%s asks for a width of %v", what, w)
	}
}

// offset returns how far down the page is scrolled.
func offset(o fyne.CanvasObject) (y float32) {
	walk(o, func(o fyne.CanvasObject) {
		if s, ok := o.(*container.Scroll); ok && s.Content != nil && s.Offset.Y > y {
			y = s.Offset.Y
		}
	})
	return y
}
