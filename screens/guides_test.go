package screens

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// TestEveryGuideByKeyboard goes through each guide of this program from the list to
// its end, with keys alone and in the smallest window.
func TestEveryGuideByKeyboard(t *testing.T) {
	for _, g := range guides.All(guidetest.New().Services()) {
		t.Run(g.ID, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			s.world.now = guidetest.Noon
			s.ports.Guides = guides.All(guidetest.New().Services())
			s.open("guides")
			s.startGuide(g.Title)
			for range 60 {
				if s.wizard().s.Guide().ID != g.ID {
					t.Fatalf("%q was opened", s.wizard().s.Guide().ID)
				}
				if !s.turnPage() {
					return
				}
			}
			t.Errorf("the guide does not end; its last page says:\n%s", s.text())
		})
	}
}

// startGuide begins a guide from the catalogue, by its row and the page before it.
func (s *stage) startGuide(title string) {
	s.t.Helper()
	c := s.w.Win.Canvas()
	for range 60 {
		c.FocusNext()
		if name, _, _ := strings.Cut(nameOf(c.Focused()), "\n"); name == title {
			s.enter().shows("Before you begin", title).enter()
			return
		}
	}
	s.t.Fatalf("Tab never reaches %q; the page says:\n%s", title, s.text())
}

// turnPage does what the open page asks for, as far as keys can, and continues. It
// reports whether there was another page: the guide ends, or says what is missing.
func (s *stage) turnPage() bool {
	s.t.Helper()
	z := s.wizard()
	step, page := z.s.Step(), z.s.Page()
	if text := s.text(); strings.Contains(text, "internal error") || s.w.Win.Canvas().Focused() == nil {
		s.t.Fatalf("%s, %s: it failed, or the focus is lost (%v); it says:\n%s", step.ID, page,
			s.w.Win.Canvas().Focused(), text)
	}
	if m := s.w.Win.Content().MinSize(); m.Width > minWidth || m.Height > minHeight {
		s.t.Errorf("%s, %s: the page needs %v", step.ID, page, m)
	}
	if page == guide.AskPage {
		s.answer(z)
	}
	pressed := step.CheckLabel != "" && z.found.doc == nil // the check waits for the button
	switch _, own := stepScreens()[step.Screen]; {
	case page == guide.AskPage:
		z.Main()
	case own:
		s.tab(stepScreens()[step.Screen].over).enter()
	case z.waits():
		s.tab("Continue without waiting").enter()
	default:
		z.Main()
	}
	stays := z.s.Step().ID == step.ID && z.s.Page() == page
	switch text := s.text(); {
	case !s.only().Ended.IsZero():
		return false
	case !stays || pressed && page == guide.ShowPage && z.found.doc != nil:
		return true
	case strings.Contains(text, "Not yet.") || strings.Contains(text, "To finish the guide, complete these steps too"):
		return false
	}
	s.t.Fatalf("%s, %s does not continue; it says:\n%s", step.ID, page, s.text())
	return false
}

// answer types what a person answers into each field that has no answer, and over what is offered
// where the sample has its own. Where none is chosen, it chooses that answer, or the first.
func (s *stage) answer(z *wizard) {
	s.t.Helper()
	c := s.w.Win.Canvas()
	for i := 0; i < len(z.asks.fields); i++ { // a choice can bring up others
		f := z.asks.fields[i]
		own := s.answers[f.ask.Name]
		if f.text() != "" && (own == "" || f.text() == own) {
			continue
		}
		for range 200 {
			if c.Focused() == f.focus() {
				break
			}
			c.FocusNext()
		}
		if c.Focused() != f.focus() {
			s.t.Fatalf("Tab never reaches %q", f.ask.Label)
		}
		given := guidetest.Answers()
		if s.answers != nil {
			given = s.answers
		}
		want := given[f.ask.Name]
		if f.ask.Kind != guide.Choice {
			if field, ok := c.Focused().(fyne.Shortcutable); ok {
				field.TypedShortcut(&fyne.ShortcutSelectAll{})
			}
			s.write(want)
			continue
		}
		s.key(fyne.KeySpace)
		for n := 0; want != "" && z.asks.fields[i].text() != want && n < 9; n++ {
			s.key(fyne.KeyDown)
		}
	}
}

