package terminal

import (
	"bytes"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestPlansOfSeveralStepsStayApart: that one step has nothing to undo is not said beside the change of another.
func TestPlansOfSeveralStepsStayApart(t *testing.T) {
	plans := []planned{
		{"exclude", "Exclude the account", &guide.Plan{Summary: "A change.", Undo: "Undo it in the step “Keep or undo”.",
			Changes: []guide.Change{{Setting: "Policy", Now: "On", After: "On, excludes the group"}}}},
		{"keep", "Keep or undo", &guide.Plan{Summary: "Handrail excluded no account.", Undo: "There is nothing to undo.",
			Changes: []guide.Change{{Setting: "Policy", Now: "On", After: "On"}}}}}
	var out bytes.Buffer
	j := report.NewJSONWriter(&out)
	writePlan(j, plans)
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("\n", "", "  ", "", ": ", ":", ", ", ",").Replace(out.String())
	for _, want := range []string{`"lead":"A change."`, `"undo":"Undo it in the step “Keep or undo”."`,
		`"step":"keep","title":"Keep or undo","lead":"Handrail excluded no account."`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if got := deciding(plans[1:]); len(got) != 1 || got[0].step != "keep" {
		t.Errorf("where no plan changes anything, %v is said", got)
	}
	d := (&walk{plans: plans}).document()
	var headings []string
	for _, b := range d.Blocks {
		if h, is := b.(report.Heading); is {
			headings = append(headings, h.Text)
		}
	}
	want := "What would change: Exclude the account; What would change: Keep or undo"
	if got := strings.Join(headings, "; "); got != want {
		t.Errorf("the headings are %q", got)
	}
}
