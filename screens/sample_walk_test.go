package screens

import (
	"context"
	"testing"

	"handrail/app/guide"
	"handrail/app/program"
	"handrail/app/task"
)

// sampleStage is a stage with the real guides on the sample organisation, in a new folder.
func sampleStage(t *testing.T) *stage {
	t.Helper()
	s, _ := sampleStageOf(t)
	return s
}

// sampleStageOf is sampleStage with the program behind it.
func sampleStageOf(t *testing.T) (*stage, *program.Program) {
	t.Helper()
	p, err := program.Open(context.Background(), program.Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	if _, _, err := p.Tenant.Organisations(context.Background()); err != nil { // waits until the sample is read
		t.Fatal(err)
	}
	s := newStage(t, task.Inline{})
	s.ports.Guides, s.ports.Visits, s.ports.Journal, s.ports.Settings = p.Guides, p.Visits(), p.Store, p.Store
	s.ports.Library, s.ports.Tenant, s.ports.Organisation = p.Store, p.Tenant, p.Sample.Organisation()
	s.ports.Practise, s.ports.CanPractise = p.Sample.Publish, p.Sample.Can
	s.ports.Diary, s.ports.Places = p.Diary, p.Store
	s.ports.Reminders, s.ports.Retention = p.Reminders, p
	return s, p
}

// walkThrough goes through a guide with its main buttons, from its first page to its last. each is called on every
// page.
func (s *stage) walkThrough(id string, answers map[string]string, each func(step string, page guide.Page)) []string {
	s.t.Helper()
	s.open("guides")
	for _, g := range s.ports.Guides {
		if g.ID == id {
			s.w.startVisit(g)
		}
	}
	z, seen := s.wizard(), []string{}
	for range 40 {
		if z.s.Page() == guide.AskPage {
			own := map[string]string{}
			for _, a := range z.s.Step().Asks {
				if answer, given := answers[a.Name]; given {
					own[a.Name] = answer
				}
			}
			z.s.Draft(own)
			z.asks.fields = nil
			z.showAsks()
		}
		step, page := z.s.Step().ID, z.s.Page()
		seen = append(seen, step+"/"+string(page))
		if each != nil {
			each(step, page)
		}
		if z.Main(); !z.s.Visit().Ended.IsZero() {
			return seen
		}
		if z.s.Step().ID == step && z.s.Page() == page {
			s.t.Fatalf("%s does not go on from %s/%s; it says:\n%s", id, step, page, s.text())
		}
	}
	s.t.Fatalf("%s has no end: %q", id, seen)
	return nil
}

// TestGuidesOfDevicesEndInTheWindow walks three guides to their ends on the sample organisation.
func TestGuidesOfDevicesEndInTheWindow(t *testing.T) {
	for id, c := range map[string]struct {
		answers map[string]string
		shows   map[string][]string // by step and page
	}{
		"device-profiles": {map[string]string{"profiles": "Hall Kiosk", "group": "existing", "group-name": "Hall devices",
			"keep": "undo"}, map[string][]string{
			"names/show":   {"10 profile names on 40 devices", "Youth club devices", "Kiosk Test"},
			"rule/show":    {"This rule takes 6 devices; you chose 6"},
			"group/show":   {"1 device leaves", "HALL-FOYER"},
			"depends/show": {"8 things depend on this group", "Hall booking", "by “Shared computers”"},
			"compare/show": {"Microsoft agrees for 20 devices"},
			"change/show":  {"Rule of “Hall devices”", "1 device leaves."},
			"after/show":   {"The group has the rule"},
			"record/show":  {"Handrail changed the group"}}},
		"safe-documents": {nil, map[string][]string{"people/show": {"Apps for business"}}},
		"backgrounds":    {nil, map[string][]string{"views/show": {"Nothing to repair: others see it right"}}},
	} {
		s := sampleStage(t)
		seen := s.walkThrough(id, c.answers, func(step string, page guide.Page) {
			at := step + "/" + string(page)
			s.shows(c.shows[at]...)
			delete(c.shows, at)
		})
		for at := range c.shows {
			t.Errorf("%s has no page %s: %q", id, at, seen)
		}
	}
}
