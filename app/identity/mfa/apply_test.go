package mfa

import (
	"testing"

	"handrail/app/identity/access"
)

// TestEveryoneIsEveryoneUnderItsID: the target id of all people is no group that has no
// members.
func TestEveryoneIsEveryoneUnderItsID(t *testing.T) {
	on := Config{On: access.Yes, State: "enabled", Include: []Target{{ID: "g", Kind: "group"}}}
	for id, want := range map[string]bool{"all_users": true, "All_Users": true, "g": false} {
		changes, err := ParseChanges("sms-only:" + id)
		if err != nil {
			t.Fatal(err)
		}
		after := Apply(Policy{Methods: map[Method]Config{Sms: on}}, changes).Methods[Sms]
		if len(after.Include) != 1 || after.Include[0].Everyone != want || after.Include[0].ID != id {
			t.Errorf("%s: %+v", id, after.Include)
		}
	}
}

// TestNobodyIsLeftOutOfWhatIsOff: where a method is off, leaving a group out of it changes
// nothing.
func TestNobodyIsLeftOutOfWhatIsOff(t *testing.T) {
	changes, err := ParseChanges("sms-without:g")
	if err != nil {
		t.Fatal(err)
	}
	for state, want := range map[access.Answer]int{access.Yes: 1, access.No: 0, access.Unknown: 1} {
		after := Apply(Policy{Methods: map[Method]Config{Sms: {On: state}}}, changes).Methods[Sms]
		if len(after.Exclude) != want {
			t.Errorf("%v: %+v", state, after.Exclude)
		}
	}
}