// TestTheSearchFindsProblems: typing a problem shows the guide at once with the problem; Enter opens its page, and Esc
// shows all guides again.
func TestTheSearchFindsProblems(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.ports.Guides = guides.All(guidetest.New().Services())
	s.open("guides").shows("Email", "Organisation and sign-in", "Outlook and Teams", "Devices", "Needs a file", "45 min")
	s.write("mail goes to j").shows("See why email goes to junk").hides("Change sign-in methods")
	s.enter().shows("See why email goes to junk", "Before you begin", "The email’s header")
	s.key(fyne.KeyEscape)
	s.write("lost phone").shows("“Lost phone”", "1 guide found.").key(fyne.KeyEscape)
	s.shows("See why email goes to junk", "Change sign-in methods")
}

// TestWhatNeedsAConnectionIsMarked: before one starts, a guide that needs an organisation says so, and only then.
func TestWhatNeedsAConnectionIsMarked(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	s.ports.Guides = guides.All(guidetest.New().Services())
	s.open("guides").hides("Connect first")
	s.w.Show("guide/addin-deploy")
	s.shows("Connected to Northgate Community Trust.", "You have the role Global Administrator.").
		hides("Connect your organisation\n")
	f.orgs[0].Account = "colin@northgate.example"
	s.w.Show("guide/addin-deploy")
	s.shows("Your account does not have this role. Ada Boateng has the role Global Administrator.")
	s.tab("Copy message to send").enter()
	if got := s.w.app.Clipboard().Content(); !strings.Contains(got, "My account colin@northgate.example needs the role "+
		"Exchange Administrator.") {
		t.Errorf("copied %q", got)
	}
	f.status = map[string]tenant.Status{}
	s.w.Show("guide/addin-deploy")
	s.shows("Not checked", "Handrail does not know the roles of your account yet.")
	f.orgs, f.current = nil, ""
	s.w.Show("guides")
	s.shows("Connect first")
}

// TestConnectingComesBack: a guide that needs an organisation connects it from its page and from within, and returns
// to where it was.
func TestConnectingComesBack(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	org, name := f.orgs, f.current
	f.orgs, f.current = nil, ""
	g := s.world.demo()
	g.ID, g.Title = "needs", "Count the people"
	g.Needs = []guide.Need{{Title: "A connected organisation", Text: "It counts.", Kind: guide.NeedsOrganisation}}
	look := g.Steps[1].Look
	g.Steps[1].Look = func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
		if len(f.orgs) == 0 {
			return nil, tenant.NoOrganisation("Connect your organisation first, then come back.")
		}
		return look(ctx, v, rep)
	}
	s.ports.Guides = append(s.ports.Guides, g)
	s.open("guide/needs").shows("Needs action", "No organisation is connected.")
	s.tab("Start without it").enter()
	s.write("northgate.example").enter()
	s.shows("This step reads data about your organisation.")
	s.tab("Connect your organisation").enter()
	s.shows("You came from “Count the people”.")
	f.orgs, f.current = org, name
	z := s.wizard()
	for i := range z.s.Guide().Steps { // all of it is done
		z.s.SetOutcome(z.s.Guide().Steps[i].ID, guide.Outcome{State: guide.Completed, At: sunday}, sunday)
	}
	z.ended = true
	z.show()
	s.tab("Return to your guide").enter()
	s.at("today", guide.ShowPage)
	s.shows("Light it", "The mast stands")
	if s.wizard().s.Guide().ID != "needs" || s.w.back != nil {
		t.Errorf("returned to %s", s.wizard().s.Guide().ID)
	}
}

// TestManyUnderWayAreShownAPartAtATime: with each press some more stand there, never all of very many at once.
func TestManyUnderWayAreShownAPartAtATime(t *testing.T) {
	s := newStage(t, task.Inline{})
	for n := range 60 {
		v := guide.Visit{ID: "v" + itoa(n), Guide: "demo", Subject: "d" + itoa(n) + ".example", Step: "plan",
			Page: guide.AskPage, Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}, Started: sunday}
		if err := s.memory.SaveVisit(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	s.open("guides")
	shown := func() int { return strings.Count(s.text(), ".example") }
	for _, want := range []int{wayShown, wayShown + moreShown, wayShown + 2*moreShown} {
		if got := shown(); got != want {
			t.Fatalf("%d are shown, want %d", got, want)
		}
		if want < wayShown+2*moreShown {
			s.tab("Show 20 more").enter()
		}
	}
	if s.tab("Show 14 more").enter(); shown() != 60 {
		t.Errorf("%d are shown in the end", shown())
	}
}
