package guide

import (
	"context"
	"errors"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// TestUpcomingEvents: an event stands on Home until it is over, the nearest first; today is the day of this computer.
func TestUpcomingEvents(t *testing.T) {
	days := map[string]Occasion{
		"late":    {Title: "Late", Start: sunday.AddDate(0, 0, 7), End: sunday.AddDate(0, 0, 8)},
		"tonight": {Title: "Tonight", Start: sunday.Add(10 * time.Hour), End: sunday.Add(11 * time.Hour)},
		"now":     {Title: "Now", Start: sunday.Add(-time.Hour), End: sunday.Add(time.Minute)},
		"over":    {Title: "Over", Start: sunday.Add(-2 * time.Hour), End: sunday},
	}
	g := threeSteps()
	g.Occasion = func(v *Visit) (Occasion, bool) { o, dated := days[v.ID]; return o, dated }
	var visits []Visit
	for _, id := range []string{"late", "undated", "tonight", "over", "now"} {
		visits = append(visits, visitWith(id, nil))
	}
	ended := visitWith("tonight", nil)
	ended.Ended = sunday
	all := NewUpcoming([]Guide{g}, append(visits, ended), sunday)
	var got []string
	for _, u := range all {
		got = append(got, u.Visit)
		if u.Today(sunday) != (u.Visit != "late") {
			t.Errorf("%s is today: %v", u.Visit, u.Today(sunday))
		}
	}
	if len(got) != 3 || got[0] != "now" || got[1] != "tonight" || got[2] != "late" {
		t.Errorf("in this order: %q", got)
	}
}

// TestWell: only a completed visit whose last report found nothing to do, and about which nothing was found since, is
// well.
func TestWell(t *testing.T) {
	today := Overview{Ended: []Item{{Visit: "good", Report: "r1"}, {Visit: "noted", Report: "r2"},
		{Visit: "bad", Report: "r3"}, {Visit: "open", Report: "r4"}, {Visit: "lost", Report: "gone"}, {Visit: "none"},
		{Visit: "worse", Report: "r1"}}, Attention: []Item{{Visit: "worse"}}}
	well, others := today.Well(map[string]report.Severity{"r1": report.OK, "r2": report.Note, "r3": report.Warning,
		"r4": report.Unknown, "": report.OK})
	if len(well) != 2 || well[0].Visit != "good" || well[1].Visit != "noted" || len(others) != 5 {
		t.Errorf("well: %+v\nothers: %+v", well, others)
	}
	for _, it := range others {
		if it.Visit == "lost" && it.Severity != report.Unknown {
			t.Errorf("a report that is gone is %s", it.Severity)
		}
	}
}

// TestCountAll: a number goes with the visit under way of its guide. Nothing that was never read is a failure, and a
// guide that fails hides no other.
func TestCountAll(t *testing.T) {
	g, empty, broken := threeSteps(), threeSteps(), threeSteps()
	empty.ID, broken.ID = "empty", "broken"
	g.Counts = func(_ context.Context, own []Visit) ([]Counted, error) {
		return []Counted{{Code: "c", Count: len(own)}}, nil
	}
	empty.Counts = func(context.Context, []Visit) ([]Counted, error) {
		return nil, app.Errorf(app.NotFound, "Connect.", "Nothing was read.")
	}
	ended := visitWith("a", nil)
	ended.Ended = sunday
	all, err := CountAll(t.Context(), []Guide{empty, g}, []Visit{ended, visitWith("b", nil), {ID: "x", Guide: "empty"}})
	if err != nil || len(all) != 1 || all[0].Guide != "demo" || all[0].Visit != "b" || all[0].Count != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	broken.Counts = func(context.Context, []Visit) ([]Counted, error) { return nil, errors.New("boom") }
	if all, err := CountAll(t.Context(), []Guide{broken, g}, nil); err == nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}
