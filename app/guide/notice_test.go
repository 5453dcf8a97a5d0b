package guide

import (
	"context"
	"errors"
	"testing"
	"time"

	"handrail/app/report"
)

// notebook is an ObservationStore of one kind and subject.
type notebook []Observation

func (s *notebook) Remember(_ context.Context, m Observation) error {
	for i, o := range *s {
		if o.Key == m.Key {
			(*s)[i].Value, (*s)[i].Last = m.Value, m.Last
			return nil
		}
	}
	*s = append(*s, m)
	return nil
}

func (s *notebook) Recall(context.Context, string, string) ([]Observation, error) { return *s, nil }

func TestNoticesStandBesideTheVisits(t *testing.T) {
	g := threeSteps()
	g.Steps[2].Needs = "b"
	g.Notices = func(_ context.Context, visits []Visit) ([]Notice, error) {
		if len(visits) != 2 || visits[0].ID != "new" {
			t.Errorf("%+v", visits)
		}
		all := NoticesOf("new", "a", []report.Finding{
			{Code: "fine", Severity: report.OK}, {Code: "so", Severity: report.Note},
			{Code: "open", Severity: report.Unknown, Title: "Not known"},
			{Code: "bad", Severity: report.Warning, Title: "It grew", Text: "By two.", Step: "c"}})
		return append(all, Notice{Visit: "new", Step: "b", Code: "ends", Title: "It ends", At: sunday.AddDate(0, 0, 3)},
			Notice{Visit: "gone", Code: "lost", Title: "Of a visit that was deleted"}), nil
	}
	visits := []Visit{visitWith("new", nil), {ID: "x", Guide: "other"}, visitWith("old", nil)}
	all, err := Notices(t.Context(), []Guide{g}, visits)
	if err != nil {
		t.Fatal(err)
	}
	today := NewOverview([]Guide{g}, visits, sunday)
	today.Add([]Guide{g}, visits, all, sunday)
	if len(today.UnderWay) != 2 || len(today.Attention) != 2 || len(today.Waiting) != 1 {
		t.Fatalf("%+v", today)
	}
	if a := today.Attention[0]; a.Notice != "bad" || a.Headline != "It grew" || a.Why != "By two." || a.Step != "b" {
		t.Errorf("a step that cannot start stays closed, the most serious first: %+v", a)
	}
	if w := today.Waiting[0]; w.Notice != "ends" || w.Why != "It ends" || !w.At.Equal(sunday.AddDate(0, 0, 3)) {
		t.Errorf("%+v", w)
	}
	want := "Sunday 22 November. 2 things need your attention. None of them is a problem."
	if got := today.Sentence(sunday); got != want {
		t.Error(got)
	}
}

func TestWhatWasNotComparedIsSaid(t *testing.T) {
	g := threeSteps()
	g.Notices = func(context.Context, []Visit) ([]Notice, error) { return nil, errors.New("no file") }
	all, err := Notices(t.Context(), []Guide{g}, []Visit{visitWith("v", nil)})
	if err != nil || len(all) != 1 || all[0].Severity != report.Unknown || all[0].Visit != "v" {
		t.Errorf("%+v, %v", all, err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Notices(stopped, []Guide{g}, []Visit{visitWith("v", nil)}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestTheLatestRecordCounts(t *testing.T) {
	var s notebook
	for n, visit := range []string{"a", "b", "a"} {
		at := sunday.Add(time.Duration(n) * time.Hour)
		if err := SaveRecord(t.Context(), &s, "k", "org", visit, n, at); err != nil {
			t.Fatal(err)
		}
	}
	got := -1
	for _, c := range []struct {
		of   []string
		want int
	}{{nil, 2}, {[]string{"b"}, 1}, {[]string{"a", "b"}, 2}} {
		if o, found, err := LastRecord(t.Context(), &s, "k", "org", &got, c.of...); err != nil || !found ||
			got != c.want || o.Last.IsZero() {
			t.Errorf("%v: %d, %v, %v", c.of, got, found, err)
		}
	}
	if _, found, err := LastRecord(t.Context(), &s, "k", "org", &got, "c"); found || err != nil {
		t.Errorf("of no visit: %v, %v", found, err)
	}
	s[0].Value = "{"
	if _, found, err := LastRecord(t.Context(), &s, "k", "org", &got); found || err != nil {
		t.Errorf("one that cannot be read: %v, %v", found, err)
	}
	if SaveRecord(t.Context(), nil, "k", "org", "v", 1, sunday) == nil {
		t.Error("nothing saved, and no error")
	}
}
