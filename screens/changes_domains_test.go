package screens

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"handrail/app/drift"
	"handrail/app/history"
	"handrail/app/report"
)

// domainsOnly takes the organisation away, and leaves a domain whose mail server changed yesterday.
func (s *stage) domainsOnly(f *fakeLink) {
	f.orgs, f.current = nil, ""
	at, section := s.world.now.AddDate(0, 0, -1), "domain/northgate.example/mx"
	servers := func(name string) []byte {
		return history.Canon([]byte(`{"id":"mx","state":"servers","servers":[{"name":"` + name + `","pref":10}]}`))
	}
	c := history.Change{Section: section, ID: "mx", Kind: history.Changed, At: at, Since: at.AddDate(0, 0, -1),
		Before: servers("mx1.northgate.example"), After: servers("mx2.northgate.example")}
	c.Fields = history.Compare(c.Before, c.After, nil)
	past := &fakePast{changes: map[int64][]history.Change{1: {c}}, moments: []history.Moment{
		{Number: 1, Section: section, Kind: history.MomentChange, At: at},
		{Number: 2, Section: section, Kind: history.MomentBegin, At: at.AddDate(0, 0, -3)}}}
	s.ports.DomainChanges = func(context.Context) (drift.Sources, error) { return drift.Sources{Domains: past}, nil }
}

// TestChangesOfDomainsNeedNoOrganisation: they are on the page and on Home, and can be filtered and saved.
func TestChangesOfDomainsNeedNoOrganisation(t *testing.T) {
	s, link, _ := northgate(t)
	s.domainsOnly(link)
	s.full()
	s.open("home").shows("In the last 31 days: 1 thing changed", "northgate.example")
	s.open("organisation").tab("What changed in your domains").enter()
	s.shows("1 change matters.", "northgate.example", "No organisation is connected.", "Connect your organisation",
		"northgate.example has been compared since 18 November 2026.")
	c := s.changes()
	for subject, hidden := range map[drift.Subject]bool{drift.SubjectDomains: false, drift.SubjectPeople: true} {
		c.filter.subject.SetValue(string(subject))
		c.filter.subject.OnChange("")
		if (len(c.told) == 0) != hidden {
			t.Errorf("%s: %+v", subject, c.told)
		}
	}
	s.tab("Save…").enter().tab("Save").enter()
	if k := s.memory.kept["report-1"]; k.Subject != "Your domains" {
		t.Errorf("%+v", k)
	}
}

// TestChangesOfDomainsCountBeforeTheFirstReading: an organisation of which nothing was read hides no change of a
// domain.
func TestChangesOfDomainsCountBeforeTheFirstReading(t *testing.T) {
	s, f := gapStage(t, gaps["never read"])
	orgs, current, organisation := f.orgs, f.current, s.ports.Changes
	s.domainsOnly(f)
	f.orgs, f.current = orgs, current
	s.ports.Changes = func(ctx context.Context) (drift.Sources, error) {
		all, err := organisation(ctx)
		if err == nil {
			one, _ := s.ports.DomainChanges(ctx)
			all.Domains = one.Domains
		}
		return all, err
	}
	s.open("changes").shows("1 change matters.", "Handrail has not read").hides("no data about your organisation")
}

// TestDaysAreNotCutOff: each day of the year can be read whole in the smallest window.
func TestDaysAreNotCutOff(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes")
	f := s.changes().filter
	for month := time.January; month <= time.December; month++ {
		text := fmt.Sprintf("28 %s 2026", month)
		needs := fyne.MeasureText(text, theme.TextSize(), fyne.TextStyle{}).Width + 2*theme.InnerPadding()
		for _, field := range []fyne.Focusable{f.from.Entry(), f.to.Entry()} {
			if has := field.(fyne.CanvasObject).Size().Width; has < needs {
				t.Errorf("%s has %v and needs %v", text, has, needs)
			}
		}
	}
}

// TestAPeriodIsNotMoreThanItsDays: of a day that has passed, the page says nothing of the days after it.
func TestAPeriodIsNotMoreThanItsDays(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes")
	f := s.changes().filter
	f.from.SetText("12 November 2026")
	f.to.SetText("12 November 2026")
	f.from.OnSubmit()
	s.shows("Nothing that matters changed on 12 November 2026.")
}

// TestWhatIsBeforeAndAfter names the property, and when several people did something themselves.
func TestWhatIsBeforeAndAfter(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes").changes().take(drift.Result{Told: []drift.Told{{Severity: report.Problem, Subject: "George Tan",
		Text: "George Tan can no longer use MFA.", What: "Can use MFA", Before: "yes", After: "no", At: sunday,
		By: &history.Actor{Name: "Each person"}}}})
	s.shows("Each person. Seen by Sunday 22 November.", "Can use MFA yes no").hides("George Tan yes")
}
