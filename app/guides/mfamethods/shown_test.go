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

// TestNoSettingShowsAnID: a group that was read has its name, one that was not has the end of its ID, so that two
// of them differ.
func TestNoSettingShowsAnID(t *testing.T) {
	read, other, third := "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b77", "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b78",
		"6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b79"
	o := &mfa.Organisation{GroupName: func(id string) string { return map[string]string{read: "Wardens"}[id] },
		People: []mfa.Person{{ID: third, Name: "Ama Boateng"}}}
	for _, c := range []struct {
		o    *mfa.Organisation
		want string
	}{{o, "the group “Wardens”, the group with an ID that ends in 4e1b78, the person “Ama Boateng”"},
		{nil, "the group with an ID that ends in 4e1b77, the group with an ID that ends in 4e1b78, " +
			"the person with an ID that ends in 4e1b79"}} {
		got := called(c.o, targetWords([]mfa.Target{{ID: read, Kind: "group"}, {ID: other, Kind: "group"},
			{ID: third, Kind: "user"}}))
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
