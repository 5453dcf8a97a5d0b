package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

var (
	ada = history.Actor{ID: "a", Name: "Ada", Program: "a web browser", At: noon.Add(time.Minute)}
	ben = history.Actor{ID: "b", Name: "Ben", At: noon.Add(2 * time.Minute)}
)

// turns reads groups so many times, a day apart, each time with another name, and returns the moments, the first first.
func turns(t *testing.T, c *Cache, w *watch, n int) (all []history.Moment) {
	t.Helper()
	ctx := context.Background()
	for i := range n {
		_, err := c.Begin(ctx, tenant.SectionGroups)
		must(t, err)
		_, err = c.Keep(ctx, tenant.SectionGroups, aPage(string(rune('A'+i)), 0, 1, ""))
		must(t, err)
		_, err = c.Complete(ctx, tenant.SectionGroups, nil, nil)
		must(t, err)
		w.at = w.at.Add(24 * time.Hour)
	}
	all, err := c.past.Moments(ctx, time.Time{}, w.at)
	must(t, err)
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

func answersAt(t *testing.T, h *History, m history.Moment) []history.Answer {
	t.Helper()
	all, err := h.Answers(context.Background(), m.Section, m.At)
	must(t, err)
	return all
}

func TestAnswersAreKept(t *testing.T) {
	ctx, w, folder := context.Background(), &watch{noon}, t.TempDir()
	c := mustCache(t, folder, w.now)
	all := turns(t, c, w, 4)
	if len(all) != 4 || all[0].Kind != history.MomentBegin {
		t.Fatalf("%+v", all)
	}
	open := func(h *History, want ...int64) {
		t.Helper()
		found, err := h.Unanswered(ctx, 10)
		must(t, err)
		var numbers []int64
		for _, m := range found {
			numbers = append(numbers, m.Number)
		}
		if !reflect.DeepEqual(numbers, want) {
			t.Errorf("unanswered: %v, want %v", numbers, want)
		}
	}
	h := c.past
	open(h, all[3].Number, all[2].Number, all[1].Number)
	known := history.Answer{ID: "id-0000", Field: "displayName", Actors: []history.Actor{ada}, Final: true}
	later := history.Answer{ID: "id-0000", Field: "displayName", Why: history.WhyNotYet, Actors: []history.Actor{}}
	must(t, h.SaveAnswers(ctx, all[1].Number, []history.Answer{known}))
	must(t, h.SaveAnswers(ctx, all[2].Number, []history.Answer{later}))
	must(t, h.SaveAnswers(ctx, all[3].Number, nil)) // no row of it is in any log
	must(t, h.SaveAnswers(ctx, 999, []history.Answer{known}))
	open(h, all[2].Number)
	must(t, c.Close())
	h = mustCache(t, folder, w.now).past
	if got := answersAt(t, h, all[1]); !reflect.DeepEqual(got, []history.Answer{known}) {
		t.Errorf("%+v", got)
	}
	if got := answersAt(t, h, all[2]); !reflect.DeepEqual(got, []history.Answer{later}) {
		t.Errorf("%+v", got)
	}
	must(t, h.SaveAnswers(ctx, all[2].Number, []history.Answer{known}))
	open(h)
	if got := answersAt(t, h, all[2]); len(got) != 1 || got[0].By() == nil || got[0].By().Name != "Ada" {
		t.Errorf("asked again: %+v", got)
	}
	for ids, want := range map[string]int{"id-0000": 1, "id-0001": 0} {
		if got, err := h.Answers(ctx, all[1].Section, all[1].At, ids, "x"); err != nil || len(got) != want {
			t.Errorf("of %s: %+v, %v", ids, got, err)
		}
	}
	if got := answersAt(t, h, history.Moment{Section: tenant.SectionUsers, At: all[1].At}); len(got) != 0 {
		t.Errorf("of another section: %+v", got)
	}
}

// TestAnswersOfFoldedMoments: where moments become one, everyone who is known is named, and nothing is decided that was
// not.
func TestAnswersOfFoldedMoments(t *testing.T) {
	name := func(who ...history.Actor) history.Answer {
		return history.Answer{ID: "id-0000", Field: "displayName", Actors: who, Final: true}
	}
	unknown := history.Answer{ID: "id-0000", Field: "displayName", Why: history.WhyNone, Final: true}
	for what, c := range map[string]struct {
		first, second history.Answer
		why           history.Why
		names         []string
	}{
		"the same person": {name(ada), name(ada), "", []string{"Ada"}},
		"two people":      {name(ada), name(ben), history.WhySeveral, []string{"Ada", "Ben"}},
		"one is unknown":  {unknown, name(ben), history.WhyPart, []string{"Ben"}},
		"both are":        {unknown, unknown, history.WhyNone, nil},
	} {
		ctx, w := context.Background(), &watch{noon}
		h := mustCache(t, t.TempDir(), w.now)
		all := turns(t, h, w, 3)
		must(t, h.past.SaveAnswers(ctx, all[1].Number, []history.Answer{c.first}))
		must(t, h.past.SaveAnswers(ctx, all[2].Number, []history.Answer{c.second}))
		foldAll(t, h.past, noon.AddDate(0, 3, 0))
		left, err := h.past.Moments(ctx, time.Time{}, noon.AddDate(1, 0, 0))
		must(t, err)
		got := answersAt(t, h.past, left[0])
		if len(left) != 2 || len(got) != 1 || got[0].Why != c.why {
			t.Fatalf("%s: %d moments, %+v", what, len(left), got)
		}
		var names []string
		for _, a := range got[0].Actors {
			names = append(names, a.Name)
		}
		if !reflect.DeepEqual(names, c.names) {
			t.Errorf("%s: %v", what, names)
		}
	}
}

// foldAll folds as if all of it were old.
func foldAll(t *testing.T, h *History, now time.Time) {
	t.Helper()
	must(t, h.Trim(context.Background(), now, history.Keep{}))
}

// TestForgettingRemovesAnswers: they are in the file that goes.
func TestForgettingRemovesAnswers(t *testing.T) {
	ctx, w, folder := context.Background(), &watch{noon}, t.TempDir()
	s := mustOpen(t, folder)
	must(t, s.SaveOrganisation(ctx, tenant.Organisation{ID: parish, Name: "Parish"}))
	c := mustCache(t, folder, w.now)
	all := turns(t, c, w, 2)
	must(t, c.past.SaveAnswers(ctx, all[1].Number, []history.Answer{{ID: "id-0000", Actors: []history.Actor{ada}}}))
	must(t, c.Close())
	must(t, s.ForgetOrganisation(ctx, parish, false))
	if _, err := os.Stat(filepath.Join(folder, historyName(parish))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the history is still there: %v", err)
	}
}

// TestAnswersOfAReadOnlyHistory: another window cannot look again, and shows what is known.
func TestAnswersOfAReadOnlyHistory(t *testing.T) {
	ctx, w := context.Background(), &watch{noon}
	c := mustCache(t, t.TempDir(), w.now)
	all := turns(t, c, w, 2)
	must(t, c.past.SaveAnswers(ctx, all[1].Number, []history.Answer{{ID: "id-0000", Actors: []history.Actor{ada}}}))
	writer := c.past.write
	c.past.write = nil
	defer func() { c.past.write = writer }()
	if err := c.past.SaveAnswers(ctx, all[1].Number, nil); err == nil {
		t.Error("a history that is read only took answers")
	}
	if got := answersAt(t, c.past, all[1]); len(got) != 1 || got[0].By() == nil {
		t.Errorf("%+v", got)
	}
}
