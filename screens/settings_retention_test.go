package screens

import (
	"context"
	"errors"
	"testing"
	"time"

	"handrail/app/report"
	"handrail/app/task"
)

// agingReports are reports of some years; tidied is how often they were removed by their age.
type agingReports struct {
	older  map[int][]report.YearCount // by months
	tidied int
	err    error
}

func (a *agingReports) Older(_ context.Context, kind report.Retained, months int) ([]report.YearCount, error) {
	if kind != report.RetainedChecks {
		return nil, a.err
	}
	return a.older[months], a.err
}

func (a *agingReports) Tidy(context.Context, ...report.Retained) (int, error) {
	a.tidied++
	return 1204, a.err
}

// TestSettingsRetention: a time that removes nothing is saved at once. Another one is saved after it was shown how many
// reports of which years it removes, and then these go.
func TestSettingsRetention(t *testing.T) {
	s := newStage(t, task.Inline{})
	aging := &agingReports{older: map[int][]report.YearCount{12: {{Year: 2024, Count: 4}, {Year: 2025, Count: 1200}}}}
	s.ports.Retention = aging
	s.open("settings").shows("How long reports are saved", "Reports of checks", "Records of changes", "TLS reports")
	kept := func() string { return s.memory.setting[report.RetainedChecks.Setting()] }
	choose := func(value string) *retained {
		r := s.w.current.(*settings).reports[0]
		r.choice.SetValue(value)
		r.choice.OnChange(value)
		return r
	}
	if got := s.w.current.(*settings).reports; got[0].now() != "24" || got[1].now() != "0" || got[2].now() != "24" {
		t.Fatal("the defaults are not shown")
	}
	choose("60")
	if kept() != "60" || aging.tidied != 0 {
		t.Fatalf("%q is saved, tidied %d times", kept(), aging.tidied)
	}
	choose("12")
	s.shows("You cannot undo this.", "1,204 reports of checks, 4 from 2024 and 1,200 from 2025",
		"number, time and hash stay")
	if kept() != "60" || aging.tidied != 0 {
		t.Fatal("saved or removed before it was confirmed")
	}
	s.tab("Cancel").enter()
	if got := s.w.current.(*settings).reports[0].choice.Value(); got != "60" || kept() != "60" || aging.tidied != 0 {
		t.Fatalf("%s is shown, %s is saved", got, kept())
	}
	r := choose("12")
	s.tab("Delete older reports").enter().shows("Saved.", "Handrail deleted 1,204 reports.")
	if kept() != "12" || aging.tidied != 1 || r.now() != "12" {
		t.Fatalf("%s is saved, tidied %d times", kept(), aging.tidied)
	}
	aging.err = errors.New("no")
	choose("24")
	if got := s.w.current.(*settings).reports[0].choice.Value(); got != "12" || kept() != "12" {
		t.Errorf("%s is shown and %s saved of a time whose effect is not known", got, kept())
	}
}

// TestOldReportsGoInTheBackground: a while after the start and then once a day; an error does not end it.
func TestOldReportsGoInTheBackground(t *testing.T) {
	s := newStage(t, task.Inline{})
	aging := &agingReports{err: errors.New("no room")}
	s.ports.Retention = aging
	var waits []time.Duration
	s.ports.Between = func(_ context.Context, d time.Duration) error {
		if d != tidyAfter && d != tidyEvery {
			return context.Canceled // others that wait
		}
		if waits = append(waits, d); len(waits) > 3 {
			return context.Canceled
		}
		return nil
	}
	s.open("home")
	if len(waits) != 4 || waits[0] != tidyAfter || waits[1] != tidyEvery || aging.tidied != 3 {
		t.Errorf("waited %v, removed %d times", waits, aging.tidied)
	}
}
