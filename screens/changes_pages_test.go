package screens

import (
	"context"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// changesStates are the states of what shows changes.
var changesStates = []struct {
	name string
	make func(*stage, *fakeLink, *fakePast)
}{
	{"changes", func(s *stage, f *fakeLink, p *fakePast) { s.open("changes") }},
	{"changes-told", func(s *stage, f *fakeLink, p *fakePast) { s.open("changes").changes().take(northgateStory()) }},
	{"changes-unread", func(s *stage, f *fakeLink, p *fakePast) { f.mixed(); s.open("changes") }},
	{"changes-none", func(s *stage, f *fakeLink, p *fakePast) { p.moments = p.moments[3:]; s.open("changes") }},
	{"changes-begun", func(s *stage, f *fakeLink, p *fakePast) {
		p.moments = p.moments[3:]
		for i := range p.moments {
			p.moments[i].At = s.world.now
		}
		s.open("changes")
	}},
	{"changes-forgetful", func(s *stage, f *fakeLink, p *fakePast) { s.forgets(f); s.open("changes") }},
	{"changes-organisation", func(s *stage, f *fakeLink, p *fakePast) { f.orgs, f.current = nil, ""; s.open("changes") }},
	{"changes-domains", func(s *stage, f *fakeLink, p *fakePast) { s.domainsOnly(f); s.open("changes") }},
	{"changes-error", func(s *stage, f *fakeLink, p *fakePast) {
		f.viewErr = app.Errorf(app.Damaged, "Close Handrail and open it again.", "The file is damaged.")
		s.open("changes")
	}},
	{"changes-save", func(s *stage, f *fakeLink, p *fakePast) { s.open("changes").tab("Save…").enter() }},
	{"changes-accept", func(s *stage, f *fakeLink, p *fakePast) {
		s.open("changes").tab("Accept this change…").enter()
	}},
	{"changes-policy", func(s *stage, f *fakeLink, p *fakePast) { s.open("changes/policy/1") }},
	{"changes-person", func(s *stage, f *fakeLink, p *fakePast) { s.open("person/ada") }},
	{"changes-person-gone", func(s *stage, f *fakeLink, p *fakePast) { s.open("person/nobody") }},
	{"changes-home", func(s *stage, f *fakeLink, p *fakePast) { s.full(); s.open("home") }},
	{"was", func(s *stage, f *fakeLink, p *fakePast) { s.open("was/registration") }},
	{"was-before", func(s *stage, f *fakeLink, p *fakePast) {
		s.open("was")
		w := s.w.current.(*was)
		w.date.SetText("1 January 2026")
		w.read()
	}},
	{"was-one", func(s *stage, f *fakeLink, p *fakePast) {
		s.open("was/security-defaults")
		s.w.focus(s.w.current.(*was).date.Entry())
		s.tab("Bob")
		s.enter()
	}},
}

// forgets gives the stage an organisation that nothing can be remembered of.
func (s *stage) forgets(f *fakeLink) {
	s.ports.Tenant = f
	s.ports.Changes = func(ctx context.Context) (d drift.Sources, err error) {
		d.View, err = f.View(ctx)
		return d, err
	}
}

// northgateStory has a change of every form.
func northgateStory() drift.Result {
	who := &history.Actor{ID: "maria", Name: "Maria Weber", Program: "Microsoft Entra admin center",
		At: sunday.AddDate(0, 0, -2)}
	refs := []drift.Ref{{Section: tenant.SectionAccess, ID: "1", Name: "Require MFA for all"}}
	for _, name := range []string{"Ama", "Ben", "Colin", "Dora"} {
		refs = append(refs, drift.Ref{Section: tenant.SectionUsers, ID: name, Name: name})
	}
	accepted := history.Acceptance{By: "Ada", Why: "We test it.", At: sunday.AddDate(0, 0, -9), Until: "2026-12-06"}
	return drift.Result{From: sunday.AddDate(0, 0, -31), To: sunday, Noise: 2,
		Kinds: []drift.NoiseKind{{Kind: "reordered lists", Count: 2}}, Quiet: []drift.Told{{At: sunday,
			Text: "Ada has another “department”."}}, Accepted: []drift.Told{{Text: "A guest was invited.", At: sunday,
			Accepted: &accepted}}, Told: []drift.Told{
			{Severity: report.Problem, Text: "14 people can sign in without MFA.", At: sunday, By: who, About: refs,
				Facts: []drift.Fact{{What: "People in the group “Exceptions”", Before: "2", After: "16"},
					{What: "People who must use MFA, of 86", Before: "84", After: "70"}},
				Do: "Remove the 14 people from the group."},
			{Severity: report.Warning, Text: "Ben Adeyemi now has the role Global Administrator.", At: sunday, By: who,
				Back: "Ada accepted this on 2 November 2026: “For a week.”. It is no longer so."},
			{Severity: report.Note, Text: "hall.northgate.example has a new mail server.", At: sunday.AddDate(0, 0, -6),
				ByWhy: "DNS keeps no record of who changed it."},
			{Severity: report.Note, Text: "Microsoft now asks 15 people to register a passkey.", At: sunday,
				Made: &drift.Made{Title: "Change sign-in methods", Report: "r", At: sunday.AddDate(0, 0, -4)}},
			{Severity: report.OK, Text: "7 people registered a passkey; 12 still have only text messages.", At: sunday,
				By: &history.Actor{Name: "Each person"}}}}
}

// TestStatesOfChanges holds what a person reads, word for word.
func TestStatesOfChanges(t *testing.T) {
	for _, st := range changesStates {
		t.Run(st.name, func(t *testing.T) {
			s, f, p := northgate(t)
			st.make(s, f, p)
			s.holds(st.name)
		})
	}
}

// TestLinksOfAChange lead to each person, the policy and the report of a change.
func TestLinksOfAChange(t *testing.T) {
	s, _, _ := northgate(t)
	show := func() {
		s.open("changes")
		s.changes().take(northgateStory())
	}
	show()
	s.hides("Colin\n")
	s.tab("See the 4 people").enter().tab("Colin").enter().shows("There is no data about this person")
	show()
	s.tab("See “Require MFA for all”").enter().shows("“Admins: require MFA”")
	show()
	if _, err := s.memory.SaveReport(t.Context(), report.SavedReport{ID: "r", Title: "Passkeys",
		Document: &report.Document{Title: "Passkeys"}}); err != nil {
		t.Fatal(err)
	}
	row := "Microsoft now asks 15 people to register a passkey."
	for range 40 {
		if name := nameOf(s.w.Win.Canvas().Focused()); strings.Contains(name, row) {
			break
		}
		s.w.Win.Canvas().FocusNext()
	}
	s.enter().tab("Open the report").enter().shows("Passkeys", "All reports")
}

// TestHomeNamesWhatChanged: the worst three since the last look, which Home does not move.
func TestHomeNamesWhatChanged(t *testing.T) {
	s, f, p := northgate(t)
	s.full()
	s.memory.setting[settingLooks+"n"] = "2026-10-01T08:00:00Z"
	s.open("home").shows("Since your last look on 1 October: 3 things changed", "report-only")
	s.open("home").shows("Since your last look on 1 October: 3 things changed")
	s.w.Show("changes")
	s.shows("3 changes matter")
	s.open("home").shows("What changed", "Nothing that matters changed since 22 November 2026.")
	s.memory.setting[settingLooks+"n"] = "2026-11-18T08:00:00Z"
	s.open("home").shows("Since your last look on Wednesday: 2 things changed")
	p.moments = p.moments[3:]
	f.status[tenant.SectionRoles] = tenant.Status{Section: tenant.SectionRoles, State: tenant.Failed,
		Message: "No answer."}
	s.open("home").shows("Handrail saw no change since 18 November 2026, but could not read everything.",
		"Handrail could not read “Administrators”", "No answer.").hides("Nothing that matters")
	for i := range p.moments {
		p.moments[i].At = sunday
	}
	f.status[tenant.SectionRoles] = f.status[tenant.SectionUsers]
	s.open("home").shows("There is nothing to compare it with yet.").hides("Nothing that matters")
	s.forgets(f)
	s.open("home").hides("What changed")
}

// TestAChangeOfHomeOpensThePage by keyboard.
func TestAChangeOfHomeOpensThePage(t *testing.T) {
	s, _, _ := northgate(t)
	s.full()
	s.open("home")
	for _, b := range s.w.current.(*home).buttons {
		if b.key == "news-0" {
			s.w.focus(b.button)
		}
	}
	s.enter().changes()
	s.open("reports").tab("Organisation\nWhat changed\nWhat is different in your organisation since your last look, and " +
		"who did it.").enter().changes()
}

// TestALateComparisonDoesNotComeThrough: days that were typed meanwhile win.
func TestALateComparisonDoesNotComeThrough(t *testing.T) {
	m := &task.Manual{}
	s, f := tenantStage(t, m)
	s.remembers(f, changed(s))
	s.open("changes").shows("Comparing the data on this computer…")
	for m.Run() {
	}
	c := s.changes()
	c.filter.from.SetText("1 October 2026")
	c.filter.read(c)
	c.filter.from.SetText("21 November 2026")
	c.filter.read(c)
	for m.Run() {
	}
	s.shows("From 21 November 2026", "Nothing that matters changed since 21 November 2026.")
}

func TestPastDays(t *testing.T) {
	s, _, p := northgate(t)
	for n := range 60 {
		p.was["p"+itoa(n)] = `{"displayName":"Person ` + itoa(n) + `","manager":{"id":"x"},"jobTitle":null}`
	}
	s.open("organisation").tab("Past days").enter()
	s.shows("62 items, as Handrail read them on 3 Oct 2026 09:14, the nearest earlier day that it remembers.",
		"50 of 62 are shown.", "As it was on 15 November 2026")
	w := s.w.current.(*was)
	w.date.SetText("3 oct")
	s.enter().shows("62 items, as Handrail read them on 3 Oct 2026 09:14.")
	w.date.SetText("nonsense")
	s.enter().shows("This is not a date.")
	w.date.SetText("5 December 2026")
	s.enter().shows("This day has not come yet.")
	s.w.Win.Canvas().FocusNext()
	s.write("zzz").shows("No name contains these letters.")
	s.key("BackSpace", "BackSpace", "BackSpace").write("person 59").tab("Person 59").enter()
	s.shows("jobTitle", "None", "manager", `{"id":"x"}`).hides("Person 58")
	s.key("Escape").shows("50 of 62 are shown.")
	w.data.SetValue(tenant.SectionSync)
	w.data.OnChange(tenant.SectionSync)
	p.moments = nil
	w.load()
	s.shows("Handrail has not compared “Directory synchronisation” yet")
	s.key("Escape").shows("Refresh everything")
}
