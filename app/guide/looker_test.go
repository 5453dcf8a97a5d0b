package guide

import (
	"context"
	"errors"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// records is a library that only saves.
type records struct {
	report.Library
	kept []report.SavedReport
	fail error
}

func (r *records) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
	if r.fail != nil {
		return "", r.fail
	}
	r.kept = append(r.kept, k)
	return "new", nil
}

// lookStep finds a document of one severity; its gate holds where the fact is bad.
func lookStep(worst report.Severity, fact string) Step {
	return Step{ID: "look", Title: "Look",
		Evidence: func(v *Visit) string { return "tlsrpt/" + v.Answer("domain") },
		Look: func(context.Context, *Visit, task.Report) (*report.Document, error) {
			return &report.Document{Title: "T", Headline: "Enforce is safe", Blocks: []report.Block{
				report.Findings{Items: []report.Finding{{Code: "c", Severity: worst}}},
				report.Facts{Rows: []report.Fact{{Name: "f", Value: fact}}}}}, nil
		},
		Ready: func(_ *Visit, d *report.Document) error {
			if d.Facts()["f"] == "bad" {
				return app.Errorf(app.NotFound, "Fix it.", "It is gone.")
			}
			return nil
		}}
}

func TestALookIsKeptAndJudged(t *testing.T) {
	for name, c := range map[string]struct {
		before State
		worst  report.Severity
		fact   string
		want   State
		note   string
	}{
		"first look":             {"", report.OK, "good", InProgress, ""},
		"completed stays":        {Completed, report.Note, "good", Completed, ""},
		"waiting stays":          {Waiting, report.OK, "good", Waiting, ""},
		"held by a problem":      {Completed, report.Problem, "bad", HasProblem, "It is gone. Fix it."},
		"held, nothing serious":  {"", report.Warning, "bad", InProgress, ""},
		"a problem without hold": {"", report.Problem, "good", InProgress, ""},
		"a problem that is over": {HasProblem, report.OK, "good", InProgress, ""},
	} {
		v := Visit{ID: "v", Guide: "g", Outcomes: map[string]Outcome{}}
		if c.before != "" {
			v.Outcomes["look"] = Outcome{State: c.before, Report: "old", Headline: "Not yet"}
		}
		r := &records{}
		f, err := Looker{Library: r, Now: func() time.Time { return start }}.Look(t.Context(),
			lookStep(c.worst, c.fact), &v,
			nil)
		if err != nil {
			t.Fatal(err)
		}
		o := f.Outcome
		if o.State != c.want || o.Note != c.note || o.Headline != "Enforce is safe" || o.Report != "new" ||
			o.Facts["f"] != c.fact {
			t.Errorf("%s: %+v", name, o)
		}
		if len(r.kept) != 1 || r.kept[0].Visit != "v" || !r.kept[0].At.Equal(start) ||
			(f.Held != nil) != (c.fact == "bad") {
			t.Errorf("%s: kept %+v, held %v", name, r.kept, f.Held)
		}
	}
	// A document that cannot be saved is still shown.
	v := Visit{Outcomes: map[string]Outcome{}}
	f, err := Looker{Library: &records{fail: errors.New("full")}, Now: time.Now, Loose: true}.Look(t.Context(),
		lookStep(report.OK, ""), &v, nil)
	if err != nil || f.NotKept == nil || f.Document == nil {
		t.Errorf("%+v, %v", f, err)
	}
}

// TestImportedDataIsWeighedAgain: only where the step was looked at before, in the
// latest visit of a subject, and never over what the person has done since.
func TestImportedDataIsWeighedAgain(t *testing.T) {
	g := Guide{ID: "g", Subject: "domain", Steps: []Step{{ID: "where"}, lookStep(report.OK, "good"), {ID: "next"}}}
	seen := map[string]Outcome{"look": {State: Completed, Report: "old", Headline: "Not yet"}}
	visit := func(id, domain string, outcomes map[string]Outcome) Visit {
		return Visit{ID: id, Guide: "g", Subject: domain, Answers: map[string]string{"domain": domain},
			Outcomes: outcomes}
	}
	visits := []Visit{visit("a", "example.org", seen), visit("older", "example.org", seen),
		visit("b", "other.example", seen),
		visit("new", "fresh.example", map[string]Outcome{"look": {State: InProgress}})}
	r := &records{}
	l := Looker{Library: r, Now: func() time.Time { return start }}
	e := Evidence{New: map[string]int{"tlsrpt/example.org": 12, "tlsrpt/fresh.example": 1}, One: "new report",
		Many: "new reports"}
	all, err := l.Renew(t.Context(), []Guide{g}, visits, e)
	if err != nil || len(all) != 1 || all[0].Visit != "a" || len(r.kept) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	s := Open(g, visits[0])
	if !all[0].Apply(s, start) {
		t.Fatal("not applied")
	}
	o := s.Visit().Outcomes["look"]
	if o.State != Completed || o.Headline != "12 new reports about example.org. Enforce is safe." || o.Report != "new" {
		t.Errorf("%+v", o)
	}
	if s = Open(g, visit("a", "example.org", nil)); all[0].Apply(s, start) {
		t.Error("a step that was begun again got the old answer")
	}
	if visits[0].Outcomes["look"].Headline != "Not yet" {
		t.Error("Renew changed the visit it was given")
	}
	if all, err := l.Renew(t.Context(), []Guide{g}, visits, Evidence{}); len(all) != 0 || err != nil {
		t.Errorf("without anything new: %+v %v", all, err)
	}
}

// TestARenewedStepWaitsNoLonger: new data can end a wait, or begin one.
func TestARenewedStepWaitsNoLonger(t *testing.T) {
	step := lookStep(report.OK, "good")
	until := time.Time{}
	step.Wait = func(context.Context, *Visit) (Until, error) { return Until{At: until, Reason: "Not yet."}, nil }
	g := Guide{ID: "g", Steps: []Step{step}}
	v := Visit{ID: "v", Guide: "g", Answers: map[string]string{"domain": "a.b"},
		Outcomes: map[string]Outcome{"look": {State: Waiting, Until: start.Add(time.Hour), Note: "Not yet.",
			Report: "old"}}}
	l := Looker{Library: &records{}, Now: func() time.Time { return start }}
	for _, c := range []struct {
		until time.Time
		want  State
	}{{time.Time{}, InProgress}, {start.Add(48 * time.Hour), Waiting}} {
		until = c.until
		all, err := l.Renew(t.Context(), []Guide{g}, []Visit{v},
			Evidence{New: map[string]int{"tlsrpt/a.b": 1}, One: "new report"})
		if err != nil || len(all) != 1 || all[0].Found.Outcome.State != c.want ||
			!all[0].Found.Outcome.Until.Equal(c.until) {
			t.Errorf("%+v, %v, want %s", all, err, c.want)
		}
	}
}
