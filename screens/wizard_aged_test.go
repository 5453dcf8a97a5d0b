package screens

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// agedStage stands on the plan of the demo guide, which rests on the people of an organisation. crew are those who are
// affected.
func agedStage(t *testing.T, f *fakeLink, crew *[]string) *stage {
	t.Helper()
	s := newStage(t, task.Inline{})
	s.ports.Tenant = f
	steps := s.ports.Guides[0].Steps
	i := slices.IndexFunc(steps, func(st guide.Step) bool { return st.ID == "light" })
	plan := steps[i].Plan
	steps[i].Plan = func(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
		guide.RestsOn(ctx, tenant.SectionUsers)
		p, err := plan(ctx, v)
		p.Affected = []guide.Affected{{Severity: report.Warning, Text: "They see it:", Names: *crew}}
		return p, err
	}
	s.begin().upTo("light")
	return s
}

// TestOldDataIsReadAgainBeforeAChange: a plan whose data is older than 15 minutes is made anew, from data that is
// read again, before anything is changed; a younger one is not.
func TestOldDataIsReadAgainBeforeAChange(t *testing.T) {
	f, crew := newFakeLink(), []string{"Ama"}
	f.refresh = func(_ context.Context, ids []string, rep task.Report) ([]tenant.Status, error) {
		rep(task.Progress{Note: "People: 3 of 6", Done: 3, Total: 6})
		st := tenant.Status{Section: ids[0], State: tenant.Updated, Rows: 3, Completed: sunday}
		f.status[ids[0]] = st
		return []tenant.Status{st}, nil
	}
	s := agedStage(t, f, &crew)
	s.shows("Part of the data about your organisation is from 22 Nov 2026 07:14 (2 hours ago).",
		"Before the change, Handrail reads it again")
	f.did = nil
	s.wizard().Main()
	if !slices.Equal(f.did, []string{"refresh " + tenant.SectionUsers}) || s.world.applied != 1 {
		t.Fatalf("it did %q and applied %d times", f.did, s.world.applied)
	}
	s.at("watch", guide.ShowPage)

	f, crew = newFakeLink(), []string{"Ama"}
	f.status[tenant.SectionUsers] = tenant.Status{Section: tenant.SectionUsers, State: tenant.Updated, Rows: 3,
		Completed: sunday.Add(-10 * time.Minute)}
	s = agedStage(t, f, &crew)
	s.hides("Part of the data")
	f.did = nil
	s.wizard().Main()
	if len(f.did) != 0 || s.world.applied != 1 {
		t.Errorf("young data: it did %q and applied %d times", f.did, s.world.applied)
	}
}

// TestMorePeopleThanShownStopTheChange: where reading again finds other people, nothing is changed and the
// new plan is shown; so it is where they are found in the last moment.
func TestMorePeopleThanShownStopTheChange(t *testing.T) {
	f, crew := newFakeLink(), []string{"Ama"}
	f.refresh = func(_ context.Context, ids []string, _ task.Report) ([]tenant.Status, error) {
		crew = []string{"Ama", "Dora"}
		st := tenant.Status{Section: ids[0], State: tenant.Updated, Rows: 4, Completed: sunday}
		f.status[ids[0]] = st
		return []tenant.Status{st}, nil
	}
	s := agedStage(t, f, &crew)
	s.wizard().Main()
	s.at("light", guide.ShowPage)
	s.shows("Who is affected changed after you read the plan.", "Nothing was changed.", "Ama and Dora")
	if s.world.applied != 0 {
		t.Fatal("it changed something that was not shown")
	}
	crew = []string{"Ama", "Dora", "Ewan"}
	s.wizard().Main()
	s.shows("Who is affected changed after you read the plan.", "Ama, Dora and Ewan")
	if s.world.applied != 0 {
		t.Fatal("it changed something that was not shown")
	}
	s.wizard().Main()
	s.at("watch", guide.ShowPage)
}

// TestDataThatCannotBeReadAgain: the reason is told, and only a second press continues with what is there. The
// settings themselves are read in any case.
func TestDataThatCannotBeReadAgain(t *testing.T) {
	for name, refresh := range map[string]func(context.Context, []string, task.Report) ([]tenant.Status, error){
		"refused": func(_ context.Context, ids []string, _ task.Report) ([]tenant.Status, error) {
			return []tenant.Status{{Section: ids[0], State: tenant.NeedsRole, Rows: 3, Completed: read}}, nil
		},
		"offline": func(context.Context, []string, task.Report) ([]tenant.Status, error) {
			return nil, app.Errorf(app.Unreachable, "Check your connection.", "Microsoft does not answer.")
		},
	} {
		f, crew := newFakeLink(), []string{"Ama"}
		f.refresh = refresh
		s := agedStage(t, f, &crew)
		s.wizard().Main()
		s.shows("Handrail could not read the data again. Nothing was changed.", "select “Light the beacon” once more",
			"22 Nov 2026 07:14")
		if s.world.applied != 0 {
			t.Fatalf("%s: it changed something", name)
		}
		s.wizard().Main()
		s.at("watch", guide.ShowPage)
	}
}

// TestReadingAgainIsStopped: nothing is changed, and the plan is there again.
func TestReadingAgainIsStopped(t *testing.T) {
	f, crew := newFakeLink(), []string{"Ama"}
	s := agedStage(t, f, &crew)
	m := &task.Manual{}
	s.w.p.Runner = m
	s.wizard().Main()
	s.shows("Handrail reads again who is affected.", "Nothing has been changed yet.")
	s.tab("Cancel").enter()
	for m.Run() {
	}
	s.shows("You stopped reading the data again.", "Nothing was changed.", "Light the beacon")
	if s.world.applied != 0 || s.wizard().writing {
		t.Error("it changed something after the stop")
	}
}
