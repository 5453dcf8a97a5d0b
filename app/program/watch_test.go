package program

import (
	"encoding/json"
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
)

// TestReportOnlyResultsOfAdministrators: the sample shows what each administrator would
// meet as soon as the guide has created its policies.
func TestReportOnlyResultsOfAdministrators(t *testing.T) {
	h := openSample(t)
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "admin-access" })
	k := &change{t: t, h: h, g: h.Guides[i], v: &guide.Visit{ID: "v", Guide: "admin-access",
		Answers:  map[string]string{"breakglass": graphsim.EmergencyAccounts, "roles": "held"},
		Outcomes: map[string]guide.Outcome{}}}
	if err := k.apply("create", k.plan("create")); err != nil {
		t.Fatal(err)
	}
	states, agreed := map[string]string{}, 0
	for _, b := range k.look("watch").Blocks {
		e, ok := b.(report.Entries)
		if !ok {
			continue
		}
		for _, item := range e.Items {
			var p struct {
				Name, State string
				WhatIf      []struct{ Policy, Applies, Handrail, Reason string } `json:"what-if"`
			}
			if err := json.Unmarshal(item.Data, &p); err != nil {
				t.Fatal(err)
			}
			states[p.Name] = p.State
			if len(p.WhatIf) != 2 {
				t.Errorf("%s: What If names %d policies", p.Name, len(p.WhatIf))
			}
			for _, one := range p.WhatIf {
				if one.Applies == "unknown" || one.Handrail != "unknown" && one.Handrail != one.Applies {
					t.Errorf("%s: %+v", p.Name, one)
				} else if one.Handrail == one.Applies {
					agreed++
				}
			}
		}
	}
	if agreed < 20 {
		t.Errorf("What If and Handrail agreed %d times", agreed)
	}
	for name, want := range map[string]string{"Mo Farouk": "Would be stopped", "Sister Agnes Byrne": "Would be asked",
		"Ian McKay": "No result", "Emergency access 1": "Excluded", "Hannah Weiss": "Not applied"} {
		if states[name] != want {
			t.Errorf("%s: %q, want %q", name, states[name], want)
		}
	}
}
