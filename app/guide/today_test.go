package guide

import (
	"slices"
	"testing"
	"time"

	"handrail/app/report"
)

var sunday = time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC)

func threeSteps() Guide {
	return Guide{ID: "demo", Title: "Protect mail", Subject: "domain", Steps: []Step{
		{ID: "a", Title: "Choose"}, {ID: "b", Title: "Look"}, {ID: "c", Title: "Keep"}}}
}

func visitWith(id string, outcomes map[string]Outcome) Visit {
	return Visit{ID: id, Guide: "demo", Subject: id + ".example", Step: "b", Page: ShowPage, Outcomes: outcomes}
}

func TestTodayPutsEachVisitInOnePlace(t *testing.T) {
	done := Outcome{State: Completed}
	cases := []struct {
		name  string
		visit Visit
		where string // attention, waiting, underway, ended, nowhere
		step  string
		done  int
		why   string
		sev   report.Severity
	}{
		{"just begun", visitWith("new", map[string]Outcome{"a": done, "b": {State: InProgress}}), "underway", "b", 1,
			"",
			report.OK},
		{"nothing kept of its steps", visitWith("bare", nil), "underway", "b", 0, "", report.OK},
		{"a problem beats a wait", visitWith("sick", map[string]Outcome{"a": {State: Waiting,
			Until: sunday.AddDate(0, 0, 9)}, "c": {State: HasProblem, Note: "The record is gone."}}),
			"attention", "c", 0, "The record is gone.", report.Problem},
		{"a problem without a note", visitWith("mute", map[string]Outcome{"b": {State: HasProblem}}),
			"attention", "b", 0, "The last check in “Look” found a problem.", report.Problem},
		{"waits", visitWith("slow", map[string]Outcome{"a": done,
			"b": {State: Waiting, Until: sunday.AddDate(0, 0, 14), Note: "14 days are needed"}}),
			"waiting", "b", 1, "14 days are needed", report.OK},
		{"waits without a reason", visitWith("dumb", map[string]Outcome{"b": {State: Waiting,
			Until: sunday.Add(time.Minute)}}), "waiting", "b", 0, "Look", report.OK},
		{"the wait is over this very second",
			visitWith("over", map[string]Outcome{"b": {State: Waiting, Until: sunday}}),
			"attention", "b", 0, "The wait is over. Check again to see whether you can continue.", report.Note},
		{"ended", Visit{ID: "end", Guide: "demo", Step: "c", Ended: sunday,
			Outcomes: map[string]Outcome{"a": done, "b": done, "c": done}}, "ended", "c", 3, "", report.OK},
		{"a guide that is gone", Visit{ID: "old", Guide: "gone"}, "nowhere", "", 0, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			today := NewOverview([]Guide{threeSteps()}, []Visit{c.visit}, sunday)
			found := map[string][]Item{"attention": today.Attention, "waiting": today.Waiting,
				"underway": today.UnderWay,
				"ended":    today.Ended}
			for place, items := range found {
				if want := place == c.where; (len(items) == 1) != want {
					t.Fatalf("%s holds %d rows, want the visit in %s", place, len(items), c.where)
				}
			}
			if c.where == "nowhere" {
				return
			}
			it := found[c.where][0]
			if it.Step != c.step || it.Done != c.done || it.Why != c.why || it.Severity != c.sev || it.Of != 3 {
				t.Errorf("row %+v, want step %q, %d done, why %q, %s", it, c.step, c.done, c.why, c.sev)
			}
		})
	}
}

// TestEveryStateShowsItsHeadline: what a step found reaches Home, good news too.
func TestEveryStateShowsItsHeadline(t *testing.T) {
	seen := Outcome{State: Completed, At: sunday.Add(-time.Hour), Headline: "Protected"}
	last := func(o Outcome) Outcome { o.At, o.Headline = sunday, "Enforce is safe"; return o }
	for name, c := range map[string]struct {
		visit Visit
		want  string
	}{
		"under way": {visitWith("v", map[string]Outcome{"a": seen, "b": last(Outcome{State: InProgress})}),
			"Enforce is safe"},
		"found earlier": {visitWith("v", map[string]Outcome{"a": seen, "b": {State: InProgress, At: sunday}}),
			"Protected"},
		"waits": {visitWith("v", map[string]Outcome{"a": seen,
			"b": last(Outcome{State: Waiting, Until: sunday.AddDate(0, 0, 9)})}), "Enforce is safe"},
		"the wait is over": {visitWith("v", map[string]Outcome{"a": seen,
			"b": last(Outcome{State: Waiting, Until: sunday})}), "Enforce is safe"},
		"a problem": {visitWith("v", map[string]Outcome{"a": last(Outcome{State: Completed}),
			"b": {State: HasProblem, Headline: "Gone", At: sunday.Add(-time.Hour)}}), "Gone"},
		"ended": {Visit{ID: "v", Guide: "demo", Step: "c", Ended: sunday,
			Outcomes: map[string]Outcome{"a": last(Outcome{State: Completed}), "b": seen}}, "Enforce is safe"},
		"of an older version": {visitWith("v", map[string]Outcome{"a": {State: Completed, At: sunday}}), ""},
	} {
		today := NewOverview([]Guide{threeSteps()}, []Visit{c.visit}, sunday)
		all := slices.Concat(today.Attention, today.Waiting, today.UnderWay, today.Ended)
		if len(all) != 1 || all[0].Headline != c.want {
			t.Errorf("%s: %+v, want the headline %q", name, all, c.want)
		}
		own := slices.Contains([]string{"waits", "the wait is over", "a problem"}, name)
		if len(all) == 1 && all[0].Own != own {
			t.Errorf("%s: the headline is of the step itself: %v", name, all[0].Own)
		}
	}
}

