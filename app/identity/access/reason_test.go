package access

import (
	"strings"
	"testing"
)

// TestAReasonShowsNoWholeID: a group without a name is told by the end of its ID.
func TestAReasonShowsNoWholeID(t *testing.T) {
	r := Result{Answer: Yes, In: Reason{Code: ByGroup, ID: "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b77"}}
	for _, name := range []func(string) string{nil, func(string) string { return "" }} {
		if got := r.Text(name); strings.Contains(got, r.In.ID) || !strings.Contains(got, "ends in 4e1b77") {
			t.Errorf("%q", got)
		}
	}
	if got := r.Text(func(string) string { return "Wardens" }); got != "It includes the group Wardens." {
		t.Errorf("%q", got)
	}
}
