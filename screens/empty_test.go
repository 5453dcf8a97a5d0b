package screens

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/mail/tlsreport"
	"handrail/app/reminder"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// gaps are the states in which the organisation of a stage has nothing.
var gaps = map[string]*tenant.Status{
	"never read": {},
	"none":       {State: tenant.Unchanged, Completed: read},
	"forbidden":  {State: tenant.NeedsRole, Message: "Your account may not read this.", Hint: "Ask for a role."},
	"failed": {State: tenant.Failed, Message: "Microsoft did not answer this time.",
		Hint: "Try again later."},
	"none connected": nil,
}

// orgPlaces are the places that show data of the organisation, each with the words of its one action in each state.
var orgPlaces = map[string]map[string]string{
	"home": {"never read": "Read it now", "none": "Show the list", "forbidden": "Show what is missing",
		"failed": "Read it again", "none connected": "Connect organisation"},
	"dates": {"never read": "Read it now", "none": "Open Organisation", "forbidden": "Show what is missing",
		"failed": "Read it again", "none connected": "See the guides"},
	"changes": {"never read": "Read it now", "none": "Read the data again", "forbidden": "Show what is missing",
		"failed": "Read it again", "none connected": "Connect your organisation"},
	"affected/demo/today": {"never read": "Read it now", "none": "Read the data again",
		"forbidden": "Show what is missing", "failed": "Read it again", "none connected": "Connect your organisation"},
	"organisation": {"never read": "Refresh everything", "none": "Refresh everything",
		"forbidden": "Copy message to send", "failed": "Refresh everything", "none connected": "Connect your organisation"},
	"people": {"never read": "Read people now", "none": "Read again", "forbidden": "Show what is missing",
		"failed": "Read people now", "none connected": "Connect your organisation"},
	"person/ada": {},
}

// gapStage is a stage on an organisation in a state of gaps, with every port that the places need.
func gapStage(t *testing.T, st *tenant.Status) (*stage, *fakeLink) {
	t.Helper()
	s, f := tenantStage(t, task.Inline{})
	f.people, f.rows = nil, map[string]map[string]string{}
	if st == nil {
		f.orgs, f.current = nil, ""
	}
	for id := range f.status {
		if st != nil {
			one := *st
			one.Section = id
			f.status[id] = one
		}
	}
	s.remembers(f, &fakePast{})
	s.listsPeople(f)
	s.remindsOf(f)
	return s, f
}

// listsPeople makes the step “today” of the demo guide about everyone of an organisation.
func (s *stage) listsPeople(f *fakeLink) {
	g := s.world.demo()
	for i := range g.Steps {
		if g.Steps[i].ID != "today" {
			continue
		}
		g.Steps[i].People = func(context.Context, *guide.Visit) (*affected.List, error) {
			if len(f.orgs) == 0 {
				return nil, tenant.NoOrganisation("Connect it.")
			}
			l := &affected.List{Key: "k", Title: "Who is affected", At: read, Fates: []affected.Fate{
				{Code: "a", Title: "Must register", Severity: report.Warning}}}
			for _, p := range f.people {
				l.People = append(l.People, affected.Person{ID: p.ID, Name: p.Name, UPN: p.UPN, Must: affected.Yes})
			}
			return l, nil
		}
	}
	s.ports.Guides[1] = g
}

// remindsOf takes the dates from an organisation.
func (s *stage) remindsOf(f *fakeLink) {
	s.ports.Reminders = func(ctx context.Context) (reminder.List, error) {
		from := reminder.Sources{SignedIn: true}
		if len(f.orgs) > 0 {
			from.View, from.Organisation = f, f.orgs[0]
		}
		return reminder.Collect(ctx, from, s.world.now)
	}
}

// TestNeverReadEmptyAndForbiddenDiffer: each place that shows data of the organisation says other words where it
// was never read, where Microsoft has none, where the account may not read it, where reading failed, and where none is
// connected, each with one action; and never that there is none while it was not read.
func TestNeverReadEmptyAndForbiddenDiffer(t *testing.T) {
	for route, actions := range orgPlaces {
		seen := map[string]string{}
		for name, st := range gaps {
			s, _ := gapStage(t, st)
			text := s.open(route).text()
			if other, same := seen[text]; same {
				t.Errorf("%s says the same where %s and where %s:\n%s", route, name, other, text)
			}
			seen[text] = name
			if label := actions[name]; label != "" {
				s.tab(label)
			} else if len(actions) > 0 {
				t.Errorf("%s has no action where %s", route, name)
			}
			if unread := name != "none" && name != "none connected"; unread {
				for _, none := range []string{"returned no people", "Nothing that matters changed", "No one is in this list"} {
					s.hides(none)
				}
			}
		}
	}
}

