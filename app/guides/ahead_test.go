package guides

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

// TestEveryEndSaysWhatHappensNext: of each guide, completed in every step, the end says what happens next and when, or
// that nothing more does; never both, and never a day that is past.
func TestEveryEndSaysWhatHappensNext(t *testing.T) {
	now := guidetest.Noon
	for _, g := range All(guidetest.New().Services()) {
		for name, state := range map[string]guide.Outcome{
			"completed": {State: guide.Completed, At: now},
			"waiting":   {State: guide.Waiting, At: now, Until: now.Add(48 * time.Hour)},
			"was due":   {State: guide.Waiting, At: now, Until: now.Add(-time.Hour)},
			"rests":     {State: guide.Completed, At: now, Rests: []string{"users"}},
		} {
			v := guide.Visit{ID: "v", Guide: g.ID, Ended: now, Answers: map[string]string{},
				Outcomes: map[string]guide.Outcome{}}
			for _, s := range g.Steps {
				v.Outcomes[s.ID] = state
			}
			all := guide.AheadOf(g, &v, now)
			if len(all) == 0 {
				t.Errorf("%s, %s: the end says nothing", g.ID, name)
			}
			nothing, dated := false, 0
			for _, a := range all {
				nothing = nothing || a.Text == guide.NothingAhead
				if a.Text == "" || !a.On.IsZero() && !a.On.After(now) {
					t.Errorf("%s, %s: %+v", g.ID, name, a)
				}
				if !a.On.IsZero() {
					dated++
				}
				for _, sentence := range strings.Split(a.Text, ". ") {
					if n := len(strings.Fields(sentence)); n > 25 {
						t.Errorf("%s, %s: %d words: %s", g.ID, name, n, sentence)
					}
				}
			}
			if nothing && len(all) > 1 || name == "waiting" && dated == 0 || name == "rests" && nothing && len(g.Steps) > 2 {
				looks := false
				for _, s := range g.Steps {
					looks = looks || s.Look != nil
				}
				if name != "rests" || looks {
					t.Errorf("%s, %s: %+v", g.ID, name, all)
				}
			}
		}
	}
}
