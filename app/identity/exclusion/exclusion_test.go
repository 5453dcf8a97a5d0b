package exclusion

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

func policyOf(t *testing.T, text string) (p tenant.AccessPolicy) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestEdit: only the one list changes, nulls are left out, and the undo has what was.
func TestEdit(t *testing.T) {
	row := policyOf(t, `{"id":"p","displayName":"P","conditions":{"clientAppTypes":["all"],"platforms":null,
		"users":{"includeUsers":["All"],"excludeUsers":["a"],"excludeGroups":["g"]}}}`)
	one, after, ok := Edit(row, Groups, func(ids []string) []string { return append(ids, "h") })
	if !ok || one.Verb != change.Change || one.Object != PoliciesPath+"/p" || strings.Contains(string(one.Body), "null") ||
		!after.Conditions.Users.ExcludeGroups.Has("h") || !after.Conditions.Users.Exclude.Has("a") ||
		!slices.Equal(Added(one), []string{"h"}) {
		t.Errorf("%+v, %s", one, one.Body)
	}
	if known, same := change.Matches(row.Raw(), one.Undo); !known || !same {
		t.Errorf("the undo is %s", one.Undo)
	}
	for name, text := range map[string]string{
		"the beta alone has it": `{"id":"p","handrailBetaOnly":true,"conditions":{"users":{}}}`,
		"no conditions":         `{"id":"p","conditions":null}`, "no users": `{"id":"p","conditions":{"users":null}}`,
		"a list of objects": `{"id":"p","conditions":{"users":{"excludeGroups":[{}]}}}`,
	} {
		if _, _, ok := Edit(policyOf(t, text), Groups, func(ids []string) []string { return ids }); ok {
			t.Error(name)
		}
	}
}

// TestUnproven: a role counts that is held now and for the whole organisation.
func TestUnproven(t *testing.T) {
	hold := func(role, scope string, eligible bool) []roles.Holding {
		return []roles.Holding{{Account: "A", Role: role, RoleName: roles.Name(role), Scope: scope, Eligible: eligible}}
	}
	for says, c := range map[string]struct {
		held  []roles.Holding
		known bool
	}{
		"":                              {hold(roles.GlobalAdministrator, "/", false), true},
		"Activate your role":            {hold(roles.GlobalAdministrator, "/", true), true},
		"for a part":                    {hold(roles.GlobalAdministrator, "/administrativeUnits/1", false), true},
		"It is not known whether":       {nil, false},
		"You do not hold the role Cond": {hold(GroupRoles[1], "/", false), true},
	} {
		why := Unproven(c.held, c.known, "a", PolicyRoles, "policies")
		if (why == "") != (says == "") || !strings.HasPrefix(why, says) && !strings.Contains(why, says) {
			t.Errorf("%q: %q", says, why)
		}
	}
}

// TestMade: a group whose deletion is not certain may still be there.
func TestMade(t *testing.T) {
	proof := guide.JournalEntry{Guide: "g", Step: change.Proof, What: "create /groups/x", New: "x", State: "confirmed"}
	sent := func(state string) guide.JournalEntry {
		return guide.JournalEntry{Guide: "g", Step: change.Exact, What: "remove /groups/x", State: state}
	}
	for name, c := range map[string]struct {
		entries []guide.JournalEntry
		made    string
	}{
		"never":   {nil, ""},
		"there":   {[]guide.JournalEntry{proof}, "x"},
		"removed": {[]guide.JournalEntry{proof, sent("planned"), sent("sent"), sent("confirmed")}, ""},
		"lost":    {[]guide.JournalEntry{proof, sent("planned"), sent("sent"), sent("unknown")}, "x"},
		"refused": {[]guide.JournalEntry{proof, sent("planned"), sent("sent"), sent("failed")}, "x"},
	} {
		if got := Made(c.entries, "g"); got != c.made {
			t.Errorf("%s: %q", name, got)
		}
	}
	if n := Nickname("handrail-", "A1-b_2/"+strings.Repeat("z", 40)); n != "handrail-a1b2"+strings.Repeat("z", 20) {
		t.Error(n)
	}
}