func TestTodayOrder(t *testing.T) {
	wait := func(id string, days int) Visit {
		return visitWith(id, map[string]Outcome{"b": {State: Waiting, Until: sunday.AddDate(0, 0, days)}})
	}
	today := NewOverview([]Guide{threeSteps()}, []Visit{
		wait("late", 14), wait("over", -1), wait("soon", 2),
		visitWith("sick", map[string]Outcome{"b": {State: HasProblem}}),
	}, sunday)
	if today.Waiting[0].Visit != "soon" || today.Waiting[1].Visit != "late" {
		t.Errorf("the nearest date does not stand first: %+v", today.Waiting)
	}
	if today.Attention[0].Visit != "sick" || today.Attention[1].Visit != "over" {
		t.Errorf("the most serious does not stand first: %+v", today.Attention)
	}
}

func TestSentence(t *testing.T) {
	note, bad := Item{Severity: report.Note}, Item{Severity: report.Problem}
	cases := []struct {
		today Overview
		want  string
	}{
		{Overview{}, "No action needed in your guides."},
		{Overview{UnderWay: []Item{note}}, "1 guide is under way, without problems."},
		{Overview{UnderWay: []Item{note, note}}, "2 guides are under way, without problems."},
		{Overview{Waiting: []Item{{At: sunday.AddDate(0, 0, 14)}}},
			"No action needed in your guides until 6 December."},
		{Overview{Attention: []Item{note}}, "1 thing needs your attention. It is not a problem."},
		{Overview{Attention: []Item{note, note, note}}, "3 things need your attention. None of them is a problem."},
		{Overview{Attention: []Item{bad}}, "1 problem needs your attention."},
		{Overview{Attention: []Item{bad, bad}}, "2 problems need your attention."},
		{Overview{Attention: []Item{bad, note}}, "2 things need your attention. 1 of them is a problem."},
		{Overview{Attention: []Item{bad, bad, note}}, "3 things need your attention. 2 of them are problems."},
	}
	for _, c := range cases {
		if got := c.today.Sentence(sunday); got != "Sunday 22 November. "+c.want {
			t.Errorf("got %q, want it to end %q", got, c.want)
		}
	}
	for n, want := range map[int]string{0: "No rows", 1: "1 row", 11: "11 rows", 999: "999 rows", 1000: "1,000 rows",
		1234567: "1,234,567 rows"} {
		if got := Count(n, "row", "rows"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	letters := []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}
	for n, want := range map[int]string{0: "", 1: "A", 2: "A and B", 3: "A, B and C",
		9: "A, B, C, D, E, F, G, H and I", 10: "A, B, C, D, E, F, G, H and 2 others"} {
		if got := Names(letters[:n]); got != want {
			t.Errorf("%d names: %q", n, got)
		}
	}
}

func TestSome(t *testing.T) {
	letters := []string{"A", "B", "C", "D"}
	for most, want := range map[int]string{4: "A, B, C, D", 3: "A, B, C, D", 2: "A, B and 2 more"} {
		if got := Some(letters, most); got != want {
			t.Errorf("%d: %q, want %q", most, got, want)
		}
	}
}

func TestAPlanThatChangesNothing(t *testing.T) {
	same, other := Change{Setting: "Beacon", Now: "On", After: "On"}, Change{Setting: "Horn", Now: "Off", After: "On"}
	for _, c := range []struct {
		rows []Change
		want bool
	}{{nil, false}, {[]Change{same}, true}, {[]Change{same, other}, false}} {
		if p := (&Plan{Changes: c.rows}); p.Unchanged() != c.want {
			t.Errorf("%+v: %v", c.rows, p.Unchanged())
		}
	}
}

func TestFigures(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 100000: "100,000", 1234567: "1,234,567"} {
		if got := Figures(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
