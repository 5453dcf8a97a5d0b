package guidetest

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"handrail/app/guide"
)

// oneWay checks that a guide has one order: continuing leads through each step after the one before it, and a visit
// that is opened again stands where it was left. A step that nothing leads to would make it a list of tasks.
func oneWay(t T, g guide.Guide) {
	t.Helper()
	s := guide.New(g, "v", Noon)
	for i, step := range g.Steps {
		if s.Step().ID != step.ID {
			t.Errorf("%s: continuing leads to %s, and step %d is %s", g.ID, s.Step().ID, i+1, step.ID)
			return
		}
		if again := guide.Open(g, s.Visit()); again.Step().ID != step.ID || again.Page() != s.Page() {
			t.Errorf("%s: opened again at %s/%s instead of %s/%s", g.ID, again.Step().ID, again.Page(), step.ID, s.Page())
		}
		s.Complete(guide.Outcome{State: guide.Completed, At: Noon}, Noon)
	}
	if !s.Ended() {
		t.Errorf("%s: it does not end after its last step", g.ID)
	}
}

// vague are words that say nothing of what a button does.
var vague = regexp.MustCompile(`(?i)^(finish|ok|okay|submit|next|done|yes|no|apply|save changes|proceed)\b`)

// buttons checks that each button says what it does: a verb and what it is done to. The one that makes a change has
// words of its own.
func buttons(t T, g guide.Guide) {
	t.Helper()
	for _, step := range g.Steps {
		for _, label := range []string{step.MainLabel, step.NextLabel, step.CheckLabel} {
			if vague.MatchString(label) {
				t.Errorf("%s: the button %q of %s does not say what it does", g.ID, label, step.ID)
			}
		}
		if step.Apply != nil && (len(strings.Fields(step.MainLabel)) < 2 || strings.HasPrefix(step.MainLabel, "Continue")) {
			t.Errorf("%s: the button of %s makes a change and is called %q", g.ID, step.ID, step.MainLabel)
		}
	}
}

// madeOnce checks that a change rests on the questions of its own step. Else, with another answer, the page would
// still say that the change is made.
func madeOnce(t T, g guide.Guide) {
	t.Helper()
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			if step.Apply != nil && !slices.Contains(step.DependsOn, a.Name) {
				t.Errorf("%s: step %s makes a change and does not depend on its own question %s", g.ID, step.ID, a.Name)
			}
		}
	}
}

// same checks that a plan is the same where nothing changed: else a change would stop although nothing differs.
func (p *person) same(step guide.Step, plan *guide.Plan) {
	p.t.Helper()
	v := p.visit()
	again, err := step.RunPlan(p.t.Context(), &v)
	if err != nil {
		p.wrong("the plan of %s was made, and fails the second time: %v", step.ID, err)
		return
	}
	if !again.Same(plan) || !reflect.DeepEqual(again.Rests, plan.Rests) {
		p.wrong("the plan of %s is another one the second time: %+v, then %+v", step.ID, plan, again)
	}
}
