package tenant

import (
	"fmt"
	"testing"
)

// TestPlansByMeaning: a plan can mean two things, and a file that is not such a table does not start the program.
func TestPlansByMeaning(t *testing.T) {
	got := PlansByMeaning("# where from\nid,name,means\na,A,sees\nb,B,tags\nb,B,sees\n")
	if fmt.Sprint(got) != "map[sees:[a b] tags:[b]]" {
		t.Error(got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a row without a meaning")
		}
	}()
	PlansByMeaning("id,name,means\na,A\n")
}
