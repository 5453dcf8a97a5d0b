package screens

import (
	"context"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// planned opens the step of the demo guide that makes a change, with another plan.
func planned(t *testing.T, p *guide.Plan) *stage {
	t.Helper()
	s := newStage(t, task.Inline{})
	steps := s.ports.Guides[0].Steps
	for i := range steps {
		if steps[i].ID == "light" {
			steps[i].Plan = func(context.Context, *guide.Visit) (*guide.Plan, error) { return p, nil }
		}
	}
	return s.begin().upTo("light")
}

// TestAPlanThatChangesNothing: no button promises a change, and nothing says that one was made.
func TestAPlanThatChangesNothing(t *testing.T) {
	s := planned(t, &guide.Plan{Summary: "The beacon is lit already.",
		Changes: []guide.Change{{Setting: "Beacon", Now: "on", After: "on"}}})
	s.shows("The beacon is lit already.", "No change").hides("It reads them again").hides("Nothing has been changed yet.")
	if label := s.wizard().main.Label(); label != "Continue" {
		t.Errorf("the main button says %q", label)
	}
	s.wizard().Main()
	if o := s.only().Outcomes["light"]; o.State != guide.Completed || o.Note != nothingChanged {
		t.Errorf("%+v", o)
	}
}

// TestWhoIsAffectedStandsAboveTheDetails: lists and text for programs stand below what
// decides; what is to be read first stays above.
func TestWhoIsAffectedStandsAboveTheDetails(t *testing.T) {
	s := planned(t, &guide.Plan{Changes: []guide.Change{{Setting: "Beacon", Now: "off", After: "on"}},
		Affected: []guide.Affected{{Severity: report.OK, Text: "Two ships see it."}}, NoUndo: "A lit beacon was seen.",
		Blocks: []report.Block{report.Code{Label: "For experts", Text: "{}"},
			report.Banner{Tone: report.Warning, Lead: "Mind the wind."}}})
	text, at := s.text(), -1
	for _, words := range []string{"Mind the wind.", "Two ships see it.", "A lit beacon was seen.", "For experts"} {
		i := strings.Index(text, words)
		if i <= at {
			t.Errorf("%q stands at %d, after %d:\n%s", words, i, at, text)
		}
		at = i
	}
}

// TestLongTextForProgramsIsFolded: long texts for programs are shown on request; a long label does not
// widen the window.
func TestLongTextForProgramsIsFolded(t *testing.T) {
	s := planned(t, &guide.Plan{Changes: []guide.Change{{Setting: "Beacon", Now: "off", After: "on"}},
		Blocks: []report.Block{report.Code{Label: strings.Repeat("For experts ", 9), Text: strings.Repeat("lamp\n", 20)}}})
	s.hides("lamp").tab("Show the text for experts").enter().shows("lamp", "For experts")
	if m := s.w.Win.Content().MinSize(); m.Width > minWidth {
		t.Errorf("the page needs %v", m)
	}
}

// TestTheBarHasRoomForItsButtons: where the words of two buttons do not fit beside each
// other, the bar is as high as both lines, and the page ends above it.
func TestTheBarHasRoomForItsButtons(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.ports.Practise = func(context.Context, guide.Visit, *guide.Handover) error { return nil }
	s.ports.CanPractise = func(guide.Visit) bool { return true }
	steps := s.ports.Guides[0].Steps
	for i := range steps {
		if steps[i].ID == "hand" {
			steps[i].Hand = func(context.Context, *guide.Visit) (*guide.Handover, error) {
				return &guide.Handover{Done: "I have carried the wood up", Todo: []string{"Carry it."}}, nil
			}
		}
	}
	z := s.begin().upTo("hand").wizard()
	if high := z.bar.Size().Height; high < z.bar.MinSize().Height || high <= 64 {
		t.Errorf("the bar is %v high and needs %v", high, z.bar.MinSize().Height)
	}
	if end := z.page.Position().Y + z.page.Size().Height; end > z.bar.Position().Y {
		t.Errorf("the page ends at %v, the bar begins at %v", end, z.bar.Position().Y)
	}
}
