package screens

import (
	"testing"

	"handrail/app/task"
	"handrail/app/tenant"
)

// TestNeverReadEmptyAndForbiddenDiffer: each place that shows data of the organisation says other words where it was
// never read, where Microsoft has none, where the account may not read it, and where none is connected; and never that
// there is none while it was not read.
func TestNeverReadEmptyAndForbiddenDiffer(t *testing.T) {
	for _, route := range []string{"organisation", "people", "person/ada"} {
		seen := map[string]string{}
		for name, st := range map[string]*tenant.Status{
			"never read":     {},
			"none":           {State: tenant.Unchanged, Completed: read},
			"forbidden":      {State: tenant.NeedsRole, Message: "Your account may not read this.", Hint: "Ask for a role."},
			"none connected": nil,
		} {
			s, f := tenantStage(t, task.Inline{})
			f.people, f.rows = nil, map[string]map[string]string{}
			if st == nil {
				f.orgs, f.current = nil, ""
			} else {
				for id := range f.status {
					one := *st
					one.Section = id
					f.status[id] = one
				}
			}
			text := s.open(route).text()
			if other, same := seen[text]; same {
				t.Errorf("%s says the same where %s and where %s:\n%s", route, name, other, text)
			}
			seen[text] = name
		}
	}
}
