package sample

import (
	"context"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/services"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
)

// kept is a data folder in memory.
type kept struct {
	visits  []guide.Visit
	reports []report.SavedReport
}

func (k *kept) SaveVisit(_ context.Context, v guide.Visit) error {
	k.visits = append(k.visits, v)
	return nil
}
func (k *kept) Visits(context.Context) ([]guide.Visit, error) { return k.visits, nil }
func (k *kept) Visit(context.Context, string) (guide.Visit, error) {
	return guide.Visit{}, app.Errorf(app.NotFound, "", "no such visit")
}
func (k *kept) DeleteVisit(context.Context, string) error { return nil }
func (k *kept) SaveReport(_ context.Context, r report.SavedReport) (string, error) {
	r.ID = app.NewID()
	k.reports = append(k.reports, r)
	return r.ID, nil
}
func (k *kept) Reports(context.Context) ([]report.SavedReport, error) { return k.reports, nil }
func (k *kept) Report(context.Context, string) (report.SavedReport, error) {
	return report.SavedReport{}, app.Errorf(app.NotFound, "", "no such report")
}
func (k *kept) DeleteReport(context.Context, string) error { return nil }

// On a fresh folder Home shows a problem at the hall and a wait at the youth
// club; starting again adds nothing.
func TestSeedMakesHomeWorthLookingAt(t *testing.T) {
	s, c := start(t)
	checker := mailcheck.NewChecker(c, mailcheck.Net{Dial: s.Dial, Roots: s.Roots, Now: time.Now, AllowPrivate: true})
	all := guides.All(services.Services{Mail: services.Mail{Check: checker.Check}, Now: time.Now})
	k := &kept{}
	for range 2 {
		if err := s.Seed(context.Background(), all, k, k); err != nil {
			t.Fatal(err)
		}
	}
	if len(k.visits) != len(walks) {
		t.Fatalf("%d visits, want %d", len(k.visits), len(walks))
	}
	today := guide.NewOverview(all, k.visits, time.Now())
	if len(today.Attention) != 1 || today.Attention[0].Subject != "hall.northgate.example" ||
		today.Attention[0].Severity != report.Problem {
		t.Errorf("needs attention: %+v", today.Attention)
	}
	if len(today.Waiting) != 1 || today.Waiting[0].Subject != "youth.northgate.example" ||
		!today.Waiting[0].At.After(time.Now()) {
		t.Errorf("waits: %+v", today.Waiting)
	}
	for _, it := range append(today.Attention, today.Waiting...) {
		if it.Headline == "" {
			t.Errorf("Home says nothing of what was found: %+v", it)
		}
	}
	for _, r := range k.reports {
		if r.Document == nil || r.Visit == "" || r.Guide == "" {
			t.Errorf("a report without its place: %+v", r)
		}
	}
}

// TestADefaultThatRevealsAQuestion: what the sample asks is what the session asks.
func TestADefaultThatRevealsAQuestion(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	any := func(*guide.Visit, string) error { return nil }
	g := guide.Guide{ID: "g", Steps: []guide.Step{{ID: "ask", Asks: []guide.Ask{
		{Name: "colour", Validate: any, Default: func(*guide.Visit) string { return "other" }},
		{Name: "which", Validate: any, When: func(v *guide.Visit) bool { return v.Answer("colour") == "other" },
			Default: func(v *guide.Visit) string { return "not " + v.Answer("colour") }},
		{Name: "hidden", Validate: any, When: func(v *guide.Visit) bool { return v.Answer("which") == "" }}}}}}
	w := &seeding{seedRun: seedRun{answers: map[string]string{"elsewhere": "x"}}, s: guide.New(g, "v", at), at: at,
		library: &kept{}}
	if err := w.proceed(context.Background()); err != nil {
		t.Fatal(err)
	}
	a := w.s.Visit().Answers
	if len(a) != 2 || a["colour"] != "other" || a["which"] != "not other" {
		t.Errorf("confirmed %v", a)
	}
}
