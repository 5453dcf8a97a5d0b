package guides

import (
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
)

// TestGuides goes through every guide in every way.
func TestGuides(t *testing.T) {
	ids := map[string]bool{}
	for i, g := range All(guidetest.New().Services()) {
		if ids[g.ID] {
			t.Errorf("the guide id %q is there twice", g.ID)
		}
		ids[g.ID] = true
		t.Run(g.ID, func(t *testing.T) {
			t.Parallel()
			guidetest.Run(t, func(s services.Services) guide.Guide { return All(s)[i] })
		})
	}
}

// TestWhoIsSignedIn: the guide that connects names the account and its roles,
// or reports that they are not known.
func TestWhoIsSignedIn(t *testing.T) {
	for _, g := range All(guidetest.New().Services()) {
		if g.ID != "connect" {
			continue
		}
		step := g.Steps[len(g.Steps)-1]
		doc, err := step.Look(t.Context(), &guide.Visit{Answers: map[string]string{}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if f := doc.Facts(); f["account"] != "ada@northgate.example" || f["own-roles"] != "Global Administrator" {
			t.Errorf("account %q with %q", f["account"], f["own-roles"])
		}
	}
}
