package mfamethods

import (
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
)

// TestDifferentTargetsHaveDifferentWords: a plan compares words, so each target is named,
// also beside everyone.
func TestDifferentTargetsHaveDifferentWords(t *testing.T) {
	all, one := mfa.Target{Everyone: true, ID: "all_users", Kind: "group"}, mfa.Target{ID: "g", Kind: "group"}
	seen := map[string]int{}
	for i, targets := range [][]mfa.Target{{}, {all}, {one}, {all, one}, {{ID: "p", Kind: "user"}}} {
		words := stateWords(mfa.Policy{Methods: map[mfa.Method]mfa.Config{
			mfa.Sms: {On: access.Yes, Include: targets}}}, mfa.Sms)
		if other, twice := seen[words]; twice {
			t.Errorf("targets %d and %d are both %q", other, i, words)
		}
		seen[words] = i
	}
}

// TestNothingIsWrittenWhereAGroupHasItOff: the plan shows no change, so none is sent.
func TestNothingIsWrittenWhereAGroupHasItOff(t *testing.T) {
	for state, want := range map[string]int{"disabled": 0, "Disabled": 0, "enabled": 1} {
		all := written(t, "", `{"id":"Sms","state":"`+state+`","includeTargets":[],"excludeTargets":[]}`,
			"sms-without:g-a")
		if len(all) != want {
			t.Errorf("%s: %d requests", state, len(all))
		}
	}
}
