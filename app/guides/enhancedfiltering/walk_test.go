package enhancedfiltering

import (
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

// TestTheWalkReachesTheEnd: with what is offered on each page, nothing holds the person back, and the last step saves
// a record. No mail server is connected to.
func TestTheWalkReachesTheEnd(t *testing.T) {
	s := guidetest.New().Services()
	s.Mail.Check = nil
	g := Guide(s)
	v := guidetest.Walk(t, g, nil)
	if v.Subject != "filtered.northgate.example" {
		t.Errorf("the subject is %q", v.Subject)
	}
	for _, step := range g.Steps {
		if step.Look == nil {
			continue
		}
		doc, err := step.Look(t.Context(), v, nil)
		if err != nil {
			t.Fatal(step.ID, err)
		}
		if v.Outcomes[step.ID].State != guide.Completed {
			t.Errorf("%s is not completed", step.ID)
		}
		if step.Ready != nil {
			if err := step.Ready(v, doc); err != nil {
				t.Errorf("%s: %v", step.ID, err)
			}
		}
		if step.ID == stepRoute && doc.Facts()["route"] != "line" {
			t.Errorf("%v", doc.Facts())
		}
	}
}

// TestEveryDomain: a domain without a filter in front ends at the route, with its reason.
func TestEveryDomain(t *testing.T) {
	for domain, want := range map[string]string{"ready.northgate.example": "unknown because=no-answer",
		"quiet.northgate.example": "no-email because=mx", "filtered.northgate.example": "line because=mx"} {
		v := guidetest.Walk(t, Guide(guidetest.New().Services()), map[string]string{askDomain: domain})
		if f := v.Outcomes[stepRoute].Facts; f["route"]+" because="+f["because"] != want {
			t.Errorf("%s: %v, want %s", domain, f, want)
		}
	}
}
