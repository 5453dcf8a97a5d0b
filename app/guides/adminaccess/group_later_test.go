package adminaccess

import (
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestPoliciesThatAreThereGetTheGroup: a group that is chosen after the policies were made is
// excluded by them too, and nothing else of them changes.
func TestPoliciesThatAreThereGetTheGroup(t *testing.T) {
	w, d := made(t, true)
	v := visit()
	for _, step := range []string{stepCreate, stepSwitch} {
		if _, err := act(t, d, v, step); err != nil {
			t.Fatal(err)
		}
	}
	before := rowsOf(t, w)
	v2 := grouped(w, "", "em1", "em2", "cai")
	v2.ID = "another"
	shown, err := act(t, d, v2, stepCreate)
	if err != nil || len(shown.Changes) != 4 || len(before) != 4 {
		t.Fatalf("%+v, %v", shown, err)
	}
	for _, c := range shown.Changes {
		if c.Now != "On, does not exclude the group" || !strings.HasPrefix(c.After, "On, excludes the group") {
			t.Errorf("%+v", c)
		}
	}
	if last := shown.Affected[len(shown.Affected)-1]; last.Severity != report.Warning ||
		!slices.Equal(last.Names, []string{"Cai Rees"}) {
		t.Errorf("%+v", shown.Affected)
	}
	for n, p := range rowsOf(t, w) {
		was, users := before[n], p.Conditions.Users
		if !users.ExcludeGroups.Has("crew") || !slices.Equal(users.Exclude, was.Conditions.Users.Exclude) ||
			!slices.Equal(users.IncludeRoles, was.Conditions.Users.IncludeRoles) || !p.State.Is(stateOn) ||
			!slices.Equal(users.Include, was.Conditions.Users.Include) || !alike(p, was) {
			t.Errorf("%+v\n%+v", p, was)
		}
	}
	if shown, err = act(t, d, v2, stepCreate); err != nil || !guide.Unchanged(shown.Changes) {
		t.Errorf("twice: %+v, %v", shown, err)
	}
}
