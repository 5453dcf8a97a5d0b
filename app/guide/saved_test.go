package guide

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"handrail/app/report"
	"handrail/app/task"
)

// secretive returns a guide that saves its question “text” only with “keep” as “all”, and of
// what it finds only the headline with “some”.
func secretive() Guide {
	saved := func(v *Visit, doc *report.Document) *report.Document {
		switch v.Answer("keep") {
		case "all":
			return doc
		case "some":
			return &report.Document{Title: "Short", At: doc.At, Headline: "Short"}
		}
		return nil
	}
	fine := func(*Visit, string) error { return nil }
	look := func(_ context.Context, v *Visit, _ task.Report) (*report.Document, error) {
		return &report.Document{Title: "Found", Headline: v.Answer("text"), Blocks: []report.Block{report.Facts{
			Rows: []report.Fact{{Name: "found", Value: v.Answer("text")}}}}}, nil
	}
	return Guide{ID: "g", Subject: "keep", Steps: []Step{
		{ID: "ask", Asks: []Ask{
			{Name: "text", Validate: fine, Saved: func(v *Visit) bool { return v.Answer("keep") == "all" }},
			{Name: "keep", Validate: fine},
		}},
		{ID: "see", Needs: "ask", DependsOn: []string{"text", "keep"}, Look: look, Saved: saved},
		{ID: "other", Look: look},
	}}
}

// shelf is a library in memory.
type shelf struct {
	report.Library
	all []report.SavedReport
	bad error
}

func (s *shelf) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
	k.ID = string(rune('a' + len(s.all)))
	s.all = append(s.all, k)
	return k.ID, nil
}

func (s *shelf) Reports(context.Context) ([]report.SavedReport, error) { return s.all, s.bad }

func (s *shelf) DeleteReport(_ context.Context, id string) error {
	for i := range s.all {
		if s.all[i].ID == id {
			s.all = append(s.all[:i:i], s.all[i+1:]...)
			break
		}
	}
	return nil
}

func TestSaved(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	g := secretive()
	for keep, want := range map[string]struct {
		answers map[string]string
		step    string
		facts   map[string]string
		reports int
		title   string
	}{
		"all": {map[string]string{"keep": "all", "text": "secret"}, "see", map[string]string{"found": "secret"}, 1,
			"Found"},
		"some":    {map[string]string{"keep": "some"}, "see", map[string]string{}, 1, "Short"},
		"nothing": {map[string]string{"keep": "nothing"}, "ask", nil, 0, ""},
	} {
		s, lib := New(g, "v", now), &shelf{}
		if _, wrong := s.Submit(map[string]string{"text": "secret", "keep": keep}, now); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		v := s.Visit()
		f, err := Looker{Library: lib, Now: func() time.Time { return now }}.Look(t.Context(), s.Step(), &v, nil)
		if err != nil || f.NotKept != nil || f.Document.Title != "Found" {
			t.Fatal(err, f)
		}
		s.SetOutcome("see", f.Outcome, now)
		c := g.Saved(s.Visit())
		if !reflect.DeepEqual(c.Answers, want.answers) || c.Step != want.step || len(lib.all) != want.reports ||
			want.reports > 0 && lib.all[0].Title != want.title {
			t.Errorf("%s: %+v, %+v", keep, c, lib.all)
		}
		if o, seen := c.Outcomes["see"]; seen != (want.facts != nil) || seen && !reflect.DeepEqual(o.Facts, want.facts) {
			t.Errorf("%s: outcome %+v", keep, o)
		}
		if full := s.Visit(); full.Answers["text"] != "secret" {
			t.Errorf("%s: the open visit lost its answer", keep)
		}
	}
}

// TestADraftIsNoMoreSavedThanTheAnswer: what is typed is saved only as the choice beside it
// says, whether that is confirmed or not.
func TestADraftIsNoMoreSavedThanTheAnswer(t *testing.T) {
	g, now := secretive(), time.Now()
	for _, keep := range []string{"nothing", "all"} {
		s := New(g, "v", now)
		s.Draft(map[string]string{"text": "secret", "keep": keep})
		if got := g.Saved(s.Visit()).Drafts["text"]; (got == "secret") != (keep == "all") {
			t.Errorf("%s: %q", keep, got)
		}
	}
}

// TestLessLater: a person who wants less to be saved loses what was saved before.
func TestLessLater(t *testing.T) {
	g, lib, now := secretive(), &shelf{}, time.Now()
	l := Looker{Library: lib, Now: time.Now}
	v := Visit{ID: "v", Guide: "g", Answers: map[string]string{"text": "secret", "keep": "all"},
		Outcomes: map[string]Outcome{}, Changed: now}
	look := func(keep string, step int) Found {
		v.Answers["keep"] = keep
		f, err := l.Look(t.Context(), g.Steps[step], &v, nil)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	look("all", 1)
	look("all", 2)
	look("nothing", 1)
	if len(lib.all) != 1 || lib.all[0].Step != "other" {
		t.Errorf("%+v", lib.all)
	}
	lib.bad = errors.New("full")
	if f := look("nothing", 1); f.NotKept == nil {
		t.Error("a report that could not be deleted is not told")
	}
}
