package screens

import (
	"context"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/task"
	"handrail/app/tenant"
)

// keeping is an organisation with a past of any kind.
type keeping struct {
	*fakeLink
	past history.Past
}

func (k keeping) View(ctx context.Context) (tenant.View, error) {
	_, err := k.fakeLink.View(ctx)
	return k, err
}

func (k keeping) Past() history.Past { return k.past }

// trimmed is a past that notes until when it was removed.
type trimmed struct {
	*fakePast
	keep history.Keep
}

func (p *trimmed) Trim(_ context.Context, _ time.Time, k history.Keep) error {
	p.keep = k
	return nil
}

// TestSettingsHistory: a longer time is saved at once. A shorter one is saved after it was shown what that removes, and
// then it is removed.
func TestSettingsHistory(t *testing.T) {
	s := newStage(t, task.Inline{})
	at := func(days int) time.Time { return s.world.now.AddDate(0, 0, -days) }
	past := &trimmed{fakePast: &fakePast{moments: []history.Moment{
		{Number: 3, Section: "users", Kind: history.MomentChange, At: at(10), Counts: history.Counts{"a": 5}},
		{Number: 2, Section: "users", Kind: history.MomentChange, At: at(300), Counts: history.Counts{"a": 1200, "+": 4}},
		{Number: 1, Section: "users", Kind: history.MomentBegin, At: at(600)},
	}}}
	s.ports.Tenant = keeping{newFakeLink(), past}
	s.open("settings").shows("How long Handrail remembers what changed", "2 years")
	kept := func() string { return s.memory.setting[history.KeepSetting] }
	choose := func(value string) {
		c := s.w.current.(*settings).past.choice
		c.SetValue(value)
		c.OnChange(value)
	}
	choose("60")
	if kept() != "60" {
		t.Fatalf("%q is saved", kept())
	}
	choose("3")
	s.shows("1,204 changes", "from 1 check", "You cannot undo this.")
	if kept() != "60" || past.keep.Months != 0 {
		t.Fatal("saved before it was confirmed")
	}
	s.tab("Cancel").enter()
	if got := s.w.current.(*settings).past.choice.Value(); got != "60" || kept() != "60" {
		t.Fatalf("%s is shown, %s is saved", got, kept())
	}
	choose("3")
	s.tab("Delete older changes").enter().shows("Handrail deleted the older changes.")
	if kept() != "3" || past.keep.Months != 3 {
		t.Fatalf("%s is saved, and %d months are left", kept(), past.keep.Months)
	}
	choose("24")
	if kept() != "24" {
		t.Fatalf("%q is saved", kept())
	}
}