// TestAnEmptyListIsNotAnEmptyOrganisation: a list in which no one is does not tell that Microsoft returned no people.
func TestAnEmptyListIsNotAnEmptyOrganisation(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	s.listsPeople(f)
	f.people = nil
	s.open("affected/demo/today").shows("No one is in this list.").tab("Read the data again").hides("returned no people")
}

// TestHomeUnderWayKnowsWhatItLacks: the same holds on Home once a guide is under way.
func TestHomeUnderWayKnowsWhatItLacks(t *testing.T) {
	for name, want := range map[string][2]string{
		"never read": {"Handrail has not read “People” yet.", "Read it now"},
		"forbidden":  {"Your account cannot read “People”.", "Show what is missing"},
		"failed":     {"Handrail could not read “People”.", "Read it again"},
		"none":       {"Microsoft returned no people", "Show the list"},
	} {
		s, f := gapStage(t, gaps[name])
		s.full()
		s.open("home").shows(want[0]).tab(want[1]).hides("0 of 0").hides("Nothing needs you now")
		f.signedIn = false
		if s.open("home"); name == "never read" || name == "failed" {
			s.tab("Connect to read it")
		}
	}
}

// TestFiltersSayThatTheyHideAll: where a filter lets nothing pass, each list says so in words of its own and
// offers to show all, and does.
func TestFiltersSayThatTheyHideAll(t *testing.T) {
	for route, c := range map[string]struct{ says, label, back string }{
		"people":              {"No one matches.", "Show everyone", "Ada Boateng"},
		"dates":               {"No date passes this filter.", "Show all dates", "saved sign-in"},
		"changes":             {"No change passes this filter.", "Show all changes", "Global Administrator"},
		"affected/demo/today": {"No one matches.", "Show everyone", "Ada Boateng"},
		"reports":             {"No report contains these letters.", "Show all reports", "Result 3"},
		"guides":              {"No guide", "Show all guides", "Light the beacon"},
	} {
		s, f := tenantStage(t, task.Inline{})
		s.remembers(f, &fakePast{})
		s.listsPeople(f)
		s.remindsOf(f)
		s.ports.Library = manyReports{s.memory}
		s.open(route)
		if route == "changes" {
			s.changes().take(northgateStory())
		}
		switch page := s.w.current.(type) {
		case *changes:
			s.w.focus(page.filter.person.Entry())
		case *reports:
			walk(page.body, func(o fyne.CanvasObject) {
				if field, is := o.(*parts.Field); is {
					s.w.focus(field.Entry())
				}
			})
		case *affectedPage:
			s.w.affected.filter = affected.Everyone
			page.Find()
		case interface{ Find() }:
			page.Find()
		}
		s.write("zzzzz")
		s.shows(c.says).hides(c.back).tab(c.label).enter().shows(c.back).hides(c.says)
	}
}

// manyReports is a library with more reports than fit without a search.
type manyReports struct{ *memory }

func (manyReports) Reports(context.Context) (all []report.SavedReport, err error) {
	for n := range 12 {
		all = append(all, report.SavedReport{ID: itoa(n), Title: "Result " + itoa(n), At: read})
	}
	return all, nil
}

// TestMailSaysWhyItIsEmpty: no reports at all, none of this domain, and none that passes are three texts, each
// with what to do.
func TestMailSaysWhyItIsEmpty(t *testing.T) {
	s, shelf, _ := deliveryStage(t)
	s.open("mail").hides("No report")
	shelf.sums[tlsreport.ByDay] = nil
	d := s.w.current.(*delivery)
	d.load()
	s.shows("No report passes this filter.").tab("Show all reports").enter()
	if d.asked.Days != mostReportDays {
		t.Errorf("%d days are shown", d.asked.Days)
	}
	shelf.sums = map[tlsreport.GroupBy][]tlsreport.Sum{}
	s.open("mail").shows("No reports about this domain yet.").hides("passes this filter").tab("Import reports…")
	clear(s.memory.visits)
	s.open("mail").shows("No reports yet.").hides("about this domain yet").tab("Import reports…")
}
