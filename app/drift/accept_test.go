package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/tenant"
)

// TestTwoSentencesOfOneChange: one is accepted, the other counts.
func TestTwoSentencesOfOneChange(t *testing.T) {
	s := newStory(t).set(tenant.SectionUsers, ada+
		` {"id":"`+ada+`","displayName":"Ada","accountEnabled":false,"userType":"Guest"}`)
	s.accept(0)
	if got := s.since(1).is(); strings.Count(got, "ACCEPTED") != 1 || strings.Count(got, "\n") != 1 {
		t.Error(got)
	}
}

func TestWithdrawing(t *testing.T) {
	s := newStory(t).register(0, 6).accept(0)
	if err := Withdraw(context.Background(), s.sources(), s.since(1).Accepted[0], s.day); err != nil {
		t.Fatal(err)
	}
	if got := s.since(1).is(); !strings.HasPrefix(got, "ok 6 people registered") || strings.Contains(got, "BACK") {
		t.Error(got)
	}
	s = newStory(t).defaults(false).accept(1).later(9)
	if err := Withdraw(context.Background(), s.sources(), s.since(1).Told[0], s.day); err != nil {
		t.Fatal(err)
	}
	if got := s.since(1).is(); got != "" {
		t.Errorf("one that came back was withdrawn: %s", got)
	}
}

func TestWhatCannotBeAccepted(t *testing.T) {
	ctx, s := context.Background(), newStory(t).defaults(false)
	old := s.since(1).Told[0]
	terms := Terms{By: "Anna", Why: "We test it.", Until: "2026-11-02", At: s.day}
	for name, change := range map[string]func(*Terms){
		"nobody": func(t *Terms) { t.By = " " }, "no reason": func(t *Terms) { t.Why = "\n" },
		"no day": func(t *Terms) { t.Until = "soon" }, "half a day": func(t *Terms) { t.Until = "2026-11" },
		"a day that is none": func(t *Terms) { t.Until = "2026-11-31" },
		"a past day":         func(t *Terms) { t.Until = "2026-11-01" },
	} {
		wrong := terms
		if change(&wrong); app.CodeOf(Accept(ctx, s.sources(), old, wrong)) != app.Invalid || len(s.past.all) > 0 {
			t.Errorf("%s is accepted", name)
		}
	}
	s.defaults(true)
	if err := Accept(ctx, s.sources(), old, terms); app.CodeOf(err) != app.Invalid ||
		!strings.Contains(err.Error(), "changed again") {
		t.Errorf("it is on again: %v", err)
	}
	s.org.States[tenant.SectionDefaults] = tenant.Status{State: tenant.Failed}
	v, _ := s.org.View(ctx)
	if err := Accept(ctx, Sources{View: told{v, s.past}}, old, terms); app.CodeOf(err) != app.Invalid ||
		!strings.Contains(err.Error(), "does not know") {
		t.Errorf("it is not known how it is: %v", err)
	}
	if err := Accept(ctx, Sources{View: now(t)}, old, terms); app.CodeOf(err) != app.Invalid {
		t.Errorf("nothing can be kept: %v", err)
	}
	noise := old
	if noise.Noise = true; noise.CanAccept() || (Told{}).CanAccept() || !old.CanAccept() {
		t.Error("what can be accepted")
	}
}

func TestTheHeadingCountsWhatIsBack(t *testing.T) {
	off := newStory(t).defaults(false)
	for name, c := range map[string]struct{ got, want string }{
		"one is back": {off.accept(3).later(9).since(1).Heading(), "1 accepted change is back."},
		"one, and a new one": {off.set(tenant.SectionUsers, ada).since(1).Heading(),
			"1 change since 11 November 2026, and 1 accepted change is back."},
		"all are accepted": {newStory(t).defaults(false).accept(0).since(1).Heading(),
			"Every change since 1 November 2026 is accepted."},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, not %q", name, c.got, c.want)
		}
	}
	late := newStory(t).defaults(false).accept(0)
	late.past.moments = append(late.past.moments, begun(first).moments...)
	if r := late.since(9); r.Heading() !=
		"Every change since Handrail began to compare, on 1 November 2026, is accepted." {
		t.Errorf("the time before is not known: %q", r.Heading())
	}
	r := newStory(t).defaults(false).accept(0).since(1)
	text := fmt.Sprint(r.Blocks(0))
	if !strings.Contains(text, "Accepted by Anna") || strings.Contains(text, string(report.Problem)) {
		t.Error(text)
	}
}
