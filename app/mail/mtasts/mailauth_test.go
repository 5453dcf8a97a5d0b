//go:build judge

package mtasts

import (
	"testing"

	"handrail/app/conformance/node"
)

// Another author's reading of RFC 8461 (mailauth, strict) agrees with ours, but
// for the rows where the table says why not.
func TestRulingsOfMailauth(t *testing.T) {
	list := rulings(t)
	var theirs []struct {
		OK    bool
		Value string
	}
	if err := node.Ask(t.Context(), "app/mail/mtasts/testdata/judge", "mta-sts", list, &theirs); err != nil {
		t.Fatal(err)
	}
	if len(theirs) != len(list) {
		t.Fatalf("the judge ruled on %d of %d rows", len(theirs), len(list))
	}
	declared := 0
	for i, r := range list {
		same := theirs[i].OK == r.OK && (!r.OK || theirs[i].Value == r.Value)
		switch {
		case r.Disagrees != "":
			declared++
			if same {
				t.Errorf("%s: the judge agrees now; take the note away: %s", r, r.Disagrees)
			}
		case !same:
			t.Errorf("%s: we say %v %q, mailauth %v %q", r, r.OK, r.Value, theirs[i].OK, theirs[i].Value)
		}
	}
	t.Logf("%d rows, %d disagreements, each with the section that decides", len(list), declared)
}
