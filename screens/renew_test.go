package screens

import (
	"context"
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/app/task"
)

// TestImportedReportsReachHome: reports that are imported check again the step that
// rests on them, whichever screen is open, and Home says what came of it, good news
// too. What the person types meanwhile stays.
func TestImportedReportsReachHome(t *testing.T) {
	s, _, _ := deliveryStage(t)
	g, result := s.world.demo(), "Not yet"
	g.Steps[1].Evidence = func(v *guide.Visit) string { return tlsview.Evidence(v.Answer("domain")) }
	g.Steps[1].Look = func(context.Context, *guide.Visit, task.Report) (*report.Document, error) {
		return &report.Document{Title: "Today", Headline: result, At: sunday}, nil
	}
	s.ports.Guides = []guide.Guide{g}
	s.ports.Deliveries.Import = func(context.Context, []string, func(tlsimport.Progress),
		func(tlsimport.Result) error) (tlsimport.Totals, error) {
		return tlsimport.Totals{Files: 12, New: 12, About: map[string]int{"northgate.example": 12, "other.example": 3}},
			nil
	}
	v := guide.Visit{ID: "v", Guide: "demo", Subject: "northgate.example", Step: "plan", Page: guide.AskPage,
		Started: sunday,
		Answers: map[string]string{"domain": "northgate.example"}, Outcomes: map[string]guide.Outcome{
			"where": {State: guide.Completed, At: sunday.AddDate(0, 0, -9)},
			"today": {State: guide.Completed, At: sunday.AddDate(0, 0, -9), Report: "r", Headline: "Not yet"}}}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	s.open("home").shows("northgate.example", "Not yet.")
	result = "Enforce is safe"
	s.w.Show("mail")
	s.w.current.(*delivery).take(source{paths: []string{"/mails"}})
	s.shows("12 new reports about northgate.example. Enforce is safe.")
	s.w.Show("home")
	s.shows("12 new reports about northgate.example. Enforce is safe.")
	if o := s.only().Outcomes["today"]; o.State != guide.Completed || o.Report == "r" {
		t.Errorf("the outcome is %+v", o)
	}

	s.w.openVisit("v", "", false)
	s.tab("Ama\nColin").write("Bea, ")
	result = "Enforced"
	s.w.renew(map[string]int{"northgate.example": 1})
	got := s.only()
	if got.Drafts["crew"] == "" || got.Outcomes["today"].Headline != "1 new report about northgate.example. Enforced." {
		t.Errorf("drafts %v, outcome %+v", got.Drafts, got.Outcomes["today"])
	}
}

// TestWhatIsTypedIsSaved: a crash loses no more than the last second.
func TestWhatIsTypedIsSaved(t *testing.T) {
	runner := &task.Manual{}
	s := newStage(t, runner)
	s.open("home")
	settle := func() {
		for runner.Run() {
		}
	}
	settle()
	s.w.startVisit(s.ports.Guides[0])
	settle()
	s.write("north")
	before := s.memory.saves
	if n := runner.Waiting(); n != 1 {
		t.Errorf("%d jobs wait after typing, want one timer", n)
	}
	s.write("gate.ex")
	settle()
	if got := s.only().Drafts["domain"]; got != "northgate.ex" || s.memory.saves != before+1 {
		t.Errorf("saved %q in %d saves", got, s.memory.saves-before)
	}
	s.reopen("home")
	settle()
	s.w.openVisit(s.only().ID, "", false)
	settle()
	if got := s.wizard().typed()["domain"]; got != "northgate.ex" {
		t.Errorf("after a crash the field holds %q", got)
	}
}

// TestADefaultThatRevealsAQuestion: what the window asks is what the session asks.
func TestADefaultThatRevealsAQuestion(t *testing.T) {
	s := newStage(t, task.Inline{})
	g := s.world.demo()
	g.Steps[2].Asks[0].Default = func(*guide.Visit) string { return "other" }
	g.Steps[2].Asks[1].Default = func(v *guide.Visit) string { return "not " + v.Answer("colour") }
	s.ports.Guides = []guide.Guide{g}
	s.open("home")
	s.w.startVisit(g)
	s.write("northgate.example").enter()
	s.tab("Continue to the plan").enter()
	s.at("plan", guide.AskPage)
	s.shows("Which colour")
	s.tab("Continue").enter()
	if a := s.only().Answers; a["colour"] != "other" || a["which"] != "not other" {
		t.Errorf("confirmed %v", a)
	}
}
