package mfaenforce

import (
	"context"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/affected"
	"handrail/app/identity/mfa"
)

// TestPeopleOfAnOption: the list counts as the step does, and each who must register gets a letter with their name. An
// option whose effect is not computed has no list.
func TestPeopleOfAnOption(t *testing.T) {
	v := visit(mfa.DemandAccess)
	l, err := testDeps(world()).people(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	must := l.Find(affected.FateFilter("will-be-asked"), "", nil)
	if len(must) != 1 || l.Key != "mfa-enforce/"+mfa.DemandAccess {
		t.Fatalf("%d must register, list %q", len(must), l.Key)
	}
	if text, ok := l.Letter(must[0]); !ok || !strings.Contains(text.Text, "Hello "+l.People[must[0]].Label()) ||
		!strings.Contains(text.Text, "aka.ms/mfasetup") {
		t.Errorf("the letter is %+v", text)
	}
	for _, i := range l.Find(affected.FateFilter("no-change"), "", nil) {
		if text, ok := l.Letter(i); ok {
			t.Errorf("a letter says nothing: %+v", text)
		}
	}
	if _, err := testDeps(world()).people(context.Background(), visit(mfa.DemandManaged)); app.CodeOf(err) != app.NotFound {
		t.Errorf("a list of an effect that is not known: %v", err)
	}
}
