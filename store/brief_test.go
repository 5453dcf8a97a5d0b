package store

import (
	"maps"
	"testing"
	"time"

	"handrail/app/guide"
)

// TestBriefVisits: a brief list has the same visits in the same order, and what waits or has a problem, without answers.
func TestBriefVisits(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for i, id := range []string{"a", "b", "c"} {
		v := aVisit(id, "parish.example")
		v.Changed = noon.Add(time.Duration(i) * time.Hour)
		v.Outcomes = map[string]guide.Outcome{"today": {State: guide.Completed, At: noon, Note: "fine"},
			"watch": {State: guide.Waiting, At: noon, Note: "14 days", Facts: map[string]string{"policy": "valid"}},
			"mend":  {State: guide.HasProblem, At: noon, Note: "refused"}}
		must(t, s.SaveVisit(t.Context(), v))
	}
	full, err := s.Visits(t.Context())
	must(t, err)
	brief, err := guide.Brief(t.Context(), guide.Sparing(s, nil))
	must(t, err)
	if len(brief) != len(full) {
		t.Fatalf("%d visits, not %d", len(brief), len(full))
	}
	for i, v := range brief {
		want := full[i]
		if v.ID != want.ID || v.Subject != want.Subject || v.Step != want.Step || v.Page != want.Page ||
			!v.Changed.Equal(want.Changed) || !v.Ended.Equal(want.Ended) {
			t.Errorf("%+v, not %+v", v, want)
		}
		if len(v.Answers)+len(v.Drafts) > 0 || len(v.Outcomes) != 2 {
			t.Errorf("a brief visit has %v, %v", v.Answers, maps.Clone(v.Outcomes))
		}
		for step, o := range v.Outcomes {
			if o.State != want.Outcomes[step].State || o.Note != want.Outcomes[step].Note {
				t.Errorf("%s is %+v", step, o)
			}
		}
	}
}

// TestSentEntries: all entries of a visit in which a change was sent are found, and none of another.
func TestSentEntries(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for _, e := range []guide.JournalEntry{{Visit: "a", State: "planned"}, {Visit: "b", State: "planned"},
		{Visit: "a", State: "sent"}, {Visit: "b", State: "confirmed"}, {Visit: "a", State: "confirmed"}} {
		e.At, e.Guide, e.Step, e.What = noon, "mta-sts", "today", e.State
		must(t, s.Record(t.Context(), e))
	}
	all, err := guide.Sent(t.Context(), s)
	must(t, err)
	got := ""
	for _, e := range all {
		got += e.Visit + " " + e.State + ", "
	}
	if got != "a planned, a sent, a confirmed, " {
		t.Error(got)
	}
}
