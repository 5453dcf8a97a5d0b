package audit

import (
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// TestTheRulesAreWhole: every word in the data files is one that the code knows, and every section exists.
func TestTheRulesAreWhole(t *testing.T) {
	known := map[string]bool{}
	for _, s := range tenant.Sections() {
		known[s.ID] = true
	}
	for kind := range tenant.Demands() {
		known[string(kind)] = true
	}
	seen := map[rule]bool{}
	for section, all := range rules() {
		for _, r := range all {
			if !known[section] || seen[r] || r.activity == "" || (r.field == "") != (r.kind != string(history.Changed)) {
				t.Errorf("%+v", r)
			}
			seen[r] = true
			switch r.about {
			case "target", "name", "owner", "person", "all", "member", "group", "role", "holder", "principal":
			default:
				t.Errorf("about: %+v", r)
			}
			if name, ok := strings.CutPrefix(r.property, "json:"); ok && !tenant.AuditValue(name) {
				t.Errorf("the values of %s are not saved", name)
			}
		}
	}
	if limit("skew") != 5*time.Minute || limit("late") < time.Hour || limit("registration") < limit("late") ||
		services()[pimApp] == "" {
		t.Error("times.csv or microsoft.csv lacks a row")
	}
}
